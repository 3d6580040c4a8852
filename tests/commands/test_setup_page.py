"""The one page on which a server is set up: what it suggests, saves, checks and tests."""

from dataclasses import asdict
from typing import Any

import pytest

from bot.controls import read_control
from bot.controls.setup import OpenSetup, SetUp
from bot.ledger.guild_settings import GuildSettings
from bot.sandbox.people.exchange import Exchange
from bot.sandbox.people.seen import Message
from bot.sandbox.service import permissions
from tests.commands.moderators import force_press, last_seq, role, set_up, settings_of
from tests.theatre import Theatre

FORM = "Time zone and coins"
TEST = "Send a test gift"
SAVE = "Save the suggestions"


async def open_page(theatre: Theatre, channel: str = "gifts") -> Exchange:
    """Have the owner open the page."""
    opened = await theatre.use("Olive", "/setup start", channel)
    assert opened.reply.ephemeral
    return opened


async def pick(theatre: Theatre, page: Exchange, part: str, *values: int) -> Exchange:
    """Have the owner pick in one of the page's menus, or clear it."""
    olive = await theatre.stage.person("Olive")
    exchange = await olive.pick(page.reply, *values, control=control(page.reply, part).custom_id)
    return await exchange.settled()


def control(page: Message, part: str) -> SetUp:
    """The control of one part of the page."""
    ids = [*(it.custom_id for it in page.selects), *(it.custom_id for it in page.buttons)]
    found = [read_control(custom_id) for custom_id in ids if custom_id]
    return next(it for it in found if isinstance(it, SetUp) and it.part == part)


def shown(page: Message, part: str) -> list[int]:
    """What one of the page's menus begins with."""
    menus = [component for component in every_menu(page) if f":{part}:" in component["custom_id"]]
    return [int(value["id"]) for value in menus[0].get("default_values") or []]


def every_menu(page: Message) -> list[Any]:
    """The page's menus, as they came."""
    (box,) = page.components
    rows = [item for item in box["components"] if item["type"] == 1]
    return [item for row in rows for item in row["components"] if item["type"] in {6, 8}]


# What it suggests.


async def test_the_page_begins_with_what_the_server_suggests_and_saves_nothing(
    theatre: Theatre,
) -> None:
    page = (await open_page(theatre, "general")).reply
    gifts, log = theatre.channel_id("gifts"), theatre.channel_id("ovation-log")
    moderator = role(theatre, "Moderator").id
    assert f"**Gifts are thanked in** <#{gifts}> · *suggested*" in page.text
    assert f"**What moderators do is posted in** <#{log}> · *suggested*" in page.text
    assert f"**Moderators** <@&{moderator}>, and whoever has Moderate Members" in page.text
    assert "**Who may receive gifts** everyone" in page.text
    assert "**Time zone** UTC" in page.text
    assert "**Language** English" in page.text
    assert "**Welcome coins** 100, for accounts at least 7 days old" in page.text
    assert [shown(page, part) for part in ("gifts", "log", "mods", "bosses", "who")] == [
        [gifts],
        [log],
        [moderator],
        [moderator],
        [],
    ]
    assert await settings_of(theatre) == GuildSettings()
    assert await last_seq(theatre) == 0


async def test_without_a_channel_for_gifts_the_one_at_hand_is_suggested(theatre: Theatre) -> None:
    theatre.sandbox.delete_channel(theatre.sandbox.world.channel("gifts"))
    page = (await open_page(theatre, "show-bea")).reply
    assert shown(page, "gifts") == [theatre.channel_id("show-bea")]


async def test_a_log_that_everybody_reads_is_not_suggested(theatre: Theatre) -> None:
    log = theatre.sandbox.world.channel("ovation-log")
    guild = theatre.sandbox.world.guild
    everyone = guild.roles[guild.id]
    theatre.sandbox.set_overwrite(log, everyone, allow=permissions.VIEW_CHANNEL)
    page = (await open_page(theatre)).reply
    assert shown(page, "log") == []
    assert "**What moderators do is posted in** no channel" in page.text


async def test_a_role_is_suggested_only_for_what_it_may_do_already(theatre: Theatre) -> None:
    guild = theatre.sandbox.world.guild
    theatre.sandbox.add_role(guild, "mod squad", permissions.SEND_MESSAGES)
    theatre.sandbox.add_role(guild, "The Admins", permissions.MANAGE_GUILD)
    page = (await open_page(theatre)).reply
    assert shown(page, "mods") == [role(theatre, "Moderator").id]
    assert shown(page, "bosses") == [role(theatre, "The Admins").id]


