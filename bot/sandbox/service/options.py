"""The user's side of a command's options: what Discord checks before a bot hears of them."""

from __future__ import annotations

from typing import Any

from bot.sandbox.service.payloads import member_json, partial_channel_json, role_json, user_json
from bot.sandbox.service.state import State
from bot.sandbox.service.uploads import Upload
from bot.sandbox.service.wire import FormErrors, Json
from bot.sandbox.service.world import Channel, Guild, Member

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN = 1, 2, 3, 4, 5
USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = 6, 7, 8, 9, 10, 11

# JavaScript's safe integers, which is all that Discord's clients send.
MOST_INTEGER = 2**53 - 1
MOST_STRING = 6000

_KINDS: dict[int, type | tuple[type, ...]] = {
    STRING: str,
    INTEGER: int,
    BOOLEAN: bool,
    NUMBER: (int, float),
}


def check_options(
    errors: FormErrors,
    given: Any,
    defined: list[Json],
    guild: Guild,
    *,
    complete: bool,
    path: str = "data.options",
) -> None:
    """Note what is wrong with the options; `complete=False` is for autocomplete."""
    if not isinstance(given, list):
        errors.add(path, "BASE_TYPE_BAD_TYPE", "Only iterables may be used in a ListType")
        return
    by_name = {option["name"]: option for option in defined}
    names = [option.get("name") for option in given if isinstance(option, dict)]
    if complete:
        for option in defined:
            if option.get("required") and option["name"] not in names:
                errors.required(path)
    for index, option in enumerate(given):
        place = f"{path}.{index}"
        definition = by_name.get(option.get("name")) if isinstance(option, dict) else None
        if definition is None or names.count(option["name"]) > 1:
            errors.add(place, "INTERACTION_OPTION_UNKNOWN", "This option does not exist.")
        elif option.get("type") != definition["type"]:
            errors.add(f"{place}.type", "BASE_TYPE_CHOICES", "The option has another type.")
        elif definition["type"] in {SUBCOMMAND, GROUP}:
            check_options(
                errors,
                option.get("options") or [],
                definition.get("options") or [],
                guild,
                complete=complete,
                path=f"{place}.options",
            )
        elif complete:
            _check_value(errors, option.get("value"), definition, guild, f"{place}.value")
    _check_subcommand_chosen(errors, given, defined, path)


def _check_subcommand_chosen(
    errors: FormErrors, given: list[Json], defined: list[Json], path: str
) -> None:
    if any(option["type"] in {SUBCOMMAND, GROUP} for option in defined) and len(given) != 1:
        errors.required(path)


def _check_value(errors: FormErrors, value: Any, definition: Json, guild: Guild, path: str) -> None:
    kind = definition["type"]
    wanted = _KINDS.get(kind)
    wrong = wanted is not None and not isinstance(value, wanted)
    if wrong or (kind != BOOLEAN and isinstance(value, bool)):
        errors.add(path, "BASE_TYPE_BAD_TYPE", "The value has the wrong type.")
        return
    if kind == STRING:
        _check_string(errors, value, definition, path)
    elif kind in {INTEGER, NUMBER}:
        _check_number(errors, value, definition, path)
    elif kind in {USER, CHANNEL, ROLE, MENTIONABLE}:
        _check_snowflake(errors, value, definition, guild, path)
    choices = definition.get("choices")
    if choices and value not in [choice["value"] for choice in choices]:
        errors.add(path, "BASE_TYPE_CHOICES", "Value must be one of the choices.")


def _check_string(errors: FormErrors, value: str, definition: Json, path: str) -> None:
    least = definition.get("min_length") or 0
    most = definition.get("max_length")
    errors.length(path, value, least, MOST_STRING if most is None else most)


def _check_number(errors: FormErrors, value: float, definition: Json, path: str) -> None:
    least, most = definition.get("min_value"), definition.get("max_value")
    if value < (-MOST_INTEGER if least is None else least):
        errors.add(path, "NUMBER_TYPE_MIN", f"Value should be at least {least}.")
    if value > (MOST_INTEGER if most is None else most):
        errors.add(path, "NUMBER_TYPE_MAX", f"Value should be at most {most}.")


