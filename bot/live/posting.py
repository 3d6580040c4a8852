"""Says things in channels: posts, changes and finds messages, and pins them."""

import io
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import discord
from discord import ui

from bot.controls import custom_ids, in_base_36
from bot.discord_answers import Declined, Forbidden, Gone, understood
from bot.live.pace import ALL_PERIOD_SECONDS, MOST_IN_ALL, Budget, Pace

_MOST_LOOKED_THROUGH: Final = 1_000
"""How many messages are looked through for some that may have arrived."""
_MOST_PINS: Final = 250
"""How many pins Discord keeps in one channel."""
_CLOCKS_APART: Final = timedelta(minutes=5)
"""How far Discord's clock and ours may differ when looking for what was sent."""
_USUALLY_APART: Final = timedelta(seconds=10)
"""How far they differ on a machine that asks others what time it is."""
_MISSING_PERMISSIONS: Final = 50_013
_MOST_NONCE_LENGTH: Final = 25


class FilesForbidden(Forbidden):
    """A message was refused only because files came with it, which need a permission more."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready to be sent: its card, its files by name, and the one role it may ping."""

    view: ui.LayoutView
    files: Mapping[str, bytes] = field(default_factory=dict)
    role: int = 0
    users: tuple[int, ...] = ()
    """Whom it mentions; a mention without a sound."""
    is_needed: bool = False
    """Whether it is posted again where somebody deleted it: there is something to be had by it."""

    def attachments(self) -> list[discord.File]:
        """The files, to be read anew by each try."""
        return [discord.File(io.BytesIO(data), name) for name, data in self.files.items()]

    @property
    def mentions(self) -> discord.AllowedMentions:
        """Whom the message may ping: nobody but whom it says."""
        roles = [discord.Object(self.role)] if self.role else False
        users = [discord.Object(user) for user in self.users] or False
        return discord.AllowedMentions(everyone=False, roles=roles, users=users, replied_user=False)


