"""What the thank-you queue reads: who waits, who may look, and how soon creators thank."""

import pytest

from bot.ledger.outcomes.live import (
    AllThanked,
    DeputyNamed,
    ShowEnded,
    ShowStarted,
    Thanked,
    ThanksHeld,
    ThanksSkipped,
)
from bot.ledger.requests.live import (
    EndShow,
    HoldThanks,
    NameDeputy,
    SkipThanks,
    StartShow,
    ThankAll,
    ThankFor,
)
from bot.ledger.requests.marks import Remember
from bot.storage.people import Somebody, somebody
from bot.storage.queue import (
    ThanksGiven,
    Waiting,
    combo_with,
    creator_for,
    due,
    due_through,
    queue,
    received,
    thanked_by,
    thanks_given,
    waiting,
)
from bot.storage.shared_queues import SharedQueue, shared_queues
from tests.ledger.scene import ANN, BEA, CHANNEL, GUILD, KIM, ROSE
from tests.storage.scene import Scene
from tests.storage.test_plans import PlanningReader, is_by_index

PERFUME = 10
"""It costs 20 coins, a Rose 1."""


@pytest.fixture
async def scene(scene: Scene) -> Scene:
    """A guild in which Ann and Kim have coins."""
    for person in (ANN, KIM):
        await scene.adjust(person, 10_000)
    return scene


async def bea(scene: Scene) -> Somebody:
    """Bea, as the books know her."""
    known = await somebody(scene.reader, GUILD, BEA.user_id)
    assert known is not None
    return known


async def thank(scene: Scene, combo: int) -> int:
    """Have Bea thank for a combo."""
    return (await scene.done(ThankFor, BEA, Thanked, creator=BEA, combo=combo)).seq


async def skip(scene: Scene, combo: int) -> int:
    """Have Bea leave a combo without thanks."""
    return (await scene.done(SkipThanks, BEA, ThanksSkipped, creator=BEA, combo=combo)).seq


async def thank_all(scene: Scene, through: int) -> int:
    """Have Bea thank for all that waits, up to a combo."""
    return (await scene.done(ThankAll, BEA, AllThanked, creator=BEA, combo=through)).seq


async def test_what_waits_comes_largest_first_and_oldest_of_the_same(scene: Scene) -> None:
    first = (await scene.sent(ANN, BEA)).seq
    large = (await scene.sent(KIM, BEA, PERFUME)).seq
    last = (await scene.sent(KIM, BEA)).seq
    await scene.sent(KIM, ANN, PERFUME)
    number = (await bea(scene)).number
    combos = await due(scene.reader, GUILD, number, 10)
    assert [combo.number for combo in combos] == [large, first, last]
    assert [combo.number for combo in await due(scene.reader, GUILD, number, 1)] == [large]
    assert await waiting(scene.reader, GUILD, number) == Waiting(3, 3, 22, last)
    assert await due_through(scene.reader, GUILD, number, large) == large
    assert await due_through(scene.reader, GUILD, number, first - 1) == 0


async def test_what_was_answered_or_taken_back_waits_no_more(scene: Scene) -> None:
    gifts = [(await scene.sent(ANN, BEA)).seq for _ in range(4)]
    await thank(scene, gifts[0])
    await skip(scene, gifts[1])
    await scene.reverse(gifts[2])
    number = (await bea(scene)).number
    assert [combo.number for combo in await due(scene.reader, GUILD, number, 10)] == gifts[3:]
    assert await waiting(scene.reader, GUILD, number) == Waiting(1, 1, 1, gifts[3])
    await thank_all(scene, gifts[3])
    assert await waiting(scene.reader, GUILD, number) == Waiting()


async def test_a_queue_shows_who_is_first_what_was_last_and_whether_it_is_paused(
    scene: Scene,
) -> None:
    rose = (await scene.sent(ANN, BEA)).seq
    perfume = (await scene.sent(KIM, BEA, PERFUME)).seq
    creator = await bea(scene)
    seen = await queue(scene.reader, GUILD, creator)
    assert (seen.guild, seen.creator, seen.holding) == (GUILD, creator, False)
    assert seen.first is not None
    assert seen.first.number == perfume
    assert seen.last is not None
    assert seen.last.number == perfume
    await scene.done(HoldThanks, BEA, ThanksHeld, creator=BEA, on=True)
    seen = await queue(scene.reader, GUILD, creator, rose)
    assert seen.holding
    assert seen.last is not None
    assert seen.last.number == rose


