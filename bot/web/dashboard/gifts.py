"""Which gifts a creator is given most, and what they bring."""

from datetime import date, timedelta
from typing import Final

from aiohttp import web

from bot.storage.earnings import first_seq
from bot.storage.sales import sold
from bot.web.dashboard.visit import Section, Visit
from bot.web.overlays.sights import emoji_path

SPANS: Final = (7, 30, 90, 0)
"""How many days, today among them, can be looked at; 0 for all of them."""
_USUAL: Final = 30


async def show_gifts(visit: Visit) -> web.Response:
    """What came in the days that are asked for, by gift."""
    days = visit.asked("days", SPANS, _USUAL)
    reports, visitor = visit.house.database.reports, visit.visitor
    first, after = date.min, 1
    if days:
        first = visit.today - timedelta(days=days - 1)
        # A day earlier, for the guild may have had another time zone then.
        begins = visit.begins_ms(first - timedelta(days=1))
        after = await first_seq(reports, visitor.guild, begins)
    items = await sold(
        reports,
        visitor.guild,
        visitor.member.number,
        after=after,
        first=first.isoformat(),
        last=visit.today.isoformat(),
    )
    return visit.show(
        "dashboard/gifts.html",
        days=days,
        spans=SPANS,
        items=items,
        coins=sum(item.coins for item in items),
        emoji_path=emoji_path,
    )


GIFTS: Final = Section(path="gifts", title=lambda words: words.section_gifts, show=show_gifts)
