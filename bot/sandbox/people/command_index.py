"""The commands that a member's client lists, what they take, and the data that uses one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from bot.sandbox.people.seen import Json

# Discord sends integers that JavaScript can hold exactly.
LARGEST_INTEGER = 2**53 - 1

Value = str | int | float | bool


class OptionKind(IntEnum):
    """What an option takes, numbered as Discord numbers it."""

    SUBCOMMAND = 1
    SUBCOMMAND_GROUP = 2
    STRING = 3
    INTEGER = 4
    BOOLEAN = 5
    USER = 6
    CHANNEL = 7
    ROLE = 8
    MENTIONABLE = 9
    NUMBER = 10
    ATTACHMENT = 11


BRANCHES = (OptionKind.SUBCOMMAND, OptionKind.SUBCOMMAND_GROUP)
IDS = frozenset(range(OptionKind.USER, OptionKind.MENTIONABLE + 1))

CHAT_INPUT = 1
USER_MENU = 2
MESSAGE_MENU = 3


class UnknownCommandError(LookupError):
    """There is no such command for this member; the text names the nearest."""


class OptionRefusedError(ValueError):
    """The client does not let an option through; the text says why."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a command; lengths are in characters, None is no bound."""

    name: str
    kind: int
    description: str
    required: bool
    autocomplete: bool
    choices: tuple[tuple[str, Value], ...]
    min_value: float | None
    max_value: float | None
    min_length: int | None
    max_length: int | None

    @classmethod
    def read(cls, raw: Json) -> Option:
        """Return the view over an option of the command index."""
        return cls(
            name=str(raw["name"]),
            kind=int(raw["type"]),
            description=str(raw.get("description") or ""),
            required=bool(raw.get("required")),
            autocomplete=bool(raw.get("autocomplete")),
            choices=tuple((str(c["name"]), c["value"]) for c in raw.get("choices") or ()),
            min_value=raw.get("min_value"),
            max_value=raw.get("max_value"),
            min_length=raw.get("min_length"),
            max_length=raw.get("max_length"),
        )

    def fit(self, value: Value) -> Value:
        """Return the value as the client would send it; OptionRefusedError if it would not."""
        if self.choices:
            return self._chosen(value)
        fitted = self._typed(value)
        if isinstance(fitted, str) and self.kind == OptionKind.STRING:
            self._within(len(fitted), self.min_length, self.max_length, "character")
        elif self.kind in {OptionKind.INTEGER, OptionKind.NUMBER}:
            self._within(float(fitted), self.min_value, self.max_value)
        return fitted

    def _typed(self, value: Value) -> Value:
        whole = isinstance(value, int) and not isinstance(value, bool)
        match self.kind:
            case OptionKind.STRING:
                return str(value)
            case OptionKind.BOOLEAN if isinstance(value, bool):
                return value
            case OptionKind.INTEGER if whole and abs(int(value)) <= LARGEST_INTEGER:
                return value
            case OptionKind.NUMBER if whole or isinstance(value, float):
                return value
            case kind if kind in IDS and (whole or str(value).isdecimal()):
                return str(value)
        raise OptionRefusedError(f"{self.name} takes {self.wants}, not {value!r}.")

    def _chosen(self, value: Value) -> Value:
        for name, chosen in self.choices:
            if value == chosen or str(value).casefold() == name.casefold():
                return chosen
        offered = ", ".join(name for name, _ in self.choices)
        raise OptionRefusedError(f"{self.name} is one of {offered}, not {value!r}.")

    def _within(self, size: float, least: float | None, most: float | None, unit: str = "") -> None:
        if least is not None and size < least:
            which, bound = "at least", least
        elif most is not None and size > most:
            which, bound = "at most", most
        else:
            return
        wanted = (
            f"{_plain(bound)} {unit}{'' if bound == 1 else 's'} long" if unit else _plain(bound)
        )
        raise OptionRefusedError(f"{self.name} must be {which} {wanted}, not {_plain(size)}.")

    @property
    def wants(self) -> str:
        """Return in words what this option takes."""
        kinds = {
            OptionKind.STRING: "text",
            OptionKind.INTEGER: "a whole number",
            OptionKind.BOOLEAN: "yes or no",
            OptionKind.USER: "a member",
            OptionKind.CHANNEL: "a channel",
            OptionKind.ROLE: "a role",
            OptionKind.MENTIONABLE: "a member or a role",
            OptionKind.NUMBER: "a number",
            OptionKind.ATTACHMENT: "a file",
        }
        return kinds.get(OptionKind(self.kind), "something else")


