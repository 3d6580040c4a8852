"""What a person can buy from the application, and what they have bought: Discord's shop window."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.people.controls import ControlRefusedError, named
from bot.sandbox.people.seen import Json, Message

Request = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that is sold; the price is in hundredths of a currency, named as in `usd`."""

    sku_id: int
    name: str
    price_cents: int
    currency: str

    @classmethod
    def read(cls, raw: Json) -> Offer:
        """Return the view over an entry of the shop window."""
        sku = raw["sku"]
        price = sku["price"]
        return cls(int(sku["id"]), str(sku["name"]), int(price["amount"]), str(price["currency"]))

    @property
    def price(self) -> str:
        """Return the price as it stands on a button."""
        return f"{self.price_cents / 100:.2f} {self.currency.upper()}"


@dataclass(frozen=True, slots=True)
class Purchase:
    """What somebody has bought, as it is now; Discord calls it an entitlement."""

    id: int
    sku_id: int
    kind: int
    consumed: bool
    deleted: bool

    @classmethod
    def read(cls, raw: Json) -> Purchase:
        """Return the view over an entitlement of the API."""
        return cls(
            id=int(raw["id"]),
            sku_id=int(raw["sku_id"]),
            kind=int(raw["type"]),
            consumed=bool(raw.get("consumed")),
            deleted=bool(raw.get("deleted")),
        )


class Shop:
    """One person's way into the shop window of the application; nothing is really paid."""

    def __init__(self, request: Request, application_id: int) -> None:
        self._request = request
        self._application_id = application_id

    async def offers(self) -> list[Offer]:
        """Return all that can be bought now."""
        path = f"/store/published-listings/skus?application_id={self._application_id}"
        return [Offer.read(raw) for raw in await self._request("GET", path)]

    async def offer(self, sku: int | str, on: Message | None = None) -> Offer:
        """Return what is sold under this id or name, with `on` by a button of that message.

        ControlRefusedError if there is none, or no button that can be pressed. The server says
        whether it is still sold.
        """
        if isinstance(sku, int):
            offer = Offer.read(await self._request("GET", f"/store/published-listings/skus/{sku}"))
        else:
            offer = named(await self.offers(), sku, lambda it: (it.name, str(it.sku_id)), "offer")
        if on is not None:
            _require_button(on, offer)
        return offer

    async def buy(self, offer: Offer, *, test_mode: bool = False) -> Purchase:
        """Buy at the price that was shown, and return what was bought."""
        path = f"/store/skus/{offer.sku_id}/purchase"
        body: Json = {
            "expected_amount": offer.price_cents,
            "expected_currency": offer.currency,
            "test_mode": test_mode,
        }
        answer = await self._request("POST", path, body)
        return Purchase.read(answer["entitlements"][0])


def _require_button(message: Message, offer: Offer) -> None:
    buttons = [button for button in message.buttons if button.sku_id == offer.sku_id]
    if not buttons:
        raise ControlRefusedError(f"No button of this message sells {offer.name!r}.")
    if all(button.disabled for button in buttons):
        raise ControlRefusedError(f"The button that sells {offer.name!r} is disabled.")
