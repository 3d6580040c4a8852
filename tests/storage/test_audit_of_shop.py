"""Promises of the recount about the shop: every purchase is as it was asked for and decided."""

import asyncio
import shutil
from pathlib import Path
from typing import Any, Final

import pytest

from bot.ledger.books.economy import DEFAULT_PACKS
from bot.ledger.outcomes import SettingChanged
from bot.ledger.outcomes.shop import (
    EntitlementCredited,
    EntitlementKnown,
    EntitlementRevoked,
    ExchangeRateSet,
    PackEdited,
    PurchaseAsked,
    PurchaseConfirmed,
    PurchaseDeclined,
    PurchaseWithdrawn,
)
from bot.ledger.requests import ChangeSetting
from bot.ledger.requests.marks import MarkShopVisit
from bot.ledger.requests.shop import (
    AskForPack,
    CreditEntitlement,
    DecidePurchase,
    EditPack,
    RevokeEntitlement,
    SetExchangeRate,
    WithdrawPurchase,
)
from bot.storage.recounts.shop import RECOUNTS_OF_SHOP
from bot.storage.shop import (
    credited,
    exchange_rates,
    last_visit,
    own_purchases,
    purchase,
    shelf,
    waiting_purchases,
)
from bot.storage.sqlite import open_readers
from tests.ledger.scene import ANN, BEA, GUILD, KIM, MOD, PERFUME, accepted
from tests.storage.live_scene import opened
from tests.storage.scene import Scene
from tests.storage.test_audit import damage, examined, failed

SKU: Final = 7_000
OTHER_GUILD: Final = GUILD + 1


async def _asked(scene: Scene, quantity: int = 1) -> int:
    price = DEFAULT_PACKS[1].price * quantity
    quoted: dict[str, Any] = {"quoted_price": price, "quoted_currency": "CHF"}
    done = await scene.done(AskForPack, ANN, PurchaseAsked, pack=2, quantity=quantity, **quoted)
    return done.seq


