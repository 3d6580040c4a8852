"""The grammar of German: its numbers, its quotation marks, and what its sentences share."""

from typing import ClassVar

from bot.ledger.money import Currency
from bot.words.grammar import CURRENCY_SIGNS, Grammar, escaped


class GermanGrammar(Grammar):
    """What differs from English; the rest follows from these signs and words."""

    thousands: ClassVar[str] = "."
    point: ClassVar[str] = ","
    coin_words: ClassVar[tuple[str, str]] = ("Münze", "Münzen")
    least_share: ClassVar[str] = "unter 1 %"
    # A name is put in every case of a sentence, so what stands for it must be the same in all.
    nobody: ClassVar[str] = "Unbekannt"
    nameless: ClassVar[str] = "jemand"
    or_word: ClassVar[str] = "oder"
    length_units: ClassVar[tuple[str, str, str]] = ("Std.", "Min.", "Sek.")
    bonus_prefix: ClassVar[str] = "Bonus"
    bonus_suffix: ClassVar[str] = " (Bonus)"

    def amount(self, currency: Currency, units: int) -> str:
        """An amount of a currency; with coins, the bonus becomes one word."""
        if currency is Currency.BONUS_COINS:
            word = f"{self.bonus_prefix}{self.coin_words[abs(units) != 1].lower()}"
            return f"{self.number(abs(units))} {word}"
        return super().amount(currency, units)

    def in_currency(self, number: str, currency: str, minus: str = "") -> str:
        """A number with the sign of its currency behind it, or its code."""
        return f"{minus}{number} {CURRENCY_SIGNS.get(currency, currency)}"

    def quote(self, text: str) -> str:
        """What somebody wrote, in quotation marks."""
        return f"„{escaped(text)}“"

    def _bonus_part(self, number: str) -> str:
        return f" (davon {number} Bonus)"

    def _coins_with_bonus(self, coins: int, bonus: int) -> str:
        part = self._bonus_part(self.number(bonus)) if bonus else ""
        return f"{self.coins(coins)}{part}"

    def _paid_off(self, currency: Currency, amount: int, repaid: int) -> str:
        """How much of what came in paid a debt at once; nothing where nothing was owed."""
        if not repaid:
            return ""
        if repaid == amount:
            return " Alles davon ging in offene Schulden."
        return f" Offene Schulden nahmen davon {self.amount(currency, repaid)}."

    def _missing(self, missing: int) -> str:
        return f"{self.number(missing)} {'fehlt' if missing == 1 else 'fehlen'}"
