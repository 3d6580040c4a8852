"""The shape of requests and outcomes: their field names, looked up once a class."""

from dataclasses import fields
from typing import Any, Final

_NAMES: Final[dict[type, tuple[str, ...]]] = {}


def field_names(kind: Any) -> tuple[str, ...]:
    """The names of a dataclass's fields, in order; asking for them anew costs more than reading."""
    names = _NAMES.get(kind)
    if names is None:
        names = _NAMES[kind] = tuple(part.name for part in fields(kind))
    return names