async def _live(path: Path) -> None:
    async with opened(path) as scene:
        await scene.done(SetExchangeRate, MOD, ExchangeRateSet, currency="EUR", rate=900_000)
        changes = (("currency", "CHF"),)
        await scene.done(ChangeSetting, MOD, SettingChanged, changes=changes)
        await scene.done(SetExchangeRate, MOD, ExchangeRateSet, currency="USD", rate=1_100_000)
        await scene.done(SetExchangeRate, MOD, ExchangeRateSet, currency="JPY", rate=160_000_000)
        await scene.done(SetExchangeRate, MOD, ExchangeRateSet, currency="JPY", rate=None)
        await scene.done(EditPack, MOD, PackEdited, pack=2, bonus_coins=30, sku=SKU)
        await scene.done(EditPack, MOD, PackEdited, coins=10, price=20)
        await scene.done(EditPack, MOD, PackEdited, pack=101, retired=True)
        paid, declined, back = [await _asked(scene) for _ in range(3)]
        facts: dict[str, Any] = {"purchase": paid, "confirm": True}
        await scene.done(DecidePurchase, MOD, PurchaseConfirmed, **facts)
        facts = {"purchase": declined, "confirm": False, "reason": "no payment"}
        await scene.done(DecidePurchase, MOD, PurchaseDeclined, **facts)
        await scene.done(WithdrawPurchase, ANN, PurchaseWithdrawn, purchase=back)
        await _asked(scene, 2)
        for entitlement in (5, 6):
            facts = {"entitlement": entitlement, "sku": SKU}
            await scene.done(CreditEntitlement, BEA, EntitlementCredited, **facts)
        await scene.sent(BEA, KIM, PERFUME, 35)
        await scene.done(RevokeEntitlement, BEA, EntitlementRevoked, entitlement=5)
        await scene.done(CreditEntitlement, BEA, EntitlementCredited, entitlement=7, sku=SKU)
        await scene.writer.mark(MarkShopVisit(guild=GUILD, person=BEA))


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which purchases stand wherever they can, closed."""
    path = tmp_path_factory.mktemp("shop") / "ovation.db"
    asyncio.run(_live(path))
    return path


async def found(path: Path) -> set[str]:
    """The names of the recounts of the shop that find something."""
    async with open_readers(str(path)) as (_, reports):
        return {one.name for one in RECOUNTS_OF_SHOP if await reports.fetch(one.wrong, ())}


async def test_a_shop_in_which_all_is_as_it_was_decided_is_content(healthy: Path) -> None:
    assert await found(healthy) == set()
    assert failed(await examined(healthy)) == set()
    async with open_readers(str(healthy)) as (_, reports):
        for recount in RECOUNTS_OF_SHOP:
            ((count,),) = await reports.fetch(recount.counted, ())
            assert count, recount.name


_CREDITED: Final = "(SELECT min(number) FROM purchase WHERE state = 'credited')"
_OPEN: Final = "ended_seq = 0"
DAMAGES: Final = {
    f"UPDATE purchase SET coins = coins + 1 WHERE {_OPEN}": {"purchases"},
    "UPDATE operation SET actor = subject WHERE kind = 'purchase'": {"purchases"},
    "UPDATE operation SET actor = subject WHERE kind = 'purchase-declined'": {"purchases"},
    f"UPDATE purchase SET bonus_coins = 0 WHERE {_OPEN}": {"purchases"},
    f"UPDATE purchase SET price = price - 1 WHERE {_OPEN}": {"purchases"},
    f"UPDATE purchase SET quantity = 1 WHERE {_OPEN}": {"purchases"},
    f"UPDATE purchase SET currency = 'JPY' WHERE {_OPEN}": {"purchases"},
    f"UPDATE purchase SET member = 1 WHERE {_OPEN}": {"purchases"},
    f"UPDATE purchase SET asked_ms = asked_ms + 1 WHERE {_OPEN}": {"purchases"},
    f"UPDATE purchase SET entitlement = 99 WHERE {_OPEN}": {"purchases"},
    f"UPDATE purchase SET state = 'credited', ended_seq = number WHERE {_OPEN}": {"purchases"},
    "UPDATE purchase SET state = 'credited' WHERE state = 'declined'": {"purchases"},
    "UPDATE purchase SET ended_seq = 0, state = 'asked' WHERE state = 'withdrawn'": {"purchases"},
    "UPDATE purchase SET state = 'credited', ended_seq = number WHERE state = 'revoked'": {
        "purchases"
    },
    f"DELETE FROM purchase WHERE {_OPEN}": {"purchases"},
    f"DELETE FROM purchase WHERE number = {_CREDITED}": {"purchases"},
    "UPDATE transfer SET amount = amount + 1 WHERE from_kind = 'sold'": {"movements of the shop"},
    "UPDATE transfer SET from_kind = 'issued' WHERE from_kind = 'sold'": {"movements of the shop"},
    "UPDATE transfer SET amount = amount - 1 WHERE from_kind = 'uncovered'": {
        "movements of the shop"
    },
    "UPDATE operation SET outcome = json_set(outcome, '$.coins', 1) WHERE kind = 'purchase'": {
        "movements of the shop"
    },
    "UPDATE operation SET outcome = json_set(outcome, '$.purchase', 1) WHERE kind = 'purchase'": {
        "purchases"
    },
    "UPDATE pack SET price = 1 WHERE pack = 2": {"packs"},
    "UPDATE pack SET retired = 0 WHERE pack = 101": {"packs"},
    "UPDATE pack SET sku = 1 WHERE pack = 2": {"packs"},
    "DELETE FROM pack WHERE pack = 2": {"packs"},
    "UPDATE exchange_rate SET rate = rate + 1": {"exchange rates"},
    "UPDATE exchange_rate SET set_ms = set_ms + 1": {"exchange rates"},
    "DELETE FROM exchange_rate": {"exchange rates"},
    f"INSERT INTO exchange_rate VALUES ({GUILD}, 'EUR', 900000, 1, 1)": {"exchange rates"},
}


@pytest.mark.parametrize("statement", DAMAGES)
async def test_each_damage_to_the_shop_is_found(
    healthy: Path, tmp_path: Path, statement: str
) -> None:
    path = Path(shutil.copy(healthy, tmp_path / "ovation.db"))
    damage(path, statement)
    assert await found(path) == DAMAGES[statement]


# What stands in the books is read as it was written.


async def test_a_restart_forgets_nothing_of_the_shop(healthy: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(healthy, tmp_path / "ovation.db"))
    async with opened(path) as scene:
        reader = scene.reader
        packs = await shelf(reader, GUILD)
        assert [pack.number for pack in packs.retired] == [101]
        assert packs.sold_as(SKU) == DEFAULT_PACKS[1]._replace(bonus_coins=30, sku=SKU)
        rates = [(rate.currency, rate.rate) for rate in await exchange_rates(reader, GUILD)]
        assert rates == [("USD", 1_100_000)]
        (own,) = await own_purchases(reader, GUILD, ANN.user_id)
        waiting = await waiting_purchases(reader, GUILD, limit=5)
        assert [one.purchase for one in waiting.entries] == [own]
        assert (waiting.in_all, waiting.has_more) == (1, False)
        assert waiting.entries[0].buyer.name == "Ann"
        assert (await purchase(reader, GUILD, own.number)) == waiting.entries[0]
        assert await purchase(reader, GUILD, own.number + 100) is None
        known = await credited(reader, 5)
        assert known is not None
        assert (known.guild, known.purchase.state, known.buyer.name) == (GUILD, "revoked", "Bea")
        assert await credited(reader, 99) is None
        again = await scene.ask(CreditEntitlement, BEA, entitlement=6, sku=SKU)
        assert again == EntitlementKnown(entitlement=6)
        done = await scene.ask(DecidePurchase, MOD, purchase=own.number, confirm=True)
        accepted(done, PurchaseConfirmed)
    assert failed(await examined(path)) == set()


async def test_what_waits_is_read_page_by_page(healthy: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(healthy, tmp_path / "ovation.db"))
    async with opened(path) as scene:
        for _ in range(2):
            await _asked(scene)
        first = await waiting_purchases(scene.reader, GUILD, limit=2)
        after = first.entries[-1].purchase.number
        rest = await waiting_purchases(scene.reader, GUILD, after=after, limit=2)
        assert (len(first.entries), first.has_more, first.in_all) == (2, True, 3)
        assert (len(rest.entries), rest.has_more) == (1, False)


async def test_one_purchase_from_discord_is_credited_in_one_guild_alone(tmp_path: Path) -> None:
    path = tmp_path / "ovation.db"
    async with opened(path) as scene:
        for guild in (GUILD, OTHER_GUILD):
            scene.guild = guild
            await scene.done(EditPack, MOD, PackEdited, pack=2, sku=SKU)
        # Both at once, so that neither is read before the other is decided.
        requests = [
            CreditEntitlement(guild=guild, key="press", actor=ANN, entitlement=5, sku=SKU)
            for guild in (GUILD, OTHER_GUILD)
        ]
        one, other = await asyncio.gather(*map(scene.writer.submit, requests))
        accepted(one, EntitlementCredited)
        assert other == EntitlementKnown(entitlement=5)
        later = await scene.ask(CreditEntitlement, ANN, entitlement=5, sku=SKU)
        assert later == EntitlementKnown(entitlement=5)
        # Taken back where it was credited, and nowhere else.
        assert (await scene.ask(RevokeEntitlement, ANN, entitlement=5)).kind == (
            "entitlement-unknown"
        )
        scene.guild = GUILD
        await scene.done(RevokeEntitlement, ANN, EntitlementRevoked, entitlement=5)
    assert failed(await examined(path)) == set()


async def test_the_last_shop_somebody_looked_at_is_known(tmp_path: Path) -> None:
    async with opened(tmp_path / "ovation.db") as scene:
        assert await last_visit(scene.reader, ANN.user_id) is None
        for guild in (GUILD, OTHER_GUILD, GUILD):
            scene.clock.now_ms += 1_000
            await scene.writer.mark(MarkShopVisit(guild=guild, person=ANN))
        visit = await last_visit(scene.reader, ANN.user_id)
        assert visit is not None
        assert (visit[0], visit[1].name) == (GUILD, "Ann")
        assert await last_visit(scene.reader, BEA.user_id) is None
