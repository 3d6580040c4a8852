"""Promises about boards as people read them: who left is skipped, and the others close up."""

from collections.abc import Collection, Mapping

import pytest

from bot.ledger.periods import Board
from bot.ledger.requests import Person
from bot.storage.boards import just_above, top
from bot.storage.database import Database
from bot.storage.standings import PLACES_A_PAGE, BoardView, Earned, Here, Walk
from tests.ledger.scene import GUILD
from tests.storage.test_boards import with_tallies


def without(*gone: int, bots: Collection[int] = ()) -> Here:
    """A server on which everybody is but those who are gone."""

    async def here(user_ids: Collection[int]) -> Mapping[int, Person]:
        assert 0 < len(user_ids) <= 100
        return {
            number: Person(number, f"Now {number}", number in bots)
            for number in user_ids
            if number not in gone
        }

    return here


async def unanswered(user_ids: Collection[int]) -> None:
    """A server that does not say who is on it."""


async def read(
    database: Database, here: Here, number: int, *, page: int = 0, most_read: int = 500
) -> BoardView:
    """A page of the board, and where the member with this number stands."""
    walk = Walk(database.commands, database.reports, GUILD, Board.GIVEN, "all", here, most_read)
    return await walk.view(page, (number, number))


def beside(earned: Earned | None) -> tuple[int, int] | None:
    """Who stands there, with how many coins."""
    return (earned.person.user_id, earned.coins) if earned else None


async def test_an_empty_board_has_one_empty_page(database: Database) -> None:
    view = await read(database, without(), 1, page=7)
    assert (list(view.places), view.page, view.has_more, view.stand) == ([], 0, False, None)
    assert view.is_checked


async def test_ranks_count_only_those_who_are_here(database: Database) -> None:
    await with_tallies(database, [90, 80, 70, 60, 50])
    view = await read(database, without(1, 3, bots=[4]), 5)
    assert [(earned.person.name, earned.coins) for earned in view.places] == [
        ("Now 2", 80),
        ("Now 5", 50),
    ]
    assert view.stand is not None
    assert (view.stand.rank, beside(view.stand.above), view.stand.below) == (2, (2, 80), None)


@pytest.mark.parametrize("absent", [1, 2])
async def test_who_left_or_is_a_bot_stands_nowhere(database: Database, absent: int) -> None:
    await with_tallies(database, [90, 80, 70])
    assert (await read(database, without(1, bots=[2]), absent)).stand is None


async def test_who_has_no_coins_stands_nowhere(database: Database) -> None:
    await with_tallies(database, [90, 0])
    assert (await read(database, without(), 2)).stand is None


async def test_pages_follow_one_another_and_the_last_is_the_last(database: Database) -> None:
    await with_tallies(database, [1_000 - number for number in range(25)])
    numbers: list[int] = []
    for page in range(3):
        view = await read(database, without(), 25, page=page)
        assert view.first_rank == page * PLACES_A_PAGE + 1
        assert view.has_more is (page < 2)
        numbers += [earned.person.user_id for earned in view.places]
    assert numbers == list(range(1, 26))
    beyond = await read(database, without(), 25, page=99)
    assert (beyond.page, len(beyond.places)) == (2, 5)


async def test_a_full_last_page_has_nothing_after_it(database: Database) -> None:
    await with_tallies(database, [9] * PLACES_A_PAGE)
    assert (await read(database, without(), 1)).has_more is False


async def test_reading_goes_on_until_ten_are_found_or_the_board_ends(database: Database) -> None:
    await with_tallies(database, [9] * 250)
    gone = range(1, 245)
    view = await read(database, without(*gone), 250)
    assert [earned.person.user_id for earned in view.places] == list(range(245, 251))
    assert view.stand is not None
    assert (view.stand.rank, beside(view.stand.above)) == (6, (249, 9))


async def test_reading_ends_where_it_would_take_too_long(database: Database) -> None:
    await with_tallies(database, [9] * 250)
    view = await read(database, without(*range(1, 245)), 1, most_read=200)
    assert list(view.places) == []


async def test_far_down_the_rank_of_the_books_is_told_with_the_nearest_who_are_here(
    database: Database,
) -> None:
    await with_tallies(database, [1_000 - number for number in range(300)])
    view = await read(database, without(248, 249, 251), 250, most_read=100)
    assert view.stand is not None
    assert (view.stand.rank, view.stand.coins) == (250, 751)
    assert (beside(view.stand.above), beside(view.stand.below)) == ((247, 754), (252, 749))


async def test_without_an_answer_everybody_whom_the_books_name_is_listed(
    database: Database,
) -> None:
    await with_tallies(database, [9, 8])
    view = await read(database, unanswered, 2)
    assert [earned.person.name for earned in view.places] == ["Member 1", "Member 2"]
    assert not view.is_checked


async def test_places_above_come_nearest_first_through_ties(database: Database) -> None:
    await with_tallies(database, [7, 9, 7, 8, 7, 0, 9])
    reader = database.commands
    whole = await top(reader, GUILD, Board.GIVEN, "all", limit=10)
    above = await just_above(reader, GUILD, Board.GIVEN, "all", limit=10, place=(7, 5))
    assert above == whole[-2::-1]
    nearest = await just_above(reader, GUILD, Board.GIVEN, "all", limit=2, place=(7, 5))
    assert nearest == above[:2]
