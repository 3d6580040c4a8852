"""What is said to those who look something up: statements, single operations, the audit."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from bot.ledger import outcomes
from bot.ledger.money import Currency, Purse
from bot.ledger.outcomes import live
from bot.words.grammar import escaped, shortened, visible
from bot.words.moderation import ModerationWords

MOST_WRITTEN_IN_LIST: Final = 80
"""How much of a message or reason stands in a list; looking the line up shows all of it."""


class LookupWords(ModerationWords):
    """The sentences of looking things up."""

    older = "Older ▶"
    newer = "◀ Newer"
    pick_line = "Look up a line"
    look_up_what = (
        "Name a member, or the number that somebody quoted, such as `#12`. Nothing to show yet."
    )
    number_misread = "Numbers look like `#12`. Nothing to show: name it again."
    nothing_behind_message = (
        "There is no gift behind that message. Open this menu on a thank-you or on an entry of "
        "the log; `/mod lookup` finds everything else."
    )
    bots_hold_nothing = "Bots hold no coins and get no gifts, so there is nothing to look up."
    no_lines = "No lines yet: they begin with the first `/wallet` or gift."
    nothing_moderated = (
        "Nothing here yet. Whatever moderators and managers do will stand here, newest first."
    )
    audit_title = "**What moderators and managers did**"

    def audit_title_of(self, name: str | None) -> str:
        """The title of what was done to one member."""
        return f"**What was done to {self.name(name)}**"

    def not_in_the_books(self, name: str | None) -> str:
        """Somebody who never used Ovation here."""
        return (
            f"{self.strong_name(name)} is not in the books yet: no coins, no gifts. "
            "They begin with their first `/wallet` or gift."
        )

    def nothing_moderated_of(self, name: str | None) -> str:
        """Somebody to whom moderators did nothing."""
        return f"No moderator has done anything to {self.strong_name(name)}'s account."

    def no_such_operation(self, seq: int) -> str:
        """A number under which nothing stands."""
        return f"Nothing stands in the books under {self.reference(seq)}. Check the number."

    digested_title = "**The gifts that this message thanks for**"

    def digested(
        self, number: int, *, sender: str | None, recipient: str | None, gift: str, coins: int
    ) -> str:
        """One gift or combo that a digest tells of."""
        who = f"{self.strong_name(sender)} → {self.strong_name(recipient)}"
        return f"{self.reference(number)} {gift} · {who} · {self.coins(coins)}"

    announcements: ClassVar[Mapping[str, str]] = {
        "live-start": "tells that a show starts",
        "live-end": "is the recap of a show",
        "show-end": "is the recap of a show",
        "live-plan": "announces a show",
        "live-plan-closed": "reminds of a show",
        "live-goal": "celebrates a goal",
        "live-match": "is about a match",
        "live-match-end": "is the result of a match",
        "live-thanks-all": "thanks for many gifts at once",
        "live-replay": "shows a gift once more",
        "live-board": "is the board of a period that ended",
        "drop": "is a drop",
        "chest": "is a chest",
        "own-chest": "is a chest",
    }
    announcement_of_else = "is about somebody's show"

    def announcement(self, kind: str) -> str:
        """A message, or a number, behind which there is no gift."""
        what = self.announcements.get(kind, self.announcement_of_else)
        return (
            f"That {what}: there is no single gift behind it to look up. Open this menu on a "
            "thank-you, or name a gift's number with `/mod lookup`."
        )

    def account_of(self, name: str | None, user_id: int) -> str:
        """Whose account is shown; the mention pings nobody and tells namesakes apart."""
        return f"{self.strong_name(name)} (<@{user_id}>)"

    def gave_and_received(self, given: int, received: int) -> str:
        """What a member gave and received in gifts that were not reversed."""
        return f"Gave {self.coins(given)} and received {self.coins(received)} in gifts."

    def frozen_since(self, actor: str | None, at_ms: int, seq: int, note: str) -> str:
        """Since when, by whom and why an account is frozen."""
        why = f" {self.because(note)}" if note else ""
        return (
            f"🧊 Frozen {self.moment(at_ms)} by {self.strong_name(actor)} "
            f"({self.reference(seq)}).{why}"
        )

    def line(
        self,
        outcome: outcomes.Accepted,
        *,
        actor: str | None,
        counterpart: str | None,
        gave: bool,
    ) -> str:
        """What one line of a member's statement is; `gave`: they sent the gift."""
        who = self.strong_name(actor)
        link = "to" if gave else "from"
        if isinstance(outcome, outcomes.GiftSent):
            gift = self.several(outcome.emoji, outcome.name, outcome.quantity)
            return f"{gift} {link} {self.strong_name(counterpart)}"
        if isinstance(outcome, outcomes.GiftReversed):
            gift = self.several(outcome.emoji, outcome.name, outcome.quantity)
            whom = self.strong_name(counterpart)
            number = self.reference(outcome.gift)
            return f"gift {number} ({gift} {link} {whom}) reversed by {who}"
        if isinstance(outcome, outcomes.BalanceAdjusted):
            return f"given by {who}" if outcome.amount > 0 else f"taken by {who}"
        if isinstance(outcome, outcomes.MemberFrozen):
            return f"frozen by {who}"
        if isinstance(outcome, outcomes.MemberUnfrozen):
            return f"unfrozen by {who}"
        if isinstance(outcome, live.MessageDecided):
            verb = "approved" if outcome.approved else "denied"
            return f"message with gift {self.reference(outcome.gift)} {verb} by {who}"
        return self._worded("line", outcome.kind, outcome, who)

    def line_show_end(self, outcome: live.ShowStopped, who: str) -> str:
        """A show that a moderator ended."""
        return f"show {self.reference(outcome.show)} ended by {who}"

    def line_welcome(self, outcome: outcomes.WelcomeGranted, who: str) -> str:
        """Coins for the first visit."""
        return "welcome coins"

    def line_convert(self, outcome: outcomes.DiamondsConverted, who: str) -> str:
        """Diamonds that became coins."""
        return f"converted at {self.rate(outcome.rate)} to 1"

    def movement(self, moved: Purse, after: Purse) -> str:
        """What came or went, and what was there afterwards; nothing where nothing moved."""
        parts = []
        if moved.coins or moved.bonus_coins:
            change = self.signed(moved.all_coins)
            parts.append(f"{change} → {self.coins(after.all_coins)}")
        if moved.diamonds or moved.bonus_diamonds:
            sign = "+" if moved.all_diamonds > 0 else ""
            change = f"{sign}{self.diamonds(moved.all_diamonds)}"
            parts.append(f"{change} → {self.diamonds(after.all_diamonds)} 💎")
        return ", ".join(parts)

    def listed(self, seq: int, what: str, at_ms: int, written: str, undone_by: int | None) -> str:
        """One line of a list: its number, what it is, what was written with it, when, if undone."""
        undone = f" · reversed by {self.reference(undone_by)}" if undone_by else ""
        said = f"\n{written}" if written else ""
        return f"{self.reference(seq)} {what}{said}\n-# {self.moment(at_ms)}{undone}"

    def message_in_list(self, message: str) -> str:
        """As much of a gift's message as stands in a list."""
        return self.quote(shortened(visible(message), MOST_WRITTEN_IN_LIST))

    def reason_in_list(self, outcome: outcomes.Accepted, reason: str) -> str:
        """As much of a reason as stands in a list."""
        return self.noted(outcome, shortened(visible(reason), MOST_WRITTEN_IN_LIST))

    kinds: ClassVar[Mapping[str, str]] = {
        "gift": "gift",
        "adjust": "adjustment",
        "welcome": "welcome coins",
        "convert": "conversion",
        "reverse": "reversal",
        "freeze": "freeze",
        "unfreeze": "unfreeze",
        "message": "message",
        "show-end": "end of a show",
        "setting": "setting",
        "catalogue": "list of gifts",
        "own-share": "share",
        "own-chest": "treasure chest",
        "own-pot-over": "rest of a chest",
        "pot-end": "end of a pot",
        "promo": "promotion",
        "drop": "drop",
        "chest": "treasure chest",
    }

    def line_choice(self, seq: int, kind: str, people: Sequence[str | None]) -> str:
        """One line as a choice in a menu: plain text."""
        names = " → ".join(map(self.plain_name, people))
        of_room = getattr(self, f"kind_{kind.replace('-', '_')}", kind)
        return f"#{seq} · {self.kinds.get(kind, of_room)} · {names}"

    def statement_of(self, name: str | None) -> str:
        """A button that leads to somebody's statement."""
        return f"{self.plain_name(name)}'s statement"

    def happened(self, seq: int, sentence: str, at_ms: int) -> str:
        """The head of one operation."""
        return f"{self.reference(seq)} {sentence}\n-# {self.moment(at_ms)}"

    def done(
        self,
        outcome: outcomes.Accepted,
        *,
        actor: str | None,
        subject: str | None,
        recipient: str | None,
    ) -> str:
        """What one operation was, whoever did it."""
        who = self.strong_name(actor)
        if isinstance(outcome, outcomes.GiftSent):
            gift = self.several(outcome.emoji, outcome.name, outcome.quantity)
            return f"{who} sent {gift} to {self.strong_name(recipient)}."
        if isinstance(outcome, outcomes.WelcomeGranted):
            return f"{who} was welcomed with {self.number(outcome.coins)} bonus coins."
        if isinstance(outcome, outcomes.DiamondsConverted):
            units = self.diamonds(outcome.units + outcome.bonus_units)
            coins = self.coins(outcome.coins + outcome.bonus_coins)
            return f"{who} converted {units} 💎 into {coins}, {self.rate(outcome.rate)} for 1 💎."
        return self.logged(outcome, actor, subject, recipient)

    def afterwards(self, outcome: outcomes.Accepted) -> str:
        """What was there after an operation, where it says so."""
        if isinstance(outcome, outcomes.BalanceAdjusted):
            apart = "" if outcome.currency is Currency.BONUS_COINS else ", bonus apart"
            return f"Left afterwards: {self.amount(outcome.currency, outcome.balance)}{apart}."
        if isinstance(outcome, outcomes.DiamondsConverted):
            left = f"{self.coins(outcome.coins_left)} and {self.diamonds(outcome.units_left)} 💎"
            return f"Left afterwards: {left}."
        return ""

    def paid(
        self,
        *,
        sender: str | None,
        recipient: str | None,
        quantity: int,
        price: int,
        stake: Purse,
        share: int,
    ) -> str:
        """What a gift cost and earned: `stake` holds the coins paid and the units earned."""
        each = f", {self.number(price)} each" if quantity > 1 else ""
        return (
            f"{self.strong_name(sender)} paid {self.coins_of(stake)}{each}.\n"
            f"{self.strong_name(recipient)} earned {self.diamonds_of(stake)}, "
            f"a share of {self.percent(share)}."
        )

    def sent_as(self, emoji: str, name: str, quantity: int, seq: int, at_ms: int) -> str:
        """The gift that another operation is about."""
        gift = self.several(emoji, name, quantity)
        return f"The gift: {self.reference(seq)} {gift}, {self.moment(at_ms)}."

    def said_with_it(self, message: str) -> str:
        """What the sender wrote with a gift."""
        return f"They wrote: {self.quote(message)}"

    never_thanked = "Never thanked in public: it was reversed first."
    not_thanked_yet = "Not thanked in public yet."

    def not_thanked(self, trouble: str) -> str:
        """A thank-you that Discord has not taken so far."""
        return f"Not thanked in public yet; Discord says: {escaped(trouble)}"

    def thanked(self, channel: int, link: str, *, doubtful: bool) -> str:
        """Where a gift was acknowledged; `link` leads to the message."""
        twice = ", perhaps twice" if doubtful else ""
        return f"Thanked in <#{channel}>{twice}: {link}"

    def reversed_since(self, actor: str | None, at_ms: int, seq: int, note: str) -> str:
        """By whom, when and why a gift was taken back."""
        why = f" {self.because(note)}" if note else ""
        return (
            f"↩️ Reversed {self.moment(at_ms)} by {self.strong_name(actor)} "
            f"({self.reference(seq)}).{why}"
        )
