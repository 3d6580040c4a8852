"""Limits, debts and rings in a database: what holds however many ask at once, and what is read."""

import asyncio
import threading
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from bot.ledger.books.economy import NO_LIMIT
from bot.ledger.money import Purse
from bot.ledger.outcomes import (
    GiftReversed,
    GiftSent,
    MemberFrozen,
    Outcome,
    SettingChanged,
)
from bot.ledger.outcomes.fairness import BudgetSet, OverLimit, ReversalAsked, TooYoung
from bot.ledger.periods import Span
from bot.ledger.requests import (
    ChangeSetting,
    ConvertDiamonds,
    GrantWelcome,
    Person,
    Request,
    ReverseGift,
    SendGift,
)
from bot.ledger.requests.fairness import ForceReversal, SetBudget
from bot.ledger.rings import Finding, Shape, findings
from bot.storage import rings as storage_of_rings
from bot.storage.database import Database
from bot.storage.fairness import BudgetView, budgets, forcing, waiting_forcings
from bot.storage.rings import frozen_among, inquire, newest_seq
from bot.storage.statements import statement, wallet
from tests.ledger.scene import (
    ANN,
    BEA,
    CHANNEL,
    DIAMOND,
    GUILD,
    KIM,
    MOD,
    PERFUME,
    ROSE,
    accepted,
    account_of_age,
)
from tests.storage.scene import Scene

MAY: Final = Person(account_of_age(900, 6), "May")
DAY_MS: Final = 86_400_000


def sending(
    scene: Scene, sender: Person, to: Person, item: int = ROSE, quantity: int = 1
) -> SendGift:
    return SendGift(
        guild=GUILD,
        key=scene.new_key(),
        actor=sender,
        to=to,
        item=item,
        quantity=quantity,
        channel=CHANNEL,
    )


async def together(scene: Scene, requests: Sequence[Request]) -> list[Outcome]:
    """Ask for all at once: the writer takes them as one batch, in this order."""
    return list(await asyncio.gather(*map(scene.writer.submit, requests)))


def setting(scene: Scene, **changes: int) -> ChangeSetting:
    pairs = tuple((name, str(value)) for name, value in changes.items())
    return ChangeSetting(guild=GUILD, key=scene.new_key(), actor=MOD, changes=pairs)


def budgeting(scene: Scene, coins: int | None, span: Span = Span.DAY) -> SetBudget:
    return SetBudget(guild=GUILD, key=scene.new_key(), actor=ANN, span=span, coins=coins)


def given(outcomes: Sequence[Outcome]) -> int:
    return sum(outcome.total for outcome in outcomes if isinstance(outcome, GiftSent))


def forcing_of(scene: Scene, seq: int, by: Person) -> ForceReversal:
    return ForceReversal(
        guild=GUILD, key=scene.new_key(), actor=by, seq=seq, reason="a stolen card"
    )


async def indebted(scene: Scene) -> int:
    """Bea owes 6 diamonds of a gift that Mo and May took back; its number."""
    await scene.adjust(ANN, 1_000)
    gift = await scene.sent(ANN, BEA, PERFUME)
    await scene.convert(BEA, 6 * DIAMOND)
    accepted(await scene.submit(forcing_of(scene, gift.seq, MOD)), ReversalAsked)
    accepted(await scene.submit(forcing_of(scene, gift.seq, MAY)), GiftReversed)
    return gift.seq


# Many at once.


@pytest.mark.parametrize(
    ("limits", "expected"),
    [({"daily_cap": 70}, 70), ({"pair_cap": 40}, 80), ({"daily_cap": 70, "pair_cap": 40}, 70)],
)
async def test_500_gifts_in_one_batch_pass_no_cap_together(
    scene: Scene, limits: dict[str, int], expected: int
) -> None:
    await scene.adjust(ANN, 10_000)
    await scene.submit(setting(scene, **limits))
    gifts = [sending(scene, ANN, (BEA, KIM)[number % 2]) for number in range(500)]
    outcomes = await together(scene, gifts)
    assert given(outcomes) == expected
    refused = [outcome for outcome in outcomes if not isinstance(outcome, GiftSent)]
    assert all(isinstance(outcome, OverLimit) and not outcome.left for outcome in refused)
    assert given(await together(scene, [sending(scene, ANN, BEA)])) == 0


