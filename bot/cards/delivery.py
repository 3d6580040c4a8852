"""What the announcer shows: one card for each sink, and the mark by which it is recognised."""

from discord import ui

from bot.cards.gifts import acknowledgement_card
from bot.cards.log import log_card
from bot.controls.gifts import SendOne
from bot.controls.moderation import LookUp
from bot.ledger.books import LOG_SINK
from bot.storage.deliveries import Delivery
from bot.words import Words


def delivery_card(words: Words, row: Delivery) -> ui.LayoutView:
    """The card of a row of the outbox. Raises ValueError for what no card was made for."""
    if row.sink == LOG_SINK:
        return log_card(words, row.operation)
    if row.operation.gift is None:
        raise ValueError(f"operation #{row.acknowledgement} is no gift to be thanked for")
    return acknowledgement_card(words, row.operation.gift)


def mark_of(row: Delivery) -> str:
    """The custom_id that only the message showing this row carries."""
    if row.sink == LOG_SINK:
        return LookUp(row.acknowledgement).custom_id
    return SendOne(row.acknowledgement).custom_id
