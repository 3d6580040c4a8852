"""Promises about reading pots, and about what the recount finds in them."""

import asyncio
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest

from bot.ledger.books import CHANNEL_SINK
from bot.ledger.books.economy import PotKind
from bot.ledger.outcomes import MemberFrozen
from bot.ledger.outcomes.pots import (
    ChestDropped,
    ChestIssued,
    ChestOpened,
    DropCreated,
    NoSuchCode,
    PotEnded,
    PotOver,
    PromotionCreated,
    ShareTaken,
)
from bot.ledger.requests import FreezeMember, Person
from bot.ledger.requests.marks import MarkShown, Stage
from bot.ledger.requests.pots import (
    ClosePot,
    CreateDrop,
    CreatePromotion,
    DropChest,
    OpenChest,
    RedeemCode,
    TakeShare,
)
from bot.ledger.shares import shares
from bot.storage.calendar import next_closings, next_held_back, next_openings
from bot.storage.database import Database
from bot.storage.pots import (
    BEFORE_ALL,
    open_promotions,
    pot,
    pots_of,
    share_of,
    shares_of,
    standing,
)
from bot.storage.recounts.pots import RECOUNTS_OF_POTS
from bot.storage.sqlite import open_readers
from tests.ledger.scene import ANN, BEA, CHANNEL, GUILD, KIM, MOD
from tests.storage.scene import Scene
from tests.storage.test_audit import damage, examined, living_in

SEED: Final = "5eed"
CHEST: Final = {"channel": CHANNEL, "own": True, "seed": SEED}


async def promote(scene: Scene, code: str, **facts: Any) -> int:
    """Mo makes a promotion; its number."""
    facts = {"code": code, "coins": 10, "uses": 2, **facts}
    return (await scene.done(CreatePromotion, MOD, PromotionCreated, **facts)).seq


async def drop(scene: Scene, **facts: Any) -> int:
    """Mo makes a drop; its number."""
    closes_ms = scene.clock.now_ms + 3_600_000
    facts = {"coins": 5, "shares": 3, "role": 7, "channel": CHANNEL, "closes_ms": closes_ms} | facts
    return (await scene.done(CreateDrop, MOD, DropCreated, **facts)).seq


async def drop_chest(
    scene: Scene, who: Person, outcome: type[ChestDropped | ChestIssued], **facts: Any
) -> int:
    """Somebody drops a chest; its number."""
    opens_ms = scene.clock.now_ms + 180_000
    times = {"opens_ms": opens_ms, "closes_ms": opens_ms + 600_000}
    facts = {**CHEST, **times, "coins": 40, "shares": 3, **facts}
    return (await scene.done(DropChest, who, outcome, **facts)).seq


async def live(scene: Scene) -> dict[str, int]:
    """One of everything that can become of pots, by name."""
    scene.pause_ms = 1_000
    await scene.adjust(ANN, 1_000)
    await scene.welcome(ANN)
    pots = {
        "code": await promote(scene, "Summer 26", uses=3),
        "used": await promote(scene, "only one", uses=1),
        "drop": await drop(scene),
        "ended": await drop(scene),
        "chest": await drop_chest(scene, ANN, ChestDropped),
        "even": await drop_chest(scene, ANN, ChestDropped, coins=100),
        "full": await drop_chest(scene, MOD, ChestIssued, own=False, shares=2),
        "back": await drop_chest(scene, ANN, ChestDropped, coins=3),
    }
    for who in (ANN, KIM):
        await scene.done(RedeemCode, who, ShareTaken, code="summer-26")
    await scene.done(RedeemCode, KIM, ShareTaken, code="only-one")
    assert isinstance(await scene.ask(RedeemCode, KIM, code="none"), NoSuchCode)
    await scene.done(TakeShare, KIM, ShareTaken, pot=pots["drop"], own_roles=(7,))
    await scene.done(TakeShare, KIM, ShareTaken, pot=pots["ended"], own_roles=(7,))
    await scene.done(ClosePot, BEA, PotEnded, pot=pots["ended"], early=True)
    await scene.done(ClosePot, ANN, PotOver, pot=pots["back"], early=True)
    scene.clock.now_ms += 180_000
    for name in ("chest", "even", "full"):
        await scene.done(OpenChest, MOD, ChestOpened, pot=pots[name])
        for who in (BEA, KIM):
            await scene.done(TakeShare, who, ShareTaken, pot=pots[name])
    scene.clock.now_ms += 600_000
    await scene.done(ClosePot, ANN, PotOver, pot=pots["chest"], early=False)
    return pots


