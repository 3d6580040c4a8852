"""What may be done and what comes of it: the only place where money moves."""

from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any, Final

from bot.ledger.books import Answer, Books, GuildBook
from bot.ledger.outcomes import BotRecipient, KeyConflict, Outcome
from bot.ledger.requests import (
    AdjustBalance,
    ChangeSetting,
    ConvertDiamonds,
    EditCatalogue,
    FreezeMember,
    GrantWelcome,
    Mark,
    MarkSeen,
    MarkShown,
    MarkTold,
    Person,
    Remember,
    Request,
    ReverseGift,
    SendGift,
    UnfreezeMember,
)
from bot.ledger.rules.delivery import mark_seen, mark_shown, mark_told, remember
from bot.ledger.rules.gifts import needs_confirmation, reverse_gift, reverse_once, send_gift
from bot.ledger.rules.guild import change_setting, edit_catalogue
from bot.ledger.rules.moderation import freeze_member, unfreeze_member
from bot.ledger.rules.wallets import (
    LARGE_ADJUSTMENT,
    adjust_balance,
    convert_diamonds,
    grant_welcome,
    is_large,
    refuse_conversion,
    welcome_from_ms,
    welcome_is_due,
    welcome_once,
)
from bot.ledger.shape import field_names

__all__ = [
    "LARGE_ADJUSTMENT",
    "decide",
    "is_large",
    "mark",
    "needs_confirmation",
    "once_of",
    "refuse_conversion",
    "welcome_from_ms",
    "welcome_is_due",
]


def decide(request: Request, books: Books) -> Outcome:
    """Decide a request, enter what it does into the books, and return what came of it.

    A key that was answered before gets the same outcome again, and KeyConflict if it now asks for
    something else. A refusal changes no account, tally or acknowledgement. Bots take no part.
    """
    book = books.guild(request.guild)
    fingerprint = _fingerprint(request, book)
    known = book.answers.get(request.key)
    if known is not None:
        return known.outcome if known.fingerprint == fingerprint else KeyConflict()
    with_a_bot = any(person.is_bot for person in request.people)
    outcome = BotRecipient() if with_a_bot else _RULES[type(request)](request, book)
    book.answer(request.key, Answer(fingerprint, outcome))
    return outcome


def once_of(request: Request, book: GuildBook) -> str | None:
    """What the request would do that may happen only once, if its people are known."""
    if isinstance(request, GrantWelcome):
        member = book.find(request.actor.user_id)
        return welcome_once(member) if member else None
    return reverse_once(request.seq) if isinstance(request, ReverseGift) else None


def mark(request: Mark, books: Books) -> bool:
    """Enter a mark. False if it came too late to mean anything, and changed nothing."""
    return _MARKS[type(request)](request, books.guild(request.guild))


def _fingerprint(request: Request, book: GuildBook) -> bytes:
    """A digest of what is asked, in which people are numbers so that they can be forgotten."""
    contents: list[Any] = [type(request).__name__, _number(request.actor, book)]
    for name in field_names(type(request)):
        if name in _OF_THE_DELIVERY or name in request.circumstances:
            continue
        value = getattr(request, name)
        contents.append(_number(value, book) if isinstance(value, Person) else value)
    return blake2b(repr(contents).encode(), digest_size=16).digest()


def _number(person: Person, book: GuildBook) -> int:
    # A bot gets no number: whom the books know, later requests may take for a person.
    return 0 if person.is_bot else book.member(person).number


_OF_THE_DELIVERY: Final = frozenset({"guild", "key", "actor"})
"""Fields that every request has beside what it asks for."""

_Rule = Callable[[Any, GuildBook], Outcome]
_RULES: Final[Mapping[type[Request], _Rule]] = {
    SendGift: send_gift,
    AdjustBalance: adjust_balance,
    GrantWelcome: grant_welcome,
    ConvertDiamonds: convert_diamonds,
    ReverseGift: reverse_gift,
    FreezeMember: freeze_member,
    UnfreezeMember: unfreeze_member,
    ChangeSetting: change_setting,
    EditCatalogue: edit_catalogue,
}

_Marking = Callable[[Any, GuildBook], bool]
_MARKS: Final[Mapping[type[Mark], _Marking]] = {
    MarkShown: mark_shown,
    MarkSeen: mark_seen,
    MarkTold: mark_told,
    Remember: remember,
}
