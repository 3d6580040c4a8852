"""Who the numbers in the books are."""

from collections.abc import Iterable
from typing import Final, NamedTuple

import orjson

from bot.storage.database import Reader


class Somebody(NamedTuple):
    """A member of one guild's books; without id and name once they were forgotten."""

    number: int
    user_id: int | None
    name: str | None


_PEOPLE: Final = """
SELECT number, user_id, name
FROM json_each(?2) AS sought CROSS JOIN member ON guild = ?1 AND number = sought.value
"""
_SOMEBODY: Final = "SELECT number, user_id, name FROM member WHERE guild = ? AND user_id = ?"


async def people(reader: Reader, guild: int, numbers: Iterable[int]) -> dict[int, Somebody]:
    """The members with these numbers, by number. A number that nobody has is left out."""
    sought = orjson.dumps(list(dict.fromkeys(numbers))).decode()
    rows = await reader.fetch(_PEOPLE, (guild, sought))
    return {number: Somebody(number, user_id, name) for number, user_id, name in rows}


async def somebody(reader: Reader, guild: int, user_id: int) -> Somebody | None:
    """A Discord user as a guild's books know them; None if they do not."""
    rows = await reader.fetch(_SOMEBODY, (guild, user_id))
    return Somebody(*rows[0]) if rows else None
