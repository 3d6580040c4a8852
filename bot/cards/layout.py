"""The few blocks that all cards are built of, in Discord's second component format."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import discord
from discord import ui

from bot.controls import Control
from bot.words.grammar import shortened

MOST_OPTIONS: Final = 25
MOST_LABEL_LENGTH: Final = 80
MOST_OPTION_LENGTH: Final = 100
MOST_TEXT_LENGTH: Final = 4_000
"""How many characters all texts of one message may have together."""


class Colour:
    """The colours of Ovation's cards, as accents beside the text."""

    GIFT: Final = discord.Colour(0xF43021)
    CALM: Final = discord.Colour(0x5865F2)
    DONE: Final = discord.Colour(0x40A920)
    CARE: Final = discord.Colour(0xE29A09)


@dataclass(frozen=True, slots=True)
class Press:
    """A button: what it says and what it does."""

    label: str
    control: Control
    style: discord.ButtonStyle = discord.ButtonStyle.secondary
    emoji: str | None = None
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu. `value` is what is sent, unseen."""

    label: str
    value: str
    description: str | None = None
    emoji: str | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu of up to 25 choices."""

    control: Control
    placeholder: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class PersonMenu:
    """A menu of the server's members."""

    control: Control
    placeholder: str
    chosen: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A thin line between two blocks."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A text with a button beside it."""

    text: str
    press: Press


Block = str | Sequence[Press] | Menu | PersonMenu | Line | Beside | ui.Item[ui.LayoutView]


def card(*blocks: Block, colour: discord.Colour | None = None) -> ui.LayoutView:
    """A message of the given blocks, in a box with a coloured edge where `colour` is given.

    The view is stopped before it is sent, so that discord.py forgets it: a press is understood from
    its custom_id, by `bot.controls`, and nothing piles up in memory.
    """
    items = [_item(block) for block in blocks if block]
    view = ui.LayoutView(timeout=None)
    if colour is None:
        for item in items:
            view.add_item(item)
    else:
        view.add_item(ui.Container(*items, accent_colour=colour))
    _fit([item for item in view.walk_children() if isinstance(item, ui.TextDisplay)])
    view.stop()
    return view


def _fit(texts: Sequence[ui.TextDisplay[ui.LayoutView]]) -> None:
    """Cut the longest texts where all together are more than Discord takes.

    Names and reasons that are all markup take twice their room once they are escaped, and a page
    of them is better read in part than not at all.
    """
    while (over := sum(len(text.content) for text in texts) - MOST_TEXT_LENGTH) > 0:
        longest = max(texts, key=lambda text: len(text.content))
        length = len(longest.content)
        longest.content = shortened(longest.content, max(length - over, length // 2))


def leave_out_emoji(view: ui.LayoutView | ui.Modal) -> None:
    """Take the emoji off all buttons and menus. Discord refuses all of a message for one it lost.

    A server's own emoji can be deleted at any time, and nothing tells a bot without more intents.
    """
    for item in view.walk_children():
        if isinstance(item, ui.Button):
            item.emoji = None
        elif isinstance(item, ui.Select):
            for option in item.options:
                option.emoji = None


def leave_out_pictures(view: ui.LayoutView) -> None:
    """Take the pictures out that would be attached; all that is said stays."""
    for item in list(view.walk_children()):
        if isinstance(item, ui.MediaGallery):
            within = item.parent if isinstance(item.parent, ui.Container) else view
            within.remove_item(item)


def _item(block: Block) -> ui.Item[ui.LayoutView]:
    if isinstance(block, str):
        return ui.TextDisplay(block)
    if isinstance(block, Menu):
        return ui.ActionRow(_menu(block))
    if isinstance(block, PersonMenu):
        return ui.ActionRow(_person_menu(block))
    if isinstance(block, Line):
        return ui.Separator()
    if isinstance(block, Beside):
        return ui.Section(ui.TextDisplay(block.text), accessory=_button(block.press))
    if isinstance(block, ui.Item):
        return block
    return ui.ActionRow(*(_button(press) for press in block))


def _button(press: Press) -> ui.Button[ui.LayoutView]:
    return ui.Button(
        label=press.label[:MOST_LABEL_LENGTH],
        custom_id=press.control.custom_id,
        style=press.style,
        emoji=press.emoji,
        disabled=press.disabled,
    )


def _menu(menu: Menu) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id=menu.control.custom_id,
        placeholder=menu.placeholder,
        options=[
            discord.SelectOption(
                label=choice.label[:MOST_OPTION_LENGTH],
                value=choice.value,
                description=choice.description and choice.description[:MOST_OPTION_LENGTH],
                emoji=choice.emoji,
                default=choice.chosen,
            )
            for choice in menu.choices[:MOST_OPTIONS]
        ],
    )


def _person_menu(menu: PersonMenu) -> ui.UserSelect[ui.LayoutView]:
    chosen = []
    if menu.chosen:
        kind = discord.SelectDefaultValueType.user
        chosen = [discord.SelectDefaultValue(id=menu.chosen, type=kind)]
    return ui.UserSelect(
        custom_id=menu.control.custom_id, placeholder=menu.placeholder, default_values=chosen
    )
