"""Promises about combos: one message counts up, also in the answer to its own button."""

import asyncio

from bot.ledger.books import CHANNEL_SINK
from bot.sandbox.people.exchange import Exchange
from bot.sandbox.people.seen import Message
from bot.storage.deliveries import delivery
from tests.commands.moderators import freeze, gift, last_seq, reverse, set_up
from tests.theatre import Theatre, coins_of
from tests.waiting import until

SEND_ONE = "Send one"


async def the_message(theatre: Theatre) -> Message:
    """The one public message in the channel of gifts."""
    (message,) = await theatre.announced()
    return message


async def press_one(theatre: Theatre, who: str, message: Message) -> Exchange:
    """Press "Send one", and wait until it is answered and noted."""
    person = await theatre.stage.person(who)
    pressed = await person.press(message, SEND_ONE)
    await pressed.settled()
    await theatre.finished()
    return pressed


def channel_requests(theatre: Theatre) -> int:
    """How many messages the bot sent or changed by the channel's own routes."""
    return sum(
        count
        for (method, route), count in theatre.sandbox.recording.counts.items()
        if method in {"POST", "PATCH"} and route.startswith("/channels/")
    )


async def test_repeated_gifts_are_one_message_that_counts_up_and_settles(theatre: Theatre) -> None:
    await gift(theatre, "Ann")
    assert (await the_message(theatre)).text == "🌹 **Ann** `Lv 1` sends **Bea** a Rose"
    for _ in range(2):
        await gift(theatre, "Ann")
    theatre.clock.advance(3)
    text = (await the_message(theatre)).text
    assert text == "🌹 ×3 **Ann** `Lv 2` → **Bea**, still going!"
    theatre.clock.advance(10)
    text = (await the_message(theatre)).text
    assert text == "🌹 ×3 **Ann** `Lv 2` → **Bea** · Rose combo"
    await gift(theatre, "Ann")
    first, second = await theatre.announced()
    assert first.text == text
    assert second.text.startswith("🌹 **Ann** `Lv 3` sends **Bea** a Rose\n⬆️ **Ann** is level 3")
    assert (await theatre.examine()).ok


async def test_the_senders_press_counts_up_in_its_own_answer(theatre: Theatre) -> None:
    await gift(theatre, "Ann")
    message = await the_message(theatre)
    before = channel_requests(theatre)
    theatre.clock.advance(5)
    for count in (2, 3, 4):
        pressed = await press_one(theatre, "Ann", message)
        assert pressed.created == ()
        assert f"🌹 ×{count} **Ann**" in (await the_message(theatre)).text
    assert channel_requests(theatre) == before
    assert await coins_of(theatre, "Ann") == 96
    theatre.clock.advance(10)
    assert "🌹 ×4 **Ann** `Lv 3` → **Bea** · Rose combo" in (await the_message(theatre)).text
    assert channel_requests(theatre) == before + 1
    assert (await theatre.examine()).ok


async def test_ten_presses_at_once_are_ten_gifts_and_one_message(theatre: Theatre) -> None:
    await gift(theatre, "Ann")
    message = await the_message(theatre)
    ann = await theatre.stage.person("Ann")
    presses = [await ann.press(message, SEND_ONE) for _ in range(10)]
    await asyncio.gather(*(pressed.settled() for pressed in presses))
    await theatre.finished()
    assert await coins_of(theatre, "Ann") == 89
    theatre.clock.advance(10)
    assert "×11 **Ann**" in (await the_message(theatre)).text
    assert (await theatre.examine()).ok


async def test_the_final_count_is_right_although_the_announcer_edits_meanwhile(
    theatre: Theatre,
) -> None:
    await gift(theatre, "Ann")
    message = await the_message(theatre)
    # A gift by command is counted up by the announcer, and a press comes while that is under way.
    theatre.sandbox.faults.slow(1.0, f"/channels/*/messages/{message.id}", "PATCH")
    await gift(theatre, "Ann")
    theatre.clock.advance(3)
    pressed = await press_one(theatre, "Ann", message)
    assert not pressed.failed
    await theatre.announced()
    theatre.clock.advance(10)
    assert "🌹 ×3 **Ann** `Lv 2` → **Bea** · Rose combo" in (await the_message(theatre)).text
    assert (await theatre.examine()).ok


