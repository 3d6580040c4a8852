"""Where overlays and sessions lie between two batches, as the tables of a database hold them."""

from copy import copy
from dataclasses import dataclass, field, replace

from bot.ledger.books import Operation
from bot.ledger.books.browser import BrowserBook, BrowserChanges, Overlay, PassedOver, Session
from bot.ledger.outcomes.browser import AlertTested

MOST_PASSED = 20


@dataclass
class BrowserShelf:
    """The browser's part of one guild."""

    overlays: dict[int, Overlay] = field(default_factory=dict)
    ahead: dict[tuple[int, int], int] = field(default_factory=dict)
    passed: dict[tuple[int, int], PassedOver] = field(default_factory=dict)
    sessions: dict[bytes, Session] = field(default_factory=dict)

    def after(self, changes: BrowserChanges, now_ms: int) -> "BrowserShelf":
        """What lies here once a batch is put away; this stays as it is."""
        shelf = BrowserShelf(
            copy(self.overlays), copy(self.ahead), copy(self.passed), copy(self.sessions)
        )
        shelf.put(changes, now_ms)
        return shelf

    def put(self, changes: BrowserChanges, now_ms: int) -> None:
        """Put away what changed, in the order of the store's statements."""
        for creator in changes.closed:
            self.overlays.pop(creator, None)
            self._forget(creator)
        self.overlays.update((key, replace(one)) for key, one in changes.overlays.items())
        for name, through in changes.played.items():
            self.ahead[name] = max(self.ahead.get(name, 0), through)
        for creator, number in [*self.ahead]:
            written = changes.overlays.get(creator)
            if written and self.ahead[creator, number] <= written.played_seq:
                del self.ahead[creator, number]
        self._put_passed(changes)
        self._put_sessions(changes, now_ms)

    def _put_passed(self, changes: BrowserChanges) -> None:
        for name in [*self.passed]:
            if (name[0], self.passed[name].combo) in changes.shown_again:
                del self.passed[name]
        for name, (passed, _) in changes.passed_over.items():
            self.passed.setdefault(name, passed)
        for creator, _ in changes.passed_over:
            own = sorted(name for name in self.passed if name[0] == creator)
            for name in own[:-MOST_PASSED]:
                del self.passed[name]

    def _forget(self, creator: int) -> None:
        for name in [name for name in self.ahead if name[0] == creator]:
            del self.ahead[name]
        for name in [name for name in self.passed if name[0] == creator]:
            del self.passed[name]

    def _put_sessions(self, changes: BrowserChanges, now_ms: int) -> None:
        if changes.sessions:
            for digest in [*self.sessions]:
                if self.sessions[digest].expires_ms <= now_ms:
                    del self.sessions[digest]
        for session in changes.sessions:
            assert session.digest not in self.sessions
            self.sessions[session.digest] = session
        for digest in changes.signed_out:
            self.sessions.pop(digest, None)

    def open(self, browser: BrowserBook, operations: list[Operation]) -> None:
        """Tell a book what lies here, in copies of its own."""
        browser.overlays.update((key, replace(one)) for key, one in self.overlays.items())
        for done in operations:
            if isinstance(done.outcome, AlertTested):
                browser.tests.setdefault(done.outcome.creator, []).append(done.at_ms)