async def test_a_language_with_one_time_zone_suggests_it(theatre: Theatre) -> None:
    theatre.sandbox.world.guild.locale = "de"
    opened = await open_page(theatre)
    assert "**Time zone** Europe/Berlin · *suggested*" in opened.reply.text
    form = await theatre.press("Olive", opened, FORM)
    assert form.modal.fields[0].value == "Europe/Berlin"
    await theatre.press("Olive", opened, SAVE)
    assert (await settings_of(theatre)).timezone == "Europe/Berlin"


# What it saves.


async def test_the_suggestions_are_saved_at_one_press(theatre: Theatre) -> None:
    opened = await open_page(theatre)
    page = (await theatre.press("Olive", opened, SAVE)).reply
    gifts, log = theatre.channel_id("gifts"), theatre.channel_id("ovation-log")
    moderator = role(theatre, "Moderator").id
    assert page.id == opened.reply.id
    assert page.text.startswith(f"**Ready!** Gifts in <#{gifts}>, 100 welcome coins.")
    assert f"✓ Saved · gift channel: wherever a gift is sent → <#{gifts}>" in page.text
    assert f"**Gifts are thanked in** <#{gifts}> · saved" in page.text
    assert SAVE not in [button.label for button in page.buttons]
    assert await settings_of(theatre) == GuildSettings(
        gift_channel=gifts, log_channel=log, moderator_role=moderator, manager_role=moderator
    )
    assert await last_seq(theatre) == 1


async def test_a_choice_is_saved_at_once_and_the_other_suggestions_stay(theatre: Theatre) -> None:
    opened = await open_page(theatre)
    show = theatre.channel_id("show-bea")
    page = (await pick(theatre, opened, "gifts", show)).reply
    assert f"✓ Saved · gift channel: wherever a gift is sent → <#{show}>" in page.text
    assert f"**Gifts are thanked in** <#{show}> · saved" in page.text
    assert "· *suggested*" in page.text
    assert await settings_of(theatre) == GuildSettings(gift_channel=show)
    await theatre.press("Olive", opened, SAVE)
    assert (await settings_of(theatre)).gift_channel == show


async def test_what_another_manager_set_meanwhile_is_not_overwritten_by_a_suggestion(
    theatre: Theatre,
) -> None:
    opened = await open_page(theatre)
    show, log = theatre.channel_id("show-bea"), theatre.channel_id("ovation-log")
    max_ = await theatre.stage.person("Max")
    await (await max_.use("/setup channel", {"for": "gifts", "channel": show})).settled()
    page = (await theatre.press("Olive", opened, SAVE)).reply
    assert f"**Gifts are thanked in** <#{show}> · saved" in page.text
    settings = await settings_of(theatre)
    assert (settings.gift_channel, settings.log_channel) == (show, log)


async def test_a_suggestion_that_is_cleared_is_not_saved_later(theatre: Theatre) -> None:
    opened = await open_page(theatre)
    page = (await pick(theatre, opened, "log")).reply
    assert "**What moderators do is posted in** no channel" in page.text
    await theatre.press("Olive", opened, SAVE)
    settings = await settings_of(theatre)
    assert (settings.log_channel, settings.gift_channel) == (0, theatre.channel_id("gifts"))


@pytest.mark.parametrize(
    ("part", "name"),
    [("mods", "moderator_role"), ("bosses", "manager_role"), ("who", "creator_role")],
)
async def test_a_role_is_picked_and_cleared_again(theatre: Theatre, part: str, name: str) -> None:
    creator = role(theatre, "Creator").id
    opened = await open_page(theatre)
    page = (await pick(theatre, opened, part, creator)).reply
    assert shown(page, part) == [creator]
    assert asdict(await settings_of(theatre)) == asdict(GuildSettings()) | {name: creator}
    assert shown((await pick(theatre, opened, part)).reply, part) == []
    assert await settings_of(theatre) == GuildSettings()


async def test_everyones_role_never_moderates_and_means_everyone_for_gifts(
    theatre: Theatre,
) -> None:
    opened = await open_page(theatre)
    page = (await pick(theatre, opened, "bosses", theatre.guild)).reply
    assert "Nothing changed: that role is everybody's" in page.text
    page = (await pick(theatre, opened, "who", theatre.guild)).reply
    assert "**Who may receive gifts** everyone" in page.text
    assert await settings_of(theatre) == GuildSettings()


