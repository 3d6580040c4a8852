"""How loudly an acknowledgement speaks: by the coins of its combo, a line or more than that."""

from enum import IntEnum
from typing import Final, NamedTuple

from bot.ledger.guild_settings import GuildSettings


class Form(IntEnum):
    """What an acknowledgement looks like; a higher form has all that a lower one has."""

    LINE = 0
    CARD = 1
    PICTURE = 2
    HIGHLIGHT = 3


class Rung(NamedTuple):
    """One rung of the ladder, from `coins` on."""

    coins: int
    highlight_seconds: int
    most_characters: int
    colour: int


LADDER: Final = (
    Rung(0, 30, 140, 0x955CDB),
    Rung(10, 60, 140, 0x955CDB),
    Rung(50, 120, 140, 0x46A3EB),
    Rung(100, 300, 140, 0x40A920),
    Rung(250, 600, 150, 0xE29A09),
    Rung(500, 900, 200, 0xED771E),
    Rung(2_000, 1_800, 280, 0xE14741),
    Rung(10_000, 3_600, 400, 0x5B6676),
)
"""Telegram's ladder of paid live comments: seconds, characters and colours, by stars. A star costs
about what a coin does. Its shortest messages are 30 characters; here 140 are everybody's."""

MOST_CHARACTERS: Final = LADDER[-1].most_characters
"""The most characters that the message with any gift may have."""


class Tier(NamedTuple):
    """How one acknowledgement is shown; the colour is 0xRRGGBB."""

    form: Form
    colour: int
    highlight_seconds: int
    """How long a highlight stays; 0 for what is none."""


def rung_of(coins: int) -> Rung:
    """The highest rung that this many coins reach."""
    return next(rung for rung in reversed(LADDER) if coins >= rung.coins)


def tier_of(coins: int, settings: GuildSettings) -> Tier:
    """How a combo of this many coins is shown in a guild."""
    rung = rung_of(coins)
    form = Form.LINE
    if coins >= settings.highlight_coins:
        form = Form.HIGHLIGHT
    elif coins >= settings.picture_coins:
        form = Form.PICTURE
    elif coins >= settings.card_coins:
        form = Form.CARD
    seconds = rung.highlight_seconds if form is Form.HIGHLIGHT else 0
    return Tier(form, rung.colour, seconds)


def coins_for(characters: int) -> int | None:
    """From how many coins on a gift's message may be this long; None for longer than any."""
    fits = (rung.coins for rung in LADDER if rung.most_characters >= characters)
    return next(fits, None)


def most_characters(coins: int) -> int:
    """How long the message with a gift of this many coins may be."""
    return rung_of(coins).most_characters