async def _live_in(path: Path) -> dict[str, int]:
    async with living_in(path) as scene:
        return await live(scene)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """A database in which all of it happened, closed, and what is what in it."""
    path = tmp_path_factory.mktemp("pots") / "ovation.db"
    return path, asyncio.run(_live_in(path))


async def findings(path: Path) -> set[str]:
    """The recounts of pots that find something in a database."""
    async with open_readers(str(path)) as (_, reader):
        return {one.name for one in RECOUNTS_OF_POTS if await reader.fetch(one.wrong)}


async def test_books_with_pots_of_every_kind_are_content(
    lived: tuple[Path, dict[str, int]],
) -> None:
    path, _ = lived
    assert [check for check in (await examined(path)).checks if not check.ok] == []
    async with open_readers(str(path)) as (_, reader):
        for recount in RECOUNTS_OF_POTS:
            assert await reader.fetch(recount.wrong) == []
            ((counted,),) = await reader.fetch(recount.counted)
            assert counted > 1, recount.name


_CHEST: Final = "(SELECT min(number) FROM pot WHERE seed <> '')"
_EVEN: Final = "(SELECT min(number) FROM pot WHERE coins > 0 AND ended_seq = 0)"
DAMAGES: Final = {
    "UPDATE pot SET taken = taken + 1 WHERE kind = 'drop' AND ended_seq = 0": {"pots"},
    "UPDATE pot SET ended_seq = 0 WHERE kind = 'drop'": {"pots"},
    "UPDATE pot SET ended_seq = 1 WHERE ended_seq = 0": {"pots"},
    f"UPDATE pot SET opened_seq = 0 WHERE number = {_CHEST}": {"pots"},
    "UPDATE pot SET bonus_coins = bonus_coins + 1 WHERE kind = 'drop'": {"pots"},
    f"UPDATE pot SET seed = '5eed' WHERE number = {_EVEN}": {
        "pots", "draws of chests",
    },
    f"UPDATE pot SET seed = '' WHERE number = {_CHEST}": {
        "pots", "shares of pots", "draws of chests",
    },
    "UPDATE pot SET keeper = 2 WHERE kind = 'drop'": {"pots"},
    "UPDATE pot SET own = 1 - own WHERE kind = 'chest'": {"pots", "movements of pots"},
    "UPDATE pot SET people = people + 1 WHERE kind = 'promotion'": {"pots", "shares of pots"},
    "UPDATE pot SET role = 8 WHERE kind = 'drop'": {"pots"},
    "UPDATE pot SET opens_ms = opens_ms + 1 WHERE kind = 'chest'": {"pots"},
    "UPDATE pot SET closes_ms = 1 WHERE kind = 'promotion'": {"pots", "shares of pots"},
    "UPDATE pot SET code = '' WHERE kind = 'promotion'": {"pots"},
    "UPDATE pot SET plain_code = '' WHERE kind = 'promotion'": {"pots"},
    "UPDATE pot SET kind = 'chest' WHERE kind = 'drop'": {"pots", "shares of pots"},
    "DELETE FROM pot WHERE kind = 'drop'": {"pots", "shares of pots", "movements of pots"},
    f"UPDATE pot_share SET bonus_coins = bonus_coins + 1 WHERE pot = {_CHEST}": {
        "shares of pots", "draws of chests",
    },
    f"UPDATE pot SET seed = 'cafe' WHERE number = {_CHEST}": {"draws of chests"},
    # Whoever came later draws no better share by an earlier number.
    f"UPDATE pot_share SET seq = 1000 - seq WHERE pot = {_CHEST}": {
        "shares of pots", "draws of chests",
    },
    f"UPDATE operation SET outcome = json_set(outcome, '$.fingerprint', 'f') WHERE seq = {_CHEST}":
        {"draws of chests"},
    f"UPDATE pot_share SET coins = coins - 1, bonus_coins = bonus_coins + 1 WHERE pot = {_EVEN}"
    " AND coins > 0": {"pots", "shares of pots"},
    "UPDATE pot_share SET member = 1 WHERE member = 4": {"shares of pots"},
    "UPDATE pot_share SET seq = 1": {"shares of pots", "pots", "draws of chests"},
    "DELETE FROM pot_share": {"pots", "shares of pots"},
    "UPDATE account SET balance = balance + 1 WHERE kind = 'hold'": {"pots"},
    "DELETE FROM transfer WHERE from_kind = 'hold' AND to_kind = 'wallet'": {"movements of pots"},
    "UPDATE transfer SET amount = amount + 1 WHERE to_kind = 'hold'": {"movements of pots"},
    "UPDATE transfer SET to_owner = 2 WHERE from_kind = 'hold' AND to_kind = 'wallet'": {
        "movements of pots"
    },
    # What looks like paying a debt, and pays none.
    "INSERT INTO transfer SELECT guild, seq, line + 9, currency, 1, 'wallet', to_owner, 0, "
    "'issued', 0, NULL FROM transfer WHERE from_kind = 'hold' AND to_kind = 'wallet'"
    " AND currency = 'bonus_coins'": {"movements of pots"},
    "UPDATE operation SET once = NULL WHERE kind = 'own-share'": {"shares of pots"},
    "UPDATE operation SET at_ms = 0 WHERE kind = 'own-share'": {"shares of pots"},
    "UPDATE operation SET outcome = json_set(outcome, '$.each', 6) WHERE kind = 'drop'": {
        "pots", "movements of pots",
    },
    "UPDATE operation SET outcome = json_set(outcome, '$.pot', 999) WHERE kind = 'own-pot-over'": {
        "pots", "movements of pots",
    },
}  # fmt: skip


