"""What moderators read of where the diamonds of a payout came from."""

from collections.abc import Sequence
from typing import ClassVar

from bot.ledger.money import Purse
from bot.words.debts import DebtWords


class OriginWords(DebtWords):
    """The evidence beside a cash-out: in a line or two, and in full."""

    origin_button = "Where from?"
    no_origin = "No gifts and no adjustments are found that these 💎 could have come from."
    origin_by_hand_title = "**Given by hand**"
    origin_debts_title = "**Money given back, debts let off**"
    origin_coins_title = "**Coins of the largest givers, from moderators**"
    no_origin_coins = "None: no purchase that a moderator confirmed, and none given by hand."
    you_word: ClassVar[str] = "you"

    def came_from(self, in_all: int, shares: Sequence[str], since_ms: int) -> str:
        """Who gave the diamonds, the largest givers with their share."""
        givers = "giver" if in_all == 1 else "givers"
        named = ", ".join(shares)
        return f"From {self.number(in_all)} {givers} since {self.moment(since_ms, 'd')}: {named}"

    def giver_share(self, name: str | None, part: int, whole: int) -> str:
        """One giver with their part of all."""
        return f"{self.strong_name(name)} {self.share_of(part, whole)}"

    def origin_warning(self, warnings: Sequence[str]) -> str:
        """What is worth a second look."""
        return f"⚠️ {' · '.join(warnings)}"

    def by_hand(self, part: int, whole: int, adjustments: Sequence[str], more: int) -> str:
        """Diamonds that no gift earned."""
        others = f" and {self.number(more)} more" if more else ""
        return f"{self.share_of(part, whole)} given by hand: {', '.join(adjustments)}{others}"

    def origin_person(self, name: str | None, *, is_reader: bool) -> str:
        """A moderator from whom something came; who reads it is told that it is them."""
        return f"**{self.you_word}**" if is_reader else self.strong_name(name)

    def given_by_hand(self, seq: int, who: str, units: int) -> str:
        """One adjustment."""
        return f"{self.diamonds(units)} 💎 by {who} ({self.reference(seq)})"

    def from_young(self, accounts: int, part: int, whole: int) -> str:
        """What accounts gave that were hardly older than their gifts."""
        word = "account" if accounts == 1 else "accounts"
        return f"{self.share_of(part, whole)} from {self.number(accounts)} young {word}"

    def coins_by_hand(self, coins: int, givers: Sequence[str], moderators: Sequence[str]) -> str:
        """Coins of the largest givers that nobody paid for."""
        return (
            f"{self.coins(coins)} of {', '.join(givers)} given by hand by {', '.join(moderators)}"
        )

    def coins_by_you(self, coins: int, givers: Sequence[str]) -> str:
        """Coins of the largest givers that the reader themself confirmed."""
        return f"you confirmed {self.coins(coins)} of {', '.join(givers)}"

    def giver_owes(self, name: str | None, owed: Purse, refund_seq: int) -> str:
        """A giver who owes something now; what of it Discord took back last, if that is why."""
        back = f": Discord gave the money back ({self.reference(refund_seq)})"
        return f"{self.strong_name(name)} owes {self.amounts(owed)}{back if refund_seq else ''}"

    def was_let_off(self, name: str | None, amount: Purse, who: str, seq: int) -> str:
        """A giver, or the creator, whose debt a manager forgave."""
        off = self.amounts(amount)
        return f"{self.strong_name(name)} was let off {off} by {who} ({self.reference(seq)})"

    def origin_more(self, count: int) -> str:
        """Debts that are not told here."""
        return f"{self.number(count)} more such {'debt' if count == 1 else 'debts'}"

    def origin_in_part(self, most: int) -> str:
        """That not all could be looked at."""
        return f"-# Of the newest {self.number(most)} times that 💎 came in."

    # In full.

    def origin_title(self, number: int, name: str | None, units: int) -> str:
        """The head of the evidence."""
        return (
            f"**Where the {self.diamonds(units)} 💎 of {self.reference(number)} came from**\n"
            f"Asked for by {self.strong_name(name)}."
        )

    def origin_counted(self, units: int, since_ms: int) -> str:
        """What is counted."""
        return (
            f"-# {self.diamonds(units)} 💎 came in since {self.moment(since_ms)}. The newest are "
            "counted: as many as there were when it was asked for, and all since the last payment."
        )

    def origin_giver(
        self, who: str, units: int, whole: int, *, gifts: int, made_ms: int, young: bool
    ) -> str:
        """One giver: the part, the gifts, and since when there is the account."""
        counted = f"{self.number(gifts)} {'gift' if gifts == 1 else 'gifts'}"
        made = ""
        if made_ms:
            made = f" · account made {self.moment(made_ms, 'R')}{' ⚠️' if young else ''}"
        share = self.share_of(units, whole)
        return f"{who} {share} · {self.diamonds(units)} 💎 in {counted}{made}"

    def giver_refunded(
        self, name: str | None, coins: int, times: int, seq: int, owed: Purse
    ) -> str:
        """What Discord gave back to one giver since they gave, and what they owe of it."""
        last = f"{self.number(times)} times, last in " if times > 1 else ""
        owes = f"; owes {self.amounts(owed)}" if any(owed) else "; nothing is owed"
        return (
            f"{self.strong_name(name)}: Discord gave the money for {self.coins(coins)} back "
            f"({last}{self.reference(seq)}){owes}"
        )

    def more_givers(self, count: int, units: int) -> str:
        """The smaller givers together."""
        word = "giver" if count == 1 else "givers"
        return f"-# And {self.number(count)} more {word}: {self.diamonds(units)} 💎"

    def more_by_hand(self, times: int, units: int) -> str:
        """The smaller adjustments together."""
        return f"-# And {self.number(times)} more: {self.diamonds(units)} 💎"

    def origin_coins(self, giver: str | None, who: str, coins: int, *, bought: bool) -> str:
        """Where one of the largest givers has coins from."""
        how = "bought, confirmed by" if bought else "given by hand by"
        return f"{self.strong_name(giver)}: {self.coins(coins)} {how} {who}"

    def origin_coins_bounds(self, followed: int, most: int) -> str:
        """How far coins are followed."""
        return (
            f"-# Of the {self.number(followed)} largest givers, up to the newest "
            f"{self.number(most)} times that a moderator gave each of them coins."
        )
