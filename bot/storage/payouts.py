"""Payouts as people read about them: who asked for what, who decided what, and how it ended."""

from dataclasses import dataclass
from typing import Final

import orjson

from bot.ledger.books.economy import PayoutState
from bot.ledger.guild_settings import NAMES
from bot.ledger.money import Purse
from bot.storage.database import Reader, Row
from bot.storage.operations import OperationView, described, describing
from bot.storage.paging import Page, Waiting, Window, page_of, towards, waiting_of
from bot.storage.people import Somebody

CASHOUT_SETTINGS: Final = (*(name for name in NAMES if name.startswith("cashout")), "currency")
"""What the terms of payouts are made of."""
_NOTHING: Final = Purse()


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoutView:
    """A payout with the people of it; `units` of diamonds, `money` in the currency's smallest."""

    number: int
    creator: Somebody
    frozen_seq: int = 0
    """What froze the creator; 0: they are not frozen."""
    owed: Purse = _NOTHING
    """What they owe now of what is worth money."""
    units: int
    rate: int
    fee: int
    money: int
    currency: str
    asked_ms: int
    needs_two: bool
    state: PayoutState
    approvers: tuple[Somebody, ...]
    """Who approved it so far, in their order."""
    ended_seq: int
    ended_ms: int
    note: str
    """The reason for rejecting it, or the reference under which it was paid."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided or paid."""
        return not self.ended_seq

    @property
    def is_stopped(self) -> bool:
        """Whether nothing is approved or paid as long as the creator stands as they do."""
        return bool(self.frozen_seq) or any(self.owed)

    @property
    def can_be_taken_back(self) -> bool:
        """Whether its creator may: no moderator can be paying it yet."""
        return self.state is PayoutState.ASKED


_SELECTED: Final = """
SELECT payout.number, units, rate, fee, money, payout.currency, payout.asked_ms, needs_two, state,
    ended_seq, coalesce(ending.at_ms, 0), coalesce(note.text, ''),
    creator.number, creator.user_id, creator.name,
    one.number, one.user_id, one.name, two.number, two.user_id, two.name,
    coalesce(creator.frozen_seq, 0), coalesce(coins.balance, 0), coalesce(diamonds.balance, 0)
"""
_JOINED: Final = """
CROSS JOIN member AS creator
    ON creator.guild = payout.guild AND creator.number = payout.member
LEFT JOIN member AS one ON one.guild = payout.guild AND one.number = first_approver
LEFT JOIN member AS two ON two.guild = payout.guild AND two.number = second_approver
LEFT JOIN operation AS ending ON ending.guild = payout.guild AND ending.seq = ended_seq
LEFT JOIN note ON note.guild = payout.guild AND note.seq = ended_seq
LEFT JOIN account AS coins ON coins.guild = payout.guild AND coins.kind = 'debt'
    AND coins.owner = payout.member AND coins.currency = 'coins'
LEFT JOIN account AS diamonds ON diamonds.guild = payout.guild AND diamonds.kind = 'debt'
    AND diamonds.owner = payout.member AND diamonds.currency = 'diamonds'
"""
_OPEN: Final = f"""
{_SELECTED} FROM payout INDEXED BY payout_open {_JOINED}
WHERE payout.guild = ? AND ended_seq = 0 AND payout.number > ? ORDER BY payout.number LIMIT ?
"""
_COUNT: Final = """
SELECT count(*) FROM payout INDEXED BY payout_open WHERE guild = ? AND ended_seq = 0
"""
_ONE: Final = f"""
{_SELECTED} FROM payout {_JOINED} WHERE payout.guild = ? AND payout.number = ?
"""
_OPEN_OF_MEMBER: Final = f"""
{_SELECTED} FROM payout INDEXED BY payout_open {_JOINED}
WHERE payout.guild = ? AND ended_seq = 0 AND payout.member = ? ORDER BY payout.number
"""
_OF_MEMBER: Final = f"""
{_SELECTED} FROM (
    SELECT guild, number FROM payout INDEXED BY payout_by_member
    WHERE guild = ?1 AND member = ?2 AND number > ?3 AND number < ?4
    ORDER BY number DESC LIMIT ?5
) AS page
CROSS JOIN payout ON payout.guild = page.guild AND payout.number = page.number
{_JOINED} ORDER BY payout.number DESC
"""  # noqa: S608 - put together of constants.
_SETTING_CHANGES: Final = describing(
    """
    SELECT guild, seq FROM operation INDEXED BY operation_moderated
    WHERE guild = ?1 AND kind = 'setting' AND kind NOT IN ('gift', 'convert', 'welcome')
        AND kind NOT GLOB 'live-*' AND kind NOT GLOB 'own-*' AND seq > ?2 AND seq < ?3
        AND EXISTS (
            SELECT 1 FROM json_each(outcome, '$.changes') AS change
            WHERE change.value ->> 0 IN (SELECT value FROM json_each(?5))
        )
    ORDER BY seq DESC LIMIT ?4
    """,
    "ORDER BY page.seq DESC",
)