async def test_a_channel_that_went_meanwhile_is_not_saved(theatre: Theatre) -> None:
    opened = await open_page(theatre, "general")
    theatre.sandbox.delete_channel(theatre.sandbox.world.channel("gifts"))
    page = (await theatre.press("Olive", opened, SAVE)).reply
    assert "**Gifts are thanked in** the channel where each was sent" in page.text
    settings = await settings_of(theatre)
    assert (settings.gift_channel, settings.log_channel) == (0, theatre.channel_id("ovation-log"))


async def test_a_forged_channel_or_role_changes_nothing(theatre: Theatre) -> None:
    opened = await open_page(theatre)
    olive = await theatre.stage.person("Olive")
    theatre.sandbox.world.trusting = True
    for part, kind, reason in (("gifts", 8, "no text channel"), ("mods", 6, "no role")):
        data = {
            "component_type": kind,
            "custom_id": control(opened.reply, part).custom_id,
            "values": ["12345678901234567"],
        }
        forged = await olive.forge(
            {
                "type": 3,
                "message_id": str(opened.reply.id),
                "channel_id": str(opened.reply.channel_id),
                "message_flags": opened.reply.flags,
                "data": data,
            }
        )
        await forged.settled()
        assert reason in forged.reply.text
    assert await settings_of(theatre) == GuildSettings()


# What Ovation may do.

NAMES = {
    "View Channel": permissions.VIEW_CHANNEL,
    "Send Messages": permissions.SEND_MESSAGES,
    "Embed Links": permissions.EMBED_LINKS,
    "Attach Files": permissions.ATTACH_FILES,
    "Read Message History": permissions.READ_MESSAGE_HISTORY,
    "Use External Emojis": permissions.USE_EXTERNAL_EMOJIS,
}


@pytest.mark.parametrize("name", NAMES)
async def test_each_missing_permission_is_shown_with_its_cure_until_it_is_granted(
    theatre: Theatre, name: str
) -> None:
    gifts, ovation = theatre.sandbox.world.channel("gifts"), role(theatre, "Ovation")
    theatre.sandbox.set_overwrite(gifts, ovation, deny=NAMES[name])
    opened = await theatre.use("Olive", "/setup start", "general")
    assert f"✗ <#{gifts.id}>: allow {name}" in opened.reply.text.splitlines()
    theatre.sandbox.set_overwrite(gifts, ovation)
    page = (await theatre.press("Olive", opened, SAVE)).reply
    assert f"✓ <#{gifts.id}>: Ovation can do all it needs." in page.text


async def test_a_role_above_another_gives_back_what_that_denies(theatre: Theatre) -> None:
    gifts, guild = theatre.sandbox.world.channel("gifts"), theatre.sandbox.world.guild
    everyone, ovation = guild.roles[guild.id], role(theatre, "Ovation")
    denied = permissions.ATTACH_FILES | permissions.EMBED_LINKS
    theatre.sandbox.set_overwrite(gifts, everyone, deny=denied)
    theatre.sandbox.set_overwrite(gifts, ovation, allow=permissions.ATTACH_FILES)
    opened = await open_page(theatre)
    assert f"✗ <#{gifts.id}>: allow Embed Links" in opened.reply.text.splitlines()
    theatre.sandbox.set_overwrite(gifts, theatre.sandbox.world.bot, allow=permissions.EMBED_LINKS)
    assert "✗" not in (await open_page(theatre)).reply.text


async def test_an_administrator_needs_nothing_more(theatre: Theatre) -> None:
    gifts, guild = theatre.sandbox.world.channel("gifts"), theatre.sandbox.world.guild
    ovation = role(theatre, "Ovation")
    theatre.sandbox.set_overwrite(gifts, ovation, deny=permissions.SEND_MESSAGES)
    theatre.sandbox.set_role_permissions(guild, ovation, permissions.ADMINISTRATOR)
    assert "✗" not in (await open_page(theatre)).reply.text


# The test gift.


