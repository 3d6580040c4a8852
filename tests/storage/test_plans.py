"""Promises about how reading finds its rows: by an index, however long a guild has lived."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Final

import aiosqlite
import pytest

from bot.ledger.books import CHANNEL_SINK, Books
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.live_outcomes import ShowStarted
from bot.ledger.live_requests import StartShow
from bot.ledger.periods import Board, Span
from bot.storage.acknowledgements import acknowledgements
from bot.storage.boards import standing, top
from bot.storage.database import Database, Reader, Row
from bot.storage.deliveries import backlog, delivery, waiting
from bot.storage.entries import statements
from bot.storage.guilds import catalogue, guild_settings
from bot.storage.operations import gift, operation_under, operations_on
from bot.storage.people import people, somebody
from bot.storage.prefetch import open_books
from bot.storage.rewards import gifters, leaders, roles_waiting
from bot.storage.shows import (
    live_board,
    registered,
    running_shows,
    show,
    show_in,
    show_of,
    shows_by_voice,
    started_before_ms,
)
from bot.storage.sqlite import SqliteReader
from bot.storage.statements import (
    gifts_since,
    last_recipient,
    notices,
    statement,
    totals,
    wallet,
)
from tests.ledger.scene import ANN, BEA, GUILD
from tests.storage.live_scene import live_through, opened
from tests.storage.one_of_each import marks_of_each_kind, requests_of_each_kind
from tests.storage.scene import Scene
from tests.storage.test_boards import with_tallies

ANN_NUMBER: Final = 2
"""The moderator who gives Ann her coins is named first."""
BEA_NUMBER: Final = 3

Query = Callable[[Reader], Awaitable[object]]
QUERIES: Final[dict[str, Query]] = {
    "wallet": lambda reader: wallet(reader, GUILD, BEA.user_id),
    "totals": lambda reader: totals(reader, GUILD, BEA_NUMBER),
    "last_recipient": lambda reader: last_recipient(reader, GUILD, ANN.user_id),
    "newest page": lambda reader: statement(reader, GUILD, BEA_NUMBER, limit=10),
    "older page": lambda reader: statement(reader, GUILD, BEA_NUMBER, before=100, limit=10),
    "newer page": lambda reader: statement(reader, GUILD, BEA_NUMBER, after=100, limit=10),
    "sender's page": lambda reader: statement(reader, GUILD, ANN_NUMBER, before=100, limit=10),
    "notices": lambda reader: notices(reader, GUILD, ANN_NUMBER, 10),
    "audit": lambda reader: operations_on(reader, GUILD, None, limit=10),
    "older audit": lambda reader: operations_on(reader, GUILD, None, before=100, limit=10),
    "audit of one": lambda reader: operations_on(reader, GUILD, ANN_NUMBER, limit=10),
    "gift": lambda reader: gift(reader, GUILD, 100),
    "operation_under": lambda reader: operation_under(reader, GUILD, "1"),
    "people": lambda reader: people(reader, GUILD, [ANN_NUMBER, BEA_NUMBER]),
    "somebody": lambda reader: somebody(reader, GUILD, BEA.user_id),
    "top": lambda reader: top(reader, GUILD, Board.GIVEN, "all", limit=10),
    "waiting": lambda reader: waiting(reader, after=(GUILD, 100, ""), limit=10),
    "acknowledgements": lambda reader: acknowledgements(reader, [(GUILD, 100, CHANNEL_SINK)]),
    "leaders": lambda reader: leaders(reader, GUILD, Span.WEEK),
    "delivery": lambda reader: delivery(reader, GUILD, 100, CHANNEL_SINK),
    "catalogue": lambda reader: catalogue(reader, GUILD),
    "guild_settings": lambda reader: guild_settings(reader, GUILD),
    "show": lambda reader: show(reader, GUILD, 100),
    "show_of": lambda reader: show_of(reader, GUILD, BEA.user_id),
    "show_in": lambda reader: show_in(reader, GUILD, 1, but=1),
    "started_before_ms": lambda reader: started_before_ms(reader, GUILD, BEA_NUMBER, 100),
    "running_shows": lambda reader: running_shows(reader, GUILD, 10),
    "shows_by_voice": lambda reader: shows_by_voice(reader, GUILD),
    "registered": lambda reader: registered(reader, GUILD, [BEA.user_id]),
}
"""What must take as long in a guild of ten years as in one of ten minutes."""
BOUNDED: Final[dict[str, Query]] = {
    "gifts_since": lambda reader: gifts_since(reader, GUILD, BEA_NUMBER, 0),
    "standing": lambda reader: standing(reader, GUILD, Board.GIVEN, "all", ANN_NUMBER),
    "backlog": lambda reader: backlog(reader, GUILD),
    "roles_waiting": lambda reader: roles_waiting(reader, GUILD),
}
"""What may take longer, up to a bound or as there is more to count, but reads by an index too."""

_PLACELESS: Final = re.compile(
    r"SCAN (\d+ )?CONSTANT ROWS?|SCAN \w+ VIRTUAL TABLE|SCAN \(subquery-\d+\)"
    r"|SCAN (page|best|next|recent|senders|latest|held)$"
)
"""Reads of what a query itself made or was given."""
_BY_KEY: Final = re.compile(r"SEARCH \w+ USING PRIMARY KEY \(([^)]*)\)")
_BY_INDEX: Final = re.compile(r"SEARCH \w+ USING (COVERING )?INDEX \w+ \(")
_WHOLE_BY_GUILD: Final = ("SEARCH setting", "SEARCH catalogue", "SEARCH guild")
"""Tables of which a guild's whole part is wanted; the last has one row for each."""


