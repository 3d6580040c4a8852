"""The routes of a channel's messages: sending, reading, editing, deleting, pinning."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from datetime import datetime

from bot.sandbox.service import permissions, rights
from bot.sandbox.service.gateway import INTENT_GUILD_MESSAGE_TYPING, INTENT_GUILD_MESSAGES
from bot.sandbox.service.limits import OLD_MESSAGE_SECONDS
from bot.sandbox.service.messages import (
    TYPE_DEFAULT,
    TYPE_PIN,
    TYPE_REPLY,
    announce,
    change_message,
    check_sending,
    new_message,
    payload_for,
    reference_fields,
    remove_message,
)
from bot.sandbox.service.payloads import member_json, timestamp
from bot.sandbox.service.routing import Answer, Call, Router, snowflake
from bot.sandbox.service.state import State
from bot.sandbox.service.validation import FLAG_SUPPRESS_EMBEDS, check_nonce
from bot.sandbox.service.wire import Json, RefusedError, invalid_form, missing_permissions, unknown
from bot.sandbox.service.world import Channel, Message

_MOST_PINS = 250
_PINS_A_PAGE = 50
_TWO_WEEKS_SECONDS = 14 * 86_400


def add_routes(router: Router) -> None:
    """Add every route of this module."""
    messages = "/channels/{channel_id}/messages"
    one = messages + "/{message_id}"
    router.add("POST", messages, create)
    router.add("GET", messages, history)
    router.add("POST", messages + "/bulk-delete", bulk_delete)
    router.add("GET", messages + "/pins", pins)
    router.add("PUT", messages + "/pins/{message_id}", pin)
    router.add("DELETE", messages + "/pins/{message_id}", unpin)
    router.add("GET", one, read)
    router.add("PATCH", one, edit)
    router.add("DELETE", one, delete)
    router.add("POST", "/channels/{channel_id}/typing", typing)


def create(call: Call) -> Answer:
    """Send a message; with `enforce_nonce` a repeated nonce returns the first message."""
    state, body = call.state, call.json()
    channel = check_sending(state, call, call.id("channel_id"))
    nonce = check_nonce(body)
    if nonce is not None and body.get("enforce_nonce"):
        known = state.message_with_nonce(call.user, nonce)
        if known is not None:
            return Answer(200, known.payload)
    reply = reference_fields(state, channel, body)
    message = new_message(
        state,
        channel,
        call.user,
        body,
        call.uploads,
        kind=TYPE_REPLY if reply else TYPE_DEFAULT,
        **reply,
    )
    extra: Json = {}
    if nonce is not None:
        state.remember_nonce(call.user, nonce, message)
        extra = {"nonce": body["nonce"]}
    announce(state, "MESSAGE_CREATE", message, **extra)
    return Answer(200, {**message.payload, **extra})


def history(call: Call) -> Answer:
    """Return messages newest first: the latest, or those before, after or around an id."""
    channel, bits = call.state.channel_of(call.user, call.id("channel_id"))
    limit = call.number("limit", 50, 1, 100)
    if not bits & permissions.READ_MESSAGE_HISTORY:
        return Answer(200, [])
    found = _page(channel, call.query, limit)
    return Answer(200, [payload_for(call.state, call.user, message) for message in found])


def _page(channel: Channel, query: dict[str, str], limit: int) -> list[Message]:
    ids = list(channel.messages)
    start, end = max(0, len(ids) - limit), len(ids)
    if "before" in query:
        end = bisect_left(ids, snowflake(query["before"], "before"))
        start = max(0, end - limit)
    elif "after" in query:
        start = bisect_right(ids, snowflake(query["after"], "after"))
        end = start + limit
    elif "around" in query:
        middle = bisect_left(ids, snowflake(query["around"], "around"))
        start = max(0, middle - limit // 2)
        end = start + limit
    return [channel.messages[message_id] for message_id in reversed(ids[start:end])]


def read(call: Call) -> Answer:
    """Return one message."""
    channel, _ = call.state.channel_of(
        call.user, call.id("channel_id"), permissions.READ_MESSAGE_HISTORY
    )
    message = call.state.message_in(channel, call.id("message_id"))
    return Answer(200, payload_for(call.state, call.user, message))


def edit(call: Call) -> Answer:
    """Edit a message of one's own; only its flags may be changed by moderators."""
    state, body = call.state, call.json()
    channel, bits = state.channel_of(call.user, call.id("channel_id"))
    message = state.message_in(channel, call.id("message_id"))
    if message.author_id != call.user.id:
        _suppress_embeds(message, body, bits)
    else:
        old = state.clock.elapsed() - message.created_seconds > OLD_MESSAGE_SECONDS
        if old and call.user.bot:
            state.limits.require_old_edit(channel.id)
        change_message(state, channel, message, body, call.uploads)
    announce(state, "MESSAGE_UPDATE", message)
    return Answer(200, message.payload)


def _suppress_embeds(message: Message, body: Json, bits: int) -> None:
    if set(body) - {"flags"}:
        raise RefusedError(403, 50005, "Cannot edit a message authored by another user")
    rights.require(bits, permissions.MANAGE_MESSAGES)
    wanted = (body.get("flags") or 0) & FLAG_SUPPRESS_EMBEDS
    message.payload["flags"] = message.payload["flags"] & ~FLAG_SUPPRESS_EMBEDS | wanted


def delete(call: Call) -> Answer:
    """Delete one's own message, or with Manage Messages anybody's."""
    channel, bits = call.state.channel_of(call.user, call.id("channel_id"))
    message = call.state.message_in(channel, call.id("message_id"))
    if message.author_id != call.user.id:
        rights.require(bits, permissions.MANAGE_MESSAGES)
    remove_message(call.state, message)
    return Answer()


