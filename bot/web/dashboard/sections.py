"""The sections of the dashboard, in the order of its menu."""

from typing import Final

from bot.web.dashboard.gifts import GIFTS
from bot.web.dashboard.office import ADJUSTMENTS, AUDIT, BOOKS
from bot.web.dashboard.overlay import OVERLAY
from bot.web.dashboard.overview import OVERVIEW
from bot.web.dashboard.payouts import PAYOUTS
from bot.web.dashboard.queue import QUEUE
from bot.web.dashboard.sessions import SESSIONS
from bot.web.dashboard.shows import SHOWS
from bot.web.dashboard.statement import STATEMENT
from bot.web.dashboard.supporters import SUPPORTERS
from bot.web.dashboard.visit import Section

SECTIONS: Final[tuple[Section, ...]] = (
    OVERVIEW,
    SHOWS,
    SUPPORTERS,
    QUEUE,
    GIFTS,
    STATEMENT,
    PAYOUTS,
    OVERLAY,
    SESSIONS,
    AUDIT,
    ADJUSTMENTS,
    BOOKS,
)
"""The first one is where a visitor arrives; every creator's own come before the moderators'."""
