"""One member's client: what a person does in Discord, over HTTP and the user gateway alone."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aiohttp import ClientSession, ClientTimeout

from bot.sandbox.people.command_index import (
    MESSAGE_MENU,
    USER_MENU,
    Command,
    CommandIndex,
    UnknownCommandError,
    Value,
    nearest,
)
from bot.sandbox.people.controls import Given, filled, find_button, find_select, picked
from bot.sandbox.people.exchange import Exchange, NoAnswerError
from bot.sandbox.people.inbox import Inbox
from bot.sandbox.people.listener import ConnectionLostError, Listener, Timeouts
from bot.sandbox.people.requests import RequestRefusedError, form_of, new_nonce, read_result
from bot.sandbox.people.seen import Attachment, Json, LocalFile, Message, Modal
from bot.sandbox.people.shop import Purchase, Shop

__all__ = [
    "Exchange",
    "Message",
    "Modal",
    "Person",
    "Purchase",
    "RequestRefusedError",
    "Timeouts",
]

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
BUTTON = 2

OUTDATED = "INTERACTION_APPLICATION_COMMAND_INVALID_VERSION"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Account:
    """Where a person acts and as whom; the token is what their client signs in with."""

    api_url: str
    application_id: int
    guild_id: int
    member_id: int
    name: str
    token: str = field(repr=False)


class Person:
    """A member at a client, in one guild. Create one with `async with Person.connect(...)`.

    Acts return an Exchange at once; wait on that for what follows. Unless `check=False`, what a
    client would not let through is refused here, with the reason, before anything is sent.
    """

    def __init__(
        self,
        account: Account,
        gateway_url: str,
        session: ClientSession,
        *,
        timeouts: Timeouts,
        clock: Callable[[], float],
    ) -> None:
        self.account = account
        self.name = account.name
        self.id = account.member_id
        self.place: int | None = None
        self.last: Exchange | None = None
        self._session = session
        self.shop = Shop(self._request, account.application_id)
        self._inbox = Inbox()
        self._listener = Listener(session, gateway_url, account.token, self._receive, timeouts)
        self._timeouts = timeouts
        self._clock = clock
        self._index = CommandIndex({}, account.application_id)
        self._read: set[int] = set()
        self._reading_again: set[asyncio.Task[None]] = set()

    @classmethod
    @contextlib.asynccontextmanager
    async def connect(
        cls,
        *,
        api_url: str,
        gateway_url: str,
        application_id: int,
        guild_id: int,
        member_id: int,
        name: str,
        token: str,
        session: ClientSession | None = None,
        timeouts: Timeouts | None = None,
        clock: Callable[[], float] = time.time,
    ) -> AsyncIterator[Person]:
        """Sign in and stay connected inside the block; a session that is passed in stays open.

        ConnectionLostError if there is no gateway session in time. `clock` gives Unix seconds.
        """
        limits = timeouts or Timeouts()
        account = Account(api_url.rstrip("/"), application_id, guild_id, member_id, name, token)
        async with contextlib.AsyncExitStack() as stack:
            http = session
            if http is None:
                http = await stack.enter_async_context(ClientSession())
            person = cls(account, gateway_url, http, timeouts=limits, clock=clock)
            await stack.enter_async_context(person._listening())
            yield person

    # What the person sees.

    @property
    def channels(self) -> Mapping[int, str]:
        """Return the names of the guild's channels by id."""
        return self._inbox.channels

    def channel_id(self, channel: int | str | None = None) -> int:
        """Return the id of a channel given as an id, `#name` or name; without one, of the place.

        The place is where the person is; unless it was set, that is the oldest text channel.
        """
        if channel is None:
            return self.place if self.place is not None else min(self._inbox.text_channels)
        if isinstance(channel, int) or channel.isdecimal():
            return int(channel)
        name = channel.removeprefix("#")
        for channel_id, known in self.channels.items():
            if known == name:
                return channel_id
        raise LookupError(f"There is no channel #{name}{nearest(name, self.channels.values())}")

    def messages(self, channel: int | str | None = None) -> list[Message]:
        """Return what this person has seen of a channel, as it is now, oldest first."""
        return self._inbox.messages(self.channel_id(channel))

    def watch(
        self,
        on_message: Callable[[Message], object] | None,
        on_gone: Callable[[Message], object] | None = None,
    ) -> None:
        """Call back with each message that arrives or changes from now on; None ends that.

        `on_gone` gets each message that was seen and is deleted, as it was last.
        """
        self._inbox.on_message = on_message
        self._inbox.on_gone = on_gone

    def learn(
        self, on_channel: Callable[[int, str], object], on_role: Callable[[int, str], object]
    ) -> None:
        """Call back with the id and the name of each channel and role that is new or renamed."""
        self._inbox.on_channel = on_channel
        self._inbox.on_role = on_role

    def current(self, message: Message) -> Message | None:
        """Return the latest version of a message, None if it is gone."""
        return self._inbox.message(message.id)

    async def read(self, channel: int | str | None = None, limit: int = 50) -> list[Message]:
        """Open a channel: load its newest messages (1..100) and return what is seen of it."""
        channel_id = self.channel_id(channel)
        path = f"/channels/{channel_id}/messages?limit={limit}"
        for raw in reversed(await self._request("GET", path)):
            self._inbox.load(raw)
        self._read.add(channel_id)
        return self._inbox.messages(channel_id)

    async def download(self, attachment: Attachment) -> bytes:
        """Return what a file that hangs on a message holds; RequestRefusedError if it is gone."""
        limit = ClientTimeout(total=self._timeouts.request_seconds)
        headers = {"Authorization": self.account.token}
        async with self._session.get(attachment.url, headers=headers, timeout=limit) as response:
            body = await response.read()
            if response.status != 200:
                raise RequestRefusedError(response.status, 0, body.decode(errors="replace"), {})
            return body

    async def sees(
        self,
        channel: int | str | None,
        predicate: Callable[[Message], bool],
        seconds: float | None = None,
    ) -> Message:
        """Wait until a message of the channel satisfies the predicate, now or later."""
        channel_id = self.channel_id(channel)
        if channel_id not in self._read:
            await self.read(channel_id)

        def look() -> Message | None:
            return next(filter(predicate, self._inbox.messages(channel_id)), None)

        place = self.channels.get(channel_id, channel_id)
        return await self._until(look, f"{self.name} waits for a message in #{place}.", seconds)

    async def loses(self, message: Message, seconds: float | None = None) -> None:
        """Wait until a message that this person has seen is gone."""

        def look() -> bool | None:
            return True if self._inbox.message(message.id) is None else None

        sentence = f"{self.name} waits for message {message.id} to go."
        await self._until(look, sentence, seconds)

    async def commands(self, *, refresh: bool = False) -> CommandIndex:
        """Return the commands this person's client lists; fetched again when they changed."""
        if refresh or self._inbox.commands_changed:
            self._inbox.commands_changed = False
            path = f"/guilds/{self.account.guild_id}/application-command-index"
            self._index = CommandIndex(
                await self._request("GET", path), self.account.application_id
            )
        return self._index

    # What the person does.

    async def use(
        self,
        command: str | Command,
        options: Mapping[str, Value] | None = None,
        /,
        *,
        channel: int | str | None = None,
        check: bool = True,
        **more: Value,
    ) -> Exchange:
        """Send a slash command such as `/gift` or `/mod freeze`.

        Options go by name; the mapping serves names that Python or this method uses itself.
        With `check=False`, values are sent as they are, known or not. A Command out of another
        person's index serves to forge what this person's client does not list.
        """
        found = await self._typed(command)
        values = {**(options or {}), **more}
        sent = found.fit(values) if check else values
        data = found.data(sent)
        try:
            return await self._act(COMMAND, data, what=found.title, channel=channel)
        except RequestRefusedError as error:
            if OUTDATED not in str(error.errors) or isinstance(command, Command):
                raise
        await self.commands(refresh=True)
        return await self.use(command, options, channel=channel, check=check, **more)

    async def suggestions(
        self,
        command: str | Command,
        options: Mapping[str, Value] | None = None,
        /,
        *,
        focused: str,
        text: str = "",
        channel: int | str | None = None,
        **more: Value,
    ) -> list[tuple[str, Value]]:
        """Return the (name, value) pairs suggested for one option while it is being typed.

        NoAnswerError if the application does not answer the request.
        """
        found = await self._typed(command)
        data = found.data({**(options or {}), **more, focused: text}, focused)
        what = f"autocomplete of {found.title}"
        exchange = await self._act(AUTOCOMPLETE, data, what=what, channel=channel)

        def look() -> list[tuple[str, Value]] | None:
            choices = self._inbox.suggested(exchange.nonce)
            if exchange.failed:
                raise NoAnswerError(f"{exchange.what} failed: {exchange.failure}.")
            if choices is None:
                return None
            return [(str(choice["name"]), choice["value"]) for choice in choices]

        return await self._until(look, f"{self.name} waits for the {what}.", None)

    async def menu(
        self,
        title: str,
        target: int | Person | Message,
        *,
        channel: int | str | None = None,
    ) -> Exchange:
        """Choose an entry of the menu of a member (an id or a Person) or of a message."""
        kind = MESSAGE_MENU if isinstance(target, Message) else USER_MENU
        found = await self._command(lambda index: index.menu(title, kind))
        if isinstance(target, Message):
            channel = target.channel_id
        target_id = target if isinstance(target, int) else target.id
        data = found.data({}) | {"target_id": str(target_id)}
        return await self._act(COMMAND, data, what=found.title, channel=channel)

    async def press(self, message: Message, caption: str, *, check: bool = True) -> Exchange:
        """Press the button with this label or custom_id, as the message shows it."""
        button = find_button(message, caption, check=check)
        data = {"component_type": BUTTON, "custom_id": button.custom_id}
        return await self._touch(message, data, button.caption or caption)

    async def pick(
        self, message: Message, *values: Value, control: str | None = None, check: bool = True
    ) -> Exchange:
        """Pick in a select: its labels or values, or the ids of people, roles or channels.

        `control` is the select's placeholder or custom_id, needed if the message has several.
        """
        select = find_select(message, control, check=check)
        data = picked(select, values, check=check)
        return await self._touch(message, data, select.placeholder or select.custom_id)

    async def fill(
        self, modal: Modal, values: Mapping[str, Given] | None = None, *, check: bool = True
    ) -> Exchange:
        """Submit a modal with values by label or custom_id; the rest stays as prefilled."""
        files: list[LocalFile] = []
        components = filled(modal, values or {}, files, check=check)
        data = {"id": str(modal.id), "custom_id": modal.custom_id, "components": components}
        return await self._act(
            MODAL_SUBMIT,
            data,
            what=modal.title,
            channel=modal.channel_id,
            source=modal.source,
            files=files,
        )

    async def buy(
        self, sku: int | str, *, on: Message | None = None, test_mode: bool = False
    ) -> Purchase:
        """Buy something of the application by its id or name, at once; nothing is really paid.

        With `on`, a premium button of that message must sell it, and not be disabled. In test
        mode only the application's owner buys. RequestRefusedError tells what Discord refuses.
        """
        offer = await self.shop.offer(sku, on)
        return await self.shop.buy(offer, test_mode=test_mode)

    async def follows(
        self,
        purchase: Purchase,
        predicate: Callable[[Purchase], bool],
        seconds: float | None = None,
    ) -> Purchase:
        """Wait until what was bought satisfies the predicate, such as being consumed."""

        def look() -> Purchase | None:
            known = self._inbox.purchases.get(purchase.id, purchase)
            return known if predicate(known) else None

        sentence = f"{self.name} waits for what becomes of purchase {purchase.id}."
        return await self._until(look, sentence, seconds)

    async def forge(self, payload: Json) -> Exchange:
        """Send an interaction as it stands; only what it leaves out is filled in.

        Filled in are application_id, guild_id, channel_id, session_id and nonce.
        """
        source = payload.get("message_id")
        exchange = self._begin(
            "a forged interaction",
            None if source is None else int(source),
            None if payload.get("nonce") is None else str(payload["nonce"]),
        )
        return await self._send(exchange, {**await self._frame(None), **payload})

    async def _touch(self, message: Message, data: Json, caption: str) -> Exchange:
        return await self._act(
            COMPONENT, data, what=caption, channel=message.channel_id, source=message
        )

    async def _act(
        self,
        kind: int,
        data: Json,
        *,
        what: str,
        channel: int | str | None,
        source: Message | int | None = None,
        files: Sequence[LocalFile] = (),
    ) -> Exchange:
        payload = {**await self._frame(channel), "type": kind, "data": data}
        if isinstance(source, Message):
            payload |= {"message_id": str(source.id), "message_flags": source.flags}
        source_id = source.id if isinstance(source, Message) else source
        exchange = self._begin(what, source_id)
        return await self._send(exchange, payload, keep=kind != AUTOCOMPLETE, files=files)

    def _begin(self, what: str, source: int | None, nonce: str | None = None) -> Exchange:
        exchange = Exchange(
            self._inbox,
            f"{self.name}: {what}",
            nonce or new_nonce(self._clock()),
            source,
            self._timeouts.answer_seconds,
        )
        self._inbox.begin(exchange)
        return exchange

    async def _send(
        self,
        exchange: Exchange,
        payload: Mapping[str, Any],
        *,
        keep: bool = True,
        files: Sequence[LocalFile] = (),
    ) -> Exchange:
        if keep:
            self.last = exchange
        body = {"nonce": exchange.nonce, **payload}
        await self._request("POST", "/interactions", body, files)
        return exchange

    async def _frame(self, channel: int | str | None) -> dict[str, Any]:
        return {
            "application_id": str(self.account.application_id),
            "guild_id": str(self.account.guild_id),
            "channel_id": str(self.channel_id(channel)),
            "session_id": await self._session_id(),
        }

    async def _session_id(self) -> str:
        """Return the gateway session; between two sessions, wait for the next one."""
        return await self._until(
            lambda: self._listener.session_id,
            f"{self.name} waits for a gateway session.",
            self._timeouts.connect_seconds,
        )

    async def _typed(self, command: str | Command) -> Command:
        if isinstance(command, Command):
            return command
        return await self._command(lambda index: index.find(command))

    async def _command(self, find: Callable[[CommandIndex], Command]) -> Command:
        """Find a command in the index; one that is missing is looked for in a fresh index."""
        index = await self.commands()
        try:
            return find(index)
        except UnknownCommandError:
            return find(await self.commands(refresh=True))

    async def _request(
        self, method: str, path: str, body: Json | None = None, files: Sequence[LocalFile] = ()
    ) -> Any:
        limit = ClientTimeout(total=self._timeouts.request_seconds)
        headers = {"Authorization": self.account.token}
        sent: Any = {"data": form_of(body, files)} if files else {"json": body}
        async with self._session.request(
            method, self.account.api_url + path, headers=headers, timeout=limit, **sent
        ) as response:
            return await read_result(response)

    async def _until(self, look: Callable[[], T | None], sentence: str, seconds: float | None) -> T:
        limit = self._timeouts.answer_seconds if seconds is None else seconds
        return await self._inbox.changes.until(look, limit, sentence)

    @contextlib.asynccontextmanager
    async def _listening(self) -> AsyncIterator[None]:
        """Listen inside the block; when the listening ends early, whoever waits is told."""
        task = asyncio.create_task(self._listener.run(), name=f"user gateway of {self.name}")
        task.add_done_callback(self._tell_the_end)
        try:
            await self._session_id()
            yield
        finally:
            tasks = [task, *self._reading_again]
            for it in tasks:
                it.cancel()
            await asyncio.wait(tasks)

    def _receive(self, event: str, data: Any) -> None:
        self._inbox.receive(event, data)
        if event == "READY" and self._read:
            task = asyncio.create_task(self._read_again())
            self._reading_again.add(task)
            task.add_done_callback(self._reading_again.discard)

    async def _read_again(self) -> None:
        """Load what was written while there was no session, in the channels that were open."""
        for channel_id in tuple(self._read):
            await self.read(channel_id)
            self._inbox.changes.announce()

    def _tell_the_end(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        reason = f"{self.name} is no longer connected."
        end = error if isinstance(error, Exception) else ConnectionLostError(reason)
        self._inbox.changes.close(end)
