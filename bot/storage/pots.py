"""Reading pots: one as it stands, those of a guild page by page, and who took what."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.ledger.books import CHANNEL_SINK
from bot.ledger.books.economy import PotKind
from bot.ledger.outcomes.pots import PotEnded
from bot.ledger.shares import commitment
from bot.storage.database import Reader, Row
from bot.storage.paging import Page, Window, page_of, towards
from bot.storage.people import Somebody

MOST_OFFERED: Final = 1_000
"""Among how many promotions codes are suggested while one is typed."""


class ShareView(NamedTuple):
    """What one member took from a pot, in coins of whatever origin."""

    member: Somebody
    seq: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PotView:
    """A pot as it stands. 0 stands for no channel, role, moment or operation."""

    number: int
    kind: str
    keeper: Somebody
    own: bool
    coins: int
    bonus_coins: int
    people: int
    taken: int
    channel: int
    role: int
    opens_ms: int
    closes_ms: int
    opened_seq: int
    ended_seq: int
    seed: str
    fingerprint: str
    """What was told of the seed when it was dropped."""
    code: str
    given: int
    """How many coins were taken from it."""
    ended_by: Somebody | None
    """The moderator who ended it, if one did."""
    is_taken_back: bool
    """Whether its keeper took it back before it opened."""
    luckiest: ShareView | None
    """The largest share that was taken; the first of several. Only of chests with uneven shares."""

    @property
    def total(self) -> int:
        """All coins that were put in."""
        return self.coins + self.bonus_coins

    @property
    def each(self) -> int:
        """What everybody gets where all get the same."""
        return self.total // self.people

    @property
    def is_even(self) -> bool:
        """Whether all get the same."""
        return not self.seed

    @property
    def seq(self) -> int:
        """Its place in the order of a guild, by which pages go."""
        return self.number


class Standing(NamedTuple):
    """A message by which a drop or a chest is taken from, with nothing left to show by it."""

    closes_ms: int
    guild: int
    number: int
    shown: int
    channel: int
    message: int

    @property
    def place(self) -> tuple[int, int, int]:
        """Its place in the order in which such messages are read."""
        return self.closes_ms, self.guild, self.number


BEFORE_ALL: Final = (0, 0, 0)
"""The place in front of all standing messages."""

_NUMBERS: Final = (
    *("coins", "bonus_coins", "people", "taken", "channel", "role", "opens_ms", "closes_ms"),
    *("opened_seq", "ended_seq"),
)
# The largest share is looked for only of chests, which are for few.
_POT: Final = """
SELECT pot.number, pot.kind, pot.own, pot.coins, pot.bonus_coins, pot.people, pot.taken,
    pot.channel, pot.role, pot.opens_ms, pot.closes_ms, pot.opened_seq, pot.ended_seq, pot.seed,
    pot.code,
    iif(
        pot.seed = '', pot.taken * ((pot.coins + pot.bonus_coins) / pot.people),
        (
            SELECT coalesce(sum(share.coins + share.bonus_coins), 0) FROM pot_share AS share
            WHERE share.guild = pot.guild AND share.pot = pot.number
        )
    ),
    coalesce(made.outcome ->> 'fingerprint', ''),
    coalesce(over.kind, ''), coalesce(over.outcome ->> 'early', 0),
    ender.number, ender.user_id, ender.name,
    keeper.number, keeper.user_id, keeper.name,
    lucky.number, lucky.user_id, lucky.name, best.seq, best.coins + best.bonus_coins
"""
_WITH_PEOPLE: Final = """
CROSS JOIN member AS keeper ON keeper.guild = pot.guild AND keeper.number = pot.keeper
CROSS JOIN operation AS made ON made.guild = pot.guild AND made.seq = pot.number
LEFT JOIN operation AS over ON over.guild = pot.guild AND over.seq = pot.ended_seq
LEFT JOIN member AS ender ON ender.guild = pot.guild AND ender.number = over.actor
LEFT JOIN pot_share AS best ON best.guild = pot.guild AND best.pot = pot.number
    AND best.member = (
        SELECT share.member FROM pot_share AS share
        WHERE pot.seed <> '' AND share.guild = pot.guild AND share.pot = pot.number
        ORDER BY -(share.coins + share.bonus_coins), share.seq LIMIT 1
    )
