"""What the tests of shows share: shows that begin and end, gifts in them, and their boards."""

from typing import Any

from bot.controls import in_base_36
from bot.controls.shows import GiftForShow
from bot.ledger.outcomes import Accepted, GiftSent, Outcome
from bot.ledger.requests import Request, SendGift
from bot.ledger.requests.live import EndShow, RegisterCreator, StartShow
from bot.sandbox.people.seen import Message
from tests.theatre import Theatre

SHOW_CHANNEL = "show-bea"


async def done(theatre: Theatre, kind: type[Request], who: str, **asked: Any) -> Any:
    """Have the ledger do something itself; what came of it."""
    rows = await theatre.house.reader.fetch("SELECT count(*) FROM operation")
    key = f"{kind.__name__} {who} {asked} {rows[0][0]}"
    outcome: Outcome = await theatre.house.writer.submit(
        kind(guild=theatre.guild, key=key, actor=theatre.person(who), **asked)
    )
    assert isinstance(outcome, Accepted), outcome
    return outcome


async def start_show(theatre: Theatre, who: str = "Bea", title: str = "") -> int:
    """Have a show begin without Discord; its number."""
    channel = theatre.channel_id(SHOW_CHANNEL)
    creator = theatre.person(who)
    started = await done(theatre, StartShow, who, creator=creator, channel=channel, title=title)
    return int(started.seq)


async def end_show(theatre: Theatre, who: str = "Bea") -> None:
    """Have a show end without Discord."""
    await done(theatre, EndShow, who, creator=theatre.person(who))


async def register(theatre: Theatre, who: str = "Bea") -> None:
    """Have somebody be a registered creator."""
    await done(theatre, RegisterCreator, who, on=True)


async def give(theatre: Theatre, who: str, item: int = 1, **more: Any) -> int:
    """Have a gift sent to Bea without Discord; its `#seq`."""
    channel = theatre.channel_id(SHOW_CHANNEL)
    to = theatre.person("Bea")
    sent = await done(theatre, SendGift, who, to=to, item=item, channel=channel, **more)
    assert isinstance(sent, GiftSent)
    return sent.seq


async def boards(theatre: Theatre, show: int, channel: str = SHOW_CHANNEL) -> list[Message]:
    """The boards of a show that stand in a channel, once they say all there is to say."""
    assert theatre.bot is not None
    await theatre.bot.boards.idle()
    olive = await theatre.stage.person("Olive")
    mark = f"{GiftForShow.code}:{in_base_36(show)}:"
    return [
        message
        for message in await olive.read(channel, limit=100)
        if any((button.custom_id or "").startswith(mark) for button in message.buttons)
    ]


async def board(theatre: Theatre, show: int, channel: str = SHOW_CHANNEL) -> Message:
    """The one board of a show, once it says all there is to say."""
    (found,) = await boards(theatre, show, channel)
    return found
