"""What the tests of the thank-you queue share: gifts that wait, and the cards that show them."""

import itertools
from typing import Any

from bot.ledger.outcomes import GiftSent
from bot.ledger.requests import SendGift
from bot.ledger.requests.live import NameDeputy, OfCombo
from bot.sandbox.people.exchange import Exchange
from bot.sandbox.people.seen import Message
from tests.live.shows import done
from tests.theatre import Theatre

ROSE, PERFUME, LION = 1, 10, 41
"""They cost 1, 20 and 29,999 coins."""
MESSAGES = "/channels/*/messages"
_KEYS = itertools.count()


async def give(
    theatre: Theatre, sender: str, item: int, *, to: str = "Bea", message: str = ""
) -> int:
    """Have a gift sent without Discord; its number."""
    outcome = await theatre.house.writer.submit(
        SendGift(
            guild=theatre.guild,
            key=f"queued {next(_KEYS)}",
            actor=theatre.person(sender),
            to=theatre.person(to),
            item=item,
            message=message,
            channel=theatre.channel_id("gifts"),
        )
    )
    assert isinstance(outcome, GiftSent), outcome
    return outcome.seq


async def rich(theatre: Theatre, *names: str) -> None:
    """Have members have coins."""
    for name in names:
        await theatre.grant(name, 40_000, by="Max")


async def three_gifts(theatre: Theatre) -> tuple[int, int, int]:
    """A Rose of Ann's, a Lion of Kim's and a Perfume of Lee's, all for Bea; their numbers."""
    await rich(theatre, "Ann", "Kim", "Lee")
    return (
        await give(theatre, "Ann", ROSE, message="hello"),
        await give(theatre, "Kim", LION),
        await give(theatre, "Lee", PERFUME),
    )


async def many_gifts(theatre: Theatre, number: int) -> None:
    """That many gifts for Bea from Ann, Kim and Lee, each a combo of its own."""
    await rich(theatre, "Ann", "Kim", "Lee")
    items = [
        item.number
        for item in (await theatre.house.memory.catalogue(theatre.guild)).offered
        if item.price < 500
    ]
    pairs = itertools.product(items, ("Ann", "Kim", "Lee"))
    for item, sender in itertools.islice(pairs, number):
        await give(theatre, sender, item)


async def deputise(theatre: Theatre, deputy: str, *, on: bool = True) -> None:
    """Have Bea name a deputy, or no more."""
    await done(theatre, NameDeputy, "Bea", deputy=theatre.person(deputy), on=on)


async def opened(theatre: Theatre, who: str = "Bea", **options: Any) -> Exchange:
    """Have somebody open the queue."""
    said = await theatre.use(who, "/live queue", **options)
    assert said.reply.ephemeral
    return said


def labels(message: Message) -> list[str]:
    """What the buttons of a message say."""
    return [button.label for button in message.buttons]


def replay_of(message: Message) -> str:
    """What the button says that shows something again."""
    return next(label for label in labels(message) if label.startswith("Replay"))


async def texts(theatre: Theatre, channel: str = "gifts") -> list[str]:
    """What stands in a channel once nothing waits to be shown."""
    return [message.text for message in await theatre.announced(channel)]


async def combo_of(theatre: Theatre, item: int) -> int:
    """The newest combo of an item."""
    rows = await theatre.house.reader.fetch("SELECT max(number) FROM combo WHERE item = ?", (item,))
    return int(rows[0][0])


async def answer(theatre: Theatre, kind: type[OfCombo], item: int) -> None:
    """Have Bea answer the newest combo of an item elsewhere."""
    combo = await combo_of(theatre, item)
    await done(theatre, kind, "Bea", creator=theatre.person("Bea"), combo=combo)
