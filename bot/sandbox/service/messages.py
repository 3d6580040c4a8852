"""Messages: how they are made, changed, removed, and made known to those who may see them."""

from __future__ import annotations

import copy
from typing import Any

from bot.sandbox.service import permissions
from bot.sandbox.service.components import assign_ids, media_of
from bot.sandbox.service.emojis import check_emojis
from bot.sandbox.service.gateway import INTENT_GUILD_MESSAGES, INTENT_MESSAGE_CONTENT, Session
from bot.sandbox.service.payloads import member_json, timestamp, user_json
from bot.sandbox.service.purchases import check_premium_buttons
from bot.sandbox.service.routing import Call
from bot.sandbox.service.state import State
from bot.sandbox.service.uploads import Upload
from bot.sandbox.service.validation import (
    FLAG_LOADING,
    FLAG_SILENT,
    FLAG_SUPPRESS_EMBEDS,
    FLAG_V2,
    Draft,
    Pinged,
    check_draft,
    check_uploads,
    pinged_by,
)
from bot.sandbox.service.wire import Json, RefusedError, invalid_form
from bot.sandbox.service.world import Channel, Guild, Message, Ping, User

TYPE_DEFAULT, TYPE_PIN, TYPE_REPLY, TYPE_COMMAND, TYPE_CONTEXT_MENU = 0, 6, 19, 20, 23

_SETTABLE_FLAGS = FLAG_SUPPRESS_EMBEDS | FLAG_SILENT | FLAG_V2
_CONTENT_GRANTED = (1 << 18) | (1 << 19)
_CONTENT_FIELDS: Json = {"content": "", "embeds": [], "attachments": [], "components": []}


def new_message(
    state: State,
    channel: Channel,
    author: User,
    body: Json,
    uploads: list[Upload],
    *,
    kind: int = TYPE_DEFAULT,
    flags: int = 0,
    reader_id: int | None = None,
    path: str = "",
    **extra: Any,
) -> Message:
    """Check, make and keep a message; it is not announced yet.

    `flags` are set besides those of the body; `extra` goes into its JSON as it is.
    """
    message_id = state.new_id()
    draft = Draft(
        content=_text(body.get("content")),
        embeds=_embeds(body),
        components=copy.deepcopy(_list(body, "components")),
        attachments=_new_attachments(state, channel, body, uploads),
        flags=(body.get("flags") or 0) & _SETTABLE_FLAGS | flags,
        extra=bool(flags & FLAG_LOADING or body.get("sticker_ids") or body.get("poll")),
    )
    check_draft(draft, path)
    _check_known(state, draft, f"{path}.components" if path else "components")
    _resolve_media(draft)
    replied = extra.get("referenced_message")
    replied_to = int(replied["author"]["id"]) if replied else None
    pinged = _pinged(state, channel, author, draft, body, replied_to=replied_to)
    now = state.clock.wall()
    payload: Json = {
        "id": str(message_id),
        "type": kind,
        "channel_id": str(channel.id),
        "author": user_json(author),
        "timestamp": timestamp(now),
        "edited_timestamp": None,
        "tts": False,
        "pinned": False,
        **_said(state, channel, draft, pinged),
        **extra,
    }
    message = Message(message_id, channel.id, author.id, payload, state.clock.elapsed(), reader_id)
    state.keep_message(channel, message)
    _note_ping(state, channel, message, pinged)
    return message


def _check_known(state: State, draft: Draft, path: str) -> None:
    """Refuse components that name an emoji or an item which is not known here."""
    check_emojis(state.world, draft.components, path)
    check_premium_buttons(state.world, draft.components, path)


def _note_ping(state: State, channel: Channel, message: Message, pinged: Pinged) -> None:
    # Only a new message calls anybody; what an edit adds to it makes no sound. Nobody is called
    # to what they cannot read, nor by themselves, nor by what only one member sees.
    world = state.world
    users = tuple(
        user_id
        for user_id in pinged.users
        if user_id != message.author_id and state.can_read(world.users[user_id], channel)
    )
    if message.reader_id is None and (users or pinged.roles or pinged.everyone):
        called = users, pinged.roles, pinged.everyone
        silent = bool(message.payload["flags"] & FLAG_SILENT)
        state.pings.append(Ping(message.id, channel.id, *called, silent=silent))


