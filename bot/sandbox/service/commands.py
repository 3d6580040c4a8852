"""Application commands: what Discord refuses of them, where they are kept, and who sees which."""

from __future__ import annotations

from bot.sandbox.service import permissions, rights
from bot.sandbox.service.command_rules import check_command, check_set
from bot.sandbox.service.payloads import user_json
from bot.sandbox.service.routing import BOT, USER, Answer, Call, Router, snowflake
from bot.sandbox.service.state import State
from bot.sandbox.service.wire import FormErrors, Json, RefusedError, unknown
from bot.sandbox.service.world import Guild

# https://discord.com/developers/docs/interactions/application-commands#registering-a-command
CREATIONS_PER_DAY = 200
_DAY_SECONDS = 86_400.0


def add_routes(router: Router) -> None:
    """Add every route of this module."""
    everywhere = "/applications/{application_id}/commands"
    guild = "/applications/{application_id}/guilds/{guild_id}/commands"
    for base in (everywhere, guild):
        router.add("GET", base, list_commands, BOT)
        router.add("POST", base, create, BOT)
        router.add("PUT", base, replace_all, BOT)
        router.add("GET", base + "/{command_id}", read, BOT)
        router.add("PATCH", base + "/{command_id}", edit, BOT)
        router.add("DELETE", base + "/{command_id}", delete, BOT)
    router.add("GET", guild + "/permissions", all_permissions, BOT)
    router.add("GET", guild + "/{command_id}/permissions", no_permissions, BOT)
    router.add("GET", "/guilds/{guild_id}/application-command-index", index, USER)


def find_command(state: State, guild_id: int, given: Json) -> Json:
    """Return the command that a client names by id; 404 10063 if there is none."""
    command_id = snowflake(given.get("id"), "data.id")
    application = state.world.application
    command = application.guild_commands.get(guild_id, {}).get(command_id)
    command = command or application.commands.get(command_id)
    if command is None or command["name"] != given.get("name", command["name"]):
        raise unknown("command")
    return command


def may_use(command: Json, bits: int) -> bool:
    """Tell whether a member with these permissions in a channel sees the command there."""
    if not bits & permissions.USE_APPLICATION_COMMANDS:
        return False
    if command["contexts"] is not None and 0 not in command["contexts"]:
        return False
    wanted = command["default_member_permissions"]
    if wanted is None or bits & permissions.ADMINISTRATOR:
        return True
    # "0" hides a command from everybody but administrators.
    return int(wanted) != 0 and bits & int(wanted) == int(wanted)


def list_commands(call: Call) -> Answer:
    """Return all commands of the application, everywhere or in one guild."""
    return Answer(200, [_visible(command, call) for command in _shelf(call).values()])


def read(call: Call) -> Answer:
    """Return one command."""
    return Answer(200, _visible(_command(call), call))


def create(call: Call) -> Answer:
    """Create a command; one with the same name and type is overwritten, with 200."""
    shelf, body = _shelf(call), call.json()
    errors = FormErrors()
    check_command(errors, body, "")
    errors.raise_if_any()
    same = _same(shelf, body)
    command = _made(call, body, same)
    if same is None:
        _count_creations(call, 1)
        _check_total([*shelf.values(), command])
    shelf[int(command["id"])] = command
    _announce(call)
    return Answer(200 if same else 201, command)


def replace_all(call: Call) -> Answer:
    """Replace all commands at once; those with the same name and type keep their ids."""
    shelf, body = _shelf(call), call.body
    if not isinstance(body, list):
        raise RefusedError(400, 50035, "Invalid Form Body")
    check_set(body)
    same = [_same(shelf, item) for item in body]
    _count_creations(call, sum(known is None for known in same))
    made = [_made(call, item, known) for item, known in zip(body, same, strict=True)]
    shelf.clear()
    shelf.update({int(command["id"]): command for command in made})
    _announce(call)
    return Answer(200, made)


def edit(call: Call) -> Answer:
    """Change a command; what the body does not name stays."""
    shelf, old = _shelf(call), _command(call)
    body = {**old, **call.json(), "type": old["type"]}
    errors = FormErrors()
    check_command(errors, body, "")
    errors.raise_if_any()
    shelf[int(old["id"])] = _made(call, body, old)
    _announce(call)
    return Answer(200, shelf[int(old["id"])])


def delete(call: Call) -> Answer:
    """Delete a command."""
    del _shelf(call)[int(_command(call)["id"])]
    _announce(call)
    return Answer()


