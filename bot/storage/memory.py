"""What is read so often that it is kept in memory, and true because only this process writes."""

from bot.ledger.books import Books, GuildBook
from bot.ledger.catalogue import Catalogue
from bot.ledger.guild_settings import GuildSettings
from bot.storage import guilds
from bot.storage.database import Reader


class Memory:
    """Each guild's settings and catalogue, and who has yet to be told what moderators did."""

    def __init__(self, reader: Reader) -> None:
        """Read what is not remembered yet through `reader`."""
        self._reader = reader
        self._settings: dict[int, GuildSettings] = {}
        self._catalogues: dict[int, Catalogue] = {}
        self._untold: dict[tuple[int, int], int] = {}
        """The last of the operations that somebody is to be told of, by guild and Discord id."""
        self.holding: set[tuple[int, int]] = set()
        """The creators who hold their thank-yous back, by guild and number."""

    async def recall(self) -> None:
        """Read who is to be told something; called once, before anybody asks."""
        rows = await self._reader.fetch(
            "SELECT member.guild, user_id, max(seq) FROM notice CROSS JOIN member "
            "ON member.guild = notice.guild AND number = notice.member "
            "WHERE user_id IS NOT NULL GROUP BY member.guild, user_id"
        )
        self._untold = {(guild, user_id): seq for guild, user_id, seq in rows}
        held = await self._reader.fetch("SELECT guild, member FROM creator WHERE holding = 1")
        self.holding = {(guild, number) for guild, number in held}

    async def settings(self, guild: int) -> GuildSettings:
        """The guild's settings."""
        known = self._settings.get(guild)
        if known is None:
            known = await guilds.guild_settings(self._reader, guild)
            # A commit may have come in between, and it knows better.
            known = self._settings.setdefault(guild, known)
        return known

    async def catalogue(self, guild: int) -> Catalogue:
        """The guild's catalogue."""
        known = self._catalogues.get(guild)
        if known is None:
            known = await guilds.catalogue(self._reader, guild)
            known = self._catalogues.setdefault(guild, known)
        return known

    def is_untold(self, guild: int, user_id: int) -> bool:
        """Whether the member has yet to read what moderators did to their account."""
        return (guild, user_id) in self._untold

    def committed(self, books: Books) -> None:
        """Take note of what was just written."""
        for book in books:
            if book.changes.settings:
                self._settings[book.guild] = book.settings
            if book.changes.items:
                self._catalogues[book.guild] = book.catalogue
            self._notices(book)
            for creator in book.live.changes.creators.values():
                change = self.holding.add if creator.holding else self.holding.discard
                change((book.guild, creator.member))

    def _notices(self, book: GuildBook) -> None:
        for number, seq in book.changes.notices:
            user_id = book.numbered(number).user_id
            if user_id is not None:
                self._untold[book.guild, user_id] = seq
        for number, seq in book.changes.told:
            user_id = book.numbered(number).user_id
            # What was done to them since they read is still to be told.
            if user_id is not None and self._untold.get((book.guild, user_id), 0) <= seq:
                self._untold.pop((book.guild, user_id), None)
