"""Moderation: freezing and unfreezing, with reasons, and who is told."""

from collections.abc import Callable

import pytest

from bot.ledger.books import LOG_SINK, Acknowledgement
from bot.ledger.outcomes import (
    AlreadyFrozen,
    MemberFrozen,
    MemberUnfrozen,
    MessageTooLong,
    NotFrozen,
    Outcome,
    OwnFavour,
    ReasonMissing,
)
from tests.ledger.scene import ANN, BEA, KIM, MOD, Scene, accepted

ACTS: list[Callable[..., Outcome]] = [Scene.freeze, Scene.unfreeze]


def test_a_member_is_frozen_and_unfrozen() -> None:
    scene = Scene()
    number = scene.member(ANN).number
    assert scene.freeze(ANN) == MemberFrozen(seq=1, member=number)
    assert scene.member(ANN).frozen_seq == 1
    assert scene.unfreeze(ANN) == MemberUnfrozen(seq=2, member=number)
    assert scene.member(ANN).frozen_seq is None
    assert scene.freeze(ANN) == MemberFrozen(seq=3, member=number)


def test_a_frozen_member_is_not_frozen_again() -> None:
    scene = Scene()
    first = accepted(scene.freeze(ANN), MemberFrozen)
    assert scene.freeze(ANN, by=KIM) == AlreadyFrozen(by_seq=first.seq)


def test_only_a_frozen_member_is_unfrozen() -> None:
    scene = Scene()
    scene.freeze(BEA)
    assert scene.unfreeze(ANN) == NotFrozen()


def test_nobody_unfreezes_themselves() -> None:
    scene = Scene()
    scene.freeze(ANN)
    assert scene.unfreeze(ANN, by=ANN) == OwnFavour()
    accepted(scene.unfreeze(ANN, by=MOD), MemberUnfrozen)


def test_somebody_may_freeze_themselves() -> None:
    scene = Scene()
    accepted(scene.freeze(MOD, by=MOD), MemberFrozen)
    assert scene.notices(MOD) == []


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("reason", ["", " ", "\n"])
def test_both_have_a_reason(act: Callable[..., Outcome], reason: str) -> None:
    assert act(Scene(), ANN, reason=reason) == ReasonMissing()


@pytest.mark.parametrize("act", ACTS)
def test_a_reason_has_at_most_300_characters(act: Callable[..., Outcome]) -> None:
    assert act(Scene(), ANN, reason="x" * 301) == MessageTooLong(length=301, most=300)


def test_the_books_keep_who_did_it_to_whom_and_why() -> None:
    scene = Scene()
    scene.freeze(ANN, reason=" a dispute ")
    scene.unfreeze(ANN, by=KIM, reason="settled")
    froze, unfroze = scene.book.changes.operations
    subject = scene.member(ANN).number
    assert (froze.actor, froze.subject) == (scene.member(MOD).number, subject)
    assert (unfroze.actor, unfroze.subject) == (scene.member(KIM).number, subject)
    assert scene.notes() == {1: "a dispute", 2: "settled"}
    assert scene.book.changes.transfers == []
    assert scene.book.changes.members[subject].frozen_seq is None


def test_a_member_whose_state_changed_is_to_be_written() -> None:
    scene = Scene()
    member, _ = scene.member(ANN), scene.member(MOD)
    for act in ACTS:
        scene.book.changes.members.clear()
        act(scene, ANN)
        assert scene.book.changes.members == {member.number: member}


def test_the_member_is_told_of_both_and_the_log_channel_shows_both() -> None:
    scene = Scene(log_channel=88)
    scene.freeze(ANN)
    scene.unfreeze(ANN)
    assert scene.notices(ANN) == [1, 2]
    for seq in (1, 2):
        assert scene.acknowledgement(seq, LOG_SINK) == Acknowledgement(
            seq, LOG_SINK, 1, 88, home=88
        )


def test_without_a_log_channel_nothing_is_posted_and_the_member_is_still_told() -> None:
    scene = Scene()
    scene.freeze(ANN)
    assert scene.acknowledgement(1, LOG_SINK) is None
    assert scene.notices(ANN) == [1]
