"""Live shows as people read them: who is live, and all that a live board tells."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

import orjson

from bot.ledger.books.live import BOARD_SINK
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.levels import level_of
from bot.ledger.periods import Board, Span, period, show_period
from bot.ledger.requests import Person
from bot.ledger.tiers import LADDER
from bot.storage.boards import top
from bot.storage.combos import ComboView, combos
from bot.storage.database import Reader, Row
from bot.storage.people import Somebody, people

MOST_LATEST: Final = 5
"""How many of the latest gifts a board tells."""
MOST_PLACES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowView:
    """A show with its creator; sums are in coins and in units of diamonds, moments in UTC ms.

    `board` is the message that shows its board, or 0, and `board_channel` where that stands, for
    the show's own channel may have been deleted; `ended_ms` is 0 while it runs.
    """

    guild: int
    number: int
    creator: Somebody
    channel: int
    title: str
    by_voice: bool
    started_ms: int
    ended_ms: int
    gifts: int
    coins: int
    earned_units: int
    board: int
    board_channel: int


class Gifter(NamedTuple):
    """Somebody who gave in a show: the coins given there, and the level of all they ever gave."""

    member: Somebody
    coins: int
    level: int


class Highlight(NamedTuple):
    """The combo at the top of a board, and until when it stays there."""

    combo: ComboView
    until_ms: int


class GoalBar(NamedTuple):
    """A creator's goal: coins where `item` is 0, else that many of one gift."""

    item: int
    target: int
    progress: int
    expires_ms: int
    is_reached: bool


class Score(NamedTuple):
    """A match that is on, as one of the two sees it, in coins."""

    opponent: Somebody
    own: int
    other: int
    ends_ms: int


@dataclass(frozen=True, slots=True)
class LiveBoard:
    """All that a live board tells."""

    show: ShowView
    gifters: tuple[Gifter, ...]
    latest: tuple[ComboView, ...]
    highlight: Highlight | None
    goal: GoalBar | None
    score: Score | None

    @property
    def changes_ms(self) -> int | None:
        """When the next of what it tells runs out, in UTC milliseconds; None for never."""
        moments = [self.highlight.until_ms] if self.highlight else []
        moments += [self.goal.expires_ms] if self.goal else []
        moments += [self.score.ends_ms] if self.score else []
        return min(moments, default=None)


