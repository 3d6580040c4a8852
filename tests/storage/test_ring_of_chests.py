"""Alternate accounts that hand their coins on by chests, and how far they come."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from bot.ledger.money import Purse
from bot.ledger.outcomes.fairness import OverLimit, TooYoung
from bot.ledger.outcomes.pots import ChestDropped, ChestOverCap, ShareOverCap, ShareTaken
from bot.ledger.requests import ChangeSetting, GrantWelcome, Person, Request, SendGift
from bot.ledger.requests.pots import ClosePot, DropChest, TakeShare
from bot.storage.audit import examine
from bot.storage.statements import wallet
from tests.ledger.scene import BEA, CHANNEL, GUILD, MOD, ROSE, account_of_age
from tests.storage.scene import Scene
from tests.storage.test_fairness import together

ALTERNATES: Final = [Person(account_of_age(900, 1_000 + n), f"Alt {n}") for n in range(50)]
TOO_YOUNG: Final = [Person(account_of_age(2, 2_000 + n), f"New {n}") for n in range(5)]
ZONE: Final = "America/New_York"
DAILY_CAP, PAIR_CAP, DAYS = 30, 12, 3
ROUND_MS: Final = 6 * 3_600_000


async def test_a_ring_of_50_alternate_accounts_hands_on_no_more_by_chests_than_the_caps_allow(
    scene: Scene,
) -> None:
    dice = Random(11)
    changes = {"timezone": ZONE, "daily_cap": DAILY_CAP, "pair_cap": PAIR_CAP}
    changes |= {"giver_age_days": 7, "welcome_age_days": 0}
    pairs = tuple((name, str(value)) for name, value in changes.items())
    await scene.submit(ChangeSetting(guild=GUILD, key=scene.new_key(), actor=MOD, changes=pairs))
    everybody = [*ALTERNATES, *TOO_YOUNG]
    await together(
        scene, [GrantWelcome(guild=GUILD, key=scene.new_key(), actor=one) for one in everybody]
    )
    refused: Counter[str] = Counter()
    for _ in range(DAYS * 4):
        made = await together(scene, [*(dropping(scene, one, dice) for one in everybody)])
        chests = [outcome.seq for outcome in made if isinstance(outcome, ChestDropped)]
        scene.clock.now_ms += 60_000
        # Bea is always first, and everybody hands her what they may as gifts, too.
        taken = await together(scene, taking(scene, chests, [BEA, *TOO_YOUNG, *ALTERNATES[:3]]))
        gifts: list[Request] = [giving(scene, one) for one in everybody]
        given = await together(scene, [*gifts, *taking(scene, chests, [BEA])])
        refused.update(outcome.kind for outcome in (*made, *taken, *given))
        scene.clock.now_ms += 600_000
        await together(scene, [*(closing(scene, chest) for chest in chests)])
        scene.clock.now_ms += ROUND_MS - 660_000
    for kind in (ChestOverCap, ShareOverCap, OverLimit, TooYoung, ShareTaken):
        assert refused[kind.kind], kind
    to_bea = await within_the_caps(scene)
    bea = (await wallet(scene.reader, GUILD, BEA.user_id)).purse
    assert 0 < bea.bonus_coins <= to_bea <= len(ALTERNATES) * PAIR_CAP * (DAYS + 1)
    assert Purse(coins=bea.coins, diamonds=bea.diamonds) == Purse(), "none of it can be paid out"
    assert (await examine(scene.reader)).ok


def dropping(scene: Scene, who: Person, dice: Random) -> Request:
    """Somebody drops a chest for one or a few, larger than the cap now and then."""
    people, opens_ms = dice.choice((1, 2, 3)), scene.clock.now_ms + 60_000
    return DropChest(
        guild=GUILD,
        key=scene.new_key(),
        actor=who,
        coins=dice.randint(people, PAIR_CAP * people + 2),
        shares=people,
        own=True,
        channel=CHANNEL,
        opens_ms=opens_ms,
        closes_ms=opens_ms + 600_000,
        seed=f"{dice.getrandbits(128):032x}",
    )


def taking(scene: Scene, chests: Sequence[int], people: Sequence[Person]) -> list[Request]:
    """All of them press on all chests, one after the other."""
    return [
        TakeShare(guild=GUILD, key=scene.new_key(), actor=one, pot=chest)
        for one in people
        for chest in chests
    ]


def giving(scene: Scene, who: Person) -> Request:
    """Somebody sends Bea a few coins."""
    return SendGift(
        guild=GUILD,
        key=scene.new_key(),
        actor=who,
        to=BEA,
        item=ROSE,
        quantity=5,
        channel=CHANNEL,
    )


def closing(scene: Scene, chest: int) -> Request:
    """The time of a chest is over, if anything is left in it."""
    return ClosePot(guild=GUILD, key=scene.new_key(), actor=MOD, pot=chest, early=False)


async def within_the_caps(scene: Scene) -> int:
    """Count anew what stands, by the calendar of the place and no rule of the ledger's; what came
    to Bea in all."""
    rows = await scene.reader.fetch(
        """
        SELECT sender, recipient, at_ms, coins + bonus_coins, 0 FROM gift
        UNION ALL
        SELECT keeper, share.member, operation.at_ms, share.coins + share.bonus_coins, filled.at_ms
        FROM pot_share AS share
        JOIN pot ON pot.guild = share.guild AND number = pot
        JOIN operation ON operation.guild = share.guild AND operation.seq = share.seq
        JOIN operation AS filled ON filled.guild = share.guild AND filled.seq = pot
        """
    )
    ((bea,),) = await scene.reader.fetch(
        "SELECT number FROM member WHERE user_id = ?", (BEA.user_id,)
    )
    by_pair: Counter[object] = Counter()
    by_giver: Counter[object] = Counter()
    for giver, taker, at_ms, coins, filled_ms in rows:
        by_pair[giver, taker, day_of(at_ms)] += coins
        by_giver[giver, day_of(filled_ms or at_ms)] += coins
    assert max(by_pair.values()) <= PAIR_CAP
    assert max(by_giver.values()) <= DAILY_CAP
    return sum(coins for _, taker, _, coins, _ in rows if taker == bea)


def day_of(at_ms: int) -> object:
    """The day of a moment where the server is."""
    return datetime.fromtimestamp(at_ms / 1_000, tz=ZoneInfo(ZONE)).date()
