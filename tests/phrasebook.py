"""Every sentence of every room with sample arguments, made from what the sentence asks for."""

import inspect
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from bot.ledger import outcomes
from bot.ledger.catalogue import Catalogue
from bot.ledger.guild_settings import NAMES, GuildSettings
from bot.ledger.money import Currency
from bot.ledger.outcomes import KINDS, Accepted, Refused, live
from bot.ledger.outcomes.barring import Barred
from bot.ledger.outcomes.fairness import OverLimit, ReversalDeclined
from bot.ledger.outcomes.payouts import PayoutOver
from bot.ledger.outcomes.shop import (
    ExchangeRefused,
    NothingForSale,
    PackRefused,
    PurchaseOver,
)
from bot.ledger.periods import Span
from bot.words import Words
from bot.words.refusals import Around

GIFT: Final = "Rose"
PERSON: Final = "Zoë"
SAMPLES: Final = frozenset(
    {GIFT, PERSON, "Europe/Berlin", "UTC", "English", "Deutsch", "USD", "CHF"}
)
"""What stands in the sentences because it was put there."""

PAID_IN: Final = ("USD", "EUR", "CHF", "JPY")
"""Codes of currencies: with a sign, without one, and without decimals."""

_NUMBERS: Final = (1, 12_345)
_TEXT_SETTINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "timezone": ("UTC",),
    "language": ("en", "de"),
    "receivers": ("everyone", "registered"),
    "messages": ("open", "first", "all"),
    "level_roles": ("", "5:1", "5:1,10:2"),
    "pins": ("0", "1"),
    "posted_boards": ("0", "1"),
    "shop": ("moderator", "discord", "play"),
    "currency": ("USD", "CHF"),
    "cashout": ("0", "1"),
    **dict.fromkeys(("no_buying", "no_sending", "no_receiving", "no_cashout"), ("", "5", "5,6")),
    **dict.fromkeys((name for name in NAMES if name.endswith("_text")), ("", "Zoë")),
}
"""The settings that are no numbers, with what they may be."""
_CHANGES: Final = tuple((name, "0", "1") for name in NAMES if name not in _TEXT_SETTINGS)
_PARTICULAR: Final[Mapping[str, Sequence[Any]]] = {
    "began": (datetime(2026, 11, 21, 20, 0, tzinfo=UTC),),
    "ended": (datetime(2026, 11, 21, 21, 12, tzinfo=UTC),),
    "champions": ([], [(PERSON, 500), (PERSON, 20)]),
    "zones": (["Europe/Berlin"], []),
    "commands": (["/mod"], ["/mod", "/setup"]),
    "chosen": (NAMES,),
    "options": (["coins"], ["coins", "age_days"]),
    "missing": (1, 3),
    "people": ([PERSON, None],),
    "names": ([GIFT], [GIFT, PERSON]),
    "nearest": ([GIFT], []),
    "troubles": ([], [("50013", 2)]),
    "senders": ([(PERSON, 1)], [(PERSON, 2), (None, 1)]),
    "changes": (_CHANGES,),
    "unit": ("🌹", ""),
    "latest": ([("🌹", 3, PERSON), ("🌹", 1, None)],),
    "contributors": ([(PERSON, 1), (None, 12_345)], []),
    "user_ids": ([1], [1, 2]),
    "named": (time(2, 30),),
    "local": (datetime(2027, 3, 28, 3, 30, tzinfo=UTC),),
    "first": (date(2027, 3, 29), date(2027, 3, 1)),
    "told": ([PERSON], [PERSON, PERSON]),
    "link": ("https://discord.com/1",),
    "url": ("https://discord.com/1",),
    "emoji": ("🌹",),
    "kind": ("gift", "freeze"),
    "items": ([("🌹", GIFT, 1)], [("🌹", GIFT, 12_345), ("🌹", GIFT, 1)]),
    "messages": ([], [PERSON]),
    "share": (5_000, 0),
    "mode": ("moderator", "discord", "play"),
    "parts": ([(2, 330, 998), (1, 65, 99)],),
    "own_text": ("", PERSON),
    "act": ("buying", "sending", "receiving", "cashout"),
    "barred": ("", "5,6"),
    "decided": ("credited", "declined", "withdrawn", "revoked"),
    "budgets": ([(Span.DAY, 1)], [(Span.WEEK, 12_345), (Span.MONTH, 1)]),
    "stands": ("asked", "approved", "rejected", "cancelled", "paid"),
    "stored": ("", "5:1,10:2"),
    "shares": ([PERSON], [PERSON, GIFT]),
    "warnings": ([PERSON], [PERSON, GIFT]),
    "adjustments": ([PERSON], [PERSON, GIFT]),
    "givers": ([PERSON], [PERSON, GIFT]),
    "moderators": ([PERSON], [PERSON, GIFT]),
}
"""Samples for parameters whose type alone does not say what they are, by name."""


