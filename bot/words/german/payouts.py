"""What is said of diamonds that are paid out, in German."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.money import Purse
from bot.ledger.outcomes.payouts import (
    PayoutApproved,
    PayoutAsked,
    PayoutCancelled,
    PayoutPaid,
    PayoutRejected,
)
from bot.words.german.debts import GermanDebtWords
from bot.words.payouts import PayoutWords


class GermanPayoutWords(GermanDebtWords, PayoutWords):
    """The sentences of the cash-out room."""

    ask_payout_button = "Auszahlung anfragen"
    cash_out_button = "Auszahlen"
    cancel_payouts_button = "Auszahlung zurückziehen"
    payouts_button = "Auszahlungen"
    approve_payout_button = "Genehmigen"
    reject_payout_button = "Ablehnen"
    pay_payout_button = "Als bezahlt eintragen"

    no_details_kept = (
        "-# Bezahlt wird außerhalb von Ovation. Ovation speichert keine Zahlungsdaten: Schreib "
        "deine nie hier hinein."
    )
    payout_kept = "Nichts zurückgelegt: Deine 💎 bleiben, wie sie sind."
    unclear_payout = (
        "Diese Menge konnte ich nicht lesen. Nichts zurückgelegt: Schreib sie wie 5000 oder "
        "2500,5, oder lass sie weg, um alle auszahlen zu lassen."
    )
    nothing_to_cash_out = (
        "Keine 💎 zum Auszahlen: Es zählen nur 💎 aus Geschenken mit gekauften Münzen, keine "
        "Bonus-💎."
    )
    no_payouts = "Noch keine Auszahlungen. `/diamonds cashout` zeigt dir vorher, was herauskäme."
    no_payout_to_cancel = "Du hast keine offene Auszahlung, also gibt es nichts zurückzuziehen."
    cancel_which = "Welche ziehst du zurück? Die 💎 sind sofort wieder bei dir."

    def after_fee(self, money: int, currency: str, fee: int) -> str:
        """About how much money that is, and whether a fee is off it already."""
        return f"etwa {self.money(money, currency)}{' nach Gebühr' if fee else ''}"

    def ask_payout(self, units: int, money: int, currency: str) -> str:
        """The question before diamonds are set aside."""
        return (
            f"**{self.diamonds(units)}** 💎 auszahlen lassen, für etwa "
            f"**{self.money(money, currency)}**?"
        )

    def payout_sum(
        self, units: int, rate: int, fee: int, *, gross: int, money: int, currency: str
    ) -> str:
        """How an estimate comes about: the rate, the fee, the money."""
        each = self.per_diamond(rate, currency)
        before = f"{self.diamonds(units)} 💎 zu je {each}: {self.money(gross, currency)}"
        if not fee:
            return f"{before}, ohne Gebühr."
        return f"{before}, abzüglich {self.percent(fee)} Gebühr: {self.money(money, currency)}."

    def payout_leaves(self, left: int, bonus: int) -> str:
        """What stays in the wallet, with the part that can never be paid out."""
        apart = ""
        if bonus:
            apart = f" Davon {self.diamonds(bonus)} Bonus: Die lassen sich nicht auszahlen."
        return f"Du behältst {self.diamonds(left + bonus)} 💎.{apart}"

    def payout_promise(self, *, needs_two: bool) -> str:
        """What happens to a request."""
        who = "zwei aus der Moderation entscheiden" if needs_two else "die Moderation entscheidet"
        return (
            f"Mit der Anfrage werden die 💎 zurückgelegt, bis {who}. Bis dahin holt "
            "`/diamonds cancel` sie zurück."
        )

    def payout_asked(self, done: PayoutAsked) -> str:
        """The receipt of a request."""
        two = done.needs_two
        who = "zwei aus der Moderation entscheiden" if two else "die Moderation entscheidet"
        return (
            f"Alles klar: {self.diamonds(done.units)} 💎, "
            f"{self.after_fee(done.money, done.paid_in, done.fee)}, zurückgelegt, bis {who}. "
            f"Noch {self.diamonds(done.units_left)} 💎 zum Auszahlen.\n"
            f"-# {self.reference(done.seq)}"
        )

    def set_aside(self, units: int) -> str:
        """What of one's diamonds waits to be paid out, as a wallet tells it."""
        return f"{self.diamonds(units)} 💎 liegen für eine Auszahlung zurück."

    def payout_cancelled(self, done: PayoutCancelled) -> str:
        """The receipt of taking a request back."""
        return (
            f"Zurückgezogen: {self.diamonds(done.units)} 💎 aus Auszahlung "
            f"{self.reference(done.payout)}. Zum Auszahlen hast du jetzt "
            f"{self.diamonds(done.units_left)} 💎.\n-# {self.reference(done.seq)}"
        )

    def cancel_payout_for(self, number: int, units: int) -> str:
        """A button that takes one request back: plain text."""
        return f"#{number} zurückziehen ({self.diamonds(units)} 💎)"

    # Lists.

    payouts_title = "**Deine Auszahlungen**"
    payouts_open_title = "**Offene Auszahlungen**"

    payout_states: ClassVar[Mapping[str, str]] = {
        "asked": "wartet auf die Moderation",
        "approved": "genehmigt, Zahlung folgt",
        "rejected": "abgelehnt, 💎 zurück",
        "cancelled": "zurückgezogen, 💎 zurück",
        "paid": "bezahlt",
    }

    def payout_stands(self, stands: str, approvals: int, *, needs_two: bool) -> str:
        """How far a cash-out has come."""
        if stands == "asked" and needs_two:
            return "einmal genehmigt, eine Zusage fehlt" if approvals else "wartet auf zwei Zusagen"
        return self.payout_states[stands]

    def payout_asked_at(self, asked_ms: int, rate: int, fee: int, currency: str) -> str:
        """When it was asked for, and at which terms."""
        off = f", {self.percent(fee)} Gebühr" if fee else ", ohne Gebühr"
        each = self.per_diamond(rate, currency)
        return f"-# angefragt {self.moment(asked_ms)} · 1 💎 = {each}{off}"

    def paid_under(self, reference: str) -> str:
        """The outside reference of a payment."""
        return f"Beleg: {self.quote(reference)}"

    # Moderators.

    no_payouts_open = "Keine Auszahlung wartet: Alle sind entschieden und bezahlt."
    others_decide = "Deine eigene Anfrage: Darüber entscheidet jemand anderes."
    others_approve = "Von dir genehmigt: Es fehlt noch eine Zusage von jemand anderem."
    reference_label = "Beleg der Zahlung von außerhalb"

    def payouts_to_decide(self, in_all: int) -> str:
        """The title of the moderators' list."""
        return f"**Offene Auszahlungen** · {self.number(in_all)}"

    def approved_by(self, name: str | None) -> str:
        """Who approved it so far."""
        return f"Genehmigt von {self.strong_name(name)}."

    def payout_stopped(self, frozen_seq: int, owed: Purse) -> str:
        """Why nothing is paid to this creator now, as moderators read it."""
        if frozen_seq:
            return (
                f"⚠️ Eingefroren ({self.reference(frozen_seq)}): Bis das endet, wird nichts bezahlt."
            )
        return f"⚠️ Schuldet {self.amounts(owed)}: Bis das beglichen ist, wird nichts bezahlt."

    def own_payouts_stopped(self, frozen_seq: int, owed: Purse) -> str:
        """The same, as the creator reads it."""
        if frozen_seq:
            number = self.reference(frozen_seq)
            return f"⚠️ Dein Konto ist eingefroren ({number}): Bis das endet, wird nichts bezahlt."
        return f"⚠️ Du schuldest {self.amounts(owed)}: Bis das beglichen ist, wird nichts bezahlt."

    def reject_payout_title(self, number: int) -> str:
        """The title of the form before a rejection."""
        return f"Auszahlung #{number} ablehnen?"

    def pay_payout_title(self, number: int) -> str:
        """The title of the form before a payment is entered."""
        return f"Auszahlung #{number} ist bezahlt?"

    def reject_payout_question(self, name: str | None, units: int) -> str:
        """What a rejection does."""
        return (
            f"{self.strong_name(name)} bekommt {self.diamonds(units)} 💎 zurück und liest deinen "
            "Grund."
        )

    def pay_payout_question(self, name: str | None, money: int, currency: str) -> str:
        """What entering a payment means."""
        return (
            f"Erst wenn **{self.money(money, currency)}** außerhalb von Ovation an "
            f"{self.strong_name(name)} gegangen sind: Das gilt endgültig, und der Beleg wird "
            "mitgeteilt. Schreib keine Konto- oder Kartennummern hinein."
        )

    def payout_decided(
        self,
        done: PayoutApproved | PayoutRejected | PayoutPaid,
        name: str | None,
    ) -> str:
        """What a moderator's decision did, as they read it."""
        payout, who = self.reference(done.payout), self.strong_name(name)
        if isinstance(done, PayoutRejected):
            return f"{payout} abgelehnt: {self.diamonds(done.units)} 💎 sind wieder bei {who}."
        money = self.money(done.money, done.paid_in)
        if isinstance(done, PayoutPaid):
            return f"{payout} als bezahlt eingetragen: {money} an {who}."
        if done.needs_another:
            return (
                f"{payout} genehmigt, {money} für {who}. Es fehlt noch eine Zusage aus der "
                "Moderation."
            )
        return f"{payout} genehmigt: {money} für {who} können jetzt bezahlt werden."

    # What the log, statements and notices say of each kind.

    kind_own_payout = "Auszahlung"
    kind_own_payout_cancelled = "Auszahlung zurückgezogen"
    kind_payout_approved = "Auszahlung genehmigt"
    kind_payout_rejected = "Auszahlung abgelehnt"
    kind_payout_paid = "Auszahlung bezahlt"

    def line_own_payout(self, done: PayoutAsked, who: str) -> str:
        """A line of one's own statement."""
        money = self.after_fee(done.money, done.paid_in, done.fee)
        return f"zur Auszahlung zurückgelegt, {money}"

    def line_own_payout_cancelled(self, done: PayoutCancelled, who: str) -> str:
        """A line of one's own statement."""
        return f"Auszahlung {self.reference(done.payout)} zurückgezogen"

    def line_payout_approved(self, done: PayoutApproved, who: str) -> str:
        """A line of a creator's statement."""
        more = ", eine Zusage fehlt noch" if done.needs_another else ""
        return f"Auszahlung {self.reference(done.payout)} genehmigt von {who}{more}"

    def line_payout_rejected(self, done: PayoutRejected, who: str) -> str:
        """A line of a creator's statement."""
        return f"Auszahlung {self.reference(done.payout)} abgelehnt von {who}"

    def line_payout_paid(self, done: PayoutPaid, who: str) -> str:
        """A line of a creator's statement."""
        money = self.money(done.money, done.paid_in)
        units = self.diamonds(done.units)
        return f"Auszahlung {self.reference(done.payout)} ({units} 💎) bezahlt von {who}: {money}"

    def logged_own_payout(self, done: PayoutAsked, who: str, whom: str) -> str:
        """A request, as moderators read of it."""
        return (
            f"{who} möchte {self.diamonds(done.units)} 💎 ausgezahlt bekommen, "
            f"{self.after_fee(done.money, done.paid_in, done.fee)}."
        )

    def logged_own_payout_cancelled(self, done: PayoutCancelled, who: str, whom: str) -> str:
        """A request that was taken back."""
        return (
            f"{who} hat Auszahlung {self.reference(done.payout)} zurückgezogen: "
            f"{self.diamonds(done.units)} 💎 zurück."
        )

    def logged_payout_approved(self, done: PayoutApproved, who: str, whom: str) -> str:
        """An approval."""
        more = " Eine Zusage fehlt noch." if done.needs_another else ""
        return (
            f"{who} hat Auszahlung {self.reference(done.payout)} von {whom} genehmigt: "
            f"{self.diamonds(done.units)} 💎, {self.money(done.money, done.paid_in)}.{more}"
        )

    def logged_payout_rejected(self, done: PayoutRejected, who: str, whom: str) -> str:
        """A rejection."""
        return (
            f"{who} hat Auszahlung {self.reference(done.payout)} von {whom} abgelehnt: "
            f"{self.diamonds(done.units)} 💎 zurück."
        )

    def logged_payout_paid(self, done: PayoutPaid, who: str, whom: str) -> str:
        """A payment."""
        return (
            f"{who} hat Auszahlung {self.reference(done.payout)} von {whom} bezahlt: "
            f"{self.diamonds(done.units)} 💎, {self.money(done.money, done.paid_in)}."
        )

    def notice_payout_approved(self, done: PayoutApproved, who: str) -> str:
        """What its creator is told of an approval."""
        payout = self.reference(done.payout)
        if done.needs_another:
            return f"{who} hat deine Auszahlung {payout} genehmigt; eine Zusage fehlt noch."
        money = self.money(done.money, done.paid_in)
        return f"{who} hat deine Auszahlung {payout} genehmigt: {money} folgen."

    def notice_payout_rejected(self, done: PayoutRejected, who: str) -> str:
        """What its creator is told of a rejection."""
        return (
            f"{who} hat deine Auszahlung {self.reference(done.payout)} abgelehnt: "
            f"{self.diamonds(done.units)} 💎 zurück."
        )

    def notice_payout_paid(self, done: PayoutPaid, who: str) -> str:
        """What its creator is told of a payment."""
        money = self.money(done.money, done.paid_in)
        return f"{who} hat deine Auszahlung {self.reference(done.payout)} bezahlt: {money}."
