"""Promises of the lines of an account that files are made of: they are those of its pages."""

from bot.ledger.money import Purse
from bot.ledger.outcomes import GiftReversed, MemberFrozen
from bot.storage.database import Database
from bot.storage.messages import held_among
from bot.storage.statement_lines import StatementLine, lines_of, statement_rows
from bot.storage.statements import Entry, statement
from tests.ledger.scene import ANN, BEA, GUILD, KIM
from tests.storage.scene import Scene
from tests.storage.test_guilds import forget


async def lines(scene: Scene, number: int, at_a_time: int) -> list[StatementLine]:
    """All lines of an account, read so many at a time."""
    told: list[StatementLine] = []
    held: dict[str, int] = {}
    while True:
        after = told[-1].seq if told else 0
        rows = await statement_rows(scene.reader, GUILD, number, after=after, limit=at_a_time)
        if not rows.lines:
            return told
        told += lines_of(rows, held)
        assert told[-1].seq == rows.last_seq


def told(entry: Entry) -> tuple[object, ...]:
    """What a page tells, in the order of a line."""
    gift = entry.gift
    other = entry.counterpart.name if entry.counterpart else None
    is_taken_back = isinstance(entry.outcome, GiftReversed)
    return (
        entry.seq,
        entry.at_ms,
        entry.actor.name,
        gift
        and (
            gift.seq,
            gift.name,
            gift.quantity,
            gift.sender.number == entry.member,
            other,
            is_taken_back,
        ),
        None if gift else entry.outcome,
        entry.note,
        entry.reversed_by,
        entry.moved,
        entry.after,
        entry.owed,
    )


async def test_lines_tell_what_pages_tell_however_many_are_read_at_a_time(scene: Scene) -> None:
    await scene.busy_day(150)
    for person in (ANN, BEA, KIM):
        number = await scene.number(person)
        page = await statement(scene.reader, GUILD, number, limit=1_000)
        assert not page.has_older
        wanted = [told(entry) for entry in page.entries[::-1]]
        assert len(wanted) > 30
        for at_a_time in (1, 7, len(wanted), 1_000):
            assert await lines(scene, number, at_a_time) == wanted


async def test_an_account_in_which_nothing_moved_has_lines_too(scene: Scene) -> None:
    await scene.freeze(ANN)
    (line,) = await lines(scene, await scene.number(ANN), 10)
    assert isinstance(line.outcome, MemberFrozen)
    assert (line.moved, line.after) == (Purse(), Purse())
    assert await lines(scene, 99, 10) == []


async def test_whoever_was_forgotten_has_no_name_in_a_line(
    scene: Scene, database: Database
) -> None:
    await scene.adjust(ANN, 5)
    await scene.sent(ANN, BEA)
    await forget(database, await scene.number(ANN))
    (line,) = await lines(scene, await scene.number(BEA), 10)
    assert line.gift is not None
    assert (line.gift.gave, line.gift.other, line.actor) == (False, None, None)


async def test_a_message_that_waits_stands_in_its_senders_lines_alone(scene: Scene) -> None:
    await scene.set(("messages", "all"))
    await scene.adjust(ANN, 5)
    sent = await scene.sent(ANN, BEA, message="wait for it")
    assert await held_among(scene.reader, GUILD, [sent.seq]) == {sent.seq}
    notes = [
        [line.note for line in await lines(scene, await scene.number(person), 10)][-1]
        for person in (ANN, BEA)
    ]
    assert notes == ["wait for it", ""]
