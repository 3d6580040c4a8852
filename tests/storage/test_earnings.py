"""Promises about what a creator received lately: the right time, read by its order numbers."""

import pytest

from bot.ledger.money import Currency
from bot.storage.earnings import Lately, coins_by_hour, first_seq, first_seqs, received
from tests.commands.moderators import last_seq, number_of
from tests.theatre import Theatre

MINUTE_MS = 60_000


async def times(theatre: Theatre, count: int) -> list[tuple[int, int]]:
    """Have something entered once a minute; each order number with its moment."""
    entered = []
    for _ in range(count):
        theatre.clock.advance(60)
        before_ms = theatre.clock()
        await theatre.grant("Ann", 1, Currency.COINS)
        entered.append((await last_seq(theatre), before_ms))
    return entered


@pytest.mark.parametrize("count", [1, 2, 3, 8, 17])
async def test_the_first_number_of_a_time_is_found_wherever_it_begins(
    theatre: Theatre, count: int
) -> None:
    entered = await times(theatre, count)
    reader, guild = theatre.house.reader, theatre.guild
    moments = [moment_ms - MINUTE_MS // 2 for _, moment_ms in entered]
    assert await first_seqs(reader, guild, *moments) == [seq for seq, _ in entered]
    last, last_ms = entered[-1]
    assert await first_seq(reader, guild, last_ms + MINUTE_MS) == last + 1
    assert await first_seq(reader, guild, 0) == 1


async def test_a_guild_without_books_begins_with_the_first(theatre: Theatre) -> None:
    assert await first_seq(theatre.house.reader, 1, theatre.clock()) == 1


async def test_who_received_nothing_received_nothing(theatre: Theatre) -> None:
    await theatre.grant("Bea", 1)
    reader, guild = theatre.house.reader, theatre.guild
    bea = await number_of(theatre, "Bea")
    lately = Lately("2026-01-01", 1, "2026-01-31", 2**53, 2**53, "2026-02-01", 1, "2026-12-31")
    assert [set(sums) for sums in await received(reader, guild, bea, lately)] == [{0}, {0}]
    assert await coins_by_hour(reader, guild, bea, after=1, since_ms=0, until_ms=2**53) == {}