async def test_nobody_waits_for_whom_the_books_do_not_know(scene: Scene) -> None:
    seen = await queue(scene.reader, GUILD, Somebody(0, 5, "Newt"))
    assert (seen.first, seen.last, seen.waiting, seen.holding) == (None, None, Waiting(), False)


async def test_no_queue_shows_what_somebody_else_was_given(scene: Scene) -> None:
    await scene.sent(ANN, BEA)
    elsewhere = (await scene.sent(ANN, KIM)).seq
    seen = await queue(scene.reader, GUILD, await bea(scene), elsewhere)
    assert seen.last is None


async def test_creators_and_their_deputies_alone_see_a_queue(scene: Scene) -> None:
    await scene.sent(ANN, BEA)
    reader, creator = scene.reader, await bea(scene)
    assert await creator_for(reader, GUILD, BEA.user_id, BEA.user_id) == creator
    assert await creator_for(reader, GUILD, BEA.user_id, ANN.user_id) is None
    await scene.done(NameDeputy, BEA, DeputyNamed, deputy=ANN, on=True)
    assert await creator_for(reader, GUILD, BEA.user_id, ANN.user_id) == creator
    assert await creator_for(reader, GUILD, ANN.user_id, BEA.user_id) is None
    assert await creator_for(reader, GUILD + 1, BEA.user_id, ANN.user_id) is None
    await scene.done(NameDeputy, BEA, DeputyNamed, deputy=ANN, on=False)
    assert await creator_for(reader, GUILD, BEA.user_id, ANN.user_id) is None


async def test_every_gift_names_its_combo(scene: Scene) -> None:
    scene.pause_ms = 1_000
    first = (await scene.sent(ANN, BEA)).seq
    second = (await scene.sent(ANN, BEA)).seq
    for seq in (first, second):
        combo = await combo_with(scene.reader, GUILD, seq)
        assert combo is not None
        assert (combo.number, combo.quantity) == (first, 2)
    assert await combo_with(scene.reader, GUILD, 1) is None
    assert await combo_with(scene.reader, GUILD, 999) is None


async def test_what_was_given_last_comes_newest_first_without_what_was_taken_back(
    scene: Scene,
) -> None:
    gifts = [(await scene.sent(ANN, BEA)).seq for _ in range(4)]
    await scene.reverse(gifts[2])
    number = (await bea(scene)).number
    combos = await received(scene.reader, GUILD, number, 2)
    assert [combo.number for combo in combos] == [gifts[3], gifts[1]]


async def test_the_share_thanked_counts_combos_that_stand_and_the_middle_of_their_waits(
    scene: Scene,
) -> None:
    gifts = [(await scene.sent(ANN, BEA)).seq for _ in range(6)]
    await scene.reverse(gifts[0])
    await skip(scene, gifts[1])
    scene.pause_ms = 10_000
    for gift in gifts[2:5]:
        await thank(scene, gift)
    number = (await bea(scene)).number
    # The three waited 5, 4 and 3 minutes before the skip and the reversal, and less since.
    given = await thanks_given(scene.reader, GUILD, number)
    assert (given.combos, given.thanked) == (5, 3)
    assert given.median_ms == (2 + 2) * 60_000 + 20_000
    assert await thanks_given(scene.reader, GUILD, number + 99) == ThanksGiven()


async def test_a_combo_waits_from_its_last_gift_on(scene: Scene) -> None:
    scene.pause_ms = 5_000
    first = (await scene.sent(ANN, BEA)).seq
    await scene.sent(ANN, BEA)
    await thank(scene, first)
    number = (await bea(scene)).number
    assert await thanks_given(scene.reader, GUILD, number) == ThanksGiven(1, 1, 5_000)


