"""Facts: classes of plain named values that nobody edits, and that are equal by what they hold."""

from dataclasses import Field, dataclass, field
from typing import Any, ClassVar, TypeVar, dataclass_transform

from bot.ledger.shape import field_names

_Kind = TypeVar("_Kind", bound="Fact")


class Fact:
    """What all facts can do. There are hundreds of classes of them, and with methods of its own,
    as dataclasses have, each takes three times the memory."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def __eq__(self, other: object) -> bool:
        """Whether the other is of the same class and holds the same."""
        if type(other) is not type(self):
            return NotImplemented
        return _values(self) == _values(other)

    def __hash__(self) -> int:
        """The same for equal facts."""
        return hash(_values(self))

    def __repr__(self) -> str:
        """As it would be written."""
        names = field_names(type(self))
        written = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({written})"


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def by_name(kind: type[_Kind]) -> type[_Kind]:
    """Make a class one of facts that are given by name.

    mypy sees to it that nobody edits them. At run time nothing does, for to make one of eighteen
    fields would take three times as long.
    """
    return dataclass(slots=True, kw_only=True, eq=False, repr=False)(kind)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def in_order(kind: type[_Kind]) -> type[_Kind]:
    """The same of facts that are given in order."""
    return dataclass(slots=True, eq=False, repr=False)(kind)


def _values(fact: Fact) -> tuple[Any, ...]:
    return tuple(getattr(fact, name) for name in field_names(type(fact)))
