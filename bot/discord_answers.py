"""What became of a request to Discord that raised: declined and why, or nobody knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final

import aiohttp
import discord

_OF_REQUEST: Final = frozenset({20_009, 40_005, 50_006, 50_035, 50_109, 200_000, 200_001})
"""Discord's codes for what it takes nowhere: too large, empty, malformed, or with words that the
server's own filter stops."""
_UNKNOWN: Final = frozenset(
    {HTTPStatus.UNAUTHORIZED, HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
)
"""What Discord answers where the fault is neither the request's nor the place's."""
_MOST_WORDS: Final = 200


class Unanswered(Exception):  # noqa: N818 - it tells what is known: nothing.
    """Discord did not say whether it did what was asked; it may be asked again later."""


class Declined(Exception):  # noqa: N818 - the name is what happened.
    """Discord did not do what was asked, and said so."""

    def __init__(self, trouble: str, *, status: int, code: int = 0) -> None:
        """`trouble` is why, in Discord's words; `status` is HTTP's, `code` Discord's own."""
        super().__init__(trouble)
        self.status, self.code = status, code

    @property
    def is_for_request(self) -> bool:
        """Whether what was asked is at fault, which no other place would take and nobody mends."""
        return self.code in _OF_REQUEST or self.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


class Forbidden(Declined):
    """Ovation is not allowed to: a permission is missing, or a role stands above its own."""


class Gone(Declined):
    """What it was about is not there any more, or never was."""


@contextmanager
def understood() -> Iterator[None]:
    """Turn what discord.py and the network raise into Declined or Unanswered.

    Only what is asked of Discord belongs inside, for a KeyError counts as no answer: discord.py
    2.7.1 raises one for a limit whose answer says not how long it lasts.
    """
    try:
        yield
    except discord.HTTPException as error:
        raise _meant(error) from error
    except (aiohttp.ClientError, OSError, discord.RateLimited, KeyError) as error:
        raise Unanswered(repr(error)) from error


def _meant(error: discord.HTTPException) -> Declined | Unanswered:
    if error.status in _UNKNOWN or error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unanswered(str(error))
    kinds: dict[int, type[Declined]] = {HTTPStatus.FORBIDDEN: Forbidden, HTTPStatus.NOT_FOUND: Gone}
    worded = f"{error.status} {error.text}"[:_MOST_WORDS]
    return kinds.get(error.status, Declined)(worded, status=error.status, code=error.code)
