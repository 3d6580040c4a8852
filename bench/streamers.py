"""Five creators with overlays inside the bot's own process, and one who gives to all of them."""

import asyncio
import time
from typing import Any, Final

from bot.client import GiftBot
from bot.ledger.money import Currency
from bot.ledger.outcomes import Accepted, GiftSent
from bot.ledger.requests import AdjustBalance, Person, Request, SendGift
from bot.ledger.requests.browser import OpenOverlay
from bot.web.tokens import new_token

STREAMERS: Final = 5

_FIRST_ID: Final = 2 * 10**17
_GIVER: Final = Person(_FIRST_ID - 1, "The giver")
_OWNER: Final = Person(_FIRST_ID - 2, "The owner")
_MESSAGE: Final = "one more for you " * 8


class Streamers:
    """Their overlays, and the gifts that appear on them."""

    def __init__(self, bot: GiftBot) -> None:
        """Give through `bot`, on its first server."""
        self._bot = bot
        self._given = 0

    async def open(self) -> dict[str, Any]:
        """Open all overlays: where they are served, and the secret of each."""
        facts = {"currency": Currency.COINS, "amount": 10**9, "reason": "for a bench"}
        await self._done(AdjustBalance, _OWNER, "coins", member=_GIVER, **facts)
        secrets = []
        for number in range(STREAMERS):
            token, creator = new_token(), _streamer(number)
            kept = {"handle": token.handle, "digest": token.digest}
            await self._done(OpenOverlay, creator, f"open:{number}", creator=creator, **kept)
            secrets.append(token.secret)
        return {"url": self._bot.site.server.address.local_url, "secrets": secrets}

    async def give(self) -> list[tuple[int, int]]:
        """A gift to each of them at once: its number, and when it was written, on a clock that all
        processes of a machine share, in nanoseconds."""
        self._given += 1
        return await asyncio.gather(*(self._gift(number) for number in range(STREAMERS)))

    async def _gift(self, number: int) -> tuple[int, int]:
        outcome = await self._done(
            SendGift,
            _GIVER,
            f"give:{self._given}:{number}",
            to=_streamer(number),
            item=1 + self._given % 5,
            message=_MESSAGE,
            channel=self._bot.guilds[0].text_channels[0].id,
        )
        assert isinstance(outcome, GiftSent)
        return outcome.seq, time.monotonic_ns()

    async def _done(self, kind: type[Request], actor: Person, key: str, **facts: Any) -> Accepted:
        guild = self._bot.guilds[0].id
        outcome = await self._bot.house.writer.submit(
            kind(guild=guild, actor=actor, key=f"streamers:{key}", **facts)
        )
        assert isinstance(outcome, Accepted), outcome
        return outcome


def _streamer(number: int) -> Person:
    return Person(_FIRST_ID + number, f"Streamer {number}")
