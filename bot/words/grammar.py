"""How numbers, names and what people wrote become text: the grammar that every sentence shares."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from bot.ledger.money import BASIS_POINTS, UNITS_PER_DIAMOND, Currency
from bot.ledger.outcomes import BalanceAdjusted
from bot.ledger.payment import MILLIONTHS, smallest_units

MOST_NAME_LENGTH: Final = 32
_SQUARES: Final = 10
_MARKDOWN: Final = re.compile(r"([\\*_~`|>#\[\]()<:@])")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
# Letters by their category, and yet nothing to see: fillers, and Braille's empty cell.
_BLANK: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# What is seen only together with something else.
_MARKS: Final = frozenset({"Me", "Mn"})
# Emoji of several signs are held together by a joiner, which is a format character too.
_JOINER: Final = "\u200d"
# Three flags are spelt with characters that are unseen anywhere else.
_SPELT_FLAG: Final = re.compile("(\U0001f3f4[\U000e0061-\U000e007a]{3,6}\U000e007f)")


def visible(text: str) -> str:
    """Text with single spaces and without control, bidirectional or other unseen characters.

    Nothing at all is left of text in which there is nothing to see.
    """
    if text.isascii() and text.isprintable():
        # Most names are such; files hold a hundred thousand of them.
        return " ".join(text.split())
    # What is split by stands between the rest, at every second place.
    pieces = enumerate(_SPELT_FLAG.split(text))
    kept = "".join(piece if place % 2 else _without_unseen(piece) for place, piece in pieces)
    seen = " ".join(kept.split())
    return seen if any(map(_stands_alone, seen)) else ""


def _without_unseen(text: str) -> str:
    return "".join(letter if _is_seen(letter) else " " for letter in text)


def _is_seen(letter: str) -> bool:
    if letter == _JOINER or "\U0001f000" <= letter <= "\U0001faff":
        # Python's tables are older than the newest emoji, and call them unassigned.
        return True
    return letter not in _BLANK and unicodedata.category(letter) not in _UNSEEN


def _stands_alone(letter: str) -> bool:
    return letter != _JOINER and unicodedata.category(letter) not in _MARKS


def escaped(text: str) -> str:
    """Text in which nothing is a command to Discord: no markup, mention, emoji code or link."""
    return _MARKDOWN.sub(r"\\\1", visible(text))


def shortened(text: str, most: int) -> str:
    """Text of at most `most` characters; what was cut off is told by an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def isolated(text: str) -> str:
    """Text that keeps its own direction within a sentence: Arabic turns no score around."""
    return f"\u2068{text}\u2069"


CURRENCY_SIGNS: Final = {
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "INR": "₹",
    "KRW": "₩",
    "NGN": "₦",
    "PHP": "₱",
    "TRY": "₺",
    "UAH": "₴",
    "VND": "₫",
    "ILS": "₪",
}
"""Signs that mean one currency nearly everywhere; the others are written with their codes."""


