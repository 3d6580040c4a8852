"""The routes of what is sold: the application's own, and those of the people who buy."""

from __future__ import annotations

from typing import Any

from bot.sandbox.service import purchases
from bot.sandbox.service.routing import BOT, USER, Answer, Call, Router, snowflake
from bot.sandbox.service.wire import Json, invalid_form, unknown
from bot.sandbox.service.world import Guild, User

_GUILD, _USER = 1, 2
_MOST_A_PAGE = 100
_TRUTHS = {"1": True, "true": True, "0": False, "false": False}


def add_routes(router: Router) -> None:
    """Add every route of this module."""
    base = "/applications/{application_id}"
    one = base + "/entitlements/{entitlement_id}"
    router.add("GET", base + "/skus", skus, BOT)
    router.add("GET", base + "/entitlements", entitlements, BOT)
    router.add("POST", base + "/entitlements", create_entitlement, BOT)
    router.add("GET", one, read_entitlement, BOT)
    router.add("DELETE", one, delete_entitlement, BOT)
    router.add("POST", one + "/consume", consume, BOT)
    # A shop window as Discord's own clients open it, and what they send to buy.
    router.add("GET", "/store/published-listings/skus", listings, USER)
    router.add("GET", "/store/published-listings/skus/{sku_id}", listing, USER)
    router.add("POST", "/store/skus/{sku_id}/purchase", purchase, USER)


def skus(call: Call) -> Answer:
    """Return what the application sells."""
    _require(call)
    world = call.state.world
    return Answer(200, [purchases.sku_json(world, sku) for sku in world.application.skus.values()])


def entitlements(call: Call) -> Answer:
    """Return who has bought what, oldest first: those after an id, or the last before one."""
    _require(call)
    query, limit = call.query, call.number("limit", _MOST_A_PAGE, 1, _MOST_A_PAGE)
    found = _found(call)
    if "before" in query:
        before = snowflake(query["before"], "before")
        return Answer(200, [body for body in found if int(body["id"]) < before][-limit:])
    after = snowflake(query.get("after", 0), "after")
    return Answer(200, [body for body in found if int(body["id"]) > after][:limit])


def _found(call: Call) -> list[Json]:
    query, state = call.query, call.state
    wanted_skus = set(filter(None, query.get("sku_ids", "").split(",")))
    without_ended = _truth(call, "exclude_ended", default=False)
    without_deleted = _truth(call, "exclude_deleted", default=True)
    everything = sorted(state.world.application.entitlements.items())
    return [
        body
        for _, body in everything
        if query.get("user_id") in {None, body["user_id"]}
        and query.get("guild_id") in {None, body.get("guild_id")}
        and (not wanted_skus or body["sku_id"] in wanted_skus)
        and not (without_ended and purchases.has_ended(state, body))
        and not (without_deleted and body["deleted"])
    ]


def _truth(call: Call, name: str, *, default: bool) -> bool:
    text = call.query.get(name)
    if text is None:
        return default
    if text.lower() not in _TRUTHS:
        raise invalid_form(name, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
    return _TRUTHS[text.lower()]


def create_entitlement(call: Call) -> Answer:
    """Let a user (2) or a server (1) have an item for a test, without the times of its validity."""
    _require(call)
    body, world = call.json(), call.state.world
    sku = purchases.sku_of(world, snowflake(body.get("sku_id"), "sku_id"))
    owner_id, kind = snowflake(body.get("owner_id"), "owner_id"), body.get("owner_type")
    if kind not in {_GUILD, _USER}:
        raise invalid_form("owner_type", "BASE_TYPE_CHOICES", "Value must be one of (1, 2).")
    owners: dict[int, Any] = world.guilds if kind == _GUILD else world.users
    owner: User | Guild | None = owners.get(owner_id)
    if owner is None:
        raise unknown("guild" if kind == _GUILD else "user")
    created = purchases.grant_for_test(call.state, owner, sku)
    return Answer(
        200, {key: value for key, value in created.items() if key not in {"starts_at", "ends_at"}}
    )


def read_entitlement(call: Call) -> Answer:
    """Return one purchase."""
    return Answer(200, _entitlement(call))


def delete_entitlement(call: Call) -> Answer:
    """Delete what was had for a test; 404 10029 for what somebody has bought."""
    body = _entitlement(call)
    if body["deleted"] or not purchases.is_for_test(body):
        raise unknown("entitlement")
    purchases.revoke(call.state, body)
    return Answer()


def consume(call: Call) -> Answer:
    """Mark a purchase as used up."""
    purchases.consume(call.state, _entitlement(call))
    return Answer()


def listings(call: Call) -> Answer:
    """Return the shop window of our application: all that can be bought now."""
    world = call.state.world
    if call.query.get("application_id") != str(world.application.id):
        raise unknown("application")
    sold = [sku for sku in world.application.skus.values() if sku.is_available]
    return Answer(200, [purchases.listing_json(world, sku) for sku in sold])


def listing(call: Call) -> Answer:
    """Return what the shop window says of one item, sold or not."""
    world = call.state.world
    sku = purchases.sku_of(world, call.id("sku_id"))
    return Answer(200, purchases.listing_json(world, sku))


def purchase(call: Call) -> Answer:
    """Let the caller buy an item at the price that they were shown; 400 if it is another one."""
    body, state = call.json(), call.state
    sku = purchases.sku_of(state.world, call.id("sku_id"))
    shown = body.get("expected_amount"), body.get("expected_currency")
    if shown != (sku.price_cents, sku.currency):
        raise invalid_form("expected_amount", "BASE_TYPE_CHOICES", "The price has changed.")
    bought = purchases.buy(state, call.user, sku, test_mode=body.get("test_mode") is True)
    return Answer(200, {"entitlements": [bought]})


def _require(call: Call) -> None:
    call.state.require_application(call.user, call.id("application_id"))


def _entitlement(call: Call) -> Json:
    _require(call)
    return purchases.entitlement_of(call.state, call.id("entitlement_id"))
