"""Promises of the writer where the file fails: nothing acknowledged is lost, nothing is doubled."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from random import Random
from typing import Final

import pytest

from bot.ledger.books import Books
from bot.ledger.outcomes import GiftSent, Outcome, SettingChanged, Unavailable
from bot.ledger.requests import ChangeSetting, SendGift
from bot.ledger.requests.marks import Remember
from bot.storage.audit import examine
from bot.storage.database import Database, StorageFailed
from bot.storage.installation import remembered
from bot.storage.memory import Memory
from bot.storage.statements import wallet
from bot.storage.writer import Writer
from tests.ledger.scene import ANN, BEA, GUILD, MOD, ROSE, accepted
from tests.storage.faults import (
    Fault,
    UnreliableKeeper,
    fill_up,
    locked,
    make_room,
    no_file_growing_beyond,
)
from tests.storage.scene import Clock, Scene

PLENTY: Final = 1_000_000
LONG: Final = "x" * 140


class Shaken:
    """A guild whose writer keeps its books through an unreliable keeper."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.keeper = UnreliableKeeper(database.keeper)
        self.memory = Memory(database.commands)
        self.told: list[Books] = []
        self.writer = Writer(self.keeper, Clock(), self._committed)
        self.scene = Scene(self.writer, database.commands, Clock())

    def _committed(self, books: Books) -> None:
        self.told.append(books)
        self.memory.committed(books)

    async def coins(self) -> int:
        """What Ann has left."""
        return (await wallet(self.database.commands, GUILD, ANN.user_id)).purse.coins

    async def is_content(self) -> bool:
        """Whether the recount finds nothing wrong."""
        return (await examine(self.database.reports, self.database.keeper)).ok

    async def deliver(self, *requests: SendGift) -> list[Outcome]:
        """Deliver all at once."""
        return await asyncio.gather(*(self.writer.submit(request) for request in requests))


@pytest.fixture
async def shaken(database: Database) -> AsyncIterator[Shaken]:
    """Ann has plenty of coins, and nothing has gone wrong yet."""
    shaken = Shaken(database)
    async with shaken.writer.running():
        await shaken.scene.adjust(ANN, PLENTY)
        shaken.told.clear()
        yield shaken


def gifts(number: int, *, first: int = 0, message: str = "") -> list[SendGift]:
    """So many gifts of one coin each, from Ann to Bea."""
    return [
        SendGift(
            guild=GUILD, key=f"gift-{key}", actor=ANN, to=BEA, item=ROSE, message=message, channel=1
        )
        for key in range(first, first + number)
    ]


@pytest.mark.parametrize("together", [1, 3])
@pytest.mark.parametrize("faults", [[Fault.AFTERWARDS], [Fault.INSTEAD], [Fault.UNKNOWN]])
async def test_a_commit_that_fails_once_is_answered_as_though_it_had_not(
    shaken: Shaken, faults: list[Fault], together: int
) -> None:
    requests = gifts(together)
    shaken.keeper.coming += faults
    outcomes = await shaken.deliver(*requests)
    assert all(isinstance(outcome, GiftSent) for outcome in outcomes)
    assert await shaken.coins() == PLENTY - together
    assert await shaken.deliver(*requests) == outcomes
    assert await shaken.coins() == PLENTY - together
    assert await shaken.is_content()


async def test_listeners_hear_of_a_commit_that_only_seemed_to_fail(shaken: Shaken) -> None:
    assert (await shaken.memory.settings(GUILD)).share == 5_000
    shaken.keeper.coming.append(Fault.AFTERWARDS)
    request = ChangeSetting(guild=GUILD, key="share", actor=MOD, changes=(("share", "1000"),))
    assert isinstance(await shaken.writer.submit(request), SettingChanged)
    assert (await shaken.memory.settings(GUILD)).share == 1_000
    assert len(shaken.told) == 1


async def test_listeners_hear_nothing_of_a_commit_that_did_not_take_place(shaken: Shaken) -> None:
    shaken.keeper.coming += [Fault.INSTEAD, Fault.INSTEAD]
    await shaken.deliver(*gifts(1))
    assert shaken.told == []


@pytest.mark.parametrize("together", [1, 3])
async def test_what_could_not_be_written_is_unavailable_and_can_be_tried_again(
    shaken: Shaken, together: int
) -> None:
    requests = gifts(together)
    shaken.keeper.coming += [Fault.INSTEAD, Fault.INSTEAD]
    assert await shaken.deliver(*requests) == [Unavailable()] * together
    assert await shaken.coins() == PLENTY
    for outcome in await shaken.deliver(*requests):
        accepted(outcome, GiftSent)
    assert await shaken.coins() == PLENTY - together
    assert await shaken.is_content()


