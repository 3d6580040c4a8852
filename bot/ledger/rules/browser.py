"""Overlays and who is signed in: what the pages in the browser have entered into the books."""

from bot.ledger.books import GuildBook, Member
from bot.ledger.books.browser import Overlay, Session
from bot.ledger.outcomes import NothingChanged, Outcome, Refused
from bot.ledger.outcomes.browser import (
    AlertTested,
    LooksOutOfRange,
    NoOverlay,
    OverlayChanged,
    OverlayClosed,
    OverlayOpened,
    TooManyTests,
)
from bot.ledger.outcomes.live import NotDeputy
from bot.ledger.requests.browser import (
    LOUDEST,
    MOST_LEAST_COINS,
    MOST_TESTS,
    TESTS_MS,
    ChangeOverlay,
    CloseOverlay,
    OpenOverlay,
    TestAlert,
)
from bot.ledger.requests.live import OfCreator
from bot.ledger.requests.marks import MarkPlayed, SignIn, SignOut
from bot.ledger.rules.thanks import free_from_ms, refuse_actor


def open_overlay(request: OpenOverlay, book: GuildBook) -> Outcome:
    creator = book.member(request.creator)
    refusal = _refuse_stranger(request, creator, book)
    if refusal:
        return refusal
    known = book.browser.overlays.get(creator.number)
    outcome = OverlayOpened(seq=book.next_seq(), creator=creator.number, replaces=known is not None)
    book.record(outcome, creator)
    # Alerts begin with what is given from now on; a new address goes on where the old one stopped.
    overlay = known or Overlay(creator.number, played_seq=outcome.seq)
    overlay.handle, overlay.digest, overlay.opened_ms = request.handle, request.digest, book.now_ms
    book.browser.write(overlay)
    return outcome


def close_overlay(request: CloseOverlay, book: GuildBook) -> Outcome:
    creator = book.member(request.creator)
    refusal = _refuse_stranger(request, creator, book)
    if refusal:
        return refusal
    if creator.number not in book.browser.overlays:
        return NoOverlay()
    outcome = OverlayClosed(seq=book.next_seq(), creator=creator.number)
    book.record(outcome, creator)
    book.browser.close(creator.number)
    return outcome


def change_overlay(request: ChangeOverlay, book: GuildBook) -> Outcome:
    creator = book.member(request.creator)
    refusal = _refuse_stranger(request, creator, book) or _refuse_looks(request)
    if refusal:
        return refusal
    overlay = book.browser.overlays.get(creator.number)
    if overlay is None:
        return NoOverlay()
    wanted = (request.volume, request.speaks, request.least_coins)
    if wanted == (overlay.volume, overlay.speaks, overlay.least_coins):
        return NothingChanged()
    outcome = OverlayChanged(
        seq=book.next_seq(),
        creator=creator.number,
        volume=request.volume,
        speaks=request.speaks,
        least_coins=request.least_coins,
    )
    book.record(outcome, creator)
    overlay.volume, overlay.speaks, overlay.least_coins = wanted
    book.browser.write(overlay)
    return outcome


def test_alert(request: TestAlert, book: GuildBook) -> Outcome:
    creator = book.member(request.creator)
    refusal = refuse_actor(request, creator, book)
    if refusal:
        return refusal
    if creator.number not in book.browser.overlays:
        return NoOverlay()
    tests = book.browser.tests.setdefault(creator.number, [])
    from_ms = free_from_ms(tests, MOST_TESTS, TESTS_MS, book.now_ms)
    if from_ms:
        return TooManyTests(most=MOST_TESTS, from_ms=from_ms)
    tests.append(book.now_ms)
    outcome = AlertTested(seq=book.next_seq(), creator=creator.number)
    book.record(outcome, book.member(request.actor), subject=creator)
    return outcome


def _refuse_stranger(request: OfCreator, creator: Member, book: GuildBook) -> Refused | None:
    """The address of an overlay, and how it looks, are nobody's but the creator's own."""
    return None if book.member(request.actor) is creator else NotDeputy()


def _refuse_looks(request: ChangeOverlay) -> Refused | None:
    if not 0 <= request.volume <= LOUDEST:
        return LooksOutOfRange(field="volume", least=0, most=LOUDEST)
    if not 1 <= request.least_coins <= MOST_LEAST_COINS:
        return LooksOutOfRange(field="least_coins", least=1, most=MOST_LEAST_COINS)
    return None


def mark_played(request: MarkPlayed, book: GuildBook) -> bool:
    """Enter how far an overlay's alerts have come; they never go back."""
    overlay = book.browser.overlays.get(request.creator)
    if overlay is None:
        return False
    played = min(request.played, book.last_seq)
    if played > overlay.played_seq:
        overlay.played_seq = played
        book.browser.write(overlay)
    if request.combo and request.through > overlay.played_seq:
        done, name = book.browser.changes.played, (overlay.creator, request.combo)
        done[name] = max(done.get(name, 0), request.through)
    passed = request.passed_over
    # Nothing is told to be passed over that still has its turn.
    if passed and passed.first <= overlay.played_seq:
        name = (overlay.creator, passed.first)
        # Told twice, it stays as it was told first, whether that is on disk by now or not.
        book.browser.changes.passed_over.setdefault(name, (passed, book.now_ms))
    return True


def sign_in(request: SignIn, book: GuildBook) -> bool:
    """Keep who is signed in; whose time is over is forgotten with it."""
    session = Session(
        request.digest, book.member(request.person).number, book.now_ms, request.expires_ms
    )
    book.browser.changes.sessions.append(session)
    return True


def sign_out(request: SignOut, book: GuildBook) -> bool:
    """Forget who was signed in, in one browser or in all of theirs."""
    book.browser.changes.signed_out.append(request.digest)
    if request.user_id:
        book.browser.changes.signed_out_everywhere.append(request.user_id)
    return True
