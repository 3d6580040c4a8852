"""What managers make of the list of gifts: `/setup gift`."""

from typing import Any

import pytest

from bot.controls.setup import KeepGift, RetireGift
from bot.ledger.catalogue import DEFAULT_ITEMS, Catalogue, Item
from bot.ledger.requests import EditCatalogue
from bot.sandbox.people.exchange import Exchange
from tests.commands.moderators import force, force_press, gift, last_seq
from tests.theatre import Theatre

SUNSET: dict[str, Any] = {"name": "Sunset", "emoji": "🌇", "price": 250}


async def command(theatre: Theatre, act: str, /, **options: Any) -> Exchange:
    """Have the owner type a command of the list, and wait for the answer."""
    olive = await theatre.stage.person("Olive")
    exchange = await olive.use(f"/setup gift {act}", options, channel="gifts")
    await exchange.settled()
    assert exchange.reply.ephemeral
    return exchange


async def answer(theatre: Theatre, act: str, /, **options: Any) -> str:
    """What the owner is answered."""
    return (await command(theatre, act, **options)).reply.text


async def catalogue_of(theatre: Theatre) -> Catalogue:
    """The guild's gifts, as everything reads them."""
    catalogue: Catalogue = await theatre.house.memory.catalogue(theatre.guild)
    return catalogue


async def nothing_changed(theatre: Theatre) -> bool:
    """Whether the list is what it is by default."""
    return list(await catalogue_of(theatre)) == list(DEFAULT_ITEMS)


async def retire(theatre: Theatre, name: str) -> None:
    """Have a gift retired, and the question answered."""
    asked = await command(theatre, "retire", gift=name)
    assert "Retired!" in (await theatre.press("Olive", asked, "Retire it")).reply.text


# Adding.


async def test_a_new_gift_can_be_sent_at_once(theatre: Theatre) -> None:
    assert "Added! 🌇 **Sunset** (250 coins) can be sent now." in await answer(
        theatre, "add", **SUNSET
    )
    await theatre.grant("Ann", 1_000)
    sent = await theatre.use("Ann", "/gift", gift="Sunset", to=theatre.id_of("Bea"))
    assert "Sent! 🌇 Sunset to **Bea**" in sent.reply.text


@pytest.mark.parametrize(
    "emoji", ["sunset", ":sunset:", "🌇🌇", "🌇 x", "7", "<:x:1>", "👩‍👨", "🇽🇽"]
)
async def test_what_is_not_one_emoji_is_refused(theatre: Theatre, emoji: str) -> None:
    said = await answer(theatre, "add", **{**SUNSET, "emoji": emoji})
    assert "give one emoji that Discord knows" in said
    assert "give one emoji" in await answer(theatre, "edit", gift="Rose", emoji=emoji)
    assert await nothing_changed(theatre)
    assert await last_seq(theatre) == 0


@pytest.mark.parametrize("emoji", ["❤️‍🔥", "🐦‍🔥", "🧑🏽‍🎤", "🇩🇪", "5️⃣", "🩷"])
async def test_joined_toned_and_newer_emoji_are_taken_and_shown_in_the_picker(
    theatre: Theatre, emoji: str
) -> None:
    assert "Added!" in await answer(theatre, "add", **{**SUNSET, "emoji": emoji, "price": 1})
    picker = await theatre.use("Ann", "/gift")
    assert emoji in [choice.emoji for choice in picker.reply.selects[0].choices]


async def test_an_emoji_is_stored_as_discord_writes_it(theatre: Theatre) -> None:
    await answer(theatre, "add", **{**SUNSET, "emoji": " ❤ "})
    added = (await catalogue_of(theatre)).find("Sunset")
    assert added is not None
    assert added.emoji == "❤️"


async def test_an_emoji_of_the_servers_own_is_taken(theatre: Theatre) -> None:
    emoji = theatre.sandbox.add_emoji(theatre.sandbox.world.guild, "party")
    said = await answer(theatre, "add", **{**SUNSET, "emoji": emoji, "price": 1})
    assert f"Added! {emoji} **Sunset**" in said
    picker = await theatre.use("Ann", "/gift")
    assert ":party:" in [choice.emoji for choice in picker.reply.selects[0].choices]
    ann = await theatre.stage.person("Ann")
    suggested = await ann.suggestions("/gift", focused="gift", text="sunset")
    assert suggested[0] == ("Sunset · 1", "Sunset")


