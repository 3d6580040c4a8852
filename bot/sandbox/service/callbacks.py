"""Interactions from the bot's side: the first answer, the original, and follow-ups."""

from __future__ import annotations

from collections.abc import Callable

from bot.sandbox.service.command_rules import check_choices
from bot.sandbox.service.components import assign_ids, check_modal
from bot.sandbox.service.emojis import check_emojis
from bot.sandbox.service.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL,
    answerable,
    by_token,
    finish,
    tell,
)
from bot.sandbox.service.messages import (
    TYPE_COMMAND,
    TYPE_CONTEXT_MENU,
    TYPE_DEFAULT,
    TYPE_REPLY,
    announce,
    change_message,
    new_message,
    remove_message,
)
from bot.sandbox.service.payloads import user_json
from bot.sandbox.service.routing import TOKEN, Answer, Call, Router
from bot.sandbox.service.state import Interaction
from bot.sandbox.service.validation import FLAG_EPHEMERAL, FLAG_LOADING
from bot.sandbox.service.wire import FormErrors, Json, invalid_form, unknown
from bot.sandbox.service.world import Message

PONG, MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, OPEN_MODAL = 1, 4, 5, 6, 7, 8, 9
MOST_CHOICES = 25

_ORIGINAL = "@original"


def add_routes(router: Router) -> None:
    """Add every route of this module; the token in the path is all the right they need."""
    router.add("POST", "/interactions/{interaction_id}/{token}/callback", callback, TOKEN)
    base = "/webhooks/{application_id}/{token}"
    router.add("POST", base, follow_up, TOKEN)
    router.add("GET", base + "/messages/{message_id}", read, TOKEN)
    router.add("PATCH", base + "/messages/{message_id}", edit, TOKEN)
    router.add("DELETE", base + "/messages/{message_id}", delete, TOKEN)


def callback(call: Call) -> Answer:
    """Take the first answer to an interaction; a refused body leaves it unanswered."""
    body = call.json()
    interaction = answerable(call.state, call.id("interaction_id"), call.params["token"])
    _require_channel(call, interaction)
    kind = body.get("type")
    allowed = _ALLOWED[interaction.kind]
    if kind not in allowed:
        raise invalid_form("type", "BASE_TYPE_CHOICES", f"Value must be one of {allowed}.")
    data = body.get("data") or {}
    message = _ANSWERS[kind](call, interaction, data)
    if call.query.get("with_response", "").lower() not in {"1", "true"}:
        return Answer()
    return Answer(200, _response(interaction, kind, message))


def _response(interaction: Interaction, kind: int, message: Message | None) -> Json:
    about: Json = {"id": str(interaction.id), "type": interaction.kind}
    body: Json = {"interaction": about, "resource": {"type": kind}}
    if message is not None:
        flags = message.payload["flags"]
        about["response_message_id"] = str(message.id)
        about["response_message_loading"] = bool(flags & FLAG_LOADING)
        about["response_message_ephemeral"] = message.reader_id is not None
        body["resource"]["message"] = message.payload
    return body


def _answer_message(call: Call, interaction: Interaction, data: Json) -> Message:
    message = _say(call, interaction, data, first=True, path="data")
    finish(call.state, interaction)
    announce(call.state, "MESSAGE_CREATE", message, nonce=interaction.nonce)
    return message


def _answer_deferred(call: Call, interaction: Interaction, data: Json) -> Message:
    flags = (data.get("flags") or 0) & FLAG_EPHEMERAL | FLAG_LOADING
    message = _say(call, interaction, {}, first=True, flags=flags)
    finish(call.state, interaction)
    announce(call.state, "MESSAGE_CREATE", message, nonce=interaction.nonce)
    return message


def _answer_deferred_update(call: Call, interaction: Interaction, data: Json) -> Message | None:
    interaction.original = interaction.source
    finish(call.state, interaction)
    return interaction.source


def _answer_update(call: Call, interaction: Interaction, data: Json) -> Message:
    message = interaction.source
    if message is None:
        raise invalid_form("type", "BASE_TYPE_CHOICES", "There is no message to update.")
    change_message(call.state, interaction.channel, message, data, call.uploads, path="data")
    interaction.original = message
    finish(call.state, interaction)
    announce(call.state, "MESSAGE_UPDATE", message)
    return message


def _answer_choices(call: Call, interaction: Interaction, data: Json) -> None:
    choices = data.get("choices")
    errors = FormErrors()
    errors.length("data.choices", choices, 0, MOST_CHOICES)
    check_choices(errors, choices or [], "data.choices")
    errors.raise_if_any()
    interaction.answered = True
    if interaction.timer is not None:
        interaction.timer.cancel()
    tell(call.state, interaction, "APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE", choices=choices)


def _answer_modal(call: Call, interaction: Interaction, data: Json) -> None:
    errors = FormErrors()
    check_modal(errors, data, "data")
    errors.raise_if_any()
    check_emojis(call.state.world, data["components"], "data.components")
    assign_ids(data["components"])
    interaction.modal = data
    finish(call.state, interaction)
    application = call.state.world.application
    tell(
        call.state,
        interaction,
        "INTERACTION_MODAL_CREATE",
        application={
            "id": str(application.id),
            "name": application.name,
            "bot": user_json(call.state.world.bot),
        },
        channel_id=str(interaction.channel.id),
        custom_id=data["custom_id"],
        title=data["title"],
        components=data["components"],
    )


