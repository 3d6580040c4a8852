"""Promises about how reading finds its rows: by an index, however long a guild has lived."""

import pkgutil
import re
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from importlib import import_module
from pathlib import Path
from typing import Final

import aiosqlite
import pytest

import bot.storage
from bot.ledger.books import CHANNEL_SINK, Books
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.outcomes.live import ShowStarted
from bot.ledger.periods import Board, Span
from bot.ledger.requests.live import StartShow
from bot.storage.acknowledgements import acknowledgements
from bot.storage.boards import standing, top
from bot.storage.calendar import next_challenges, next_matches, next_plans
from bot.storage.creators import creator, deputies, newest_followers
from bot.storage.database import Database, Reader, Row, StorageFailed
from bot.storage.deliveries import backlog, delivery, waiting
from bot.storage.entries import statements
from bot.storage.goals import running_goal
from bot.storage.guilds import catalogue, guild_settings
from bot.storage.levels import given_in_all
from bot.storage.messages import held_among, held_messages
from bot.storage.operations import (
    gift,
    latest_gifts,
    operation,
    operation_under,
    operations_on,
)
from bot.storage.origins import origins
from bot.storage.overlays import overlay_of, overlay_with
from bot.storage.past_shows import best_combos, shows_of
from bot.storage.payouts import (
    cashout_changes,
    open_payouts,
    open_payouts_of,
    payout,
    payouts_of,
)
from bot.storage.people import people, somebody
from bot.storage.plans import open_plans
from bot.storage.prefetch import open_books
from bot.storage.queue import creator_for, due, helped_by, received, thanked_last
from bot.storage.recaps import latest_shows
from bot.storage.rewards import gifters, leaders, roles_waiting
from bot.storage.series import SeriesConnection
from bot.storage.sessions import memberships, session, sessions_of
from bot.storage.shared_queues import is_deputy, shared_queues
from bot.storage.shows import (
    live_board,
    live_everywhere,
    registered,
    running_shows,
    show,
    show_in,
    show_of,
    shows_by_voice,
    started_before_ms,
)
from bot.storage.sqlite import SqliteReader
from bot.storage.statement_lines import statement_rows
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
from tests.storage.test_origins import payout_of

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
    "is_deputy": lambda reader: is_deputy(reader, GUILD, BEA_NUMBER, ANN_NUMBER),
    "next_matches": next_matches,
    "next_challenges": next_challenges,
    "next_plans": next_plans,
    "open_plans": lambda reader: open_plans(reader, GUILD, BEA.user_id, limit=10),
    "due": lambda reader: due(reader, GUILD, BEA_NUMBER, 10),
    "thanked_last": lambda reader: thanked_last(reader, GUILD, BEA_NUMBER, 10),
    "helped_by": lambda reader: helped_by(reader, GUILD, ANN_NUMBER, 10),
    "creator_for": lambda reader: creator_for(reader, GUILD, BEA_NUMBER, ANN_NUMBER),
    "creator": lambda reader: creator(reader, GUILD, BEA.user_id),
    "deputies": lambda reader: deputies(reader, GUILD, BEA_NUMBER),
    "held_among": lambda reader: held_among(reader, GUILD, [100]),
    "operation": lambda reader: operation(reader, GUILD, 100),
    "overlay_with": lambda reader: overlay_with(reader, "handle"),
    "overlay_of": lambda reader: overlay_of(reader, GUILD, BEA_NUMBER),
    "shows_of": lambda reader: shows_of(reader, GUILD, BEA_NUMBER, limit=10),
    "best_combos": lambda reader: best_combos(reader, GUILD, 100, 10),
    "latest_shows": lambda reader: latest_shows(reader, GUILD, BEA.user_id, 10),
    "running_goal": lambda reader: running_goal(reader, GUILD, BEA.user_id, most=10),
    "given_in_all": lambda reader: given_in_all(reader, GUILD, [ANN.user_id]),
    "lines of a file": lambda reader: statement_rows(reader, GUILD, BEA_NUMBER, after=9, limit=9),
    "payouts_of": lambda reader: payouts_of(reader, GUILD, BEA_NUMBER, limit=10),
    "older payouts": lambda reader: payouts_of(reader, GUILD, BEA_NUMBER, before=100, limit=10),
    "payout": lambda reader: payout(reader, GUILD, 100),
    "origins": lambda reader: origins(reader, GUILD, [payout_of(BEA_NUMBER)]),
    "open_payouts": lambda reader: open_payouts(reader, GUILD, limit=10),
    "open_payouts_of": lambda reader: open_payouts_of(reader, GUILD, BEA_NUMBER),
    "cashout_changes": lambda reader: cashout_changes(reader, GUILD, limit=10),
}
"""What must take as long in a guild of ten years as in one of ten minutes."""
BOUNDED: Final[dict[str, Query]] = {
    "gifts_since": lambda reader: gifts_since(reader, GUILD, BEA_NUMBER, 0),
    "standing": lambda reader: standing(reader, GUILD, Board.GIVEN, "all", ANN_NUMBER),
    "received lately": lambda reader: received(reader, GUILD, BEA_NUMBER, 10),
    "backlog": lambda reader: backlog(reader, GUILD),
    "roles_waiting": lambda reader: roles_waiting(reader, GUILD),
}
"""What may take longer, up to a bound or as there is more to count, but reads by an index too."""

