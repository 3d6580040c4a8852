"""How a message that waits for a moderator is laid before them in the log channel."""

from bot.cards.messages import review_card
from bot.house import House
from bot.live.posting import Rendered
from bot.storage.deliveries import Delivery
from bot.storage.messages import decision
from bot.storage.operations import operation


async def render_review(house: House, row: Delivery) -> Rendered:
    """The message with a gift, to be decided about, or who decided or reversed the gift."""
    gift = row.operation.gift
    if gift is None:
        raise ValueError(f"#{row.acknowledgement} is no gift that a message came with")
    decided = await decision(house.reader, row.guild, gift.sender.number, gift.seq)
    if decided is None and gift.reversed_by:
        decided = await operation(house.reader, row.guild, gift.reversed_by)
    return Rendered(review_card(await house.words(row.guild), gift, decided))