LEFT JOIN member AS lucky ON lucky.guild = pot.guild AND lucky.number = best.member
"""
_ONE: Final = f"{_POT} FROM pot {_WITH_PEOPLE} WHERE pot.guild = ? AND pot.number = ?"
# INDEXED BY, for SQLite would rather walk through all pots that a guild ever had.
_OF_ONE_KIND: Final = """
SELECT * FROM (
    SELECT guild, number FROM pot INDEXED BY pot_of_kind
    WHERE guild = ?1 AND kind = ?{} AND number > ?2 AND number < ?3
    ORDER BY number DESC LIMIT ?4
)
"""
_OF_KINDS: Final = f"""
{_POT} FROM (
    {_OF_ONE_KIND.format(5)} UNION ALL {_OF_ONE_KIND.format(6)}
) AS page
CROSS JOIN pot ON pot.guild = page.guild AND pot.number = page.number
{_WITH_PEOPLE}
ORDER BY page.number DESC LIMIT ?4
"""
_OPEN_PROMOTIONS: Final = """
SELECT number, code FROM pot INDEXED BY pot_by_code
WHERE guild = ? AND plain_code <> '' AND ended_seq = 0 ORDER BY number DESC LIMIT ?
"""
_STANDING: Final = """
SELECT closes_ms, pot.guild, number, shown, outbox.channel, message
FROM pot INDEXED BY pot_closing
CROSS JOIN outbox ON outbox.guild = pot.guild AND acknowledgement = number AND sink = ?1
WHERE ended_seq = 0 AND closes_ms > 0 AND (closes_ms, pot.guild, number) > (?2, ?3, ?4)
    AND closes_ms > ?5 AND message > 0 AND shown = wanted
ORDER BY closes_ms, pot.guild, number LIMIT ?6
"""
_SHARES: Final = """
SELECT member.number, user_id, name, pot_share.seq, pot_share.coins + pot_share.bonus_coins
FROM pot_share INDEXED BY pot_share_in_order
CROSS JOIN member ON member.guild = pot_share.guild AND member.number = pot_share.member
WHERE pot_share.guild = ? AND pot = ? ORDER BY pot_share.seq LIMIT ?
"""
_SHARE_OF: Final = """
SELECT number, user_id, name, pot_share.seq, pot_share.coins + pot_share.bonus_coins
FROM member CROSS JOIN pot_share
    ON pot_share.guild = member.guild AND pot = ?3 AND pot_share.member = number
WHERE member.guild = ?1 AND user_id = ?2
"""


async def pot(reader: Reader, guild: int, number: int) -> PotView | None:
    """The pot of a guild with this number."""
    for row in await reader.fetch(_ONE, (guild, number)):
        return _view(row)
    return None


async def pots_of(
    reader: Reader,
    guild: int,
    kinds: Collection[PotKind],
    *,
    before: int | None = None,
    after: int | None = None,
    limit: int,
) -> Page[PotView]:
    """A page of a guild's pots of at most two kinds, newest first, those that are over too."""
    first, second = [*kinds, ""][:2]

    async def read(window: Window) -> list[PotView]:
        parameters = (guild, window.after, window.before, window.limit, first, second)
        rows = await reader.fetch(towards(_OF_KINDS, window), parameters)
        return [_view(row) for row in rows]

    return await page_of(read, before, after, limit)


async def open_promotions(reader: Reader, guild: int) -> dict[int, str]:
    """The codes of the promotions that go on, newest first, by number."""
    rows: list[Row] = await reader.fetch(_OPEN_PROMOTIONS, (guild, MOST_OFFERED))
    return dict(rows)


async def standing(
    reader: Reader, now_ms: int, after: tuple[int, int, int], limit: int
) -> list[Standing]:
    """The messages of drops and chests that are not over, those that close soonest first."""
    parameters = (CHANNEL_SINK, *after, now_ms, limit)
    return [Standing(*row) for row in await reader.fetch(_STANDING, parameters)]


async def shares_of(reader: Reader, guild: int, number: int, limit: int) -> list[ShareView]:
    """Who took what from a pot, in order."""
    rows = await reader.fetch(_SHARES, (guild, number, limit))
    return [_share(row) for row in rows]


async def share_of(reader: Reader, guild: int, number: int, user_id: int) -> ShareView | None:
    """What a Discord user took from a pot."""
    rows = await reader.fetch(_SHARE_OF, (guild, user_id, number))
    return _share(rows[0]) if rows else None


def _share(row: Row) -> ShareView:
    return ShareView(Somebody(*row[:3]), *row[3:])


def _view(row: Row) -> PotView:
    number, kind, own, *numbers = row[:13]
    seed, code, given, fingerprint, over, early = row[13:19]
    return PotView(
        number=number,
        kind=kind,
        own=bool(own),
        seed=seed,
        code=code,
        given=given,
        # Where it was dropped before fingerprints were kept, the seed tells it.
        fingerprint=fingerprint or (commitment(seed) if seed else ""),
        ended_by=Somebody(*row[19:22]) if over == PotEnded.kind else None,
        is_taken_back=bool(early),
        keeper=Somebody(*row[22:25]),
        luckiest=_share(row[25:]) if row[25] is not None else None,
        **dict(zip(_NUMBERS, numbers, strict=True)),
    )
