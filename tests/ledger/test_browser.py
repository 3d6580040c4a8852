"""The pages in the browser: who may open a creator's overlay, and how far its alerts have come."""

from typing import Any

import pytest

from bot.ledger.books.browser import PassedOver
from bot.ledger.outcomes import NothingChanged
from bot.ledger.outcomes.browser import (
    AlertTested,
    LooksOutOfRange,
    NoOverlay,
    OverlayChanged,
    OverlayClosed,
    OverlayOpened,
    TooManyTests,
)
from bot.ledger.outcomes.live import DeputyNamed, GiftReplayed, NotDeputy
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
from bot.ledger.requests.live import NameDeputy, ReplayGift
from bot.ledger.requests.marks import MarkPlayed, SignIn, SignOut
from bot.ledger.rules import mark
from tests.ledger.scene import ANN, BEA, GUILD, KIM, Scene, accepted


@pytest.fixture
def scene() -> Scene:
    """A guild in which nothing has happened."""
    return Scene()


LOOKS: dict[str, Any] = {"volume": 30, "speaks": True, "least_coins": 100}
SECRET: dict[str, Any] = {"handle": "abc", "digest": b"1"}


def opened(scene: Scene, **facts: Any) -> OverlayOpened:
    """Bea's overlay is opened."""
    return accepted(scene.ask(OpenOverlay, BEA, creator=BEA, **SECRET | facts), OverlayOpened)


def played(scene: Scene, number: int, through: int, combo: int = 0) -> bool:
    """A page of Bea's overlay has shown something."""
    return mark(
        MarkPlayed(
            guild=GUILD,
            creator=scene.member(BEA).number,
            combo=combo,
            through=through,
            played=number,
        ),
        scene.books,
    )


def test_an_overlay_begins_with_what_is_given_after_it_was_opened(scene: Scene) -> None:
    outcome = opened(scene)
    overlay = scene.book.browser.overlays[outcome.creator]
    assert (overlay.played_seq, overlay.handle, overlay.digest) == (outcome.seq, "abc", b"1")
    assert not outcome.replaces


def test_a_new_secret_goes_on_where_the_old_one_stopped(scene: Scene) -> None:
    first = opened(scene)
    accepted(scene.ask(ChangeOverlay, BEA, creator=BEA, **LOOKS), OverlayChanged)
    outcome = opened(scene, handle="xyz", digest=b"2")
    overlay = scene.book.browser.overlays[outcome.creator]
    assert outcome.replaces
    assert (overlay.played_seq, overlay.handle, overlay.digest) == (first.seq, "xyz", b"2")
    assert overlay.volume == 30


def test_asked_twice_under_one_key_the_first_secret_stands(scene: Scene) -> None:
    first = opened(scene, key="same")
    assert opened(scene, key="same", handle="xyz", digest=b"2") == first
    assert scene.book.browser.overlays[first.creator].digest == b"1"


def test_a_closed_overlay_is_gone_and_the_next_begins_anew(scene: Scene) -> None:
    opened(scene)
    accepted(scene.ask(ChangeOverlay, BEA, creator=BEA, **LOOKS), OverlayChanged)
    accepted(scene.ask(CloseOverlay, BEA, creator=BEA), OverlayClosed)
    assert scene.book.browser.overlays == {}
    assert scene.ask(CloseOverlay, BEA, creator=BEA) == NoOverlay()
    again = opened(scene)
    overlay = scene.book.browser.overlays[again.creator]
    assert (overlay.played_seq, overlay.volume) == (again.seq, 60)


def test_what_changes_nothing_says_so(scene: Scene) -> None:
    opened(scene)
    accepted(scene.ask(ChangeOverlay, BEA, creator=BEA, **LOOKS), OverlayChanged)
    assert scene.ask(ChangeOverlay, BEA, creator=BEA, **LOOKS) == NothingChanged()


@pytest.mark.parametrize(
    ("wrong", "refused"),
    [
        ({"volume": -1}, LooksOutOfRange(field="volume", least=0, most=LOUDEST)),
        ({"volume": LOUDEST + 1}, LooksOutOfRange(field="volume", least=0, most=LOUDEST)),
        ({"least_coins": 0}, LooksOutOfRange(field="least_coins", least=1, most=MOST_LEAST_COINS)),
        (
            {"least_coins": MOST_LEAST_COINS + 1},
            LooksOutOfRange(field="least_coins", least=1, most=MOST_LEAST_COINS),
        ),
    ],
)
def test_an_overlay_sounds_and_chooses_within_bounds(
    scene: Scene, wrong: dict[str, int], refused: LooksOutOfRange
) -> None:
    opened(scene)
    assert scene.ask(ChangeOverlay, BEA, creator=BEA, **LOOKS | wrong) == refused


@pytest.mark.parametrize(
    ("kind", "facts"),
    [(OpenOverlay, SECRET), (CloseOverlay, {}), (ChangeOverlay, LOOKS)],
)
def test_an_overlay_is_nobodys_but_its_creators_not_even_a_helpers(
    scene: Scene, kind: Any, facts: dict[str, Any]
) -> None:
    opened(scene)
    accepted(scene.ask(NameDeputy, BEA, deputy=KIM, on=True), DeputyNamed)
    for stranger in (ANN, KIM):
        assert scene.ask(kind, stranger, creator=BEA, **facts) == NotDeputy()