async def test_an_emoji_of_no_server_is_refused(theatre: Theatre) -> None:
    said = await answer(theatre, "add", **{**SUNSET, "emoji": "<:party:1234567890123456789>"})
    assert "one of this server's own" in said
    assert await nothing_changed(theatre)


async def test_an_emoji_that_cannot_be_checked_is_refused_for_now(theatre: Theatre) -> None:
    emoji = theatre.sandbox.add_emoji(theatre.sandbox.world.guild, "party")
    theatre.sandbox.faults.server_error(route="/guilds/*/emojis/*", status=500, times=None)
    olive = await theatre.stage.person("Olive")
    asked = await olive.use("/setup gift add", {**SUNSET, "emoji": emoji})
    assert "try again in a minute" in (await asked.settled(10)).reply.text
    assert await nothing_changed(theatre)


async def test_an_emoji_that_was_deleted_breaks_neither_picker_nor_form(theatre: Theatre) -> None:
    guild = theatre.sandbox.world.guild
    emoji = theatre.sandbox.add_emoji(guild, "party")
    await answer(theatre, "add", **{**SUNSET, "emoji": emoji, "price": 1})
    await theatre.use("Ann", "/wallet")
    guild.emojis.clear()
    picker = await theatre.use("Ann", "/gift")
    assert "Sunset" in [choice.label for choice in picker.reply.selects[0].choices]
    ann = await theatre.stage.person("Ann")
    picked = await (await ann.pick(picker.reply, "Sunset", control="Which gift?")).settled()
    assert "Sunset for" in picked.reply.text
    form = await (await ann.menu("Send a gift", theatre.id_of("Bea"))).settled()
    assert form.modal.title == "A gift for Bea"
    assert (
        "Sent!"
        in (await theatre.use("Ann", "/gift", gift="Sunset", to=theatre.id_of("Bea"))).reply.text
    )


@pytest.mark.parametrize(
    ("part", "value", "reason"),
    [
        ("name", "Rose", "another gift on offer has that name"),
        ("name", "röse", "another gift on offer has that name"),
        ("name", "***", "1 to 32 visible characters"),
        ("name", "x" * 33, "1 to 32 visible characters"),
        ("price", 0, "a price is between 1 and 1,000,000,000 coins"),
        ("price", 10**9 + 1, "a price is between 1 and 1,000,000,000 coins"),
    ],
)
async def test_a_gift_that_cannot_be_is_refused(
    theatre: Theatre, part: str, value: object, reason: str
) -> None:
    said = await force(theatre, "Olive", "/setup gift add", **{**SUNSET, part: value})
    assert reason in said.reply.text
    assert await nothing_changed(theatre)


async def test_a_gift_added_twice_by_one_delivery_is_there_once(theatre: Theatre) -> None:
    theatre.sandbox.faults.duplicate("INTERACTION_CREATE")
    assert "Added!" in await answer(theatre, "add", **SUNSET)
    await theatre.finished()
    assert len(await catalogue_of(theatre)) == len(DEFAULT_ITEMS) + 1


# Editing.


async def test_an_edit_shows_the_gift_before_and_after(theatre: Theatre) -> None:
    said = await answer(theatre, "edit", gift="rose", name="Tulip", emoji="🌷", price=3)
    assert said == "Changed! 🌹 **Rose** (1 coin) → 🌷 **Tulip** (3 coins)"
    assert (await catalogue_of(theatre)).get(1) == Item(1, "Tulip", "🌷", 3)


async def test_what_was_sent_keeps_its_price(theatre: Theatre) -> None:
    seq = await gift(theatre)
    await answer(theatre, "edit", gift="Rose", price=50)
    looked_up = await theatre.use("Max", "/mod lookup", member=theatre.id_of("Ann"))
    assert f"#{seq}" in looked_up.reply.text
    assert (await theatre.examine()).ok


async def test_an_edit_of_nothing_or_of_an_unknown_gift_changes_nothing(theatre: Theatre) -> None:
    assert "Say what is new" in await answer(theatre, "edit", gift="Rose")
    said = await answer(theatre, "edit", gift="Roze", price=2)
    assert "There is no gift called “Roze” here. Nothing changed. Did you mean **Rose**" in said
    assert "It is like that already" in await answer(theatre, "edit", gift="Rose", price=1)
    assert await nothing_changed(theatre)


# Retiring and bringing back.


