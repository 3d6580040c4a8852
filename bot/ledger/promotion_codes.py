"""Promotions' codes: how they are compared, and which can be one."""

import unicodedata

from bot.ledger.requests.pots import MOST_CODE_LENGTH

LEAST_CODE_LENGTH = 4
"""Shorter ones are guessed too soon."""


def plain_code(text: str) -> str:
    """A code as it is compared: without letter case, spaces, hyphens and widths of letters."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(letter for letter in folded if letter.isalnum())


def can_be_code(text: str) -> bool:
    """Whether a text can be a promotion's code."""
    is_short = len(text) <= MOST_CODE_LENGTH
    return is_short and text.isprintable() and len(plain_code(text)) >= LEAST_CODE_LENGTH