LISTED: Final[dict[str, Query]] = {
    "live_everywhere": live_everywhere,
    "shared_queues": shared_queues,
    "newest_followers": lambda reader: newest_followers(reader, GUILD, BEA_NUMBER, 10),
    "held_messages": lambda reader: held_messages(reader, GUILD, limit=10),
    "latest_gifts": lambda reader: latest_gifts(reader, GUILD, 10),
    "session": lambda reader: session(reader, b"digest", 0),
    "sessions_of": lambda reader: sessions_of(reader, BEA.user_id, 0, 10),
    "memberships": lambda reader: memberships(reader, BEA.user_id),
}
"""What reads some of a list from its end, or a few rows of a kind: see WALKS. It takes no longer
either, the longer a guild has lived."""

_PLACELESS: Final = re.compile(
    r"SCAN (\d+ )?CONSTANT ROWS?|SCAN \w+ VIRTUAL TABLE|(SCAN|SEARCH) \(subquery-\d+\)"
    r"|SCAN (page|best|next|recent|senders|latest|held)$"
)
"""Reads of what a query itself made or was given."""
_BY_KEY: Final = re.compile(r"SEARCH \w+ USING PRIMARY KEY \(([^)]*)\)")
_BY_INDEX: Final = re.compile(r"SEARCH \w+ USING (COVERING )?INDEX \w+ \(")
_WHOLE_BY_GUILD: Final = (
    "SEARCH setting",
    "SEARCH catalogue",
    "SEARCH pack USING PRIMARY KEY (guild=?)",
    "SEARCH exchange_rate USING PRIMARY KEY (guild=?)",
    "SEARCH guild",
)
"""Tables of which a guild's whole part is wanted; the last has one row for each."""

_EVERY_GUILD: Final = "it reads every guild, of which there are few, and looks up one row in each"
_AT_THE_START: Final = "it reads all of a kind once, when the bot starts or a channel is gone"
_PART: Final = "it is the beginning of queries that end with what they look for"
WALKS: Final[dict[str, str]] = {
    "audit._SCHEMA": "it compares every table with what the migrations make",
    "audit._APPLIED": "it compares every migration with the files",
    "bookkeeping._STORED": "it adds up a whole guild, on a page that says so, in its own turn",
    "bookkeeping._MOVED": "it adds up a whole guild, when a moderator asks for it",
    "calendar._GUILDS": _EVERY_GUILD,
    "creators._REGISTERED": "it counts the creators of a guild, who are not many",
    "deliveries._UNSHOWN": _AT_THE_START,
    "foreknowledge.economy.BUDGETS": "it asks whether there is any limit at all, of all guilds",
    "earnings._BY_DAY": "it reads the days of one plot, by a range of the key",
    "messages._HELD": "it reads what waits from one place on, by a range of the key",
    "messages._COUNT": "it counts what waits for a moderator",
    "operations._LATEST_GIFTS": "it reads the newest from the end of the key, as many as asked",
    "overlays._OVERLAY": _PART,
    "pins._GUILDS": _EVERY_GUILD,
    "pins._CHANNELS": "it reads the newest from the end of the key, as many as asked",
    "recaps._GOALS": "it reads what one show had, by a range of the key",
    "recaps._MATCHES": "it reads what one show had, by a range of the key",
    "rewards._GIFTERS": "it pages all members of a guild, so many at a time",
    "rings._EDGE": "it reads the newest gifts from the end of the key, as many as are looked at",
    "rings._FLOWS": "it reads the newest gifts from the end of the key, as many as are looked at",
    "rings._CONVERTED": "it reads what was done since the oldest of those gifts, by the key",
    "sessions._SESSION": "it finds one row by all of its key",
    "sessions._IS_SIGNED_IN": "it finds one row by all of its key",
    "sessions._MEMBERSHIPS": _EVERY_GUILD,
    "sessions._SIGNED_IN": _EVERY_GUILD,
    "shop._SOLD_BY_DISCORD": _EVERY_GUILD,
    "shop._VISITED": _EVERY_GUILD,
    "shared_queues._KEPT": "it reads the few names with one beginning, by a range of the key",
    "shows._SHOWN": _PART,
    "shows._EVERYWHERE": "it reads the shows that are running, by an index of them alone",
    "shows._BOARDS": _AT_THE_START,
}
"""Queries that read more than rows found by all of a key or by an index, and why they may."""
_READS_ALL: Final = re.compile(r"recounts(\.\w+)?")
"""Modules that recount the books: to read all of them is what they are for."""
_STORE: Final = "bot.storage."
_IS_QUERY: Final = re.compile(r"\s*(SELECT|WITH)\b")
_MADE: Final = re.compile(r"(\w+)(?: \([\w, ]*\))? AS (?:MATERIALIZED )?\(|\) AS (\w+)")
"""What a query makes itself, by its name, to read all of it."""


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
    if not step.startswith("SEARCH") or _BY_INDEX.match(step) or _PLACELESS.match(step):
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


