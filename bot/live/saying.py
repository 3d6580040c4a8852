"""Says what is held: each attempt is recorded before it is made, and its end after it."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import replace

import structlog

from bot.cards.layout import leave_out_pictures
from bot.discord_answers import Declined
from bot.house import House
from bot.ledger.requests.marks import MarkShown, Stage
from bot.live.held import Held
from bot.live.posting import Poster, Rendered, nonce
from bot.live.renderings import mark_of, render
from bot.live.renderings.gifts import render_digest
from bot.live.reposts import Reposts
from bot.storage.acknowledgements import acknowledgements
from bot.storage.combos import ComboView, combos
from bot.storage.database import StorageFailed
from bot.storage.deliveries import Delivery, deliveries

log = structlog.get_logger(__name__)


class Unsayable(Exception):  # noqa: N818 - it tells what the row is.
    """No message can be made of a row: that is a fault of ours, and of this row alone."""

    def __init__(self, culprits: Sequence[Held]) -> None:
        """`culprits` are the rows at fault."""
        super().__init__(", ".join(str(held.key) for held in culprits))
        self.culprits = culprits


class Speaker:
    """Posts, changes and looks for messages of rows, and keeps the books true about each."""

    def __init__(self, house: House, poster: Poster) -> None:
        """Speak through `poster` of what `house` keeps."""
        self._house = house
        self._poster = poster
        self.reposts = Reposts()

    async def refresh(self, rows: Sequence[Held]) -> list[Held]:
        """Read again how rows stand; those of which the books know nothing are returned."""
        before = {held.key: (held, held.news) for held in rows}
        for found in await acknowledgements(self._house.reader, before):
            row = found.acknowledgement
            held, news = before.pop((found.guild, row.number, row.sink))
            # What a commit told meanwhile is newer than what was read.
            if held.news == news:
                held.row, held.combo = row, found.combo
            elif found.combo and held.combo is None:
                held.combo = found.combo
            held.is_known = True
        return [held for held, _ in before.values()]

    async def post(self, held: Held, revision: int, channel: int, *, closes: bool) -> bool:
        """Post a row; False if it need not be any more.

        Raises Declined, with the books told, Unanswered and StorageFailed with the row in doubt,
        and Unsayable.
        """
        if not await self._attempt(held, revision, channel, closes=closes):
            return False
        revision = held.row.attempted
        try:
            row, rendered = await self._made(held, channel)
            name = nonce(row.sink[0], channel, row.acknowledgement, revision)
            message = await self._poster.post(held.guild, channel, rendered, name)
        except Declined as declined:
            await self._fail(held, revision, channel, str(declined))
            raise
        await self._tell(held, self._mark(held, revision, Stage.SHOWN, channel, message))
        return True

    async def change(self, held: Held, revision: int, *, closes: bool) -> int:
        """Change the message of a row that stands; the revision that it was given at least. One
        that the books know as shown is sent once more. Raises as `post` does.

        Where somebody deleted it, there is nothing left to change; what is still needed is to be
        posted again, if it was not deleted before.
        """
        channel, message = held.row.channel, held.row.message
        if revision > held.row.shown:
            if not await self._attempt(held, revision, channel, message, closes=closes):
                return held.row.shown
            revision = held.row.attempted
        try:
            _, rendered = await self._made(held, channel)
            stands = await self._poster.change(held.guild, channel, message, rendered)
        except Declined as declined:
            await self._fail(held, revision, channel, str(declined))
            raise
        is_missed = not stands and rendered.is_needed and self.reposts.again(held.key, message)
        stage = Stage.GONE if is_missed else Stage.SHOWN
        await self._tell(held, self._mark(held, revision, stage, channel, message))
        return revision

    async def digest(self, rows: Sequence[Held], channel: int) -> None:
        """Show many combos in one message, with what came until then and nothing after.

        Raises as `post` does; Declined tells of all rows.
        """
        digest = min(held.row.number for held in rows)
        taken = await self._tell_all(
            rows,
            [
                self._mark(held, held.row.wanted, Stage.ATTEMPTED, channel, digest=digest)
                for held in rows
            ],
        )
        try:
            told = await self._told(taken)
            if told:
                rendered = await self._digested(digest, channel, taken, told)
                name = nonce("d", channel, _fingerprint(told))
                await self._poster.post(taken[0].guild, channel, rendered, name)
        except Declined as declined:
            await self._fail_all(taken, channel, str(declined))
            raise
        except Unsayable:
            await self._fail_all(taken, channel, "")
            raise
        await self._tell_all(
            taken, [self._mark(held, held.row.attempted, Stage.SHOWN, channel) for held in taken]
        )

    async def leave_unsaid(self, held: Held) -> None:
        """Enter that what was taken back before anybody read of it is left unsaid."""
        mark = self._mark(held, held.row.wanted, Stage.SHOWN, held.row.channel)
        await self._tell(held, mark)

    async def look_for(self, rows: Sequence[Held]) -> None:
        """Find out which of the messages in doubt stand in their channels."""
        read = await deliveries(self._house.reader, [held.key for held in rows])
        found_rows = {(row.guild, row.acknowledgement, row.sink): row for row in read}
        pairs = [(held, found_rows[held.key]) for held in rows if held.key in found_rows]
        for channel in dict.fromkeys(row.channel for _, row in pairs):
            here = [(held, row) for held, row in pairs if row.channel == channel]
            marks = {mark_of(row) for _, row in here}
            since_ms = min(row.attempted_ms for _, row in here)
            guild = here[0][0].guild
            found, is_whole = await self._poster.find(guild, channel, marks, since_ms)
            await asyncio.gather(
                *(
                    self._resolve(held, row, found.get(mark_of(row)), is_whole=is_whole)
                    for held, row in here
                )
            )

    async def _resolve(
        self, held: Held, row: Delivery, message: int | None, *, is_whole: bool
    ) -> None:
        if message is not None:
            is_digest = row.digest and not row.shown
            mark = self._mark(
                held, row.attempted, Stage.SHOWN, row.channel, 0 if is_digest else message
            )
            await self._tell(held, mark)
            return
        if not is_whole:
            # Nobody can tell, so it is said again, and reported as perhaps said twice.
            await self._house.writer.mark(self._mark(held, row.wanted, Stage.DOUBTFUL, row.channel))
        await self._fail(held, row.wanted, row.channel, row.trouble)

    async def _attempt(
        self, held: Held, revision: int, channel: int, message: int = 0, *, closes: bool
    ) -> bool:
        closes = closes and held.combo is not None
        return await self._tell(
            held,
            self._mark(held, revision, Stage.ATTEMPTED, channel, message, closes=closes),
        )

    async def _made(self, held: Held, channel: int) -> tuple[Delivery, Rendered]:
        (row,) = await deliveries(self._house.reader, [held.key])
        try:
            rendered = await render(self._house, row)
        except StorageFailed:
            raise
        except Exception as error:
            log.exception("a thank-you could not be made", row=held.key)
            # Its kind alone, for what an exception says may be what people wrote.
            await self._fail(held, held.row.wanted, held.row.channel, type(error).__name__)
            raise Unsayable([held]) from error
        if _has_pictures_only(rendered) and self._poster.lacks_only_files(channel):
            # A thank-you is worth more than its picture, which comes with the next change.
            leave_out_pictures(rendered.view)
            rendered = replace(rendered, files={})
            self._house.gallery.hang((row.guild, row.acknowledgement), row.shown, 0)
        return row, rendered

    async def _told(self, rows: Sequence[Held]) -> list[ComboView]:
        found = await combos(self._house.reader, [(held.guild, held.row.number) for held in rows])
        return [combo for combo in found.values() if not combo.is_taken_back]

    async def _digested(
        self, digest: int, channel: int, rows: Sequence[Held], told: Sequence[ComboView]
    ) -> Rendered:
        guild = rows[0].guild
        may_attach = not self._poster.lacks_only_files(channel)
        try:
            return await render_digest(self._house, guild, digest, told, may_attach=may_attach)
        except StorageFailed:
            raise
        except Exception as error:
            log.exception("a digest could not be made", guild=guild, gifts=len(told))
            culprits = [
                held
                for held in rows
                for combo in told
                if combo.number == held.row.number and not await self._is_sayable(combo)
            ]
            raise Unsayable(culprits or rows) from error

    async def _is_sayable(self, combo: ComboView) -> bool:
        try:
            await render_digest(self._house, combo.guild, combo.number, [combo])
        except Exception:
            log.exception("a gift cannot be told of", combo=combo.number)
            return False
        return True

    async def _fail(self, held: Held, revision: int, channel: int, trouble: str) -> None:
        mark = self._mark(held, revision, Stage.FAILED, channel, trouble=trouble[:200])
        await self._tell(held, mark)

    async def _fail_all(self, rows: Sequence[Held], channel: int, trouble: str) -> None:
        await self._tell_all(
            rows,
            [
                self._mark(held, held.row.wanted, Stage.FAILED, channel, trouble=trouble)
                for held in rows
            ],
        )

    async def _tell(self, held: Held, mark: MarkShown) -> bool:
        return bool(await self._tell_all([held], [mark]))

    async def _tell_all(self, rows: Sequence[Held], marks: Sequence[MarkShown]) -> list[Held]:
        """Enter marks; those rows for which they meant something.

        Of all others it is read how they stand: somebody else has shown them, or a mark of ours
        stands of which nobody heard.
        """
        entered = await asyncio.gather(*map(self._house.writer.mark, marks))
        taken = [held for held, was_taken in zip(rows, entered, strict=True) if was_taken]
        if len(taken) < len(rows):
            meant = set(taken)
            await self.refresh([held for held in rows if held not in meant])
        return taken

    def _mark(
        self,
        held: Held,
        revision: int,
        stage: Stage,
        channel: int,
        message: int = 0,
        *,
        trouble: str = "",
        digest: int = 0,
        closes: bool = False,
    ) -> MarkShown:
        return MarkShown(
            guild=held.guild,
            acknowledgement=held.row.number,
            sink=held.row.sink,
            revision=revision,
            stage=stage,
            channel=channel,
            message=message,
            trouble=trouble,
            digest=digest,
            closes=closes,
        )


def _has_pictures_only(rendered: Rendered) -> bool:
    """Whether files come with a message, and without them it would still say all it has to."""
    return bool(rendered.files) and all(name.endswith(".png") for name in rendered.files)


def _fingerprint(told: Sequence[ComboView]) -> int:
    """A number of four bytes for what a digest tells, which hardly another one tells."""
    carried = ".".join(f"{combo.number}x{combo.quantity}" for combo in told)
    return int.from_bytes(hashlib.blake2b(carried.encode(), digest_size=4).digest())
