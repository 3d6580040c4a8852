"""Interactions from the user's side: typing, pressing, picking, and what Discord checks of it."""

from __future__ import annotations

from bot.sandbox.service import permissions, rights
from bot.sandbox.service.commands import find_command, may_use
from bot.sandbox.service.components import SELECTS, find_control
from bot.sandbox.service.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL,
    new_interaction,
    open_interaction,
    payload_for_bot,
    tell,
)
from bot.sandbox.service.modals import (
    attached_in,
    check_attached,
    check_filled,
    check_selected,
    chosen_in,
    filled_modal,
    values_of,
)
from bot.sandbox.service.options import (
    Resolved,
    check_options,
    focused_option,
    typed_values,
    used_name,
)
from bot.sandbox.service.payloads import user_json
from bot.sandbox.service.routing import USER, Answer, Call, Router, snowflake
from bot.sandbox.service.state import Interaction, State
from bot.sandbox.service.validation import check_uploads
from bot.sandbox.service.wire import FormErrors, Json, invalid_form, missing_permissions, unknown
from bot.sandbox.service.world import Channel, Guild, Member, Message, User


def add_routes(router: Router) -> None:
    """Add every route of this module."""
    router.add("POST", "/interactions", submit, USER)


def submit(call: Call) -> Answer:
    """Take an interaction from a user's client, check it, and pass it on to the bot."""
    state, body = call.state, call.json()
    if snowflake(body.get("application_id"), "application_id") != state.world.application.id:
        raise unknown("application")
    session_id = str(body.get("session_id"))
    if not call.user.crowd and state.gateway.session(session_id, call.user) is None:
        raise invalid_form("session_id", "BASE_TYPE_REQUIRED", "A gateway session is required.")
    channel = _channel(state, call.user, body)
    guild = state.world.guilds[channel.guild_id]
    member = guild.members[call.user.id]
    kind = body.get("type")
    builders = {COMMAND: _command, COMPONENT: _component, AUTOCOMPLETE: _command, MODAL: _modal}
    if kind not in builders or not isinstance(body.get("data"), dict):
        raise invalid_form("type", "BASE_TYPE_CHOICES", "Value must be one of (2, 3, 4, 5).")
    interaction = new_interaction(state, call.user, channel, body)
    data = builders[kind](call, interaction, guild, member)
    open_interaction(state, interaction)
    payload = payload_for_bot(state, interaction, guild, member, data)
    tell(state, interaction, "INTERACTION_CREATE")
    state.gateway.publish_bot("INTERACTION_CREATE", payload, guild.id)
    return Answer()


def _channel(state: State, user: User, body: Json) -> Channel:
    channel_id = snowflake(body.get("channel_id"), "channel_id")
    guild_id = snowflake(body.get("guild_id"), "guild_id")
    guild, _ = state.guild_of(user, guild_id)
    if channel_id not in guild.channels:
        raise unknown("channel")
    if state.world.bot.id not in guild.members:
        raise unknown("application")
    if state.world.trusting:
        return guild.channels[channel_id]
    return state.channel_of(user, channel_id)[0]


def _command(call: Call, interaction: Interaction, guild: Guild, member: Member) -> Json:
    state, given = call.state, call.json()["data"]
    command = find_command(state, guild.id, given)
    bits = state.permissions_in(call.user, interaction.channel)
    if not state.world.trusting:
        if not may_use(command, bits):
            raise missing_permissions()
        _check_command(call, command, guild, given, complete=interaction.kind == COMMAND)
    interaction.command = command
    interaction.metadata["name"] = used_name(command, given.get("options"))
    data: Json = {
        "id": command["id"],
        "name": command["name"],
        "type": command["type"],
    }
    if command.get("guild_id"):
        data["guild_id"] = command["guild_id"]
    resolved = Resolved(state, guild, member)
    if command["type"] == 1:
        data["options"] = given.get("options") or []
        for kind, value in typed_values(data["options"]):
            resolved.add(kind, value)
        _attach(call, interaction, resolved, data["options"])
    else:
        _add_target(state, interaction, given, data, resolved)
    if resolved.body:
        data["resolved"] = resolved.body
    return data


def _check_command(call: Call, command: Json, guild: Guild, given: Json, *, complete: bool) -> None:
    version = given.get("version")
    if version is not None and str(version) != command["version"]:
        raise invalid_form(
            "data.version",
            "INTERACTION_APPLICATION_COMMAND_INVALID_VERSION",
            "This command is outdated, please try again in a few minutes",
        )
    errors = FormErrors()
    if command["type"] == 1:
        defined = command.get("options") or []
        check_options(errors, given.get("options") or [], defined, guild, complete=complete)
        if not complete and focused_option(given.get("options")) is None:
            errors.required("data.options")
    errors.raise_if_any()


def _attach(call: Call, interaction: Interaction, resolved: Resolved, options: list[Json]) -> None:
    if call.uploads:
        ids = resolved.add_uploads(interaction.channel, call.uploads)
        for option in options:
            if option.get("type") == 11:
                option["value"] = ids.get(int(option["value"]), str(option["value"]))