class Poster:
    """Posts, changes and finds Ovation's own messages."""

    def __init__(self, client: discord.Client, pace: Pace) -> None:
        """Post as `client`, never faster than `pace` and Discord's limit of one bot allow."""
        self._client = client
        self._in_all = Budget(pace, MOST_IN_ALL, ALL_PERIOD_SECONDS)
        self.posted: Counter[int] = Counter()
        """How many messages each channel was sent in all."""

    @property
    def last(self) -> float:
        """When something was last asked of Discord for any channel, by the pace."""
        return self._in_all.last

    async def post(self, guild: int, channel: int, rendered: Rendered, nonce: str) -> int:
        """Post a message; its id. Raises Declined, FilesForbidden too, or Unanswered.

        The same nonce for every try: where Discord still knows it, nothing is said twice.
        """
        target = self._client.get_partial_messageable(channel, guild_id=guild)
        await self._in_all.spend()
        may_be_for_files = bool(rendered.files) and self.lacks_only_files(channel)
        try:
            with understood():
                # Only who asked to be told when a show starts is made to hear anything.
                sent = await target.send(
                    view=rendered.view,
                    files=rendered.attachments(),
                    silent=not rendered.role,
                    nonce=nonce,
                    allowed_mentions=rendered.mentions,
                )
        except Forbidden as forbidden:
            if may_be_for_files and forbidden.code == _MISSING_PERMISSIONS:
                words, status = str(forbidden), forbidden.status
                raise FilesForbidden(words, status=status, code=forbidden.code) from forbidden
            raise
        self.posted[channel] += 1
        return sent.id

    async def change(self, guild: int, channel: int, message: int, rendered: Rendered) -> bool:
        """Change a message of ours. False if it is gone. Raises Declined or Unanswered."""
        target = self._client.get_partial_messageable(channel, guild_id=guild)
        partial = target.get_partial_message(message)
        await self._in_all.spend()
        try:
            with understood():
                if rendered.files:
                    await partial.edit(view=rendered.view, attachments=rendered.attachments())
                else:
                    await partial.edit(view=rendered.view)
        except Gone:
            return False
        return True

    async def stands(self, guild: int, channel: int, message: int) -> bool:
        """Whether a message is there. Raises Declined or Unanswered."""
        target = self._client.get_partial_messageable(channel, guild_id=guild)
        await self._in_all.spend()
        try:
            with understood():
                await target.fetch_message(message)
        except Gone:
            return False
        return True

    async def remove(self, guild: int, channel: int, message: int) -> None:
        """Delete a message of ours, if it is there. Raises Declined or Unanswered."""
        target = self._client.get_partial_messageable(channel, guild_id=guild)
        await self._in_all.spend()
        try:
            with understood():
                await target.get_partial_message(message).delete()
        except Gone:
            return

    async def pin(self, guild: int, channel: int, message: int, *, on: bool) -> None:
        """Pin a message or unpin it; twice is as once. Raises Declined or Unanswered."""
        target = self._client.get_partial_messageable(channel, guild_id=guild)
        partial = target.get_partial_message(message)
        with understood():
            await (partial.pin() if on else partial.unpin())

    async def pinned(self, guild: int, channel: int) -> dict[int, list[str]]:
        """The messages of ours that are pinned in a channel, with the custom_ids that they carry.

        Raises Declined or Unanswered.
        """
        target = self._client.get_partial_messageable(channel, guild_id=guild)
        with understood():
            return {
                message.id: list(custom_ids(message.components))
                async for message in target.pins(limit=_MOST_PINS)
                if self._is_ours(message)
            }

    def may_pin(self, channel: int) -> bool:
        """Whether Ovation can pin in a channel, and read what is pinned there."""
        known = self._client.get_channel(channel)
        if not isinstance(known, discord.abc.GuildChannel | discord.Thread):
            return False
        allowed = known.permissions_for(known.guild.me)
        return allowed.pin_messages and allowed.read_message_history

    async def find(
        self, guild: int, channel: int, marks: Collection[str], since_ms: int
    ) -> tuple[dict[str, int], bool]:
        """Which messages of ours carry these marks; and whether all others are not there.

        A mark is how the custom_id of one of a message's controls begins.
        """
        found: dict[str, int] = {}
        if not self.may_read(channel):
            # Discord would answer with no messages at all, which is not the same as none of ours.
            return found, False
        since = datetime.fromtimestamp(since_ms / 1000, tz=UTC)
        is_whole = True
        # It is nearly always the first of what came after the attempt, however busy the channel.
        for apart in (_USUALLY_APART, _CLOCKS_APART):
            try:
                is_whole = await self._look_through(guild, channel, marks, since - apart, found)
            except Gone:
                return found, True
            except Declined:
                return found, False
            if len(found) == len(marks):
                return found, True
        return found, is_whole

    async def _look_through(
        self,
        guild: int,
        channel: int,
        marks: Collection[str],
        since: datetime,
        found: dict[str, int],
    ) -> bool:
        """Look for marks in what came since, until all are found; whether that was all of it."""
        target = self._client.get_partial_messageable(channel, guild_id=guild)
        await self._in_all.spend()
        seen = 0
        with understood():
            async for message in target.history(
                limit=_MOST_LOOKED_THROUGH, after=since, oldest_first=True
            ):
                seen += 1
                if self._is_ours(message):
                    for mark in _carried(message, marks):
                        found.setdefault(mark, message.id)
                    if len(found) == len(marks):
                        break
        return seen < _MOST_LOOKED_THROUGH

    def may_read(self, channel: int) -> bool:
        """Whether what stands in a channel can be read there."""
        allowed = self._allowed(channel)
        return allowed is None or allowed.read_message_history

    def lacks_only_files(self, channel: int) -> bool:
        """Whether it is known that messages may be sent in a channel, and no files."""
        allowed = self._allowed(channel)
        return allowed is not None and allowed.send_messages and not allowed.attach_files

    def _allowed(self, channel: int) -> discord.Permissions | None:
        known = self._client.get_channel(channel)
        if not isinstance(known, discord.abc.GuildChannel | discord.Thread):
            return None
        return known.permissions_for(known.guild.me)

    def _is_ours(self, message: discord.Message) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id


def _carried(message: discord.Message, marks: Collection[str]) -> list[str]:
    # A mark is a control's code and its first number.
    begun = {":".join(text.split(":")[:2]) for text in custom_ids(message.components)}
    return [mark for mark in marks if mark in begun]


def nonce(of: str, *numbers: int) -> str:
    """A name for one sending, which Discord knows for a few minutes, and then takes no other.

    Discord compares the nonces of one author everywhere, so what is counted in each channel goes
    with the channel's id, which is unique.
    """
    return ".".join([of, *map(in_base_36, numbers)])[:_MOST_NONCE_LENGTH]