def queries_of_storage() -> dict[str, str]:
    """Every query that stands in a module of the store, whoever asks it."""
    return {
        f"{module.removeprefix(_STORE)}.{name}": text
        for _, module, _ in pkgutil.walk_packages(bot.storage.__path__, _STORE)
        if not _READS_ALL.fullmatch(module.removeprefix(_STORE))
        for name, text in vars(import_module(module)).items()
        if isinstance(text, str) and _IS_QUERY.match(text)
    }


async def walks_of(reader: Reader, sql: str) -> list[str]:
    """The steps of a query that read more than they want."""
    numbers = [int(number) for number in re.findall(r"\?(\d+)", sql)]
    parameters: Row = (1,) * (max(numbers) if numbers else sql.count("?"))
    plan = await reader.fetch(f"EXPLAIN QUERY PLAN {sql}", parameters)
    made = {name for names in _MADE.findall(sql) for name in names if name}
    steps = [step for _, _, _, step in plan if not is_by_index(step)]
    return [step for step in steps if step.removeprefix("SCAN ").split(" ")[0] not in made]


async def test_every_query_of_the_store_reads_by_an_index_or_says_why_not(scene: Scene) -> None:
    queries = queries_of_storage()
    walking, parts = set(), {}
    for name, sql in queries.items():
        turned = sql.replace(" DESC", " ASC")
        try:
            walks = [await walks_of(scene.reader, one) for one in {sql, turned}]
        except (sqlite3.Error, StorageFailed):
            parts[name] = sql
            continue
        if any(walks):
            walking.add(name)
    assert walking == set(WALKS)
    # What cannot be asked by itself is a part of others that can.
    whole = [sql for name, sql in queries.items() if name not in parts]
    for name, part in parts.items():
        beginning = part.partition("{")[0].strip()
        assert any(beginning in sql for sql in whole), name
    assert len(whole) > 150


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
        # Whether there is any limit at all tells the first row.
        walked = [step for step in reader.plan if not is_by_index(step)]
        assert walked == ["SCAN budget"]


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
        # Of each creator the newest are kept, and those before them go.
        "SEARCH passed_alert USING PRIMARY KEY (guild=? AND creator=? AND first_seq<?)",
        # Whoever signs out says by which of all secrets they were in,
        "SEARCH session USING PRIMARY KEY (digest=?)",
        # or is looked for in every guild.
        "SCAN guild",
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
        assert once.queries == often.queries <= 60
        assert once.calls == often.calls == 2


async def test_a_gift_alone_asks_for_nothing_that_only_others_need(path: Path) -> None:
    night = await live_through(path)
    async with opened(path, night.now_ms) as scene:
        reader = PlanningReader(scene.reader)
        await open_books(reader, requests_of_each_kind(night)[:1], night.now_ms)
        assert (reader.calls, reader.queries) == (1, 11)


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
    uri = f"file:{path}?mode=ro"
    async with aiosqlite.connect(uri, uri=True, factory=SeriesConnection) as connection:
        reader = CountingReader(connection)
        await reader.count_steps()
        yield reader


async def test_reading_takes_no_longer_the_longer_a_guild_has_lived(
    scene: Scene, counting: CountingReader
) -> None:
    await scene.adjust(ANN, 10_000)
    for _ in range(150):
        await scene.sent(ANN, BEA)
    queries = {**QUERIES, **LISTED}
    young = {name: await counting.steps_of(query) for name, query in queries.items()}
    for _ in range(1_500):
        await scene.sent(ANN, BEA)
    old = {name: await counting.steps_of(query) for name, query in queries.items()}
    assert old["wallet"] > 0
    # A tenth of room is for what is newer than the page that was asked for.
    assert {name for name in queries if old[name] > young[name] * 1.1 + 20} == set()


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
