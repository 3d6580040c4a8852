"""What could come next in a line that is being typed at the prompt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.sandbox.people.command_index import Command, Option, OptionKind, Value
from bot.sandbox.people.lines import PLACES, VERBS, LineError, Word, assign, bind, words_of
from bot.sandbox.people.names import Names, UnknownNameError


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that could replace the last `replaces` characters of the line."""

    text: str
    replaces: int
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Live:
    """The application itself has to suggest: this option's value, typed so far as `text`."""

    command: Command
    option: Option
    text: str
    others: dict[str, Value]
    replaces: int
    prefix: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What completion may offer: who and what there is, and what is on the person's screen."""

    names: Names
    commands: Sequence[Command] = ()
    menus: Sequence[str] = ()
    captions: Sequence[str] = ()
    offers: Sequence[str] = ()
    choices: Sequence[str] = ()
    fields: Sequence[str] = ()
    people: Sequence[str] = field(default_factory=tuple)


def speaker_of(text: str, people: Iterable[str]) -> tuple[str | None, str]:
    """Return who stands before the colon, if anybody known does, and what follows."""
    for name in sorted(people, key=len, reverse=True):
        if text.casefold().startswith(name.casefold() + ":"):
            return name, text[len(name) + 1 :].lstrip()
    return None, text.lstrip()


def complete(text: str, scene: Scene) -> list[Candidate] | Live:
    """Return what could follow the text before the cursor, nearest to what is typed first."""
    person, rest = speaker_of(text, scene.people)
    if rest.startswith("/"):
        return _complete_command(rest[1:], scene)
    verb, space, tail = rest.partition(" ")
    if space:
        return list(_begin(_after_verb(verb.casefold(), scene), tail.lstrip()))
    openings = [f"{name}: " for name in scene.people] if person is None else []
    places = PLACES if person is None else ()
    commands = [command.title + " " for command in scene.commands] if person else []
    verbs = [verb if verb == "look" else verb + " " for verb in VERBS]
    return list(_begin([*openings, *commands, *verbs, *places], rest))


def choose(choices: Sequence[tuple[str, Value]], text: str) -> Value:
    """Return the suggestion that a person who typed the text would take, else the text itself.

    An exact name or value wins; then the shortest name that holds the text as whole words.
    """
    folded = text.casefold()
    for name, value in choices:
        if folded in {name.casefold(), str(value).casefold()}:
            return value
    whole = re.compile(rf"(?<!\w){re.escape(folded)}(?!\w)")
    fitting = [pair for pair in choices if folded and whole.search(pair[0].casefold())]
    return min(fitting, key=lambda pair: len(pair[0]))[1] if fitting else text


def quoted(text: str) -> str:
    """Return a text as one word of a line."""
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"' if re.search(r'[\s",]', text) else text


def _begin(texts: Iterable[str], typed: str) -> Iterator[Candidate]:
    folded = typed.casefold()
    for text in texts:
        if text.casefold().lstrip('"').startswith(folded.lstrip('"')):
            yield Candidate(text, len(typed))


def _after_verb(verb: str, scene: Scene) -> Sequence[str]:
    match verb:
        case "channel":
            return [f"#{name}" for name in scene.names.channels]
        case "press":
            return scene.captions
        case "pick":
            return scene.choices
        case "fill":
            return [f"{quoted(name)}=" for name in scene.fields]
        case "buy":
            return scene.offers
        case "menu":
            return [f'"{title}" ' for title in scene.menus]
    return ()


def _complete_command(text: str, scene: Scene) -> list[Candidate] | Live:
    """Complete the words of a command, then its options."""
    title = " ".join(text.split())
    command = max(
        (it for it in scene.commands if f"{text} ".startswith(" ".join(it.path) + " ")),
        key=lambda it: len(it.path),
        default=None,
    )
    if command is None or text == " ".join(command.path):
        return [
            Candidate(it.title + " ", len(text) + 1, it.description)
            for it in scene.commands
            if " ".join(it.path).startswith(title)
        ]
    try:
        words = words_of(text)[len(command.path) :]
        current = "" if text[-1].isspace() else _last_raw(text)
        return _complete_option(command, words, current, scene.names)
    except (LineError, UnknownNameError):
        return []


def _last_raw(text: str) -> str:
    """Return the word being typed as it stands in the line, quotes included."""
    found = re.search(r'(?:[^\s"]|"[^"]*")+$', text)
    return found[0] if found else ""


def _complete_option(
    command: Command, words: Sequence[Word], current: str, names: Names
) -> list[Candidate] | Live:
    before = words[:-1] if current else words
    given = assign(command, before)
    name, colon, typed = current.partition(":")
    option = command.option(name) if colon else None
    left = [it for it in command.options if it.name not in given]
    if option is None:
        offered = [f"{it.name}:" for it in left]
        options = list(_begin(offered, current))
        if options or not left or not current:
            return options
        option, typed = left[0], current
    prefix = f"{option.name}:"
    bare = typed.strip('"')
    if option.autocomplete:
        others = bind(command, before, names)
        return Live(command, option, bare, others, len(current), prefix)
    folded = bare.casefold()
    values = (value for value in _values(option, names) if value.casefold().startswith(folded))
    return [Candidate(f"{prefix}{quoted(value)} ", len(current)) for value in values]


def _values(option: Option, names: Names) -> list[str]:
    """Return the values of an option that can be listed without asking anybody."""
    if option.choices:
        return [name for name, _ in option.choices]
    match option.kind:
        case OptionKind.USER:
            return list(names.members)
        case OptionKind.CHANNEL:
            return [f"#{name}" for name in names.channels]
        case OptionKind.ROLE:
            return list(names.roles)
        case OptionKind.MENTIONABLE:
            return [*names.members, *names.roles]
        case OptionKind.BOOLEAN:
            return ["yes", "no"]
    return []