@pytest.mark.parametrize("statement", DAMAGES)
async def test_no_damage_to_a_pot_escapes(
    statement: str, lived: tuple[Path, dict[str, int]], tmp_path: Path
) -> None:
    path = Path(shutil.copy(lived[0], tmp_path / "ovation.db"))
    damage(path, statement)
    assert await findings(path) == DAMAGES[statement]


async def test_a_draw_that_was_changed_in_all_that_tells_of_it_is_found(
    lived: tuple[Path, dict[str, int]], tmp_path: Path
) -> None:
    path, chest = Path(shutil.copy(lived[0], tmp_path / "ovation.db")), lived[1]["chest"]
    told = sha256(b"cafe").hexdigest()
    damage(
        path,
        f"UPDATE pot SET seed = 'cafe' WHERE number = {chest}",
        f"UPDATE operation SET outcome = json_set(outcome, '$.fingerprint', '{told}') "
        f"WHERE seq = {chest}",
    )
    assert await findings(path) == {"draws of chests"}
    (check,) = [it for it in (await examined(path)).checks if it.name == "draws of chests"]
    due = shares("cafe", 40, 3)
    assert [text.rpartition("again with ")[2] for text in check.findings] == [
        str(share) for share in due[:2]
    ]


async def test_chests_of_before_there_was_a_fingerprint_are_dealt_again_too(
    lived: tuple[Path, dict[str, int]], tmp_path: Path
) -> None:
    path = Path(shutil.copy(lived[0], tmp_path / "ovation.db"))
    damage(path, "UPDATE operation SET outcome = json_remove(outcome, '$.fingerprint')")
    assert await findings(path) == set()
    damage(path, "UPDATE pot SET seed = 'cafe' WHERE seed <> ''")
    assert await findings(path) == {"draws of chests"}


