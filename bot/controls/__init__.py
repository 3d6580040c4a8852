"""What each button, select and modal says in its custom_id: all that pressing it needs to know.

Nothing about a control is kept in memory. A press is understood from its custom_id alone, also by a
process that never sent the message, and a view that was sent is forgotten at once.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from typing import Any, ClassVar, Final, Self, TypeVar, dataclass_transform

from bot.ledger.facts import Fact, in_order

MOST_CUSTOM_ID_LENGTH: Final = 100
_MOST_NUMBER: Final = 2**63 - 2
"""The largest number that Discord's ids and the books can hold, with room for the one after it."""
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


@in_order
class Control(Fact):
    """Something that can be pressed, picked or sent in. Fields are numbers or short words."""

    code: ClassVar[str]

    @property
    def custom_id(self) -> str:
        """The control as text, at most 100 characters; numbers are written in base 36."""
        values = (getattr(self, part.name) for part in fields(self))
        text = ":".join([self.code, *map(_write, values)])
        assert len(text) <= MOST_CUSTOM_ID_LENGTH, text
        return text

    @property
    def announced(self) -> int:
        """The digest or operation by whose message this is carried; 0 if none is known by it."""
        return 0

    @classmethod
    def beginning(cls, number: int) -> str:
        """How the custom_ids begin of all such controls whose first field is this number."""
        return f"{cls.code}:{in_base_36(number)}"

    @classmethod
    def read(cls, parts: list[str]) -> Self | None:
        """The control that these parts were written from; None if nobody wrote them."""
        expected = fields(cls)
        if len(parts) != len(expected):
            return None
        values = [
            _read(text, whole=part.type in {int, "int"})
            for part, text in zip(expected, parts, strict=True)
        ]
        return None if None in values else cls(*values)


_CONTROLS: Final[dict[str, type[Control]]] = {}
_Kind = TypeVar("_Kind", bound=Control)


@dataclass_transform(frozen_default=True)
def control(code: str) -> Callable[[type[_Kind]], type[_Kind]]:
    """Name a control as it stands in messages, for good: old buttons are pressed for years."""

    def register(kind: type[_Kind]) -> type[_Kind]:
        assert code not in _CONTROLS, code
        made = in_order(kind)
        made.code = code
        _CONTROLS[code] = made
        return made

    return register


def read_control(custom_id: str) -> Control | None:
    """The control that a custom_id names; None if it is none of ours, or forged."""
    code, *parts = custom_id.split(":")
    kind = _CONTROLS.get(code)
    return kind.read(parts) if kind else None


def custom_ids(components: Iterable[Any]) -> Iterator[str]:
    """The custom_ids of all controls of a message that discord.py read, however deep they lie."""
    for component in components:
        custom_id = getattr(component, "custom_id", None)
        if custom_id:
            yield custom_id
        yield from custom_ids(getattr(component, "children", ()))
        accessory = getattr(component, "accessory", None)
        yield from custom_ids([accessory] if accessory else ())


def _write(value: int | str) -> str:
    return value if isinstance(value, str) else in_base_36(value)


def in_base_36(value: int) -> str:
    """A number as Discord's short fields carry it best: a snowflake takes 13 letters, not 19."""
    digits = ""
    number = abs(value)
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return ("-" if value < 0 else "") + (digits or "0")


def _read(text: str, *, whole: bool) -> int | str | None:
    if not whole:
        return text
    plain = text.removeprefix("-")
    if not plain or len(plain) > 14 or any(digit not in _DIGITS for digit in plain):
        return None
    number = int(text, 36)
    return number if abs(number) <= _MOST_NUMBER else None
