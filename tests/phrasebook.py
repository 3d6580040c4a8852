"""Every sentence of every room with sample arguments, made from what the sentence asks for."""

import inspect
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from bot.ledger import live_outcomes, outcomes
from bot.ledger.catalogue import Catalogue
from bot.ledger.guild_settings import NAMES, GuildSettings
from bot.ledger.money import Currency
from bot.ledger.outcomes import Accepted, Refused
from bot.words import Words
from bot.words.refusals import Around

GIFT: Final = "Rose"
PERSON: Final = "Zoë"
SAMPLES: Final = frozenset({GIFT, PERSON, "Europe/Berlin", "UTC", "English", "Deutsch"})
"""What stands in the sentences because it was put there."""

_NUMBERS: Final = (1, 12_345)
_TEXT_SETTINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "timezone": ("UTC",),
    "language": ("en", "de"),
    "receivers": ("everyone", "registered"),
    "messages": ("open", "first", "all"),
    "level_roles": ("", "5:1", "5:1,10:2"),
    "pins": ("0", "1"),
    "posted_boards": ("0", "1"),
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
    "link": ("https://discord.com/1",),
    "url": ("https://discord.com/1",),
    "emoji": ("🌹",),
    "kind": ("gift", "freeze"),
    "items": ([("🌹", GIFT, 1)], [("🌹", GIFT, 12_345), ("🌹", GIFT, 1)]),
    "messages": ([], [PERSON]),
    "share": (5_000, 0),
    "stored": ("", "5:1,10:2"),
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
        of_all = {**vars(live_outcomes), **vars(outcomes)}
        kinds = [kind for kind in of_all.values() if inspect.isclass(kind)]
        for kind in kinds:
            if issubclass(kind, hint) and kind is not hint:
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
    if kind not in {outcomes.SettingRefused, live_outcomes.SideNotReceiving}:
        yield {}
    if kind is outcomes.SettingRefused:
        yield from ({"name": "share", "code": code} for code in _SETTING_CODES)
    elif kind is live_outcomes.SideNotReceiving:
        whys = (*Words.match_own_side, live_outcomes.TooFewFollowers.kind)
        sides = [{"why": why, "own": own} for why in whys for own in (True, False)]
        yield from (side | {"role": role} for side in sides for role in (0, 1))
    elif kind is outcomes.CatalogueRefused:
        yield from ({"code": code} for code in _CATALOGUE_CODES)
    elif kind is outcomes.CatalogueEdited:
        yield {"retired": False}
        yield {"retired": False, "added": False}
    elif "currency" in parts:
        for currency in Currency:
            yield {"currency": currency}
            if "amount" in parts:
                yield {"currency": currency, "amount": -parts["amount"]}


_SETTING_CODES: Final = ("unknown", "range", "timezone", "language", "mints", "everyone", "given")
_CATALOGUE_CODES: Final = ("name", "name-taken", "emoji", "price", "last", "full")


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


_TEXTS: Final = {"emoji": "🌹", "name": GIFT, "code": "name"}


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
