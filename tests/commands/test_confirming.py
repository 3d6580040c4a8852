"""Large gifts are asked about once, and sent once, whatever happens before the second press."""

from dataclasses import replace
from pathlib import Path

from bot.attendance import Attendance
from bot.controls import read_control
from bot.controls.gifts import ConfirmGift
from tests.commands.moderators import set_up
from tests.commands.test_gifts import edit, gift, labels
from tests.theatre import Theatre, coins_of, forge_press, open_theatre


async def test_a_large_gift_asks_once_and_two_presses_send_it_once(theatre: Theatre) -> None:
    await theatre.grant("Ann", 10_000)
    asked = await gift(theatre, "Ann", "Champion", message="for you")
    assert labels(asked.reply) == ["Send for 1,500", "Not now"]
    button = asked.reply.buttons[0].custom_id
    sent = await theatre.press("Ann", asked, "Send for 1,500")
    assert "Sent! 🏆 Champion to **Bea**. 8,600 coins left." in sent.reply.text
    again = await forge_press(theatre, "Ann", asked.reply, button)
    assert "Sent! 🏆 Champion to **Bea**. 8,600 coins left." in again.reply.text
    (thanks,) = await theatre.announced()
    assert "“for you”" in thanks.text


def leave(theatre: Theatre, name: str) -> None:
    """Have somebody leave the server, so long ago that nobody remembers them here."""
    assert theatre.bot is not None
    theatre.sandbox.remove_member(theatre.sandbox.world.guild.members[theatre.id_of(name)])
    theatre.bot.attendance = Attendance(theatre.house.clock)


async def test_pressed_again_after_the_recipient_left_the_receipt_is_shown_again(
    theatre: Theatre,
) -> None:
    await theatre.grant("Ann", 10_000)
    asked = await gift(theatre, "Ann", "Champion", message="for you")
    button = asked.reply.buttons[0].custom_id
    first = await theatre.press("Ann", asked, "Send for 1,500")
    leave(theatre, "Bea")
    again = await forge_press(theatre, "Ann", asked.reply, button)
    assert again.reply.text == first.reply.text
    assert "Sent! 🏆 Champion to **Bea**. 8,600 coins left." in again.reply.text
    assert await coins_of(theatre, "Ann") == 8_600
    assert len(await theatre.announced()) == 1
    # Nor does anybody else read it under their own name.
    written = read_control(button or "")
    assert isinstance(written, ConfirmGift)
    stolen = replace(written, owner=theatre.id_of("Kim"), noted=0).custom_id
    forged = await forge_press(theatre, "Kim", asked.reply, stolen)
    assert "not on this server any more. Nothing taken" in forged.reply.text


async def test_pressed_for_the_first_time_after_the_recipient_left_nothing_is_taken(
    theatre: Theatre,
) -> None:
    await theatre.grant("Ann", 10_000)
    asked = await gift(theatre, "Ann", "Champion")
    leave(theatre, "Bea")
    for _ in range(2):
        refused = await theatre.press("Ann", asked, "Send for 1,500")
        assert "not on this server any more. Nothing taken" in refused.reply.text
    assert await coins_of(theatre, "Ann") == 10_100


async def test_what_fits_and_was_sent_is_receipted_again_though_the_recipient_left(
    theatre: Theatre,
) -> None:
    refused = await gift(theatre, "Ann", "Lion")
    button = refused.reply.buttons[0].custom_id
    first = await theatre.press("Ann", refused, "Hand Hearts · 100")
    leave(theatre, "Bea")
    again = await forge_press(theatre, "Ann", refused.reply, button)
    assert again.reply.text == first.reply.text
    assert await coins_of(theatre, "Ann") == 0


async def test_pressed_again_after_a_restart_the_receipt_of_a_gift_with_a_message_is_shown_again(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await theatre.grant("Ann", 10_000)
            asked = await gift(theatre, "Ann", "Champion", message="for you")
            button = asked.reply.buttons[0].custom_id
            first = await theatre.press("Ann", asked, "Send for 1,500")
        async with theatre.bot_running():
            again = await forge_press(theatre, "Ann", asked.reply, button)
            assert again.reply.text == first.reply.text
            assert await coins_of(theatre, "Ann") == 8_600


async def test_half_the_wallet_is_asked_about_too(theatre: Theatre) -> None:
    asked = await gift(theatre, "Ann", "Heart", count=5)
    assert labels(asked.reply) == ["Send for 50", "Not now"]
    dismissed = await theatre.press("Ann", asked, "Not now")
    assert dismissed.reply.text == "Nothing sent, nothing taken."
    assert await coins_of(theatre, "Ann") == 100


async def test_the_guild_sets_from_when_on_it_asks(theatre: Theatre) -> None:
    await set_up(theatre, confirm_coins=0)
    assert "Sent!" in (await gift(theatre, "Ann", "Heart", count=10)).reply.text


async def test_a_price_that_changed_meanwhile_takes_nothing(theatre: Theatre) -> None:
    await theatre.grant("Ann", 10_000)
    asked = await gift(theatre, "Ann", "Champion")
    await edit(theatre, 27, price=9_000)
    refused = await theatre.press("Ann", asked, "Send for 1,500")
    assert "The price changed from 1,500 to 9,000 coins" in refused.reply.text
    assert await coins_of(theatre, "Ann") == 10_100


async def test_somebody_elses_button_is_politely_refused(theatre: Theatre) -> None:
    await theatre.grant("Ann", 10_000)
    asked = await gift(theatre, "Ann", "Champion")
    forged = await forge_press(theatre, "Kim", asked.reply, asked.reply.buttons[0].custom_id)
    assert forged.reply.ephemeral
    assert "somebody else's" in forged.reply.text
    assert await coins_of(theatre, "Ann") == 10_100


async def test_nobody_sends_what_somebody_else_wrote(theatre: Theatre) -> None:
    await theatre.grant("Ann", 10_000)
    await theatre.grant("Kim", 10_000)
    asked = await gift(theatre, "Ann", "Champion", message="between us")
    written = read_control(asked.reply.buttons[0].custom_id or "")
    assert isinstance(written, ConfirmGift)
    stolen = replace(written, owner=theatre.id_of("Kim"))
    said = await forge_press(theatre, "Kim", asked.reply, stolen.custom_id)
    assert "message" in said.reply.text
    assert await theatre.announced() == []
