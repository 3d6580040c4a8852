"""How a goal that is reached is celebrated in its channel."""

from typing import Final

from bot.cards.goals import celebration_card
from bot.house import House
from bot.live.posting import Rendered
from bot.storage.deliveries import Delivery
from bot.storage.goals import goal

MOST_THANKED: Final = 5
"""How many of those who helped are named."""


async def render_goal(house: House, row: Delivery) -> Rendered:
    """The celebration of a goal, which its row of the outbox is named after."""
    reached = await goal(house.reader, row.guild, row.acknowledgement, most=MOST_THANKED)
    if reached is None:
        raise ValueError(f"#{row.acknowledgement} is no goal")
    words = await house.words(row.guild)
    return Rendered(celebration_card(words, reached))
