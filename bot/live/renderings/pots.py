"""How drops and chests are shown in their channels, as they stand."""

from bot.cards.pots import chest_card, drop_card
from bot.house import House
from bot.live.posting import Rendered
from bot.storage.deliveries import Delivery
from bot.storage.pots import PotView, pot
from bot.words import Words


async def render_drop(house: House, row: Delivery) -> Rendered:
    """A drop, open or over."""
    words, drop = await _read(house, row)
    card = drop_card(words, drop, was_deleted=_was_deleted(row))
    return Rendered(card, is_needed=not drop.ended_seq)


async def render_chest(house: House, row: Delivery) -> Rendered:
    """A chest: shut, open or over."""
    words, chest = await _read(house, row)
    card = chest_card(words, chest, was_deleted=_was_deleted(row))
    return Rendered(card, is_needed=not chest.ended_seq)


def _was_deleted(row: Delivery) -> bool:
    """Whether it is posted again, for the message that it was shown by stands no more."""
    return bool(row.shown) and not row.message


async def _read(house: House, row: Delivery) -> tuple[Words, PotView]:
    view = await pot(house.reader, row.guild, row.acknowledgement)
    if view is None:
        raise ValueError(f"#{row.acknowledgement} is no pot")
    return await house.words(row.guild), view