class Grammar:
    """The grammar of English; other languages override what differs."""

    thousands: ClassVar[str] = ","
    point: ClassVar[str] = "."
    coin_words: ClassVar[tuple[str, str]] = ("coin", "coins")
    or_word: ClassVar[str] = "or"
    least_share: ClassVar[str] = "under 1 %"
    nobody: ClassVar[str] = "somebody who left"
    nameless: ClassVar[str] = "somebody"

    def number(self, number: int) -> str:
        """A whole number with its thousands set apart."""
        return f"{number:,}".replace(",", self.thousands)

    def signed(self, number: int) -> str:
        """A whole number that always shows its sign."""
        return f"{'+' if number > 0 else '−' if number < 0 else ''}{self.number(abs(number))}"

    def diamonds(self, units: int) -> str:
        """Diamonds, given in ten-thousandths, with no more decimals than they have."""
        whole, rest = divmod(abs(units), UNITS_PER_DIAMOND)
        decimals = f"{self.point}{rest:04}".rstrip("0") if rest else ""
        return f"{'−' if units < 0 else ''}{self.number(whole)}{decimals}"

    def percent(self, basis_points: int) -> str:
        """A share in basis points, as a percentage."""
        whole, rest = divmod(basis_points, 100)
        decimals = f"{self.point}{rest:02}".rstrip("0") if rest else ""
        return f"{self.number(whole)}{decimals} %"

    def share_of(self, part: int, whole: int) -> str:
        """A part of a whole that is not nothing, in whole percent, never rounded up; a part that
        is there is never said to be nothing."""
        percent = part * 100 // whole
        return self.percent(percent * 100) if percent or not part else self.least_share

    def rate(self, basis_points: int) -> str:
        """A rate in basis points, as a plain number."""
        return self.diamonds(basis_points)

    def millionths(self, rate: int) -> str:
        """A rate in millionths, with no more decimals than it has."""
        whole, rest = divmod(rate, MILLIONTHS)
        decimals = f"{self.point}{rest:06}".rstrip("0") if rest else ""
        return f"{self.number(whole)}{decimals}"

    def money(self, amount: int, currency: str) -> str:
        """Money, given in the smallest units of a currency, with its sign or its code."""
        units = smallest_units(currency)
        whole, rest = divmod(abs(amount), units)
        decimals = f"{self.point}{rest:0{len(str(units)) - 1}}" if units > 1 else ""
        return self.in_currency(
            f"{self.number(whole)}{decimals}", currency, "−" if amount < 0 else ""
        )

    def in_currency(self, number: str, currency: str, minus: str = "") -> str:
        """A number with the sign of its currency, or its code where it has none of its own."""
        sign = CURRENCY_SIGNS.get(currency)
        return f"{minus}{sign}{number}" if sign else f"{minus}{number} {currency}"

    def per_diamond(self, rate: int, currency: str) -> str:
        """What one diamond gives, in millionths of a currency."""
        return self.in_currency(self.millionths(rate), currency)

    def coins(self, coins: int) -> str:
        """A number of coins, with the word."""
        return f"{self.number(coins)} {self.coin_words[coins != 1]}"

    def coins_at(self, rate: int) -> str:
        """What one diamond gives at a rate in basis points, with the word."""
        return f"{self.rate(rate)} {self.coin_words[rate != BASIS_POINTS]}"

    def amount(self, currency: Currency, units: int) -> str:
        """An amount of a currency, without its sign, with the word or the sign for it."""
        if currency in {Currency.COINS, Currency.BONUS_COINS}:
            bonus = self.bonus_prefix if currency is Currency.BONUS_COINS else ""
            return f"{self.number(abs(units))} {bonus}{self.coin_words[abs(units) != 1]}"
        bonus = self.bonus_suffix if currency is Currency.BONUS_DIAMONDS else ""
        return f"{self.diamonds(abs(units))} 💎{bonus}"

    bonus_prefix: ClassVar[str] = "bonus "
    bonus_suffix: ClassVar[str] = " (bonus)"

    def plain_name(self, name: str | None) -> str:
        """Somebody's name where nothing is markup, such as on a button; who was forgotten has none.

        A name can also be one in which there is nothing to see.
        """
        if name is None:
            return self.nobody
        return shortened(visible(name), MOST_NAME_LENGTH) or self.nameless

    def name(self, name: str | None) -> str:
        """Somebody's name as it may stand in a message."""
        return escaped(self.plain_name(name))

    def strong_name(self, name: str | None) -> str:
        """Somebody's name where it is what people look for."""
        return f"**{self.name(name)}**"

    def badge(self, level: int) -> str:
        """A gifter's level behind their name; nothing for who has none."""
        return f" `Lv {level}`" if level else ""

    def either(self, names: Sequence[str]) -> str:
        """Several names, of which one is meant; at least one."""
        *shown, last = [f"**{escaped(name)}**" for name in names]
        return f" {self.or_word} ".join(filter(None, [", ".join(shown), last]))

    def quote(self, text: str) -> str:
        """What somebody wrote, in quotation marks."""
        return f"“{escaped(text)}”"

    def typed(self, text: str) -> str:
        """What is typed as it stands, such as a command; nothing in it is markup."""
        # A backtick would end it, and nothing else stands for itself there.
        typed = visible(text).replace("`", "'")
        return f"`{typed}`"

    def moment(self, at_ms: int, style: str = "f") -> str:
        """A moment, which Discord shows in the reader's own time and language."""
        return f"<t:{at_ms // 1000}:{style}>"

    length_units: ClassVar[tuple[str, str, str]] = ("h", "min", "s")

    def length(self, length_ms: int) -> str:
        """How long something took, in the two largest units at most."""
        hour, minute, second = self.length_units
        seconds = max(length_ms, 0) // 1_000
        if seconds < 60:
            return f"{max(seconds, 1)} {second}"
        hours, minutes = divmod(seconds // 60, 60)
        if not hours:
            return f"{minutes} {minute}"
        whole = f"{self.number(hours)} {hour}"
        return f"{whole} {minutes} {minute}" if minutes else whole

    def reference(self, seq: int) -> str:
        """What people quote when they ask about an operation."""
        return f"`#{seq}`"

    def _off_debts(self, given: BalanceAdjusted) -> str:
        return self._paid_off(given.currency, given.amount, given.repaid)

    def _paid_off(self, currency: Currency, amount: int, repaid: int) -> str:
        """How much of what came in paid a debt at once; nothing where nothing was owed."""
        if not repaid:
            return ""
        what = "All" if repaid == amount else self.amount(currency, repaid)
        return f" {what} of it paid what was owed."

    def _bar(self, done: int, whole: int) -> str:
        """How far something has come, in ten squares, full only once it is all."""
        full = _SQUARES if done >= whole else done * _SQUARES // whole
        return "▰" * full + "▱" * (_SQUARES - full)

    def _of_kind(self, telling: str, kind: str) -> Callable[..., str] | None:
        """The sentence that a room has for outcomes of a kind, such as `logged_pack`, if any."""
        sentence: Callable[..., str] | None
        sentence = getattr(self, f"{telling}_{kind.replace('-', '_')}", None)
        return sentence

    def _worded(self, telling: str, kind: str, *arguments: object) -> str:
        """What the room that owns a kind of outcome says of it, in its own `{telling}_{kind}`.

        Raises TypeError where no room says anything.
        """
        sentence = self._of_kind(telling, kind)
        if sentence is None:
            raise TypeError(f"there is no {telling} of {kind}")
        return sentence(*arguments)
