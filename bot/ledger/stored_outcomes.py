"""Outcomes as the plain data in which they are stored, and back."""

from collections.abc import Mapping
from typing import Any

import bot.ledger.outcomes.barring

# Imported for the kinds of outcomes that it names.
import bot.ledger.outcomes.browser
import bot.ledger.outcomes.fairness
import bot.ledger.outcomes.live
import bot.ledger.outcomes.payouts
import bot.ledger.outcomes.pots
import bot.ledger.outcomes.shop  # noqa: F401
from bot.ledger.money import Currency
from bot.ledger.outcomes import KINDS, Outcome
from bot.ledger.shape import field_names


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