async def test_a_budget_holds_for_gifts_of_the_same_batch_and_of_later_ones(scene: Scene) -> None:
    await scene.adjust(ANN, 10_000)
    await scene.sent(ANN, BEA, ROSE, 5)
    first: list[Request] = [budgeting(scene, 30)]
    outcomes = await together(scene, [*first, *(sending(scene, ANN, BEA) for _ in range(100))])
    assert accepted(outcomes[0], BudgetSet).given == 5
    assert given(outcomes) == 25
    lowered: list[Request] = [budgeting(scene, 31), budgeting(scene, 28)]
    assert given(await together(scene, [*lowered, sending(scene, ANN, BEA)])) == 0
    scene.clock.now_ms += DAY_MS
    later = await together(scene, [sending(scene, ANN, BEA) for _ in range(40)])
    assert given(later) == 28


@pytest.mark.parametrize("name", ["pair_cap", "daily_cap"])
async def test_a_cap_that_comes_within_a_batch_counts_all_of_the_day(
    scene: Scene, name: str
) -> None:
    await scene.adjust(ANN, 10_000)
    await scene.sent(ANN, BEA, ROSE, 6)
    before = [sending(scene, ANN, BEA), setting(scene, **{name: 10})]
    outcomes = await together(scene, [*before, *(sending(scene, ANN, BEA) for _ in range(9))])
    accepted(outcomes[1], SettingChanged)
    assert given(outcomes) == 4


async def test_a_reversal_and_the_gift_it_makes_room_for_share_a_batch(scene: Scene) -> None:
    await scene.adjust(ANN, 100)
    await scene.submit(setting(scene, daily_cap=20, pair_cap=20))
    gift = await scene.sent(ANN, BEA, PERFUME)
    reversal = ReverseGift(
        guild=GUILD, key=scene.new_key(), actor=MOD, seq=gift.seq, reason="by mistake"
    )
    asked: list[Request] = [reversal, *(sending(scene, ANN, BEA, PERFUME) for _ in range(3))]
    outcomes = await together(scene, asked)
    accepted(outcomes[0], GiftReversed)
    assert given(outcomes) == 20


async def test_two_second_moderators_take_a_gift_back_once(scene: Scene) -> None:
    await scene.adjust(ANN, 100)
    gift = await scene.sent(ANN, BEA, PERFUME)
    await scene.convert(BEA, 10 * DIAMOND)
    await scene.submit(forcing_of(scene, gift.seq, KIM))
    ordinary = ReverseGift(
        guild=GUILD, key=scene.new_key(), actor=MOD, seq=gift.seq, reason="by mistake"
    )
    race = [forcing_of(scene, gift.seq, MOD), ordinary, forcing_of(scene, gift.seq, MAY)]
    outcomes = await together(scene, race)
    assert sum(isinstance(outcome, GiftReversed) for outcome in outcomes) == 1
    assert (await wallet(scene.reader, GUILD, ANN.user_id)).purse.coins == 100
    assert (await wallet(scene.reader, GUILD, BEA.user_id)).owed == Purse(diamonds=10 * DIAMOND)


# What is read.