async def test_a_gift_is_retired_after_one_question_and_brought_back(theatre: Theatre) -> None:
    asked = await command(theatre, "retire", gift="Lion")
    assert "Take 🦁 **Lion** (29,999 coins) off the list?" in asked.reply.text
    assert await nothing_changed(theatre)
    done = await theatre.press("Olive", asked, "Retire it")
    assert "Retired! 🦁 **Lion**" in done.reply.text
    assert done.reply.buttons == ()
    refused = await theatre.use("Ann", "/gift", gift="Lion", to=theatre.id_of("Bea"))
    assert "Lion is no longer on offer" in refused.reply.text
    assert "retired already" in await answer(theatre, "retire", gift="Lion")
    assert "Back again! 🦁 **Lion**" in await answer(theatre, "restore", gift="Lion")
    assert "on offer already" in await answer(theatre, "restore", gift="Lion")
    assert await nothing_changed(theatre)


async def test_a_gift_can_be_kept_after_all(theatre: Theatre) -> None:
    asked = await command(theatre, "retire", gift="Lion")
    kept = await theatre.press("Olive", asked, "Keep it")
    assert kept.reply.text == "It stays on offer. Nothing changed."
    assert await nothing_changed(theatre)


async def test_retire_pressed_twice_retires_once(theatre: Theatre) -> None:
    asked = await command(theatre, "retire", gift="Lion")
    message = asked.reply
    number = DEFAULT_ITEMS[[item.name for item in DEFAULT_ITEMS].index("Lion")].number
    assert asked.interaction_id is not None
    pressed = RetireGift(asked.interaction_id, theatre.id_of("Olive"), number)
    await theatre.press("Olive", asked, "Retire it")
    again = await force_press(theatre, "Olive", message, pressed)
    assert "Retired! 🦁 **Lion**" in again.reply.text
    assert await last_seq(theatre) == 1


async def test_a_retirement_asked_by_another_is_not_theirs_to_confirm(theatre: Theatre) -> None:
    asked = await command(theatre, "retire", gift="Lion")
    for button in (RetireGift(5, theatre.id_of("Olive"), 41), KeepGift(theatre.id_of("Olive"))):
        said = await force_press(theatre, "Max", asked.reply, button)
        assert "That button is somebody else's" in said.reply.text
    assert await nothing_changed(theatre)


async def test_a_forged_retirement_without_the_right_is_refused(theatre: Theatre) -> None:
    asked = await theatre.use("Kim", "/gift")
    said = await force_press(theatre, "Kim", asked.reply, RetireGift(5, theatre.id_of("Kim"), 41))
    assert "it needs Manage Server" in said.reply.text
    assert await nothing_changed(theatre)


async def test_the_last_gift_on_offer_stays(theatre: Theatre) -> None:
    for item in DEFAULT_ITEMS[1:]:
        await theatre.house.writer.submit(
            EditCatalogue(
                guild=theatre.guild,
                key=f"retire {item.number}",
                actor=theatre.person("Olive"),
                item=item.number,
                retired=True,
            )
        )
    asked = await command(theatre, "retire", gift="Rose")
    said = await theatre.press("Olive", asked, "Retire it")
    assert "it is the last gift on offer" in said.created[0].text
    assert [item.name for item in (await catalogue_of(theatre)).offered] == ["Rose"]
    assert (await theatre.use("Ann", "/gift")).reply.selects[0].choices[0].label == "Rose"


async def test_a_retired_gift_whose_name_is_taken_stays_retired(theatre: Theatre) -> None:
    await retire(theatre, "Rose")
    await answer(theatre, "add", **{**SUNSET, "name": "Rose"})
    said = await answer(theatre, "restore", gift="Rose")
    assert "another gift on offer has that name" in said


# Suggestions.


async def test_gifts_are_suggested_by_number_so_that_namesakes_are_told_apart(
    theatre: Theatre,
) -> None:
    olive = await theatre.stage.person("Olive")
    await retire(theatre, "Rose")
    await answer(theatre, "add", **{**SUNSET, "name": "Rose"})
    await retire(theatre, "Rose")
    retired = await olive.suggestions("/setup gift restore", focused="gift", text="ros")
    assert retired == [("🌹 Rose · 1", "#1"), ("🌇 Rose · 250", "#1001")]
    said = await answer(theatre, "restore", gift="#1001")
    assert "Back again! 🌇 **Rose** (250 coins)" in said
    offered = await olive.suggestions("/setup gift edit", focused="gift", text="")
    assert len(offered) == 25
    assert ("🌹 Rose · 1", "#1") not in offered