def _attach_to_form(
    call: Call, interaction: Interaction, resolved: Resolved, modal: Json, values: Json
) -> None:
    """Keep the files of a form, and put their ids in the place of the numbers they came under."""
    check_uploads(call.uploads)
    attached = attached_in(modal, values)
    named = {number for _, numbers in attached for number in numbers}
    uploads = [upload for upload in call.uploads if str(upload.number) in named]
    ids = resolved.add_uploads(interaction.channel, uploads)
    for custom_id, numbers in attached:
        values[custom_id] = [ids[int(it)] for it in numbers if it.isdecimal() and int(it) in ids]


def _add_target(
    state: State, interaction: Interaction, given: Json, data: Json, resolved: Resolved
) -> None:
    target = snowflake(given.get("target_id"), "data.target_id")
    data["target_id"] = str(target)
    if data["type"] == 2:
        if target not in state.world.users:
            raise unknown("user")
        resolved.add_user(target)
        interaction.metadata["target_user"] = user_json(state.world.users[target])
    else:
        message = state.visible_message(interaction.user, interaction.channel, target)
        resolved.add_message(target, message.payload)
        interaction.metadata["target_message_id"] = str(target)


def _component(call: Call, interaction: Interaction, guild: Guild, member: Member) -> Json:
    state, body = call.state, call.json()
    given = body["data"]
    message_id = snowflake(body.get("message_id"), "message_id")
    message = _pressed_message(state, interaction, message_id)
    control = find_control(message.payload["components"], str(given.get("custom_id")))
    if not state.world.trusting:
        _check_control(state, interaction, given, control, guild)
    interaction.source = message
    interaction.metadata["interacted_message_id"] = str(message.id)
    data: Json = {
        "component_type": given.get("component_type"),
        "custom_id": str(given.get("custom_id")),
        "id": control["id"] if control else 0,
    }
    if data["component_type"] in SELECTS:
        data["values"] = [str(value) for value in given.get("values") or []]
        resolved = _resolve_selected(state, guild, member, data["component_type"], data["values"])
        if resolved.body:
            data["resolved"] = resolved.body
    return data


def _pressed_message(state: State, interaction: Interaction, message_id: int) -> Message:
    user, channel = interaction.user, interaction.channel
    if not state.world.trusting:
        return state.visible_message(user, channel, message_id)
    message = channel.messages.get(message_id) or state.private_messages.get(message_id)
    if message is None:
        raise unknown("message")
    return message


def _resolve_selected(
    state: State, guild: Guild, member: Member, kind: int, values: list[str]
) -> Resolved:
    # The types 5 to 8 of selects stand for users, roles, mentionables and channels, in the
    # order in which option types count users (6), channels (7), roles (8) and mentionables (9).
    resolved = Resolved(state, guild, member)
    option_kind = {5: 6, 6: 8, 7: 9, 8: 7}.get(kind, 0)
    for value in values:
        resolved.add(option_kind, value)
    return resolved


def _check_control(
    state: State, interaction: Interaction, given: Json, control: Json | None, guild: Guild
) -> None:
    if control is None or control.get("type") != given.get("component_type"):
        raise invalid_form(
            "data.custom_id", "COMPONENT_VALIDATION_FAILED", "Component validation failed"
        )
    if control.get("disabled"):
        raise invalid_form(
            "data.custom_id", "COMPONENT_VALIDATION_FAILED", "This component is disabled"
        )
    bits = state.permissions_in(interaction.user, interaction.channel)
    rights.require(bits, permissions.VIEW_CHANNEL)
    if control["type"] in SELECTS:
        errors = FormErrors()
        check_selected(errors, control, given.get("values"), guild, "data.values")
        errors.raise_if_any()


def _modal(call: Call, interaction: Interaction, guild: Guild, member: Member) -> Json:
    state, given = call.state, call.json()["data"]
    opener = state.interactions_by_id.get(snowflake(given.get("id"), "data.id"))
    modal = opener.modal if opener is not None else None
    if opener is None or modal is None or opener.user is not interaction.user:
        raise unknown("interaction")
    if modal["custom_id"] != given.get("custom_id") and not state.world.trusting:
        raise invalid_form("data.custom_id", "BASE_TYPE_CHOICES", "This modal was not opened.")
    values = values_of(given.get("components"))
    if not state.world.trusting:
        errors = FormErrors()
        check_filled(errors, modal, values, guild)
        check_attached(errors, modal, values, {upload.number for upload in call.uploads})
        errors.raise_if_any()
    resolved = Resolved(state, guild, member)
    _attach_to_form(call, interaction, resolved, modal, values)
    interaction.source = opener.source
    interaction.metadata["triggering_interaction_metadata"] = opener.metadata
    data: Json = {
        "custom_id": str(given.get("custom_id")),
        "components": filled_modal(modal["components"], values),
    }
    for kind, chosen in chosen_in(modal, values):
        resolved.body |= _resolve_selected(state, guild, member, kind, chosen).body
    if resolved.body:
        data["resolved"] = resolved.body
    return data