async def test_a_press_after_the_combo_begins_another_with_a_private_receipt(
    theatre: Theatre,
) -> None:
    await gift(theatre, "Ann")
    message = await the_message(theatre)
    theatre.clock.advance(10)
    pressed = await press_one(theatre, "Ann", message)
    assert "Sent! 🌹 Rose to **Bea**. 98 coins left." in pressed.reply.text
    assert pressed.reply.ephemeral
    assert len(await theatre.announced()) == 2


async def test_somebody_elses_press_begins_their_own_combo(theatre: Theatre) -> None:
    await gift(theatre, "Ann")
    message = await the_message(theatre)
    pressed = await press_one(theatre, "Kim", message)
    assert pressed.reply.ephemeral
    assert "Sent! 🌹 Rose to **Bea**. 99 coins left." in pressed.reply.text
    first, second = await theatre.announced()
    assert first.text == "🌹 **Ann** `Lv 1` sends **Bea** a Rose"
    assert second.text == "🌹 **Kim** `Lv 1` sends **Bea** a Rose"


async def test_a_press_that_is_refused_is_told_in_private_and_leaves_the_message(
    theatre: Theatre,
) -> None:
    await set_up(theatre, welcome_coins=2, confirm_coins=0)
    await gift(theatre, "Ann", count=2)
    message = await the_message(theatre)
    short = await press_one(theatre, "Ann", message)
    assert short.reply.ephemeral
    assert "Rose is 1, you have 0: 1 short" in short.reply.text
    await freeze(theatre, "Ann")
    frozen = await press_one(theatre, "Ann", message)
    assert frozen.reply.ephemeral
    assert "frozen" in frozen.reply.text
    assert (await the_message(theatre)).text == "🌹 **Ann** `Lv 2` sends **Bea** 2 × Rose"


async def test_a_press_that_is_large_asks_in_private_first(theatre: Theatre) -> None:
    await set_up(theatre, confirm_coins=1)
    asked = await theatre.use("Ann", "/gift", gift="Rose", to=theatre.id_of("Bea"))
    await theatre.press("Ann", asked, "Send for 1")
    message = await the_message(theatre)
    again = await press_one(theatre, "Ann", message)
    assert again.reply.ephemeral
    assert "Rose to **Bea** for 1 coin? You have 99." in again.reply.text
    await theatre.press("Ann", again, "Send for 1")
    theatre.clock.advance(10)
    assert "🌹 ×2 **Ann**" in (await the_message(theatre)).text


async def test_a_change_that_a_press_overtook_does_not_leave_an_older_count(
    theatre: Theatre,
) -> None:
    await gift(theatre, "Ann")
    message = await the_message(theatre)
    slow = theatre.sandbox.faults.slow(20, "/channels/*/messages/*", "PATCH")
    await gift(theatre, "Ann")
    theatre.clock.advance(3)
    await until(lambda: bool(slow.struck))
    await press_one(theatre, "Ann", message)
    assert "×3 **Ann**" in (await theatre.announced())[0].text
    assert "still going" in (await the_message(theatre)).text
    theatre.clock.advance(10)
    assert "×3 **Ann** `Lv 2` → **Bea** · Rose combo" in (await the_message(theatre)).text


async def test_what_a_sender_has_yet_to_be_told_is_never_told_in_public(theatre: Theatre) -> None:
    await gift(theatre, "Ann")
    message = await the_message(theatre)
    await theatre.grant("Ann", 500)
    pressed = await press_one(theatre, "Ann", message)
    (told,) = pressed.created
    assert told.ephemeral
    assert "Olive gave you 500 coins" in told.text
    assert "Sent! 🌹 Rose to **Bea**. 598 coins left." in told.text
    assert "Olive" not in (await the_message(theatre)).text


async def test_the_same_press_delivered_twice_is_one_gift(theatre: Theatre) -> None:
    await gift(theatre, "Ann")
    message = await the_message(theatre)
    theatre.sandbox.faults.duplicate(copies=2)
    await press_one(theatre, "Ann", message)
    assert await coins_of(theatre, "Ann") == 98
    theatre.clock.advance(10)
    assert "×2 **Ann**" in (await the_message(theatre)).text


async def test_a_restart_between_two_gifts_neither_loses_nor_doubles_a_combo(
    theatre: Theatre,
) -> None:
    await gift(theatre, "Ann")
    await theatre.announced()
    await gift(theatre, "Ann", count=2)
    assert theatre.bot is not None
    await theatre.bot.announcer.idle()
    row = await delivery(theatre.house.reader, theatre.guild, 2, CHANNEL_SINK)
    assert row is not None
    assert row.shown < row.wanted


