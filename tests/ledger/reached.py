"""What the runs of the whole economy have to come to, or they would prove nothing of it."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from bot.ledger import outcomes
from bot.ledger.outcomes import Accepted, Outcome, Refused

OF_PLANS: Final = "The model knows no planned shows: they move nothing and cost nothing."
OF_BOARDS: Final = "The model knows no boards that are posted: they only say what tallies say."
OF_MESSAGES: Final = "The model knows no messages that wait for a moderator: they move nothing."
OF_CREATORS: Final = "The model has everybody receive who does not pause: nobody registers."
OF_THE_WRITER: Final = "The rules never say so: the writer does where it cannot write."

NEVER: Final = {
    "live-plan": OF_PLANS,
    "live-plan-closed": OF_PLANS,
    "live-reminder": OF_PLANS,
    "plan-closed": OF_PLANS,
    "too-many-plans": OF_PLANS,
    "live-board": OF_BOARDS,
    "already-posted": OF_BOARDS,
    "not-over": OF_BOARDS,
    "message": OF_MESSAGES,
    "nothing-held": OF_MESSAGES,
    "own-message": OF_MESSAGES,
    "live-creator": OF_CREATORS,
    "not-registered": OF_CREATORS,
    "not-receiving": OF_CREATORS,
    "too-few-followers": OF_CREATORS,
    "too-many-deputies": "There are fewer people here than one may have deputies.",
    "busy": OF_THE_WRITER,
    "unavailable": OF_THE_WRITER,
}
"""The kinds of outcomes that no run comes to, and why not."""

CODES: Final = (
    *(f"over-limit: {limit}" for limit in ("own day", "own week", "guild day", "pair day")),
    *(f"pot-range: {code}" for code in ("coins", "people", "total")),
    *(f"pack-refused: {code}" for code in ("coins", "price", "bonus", "until", "sku-taken")),
    *(f"exchange-refused: {code}" for code in ("unknown", "same", "rate", "none")),
    *(f"too-many-pots: {code}" for code in ("chest",)),
    *(f"purchase-over: {end}" for end in ("credited", "declined", "withdrawn", "revoked")),
    *(f"payout-over: {end}" for end in ("paid", "rejected", "cancelled")),
)
"""Refusals that say more than their kind, as far as runs come to that."""

STORIES: Final = (
    "reverse: all is owed",
    "reverse: some is owed",
    "reversal-asked: anew, for nobody did it in time",
    "own-share: pays a debt in part",
    "own-share: pays a debt",
    "adjust: pays a debt in part",
    "gift: pays a debt in part",
    "convert: pays a debt",
    "own-entitlement: pays a debt in part",
    "payout-paid: after two approved it",
    "pot-end: with something left",
    "own-pot-over: with something left",
    "own-chest: of both kinds of coins",
    "own-budget: raised while clocks change",
    "over-limit: own, before it is raised",
    "gift: within a limit that was raised",
)
"""What outcomes came of, where their kind does not tell."""


def every_outcome() -> list[type[Accepted] | type[Refused]]:
    """The classes of all outcomes that there are."""
    name = outcomes.__name__
    modules = [outcomes]
    modules += [import_module(part.name) for part in iter_modules(outcomes.__path__, f"{name}.")]
    found = {
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type)
        and issubclass(thing, Accepted | Refused)
        and thing not in {Accepted, Refused}
    }
    return sorted(found, key=lambda outcome: outcome.kind)


def every_kind() -> set[str]:
    """The kinds of all outcomes that there are."""
    return {outcome.kind for outcome in every_outcome()}


def names_of(outcome: Outcome) -> Iterator[str]:
    """Its kind, and what more it says of itself."""
    yield outcome.kind
    parts = [getattr(outcome, name, "") for name in ("code", "state", "whose", "span")]
    more = " ".join(str(part) for part in parts if part)
    if more and isinstance(outcome, Refused):
        yield f"{outcome.kind}: {more}"