_SHOWN: Final = f"""
SELECT show.guild, show.number, show.channel, coalesce(text, ''), by_voice, started_ms, ended_ms,
    gifts, coins, earned_units, coalesce(message, 0), coalesce(outbox.channel, 0),
    creator.number, creator.user_id, creator.name
FROM show
CROSS JOIN member AS creator ON creator.guild = show.guild AND creator.number = show.creator
LEFT JOIN note ON note.guild = show.guild AND note.seq = show.number
LEFT JOIN outbox ON outbox.guild = show.guild AND acknowledgement = show.number
    AND sink = '{BOARD_SINK}'
"""  # noqa: S608 - put together of constants.
_ONE: Final = f"{_SHOWN} WHERE show.guild = ? AND show.number = ?"
_RUNS: Final = _SHOWN.replace("FROM show\n", "FROM show INDEXED BY show_running\n")
_RUNNING: Final = f"{_RUNS} WHERE show.guild = ? AND ended_ms = 0 ORDER BY show.number LIMIT ?"
_OF_CREATOR: Final = f"{_RUNS} WHERE show.guild = ? AND creator.user_id = ? AND ended_ms = 0"
_IN_CHANNEL: Final = (
    f"{_RUNS} WHERE show.guild = ? AND show.channel = ? AND ended_ms = 0 "
    "AND creator.user_id IS NOT NULL AND creator.user_id <> ? ORDER BY show.number DESC LIMIT 1"
)
_BEFORE: Final = """
SELECT started_ms FROM show INDEXED BY show_by_creator
WHERE guild = ? AND creator = ? AND number < ? ORDER BY number DESC LIMIT 1
"""
_EVERYWHERE: Final = """
SELECT show.guild, show.number, user_id, name FROM show INDEXED BY show_running
CROSS JOIN member ON member.guild = show.guild AND member.number = show.creator
WHERE ended_ms = 0 AND user_id IS NOT NULL ORDER BY show.guild, show.creator
"""
_BY_VOICE: Final = f"{_RUNS} WHERE show.guild = ? AND by_voice = 1 AND ended_ms = 0"
_REGISTERED: Final = """
SELECT number, user_id, name
FROM json_each(?2) AS sought
CROSS JOIN member ON member.guild = ?1 AND user_id = sought.value
CROSS JOIN creator ON creator.guild = ?1 AND creator.member = number AND registered = 1
"""
# Those that run, and those that ended while their last board was not shown yet.
_BOARDS: Final = f"""
SELECT guild, number, creator, channel FROM show WHERE ended_ms = 0
UNION
SELECT show.guild, number, creator, show.channel FROM outbox INDEXED BY outbox_waiting
CROSS JOIN show ON show.guild = outbox.guild AND show.number = acknowledgement
WHERE shown < wanted AND sink = '{BOARD_SINK}'
"""  # noqa: S608 - put together of constants.
_LATEST: Final = """
SELECT guild, number FROM combo INDEXED BY combo_by_show
WHERE guild = ?1 AND show = ?2 AND show <> 0 AND coins > 0
ORDER BY show DESC, number DESC LIMIT ?3
"""
_HIGHLIGHT_MS: Final = " ".join(
    f"WHEN coins >= {rung.coins} THEN {1_000 * rung.highlight_seconds}" for rung in reversed(LADDER)
)
_HIGHLIGHT: Final = f"""
SELECT guild, number, until_ms FROM (
    SELECT guild, number, coins, last_ms + CASE {_HIGHLIGHT_MS} END AS until_ms
    FROM combo INDEXED BY combo_by_show
    WHERE guild = ?1 AND show = ?2 AND show <> 0 AND coins >= ?3
) WHERE until_ms > ?4 ORDER BY coins DESC, number DESC LIMIT 1
"""  # noqa: S608 - put together of constants.
_GOAL: Final = """
SELECT item, target, progress, expires_ms, reached_seq > 0 FROM goal
WHERE guild = ?1 AND creator = ?2 AND ended_seq = 0 AND expires_ms > ?3
    AND (reached_seq = 0 OR reached_seq > ?4)
"""
_SCORES: Final = """
SELECT {them}, {own}_coins, {them}_coins, ends_ms FROM match INDEXED BY match_of_{own}
WHERE guild = ?1 AND {own} = ?2 AND ended_seq = 0 AND begins_ms > 0 AND ends_ms > ?3
"""
_SCORE: Final = " UNION ALL ".join(
    _SCORES.format(own=own, them=them)
    for own, them in (("challenger", "opponent"), ("opponent", "challenger"))
)
_GIVEN: Final = """
SELECT member, coins FROM json_each(?3) AS sought
CROSS JOIN tally ON guild = ?1 AND board = 'given' AND period = ?2 AND member = sought.value
"""


def _show(row: Row) -> ShowView:
    (guild, number, channel, title, by_voice, started_ms, ended_ms, *sums) = row
    gifts, coins, earned_units, board, board_channel, *creator = sums
    return ShowView(
        guild=guild,
        number=number,
        creator=Somebody(*creator),
        channel=channel,
        title=title,
        by_voice=bool(by_voice),
        started_ms=started_ms,
        ended_ms=ended_ms,
        gifts=gifts,
        coins=coins,
        earned_units=earned_units,
        board=board,
        board_channel=board_channel,
    )


async def show(reader: Reader, guild: int, number: int) -> ShowView | None:
    """A show by its number, running or not."""
    rows = await reader.fetch(_ONE, (guild, number))
    return _show(rows[0]) if rows else None


async def running_shows(reader: Reader, guild: int, limit: int) -> list[ShowView]:
    """The shows that run in a guild, the longest running first."""
    return [_show(row) for row in await reader.fetch(_RUNNING, (guild, limit))]