def all_permissions(call: Call) -> Answer:
    """Return the overrides that admins made of who may use what; here they make none."""
    _shelf(call)
    return Answer(200, [])


def no_permissions(call: Call) -> Answer:
    """Answer that this command has no overrides."""
    _command(call)
    raise RefusedError(404, 10066, "Unknown application command permissions")


def index(call: Call) -> Answer:
    """Return the commands that a client may offer to its user in this guild."""
    state = call.state
    guild, member = state.guild_of(call.user, call.id("guild_id"))
    application = state.world.application
    if state.world.bot.id not in guild.members:
        return Answer(200, {"applications": [], "application_commands": [], "version": "0"})
    own = application.guild_commands.get(guild.id, {})
    bits = rights.guild_permissions(guild, member)
    offered = [
        command
        for command in (*own.values(), *application.commands.values())
        if may_use(command, bits)
    ]
    body = {
        "applications": [
            {
                "id": str(application.id),
                "name": application.name,
                "description": "",
                "icon": None,
                "flags": application.flags,
                "bot": user_json(state.world.bot),
                "bot_id": str(state.world.bot.id),
            }
        ],
        "application_commands": offered,
        "version": str(max((int(it["version"]) for it in offered), default=0)),
    }
    return Answer(200, body)


def _announce(call: Call) -> None:
    """Tell people's clients that the commands they may offer have changed."""
    world = call.state.world
    guild_id = call.params.get("guild_id")
    for guild in [world.guilds[int(guild_id)]] if guild_id else world.guilds.values():
        call.state.gateway.publish_guild(
            "GUILD_APPLICATION_COMMAND_INDEX_UPDATE",
            {"guild_id": str(guild.id)},
            guild.id,
            only=lambda user: not user.bot,
        )


def _shelf(call: Call) -> dict[int, Json]:
    state = call.state
    state.require_application(call.user, call.id("application_id"))
    application = state.world.application
    if "guild_id" not in call.params:
        return application.commands
    guild = _guild(call)
    return application.guild_commands.setdefault(guild.id, {})


def _guild(call: Call) -> Guild:
    guild = call.state.world.guilds.get(call.id("guild_id"))
    if guild is None or call.user.id not in guild.members:
        raise RefusedError(403, 50001, "Missing Access")
    return guild


def _command(call: Call) -> Json:
    command = _shelf(call).get(call.id("command_id"))
    if command is None:
        raise unknown("command")
    return command


def _same(shelf: dict[int, Json], body: Json) -> Json | None:
    for command in shelf.values():
        if (command["name"], command["type"]) == (body["name"], body.get("type") or 1):
            return command
    return None


def _made(call: Call, body: Json, old: Json | None) -> Json:
    command: Json = {
        "id": old["id"] if old else str(call.state.new_id()),
        "application_id": str(call.state.world.application.id),
        "type": body.get("type") or 1,
        "name": body["name"],
        "name_localizations": body.get("name_localizations"),
        "description": body.get("description") or "",
        "description_localizations": body.get("description_localizations"),
        "options": body.get("options") or [],
        "default_member_permissions": _permission_text(body),
        "dm_permission": body.get("dm_permission", True),
        "contexts": body.get("contexts"),
        "integration_types": body.get("integration_types") or [0],
        "nsfw": bool(body.get("nsfw")),
    }
    if "guild_id" in call.params:
        command["guild_id"] = call.params["guild_id"]
    if old is not None and all(command[key] == old.get(key) for key in command):
        return old
    return {**command, "version": str(call.state.new_id())}


def _permission_text(body: Json) -> str | None:
    wanted = body.get("default_member_permissions")
    return None if wanted is None else str(wanted)


def _visible(command: Json, call: Call) -> Json:
    if call.query.get("with_localizations", "").lower() in {"1", "true"}:
        return command
    hidden = {"name_localizations", "description_localizations"}
    return {key: value for key, value in command.items() if key not in hidden}


def _check_total(commands: list[Json]) -> None:
    if sum(command["type"] == 1 for command in commands) > 100:
        raise RefusedError(400, 30032, "Maximum number of application commands reached (100).")


def _count_creations(call: Call, count: int) -> None:
    place = call.params.get("guild_id", "everywhere")
    call.state.limits.require_creations(place, count, CREATIONS_PER_DAY, _DAY_SECONDS)