class PlanningReader:
    """A reader that keeps SQLite's plan of every query."""

    def __init__(self, reader: Reader) -> None:
        """Read through another reader."""
        self._reader = reader
        self.plan: list[str] = []
        self.queries = 0
        self.calls = 0
        """How often several queries were asked at once."""

    async def fetch(self, sql: str, parameters: Row = ()) -> list[Row]:
        """All rows that a query gives."""
        self.queries += 1
        rows = await self._reader.fetch(f"EXPLAIN QUERY PLAN {sql}", parameters)
        self.plan += [row[3] for row in rows]
        return await self._reader.fetch(sql, parameters)

    async def fetch_each(self, queries: Sequence[tuple[str, Row]]) -> list[list[Row]]:
        """The rows of each query."""
        self.calls += 1
        return [await self.fetch(*query) for query in queries]

    def snapshot(self) -> AbstractAsyncContextManager[None]:
        """One moment."""
        return self._reader.snapshot()


def is_by_index(step: str) -> bool:
    """Whether a step of a plan reads only rows that are wanted, or none of a table at all."""
    if step.startswith("SCAN"):
        return bool(_PLACELESS.match(step))
    if not step.startswith("SEARCH") or _BY_INDEX.match(step):
        return True
    by_key = _BY_KEY.match(step)
    # A range of the primary key is a walk through everything that a guild ever did.
    is_exact = by_key is not None and "AND" in by_key[1] and not re.search("[<>]", by_key[1])
    return is_exact or step.startswith(_WHOLE_BY_GUILD)


@pytest.mark.parametrize("name", [*QUERIES, *BOUNDED])
async def test_no_query_reads_through_a_table(name: str, scene: Scene) -> None:
    await scene.busy_day(40)
    reader = PlanningReader(scene.reader)
    await {**QUERIES, **BOUNDED}[name](reader)
    assert reader.plan
    assert [step for step in reader.plan if not is_by_index(step)] == []


async def test_members_are_paged_by_number_a_page_at_a_time(scene: Scene) -> None:
    await scene.busy_day(40)
    reader = PlanningReader(scene.reader)
    page = await gifters(reader, GUILD, after=ANN_NUMBER - 1, limit=1)
    assert [(one.number, one.given > 0) for one in page] == [(ANN_NUMBER, True)]
    walks = [step for step in reader.plan if not is_by_index(step)]
    assert walks == ["SEARCH member USING PRIMARY KEY (guild=? AND number>?)"]
    assert await gifters(scene.reader, GUILD, after=100, limit=1) == []


async def test_a_live_board_is_read_by_its_own_show_alone(scene: Scene) -> None:
    begin = StartShow(guild=GUILD, key="live", actor=BEA, creator=BEA, channel=1)
    started = await scene.writer.submit(begin)
    assert isinstance(started, ShowStarted)
    await scene.busy_day(40)
    reader = PlanningReader(scene.reader)
    board = await live_board(reader, GUILD, started.seq, GuildSettings(), scene.clock())
    assert board is not None
    assert board.latest
    assert [step for step in reader.plan if not is_by_index(step)] == []
    combos = [step for step in reader.plan if "combo_by_show" in step]
    assert all("show=?" in step for step in combos)
    assert len(combos) == 2


async def test_nothing_is_read_through_before_deciding_whatever_is_asked(path: Path) -> None:
    night = await live_through(path)
    async with opened(path, night.now_ms) as scene:
        reader = PlanningReader(scene.reader)
        asked = [*requests_of_each_kind(night), *marks_of_each_kind(night)]
        await open_books(reader, asked, night.now_ms)
        assert len(reader.plan) > 30
        assert [step for step in reader.plan if not is_by_index(step)] == []


