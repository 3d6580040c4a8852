"""What the tests of promotions, drops and chests share."""

from typing import Any

from bot.sandbox.people.exchange import Exchange
from bot.sandbox.people.seen import Message
from tests.commands.moderators import last_seq, set_up
from tests.theatre import Theatre


async def without_welcome(theatre: Theatre) -> None:
    """Nobody is welcomed with coins, so that all that is counted comes from pots."""
    await set_up(theatre, welcome_coins=0)


async def redeem(theatre: Theatre, who: str, code: str) -> str:
    """Have somebody type a code; what they read."""
    said = await theatre.use(who, "/redeem", code=code)
    assert said.reply.ephemeral
    return said.reply.text


async def press(theatre: Theatre, who: str, message: Message, caption: str) -> str:
    """Have somebody press a button of a public message; what they alone read."""
    person = await theatre.stage.person(who)
    pressed = await person.press(message, caption)
    # Where the message is put right first, what they read comes behind it.
    return (await pressed.shows(lambda reply: reply.ephemeral and not reply.loading)).text


async def shown(theatre: Theatre, channel: str = "gifts") -> Message:
    """What was posted last in a channel, once nothing waits to be shown."""
    return (await theatre.announced(channel))[-1]


async def drop(theatre: Theatre, **options: Any) -> int:
    """Have Max make a drop; its number."""
    said = await theatre.use("Max", "/mod drop", **{"coins": 20, "people": 3, **options})
    assert said.reply.text.startswith("🪂 Dropped in <#"), said.reply.text
    return await last_seq(theatre)


async def drop_chest(theatre: Theatre, who: str = "Ann", **options: Any) -> Exchange:
    """Have somebody drop a chest and confirm it; what they read then."""
    said = await theatre.use(who, "/chest drop", **{"coins": 60, "people": 3, **options})
    return await theatre.press(who, said, "Drop the chest")


async def time_passes(theatre: Theatre, minutes: float) -> None:
    """Have the clock turned on, and the calendar look."""
    assert theatre.bot is not None
    theatre.clock.advance(minutes * 60)
    await theatre.bot.calendar.idle()
