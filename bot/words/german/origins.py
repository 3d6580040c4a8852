"""What moderators read of where the diamonds of a payout came from, in German."""

from collections.abc import Sequence
from typing import ClassVar

from bot.ledger.money import Purse
from bot.words.german.debts import GermanDebtWords
from bot.words.origins import OriginWords


class GermanOriginWords(GermanDebtWords, OriginWords):
    """The evidence beside a cash-out: in a line or two, and in full."""

    origin_button = "Woher?"
    no_origin = "Es finden sich weder Geschenke noch Buchungen, aus denen diese 💎 stammen könnten."
    origin_by_hand_title = "**Von Hand gutgeschrieben**"
    origin_debts_title = "**Geld zurück, Schulden erlassen**"
    origin_coins_title = "**Münzen der größten Schenkenden, aus der Moderation**"
    no_origin_coins = "Keine: weder bestätigte Käufe noch etwas von Hand."
    you_word: ClassVar[str] = "dir"

    def came_from(self, in_all: int, shares: Sequence[str], since_ms: int) -> str:
        """Who gave the diamonds, the largest givers with their share."""
        people = "Person" if in_all == 1 else "Personen"
        since = self.moment(since_ms, "d")
        return f"Von {self.number(in_all)} {people} seit {since}: {', '.join(shares)}"

    def by_hand(self, part: int, whole: int, adjustments: Sequence[str], more: int) -> str:
        """Diamonds that no gift earned."""
        others = f" und {self.number(more)} weitere" if more else ""
        told = ", ".join(adjustments)
        return f"{self.share_of(part, whole)} von Hand gutgeschrieben: {told}{others}"

    def given_by_hand(self, seq: int, who: str, units: int) -> str:
        """One adjustment."""
        return f"{self.diamonds(units)} 💎 von {who} ({self.reference(seq)})"

    def from_young(self, accounts: int, part: int, whole: int) -> str:
        """What accounts gave that were hardly older than their gifts."""
        what = "einem jungen Konto" if accounts == 1 else f"{self.number(accounts)} jungen Konten"
        return f"{self.share_of(part, whole)} von {what}"

    def coins_by_hand(self, coins: int, givers: Sequence[str], moderators: Sequence[str]) -> str:
        """Coins of the largest givers that nobody paid for."""
        return (
            f"{self.coins(coins)} bei {', '.join(givers)} von Hand gutgeschrieben von "
            f"{', '.join(moderators)}"
        )

    def coins_by_you(self, coins: int, givers: Sequence[str]) -> str:
        """Coins of the largest givers that the reader themself confirmed."""
        return f"{self.coins(coins)} bei {', '.join(givers)} hast du selbst bestätigt"

    def giver_owes(self, name: str | None, owed: Purse, refund_seq: int) -> str:
        """A giver who owes something now; what of it Discord took back last, if that is why."""
        back = f": Discord hat das Geld erstattet ({self.reference(refund_seq)})"
        return f"{self.strong_name(name)} schuldet {self.amounts(owed)}{back if refund_seq else ''}"

    def was_let_off(self, name: str | None, amount: Purse, who: str, seq: int) -> str:
        """A giver, or the creator, whose debt a manager forgave."""
        off = f"{self.amounts(amount)} ({self.reference(seq)})"
        return f"Schulden von {self.strong_name(name)} erlassen von {who}: {off}"

    def origin_more(self, count: int) -> str:
        """Debts that are not told here."""
        what = "weiterer solcher Fall" if count == 1 else "weitere solche Fälle"
        return f"{self.number(count)} {what}"

    def origin_in_part(self, most: int) -> str:
        """That not all could be looked at."""
        return f"-# Gezählt sind die neuesten {self.number(most)} Eingänge an 💎."

    def origin_title(self, number: int, name: str | None, units: int) -> str:
        """The head of the evidence."""
        return (
            f"**Woher die {self.diamonds(units)} 💎 von {self.reference(number)} kommen**\n"
            f"Angefragt von {self.strong_name(name)}."
        )

    def origin_counted(self, units: int, since_ms: int) -> str:
        """What is counted."""
        return (
            f"-# Seit {self.moment(since_ms)} kamen {self.diamonds(units)} 💎. Gezählt werden die "
            "neuesten: so viele, wie bei der Anfrage da waren, und alle seit der letzten Zahlung."
        )

    def origin_giver(
        self, who: str, units: int, whole: int, *, gifts: int, made_ms: int, young: bool
    ) -> str:
        """One giver: the part, the gifts, and since when there is the account."""
        counted = f"{self.number(gifts)} {'Geschenk' if gifts == 1 else 'Geschenken'}"
        made = ""
        if made_ms:
            made = f" · Konto entstand {self.moment(made_ms, 'R')}{' ⚠️' if young else ''}"
        share = self.share_of(units, whole)
        return f"{who} {share} · {self.diamonds(units)} 💎 in {counted}{made}"

    def giver_refunded(
        self, name: str | None, coins: int, times: int, seq: int, owed: Purse
    ) -> str:
        """What Discord gave back to one giver since they gave, and what they owe of it."""
        last = f"{self.number(times)} Mal, zuletzt " if times > 1 else ""
        owes = f"; offen: {self.amounts(owed)}" if any(owed) else "; nichts offen"
        return (
            f"{self.strong_name(name)}: Geld für {self.coins(coins)} von Discord erstattet "
            f"({last}{self.reference(seq)}){owes}"
        )

    def more_givers(self, count: int, units: int) -> str:
        """The smaller givers together."""
        what = "eine weitere Person" if count == 1 else f"{self.number(count)} weitere Personen"
        return f"-# Dazu {what}: {self.diamonds(units)} 💎"

    def more_by_hand(self, times: int, units: int) -> str:
        """The smaller adjustments together."""
        return f"-# Dazu {self.number(times)} weitere: {self.diamonds(units)} 💎"

    def origin_coins(self, giver: str | None, who: str, coins: int, *, bought: bool) -> str:
        """Where one of the largest givers has coins from."""
        how = "gekauft, bestätigt von" if bought else "von Hand, gutgeschrieben von"
        return f"{self.strong_name(giver)}: {self.coins(coins)} {how} {who}"

    def origin_coins_bounds(self, followed: int, most: int) -> str:
        """How far coins are followed."""
        return (
            f"-# Von den {self.number(followed)} größten Schenkenden, je bis zu den neuesten "
            f"{self.number(most)} Malen, dass sie Münzen aus der Moderation bekamen."
        )
