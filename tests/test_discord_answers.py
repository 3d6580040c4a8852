"""What is made of Discord's answers, and of none."""

from collections.abc import Callable

import pytest

from bot.discord_answers import Declined, Forbidden, Gone, Unanswered, understood
from bot.sandbox.service.faults import Faults
from bot.sandbox.service.permissions import SEND_MESSAGES
from tests.theatre import Theatre

MESSAGES = "/channels/*/messages"


async def post(theatre: Theatre, text: str = "hello", channel: int = 0) -> None:
    """Have the bot post something, as discord.py does it."""
    assert theatre.bot is not None
    target = theatre.bot.get_partial_messageable(channel or theatre.channel_id("gifts"))
    with understood():
        await target.send(text)


async def test_what_ovation_may_not_do_is_forbidden(theatre: Theatre) -> None:
    world = theatre.sandbox.world
    theatre.sandbox.set_overwrite(world.channel("gifts"), world.bot, deny=SEND_MESSAGES)
    with pytest.raises(Forbidden, match="403 Missing Permissions") as raised:
        await post(theatre)
    assert (raised.value.code, raised.value.is_for_request) == (50_013, False)


async def test_what_is_not_there_is_gone(theatre: Theatre) -> None:
    with pytest.raises(Gone, match="404 Unknown Channel"):
        await post(theatre, channel=1)


async def test_what_discord_takes_nowhere_is_the_fault_of_what_was_asked(theatre: Theatre) -> None:
    with pytest.raises(Declined) as raised:
        await post(theatre, "")
    assert raised.value.is_for_request


@pytest.mark.parametrize(
    "trouble",
    [
        lambda faults: faults.server_error(MESSAGES, status=503, times=None),
        lambda faults: faults.server_error(MESSAGES, status=401, times=None),
        lambda faults: faults.rate_limit(MESSAGES, retry_after_seconds=0.01, times=None),
        lambda faults: faults.reset(MESSAGES, times=None),
    ],
    ids=["5xx", "401", "429", "reset"],
)
async def test_where_nobody_knows_what_came_of_it_there_was_no_answer(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch, trouble: Callable[[Faults], object]
) -> None:
    trouble(theatre.sandbox.faults)
    with pytest.raises(Unanswered):
        await post(theatre)
    theatre.sandbox.faults.clear()
