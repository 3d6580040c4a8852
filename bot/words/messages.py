"""What is said of messages that wait for a moderator."""

from bot.words.grammar import Grammar, escaped


class MessageWords(Grammar):
    """The sentences around held messages."""

    approve_button = "Approve"
    deny_button = "Deny"
    first_page_button = "◀ Oldest"
    no_messages_held = "No message waits. `/setup live messages` chooses whose messages wait here."
    message_waits = "-# Your message waits for a moderator; the gift is already theirs."

    def held_title(self, count: int) -> str:
        """How many messages wait for a moderator."""
        what = "1 message waits" if count == 1 else f"{self.number(count)} messages wait"
        return f"✉️ **{what}**, longest first"

    def held_message(
        self,
        *,
        seq: int,
        sender: str | None,
        recipient: str | None,
        emoji: str,
        name: str,
        quantity: int,
    ) -> str:
        """With which gift a message came, and to whom."""
        gift = f"{emoji} {self.number(quantity)} × " if quantity > 1 else f"{emoji} "
        return (
            f"{self.reference(seq)} {self.strong_name(sender)} to {self.strong_name(recipient)}, "
            f"with {gift}{escaped(name)}"
        )

    def held_since(self, at_ms: int) -> str:
        """Since when a message waits."""
        return f"-# Waiting since {self.moment(at_ms, 'R')}"

    def message_judged(self, actor: str | None, *, approved: bool) -> str:
        """In the log: who decided about a message, and what."""
        if approved:
            return f"✓ Approved by {self.strong_name(actor)}: everybody can read it."
        return f"✗ Denied by {self.strong_name(actor)}: it is deleted, the gift stands."

    def message_dropped(self, actor: str | None, reversal: int) -> str:
        """In the log: nobody decides about a message any more, for its gift was reversed."""
        return (
            f"↩️ {self.strong_name(actor)} reversed the gift ({self.reference(reversal)}): the "
            "message is deleted, and nobody has to decide."
        )

    def judged(self, seq: int, *, approved: bool) -> str:
        """The receipt that only the moderator reads."""
        if approved:
            return f"Approved! The message with {self.reference(seq)} stands under the gift now."
        return (
            f"Denied! The message with {self.reference(seq)} is deleted, the gift stands. "
            "Its sender learns of it with their next reply."
        )