def _check_snowflake(
    errors: FormErrors, value: Any, definition: Json, guild: Guild, path: str
) -> None:
    text = str(value)
    number = int(text) if text.isascii() and text.isdecimal() else 0
    kind = definition["type"]
    known = {
        USER: number in guild.members,
        CHANNEL: number in guild.channels,
        ROLE: number in guild.roles,
        MENTIONABLE: number in guild.members or number in guild.roles,
    }[kind]
    if not known:
        errors.add(path, "NUMBER_TYPE_COERCE", f'Value "{text}" is not known here.')
        return
    kinds = definition.get("channel_types")
    if kind == CHANNEL and kinds and guild.channels[number].kind not in kinds:
        errors.add(path, "BASE_TYPE_CHOICES", "The channel is of another type.")


def focused_option(given: Any) -> Json | None:
    """Return the option that is being typed."""
    for option in given if isinstance(given, list) else []:
        if not isinstance(option, dict):
            continue
        if option.get("focused"):
            return option
        inner = focused_option(option.get("options"))
        if inner is not None:
            return inner
    return None


def typed_values(given: Any) -> list[tuple[int, Any]]:
    """Return the type and value of every option, whatever it is nested in."""
    found: list[tuple[int, Any]] = []
    for option in given if isinstance(given, list) else []:
        if isinstance(option, dict):
            found += typed_values(option.get("options"))
            if "value" in option:
                found.append((int(option.get("type") or 0), option["value"]))
    return found


def used_name(command: Json, given: Any) -> str:
    """Return what a message says was used: the command, with the subcommand that was chosen.

    https://discord.com/developers/docs/interactions/receiving-and-responding#message-interaction-object
    """
    names = [str(command["name"])]
    options = given
    while isinstance(options, list) and options and isinstance(options[0], dict):
        if options[0].get("type") not in {SUBCOMMAND, GROUP}:
            break
        names.append(str(options[0].get("name")))
        options = options[0].get("options")
    return " ".join(names)


class Resolved:
    """Collects the people and places that an interaction names, as `resolved` lists them."""

    def __init__(self, state: State, guild: Guild, member: Member) -> None:
        self._state = state
        self._guild = guild
        self._member = member
        self.body: Json = {}

    def add(self, kind: int, value: Any) -> None:
        """Add what an option or select of this type names; the unknown is left out."""
        text = str(value)
        if not (text.isascii() and text.isdecimal()):
            return
        number = int(text)
        if kind in {USER, MENTIONABLE}:
            self.add_user(number)
        if kind in {ROLE, MENTIONABLE} and number in self._guild.roles:
            self._put("roles", number, role_json(self._guild.roles[number]))
        if kind == CHANNEL and number in self._guild.channels:
            self.add_channel(self._guild.channels[number])

    def add_user(self, user_id: int) -> None:
        """Add a user, and the member if they are in the guild."""
        user = self._state.world.users.get(user_id)
        if user is None:
            return
        self._put("users", user_id, user_json(user))
        member = self._guild.members.get(user_id)
        if member is not None:
            bits = self._state.permissions_in(user, next(iter(self._guild.channels.values())))
            body = {**member_json(member, with_user=False), "permissions": str(bits)}
            self._put("members", user_id, body)

    def add_channel(self, channel: Channel) -> None:
        """Add a channel with what the user may do there."""
        body = partial_channel_json(self._guild, self._member, channel)
        self._put("channels", channel.id, body)

    def add_message(self, message_id: int, payload: Json) -> None:
        """Add a message, which its author's texts come along with."""
        self._put("messages", message_id, payload)

    def add_uploads(self, channel: Channel, uploads: list[Upload]) -> dict[int, str]:
        """Store uploaded files; return the attachment id by upload number."""
        ids: dict[int, str] = {}
        for upload in uploads:
            attachment_id = self._state.new_id()
            body = self._state.files.store(channel.id, attachment_id, upload)
            self._put("attachments", attachment_id, {**body, "ephemeral": True})
            ids[upload.number] = str(attachment_id)
        return ids

    def _put(self, kind: str, number: int, body: Json) -> None:
        self.body.setdefault(kind, {})[str(number)] = body
