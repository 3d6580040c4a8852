"""Sends gifts through the writer, tells of each that was acknowledged, and is killed meanwhile."""

import asyncio
import time
from itertools import count
from typing import Final

import orjson

from bot.ledger.money import Currency
from bot.ledger.requests import AdjustBalance, Request, SendGift
from bot.ledger.stored_outcomes import as_data
from bot.storage.opening import open_database
from bot.storage.writer import Writer
from tests.ledger.scene import ANN, BEA, CHANNEL, GUILD, KIM, MOD, ROSE
from tests.storage.killing import die_beyond, serve, tell

SENDERS: Final = 8
ACKNOWLEDGED: Final = "acknowledged"


def _fund(member: int) -> AdjustBalance:
    return AdjustBalance(
        guild=GUILD,
        key=f"fund-{member}",
        actor=MOD,
        member=(ANN, BEA)[member],
        currency=Currency.COINS,
        amount=10**9,
        reason="plenty",
    )


def _gift(key: str, number: int) -> SendGift:
    sender, recipient = ((ANN, BEA), (BEA, KIM))[number % 2]
    return SendGift(
        guild=GUILD,
        key=key,
        actor=sender,
        to=recipient,
        item=ROSE + number % 30,
        quantity=1 + number % 5,
        message="for you" * (number % 3),
        channel=CHANNEL,
    )


async def _ask(writer: Writer, request: Request) -> None:
    outcome = await writer.submit(request)
    tell(ACKNOWLEDGED, request.key, orjson.dumps(as_data(outcome)).decode())


async def _send(writer: Writer, life: str, sender: int) -> None:
    for number in count():
        request = _gift(f"{life}-{sender}-{number}", number)
        await _ask(writer, request)
        if number % 4 == 0:
            # Discord delivers some things twice.
            await _ask(writer, request)


async def _keep_sending(path: str, life: str) -> None:
    def now_ms() -> int:
        return time.time_ns() // 1_000_000

    async with (
        open_database(f"sqlite:///{path}") as database,
        Writer(database.keeper, now_ms).running() as writer,
    ):
        await asyncio.gather(*(_ask(writer, _fund(member)) for member in (0, 1)))
        await asyncio.gather(*(_send(writer, life, sender) for sender in range(SENDERS)))


def _live(words: list[str]) -> None:
    """Keep books at `path`, under keys that begin with `life`; die beyond a file's size, if any."""
    path, life, *size = words
    if size:
        die_beyond(int(size[0]))
    asyncio.run(_keep_sending(path, life))


if __name__ == "__main__":
    serve(_live)
