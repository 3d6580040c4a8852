"""Small real PNG pictures, drawn without a library, that stand for people's avatars."""

from __future__ import annotations

import colorsys
import hashlib
import struct
import zlib
from functools import lru_cache

SIDE_PIXELS = 128
_SMALLEST, _LARGEST = 16, 4096
_CELLS = 5


@lru_cache(maxsize=256)
def picture(seed: str, side: int = SIDE_PIXELS) -> bytes:
    """Return a square PNG in two colours, mirrored left to right; a seed always looks the same.

    `side` is in pixels and at most 128, the size of the original: larger ones come as that.
    """
    side = min(side, SIDE_PIXELS)
    digest = hashlib.sha256(seed.encode()).digest()
    colors = _colors(digest[0], digest[1])
    rows = bytearray()
    for y in range(side):
        rows.append(0)
        for x in range(side):
            column = x * _CELLS // side
            cell = (y * _CELLS // side) * _CELLS + min(column, _CELLS - 1 - column)
            rows += colors[digest[6 + cell % 26] & 1]
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _colors(hue: int, tone: int) -> tuple[bytes, bytes]:
    """Return a light and a strong colour that go together; both arguments are 0 to 255."""
    strong = 0.38 + 0.14 * tone / 255
    pair = [(hue / 255, 0.86, 0.55), ((hue / 255 + 0.03) % 1, strong, 0.6)]
    light, dark = (bytes(round(255 * part) for part in colorsys.hls_to_rgb(*it)) for it in pair)
    return light, dark


def is_size(side: int) -> bool:
    """Tell whether Discord's files are served in this size: a power of two, 16 to 4,096."""
    return _SMALLEST <= side <= _LARGEST and side & (side - 1) == 0


def _chunk(kind: bytes, data: bytes) -> bytes:
    checked = kind + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))
