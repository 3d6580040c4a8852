"""A copy of the books that can be trusted: taken in one piece, and recounted."""

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from bot.storage.database import DatabaseRefused


def back_up(path: str, target: str) -> None:
    """Copy the database at `path` to a new file, also while a bot writes to it.

    The copy is taken in one step under one read lock: page by page, every commit in between would
    start it anew. It gets its name once it is whole. Blocks; a caller with an event loop gives it a
    thread. Raises DatabaseRefused where the target exists or one of the files cannot be used.
    """
    if Path(target).exists():
        raise DatabaseRefused(f"{target} exists already, and a backup writes over nothing.")
    if not Path(path).exists():
        raise DatabaseRefused(f"There is no database at {path} to be backed up.")
    unfinished = Path(f"{target}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        try:
            _copy(path, unfinished)
            unfinished.rename(target)
        finally:
            unfinished.unlink(missing_ok=True)
    except (sqlite3.Error, OSError) as error:
        raise DatabaseRefused(f"{path} could not be copied to {target}: {error}.") from error


def _copy(path: str, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy, pages=-1)