async def test_nothing_is_read_through_when_rows_are_changed(scene: Scene) -> None:
    plans = []
    for sql, _ in statements(Books([])):
        numbers = [int(number) for number in re.findall(r"\?(\d+)", sql)]
        parameters: Row = (1,) * (max(numbers) if numbers else sql.count("?"))
        if sql.lstrip().startswith(("UPDATE", "DELETE")):
            plans += await scene.reader.fetch(f"EXPLAIN QUERY PLAN {sql}", parameters)
    steps = [plan[3] for plan in plans]
    assert len(steps) >= 9
    walks = [step for step in steps if not is_by_index(step)]
    assert walks == [
        # Whoever signs out says by which of all secrets they were in.
        "SEARCH session USING PRIMARY KEY (digest=?)",
        # Whoever is told, is told of all that they have not been told of.
        "SEARCH notice USING PRIMARY KEY (guild=? AND member=? AND seq<?)",
    ]


async def test_however_many_are_asked_at_once_the_queries_are_as_many(path: Path) -> None:
    night = await live_through(path)
    async with opened(path, night.now_ms) as scene:
        once, often = PlanningReader(scene.reader), PlanningReader(scene.reader)
        asked = [*requests_of_each_kind(night), *marks_of_each_kind(night)]
        await open_books(once, asked, night.now_ms)
        again = [
            request for number in range(30) for request in requests_of_each_kind(night, str(number))
        ]
        await open_books(often, [*asked, *again], night.now_ms)
        assert once.queries == often.queries <= 32
        assert once.calls == often.calls == 2


async def test_a_gift_alone_asks_for_nothing_that_only_others_need(path: Path) -> None:
    night = await live_through(path)
    async with opened(path, night.now_ms) as scene:
        reader = PlanningReader(scene.reader)
        await open_books(reader, requests_of_each_kind(night)[:1], night.now_ms)
        assert (reader.calls, reader.queries) == (1, 10)


async def test_a_board_is_read_from_its_index_alone_before_names_are_joined(
    database: Database,
) -> None:
    await with_tallies(database, list(range(1, 50)))
    reader = PlanningReader(database.commands)
    await top(reader, GUILD, Board.GIVEN, "all", limit=10)
    of_tally = [step for step in reader.plan if "tally" in step]
    assert of_tally
    assert all("USING COVERING INDEX tally_best" in step for step in of_tally)


class CountingReader(SqliteReader):
    """A reader that counts the steps of SQLite's machine."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        """Read through an open connection."""
        super().__init__(connection)
        self.steps = 0

    def _step(self) -> int:
        self.steps += 1
        return 0

    async def count_steps(self) -> None:
        """Begin to count, in tens."""
        await self._connection.set_progress_handler(self._step, 10)

    async def steps_of(self, query: Query) -> int:
        """How many steps a query takes."""
        self.steps = 0
        await query(self)
        return self.steps


@pytest.fixture
async def counting(database: Database, path: Path) -> AsyncIterator[CountingReader]:
    """A reader of the test's database that counts."""
    async with aiosqlite.connect(f"file:{path}?mode=ro", uri=True) as connection:
        reader = CountingReader(connection)
        await reader.count_steps()
        yield reader


async def test_reading_takes_no_longer_the_longer_a_guild_has_lived(
    scene: Scene, counting: CountingReader
) -> None:
    await scene.adjust(ANN, 10_000)
    for _ in range(150):
        await scene.sent(ANN, BEA)
    young = {name: await counting.steps_of(query) for name, query in QUERIES.items()}
    for _ in range(1_500):
        await scene.sent(ANN, BEA)
    old = {name: await counting.steps_of(query) for name, query in QUERIES.items()}
    assert old["wallet"] > 0
    # A tenth of room is for what is newer than the page that was asked for.
    assert {name for name in QUERIES if old[name] > young[name] * 1.1 + 20} == set()


async def test_the_top_takes_no_longer_the_more_members_there_are(
    database: Database, counting: CountingReader
) -> None:
    await with_tallies(database, [number % 7 for number in range(20_000)])
    steps = await counting.steps_of(QUERIES["top"])
    assert 0 < steps < 200


async def test_a_place_is_looked_for_no_further_than_asked_however_many_members_there_are(
    database: Database, counting: CountingReader
) -> None:
    await with_tallies(database, [1 + number % 7 for number in range(20_000)])

    async def last(reader: Reader) -> object:
        return await standing(reader, GUILD, Board.GIVEN, "all", 19_999, most=100)

    assert 0 < await counting.steps_of(last) < 400
