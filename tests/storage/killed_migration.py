"""Brings a database up to date and is killed meanwhile."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from unittest.mock import patch

from bot.storage import migrate
from bot.storage.migrate import Migration, known_migrations
from bot.storage.opening import open_database
from tests.storage.killing import die_at_once, die_beyond, serve

NEXT: Final = Migration(
    len(known_migrations()) + 1,
    "installation_by_time",
    """-- It is of no use, but it does what migrations do: it makes, moves, drops and renames.
CREATE TABLE installation_new (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (name)
) STRICT, WITHOUT ROWID;
INSERT INTO installation_new SELECT name, value || value, 0 FROM installation;
DROP TABLE installation;
ALTER TABLE installation_new RENAME TO installation;
CREATE INDEX installation_by_time ON installation (at_ms);
CREATE TRIGGER installation_is_never_deleted BEFORE DELETE ON installation
BEGIN
    SELECT RAISE(ABORT, 'what is remembered; is never deleted');
END;
""",
)


@dataclass(frozen=True, slots=True)
class _Deadly(Migration):
    """A migration that kills its process before a statement, or behind the last."""

    deadly: int

    def statements(self) -> Iterator[str]:
        # Named, for a class with slots is made anew and `super()` would look into the first.
        for number, statement in enumerate(Migration.statements(self)):
            if number == self.deadly:
                die_at_once()
            yield statement
        die_at_once()


async def _migrate(path: str, known: list[Migration]) -> None:
    with patch.object(migrate, "known_migrations", return_value=known):
        async with open_database(f"sqlite:///{path}"):
            pass


def _live(words: list[str]) -> None:
    """Migrate `path`, and die before a `statement`, or beyond a `size` of a file in bytes."""
    path, by, number = words
    following = NEXT
    if by == "statement":
        following = _Deadly(NEXT.version, NEXT.name, NEXT.text, int(number))
    else:
        die_beyond(int(number))
    asyncio.run(_migrate(path, [*known_migrations(), following]))


if __name__ == "__main__":
    serve(_live)
