"""A shared queue is posted once whatever happens, and stands only where and while it may."""

from pathlib import Path

from bot.ledger.requests.live import SkipThanks
from bot.sandbox.service.permissions import VIEW_CHANNEL
from bot.storage.people import somebody
from bot.storage.shared_queues import SharedQueue, shared_queues
from tests.commands.queueing import (
    LION,
    MESSAGES,
    PERFUME,
    answer,
    deputise,
    labels,
    opened,
    three_gifts,
)
from tests.commands.test_shared_queue import PRIVATE, share, until_shared
from tests.theatre import Theatre, open_theatre
from tests.waiting import until

POSTS = ("POST", "/channels/{channel_id}/messages")
TAKEN_AWAY = "🔒 The queue shared in <#{channel}> was taken away: {why}. Nothing is lost; "
PUBLIC = "everyone on this server can read that channel now"
NO_DEPUTY = "whoever posted it is no helper any more"


async def kept(theatre: Theatre) -> SharedQueue | None:
    """What is kept of the one queue that is shared."""
    found = await shared_queues(theatre.house.reader)
    return found[0] if found else None


async def until_away(theatre: Theatre) -> None:
    """Wait until no shared queue stands in the private channel."""
    await until(lambda: not standing(theatre))


def standing(theatre: Theatre) -> list[int]:
    """The messages that stand in the private channel."""
    return list(theatre.sandbox.world.channel(PRIVATE).messages)


def show_to_all(theatre: Theatre) -> None:
    """Have everybody on the server read the private channel."""
    world = theatre.sandbox.world
    everyone = world.guild.roles[world.guild.id]
    theatre.sandbox.set_overwrite(world.channel(PRIVATE), everyone, allow=VIEW_CHANNEL)


def told_why(theatre: Theatre, why: str) -> str:
    """How a creator is told that their queue is gone."""
    return TAKEN_AWAY.format(channel=theatre.channel_id(PRIVATE), why=why)


# Posted once.


async def test_a_queue_that_was_posted_unheard_of_is_found_and_not_posted_again(
    tmp_path: Path,
) -> None:
    """The answer was lost, and the bot left at once."""
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await three_gifts(theatre)
            await deputise(theatre, "Max")
            theatre.sandbox.faults.reset(MESSAGES, "POST", after_effect=True)
            await opened(theatre, "Max", channel=PRIVATE, here=True, creator=theatre.id_of("Bea"))
            wished = await kept(theatre)
            assert wished is not None
        async with theatre.bot_running():
            await answer(theatre, SkipThanks, LION)
            card = await until_shared(theatre, "2 thank-yous wait")
            assert len(standing(theatre)) == 1
            max_ = await theatre.stage.person("Max")
            await (await max_.press(card, "Thank Lee")).settled()
            await until_shared(theatre, "1 thank-you waits")