def change_message(
    state: State,
    channel: Channel,
    message: Message,
    body: Json,
    uploads: list[Upload],
    *,
    path: str = "",
    clear_flags: int = 0,
) -> None:
    """Check and make an edit; what the body does not name stays. It is not announced yet."""
    old = message.payload
    flags = old["flags"] & ~clear_flags
    if body.get("flags") is not None:
        flags = flags & ~FLAG_SUPPRESS_EMBEDS | body["flags"] & (FLAG_SUPPRESS_EMBEDS | FLAG_V2)
    draft = Draft(
        content=_text(body["content"]) if "content" in body else old["content"],
        embeds=_embeds(body) if {"embeds", "embed"} & set(body) else old["embeds"],
        components=copy.deepcopy(_list(body, "components"))
        if "components" in body
        else old["components"],
        flags=flags,
        extra=bool(flags & FLAG_LOADING),
    )
    draft.attachments = _edited_attachments(state, channel, message, body, uploads, draft=draft)
    check_draft(draft, path, kept="components" not in body)
    _check_known(state, draft, f"{path}.components" if path else "components")
    _resolve_media(draft)
    author = state.world.users[message.author_id]
    pinged = _pinged(state, channel, author, draft, body)
    old.update(_said(state, channel, draft, pinged))
    old["edited_timestamp"] = timestamp(state.clock.wall())


def announce(state: State, event: str, message: Message, **extra: Any) -> None:
    """Tell everybody who sees the message; a private one reaches its reader only."""
    channel = state.world.channels[message.channel_id]
    guild = state.world.guilds[channel.guild_id]
    body = {**message.payload, "guild_id": str(guild.id), "channel_type": channel.kind, **extra}
    author = guild.members.get(message.author_id)
    if author is not None:
        body["member"] = member_json(author, with_user=False)
    if message.reader_id is not None:
        state.gateway.publish_user(message.reader_id, event, body)
        return
    _publish_visible(state, event, body, channel, message)


def _publish_visible(
    state: State, event: str, body: Json, channel: Channel, message: Message
) -> None:
    def sees(session: Session, *, content: bool) -> bool:
        user = session.user
        if not session.covers(channel.guild_id) or not state.can_read(user, channel):
            return False
        privy = bool(session.intents & INTENT_MESSAGE_CONTENT) or _concerns(message, user)
        return privy == content

    publish = state.gateway.publish
    publish(event, body, lambda it: sees(it, content=True), intent=INTENT_GUILD_MESSAGES)
    bare = {**body, **_CONTENT_FIELDS}
    publish(event, bare, lambda it: sees(it, content=False), intent=INTENT_GUILD_MESSAGES)


def announce_gone(state: State, message: Message) -> None:
    """Tell everybody who saw the message that it was deleted."""
    channel = state.world.channels[message.channel_id]
    body: Json = {
        "id": str(message.id),
        "channel_id": str(channel.id),
        "guild_id": str(channel.guild_id),
    }
    if message.reader_id is not None:
        state.gateway.publish_user(message.reader_id, "MESSAGE_DELETE", body)
        return
    state.gateway.publish_guild(
        "MESSAGE_DELETE",
        body,
        channel.guild_id,
        intent=INTENT_GUILD_MESSAGES,
        only=lambda user: state.can_read(user, channel),
    )


def remove_message(state: State, message: Message) -> None:
    """Delete a message and tell everybody who saw it."""
    channel = state.world.channels[message.channel_id]
    channel.messages.pop(message.id, None)
    channel.pins.pop(message.id, None)
    state.private_messages.pop(message.id, None)
    announce_gone(state, message)


def payload_for(state: State, viewer: User, message: Message) -> Json:
    """Return the message's JSON; a bot without the content intent sees others' texts empty."""
    granted = state.world.application.flags & _CONTENT_GRANTED
    if not viewer.bot or granted or _concerns(message, viewer):
        return message.payload
    return {**message.payload, **_CONTENT_FIELDS}


def _concerns(message: Message, user: User) -> bool:
    if message.author_id == user.id:
        return True
    return any(mention["id"] == str(user.id) for mention in message.payload["mentions"])


def check_sending(state: State, call: Call, channel_id: int) -> Channel:
    """Return the channel if the caller may send this body to it; 403 otherwise."""
    body = call.json()
    wanted = permissions.SEND_MESSAGES
    if call.uploads:
        wanted |= permissions.ATTACH_FILES
    if body.get("embeds") and call.user.bot:
        wanted |= permissions.EMBED_LINKS
    if body.get("message_reference"):
        wanted |= permissions.READ_MESSAGE_HISTORY
    channel, _ = state.channel_of(call.user, channel_id, wanted)
    if channel.kind == 4:
        raise RefusedError(400, 50008, "Cannot send messages in a non-text channel")
    return channel


