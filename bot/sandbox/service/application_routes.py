"""The routes of accounts, of the application, and of the gateway's address."""

from __future__ import annotations

from bot.sandbox.locales import LOCALES
from bot.sandbox.service.payloads import application_json, own_user_json, user_json
from bot.sandbox.service.routing import BOT, TOKEN, USER, Answer, Call, Router
from bot.sandbox.service.wire import Json, invalid_form, unknown

# https://discord.com/developers/docs/topics/gateway#session-start-limit-object
_SESSION_STARTS = 1000
_DAY_MILLISECONDS = 86_400_000


def add_routes(router: Router) -> None:
    """Add every route of this module."""
    router.add("GET", "/gateway", gateway, TOKEN)
    router.add("GET", "/gateway/bot", gateway_bot, BOT)
    router.add("GET", "/users/@me", me)
    router.add("GET", "/users/@me/guilds", my_guilds)
    router.add("PATCH", "/users/@me/settings", change_settings, USER)
    router.add("GET", "/users/{user_id}", read_user)
    router.add("GET", "/oauth2/applications/@me", application, BOT)
    router.add("GET", "/applications/@me", application, BOT)
    router.add("GET", "/applications/{application_id}", application)
    base = "/applications/{application_id}"
    router.add("GET", base + "/emojis", emojis, BOT)


def gateway(call: Call) -> Answer:
    """Return the gateway's address."""
    return Answer(200, {"url": call.state.gateway.url})


def gateway_bot(call: Call) -> Answer:
    """Return the gateway's address, the recommended shards and how many starts are left."""
    limit = {
        "total": _SESSION_STARTS,
        "remaining": _SESSION_STARTS,
        "reset_after": _DAY_MILLISECONDS,
        "max_concurrency": 1,
    }
    url = call.state.gateway.url
    return Answer(200, {"url": url, "shards": 1, "session_start_limit": limit})


def me(call: Call) -> Answer:
    """Return the caller's own account."""
    return Answer(200, own_user_json(call.user))


def change_settings(call: Call) -> Answer:
    """Have the caller's client speak another language; bots are told of it with what is done."""
    locale = call.json().get("locale", call.user.locale)
    if locale not in LOCALES:
        raise invalid_form("locale", "BASE_TYPE_CHOICES", "Discord does not speak this.")
    call.user.locale = locale
    return Answer(200, {"locale": locale})


def my_guilds(call: Call) -> Answer:
    """Return the guilds that the caller is in."""
    guilds: list[Json] = [
        {
            "id": str(guild.id),
            "name": guild.name,
            "icon": None,
            "banner": None,
            "owner": guild.owner_id == call.user.id,
            "permissions": "0",
            "features": [],
        }
        for guild in call.state.world.guilds.values()
        if call.user.id in guild.members
    ]
    return Answer(200, guilds)


def read_user(call: Call) -> Answer:
    """Return somebody's account."""
    user = call.state.world.users.get(call.id("user_id"))
    if user is None:
        raise unknown("user")
    return Answer(200, user_json(user))


def application(call: Call) -> Answer:
    """Return the application."""
    world = call.state.world
    given = call.params.get("application_id")
    if given is not None and given != str(world.application.id):
        raise unknown("application")
    return Answer(200, application_json(world, world.application))


def emojis(call: Call) -> Answer:
    """Return the application's emojis; it has none."""
    call.state.require_application(call.user, call.id("application_id"))
    return Answer(200, {"items": []})
