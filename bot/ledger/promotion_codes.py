"""Promotions' codes: how they are compared, and which can be one."""

import unicodedata
from typing import Final

from bot.ledger.requests.pots import MOST_CODE_LENGTH

LEAST_CODE_LENGTH = 4
"""Shorter ones are guessed too soon."""
_LOOKALIKES: Final = str.maketrans({"0": "o", "1": "l", "i": "l"})
"""What nobody tells apart who reads a code off a stream, and what it is compared as."""


def plain_code(text: str) -> str:
    """A code as it is compared: without letter case, spaces, hyphens, emoji and widths of letters,
    and with one letter for those that look alike."""
    return _without_case(text).translate(_LOOKALIKES)


def plain_codes(text: str) -> tuple[str, ...]:
    """What promotions may keep of a code, that of the closest one first: as it was compared before
    letters that look alike were one, and as it is compared. Nothing of what can be no code."""
    return tuple(dict.fromkeys(it for it in (_without_case(text), plain_code(text)) if it))


def can_be_code(text: str) -> bool:
    """Whether a text can be a promotion's code."""
    is_short = len(text) <= MOST_CODE_LENGTH
    return is_short and text.isprintable() and len(plain_code(text)) >= LEAST_CODE_LENGTH


def _without_case(text: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(letter for letter in folded if letter.isalnum())