_ANSWERS: dict[int, Callable[[Call, Interaction, Json], Message | None]] = {
    MESSAGE: _answer_message,
    DEFERRED: _answer_deferred,
    DEFERRED_UPDATE: _answer_deferred_update,
    UPDATE: _answer_update,
    CHOICES: _answer_choices,
    OPEN_MODAL: _answer_modal,
}
_ALLOWED: dict[int, tuple[int, ...]] = {
    COMMAND: (MESSAGE, DEFERRED, OPEN_MODAL),
    COMPONENT: (MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, OPEN_MODAL),
    AUTOCOMPLETE: (CHOICES,),
    MODAL: (MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE),
}


def _say(
    call: Call, interaction: Interaction, data: Json, *, first: bool, flags: int = 0, path: str = ""
) -> Message:
    state = call.state
    flags |= (data.get("flags") or 0) & FLAG_EPHEMERAL
    private = flags & FLAG_EPHEMERAL
    metadata = interaction.metadata
    if not first and interaction.original is not None:
        metadata = {**metadata, "original_response_message_id": str(interaction.original.id)}
    message = new_message(
        state,
        interaction.channel,
        state.world.bot,
        data,
        call.uploads,
        kind=_message_kind(interaction, first=first),
        flags=flags,
        reader_id=interaction.user.id if private else None,
        path=path,
        application_id=str(state.world.application.id),
        webhook_id=str(state.world.application.id),
        interaction_metadata=metadata,
        **_legacy(interaction),
        **_reply(interaction, first=first),
    )
    message.interaction_id = interaction.id
    interaction.messages[message.id] = message
    if first:
        interaction.original = message
    return message


def _message_kind(interaction: Interaction, *, first: bool) -> int:
    if not first or interaction.kind == COMPONENT:
        return TYPE_REPLY
    if interaction.command is None:
        return TYPE_DEFAULT
    return TYPE_COMMAND if interaction.command["type"] == 1 else TYPE_CONTEXT_MENU


def _legacy(interaction: Interaction) -> Json:
    # Only answers to commands carry the older, deprecated field.
    if interaction.command is None:
        return {}
    return {
        "interaction": {
            "id": str(interaction.id),
            "type": interaction.kind,
            "name": interaction.metadata["name"],
            "user": user_json(interaction.user),
        }
    }


def _reply(interaction: Interaction, *, first: bool) -> Json:
    answered = interaction.source if first else interaction.original
    if answered is None:
        return {}
    return {
        "message_reference": {
            "type": 0,
            "message_id": str(answered.id),
            "channel_id": str(answered.channel_id),
            "guild_id": str(interaction.channel.guild_id),
        }
    }


def _interaction(call: Call) -> Interaction:
    state = call.state
    if call.id("application_id") != state.world.application.id:
        raise unknown("webhook")
    interaction = by_token(state, call.params["token"])
    if not interaction.answered:
        raise unknown("webhook")
    _require_channel(call, interaction)
    return interaction


def _require_channel(call: Call, interaction: Interaction) -> None:
    if interaction.channel.id not in call.state.world.channels:
        raise unknown("channel")


def _message(call: Call, interaction: Interaction) -> Message:
    if call.params["message_id"] == _ORIGINAL:
        message = interaction.original
    else:
        message = interaction.messages.get(call.id("message_id"))
    if message is None or not _exists(call, interaction, message):
        raise unknown("message")
    return message


def _exists(call: Call, interaction: Interaction, message: Message) -> bool:
    if message.reader_id is not None:
        return message.id in call.state.private_messages
    return message.id in interaction.channel.messages


def follow_up(call: Call) -> Answer:
    """Say something more; after a deferral the first follow-up becomes the answer itself."""
    interaction, body = _interaction(call), call.json()
    original = interaction.original
    if original is not None and original.payload["flags"] & FLAG_LOADING:
        _fill(call, interaction, original, body)
        return Answer(200, original.payload)
    message = _say(call, interaction, body, first=False)
    announce(call.state, "MESSAGE_CREATE", message)
    return Answer(200, message.payload)


def read(call: Call) -> Answer:
    """Return the original answer or a follow-up."""
    return Answer(200, _message(call, _interaction(call)).payload)


def edit(call: Call) -> Answer:
    """Edit the original answer or a follow-up; private ones too, as long as the token lives."""
    interaction = _interaction(call)
    message = _message(call, interaction)
    _fill(call, interaction, message, call.json())
    return Answer(200, message.payload)


def _fill(call: Call, interaction: Interaction, message: Message, body: Json) -> None:
    change_message(
        call.state, interaction.channel, message, body, call.uploads, clear_flags=FLAG_LOADING
    )
    announce(call.state, "MESSAGE_UPDATE", message)


def delete(call: Call) -> Answer:
    """Delete the original answer or a follow-up."""
    interaction = _interaction(call)
    message = _message(call, interaction)
    remove_message(call.state, message)
    return Answer()
