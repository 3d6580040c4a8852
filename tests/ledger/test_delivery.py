"""Delivery: how far showing an acknowledgement has come, and what a member has read."""

import pytest

from bot.ledger.books import CHANNEL_SINK, LOG_SINK, Acknowledgement
from bot.ledger.books.live import BOARD_SINK
from bot.ledger.outcomes.live import ShowStarted
from bot.ledger.requests.live import StartShow
from bot.ledger.requests.marks import MarkSeen, MarkShown, MarkTold, Remember, Stage
from tests.ledger.scene import ANN, BEA, CHANNEL, GUILD, KIM, NOW, Scene, accepted, milliseconds


def one_gift() -> tuple[Scene, int]:
    scene = Scene().holding(ANN, coins=10)
    return scene, scene.sent(ANN, BEA).seq


def shown_state(scene: Scene, seq: int) -> Acknowledgement:
    acknowledgement = scene.acknowledgement(seq)
    assert acknowledgement is not None
    return acknowledgement


def test_an_attempt_is_recorded_before_anything_is_shown() -> None:
    scene, seq = one_gift()
    assert scene.shown(seq, Stage.ATTEMPTED, channel=CHANNEL)
    state = shown_state(scene, seq)
    assert (state.attempted, state.attempts, state.shown) == (1, 1, 0)
    assert (state.attempted_ms, state.channel) == (milliseconds(NOW), CHANNEL)


def test_what_was_shown_is_known_with_its_channel_message_and_time() -> None:
    scene, seq = one_gift()
    scene.shown(seq, Stage.ATTEMPTED, channel=CHANNEL)
    assert scene.shown(seq, Stage.SHOWN, channel=CHANNEL, message=4_242)
    state = shown_state(scene, seq)
    assert (state.shown, state.message, state.channel) == (1, 4_242, CHANNEL)
    assert (state.shown_ms, state.doubtful) == (milliseconds(NOW), False)


def test_what_is_shown_is_not_shown_again() -> None:
    scene, seq = one_gift()
    scene.shown(seq, Stage.SHOWN, channel=CHANNEL, message=4_242)
    for stage in Stage:
        assert not scene.shown(seq, stage, message=9)
    assert shown_state(scene, seq).message == 4_242


def test_a_live_board_is_taken_down_and_shown_anew() -> None:
    scene = Scene()
    begin = StartShow(guild=GUILD, key="live", actor=BEA, creator=BEA, channel=CHANNEL)
    show = accepted(scene.decide(begin), ShowStarted).seq

    def mark(stage: Stage, message: int = 0, revision: int = 1) -> bool:
        wanted = MarkShown(
            guild=GUILD,
            acknowledgement=show,
            sink=BOARD_SINK,
            revision=revision,
            stage=stage,
            channel=CHANNEL,
            message=message,
        )
        return scene.mark(wanted)

    assert mark(Stage.ATTEMPTED)
    assert mark(Stage.SHOWN, 7)
    assert not mark(Stage.SHOWN, 8)
    assert mark(Stage.ATTEMPTED)
    board = scene.acknowledgement(show, BOARD_SINK)
    assert board is not None
    # Until the next one stands it is in doubt, and nothing else is taken for it.
    assert (board.shown, board.attempted, board.message) == (0, 1, 0)
    assert mark(Stage.SHOWN, 9)
    assert (board.shown, board.message, board.attempts) == (1, 9, 2)
    assert not mark(Stage.ATTEMPTED, revision=2)


def test_what_discord_refused_is_in_no_doubt_and_tried_again() -> None:
    scene, seq = one_gift()
    scene.shown(seq, Stage.ATTEMPTED, channel=CHANNEL)
    assert scene.shown(seq, Stage.FAILED, trouble="forbidden")
    state = shown_state(scene, seq)
    assert (state.attempted, state.shown, state.trouble) == (0, 0, "forbidden")
    scene.shown(seq, Stage.ATTEMPTED, channel=CHANNEL)
    scene.shown(seq, Stage.SHOWN, channel=CHANNEL, message=7)
    state = shown_state(scene, seq)
    assert (state.attempts, state.shown, state.trouble) == (2, 1, "")


def test_a_refused_second_revision_leaves_the_first_standing() -> None:
    scene, seq = one_gift()
    scene.shown(seq, Stage.SHOWN, channel=CHANNEL, message=7)
    scene.reverse(seq)
    scene.shown(seq, Stage.ATTEMPTED, revision=2, channel=CHANNEL)
    scene.shown(seq, Stage.FAILED, revision=2, trouble="forbidden")
    state = shown_state(scene, seq)
    assert (state.wanted, state.shown, state.attempted, state.message) == (2, 1, 1, 7)


def test_a_message_that_was_found_stays_known_whatever_comes_of_changing_it() -> None:
    scene, seq = one_gift()
    scene.shown(seq, Stage.ATTEMPTED, channel=CHANNEL)
    scene.reverse(seq)
    scene.shown(seq, Stage.ATTEMPTED, revision=2, channel=CHANNEL, message=7)
    assert (shown_state(scene, seq).shown, shown_state(scene, seq).message) == (0, 7)
    scene.shown(seq, Stage.FAILED, revision=2, trouble="forbidden")
    assert shown_state(scene, seq).message == 7


