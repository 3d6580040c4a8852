"""One interaction, from what somebody typed or pressed to the answer they read."""

import asyncio
import io
import secrets
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import aiohttp
import discord
import structlog
from discord import ui

from bot.attendance import Present, person_of, roles_of
from bot.cards.layout import MOST_TEXT_LENGTH, Block, card, leave_out_emoji
from bot.house import House
from bot.ledger.catalogue import Catalogue
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.outcomes import Outcome, Refused
from bot.ledger.requests import Person, Request
from bot.ledger.requests.marks import Mark, MarkTold
from bot.ledger.rules.barring import UNKNOWN_ROLES
from bot.rights import Right, has_right
from bot.storage.database import StorageFailed
from bot.storage.people import somebody
from bot.storage.prefetch import foresee
from bot.storage.statements import Entry, WalletView, notices, wallet
from bot.words import Words, speak
from bot.words.refusals import Around

DEFER_AFTER_SECONDS: Final = 1.5
"""Discord gives up on an interaction after 3 s; half of that is left for the way back."""

_MOST_DIGITS: Final = 19
"""How long an id is at most; what is longer cannot even be asked for."""
_ALREADY_ACKNOWLEDGED: Final = 40_060
_INVALID_FORM: Final = 50_035
_MOST_NOTICES: Final = 3
_REFERENCE_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

log = structlog.get_logger(__name__)
Files = Mapping[str, bytes | Path]
"""What is attached to an answer, by name: itself, or where it lies."""
NO_FILES: Final[Files] = {}
_Result = TypeVar("_Result")
_Send = Callable[[], Awaitable[None]]


@contextmanager
def opened(files: Files) -> Iterator[list[discord.File]]:
    """Files to be sent, opened anew for each try, and closed after it."""
    attached = [
        discord.File(io.BytesIO(data) if isinstance(data, bytes) else data, name)
        for name, data in files.items()
    ]
    try:
        yield attached
    finally:
        for file in attached:
            file.close()


