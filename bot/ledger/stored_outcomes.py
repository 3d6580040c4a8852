"""Outcomes as the plain data in which they are stored, and back."""

from collections.abc import Mapping
from typing import Any, Final

from bot.ledger.money import Currency
from bot.ledger.outcomes import (
    KINDS,
    Outcome,
    barring,
    browser,
    fairness,
    live,
    payouts,
    pots,
    shop,
)
from bot.ledger.shape import field_names

PARTS: Final = (barring, browser, fairness, live, payouts, pots, shop)
"""All that names kinds of outcomes beside those which every part shares: loaded before any is
read."""


def as_data(outcome: Outcome) -> dict[str, Any]:
    """An outcome as plain data, to be stored as JSON."""
    data: dict[str, Any] = {"kind": outcome.kind}
    for name in field_names(type(outcome)):
        data[name] = getattr(outcome, name)
    return data


def from_data(data: Mapping[str, Any]) -> Outcome:
    """The outcome that `as_data` was made from. Raises KeyError for a kind nobody knows."""
    outcome = KINDS[data["kind"]]
    values = {name: value for name, value in data.items() if name != "kind"}
    if "currency" in values:
        values["currency"] = Currency(values["currency"])
    if "changes" in values:
        values["changes"] = tuple(tuple(change) for change in values["changes"])
    return outcome(**values)