def test_an_attempt_that_closes_a_combo_is_at_all_that_is_wanted_and_nothing_joins_it() -> None:
    scene = Scene().holding(ANN, coins=10)
    first = scene.sent(ANN, BEA).seq
    scene.sent(ANN, BEA)
    closing = MarkShown(
        guild=GUILD,
        acknowledgement=first,
        sink=CHANNEL_SINK,
        revision=2,
        stage=Stage.ATTEMPTED,
        channel=CHANNEL,
        closes=True,
    )
    assert scene.mark(closing)
    state = shown_state(scene, first)
    assert (state.wanted, state.attempted, state.digest) == (3, 3, 0)
    later = scene.sent(ANN, BEA)
    assert shown_state(scene, later.seq).wanted == 1
    assert shown_state(scene, first).wanted == 3


def test_what_was_taken_back_unread_and_begins_anew_is_counted_up_and_settled() -> None:
    scene, seq = one_gift()
    scene.reverse(seq)
    assert shown_state(scene, seq).wanted == 0
    scene.sent(ANN, BEA)
    assert shown_state(scene, seq).wanted == 2


def test_a_doubt_is_never_forgotten() -> None:
    scene, seq = one_gift()
    assert scene.shown(seq, Stage.DOUBTFUL, channel=CHANNEL)
    assert (shown_state(scene, seq).attempted, shown_state(scene, seq).doubtful) == (1, True)
    # Neither a refusal nor a later attempt that is in no doubt takes it back.
    scene.shown(seq, Stage.FAILED, trouble="forbidden")
    scene.shown(seq, Stage.ATTEMPTED, channel=CHANNEL)
    scene.shown(seq, Stage.SHOWN, channel=CHANNEL, message=7)
    assert (shown_state(scene, seq).shown, shown_state(scene, seq).doubtful) == (1, True)
    scene.reverse(seq)
    scene.shown(seq, Stage.SHOWN, revision=2, channel=CHANNEL, message=7)
    assert (shown_state(scene, seq).shown, shown_state(scene, seq).doubtful) == (2, True)


@pytest.mark.parametrize("revision", [-1, 0, 2])
@pytest.mark.parametrize("stage", Stage)
def test_a_revision_that_nobody_wants_is_not_marked(stage: Stage, revision: int) -> None:
    scene, seq = one_gift()
    before = scene.everything()
    assert not scene.shown(seq, stage, revision=revision)
    assert scene.everything() == before


def test_a_mark_for_nothing_means_nothing() -> None:
    scene, seq = one_gift()
    assert not scene.shown(seq + 1, Stage.SHOWN)
    assert not scene.mark(
        MarkShown(guild=GUILD, acknowledgement=seq, sink="elsewhere", revision=1, stage=Stage.SHOWN)
    )


def test_each_sink_is_marked_for_itself() -> None:
    scene = Scene(log_channel=88).holding(ANN, coins=10)
    scene.reverse(scene.sent(ANN, BEA).seq)
    shown = MarkShown(guild=GUILD, acknowledgement=2, sink=LOG_SINK, revision=1, stage=Stage.SHOWN)
    assert scene.mark(shown)
    state = scene.acknowledgement(2, LOG_SINK)
    assert state is not None
    assert state.shown == 1
    assert shown_state(scene, 1).shown == 0


def test_a_mark_takes_no_order_number_and_no_key_and_moves_no_money() -> None:
    scene, seq = one_gift()
    before = scene.everything()
    answers = dict(scene.book.answers)
    scene.shown(seq, Stage.SHOWN, channel=CHANNEL, message=1)
    after = scene.everything()
    assert {name for name in before if before[name] != after[name]} == {"acknowledgements"}
    assert scene.book.answers == answers


def test_a_mark_is_to_be_written() -> None:
    scene, seq = one_gift()
    scene.book.changes.acknowledgements.clear()
    scene.shown(seq, Stage.SHOWN, channel=CHANNEL, message=1)
    written = scene.book.changes.acknowledgements
    assert written == {(seq, CHANNEL_SINK): shown_state(scene, seq)}


def test_what_a_member_has_read_only_moves_forward() -> None:
    scene, seq = one_gift()
    assert scene.mark(MarkSeen(guild=GUILD, user_id=BEA.user_id, seq=seq))
    assert scene.member(BEA).seen_seq == seq
    for late in (seq, seq - 1, -1):
        assert not scene.mark(MarkSeen(guild=GUILD, user_id=BEA.user_id, seq=late))
    assert scene.member(BEA).seen_seq == seq


def test_what_a_stranger_has_read_makes_nobody_a_member() -> None:
    scene, seq = one_gift()
    assert not scene.mark(MarkSeen(guild=GUILD, user_id=KIM.user_id, seq=seq))
    assert scene.book.find(KIM.user_id) is None


def test_notices_that_a_member_was_told_are_taken_back_up_to_what_was_told() -> None:
    scene = Scene()
    scene.fund(ANN, 5)
    assert scene.mark(MarkTold(guild=GUILD, user_id=ANN.user_id, seq=1))
    assert scene.book.changes.told == [(scene.member(ANN).number, 1)]
    assert not scene.mark(MarkTold(guild=GUILD, user_id=KIM.user_id, seq=1))
    assert scene.book.find(KIM.user_id) is None


def test_a_fact_about_the_installation_is_kept_as_it_was_said_last() -> None:
    scene = Scene(guild=0)
    before = scene.everything()
    for value in ("one", "two"):
        assert scene.mark(Remember(name="commands", value=value))
    assert scene.book.changes.remembered == {"commands": "two"}
    assert scene.everything() == before