async def test_budgets_are_read_as_they_hold_now(scene: Scene) -> None:
    async def read() -> list[BudgetView]:
        return await budgets(scene.reader, GUILD, ANN.user_id, scene.clock.now_ms, "UTC")

    assert await read() == []
    await scene.adjust(ANN, 1_000)
    await scene.sent(ANN, BEA, PERFUME)
    await scene.submit(budgeting(scene, 50))
    await scene.submit(budgeting(scene, 100, Span.MONTH))
    raised = accepted(await scene.submit(budgeting(scene, None)), BudgetSet)
    midnight = datetime(2026, 11, 22, tzinfo=UTC).timestamp() * 1_000
    day, month = await read()
    assert day == BudgetView(Span.DAY, 50, NO_LIMIT, raised.next_from_ms, 20, int(midnight))
    assert (day.left, month.left, month.next_from_ms) == (30, 80, 0)
    scene.clock.now_ms = raised.next_from_ms
    assert [budget.span for budget in await read()] == [Span.MONTH]


async def test_debts_stand_in_the_wallet_and_in_the_statement(scene: Scene) -> None:
    seq = await indebted(scene)
    owes = await wallet(scene.reader, GUILD, BEA.user_id)
    assert (owes.purse, owes.owed) == (Purse(coins=6), Purse(diamonds=6 * DIAMOND))
    await scene.sent(ANN, BEA, PERFUME)
    assert (await wallet(scene.reader, GUILD, BEA.user_id)).owed == Purse()
    page = await statement(scene.reader, GUILD, await scene.number(BEA), limit=10)
    paid, reversal, *_ = page.entries
    assert (paid.moved, paid.owed) == (Purse(diamonds=4 * DIAMOND), Purse(diamonds=-6 * DIAMOND))
    assert reversal.reverses == seq
    assert reversal.moved == Purse(diamonds=-4 * DIAMOND)
    assert reversal.owed == Purse(diamonds=6 * DIAMOND)


async def test_a_reversal_that_took_nothing_stands_in_the_statement_too(scene: Scene) -> None:
    await scene.adjust(ANN, 100)
    gift = await scene.sent(ANN, BEA, PERFUME)
    await scene.convert(BEA, 10 * DIAMOND)
    for moderator in (MOD, MAY):
        await scene.submit(forcing_of(scene, gift.seq, moderator))
    page = await statement(scene.reader, GUILD, await scene.number(BEA), limit=10)
    assert [entry.kind for entry in page.entries] == ["reverse", "convert", "gift"]
    assert page.entries[0].owed == Purse(diamonds=10 * DIAMOND)


async def test_what_waits_for_a_second_moderator_is_listed_until_it_lapses(scene: Scene) -> None:
    await scene.adjust(ANN, 100)
    gifts = [(await scene.sent(ANN, BEA, PERFUME)).seq for _ in range(2)]
    await scene.convert(BEA, 20 * DIAMOND)
    for seq in gifts:
        await scene.submit(forcing_of(scene, seq, MOD))
    waiting = await waiting_forcings(scene.reader, GUILD, scene.clock.now_ms)
    assert [one.gift.seq for one in waiting] == gifts
    assert waiting[0].asked.actor.name == MOD.name
    back = accepted(await scene.submit(forcing_of(scene, gifts[0], MAY)), GiftReversed)
    (left,) = await waiting_forcings(scene.reader, GUILD, scene.clock.now_ms)
    assert left.gift.seq == gifts[1]
    assert await waiting_forcings(scene.reader, GUILD, left.until_ms) == []
    ended = await forcing(scene.reader, GUILD, gifts[0])
    assert ended
    assert ended.ended_seq == back.seq
    assert await forcing(scene.reader, GUILD, 99) is None


# Rings.


async def ring_of_three(scene: Scene) -> list[int]:
    """Ann, Bea and Kim pass coins around; the numbers of the gifts."""
    seqs = []
    await scene.adjust(ANN, 400)
    for one, other in ((ANN, BEA), (BEA, KIM), (KIM, ANN)):
        coins = (await wallet(scene.reader, GUILD, one.user_id)).purse.all_coins
        seqs.append((await scene.sent(one, other, ROSE, coins)).seq)
        units = (await wallet(scene.reader, GUILD, other.user_id)).purse.all_diamonds
        await scene.convert(other, units)
    return seqs


