"""What the application sells: its items, who has bought them, and what becomes of a purchase."""

from __future__ import annotations

from typing import Any

from bot.sandbox.service.components import BUTTON, PREMIUM_STYLE, walk
from bot.sandbox.service.payloads import timestamp
from bot.sandbox.service.state import State
from bot.sandbox.service.wire import FormErrors, Json, RefusedError, unknown
from bot.sandbox.service.world import CONSUMABLE, SUBSCRIPTION, Guild, Sku, User, World

# https://discord.com/developers/docs/resources/entitlement#entitlement-object-entitlement-types
PURCHASE, TEST_MODE_PURCHASE, APPLICATION_SUBSCRIPTION = 1, 4, 8

# https://discord.com/developers/docs/resources/sku#sku-object-sku-flags
_AVAILABLE = 1 << 2


def sku_json(world: World, sku: Sku) -> Json:
    """Return an item as the application itself sees it: without its price, as on Discord."""
    return {
        "id": str(sku.id),
        "type": sku.kind,
        "application_id": str(world.application.id),
        "name": sku.name,
        "slug": sku.name.casefold().replace(" ", "-"),
        "flags": _AVAILABLE if sku.is_available else 0,
    }


def listing_json(world: World, sku: Sku) -> Json:
    """Return an item as a shop window shows it to people, with its price."""
    price = {
        "amount": sku.price_cents,
        "currency": sku.currency,
        "currency_exponent": 2,
        "tax_inclusive": True,
    }
    return {
        "id": str(sku.id),
        "summary": "",
        "sku": {**sku_json(world, sku), "price": price},
    }


def sku_of(world: World, sku_id: int) -> Sku:
    """Return an item by its id; 404 10027 if the application has none such."""
    sku = world.application.skus.get(sku_id)
    if sku is None:
        raise unknown("sku")
    return sku


def check_premium_buttons(world: World, components: Any, path: str) -> None:
    """Refuse all of a message for one button that sells what the application does not have."""
    errors = FormErrors()
    known = {str(sku_id) for sku_id in world.application.skus}
    for place, component in walk(components, path):
        is_premium = component.get("type") == BUTTON and component.get("style") == PREMIUM_STYLE
        if is_premium and str(component.get("sku_id")) not in known:
            errors.add(f"{place}.sku_id", "BUTTON_COMPONENT_INVALID_SKU_ID", "Unknown SKU")
    errors.raise_if_any()


def buy(state: State, buyer: User, sku: Sku, *, test_mode: bool = False) -> Json:
    """Let somebody buy an item; nobody pays anything here.

    Of a consumable nobody has two at a time: the next can be bought once the application has
    consumed the one before; a durable item is bought once for good. In test mode only the
    application's owner buys:
    https://discord.com/developers/docs/monetization/implementing-one-time-purchases
    """
    if not sku.is_available:
        raise unknown("sku")
    if test_mode and buyer.id != state.world.application.owner_id:
        raise RefusedError(403, 20012, "You are not authorized to perform this action")
    if any(it["sku_id"] == str(sku.id) for it in entitlements_of(state, buyer)):
        raise RefusedError(400, 100011, "You already own this item.")
    return grant(state, buyer, sku, kind=TEST_MODE_PURCHASE if test_mode else PURCHASE)


def grant(
    state: State, owner: User | Guild, sku: Sku, *, kind: int = PURCHASE, ends_at: float = 0.0
) -> Json:
    """Let a user or a server have an item, and tell of it; `ends_at` in Unix seconds, 0 never."""
    entitlement_id = state.new_id()
    body: Json = {
        "id": str(entitlement_id),
        "sku_id": str(sku.id),
        "application_id": str(state.world.application.id),
        "user_id": str(owner.id) if isinstance(owner, User) else None,
        "promotion_id": None,
        "type": kind,
        "deleted": False,
        "gift_code_flags": 0,
        "consumed": False,
        "starts_at": None,
        "ends_at": timestamp(ends_at) if ends_at else None,
    }
    if isinstance(owner, Guild):
        body["guild_id"] = str(owner.id)
    state.world.application.entitlements[entitlement_id] = body
    _publish(state, "ENTITLEMENT_CREATE", body)
    return body


def grant_for_test(state: State, owner: User | Guild, sku: Sku) -> Json:
    """Let somebody have an item for a test, as the application asked."""
    kind = APPLICATION_SUBSCRIPTION if sku.kind == SUBSCRIPTION else TEST_MODE_PURCHASE
    return grant(state, owner, sku, kind=kind)


def entitlement_of(state: State, entitlement_id: int) -> Json:
    """Return a purchase by its id, taken back or not; 404 10029 if there is none."""
    found = state.world.application.entitlements.get(entitlement_id)
    if found is None:
        raise unknown("entitlement")
    return found


def consume(state: State, body: Json) -> None:
    """Mark a purchase as used up and tell of it; doing it twice changes nothing.

    404 10029 for one that was taken back, 400 50035 for an item that is not used up.
    """
    if body["deleted"]:
        raise unknown("entitlement")
    if sku_of(state.world, int(body["sku_id"])).kind != CONSUMABLE:
        raise RefusedError(400, 50035, "Only consumable items can be consumed.")
    if not body["consumed"]:
        body["consumed"] = True
        _publish(state, "ENTITLEMENT_UPDATE", body)


def revoke(state: State, body: Json) -> None:
    """Take a purchase back, as for a refund, and tell of it; once it is gone, nothing happens.

    https://discord.com/developers/docs/events/gateway-events#entitlement-delete
    """
    if not body["deleted"]:
        body["deleted"] = True
        _publish(state, "ENTITLEMENT_DELETE", body)


def is_for_test(body: Json) -> bool:
    """Tell whether nobody paid for it, so that the application may delete it."""
    return body["type"] in {TEST_MODE_PURCHASE, APPLICATION_SUBSCRIPTION}


def has_ended(state: State, body: Json) -> bool:
    """Tell whether its time is over; what was consumed or taken back has not ended by that."""
    return body["ends_at"] is not None and body["ends_at"] <= timestamp(state.clock.wall())


def entitlements_of(state: State, user: User, guild: Guild | None = None) -> list[Json]:
    """Return what counts for a user now, and with a guild also for that: all not used up."""
    return [
        body
        for body in state.world.application.entitlements.values()
        if (body["user_id"] == str(user.id) or (guild and body.get("guild_id") == str(guild.id)))
        and not body["consumed"]
        and not body["deleted"]
        and not has_ended(state, body)
    ]


def _publish(state: State, event: str, body: Json) -> None:
    """Tell our bot, in every shard, and the client of whoever it belongs to."""
    bot, owner = state.world.bot, body["user_id"]
    state.gateway.publish(
        event, body, lambda session: session.user is bot or str(session.user.id) == owner
    )
