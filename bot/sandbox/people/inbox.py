"""What one person's client knows: the messages it may see and how its interactions fare."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from typing import Any

from bot.sandbox.people.exchange import Exchange
from bot.sandbox.people.seen import Json, Message, Modal
from bot.sandbox.people.shop import Purchase
from bot.sandbox.people.waiting import Changes

MESSAGES_KEPT_PER_CHANNEL = 500
EXCHANGES_KEPT = 1_000

TEXT_CHANNEL = 0


class Inbox:
    """Reads the user gateway's events into messages, exchanges and suggestions.

    It keeps the newest 500 messages a channel and the newest 1,000 exchanges.
    """

    def __init__(self) -> None:
        self.changes = Changes()
        self.channels: dict[int, str] = {}
        self.text_channels: set[int] = set()
        self.purchases: dict[int, Purchase] = {}
        self.commands_changed = True
        self.on_message: Callable[[Message], object] | None = None
        self.on_gone: Callable[[Message], object] | None = None
        self.on_channel: Callable[[int, str], object] | None = None
        self.on_role: Callable[[int, str], object] | None = None
        self._messages: dict[int, OrderedDict[int, Message]] = {}
        self._channel_of: dict[int, int] = {}
        self._gone: deque[int] = deque(maxlen=MESSAGES_KEPT_PER_CHANNEL)
        self._exchanges: OrderedDict[str, Exchange] = OrderedDict()
        self._caused: OrderedDict[int, list[int]] = OrderedDict()
        self._suggestions: OrderedDict[str, Sequence[Json]] = OrderedDict()
        self._readers: dict[str, Callable[[Any], None]] = {
            "READY": self._on_ready,
            "GUILD_CREATE": self._on_guild,
            "CHANNEL_CREATE": self._on_channel,
            "CHANNEL_UPDATE": self._on_channel,
            "MESSAGE_CREATE": self._on_message,
            "MESSAGE_UPDATE": self._on_update,
            "MESSAGE_DELETE": lambda data: self._forget(int(data["id"])),
            "MESSAGE_DELETE_BULK": self._on_bulk_delete,
            "INTERACTION_CREATE": self._on_interaction,
            "INTERACTION_SUCCESS": self._on_success,
            "INTERACTION_FAILURE": self._on_failure,
            "INTERACTION_MODAL_CREATE": self._on_modal,
            "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE": self._on_suggestions,
            "GUILD_APPLICATION_COMMAND_INDEX_UPDATE": self._on_commands,
            "GUILD_MEMBER_UPDATE": self._on_commands,
            "GUILD_ROLE_CREATE": self._on_role,
            "GUILD_ROLE_UPDATE": self._on_role,
            "ENTITLEMENT_CREATE": self._on_purchase,
            "ENTITLEMENT_UPDATE": self._on_purchase,
            "ENTITLEMENT_DELETE": self._on_purchase,
        }

    def receive(self, event: str, data: Any) -> None:
        """Take in one event of the gateway; events that change nothing here are passed over."""
        reader = self._readers.get(event)
        if reader is not None:
            reader(data)
            self.changes.announce()

    def keep(self, raw: Json) -> None:
        """Keep a message as it is now, new or known, and credit it to what caused it."""
        before = self.message(int(raw["id"]))
        message = Message.read(raw, before.pings if before else None)
        known = self._messages.setdefault(message.channel_id, OrderedDict())
        known[message.id] = message
        self._channel_of[message.id] = message.channel_id
        while len(known) > MESSAGES_KEPT_PER_CHANNEL:
            self._channel_of.pop(known.popitem(last=False)[0], None)
        self._credit(message)

    def load(self, raw: Json) -> None:
        """Keep a message of a channel's history, unless an event has said something newer."""
        known = self.message(int(raw["id"]))
        edited = "" if known is None else known.raw.get("edited_timestamp") or ""
        if int(raw["id"]) not in self._gone and (raw.get("edited_timestamp") or "") >= edited:
            self.keep(raw)

    def message(self, message_id: int) -> Message | None:
        """Return the latest version of a message, None if it is gone or was never seen."""
        channel_id = self._channel_of.get(message_id)
        return None if channel_id is None else self._messages[channel_id].get(message_id)

    def messages(self, channel_id: int) -> list[Message]:
        """Return the messages of a channel as they are now, oldest first."""
        known = self._messages.get(channel_id, OrderedDict())
        return [known[message_id] for message_id in sorted(known)]

    def caused_by(self, interaction_id: int) -> tuple[int, ...]:
        """Return the ids of the messages that an interaction created, oldest first."""
        return tuple(self._caused.get(interaction_id, ()))

    def begin(self, exchange: Exchange) -> None:
        """Follow an exchange from now on; call this before its request leaves."""
        self._exchanges[exchange.nonce] = exchange
        while len(self._exchanges) > EXCHANGES_KEPT:
            self._exchanges.popitem(last=False)

    def suggested(self, nonce: str) -> Sequence[Json] | None:
        """Return the choices that answered an autocomplete request, None while there are none."""
        return self._suggestions.get(nonce)

    def _credit(self, message: Message) -> None:
        exchange = self._exchanges.get(message.nonce or "")
        if exchange is not None:
            exchange.brought(message.id)
        if message.interaction_id is None:
            return
        caused = self._caused.setdefault(message.interaction_id, [])
        if message.id not in caused:
            caused.append(message.id)
        while len(self._caused) > EXCHANGES_KEPT:
            self._caused.popitem(last=False)

    def _forget(self, message_id: int) -> None:
        self._gone.append(message_id)
        channel_id = self._channel_of.pop(message_id, None)
        gone = None if channel_id is None else self._messages[channel_id].pop(message_id, None)
        if gone is not None and self.on_gone is not None:
            self.on_gone(gone)

    def _on_message(self, data: Json) -> None:
        self.keep(data)
        self._tell(int(data["id"]))

    def _tell(self, message_id: int) -> None:
        message = self.message(message_id)
        if self.on_message is not None and message is not None:
            self.on_message(message)

    def _on_ready(self, data: Json) -> None:
        for guild in data.get("guilds") or ():
            self._on_guild(guild)

    def _on_guild(self, guild: Json) -> None:
        for channel in guild.get("channels") or ():
            self._on_channel(channel)

    def _on_channel(self, channel: Json) -> None:
        if channel.get("name"):
            self.channels[int(channel["id"])] = str(channel["name"])
            if channel.get("type") == TEXT_CHANNEL:
                self.text_channels.add(int(channel["id"]))
            if self.on_channel is not None:
                self.on_channel(int(channel["id"]), str(channel["name"]))

    def _on_role(self, data: Json) -> None:
        self.commands_changed = True
        role = data["role"]
        if self.on_role is not None:
            self.on_role(int(role["id"]), str(role["name"]))

    def _on_update(self, data: Json) -> None:
        known = self.message(int(data["id"]))
        if known is None and "author" not in data:
            return
        self.keep({**known.raw, **data} if known else data)
        for exchange in self._exchanges.values():
            if exchange.source == int(data["id"]):
                exchange.source_changed()
        self._tell(int(data["id"]))

    def _on_bulk_delete(self, data: Json) -> None:
        for message_id in data["ids"]:
            self._forget(int(message_id))

    def _exchange(self, data: Json) -> Exchange | None:
        """Return the exchange that an event is about, having noted the interaction's id."""
        exchange = self._exchanges.get(str(data.get("nonce")))
        if exchange is not None and data.get("id") is not None:
            exchange.started(int(data["id"]))
        return exchange

    def _on_interaction(self, data: Json) -> None:
        self._exchange(data)

    def _on_success(self, data: Json) -> None:
        exchange = self._exchange(data)
        if exchange is not None:
            exchange.acknowledged = True

    def _on_failure(self, data: Json) -> None:
        exchange = self._exchange(data)
        if exchange is not None:
            exchange.fail("the application did not respond")

    def _on_modal(self, data: Json) -> None:
        exchange = self._exchange(data)
        if exchange is not None:
            exchange.opened(Modal.read(data, exchange.source))

    def _on_suggestions(self, data: Json) -> None:
        self._suggestions[str(data["nonce"])] = tuple(data.get("choices") or ())
        while len(self._suggestions) > EXCHANGES_KEPT:
            self._suggestions.popitem(last=False)

    def _on_purchase(self, data: Json) -> None:
        purchase = Purchase.read(data)
        self.purchases[purchase.id] = purchase

    def _on_commands(self, _: Json) -> None:
        # Which commands are listed depends on the member's roles and what these allow.
        self.commands_changed = True
