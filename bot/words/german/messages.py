"""What is said of messages that wait for a moderator, in German."""

from bot.words.german.grammar import GermanGrammar
from bot.words.grammar import escaped
from bot.words.messages import MessageWords


class GermanMessageWords(GermanGrammar, MessageWords):
    """The sentences around held messages."""

    approve_button = "Freigeben"
    deny_button = "Ablehnen"
    first_page_button = "◀ Älteste"
    no_messages_held = (
        "Keine Nachricht wartet. `/setup live messages` legt fest, wessen Nachrichten hier warten."
    )
    message_waits = "-# Deine Nachricht wartet auf die Moderation; das Geschenk ist schon da."

    def held_title(self, count: int) -> str:
        """How many messages wait for a moderator."""
        what = "1 Nachricht wartet" if count == 1 else f"{self.number(count)} Nachrichten warten"
        return f"✉️ **{what}**, die älteste zuerst"

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
            f"{self.reference(seq)} {self.strong_name(sender)} an {self.strong_name(recipient)}, "
            f"mit {gift}{escaped(name)}"
        )

    def held_since(self, at_ms: int) -> str:
        """Since when a message waits."""
        return f"-# Wartet seit {self.moment(at_ms, 'R')}"

    def message_judged(self, actor: str | None, *, approved: bool) -> str:
        """In the log: who decided about a message, and what."""
        if approved:
            return f"✓ Freigegeben von {self.strong_name(actor)}: Alle können sie lesen."
        return f"✗ Abgelehnt von {self.strong_name(actor)}: gelöscht, das Geschenk bleibt."

    def message_dropped(self, actor: str | None, reversal: int) -> str:
        """In the log: nobody decides about a message any more, for its gift was reversed."""
        return (
            f"↩️ {self.strong_name(actor)} hat das Geschenk zurückgenommen "
            f"({self.reference(reversal)}): Die Nachricht ist gelöscht, niemand muss entscheiden."
        )

    def judged(self, seq: int, *, approved: bool) -> str:
        """The receipt that only the moderator reads."""
        if approved:
            return f"Freigegeben! Die Nachricht zu {self.reference(seq)} steht jetzt beim Geschenk."
        return (
            f"Abgelehnt! Die Nachricht zu {self.reference(seq)} ist gelöscht, das Geschenk bleibt. "
            "Wer sie schrieb, erfährt es mit der nächsten Antwort."
        )
