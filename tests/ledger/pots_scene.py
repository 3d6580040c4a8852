"""A guild with promotions, drops and chests, for tests of who takes what."""

from typing import Any, Final

from bot.ledger.accounts import hold
from bot.ledger.books.economy import Pot
from bot.ledger.money import Currency
from bot.ledger.outcomes import Outcome
from bot.ledger.outcomes.pots import (
    ChestDropped,
    ChestOpened,
    DropCreated,
    PromotionCreated,
)
from bot.ledger.requests import Person
from bot.ledger.requests.pots import (
    CreateDrop,
    CreatePromotion,
    DropChest,
    OpenChest,
    RedeemCode,
    TakeShare,
)
from tests.ledger.scene import (
    ANN,
    BEA,
    CHANNEL,
    MOD,
    Scene,
)

MINUTE_MS: Final = 60_000
SEED: Final = "5eed"
LOG: Final = 720


def scene_with(**settings: Any) -> Scene:
    """Ann has bonus coins, Bea has coins that were paid for and some bonus coins."""
    scene = Scene(log_channel=LOG, **settings)
    return scene.holding(ANN, bonus_coins=500).holding(BEA, coins=1_000, bonus_coins=30)


def promote(scene: Scene, code: str = "Summer 26", **facts: Any) -> PromotionCreated:
    """Mo makes a promotion: two times 50 coins."""
    facts = {"code": code, "coins": 50, "uses": 2, **facts}
    return scene.done(CreatePromotion, MOD, PromotionCreated, **facts)


def redeem(scene: Scene, who: Person, code: str = "summer26", **facts: Any) -> Outcome:
    """Somebody types a code."""
    return scene.ask(RedeemCode, who, code=code, **facts)


def drop(scene: Scene, **facts: Any) -> DropCreated:
    """Mo makes a drop: two times 20 coins, for an hour."""
    closes_ms = scene.book.now_ms + 60 * MINUTE_MS
    facts = {
        "coins": 20,
        "shares": 2,
        "role": 0,
        "channel": CHANNEL,
        "closes_ms": closes_ms,
    } | facts
    return scene.done(CreateDrop, MOD, DropCreated, **facts)


def chest_facts(scene: Scene, **facts: Any) -> dict[str, Any]:
    """A chest that opens in 3 minutes and closes 10 minutes later."""
    opens_ms = scene.book.now_ms + 3 * MINUTE_MS
    return {
        "coins": 60,
        "shares": 3,
        "own": True,
        "channel": CHANNEL,
        "opens_ms": opens_ms,
        "closes_ms": opens_ms + 10 * MINUTE_MS,
        "seed": SEED,
        **facts,
    }


def drop_chest(scene: Scene, who: Person = ANN, **facts: Any) -> ChestDropped:
    """Somebody drops a chest of their own coins."""
    return scene.done(DropChest, who, ChestDropped, **chest_facts(scene, **facts))


def open_chest(scene: Scene, who: Person = ANN, **facts: Any) -> int:
    """Somebody drops a chest, and it is open; its number."""
    number = drop_chest(scene, who, **facts).seq
    scene.later(seconds=180).done(OpenChest, who, ChestOpened, pot=number)
    return number


def take(scene: Scene, who: Person, pot: int, **facts: Any) -> Outcome:
    """Somebody presses the button."""
    return scene.ask(TakeShare, who, pot=pot, **facts)


def pot_of(scene: Scene, number: int) -> Pot:
    """A pot as it is now."""
    return scene.book.economy.pots[number]


def held(scene: Scene, number: int) -> tuple[int, int]:
    """What lies in the hold of a pot: coins and bonus coins."""
    book = scene.book
    return (
        book.balance(hold(number, Currency.COINS)),
        book.balance(hold(number, Currency.BONUS_COINS)),
    )