async def test_a_ring_is_found_with_its_evidence(scene: Scene, database: Database) -> None:
    seqs = await ring_of_three(scene)
    accepted(await scene.freeze(KIM), MemberFrozen)
    through = await newest_seq(database.commands, GUILD)
    asked = {"through": through, "since_ms": scene.clock.now_ms - DAY_MS}
    inquiry = await inquire(database.reports, GUILD, **asked)
    (ring,) = inquiry.findings
    assert ring.shape is Shape.RING
    assert {inquiry.who[number].name for number in ring.people} == {"Ann", "Bea", "Kim"}
    assert [flow.first_seq for flow in ring.flows] == seqs
    assert [flow.total for flow in ring.flows] == [400, 200, 100]
    assert (ring.least, inquiry.gifts, inquiry.members, inquiry.is_all) == (50, 3, 3, True)
    frozen = await frozen_among(database.commands, GUILD, ring.people)
    (kim,) = frozen
    assert kim == await scene.number(KIM)
    assert (frozen[kim].actor_name, frozen[kim].reason) == (MOD.name, "a dispute")
    # What lies before the days that are asked for is no evidence.
    later = await inquire(database.reports, GUILD, through=through, since_ms=scene.clock.now_ms)
    assert (later.findings, later.gifts) == ((), 0)
    assert (await inquire(database.reports, GUILD + 1, **asked)).gifts == 0


async def test_a_gift_that_was_reversed_is_no_evidence(scene: Scene, database: Database) -> None:
    *_, last = await ring_of_three(scene)
    for moderator in (MOD, MAY):
        await scene.submit(forcing_of(scene, last, moderator))
    through = await newest_seq(database.commands, GUILD)
    inquiry = await inquire(database.reports, GUILD, through=through, since_ms=0)
    assert (inquiry.findings, inquiry.gifts) == ((), 2)


