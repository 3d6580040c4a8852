"""Where creators share their thank-you queues, as it is kept from one start to the next."""

from enum import IntEnum
from typing import Final, NamedTuple

from bot.ledger.requests.marks import Remember
from bot.storage.database import Reader


class TakenAway(IntEnum):
    """Why a shared queue is gone that nobody put away; its creator has yet to be told."""

    NOT = 0
    PUBLIC = 1
    """Everybody may read its channel now."""
    NO_DEPUTY = 2
    """Who posted it may not thank in the creator's name any more."""


class SharedQueue(NamedTuple):
    """A creator's shared queue. Moments are UTC milliseconds, and 0 stands for none of anything."""

    guild: int
    creator: int
    channel: int = 0
    """Where its message stands, or stood until it was taken away."""
    message: int = 0
    posted_ms: int = 0
    by: int = 0
    """The member who had it posted, by number; 0 where nobody took note."""
    wish: int = 0
    """What a message is posted for just now: an interaction, or the message whose place it takes.
    It is kept before the message is sent, and the message carries it."""
    wished_channel: int = 0
    wished_ms: int = 0
    old_channel: int = 0
    """Where the message stands that another has taken the place of; until it is removed."""
    old_message: int = 0
    taken_away: int = 0

    @property
    def name(self) -> str:
        """Under which name it is kept."""
        return f"queue:{self.guild}:{self.creator}"

    @property
    def remembered(self) -> Remember:
        """What has it kept; nothing more is, where there is nothing to be found again."""
        is_there = self.message or self.wish or self.old_message or self.taken_away
        return Remember(name=self.name, value=":".join(map(str, self[2:])) if is_there else "")


_KEPT: Final = "SELECT name, value FROM installation WHERE name GLOB 'queue:*' AND value <> ''"
_IS_DEPUTY: Final = "SELECT 1 FROM deputy WHERE guild = ? AND creator = ? AND deputy = ?"


async def shared_queues(reader: Reader) -> list[SharedQueue]:
    """All shared queues; what was kept before more was kept of each is understood too."""
    rows = await reader.fetch(_KEPT)
    return [SharedQueue(*map(int, f"{name}:{value}".split(":")[1:])) for name, value in rows]


async def is_deputy(reader: Reader, guild: int, creator: int, member: int) -> bool:
    """Whether one number may thank in the name of another."""
    return bool(await reader.fetch(_IS_DEPUTY, (guild, creator, member)))