@dataclass(frozen=True, slots=True)
class Command:
    """One command as it is typed or clicked; `path` holds its words, subcommands included."""

    path: tuple[str, ...]
    kind: int
    description: str
    options: tuple[Option, ...]
    root: Json = field(repr=False, compare=False)

    @property
    def title(self) -> str:
        """Return how it is written: with a slash, or as the menu shows it."""
        return ("/" if self.kind == CHAT_INPUT else "") + " ".join(self.path)

    def option(self, name: str) -> Option | None:
        """Return the option of this name, None if there is none."""
        return next((option for option in self.options if option.name == name), None)

    def fit(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Return the values as the client sends them; OptionRefusedError if one may not pass."""
        for name in values:
            if self.option(name) is None:
                names = [option.name for option in self.options]
                raise OptionRefusedError(
                    f"{self.title} has no option {name!r}{nearest(name, names)}"
                )
        missing = [it for it in self.options if it.required and it.name not in values]
        if missing:
            needs = "; ".join(f"{option.name}: {option.wants}" for option in missing)
            raise OptionRefusedError(f"{self.title} needs {needs}.")
        given = (option for option in self.options if option.name in values)
        return {option.name: option.fit(values[option.name]) for option in given}

    def data(self, values: Mapping[str, Value], focused: str | None = None) -> dict[str, Any]:
        """Return the interaction's data, unchecked; `focused` marks the option being typed."""
        options = [self._given(name, value, name == focused) for name, value in values.items()]
        for depth, word in reversed(tuple(enumerate(self.path[1:]))):
            group = len(self.path) == 3 and depth == 0
            kind = OptionKind.SUBCOMMAND_GROUP if group else OptionKind.SUBCOMMAND
            options = [{"type": int(kind), "name": word, "options": options}]
        return {
            "version": self.root.get("version"),
            "id": str(self.root["id"]),
            "name": self.root["name"],
            "type": self.kind,
            "options": options,
            "attachments": [],
        }

    def _given(self, name: str, value: Value, focused: bool) -> dict[str, Any]:
        option = self.option(name)
        kind = option.kind if option else int(_kind_of(value))
        given = {"type": kind, "name": name, "value": str(value) if kind in IDS else value}
        return given | {"focused": True} if focused else given


class CommandIndex:
    """All commands of one application that a member's client lists in a guild."""

    def __init__(self, raw: Json, application_id: int) -> None:
        roots = [
            root
            for root in raw.get("application_commands") or ()
            if int(root.get("application_id") or application_id) == application_id
        ]
        self.commands = tuple(command for root in roots for command in _leaves(root))

    @property
    def slash(self) -> tuple[Command, ...]:
        """Return the commands that are typed."""
        return tuple(command for command in self.commands if command.kind == CHAT_INPUT)

    def menus(self, kind: int) -> tuple[Command, ...]:
        """Return the entries of the user menu (2) or the message menu (3)."""
        return tuple(command for command in self.commands if command.kind == kind)

    def find(self, title: str) -> Command:
        """Return the typed command `/name` or `/name subcommand`; UnknownCommandError if none."""
        path = tuple(title.removeprefix("/").split())
        return _pick(self.slash, path, title)

    def menu(self, title: str, kind: int) -> Command:
        """Return the menu entry with this caption; UnknownCommandError if there is none."""
        return _pick(self.menus(kind), (title,), title)

    def match(self, words: Sequence[str]) -> tuple[Command, int]:
        """Return the typed command that these words begin with and how many words it took."""
        for count in (3, 2, 1):
            for command in self.slash:
                if command.path == tuple(words[:count]):
                    return command, count
        title = "/" + " ".join(words[:2])
        raise UnknownCommandError(_missing(title, self.slash))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the end of a sentence that says what is unknown: what is close to it, or a stop."""
    folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), folded, n=3, cutoff=0.6)
    if not close:
        return "."
    return "; did you mean " + " or ".join(folded[name] for name in close) + "?"


def _pick(commands: Sequence[Command], path: tuple[str, ...], title: str) -> Command:
    found = next((command for command in commands if command.path == path), None)
    if found is None:
        raise UnknownCommandError(_missing(title, commands))
    return found


def _missing(title: str, commands: Sequence[Command]) -> str:
    return f"There is no {title!r}{nearest(title, [command.title for command in commands])}"


def _leaves(root: Json) -> Iterator[Command]:
    """Yield what can be used: the command, or each subcommand in place of it."""
    kind = int(root.get("type") or CHAT_INPUT)

    def walk(node: Json, path: tuple[str, ...]) -> Iterator[Command]:
        children = node.get("options") or ()
        branches = [child for child in children if child["type"] in BRANCHES]
        for branch in branches:
            yield from walk(branch, (*path, str(branch["name"])))
        if not branches:
            options = tuple(Option.read(child) for child in children)
            yield Command(path, kind, str(node.get("description") or ""), options, root)

    yield from walk(root, (str(root["name"]),))


def _plain(number: float) -> str:
    """Return a number with all its digits, a whole one without a point."""
    return str(int(number)) if number == int(number) else str(number)


def _kind_of(value: Value) -> OptionKind:
    """Return the kind that a forged option's value looks like."""
    match value:
        case bool():
            return OptionKind.BOOLEAN
        case int():
            return OptionKind.INTEGER
        case float():
            return OptionKind.NUMBER
    return OptionKind.STRING
