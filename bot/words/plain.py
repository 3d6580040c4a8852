"""How a sentence that was worded for Discord reads where nothing is markup."""

import re
from typing import Final

# A link's address may hold anything, and what people wrote is escaped.
_MARKUP: Final = re.compile(
    r"\\(?P<escaped>[^a-zA-Z0-9\s])|`(?P<code>[^`]*)`|\*\*|__|\|\||^-# |<(?P<mention>[@#&!]+)\d+>"
)


def plain(text: str) -> str:
    """Text without Discord's markup; a mention keeps its sign alone, for names are not known here.

    Moments, which Discord draws for each reader, are not for sentences that are made plain.
    """
    return _MARKUP.sub(_read, text)


def _read(found: re.Match[str]) -> str:
    if found["mention"]:
        return f"{found['mention'][0]}…"
    return found["escaped"] or found["code"] or ""
