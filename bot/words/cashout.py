"""What managers read of the terms of payouts, and of the roles that are kept out of something."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from bot.ledger.guild_settings import barred_roles
from bot.words.grammar import escaped
from bot.words.setup import SetupWords

CASHOUT_TERMS = (
    "cashout",
    "cashout_rate",
    "currency",
    "cashout_fee",
    "cashout_least",
    "cashout_daily",
    "cashout_two",
    "cashout_text",
    "scam_text",
)
"""The settings of payouts, in the order in which they are shown."""


class CashoutWords(SetupWords):
    """The sentences of `/setup cashout` and `/setup rules`."""

    turn_cashout_on_button = "Turn on …"
    accept_cashout_button = "I accept: turn it on"
    turn_cashout_off_button = "Turn off"
    leave_cashout_off_button = "Leave it off"
    cashout_history_button = "History"
    cashout_texts_button = "Texts"
    cashout_page_button = "Back"

    cashout_question = (
        "**Turn cashing out on?** Payment happens outside Ovation, and is the operator's own "
        "responsibility: yours, who run this server.\n"
        "Ovation counts diamonds and keeps the list. It moves no money, stores no payment details, "
        "and checks neither who somebody is nor their age, taxes or the law where they live."
    )
    cashout_left_off = "It stays off. Nothing changed."
    cashout_hint = (
        "-# `/setup cashout terms` changes the rate, fee and limits, `/setup cashout texts` what "
        "you say about payment, `/setup rules` who is kept out."
    )

    def cashout_example(self, units: int, money: int, currency: str) -> str:
        """What the fewest diamonds that are paid out come to."""
        return f"{self.diamonds(units)} 💎 come to {self.money(money, currency)}."

    def cashout_least_counts(self, units: int) -> str:
        """That fewer diamonds than these are worth no money at all."""
        return f"Fewer than {self.diamonds(units)} 💎 come to nothing, so that is the least."

    def cashout_keeps_most(self, fee: int) -> str:
        """A fee that takes more than it leaves."""
        return f"⚠️ {self.percent(fee)} of the money is kept: creators get the rest."

    def cashouts_open(self, number: int) -> str:
        """How many payouts are still to be decided or paid."""
        if not number:
            return "No cash-out is open."
        verb = "cash-out is" if number == 1 else "cash-outs are"
        return f"{self.number(number)} {verb} open: `/mod payouts` decides."

    cashout_history_title = "**Changes of cashing out**"
    no_cashout_history = "Nobody changed anything here yet: these are the terms to begin with."

    cashout_rate_misread = (
        "A rate is money for 1 💎, more than 0 and with up to six decimals, such as 0.005. Nothing "
        "changed: try again."
    )
    cashout_fee_misread = (
        "A fee is a percentage from 0 to 99.99, such as 5 or 2.5. Nothing changed: try again."
    )

    cashout_texts_title = "What you say about payment"
    cashout_text_label = "Where cash-outs are sent, and how"
    scam_text_label = "Your warning of scams; ours, if empty"

    def currency_choice(self, code: str) -> str:
        """A currency as a suggestion: plain text."""
        sign = self.in_currency("", code).strip()
        return code if sign == code else f"{code} ({sign})"

    # Who is kept out.

    rules_title = "**Who is kept out**"
    rules_hint = (
        "-# Keep a role out with `what` and `role`, let it in again with `allow`; `sentence` is "
        "what its members read, `clear` takes it back."
    )
    rule_names: ClassVar[Mapping[str, str]] = {
        "buying": "Buying coins",
        "sending": "Sending gifts",
        "receiving": "Receiving gifts",
        "cashout": "Cashing out",
    }
    rule_for_all = "open to all"
    rule_needs_what = (
        "What is the role kept out of? Nothing changed: choose `what`, such as buying."
    )
    rule_needs_change = (
        "Name a `role` to keep out, one to `allow` again, or a `sentence`. Nothing changed."
    )

    def rule(self, act: str, barred: str, own_text: str) -> str:
        """Who is kept out of something, given as it is stored, and what they read."""
        who = ", ".join(f"<@&{role}>" for role in sorted(barred_roles(barred)))
        said = f"\n> {escaped(own_text)}" if own_text else ""
        shown = self.rule_without(who) if who else self.rule_for_all
        return f"**{self.rule_names[act]}** {shown}{said}"

    def rule_without(self, who: str) -> str:
        """Whom something is open to."""
        return f"not for {who}"

    def not_kept_out(self, role: int) -> str:
        """A role that is to be let in and was not kept out."""
        return f"<@&{role}> isn't kept out of that. Nothing changed."

    def changes_by(self, actor: str | None, changes: Sequence[tuple[str, str, str]]) -> str:
        """A change of the terms, and by whom."""
        return f"{self.strong_name(actor)}: {self.setting_changes(changes)}"
