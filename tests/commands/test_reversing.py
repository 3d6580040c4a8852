"""Taking gifts back: by number, by form, once, and never in one's own favour."""

from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.ledger.money import Currency, Purse
from tests.commands.moderators import account, adjust, fill, gift, last_seq, reverse
from tests.theatre import Theatre, coins_of, open_theatre


@pytest.mark.parametrize("spelt", ["#{}", "{}", " #{} "])
async def test_a_reversed_gift_goes_back_exactly(theatre: Theatre, spelt: str) -> None:
    await theatre.grant("Ann", 300)
    seq = await gift(theatre, what="Perfume", count=5)
    said = await reverse(theatre, spelt.format(seq))
    assert f"Gift `#{seq}` (🧴 5 × Perfume) is reversed" in said
    assert "100 coins back to Ann, 50 💎 taken from Bea" in said
    assert (await account(theatre, "Ann")).purse == Purse(coins=300, bonus_coins=100)
    assert (await account(theatre, "Bea")).purse == Purse()
    assert (await theatre.examine()).ok


async def test_the_thank_you_is_marked_when_its_gift_is_reversed(theatre: Theatre) -> None:
    seq = await gift(theatre)
    await theatre.announced()
    await reverse(theatre, f"#{seq}")
    (thanks,) = await theatre.announced()
    assert "taken back by a moderator" in thanks.text


@pytest.mark.parametrize("text", ["twelve", "#", "12a", "-1", "#1 2", "##1", "१२", "9" * 16])
async def test_what_is_no_number_names_no_gift(theatre: Theatre, text: str) -> None:
    await gift(theatre)
    assert "A gift is named by its number, such as `#12`" in await reverse(theatre, text)


@pytest.mark.parametrize("number", ["1", "999"])
async def test_what_is_no_gift_cannot_be_reversed(theatre: Theatre, number: str) -> None:
    await theatre.use("Ann", "/wallet")
    assert f"`#{number}` is not a gift of this server" in await reverse(theatre, number)


async def test_a_gift_is_reversed_once(theatre: Theatre) -> None:
    seq = await gift(theatre)
    await reverse(theatre, f"#{seq}")
    said = await reverse(theatre, f"#{seq}", by="Olive")
    assert f"`#{seq}` was reversed before, by `#{seq + 1}`" in said
    assert await coins_of(theatre, "Ann") == 100


async def test_nobody_reverses_their_own_gift(theatre: Theatre) -> None:
    seq = await gift(theatre, "Max")
    assert "in your own favour" in await reverse(theatre, f"#{seq}")
    assert await coins_of(theatre, "Max") == 99


async def test_a_reversal_that_was_short_succeeds_once_the_creator_has_it(
    theatre: Theatre,
) -> None:
    await theatre.grant("Ann", 100)
    await theatre.use("Ann", "/wallet")
    await theatre.grant("Ann", -100, Currency.BONUS_COINS)
    seq = await gift(theatre, count=5)
    await theatre.grant("Bea", -20_000, Currency.DIAMONDS)
    assert "2 💎 short" in await reverse(theatre, f"#{seq}")
    assert await coins_of(theatre, "Ann") == 95
    await theatre.grant("Bea", 20_000, Currency.DIAMONDS)
    assert "is reversed" in await reverse(theatre, f"#{seq}")
    assert await coins_of(theatre, "Ann") == 100


async def test_a_large_reversal_is_asked_about_with_what_goes_back(theatre: Theatre) -> None:
    await theatre.grant("Ann", 2_000)
    asked = await theatre.use("Ann", "/gift", gift="Champion", to=theatre.id_of("Bea"))
    await theatre.press("Ann", asked, "Send for 1,500")
    seq = await last_seq(theatre)
    asked = await theatre.use("Max", "/mod reverse", gift=f"{seq}", reason="wrong person")
    assert await coins_of(theatre, "Ann") == 600
    assert asked.modal.title == f"Reverse gift #{seq}?"
    assert "**Ann** gets 1,500 coins (100 bonus) back" in asked.modal.text
    assert "**Bea** loses 750 💎 (50 bonus)" in asked.modal.text
    done = await fill(theatre, "Max", asked.modal)
    assert "is reversed" in done.reply.text
    assert await coins_of(theatre, "Ann") == 2_100
    (reason,) = await theatre.house.reader.fetch("SELECT text FROM note WHERE seq = ?", (seq + 1,))
    assert reason == ("wrong person",)


