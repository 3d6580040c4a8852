"""What the dashboard says of payouts and of all that is set aside or owed, in German."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.books.economy import PotKind
from bot.ledger.money import UNITS_PER_DIAMOND
from bot.words.dashboard_money import MoneyPageWords
from bot.words.german.grammar import GermanGrammar


class GermanMoneyPageWords(GermanGrammar, MoneyPageWords):
    """The sentences of the page of payouts, and of what lies between people."""

    section_payouts: ClassVar[str] = "Auszahlungen"
    payouts_page_free: ClassVar[str] = "Auszahlbar"
    payouts_page_bonus: ClassVar[str] = "Bonusdiamanten"
    payouts_page_never: ClassVar[str] = "werden nie ausgezahlt"
    payouts_page_held: ClassVar[str] = "Zurückgelegt"
    payouts_page_paid: ClassVar[str] = "Bisher ausgezahlt"
    payouts_page_off: ClassVar[str] = (
        "Auf diesem Server werden Diamanten nicht ausgezahlt. `/diamonds convert` macht Münzen "
        "daraus."
    )
    payouts_page_empty: ClassVar[str] = (
        "Noch keine Auszahlung. Sobald du eine anfragst, steht hier, wie es um sie steht, wer "
        "entschieden hat und unter welchem Beleg sie bezahlt ist."
    )
    payouts_page_what: ClassVar[str] = "Auszahlung"
    payouts_page_money: ClassVar[str] = "Geld"
    payouts_page_stands: ClassVar[str] = "Stand"

    def payouts_page_rate(self, rate: int, fee: int, currency: str) -> str:
        """What one diamond gives."""
        off = f", abzüglich {self.percent(fee)} Gebühr" if fee else ", ohne Gebühr"
        return f"Ein Diamant bringt {self.per_diamond(rate, currency)}{off}."

    def payouts_page_limits(self, least: int, daily: int) -> str:
        """How many diamonds are paid out, in whole ones; 0: as many as anybody wants."""
        most = f", höchstens {self.number(daily)} am Tag" if daily else ""
        return (
            f"Mindestens {self.number(least)} auf einmal{most}. `/diamonds cashout` auf dem Server "
            "nennt die Summe, bevor etwas angefragt ist."
        )

    def payouts_page_asked(self, moment: str, rate: int, fee: int, currency: str) -> str:
        """When one was asked for, and at which terms."""
        off = f"{self.percent(fee)} Gebühr" if fee else "ohne Gebühr"
        return f"angefragt {moment} · je {self.per_diamond(rate, currency)}, {off}"

    def payouts_page_approved(self, name: str) -> str:
        """Who approved one."""
        return f"genehmigt von {name}"

    def payouts_page_ended(self, moment: str, seq: int) -> str:
        """When it ended, and by which number."""
        return f"am {moment} (#{seq})"

    def payouts_page_count(self, payouts: int) -> str:
        """How many were paid."""
        return "1 Auszahlung" if payouts == 1 else f"{self.number(payouts)} Auszahlungen"

    statement_set_aside: ClassVar[str] = "Für Auszahlungen zurückgelegt"
    statement_owed: ClassVar[str] = "Du schuldest"
    statement_owed_first: ClassVar[str] = "was hereinkommt, zahlt das zuerst"
    statement_owed_paid: ClassVar[str] = "was hereinkommt, zahlt das zuerst, Bonus nicht"

    def statement_part(self, bonus: str) -> str:
        """How much of it was given away once."""
        return f"davon {bonus} Bonus"

    whereabouts_title: ClassVar[str] = "Wo alles liegt"
    books_money: ClassVar[str] = "Währung"
    set_aside_title: ClassVar[str] = "Was zurückgelegt ist, und wofür"
    set_aside_none: ClassVar[str] = (
        "Nichts ist zurückgelegt: Keine Aktion, kein Münzregen, keine Truhe und keine Auszahlung "
        "ist offen."
    )
    set_aside_for: ClassVar[str] = "Wofür"
    set_aside_open: ClassVar[str] = "Offen"
    _kinds_of_pot: ClassVar[Mapping[PotKind, str]] = {
        PotKind.PROMOTION: "Aktionen",
        PotKind.DROP: "Münzregen",
        PotKind.CHEST: "Truhen",
    }
    deciding_title: ClassVar[str] = "Wartet auf die Moderation"
    deciding_none: ClassVar[str] = (
        "Niemand wartet: Kein Kauf ist zu bestätigen, keine Auszahlung zu entscheiden oder zu "
        "bezahlen."
    )
    bonus_word: ClassVar[str] = "Bonus"

    def set_aside_coins(self, coins: int, bonus: int) -> str:
        """How many coins lie in it, of whatever origin."""
        if not coins:
            return f"{self.number(bonus)} {self.bonus_word}"
        apart = f" (davon {self.number(bonus)} {self.bonus_word})" if bonus else ""
        return f"{self.number(coins + bonus)}{apart}"

    def set_aside_diamonds(self, units: int) -> str:
        """How many diamonds lie in it, with the word."""
        return f"{self.diamonds(units)} {'Diamant' if units == UNITS_PER_DIAMOND else 'Diamanten'}"

    def deciding_purchases(self, purchases: int, coins: int, price: str) -> str:
        """Who asks to buy."""
        who = "1 Kaufanfrage" if purchases == 1 else f"{self.number(purchases)} Kaufanfragen"
        return f"{who} über {self.coins(coins)} für {price}: `/mod purchases` entscheidet."

    def deciding_payouts(self, payouts: int, units: int, money: str) -> str:
        """Payouts that wait for a decision."""
        verb = "wartet" if payouts == 1 else "warten"
        return (
            f"{self.payouts_page_count(payouts)} {verb} auf Entscheidung, "
            f"{self.set_aside_diamonds(units)}, {money}: `/mod payouts` entscheidet."
        )

    def deciding_paid(self, payouts: int, units: int, money: str) -> str:
        """Payouts that were approved and are to be paid."""
        verb = "genehmigte Auszahlung ist" if payouts == 1 else "genehmigte Auszahlungen sind"
        return (
            f"{self.number(payouts)} {verb} zu bezahlen, {self.set_aside_diamonds(units)}, "
            f"{money}: `/mod payouts` trägt es ein."
        )

    def deciding_since(self, moment: str) -> str:
        """How long the first of them waits."""
        return f"seit {moment}"

    def owing_members(self, members: int) -> str:
        """How many members owe it."""
        return "von 1 Mitglied" if members == 1 else f"von {self.number(members)} Mitgliedern"
