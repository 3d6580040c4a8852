"""One interaction, from what somebody typed or pressed to the answer they read."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, TypeVar, cast

import aiohttp
import discord
import structlog
from discord import ui

from bot.cards.layout import MOST_TEXT_LENGTH, Block, card, leave_out_emoji
from bot.house import House
from bot.ledger.catalogue import Catalogue
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.outcomes import Outcome, Refused
from bot.ledger.requests import Mark, MarkTold, Person, Request
from bot.rights import Right, has_right
from bot.storage.database import StorageFailed
from bot.storage.people import somebody
from bot.storage.statements import Entry, WalletView, notices, wallet
from bot.words import Words, speak
from bot.words.refusals import Around

DEFER_AFTER_SECONDS: Final = 1.5
"""Discord gives up on an interaction after 3 s; half of that is left for the way back."""

_ALREADY_ACKNOWLEDGED: Final = 40_060
_INVALID_FORM: Final = 50_035
_MOST_NOTICES: Final = 3
_REFERENCE_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

log = structlog.get_logger(__name__)
_Result = TypeVar("_Result")


def person_of(user: discord.abc.User) -> Person:
    """A Discord user as the ledger names them."""
    return Person(user.id, user.display_name, user.bot)


class Conversation:
    """What one interaction asks and hears. It answers privately, once, whatever happens."""

    def __init__(self, house: House, interaction: discord.Interaction[Any]) -> None:
        """Talk through an interaction in a guild."""
        self.house = house
        self.interaction = interaction
        self.words: Words = speak(str(interaction.locale))
        self.in_place = False
        """Whether the answer takes the place of the message whose control was pressed."""

    @property
    def guild(self) -> int:
        """The guild in which this is said. Commands are guild-only."""
        return cast("int", self.interaction.guild_id)

    @property
    def key(self) -> str:
        """The identity of this delivery: asked again, it is the same request."""
        return str(self.interaction.id)

    @property
    def actor(self) -> Person:
        """Who is talking."""
        return person_of(self.interaction.user)

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
    def filled_in(self) -> dict[str, str]:
        """What was filled into a form, by the name of each field; of a menu, the first choice."""
        data = cast("dict[str, Any]", self.interaction.data)
        fields = [part["component"] for part in data["components"] if "component" in part]
        return {
            field["custom_id"]: field["value"] if "value" in field else "".join(field["values"][:1])
            for field in fields
        }

    async def recipient(self, user_id: int) -> tuple[Person, tuple[int, ...]] | None:
        """Somebody known by their id alone, with their roles where the guild asks for one.

        Discord is asked only where the books cannot tell. None for somebody who is not here.
        """
        settings = await self.settings()
        known = await self.in_time(somebody(self.house.reader, self.guild, user_id))
        if known and known.name and not settings.creator_role:
            return Person(user_id, known.name), ()
        guild = self.interaction.guild
        if guild is None:
            return None
        try:
            member = await self.in_time(guild.fetch_member(user_id))
        except discord.NotFound:
            return None
        return person_of(member), tuple(role.id for role in member.roles)

    async def wallet(self) -> WalletView:
        """What the one who is talking holds."""
        return await self.in_time(wallet(self.house.reader, self.guild, self.actor.user_id))

    async def ask(self, request: Request) -> Outcome:
        """What came of a request, however long it takes and whoever stops listening."""
        return await self.in_time(self.house.writer.submit(request))

    async def mark(self, mark: Mark) -> None:
        """Enter what somebody has read; if it cannot be written, they are told once more."""
        try:
            await self.house.writer.mark(mark)
        except StorageFailed as error:
            log.warning("a mark was not written", guild=self.guild, reason=str(error))

    async def in_time(self, work: Awaitable[_Result]) -> _Result:
        """The result of some work; if it takes long, Discord is told to wait meanwhile."""
        task = asyncio.ensure_future(work)
        done, _ = await asyncio.wait({task}, timeout=DEFER_AFTER_SECONDS)
        if not done and not self.interaction.response.is_done():
            await self._defer()
        return await asyncio.shield(task)

    async def _defer(self) -> None:
        try:
            await self.interaction.response.defer(ephemeral=True, thinking=not self.in_place)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            self._undelivered(error)

    async def has(self, right: Right) -> bool:
        """Whether the one who talks has this right, now."""
        user = self.interaction.user
        roles = {role.id for role in user.roles} if isinstance(user, discord.Member) else set()
        return has_right(right, self.interaction.permissions, roles, await self.settings())

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

    async def reason(self, refused: Refused) -> str:
        """Why something was not done, and what would work."""
        return self.words.refusal(refused, Around(catalogue=await self.catalogue()))

    async def say(self, *blocks: Block) -> None:
        """Answer privately with a plain card."""
        await self.show(card(*blocks))

    async def show(self, view: ui.LayoutView, *, files: Sequence[discord.File] = ()) -> bool:
        """Answer privately with a card, under what the member has yet to be told.

        An answer that cannot be delivered is logged: what was done stays done, and is not repeated.
        Returns whether the card arrived.
        """
        told = await self._add_notices(view)
        response = self.interaction.response

        async def send() -> None:
            if not response.is_done():
                await response.send_message(view=view, ephemeral=True, files=files)
            elif self.in_place:
                # The message under the control stays as it is, so this answer needs its own.
                await self.interaction.followup.send(view=view, ephemeral=True, files=files)
            else:
                await self.interaction.edit_original_response(view=view, attachments=files)

        if not await self._deliver(send, view):
            return False
        await self._mark_told(told)
        return True

    async def update(self, view: ui.LayoutView) -> None:
        """Put a card in the place of the message whose control was pressed."""
        response = self.interaction.response

        async def send() -> None:
            if response.is_done():
                await self.interaction.edit_original_response(view=view)
            else:
                await response.edit_message(view=view)

        await self._deliver(send, view)

    async def open(self, modal: ui.Modal) -> None:
        """Ask with a form. It is stopped first: like all controls, it is known by its custom_id."""
        modal.stop()

        async def send() -> None:
            await self.interaction.response.send_modal(modal)

        await self._deliver(send, modal)

    async def _deliver(
        self, send: Callable[[], Awaitable[None]], view: ui.LayoutView | ui.Modal
    ) -> bool:
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
        await self.say(self.words.broken(reference))

    def _undelivered(self, error: BaseException) -> None:
        code = getattr(error, "code", None)
        if code == _ALREADY_ACKNOWLEDGED:
            # The first delivery of the same interaction, or the first try of this call, arrived.
            return
        log.warning("an answer was not delivered", guild=self.guild, reason=str(error), code=code)

    async def _add_notices(self, view: ui.LayoutView) -> int:
        """Put what moderators did on top of a card; the last `#seq` told, or 0."""
        user_id = self.interaction.user.id
        if not self.house.memory.is_untold(self.guild, user_id):
            return 0
        member = await wallet(self.house.reader, self.guild, user_id)
        if member.number is None:
            return 0
        entries = await notices(self.house.reader, self.guild, member.number, _MOST_NOTICES)
        room = MOST_TEXT_LENGTH - view.content_length()
        text, told = "", 0
        for entry in entries:
            longer = f"{text}\n{self._notice(entry)}".lstrip()
            if len(longer) > room:
                break
            text, told = longer, entry.seq
        if told:
            blocks = [ui.TextDisplay[ui.LayoutView](text), ui.Separator(), *view.children]
            view.clear_items()
            for block in blocks:
                view.add_item(block)
        return told

    def _notice(self, entry: Entry) -> str:
        gave = entry.gift is not None and entry.gift.sender.number == entry.member
        return self.words.notice(entry.outcome, entry.seq, entry.actor.name, entry.note, gave=gave)

    async def _mark_told(self, seq: int) -> None:
        if seq:
            user_id = self.interaction.user.id
            await self.mark(MarkTold(guild=self.guild, user_id=user_id, seq=seq))
