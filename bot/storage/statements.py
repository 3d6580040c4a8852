"""One member's account as they see it: the wallet, what came of it, and every line of how."""

from dataclasses import dataclass
from typing import Final, NamedTuple

import orjson

from bot.ledger.money import Currency, Purse
from bot.storage.database import Reader, Row
from bot.storage.operations import OperationView, described, describing
from bot.storage.paging import Page, Window, page_of, towards
from bot.storage.people import Somebody

MOST_GIFTS_SUMMED: Final = 1_000
"""How many of the newest gifts are summed up by sender, so that no absence makes anybody wait."""


_NOTHING: Final = Purse()


class WalletView(NamedTuple):
    """What a member has, and what they have yet to be told; no `number` before their first use."""

    number: int | None = None
    purse: Purse = Purse()
    frozen_seq: int | None = None
    welcomed: bool = False
    """Whether they had their welcome coins."""
    seen_seq: int = 0
    """Up to where they have seen the gifts they received."""
    notices: int = 0
    """How many acts of moderators they have not been told of."""
    owed: Purse = _NOTHING
    """What they owe; what comes in of it pays that first."""


class Totals(NamedTuple):
    """Coins in gifts that were not reversed, of all time."""

    given: int
    received: int


class GiftsFrom(NamedTuple):
    """What one sender gave: how many gifts (a count of three is one), and their coins."""

    sender: Somebody
    gifts: int
    coins: int


class GiftsSince(NamedTuple):
    """The gifts that a member received after some `#seq`, and up to which one that was read."""

    senders: tuple[GiftsFrom, ...] = ()
    """Who gave most of them, most coins first."""
    gifts: int = 0
    """How many they are, of all senders."""
    is_all: bool = True
    """Whether there were no more than are summed up at most."""
    newest_seq: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(OperationView):
    """An operation as a line of one member's statement, in units of each currency."""

    member: int
    moved: Purse
    """What came into the wallets, or left them if less than 0."""
    after: Purse
    """What the wallets held afterwards."""
    owed: Purse = _NOTHING
    """By how much what the member owes grew, or less than 0 where it was paid."""

    @property
    def is_by_member(self) -> bool:
        """Whether it was the member who did it."""
        return self.actor.number == self.member

    @property
    def counterpart(self) -> Somebody | None:
        """The other side of the gift that was sent or reversed."""
        if self.gift is None:
            return None
        sender, recipient = self.gift.sender, self.gift.recipient
        return recipient if sender.number == self.member else sender


# INDEXED BY stands where what is newest comes first: SQLite would rather walk back through all that
# a guild ever did than sort, and it does not know how long that is.

# The once of a welcome is spelt as the rule that grants it spells it.
_WALLET: Final = """
SELECT
    number, frozen_seq,
    EXISTS (
        SELECT 1 FROM operation
        WHERE operation.guild = member.guild AND once = 'welcome:' || number
    ),
    seen_seq,
    (SELECT count(*) FROM notice WHERE notice.guild = member.guild AND notice.member = number),
    coalesce(sum(balance) FILTER (WHERE kind = 'wallet' AND currency = 'coins'), 0),
    coalesce(sum(balance) FILTER (WHERE kind = 'wallet' AND currency = 'bonus_coins'), 0),
    coalesce(sum(balance) FILTER (WHERE kind = 'wallet' AND currency = 'diamonds'), 0),
    coalesce(sum(balance) FILTER (WHERE kind = 'wallet' AND currency = 'bonus_diamonds'), 0),
    coalesce(sum(balance) FILTER (WHERE kind = 'debt' AND currency = 'coins'), 0),
    coalesce(sum(balance) FILTER (WHERE kind = 'debt' AND currency = 'bonus_coins'), 0),
    coalesce(sum(balance) FILTER (WHERE kind = 'debt' AND currency = 'diamonds'), 0),
    coalesce(sum(balance) FILTER (WHERE kind = 'debt' AND currency = 'bonus_diamonds'), 0)
FROM member
LEFT JOIN account ON account.guild = member.guild AND kind IN ('wallet', 'debt')
    AND owner = number
WHERE member.guild = ? AND user_id = ?
GROUP BY number
"""

_TOTALS: Final = """
SELECT board, coins FROM tally
WHERE guild = ? AND board IN ('given', 'received') AND period = 'all' AND member = ?
"""

