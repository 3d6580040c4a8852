"""What a show came to is read as the books have it, and by an index."""

from typing import Any

import pytest

from bot.ledger.outcomes import Accepted
from bot.ledger.requests import Person, Request
from bot.ledger.requests.live import (
    AnswerMatch,
    EndShow,
    ProposeMatch,
    SetGoal,
    StartShow,
    ThankFor,
)
from bot.storage import recaps
from bot.storage.database import Reader
from bot.storage.recaps import Recap, gifts_of, latest_shows, recap
from bot.storage.shows import show
from tests.ledger.scene import ANN, BEA, CHANNEL, GUILD, KIM, ROSE
from tests.storage.scene import MINUTE_MS, Scene
from tests.storage.test_plans import PlanningReader, is_by_index

PERFUME = 10
"""What costs 20 coins."""


async def ask(scene: Scene, kind: type[Request], actor: Person, **asked: Any) -> int:
    """Somebody asks for something; its `#seq`."""
    outcome = await scene.submit(kind(guild=GUILD, key=scene.new_key(), actor=actor, **asked))
    assert isinstance(outcome, Accepted), outcome
    return outcome.seq


async def begin(scene: Scene, title: str = "Tonight") -> int:
    """Bea goes live, where everybody has coins; the show's number."""
    for person in (ANN, KIM):
        await scene.adjust(person, 10_000)
    return await ask(scene, StartShow, BEA, creator=BEA, channel=CHANNEL, title=title)


async def end(scene: Scene) -> None:
    """Bea's show ends."""
    await ask(scene, EndShow, BEA, creator=BEA)


async def told(scene: Scene, number: int) -> Recap:
    """The recap of a show that is over."""
    found = await recap(scene.reader, GUILD, number)
    assert found is not None
    return found


async def test_a_recap_tells_who_gave_most_and_what_stood_out(scene: Scene) -> None:
    number = await begin(scene)
    await scene.sent(ANN, BEA, ROSE, 3)
    scene.clock.now_ms -= MINUTE_MS
    await scene.sent(ANN, BEA, ROSE, 4)
    await scene.sent(KIM, BEA, PERFUME)
    await end(scene)
    found = await told(scene, number)
    assert found.show.title == "Tonight"
    assert (found.show.gifts, found.show.coins, found.people) == (8, 27, 2)
    assert [(one.member.name, one.coins) for one in found.gifters] == [("Kim", 20), ("Ann", 7)]
    assert found.longest is not None
    assert (found.longest.sender.name, found.longest.quantity) == ("Ann", 7)
    assert found.biggest is not None
    assert (found.biggest.name, found.biggest.coins) == ("Perfume", 20)


async def test_coins_over_time_end_with_all_that_came(scene: Scene) -> None:
    number = await begin(scene)
    for _ in range(5):
        await scene.sent(ANN, BEA, ROSE, 2)
    await end(scene)
    points = (await told(scene, number)).points
    assert points[0] == (0, 0)
    assert points[-1] == (6 * MINUTE_MS, 10)
    assert list(points) == sorted(points)
    assert len(points) <= 2 * recaps.MOST_POINTS + 2


async def test_no_coins_come_before_a_show_though_the_clock_was_put_back(scene: Scene) -> None:
    number = await begin(scene)
    await scene.sent(ANN, BEA, ROSE, 2)
    scene.clock.now_ms -= 90 * MINUTE_MS
    await scene.sent(ANN, BEA, ROSE, 3)
    await end(scene)
    points = (await told(scene, number)).points
    assert min(at_ms for at_ms, _ in points) == 0
    assert list(points) == sorted(points)
    assert points[-1][1] == 5


async def test_a_show_of_days_is_told_in_no_more_points(scene: Scene) -> None:
    number = await begin(scene)
    for _ in range(30):
        scene.clock.now_ms += 240 * MINUTE_MS
        await scene.sent(ANN, BEA)
    await end(scene)
    points = (await told(scene, number)).points
    assert points[-1][1] == 30
    assert len(points) <= 2 * recaps.MOST_POINTS + 2


async def test_what_was_reversed_counts_nowhere(scene: Scene) -> None:
    number = await begin(scene)
    await scene.sent(ANN, BEA)
    wrong = await scene.sent(KIM, BEA, PERFUME, 9)
    await scene.reverse(wrong.seq)
    await end(scene)
    found = await told(scene, number)
    assert (found.show.coins, found.people) == (1, 1)
    assert [one.member.name for one in found.gifters] == ["Ann"]
    assert found.biggest is not None
    assert found.biggest.coins == 1
    assert found.points[-1][1] == 1


async def test_gifts_before_and_after_a_show_are_not_its_own(scene: Scene) -> None:
    await scene.adjust(ANN, 1_000)
    await scene.sent(ANN, BEA, PERFUME)
    number = await begin(scene)
    await scene.sent(ANN, BEA)
    await end(scene)
    await scene.sent(ANN, BEA, PERFUME)
    found = await told(scene, number)
    assert found.points[-1][1] == found.show.coins == 1
    assert found.biggest is not None
    assert found.biggest.coins == 1


