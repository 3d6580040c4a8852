"""One creator's overlay while a page is open: which alert is on, and what comes after it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import structlog

from bot.house import House
from bot.ledger.books.browser import PassedOver
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.requests.marks import MarkPlayed
from bot.lifetimes import end_all
from bot.live.backoff import Backoff
from bot.storage.database import StorageFailed
from bot.storage.overlays import (
    Alert,
    AlertKind,
    Next,
    OverlayView,
    combo_told,
    next_alert,
    overlay_of,
    telling,
)
from bot.storage.shows import live_board, show_of
from bot.web.overlays.bulletin import Bulletin
from bot.web.overlays.sights import alert_sight, board_sight, looks_sight, seconds_of
from bot.web.overlays.tries import keep_tries, kept_tries
from bot.words import Words

MOST_UNMARKED: Final = 500
"""How many operations that need no alert are passed before it is written down that they are."""
FAR_BEHIND: Final = 5_000
"""How many operations an overlay may be behind before what it missed is read where nobody waits."""
MOST_STARTS: Final = 3
"""How often a page is waited for that reports no end of an alert, before it is passed over."""
MOST_CUT_OFF: Final = 5
"""On how many pages an alert begins that go before its end, crashed or killed, before it is passed
over: those behind it are not to wait for ever. Nobody switches scenes as often in ten seconds."""
MOST_MORE_SECONDS: Final = 10.0
"""How much longer an alert may be on because it counts up."""
LONGEST_RETRY_SECONDS: Final = 60.0

CLOSED: Final = "closed"
"""The topic that ends a stream: the secret opens nothing any more."""

log = structlog.get_logger(__name__)


class Watching(StrEnum):
    """What a page does with the alerts that it is told."""

    PLAYS = "1"
    HIDDEN = "hidden"
    """It would play them, but is not in sight: nobody would see what it shows."""
    MIRRORS = "0"
    """It is a preview or a widget, and never plays any."""


class Presence(StrEnum):
    """Whether an overlay is anywhere to be seen."""

    ON = "on"
    HIDDEN = "hidden"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Timing:
    """How long an overlay waits for what, in seconds."""

    sum_after: float = 120.0
    """Alerts that waited longer are told in one: a stream that was away does not catch up for
    hours."""
    forget_after: float = 3_600.0
    """What waited longer than this belongs to another evening, and is told no more."""
    patience: float = 30.0
    """How long after its end a page may take to report an alert before it is taken for dead."""
    board: float = 1.0
    """How often the figures beside the alerts are read at most."""
    breath: float = 0.05
    """How often it is looked what is on at most: in a flood, each commit tells of some gift."""
    retry: float = 2.0
    """How long nothing is tried after the books gave no answer."""
    speed: float = 1.0
    """How much faster than that alerts pass."""


class Playback:
    """Keeps the pages of one overlay on the same alert. The newest page plays; others mirror it.

    How far it has come stands in the books alone, so that a restart forgets nothing: an alert is
    the oldest that is not done, and it is done when a page reports it.
    """

    def __init__(self, house: House, overlay: OverlayView, timing: Timing) -> None:
        """Play what the creator of an overlay was given, for as long as its secret is the same."""
        self._house = house
        self.guild, self.creator = overlay.guild, overlay.creator.number
        self.digest = overlay.digest
        """What the secret is recognised by that opens this."""
        self.timing = timing
        """How long it waits for what."""
        self.bulletin = Bulletin()
        """What pages are told: `player`, `looks`, `alert`, `board`; `closed` is the last."""
        self.starts = 0
        """How often a page of the alert that is on was waited for in vain."""
        self._begun: set[str] = set()
        self._pages: dict[str, str] = {}
        self._hidden: set[str] = set()
        self._players: dict[str, Callable[[], object]] = {}
        self._player = ""
        self._tasks: Sequence[asyncio.Task[None]] = ()
        self._alert: Alert | None = None
        self._began: tuple[AlertKind, int] | None = None
        self._keeps_tries = False
        self._seconds = self._due = 0.0
        self._news = asyncio.Event()
        self._board_news = asyncio.Event()
        self._turn = asyncio.Lock()

    def __bool__(self) -> bool:
        """Whether any page is open."""
        return bool(self._pages)

    @property
    def presence(self) -> Presence:
        """Whether any page is open that shows alerts, and not only mirrors them."""
        if self._players:
            return Presence.ON
        return Presence.HIDDEN if self._hidden else Presence.OFF

    @property
    def is_troubled(self) -> bool:
        """Whether an alert began that did not come to its end, which is to be remembered."""
        return bool(self.starts or self._cut_off)

    @property
    def _cut_off(self) -> int:
        """On how many pages that have gone since the alert began whose turn it is."""
        return len(self._begun.difference(self._pages.values()))

    @contextlib.asynccontextmanager
    async def watched_by(
        self,
        page: str,
        close: Callable[[], object],
        *,
        watching: Watching = Watching.PLAYS,
        document: str = "",
    ) -> AsyncIterator[Bulletin]:
        """Have a page watch until left, and read what it is told; `close` ends its connection.

        Alerts are shown for as long as there is anybody to show them to: a page that plays, of
        which the newest does. Any other one mirrors it. `document` is by what a page is known that
        lost its connection and comes back, still showing what it showed.
        """
        if not self._pages:
            self._begin_anew()
        self._pages[page] = document or page
        if watching is Watching.PLAYS:
            self._players[page] = close
        elif watching is Watching.HIDDEN:
            self._hidden.add(page)
        self._tell_player()
        self.wake()
        try:
            yield self.bulletin
        finally:
            del self._pages[page]
            self._players.pop(page, None)
            self._hidden.discard(page)
            self._tell_player()
            self.wake()
            if not self._pages:
                await end_all(self._tasks)

    def _begin_anew(self) -> None:
        """Begin with what the books say: what was on when nobody looked is on no more."""
        self._alert, self.bulletin = None, Bulletin()
        name = f"{self.guild}:{self.creator}"
        self._tasks = [
            asyncio.create_task(self._play(), name=f"alerts of {name}"),
            asyncio.create_task(self._keep_board(), name=f"overlay board of {name}"),
        ]

    def _tell_player(self) -> None:
        """Say which page plays. Where it is another one, it begins with what is on, so it has all
        the time for that."""
        player = next(reversed(self._players), "")
        self.bulletin.put("player", {"page": player, "presence": self.presence.value})
        if player != self._player:
            self._player = player
            self._wind()

    def wake(self) -> None:
        """Look again: something was written that may be about this creator."""
        self._news.set()
        self._board_news.set()

    async def finished(self, first: int, through: int, kind: AlertKind) -> bool:
        """Take a page's word that it has shown an alert to its end, as far as `through`. False
        where that is none, or was done before.

        Raises StorageFailed where it could not be written; the page says it again.
        """
        async with self._turn:
            alert = self._alert if self._pages else None
            if alert is None:
                # After a restart nothing is on yet, and while alerts are held nothing will be.
                overlay = await overlay_of(self._house.reader, self.guild, self.creator)
                alert = (await self._next(overlay)).alert if overlay else None
            if alert is None or not await self._is_done(alert, first, through, kind):
                return False
        self._news.set()
        return True

    async def _is_done(self, alert: Alert, first: int, through: int, kind: AlertKind) -> bool:
        """Enter what a page has shown; whether that is any of the alert whose turn it is.

        What began before a restart, or before gifts were taken back, may have become part of
        another alert since, whose rest is still to be shown.
        """
        if (kind, first) == (alert.kind, alert.first):
            await self._end(alert, min(max(through, first), alert.through))
            return True
        if not first <= alert.first <= through:
            return False
        if kind is AlertKind.SUM:
            await self._mark(0, 0, through)
            return True
        combo = await combo_told(self._house.reader, self.guild, self.creator, first)
        if kind is not AlertKind.GIFT or not combo:
            return False
        now = await telling(self._house.reader, self.guild, combo, first)
        await self._mark(combo, min(through, now.last_seq), alert.first - 1)
        return True

    # What is on.

    async def _play(self) -> None:
        backoff = Backoff(self.timing.retry, LONGEST_RETRY_SECONDS)
        while True:
            self._news.clear()
            try:
                async with self._turn:
                    await self._look()
                backoff.end()
                await asyncio.sleep(self.timing.breath)
                # What is given up while nobody reports is written too, which can fail as well.
                await self._wait()
            except StorageFailed as error:
                log.warning("alerts have no answer from the books yet", reason=str(error))
                await asyncio.sleep(self.timing.retry)
            except Exception:
                log.exception("an alert could not be made", overlay=(self.guild, self.creator))
                await asyncio.sleep(backoff.pause())

    async def _wait(self) -> None:
        """Wait for news, and not for ever for a page that should have reported."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(self._due if self._alert and self._players else None):
                await self._news.wait()
        # In a flood there is always news: the time is looked at all the same.
        await self._lose_patience()

    def _wind(self) -> None:
        """Have the page that plays report the alert in time, from now on."""
        self._due = asyncio.get_running_loop().time() + self._seconds

    async def _lose_patience(self) -> None:
        """Where no page reports in time, let go the one that plays, or at last the alert."""
        alert, close = self._alert, next(reversed(self._players.values()), None)
        if alert is None or close is None or asyncio.get_running_loop().time() < self._due:
            return
        self.starts += 1
        log.warning("an overlay reports no end of an alert", alert=alert.first, starts=self.starts)
        if self.starts < MOST_STARTS:
            self._wind()
            close()
            return
        async with self._turn:
            if self._alert is alert:
                await self._pass_over(alert)
        self._news.set()

    async def _look(self) -> None:
        """See what the books say now: how the overlay is set, and what is to be shown."""
        overlay = await overlay_of(self._house.reader, self.guild, self.creator)
        if overlay is None or overlay.digest != self.digest:
            self._alert = None
            self.bulletin.put(CLOSED, {})
            return
        language = (await self._settings()).language
        self.bulletin.put("looks", looks_sight(await self._words(), overlay, language))
        if not self._players:
            self._alert = None
        elif self._alert and self._alert.combo:
            await self._count_up(self._alert, self._alert.combo.number)
        if self._alert is None and self._players and not overlay.holding:
            await self._begin(overlay)
        await self._begin_on_page()
        self.bulletin.put("alert", await self._sight())

    async def _count_up(self, alert: Alert, number: int) -> None:
        """See what has become of the combo that is on; one that is told no more is stopped."""
        is_gift = alert.kind is AlertKind.GIFT
        now = await telling(self._house.reader, self.guild, number, alert.first if is_gift else 0)
        if now.combo.is_taken_back or (is_gift and now.is_over):
            await self._end(alert, now.last_seq)
        elif is_gift:
            self._alert = replace(alert, combo=now.combo, through=now.last_seq, message=now.message)

    async def _next(self, overlay: OverlayView) -> Next:
        """What comes after all that is done."""
        now_ms, database = self._house.clock(), self._house.database
        is_far = overlay.last_seq - overlay.played_seq > FAR_BEHIND
        return await next_alert(
            database.reports if is_far else database.commands,
            overlay,
            sum_before_ms=now_ms - round(self.timing.sum_after * 1_000),
            since_ms=now_ms - round(self.timing.forget_after * 1_000),
        )

    async def _begin(self, overlay: OverlayView) -> None:
        found, settings = await self._next(overlay), await self._settings()
        if found.done - overlay.played_seq > MOST_UNMARKED:
            await self._mark(0, 0, found.done)
        self._alert = found.alert
        if found.alert:
            longest = seconds_of(found.alert, settings) + MOST_MORE_SECONDS
            self._seconds = longest / self.timing.speed + self.timing.patience
            self._wind()
            await self._begin_tries(found.alert)

    async def _begin_tries(self, alert: Alert) -> None:
        """Count anew on how many pages an alert breaks off, unless it is the one before.

        The first one may be why nothing is known of those before it, so what is kept is looked up.
        """
        name = (alert.kind, alert.first)
        if name == self._began:
            return
        if self._began is None:
            self._begun = await kept_tries(self._house, self.guild, self.creator, alert)
            self._keeps_tries = True
        else:
            self._forget_tries()
        self._began = name

    def _forget_tries(self) -> None:
        self.starts = 0
        self._begun = set()
        self._keeps_tries = False

    async def _begin_on_page(self) -> None:
        """Have the page that plays begin what is on, unless all before it went in its midst."""
        if self._alert is None or not self._players:
            return
        document = self._pages[next(reversed(self._players))]
        if document in self._begun:
            return
        if self._cut_off < MOST_CUT_OFF:
            # Of most alerts nothing is written when they begin: it is nowhere of use.
            self._keeps_tries = self._keeps_tries or bool(self._begun)
            self._begun.add(document)
            if self._keeps_tries:
                await keep_tries(self._house, self.guild, self.creator, self._alert, self._begun)
            return
        await self._pass_over(self._alert)
        self._news.set()

    async def _pass_over(self, alert: Alert) -> None:
        """Have those behind an alert have their turn; its creator reads that, and may replay it."""
        log.warning(
            "an alert was passed over",
            overlay=(self.guild, self.creator),
            alert=alert.first,
            kind=alert.kind.value,
            cut_off=self._cut_off,
            starts=self.starts,
        )
        combo = alert.combo.number if alert.combo else 0
        passed_over = PassedOver(alert.first, alert.kind.value, combo)
        await self._end(alert, alert.through, passed_over)

    async def _end(self, alert: Alert, through: int, passed_over: PassedOver | None = None) -> None:
        """Have it written that an alert is done, or is passed over."""
        if alert.kind is AlertKind.SUM:
            await self._mark(0, 0, through, passed_over)
        elif alert.combo and alert.kind is AlertKind.GIFT and through > alert.first:
            await self._mark(alert.combo.number, through, alert.first, passed_over)
        else:
            await self._mark(0, 0, alert.first, passed_over)

    async def _mark(
        self, combo: int, through: int, played: int, passed_over: PassedOver | None = None
    ) -> None:
        # Where this fails or is cut short, the books say whether it is done.
        self._alert = None
        await self._house.writer.mark(
            MarkPlayed(
                guild=self.guild,
                creator=self.creator,
                combo=combo,
                through=through,
                played=played,
                passed_over=passed_over,
            )
        )
        self._forget_tries()

    async def _sight(self) -> dict[str, object]:
        if self._alert is None:
            return {}
        return alert_sight(
            await self._words(), self._alert, await self._settings(), self.timing.speed
        )

    # What stands beside it.

    async def _keep_board(self) -> None:
        """Keep the figures beside the alerts fresh, at most so often."""
        backoff = Backoff(self.timing.retry, LONGEST_RETRY_SECONDS)
        while True:
            self._board_news.clear()
            try:
                await self._read_board()
            except StorageFailed as error:
                log.warning("an overlay's board has no answer yet", reason=str(error))
                await asyncio.sleep(self.timing.retry)
            except Exception:
                log.exception("an overlay's board could not be made", creator=self.creator)
                await asyncio.sleep(backoff.pause())
            else:
                backoff.end()
                await asyncio.sleep(self.timing.board)
                await self._board_news.wait()

    async def _read_board(self) -> None:
        reader, guild = self._house.reader, self.guild
        overlay = await overlay_of(reader, guild, self.creator)
        user_id = overlay.creator.user_id if overlay else None
        running = await show_of(reader, guild, user_id) if user_id else None
        board = None
        if running:
            settings, now_ms = await self._settings(), self._house.clock()
            board = await live_board(reader, guild, running.number, settings, now_ms)
        catalogue = await self._house.memory.catalogue(guild)
        self.bulletin.put("board", board_sight(await self._words(), board, catalogue))

    async def _settings(self) -> GuildSettings:
        return await self._house.memory.settings(self.guild)

    async def _words(self) -> Words:
        return await self._house.words(self.guild)
