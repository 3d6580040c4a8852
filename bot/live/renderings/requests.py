"""The entries of the log in which members ask for something, and how far that has come."""

from bot.cards.log import asked_payout_card, asked_purchase_card, log_card
from bot.house import House
from bot.live.posting import Rendered
from bot.storage.deliveries import Delivery
from bot.storage.origins import origins
from bot.storage.payouts import payout
from bot.storage.shop import purchase


async def render_asked_purchase(house: House, row: Delivery) -> Rendered:
    """Lay a request to buy before the moderators, or say what became of it."""
    words, number = await house.words(row.guild), row.operation.seq
    found = await purchase(house.reader, row.guild, number)
    if found is None:
        return Rendered(log_card(words, row.operation))
    return Rendered(asked_purchase_card(words, row.operation, found.purchase))


async def render_asked_payout(house: House, row: Delivery) -> Rendered:
    """Lay a request to cash out before the moderators, or say what became of it."""
    words, number = await house.words(row.guild), row.operation.seq
    found = await payout(house.reader, row.guild, number)
    if found is None:
        return Rendered(log_card(words, row.operation))
    known = await origins(house.reader, row.guild, [found])
    return Rendered(asked_payout_card(words, row.operation, found, known[number]))
