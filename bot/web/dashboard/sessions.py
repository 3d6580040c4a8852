"""In how many browsers a visitor is signed in, and the press that ends all of it."""

from typing import Final

from aiohttp import web

from bot.storage.sessions import sessions_of
from bot.web.dashboard.visit import Section, Visit

MOST_SHOWN: Final = 20


async def show_sessions(visit: Visit) -> web.Response:
    """When each of them was signed in, and until when it is: nothing else is known of it."""
    user_id, now_ms = visit.visitor.person.user_id, visit.house.clock()
    browsers = await sessions_of(visit.house.reader, user_id, now_ms, MOST_SHOWN)
    return visit.show("dashboard/sessions.html", browsers=browsers, most=MOST_SHOWN)


SESSIONS: Final = Section(
    path="sessions",
    title=lambda words: words.section_sessions,
    show=show_sessions,
    is_in_menu=False,
)
