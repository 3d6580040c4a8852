"""Promises of what is kept in memory: read once, and true whatever is committed meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager

import pytest

from bot.ledger.catalogue import Catalogue
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.outcomes import BalanceAdjusted, MemberFrozen
from bot.ledger.requests.marks import MarkTold
from bot.storage.database import Database, Query, Reader, Row
from bot.storage.memory import Memory
from bot.storage.writer import Writer
from tests.ledger.scene import ANN, BEA, GUILD, MOD, ROSE, accepted
from tests.storage.scene import Clock, Scene
from tests.storage.test_guilds import forget

OTHER_GUILD = GUILD + 1


class SlowReader:
    """A real reader that hands its rows over late, if told to, and counts its queries."""

    def __init__(self, reader: Reader) -> None:
        """Hand over at once for now."""
        self.queries = 0
        self.read = asyncio.Event()
        self.hand_over = asyncio.Event()
        self.hand_over.set()
        self._reader = reader

    async def fetch(self, sql: str, parameters: Row = ()) -> list[Row]:
        """Read at once, and hand over when it is time."""
        rows = await self._reader.fetch(sql, parameters)
        self.queries += 1
        self.read.set()
        await self.hand_over.wait()
        return rows

    async def fetch_each(self, queries: Sequence[Query]) -> list[list[Row]]:
        """Read one after the other."""
        return [await self.fetch(*query) for query in queries]

    def snapshot(self) -> AbstractAsyncContextManager[None]:
        """A snapshot of the real reader."""
        return self._reader.snapshot()


@pytest.fixture
def reader(database: Database) -> SlowReader:
    """What the memory reads through."""
    return SlowReader(database.commands)


@pytest.fixture
def memory(reader: SlowReader) -> Memory:
    """A memory that knows nothing yet."""
    return Memory(reader)


@pytest.fixture
async def writer(database: Database, memory: Memory, clock: Clock) -> AsyncIterator[Writer]:
    """The task that writes, with the memory listening."""
    async with Writer(database.keeper, clock, memory.committed).running() as writer:
        yield writer


def price_of_a_rose(catalogue: Catalogue) -> int:
    """What a rose costs."""
    rose = catalogue.get(ROSE)
    assert rose is not None
    return rose.price


async def test_a_guild_that_changed_nothing_has_the_defaults(memory: Memory) -> None:
    assert await memory.settings(GUILD) == GuildSettings()
    assert list(await memory.catalogue(GUILD)) == list(Catalogue())


async def test_what_is_known_is_not_read_again(memory: Memory, reader: SlowReader) -> None:
    for _ in range(3):
        await memory.settings(GUILD)
        await memory.catalogue(GUILD)
    assert reader.queries == 2


async def test_what_was_committed_before_is_read(
    database: Database, memory: Memory, scene: Scene
) -> None:
    await scene.set(("share", "2500"))
    await scene.edit(ROSE, price=7)
    for remembering in (memory, Memory(database.commands)):
        assert (await remembering.settings(GUILD)).share == 2_500
        assert price_of_a_rose(await remembering.catalogue(GUILD)) == 7


async def test_what_is_committed_is_known_at_once(memory: Memory, scene: Scene) -> None:
    assert (await memory.settings(GUILD)).share == 5_000
    assert price_of_a_rose(await memory.catalogue(GUILD)) == 1
    await scene.set(("share", "2500"))
    await scene.set(("welcome_coins", "0"))
    await scene.edit(ROSE, price=7)
    await scene.edit(ROSE, name="Red Rose")
    settings = await memory.settings(GUILD)
    assert (settings.share, settings.welcome_coins) == (2_500, 0)
    assert price_of_a_rose(await memory.catalogue(GUILD)) == 7


async def test_a_refused_change_changes_nothing(memory: Memory, scene: Scene) -> None:
    await memory.settings(GUILD)
    await scene.set(("share", "10001"))
    await scene.edit(ROSE, price=0)
    assert await memory.settings(GUILD) == GuildSettings()
    assert price_of_a_rose(await memory.catalogue(GUILD)) == 1


async def test_guilds_are_kept_apart(memory: Memory, scene: Scene) -> None:
    await scene.set(("share", "2500"))
    await scene.edit(ROSE, price=7)
    await scene.adjust(ANN, 1)
    assert await memory.settings(OTHER_GUILD) == GuildSettings()
    assert price_of_a_rose(await memory.catalogue(OTHER_GUILD)) == 1
    assert not memory.is_untold(OTHER_GUILD, ANN.user_id)


async def test_a_commit_during_a_read_knows_better(
    memory: Memory, reader: SlowReader, scene: Scene
) -> None:
    reader.hand_over.clear()
    settings = asyncio.create_task(memory.settings(GUILD))
    catalogue = asyncio.create_task(memory.catalogue(GUILD))
    while reader.queries < 2:
        await reader.read.wait()
        reader.read.clear()
    await scene.set(("share", "2500"))
    await scene.edit(ROSE, price=7)
    reader.hand_over.set()
    assert (await settings).share == 2_500
    assert (await memory.settings(GUILD)).share == 2_500
    assert price_of_a_rose(await catalogue) == 7
    assert price_of_a_rose(await memory.catalogue(GUILD)) == 7


async def test_who_is_to_be_told_is_known_at_once_and_after_a_restart(
    database: Database, memory: Memory, scene: Scene
) -> None:
    assert not memory.is_untold(GUILD, ANN.user_id)
    await scene.adjust(ANN, 100)
    await scene.sent(ANN, BEA)
    restarted = Memory(database.commands)
    await restarted.recall()
    for remembering in (memory, restarted):
        assert remembering.is_untold(GUILD, ANN.user_id)
        assert not remembering.is_untold(GUILD, BEA.user_id)
        assert not remembering.is_untold(GUILD, MOD.user_id)


async def told(scene: Scene, seq: int) -> None:
    """Ann has read what was done up to `seq`."""
    assert await scene.writer.mark(MarkTold(guild=GUILD, user_id=ANN.user_id, seq=seq))


async def test_who_was_told_everything_is_told_nothing_more(
    database: Database, memory: Memory, scene: Scene
) -> None:
    await scene.adjust(ANN, 100)
    last = accepted(await scene.adjust(ANN, 100), BalanceAdjusted)
    await told(scene, last.seq)
    restarted = Memory(database.commands)
    await restarted.recall()
    assert not memory.is_untold(GUILD, ANN.user_id)
    assert not restarted.is_untold(GUILD, ANN.user_id)


async def test_what_is_done_while_somebody_reads_is_still_to_be_told(
    database: Database, memory: Memory, scene: Scene
) -> None:
    first = accepted(await scene.adjust(ANN, 100), BalanceAdjusted)
    second = accepted(await scene.freeze(ANN), MemberFrozen)
    await told(scene, first.seq)
    restarted = Memory(database.commands)
    await restarted.recall()
    assert memory.is_untold(GUILD, ANN.user_id)
    assert restarted.is_untold(GUILD, ANN.user_id)
    await told(scene, second.seq)
    assert not memory.is_untold(GUILD, ANN.user_id)


async def test_nobody_is_looked_for_who_was_forgotten(database: Database, scene: Scene) -> None:
    await scene.adjust(ANN, 100)
    await forget(database, await scene.number(ANN))
    restarted = Memory(database.commands)
    await restarted.recall()
    assert not restarted.is_untold(GUILD, ANN.user_id)
