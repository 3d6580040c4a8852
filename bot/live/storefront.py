"""Credits what Discord sold, once, where its buyer last looked at the shop, and takes back what
Discord took back."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from datetime import timedelta
from enum import Enum
from typing import Any, Final

import discord
import structlog
from discord.ext import commands

from bot.discord_answers import Declined, Gone, Unanswered, understood
from bot.house import House
from bot.ledger.books import Books
from bot.ledger.books.economy import PurchaseState
from bot.ledger.outcomes import Busy, Outcome, Unavailable
from bot.ledger.outcomes.shop import EntitlementCredited, EntitlementKnown, EntitlementUnsold
from bot.ledger.requests import Person
from bot.ledger.requests.shop import CreditEntitlement, RevokeEntitlement
from bot.lifetimes import beside, first_of
from bot.live.backoff import Backoff
from bot.storage.database import StorageFailed
from bot.storage.shop import Credited, credited, is_sold_by_discord, last_visit

PAID: Final = frozenset({discord.EntitlementType.purchase, discord.EntitlementType.user_gift})
"""The kinds of entitlements that somebody gave money for. What was bought in test mode, or given
away by Discord or the developer, makes no coins that were paid for."""
LOOKED_BACK: Final = timedelta(days=90)
"""How old a purchase may be to be found at the start: after that it waits for `/shop claim`."""
FIRST_AGAIN_SECONDS: Final = 1.0
LONGEST_AGAIN_SECONDS: Final = 300.0
"""After how long is tried again what Discord or the books did not take."""

_NEWEST: Final = discord.Object((1 << 63) - 1)

log = structlog.get_logger(__name__)


class Obstacle(Enum):
    """Why a purchase is not claimed, beside what the books say."""

    TEST_MODE = "test-mode"
    UNANSWERED = "unanswered"


Claimed = EntitlementCredited | Outcome | Obstacle


def claimable(interaction: discord.Interaction[Any]) -> list[int]:
    """What Discord says that whoever acts has bought and nobody has consumed."""
    return [
        sold.id
        for sold in interaction.entitlements
        if sold.user_id == interaction.user.id and not sold.consumed and not sold.deleted
    ]


class Storefront:
    """Looks at one purchase at a time, always as Discord says that it is now.

    So it is no matter how often it hears of one, in which order, or after how long. A purchase is
    consumed once its coins are on disk; whoever cannot be told by then where they belong may claim
    it. The books see to it that each is credited once, wherever that is asked for.
    """

    def __init__(self, house: House, bot: commands.AutoShardedBot) -> None:
        """Credit in the books of `house` what `bot` hears of."""
        self._house = house
        self._bot = bot
        self._waiting: dict[int, None] = {}
        """What is to be looked at, in the order in which it was heard of."""
        self._one_at_a_time = asyncio.Lock()
        self._woken = asyncio.Event()
        self._rested = asyncio.Event()
        self._backoff = Backoff(FIRST_AGAIN_SECONDS, LONGEST_AGAIN_SECONDS)
        self._is_behind = True
        """Whether Discord may have sold something of which nobody was told here."""

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Storefront"]:
        """Listen until left, and find at first what was bought while nobody listened."""
        self._is_behind = await is_sold_by_discord(self._house.reader)
        listeners: Mapping[str, Callable[..., Coroutine[Any, Any, None]]] = {
            "on_entitlement_create": self._heard,
            "on_entitlement_update": self._heard,
            "on_entitlement_delete": self._heard,
            "on_resumed": self._returned,
            # Of a session that could not be resumed, everything since is lost.
            "on_connect": self._returned,
        }
        for name, listener in listeners.items():
            self._bot.add_listener(listener, name)
        try:
            async with beside(self._run(), "storefront"):
                yield self
        finally:
            for name, listener in listeners.items():
                self._bot.remove_listener(listener, name)

    def committed(self, books: Books) -> None:
        """Take note that packs can be what was bought before, or that Discord sells from now on."""
        for book in books:
            sells = book.changes.settings.get("shop") == "discord"
            has_skus = any(pack.sku for pack in book.economy.changes.packs.values())
            if sells or has_skus:
                self._look_again()

    async def idle(self) -> None:
        """Wait until nothing waits and nothing is looked at."""
        await self._rested.wait()

    async def claim(
        self, guild: int, buyer: Person, entitlements: Sequence[int], key: str
    ) -> list[Claimed]:
        """Have purchases credited in a guild, and what came of each."""
        done: list[Claimed] = []
        for number in entitlements:
            async with self._one_at_a_time:
                try:
                    done.append(await self._claim(guild, buyer, number, f"{key}:{number}"))
                except (Declined, Unanswered) as error:
                    log.warning("a purchase was not claimed", reason=str(error))
                    done.append(Obstacle.UNANSWERED)
            # Whatever came of it: a purchase that is in the books is consumed.
            self.look_at(number)
        return done

    async def _claim(self, guild: int, buyer: Person, number: int, key: str) -> Claimed:
        sold = await self._sold(number)
        if sold is None or sold.deleted or sold.user_id != buyer.user_id:
            return EntitlementUnsold(sku=0)
        if sold.type not in PAID:
            return Obstacle.TEST_MODE
        if sold.consumed:
            return EntitlementKnown(entitlement=number)
        return await self._house.writer.submit(
            CreditEntitlement(
                guild=guild,
                key=key,
                actor=buyer,
                entitlement=number,
                sku=sold.sku_id,
                is_claimed=True,
            )
        )

    def look_at(self, entitlement: int) -> None:
        """Have a purchase looked at."""
        self._waiting[entitlement] = None
        self._woken.set()
        self._rested.clear()

    async def _heard(self, sold: discord.Entitlement) -> None:
        self.look_at(sold.id)

    async def _returned(self) -> None:
        """The connection is there again, and what was said meanwhile may have been lost."""
        if await is_sold_by_discord(self._house.reader):
            self._look_again()

    def _look_again(self) -> None:
        self._is_behind = True
        self._woken.set()
        self._rested.clear()

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            if self._is_behind and await self._is_done(self._reconcile()):
                self._is_behind = False
            # What cannot be settled now keeps nobody else waiting.
            for number in [*self._waiting]:
                del self._waiting[number]
                async with self._one_at_a_time:
                    is_settled = await self._is_done(self._look_at(number))
                if not is_settled:
                    self._waiting[number] = None
            await self._rest()

    async def _is_done(self, work: Coroutine[Any, Any, None]) -> bool:
        """Whether some work came to its end; if not, it is to be done again."""
        try:
            await work
        except (Declined, Unanswered, StorageFailed) as error:
            log.warning("purchases could not be looked at", reason=str(error))
        except Exception:
            # Nobody else looks at what was paid for.
            log.exception("purchases could not be looked at")
        else:
            return True
        return False

    async def _rest(self) -> None:
        """Wait until there is something to do, or until what failed may be tried again."""
        if self._waiting or self._is_behind:
            again_ms = self._house.clock() + round(1000 * self._backoff.pause())
            await first_of(self._house.clock.until(again_ms), self._woken.wait())
        else:
            self._backoff.end()
            self._rested.set()
            await self._woken.wait()

    async def _reconcile(self) -> None:
        """Find what was bought or taken back lately and is not in the books like that."""
        oldest = discord.utils.time_snowflake(discord.utils.utcnow() - LOOKED_BACK)
        with understood():
            async for sold in self._bot.entitlements(
                before=_NEWEST, exclude_deleted=False, limit=None
            ):
                if sold.id < oldest:
                    break
                if sold.user_id is not None and (sold.deleted or not sold.consumed):
                    self._waiting.setdefault(sold.id)

    async def _look_at(self, number: int) -> None:
        known = await credited(self._house.reader, number)
        sold = await self._sold(number)
        if sold is None or sold.deleted:
            if known and known.purchase.state != PurchaseState.REVOKED:
                await self._take_back(known)
        elif not sold.consumed:
            is_done = known is not None or sold.type not in PAID
            if is_done or await self._is_credited(sold):
                await self._consume(sold)

    async def _sold(self, number: int) -> discord.Entitlement | None:
        """A purchase as it is now; None where Discord knows of none."""
        try:
            with understood():
                return await self._bot.fetch_entitlement(number)
        except Gone:
            return None

    async def _is_credited(self, sold: discord.Entitlement) -> bool:
        """Credit a purchase where its buyer last looked at the shop, if anywhere."""
        user_id = sold.user_id or 0
        guilds = [guild.id for guild in self._bot.guilds]
        visit = await last_visit(self._house.reader, guilds, user_id)
        if visit is None:
            log.info("a purchase waits to be claimed", entitlement=sold.id)
            return False
        guild, buyer = visit
        outcome = await self._submit(
            CreditEntitlement(
                guild=guild,
                # A pack may stand for it later on, so it is asked anew each time.
                key=f"entitlement:{sold.id}:{self._house.clock()}",
                actor=Person(user_id, buyer.name or ""),
                entitlement=sold.id,
                sku=sold.sku_id,
            )
        )
        log.info("a purchase was looked at", entitlement=sold.id, guild=guild, came=outcome.kind)
        return isinstance(outcome, EntitlementCredited | EntitlementKnown)

    async def _take_back(self, known: Credited) -> None:
        number, buyer = known.purchase.entitlement, known.buyer
        # Who was forgotten is in the books by number alone, which no request can name.
        if buyer.user_id is None:
            log.warning("nobody is left to take a purchase back from", entitlement=number)
            return
        outcome = await self._submit(
            RevokeEntitlement(
                guild=known.guild,
                key=f"revoked:{number}",
                actor=Person(buyer.user_id, buyer.name or ""),
                entitlement=number,
            )
        )
        log.warning("a purchase was taken back", entitlement=number, came=outcome.kind)

    async def _submit(self, request: CreditEntitlement | RevokeEntitlement) -> Outcome:
        outcome = await self._house.writer.submit(request)
        if isinstance(outcome, Busy | Unavailable):
            raise StorageFailed(f"the books are {outcome.kind}")
        return outcome

    @staticmethod
    async def _consume(sold: discord.Entitlement) -> None:
        """Have Discord sell the same again. What it declines, it would decline again."""
        try:
            with understood():
                await sold.consume()
        except Declined as error:
            log.warning("a purchase was not consumed", entitlement=sold.id, reason=str(error))