_GIFTS_SINCE: Final = """
WITH recent AS (
    SELECT seq, sender, coins + bonus_coins AS coins
    FROM gift INDEXED BY gift_by_recipient
    WHERE guild = ?1 AND recipient = ?2 AND seq > ?3
    ORDER BY seq DESC LIMIT ?4
),
senders AS (
    SELECT
        sender, count(*) AS gifts, sum(coins) AS coins,
        sum(count(*)) OVER () AS all_gifts, max(max(seq)) OVER () AS newest_seq
    FROM recent
    WHERE NOT EXISTS (SELECT 1 FROM operation WHERE guild = ?1 AND reverses = recent.seq)
    GROUP BY sender ORDER BY sum(coins) DESC, sender LIMIT ?5
)
SELECT
    all_gifts, (SELECT count(*) FROM recent), newest_seq,
    number, user_id, name, gifts, senders.coins
FROM senders CROSS JOIN member ON guild = ?1 AND number = sender
ORDER BY senders.coins DESC, number
"""

_LAST_RECIPIENT: Final = """
SELECT recipient.number, recipient.user_id, recipient.name
FROM (
    SELECT gift.guild, gift.recipient
    FROM member CROSS JOIN gift INDEXED BY gift_by_sender
        ON gift.guild = member.guild AND gift.sender = member.number
    WHERE member.guild = ? AND member.user_id = ?
    ORDER BY gift.seq DESC LIMIT 1
) AS latest
CROSS JOIN member AS recipient
    ON recipient.guild = latest.guild AND recipient.number = latest.recipient
WHERE recipient.user_id IS NOT NULL
"""

# The index on an account's transfers begins with the currency, so that each currency is its own
# short read from the end; one read of all four would have to sort everything.
_OUT_OF: Final = """
SELECT ?1 AS guild, seq FROM (
    SELECT DISTINCT seq FROM transfer INDEXED BY transfer_from
    WHERE guild = ?1 AND from_kind = 'wallet' AND from_owner = ?2 AND from_owner > 0
        AND currency = '{}' AND seq > ?3 AND seq < ?4
    ORDER BY seq DESC LIMIT ?5
)
"""
_INTO: Final = """
SELECT ?1 AS guild, seq FROM (
    SELECT DISTINCT seq FROM transfer INDEXED BY transfer_to
    WHERE guild = ?1 AND to_kind = 'wallet' AND to_owner = ?2 AND to_owner > 0
        AND currency = '{}' AND seq > ?3 AND seq < ?4
    ORDER BY seq DESC LIMIT ?5
)
"""
# What they owe may be all that something changed.
_OWED: Final = _INTO.replace("to_kind = 'wallet'", "to_kind = 'debt'")
# What moves nothing concerns a member too: a freeze, and a gift where the share is 0.
_DONE_TO: Final = """
SELECT ?1 AS guild, seq FROM (
    SELECT seq FROM operation INDEXED BY operation_by_subject
    WHERE guild = ?1 AND subject = ?2 AND kind NOT GLOB 'live-*' AND seq > ?3 AND seq < ?4
    ORDER BY seq DESC LIMIT ?5
)
"""
_RECEIVED: Final = """
SELECT ?1 AS guild, seq FROM (
    SELECT seq FROM gift INDEXED BY gift_by_recipient
    WHERE guild = ?1 AND recipient = ?2 AND seq > ?3 AND seq < ?4
    ORDER BY seq DESC LIMIT ?5
)
"""
CONCERNING: Final = (
    *(_OUT_OF.format(currency) for currency in Currency),
    *(_INTO.format(currency) for currency in Currency),
    *(_OWED.format(currency) for currency in Currency),
    _DONE_TO,
    _RECEIVED,
)
"""The parts of what concerns a member's wallet: so many `#seq` between two, of each kind."""
_STATEMENT: Final = describing(
    "UNION".join(CONCERNING) + "ORDER BY seq DESC LIMIT ?5", "ORDER BY page.seq DESC"
)

_NOTICES: Final = describing(
    "SELECT guild, seq FROM notice WHERE guild = ? AND member = ? ORDER BY seq LIMIT ?",
    "ORDER BY page.seq",
)

