"""Every line of a member's account for a file: read many at a time, and made out of the event loop.

A page of a few lines is read by `bot.storage.statements`, with all that can be looked up of each.
Of a hundred thousand lines only what a file holds is read, and objects are made by whoever writes
them, in another thread.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

import orjson

from bot.ledger.money import Purse
from bot.ledger.outcomes import Outcome
from bot.ledger.stored_outcomes import from_data
from bot.storage.database import Reader, Row
from bot.storage.paging import MOST_SEQ, Window, towards
from bot.storage.statements import CONCERNING


class GiftOfLine(NamedTuple):
    """The gift that a line of a statement is about."""

    seq: int
    name: str
    quantity: int
    gave: bool
    """Whether it was the member who sent it."""
    other: str | None
    """What the other side of it is called; None where they were forgotten."""
    is_taken_back: bool
    """Whether the line takes it back."""


class StatementLine(NamedTuple):
    """One line of a member's statement, in units of each currency."""

    seq: int
    at_ms: int
    actor: str | None
    """What whoever did it is called; None where they were forgotten."""
    gift: GiftOfLine | None
    outcome: Outcome | None
    """What came of it, where it is about no gift."""
    note: str
    """What was written with it, but for a message that waits for a moderator and is not theirs."""
    reversed_by: int | None
    moved: Purse
    """What came into the wallets, or left them if less than 0."""
    after: Purse
    """What the wallets held afterwards."""
    owed: Purse
    """By how much what the member owes grew, or less than 0 where it was paid."""


class Rows(NamedTuple):
    """Some lines as they were read, oldest first; `lines_of` makes lines of them."""

    lines: list[Row]
    transfers: list[Row]

    @property
    def last_seq(self) -> int:
        """The number of the newest line; 0 where there is none."""
        return self.lines[-1][0] if self.lines else 0


_PAGE: Final = "WITH page AS (" + "UNION".join(CONCERNING) + "ORDER BY seq DESC LIMIT ?5)"
_LINES: Final = f"""
{_PAGE}
SELECT operation.seq, operation.at_ms, actor.name, iif(gift.seq IS NULL, operation.outcome, ''),
    iif(operation.actor <> ?2 AND EXISTS (
        SELECT 1 FROM held_message
        WHERE held_message.guild = ?1 AND held_message.gift = operation.seq
    ), '', coalesce(note.text, '')),
    reversal.seq, gift.seq, gift.name, gift.quantity, gift.sender = ?2,
    iif(gift.sender = ?2, recipient.name, sender.name)
FROM page
CROSS JOIN operation ON operation.guild = ?1 AND operation.seq = page.seq
CROSS JOIN member AS actor ON actor.guild = ?1 AND actor.number = operation.actor
LEFT JOIN operation AS reversal INDEXED BY operation_reversing
    ON reversal.guild = ?1 AND reversal.reverses = operation.seq
LEFT JOIN note ON note.guild = ?1 AND note.seq = operation.seq
LEFT JOIN gift ON gift.guild = ?1 AND gift.seq = coalesce(operation.reverses, operation.seq)
LEFT JOIN member AS sender ON sender.guild = ?1 AND sender.number = gift.sender
LEFT JOIN member AS recipient ON recipient.guild = ?1 AND recipient.number = gift.recipient
ORDER BY operation.seq
"""  # noqa: S608 - put together of constants.
_IS_PAID_IN: Final = "to_kind = 'wallet' AND to_owner = ?2"
_IS_PAID_OUT: Final = "from_kind = 'wallet' AND from_owner = ?2"
_IS_OWED: Final = "to_kind = 'debt' AND to_owner = ?2"
_IS_REPAID: Final = "from_kind = 'debt' AND from_owner = ?2"
_TRANSFERS: Final = f"""
{_PAGE}
SELECT page.seq, currency, iif(({_IS_PAID_IN}) OR ({_IS_OWED}), amount, -amount),
    iif({_IS_PAID_IN}, to_balance, from_balance), ({_IS_OWED}) OR ({_IS_REPAID})
FROM page CROSS JOIN transfer ON transfer.guild = ?1 AND transfer.seq = page.seq
WHERE ({_IS_PAID_IN}) OR ({_IS_PAID_OUT}) OR ({_IS_OWED}) OR ({_IS_REPAID})
ORDER BY page.seq, line
"""  # noqa: S608 - put together of constants.
_NOTHING: Final = Purse()


async def statement_rows(
    reader: Reader, guild: int, number: int, *, after: int, limit: int
) -> Rows:
    """So many lines of a member's account that are newer than `#after`, from the oldest on."""
    window = Window(after, MOST_SEQ, limit, newest_first=False)
    facts = (guild, number, window.after, window.before, window.limit)
    queries = [(towards(sql, window), facts) for sql in (_LINES, _TRANSFERS)]
    return Rows(*await reader.fetch_each(queries))


def lines_of(rows: Rows, held: dict[str, int]) -> Iterator[StatementLine]:
    """The lines that were read, oldest first.

    `held` is what the wallets held before them, by currency, and becomes what they held after the
    last: nothing before the first line of all. So it is no matter how long an account is.
    """
    transfers = {seq: list(some) for seq, some in groupby(rows.transfers, _seq_of)}
    for seq, at_ms, actor, outcome, note, reversed_by, *gift in rows.lines:
        moved: dict[str, int] = {}
        owed: dict[str, int] = {}
        for _, currency, amount, balance, is_debt in transfers.get(seq, ()):
            changed = owed if is_debt else moved
            changed[currency] = changed.get(currency, 0) + amount
            if not is_debt:
                held[currency] = balance
        yield StatementLine(
            seq=seq,
            at_ms=at_ms,
            actor=actor,
            gift=None if gift[0] is None else _gift_of(seq, gift),
            outcome=from_data(orjson.loads(outcome)) if outcome else None,
            note=note,
            reversed_by=reversed_by,
            moved=Purse(**moved) if moved else _NOTHING,
            after=Purse(**held),
            owed=Purse(**owed) if owed else _NOTHING,
        )


def _seq_of(row: Row) -> int:
    return int(row[0])


def _gift_of(line: int, facts: Sequence[Any]) -> GiftOfLine:
    seq, name, quantity, gave, other = facts
    return GiftOfLine(seq, name, quantity, bool(gave), other, is_taken_back=seq != line)
