"""Why nothing is paid out, or nothing decided, in German."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.money import Purse
from bot.ledger.outcomes import payouts
from bot.words.german.debts import GermanDebtWords
from bot.words.payout_refusals import PayoutRefusalWords
from bot.words.refusals import Around


class GermanPayoutRefusalWords(GermanDebtWords, PayoutRefusalWords):
    """The refusals of the cash-out room: a method for each kind, named after it."""

    nearly: ClassVar[str] = "Fast! "

    def refused_cashout_off(self, refused: payouts.CashoutOff, around: Around) -> str:
        """A guild that pays nothing out."""
        return (
            "Auszahlungen sind auf diesem Server aus. Nichts zurückgelegt: `/diamonds convert` "
            "macht aus deinen 💎 Münzen."
        )

    def refused_payout_debts(self, refused: payouts.DebtsFirst, around: Around) -> str:
        """Something that is owed, and how it is paid."""
        owed = self.amounts(Purse(coins=refused.coins, diamonds=refused.units))
        if refused.converted:
            units = self.diamonds(refused.converted)
            cure = f"Tausche {units} 💎 mit `/diamonds convert` in Münzen, dann ist sie beglichen"
        elif refused.coins:
            cure = (
                "Gekaufte Münzen begleichen sie zuerst, ebenso 💎, die du eintauschst; "
                "Bonus-Münzen und Bonus-💎 nicht"
            )
        else:
            cure = "Die 💎 aus deinen nächsten Geschenken begleichen sie zuerst; Bonus-💎 nicht"
        return (
            f"Du schuldest {owed} aus einem Geschenk oder Kauf, der zurückgenommen wurde. Diese "
            f"Schuld geht jeder Auszahlung vor. Nichts zurückgelegt: {cure}."
        )

    def refused_payout_terms(self, refused: payouts.PayoutTermsChanged, around: Around) -> str:
        """Terms that are no longer what was shown."""
        fee = f", Gebühr {self.percent(refused.fee)}" if refused.fee else ", ohne Gebühr"
        return (
            f"Die Bedingungen haben sich geändert: 1 💎 bringt jetzt "
            f"{self.per_diamond(refused.rate, refused.paid_in)}{fee}. Nichts zurückgelegt: "
            "`/diamonds cashout` rechnet neu."
        )

    def refused_payout_diamonds(self, refused: payouts.TooFewToCashOut, around: Around) -> str:
        """Fewer diamonds than that."""
        bonus = ""
        if refused.bonus:
            bonus = f" ({self.diamonds(refused.bonus)} Bonus-💎 zählen nicht)"
        if not refused.balance:
            return (
                f"Du hast keine 💎 zum Auszahlen{bonus}. Nichts zurückgelegt: Sie kommen mit "
                "Geschenken aus gekauften Münzen."
            )
        almost = self.nearly if 2 * refused.balance >= refused.wanted else ""
        return (
            f"{almost}Du hast {self.diamonds(refused.balance)} 💎 zum Auszahlen{bonus}, es fehlen "
            f"{self.diamonds(refused.wanted - refused.balance)}. Nichts zurückgelegt: Lass die "
            "Menge weg, um alle auszahlen zu lassen."
        )

    def refused_payout_least(self, refused: payouts.PayoutTooSmall, around: Around) -> str:
        """Less than is paid out at a time."""
        least = self.diamonds(refused.least)
        almost = self.nearly if 2 * refused.wanted >= refused.least else ""
        works = f"Bisher hast du {self.diamonds(refused.balance)}"
        if refused.balance >= refused.least:
            works = f"{least} gehen"
        return (
            f"{almost}Auszahlungen gehen hier ab {least} 💎, angefragt hast du "
            f"{self.diamonds(refused.wanted)}: Es fehlen "
            f"{self.diamonds(refused.least - refused.wanted)}. Nichts zurückgelegt: {works}."
        )

    def refused_payout_most(self, refused: payouts.PayoutTooLarge, around: Around) -> str:
        """More than one payout may move."""
        return (
            f"Auf einmal lassen sich bis zu {self.diamonds(refused.most)} 💎 auszahlen. Nichts "
            "zurückgelegt: Teile es auf."
        )

    def refused_payout_daily(self, refused: payouts.PayoutBeyondDay, around: Around) -> str:
        """More than may be asked for in a day."""
        fits = "heute geht keiner mehr"
        if refused.left:
            fits = f"heute gehen noch {self.diamonds(refused.left)} 💎"
        asked = f", angefragt hast du heute {self.diamonds(refused.asked)}" if refused.asked else ""
        return (
            f"Pro Tag lassen sich hier bis zu {self.diamonds(refused.most)} 💎 auszahlen{asked}: "
            f"{fits}. Nichts zurückgelegt; der neue Tag beginnt "
            f"{self.moment(refused.from_ms, 'R')}."
        )

    def refused_payouts_open(self, refused: payouts.TooManyPayouts, around: Around) -> str:
        """As many open ones as there may be."""
        return (
            f"Von dir sind schon {refused.most} Auszahlungen offen, mehr gehen nicht. Nichts "
            "zurückgelegt: Warte auf eine Zahlung, oder zieh mit `/diamonds cancel` eine zurück."
        )

    def refused_payouts_today(self, refused: payouts.TooManyPayoutsToday, around: Around) -> str:
        """One request after the other."""
        return (
            f"Du hast heute schon {refused.most} Mal angefragt, öfter geht es nicht. Nichts "
            f"zurückgelegt: Der neue Tag beginnt {self.moment(refused.from_ms, 'R')}."
        )

    def refused_no_payout(self, refused: payouts.NoSuchPayout, around: Around) -> str:
        """A number that is no payout's."""
        return (
            f"{self.reference(refused.payout)} ist keine Auszahlung, mit der du das tun könntest. "
            "Nichts geändert."
        )

    payout_ends: ClassVar[Mapping[str, str]] = {
        "paid": "schon bezahlt",
        "rejected": "schon abgelehnt",
        "cancelled": "schon zurückgezogen",
    }

    def refused_payout_over(self, refused: payouts.PayoutOver, around: Around) -> str:
        """A payout that ended before."""
        return (
            f"Auszahlung {self.reference(refused.payout)} ist {self.payout_ends[refused.state]} "
            f"({self.reference(refused.by_seq)}). Nichts geändert."
        )

    def refused_payout_underway(self, refused: payouts.PayoutUnderway, around: Around) -> str:
        """Diamonds that are being paid out just now."""
        return (
            f"{self.reference(refused.payout)} ist genehmigt und vielleicht gerade unterwegs zu "
            "dir. Nichts geändert: Die Moderation kann sie noch ablehnen, dann kommen die 💎 "
            "zurück."
        )

    def refused_payout_own(self, refused: payouts.PayoutIsOwn, around: Around) -> str:
        """A moderator before their own money."""
        return (
            f"Auszahlung {self.reference(refused.payout)} ist deine eigene, also entscheidet "
            "jemand anderes aus der Moderation. Nichts geändert."
        )

    def refused_payout_approved_before(
        self, refused: payouts.ApprovedBefore, around: Around
    ) -> str:
        """An approval more than it takes."""
        payout = self.reference(refused.payout)
        if refused.own:
            return (
                f"{payout} hast du schon genehmigt. Nichts geändert: Die zweite Zusage kommt von "
                "jemand anderem aus der Moderation."
            )
        return f"{payout} ist schon genehmigt. Nichts geändert: Sie kann bezahlt werden."

    def refused_payout_unapproved(self, refused: payouts.NotApproved, around: Around) -> str:
        """A payment before the approval."""
        return (
            f"{self.reference(refused.payout)} ist noch nicht genehmigt und kann nicht bezahlt "
            "werden. Nichts geändert: Genehmige sie zuerst."
        )

    def refused_payout_frozen(self, refused: payouts.PayoutFrozen, around: Around) -> str:
        """A creator who is frozen."""
        return (
            f"Dieses Konto ist eingefroren ({self.reference(refused.by_seq)}), also wird vorerst "
            "nichts bezahlt. Nichts geändert: Lehne ab, oder gib das Konto erst frei."
        )

    def refused_payout_owed(self, refused: payouts.PayoutOwed, around: Around) -> str:
        """A creator who owes something."""
        owed = self.amounts(Purse(coins=refused.coins, diamonds=refused.owed))
        cure = "Lehne ab, dann tilgen die 💎 die Schuld"
        if refused.coins:
            cure = (
                "Warte, bis das beglichen ist, oder lehne ab, dann lassen sich die 💎 dafür "
                "eintauschen"
            )
        return f"Dieses Konto schuldet {owed}, und das geht vor. Nichts geändert: {cure}."

    def refused_reference_missing(self, refused: payouts.ReferenceMissing, around: Around) -> str:
        """A payment without a reference."""
        return "Es braucht einen Beleg, damit die Zahlung zu finden ist. Nichts geändert."

    def refused_reference_account(self, refused: payouts.ReferenceIsAccount, around: Around) -> str:
        """Payment details in place of a reference."""
        return (
            "Darin steht die Nummer einer Karte oder eines Kontos, und die wird nie gespeichert. "
            "Nichts geändert: Schreib den Beleg der Zahlung selbst, etwa ihre Transaktionsnummer."
        )