def test_a_test_alert_is_shown_by_the_creator_and_who_helps(scene: Scene) -> None:
    assert scene.ask(TestAlert, BEA, creator=BEA) == NoOverlay()
    opened(scene)
    accepted(scene.ask(TestAlert, BEA, creator=BEA), AlertTested)
    assert scene.ask(TestAlert, KIM, creator=BEA) == NotDeputy()
    accepted(scene.ask(NameDeputy, BEA, deputy=KIM, on=True), DeputyNamed)
    accepted(scene.ask(TestAlert, KIM, creator=BEA), AlertTested)


def test_only_so_many_tests_are_shown_in_a_row_whoever_asks(scene: Scene) -> None:
    opened(scene)
    accepted(scene.ask(NameDeputy, BEA, deputy=KIM, on=True), DeputyNamed)
    first_ms, minute = scene.book.now_ms, TESTS_MS // 1_000
    for number in range(MOST_TESTS):
        accepted(scene.ask(TestAlert, (BEA, KIM)[number % 2], creator=BEA), AlertTested)
        scene.later(seconds=1)
    refused = TooManyTests(most=MOST_TESTS, from_ms=first_ms + TESTS_MS)
    for actor in (BEA, KIM):
        assert scene.ask(TestAlert, actor, creator=BEA) == refused
    scene.later(seconds=minute - MOST_TESTS - 1)
    assert scene.ask(TestAlert, BEA, creator=BEA) == refused
    scene.later(seconds=1)
    accepted(scene.ask(TestAlert, BEA, creator=BEA), AlertTested)
    refused = TooManyTests(most=MOST_TESTS, from_ms=first_ms + 1_000 + TESTS_MS)
    assert scene.ask(TestAlert, BEA, creator=BEA) == refused


def test_tests_of_a_time_that_was_taken_back_hold_nobody_up(scene: Scene) -> None:
    opened(scene)
    scene.later(seconds=TESTS_MS / 100)
    for _ in range(MOST_TESTS):
        accepted(scene.ask(TestAlert, BEA, creator=BEA), AlertTested)
    scene.later(seconds=-TESTS_MS / 100)
    accepted(scene.ask(TestAlert, BEA, creator=BEA), AlertTested)


def passed(scene: Scene, number: int, combo: int = 0) -> bool:
    """An alert of Bea's never came to its end."""
    return mark(
        MarkPlayed(
            guild=GUILD,
            creator=scene.member(BEA).number,
            combo=0,
            through=0,
            played=number,
            passed_over=PassedOver(number, "gift" if combo else "test", combo),
        ),
        scene.books,
    )


def test_an_alert_that_is_passed_over_is_kept_until_it_is_shown_again(scene: Scene) -> None:
    opened(scene)
    scene.fund(ANN, 1_000)
    gift = scene.sent(ANN, BEA)
    assert passed(scene, gift.seq, gift.combo)
    changes = scene.book.browser.changes
    assert {name: told for name, (told, _) in changes.passed_over.items()} == {
        (scene.member(BEA).number, gift.seq): PassedOver(gift.seq, "gift", gift.combo)
    }
    accepted(scene.ask(ReplayGift, BEA, creator=BEA, combo=gift.combo), GiftReplayed)
    assert changes.passed_over == {}
    assert changes.shown_again == {(scene.member(BEA).number, gift.combo)}


def test_what_has_its_turn_yet_is_not_passed_over(scene: Scene) -> None:
    opened(scene)
    assert passed(scene, scene.book.last_seq + 1)
    assert scene.book.browser.changes.passed_over == {}


def test_alerts_never_go_back_nor_past_what_there_is(scene: Scene) -> None:
    first = opened(scene)
    overlay = scene.book.browser.overlays[first.creator]
    accepted(scene.ask(TestAlert, BEA, creator=BEA), AlertTested)
    last = scene.book.last_seq
    assert played(scene, first.seq - 1, first.seq - 1)
    assert overlay.played_seq == first.seq
    assert played(scene, last + 1_000, last + 1_000)
    assert overlay.played_seq == last


def test_a_combo_is_kept_apart_only_beyond_what_is_done(scene: Scene) -> None:
    first = opened(scene)
    changes = scene.book.browser.changes
    assert played(scene, first.seq, first.seq, combo=first.seq)
    assert changes.played == {}
    assert played(scene, first.seq, first.seq + 5, combo=first.seq)
    assert changes.played == {(first.creator, first.seq): first.seq + 5}


def test_what_a_page_of_a_closed_overlay_says_means_nothing(scene: Scene) -> None:
    opened(scene)
    accepted(scene.ask(CloseOverlay, BEA, creator=BEA), OverlayClosed)
    assert not played(scene, 99, 99)
    assert scene.book.browser.changes.played == {}


def test_somebody_is_signed_in_by_a_digest_until_a_moment(scene: Scene) -> None:
    assert mark(SignIn(guild=GUILD, person=BEA, digest=b"d", expires_ms=9), scene.books)
    (session,) = scene.book.browser.changes.sessions
    assert (session.digest, session.member, session.expires_ms) == (
        b"d",
        scene.member(BEA).number,
        9,
    )
    assert mark(SignOut(guild=GUILD, digest=b"d"), scene.books)
    assert scene.book.browser.changes.signed_out == [b"d"]