async def open_payouts(
    reader: Reader, guild: int, *, after: int = 0, limit: int
) -> Waiting[PayoutView]:
    """The payouts that are open in a guild and later than `#after`, oldest first."""
    place = {"guild": guild, "after": after, "limit": limit}
    return await waiting_of(reader, _OPEN, _COUNT, _view, **place)


async def payout(reader: Reader, guild: int, number: int) -> PayoutView | None:
    """One payout by its `#seq`; None if there is no such one."""
    rows = await reader.fetch(_ONE, (guild, number))
    return _view(rows[0]) if rows else None


async def open_payouts_of(reader: Reader, guild: int, member: int) -> list[PayoutView]:
    """The payouts of one member's number that are open, oldest first."""
    return [_view(row) for row in await reader.fetch(_OPEN_OF_MEMBER, (guild, member))]


async def payouts_of(
    reader: Reader,
    guild: int,
    member: int,
    *,
    before: int | None = None,
    after: int | None = None,
    limit: int,
) -> Page[PayoutView]:
    """A page of all payouts of one member's number, newest first."""

    async def read(window: Window) -> list[PayoutView]:
        facts = (guild, member, window.after, window.before, window.limit)
        return [_view(row) for row in await reader.fetch(towards(_OF_MEMBER, window), facts)]

    return await page_of(read, before, after, limit)


async def cashout_changes(
    reader: Reader,
    guild: int,
    *,
    before: int | None = None,
    after: int | None = None,
    limit: int,
) -> Page[OperationView]:
    """A page of the changes of a guild's terms of payouts, newest first."""
    names = orjson.dumps(CASHOUT_SETTINGS).decode()

    async def read(window: Window) -> list[OperationView]:
        facts = (guild, window.after, window.before, window.limit, names)
        rows = await reader.fetch(towards(_SETTING_CHANGES, window), facts)
        return [OperationView(**described(row)[0]) for row in rows]

    return await page_of(read, before, after, limit)


def _view(row: Row) -> PayoutView:
    number, units, rate, fee, money, currency, asked_ms, needs_two, state = row[:9]
    ended_seq, ended_ms, note = row[9:12]
    approvers = tuple(Somebody(*some) for some in (row[15:18], row[18:21]) if some[0] is not None)
    return PayoutView(
        number=number,
        creator=Somebody(*row[12:15]),
        frozen_seq=row[21],
        owed=Purse(coins=row[22], diamonds=row[23]),
        units=units,
        rate=rate,
        fee=fee,
        money=money,
        currency=currency,
        asked_ms=asked_ms,
        needs_two=bool(needs_two),
        state=PayoutState(state),
        approvers=approvers,
        ended_seq=ended_seq,
        ended_ms=ended_ms,
        note=note,
    )
