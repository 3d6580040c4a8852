"""How shows are shown: the board, and the one message that calls those who asked for it."""

from typing import Final

from bot.cards.shows import call_card, live_board_card
from bot.house import House
from bot.live.posting import Rendered
from bot.storage.deliveries import Delivery
from bot.storage.shows import LiveBoard, show, started_before_ms
from bot.words import speak

QUIET_MS: Final = 3_600_000
"""How long after a creator's show began the next of theirs makes no sound: whoever ends and starts
shows one after the other calls nobody each time."""


async def render_call(house: House, row: Delivery) -> Rendered:
    """A show that began, told to the role for it; so soon after the one before, in silence."""
    shown = await show(house.reader, row.guild, row.acknowledgement)
    if shown is None:
        raise ValueError(f"#{row.acknowledgement} is no show")
    settings = await house.memory.settings(row.guild)
    role = settings.live_role
    before_ms = await started_before_ms(house.reader, row.guild, shown.creator.number, shown.number)
    is_heard = before_ms is None or shown.started_ms - before_ms >= QUIET_MS
    view = call_card(speak(settings.language), shown, role)
    return Rendered(view, role=role if is_heard else 0)


async def render_board(house: House, board: LiveBoard) -> Rendered:
    """The board of a show."""
    guild = board.show.guild
    words = await house.words(guild)
    catalogue = await house.memory.catalogue(guild)
    return Rendered(live_board_card(words, board, catalogue))
