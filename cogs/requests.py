"""What all lists of requests have in common: pages for moderators, and what came of a decision."""

from collections.abc import Awaitable, Callable
from typing import Final, Generic

from discord import ui

from bot.cards.requests import Asked, Told
from bot.client import GiftBot
from bot.controls.requests import FROM_LOG, ListPage
from bot.conversation import Conversation
from bot.rights import Right
from bot.storage.paging import Waiting

REQUESTS_ON_PAGE: Final = 5
"""Each is up to six components, and a message may have forty."""


ReadWaiting = Callable[..., Awaitable[Waiting[Asked]]]
"""How what waits in a guild and is later than `after` is read, longest first and up to a limit."""
LayOut = Callable[[Conversation, Waiting[Asked], ListPage, Told], Awaitable[ui.LayoutView]]
"""How a page is laid before a moderator."""


class RequestList(Generic[Asked]):
    """A list of requests that wait for moderators."""

    def __init__(
        self,
        bot: GiftBot,
        page: type[ListPage],
        read: ReadWaiting[Asked],
        lay_out: LayOut[Asked],
    ) -> None:
        """Serve for `bot` the pages that controls of this kind name."""
        self.house = bot.house
        self._page = page
        self._read = read
        self._lay_out = lay_out
        bot.handle({page: self.turn})

    async def open(self, conversation: Conversation) -> None:
        """Show what waits, longest first."""
        if await conversation.may(Right.MODERATE):
            await self._show(conversation, "first", 0, Told())

    async def turn(self, conversation: Conversation, page: ListPage) -> None:
        """Show another page."""
        conversation.in_place = True
        if await conversation.may(Right.MODERATE):
            await self._show(conversation, page.part, page.after, Told())

    async def tell(self, conversation: Conversation, told: Told, after: int) -> None:
        """Tell what came of a decision: in the list that goes on after `#after`, or, where it was
        made about an entry of the log, alone."""
        conversation.in_place = after != FROM_LOG
        if after == FROM_LOG:
            await conversation.say(told.note)
        else:
            await self._show(conversation, "", after, told)

    async def _show(self, conversation: Conversation, part: str, after: int, told: Told) -> None:
        found = await conversation.in_time(
            self._read(self.house.reader, conversation.guild, after=after, limit=REQUESTS_ON_PAGE)
        )
        if after and not found.entries:
            # All of this page are decided: what waits longest comes next.
            await self._show(conversation, "first", 0, told._replace(number=0))
            return
        page = self._page(part, conversation.actor.user_id, after)
        await conversation.answer(await self._lay_out(conversation, found, page, told))
