"""Emoji as pictures: which a text holds, and each of them at any size."""

import io
import re
from functools import lru_cache
from typing import Final

from PIL import Image

from bot.pictures.emoji_files import SELECTOR, emoji_outlines, emoji_pixels
from bot.pictures.outlines import UnknownOutlinesError, draw_outlines

_JOINER: Final = "\u200d"
_TONE: Final = "[\U0001f3fb-\U0001f3ff]"
_SMALL_FILE_PIXELS: Final = 72
"""As large as the ready pictures are; above it, an emoji is drawn from its outlines."""

CLUSTER: Final = re.compile(
    "[0-9#*]\ufe0f?\u20e3"
    "|[\U0001f1e6-\U0001f1ff]{2}"
    "|\U0001f3f4[\U000e0061-\U000e007a]+\U000e007f"
    f"|.{SELECTOR}?{_TONE}?(?:{_JOINER}[^\x00-\x7f]{SELECTOR}?{_TONE}?)*",
    re.DOTALL,
)
"""What can be one emoji, joined parts and all. That it is one, the files tell."""


@lru_cache(maxsize=24)
def emoji_picture(file: str, size: int) -> Image.Image:
    """The emoji of a file, square, `size` pixels wide. It is shared: copy it before painting."""
    if size > _SMALL_FILE_PIXELS:
        try:
            return draw_outlines(emoji_outlines(file), size)
        except UnknownOutlinesError:
            # Five files of four thousand hold more than filled forms.
            pass
    with Image.open(io.BytesIO(emoji_pixels(file))) as ready:
        return ready.convert("RGBA").resize((size, size), Image.Resampling.LANCZOS)