async def shows_by_voice(reader: Reader, guild: int) -> list[ShowView]:
    """The running shows that began because their creator went live."""
    return [_show(row) for row in await reader.fetch(_BY_VOICE, (guild,))]


class Live(NamedTuple):
    """A running show, and the Discord user whose it is."""

    guild: int
    number: int
    creator: Person


async def live_everywhere(reader: Reader) -> list[Live]:
    """The running shows of all guilds, but for those of creators who were forgotten."""
    return [
        Live(guild, number, Person(user_id, name or ""))
        for guild, number, user_id, name in await reader.fetch(_EVERYWHERE)
    ]


async def show_of(reader: Reader, guild: int, user_id: int) -> ShowView | None:
    """The running show of a Discord user."""
    rows = await reader.fetch(_OF_CREATOR, (guild, user_id))
    return _show(rows[0]) if rows else None


async def show_in(reader: Reader, guild: int, channel: int, but: int) -> ShowView | None:
    """The show that began last of those that run in a channel, but for that of one Discord user."""
    rows = await reader.fetch(_IN_CHANNEL, (guild, channel, but))
    return _show(rows[0]) if rows else None


async def started_before_ms(reader: Reader, guild: int, creator: int, number: int) -> int | None:
    """When the show began that this creator had before show `number`; None for their first."""
    for (started_ms,) in await reader.fetch(_BEFORE, (guild, creator, number)):
        return int(started_ms)
    return None


async def registered(reader: Reader, guild: int, user_ids: Iterable[int]) -> list[Somebody]:
    """Those of some Discord users who are registered creators."""
    sought = orjson.dumps(list(user_ids)).decode()
    return [Somebody(*row) for row in await reader.fetch(_REGISTERED, (guild, sought))]


class Kept(NamedTuple):
    """A show whose board is to be kept, and its creator's number."""

    guild: int
    show: int
    creator: int
    channel: int


async def kept_boards(reader: Reader) -> list[Kept]:
    """The shows of all guilds whose boards are kept, or have yet to show how they ended."""
    return [Kept(*row) for row in await reader.fetch(_BOARDS)]


async def gifters(reader: Reader, guild: int, show: int, limit: int) -> list[Gifter]:
    """Who gave most in a show, most first."""
    places = await top(reader, guild, Board.GIVEN, show_period(show), limit=limit)
    numbers = orjson.dumps([place.member.number for place in places]).decode()
    ever = period(Span.ALL, "")
    given = dict[int, int](await reader.fetch(_GIVEN, (guild, ever, numbers)))
    return [
        Gifter(place.member, place.coins, level_of(given.get(place.member.number, 0)))
        for place in places
    ]


async def live_board(
    reader: Reader, guild: int, number: int, settings: GuildSettings, now_ms: int
) -> LiveBoard | None:
    """All that the board of a show tells at a moment, in UTC milliseconds; None for no show.

    A goal that was reached in a show before this one is no news in it, and is left out.
    A commit may come in between its queries, and whoever keeps the board hears of that.
    """
    shown = await show(reader, guild, number)
    if shown is None:
        return None
    creator = shown.creator.number
    best = await reader.fetch(_HIGHLIGHT, (guild, number, settings.highlight_coins, now_ms))
    latest = await reader.fetch(_LATEST, (guild, number, MOST_LATEST))
    told = await combos(reader, [(row[0], row[1]) for row in (*latest, *best)])
    goal = await reader.fetch(_GOAL, (guild, creator, now_ms, number))
    score = await reader.fetch(_SCORE, (guild, creator, now_ms))
    opponents = await people(reader, guild, [row[0] for row in score])
    return LiveBoard(
        show=shown,
        gifters=tuple(await gifters(reader, guild, number, MOST_PLACES)),
        latest=tuple(told[row[0], row[1]] for row in latest),
        highlight=Highlight(told[best[0][0], best[0][1]], best[0][2]) if best else None,
        goal=GoalBar(*goal[0]) if goal else None,
        score=Score(opponents[score[0][0]], *score[0][1:]) if score else None,
    )
