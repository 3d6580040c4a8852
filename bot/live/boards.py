"""Keeps a live board in the channel of each running show: fresh, within reach, never doubled."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any, Final

import structlog

from bot.cards.layout import leave_out_emoji
from bot.controls.shows import GiftForShow
from bot.discord_answers import Declined, Gone, Unanswered
from bot.house import House
from bot.ledger.books import Books, GuildBook
from bot.ledger.books.live import BOARD_SINK
from bot.ledger.requests.marks import Stage
from bot.lifetimes import end_all, first_of
from bot.live.announcer import Announcer
from bot.live.backoff import LONGEST_PAUSE_SECONDS, Backoff
from bot.live.pace import Pace
from bot.live.posting import Rendered, nonce
from bot.live.renderings.shows import render_board
from bot.storage.database import StorageFailed
from bot.storage.deliveries import Delivery, delivery
from bot.storage.shows import Kept, LiveBoard, kept_boards, live_board

REFRESH_SECONDS: Final = 5.0
"""How often a board is changed at most."""
MOST_BELOW: Final = 25
"""After how many later messages of ours in its channel a board is posted again below them."""
OLDEST_MS: Final = 50 * 60_000
"""How old a message may grow that is still edited: Discord limits edits after an hour."""
SPARE: Final = 2
"""How many messages the channel must have left where a board is posted again, so that the next
thank-you need not wait for it. Twice as far up, or this much older, it no longer gives way."""
PATIENCE_MS: Final = 5 * 60_000

log = structlog.get_logger(__name__)


class _Board:
    """The board of one show, and the task that keeps it."""

    def __init__(self, kept: Kept) -> None:
        """Begin with a board that is to be shown."""
        self.guild, self.show, self.creator, self.channel = kept
        """The channel is that of the show, or the one for gifts where that was deleted."""
        self.news = asyncio.Event()
        self.urgent = asyncio.Event()
        self.is_busy = True
        self.standing: list[Any] | None = None
        """What the message shows, as far as this process has sent it."""
        self.sent_before = 0
        """How many messages the channel had been sent when the board was."""
        self.is_homeless = False
        """Whether no channel is left that it may stand in."""
        self.without_emoji = False
        """Whether Discord took an emoji of the buttons for none that it knows."""

    @property
    def mark(self) -> str:
        """How the custom_id of a control begins that only this board carries."""
        return GiftForShow.beginning(self.show)


class Boards:
    """The live boards of all running shows.

    What a show has come to is read when something was written about it, or when something that its
    board tells runs out, and the message is changed only if it would say something else. The board
    spends its channel's budget where it is posted, and waits while thank-yous need that. Where it
    is changed, it takes the one change a period that thank-yous leave to others.
    """

    def __init__(self, house: House, announcer: Announcer, pace: Pace) -> None:
        """Show what `house` keeps through the poster and the budgets of `announcer`."""
        self._house = house
        self._announcer = announcer
        self._pace = pace
        self._boards: defaultdict[int, dict[int, _Board]] = defaultdict(dict)
        self._tasks: dict[tuple[int, int], asyncio.Task[None]] = {}
        self._open = False
        self._idle = asyncio.Event()
        self._idle.set()

    async def idle(self) -> None:
        """Wait until every board tells what there is to tell."""
        await self._idle.wait()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Boards"]:
        """Keep the boards until left; they stay where they are for the next start."""
        self._open = True
        try:
            for kept in await kept_boards(self._house.reader):
                self._keep(kept)
            yield self
        finally:
            self._open = False
            await end_all(self._tasks.values())

    def committed(self, books: Books) -> None:
        """Take note of what a commit says of shows."""
        if not self._open:
            return
        for book in books:
            for show in book.live.changes.shows.values():
                waits = book.changes.acknowledgements.get((show.number, BOARD_SINK))
                if waits or not show.ended_ms:
                    self._keep(Kept(book.guild, show.number, show.creator, show.channel))
            for board in self._concerned(book):
                self._tell(board)

    def _concerned(self, book: GuildBook) -> Iterator[_Board]:
        """The boards that a commit may have changed, or left too far up."""
        changes, live = book.changes, book.live.changes
        creators = {goal.creator for goal in live.goals.values()}
        for match in live.matches.values():
            creators |= {match.challenger, match.opponent}
        is_for_all = bool(changes.settings or changes.items or live.held)
        for board in self._boards.get(book.guild, {}).values():
            show = live.shows.get(board.show)
            if (show and show.ended_ms) or (board.is_homeless and changes.settings):
                board.urgent.set()
            if show or is_for_all or board.creator in creators or self._is_far_up(board):
                yield board

    def _keep(self, kept: Kept) -> None:
        boards = self._boards[kept.guild]
        if kept.show in boards:
            return
        board = boards[kept.show] = _Board(kept)
        self._tell(board)
        name = f"the board of show {kept.show}"
        task = asyncio.create_task(self._walk(board), name=name)
        self._tasks[kept.guild, kept.show] = task

    def _tell(self, board: _Board) -> None:
        board.is_busy = True
        self._idle.clear()
        board.news.set()

    def _rest(self, board: _Board) -> None:
        board.is_busy = False
        every = (one for boards in self._boards.values() for one in boards.values())
        if not any(one.is_busy for one in every):
            self._idle.set()

    async def _walk(self, board: _Board) -> None:
        """Keep one board until its show has ended and it says so."""
        backoff = Backoff()
        try:
            while True:
                board.is_busy = True
                self._idle.clear()
                board.news.clear()
                try:
                    again_ms = await self._refresh(board)
                except Gone as gone:
                    log.warning("a live board has no channel", show=board.show, why=str(gone))
                    if not await self._move(board):
                        await self._pause_long(board)
                    continue
                except (Declined, Unanswered, StorageFailed) as error:
                    log.warning("a live board is not up to date", show=board.show, why=str(error))
                except Exception:
                    log.exception("a live board could not be made", show=board.show)
                else:
                    if again_ms is None:
                        return
                    backoff.end()
                    await self._pause(board, again_ms)
                    continue
                await first_of(self._pace.sleep(backoff.pause()), board.urgent.wait())
                board.urgent.clear()
        finally:
            del self._boards[board.guild][board.show], self._tasks[board.guild, board.show]
            self._rest(board)

    async def _pause(self, board: _Board, again_ms: int) -> None:
        """Wait until there is something new, and for a while at least, but for a show's end."""
        if not board.news.is_set():
            self._rest(board)
        await first_of(self._pace.sleep(REFRESH_SECONDS), board.urgent.wait())
        await first_of(self._house.clock.until(again_ms), board.news.wait())
        board.urgent.clear()

    async def _move(self, board: _Board) -> bool:
        """Have a board stand where gifts are thanked, for its channel was deleted, which hardly
        comes back. False where that is no other channel."""
        elsewhere = (await self._house.memory.settings(board.guild)).gift_channel
        board.is_homeless = elsewhere in {0, board.channel}
        if not board.is_homeless:
            board.channel = elsewhere
        return not board.is_homeless

    async def _pause_long(self, board: _Board) -> None:
        """Wait for something new where there is no channel."""
        self._rest(board)
        await first_of(self._pace.sleep(LONGEST_PAUSE_SECONDS), board.urgent.wait())
        await first_of(board.news.wait(), board.urgent.wait())
        board.urgent.clear()

    async def _refresh(self, board: _Board) -> int | None:
        """Have the message say what there is to say; when to look again, None if never."""
        now_ms = self._house.clock()
        settings = await self._house.memory.settings(board.guild)
        reader = self._house.reader
        told = await live_board(reader, board.guild, board.show, settings, now_ms)
        row = await delivery(reader, board.guild, board.show, BOARD_SINK)
        if told is None or row is None or (told.show.ended_ms and row.shown >= row.wanted):
            return None
        if row.message:
            # An earlier process may have posted it elsewhere.
            board.channel = row.channel
        rendered = await self._render(board, told)
        try:
            if told.show.ended_ms:
                await self._finish(board, row, rendered)
                return None
            shown_ms = await self._show(board, row, rendered, now_ms)
        except Declined as declined:
            await self._declined(board, row, declined)
            raise
        return min(told.changes_ms or now_ms + OLDEST_MS, shown_ms + OLDEST_MS)

    async def _render(self, board: _Board, told: LiveBoard) -> Rendered:
        rendered = await render_board(self._house, told)
        if board.without_emoji:
            leave_out_emoji(rendered.view)
        return rendered

    async def _show(self, board: _Board, row: Delivery, rendered: Rendered, now_ms: int) -> int:
        """Change the message, or post it; since when it stands, in UTC milliseconds."""
        poster = self._announcer.poster
        if row.message and not self._is_to_go_down(board, row, now_ms):
            components = _components(rendered)
            if components == board.standing and row.shown:
                return row.shown_ms
            if await poster.change(row.guild, row.channel, row.message, rendered):
                board.standing = components
                if not row.shown:
                    await self._mark(row, 1, Stage.SHOWN, row.message)
                return row.shown_ms or now_ms
        elif row.message:
            await poster.remove(row.guild, row.channel, row.message)
        return await self._post(board, row, rendered, now_ms)

    async def _post(self, board: _Board, row: Delivery, rendered: Rendered, now_ms: int) -> int:
        """Post the board, unless an attempt of which nobody heard has done it."""
        stage = Stage.ATTEMPTED
        if _is_in_doubt(row):
            found = await self._find(board, row)
            if found:
                await self._mark(row, 1, Stage.SHOWN, found)
                # What it says may be old.
                self._tell(board)
                return now_ms
            if found is None:
                stage = Stage.DOUBTFUL
        poster, components = self._announcer.poster, _components(rendered)
        await self._announcer.budget(board.channel).spend()
        row = replace(row, channel=board.channel)
        await self._mark(row, 1, stage)
        # Where nobody can look, Discord may still know the nonce of the attempt before.
        number = row.attempts + (stage is Stage.ATTEMPTED)
        name = nonce("b", row.channel, row.acknowledgement, number)
        message = await poster.post(row.guild, row.channel, rendered, name)
        board.standing, board.sent_before = components, poster.posted[row.channel]
        await self._mark(row, 1, Stage.SHOWN, message)
        return now_ms

    async def _find(self, board: _Board, row: Delivery) -> int | None:
        """The message that an attempt left; 0 for none, None where nobody can tell."""
        found, is_whole = await self._announcer.poster.find(
            row.guild, row.channel, {board.mark}, row.attempted_ms
        )
        return found.get(board.mark, 0 if is_whole else None)

    def _is_far_up(self, board: _Board) -> bool:
        return self._below(board) >= MOST_BELOW

    def _below(self, board: _Board) -> int:
        """How many messages of ours stand below a board, as far as this process has sent it."""
        return self._announcer.poster.posted[board.channel] - board.sent_before

    def _is_to_go_down(self, board: _Board, row: Delivery, now_ms: int) -> bool:
        """Whether the board is to be posted again below, and no thank-you has to wait for that."""
        age_ms = now_ms - row.shown_ms
        is_free = self._announcer.budget(row.channel).free >= SPARE
        is_due = self._is_far_up(board) or age_ms >= OLDEST_MS
        is_late = self._below(board) >= 2 * MOST_BELOW or age_ms >= OLDEST_MS + PATIENCE_MS
        return is_due and (is_free or is_late)

    async def _finish(self, board: _Board, row: Delivery, rendered: Rendered) -> None:
        """Have the board say how the show ended, if it stands anywhere."""
        message = row.message
        if not message and _is_in_doubt(row):
            message = await self._find(board, row) or 0
        if message:
            await self._announcer.poster.change(row.guild, row.channel, message, rendered)
        await self._mark(row, row.wanted, Stage.SHOWN, message)

    async def _declined(self, board: _Board, row: Delivery, declined: Declined) -> None:
        """Have moderators told why the board is not up to date, where Discord said why."""
        if declined.is_for_request and not board.without_emoji:
            board.without_emoji = True
            board.urgent.set()
        latest = await delivery(self._house.reader, row.guild, row.acknowledgement, row.sink)
        if latest and latest.shown:
            await self._mark(latest, 1, Stage.ATTEMPTED, latest.message)
        await self._mark(row, 1, Stage.FAILED, trouble=str(declined))

    async def _mark(
        self, row: Delivery, revision: int, stage: Stage, message: int = 0, *, trouble: str = ""
    ) -> bool:
        mark = row.mark(stage, revision, row.channel, message, trouble=trouble)
        return await self._house.writer.mark(mark)


def _components(rendered: Rendered) -> list[Any]:
    view: Any = rendered.view
    components: list[Any] = view.to_components()
    return components


def _is_in_doubt(row: Delivery) -> bool:
    return row.attempted > row.shown and not row.message