async def test_goals_and_matches_of_the_show_are_told(scene: Scene) -> None:
    number = await begin(scene)
    later = scene.clock() + 600 * MINUTE_MS
    await ask(scene, SetGoal, BEA, item=ROSE, target=2, expires_ms=later)
    match = await ask(scene, ProposeMatch, BEA, opponent=KIM, minutes=5, channel=CHANNEL)
    await ask(scene, AnswerMatch, KIM, match=match, accept=True)
    await scene.sent(ANN, BEA, ROSE, 3)
    await end(scene)
    found = await told(scene, number)
    assert [(it.name, it.target, it.progress, it.is_reached) for it in found.goals] == [
        ("Rose", 2, 3, True)
    ]
    assert [(it.challenger.name, it.challenger_coins) for it in found.matches] == [("Bea", 3)]


async def test_a_goal_that_was_reached_before_is_not_told_again(scene: Scene) -> None:
    await scene.adjust(ANN, 100)
    later = scene.clock() + 600 * MINUTE_MS
    await ask(scene, SetGoal, BEA, item=0, target=1, expires_ms=later)
    await scene.sent(ANN, BEA)
    number = await begin(scene)
    await end(scene)
    assert (await told(scene, number)).goals == ()


async def test_who_was_thanked_is_counted(scene: Scene) -> None:
    number = await begin(scene)
    first = await scene.sent(ANN, BEA)
    await scene.sent(KIM, BEA)
    await ask(scene, ThankFor, BEA, creator=BEA, combo=first.seq)
    await end(scene)
    thanks = (await told(scene, number)).thanks
    assert (thanks.combos, thanks.thanked, thanks.median_ms) == (2, 1, 2 * MINUTE_MS)


async def test_a_show_that_runs_or_never_was_has_no_recap(scene: Scene) -> None:
    number = await begin(scene)
    assert await recap(scene.reader, GUILD, number) is None
    assert await recap(scene.reader, GUILD, 999) is None


async def test_an_empty_show_has_a_recap_of_nothing(scene: Scene) -> None:
    number = await begin(scene)
    await end(scene)
    found = await told(scene, number)
    assert (found.people, found.gifters, found.longest, found.biggest) == (0, (), None, None)
    assert found.points == ((0, 0), (MINUTE_MS, 0))


async def test_shows_are_listed_newest_first_without_the_one_that_runs(scene: Scene) -> None:
    first = await begin(scene, "one")
    await end(scene)
    second = await begin(scene, "two")
    await end(scene)
    await begin(scene, "three")
    found = await latest_shows(scene.reader, GUILD, BEA.user_id, 10)
    assert [it.number for it in found] == [second, first]
    assert len(await latest_shows(scene.reader, GUILD, BEA.user_id, 1)) == 1
    assert await latest_shows(scene.reader, GUILD, ANN.user_id, 10) == []


async def test_every_gift_of_a_show_is_read_page_by_page(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recaps, "GIFTS_PER_PAGE", 3)
    await scene.adjust(ANN, 100)
    await scene.sent(ANN, BEA)
    number = await begin(scene)
    sent = [await scene.sent(ANN, BEA, message=f"gift {place}") for place in range(7)]
    await scene.sent(ANN, KIM)
    wrong = await scene.reverse(sent[2].seq)
    await ask(scene, ThankFor, BEA, creator=BEA, combo=sent[4].seq)
    thanked_ms = scene.clock()
    await end(scene)
    over = await show(scene.reader, GUILD, number)
    assert over is not None
    pages = [page async for page in gifts_of(scene.reader, over)]
    lines = [line for page in pages for line in page]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert [line.seq for line in lines] == [one.seq for one in sent]
    assert [line.message for line in lines] == [f"gift {place}" for place in range(7)]
    assert isinstance(wrong, Accepted)
    assert [line.reversed_by for line in lines][2] == wrong.seq
    assert [line.thanked_ms for line in lines] == [0, 0, 0, 0, thanked_ms, 0, 0]


async def test_a_message_that_waits_for_a_moderator_is_not_read(scene: Scene) -> None:
    await scene.set(("messages", "all"))
    number = await begin(scene)
    await scene.sent(ANN, BEA, message="wait for me")
    await end(scene)
    over = await show(scene.reader, GUILD, number)
    assert over is not None
    assert [[line.message for line in page] async for page in gifts_of(scene.reader, over)] == [
        [""]
    ]


async def everything(reader: Reader, number: int) -> None:
    """Read all that there is to read."""
    await recap(reader, GUILD, number)
    await latest_shows(reader, GUILD, BEA.user_id, 10)
    over = await show(reader, GUILD, number)
    assert over is not None
    assert [page async for page in gifts_of(reader, over)]


async def test_no_recap_reads_through_a_table(scene: Scene) -> None:
    number = await begin(scene)
    for _ in range(20):
        await scene.sent(ANN, BEA)
    await end(scene)
    reader = PlanningReader(scene.reader)
    await everything(reader, number)
    steps = [step for step in reader.plan if not is_by_index(step)]
    # Goals and matches are looked for among what is newer, up to a bound, and just before.
    bounded = {
        "SEARCH goal USING PRIMARY KEY (guild=? AND number>?)",
        "SEARCH match USING PRIMARY KEY (guild=? AND number>?)",
        "SEARCH match USING PRIMARY KEY (guild=? AND number<?)",
    }
    found = [step for step in steps if step not in bounded]
    made = ("SCAN answered", "SCAN combo", "SCAN gift", "SCAN goal", "SCAN match")
    assert [step for step in found if step not in made and "subquery" not in step] == []
