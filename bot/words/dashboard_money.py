"""What the dashboard says of payouts and of all that is set aside or owed, as plain text."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.books.economy import PotKind
from bot.ledger.money import UNITS_PER_DIAMOND
from bot.words.grammar import Grammar


class MoneyPageWords(Grammar):
    """The sentences of the page of payouts, and of what lies between people."""

    # A creator's own payouts.

    section_payouts: ClassVar[str] = "Cash-outs"
    payouts_page_free: ClassVar[str] = "To cash out"
    payouts_page_bonus: ClassVar[str] = "Bonus diamonds"
    payouts_page_never: ClassVar[str] = "never paid out"
    payouts_page_held: ClassVar[str] = "Set aside"
    payouts_page_paid: ClassVar[str] = "Paid out so far"
    payouts_page_off: ClassVar[str] = (
        "Diamonds are not paid out on this server. `/diamonds convert` turns them into coins."
    )
    payouts_page_empty: ClassVar[str] = (
        "No cash-outs yet. Each stands here from the moment you ask: where it stands, who decided, "
        "and the reference of its payment."
    )
    payouts_page_what: ClassVar[str] = "Cash-out"
    payouts_page_money: ClassVar[str] = "Money"
    payouts_page_stands: ClassVar[str] = "Where it stands"

    def payouts_page_rate(self, rate: int, fee: int, currency: str) -> str:
        """What one diamond gives."""
        off = f", less {self.percent(fee)} fee" if fee else ", no fee"
        return f"One diamond gives {self.per_diamond(rate, currency)}{off}."

    def payouts_page_limits(self, least: int, daily: int) -> str:
        """How many diamonds are paid out, in whole ones; 0: as many as anybody wants."""
        most = f", at most {self.number(daily)} a day" if daily else ""
        return (
            f"At least {self.number(least)} at a time{most}. `/diamonds cashout` on the server "
            "shows the sum before it asks."
        )

    def payouts_page_asked(self, moment: str, rate: int, fee: int, currency: str) -> str:
        """When one was asked for, and at which terms."""
        off = f"{self.percent(fee)} fee" if fee else "no fee"
        return f"asked {moment} · {self.per_diamond(rate, currency)} each, {off}"

    def payouts_page_approved(self, name: str) -> str:
        """Who approved one."""
        return f"approved by {name}"

    def payouts_page_ended(self, moment: str, seq: int) -> str:
        """When it ended, and by which number."""
        return f"on {moment} (#{seq})"

    def payouts_page_count(self, payouts: int) -> str:
        """How many were paid."""
        return "1 cash-out" if payouts == 1 else f"{self.number(payouts)} cash-outs"

    # What stands above one's statement.

    statement_set_aside: ClassVar[str] = "Set aside to cash out"
    statement_owed: ClassVar[str] = "You owe"
    statement_owed_first: ClassVar[str] = "what comes in pays it first"
    statement_owed_paid: ClassVar[str] = "what comes in pays it first, bonus doesn't"

    def statement_part(self, bonus: str) -> str:
        """How much of it was given away once."""
        return f"{bonus} of them bonus"

    # What lies between people, for moderators.

    whereabouts_title: ClassVar[str] = "Where everything is"
    books_money: ClassVar[str] = "Money"
    set_aside_title: ClassVar[str] = "What is set aside, and for what"
    set_aside_none: ClassVar[str] = (
        "Nothing is set aside: no promotion, drop, chest or cash-out is open."
    )
    set_aside_for: ClassVar[str] = "For what"
    set_aside_open: ClassVar[str] = "Open"
    _kinds_of_pot: ClassVar[Mapping[PotKind, str]] = {
        PotKind.PROMOTION: "Promotions",
        PotKind.DROP: "Drops",
        PotKind.CHEST: "Chests",
    }
    deciding_title: ClassVar[str] = "Waits for moderators"
    deciding_none: ClassVar[str] = (
        "Nobody waits: no purchase is to be confirmed, no cash-out to be decided or paid."
    )

    def set_aside_kind(self, pots: PotKind) -> str:
        """All that is open of one kind."""
        return self._kinds_of_pot[pots]

    def set_aside_coins(self, coins: int, bonus: int) -> str:
        """How many coins lie in it, of whatever origin."""
        if not coins:
            return f"{self.number(bonus)} {self.bonus_word}"
        apart = f" ({self.number(bonus)} {self.bonus_word})" if bonus else ""
        return f"{self.number(coins + bonus)}{apart}"

    bonus_word: ClassVar[str] = "bonus"

    def set_aside_diamonds(self, units: int) -> str:
        """How many diamonds lie in it, with the word."""
        return f"{self.diamonds(units)} {'diamond' if units == UNITS_PER_DIAMOND else 'diamonds'}"

    def deciding_purchases(self, purchases: int, coins: int, price: str) -> str:
        """Who asks to buy."""
        verb = "asks" if purchases == 1 else "ask"
        return (
            f"{self.number(purchases)} {verb} to buy {self.coins(coins)} for {price}: "
            "`/mod purchases` decides."
        )

    def deciding_payouts(self, payouts: int, units: int, money: str) -> str:
        """Payouts that wait for a decision."""
        verb = "cash-out waits" if payouts == 1 else "cash-outs wait"
        return (
            f"{self.number(payouts)} {verb} for a decision, {self.set_aside_diamonds(units)}, "
            f"{money}: `/mod payouts` decides."
        )

    def deciding_paid(self, payouts: int, units: int, money: str) -> str:
        """Payouts that were approved and are to be paid."""
        verb = "approved cash-out is" if payouts == 1 else "approved cash-outs are"
        return (
            f"{self.number(payouts)} {verb} to be paid, {self.set_aside_diamonds(units)}, "
            f"{money}: `/mod payouts` enters it."
        )

    def deciding_since(self, moment: str) -> str:
        """How long the first of them waits."""
        return f"since {moment}"

    def owing_members(self, members: int) -> str:
        """How many members owe it."""
        return "by 1 member" if members == 1 else f"by {self.number(members)} members"
