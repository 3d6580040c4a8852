"""What is suggested while somebody types, and where what they typed is nothing that there is."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final

from discord import app_commands

from bot.conversation import Conversation
from bot.ledger.catalogue import MOST_NAME_LENGTH, Item
from bot.ledger.outcomes import RetiredGift
from bot.ledger.payment import CURRENCY_DECIMALS

MOST_CHOICES: Final = 25
"""How many suggestions Discord shows while somebody types."""
MOST_NEAREST: Final = 3
_MOST_LABEL_LENGTH: Final = 100
_WORN: Final = ("USD", "EUR", "GBP", "INR", "BRL", "JPY", "IDR", "MXN", "PHP", "CAD")
"""The currencies that are suggested before anything is typed."""


def choices(labels: Mapping[str, str], typed: str = "") -> list[app_commands.Choice[str]]:
    """Suggestions, by what each stands for; of those whose label holds what was typed so far."""
    sought = typed.strip().casefold()
    found = ((value, label) for value, label in labels.items() if sought in label.casefold())
    return [
        app_commands.Choice(name=label[:_MOST_LABEL_LENGTH], value=value)
        for value, label in islice(found, MOST_CHOICES)
    ]


def currencies_like(conversation: Conversation, typed: str) -> list[app_commands.Choice[str]]:
    """The currencies that begin with what was typed so far."""
    sought = typed.strip().upper()
    codes = sorted(code for code in CURRENCY_DECIMALS if code.startswith(sought))
    found = codes if sought else _WORN
    return choices({code: conversation.words.currency_choice(code) for code in found})


async def gifts_like(conversation: Conversation, typed: str) -> Sequence[Item]:
    """The gifts on offer that what was typed so far may mean; all, where that is nothing yet."""
    catalogue = await conversation.catalogue()
    return catalogue.nearest(typed, MOST_CHOICES) if typed else catalogue.offered


async def gift_choices(conversation: Conversation, typed: str) -> list[app_commands.Choice[str]]:
    """The gifts on offer that what was typed so far may mean, with emoji and price."""
    items = await gifts_like(conversation, typed)
    return choices({item.name: conversation.words.item(item) for item in items})


async def no_such_gift(conversation: Conversation, text: str) -> tuple[str, Sequence[Item]]:
    """What to say of a text that names no gift on offer, and the gifts that come nearest."""
    catalogue = await conversation.catalogue()
    # Where no name is this long, more of a text is no more of a name.
    text = text[:MOST_NAME_LENGTH]
    nearest = catalogue.nearest(text, MOST_NEAREST)
    retired = catalogue.find_retired(text)
    if retired:
        refused = RetiredGift(item=retired.number, name=retired.name)
        return await conversation.reason(refused), nearest
    return conversation.words.no_such_gift(text, [item.name for item in nearest]), nearest