async def test_without_a_reason_the_form_asks_for_it(theatre: Theatre) -> None:
    seq = await gift(theatre)
    asked = await theatre.use("Max", "/mod reverse", gift=f"#{seq}")
    assert await coins_of(theatre, "Ann") == 99
    await fill(theatre, "Max", asked.modal, reason="wrong person")
    assert await coins_of(theatre, "Ann") == 100


async def test_what_would_be_refused_is_not_asked_about(theatre: Theatre) -> None:
    seq = await gift(theatre, "Max")
    asked = await theatre.use("Max", "/mod reverse", gift=f"#{seq}")
    assert not asked.has_modal
    assert "in your own favour" in asked.reply.text


async def test_a_form_sent_in_twice_reverses_once(theatre: Theatre) -> None:
    seq = await gift(theatre)
    asked = await theatre.use("Max", "/mod reverse", gift=f"#{seq}")
    first = await fill(theatre, "Max", asked.modal, reason="wrong person")
    second = await fill(theatre, "Max", asked.modal, reason="wrong person")
    assert second.reply.text == first.reply.text
    assert await last_seq(theatre) == seq + 1


async def test_two_moderators_with_the_same_form_reverse_once(theatre: Theatre) -> None:
    seq = await gift(theatre)
    first = await theatre.use("Max", "/mod reverse", gift=f"#{seq}")
    second = await theatre.use("Olive", "/mod reverse", gift=f"#{seq}")
    await fill(theatre, "Max", first.modal, reason="wrong person")
    late = await fill(theatre, "Olive", second.modal, reason="wrong person")
    assert "was reversed before" in late.reply.text
    assert await coins_of(theatre, "Ann") == 100


async def test_the_same_command_delivered_twice_acts_once(theatre: Theatre) -> None:
    seq = await gift(theatre)
    theatre.sandbox.faults.duplicate()
    assert "is reversed" in await reverse(theatre, f"#{seq}")
    theatre.sandbox.faults.duplicate()
    await adjust(theatre, "Ann", "+5")
    assert await coins_of(theatre, "Ann") == 105


async def test_a_form_is_understood_after_a_restart(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            seq = await gift(theatre)
            asked = await theatre.use("Max", "/mod reverse", gift=f"#{seq}")
        async with theatre.bot_running():
            done = await fill(theatre, "Max", asked.modal, reason="wrong person")
            assert "is reversed" in done.reply.text
            assert await coins_of(theatre, "Ann") == 100


async def suggestions(theatre: Theatre, text: str) -> list[tuple[str, Any]]:
    """What is suggested while a gift is typed."""
    max_ = await theatre.stage.person("Max")
    return await max_.suggestions("/mod reverse", focused="gift", text=text)


async def test_the_latest_gifts_are_suggested_newest_first(theatre: Theatre) -> None:
    await gift(theatre)
    await gift(theatre, "Kim", "Perfume", "Cleo", count=2)
    assert await suggestions(theatre, "") == [
        ("#4 · Kim → Cleo · 2 × Perfume · 40 coins", "#4"),
        ("#2 · Ann → Bea · Rose · 1 coin", "#2"),
    ]
    assert [value for _, value in await suggestions(theatre, "bea")] == ["#2"]
    assert [value for _, value in await suggestions(theatre, "#4")] == ["#4"]
    await reverse(theatre, "#4")
    assert [value for _, value in await suggestions(theatre, "")] == ["#2"]


async def test_nobody_else_is_suggested_whose_gifts_there_are(theatre: Theatre) -> None:
    await gift(theatre)
    max_, ann = await theatre.stage.person("Max"), await theatre.stage.person("Ann")
    command = (await max_.commands()).find("/mod reverse")
    theatre.sandbox.world.trusting = True
    with capture_logs() as logs:
        assert await ann.suggestions(command, focused="gift", text="") == []
    assert [entry["event"] for entry in logs] == ["a right is missing"]
