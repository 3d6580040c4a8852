"""The cards of a creator's overlay, and the form that sets how it sounds."""

import discord
from discord import ui

from bot.cards.layout import Colour, Line, Press, card
from bot.controls import Control
from bot.controls.overlay import (
    AskCloseOverlay,
    AskLooks,
    AskNewAddress,
    LookAtOverlay,
    LooksForm,
    ShowTestAlert,
)
from bot.ledger.requests.browser import LOUDEST, MOST_LEAST_COINS
from bot.storage.overlays import OverlayView
from bot.words import Words

VOLUME, LEAST, SPEECH = "volume", "least", "speech"
"""The fields of the form."""
SPEAKS, SILENT = "on", "off"


def address_card(words: Words, owner: int, address: str) -> ui.LayoutView:
    """The address of an overlay, told this once, and what to do with it."""
    return card(
        words.overlay_opened(address),
        Line(),
        words.overlay_in_obs,
        [
            Press(words.test_alert_button, ShowTestAlert(owner), discord.ButtonStyle.primary),
            Press(words.overlay_looks_button, AskLooks(owner)),
        ],
        colour=Colour.DONE,
    )


def overlay_card(words: Words, owner: int, overlay: OverlayView, note: str = "") -> ui.LayoutView:
    """An overlay that there is, and what can be done about it, under what was just done."""
    return card(
        note,
        words.overlay_status(
            overlay.opened_ms, overlay.volume, overlay.least_coins, speaks=overlay.speaks
        ),
        [
            Press(words.overlay_new_button, AskNewAddress(owner), discord.ButtonStyle.primary),
            Press(words.test_alert_button, ShowTestAlert(owner)),
            Press(words.overlay_looks_button, AskLooks(owner)),
            Press(words.overlay_close_button, AskCloseOverlay(owner), discord.ButtonStyle.danger),
        ],
        colour=Colour.CALM,
    )


def sure_card(words: Words, owner: int, question: str, caption: str, do: Control) -> ui.LayoutView:
    """The one question before an address stops."""
    return card(
        question,
        [
            Press(caption, do, discord.ButtonStyle.danger),
            Press(words.overlay_keep_button, LookAtOverlay(owner)),
        ],
        colour=Colour.CARE,
    )


def looks_form(words: Words, owner: int, overlay: OverlayView) -> ui.Modal:
    """The form for how an overlay sounds and what it shows, filled with what is set."""
    form = ui.Modal(title=words.overlay_form_title, custom_id=LooksForm(owner).custom_id)
    volume: ui.TextInput[ui.LayoutView] = ui.TextInput(
        custom_id=VOLUME, default=str(overlay.volume), max_length=len(str(LOUDEST))
    )
    least: ui.TextInput[ui.LayoutView] = ui.TextInput(
        custom_id=LEAST, default=str(overlay.least_coins), max_length=len(str(MOST_LEAST_COINS))
    )
    speech: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=SPEECH,
        options=[
            discord.SelectOption(
                label=words.overlay_speech_on, value=SPEAKS, default=overlay.speaks
            ),
            discord.SelectOption(
                label=words.overlay_speech_off, value=SILENT, default=not overlay.speaks
            ),
        ],
    )
    form.add_item(ui.Label(text=words.overlay_form_volume, component=volume))
    form.add_item(ui.Label(text=words.overlay_form_least, component=least))
    form.add_item(ui.Label(text=words.overlay_form_speech, component=speech))
    return form