async def test_what_nobody_can_tell_is_unavailable_and_found_by_its_key_later(
    shaken: Shaken,
) -> None:
    (request,) = gifts(1)
    # The first leaves a doubt; in the second nothing can be read either.
    shaken.keeper.coming += [Fault.UNKNOWN, Fault.INSTEAD]
    assert await shaken.writer.submit(request) == Unavailable()
    assert await shaken.coins() == PLENTY - 1
    accepted(await shaken.writer.submit(request), GiftSent)
    assert await shaken.coins() == PLENTY - 1


async def test_a_mark_that_could_not_be_written_says_so_and_repeats_harmlessly(
    shaken: Shaken,
) -> None:
    mark = Remember(name="commands", value="abc")
    shaken.keeper.coming += [Fault.INSTEAD, Fault.AFTERWARDS]
    with pytest.raises(StorageFailed):
        await shaken.writer.mark(mark)
    assert await shaken.writer.mark(mark) is True
    assert await remembered(shaken.database.commands, "commands") == "abc"


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_commits_do_each_gift_is_charged_exactly_once(
    shaken: Shaken, seed: int
) -> None:
    dice = Random(seed)
    shaken.keeper.coming += dice.choices(list(Fault), weights=(3, 2, 2, 2), k=200)

    async def insist(request: SendGift) -> GiftSent:
        """Try under the same key until there is an answer."""
        for _ in range(1_000):
            outcome = await shaken.writer.submit(request)
            if isinstance(outcome, GiftSent):
                return outcome
            assert outcome == Unavailable()
        raise AssertionError("never answered")

    async def send(requests: list[SendGift]) -> list[GiftSent]:
        return [await insist(request) for request in requests]

    requests = gifts(160)
    shares = await asyncio.gather(*(send(requests[sender::8]) for sender in range(8)))
    seqs = {outcome.seq for share in shares for outcome in share}
    assert len(seqs) == len(requests)
    assert await shaken.coins() == PLENTY - len(requests)
    assert await shaken.is_content()


# Where in a batch the room ends depends on how much there is: in its first statement, in between,
# at its last.
@pytest.mark.parametrize("pages", [0, 1, 5, 8, 13, 21, 27, 29, 32, 34])
async def test_a_full_disk_turns_gifts_away_and_leaves_the_books_as_they_were(
    shaken: Shaken, pages: int
) -> None:
    numbers = count()
    sent: list[SendGift] = []
    turned_away: list[SendGift] = []
    await fill_up(shaken.database.keeper, pages)
    while not turned_away:
        requests = gifts(60, first=60 * next(numbers), message=LONG)
        for request, outcome in zip(requests, await shaken.deliver(*requests), strict=True):
            (turned_away if outcome == Unavailable() else sent).append(request)
    # Reading goes on, and nothing of what was turned away stands in the books.
    assert await shaken.coins() == PLENTY - len(sent)
    assert await shaken.is_content()
    await make_room(shaken.database.keeper)
    for outcome in await shaken.deliver(*turned_away):
        accepted(outcome, GiftSent)
    assert await shaken.coins() == PLENTY - len(sent) - len(turned_away)
    assert await shaken.is_content()


async def test_a_commit_that_the_system_refuses_leaves_the_books_as_they_were(
    shaken: Shaken, path: Path
) -> None:
    requests = gifts(300, message=LONG)
    log = path.with_name(f"{path.name}-wal")
    with no_file_growing_beyond(log.stat().st_size + 10_000):
        assert await shaken.deliver(*requests) == [Unavailable()] * len(requests)
        assert await shaken.coins() == PLENTY
        assert await shaken.is_content()
    for outcome in await shaken.deliver(*requests):
        accepted(outcome, GiftSent)
    assert await shaken.is_content()


async def test_somebody_elses_lock_turns_a_batch_away_as_one(shaken: Shaken, path: Path) -> None:
    await shaken.database.keeper.fetch("PRAGMA busy_timeout = 0")
    requests = gifts(3)
    async with locked(path):
        assert await shaken.deliver(*requests) == [Unavailable()] * 3
        assert await shaken.coins() == PLENTY
    for outcome in await shaken.deliver(*requests):
        accepted(outcome, GiftSent)