async def test_a_gift_taken_out_of_a_combo_is_taken_off_its_count(theatre: Theatre) -> None:
    await gift(theatre, "Ann", count=2)
    await gift(theatre, "Ann", count=3)
    seq = await last_seq(theatre)
    await reverse(theatre, f"#{seq}")
    theatre.clock.advance(10)
    message = await the_message(theatre)
    assert message.text.startswith("🌹 ×2 **Ann**")
    await reverse(theatre, f"#{seq - 1}")
    message = await the_message(theatre)
    assert "~~🌹 **Ann** `Lv 3` → **Bea** · Rose~~" in message.text
    assert "taken back by a moderator" in message.text
    assert (await theatre.examine()).ok


async def test_a_combo_shows_the_last_words_that_came_with_it(theatre: Theatre) -> None:
    for word in ("one", "two", "three", "four"):
        await gift(theatre, "Ann", message=word)
    theatre.clock.advance(10)
    text = (await the_message(theatre)).text
    assert "“two”\n“three”\n“four”" in text
    assert "“one”" not in text


async def test_a_level_is_acknowledged_once_where_two_combos_go_on(theatre: Theatre) -> None:
    await gift(theatre, "Ann", count=2)
    await gift(theatre, "Ann", to="Cleo", count=2)
    await gift(theatre, "Ann")
    theatre.clock.advance(10)
    texts = [message.text for message in await theatre.announced()]
    assert sum("is level 3 now" in text for text in texts) == 1


async def look_up(theatre: Theatre, message: Message) -> Exchange:
    """Open the menu of a message as a moderator."""
    max_ = await theatre.stage.person("Max")
    return await (await max_.menu("Look up this gift", message)).settled()


async def digest_of(theatre: Theatre, gifts: int) -> Message:
    """Have more sent than the channel takes, so that a digest tells of the most of it."""
    assert theatre.bot is not None
    theatre.sandbox.faults.server_error("/channels/*/messages", "POST", status=503, times=2)
    names = [item.name for item in (await theatre.house.memory.catalogue(theatre.guild)).offered]
    await theatre.grant("Ann", 100_000)
    await asyncio.gather(*(gift(theatre, "Ann", name) for name in names[:gifts]))
    digests = [message for message in await theatre.announced() if "💝" in message.text]
    return max(digests, key=lambda message: len(message.text))


async def test_a_digest_can_be_looked_up_gift_by_gift(theatre: Theatre) -> None:
    await set_up(theatre, confirm_coins=0)
    digest = await digest_of(theatre, 20)
    listed = await look_up(theatre, digest)
    assert "**The gifts that this message thanks for**" in listed.reply.text
    first = listed.reply.text
    await theatre.press("Max", listed, "More ▶")
    assert listed.reply.text != first
    (menu,) = listed.reply.selects
    max_ = await theatre.stage.person("Max")
    one = await max_.pick(listed.reply, menu.choices[0].label)
    await one.settled()
    assert "**Ann** sent" in one.reply.text


async def test_a_digest_says_which_level_was_reached_with_what_it_tells_of(
    theatre: Theatre,
) -> None:
    await set_up(theatre, confirm_coins=0)
    digest = await digest_of(theatre, 20)
    assert digest.text.count("⬆️") == 1


async def test_the_button_of_a_digest_picks_a_gift_for_its_recipient(theatre: Theatre) -> None:
    await set_up(theatre, confirm_coins=0)
    digest = await digest_of(theatre, 20)
    kim = await theatre.stage.person("Kim")
    opened = await kim.press(digest, "Send a gift")
    await opened.settled()
    assert opened.reply.ephemeral
    assert "A gift for **Bea**" in opened.reply.text


async def test_an_announcement_that_is_no_gift_says_politely_what_it_is(theatre: Theatre) -> None:
    await set_up(theatre, live_role=theatre.sandbox.world.guild.id)
    await theatre.use("Bea", "/live plan", title="A show", when="in 2 hours")
    (plan,) = [message for message in await theatre.announced() if not message.ephemeral]
    said = await look_up(theatre, plan)
    assert said.reply.ephemeral
    assert said.reply.text.startswith("That announces a show")