def calls() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every public sentence by name, with arguments: each parameter takes all of its samples."""
    for name in sorted(dir(Words)):
        sentence = getattr(Words, name)
        if not name.startswith("_") and inspect.isfunction(sentence):
            yield from ((name, arguments) for arguments in _arguments(name, sentence))


def _arguments(name: str, sentence: Any) -> Iterator[Mapping[str, Any]]:
    if name in _ABOUT_SETTINGS:
        yield from _ABOUT_SETTINGS[name]
        return
    hints = get_type_hints(sentence)
    asked = [part for part in inspect.signature(sentence).parameters if part != "self"]
    samples = {part: _samples(name, part, hints[part]) for part in asked}
    usual = {part: some[0] for part, some in samples.items()}
    yield usual
    for part, some in samples.items():
        yield from (usual | {part: other} for other in some[1:])


def _samples(sentence: str, part: str, hint: Any) -> Sequence[Any]:
    if sentence == "permissions" and part == "missing":
        return [], list(Words.permission_names)
    if sentence == "role_troubles" and part == "troubles":
        return [[code] for code in Words.role_cures]
    if part == "currency" and hint is str:
        return PAID_IN
    return _PARTICULAR.get(part) or list(of_type(hint))


def of_type(hint: Any) -> Iterator[Any]:
    """Samples of a type: numbers in singular and plural, every kind of an outcome."""
    if get_origin(hint) in {Union, types.UnionType}:
        for part in get_args(hint):
            yield from of_type(part)
    elif hint is types.NoneType:
        yield None
    elif hint is Around:
        yield Around(Catalogue())
    elif hint in {Accepted, Refused}:
        for kind in KINDS.values():
            if inspect.isclass(kind) and issubclass(kind, hint):
                yield from of_type(kind)
    elif is_dataclass(hint) or hasattr(hint, "_fields"):
        yield from _made(hint)
    else:
        yield from _plain(hint)


def _plain(hint: Any) -> Iterator[Any]:
    if hint is bool:
        yield from (True, False)
    elif hint is int:
        yield from _NUMBERS
    elif hint is str:
        yield PERSON
    elif hint is datetime:
        yield datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
    elif hint is date:
        yield date(2026, 11, 21)
    elif inspect.isclass(hint) and issubclass(hint, Enum):
        yield from hint
    else:
        raise AssertionError(f"there is no sample of {hint}")


def _made(kind: Any) -> Iterator[Any]:
    """Things of some parts: of ones, of many and of none, each in all of its varieties."""
    hints = get_type_hints(kind)
    names = kind._fields if hasattr(kind, "_fields") else [part.name for part in fields(kind)]
    for number in (*_NUMBERS, 0):
        if kind is GuildSettings:
            yield GuildSettings(welcome_coins=number, confirm_coins=number)
            continue
        parts = {name: _part(name, hints[name], number) for name in names}
        yield from (kind(**{**parts, **variety}) for variety in _varieties(kind, parts))


def _varieties(kind: Any, parts: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What changes the sentence beside the numbers: a code, a currency, a sign."""
    if kind in _ALWAYS_SOME:
        yield from _ALWAYS_SOME[kind]
        return
    yield {}
    yield from _BESIDE.get(kind, ())
    if isinstance(parts.get("currency"), Currency):
        for currency in Currency:
            yield {"currency": currency}
            if "amount" in parts:
                yield {"currency": currency, "amount": -parts["amount"]}


