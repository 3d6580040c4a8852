"""How somebody comes in: a link that opens once becomes a cookie, and the cookie a visitor."""

import asyncio
import base64
import contextlib
import hashlib
import hmac
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bot.ledger.requests import Person
from bot.web.tokens import Token, digest_of, new_token

LINK_MS: Final = 5 * 60_000
"""How long a link can be followed."""
SESSION_MS: Final = 12 * 3_600_000
"""How long somebody stays signed in: an evening and the morning after it.

Another link ends no session. A creator has the queue open on the laptop that streams, and takes out
their phone: a link that signed them out there would do so in the middle of a show, and whoever
learned to expect that would think nothing of it on the day on which it was somebody else's doing.
Where they are signed in they see on a page, and end all of it with one press there.
"""
MOST_LINKS: Final = 1_000
"""How many links wait to be followed; the oldest gives way."""
_PURPOSE: Final = b"what is asked comes from our own page"


class Invited(NamedTuple):
    """Whom a link lets in, and in which guild it was asked for."""

    guild: int
    person: Person
    until_ms: int


@dataclass(frozen=True, slots=True)
class _Given:
    invited: Invited
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held by whoever comes in by it, until it is known whether they did."""


class Links:
    """The links that were given out and not followed yet. A restart forgets them: another is asked
    for in a moment."""

    def __init__(self, clock: Callable[[], int]) -> None:
        """Measure their time by `clock`, in UTC milliseconds."""
        self._clock = clock
        self._given: OrderedDict[bytes, _Given] = OrderedDict()
        self._newest: dict[tuple[int, int], bytes] = {}

    def give(self, guild: int, person: Person) -> Token:
        """A link for somebody, to be shown to nobody else; the one before opens no more."""
        token, whose = new_token(), (guild, person.user_id)
        self._forget(self._newest.get(whose, b""))
        self._given[token.digest] = _Given(Invited(guild, person, self._clock() + LINK_MS))
        self._newest[whose] = token.digest
        while len(self._given) > MOST_LINKS:
            self._forget(next(iter(self._given)))
        return token

    @contextlib.asynccontextmanager
    async def follow(self, secret: str) -> AsyncIterator[Invited | None]:
        """Whom a link lets in; None for one that nobody was given, or that is over.

        It opens no more once this is left. Where it is left by an exception, nobody came in, and it
        opens as before until its time is over. Who follows it meanwhile waits for which it is.
        """
        # Found by its digest, so that nothing is compared letter by letter.
        digest = digest_of(secret)
        given = self._given.get(digest)
        if given is None:
            yield None
            return
        async with given.turn:
            is_open = self._given.get(digest) is given and self._clock() < given.invited.until_ms
            yield given.invited if is_open else None
            self._forget(digest)

    def forget(self, user_id: int) -> None:
        """Have no link open that somebody was given, in any guild."""
        for whose in [whose for whose in self._newest if whose[1] == user_id]:
            self._forget(self._newest[whose])

    def _forget(self, digest: bytes) -> None:
        given = self._given.pop(digest, None)
        if given:
            del self._newest[given.invited.guild, given.invited.person.user_id]


def form_token(secret: str) -> str:
    """What the forms of somebody signed in carry, made of what their browser alone holds."""
    made = hmac.new(secret.encode(), _PURPOSE, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def is_from_own_form(secret: str, token: str) -> bool:
    """Whether a form was made for whoever holds this secret."""
    return hmac.compare_digest(form_token(secret).encode(), token.encode(errors="replace"))
