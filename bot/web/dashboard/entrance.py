"""How somebody comes in: a link that opens once becomes a cookie, and the cookie a visitor."""

import base64
import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, NamedTuple

from bot.ledger.requests import Person
from bot.web.tokens import Token, digest_of, new_token

LINK_MS: Final = 5 * 60_000
"""How long a link can be followed."""
SESSION_MS: Final = 12 * 3_600_000
"""How long somebody stays signed in: an evening and the morning after it."""
MOST_LINKS: Final = 1_000
"""How many links wait to be followed; the oldest gives way."""
_PURPOSE: Final = b"what is asked comes from our own page"


class Invited(NamedTuple):
    """Whom a link lets in, and in which guild it was asked for."""

    guild: int
    person: Person
    until_ms: int


class Links:
    """The links that were given out and not followed yet. A restart forgets them: another is asked
    for in a moment."""

    def __init__(self, clock: Callable[[], int]) -> None:
        """Measure their time by `clock`, in UTC milliseconds."""
        self._clock = clock
        self._given: OrderedDict[bytes, Invited] = OrderedDict()
        self._newest: dict[tuple[int, int], bytes] = {}

    def give(self, guild: int, person: Person) -> Token:
        """A link for somebody, to be shown to nobody else; the one before opens no more."""
        token, whose = new_token(), (guild, person.user_id)
        self._forget(self._newest.get(whose, b""))
        self._given[token.digest] = Invited(guild, person, self._clock() + LINK_MS)
        self._newest[whose] = token.digest
        while len(self._given) > MOST_LINKS:
            self._forget(next(iter(self._given)))
        return token

    def follow(self, secret: str) -> Invited | None:
        """Whom a link lets in, once; None for one that nobody was given, or that is over."""
        # Found by its digest, so that nothing is compared letter by letter.
        invited = self._forget(digest_of(secret))
        return invited if invited and self._clock() < invited.until_ms else None

    def _forget(self, digest: bytes) -> Invited | None:
        invited = self._given.pop(digest, None)
        if invited:
            del self._newest[invited.guild, invited.person.user_id]
        return invited


def form_token(secret: str) -> str:
    """What the forms of somebody signed in carry, made of what their browser alone holds."""
    made = hmac.new(secret.encode(), _PURPOSE, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def is_from_own_form(secret: str, token: str) -> bool:
    """Whether a form was made for whoever holds this secret."""
    return hmac.compare_digest(form_token(secret).encode(), token.encode(errors="replace"))
