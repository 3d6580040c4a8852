"""Combos: which gifts are thanked for together, and what becomes of that."""

from dataclasses import replace

import pytest

from bot.ledger.books import CHANNEL_SINK
from bot.ledger.books.live import COMBO_MS, REVIEW_SINK, Combo
from bot.ledger.outcomes import GiftReversed
from bot.ledger.outcomes.live import ShowEnded, ShowStarted
from bot.ledger.requests import SendGift
from bot.ledger.requests.live import EndShow, StartShow
from bot.ledger.requests.marks import Stage
from tests.ledger.scene import (
    ANN,
    BEA,
    CHANNEL,
    GUILD,
    KIM,
    PERFUME,
    ROSE,
    Scene,
    accepted,
)
from tests.ledger.shelf import Shelf


def rich() -> Scene:
    """Ann and Kim have coins to give."""
    return Scene().holding(ANN, coins=10_000).holding(KIM, coins=10_000)


def wanted(scene: Scene, number: int, sink: str = CHANNEL_SINK) -> int:
    """The revision that a sink is to show."""
    acknowledgement = scene.acknowledgement(number, sink)
    assert acknowledgement is not None
    return acknowledgement.wanted


def test_a_first_gift_begins_a_combo_that_bears_its_number() -> None:
    scene = rich()
    sent = scene.sent(ANN, BEA, ROSE, 3)
    assert sent.combo == sent.seq
    assert scene.combo(sent.seq) == Combo(
        number=sent.seq,
        sender=sent.sender,
        recipient=sent.recipient,
        item=ROSE,
        channel=CHANNEL,
        show=0,
        gifts=1,
        quantity=3,
        coins=3,
        last_seq=sent.seq,
        last_ms=scene.book.now_ms,
    )


def test_gifts_of_one_run_share_one_acknowledgement_that_counts_up_and_settles() -> None:
    scene = rich()
    first = scene.sent(ANN, BEA)
    revisions = [wanted(scene, first.seq)]
    for _ in range(2):
        assert scene.sent(ANN, BEA, ROSE, 2).combo == first.seq
        revisions.append(wanted(scene, first.seq))
    assert revisions == [1, 3, 5]
    combo = scene.combo(first.seq)
    assert (combo.gifts, combo.quantity, combo.coins) == (3, 5, 5)
    assert list(scene.book.acknowledgements) == [(first.seq, CHANNEL_SINK)]


@pytest.mark.parametrize(("pause_ms", "joins"), [(0, True), (9_999, True), (10_000, False)])
def test_a_combo_goes_on_for_ten_seconds_after_its_last_gift(pause_ms: int, joins: bool) -> None:
    assert COMBO_MS == 10_000
    scene = rich()
    first = scene.sent(ANN, BEA)
    scene.later(seconds=9).sent(ANN, BEA)
    last = scene.later(seconds=pause_ms / 1_000).sent(ANN, BEA)
    assert (last.combo == first.seq) is joins


def test_another_sender_creator_or_gift_is_another_combo() -> None:
    scene = rich()
    sent = [
        scene.sent(ANN, BEA),
        scene.sent(KIM, BEA),
        scene.sent(ANN, KIM),
        scene.sent(ANN, BEA, PERFUME),
    ]
    assert [gift.combo for gift in sent] == [gift.seq for gift in sent]
    assert scene.sent(ANN, BEA).combo == sent[0].seq


def test_a_combo_of_another_price_goes_on_with_what_each_gift_cost() -> None:
    scene = rich()
    first = scene.sent(ANN, BEA)
    scene.edit(ROSE, price=5)
    scene.sent(ANN, BEA)
    combo = scene.combo(first.seq)
    assert (combo.quantity, combo.coins) == (2, 6)


def test_a_combo_goes_on_in_the_next_batch() -> None:
    scene, shelf = rich(), Shelf(GUILD)
    first = scene.sent(ANN, BEA)
    # What the scene gave to hold is put away like everything else.
    shelf.balances.update(scene.book.balances)
    scene.next_batch(shelf).later(seconds=5)
    assert scene.sent(ANN, BEA).combo == first.seq
    assert scene.combo(first.seq).gifts == 2


def test_a_show_that_begins_or_ends_begins_a_new_combo() -> None:
    scene = rich()
    before = scene.sent(ANN, BEA)
    show = scene.done(StartShow, BEA, ShowStarted, creator=BEA, channel=77)
    during = scene.sent(ANN, BEA)
    scene.done(EndShow, BEA, ShowEnded, creator=BEA)
    after = scene.sent(ANN, BEA)
    assert len({before.combo, during.combo, after.combo}) == 3
    assert [gift.show for gift in (before, during, after)] == [0, show.seq, 0]


def test_a_gift_in_a_show_is_acknowledged_where_the_show_is() -> None:
    scene = rich()
    scene.done(StartShow, BEA, ShowStarted, creator=BEA, channel=77)
    acknowledgement = scene.acknowledgement(scene.sent(ANN, BEA).seq)
    assert acknowledgement is not None
    assert (acknowledgement.channel, acknowledgement.fallback) == (77, CHANNEL)


