"""Promises about boards: who is on them, in which order, and who stands next to whom."""

from bot.ledger.periods import Board, Span, local_day, period
from bot.ledger.requests import Person
from bot.storage.boards import Place, standing, top
from bot.storage.database import Database
from tests.ledger.scene import ANN, BEA, GUILD, KIM, PERFUME, ROSE, account_of_age
from tests.storage.scene import Scene

CREATOR = Person(account_of_age(900, 9), "Creator")


def names(places: list[Place]) -> list[tuple[str | None, int]]:
    """Who has which place, with how many coins."""
    return [(place.member.name, place.coins) for place in places]


async def test_a_board_is_empty_before_the_first_gift(scene: Scene) -> None:
    assert await top(scene.reader, GUILD, Board.GIVEN, "all", limit=10) == []
    assert await standing(scene.reader, GUILD, Board.GIVEN, "all", 1) is None


async def test_the_best_come_first_on_both_boards(scene: Scene) -> None:
    for person in (ANN, BEA, KIM):
        await scene.adjust(person, 1_000)
    await scene.sent(ANN, CREATOR, ROSE)
    await scene.sent(BEA, CREATOR, PERFUME, 2)
    await scene.sent(KIM, ANN, PERFUME)
    given = await top(scene.reader, GUILD, Board.GIVEN, "all", limit=10)
    assert names(given) == [("Bea", 40), ("Kim", 20), ("Ann", 1)]
    received = await top(scene.reader, GUILD, Board.RECEIVED, "all", limit=1)
    assert names(received) == [("Creator", 41)]


async def test_a_board_counts_its_own_period_only(scene: Scene) -> None:
    await scene.adjust(ANN, 1_000)
    await scene.sent(ANN, CREATOR, ROSE)
    scene.clock.now_ms += 24 * 3_600_000
    await scene.sent(ANN, CREATOR, PERFUME)
    today = local_day(scene.clock.now_ms, "UTC")
    for span, coins in ((Span.DAY, 20), (Span.WEEK, 21), (Span.MONTH, 21), (Span.ALL, 21)):
        places = await top(scene.reader, GUILD, Board.GIVEN, period(span, today), limit=10)
        assert names(places) == [("Ann", coins)]


async def test_who_took_everything_back_is_not_on_the_board(scene: Scene) -> None:
    await scene.adjust(ANN, 1_000)
    sent = await scene.sent(ANN, CREATOR, ROSE)
    await scene.reverse(sent.seq)
    assert await top(scene.reader, GUILD, Board.GIVEN, "all", limit=10) == []
    assert await standing(scene.reader, GUILD, Board.GIVEN, "all", await scene.number(ANN)) is None


async def with_tallies(database: Database, coins: list[int]) -> None:
    """Put members 1, 2, 3 and so on onto the board with these coins."""
    numbered = list(enumerate(coins, start=1))
    async with database.keeper.transaction():
        await database.keeper.write(
            [
                ("INSERT INTO guild VALUES (?, 0, 0, 0)", [(GUILD,)]),
                (
                    "INSERT INTO member (guild, number, user_id, name) VALUES (?, ?, ?, ?)",
                    [(GUILD, number, number, f"Member {number}") for number, _ in numbered],
                ),
                (
                    "INSERT INTO tally VALUES (?, 'given', 'all', ?, ?)",
                    [(GUILD, number, earned) for number, earned in numbered],
                ),
            ]
        )


async def test_those_with_the_same_coins_each_have_a_place_of_their_own(
    database: Database,
) -> None:
    await with_tallies(database, [5, 9, 5, 0, 5, 9])
    order = [2, 6, 1, 3, 5]
    places = await top(database.commands, GUILD, Board.GIVEN, "all", limit=10)
    assert [place.member.number for place in places] == order
    for rank, number in enumerate(order, start=1):
        stands = await standing(database.commands, GUILD, Board.GIVEN, "all", number)
        assert stands == (rank, places[rank - 1].coins)
    assert await standing(database.commands, GUILD, Board.GIVEN, "all", 4) is None


async def test_a_rank_is_exact_up_to_the_most_that_are_counted_and_beyond_it_afterwards(
    database: Database,
) -> None:
    await with_tallies(database, [5, 9, 5, 0, 5, 9])
    for most in range(1, 6):
        for rank, number in enumerate([2, 6, 1, 3, 5], start=1):
            stands = await standing(database.commands, GUILD, Board.GIVEN, "all", number, most=most)
            assert stands is not None
            assert stands.rank == rank if rank <= most else stands.rank > most


async def test_a_board_is_paged_through_ties_without_gap_or_repetition(
    database: Database,
) -> None:
    await with_tallies(database, [7, 7, 7, 7, 3, 7, 3, 1, 0])
    whole = await top(database.commands, GUILD, Board.GIVEN, "all", limit=100)
    assert len(whole) == 8
    read: list[Place] = []
    after: tuple[int, int] | None = None
    while page := await top(database.commands, GUILD, Board.GIVEN, "all", limit=3, after=after):
        read.extend(page)
        after = (page[-1].coins, page[-1].member.number)
    assert read == whole
