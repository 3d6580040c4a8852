"""One thing that a person did, and what came back for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bot.sandbox.people.seen import Message, Modal
from bot.sandbox.people.waiting import Changes


class NoAnswerError(LookupError):
    """An exchange was asked for an answer that it does not have."""


class Mailbox(Protocol):
    """Where an exchange looks up the present state of messages."""

    changes: Changes

    def message(self, message_id: int) -> Message | None:
        """Return the latest version, None if it is gone or was never seen."""

    def caused_by(self, interaction_id: int) -> tuple[int, ...]:
        """Return the ids of the messages that an interaction created, oldest first."""


class Exchange:
    """What followed one interaction of one person; it goes on following later edits."""

    def __init__(
        self, mailbox: Mailbox, what: str, nonce: str, source: int | None, seconds: float
    ) -> None:
        self.what = what
        self.nonce = nonce
        self.source = source
        self.interaction_id: int | None = None
        self.acknowledged = False
        self.failure: str | None = None
        self._opened: Modal | None = None
        self._by_nonce: list[int] = []
        self._source_updated = False
        self._mailbox = mailbox
        self._seconds = seconds

    @property
    def failed(self) -> bool:
        """Tell whether the client would show that the interaction failed."""
        return self.failure is not None

    @property
    def created(self) -> tuple[Message, ...]:
        """Return the messages that it created and that still exist, as they are now."""
        caused = () if self.interaction_id is None else self._mailbox.caused_by(self.interaction_id)
        ids = sorted({*self._by_nonce, *caused})
        found = (self._mailbox.message(message_id) for message_id in ids)
        return tuple(message for message in found if message is not None)

    @property
    def updated(self) -> tuple[Message, ...]:
        """Return the message whose control was used, if it was edited before this settled."""
        if self.source is None or not self._source_updated:
            return ()
        message = self._mailbox.message(self.source)
        return () if message is None else (message,)

    @property
    def has_reply(self) -> bool:
        """Tell whether a message answered."""
        return bool(self.created or self.updated)

    @property
    def reply(self) -> Message:
        """Return the message that answered, as it is now; NoAnswerError if none did.

        That is the first message created; otherwise the one that bears the control, if edited.
        """
        answers = self.created or self.updated
        if not answers:
            raise NoAnswerError(f"{self.what} got no message: {self.failure or 'none came yet'}.")
        return answers[0]

    @property
    def has_modal(self) -> bool:
        """Tell whether a modal opened."""
        return self._opened is not None

    @property
    def modal(self) -> Modal:
        """Return the modal that opened; NoAnswerError if none did."""
        if self._opened is None:
            raise NoAnswerError(f"{self.what} opened no modal: {self.failure or 'none came yet'}.")
        return self._opened

    async def answered(self, seconds: float | None = None) -> Exchange:
        """Wait until the application has acknowledged or the interaction has failed."""
        return await self._until(self._is_answered, seconds, f"{self.what} waits for an answer.")

    async def settled(self, seconds: float | None = None) -> Exchange:
        """Wait until there is a final answer: a message that no longer loads, a modal, a failure.

        An answer that acknowledges without a message settles with the later edit or message.
        """
        return await self._until(
            self._is_settled, seconds, f"{self.what} waits for its final answer."
        )

    async def shows(
        self, predicate: Callable[[Message], bool], seconds: float | None = None
    ) -> Message:
        """Wait until a message that this created or updated satisfies the predicate."""

        def look() -> Message | None:
            answers = (*self.created, *self.updated)
            return next((message for message in answers if predicate(message)), None)

        sentence = f"{self.what} waits for a certain answer."
        limit = self._seconds if seconds is None else seconds
        return await self._mailbox.changes.until(look, limit, sentence)

    def started(self, interaction_id: int | None) -> None:
        """Note the id under which the server runs this interaction."""
        if interaction_id is not None:
            self.interaction_id = interaction_id

    def opened(self, modal: Modal) -> None:
        """Note the modal that answered."""
        self._opened = modal

    def brought(self, message_id: int) -> None:
        """Note a message that arrived under this exchange's nonce."""
        if message_id not in self._by_nonce:
            self._by_nonce.append(message_id)

    def source_changed(self) -> None:
        """Note an edit of the message whose control was used, while no answer stood yet.

        Discord acknowledges before it edits: what is edited earlier has another cause.
        """
        if self.acknowledged and not self._is_settled():
            self._source_updated = True

    def fail(self, reason: str) -> None:
        """Note that the interaction failed."""
        self.failure = reason

    def _is_answered(self) -> bool:
        return self.failed or self.has_modal or self.acknowledged or bool(self.created)

    def _is_settled(self) -> bool:
        if self.failed or self.has_modal:
            return True
        if self.created:
            return not self.created[0].loading
        gone = self.source is not None and self._mailbox.message(self.source) is None
        return self.acknowledged and (gone or bool(self.updated))

    async def _until(
        self, reached: Callable[[], bool], seconds: float | None, sentence: str
    ) -> Exchange:
        def look() -> Exchange | None:
            return self if reached() else None

        limit = self._seconds if seconds is None else seconds
        return await self._mailbox.changes.until(look, limit, sentence)
