"""A queue that is shared in a private channel: posted, pressed, kept fresh and found again."""

from pathlib import Path

import pytest

from bot.ledger.requests.live import HoldThanks, SkipThanks, ThankFor
from bot.sandbox.people.seen import Message
from bot.sandbox.service.permissions import SEND_MESSAGES, VIEW_CHANNEL
from bot.storage.shared_queues import shared_queues
from tests.commands.moderators import set_up
from tests.commands.queueing import (
    LION,
    MESSAGES,
    PERFUME,
    answer,
    deputise,
    many_gifts,
    opened,
    three_gifts,
)
from tests.theatre import Theatre, open_theatre
from tests.waiting import until

PRIVATE = "ovation-log"


# Shared in a private channel.


async def shared(theatre: Theatre) -> Message:
    """The one card that stands in the private channel, as it is now."""
    max_ = await theatre.stage.person("Max")
    (message,) = [it for it in await max_.read(PRIVATE, limit=100) if not it.ephemeral]
    return message


async def share(theatre: Theatre) -> Message:
    """Have Max, a deputy of Bea's, share her queue; the card."""
    await deputise(theatre, "Max")
    said = await opened(theatre, "Max", channel=PRIVATE, here=True, creator=theatre.id_of("Bea"))
    assert said.reply.text.endswith(
        "Done: **Bea**'s queue is posted here. Helpers named under `/creator helpers` can press "
        "it too."
    )
    return await shared(theatre)


async def until_shared(theatre: Theatre, words: str) -> Message:
    """The shared card once it says something."""
    max_ = await theatre.stage.person("Max")
    await max_.sees(PRIVATE, lambda it: words in it.text and not it.ephemeral)
    return await shared(theatre)


async def test_where_everybody_reads_no_queue_is_posted(theatre: Theatre) -> None:
    await three_gifts(theatre)
    said = await opened(theatre, here=True)
    assert said.reply.text.startswith("Everyone on this server can read this channel")
    assert len(await theatre.announced()) == 3


async def test_a_shared_queue_is_everybodys_who_may_and_follows_what_happens(
    theatre: Theatre,
) -> None:
    card = await share(theatre)
    assert "# 💛 Nobody waits" in card.text
    await three_gifts(theatre)
    card = await until_shared(theatre, "3 thank-yous wait")
    max_ = await theatre.stage.person("Max")
    pressed = await max_.press(card, "Thank Kim")
    await pressed.settled()
    card = await until_shared(theatre, "2 thank-yous wait")
    assert card.text.startswith("-# **Bea**'s queue\n# 🧴 Perfume")
    await answer(theatre, SkipThanks, PERFUME)
    assert "# 🌹 Rose" in (await until_shared(theatre, "1 thank-you waits")).text


async def test_who_is_no_deputy_presses_a_shared_queue_in_vain(theatre: Theatre) -> None:
    await three_gifts(theatre)
    card = await share(theatre)
    olive = await theatre.stage.person("Olive")
    refused = await (await olive.press(card, "Thank Kim")).settled()
    assert refused.reply.ephemeral
    assert "Only the creator and their helpers do this" in refused.reply.text
    assert (await shared(theatre)).text == card.text


async def test_what_moderators_did_to_an_account_is_not_told_on_a_shared_card(
    theatre: Theatre,
) -> None:
    await three_gifts(theatre)
    card = await share(theatre)
    await theatre.grant("Max", 5, by="Olive")
    max_ = await theatre.stage.person("Max")
    await (await max_.press(card, "Refresh")).settled()
    assert "📋" not in (await shared(theatre)).text


async def test_a_question_about_many_is_asked_in_private_and_the_shared_card_follows(
    theatre: Theatre,
) -> None:
    await many_gifts(theatre, 21)
    card = await share(theatre)
    max_ = await theatre.stage.person("Max")
    asked = await (await max_.press(card, "Thank for all 21")).settled()
    assert asked.reply.ephemeral
    assert "21 thank-yous wait" in (await shared(theatre)).text
    await theatre.press("Max", asked, "Thank them all")
    await until_shared(theatre, "Nobody waits")


async def test_a_shared_queue_follows_after_a_restart_too(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await three_gifts(theatre)
            card = await share(theatre)
        async with theatre.bot_running():
            await answer(theatre, ThankFor, LION)
            after = await until_shared(theatre, "2 thank-yous wait")
            assert after.id == card.id
            max_ = await theatre.stage.person("Max")
            await (await max_.press(after, "Thank Lee")).settled()
            await until_shared(theatre, "1 thank-you waits")


async def test_a_shared_queue_that_is_posted_again_takes_the_place_of_the_first(
    theatre: Theatre,
) -> None:
    first = await share(theatre)
    await opened(theatre, "Max", channel=PRIVATE, here=True, creator=theatre.id_of("Bea"))
    assert (await shared(theatre)).id != first.id


async def test_an_old_shared_queue_is_posted_anew_before_discord_limits_its_edits(
    theatre: Theatre,
) -> None:
    first = await share(theatre)
    theatre.clock.advance(55 * 60)
    await three_gifts(theatre)
    max_ = await theatre.stage.person("Max")
    await max_.loses(first)
    assert "3 thank-yous wait" in (await until_shared(theatre, "3 thank-yous wait")).text


async def test_a_shared_queue_that_was_deleted_is_forgotten(theatre: Theatre) -> None:
    card = await share(theatre)
    theatre.sandbox.world.channel(PRIVATE).messages.pop(int(card.id))
    await three_gifts(theatre)

    async def is_forgotten() -> bool:
        return not await shared_queues(theatre.house.reader)

    await until(is_forgotten)


async def test_a_shared_queue_is_changed_once_for_what_comes_within_five_seconds(
    theatre: Theatre,
) -> None:
    await share(theatre)
    counts = theatre.sandbox.recording.counts
    route = ("PATCH", "/channels/{channel_id}/messages/{message_id}")
    before = counts[route]
    await theatre.house.writer.submit(_hold(theatre, on=True))
    await until_shared(theatre, "Paused")
    await set_up(theatre, gift_channel=0)
    await many_gifts(theatre, 30)
    await until_shared(theatre, "30 thank-yous wait")
    assert counts[route] - before <= 4


def _hold(theatre: Theatre, *, on: bool) -> HoldThanks:
    bea = theatre.person("Bea")
    return HoldThanks(guild=theatre.guild, key=f"hold {on}", actor=bea, creator=bea, on=on)


@pytest.mark.parametrize("denied", [VIEW_CHANNEL, SEND_MESSAGES])
async def test_where_ovation_may_not_post_it_says_so(theatre: Theatre, denied: int) -> None:
    await deputise(theatre, "Max")
    world = theatre.sandbox.world
    theatre.sandbox.set_overwrite(world.channel(PRIVATE), world.bot, deny=denied)
    said = await opened(theatre, "Max", channel=PRIVATE, here=True, creator=theatre.id_of("Bea"))
    assert "Discord let no message through here" in said.reply.text
    assert "Nothing was posted" in said.reply.text


async def test_where_discord_does_not_answer_nobody_claims_that_it_was_posted(
    theatre: Theatre,
) -> None:
    await deputise(theatre, "Max")
    theatre.sandbox.faults.reset(MESSAGES, "POST", after_effect=True)
    said = await opened(theatre, "Max", channel=PRIVATE, here=True, creator=theatre.id_of("Bea"))
    assert said.reply.text.endswith("If none shows up here, try again.")