async def test_a_test_gift_is_posted_and_touches_no_book(theatre: Theatre) -> None:
    await set_up(theatre, gift_channel=theatre.channel_id("show-bea"))
    before, seq = await theatre.examine(), await last_seq(theatre)
    page = (await theatre.press("Olive", await open_page(theatre), TEST)).reply
    kim = await theatre.stage.person("Kim")
    posted = await kim.sees("show-bea", lambda message: "Test gift" in message.text)
    assert posted.text == (
        "🧪 **Test gift.** No coins moved, and nothing was entered in the books.\n"
        "🌹 **Olive** sends **Ovation** a Rose"
    )
    assert posted.buttons == ()
    assert f"/{posted.id}" in page.text
    assert "No coins moved." in page.text
    assert await theatre.examine() == before
    assert await last_seq(theatre) == seq


async def test_a_test_gift_delivered_twice_is_posted_once(theatre: Theatre) -> None:
    opened = await open_page(theatre)
    theatre.sandbox.faults.duplicate("INTERACTION_CREATE")
    await theatre.press("Olive", opened, TEST)
    await theatre.finished()
    posted = [it for it in await theatre.announced("gifts") if "🧪 **Test gift.**" in it.text]
    assert len(posted) == 1


async def test_a_test_gift_that_is_refused_says_what_to_mend(theatre: Theatre) -> None:
    gifts, ovation = theatre.sandbox.world.channel("gifts"), role(theatre, "Ovation")
    opened = await theatre.use("Olive", "/setup start", "general")
    theatre.sandbox.set_overwrite(gifts, ovation, deny=permissions.SEND_MESSAGES)
    page = (await theatre.press("Olive", opened, TEST)).reply
    assert f"did not get into <#{gifts.id}>" in page.text
    assert f"✗ <#{gifts.id}>: allow Send Messages" in page.text


async def test_a_test_gift_without_an_answer_is_not_sent_again(theatre: Theatre) -> None:
    opened = await open_page(theatre)
    fault = theatre.sandbox.faults.server_error(
        route="/channels/*/messages", method="POST", status=500, times=None
    )
    olive = await theatre.stage.person("Olive")
    pressed = await olive.press(opened.reply, TEST)
    page = await pressed.shows(lambda message: "did not say whether" in message.text, 10)
    assert page.id == opened.reply.id
    assert fault.struck


# Rights.


@pytest.mark.parametrize("part", ["gifts", "mods", "save", "texts", "typed", "test", "tongue"])
async def test_every_part_of_the_page_asks_for_the_right_anew(theatre: Theatre, part: str) -> None:
    asked = await theatre.use("Kim", "/gift")
    gifts = theatre.channel_id("gifts")
    forged = SetUp(part, theatre.id_of("Kim"), gifts, 0, 0, 0, "")
    said = await force_press(theatre, "Kim", asked.reply, forged)
    assert "it needs Manage Server" in said.reply.text
    assert await settings_of(theatre) == GuildSettings()
    assert not any("Test gift" in message.text for message in await theatre.announced())


async def test_a_right_that_was_lost_meanwhile_is_missed_at_the_next_press(
    theatre: Theatre,
) -> None:
    opened = await theatre.use("Max", "/setup start")
    max_ = theatre.sandbox.world.guild.members[theatre.id_of("Max")]
    theatre.sandbox.set_member_roles(max_)
    said = await theatre.press("Max", opened, SAVE)
    assert "it needs Manage Server" in said.created[0].text
    assert await settings_of(theatre) == GuildSettings()


async def test_somebody_elses_page_is_not_theirs_to_press(theatre: Theatre) -> None:
    opened = await theatre.use("Max", "/gift")
    forged = SetUp("save", theatre.id_of("Olive"), 1, 0, 0, 0, "")
    said = await force_press(theatre, "Max", opened.reply, forged)
    assert "somebody else's" in said.reply.text
    assert await settings_of(theatre) == GuildSettings()


async def test_a_part_that_nobody_made_is_expired(theatre: Theatre) -> None:
    opened = await open_page(theatre)
    forged = SetUp("party", theatre.id_of("Olive"), 0, 0, 0, 0, "")
    said = await force_press(theatre, "Olive", opened.reply, forged)
    assert "expired" in said.created[0].text


def test_the_longest_control_fits_into_a_custom_id() -> None:
    largest = 2**62
    part = SetUp("tongue", largest, largest, largest, largest, largest, "Europe/Copenhagen")
    assert len(part.custom_id) <= 100
    assert read_control(part.custom_id) == part
    assert read_control(OpenSetup().custom_id) == OpenSetup()