def _each(name: str, *texts: str) -> list[Mapping[str, Any]]:
    return [{name: text} for text in texts]


_WHYS: Final = (*Words.match_own_side, live.TooFewFollowers.kind)
_ACTS: Final = ("buying", "sending", "receiving", "cashout")
_SETTING_CODES: Final = ("unknown", "range", "timezone", "language", "mints", "everyone", "given")
_ALWAYS_SOME: Final[Mapping[Any, Sequence[Mapping[str, Any]]]] = {
    outcomes.SettingRefused: [{"name": "share", "code": code} for code in _SETTING_CODES],
    live.SideNotReceiving: [
        {"why": why, "own": own, "role": role}
        for why in _WHYS
        for own in (True, False)
        for role in (0, 1)
    ],
    Barred: [
        {"act": act, "own": own, "everyone": everyone}
        for act in _ACTS
        for own, everyone in ((True, False), (False, False), (True, True))
    ],
    PayoutOver: _each("state", "paid", "rejected", "cancelled"),
    PurchaseOver: _each("state", "credited", "declined", "withdrawn", "revoked"),
    NothingForSale: _each("shop", "play", "discord"),
    PackRefused: _each("code", "coins", "price", "bonus", "until", "sku", "sku-taken", "full"),
    ExchangeRefused: _each("code", "unknown", "same", "rate", "none"),
}
"""Outcomes that mean nothing without one of these."""
_BESIDE: Final[Mapping[Any, Sequence[Mapping[str, Any]]]] = {
    OverLimit: [*_each("whose", "own", "guild", "pair"), *_each("span", "week", "month")],
    ReversalDeclined: [{"withdrawn": False}],
    outcomes.CatalogueRefused: _each(
        "code", "name", "name-taken", "emoji", "price", "last", "full"
    ),
    outcomes.CatalogueEdited: [{"retired": False}, {"retired": False, "added": False}],
}
"""What others may say beside the plainest."""


def _part(name: str, hint: Any, number: int) -> Any:
    if name == "changes":
        return _CHANGES
    if hint is int:
        return number
    if hint is bool:
        return bool(number)
    if hint is str:
        return _TEXTS.get(name, PERSON)
    return next(iter(hint))


_TEXTS: Final = {
    "whose": "own",
    "span": "day",
    "emoji": "🌹",
    "name": GIFT,
    "code": "name",
    "currency": "USD",
    "paid_in": "USD",
    "priced_in": "USD",
    "quoted_in": "EUR",
}


_STORED: Final = [
    (name, text) for name in NAMES for text in _TEXT_SETTINGS.get(name, ("0", "1", "12345"))
]
_ABOUT_SETTINGS: Final[Mapping[str, Sequence[Mapping[str, Any]]]] = {
    "setting_value": [{"name": name, "text": text} for name, text in _STORED],
    "setting_change": [{"name": name, "before": text, "after": text} for name, text in _STORED],
    "set_meanwhile": [{"name": name, "value": text} for name, text in _STORED],
    "setting_range": [{"name": name, "least": 0, "most": 100} for name in NAMES],
    "channel_gone": [{"name": name} for name in ("gift_channel", "log_channel")],
    "role_gone": [{"name": name} for name in ("moderator_role", "creator_role")],
    "page_row": [
        {"name": name, "value": value, "suggested": suggested}
        for name in Words.page_labels
        for value in (0, 5)
        for suggested in (True, False)
    ],
}
"""Sentences that are asked about a setting, which has a name and a value that goes with it."""
