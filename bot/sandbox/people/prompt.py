"""The prompt at which somebody acts as any member of the sandbox."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Sequence

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.patch_stdout import patch_stdout
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.sandbox.people.command_index import (
    MESSAGE_MENU,
    USER_MENU,
    Command,
    OptionRefusedError,
    UnknownCommandError,
    Value,
)
from bot.sandbox.people.completion import Live, Scene, choose, complete, quoted, speaker_of
from bot.sandbox.people.controls import ControlRefusedError, find_button, find_select, named
from bot.sandbox.people.exchange import Exchange, NoAnswerError
from bot.sandbox.people.lines import (
    YES,
    Act,
    Buy,
    Fill,
    GoTo,
    LineError,
    Look,
    Menu,
    Pick,
    Plain,
    Press,
    Use,
    bind,
    parse,
)
from bot.sandbox.people.listener import ConnectionLostError
from bot.sandbox.people.names import UnknownNameError
from bot.sandbox.people.person import Person, RequestRefusedError
from bot.sandbox.people.screen import Screen
from bot.sandbox.people.seen import Kind, Message, Select
from bot.sandbox.people.stage import Stage
from bot.sandbox.people.waiting import NothingHappenedError

# What can go wrong in an act and is said in one sentence.
PROBLEMS = (
    LineError,
    UnknownNameError,
    UnknownCommandError,
    OptionRefusedError,
    ControlRefusedError,
    NoAnswerError,
    NothingHappenedError,
    RequestRefusedError,
    ConnectionLostError,
)

MESSAGES_SHOWN = 8

HELP = (
    ("Ann: /gift Rose to:Bea count:3", "type a command; words fill the options in their order"),
    ("Ann: press Send one", "press a button of the last answer or of the channel"),
    ("Ann: pick Rose", "pick in a select; commas part several"),
    ("Ann: fill count=3 message=hello", "fill in the form that is open"),
    ('Ann: menu "Send a gift" Bea', "choose from a member's menu"),
    ('Ann: menu "Look up this gift" 1', "choose from the menu of the newest message"),
    ('Ann: buy "65 coins"', "buy what the bot sells; nothing is really paid"),
    ("Ann: look", "show the last messages of the channel"),
    ("channel #show-bea", "go to another channel"),
    ("people", "say who is here"),
    ("quit", "leave"),
)


class Prompt:
    """Reads lines, lets the members act, and shows what they and the public then see."""

    def __init__(self, stage: Stage, console: Console, screen: Screen | None = None) -> None:
        self._stage = stage
        self._console = console
        self._screen = screen or Screen(stage.names)
        self._speaker: str | None = None
        self._watched = False
        self._suggested: dict[tuple[str, str, str], Value] = {}

    async def run(self, *, interactive: bool, stay: bool = True, descriptor: int = 0) -> None:
        """Serve until `quit`, the end of a terminal's input, or cancellation.

        Without a terminal, plain lines are read from the descriptor until its end; with `stay`
        this then waits until it is cancelled, so that the sandbox stays up.
        """
        await self.watch()
        if interactive:
            await self._converse()
            return
        async for line in plain_lines(descriptor):
            self._console.print(Text(f"> {line}", "dim"))
            if not await self.perform(line):
                return
        if stay:
            await asyncio.Event().wait()

    async def perform(self, line: str) -> bool:
        """Do what one line says and show what comes of it; False when it says quit."""
        try:
            act = parse(line, self._stage.people)
            if isinstance(act, Plain) and act.word == "quit":
                return False
            await self._do(act)
        except PROBLEMS as problem:
            self._console.print(Text(f"✗ {problem}", "red"))
        return True

    async def _converse(self) -> None:
        session: PromptSession[str] = PromptSession(completer=PromptCompleter(self))
        with patch_stdout(raw=True):
            while True:
                place = self._stage.names.channel_name(self._stage.place)
                try:
                    line = await session.prompt_async(f"#{place} > ")
                except (EOFError, KeyboardInterrupt):
                    return
                if not await self.perform(line):
                    return

    async def watch(self) -> None:
        """Show public messages as somebody who is always there sees them."""
        witness = await self._stage.person(self._stage.people[0])
        witness.watch(self._show_public, self._show_gone)
        self._watched = True
        self._screen.learn(await witness.shop.offers())

    def _show_public(self, message: Message) -> None:
        if not message.ephemeral:
            self._console.print(self._screen.message(message))

    def _show_gone(self, message: Message) -> None:
        if not message.ephemeral:
            self._console.print(self._screen.gone(message))

    async def _do(self, act: Act) -> None:
        match act:
            case Plain():
                self._say(act.word)
            case GoTo():
                place = self._stage.go(act.channel)
                self._console.print(f"You are in #{self._stage.names.channel_name(place)}.")
            case _:
                person = await self.speaker(act.person)
                await self._let(person, act)

    async def speaker(self, name: str | None) -> Person:
        """Return who acts: the person named, or whoever acted last."""
        name = name or self._speaker
        if name is None:
            someone = self._stage.people[0]
            raise LineError(f"Say who acts, such as: {someone}: /help.")
        self._speaker = name
        return await self._stage.person(name)

    async def _let(
        self, person: Person, act: Use | Press | Pick | Fill | Menu | Buy | Look
    ) -> None:
        match act:
            case Look():
                self._show_messages(await person.read(), person)
                return
            case Buy():
                offer = await person.shop.offer(act.offer)
                await person.shop.buy(offer)
                bought = f"✓ {person.name} has bought {offer.name}; nothing was really paid."
                self._console.print(Text(bought, "dim"))
                return
            case Use():
                exchange = await self._use(person, act)
            case Press():
                message = await _bearer(person, lambda it: find_button(it, act.caption))
                exchange = await person.press(message, act.caption)
            case Pick():
                exchange = await self._pick(person, act)
            case Fill():
                exchange = await self._fill(person, act)
            case Menu():
                exchange = await person.menu(act.title, await self._target(person, act.target))
        await exchange.settled()
        self._show(exchange, person)

    async def _use(self, person: Person, act: Use) -> Exchange:
        index = await person.commands()
        command, count = index.match([word.text for word in act.words])
        values = bind(command, act.words[count:], self._stage.names)
        for name, value in values.items():
            option = command.option(name)
            if option is not None and option.autocomplete and isinstance(value, str):
                values[name] = await self._choose(person, command, name, value, values)
        return await person.use(command.title, values)

    async def _choose(
        self, person: Person, command: Command, name: str, text: str, values: dict[str, Value]
    ) -> Value:
        """Return what a person who types this and picks from the suggestions sends."""
        known = self._suggested.get((command.title, name, text))
        if known is not None:
            return known
        others = {other: value for other, value in values.items() if other != name}
        choices = await person.suggestions(command.title, others, focused=name, text=text)
        return choose(choices, text)

    async def _pick(self, person: Person, act: Pick) -> Exchange:
        message = await _bearer(person, lambda it: self._select(it, act))
        select = self._select(message, act)
        values = [self._entity(select.kind, value) for value in act.values]
        return await person.pick(message, *values, control=select.custom_id)

    def _select(self, message: Message, act: Pick) -> Select:
        """Return the select that is named, or else the one that offers what is picked."""
        if act.control is None:
            for select in message.selects:
                if all(self._offers(select, value) for value in act.values):
                    return select
        return find_select(message, act.control)

    def _offers(self, select: Select, value: str) -> bool:
        if select.kind == Kind.STRING_SELECT:
            return value in {choice.label for choice in select.choices}
        try:
            self._entity(select.kind, value)
        except UnknownNameError:
            return False
        return True

    async def _fill(self, person: Person, act: Fill) -> Exchange:
        if person.last is None:
            raise LineError("There is no form open.")
        modal = person.last.modal
        entries = dict(act.values)
        if act.text:
            if len(modal.fields) != 1:
                example = " ".join(f"{field.custom_id}=…" for field in modal.fields)
                raise LineError(f"Say which field is meant: fill {example}.")
            entries = {modal.fields[0].custom_id: act.text}
        values: dict[str, Value] = {}
        for name, text in entries.items():
            field = named(modal.fields, name, lambda it: (it.custom_id, it.label), "field")
            checkbox = field.kind == Kind.CHECKBOX
            entered = text.casefold() in YES if checkbox else self._entity(field.kind, text)
            values[field.custom_id] = entered
        return await person.fill(modal, values)

    def _entity(self, kind: int, text: str) -> Value:
        """Return the id that a name stands for in a select of people, roles or channels."""
        names = self._stage.names
        match kind:
            case Kind.USER_SELECT:
                return names.member(text)
            case Kind.ROLE_SELECT:
                return names.role(text)
            case Kind.CHANNEL_SELECT:
                return names.channel(text)
            case Kind.MENTIONABLE_SELECT:
                return names.mentionable(text)
        return text

    async def _target(self, person: Person, target: str) -> int | Message:
        """Return the member, or the message that a number counts back to, 1 being the newest."""
        if target and not (target.isdecimal() and int(target) <= MESSAGES_SHOWN):
            return self._stage.names.member(target)
        public = [message for message in await person.read() if not message.ephemeral]
        back = int(target or 1)
        if not 1 <= back <= len(public):
            raise LineError("There is no such message in this channel.")
        return public[-back]

    def _show(self, exchange: Exchange, person: Person) -> None:
        """Show what the person alone sees; what all see is shown as it arrives."""
        messages = exchange.created or exchange.updated
        if exchange.failed or exchange.has_modal or not messages:
            self._console.print(self._screen.exchange(exchange, person.name))
        for message in messages:
            if message.ephemeral or not self._watched:
                self._console.print(self._screen.message(message, person.name))

    def _show_messages(self, messages: Sequence[Message], person: Person) -> None:
        for message in messages[-MESSAGES_SHOWN:]:
            self._console.print(self._screen.message(message, person.name))
        if not messages:
            self._console.print("Nothing was written here yet.")

    def _say(self, word: str) -> None:
        if word == "people":
            self._console.print(", ".join(self._stage.people))
        elif word == "help":
            table = Table.grid(padding=(0, 2))
            for example, meaning in HELP:
                table.add_row(Text(example, "bold"), Text(meaning, "dim"))
            self._console.print(table)

    # What completion needs.

    async def scene(self, text: str) -> Scene:
        """Return what completion may offer for this line; it signs its speaker in."""
        people = self._stage.people
        name, rest = speaker_of(text, people)
        name = name or (self._speaker if rest.startswith("/") else None)
        if name is None:
            return Scene(self._stage.names, people=people)
        person = await self._stage.person(name)
        index = await person.commands()
        shown = _on_screen(person)
        buttons = [button for it in shown for button in it.buttons]
        menus = [it.path[0] for kind in (USER_MENU, MESSAGE_MENU) for it in index.menus(kind)]
        form = person.last.modal if person.last and person.last.has_modal else None
        return Scene(
            names=self._stage.names,
            commands=index.slash,
            menus=menus,
            captions=[it.label or it.emoji for it in buttons if it.custom_id],
            offers=[offer.name for offer in await person.shop.offers()],
            choices=[c.label for it in shown for select in it.selects for c in select.choices],
            fields=[field.label or field.custom_id for field in form.fields] if form else (),
            people=people,
        )

    async def suggest(self, text: str, live: Live) -> list[str]:
        """Return what the application suggests for an option that is being typed."""
        name, _ = speaker_of(text, self._stage.people)
        person = await self.speaker(name)
        title, option = live.command.title, live.option.name
        choices = await person.suggestions(title, live.others, focused=option, text=live.text)
        for caption, value in choices:
            self._suggested[title, option, caption] = value
        return [f"{live.prefix}{quoted(caption)} " for caption, _ in choices]


class PromptCompleter(Completer):
    """Completes lines of the prompt, asking the application where it suggests values itself."""

    def __init__(self, prompt: Prompt) -> None:
        self._prompt = prompt

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """Offer nothing: the prompt runs in an event loop and completes there."""
        return ()

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        """Offer what may follow the text before the cursor."""
        text = document.text_before_cursor
        try:
            found = complete(text, await self._prompt.scene(text))
            if isinstance(found, Live):
                for suggestion in await self._prompt.suggest(text, found):
                    yield Completion(suggestion, -found.replaces)
                return
        except PROBLEMS:
            # A line that is still being typed may be wrong; Enter will say so.
            return
        for candidate in found:
            yield Completion(
                candidate.text, -candidate.replaces, display_meta=candidate.hint or None
            )


async def plain_lines(descriptor: int) -> AsyncIterator[str]:
    """Yield the lines that arrive at a file descriptor until its end, without blocking."""
    rest = b""
    while chunk := await _chunk(descriptor):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield line.decode(errors="replace").rstrip("\r")
    if rest:
        yield rest.decode(errors="replace")


async def _chunk(descriptor: int) -> bytes:
    """Return what can be read next, empty at the end."""
    loop = asyncio.get_running_loop()
    readable = asyncio.Event()
    # Files and /dev/null cannot be watched; reading them never waits.
    with contextlib.suppress(PermissionError):
        loop.add_reader(descriptor, readable.set)
        try:
            await readable.wait()
        finally:
            loop.remove_reader(descriptor)
    return os.read(descriptor, 65_536)


def _on_screen(person: Person) -> list[Message]:
    """Return what a person would look at: the last answer, then the channel from its end."""
    answers = list(person.last.created or person.last.updated) if person.last else []
    shown = {message.id for message in answers}
    rest = (message for message in reversed(person.messages()) if message.id not in shown)
    return [*answers, *rest]


async def _bearer(person: Person, find: Callable[[Message], object]) -> Message:
    """Return the first message that bears the control, on the screen or else in the channel."""
    try:
        return _bearing(person, find)
    except ControlRefusedError:
        # It may have been posted before this person came.
        await person.read()
        return _bearing(person, find)


def _bearing(person: Person, find: Callable[[Message], object]) -> Message:
    """Return the first message on the screen that bears the control; the error of the first."""
    refusal: ControlRefusedError | None = None
    for message in _on_screen(person):
        try:
            find(message)
        except ControlRefusedError as error:
            refusal = refusal or error
        else:
            return message
    raise refusal or ControlRefusedError("There is nothing to use here yet; try look.")
