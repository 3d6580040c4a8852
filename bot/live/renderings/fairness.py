"""The entry of the log that asks for a second moderator."""

from bot.cards.fairness import asked_card
from bot.house import House
from bot.ledger.outcomes.fairness import ReversalAsked
from bot.live.posting import Rendered
from bot.storage.deliveries import Delivery
from bot.storage.fairness import forcing


async def render_asked(house: House, row: Delivery) -> Rendered:
    """Lay a reversal that comes short before the moderators, or say what became of it."""
    asked = row.operation.outcome
    assert isinstance(asked, ReversalAsked)
    found = await forcing(house.reader, row.guild, asked.gift)
    return Rendered(asked_card(await house.words(row.guild), row.operation, found))
