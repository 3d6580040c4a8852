"""The cards about diamonds."""

import discord
from discord import ui

from bot.cards.layout import Colour, Press, card
from bot.controls.wallet import AskConversion, ConfirmConversion, HistoryPage, KeepDiamonds
from bot.ledger.money import MOST_UNITS, Purse, convert
from bot.ledger.outcomes import DiamondsConverted
from bot.words import Words


def diamonds_card(words: Words, purse: Purse, rate: int, owner: int) -> ui.LayoutView:
    """What somebody has earned, at what rate it converts, and what all of it would give."""
    conversion = convert(purse, min(purse.all_diamonds, MOST_UNITS), rate)
    button = Press(words.convert_for_button(conversion.all_coins), AskConversion(owner))
    return card(
        words.has_diamonds(purse),
        words.worth(purse, conversion, rate),
        words.bonus_diamonds if purse.bonus_diamonds else "",
        [button] if conversion.all_coins else "",
        colour=Colour.CALM,
    )


def ask_conversion_card(words: Words, purse: Purse, confirm: ConfirmConversion) -> ui.LayoutView:
    """The question before diamonds become coins."""
    conversion = convert(purse, confirm.units, confirm.rate)
    label = words.convert_for_button(conversion.all_coins)
    return card(
        words.ask_conversion(purse, conversion, confirm.rate),
        [
            Press(label, confirm, discord.ButtonStyle.success),
            Press(words.keep_button, KeepDiamonds(confirm.owner)),
        ],
        colour=Colour.CARE,
    )


def converted_card(words: Words, done: DiamondsConverted, owner: int) -> ui.LayoutView:
    """The receipt of a conversion."""
    return card(
        words.converted(done), [Press(words.history_button, HistoryPage(owner))], colour=Colour.DONE
    )
