"""What is said while a server is set up, in German."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from bot.ledger.catalogue import Item
from bot.ledger.guild_settings import GuildSettings
from bot.words.german.settings import GermanSettingWords
from bot.words.grammar import escaped
from bot.words.setup import SetupWords


class GermanSetupWords(GermanSettingWords, SetupWords):
    """The sentences of the setup room."""

    # The offer and the page.

    offer = (
        "👋 Hallo! Mit Ovation verschickt ihr hier Geschenke, und für jedes gibt es sofort ein "
        "Dankeschön.\n"
        "Das Einrichten dauert eine Minute; das macht, wer diesen Server verwaltet."
    )
    offer_button = "Einrichten"
    page_suggests = (
        "**Ovation einrichten**\nHier ist ein Vorschlag für deinen Server. Speichere ihn oder "
        "wähle etwas anderes: Was du wählst, ist sofort gespeichert."
    )
    save_button = "Vorschläge speichern"
    texts_button = "Zeitzone und Münzen"
    test_button = "Testgeschenk schicken"
    receiver_buttons: ClassVar[Mapping[str, str]] = {
        "everyone": "Geschenke für alle erlauben",
        "registered": "Nur für angemeldete Creator",
    }
    texts_title = "Zeitzone und Münzen"
    pick_channel = "Kein Kanal"
    pick_role = "Keine Rolle"
    anyone = "Alle"
    suggested = "*vorgeschlagen*"
    saved = "gespeichert"

    page_labels: ClassVar[Mapping[str, str]] = {
        "gift_channel": "Jedes Dankeschön steht in",
        "log_channel": "Was die Moderation tut, steht in",
        "moderator_role": "Moderation",
        "manager_role": "Verwaltung",
        "creator_role": "Wer Geschenke bekommen darf",
    }
    page_unset: ClassVar[Mapping[str, str]] = {
        "gift_channel": "dem Kanal, in dem geschenkt wurde",
        "log_channel": "keinem Kanal",
        "moderator_role": "alle mit „Mitglieder im Timeout“",
        "manager_role": "alle mit „Server verwalten“",
        "creator_role": "alle",
    }
    form_labels: ClassVar[Mapping[str, str]] = {
        "timezone": "Zeitzone, etwa Europe/Berlin",
        "welcome_coins": "Willkommensmünzen, 0 für keine",
        "welcome_age_days": "Für Konten, die so viele Tage alt sind",
        "confirm_coins": "Rückfrage ab so vielen Münzen, 0 für nie",
    }

    def page_ready(self, gift_channel: int, welcome_coins: int) -> str:
        """The page's first line once nothing is left to be saved."""
        where = f"Geschenke in <#{gift_channel}>" if gift_channel else "Geschenke in jedem Kanal"
        coins = f"{self.number(welcome_coins) if welcome_coins else 'keine'} Willkommensmünzen"
        if welcome_coins == 1:
            coins = "1 Willkommensmünze"
        return f"**Fertig!** {where}, {coins}."

    def page_row(self, name: str, value: int, *, suggested: bool) -> str:
        """One choice of the page: what it is about, what it is now, and whether that is saved."""
        if not value:
            return f"**{self.page_labels[name]}** {self.page_unset[name]}"
        state = self.suggested if suggested else self.saved
        also = (
            f", dazu {self.page_unset[name]}" if name in {"moderator_role", "manager_role"} else ""
        )
        shown = self.setting_value(name, str(value))
        return f"**{self.page_labels[name]}** {shown}{also} · {state}"

    def page_texts(self, settings: GuildSettings, suggested_timezone: str) -> str:
        """What is typed rather than picked."""
        zone = suggested_timezone or settings.timezone
        state = f" · {self.suggested}" if suggested_timezone else ""
        return (
            f"**Zeitzone** {escaped(zone)}{state}\n"
            f"**Sprache** {self.setting_value('language', settings.language)}\n"
            f"**Willkommensmünzen** {self._welcome(settings)}\n"
            f"**Rückfrage vor einem Geschenk** {self._value_of(settings, 'confirm_coins')}\n"
            f"**Anmeldung für Geschenke** {self._value_of(settings, 'receivers')}"
        )

    def _welcome(self, settings: GuildSettings) -> str:
        coins = self._value_of(settings, "welcome_coins")
        if not settings.welcome_coins or not settings.welcome_age_days:
            return coins
        return (
            f"{coins}, für Konten, die mindestens {self.days(settings.welcome_age_days)} alt sind"
        )

    # What Ovation may do.

    permission_names: ClassVar[Mapping[str, str]] = {
        "view_channel": "Kanal ansehen",
        "send_messages": "Nachrichten senden",
        "embed_links": "Links einbetten",
        "attach_files": "Dateien anhängen",
        "read_message_history": "Nachrichtenverlauf anzeigen",
        "use_external_emojis": "Externe Emojis verwenden",
        "connect": "Verbinden",
        "pin_messages": "Nachrichten anpinnen",
    }
    no_such_channel = "Das ist kein Textkanal dieses Servers. Nichts geändert: Wähle einen anderen."
    no_such_role = "Das ist keine Rolle dieses Servers. Nichts geändert: Wähle eine andere."

    def permissions(self, channel: int, missing: Sequence[str]) -> str:
        """What Ovation still needs in a channel, with the cure."""
        if not missing:
            return f"✓ <#{channel}>: Ovation darf alles, was es braucht."
        names = ", ".join(f"„{self.permission_names[name]}“" for name in missing)
        return f"✗ <#{channel}>: Erlaube {names}."

    def channel_gone(self, name: str) -> str:
        """A channel that was chosen and is there no more."""
        return f"✗ {self._label(name)}: Diesen Kanal gibt es nicht mehr. Wähle einen anderen."

    def role_gone(self, name: str) -> str:
        """A role that was chosen and is there no more."""
        return f"✗ {self._label(name)}: Diese Rolle gibt es nicht mehr. Wähle eine andere."

    # The test gift.

    test_mark = "🧪 **Testgeschenk.** Keine Münze bewegt, und nichts steht in den Büchern."

    def test_sent(self, channel: int, url: str) -> str:
        """The test gift was posted."""
        return f"🧪 Das Testgeschenk steht in <#{channel}>: {url}\nKeine Münze bewegt."

    def test_refused(self, channel: int) -> str:
        """Discord did not let Ovation post."""
        return (
            f"🧪 Das Testgeschenk kam nicht in <#{channel}> an: Discord hat es abgelehnt. "
            "Keine Münze bewegt. Prüf unten die Rechte und versuch es noch einmal."
        )

    test_unanswered = (
        "🧪 Discord hat nicht gesagt, ob das Testgeschenk ankam. Keine Münze bewegt: Schau in den "
        "Kanal und versuch es noch einmal, wenn es nicht da ist."
    )

    # Settings.

    def settings_saved(self, changes: Sequence[tuple[str, str, str]]) -> str:
        """What was changed, from what to what."""
        return "\n".join(f"✓ Gespeichert – {self.setting_change(*change)}" for change in changes)

    def set_meanwhile(self, name: str, value: str) -> str:
        """What was not saved, because somebody else has set it since the form was opened."""
        return (
            f"✗ Nicht gespeichert: {self.setting_names[name]}. Jemand anderes hat das geändert, "
            "während dein Formular offen war, und es bleibt dabei: "
            f"{self.setting_value(name, value)}. Öffne das Formular noch einmal, um es zu ändern."
        )

    economy_pages = (
        "-# Münzen und 💎 haben eigene Seiten: `/setup shop`, `/setup cashout show`, "
        "`/setup limits` und `/setup rules`."
    )
    all_shown = "✓ Für jedes Geschenk steht ein Dankeschön da: Nichts wartet."

    def backlog(
        self,
        waiting: int,
        oldest_ms: int | None,
        troubles: Sequence[tuple[str, int]],
        doubtful: int,
    ) -> str:
        """What waits to be posted, since when and why; each trouble with how many it holds up."""
        lines = [self.all_shown]
        if waiting:
            what = "Beitrag wartet" if waiting == 1 else "Beiträge warten"
            oldest = "er" if waiting == 1 else "der älteste"
            since = f"; {oldest} kam {self.moment(oldest_ms, 'R')}" if oldest_ms else ""
            sign = "✗" if troubles else "…"
            lines = [f"{sign} {self.number(waiting)} {what} noch darauf, gezeigt zu werden{since}."]
        lines += [f"-# {self.number(count)} × {self.quote(text)}" for text, count in troubles]
        if doubtful:
            what = "Beitrag steht" if doubtful == 1 else "Beiträge stehen"
            lines.append(
                f"-# {self.number(doubtful)} {what} vielleicht zweimal in einem Kanal: Nach einer "
                "verlorenen Antwort ließ sich der Kanal nicht lesen."
            )
        return "\n".join(lines)

    def rates(self, settings: GuildSettings) -> str:
        """What a gift earns and what that is worth."""
        return (
            f"Beschenkte bekommen {self.percent(settings.share)} eines Geschenks als 💎, und "
            f"1 💎 wird zu {self.coins_at(settings.conversion_rate)}."
        )

    rates_hint = "-# Ändere das mit `share` (etwa 50) oder `conversion` (etwa 0,5)."
    share_misread = (
        "Ein Anteil ist eine Prozentzahl von 0 bis 100, etwa 50 oder 12,5. Nichts geändert: "
        "Versuch es noch einmal."
    )
    rate_misread = (
        "Ein Kurs sagt, wie viele Münzen aus 1 💎 werden, etwa 1 oder 0,5. Nichts geändert: "
        "Versuch es noch einmal."
    )

    def share_instead(self, rate: int, most_share: int) -> str:
        """Which share would go with the rate that stands."""
        share = self.percent(most_share)
        return f"-# Bei {self.coins_at(rate)} für 1 💎 geht ein Anteil bis {share}."

    def change_hint(self, options: Sequence[str], *, clears: bool = False) -> str:
        """Which options of a command change what it shows, and whether `clear` takes that back."""
        also = "; `clear` nimmt es zurück" if clears else ""
        return f"-# Ändere das mit {self._options(options)}{also}."

    channels_hint = "-# Wähle einen mit `for` und `channel`; `clear` nimmt ihn zurück."
    channel_needs_use = "Für Geschenke oder fürs Protokoll? Nichts geändert: Sag es mit `for`."
    roles_hint = (
        "-# Setze eine mit `moderators`, `managers` oder `creators`. `clear` nimmt eine zurück: "
        "Dann darf niemand zusätzlich, bei `creators` dürfen wieder alle."
    )

    def hidden_from(self, role: int, commands: Sequence[str]) -> str:
        """A role that has a right here, and from which Discord hides the commands for it."""
        names = " und ".join(f"`{command}`" for command in commands)
        return (
            f"✗ Discord verbirgt {names} vor <@&{role}>: Erlaube sie der Rolle unter "
            "Servereinstellungen → Integrationen → Ovation."
        )

    set_or_clear = (
        "Setzen und Zurücknehmen gehen nicht zugleich. Nichts geändert: Mach eins von beiden."
    )

    def nearest_timezones(self, zones: Sequence[str]) -> str:
        """Time zones that may have been meant."""
        names = " · ".join(escaped(zone) for zone in zones)
        return f"-# Meinst du {names}?" if zones else ""

    def timezone_choice(self, zone: str, time: str) -> str:
        """A time zone with its time of day, as a choice."""
        return f"{zone} · jetzt {time}"

    # The list of gifts.

    retire_button = "Aus dem Angebot nehmen"
    keep_gift_button = "Behalten"
    gift_kept = "Es bleibt im Angebot. Nichts geändert."
    nothing_to_edit = "Sag, was neu ist: `name`, `emoji` oder `price`. Nichts geändert."
    emoji_unchecked = (
        "Discord hat nicht gesagt, ob es dieses Emoji kennt. Nichts geändert: Versuch es in einer "
        "Minute noch einmal."
    )

    def gift_added(self, item: Item) -> str:
        """A gift that is new."""
        return f"Neu! {self.priced(item.emoji, item.name, item.price)} ist jetzt im Angebot."

    def gift_edited(self, before: Item, after: Item) -> str:
        """A gift that changed."""
        old = self.priced(before.emoji, before.name, before.price)
        return f"Geändert! {old} → {self.priced(after.emoji, after.name, after.price)}"

    def gift_retired(self, item: Item) -> str:
        """A gift that is no longer offered."""
        return (
            f"Erledigt! {self.priced(item.emoji, item.name, item.price)} ist nicht mehr im "
            "Angebot. Der Verlauf bleibt, und `/setup gift restore` holt das Geschenk zurück."
        )

    def gift_restored(self, item: Item) -> str:
        """A gift that is offered again."""
        return f"Wieder da! {self.priced(item.emoji, item.name, item.price)} ist im Angebot."

    def retire_question(self, item: Item) -> str:
        """Whether it is meant."""
        return (
            f"{self.priced(item.emoji, item.name, item.price)} aus dem Angebot nehmen? Verschicken "
            "kann es dann niemand mehr; was verschickt wurde, bleibt, wie es ist."
        )

    def retired_already(self, item: Item) -> str:
        """A gift that cannot be retired twice."""
        return (
            f"{item.emoji} **{escaped(item.name)}** ist schon nicht mehr im Angebot. Nichts "
            "geändert: `/setup gift restore` holt das Geschenk zurück."
        )

    def offered_already(self, item: Item) -> str:
        """A gift that is not retired."""
        return f"{item.emoji} **{escaped(item.name)}** ist schon im Angebot. Nichts geändert."

    def no_gift_to_change(self, text: str, nearest: Sequence[str]) -> str:
        """A name that is no gift's, and those that come nearest."""
        names = " · ".join(f"**{escaped(name)}**" for name in nearest)
        hint = f"Meinst du {names}?" if nearest else "Wähle beim Tippen eins aus der Liste."
        return f"Ein Geschenk namens {self.quote(text)} gibt es hier nicht. Nichts geändert. {hint}"
