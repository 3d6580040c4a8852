"""The shape of requests and outcomes: their field names, looked up once a class."""

from dataclasses import fields
from typing import Any, Final

_NAMES: Final[dict[type, tuple[str, ...]]] = {}
_NAMES_OF: Final[dict[tuple[type, type], tuple[str, ...]]] = {}


def field_names(kind: Any) -> tuple[str, ...]:
    """The names of a dataclass's fields, in order; asking for them anew costs more than reading."""
    names = _NAMES.get(kind)
    if names is None:
        names = _NAMES[kind] = tuple(part.name for part in fields(kind))
    return names


def names_of(wanted: type, kind: Any) -> tuple[str, ...]:
    """The names of a dataclass's fields that hold something of a class, in order."""
    names = _NAMES_OF.get((wanted, kind))
    if names is None:
        found = tuple(part.name for part in fields(kind) if part.type is wanted)
        names = _NAMES_OF[wanted, kind] = found
    return names