async def test_a_queue_that_was_wished_for_and_not_posted_is_posted_after_a_restart(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await three_gifts(theatre)
            await deputise(theatre, "Max")
            theatre.sandbox.faults.reset(MESSAGES, "POST", times=None)
            await opened(theatre, "Max", channel=PRIVATE, here=True, creator=theatre.id_of("Bea"))
        theatre.sandbox.faults.clear()
        async with theatre.bot_running():
            await until_shared(theatre, "3 thank-yous wait")
            assert len(standing(theatre)) == 1


async def test_asked_again_after_no_answer_the_queue_still_stands_once(theatre: Theatre) -> None:
    await three_gifts(theatre)
    await deputise(theatre, "Max")
    theatre.sandbox.faults.reset(MESSAGES, "POST", after_effect=True)
    options = {"channel": PRIVATE, "here": True, "creator": theatre.id_of("Bea")}
    await opened(theatre, "Max", **options)
    await opened(theatre, "Max", **options)
    await until_shared(theatre, "3 thank-yous wait")
    assert len(standing(theatre)) == 1


async def test_the_queue_that_was_replaced_is_removed_after_a_restart_too(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await three_gifts(theatre)
            first = await share(theatre)
            theatre.sandbox.faults.reset(f"{MESSAGES}/*", "DELETE", times=None)
            options = {"channel": PRIVATE, "here": True, "creator": theatre.id_of("Bea")}
            await opened(theatre, "Max", **options)
            assert len(standing(theatre)) == 2
        theatre.sandbox.faults.clear()
        async with theatre.bot_running():
            max_ = await theatre.stage.person("Max")
            await max_.loses(first)
            await answer(theatre, SkipThanks, LION)
            await until_shared(theatre, "2 thank-yous wait")


async def test_a_queue_that_somebody_deleted_can_be_shared_again(theatre: Theatre) -> None:
    first = await share(theatre)
    theatre.sandbox.world.channel(PRIVATE).messages.pop(int(first.id))
    await three_gifts(theatre)
    await opened(theatre, "Max", channel=PRIVATE, here=True, creator=theatre.id_of("Bea"))
    await answer(theatre, SkipThanks, PERFUME)
    max_ = await theatre.stage.person("Max")
    await max_.sees(PRIVATE, lambda it: "2 thank-yous wait" in it.text)
    assert len(standing(theatre)) == 1


# Only where few may read.


async def test_a_queue_whose_channel_everybody_may_read_now_is_taken_away_at_once(
    theatre: Theatre,
) -> None:
    await three_gifts(theatre)
    await share(theatre)
    show_to_all(theatre)
    await until_away(theatre)
    told = await opened(theatre)
    assert told.reply.text.startswith(told_why(theatre, PUBLIC))
    assert labels(told.reply)[0] == "Thank Kim"
    await theatre.finished()
    assert "🔒" not in (await opened(theatre)).reply.text
    assert await kept(theatre) is None


async def test_a_queue_whose_channel_became_public_while_the_bot_was_away_is_taken_away(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await three_gifts(theatre)
            await share(theatre)
        show_to_all(theatre)
        async with theatre.bot_running():
            await until_away(theatre)
            theatre.sandbox.world.user("Bea").locale = "de"
            told = await opened(theatre)
            assert told.reply.text.startswith(
                f"🔒 Die Warteschlange in <#{theatre.channel_id(PRIVATE)}> ist weg. Diesen Kanal "
                "können jetzt alle auf dem Server lesen. Verloren ist nichts"
            )


async def test_a_press_where_everybody_reads_does_nothing_and_says_why(theatre: Theatre) -> None:
    await three_gifts(theatre)
    card = await share(theatre)
    theatre.sandbox.faults.reset(f"{MESSAGES}/*", "DELETE", times=None)
    show_to_all(theatre)
    max_ = await theatre.stage.person("Max")
    said: list[str] = []

    async def is_refused() -> bool:
        pressed = await (await max_.press(card, "Refresh")).settled()
        said.append(pressed.reply.text)
        return pressed.reply.ephemeral

    await until(is_refused)
    assert said[-1].startswith("Everyone on this server can read this channel now")
    theatre.sandbox.faults.clear()
    await until_away(theatre)


# Only for whom it is.


async def test_the_queue_of_a_deputy_who_is_none_any_more_is_taken_away(theatre: Theatre) -> None:
    await three_gifts(theatre)
    await share(theatre)
    await deputise(theatre, "Max", on=False)
    await until_away(theatre)
    told = await opened(theatre)
    assert told.reply.text.startswith(told_why(theatre, NO_DEPUTY))


async def test_the_queue_that_the_creator_shared_stays_without_deputies(theatre: Theatre) -> None:
    await three_gifts(theatre)
    await deputise(theatre, "Cleo")
    bea = await somebody(theatre.house.reader, theatre.guild, theatre.id_of("Bea"))
    assert theatre.bot is not None
    assert bea is not None
    channel = theatre.channel_id(PRIVATE)
    await theatre.bot.queues.post(theatre.guild, bea, channel, wish=77, by=bea)
    await deputise(theatre, "Cleo", on=False)
    await answer(theatre, SkipThanks, LION)
    await until_shared(theatre, "2 thank-yous wait")


async def test_the_queue_of_a_creator_who_left_the_server_is_taken_away(theatre: Theatre) -> None:
    await three_gifts(theatre)
    await share(theatre)
    world = theatre.sandbox.world
    theatre.sandbox.remove_member(world.guild.members[theatre.id_of("Bea")])

    async def is_gone() -> bool:
        # Somebody may have begun to wait for an hour just after the clock was turned.
        theatre.clock.advance(65 * 60)
        return not standing(theatre) and await kept(theatre) is None

    await until(is_gone)
