"""The cards around setting a server up: the page, its form, the settings, the test gift."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import discord
from discord import ui

from bot.cards.layout import Block, Choice, Colour, Line, Menu, Press, card
from bot.controls.setup import KeepGift, OpenSetup, RetireGift, SetUp, TypedSetting
from bot.ledger.catalogue import Item
from bot.ledger.guild_settings import GuildSettings
from bot.words import Words, languages, speak

_PLACES: Final = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
]
"""Where messages can stand: beside text, the chats of voice channels and stages."""
CHANNELS: Final = {"gifts": "gift_channel", "log": "log_channel"}
"""The settings that are picked among channels, by the part of the page."""
ROLES: Final = {"mods": "moderator_role", "bosses": "manager_role", "who": "creator_role"}
"""The settings that are picked among roles, by the part of the page."""
RECEIVERS: Final = {"any": "everyone", "regd": "registered"}
"""Who may receive gifts, by the button of the page that chooses it."""
LANGUAGE_PART: Final = "tongue"
LANGUAGE_CHOICES: Final = tuple(languages().items())
"""The languages that can be chosen: code and name."""
TYPED: Final = {
    "timezone": 64,
    "welcome_coins": 7,
    "welcome_age_days": 3,
    "confirm_coins": 10,
}
"""The settings that are typed, with how many characters they may take."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the page shows beside the settings."""

    settings: GuildSettings
    control: SetUp
    """What is suggested and not saved yet."""
    known: frozenset[int]
    """The channels and roles that exist; Discord refuses a menu that begins with another."""
    checks: Sequence[str]
    """What Ovation may do where, one sentence for each channel."""
    note: str = ""
    """What came of the last press."""

    def value(self, name: str) -> tuple[int, bool]:
        """What a channel or role is set to, or else suggested, and whether it is suggested."""
        suggested: int = getattr(self.control, name, 0)
        saved: int = getattr(self.settings, name)
        return (suggested, True) if suggested else (saved, False)


def offer_card(language: str) -> ui.LayoutView:
    """What is posted once, where Ovation joins, in the server's language."""
    words = speak(language)
    button = Press(words.offer_button, OpenSetup(), discord.ButtonStyle.primary)
    return card(words.offer, [button], colour=Colour.CALM)


def page_card(words: Words, page: Page) -> ui.LayoutView:
    """The one page on which a server is set up."""
    settings, control = page.settings, page.control
    blocks: list[Block] = [_head(words, page), page.note, Line()]
    for part, name in (CHANNELS | ROLES).items():
        blocks += _picked(words, page, part, name)
    if len(LANGUAGE_CHOICES) > 1:
        blocks.append(_languages(words, page))
    blocks += [
        Line(),
        words.page_texts(settings, control.timezone),
        "\n".join([*page.checks, words.economy_pages]),
        _buttons(words, page),
    ]
    return card(*blocks, colour=Colour.CALM if _suggests(control) else Colour.DONE)


def _head(words: Words, page: Page) -> str:
    if _suggests(page.control):
        return words.page_suggests
    return words.page_ready(page.settings.gift_channel, page.settings.welcome_coins)


def _suggests(control: SetUp) -> bool:
    suggestions = (getattr(control, name, 0) for name in (CHANNELS | ROLES).values())
    return any(suggestions) or bool(control.timezone)


def _picked(words: Words, page: Page, part: str, name: str) -> list[Block]:
    value, suggested = page.value(name)
    text = words.page_row(name, value, suggested=suggested)
    custom_id = replace(page.control, part=part).custom_id
    chosen = [discord.Object(value)] if value in page.known else []
    menu: ui.Item[ui.LayoutView]
    if part in CHANNELS:
        menu = ui.ChannelSelect(
            custom_id=custom_id,
            placeholder=words.pick_channel,
            channel_types=_PLACES,
            min_values=0,
            default_values=_defaults(chosen, discord.SelectDefaultValueType.channel),
        )
    else:
        menu = ui.RoleSelect(
            custom_id=custom_id,
            placeholder=words.anyone if name == "creator_role" else words.pick_role,
            min_values=0,
            default_values=_defaults(chosen, discord.SelectDefaultValueType.role),
        )
    return [text, ui.ActionRow(menu)]


def _defaults(
    chosen: Sequence[discord.Object], kind: discord.SelectDefaultValueType
) -> list[discord.SelectDefaultValue]:
    return [discord.SelectDefaultValue(id=one.id, type=kind) for one in chosen]


def _languages(words: Words, page: Page) -> Menu:
    return Menu(
        replace(page.control, part=LANGUAGE_PART),
        words.setting_names["language"],
        [
            Choice(name, code, chosen=code == page.settings.language)
            for code, name in LANGUAGE_CHOICES
        ],
    )


def _buttons(words: Words, page: Page) -> list[Press]:
    control = page.control
    save = Press(words.save_button, replace(control, part="save"), discord.ButtonStyle.success)
    part, receivers = next(it for it in RECEIVERS.items() if it[1] != page.settings.receivers)
    return [
        *([save] if _suggests(control) else []),
        Press(words.texts_button, replace(control, part="texts")),
        Press(words.receiver_buttons[receivers], replace(control, part=part)),
        Press(words.test_button, replace(control, part="test")),
    ]


def texts_form(words: Words, settings: GuildSettings, control: SetUp) -> ui.Modal:
    """The form for what is typed: filled with what is set, or suggested.

    Each field tells what was set, so that what comes back can be told from what was left alone.
    """
    form = ui.Modal(title=words.texts_title, custom_id=replace(control, part="typed").custom_id)
    for name, most in TYPED.items():
        before = str(getattr(settings, name))
        field: ui.TextInput[ui.LayoutView] = ui.TextInput(
            custom_id=TypedSetting(name, before).custom_id,
            default=filled_with(control, name, before),
            max_length=most,
        )
        form.add_item(ui.Label(text=words.form_labels[name], component=field))
    return form


def filled_with(control: SetUp, name: str, before: str) -> str:
    """What the form shows of a setting, given what it was then: a suggestion comes first."""
    return (control.timezone if name == "timezone" else "") or before


def settings_card(words: Words, settings: GuildSettings, below: Sequence[str]) -> ui.LayoutView:
    """All settings, and how Ovation fares with them."""
    listed = words.settings_list(settings)
    told = "\n".join([*below, words.economy_pages])
    return card(listed, Line(), told, colour=Colour.CALM)


def saved_card(
    words: Words, changes: Sequence[tuple[str, str, str]], below: Sequence[str]
) -> ui.LayoutView:
    """What was changed, from what to what."""
    return card(words.settings_saved(changes), "\n".join(below), colour=Colour.DONE)


def test_gift_card(language: str, item: Item, sender: str, recipient: str) -> ui.LayoutView:
    """A thank-you as it will look in the server's language, marked as none."""
    words = speak(language)
    thanks = words.given(
        emoji=item.emoji,
        name=item.name,
        quantity=1,
        giver=words.giver(sender, 0),
        recipient=recipient,
    )
    return card(words.test_mark, thanks)


def retire_card(words: Words, item: Item, retire: RetireGift) -> ui.LayoutView:
    """The one question before a gift goes off the list."""
    return card(
        words.retire_question(item),
        [
            Press(words.retire_button, retire, discord.ButtonStyle.danger),
            Press(words.keep_gift_button, KeepGift(retire.owner)),
        ],
    )