def reference_fields(state: State, channel: Channel, body: Json) -> Json:
    """Return what a reply carries; 400 50035 if the message it answers does not exist."""
    reference = body.get("message_reference")
    if not reference:
        return {}
    answered = channel.messages.get(int(reference.get("message_id") or 0))
    if answered is None:
        if reference.get("fail_if_not_exists", True):
            raise invalid_form("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        return {}
    return {
        "message_reference": {
            "type": 0,
            "message_id": str(answered.id),
            "channel_id": str(channel.id),
            "guild_id": str(channel.guild_id),
        },
        "referenced_message": answered.payload,
    }


def _text(content: Any) -> str:
    if content is None:
        return ""
    if not isinstance(content, str):
        raise invalid_form("content", "BASE_TYPE_BAD_TYPE", "Could not interpret as string.")
    return content.strip()


def _list(body: Json, name: str) -> list[Json]:
    value = body.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise invalid_form(name, "BASE_TYPE_BAD_TYPE", "Only iterables may be used in a ListType")
    return value


def _embeds(body: Json) -> list[Json]:
    single = body.get("embed")
    embeds = _list(body, "embeds") or ([single] if single else [])
    return [{**embed, "type": "rich"} for embed in embeds]


def _pinged(
    state: State,
    channel: Channel,
    author: User,
    draft: Draft,
    body: Json,
    *,
    replied_to: int | None = None,
) -> Pinged:
    guild = state.world.guilds[channel.guild_id]
    everyone = bool(state.permissions_in(author, channel) & permissions.MENTION_EVERYONE)
    allowed = body.get("allowed_mentions")
    return pinged_by(draft, allowed, guild, may_ping_everyone=everyone, replied_to=replied_to)


def _said(state: State, channel: Channel, draft: Draft, pinged: Pinged) -> Json:
    guild = state.world.guilds[channel.guild_id]
    assign_ids(draft.components)
    return {
        "content": draft.content,
        "embeds": draft.embeds,
        "attachments": draft.attachments,
        "components": draft.components,
        "flags": draft.flags,
        "mentions": [_mention_json(guild, user_id) for user_id in pinged.users],
        "mention_roles": [str(role_id) for role_id in pinged.roles],
        "mention_everyone": pinged.everyone,
    }


def _mention_json(guild: Guild, user_id: int) -> Json:
    member = guild.members[user_id]
    return {**user_json(member.user), "member": member_json(member, with_user=False)}


def _new_attachments(
    state: State, channel: Channel, body: Json, uploads: list[Upload]
) -> list[Json]:
    check_uploads(uploads)
    described = {str(item.get("id")): item for item in body.get("attachments") or []}
    return [
        _store(state, channel, upload, described.get(str(upload.number), {})) for upload in uploads
    ]


def _store(state: State, channel: Channel, upload: Upload, described: Json) -> Json:
    body = state.files.store(channel.id, state.new_id(), upload)
    if described.get("description"):
        body["description"] = described["description"]
    return body


def _edited_attachments(
    state: State,
    channel: Channel,
    message: Message,
    body: Json,
    uploads: list[Upload],
    *,
    draft: Draft,
) -> list[Json]:
    old: list[Json] = message.payload["attachments"]
    if "attachments" in body:
        kept = {str(item.get("id")) for item in body["attachments"] or []}
        old = [item for item in old if item["id"] in kept]
    elif draft.v2:
        # A file that no component shows any more goes away with the component that showed it.
        used = {media.get("url") for _, media in media_of(draft.components)}
        old = [it for it in old if used & {it["url"], f"attachment://{it['filename']}"}]
    return old + _new_attachments(state, channel, body, uploads)


def _resolve_media(draft: Draft) -> None:
    by_name = {f"attachment://{item['filename']}": item for item in draft.attachments}
    for _, media in media_of(draft.components):
        attachment = by_name.get(str(media.get("url")))
        if attachment is not None:
            media["url"] = media["proxy_url"] = attachment["url"]
            media["attachment_id"] = attachment["id"]
            media["content_type"] = attachment["content_type"]
        media.setdefault("proxy_url", media.get("url"))
        media["loading_state"] = 2
    for embed in draft.embeds:
        for key in ("image", "thumbnail"):
            attachment = by_name.get(str((embed.get(key) or {}).get("url")))
            if attachment is not None:
                embed[key] = {**embed[key], "url": attachment["url"]}
