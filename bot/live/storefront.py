"""Credits what Discord sold, once, where its buyer last looked at the shop, and takes back what
Discord took back."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass
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
from bot.storage.shop import Credited, credited, has_discord_sold, last_visit

PAID: Final = frozenset({discord.EntitlementType.purchase, discord.EntitlementType.user_gift})
"""The kinds of entitlements that somebody gave money for. What was bought in test mode, or given
away by Discord or the developer, makes no coins that were paid for."""
LATELY: Final = timedelta(days=90)
"""How old a purchase may be to be looked for at once; those before are gone through page by page,
for Discord may give money back however late."""
PAGE: Final = 100
"""How many purchases Discord lists at once, at most."""
PAGE_PAUSE_SECONDS: Final = 1.0
"""How long after one page of older purchases comes the next: there may be thousands."""
DOUBTED_SECONDS: Final = 900.0
"""For how long is asked again for a purchase that Discord says it does not know."""
FIRST_AGAIN_SECONDS: Final = 1.0
LONGEST_AGAIN_SECONDS: Final = 300.0
"""After how long is tried again what Discord or the books did not take."""

_MOST_TRIED: Final = 50
"""How many who bought in test mode are remembered: whoever tries a shop asks soon."""
_NEWEST: Final = discord.Object((1 << 63) - 1)

log = structlog.get_logger(__name__)


class Obstacle(Enum):
    """Why a purchase is not claimed, beside what the books say."""

    TEST_MODE = "test-mode"
    TAKEN_BACK = "taken-back"
    UNANSWERED = "unanswered"


Claimed = EntitlementCredited | Outcome | Obstacle


def claimable(interaction: discord.Interaction[Any]) -> list[int]:
    """What Discord says that whoever acts has bought and nobody has consumed."""
    return [
        sold.id
        for sold in interaction.entitlements
        if sold.user_id == interaction.user.id and not sold.consumed and not sold.deleted
    ]


@dataclass(slots=True)
class _Matter:
    """What was heard of a purchase that is to be looked at."""

    is_taken_back: bool = False
    """Whether Discord said that it took it back, which it does for good."""
    doubted_ms: int | None = None
    """Since when Discord says that it knows of no such purchase."""


class Storefront:
    """Looks at one purchase at a time, always as Discord says that it is now.

    So it is no matter how often it hears of one, in which order, or after how long. A purchase is
    consumed once its coins are on disk; whoever cannot be told by then where they belong may claim
    it. The books see to it that each is credited once, wherever that is asked for.

    Coins are taken back on Discord's word alone: that a purchase is deleted, as an event, its list
    or the purchase itself says. Where it is merely not found, the fault may be a moment's.
    """

    def __init__(self, house: House, bot: commands.AutoShardedBot) -> None:
        """Credit in the books of `house` what `bot` hears of."""
        self._house = house
        self._bot = bot
        self._waiting: dict[int, _Matter] = {}
        """What is to be looked at, in the order in which it was heard of."""
        self._tried: deque[int | None] = deque(maxlen=_MOST_TRIED)
        """Who bought something of late without paying, and was not told yet what came of it."""
        self._one_at_a_time = asyncio.Lock()
        self._woken = asyncio.Event()
        self._rested = asyncio.Event()
        self._backoff = Backoff(FIRST_AGAIN_SECONDS, LONGEST_AGAIN_SECONDS)
        self._is_behind = True
        """Whether Discord may have sold something of which nobody was told here."""
        self._unread = 0
        """Of the purchases before this one is still to be seen what became of them; 0 for none."""
        self._reads_again = False
        """Whether all of them are to be seen once more, after that."""

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Storefront"]:
        """Listen until left, and find at first what was bought while nobody listened."""
        self._is_behind = await has_discord_sold(self._house.reader)
        listeners: Mapping[str, Callable[..., Coroutine[Any, Any, None]]] = {
            "on_entitlement_create": self._heard,
            "on_entitlement_update": self._heard,
            "on_entitlement_delete": self._heard_of_end,
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
        self, guild: int, buyer: Person, shown: Iterable[int], key: str
    ) -> list[Claimed]:
        """Have all that somebody bought credited in a guild, and what came of each purchase.

        `shown` are those that came with what they did. Discord has left some of them out of that
        (https://github.com/discord/discord-api-docs/issues/7364), so its list is read, too.
        """
        wanted, done = dict.fromkeys(shown), list[Claimed]()
        try:
            wanted.update(dict.fromkeys(await self._unconsumed(buyer.user_id)))
        except (Declined, Unanswered) as error:
            log.warning("what somebody bought was not listed", reason=str(error))
            if not wanted:
                done.append(Obstacle.UNANSWERED)
        for number in wanted:
            async with self._one_at_a_time:
                try:
                    done.append(await self._claim(guild, buyer, number, f"{key}:{number}"))
                except (Declined, Unanswered) as error:
                    log.warning("a purchase was not claimed", reason=str(error))
                    done.append(Obstacle.UNANSWERED)
            # Whatever came of it: a purchase that is in the books is consumed.
            self.look_at(number)
        if buyer.user_id in self._tried:
            # Somebody tries whether it all works, and what they bought was used up at once.
            self._tried.remove(buyer.user_id)
            done.append(Obstacle.TEST_MODE)
        return done

    async def _unconsumed(self, user_id: int) -> list[int]:
        """What Discord lists that a user has bought and nobody has consumed."""
        with understood():
            listed = self._bot.entitlements(
                before=_NEWEST, user=discord.Object(user_id), exclude_ended=True, limit=PAGE
            )
            return [sold.id async for sold in listed if not sold.consumed]

    async def _claim(self, guild: int, buyer: Person, number: int, key: str) -> Claimed:
        sold = await self._sold(number)
        if sold is None:
            return Obstacle.UNANSWERED
        if sold.deleted:
            return Obstacle.TAKEN_BACK
        if sold.user_id != buyer.user_id:
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

    def look_at(self, entitlement: int, *, is_taken_back: bool = False) -> None:
        """Have a purchase looked at; `is_taken_back` where Discord said that this one is."""
        matter = self._waiting.setdefault(entitlement, _Matter())
        matter.is_taken_back |= is_taken_back
        self._woken.set()
        self._rested.clear()

    async def _heard(self, sold: discord.Entitlement) -> None:
        self.look_at(sold.id, is_taken_back=sold.deleted)

    async def _heard_of_end(self, sold: discord.Entitlement) -> None:
        self.look_at(sold.id, is_taken_back=True)

    async def _returned(self) -> None:
        """The connection is there again, and what was said meanwhile may have been lost."""
        if await has_discord_sold(self._house.reader):
            self._look_again()

    def _look_again(self) -> None:
        self._is_behind = True
        self._woken.set()
        self._rested.clear()

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            has_failed = not await self._is_done(self._catch_up())
            # What cannot be settled now keeps nobody else waiting.
            for number in [*self._waiting]:
                matter = self._waiting.pop(number)
                async with self._one_at_a_time:
                    is_settled = await self._is_done(self._look_at(number, matter))
                if not is_settled:
                    has_failed = True
                    matter.is_taken_back |= self._waiting.get(number, matter).is_taken_back
                    self._waiting[number] = matter
            await self._rest(has_failed=has_failed)

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

    async def _rest(self, *, has_failed: bool) -> None:
        """Wait until there is something to do, or until what failed may be tried again."""
        if self._waiting or self._is_behind or self._unread:
            seconds = self._backoff.pause() if has_failed else PAGE_PAUSE_SECONDS
            again_ms = self._house.clock() + round(1000 * seconds)
            await first_of(self._house.clock.until(again_ms), self._woken.wait())
        else:
            self._backoff.end()
            self._rested.set()
            await self._woken.wait()

    async def _catch_up(self) -> None:
        """Find what was bought or taken back and is not in the books like that: what is recent at
        once, and of what is older one page."""
        if self._is_behind:
            # Who is told meanwhile that more may be missing has all of it looked through again.
            self._is_behind = False
            try:
                unread = await self._read_lately()
            except BaseException:
                self._is_behind = True
                raise
            self._reads_again = bool(self._unread)
            self._unread = self._unread or unread
        elif self._unread:
            self._unread = await self._read_page(self._unread)
            if self._reads_again and not self._unread:
                self._reads_again, self._is_behind = False, True

    async def _read_lately(self) -> int:
        """Read Discord's list from its end, and where what is older begins; 0 if nothing is."""
        oldest = discord.utils.time_snowflake(discord.utils.utcnow() - LATELY)
        unread = _NEWEST.id
        while unread > oldest:
            unread = await self._read_page(unread)
        return unread

    async def _read_page(self, before: int) -> int:
        """Have looked at what became of the purchases before one, as many as Discord lists at
        once; before which the others are, or 0 if that were all."""
        with understood():
            # By discord.py 2.7.1 alone in this direction are those listed that were taken back.
            listed = self._bot.entitlements(
                before=discord.Object(before), exclude_deleted=False, limit=PAGE
            )
            page = [sold async for sold in listed]
        for sold in page:
            if sold.user_id is not None and (sold.deleted or not sold.consumed):
                self.look_at(sold.id, is_taken_back=sold.deleted)
        return min(sold.id for sold in page) if len(page) >= PAGE else 0

    async def _look_at(self, number: int, matter: _Matter) -> None:
        known = await credited(self._house.reader, number)
        sold = None if matter.is_taken_back else await self._sold(number)
        if matter.is_taken_back or (sold and sold.deleted):
            if known and known.purchase.state != PurchaseState.REVOKED:
                await self._take_back(known)
        elif sold is None:
            self._doubt(number, matter)
        elif not sold.consumed:
            is_unpaid = sold.type not in PAID
            if is_unpaid:
                log.info("a purchase without payment makes no coins", entitlement=number)
            if is_unpaid or known or await self._is_credited(sold):
                await self._consume(sold, matter)
            if is_unpaid:
                self._tried.append(sold.user_id)

    def _doubt(self, number: int, matter: _Matter) -> None:
        """Have a purchase looked at again that Discord says it does not know, for a while.

        Right after it was sold, not all of Discord may know of it yet. Nothing is taken back for
        that: once it is, Discord lists it as deleted.
        """
        now_ms = self._house.clock()
        if matter.doubted_ms is None:
            matter.doubted_ms = now_ms
        if now_ms - matter.doubted_ms < 1000 * DOUBTED_SECONDS:
            raise Unanswered(f"Discord does not know purchase {number}")
        log.error("Discord does not know a purchase that it told of", entitlement=number)

    async def _sold(self, number: int) -> discord.Entitlement | None:
        """A purchase as it is now; None where Discord knows of none."""
        try:
            with understood():
                return await self._bot.fetch_entitlement(number)
        except Gone:
            return None

    async def _is_credited(self, sold: discord.Entitlement) -> bool:
        """Credit a purchase where its buyer last looked at the shop, if anywhere.

        Where that is a server which the bot is no longer on, they say themself where else.
        """
        user_id = sold.user_id or 0
        visit = await last_visit(self._house.reader, user_id)
        if visit is None or self._bot.get_guild(visit[0]) is None:
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
        number, asker = known.purchase.entitlement, known.asker
        if asker is None:
            log.error("nobody is left to take a purchase back from", entitlement=number)
            return
        outcome = await self._submit(
            RevokeEntitlement(
                guild=known.guild,
                key=f"revoked:{number}",
                actor=Person(asker.user_id or 0, asker.name or ""),
                entitlement=number,
            )
        )
        log.warning("a purchase was taken back", entitlement=number, came=outcome.kind)

    async def _submit(self, request: CreditEntitlement | RevokeEntitlement) -> Outcome:
        outcome = await self._house.writer.submit(request)
        if isinstance(outcome, Busy | Unavailable):
            raise StorageFailed(f"the books are {outcome.kind}")
        return outcome

    async def _consume(self, sold: discord.Entitlement, matter: _Matter) -> None:
        """Have Discord sell the same again. What it declines, it would decline again."""
        try:
            with understood():
                await sold.consume()
        except Gone:
            # Perhaps it was taken back just now, which the purchase itself says.
            self._doubt(sold.id, matter)
        except Declined as error:
            log.warning("a purchase was not consumed", entitlement=sold.id, reason=str(error))
