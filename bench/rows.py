"""The rows of gifts, decided in memory by the real rules, for those who write without the house."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Final

from bench.filling import GUILD, member
from bot.ledger.accounts import Account, Kind
from bot.ledger.books import CHANNEL_SINK, Acknowledgement, Books, Changes, GuildBook, Member
from bot.ledger.books.live import COMBO_MS, Combo, LiveChanges
from bot.ledger.money import Currency
from bot.ledger.outcomes import GiftSent
from bot.ledger.periods import Board
from bot.ledger.requests import SendGift
from bot.ledger.rules import decide
from bot.storage.database import Statement
from bot.storage.entries import statements

_GIVEN: Final = "SELECT member, coins FROM tally WHERE board = ? AND period = 'all'"
_OPEN_COMBOS: Final = "SELECT * FROM combo WHERE last_ms > ?"
_SHOWN: Final = """
SELECT acknowledgement, sink, wanted, channel, fallback, shown, attempted, attempts, message,
    doubtful, trouble, attempted_ms, shown_ms, digest, home
FROM outbox WHERE sink = ?
"""


class Gifts:
    """An endless row of gifts from some members to others, the same each time it is made."""

    def __init__(self, members: int, senders: int, creators: int) -> None:
        """Let so many of the members send, and so many receive; more than one of either.

        Both are scattered all over the books, so that none shares a page with the next.
        """
        self._senders, self._between_senders = senders, members // senders
        self._creators, self._between_creators = creators, members // creators
        self._numbers = count(1)

    def take(self, gifts: int) -> list[SendGift]:
        """The next gifts, of one Rose each."""
        return [self._gift(next(self._numbers)) for _ in range(gifts)]

    def _gift(self, number: int) -> SendGift:
        # Two primes step through the people, so that neighbours in time are none in the books.
        sender = number * 7_368_787 % self._senders * self._between_senders
        creator = number * 104_729 % self._creators
        if creator * self._between_creators == sender:
            creator = (creator + 1) % self._creators
        return SendGift(
            guild=GUILD,
            key=str(10**18 + number),
            actor=member(sender + 1),
            to=member(creator * self._between_creators + 1),
            item=1,
            channel=1 + number % 8,
        )


class Ledger:
    """Books that are held in memory whole; it tells the rows that the writer would write."""

    def __init__(self, path: Path, now_ms: int) -> None:
        """Read all members and wallets of a filled database, and what gifts in it may go on."""
        with closing(sqlite3.connect(path)) as connection:
            ((last_seq, last_member),) = connection.execute(
                "SELECT last_seq, last_member FROM guild WHERE guild = ?", (GUILD,)
            )
            self._book = GuildBook(GUILD, now_ms, last_seq=last_seq, last_member=last_member)
            self._books = Books([self._book])
            for row in connection.execute("SELECT number, user_id, name FROM member"):
                self._book.knows(Member(*row))
            for owner, currency, balance in connection.execute(
                "SELECT owner, currency, balance FROM account WHERE kind = ?", (Kind.WALLET,)
            ):
                account = Account(Kind.WALLET, owner, Currency(currency))
                self._book.balances[account] = balance
            self._read_combos(connection)

    def _read_combos(self, connection: sqlite3.Connection) -> None:
        """Know the combos that the next gifts may join, and what senders gave before."""
        live, acknowledgements = self._book.live, self._book.acknowledgements
        live.given.update(connection.execute(_GIVEN, (Board.GIVEN,)))
        for _, *combo in connection.execute(_OPEN_COMBOS, (self._book.now_ms - COMBO_MS,)):
            live.knows(Combo(*combo))
        for row in connection.execute(_SHOWN, (CHANNEL_SINK,)):
            if row[0] in live.combos:
                acknowledgements[row[0], CHANNEL_SINK] = Acknowledgement(*row)

    def rows(self, gifts: Iterable[SendGift]) -> Sequence[Statement]:
        """All that these gifts change, if they are committed together."""
        for gift in gifts:
            outcome = decide(gift, self._books)
            assert isinstance(outcome, GiftSent), outcome
        written = [(sql, rows) for sql, rows in statements(self._books) if rows]
        self._book.changes = Changes()
        self._book.live.changes = LiveChanges()
        return written