def bulk_delete(call: Call) -> Answer:
    """Delete 2 to 100 messages of the last two weeks at once."""
    state = call.state
    channel, _ = state.channel_of(call.user, call.id("channel_id"), permissions.MANAGE_MESSAGES)
    listed = call.json().get("messages") or []
    if not 2 <= len(listed) <= 100:
        raise RefusedError(400, 50016, "Provided too few or too many messages to delete.")
    ids = [snowflake(listed_id, "messages") for listed_id in listed]
    found = [channel.messages[it] for it in ids if it in channel.messages]
    if any(state.clock.elapsed() - it.created_seconds > _TWO_WEEKS_SECONDS for it in found):
        raise RefusedError(
            400, 50034, "You can only bulk delete messages that are under 14 days old."
        )
    for message in found:
        del channel.messages[message.id]
        channel.pins.pop(message.id, None)
    body = {
        "ids": [str(message.id) for message in found],
        "channel_id": str(channel.id),
        "guild_id": str(channel.guild_id),
    }
    state.gateway.publish_guild(
        "MESSAGE_DELETE_BULK",
        body,
        channel.guild_id,
        intent=INTENT_GUILD_MESSAGES,
        only=lambda user: state.can_read(user, channel),
    )
    return Answer()


def typing(call: Call) -> Answer:
    """Show that the caller is typing."""
    state = call.state
    channel, _ = state.channel_of(call.user, call.id("channel_id"), permissions.SEND_MESSAGES)
    member = state.world.guilds[channel.guild_id].members[call.user.id]
    body = {
        "channel_id": str(channel.id),
        "guild_id": str(channel.guild_id),
        "user_id": str(call.user.id),
        "timestamp": int(state.clock.wall()),
        "member": member_json(member),
    }
    state.gateway.publish_guild(
        "TYPING_START",
        body,
        channel.guild_id,
        intent=INTENT_GUILD_MESSAGE_TYPING,
        only=lambda user: state.can_read(user, channel),
    )
    return Answer()


def pins(call: Call) -> Answer:
    """Return the pinned messages, latest first, a page at a time."""
    channel, _ = call.state.channel_of(
        call.user, call.id("channel_id"), permissions.READ_MESSAGE_HISTORY
    )
    limit = call.number("limit", _PINS_A_PAGE, 1, _PINS_A_PAGE)
    before = _moment(call.query.get("before"))
    found = [
        (pinned_at, message_id)
        for message_id, pinned_at in reversed(channel.pins.items())
        if message_id in channel.messages and pinned_at < before
    ]
    items = [
        {
            "pinned_at": timestamp(pinned_at),
            "message": payload_for(call.state, call.user, channel.messages[message_id]),
        }
        for pinned_at, message_id in found[:limit]
    ]
    return Answer(200, {"items": items, "has_more": len(found) > limit})


def _moment(text: str | None) -> float:
    if text is None:
        return math.inf
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        raise invalid_form("before", "DATE_TIME_TYPE_PARSE", "Could not parse it.") from None


def pin(call: Call) -> Answer:
    """Pin a message, which posts a notice that no setting suppresses."""
    state = call.state
    channel, message = _pinnable(call)
    if message.id in channel.pins:
        return Answer()
    if len(channel.pins) >= _MOST_PINS:
        raise RefusedError(400, 30003, f"Maximum number of pins reached ({_MOST_PINS})")
    channel.pins[message.id] = state.clock.wall()
    message.payload["pinned"] = True
    _announce_pins(state, channel, message)
    reference = {
        "message_reference": {
            "type": 0,
            "message_id": str(message.id),
            "channel_id": str(channel.id),
            "guild_id": str(channel.guild_id),
        }
    }
    notice = new_notice(state, channel, call, reference)
    announce(state, "MESSAGE_CREATE", notice)
    return Answer()


def new_notice(state: State, channel: Channel, call: Call, extra: Json) -> Message:
    """Make the system message that tells of a pin; it has no text of its own."""
    notice = new_message(state, channel, call.user, {"content": "pin"}, [], kind=TYPE_PIN, **extra)
    notice.payload["content"] = ""
    return notice


def unpin(call: Call) -> Answer:
    """Take a pin away."""
    channel, message = _pinnable(call)
    if channel.pins.pop(message.id, None) is not None:
        message.payload["pinned"] = False
        _announce_pins(call.state, channel, message)
    return Answer()


def _pinnable(call: Call) -> tuple[Channel, Message]:
    channel, bits = call.state.channel_of(call.user, call.id("channel_id"))
    message = channel.messages.get(call.id("message_id"))
    if not bits & permissions.PIN_MESSAGES:
        raise missing_permissions()
    if message is None:
        raise unknown("message")
    if message.payload["type"] not in {TYPE_DEFAULT, TYPE_REPLY, 20, 23}:
        raise invalid_form("message_id", "MESSAGE_NOT_PINNABLE", "This message cannot be pinned.")
    return channel, message


def _announce_pins(state: State, channel: Channel, message: Message) -> None:
    announce(state, "MESSAGE_UPDATE", message)
    latest = max(channel.pins.values(), default=None)
    body = {
        "guild_id": str(channel.guild_id),
        "channel_id": str(channel.id),
        "last_pin_timestamp": timestamp(latest) if latest else None,
    }
    state.gateway.publish_guild(
        "CHANNEL_PINS_UPDATE",
        body,
        channel.guild_id,
        only=lambda user: state.can_read(user, channel),
    )