@pytest.mark.parametrize(
    "facts", ["people = 1000000000", "people = 3, bonus_coins = 2", "seed = CAST(x'ff' AS TEXT)"]
)
async def test_a_chest_that_could_never_be_dealt_ends_no_recount(
    facts: str, lived: tuple[Path, dict[str, int]], tmp_path: Path
) -> None:
    path = Path(shutil.copy(lived[0], tmp_path / "ovation.db"))
    damage(path, f"UPDATE pot SET {facts} WHERE number = {_CHEST}")
    (check,) = [it for it in (await examined(path)).checks if it.name == "draws of chests"]
    assert check.findings


async def test_chests_are_dealt_again_in_the_order_in_which_they_lie(
    lived: tuple[Path, dict[str, int]],
) -> None:
    # So that a million shares take no more memory than one chest.
    async with open_readers(str(lived[0])) as (_, reader):
        (draws,) = [it for it in RECOUNTS_OF_POTS if it.name == "draws of chests"]
        plan = [row[-1] for row in await reader.fetch(f"EXPLAIN QUERY PLAN {draws.wrong}")]
    assert not [step for step in plan if "TEMP B-TREE" in step]


async def test_a_pot_is_read_as_it_stands(lived: tuple[Path, dict[str, int]]) -> None:
    path, pots = lived
    async with open_readers(str(path)) as (reader, _):
        chest = await pot(reader, GUILD, pots["chest"])
        assert chest is not None
        dealt = shares(SEED, 40, 3)
        assert (chest.kind, chest.keeper.name, chest.own) == (PotKind.CHEST, "Ann", True)
        assert (chest.total, chest.people, chest.taken) == (40, 3, 2)
        assert chest.given == dealt[0] + dealt[1]
        assert chest.luckiest is not None
        assert chest.luckiest.total == max(dealt[:2])
        assert chest.ended_seq
        taken = await shares_of(reader, GUILD, pots["chest"], 150)
        assert [(one.member.name, one.total) for one in taken] == [
            ("Bea", dealt[0]),
            ("Kim", dealt[1]),
        ]
        assert await share_of(reader, GUILD, pots["chest"], KIM.user_id) == taken[1]
        assert await share_of(reader, GUILD, pots["chest"], ANN.user_id) is None
        even = await pot(reader, GUILD, pots["even"])
        assert even is not None
        assert (even.is_even, even.each, even.given, even.luckiest) == (True, 33, 66, None)
        assert await pot(reader, GUILD, 999) is None
        assert await open_promotions(reader, GUILD) == {pots["code"]: "Summer 26"}


async def test_lists_go_page_by_page_newest_first(lived: tuple[Path, dict[str, int]]) -> None:
    path, pots = lived
    async with open_readers(str(path)) as (reader, _):
        both = (PotKind.DROP, PotKind.CHEST)
        first = await pots_of(reader, GUILD, both, limit=4)
        assert [one.number for one in first.entries] == [
            pots["back"], pots["full"], pots["even"], pots["chest"],
        ]  # fmt: skip
        assert (first.has_newer, first.has_older) == (False, True)
        second = await pots_of(reader, GUILD, both, before=pots["chest"], limit=4)
        assert [one.number for one in second.entries] == [pots["ended"], pots["drop"]]
        assert (second.has_newer, second.has_older) == (True, False)
        back = await pots_of(reader, GUILD, both, after=pots["ended"], limit=4)
        assert back.entries == first.entries
        promos = await pots_of(reader, GUILD, (PotKind.PROMOTION,), limit=4)
        assert [one.number for one in promos.entries] == [pots["used"], pots["code"]]


async def show(scene: Scene, number: int, message: int) -> MarkShown:
    """Enter that the message of a pot stands; the mark by which it would be missed."""
    marks = [
        MarkShown(
            guild=GUILD,
            acknowledgement=number,
            sink=CHANNEL_SINK,
            revision=1,
            stage=stage,
            channel=CHANNEL,
            message=message,
        )
        for stage in (Stage.ATTEMPTED, Stage.SHOWN, Stage.GONE)
    ]
    for mark in marks[:2]:
        assert await scene.writer.mark(mark)
    return marks[2]


