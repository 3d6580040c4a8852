"""The card of `/help`."""

from discord import ui

from bot.cards.layout import Block, Colour, Line, card
from bot.words import Words


def help_card(words: Words, *, moderates: bool, manages: bool) -> ui.LayoutView:
    """What there is to do, the first steps first, by what the reader may do."""
    blocks: list[Block] = [words.help_viewers, words.help_more, Line(), words.help_creators]
    if moderates:
        blocks += [Line(), words.help_moderators]
    if manages:
        blocks += [Line(), words.help_managers]
    return card(*blocks, colour=Colour.CALM)
