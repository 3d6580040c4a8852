"""The writer against books that forget nothing: what a batch did not read, it did not need."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest

from bot.ledger.books import CHANNEL_SINK, Books
from bot.ledger.books.live import Combo, Goal, Match, Plan, Show
from bot.ledger.money import Currency
from bot.ledger.outcomes import Accepted, GiftSent, Outcome
from bot.ledger.periods import Span
from bot.ledger.requests import AdjustBalance, ChangeSetting, Person, Request, ReverseGift, SendGift
from bot.ledger.requests.live import (
    AnswerMatch,
    ClosePlan,
    DecideMessage,
    EndGoal,
    EndMatch,
    EndShow,
    FollowCreator,
    HoldThanks,
    NameDeputy,
    PauseReceiving,
    PlanShow,
    PostBoard,
    ProposeMatch,
    ReplayGift,
    SetGoal,
    SkipThanks,
    StartShow,
    ThankAll,
    ThankFor,
    ToggleReminder,
)
from bot.ledger.requests.marks import Mark, MarkShown, Stage
from bot.ledger.rules import decide, mark
from bot.ledger.stored_outcomes import as_data
from bot.storage.audit import examine
from bot.storage.opening import open_database
from bot.storage.writer import Writer
from tests.ledger.scene import ANN, BEA, CHANNEL, GUILD, KIM, MOD
from tests.ledger.shelf import Shelf
from tests.storage.scene import Clock

PEOPLE: Final = (ANN, BEA, KIM, MOD)
PAUSES_MS: Final = (0, 500, 3_000, 9_999, 10_000, 60_000, 1_000_000)

Facts = dict[str, Any]


@dataclass
class Whim:
    """What people think of next, by the dice; they remember some of what was done."""

    dice: Random
    clock: Clock
    done: list[Accepted] = field(default_factory=list)
    keys: int = 0

    def batch(self) -> list[Request | Mark]:
        """What comes in at the same time."""
        return [self._something() for _ in range(self.dice.choice((1, 1, 2, 3, 5, 8)))]

    def _number_of(self, kind: str) -> int:
        """One of the latest operations of a kind, the next operation, or none."""
        latest = [outcome.seq for outcome in self.done if outcome.kind == kind][-6:]
        if self.dice.random() < 0.1:
            return len(self.done) + self.dice.randrange(3)
        return self.dice.choice(latest) if latest else 0

    def _combo(self) -> int:
        latest = [outcome.combo for outcome in self.done if isinstance(outcome, GiftSent)][-8:]
        return self.dice.choice(latest) if latest else 1

    def _something(self) -> Request | Mark:
        dice, one, other = self.dice, *self.dice.sample(PEOPLE, 2)
        acts: list[tuple[int, Callable[[], Request | Mark]]] = [
            (40, lambda: self._gift(one, other)),
            (14, lambda: self._gift(ANN, BEA)),
            (6, self._shown),
            (6, lambda: self._ask(ReverseGift, other, seq=self._number_of("gift"), reason="fair")),
            (5, lambda: self._ask(StartShow, one, creator=one, channel=CHANNEL)),
            (3, lambda: self._ask(EndShow, one, creator=one)),
            (4, lambda: self._ask(FollowCreator, one, creator=other)),
            (1, lambda: self._ask(PauseReceiving, one, on=dice.random() < 0.3)),
            (2, lambda: self._ask(NameDeputy, one, deputy=other, on=dice.random() < 0.7)),
            (3, lambda: self._goal(one)),
            (1, lambda: self._ask(EndGoal, one)),
            (4, lambda: self._match(one, other)),
            (5, lambda: self._answer_match(one)),
            (4, lambda: self._ask(EndMatch, one, match=self._number_of("live-match"))),
            (8, lambda: self._react(one, other)),
            (2, lambda: self._ask(HoldThanks, one, creator=one, on=dice.random() < 0.5)),
            (4, lambda: self._decide(one)),
            (2, lambda: self._plan(one)),
            (3, lambda: self._ask(ToggleReminder, one, plan=self._number_of("live-plan"))),
            (
                2,
                lambda: self._ask(ClosePlan, one, plan=self._number_of("live-plan"), call_off=True),
            ),
            (1, lambda: self._post(one)),
            (1, self._messages),
        ]
        return dice.choices([act for _, act in acts], [weight for weight, _ in acts])[0]()

    def _ask(self, kind: type[Request], actor: Person, **facts: Any) -> Request:
        self.keys += 1
        return kind(guild=GUILD, key=f"key-{self.keys}", actor=actor, **facts)

    def _gift(self, sender: Person, to: Person) -> Request:
        facts: Facts = {"item": self.dice.choice((1, 1, 6, 10)), "channel": CHANNEL}
        facts["message"] = self.dice.choice(("", "", "hello"))
        return self._ask(SendGift, sender, to=to, quantity=self.dice.choice((1, 1, 3)), **facts)

    def _goal(self, creator: Person) -> Request:
        expires_ms = self.clock.now_ms + self.dice.choice((5_000, 10**6))
        facts = {"target": self.dice.choice((2, 30)), "expires_ms": expires_ms}
        return self._ask(SetGoal, creator, item=self.dice.choice((0, 1)), **facts)

    def _match(self, challenger: Person, opponent: Person) -> Request:
        facts = {"opponent": opponent, "minutes": self.dice.choice((1, 20)), "channel": CHANNEL}
        return self._ask(ProposeMatch, challenger, **facts)

    def _answer_match(self, actor: Person) -> Request:
        accept = self.dice.random() < 0.8
        return self._ask(AnswerMatch, actor, match=self._number_of("live-match"), accept=accept)

    def _react(self, creator: Person, other: Person) -> Request:
        kind = self.dice.choice((ThankFor, ThankFor, SkipThanks, ThankAll, ReplayGift))
        actor = self.dice.choice((creator, creator, creator, other))
        return self._ask(kind, actor, creator=creator, combo=self._combo())

    def _decide(self, actor: Person) -> Request:
        approve = self.dice.random() < 0.5
        return self._ask(DecideMessage, actor, seq=self._number_of("gift"), approve=approve)

    def _plan(self, creator: Person) -> Request:
        at_ms = self.clock.now_ms + self.dice.choice((60_000, 10**6))
        return self._ask(PlanShow, creator, channel=CHANNEL, at_ms=at_ms)

    def _post(self, actor: Person) -> Request:
        day = f"2026-10-{self.dice.randint(10, 30)}"
        return self._ask(PostBoard, actor, span=Span.WEEK, day=day, channel=CHANNEL)

    def _messages(self) -> Request:
        changes = (("messages", self.dice.choice(("open", "first", "all"))),)
        return self._ask(ChangeSetting, MOD, changes=changes)

    def _shown(self) -> Mark:
        number = self._combo()
        return MarkShown(
            guild=GUILD,
            acknowledgement=number,
            sink=CHANNEL_SINK,
            revision=self.dice.choice((1, 2, 3)),
            stage=self.dice.choice(list(Stage)),
            digest=self.dice.choice((0, 0, number)),
        )


def decided(shelf: Shelf, batch: list[Request | Mark], now_ms: int) -> list[Outcome | bool]:
    """What comes of a batch where everything is known."""
    book = shelf.open(now_ms)
    books = Books([book])
    answers = [
        decide(asked, books) if isinstance(asked, Request) else mark(asked, books)
        for asked in batch
    ]
    shelf.put(book)
    return answers


async def written(writer: Writer, batch: list[Request | Mark]) -> list[Outcome | bool]:
    """What the writer makes of it, in one batch."""

    async def ask(asked: Request | Mark) -> Outcome | bool:
        if isinstance(asked, Request):
            return await writer.submit(asked)
        return await writer.mark(asked)

    return await asyncio.gather(*(ask(asked) for asked in batch))


async def live(path: Path, shelf: Shelf, whim: Whim, batches: int) -> None:
    """Let the writer and the shelf decide the same, and hold one to the other."""
    commits: list[Books] = []
    async with (
        open_database(f"sqlite:///{path}") as database,
        Writer(database.keeper, whim.clock, commits.append).running() as writer,
    ):
        for _ in range(batches):
            whim.clock.now_ms += whim.dice.choice(PAUSES_MS)
            batch = whim.batch()
            expected = decided(shelf, batch, whim.clock.now_ms)
            outcomes = await written(writer, batch)
            assert outcomes == expected
            whim.done += [outcome for outcome in outcomes if isinstance(outcome, Accepted)]
        assert len(commits) == batches
        report = await examine(database.reports, database.keeper)
        assert [check for check in report.checks if not check.ok] == []
        book = shelf.open(whim.clock.now_ms)
        tables: list[tuple[str, type[Any], dict[int, Any]]] = [
            ("combo", Combo, book.live.combos),
            ("show", Show, book.live.shows),
            ("goal", Goal, book.live.goals),
            ("match", Match, book.live.matches),
            ("plan", Plan, book.live.plans),
        ]
        for table, kind, entries in tables:
            columns = ", ".join(part.name for part in fields(kind))
            rows = await database.reports.fetch(f"SELECT {columns} FROM {table}")
            assert {row[0]: kind(*row) for row in rows} == entries


@pytest.mark.parametrize("seed", range(12))
async def test_the_writer_decides_as_though_it_had_read_everything(path: Path, seed: int) -> None:
    shelf, clock = Shelf(GUILD), Clock()
    whim = Whim(Random(seed), clock)
    async with (
        open_database(f"sqlite:///{path}") as database,
        Writer(database.keeper, clock).running() as writer,
    ):
        fund = [
            AdjustBalance(
                guild=GUILD,
                key=f"fund-{person.user_id}",
                actor=KIM,
                member=person,
                currency=Currency.COINS,
                amount=100_000,
                reason="plenty",
            )
            for person in (ANN, BEA, MOD)
        ]
        assert await written(writer, [*fund]) == decided(shelf, [*fund], clock.now_ms)
    for _ in range(2):
        await live(path, shelf, whim, batches=80)
    assert len({outcome.kind for outcome in whim.done}) >= 18
    assert all(as_data(outcome)["seq"] == outcome.seq for outcome in whim.done)
