"""Says things in channels: what Discord took, refused, or left unanswered, told apart."""

import io
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final

import aiohttp
import discord
from discord import ui

from bot.controls import custom_ids
from bot.live.pace import ALL_PERIOD_SECONDS, MOST_IN_ALL, Budget, Pace

_MOST_LOOKED_THROUGH: Final = 1_000
"""How many messages are looked through for some that may have arrived."""
_MOST_PINS: Final = 250
"""How many pins Discord keeps in one channel."""
_CLOCKS_APART: Final = timedelta(minutes=5)
"""How far Discord's clock and ours may differ when looking for what was sent."""
_USUALLY_APART: Final = timedelta(seconds=10)
"""How far they differ on a machine that asks others what time it is."""
_OF_NO_CHANNEL: Final = frozenset({20_009, 40_005, 50_006, 50_035, 50_109, 200_000, 200_001})
"""Discord's codes for a message that no channel would take: too large, empty, malformed, or with
words that the server's own filter stops."""
_UNKNOWN: Final = frozenset(
    {HTTPStatus.UNAUTHORIZED, HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
)
"""What Discord answers where the fault is neither the message's nor the channel's."""
_MISSING_PERMISSIONS: Final = 50_013
_TOO_LARGE: Final = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class Unanswered(Exception):  # noqa: N818 - it tells what is known: nothing.
    """Discord did not say whether it took what was sent."""


class Declined(Exception):  # noqa: N818 - the name is what happened.
    """Discord did not take what was sent, and said so."""

    def __init__(self, trouble: str, *, by_channel: bool) -> None:
        """`trouble` is why, in Discord's words."""
        super().__init__(trouble)
        self.is_for_files = False
        """Whether it is only because files came with it, which need a permission more."""
        self.by_channel = by_channel
        """Whether it is the channel's fault, and another one may be tried."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready to be sent: its card, its files by name, and the one role it may ping."""

    view: ui.LayoutView
    files: Mapping[str, bytes] = field(default_factory=dict)
    role: int = 0
    users: tuple[int, ...] = ()
    """Whom it mentions; a mention without a sound."""

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

    async def post(self, guild: int, channel: int, rendered: Rendered, nonce: str) -> int:
        """Post a message; its id. Raises Declined or Unanswered.

        The same nonce for every try: where Discord still knows it, nothing is said twice.
        """
        target = self._client.get_partial_messageable(channel, guild_id=guild)
        await self._in_all.spend()
        with _explained(for_files=bool(rendered.files) and self.lacks_only_files(channel)):
            # Only who asked to be told when a show starts is made to hear anything.
            sent = await target.send(
                view=rendered.view,
                files=rendered.attachments(),
                silent=not rendered.role,
                nonce=nonce,
                allowed_mentions=rendered.mentions,
            )
        self.posted[channel] += 1
        return sent.id

    async def change(self, guild: int, channel: int, message: int, rendered: Rendered) -> bool:
        """Change a message of ours. False if it is gone. Raises Declined or Unanswered."""
        target = self._client.get_partial_messageable(channel, guild_id=guild)
        partial = target.get_partial_message(message)
        await self._in_all.spend()
        try:
            with _explained():
                if rendered.files:
                    await partial.edit(view=rendered.view, attachments=rendered.attachments())
                else:
                    await partial.edit(view=rendered.view)
        except Gone:
            return False
        return True

    async def remove(self, guild: int, channel: int, message: int) -> None:
        """Delete a message of ours, if it is there. Raises Declined or Unanswered."""
        target = self._client.get_partial_messageable(channel, guild_id=guild)
        await self._in_all.spend()
        try:
            with _explained():
                await target.get_partial_message(message).delete()
        except Gone:
            return

    async def pin(self, guild: int, channel: int, message: int, *, on: bool) -> None:
        """Pin a message or unpin it; twice is as once. Raises Declined or Unanswered."""
        target = self._client.get_partial_messageable(channel, guild_id=guild)
        partial = target.get_partial_message(message)
        with _explained():
            await (partial.pin() if on else partial.unpin())

    async def pinned(self, guild: int, channel: int) -> dict[int, list[str]]:
        """The messages of ours that are pinned in a channel, with the custom_ids that they carry.

        Raises Declined or Unanswered.
        """
        target = self._client.get_partial_messageable(channel, guild_id=guild)
        with _explained():
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
        with _explained():
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


class Gone(Declined):
    """The channel or the message is not there any more."""


@contextmanager
def _explained(*, for_files: bool = False) -> Iterator[None]:
    """Turn what Discord and the network raise into what is known of a message."""
    try:
        yield
    except discord.NotFound as error:
        raise Gone(_worded(error), by_channel=True) from error
    except discord.HTTPException as error:
        if error.status in _UNKNOWN or error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Unanswered(str(error)) from error
        by_channel = error.code not in _OF_NO_CHANNEL and error.status != _TOO_LARGE
        declined = Declined(_worded(error), by_channel=by_channel)
        declined.is_for_files = for_files and error.code == _MISSING_PERMISSIONS
        raise declined from error
    except (TimeoutError, aiohttp.ClientError, OSError, discord.RateLimited, KeyError) as error:
        # A limit whose answer says not how long it lasts is a KeyError in discord.py 2.7.1.
        raise Unanswered(repr(error)) from error


def _worded(error: discord.HTTPException) -> str:
    return f"{error.status} {error.text}"[:200]
