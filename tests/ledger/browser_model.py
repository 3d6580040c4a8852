"""Overlays told a second time: how far alerts have come is looked up, never counted on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from bot.ledger.requests import Request
from bot.ledger.requests.browser import ChangeOverlay, CloseOverlay, OpenOverlay, TestAlert
from bot.ledger.requests.live import OfCreator, ReplayGift
from bot.ledger.requests.marks import MarkPlayed, SignIn, SignOut
from tests.ledger.expected import Expected, refuse
from tests.ledger.live_model import LiveModel

MOST_TESTS = 5
A_MINUTE = timedelta(minutes=1)
MOST_PASSED = 20
AlertName = tuple[int, int]
"""Whose alert, by Discord id, and the number that it begins with."""


class ModelOverlay(NamedTuple):
    """An overlay: its secret, when that was made, how far it has come, and how it is set."""

    secret: bytes
    opened: datetime
    played: int
    looks: tuple[int, bool, int] = (60, False, 1)


class BrowserModel(LiveModel):
    """The part of one guild that pages in the browser act on."""

    def __init__(self) -> None:
        """Start with no overlay, and nobody signed in."""
        super().__init__()
        self.overlays: dict[int, ModelOverlay] = {}
        self.tests: tuple[tuple[int, datetime], ...] = ()
        self.ahead: dict[AlertName, int] = {}
        """Up to which gift a combo was shown, beyond how far its creator's overlay has come."""
        self.passed: dict[AlertName, int] = {}
        """Of which combo an alert was that was passed over."""
        self.signed_in: dict[bytes, tuple[int, datetime]] = {}

    # Requests.

    def asked_live(self, request: Request) -> object:
        """What is asked; another secret is no other wish."""
        if isinstance(request, OpenOverlay):
            return request.creator.user_id
        return super().asked_live(request)

    def act_live(self, request: Request) -> Expected:
        """What must come of a request about overlays, or about shows."""
        acts: dict[type[Request], Callable[[Any], Expected]] = {
            OpenOverlay: self._open,
            CloseOverlay: self._close,
            ChangeOverlay: self._change,
            TestAlert: self._test,
        }
        if type(request) in acts:
            return acts[type(request)](request)
        expected = super().act_live(request)
        if isinstance(request, ReplayGift):
            gone = (request.creator.user_id, request.combo)
            self.passed = {
                name: combo for name, combo in self.passed.items() if (name[0], combo) != gone
            }
        return expected

    def _must_own(self, request: OfCreator) -> int:
        creator = request.creator.user_id
        if request.actor.user_id != creator:
            refuse("not-deputy")
        return creator

    def _open(self, request: OpenOverlay) -> Expected:
        creator = self._must_own(request)
        known = self.overlays.get(creator)
        number = self.numbers[creator]
        expected = self._done("live-overlay", creator=number, replaces=known is not None)
        overlay = known or ModelOverlay(b"", self.now, self.seq)
        self.overlays[creator] = overlay._replace(secret=request.digest, opened=self.now)
        return expected

    def _close(self, request: CloseOverlay) -> Expected:
        creator = self._must_own(request)
        if creator not in self.overlays:
            refuse("no-overlay")
        del self.overlays[creator]
        for kept in (self.ahead, self.passed):
            for name in [name for name in kept if name[0] == creator]:
                del kept[name]
        return self._done("live-overlay-closed", creator=self.numbers[creator])

    def _change(self, request: ChangeOverlay) -> Expected:
        creator = self._must_own(request)
        if request.volume not in range(101):
            refuse("overlay-looks", field="volume", least=0, most=100)
        if request.least_coins not in range(1, 10**9 + 1):
            refuse("overlay-looks", field="least_coins", least=1, most=10**9)
        overlay = self.overlays.get(creator) or refuse("no-overlay")
        looks = (request.volume, request.speaks, request.least_coins)
        if looks == overlay.looks:
            refuse("nothing-changed")
        self.overlays[creator] = overlay._replace(looks=looks)
        names = ("volume", "speaks", "least_coins")
        return self._done("live-overlay-looks", **dict(zip(names, looks, strict=True)))

    def _test(self, request: TestAlert) -> Expected:
        self._must_act_for(request.actor, request.creator)
        creator = request.creator.user_id
        if creator not in self.overlays:
            refuse("no-overlay")
        lately = [at for who, at in self.tests if who == creator and self.now - at < A_MINUTE]
        if len(lately) >= MOST_TESTS:
            refuse("too-many-tests", most=MOST_TESTS)
        self.tests = (*self.tests, (creator, self.now))
        return self._done("live-test-alert", creator=self.numbers[creator])

    # Marks.

    def play(self, request: MarkPlayed, creator: int) -> bool:
        """A page has shown something, or broke on it; whether there is such an overlay."""
        overlay = self.overlays.get(creator)
        if overlay is None:
            return False
        played = max(overlay.played, min(request.played, self.seq))
        self.overlays[creator] = overlay._replace(played=played)
        if request.combo:
            name = (creator, request.combo)
            self.ahead[name] = max(self.ahead.get(name, 0), request.through)
        for name in [name for name in self.ahead if name[0] == creator]:
            if self.ahead[name] <= played:
                del self.ahead[name]
        passed = request.passed_over
        if passed and passed.first <= played:
            self.passed.setdefault((creator, passed.first), passed.combo)
        own = sorted(name for name in self.passed if name[0] == creator)
        for name in own[:-MOST_PASSED]:
            del self.passed[name]
        return True

    def sign_in(self, request: SignIn, until: datetime) -> None:
        """Somebody is signed in; whose time is over is forgotten."""
        who = request.person.user_id
        self.numbers.setdefault(who, len(self.numbers) + 1)
        kept = {name: it for name, it in self.signed_in.items() if it[1] > self.now}
        self.signed_in = {**kept, request.digest: (who, until)}

    def sign_out(self, request: SignOut) -> None:
        """Somebody is signed in no more."""
        self.signed_in = {name: it for name, it in self.signed_in.items() if name != request.digest}
