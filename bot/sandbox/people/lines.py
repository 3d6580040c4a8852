"""The grammar of the prompt: what a typed line asks for, without doing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.sandbox.people.command_index import Command, Option, OptionKind, Value, nearest
from bot.sandbox.people.names import Names

YES = frozenset({"yes", "y", "true", "on", "1"})
NO = frozenset({"no", "n", "false", "off", "0"})

VERBS = ("press", "pick", "fill", "menu", "buy", "look")
PLACES = ("channel", "people", "help", "quit")


class LineError(ValueError):
    """A line cannot be understood; the text is one sentence for the person who typed it."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a line; quotes are gone. Where in the text the first of them began and ended,
    `quoted_from` and `quoted_to` say: None for where there were none, or for the text's end."""

    text: str
    quoted_from: int | None = None
    quoted_to: int | None = None

    def split(self, mark: str) -> tuple[str, str] | None:
        """Return what stands before and after the first mark outside quotes, None without one."""
        at = self.text.find(mark)
        if self.quoted_from is not None and at >= self.quoted_from:
            # A name may be quoted, too: what follows its quotes is its mark, or it has none.
            end = len(self.text) if self.quoted_to is None else self.quoted_to
            at = end if self.quoted_from == 0 and self.text.startswith(mark, end) else -1
        if at < 1:
            return None
        return self.text[:at], self.text[at + 1 :]


@dataclass(frozen=True, slots=True)
class Use:
    """Type a slash command; the words are the command's path and its arguments."""

    person: str | None
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Press:
    """Press a button by its label."""

    person: str | None
    caption: str


@dataclass(frozen=True, slots=True)
class Pick:
    """Pick values in a select; `control` names it if there are several."""

    person: str | None
    values: tuple[str, ...]
    control: str | None


@dataclass(frozen=True, slots=True)
class Fill:
    """Fill in and submit the modal that is open; a text without a name is for its only field."""

    person: str | None
    values: Mapping[str, str]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """Choose an entry of a member's menu, or, with no target or a number, of a message's."""

    person: str | None
    title: str
    target: str


@dataclass(frozen=True, slots=True)
class Buy:
    """Buy something of the application by its name; nothing is really paid."""

    person: str | None
    offer: str


@dataclass(frozen=True, slots=True)
class Look:
    """Show the last messages of the channel, as this person sees them."""

    person: str | None


@dataclass(frozen=True, slots=True)
class GoTo:
    """Go on in another channel."""

    channel: str


@dataclass(frozen=True, slots=True)
class Plain:
    """One of `people`, `help`, `quit`, or an empty line."""

    word: str


Act = Use | Press | Pick | Fill | Menu | Buy | Look | GoTo | Plain