async def test_messages_by_which_is_taken_are_looked_at_in_pages_those_that_close_first(
    scene: Scene,
) -> None:
    scene.pause_ms = 1_000
    now_ms = scene.clock.now_ms
    numbers = [await drop(scene, closes_ms=now_ms + 9_000_000 - 1_000 * it) for it in range(5)]
    unshown = await drop(scene, closes_ms=now_ms + 100_000_000)
    await promote(scene, "no message")
    gone = {number: await show(scene, number, 100 + number) for number in numbers}

    async def read(after: tuple[int, int, int], at_ms: int = now_ms) -> list[int]:
        return [one.number for one in await standing(scene.reader, at_ms, after, 2)]

    soonest = [*reversed(numbers)]
    assert await read(BEFORE_ALL) == soonest[:2]
    first = await standing(scene.reader, now_ms, BEFORE_ALL, 2)
    assert await read(first[-1].place) == soonest[2:4]
    # What closes now needs no message any more.
    assert await read(BEFORE_ALL, now_ms + 8_996_000) == soonest[1:3]
    # One that is missed is wanted once more, by whoever and however often it is missed.
    assert await scene.writer.mark(gone[soonest[0]])
    assert not await scene.writer.mark(gone[soonest[0]])
    assert await read(BEFORE_ALL) == soonest[1:3]
    waiting = await scene.reader.fetch(
        "SELECT acknowledgement, shown, wanted, message FROM outbox WHERE shown < wanted "
        "AND sink = 'channel' ORDER BY acknowledgement"
    )
    assert waiting == [(soonest[0], 1, 2, 0), (unshown, 0, 1, 0)]


async def test_chests_of_who_is_frozen_are_due_at_once_in_the_name_of_who_froze_them(
    scene: Scene, database: Database
) -> None:
    await scene.adjust(ANN, 1_000)
    chest = await drop_chest(scene, ANN, ChestDropped)
    await drop_chest(scene, MOD, ChestIssued, own=False)
    assert await next_held_back(scene.reader) == []
    for who, by in ((MOD, BEA), (ANN, MOD)):
        facts = {"member": who, "reason": "a dispute"}
        await scene.done(FreezeMember, by, MemberFrozen, **facts)
    assert await next_held_back(scene.reader) == [(0, GUILD, chest, MOD.user_id, MOD.name)]
    async with database.keeper.transaction():
        forget = "UPDATE member SET user_id = NULL, name = NULL, identity = ? WHERE user_id = ?"
        await database.keeper.write([(forget, [(b"keyed", MOD.user_id)])])
    assert await next_held_back(scene.reader) == [(0, GUILD, chest, ANN.user_id, ANN.name)]
    over = await scene.done(ClosePot, ANN, PotOver, pot=chest, early=True)
    assert over.back == 39
    assert await next_held_back(scene.reader) == []


async def test_what_is_due_next_is_known_with_its_keeper(scene: Scene) -> None:
    scene.pause_ms = 1_000
    await scene.adjust(ANN, 1_000)
    chest = await drop_chest(scene, ANN, ChestDropped)
    made = await drop(scene)
    await promote(scene, "for good")
    found = await pot(scene.reader, GUILD, chest)
    dropped = await pot(scene.reader, GUILD, made)
    assert found is not None
    assert dropped is not None
    assert await next_openings(scene.reader) == [
        (found.opens_ms, GUILD, chest, ANN.user_id, ANN.name)
    ]
    assert await next_closings(scene.reader) == [
        (found.closes_ms, GUILD, chest, ANN.user_id, ANN.name),
        (dropped.closes_ms, GUILD, made, MOD.user_id, MOD.name),
    ]
    scene.clock.now_ms = found.opens_ms
    await scene.done(OpenChest, ANN, ChestOpened, pot=chest)
    assert await next_openings(scene.reader) == []
    await scene.done(ClosePot, MOD, PotEnded, pot=chest, early=True)
    assert [due.number for due in await next_closings(scene.reader)] == [made]
