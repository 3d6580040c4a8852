"""Why something was not done, what that means, and what would work: one table for all refusals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from bot.ledger import outcomes
from bot.ledger.catalogue import Catalogue
from bot.ledger.guild_settings import MOST_LEVEL_ROLES, GuildSettings
from bot.ledger.tiers import LADDER, coins_for
from bot.words.grammar import escaped
from bot.words.settings import SettingWords

MOST_NEAREST: Final = 3
"""How many gifts are named in place of one that is no longer on offer."""
GIFT_MESSAGES: Final = frozenset(rung.most_characters for rung in LADDER)
"""How long the messages with gifts may be, by the gift; every other text has one limit."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a refusal's sentence may need beside the refusal itself."""

    catalogue: Catalogue
    settings: GuildSettings = field(default_factory=GuildSettings)


class RefusalWords(SettingWords):
    """Every refusal in one sentence or two: a method for each kind, named after it."""

    def refusal(self, refused: outcomes.Refused, around: Around) -> str:
        """The sentence for a refusal, found by its kind."""
        sentence: str = getattr(self, f"refused_{refused.kind.replace('-', '_')}")(refused, around)
        return sentence

    def refused_insufficient_coins(
        self, refused: outcomes.InsufficientCoins, around: Around
    ) -> str:
        """Short of coins: the price, the balance, what is missing, and what fits."""
        item = around.catalogue.get(refused.item)
        name = escaped(item.name) if item else "That gift"
        what = f"{self.number(refused.quantity)} × {name}" if refused.quantity > 1 else name
        verb = "are" if refused.quantity > 1 else "is"
        fits = around.catalogue.get(refused.affordable)
        hint = f" {escaped(fits.name)} ({self.number(fits.price)}) fits." if fits else ""
        return (
            f"Almost! {what} {verb} {self.number(refused.total)}, you have "
            f"{self.number(refused.balance)}: {self.number(refused.missing)} short. "
            f"Nothing taken.{hint}{self._owing(refused.owed)}"
        )

    def _owing(self, coins: int) -> str:
        if not coins:
            return ""
        return (
            f" You owe {self.coins(coins)}: coins that come in pay that first, bonus coins don't."
        )

    def refused_unknown_gift(self, refused: outcomes.UnknownGift, around: Around) -> str:
        """A gift that nobody knows."""
        return "That gift is not on the list here. Nothing taken. Pick one from `/gift`."

    def refused_retired_gift(self, refused: outcomes.RetiredGift, around: Around) -> str:
        """A gift that was offered once."""
        nearest = around.catalogue.nearest(refused.name, MOST_NEAREST)
        hint = "`/gift` alone shows all that is."
        if nearest:
            hint = f"How about {self.either([item.name for item in nearest])}?"
        return f"{escaped(refused.name)} is no longer on offer. Nothing taken. {hint}"

    def refused_self_gift(self, refused: outcomes.SelfGift, around: Around) -> str:
        """A gift to oneself."""
        return "A gift needs somebody else to be happy about it. Nothing taken: pick another name."

    def refused_bot_recipient(self, refused: outcomes.BotRecipient, around: Around) -> str:
        """Something that concerns a bot."""
        return "Bots hold no coins and take no part in this. Nothing taken: pick a person."

    def refused_not_receiving(self, refused: outcomes.NotReceiving, around: Around) -> str:
        """A gift to somebody outside the creators' role."""
        return (
            f"Here only members with <@&{refused.role}> receive gifts. Nothing taken: "
            "pick one of them."
        )

    def refused_frozen(self, refused: outcomes.Frozen, around: Around) -> str:
        """A frozen account."""
        return (
            "Your account is frozen, so this has to wait. Nothing taken or started. "
            f"Ask a moderator about {self.reference(refused.by_seq)}."
        )

    def refused_quantity(self, refused: outcomes.QuantityOutOfRange, around: Around) -> str:
        """Too few or too many."""
        return f"You can send {refused.least} to {refused.most} at a time. Nothing taken."

    def refused_message_too_long(self, refused: outcomes.MessageTooLong, around: Around) -> str:
        """More text than there is room for."""
        over, most = refused.length - refused.most, refused.most
        if most not in GIFT_MESSAGES:
            return (
                f"That text is {over} over the limit of {most} characters. "
                "Nothing was done: shorten it and try again."
            )
        coins = coins_for(refused.length)
        larger = f", or send a gift of {self.coins(coins)} or more" if coins else ""
        return (
            f"Your message is {over} over the {most} characters that this gift carries. "
            f"Nothing taken: shorten it{larger}."
        )

    def refused_gift_too_large(self, refused: outcomes.GiftTooLarge, around: Around) -> str:
        """A gift larger than the ledger lets one gift be."""
        return (
            f"That would be {self.coins(refused.total)}; one gift may cost up to "
            f"{self.number(refused.most)}. Nothing taken: send fewer at a time."
        )

    def refused_balance_too_large(self, refused: outcomes.BalanceTooLarge, around: Around) -> str:
        """A wallet that is full."""
        return "That wallet can't hold any more. Nothing was moved."

    def refused_price_changed(self, refused: outcomes.PriceChanged, around: Around) -> str:
        """A price that is no longer what was shown."""
        return (
            f"The price changed from {self.number(refused.quoted)} to "
            f"{self.coins(refused.price)} meanwhile. Nothing taken: send it again if you like."
        )

    def refused_rate_changed(self, refused: outcomes.RateChanged, around: Around) -> str:
        """A rate that is no longer what was shown."""
        return (
            f"The rate is now {self.coins_at(refused.rate)} for 1 💎, not "
            f"{self.rate(refused.quoted)}. Nothing converted: ask again to see what you'd get."
        )

    def refused_insufficient_diamonds(
        self, refused: outcomes.InsufficientDiamonds, around: Around
    ) -> str:
        """Fewer diamonds than asked for."""
        return (
            f"You have {self.diamonds(refused.balance)} 💎, {self.diamonds(refused.wanted)} 💎 "
            "is more than that. Nothing converted: leave the amount out to convert all."
        )

    def refused_too_little_to_convert(
        self, refused: outcomes.TooLittleToConvert, around: Around
    ) -> str:
        """Diamonds worth less than a coin."""
        return (
            f"{self.diamonds(refused.wanted)} 💎 is less than one coin. Nothing converted: "
            f"{self.diamonds(refused.least)} 💎 of one kind makes the first."
        )

    def refused_insufficient_balance(
        self, refused: outcomes.InsufficientBalance, around: Around
    ) -> str:
        """More to be taken than is there."""
        held = self.amount(refused.currency, refused.balance)
        return (
            f"They hold {held}, so {self.amount(refused.currency, refused.amount)} can't be "
            "taken. Nothing changed; what is bonus counts apart, and `/mod lookup` shows it."
        )

    def refused_amount(self, refused: outcomes.AmountOutOfRange, around: Around) -> str:
        """An adjustment of nothing or of too much."""
        return (
            f"One adjustment moves up to {self.coins(refused.most)} or "
            f"{self.diamonds(refused.most)} 💎, and never nothing. "
            "Nothing changed: name another amount."
        )

    def refused_reason_missing(self, refused: outcomes.ReasonMissing, around: Around) -> str:
        """A moderator's act without a reason."""
        return "A reason is needed, for the member will read it. Nothing changed."

    def refused_own_favour(self, refused: outcomes.OwnFavour, around: Around) -> str:
        """A moderator who would gain."""
        return "You can't do this in your own favour. Nothing changed: ask another moderator."

    def refused_no_such_gift(self, refused: outcomes.NoSuchGift, around: Around) -> str:
        """A reference that is no gift's."""
        return f"{self.reference(refused.gift)} is not a gift of this server. Nothing changed."

    def refused_already_reversed(self, refused: outcomes.AlreadyReversed, around: Around) -> str:
        """A gift that was reversed before."""
        return (
            f"{self.reference(refused.gift)} was reversed before, by "
            f"{self.reference(refused.by_seq)}. Nothing more to do."
        )

    def refused_reversal_short(self, refused: outcomes.ReversalShort, around: Around) -> str:
        """A creator who has spent what a gift earned."""
        return (
            f"The creator is {self.diamonds(refused.missing)} 💎 short of what "
            f"{self.reference(refused.gift)} earned. Nothing changed: it works once they have it."
        )

    def refused_already_frozen(self, refused: outcomes.AlreadyFrozen, around: Around) -> str:
        """A member frozen before."""
        return f"They are frozen already, since {self.reference(refused.by_seq)}. Nothing changed."

    def refused_not_frozen(self, refused: outcomes.NotFrozen, around: Around) -> str:
        """A member who is free."""
        return "They are not frozen, so there is nothing to lift."

    def refused_already_welcomed(self, refused: outcomes.AlreadyWelcomed, around: Around) -> str:
        """Welcome coins come once."""
        return f"Welcome coins come once; yours came with {self.reference(refused.by_seq)}."

    def refused_not_welcomed(self, refused: outcomes.NotWelcomed, around: Around) -> str:
        """An account too young for welcome coins."""
        return f"Welcome coins are for accounts at least {refused.least_age_days} days old."

    def refused_setting_refused(self, refused: outcomes.SettingRefused, around: Around) -> str:
        """A setting that cannot be that."""
        return f"Nothing changed: {self._setting_problem(refused)}"

    def _setting_problem(self, refused: outcomes.SettingRefused) -> str:
        if refused.code == "timezone":
            return "that is no time zone. Pick one from the list as you type, or a city's name."
        if refused.code == "mints":
            return (
                f"at a share of {self.percent(refused.least)}, 1 💎 can be worth up to "
                f"{self.coins_at(refused.most)}; more would make coins out of nothing."
            )
        if refused.code in self.setting_problems:
            return self.setting_problems[refused.code]
        if refused.code == "tiers":
            return self._tiers_problem(refused.least, refused.most)
        if refused.code == "level-roles":
            least, most = refused.least, refused.most
            return (
                f"levels go from {least} to {most}, with one role each, and up to "
                f"{MOST_LEVEL_ROLES} of them have one. Take one away first."
            )
        allowed = self.setting_range(refused.name, refused.least, refused.most)
        return f"{self.setting_names[refused.name]} must be {allowed}."

    setting_problems: ClassVar[Mapping[str, str]] = {
        "language": "that language is not spoken here yet.",
        "unknown": "there is no such setting. `/setup show` lists them.",
        "currency": "that is no currency that is known here. Pick one from the list as you type.",
        "words": "that text is too long, or holds characters that nobody sees. Up to 300 fit.",
        "roles": "up to 10 roles can be named there. Take one away first.",
        "everyone": "that role is everybody's. Pick another.",
        "given": (
            "Ovation gives that role to members by itself, and it would let them moderate or "
            "manage here. Pick another."
        ),
        "choice": "pick one of the choices that Discord lists as you type.",
    }

    def _tiers_problem(self, card: int, picture: int) -> str:
        """Cards, pictures and highlights begin one after the other; both in coins."""
        if card > picture:
            return (
                f"with cards from {self.coins(card)} on, pictures can't begin at "
                f"{self.number(picture)}. Each step begins where the one before does, or later."
            )
        return (
            f"with pictures from {self.coins(picture)} on, highlights begin there or later. "
            "Each step begins where the one before does, or later."
        )

    def refused_nothing_changed(self, refused: outcomes.NothingChanged, around: Around) -> str:
        """A wish that is fulfilled already."""
        return "It is like that already. Nothing changed."

    def refused_catalogue_refused(self, refused: outcomes.CatalogueRefused, around: Around) -> str:
        """A gift that cannot be that."""
        reasons = {
            "name": f"a name has 1 to {refused.most} visible characters.",
            "name-taken": "another gift on offer has that name.",
            "emoji": "give one emoji that Discord knows, such as 🌹 or one of this server's own.",
            "price": f"a price is between 1 and {self.coins(refused.most)}.",
            "last": "it is the last gift on offer. Add another before you retire it.",
            "full": f"the list holds {refused.most} gifts at most.",
        }
        return f"Nothing changed: {reasons[refused.code]}"

    def refused_key_conflict(self, refused: outcomes.KeyConflict, around: Around) -> str:
        """A button used for something else than it was made for."""
        return "That button belongs to something else by now. Nothing was done: start again."

    def refused_busy(self, refused: outcomes.Busy, around: Around) -> str:
        """Too many at once."""
        return "So many gifts at once! Nothing was taken; try again in a few seconds."

    def refused_unavailable(self, refused: outcomes.Unavailable, around: Around) -> str:
        """The books cannot be written."""
        return (
            "The books can't be written right now, so nothing more was started. Check `/history` "
            "in a minute; pressing the same button again never charges twice."
        )
