"""Why something was not done, what that means, and what would work, in German."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger import outcomes
from bot.ledger.guild_settings import MOST_LEVEL_ROLES
from bot.ledger.money import UNITS_PER_DIAMOND
from bot.ledger.tiers import coins_for
from bot.words.german.settings import GermanSettingWords
from bot.words.grammar import escaped
from bot.words.refusals import GIFT_MESSAGES, MOST_NEAREST, Around, RefusalWords


class GermanRefusalWords(GermanSettingWords, RefusalWords):
    """Every refusal in one sentence or two: a method for each kind, named after it."""

    def refused_insufficient_coins(
        self, refused: outcomes.InsufficientCoins, around: Around
    ) -> str:
        """Short of coins: the price, the balance, what is missing, and what fits."""
        item = around.catalogue.get(refused.item)
        many = item is not None and refused.quantity > 1
        what = escaped(item.name) if item else "Das Geschenk"
        if many:
            what = f"{self.number(refused.quantity)} × {what}"
        fits = around.catalogue.get(refused.affordable)
        hint = f" {escaped(fits.name)} ({self.number(fits.price)}) passt." if fits else ""
        return (
            f"Fast! {what} {'kosten' if many else 'kostet'} {self.number(refused.total)}, du hast "
            f"{self.number(refused.balance)}: {self._missing(refused.missing)}. "
            f"Nichts abgebucht.{hint}{self._owing(refused.owed)}"
        )

    def _owing(self, coins: int) -> str:
        owing = f" Du schuldest {self.coins(coins)}; was kommt, begleicht zuerst das, Bonus nicht."
        return owing if coins else ""

    def refused_unknown_gift(self, refused: outcomes.UnknownGift, around: Around) -> str:
        """A gift that nobody knows."""
        return (
            "Dieses Geschenk steht hier nicht auf der Liste. Nichts abgebucht: "
            "Wähle eins mit `/gift`."
        )

    def refused_retired_gift(self, refused: outcomes.RetiredGift, around: Around) -> str:
        """A gift that was offered once."""
        nearest = around.catalogue.nearest(refused.name, MOST_NEAREST)
        hint = "`/gift` allein zeigt alle, die es sind."
        if nearest:
            hint = f"Wie wäre es mit {self.either([item.name for item in nearest])}?"
        return f"{escaped(refused.name)} ist nicht mehr im Angebot. Nichts abgebucht. {hint}"

    def refused_self_gift(self, refused: outcomes.SelfGift, around: Around) -> str:
        """A gift to oneself."""
        return (
            "Ein Geschenk soll jemand anderem Freude machen. Nichts abgebucht: "
            "Wähle einen anderen Namen."
        )

    def refused_bot_recipient(self, refused: outcomes.BotRecipient, around: Around) -> str:
        """Something that concerns a bot."""
        return (
            "Bots haben keine Münzen und machen hier nicht mit. Nichts abgebucht: "
            "Wähle eine Person."
        )

    def refused_not_receiving(self, refused: outcomes.NotReceiving, around: Around) -> str:
        """A gift to somebody outside the creators' role."""
        return (
            f"Hier bekommen nur Mitglieder mit <@&{refused.role}> Geschenke. Nichts abgebucht: "
            "Wähle jemanden davon."
        )

    def refused_frozen(self, refused: outcomes.Frozen, around: Around) -> str:
        """A frozen account."""
        return (
            "Dein Konto ist eingefroren, das muss also warten. Nichts abgebucht oder begonnen. "
            f"Frag die Moderation nach {self.reference(refused.by_seq)}."
        )

    def refused_quantity(self, refused: outcomes.QuantityOutOfRange, around: Around) -> str:
        """Too few or too many."""
        return (
            f"Auf einmal kannst du {refused.least} bis {refused.most} verschicken. "
            "Nichts abgebucht."
        )

    def refused_message_too_long(self, refused: outcomes.MessageTooLong, around: Around) -> str:
        """More text than there is room for."""
        over, most = refused.length - refused.most, refused.most
        if most not in GIFT_MESSAGES:
            return (
                f"Dieser Text ist {over} Zeichen zu lang, {most} sind erlaubt. "
                "Es ist nichts passiert: Kürze ihn und versuch es noch einmal."
            )
        coins = coins_for(refused.length)
        larger = f" oder schick mindestens {self.coins(coins)} auf einmal" if coins else ""
        return (
            f"Deine Nachricht ist {over} Zeichen zu lang: Zu diesem Geschenk passen {most}. "
            f"Nichts abgebucht: Kürze sie{larger}."
        )

    def refused_gift_too_large(self, refused: outcomes.GiftTooLarge, around: Around) -> str:
        """A gift larger than the ledger lets one gift be."""
        return (
            f"Das wären {self.coins(refused.total)}; ein Geschenk darf bis zu "
            f"{self.number(refused.most)} kosten. Nichts abgebucht: Schick weniger auf einmal."
        )

    def refused_balance_too_large(self, refused: outcomes.BalanceTooLarge, around: Around) -> str:
        """A wallet that is full."""
        return "Auf dieses Konto passt nichts mehr. Es wurde nichts gebucht."

    def refused_price_changed(self, refused: outcomes.PriceChanged, around: Around) -> str:
        """A price that is no longer what was shown."""
        return (
            f"Der Preis hat sich inzwischen von {self.number(refused.quoted)} auf "
            f"{self.coins(refused.price)} geändert. Nichts abgebucht: Schick es noch einmal, "
            "wenn du magst."
        )

    def refused_rate_changed(self, refused: outcomes.RateChanged, around: Around) -> str:
        """A rate that is no longer what was shown."""
        return (
            f"Für 1 💎 gibt es jetzt {self.coins_at(refused.rate)}, nicht mehr "
            f"{self.rate(refused.quoted)}. Nichts eingetauscht: Frag noch einmal, dann siehst du, "
            "was du bekommst."
        )

    def refused_insufficient_diamonds(
        self, refused: outcomes.InsufficientDiamonds, around: Around
    ) -> str:
        """Fewer diamonds than asked for."""
        return (
            f"Du hast {self.diamonds(refused.balance)} 💎, für {self.diamonds(refused.wanted)} 💎 "
            "reicht das nicht. Nichts eingetauscht: Lass die Menge weg, um alle einzutauschen."
        )

    def refused_too_little_to_convert(
        self, refused: outcomes.TooLittleToConvert, around: Around
    ) -> str:
        """Diamonds worth less than a coin."""
        return (
            f"{self.diamonds(refused.wanted)} 💎 ergeben noch keine Münze. Nichts eingetauscht: "
            f"Für die erste braucht es {self.diamonds(refused.least)} 💎 einer Sorte."
        )

    def refused_insufficient_balance(
        self, refused: outcomes.InsufficientBalance, around: Around
    ) -> str:
        """More to be taken than is there."""
        held = self.amount(refused.currency, refused.balance)
        return (
            f"Das Konto hat {held}; um {self.amount(refused.currency, refused.amount)} abzuziehen, "
            "reicht das nicht. Nichts geändert; Bonus zählt für sich, und `/mod lookup` zeigt ihn."
        )

    def refused_amount(self, refused: outcomes.AmountOutOfRange, around: Around) -> str:
        """An adjustment of nothing or of too much."""
        return (
            f"Eine Anpassung bewegt bis zu {self.coins(refused.most)} oder "
            f"{self.diamonds(refused.most)} 💎, und nie nichts. "
            "Nichts geändert: Nenne einen anderen Betrag."
        )

    def refused_reason_missing(self, refused: outcomes.ReasonMissing, around: Around) -> str:
        """A moderator's act without a reason."""
        return "Es braucht einen Grund, denn das Mitglied wird ihn lesen. Nichts geändert."

    def refused_own_favour(self, refused: outcomes.OwnFavour, around: Around) -> str:
        """A moderator who would gain."""
        return (
            "Zu deinen eigenen Gunsten geht das nicht. Nichts geändert: "
            "Bitte jemand anderen aus der Moderation."
        )

    def refused_no_such_gift(self, refused: outcomes.NoSuchGift, around: Around) -> str:
        """A reference that is no gift's."""
        return f"{self.reference(refused.gift)} ist kein Geschenk dieses Servers. Nichts geändert."

    def refused_already_reversed(self, refused: outcomes.AlreadyReversed, around: Around) -> str:
        """A gift that was reversed before."""
        return (
            f"{self.reference(refused.gift)} wurde schon zurückgenommen, mit "
            f"{self.reference(refused.by_seq)}. Mehr ist nicht zu tun."
        )

    def refused_reversal_short(self, refused: outcomes.ReversalShort, around: Around) -> str:
        """A creator who has spent what a gift earned."""
        verb = "fehlt" if refused.missing == UNITS_PER_DIAMOND else "fehlen"
        return (
            f"Auf dem beschenkten Konto {verb} {self.diamonds(refused.missing)} 💎, um "
            f"{self.reference(refused.gift)} zurückzunehmen. Nichts geändert: Es klappt, sobald "
            "sie da sind."
        )

    def refused_already_frozen(self, refused: outcomes.AlreadyFrozen, around: Around) -> str:
        """A member frozen before."""
        return (
            f"Das Konto ist schon eingefroren, seit {self.reference(refused.by_seq)}. "
            "Nichts geändert."
        )

    def refused_not_frozen(self, refused: outcomes.NotFrozen, around: Around) -> str:
        """A member who is free."""
        return "Das Konto ist nicht eingefroren, es gibt also nichts freizugeben."

    def refused_already_welcomed(self, refused: outcomes.AlreadyWelcomed, around: Around) -> str:
        """Welcome coins come once."""
        return (
            f"Willkommensmünzen gibt es einmal; deine kamen mit {self.reference(refused.by_seq)}."
        )

    def refused_not_welcomed(self, refused: outcomes.NotWelcomed, around: Around) -> str:
        """An account too young for welcome coins."""
        return (
            "Willkommensmünzen gibt es für Konten, die mindestens "
            f"{self.days(refused.least_age_days)} alt sind."
        )

    def refused_setting_refused(self, refused: outcomes.SettingRefused, around: Around) -> str:
        """A setting that cannot be that."""
        return f"Nichts geändert: {self._setting_problem(refused)}"

    def _setting_problem(self, refused: outcomes.SettingRefused) -> str:
        if refused.code == "timezone":
            return (
                "Das ist keine Zeitzone. Wähle beim Tippen eine aus der Liste oder nenne eine "
                "Stadt."
            )
        if refused.code == "mints":
            return (
                f"Bei einem Anteil von {self.percent(refused.least)} darf 1 💎 bis zu "
                f"{self.coins_at(refused.most)} wert sein; mehr ergäbe Münzen aus dem Nichts."
            )
        if refused.code in self.setting_problems:
            return self.setting_problems[refused.code]
        if refused.code == "tiers":
            return self._tiers_problem(refused.least, refused.most)
        if refused.code == "level-roles":
            least, most = refused.least, refused.most
            return (
                f"Level gehen von {least} bis {most}, mit je einer Rolle, und höchstens "
                f"{MOST_LEVEL_ROLES} davon haben eine. Nimm erst eine weg."
            )
        allowed = self.setting_range(refused.name, refused.least, refused.most)
        return f"Bei „{self.setting_names[refused.name]}“ passt {allowed}."

    setting_problems: ClassVar[Mapping[str, str]] = {
        "language": "Diese Sprache spreche ich noch nicht.",
        "unknown": "Diese Einstellung gibt es nicht. `/setup show` zeigt alle.",
        "currency": "Diese Währung ist hier nicht bekannt. Wähle beim Tippen eine aus der Liste.",
        "words": (
            "Der Text ist zu lang oder enthält unsichtbare Zeichen. Bis zu 300 Zeichen passen."
        ),
        "roles": "Dort passen bis zu 10 Rollen. Nimm erst eine weg.",
        "everyone": "Diese Rolle haben alle. Wähle eine andere.",
        "given": (
            "Diese Rolle vergibt Ovation von selbst, und wer sie bekommt, dürfte dann moderieren "
            "oder verwalten. Wähle eine andere."
        ),
        "choice": "Wähle beim Tippen eine der Möglichkeiten, die Discord zeigt.",
    }

    def _tiers_problem(self, card: int, picture: int) -> str:
        """Cards, pictures and highlights begin one after the other; both in coins."""
        later = "Jede Stufe beginnt da, wo die vorige beginnt, oder später."
        if card > picture:
            return (
                f"Wenn Karten ab {self.coins(card)} kommen, gehen Bilder nicht schon ab "
                f"{self.number(picture)}. {later}"
            )
        return (
            f"Wenn Bilder ab {self.coins(picture)} kommen, beginnen Highlights frühestens dort. "
            f"{later}"
        )

    def refused_nothing_changed(self, refused: outcomes.NothingChanged, around: Around) -> str:
        """A wish that is fulfilled already."""
        return "Das ist schon so. Nichts geändert."

    def refused_catalogue_refused(self, refused: outcomes.CatalogueRefused, around: Around) -> str:
        """A gift that cannot be that."""
        reasons = {
            "name": f"Ein Name hat 1 bis {refused.most} sichtbare Zeichen.",
            "name-taken": "Ein anderes Geschenk im Angebot heißt schon so.",
            "emoji": "Nimm ein Emoji, das Discord kennt, etwa 🌹 oder eins von diesem Server.",
            "price": f"Ein Preis liegt zwischen 1 und {self.coins(refused.most)}.",
            "last": "Es ist das letzte Geschenk im Angebot. Füge vorher ein anderes hinzu.",
            "full": f"Auf die Liste passen höchstens {refused.most} Geschenke.",
        }
        return f"Nichts geändert: {reasons[refused.code]}"

    def refused_key_conflict(self, refused: outcomes.KeyConflict, around: Around) -> str:
        """A button used for something else than it was made for."""
        return (
            "Dieser Knopf gehört inzwischen zu etwas anderem. Es ist nichts passiert: Fang neu an."
        )

    def refused_busy(self, refused: outcomes.Busy, around: Around) -> str:
        """Too many at once."""
        return (
            "So viele Geschenke auf einmal! Nichts abgebucht; versuch es in ein paar Sekunden "
            "noch einmal."
        )

    def refused_unavailable(self, refused: outcomes.Unavailable, around: Around) -> str:
        """The books cannot be written."""
        return (
            "In die Bücher lässt sich gerade nicht schreiben, deshalb wurde nichts weiter "
            "begonnen. Schau in einer Minute in `/history`; derselbe Knopf bucht nie zweimal ab."
        )