# A wallet's balance after an operation is the one recorded with its last transfer up to then.
_MOVEMENTS: Final = """
WITH
page (seq) AS (SELECT value FROM json_each(?3)),
held (currency) AS (
    VALUES ('coins'), ('bonus_coins'), ('diamonds'), ('bonus_diamonds')
)
SELECT
    page.seq,
    held.currency,
    (
        SELECT coalesce(sum(CASE
            WHEN to_kind = 'wallet' AND to_owner = ?2 THEN amount
            WHEN from_kind = 'wallet' AND from_owner = ?2 THEN -amount
        END), 0)
        FROM transfer WHERE guild = ?1 AND seq = page.seq AND currency = held.currency
    ),
    coalesce((
        SELECT balance FROM (
            SELECT * FROM (
                SELECT seq, line, from_balance AS balance
                FROM transfer INDEXED BY transfer_from
                WHERE guild = ?1 AND from_kind = 'wallet' AND from_owner = ?2 AND from_owner > 0
                    AND currency = held.currency AND seq <= page.seq
                ORDER BY seq DESC, line DESC LIMIT 1
            )
            UNION ALL
            SELECT * FROM (
                SELECT seq, line, to_balance
                FROM transfer INDEXED BY transfer_to
                WHERE guild = ?1 AND to_kind = 'wallet' AND to_owner = ?2 AND to_owner > 0
                    AND currency = held.currency AND seq <= page.seq
                ORDER BY seq DESC, line DESC LIMIT 1
            )
        ) ORDER BY seq DESC, line DESC LIMIT 1
    ), 0),
    (
        SELECT coalesce(sum(CASE
            WHEN to_kind = 'debt' AND to_owner = ?2 THEN amount
            WHEN from_kind = 'debt' AND from_owner = ?2 THEN -amount
        END), 0)
        FROM transfer WHERE guild = ?1 AND seq = page.seq AND currency = held.currency
    )
FROM page CROSS JOIN held
"""


async def wallet(reader: Reader, guild: int, user_id: int) -> WalletView:
    """What a Discord user has in a guild; an empty wallet if the books do not know them."""
    rows = await reader.fetch(_WALLET, (guild, user_id))
    for number, frozen_seq, welcomed, seen_seq, notices, *amounts in rows:
        return WalletView(
            number,
            Purse(*amounts[:4]),
            frozen_seq,
            bool(welcomed),
            seen_seq,
            notices,
            Purse(*amounts[4:]),
        )
    return WalletView()


async def totals(reader: Reader, guild: int, number: int) -> Totals:
    """What a member gave and received, in coins."""
    coins: dict[str, int] = dict(await reader.fetch(_TOTALS, (guild, number)))
    return Totals(coins.get("given", 0), coins.get("received", 0))


async def gifts_since(
    reader: Reader, guild: int, number: int, after_seq: int, limit: int = 5
) -> GiftsSince:
    """What a member was given since `after_seq`, and by whom: at most `limit` senders.

    Reversed gifts are left out. Only the newest 1,000 gifts are looked at.
    """
    parameters = (guild, number, after_seq, MOST_GIFTS_SUMMED, limit)
    rows = await reader.fetch(_GIFTS_SINCE, parameters)
    if not rows:
        return GiftsSince()
    all_gifts, read, newest_seq, *_ = rows[0]
    senders = tuple(GiftsFrom(Somebody(*row[3:6]), *row[6:]) for row in rows)
    return GiftsSince(senders, all_gifts, read < MOST_GIFTS_SUMMED, newest_seq)


async def last_recipient(reader: Reader, guild: int, user_id: int) -> Somebody | None:
    """To whom a Discord user sent their last gift; None too if that member was forgotten."""
    rows = await reader.fetch(_LAST_RECIPIENT, (guild, user_id))
    return Somebody(*rows[0]) if rows else None


async def statement(
    reader: Reader,
    guild: int,
    number: int,
    *,
    before: int | None = None,
    after: int | None = None,
    limit: int,
) -> Page[Entry]:
    """A page of all that concerned a member's wallet: their own doings, and others' to them.

    It is the page just older than `#before`, or just newer than `#after`, or the newest.
    """

    async def read(window: Window) -> list[Entry]:
        parameters = (guild, number, window.after, window.before, window.limit)
        rows = await reader.fetch(towards(_STATEMENT, window), parameters)
        return await _entries(reader, guild, number, rows)

    return await page_of(read, before, after, limit)


async def notices(reader: Reader, guild: int, number: int, limit: int) -> list[Entry]:
    """What moderators did to a member who has not been told yet, oldest first."""
    rows = await reader.fetch(_NOTICES, (guild, number, limit))
    return await _entries(reader, guild, number, rows)


async def _entries(reader: Reader, guild: int, number: int, rows: list[Row]) -> list[Entry]:
    fields = [described(row)[0] for row in rows]
    seqs = orjson.dumps([values["seq"] for values in fields]).decode()
    moved: dict[int, dict[str, int]] = {}
    after: dict[int, dict[str, int]] = {}
    owed: dict[int, dict[str, int]] = {}
    rows = await reader.fetch(_MOVEMENTS, (guild, number, seqs))
    for seq, currency, change, balance, owing in rows:
        moved.setdefault(seq, {})[currency] = change
        after.setdefault(seq, {})[currency] = balance
        owed.setdefault(seq, {})[currency] = owing
    return [
        Entry(
            **values,
            member=number,
            moved=Purse(**moved[values["seq"]]),
            after=Purse(**after[values["seq"]]),
            owed=Purse(**owed[values["seq"]]),
        )
        for values in fields
    ]
