"""A creator's shows, one after the other, and what stood out in one of them."""

from typing import Final, NamedTuple

from bot.storage.combos import IS_THANKED, ComboView, combos
from bot.storage.database import Reader
from bot.storage.paging import Page, Window, page_of, towards


class ShowLine(NamedTuple):
    """A show in a list; sums are in coins and units of diamonds, moments in UTC milliseconds.

    `ended_ms` is 0 while it runs; `thanked` of its `combos` were thanked for in person.
    """

    number: int
    title: str
    started_ms: int
    ended_ms: int
    gifts: int
    coins: int
    earned_units: int
    combos: int
    thanked: int


_SHOWS: Final = f"""
SELECT page.number, coalesce(text, ''), started_ms, ended_ms, gifts, page.coins, earned_units,
    (
        SELECT count(*) FROM combo INDEXED BY combo_by_show
        WHERE guild = ?1 AND show = page.number AND show <> 0 AND combo.coins > 0
    ),
    (
        SELECT count(*) FROM combo INDEXED BY combo_by_show
        CROSS JOIN operation AS answer ON answer.guild = combo.guild
            AND answer.seq = combo.answered_seq
        WHERE combo.guild = ?1 AND combo.show = page.number AND combo.show <> 0
            AND combo.coins > 0 AND combo.answered_seq > 0 AND {IS_THANKED}
    )
FROM (
    SELECT * FROM show INDEXED BY show_by_creator
    WHERE guild = ?1 AND creator = ?2 AND number > ?3 AND number < ?4
    ORDER BY number DESC LIMIT ?5
) AS page
LEFT JOIN note ON note.guild = ?1 AND note.seq = page.number
ORDER BY page.number DESC
"""  # noqa: S608 - put together of constants.
_BEST: Final = """
SELECT guild, number FROM combo INDEXED BY combo_by_show
WHERE guild = ? AND show = ? AND show <> 0 AND coins > 0
ORDER BY coins DESC, number LIMIT ?
"""


async def shows_of(
    reader: Reader,
    guild: int,
    creator: int,
    *,
    before: int | None = None,
    after: int | None = None,
    limit: int,
) -> Page[ShowLine]:
    """A page of a creator's shows, the running one too, found by their numbers."""

    async def read(window: Window) -> list[ShowLine]:
        facts = (guild, creator, window.after, window.before, window.limit)
        return [ShowLine(*row) for row in await reader.fetch(towards(_SHOWS, window), facts)]

    return await page_of(read, before, after, limit)


async def best_combos(reader: Reader, guild: int, show: int, limit: int) -> list[ComboView]:
    """The combos of a show that are worth most, most coins first."""
    names = [(row[0], row[1]) for row in await reader.fetch(_BEST, (guild, show, limit))]
    told = await combos(reader, names)
    return [told[name] for name in names]
