"""Opens the database that a URL names, in the engine that the URL stands for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import unquote, urlsplit

from bot.storage.database import Database
from bot.storage.sqlite import open_sqlite


def path_of(url: str) -> str:
    """The file that a `sqlite:///` URL names: three slashes relative, four absolute.

    Raises ValueError for any other URL, with the sentence that an operator needs.
    """
    parts = urlsplit(url)
    more = parts.netloc or parts.query or parts.fragment
    if parts.scheme != "sqlite" or more or len(parts.path) < 2:
        raise ValueError("the database URL must look like sqlite:///ovation.db")
    return unquote(parts.path[1:])


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """Open the database that `url` names, bring it up to date, and close it in the end.

    Raises DatabaseRefused, before anything is written, where it is in use by another process,
    not a database, not writable, newer than this program or changed behind its back.
    """
    async with open_sqlite(path_of(url)) as database:
        yield database