def words_of(text: str) -> list[Word]:
    """Split a line at white space; double quotes keep words together, \\" is a quote itself."""
    return [Word(*_unquote(text, start, end)) for start, end in _spans(text)]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the words begin and end."""
    start: int | None = None
    quoted = escaped = False
    for at, sign in enumerate(text):
        if start is None and not sign.isspace():
            start = at
        if start is not None and sign.isspace() and not quoted:
            yield start, at
            start = None
        if sign == '"' and not escaped:
            quoted = not quoted
        escaped = sign == "\\" and not escaped
    if quoted:
        raise LineError('A quote is not closed; end it with ".')
    if start is not None:
        yield start, len(text)


def _unquote(text: str, start: int, end: int) -> tuple[str, int | None, int | None]:
    """Return a word without its quotes and where in it the first pair of them stood."""
    signs: list[str] = []
    quotes: list[int] = []
    escaped = False
    for sign in text[start:end]:
        if sign == "\\" and not escaped:
            escaped = True
            continue
        if sign == '"' and not escaped:
            quotes.append(len(signs))
        else:
            signs.append("\\" + sign if escaped and sign not in '"\\' else sign)
        escaped = False
    return "".join(signs), quotes[0] if quotes else None, quotes[1] if quotes else None


def parse(line: str, people: Sequence[str]) -> Act:
    """Return what a line asks for; LineError if it cannot be understood.

    `people` are the names that may stand before the colon. Without a name the act's person is
    None: whoever acted last.
    """
    text = line.strip()
    person, rest = _speaker(text, people)
    verb, _, tail = rest.partition(" ")
    if person is None and verb.casefold() in {*PLACES, "", "exit"}:
        return _plain(verb.casefold(), tail.strip())
    if rest.startswith("/"):
        return Use(person, tuple(words_of(rest[1:])))
    return _deed(person, verb, tail.strip())


def _speaker(text: str, people: Sequence[str]) -> tuple[str | None, str]:
    """Return who is meant to act and the rest of the line."""
    folded = text.casefold()
    for name in sorted(people, key=len, reverse=True):
        if folded.startswith(name.casefold() + ":"):
            return name, text[len(name) + 1 :].strip()
    head, colon, rest = text.partition(":")
    addressed = rest.startswith((" ", "/")) and not text.startswith("/")
    if colon and addressed and head.casefold().split(" ")[0] not in {*VERBS, *PLACES}:
        raise LineError(f"There is nobody called {head!r}{nearest(head, people)}")
    return None, text


def _plain(verb: str, tail: str) -> Act:
    if verb == "channel":
        if not tail:
            raise LineError("Say which channel, such as: channel #gifts.")
        return GoTo(tail)
    return Plain("quit" if verb == "exit" else verb)


def _deed(person: str | None, verb: str, tail: str) -> Act:
    words = words_of(tail)
    match verb.casefold():
        case "press" if words:
            return Press(person, " ".join(word.text for word in words))
        case "pick" if words:
            return _pick(person, words)
        case "fill":
            return _fill(person, words)
        case "menu" if words:
            return Menu(person, words[0].text, " ".join(word.text for word in words[1:]))
        case "buy" if words:
            return Buy(person, " ".join(word.text for word in words))
        case "look":
            return Look(person)
        case "press" | "pick" | "menu" | "buy" as known:
            raise LineError(f"Say what to {'choose from the menu' if known == 'menu' else known}.")
    raise LineError(f"There is no {verb!r}{nearest(verb, (*VERBS, *PLACES))} Type help.")


def _pick(person: str | None, words: Sequence[Word]) -> Pick:
    """Read `pick Rose, Lion in:"Choose gifts"`; commas part the values."""
    control: str | None = None
    values: list[str] = []
    fresh = True
    for word in words:
        named = word.split(":")
        if named and named[0] == "in":
            control = named[1]
            continue
        ends = word.text.endswith(",") and word.quoted_from is None
        text = word.text.removesuffix(",") if ends else word.text
        if fresh:
            values.append(text)
        else:
            values[-1] += " " + text
        fresh = ends
    return Pick(person, tuple(value for value in values if value), control)


def _fill(person: str | None, words: Sequence[Word]) -> Fill:
    """Read `count=3 message=hello there` into fields; a word without `=` goes on with a text."""
    entries: dict[str, str] = {}
    nameless: list[str] = []
    last = ""
    for word in words:
        pair = word.split("=")
        if pair:
            last, entries[pair[0]] = pair
        elif last:
            entries[last] += " " + word.text
        else:
            nameless.append(word.text)
    if nameless and entries:
        raise LineError(f"Write field=value, such as count=3; {nameless[0]!r} has no field.")
    return Fill(person, entries, " ".join(nameless))


def bind(command: Command, words: Sequence[Word], names: Names) -> dict[str, Value]:
    """Return the option values that the words after a command give.

    `name:value` gives one option. Other words fill the options that are left, in their order, and
    a text goes on until the next `name:`. LineError or UnknownNameError says what does not fit.
    """
    given = assign(command, words)
    meant = (option for option in command.options if option.name in given)
    return {option.name: value_of(option, given[option.name], names) for option in meant}


def assign(command: Command, words: Sequence[Word]) -> dict[str, str]:
    """Return the text given for each option; LineError if a word has no place."""
    mentioned = {pair[0] for word in words if (pair := _named(command, word, in_text=True))}
    free = [option for option in command.options if option.name not in mentioned]
    given: dict[str, str] = {}
    growing: str | None = None
    for word in words:
        pair = _named(command, word, in_text=growing is not None)
        if pair:
            name, given[name] = pair
            growing = name if _is_text(command.option(name)) else None
        elif growing and (growing in mentioned or not free):
            given[growing] += " " + word.text
        elif free:
            option = free.pop(0)
            given[option.name] = word.text
            growing = option.name if _is_text(option) else None
        else:
            raise LineError(f"{command.title} takes no more; {word.text!r} is too much.")
    return given


def _named(command: Command, word: Word, *, in_text: bool) -> tuple[str, str] | None:
    """Return the option and the value of `name:value`, None for another word.

    In the middle of a text, a word with a colon is an option only if it could be meant as one.
    """
    pair = word.split(":")
    if pair is None or not pair[0].replace("-", "_").isidentifier() or pair[1].startswith("//"):
        return None
    name = pair[0].lower()
    if command.option(name):
        return name, pair[1]
    end = nearest(name, [option.name for option in command.options])
    if in_text and end == ".":
        return None
    raise LineError(f"{command.title} has no option {name!r}{end}")


def _is_text(option: Option | None) -> bool:
    return option is not None and option.kind == OptionKind.STRING and not option.choices


def value_of(option: Option, text: str, names: Names) -> Value:
    """Return what a typed text means for an option; LineError or UnknownNameError if nothing."""
    match option.kind:
        case OptionKind.USER:
            return names.member(text)
        case OptionKind.CHANNEL:
            return names.channel(text)
        case OptionKind.ROLE:
            return names.role(text)
        case OptionKind.MENTIONABLE:
            return names.mentionable(text)
        case OptionKind.BOOLEAN:
            return _yes_or_no(option, text)
        case OptionKind.INTEGER if not option.choices:
            return _number(option, text, int)
        case OptionKind.NUMBER if not option.choices:
            return _number(option, text, float)
    return text


def _yes_or_no(option: Option, text: str) -> bool:
    if text.casefold() in YES | NO:
        return text.casefold() in YES
    raise LineError(f"{option.name} takes yes or no, not {text!r}.")


def _number(option: Option, text: str, kind: type[int] | type[float]) -> Value:
    try:
        return kind(text.replace(",", ""))
    except ValueError:
        raise LineError(f"{option.name} takes {option.wants}, not {text!r}.") from None