async def test_thinking_about_rings_holds_nobody_up(
    scene: Scene, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ring_of_three(scene)
    threads: list[str] = []
    look = findings

    def watched(*arguments: Any) -> list[Finding]:
        threads.append(threading.current_thread().name)
        return look(*arguments)

    monkeypatch.setattr(storage_of_rings, "findings", watched)
    through = await newest_seq(database.commands, GUILD)
    await inquire(database.reports, GUILD, through=through, since_ms=0)
    assert threads
    assert threading.main_thread().name not in threads


async def test_no_more_gifts_are_looked_at_than_there_is_time_for(
    scene: Scene, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ring_of_three(scene)
    monkeypatch.setattr(storage_of_rings, "MOST_GIFTS", 2)
    through = await newest_seq(database.commands, GUILD)
    inquiry = await inquire(database.reports, GUILD, through=through, since_ms=0)
    assert (inquiry.gifts, inquiry.is_all) == (2, False)


# A ring of 50 alternate accounts.

ALTERNATES: Final = [Person(account_of_age(900, 1_000 + n), f"Alt {n}") for n in range(50)]
TOO_YOUNG: Final = [Person(account_of_age(2, 2_000 + n), f"New {n}") for n in range(10)]
ZONE: Final = "America/New_York"
DAILY_CAP, PAIR_CAP, DAYS, WELCOME = 30, 12, 4, 100


async def test_a_ring_of_50_alternate_accounts_takes_out_no_more_than_the_caps_allow(
    scene: Scene,
) -> None:
    dice = Random(7)
    await scene.submit(
        ChangeSetting(
            guild=GUILD,
            key=scene.new_key(),
            actor=MOD,
            changes=(
                ("timezone", ZONE),
                ("daily_cap", str(DAILY_CAP)),
                ("pair_cap", str(PAIR_CAP)),
                ("giver_age_days", "7"),
                ("welcome_age_days", "0"),
            ),
        )
    )
    everybody = [*ALTERNATES, *TOO_YOUNG]
    welcomes = [
        GrantWelcome(guild=GUILD, key=scene.new_key(), actor=one)
        for one in everybody
        for _ in range(3)
    ]
    await together(scene, welcomes)
    sent: dict[int, tuple[int, int, int]] = {}
    standing: set[int] = set()
    refused: Counter[str] = Counter()
    for _ in range(DAYS * 3):
        requests: list[Request] = []
        for one in everybody:
            requests += [sending(scene, one, BEA, ROSE, 9), sending(scene, one, BEA, ROSE, 3)]
            other = dice.choice([it for it in ALTERNATES if it is not one])
            requests += [sending(scene, one, other, ROSE, dice.randint(1, PAIR_CAP))]
        requests += [
            ReverseGift(guild=GUILD, key=scene.new_key(), actor=MOD, seq=seq, reason="a trick")
            for seq in dice.sample(sorted(standing), min(10, len(standing)))
        ]
        dice.shuffle(requests)
        for request, outcome in zip(requests, await together(scene, requests), strict=True):
            refused[outcome.kind] += 1
            if isinstance(outcome, GiftSent) and isinstance(request, SendGift):
                to = request.to.user_id
                sent[outcome.seq] = (request.actor.user_id, to, outcome.total)
                standing.add(outcome.seq)
            elif isinstance(outcome, GiftReversed):
                standing.discard(outcome.gift)
        await together(scene, await converting(scene, [BEA, *ALTERNATES]))
        scene.clock.now_ms += DAY_MS // 3
    assert refused[OverLimit.kind]
    assert refused[TooYoung.kind]
    await within_the_caps(scene, sent, standing)


async def converting(scene: Scene, people: Sequence[Person]) -> list[Request]:
    """Everybody turns what they have into coins, to give it on."""
    requests: list[Request] = []
    for one in people:
        units = (await wallet(scene.reader, GUILD, one.user_id)).purse.all_diamonds
        rate = {"units": units, "quoted_rate": 10_000}
        key = scene.new_key()
        requests.append(ConvertDiamonds(guild=GUILD, key=key, actor=one, **rate))
    return requests


async def within_the_caps(
    scene: Scene, sent: dict[int, tuple[int, int, int]], standing: set[int]
) -> None:
    """What stands is counted anew, by the calendar of the place and no rule of the ledger's."""
    rows = await scene.reader.fetch("SELECT seq, at_ms FROM gift WHERE guild = ?", (GUILD,))
    zone = ZoneInfo(ZONE)
    days = {seq: datetime.fromtimestamp(at_ms / 1_000, tz=zone).date() for seq, at_ms in rows}
    assert days.keys() == sent.keys()
    givers: Counter[object] = Counter()
    pairs: Counter[object] = Counter()
    to_bea = 0
    for seq in standing:
        sender, to, coins = sent[seq]
        givers[sender, days[seq]] += coins
        pairs[sender, to, days[seq]] += coins
        to_bea += coins * (to == BEA.user_id)
    assert max(givers.values()) <= DAILY_CAP
    assert max(pairs.values()) <= PAIR_CAP
    assert {sender for sender, _, _ in sent.values()}.isdisjoint(one.user_id for one in TOO_YOUNG)
    # A calendar day more than the days that passed, for they began in the middle of one.
    assert to_bea <= len(ALTERNATES) * PAIR_CAP * (DAYS + 1)
    bea = (await wallet(scene.reader, GUILD, BEA.user_id)).purse
    taken_out = bea.bonus_coins * DIAMOND + bea.bonus_diamonds
    assert taken_out <= to_bea * DIAMOND // 2
    assert bea.coins == bea.diamonds == 0, "nothing of it could ever be paid out"
    ((left,),) = await scene.reader.fetch(
        "SELECT sum(iif(currency = 'bonus_coins', balance * 10000, balance)) FROM account "
        "WHERE guild = ? AND kind = 'wallet'",
        (GUILD,),
    )
    assert left <= (len(ALTERNATES) + len(TOO_YOUNG)) * WELCOME * DIAMOND
