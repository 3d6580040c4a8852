"""The routes of accounts, of the application and what it sells, and of the gateway's address."""

from __future__ import annotations

from bot.sandbox.locales import LOCALES
from bot.sandbox.service.payloads import application_json, own_user_json, user_json
from bot.sandbox.service.routing import BOT, TOKEN, USER, Answer, Call, Router, snowflake
from bot.sandbox.service.wire import Json, invalid_form, unknown
from bot.sandbox.service.world_changes import grant_entitlement, publish_entitlement

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
    router.add("GET", base + "/skus", skus, BOT)
    router.add("GET", base + "/emojis", emojis, BOT)
    router.add("GET", base + "/entitlements", entitlements, BOT)
    router.add("POST", base + "/entitlements", create_entitlement, BOT)
    router.add("GET", base + "/entitlements/{entitlement_id}", read_entitlement, BOT)
    router.add("DELETE", base + "/entitlements/{entitlement_id}", delete_entitlement, BOT)
    router.add("POST", base + "/entitlements/{entitlement_id}/consume", consume, BOT)


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


def skus(call: Call) -> Answer:
    """Return what the application sells."""
    _require(call)
    return Answer(200, list(call.state.world.application.skus.values()))


def emojis(call: Call) -> Answer:
    """Return the application's emojis; it has none."""
    _require(call)
    return Answer(200, {"items": []})


def entitlements(call: Call) -> Answer:
    """Return who bought what, by user and item, page by page."""
    _require(call)
    query = call.query
    limit, after = call.number("limit", 100, 1, 100), call.number("after", 0, 0, 2**63)
    wanted_skus = set(filter(None, query.get("sku_ids", "").split(",")))
    without_ended = query.get("exclude_ended") in {"1", "true"}
    found = [
        it
        for it in call.state.world.application.entitlements.values()
        if query.get("user_id") in {None, it["user_id"]}
        and (not wanted_skus or it["sku_id"] in wanted_skus)
        and int(it["id"]) > after
        and not (without_ended and it["consumed"])
        and not it["deleted"]
    ]
    return Answer(200, found[:limit])


def create_entitlement(call: Call) -> Answer:
    """Create a purchase in test mode."""
    _require(call)
    body = call.json()
    owner = call.state.world.users.get(snowflake(body.get("owner_id"), "owner_id"))
    if owner is None:
        raise unknown("user")
    sku_id = snowflake(body.get("sku_id"), "sku_id")
    return Answer(200, grant_entitlement(call.state, owner, sku_id, kind=4))


def read_entitlement(call: Call) -> Answer:
    """Return one purchase."""
    return Answer(200, _entitlement(call))


def delete_entitlement(call: Call) -> Answer:
    """Delete a purchase made in test mode."""
    body = _entitlement(call)
    body["deleted"] = True
    publish_entitlement(call.state, "ENTITLEMENT_DELETE", body)
    return Answer()


def consume(call: Call) -> Answer:
    """Mark a purchase as used up; doing it twice changes nothing."""
    body = _entitlement(call)
    if not body["consumed"]:
        body["consumed"] = True
        publish_entitlement(call.state, "ENTITLEMENT_UPDATE", body)
    return Answer()


def _require(call: Call) -> None:
    call.state.require_application(call.user, call.id("application_id"))


def _entitlement(call: Call) -> Json:
    _require(call)
    found = call.state.world.application.entitlements.get(call.id("entitlement_id"))
    if found is None:
        raise unknown("entitlement")
    return found