class Conversation:
    """What one interaction asks and hears. It answers privately, once, whatever happens."""

    def __init__(self, house: House, interaction: discord.Interaction[Any]) -> None:
        """Talk through an interaction in a guild."""
        self.house = house
        self.interaction = interaction
        self.words: Words = speak(str(interaction.locale))
        self._defer_at = asyncio.get_running_loop().time() + DEFER_AFTER_SECONDS
        self._deferring: asyncio.Task[None] | None = None
        self.in_place = False
        """Whether the answer takes the place of the message whose control was pressed."""
        self.greeting = ""
        """What stands above the next card that is shown."""

    @property
    def guild(self) -> int:
        """The guild in which this is said. Commands are guild-only."""
        return cast("int", self.interaction.guild_id)

    @property
    def key(self) -> str:
        """The identity of this delivery: asked again, it is the same request."""
        return str(self.interaction.id)

    @cached_property
    def actor(self) -> Person:
        """Who is talking."""
        return person_of(self.interaction.user)

    @property
    def own_roles(self) -> tuple[int, ...]:
        """The roles of the one who is talking, now."""
        return roles_of(self.interaction.user)

    async def settings(self) -> GuildSettings:
        """The guild's settings."""
        return await self.house.memory.settings(self.guild)

    async def catalogue(self) -> Catalogue:
        """The guild's gifts."""
        return await self.house.memory.catalogue(self.guild)

    @property
    def picked(self) -> list[str]:
        """What was chosen in the menu that was used."""
        return list(cast("dict[str, Any]", self.interaction.data).get("values", ()))

    @property
    def picked_id(self) -> int:
        """The id of whom or what was chosen; 0 for nothing, -1 for what is nobody's id."""
        picked = "".join(self.picked[:1]) or "0"
        is_id = picked.isascii() and picked.isdigit() and len(picked) <= _MOST_DIGITS
        return int(picked) if is_id else -1

    @property
    def filled_in(self) -> dict[str, str]:
        """What was filled into a form, by the name of each field; of a menu, the first choice.

        A field that a forged form does not have is empty.
        """
        data = cast("dict[str, Any]", self.interaction.data)
        filled: defaultdict[str, str] = defaultdict(str)
        for part in data.get("components", ()):
            field = part.get("component", {})
            first = "".join(field.get("values", ())[:1])
            filled[field.get("custom_id", "")] = field.get("value", first)
        return filled

    async def recipient(self, user_id: int) -> Present | None:
        """Somebody known by their id alone; None for who is not here.

        Where Discord does not say who is here, whoever the books know is taken to be, and to have
        the role that gifts may ask for; which others they have is unknown.
        """
        guild = self.interaction.guild
        if guild is None or user_id <= 0:
            return None
        attendance = self.interaction.client.attendance
        here = await self.in_time(attendance.here(guild, [user_id]))
        if here is not None:
            return cast("Present | None", here.get(user_id))
        known = await self.in_time(somebody(self.house.reader, self.guild, user_id))
        if known is None or known.name is None:
            return None
        roles = ((await self.settings()).creator_role, UNKNOWN_ROLES)
        return Present(Person(user_id, known.name), roles)

    async def wallet(self) -> WalletView:
        """What the one who is talking holds."""
        return await self.in_time(wallet(self.house.reader, self.guild, self.actor.user_id))

    async def ask(self, request: Request) -> Outcome:
        """What came of a request, however long it takes and whoever stops listening."""
        return await self.in_time(self.house.writer.submit(request))

    async def foresee(self, request: Request) -> Outcome:
        """What would come of a request now; nothing is done."""
        return await self.in_time(foresee(self.house.reader, request, self.house.clock()))

    async def mark(self, mark: Mark) -> None:
        """Enter what somebody has read; if it cannot be written, they are told once more."""
        try:
            await self.house.writer.mark(mark)
        except StorageFailed as error:
            log.warning("a mark was not written", guild=self.guild, reason=str(error))

    async def in_time(self, work: Awaitable[_Result]) -> _Result:
        """The result of some work; if it takes long, Discord is told to wait meanwhile."""
        timer = asyncio.get_running_loop().call_at(self._defer_at, self._begin_to_defer)
        try:
            return await work
        finally:
            timer.cancel()
            if self._deferring:
                # What answers next must find the deferral made.
                await self._deferring

    def _begin_to_defer(self) -> None:
        if self._deferring is None and not self.interaction.response.is_done():
            self._deferring = asyncio.create_task(self._defer())

    async def _defer(self) -> None:
        try:
            await self.interaction.response.defer(ephemeral=True, thinking=not self.in_place)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            self._undelivered(error)

    async def has(self, right: Right) -> bool:
        """Whether the one who talks has this right, now."""
        permissions, settings = self.interaction.permissions, await self.settings()
        return has_right(right, permissions, self.own_roles, settings)

    async def may(self, right: Right) -> bool:
        """Whether the one who talks may do this, now; if not, they are told and it is logged."""
        if await self.has(right):
            return True
        user = self.interaction.user
        log.warning("a right is missing", right=right.value, guild=self.guild, user=user.id)
        if self.interaction.type is discord.InteractionType.autocomplete:
            # Suggestions are all that an unfinished command can be answered with.
            return False
        words = self.words
        await self.say(words.moderators_only if right is Right.MODERATE else words.managers_only)
        return False

    async def refuse(self, refused: Refused) -> None:
        """Tell why something was not done."""
        await self.say(await self.reason(refused))

    async def public_words(self) -> Words:
        """The words for what all of the guild may read."""
        return await self.house.words(self.guild)

    async def reason(self, refused: Refused, *, in_public: bool = False) -> str:
        """Why something was not done, and what would work; `in_public`: in the guild's language."""
        words = await self.public_words() if in_public else self.words
        around = Around(catalogue=await self.catalogue(), settings=await self.settings())
        return words.refusal(refused, around)

    async def say(self, *blocks: Block) -> None:
        """Answer privately with a plain card."""
        await self.show(card(*blocks))

    async def show(self, view: ui.LayoutView, files: Files = NO_FILES) -> bool:
        """Answer privately with a card, under what the member has yet to be told.

        An answer that cannot be delivered is logged: what was done stays done, and is not repeated.
        Returns whether the card arrived.
        """
        return await self._tell(view, self._alone(view, files))

    async def add(self, view: ui.LayoutView, files: Files) -> bool:
        """Answer privately once more, below what was answered; whether it arrived."""

        async def send() -> None:
            with opened(files) as attached:
                await self.interaction.followup.send(view=view, ephemeral=True, files=attached)

        return await self._deliver(send, view)

    def _alone(self, view: ui.LayoutView, files: Files = NO_FILES) -> _Send:
        """How a card is sent in a message of its own."""

        async def answer() -> None:
            with opened(files) as attached:
                await self.interaction.response.send_message(
                    view=view, ephemeral=True, files=attached
                )

        async def answer_later() -> None:
            with opened(files) as attached:
                if self.in_place:
                    # The message under the control stays as it is, so this answer needs its own.
                    await self.interaction.followup.send(view=view, ephemeral=True, files=attached)
                else:
                    await self.interaction.edit_original_response(view=view, attachments=attached)

        return lambda: self._send(answer, answer_later)

    async def answer(self, view: ui.LayoutView) -> None:
        """Answer with a card: if `in_place`, where the message stands whose control was pressed.

        A form that was opened by a command has no message to take the place of.
        """
        is_alone = not self.in_place or self.interaction.message is None
        await self._tell(view, self._alone(view) if is_alone else self._replacing(view))

    def _replacing(self, view: ui.LayoutView, files: Files = NO_FILES) -> _Send:
        """How a card is sent in the place of the message whose control was pressed.

        Where no files are given, those of the message stay.
        """

        async def replace(edit: Callable[..., Awaitable[object]]) -> None:
            if files:
                with opened(files) as attached:
                    await edit(view=view, attachments=attached)
            else:
                await edit(view=view)

        return lambda: self._send(
            lambda: replace(self.interaction.response.edit_message),
            lambda: replace(self.interaction.edit_original_response),
        )

    async def show_to_all(self, view: ui.LayoutView, files: Files = NO_FILES) -> bool:
        """Answer where the public message stands whose control was pressed; whether it arrived.

        Nothing that only its reader may read is put above it: `has_more_to_tell` says whether
        there is any, which `show` then tells in private.
        """
        return await self._deliver(self._replacing(view, files), view)

    @property
    def has_more_to_tell(self) -> bool:
        """Whether the reader has yet to be told something beside the answer itself."""
        is_untold = self.house.memory.is_untold(self.guild, self.actor.user_id)
        return bool(self.greeting) or is_untold

    async def open(self, modal: ui.Modal) -> None:
        """Ask with a form. It is stopped first: like all controls, it is known by its custom_id."""
        modal.stop()
        if self._deferring:
            # Discord opens no form any more once it was told to wait.
            await self.say(self.words.too_late_for_form)
            return

        async def send() -> None:
            await self.interaction.response.send_modal(modal)

        await self._deliver(send, modal)

    async def _send(self, answer: _Send, answer_later: _Send) -> None:
        """Answer, or put the answer where Discord was told to wait for it."""
        if not self.interaction.response.is_done():
            try:
                await answer()
            except discord.HTTPException as error:
                # What told Discord to wait may have arrived although nobody said so.
                if error.code != _ALREADY_ACKNOWLEDGED or not self._deferring:
                    raise
            else:
                return
        await answer_later()

    async def _deliver(self, send: _Send, view: ui.LayoutView | ui.Modal) -> bool:
        """Send; what Discord refuses for the sake of an emoji is sent once more without any."""
        try:
            try:
                await send()
            except discord.HTTPException as error:
                if error.code != _INVALID_FORM or "emoji" not in error.text.casefold():
                    raise
                log.warning("an emoji is gone", guild=self.guild, reason=error.text)
                leave_out_emoji(view)
                await send()
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            self._undelivered(error)
            return False
        return True

    async def apologise(self, error: BaseException) -> None:
        """Log a fault of ours and tell its reference; nothing more is known to have happened."""
        reference = "".join(secrets.choice(_REFERENCE_LETTERS) for _ in range(4))
        log.error("a command failed", reference=reference, guild=self.guild, exc_info=error)
        self.interaction.client.site.measures.interaction_errors.add()
        # Nothing else is told with it, for that may be what broke.
        view = card(self.words.broken(reference))
        await self._deliver(self._alone(view), view)

    def _undelivered(self, error: BaseException) -> None:
        code = getattr(error, "code", None)
        if code == _ALREADY_ACKNOWLEDGED:
            # The first delivery of the same interaction, or the first try of this call, arrived.
            return
        log.warning("an answer was not delivered", guild=self.guild, reason=str(error), code=code)

    async def _tell(self, view: ui.LayoutView, send: _Send) -> bool:
        """Deliver a card under what its reader has yet to be told; whether it arrived."""
        reader, being_told = (self.guild, self.actor.user_id), self.interaction.client.being_told
        is_due = self.house.memory.is_untold(*reader) and reader not in being_told
        if not is_due:
            self._put_on_top(view, [])
            return await self._deliver(send, view)
        being_told.add(reader)
        try:
            told = self._put_on_top(view, await self.in_time(self._notices()))
            arrived = await self._deliver(send, view)
            if arrived and told:
                await self.mark(MarkTold(guild=self.guild, user_id=self.actor.user_id, seq=told))
            return arrived
        finally:
            being_told.discard(reader)

    def _put_on_top(self, view: ui.LayoutView, untold: Sequence[Entry]) -> int:
        """Put on top of a card what there is room for, and the greeting; the last `#seq` told."""
        room = MOST_TEXT_LENGTH - view.content_length() - len(self.greeting)
        lines, told = [], 0
        for entry in untold:
            lines.append(self._notice(entry))
            if len("\n".join(lines)) >= room:
                lines.pop()
                break
            told = entry.seq
        if self.greeting:
            lines.append(self.greeting)
            self.greeting = ""
        if lines:
            text = ui.TextDisplay[ui.LayoutView]("\n".join(lines))
            blocks = [text, ui.Separator(), *view.children]
            view.clear_items()
            for block in blocks:
                view.add_item(block)
        return told

    async def _notices(self) -> list[Entry]:
        """What the reader has yet to be told, at most as much as stands above one card."""
        try:
            member = await somebody(self.house.reader, self.guild, self.actor.user_id)
            number = member.number if member else 0
            return await notices(self.house.reader, self.guild, number, _MOST_NOTICES)
        except StorageFailed as error:
            # The answer itself is worth more; what is untold stays so.
            log.warning("notices were not read", guild=self.guild, reason=str(error))
            return []

    def _notice(self, entry: Entry) -> str:
        gave = entry.gift is not None and entry.gift.sender.number == entry.member
        return self.words.notice(entry.outcome, entry.seq, entry.actor.name, entry.note, gave=gave)
