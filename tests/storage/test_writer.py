"""Promises of the writer: each request once, whoever else asks, goes away or is at fault."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final, cast

import pytest

from bot.ledger.books import Books
from bot.ledger.facts import by_name
from bot.ledger.money import Currency
from bot.ledger.outcomes import (
    Busy,
    GiftReversed,
    GiftSent,
    InsufficientCoins,
    KeyConflict,
    Outcome,
    ReversalShort,
    Unavailable,
)
from bot.ledger.requests import AdjustBalance, Person, Request, SendGift
from bot.ledger.requests.marks import Remember
from bot.storage.audit import examine
from bot.storage.database import Database, StorageFailed
from bot.storage.installation import remembered
from bot.storage.opening import open_database
from bot.storage.statements import totals, wallet
from bot.storage.writer import MOST_TOGETHER, MOST_WAITING, Writer
from tests.ledger.scene import (
    ANN,
    BEA,
    DIAMOND,
    GUILD,
    KIM,
    MOD,
    PERFUME,
    ROSE,
    accepted,
    account_of_age,
)
from tests.storage.scene import Clock, Scene


def gift(key: str, sender: Person = ANN, *, quantity: int = 1, message: str = "") -> SendGift:
    """Perfume for Bea, at 20 coins each."""
    return SendGift(
        guild=GUILD,
        key=key,
        actor=sender,
        to=BEA,
        item=PERFUME,
        quantity=quantity,
        message=message,
        channel=1,
    )


def funding(key: str, member: Person, coins: int) -> AdjustBalance:
    """Coins from a moderator."""
    return AdjustBalance(
        guild=GUILD,
        key=key,
        actor=MOD,
        member=member,
        currency=Currency.COINS,
        amount=coins,
        reason="a prize",
    )


async def coins_of(database: Database, member: Person) -> int:
    """What a member has in paid coins."""
    return (await wallet(database.commands, GUILD, member.user_id)).purse.coins


async def is_content(database: Database) -> bool:
    """Whether the recount finds nothing wrong."""
    return (await examine(database.reports, database.keeper)).ok


async def queued(*work: Awaitable[object]) -> "list[asyncio.Future[object]]":
    """Work that has begun, so that all of it waits for the writer."""
    tasks: list[asyncio.Future[object]] = [asyncio.ensure_future(each) for each in work]
    await asyncio.sleep(0)
    return tasks


async def test_sixty_four_senders_with_duplicates_are_charged_exactly_once_each(
    database: Database, writer: Writer
) -> None:
    dice = Random(64)
    affordable, balance = 500, 20 * 500
    await writer.submit(funding("fund", ANN, balance))
    requests = [gift(f"gift-{number}") for number in range(640)]
    deliveries = requests + dice.choices(requests, k=len(requests) * 3 // 10)
    dice.shuffle(deliveries)

    async def deliver(share: list[SendGift]) -> list[tuple[str, Outcome]]:
        return [(request.key, await writer.submit(request)) for request in share]

    shares = await asyncio.gather(*(deliver(deliveries[sender::64]) for sender in range(64)))
    outcomes: dict[str, Outcome] = {}
    for key, outcome in (pair for share in shares for pair in share):
        assert outcomes.setdefault(key, outcome) == outcome
    kinds = Counter(type(outcome) for outcome in outcomes.values())
    assert kinds == {GiftSent: affordable, InsufficientCoins: len(requests) - affordable}
    seqs = {outcome.seq for outcome in outcomes.values() if isinstance(outcome, GiftSent)}
    assert len(seqs) == affordable
    assert await coins_of(database, ANN) == 0
    assert await is_content(database)


async def test_twenty_donors_at_once_lose_their_creator_nothing(
    database: Database, writer: Writer
) -> None:
    donors = [Person(account_of_age(900, 100 + number), f"Donor {number}") for number in range(20)]
    await asyncio.gather(
        *(writer.submit(funding(f"fund-{donor.user_id}", donor, 100)) for donor in donors)
    )
    outcomes = await asyncio.gather(
        *(writer.submit(gift(f"gift-{donor.user_id}", donor, quantity=5)) for donor in donors)
    )
    for outcome in outcomes:
        assert accepted(outcome, GiftSent).coins_left == 0
    creator = await wallet(database.commands, GUILD, BEA.user_id)
    assert creator.purse.diamonds == 2_000 // 2 * DIAMOND
    assert creator.number is not None
    assert (await totals(database.commands, GUILD, creator.number)).received == 2_000
    assert await is_content(database)


async def test_what_waits_together_is_decided_in_order_and_committed_once(
    database: Database,
) -> None:
    commits: list[Books] = []
    writer = Writer(database.keeper, Clock(), commits.append)
    waiting = await queued(
        writer.submit(gift("too-early")),
        writer.submit(funding("fund", ANN, 20)),
        writer.submit(gift("in-time")),
        writer.submit(gift("too-late")),
    )
    async with writer.running():
        early, _, in_time, late = await asyncio.gather(*waiting)
    assert isinstance(early, InsufficientCoins)
    assert isinstance(in_time, GiftSent)
    assert isinstance(late, InsufficientCoins)
    assert len(commits) == 1


async def test_more_than_fit_together_share_few_commits(database: Database) -> None:
    commits: list[Books] = []
    writer = Writer(database.keeper, Clock(), commits.append)
    number = MOST_TOGETHER + 1
    waiting = await queued(
        writer.submit(funding("fund", ANN, 20 * number)),
        *(writer.submit(gift(f"gift-{each}")) for each in range(number)),
    )
    async with writer.running():
        await asyncio.gather(*waiting)
    assert len(commits) == 2
    assert await coins_of(database, ANN) == 0


async def test_a_key_keeps_its_first_outcome_also_after_a_restart(path: Path) -> None:
    sent, refused = gift("sent"), gift("refused")

    async def deliver(*requests: Request) -> list[Outcome]:
        async with (
            open_database(f"sqlite:///{path}") as database,
            Writer(database.keeper, Clock()).running() as writer,
        ):
            return [await writer.submit(request) for request in requests]

    fund = funding("fund", ANN, 20)
    first = await deliver(fund, sent, refused)
    assert isinstance(first[1], GiftSent)
    assert isinstance(first[2], InsufficientCoins)
    # Meanwhile there are coins; what was refused stays refused under its key.
    await deliver(funding("more", ANN, 1_000))
    assert await deliver(fund, sent, refused) == first
    changed = await deliver(gift("sent", quantity=2), gift("fund"), gift("sent", KIM))
    assert changed == [KeyConflict()] * 3
    assert await deliver(fund, sent, refused) == first


async def test_a_conflict_charges_nobody_and_leaves_the_first_outcome(
    database: Database, writer: Writer
) -> None:
    await writer.submit(funding("fund", ANN, 100))
    both = await asyncio.gather(writer.submit(gift("key")), writer.submit(gift("key", quantity=2)))
    assert isinstance(both[0], GiftSent)
    assert both[1] == KeyConflict()
    assert await coins_of(database, ANN) == 80


async def test_what_was_refused_can_succeed_under_a_new_key(
    database: Database, writer: Writer
) -> None:
    refused = await writer.submit(gift("first"))
    assert isinstance(refused, InsufficientCoins)
    await writer.submit(funding("fund", ANN, 20))
    accepted(await writer.submit(gift("second")), GiftSent)
    assert await writer.submit(gift("first")) == refused
    assert await is_content(database)


async def test_a_refused_reversal_can_succeed_later(database: Database, scene: Scene) -> None:
    await scene.adjust(ANN, 20)
    sent = await scene.sent(ANN, BEA, PERFUME)
    await scene.adjust(BEA, -10 * DIAMOND, Currency.DIAMONDS)
    assert isinstance(await scene.reverse(sent.seq), ReversalShort)
    await scene.adjust(BEA, 10 * DIAMOND, Currency.DIAMONDS)
    accepted(await scene.reverse(sent.seq), GiftReversed)
    assert await coins_of(database, ANN) == 20
    assert await is_content(database)


@pytest.mark.parametrize("seed", range(5))
async def test_callers_that_go_away_lose_and_double_nothing(
    database: Database, writer: Writer, seed: int
) -> None:
    dice = Random(seed)
    await writer.submit(funding("fund", ANN, 1_000_000))
    requests = [gift(f"gift-{number}") for number in range(200)]
    callers: list[asyncio.Task[Outcome]] = []
    for request in requests:
        callers.append(asyncio.create_task(writer.submit(request)))
        for _ in range(dice.randrange(4)):
            await asyncio.sleep(0)
        if dice.random() < 0.5:
            dice.choice(callers).cancel()
    endings = await asyncio.gather(*callers, return_exceptions=True)
    assert any(isinstance(ending, asyncio.CancelledError) for ending in endings)
    assert any(isinstance(ending, GiftSent) for ending in endings)
    again = [accepted(await writer.submit(request), GiftSent) for request in requests]
    for ending, outcome in zip(endings, again, strict=True):
        assert isinstance(ending, asyncio.CancelledError) or ending == outcome
    assert len({outcome.seq for outcome in again}) == len(requests)
    assert await coins_of(database, ANN) == 1_000_000 - 20 * len(requests)
    assert await is_content(database)


@by_name
class Unruly(Request):
    """A request that no rule knows."""


NOBODY: Final = Person(cast("int", None), "Nobody")
"""Somebody without an id, whom the rules let pass and a CHECK does not."""

POISONS: Final[list[tuple[Request, type[Exception], str]]] = [
    (Unruly(guild=GUILD, key="poison", actor=ANN), KeyError, "Unruly"),
    (gift("poison", NOBODY), sqlite3.IntegrityError, "CHECK constraint failed"),
    (funding("poison", NOBODY, 5), sqlite3.IntegrityError, "CHECK constraint failed"),
    (gift("poison", message="\ud800"), UnicodeEncodeError, "surrogates"),
    (gift("poison", Person(2**64, "Too much")), TypeError, "64-bit"),
]


@pytest.mark.parametrize("place", [0, 2, 3])
@pytest.mark.parametrize(
    ("poison", "error", "text"), POISONS, ids=[error.__name__ for _, error, _ in POISONS]
)
async def test_one_poisonous_request_fails_alone(
    database: Database, poison: Request, error: type[Exception], text: str, place: int
) -> None:
    async with Writer(database.keeper, Clock()).running() as writer:
        await writer.submit(funding("fund", ANN, 100))
    writer = Writer(database.keeper, Clock())
    requests: list[Request] = [gift(f"gift-{number}") for number in range(3)]
    requests.insert(place, poison)
    waiting = await queued(*(writer.submit(request) for request in requests))
    async with writer.running():
        endings = await asyncio.gather(*waiting, return_exceptions=True)
        ending = endings.pop(place)
        assert isinstance(ending, error)
        assert text in str(ending)
        accepted(await writer.submit(gift("afterwards")), GiftSent)
    assert all(isinstance(ending, GiftSent) for ending in endings)
    assert await coins_of(database, ANN) == 20
    assert await is_content(database)
    assert not await database.commands.fetch("SELECT 1 FROM request WHERE key = 'poison'")


async def test_many_poisonous_requests_fail_and_all_others_succeed(database: Database) -> None:
    dice = Random(1)
    writer = Writer(database.keeper, Clock())
    requests: list[Request] = [gift(f"gift-{number}") for number in range(60)]
    for number in range(6):
        poison: Request = Unruly(guild=GUILD, key=f"unruly-{number}", actor=ANN)
        if number % 2:
            poison = funding(f"nobody-{number}", NOBODY, 5)
        requests.insert(dice.randrange(len(requests)), poison)
    fund = funding("fund", ANN, 20 * 60)
    waiting = await queued(*(writer.submit(request) for request in [fund, *requests]))
    async with writer.running():
        endings = await asyncio.gather(*waiting, return_exceptions=True)
    kinds = Counter(type(ending).__name__ for ending in endings)
    assert kinds == {"BalanceAdjusted": 1, "GiftSent": 60, "KeyError": 3, "IntegrityError": 3}
    assert await coins_of(database, ANN) == 0
    assert await is_content(database)


async def test_beyond_ten_thousand_waiting_ovation_is_busy_and_the_key_stays_free(
    database: Database,
) -> None:
    writer = Writer(database.keeper, Clock())
    first, late = gift("first"), gift("late")
    waiting = await queued(
        writer.submit(funding("fund", ANN, 40)),
        *(writer.submit(first) for _ in range(MOST_WAITING - 1)),
    )
    assert writer.waiting == MOST_WAITING
    assert await writer.submit(late) == Busy()
    marking = await queued(writer.mark(Remember(name="commands", value="abc")))
    async with writer.running():
        _, *outcomes = await asyncio.gather(*waiting)
        assert await marking[0] is True
        assert outcomes == [outcomes[0]] * len(outcomes)
        assert isinstance(outcomes[0], GiftSent)
        accepted(await writer.submit(late), GiftSent)
    assert await coins_of(database, ANN) == 0


async def test_a_listener_that_fails_harms_nobody(database: Database) -> None:
    def fail(books: Books) -> None:
        raise RuntimeError("deaf")

    async with Writer(database.keeper, Clock(), fail).running() as writer:
        await writer.submit(funding("fund", ANN, 40))
        for key in ("first", "second"):
            accepted(await writer.submit(gift(key)), GiftSent)
    assert await coins_of(database, ANN) == 0


async def test_closing_settles_what_waits_and_takes_nothing_new(database: Database) -> None:
    writer = Writer(database.keeper, Clock())
    async with writer.running():
        waiting = await queued(
            writer.submit(funding("fund", ANN, 20)),
            writer.submit(gift("gift")),
            writer.mark(Remember(name="commands", value="abc")),
        )
    assert [task.done() for task in waiting] == [True] * 3
    assert isinstance(waiting[1].result(), GiftSent)
    assert await remembered(database.commands, "commands") == "abc"
    assert await writer.submit(gift("later")) == Unavailable()
    with pytest.raises(StorageFailed):
        await writer.mark(Remember(name="commands", value="def"))
    assert await coins_of(database, ANN) == 0


async def test_closing_settles_what_waits_however_often_it_is_cancelled(
    database: Database,
) -> None:
    writer = Writer(database.keeper, Clock())
    waiting: list[asyncio.Future[object]] = []
    begun = asyncio.Event()

    async def live() -> None:
        async with writer.running():
            requests = (funding("fund", ANN, 20 * 50), *(gift(f"gift-{n}") for n in range(50)))
            waiting.extend(await queued(*(writer.submit(request) for request in requests)))
            begun.set()
            await asyncio.Event().wait()

    living = asyncio.create_task(live())
    await begun.wait()
    for _ in range(10):
        living.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await living
    outcomes = [task.result() for task in waiting]
    assert sum(isinstance(outcome, GiftSent) for outcome in outcomes) == 50
    assert await coins_of(database, ANN) == 0
    assert await is_content(database)


async def test_a_writer_that_ends_before_its_time_ends_its_block_and_leaves_nobody_waiting(
    database: Database,
) -> None:
    writer = Writer(database.keeper, Clock())
    waiting: list[asyncio.Future[object]] = []

    async def live() -> None:
        async with writer.running():
            (task,) = (each for each in asyncio.all_tasks() if each.get_name() == "writer")
            for key in ("taken", "in line"):
                waiting.extend(await queued(writer.submit(gift(key))))
            task.cancel()
            await asyncio.Event().wait()

    with pytest.raises(RuntimeError, match="the writer ended before its time"):
        await live()
    assert await asyncio.gather(*waiting) == [Unavailable()] * 2
    assert await writer.submit(gift("later")) == Unavailable()
    assert await is_content(database)


@dataclass
class Remembering(Scene):
    """A scene that keeps what was asked and what came of it."""

    def __post_init__(self) -> None:
        self.asked: list[tuple[Request, Outcome]] = []

    async def submit(self, request: Request) -> Outcome:
        """Have a request written, and keep it."""
        outcome = await super().submit(request)
        self.asked.append((request, outcome))
        return outcome


async def test_every_stored_outcome_is_the_same_when_it_is_asked_for_again(path: Path) -> None:
    async with (
        open_database(f"sqlite:///{path}") as database,
        Writer(database.keeper, Clock()).running() as writer,
    ):
        scene = Remembering(writer, database.commands, Clock())
        await scene.busy_day(300)
        await scene.gift(ANN, ANN)
        await scene.gift(ANN, BEA, 9_999)
        await scene.gift(ANN, BEA, ROSE, 1_000)
        await scene.set(("timezone", "Nowhere/Land"))
        await scene.edit(name="Rose", emoji="🌹", price=1)
        await scene.edit(name="Comet", emoji="☄️", price=5)
        before = await database.commands.fetch("SELECT * FROM guild")
    kinds = {type(outcome) for _, outcome in scene.asked}
    assert len(kinds) >= 18, kinds
    async with (
        open_database(f"sqlite:///{path}") as database,
        Writer(database.keeper, Clock()).running() as writer,
    ):
        for request, outcome in scene.asked:
            assert await writer.submit(request) == outcome
        assert await database.commands.fetch("SELECT * FROM guild") == before
        assert await is_content(database)
