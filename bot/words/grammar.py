"""How numbers, names and what people wrote become text: the grammar that every sentence shares."""

import re
import unicodedata
from typing import ClassVar, Final

from bot.ledger.money import UNITS_PER_DIAMOND, Currency

MOST_NAME_LENGTH: Final = 32
_MARKDOWN: Final = re.compile(r"([\\*_~`|>#\[\]()<:@])")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
# Emoji of several signs are held together by a joiner, which is a format character too.
_JOINER: Final = "\u200d"


def visible(text: str) -> str:
    """Text with single spaces and without control, bidirectional or other unseen characters."""
    kept = (
        letter if letter == _JOINER or unicodedata.category(letter) not in _UNSEEN else " "
        for letter in text
    )
    return " ".join("".join(kept).split())


def escaped(text: str) -> str:
    """Text in which nothing is a command to Discord: no markup, mention, emoji code or link."""
    return _MARKDOWN.sub(r"\\\1", visible(text))


def shortened(text: str, most: int) -> str:
    """Text of at most `most` characters; what was cut off is told by an ellipsis."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


class Grammar:
    """The grammar of English; other languages override what differs."""

    thousands: ClassVar[str] = ","
    point: ClassVar[str] = "."
    coin_words: ClassVar[tuple[str, str]] = ("coin", "coins")
    nobody: ClassVar[str] = "somebody who left"

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

    def rate(self, basis_points: int) -> str:
        """A rate in basis points, as a plain number."""
        return self.diamonds(basis_points)

    def coins(self, coins: int) -> str:
        """A number of coins, with the word."""
        return f"{self.number(coins)} {self.coin_words[coins != 1]}"

    def amount(self, currency: Currency, units: int) -> str:
        """An amount of a currency, without its sign, with the word or the sign for it."""
        if currency in {Currency.COINS, Currency.BONUS_COINS}:
            bonus = self.bonus_prefix if currency is Currency.BONUS_COINS else ""
            return f"{self.number(abs(units))} {bonus}{self.coin_words[abs(units) != 1]}"
        bonus = self.bonus_suffix if currency is Currency.BONUS_DIAMONDS else ""
        return f"{self.diamonds(abs(units))} 💎{bonus}"

    bonus_prefix: ClassVar[str] = "bonus "
    bonus_suffix: ClassVar[str] = " (bonus)"

    def name(self, name: str | None, most: int = MOST_NAME_LENGTH) -> str:
        """Somebody's name as it may stand in a message; who was forgotten has none."""
        return escaped(shortened(visible(name), most)) if name else self.nobody

    def strong_name(self, name: str | None) -> str:
        """Somebody's name where it is what people look for."""
        return f"**{self.name(name)}**"

    def quote(self, text: str) -> str:
        """What somebody wrote, in quotation marks."""
        return f"“{escaped(text)}”"

    def moment(self, at_ms: int, style: str = "f") -> str:
        """A moment, which Discord shows in the reader's own time and language."""
        return f"<t:{at_ms // 1000}:{style}>"

    def reference(self, seq: int) -> str:
        """What people quote when they ask about an operation."""
        return f"`#{seq}`"