async def test_each_show_has_a_share_of_its_own(scene: Scene) -> None:
    await scene.sent(ANN, BEA)
    shows = []
    for thanked in (1, 2):
        started = await scene.done(StartShow, BEA, ShowStarted, creator=BEA, channel=CHANNEL)
        gifts = [(await scene.sent(ANN, BEA)).seq for _ in range(2)]
        for gift in gifts[:thanked]:
            await thank(scene, gift)
        await scene.done(EndShow, BEA, ShowEnded, creator=BEA)
        shows.append(started.seq)
    number = (await bea(scene)).number
    given = [await thanks_given(scene.reader, GUILD, number, show) for show in shows]
    assert [(one.combos, one.thanked) for one in given] == [(2, 1), (2, 2)]
    assert (await thanks_given(scene.reader, GUILD, number))[:2] == (5, 3)


async def test_whom_one_act_thanked_for_what_is_summed_by_sender(scene: Scene) -> None:
    await scene.sent(ANN, BEA, ROSE, 3)
    await scene.sent(ANN, BEA)
    await scene.sent(KIM, BEA, PERFUME)
    last = (await scene.sent(ANN, BEA, PERFUME)).seq
    later = (await scene.sent(ANN, BEA)).seq
    seq = await thank_all(scene, last)
    kim, ann = sorted(await thanked_by(scene.reader, GUILD, seq), key=lambda one: one.coins)
    assert (ann.sender.name, ann.gifts, ann.coins) == (ANN.name, 5, 24)
    assert [(name, count) for _, name, count in ann.items] == [("Perfume", 1), ("Rose", 4)]
    assert (kim.sender.name, kim.gifts, kim.coins) == (KIM.name, 1, 20)
    assert ann.level > 0
    assert await thanked_by(scene.reader, GUILD, await thank(scene, later)) != []
    assert await thanked_by(scene.reader, GUILD, 999) == []


async def test_where_shared_queues_stand_is_kept_until_they_are_gone(scene: Scene) -> None:
    kept = SharedQueue(GUILD, 2, CHANNEL, 77, 1_000, by=3, wish=88)
    await scene.writer.mark(kept.remembered)
    await scene.writer.mark(Remember(name="queues", value="something else"))
    assert await shared_queues(scene.reader) == [kept]
    await scene.writer.mark(SharedQueue(GUILD, 2).remembered)
    assert await shared_queues(scene.reader) == []


async def test_a_shared_queue_of_the_time_before_more_was_kept_of_it_is_found(
    scene: Scene,
) -> None:
    await scene.writer.mark(Remember(name=f"queue:{GUILD}:2", value=f"{CHANNEL}:77:1000"))
    assert await shared_queues(scene.reader) == [SharedQueue(GUILD, 2, CHANNEL, 77, 1_000)]


async def test_no_query_of_the_queue_reads_through_a_table(scene: Scene) -> None:
    await scene.busy_day(40)
    reader, creator = PlanningReader(scene.reader), await bea(scene)
    await creator_for(reader, GUILD, BEA.user_id, ANN.user_id)
    await queue(reader, GUILD, creator)
    await due_through(reader, GUILD, creator.number, 100)
    await combo_with(reader, GUILD, 100)
    await received(reader, GUILD, creator.number, 10)
    await thanks_given(reader, GUILD, creator.number)
    assert [step for step in reader.plan if not is_by_index(step)] == []


async def test_the_combos_of_one_act_or_show_are_found_at_their_place(scene: Scene) -> None:
    await scene.busy_day(40)
    reader = PlanningReader(scene.reader)
    await thanked_by(reader, GUILD, 100)
    await thanks_given(reader, GUILD, 2, show=100)
    steps = [step for step in reader.plan if "combo_" in step]
    assert len(steps) == 2
    assert all("show=?" in step or (">? AND" in step and "<?" in step) for step in steps)


async def test_where_shared_queues_stand_is_read_from_one_place(scene: Scene) -> None:
    reader = PlanningReader(scene.reader)
    await shared_queues(reader)
    assert reader.plan == ["SEARCH installation USING PRIMARY KEY (name>? AND name<?)"]