def test_a_shows_gifts_fall_back_to_the_guilds_gift_channel() -> None:
    scene = Scene(gift_channel=99).holding(ANN, coins=1)
    scene.done(StartShow, BEA, ShowStarted, creator=BEA, channel=77)
    acknowledgement = scene.acknowledgement(scene.sent(ANN, BEA).seq)
    assert acknowledgement is not None
    assert (acknowledgement.channel, acknowledgement.fallback) == (77, 99)


def test_a_combo_that_a_digest_told_is_closed_and_its_sum_final() -> None:
    scene = rich()
    first = scene.sent(ANN, BEA)
    scene.sent(ANN, BEA)
    assert scene.shown(first.seq, Stage.ATTEMPTED, channel=CHANNEL, digest=first.seq)
    acknowledgement = scene.acknowledgement(first.seq)
    assert acknowledgement is not None
    assert (acknowledgement.attempted, acknowledgement.wanted) == (3, 3)
    assert acknowledgement.digest == first.seq
    assert scene.combo(first.seq).closed
    assert scene.sent(ANN, BEA).combo != first.seq
    assert scene.combo(first.seq).gifts == 2
    assert wanted(scene, first.seq) == 3


def test_a_digest_that_was_shown_is_shown() -> None:
    scene = rich()
    first = scene.sent(ANN, BEA)
    scene.shown(first.seq, Stage.ATTEMPTED, channel=CHANNEL, digest=first.seq)
    assert scene.shown(first.seq, Stage.SHOWN, channel=CHANNEL, message=4, digest=first.seq)
    acknowledgement = scene.acknowledgement(first.seq)
    assert acknowledgement is not None
    assert (acknowledgement.shown, acknowledgement.message) == (1, 4)
    assert acknowledgement.digest == first.seq


def test_what_no_digest_carried_after_all_is_shown_by_itself() -> None:
    scene = rich()
    first = scene.sent(ANN, BEA)
    scene.shown(first.seq, Stage.ATTEMPTED, channel=CHANNEL, digest=first.seq)
    scene.shown(first.seq, Stage.FAILED, trouble="forbidden", digest=first.seq)
    scene.shown(first.seq, Stage.ATTEMPTED, channel=CHANNEL)
    acknowledgement = scene.acknowledgement(first.seq)
    assert acknowledgement is not None
    assert (acknowledgement.digest, acknowledgement.attempts) == (0, 2)


def test_a_reversed_gift_is_taken_out_of_its_combo() -> None:
    scene = rich()
    first, second = scene.sent(ANN, BEA), scene.sent(ANN, BEA, ROSE, 4)
    accepted(scene.reverse(first.seq), GiftReversed)
    combo = scene.combo(first.seq)
    assert (combo.gifts, combo.quantity, combo.coins) == (2, 4, 4)
    assert wanted(scene, first.seq) == 4
    accepted(scene.reverse(second.seq), GiftReversed)
    assert (combo.quantity, combo.coins) == (0, 0)


def test_a_combo_of_which_nothing_is_left_unread_is_not_shown_and_begins_anew() -> None:
    scene = rich()
    first = scene.sent(ANN, BEA)
    accepted(scene.reverse(first.seq), GiftReversed)
    assert wanted(scene, first.seq) == 0
    assert scene.sent(ANN, BEA).combo == first.seq
    assert wanted(scene, first.seq) == 2


def test_a_gift_in_the_middle_of_an_old_combo_is_taken_out_of_that() -> None:
    scene = rich()
    old = [scene.sent(ANN, BEA) for _ in range(3)]
    new = scene.later(seconds=60).sent(ANN, BEA)
    accepted(scene.reverse(old[1].seq), GiftReversed)
    assert scene.combo(old[0].seq).quantity == 2
    assert scene.combo(new.seq).quantity == 1


def test_a_replayed_gift_counts_once_in_its_combo() -> None:
    scene = rich()
    first = scene.sent(ANN, BEA, key="once")
    before = replace(scene.combo(first.seq))
    request = SendGift(guild=GUILD, key="once", actor=ANN, to=BEA, item=ROSE, channel=CHANNEL)
    assert scene.decide(request) == first
    assert scene.combo(first.seq) == before
    assert wanted(scene, first.seq) == 1


@pytest.mark.parametrize(
    ("asked", "held"),
    [("open", [False, False]), ("first", [True, False]), ("all", [True, True])],
)
def test_messages_wait_for_a_moderator_as_the_guild_asks(asked: str, held: list[bool]) -> None:
    scene = Scene(messages=asked, log_channel=50).holding(ANN, coins=10)
    sent = [scene.sent(ANN, BEA, message="hello") for _ in range(2)]
    assert [gift.seq in scene.book.live.held for gift in sent] == held
    review = [scene.acknowledgement(gift.seq, REVIEW_SINK) for gift in sent]
    assert [each is not None and each.channel == 50 for each in review] == held


def test_a_gift_without_a_message_waits_for_nobody() -> None:
    scene = Scene(messages="all", log_channel=50).holding(ANN, coins=10)
    scene.sent(ANN, BEA)
    assert scene.book.live.held == set()
