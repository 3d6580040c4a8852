"""What managers set for live shows: each answer shows what changed, and what it still takes."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.ledger.guild_settings import MOST_LEVEL_ROLES, GuildSettings, level_roles
from bot.sandbox.service import permissions
from bot.sandbox.service.world import Role
from tests.commands.moderators import force, last_seq, role, set_up, settings_of
from tests.theatre import Theatre

ACTS: dict[str, dict[str, Any]] = {
    "receivers": {"who": "registered"},
    "alerts": {},
    "tiers": {"card": 5},
    "pins": {"switch": "on"},
    "messages": {"hold": "all"},
    "boards": {"switch": "off"},
    "rewards": {"clear": "week"},
    "level": {"level": 5},
}


async def answer(theatre: Theatre, name: str, /, **options: Any) -> str:
    """What the owner is answered."""
    said = await theatre.use("Olive", f"/setup live {name}", **options)
    assert said.reply.ephemeral
    return said.reply.text


def add_role(theatre: Theatre, name: str = "Fans", **options: Any) -> Role:
    """A new role, below the bot's own unless something else is said."""
    guild = theatre.sandbox.world.guild
    return theatre.sandbox.add_role(guild, name, **{"position": 1, **options})


def allow(theatre: Theatre, bits: int) -> None:
    """Let the bot do more."""
    own, guild = role(theatre, "Ovation"), theatre.sandbox.world.guild
    theatre.sandbox.set_role_permissions(guild, own, own.permissions | bits)


# Rights.


@pytest.mark.parametrize("act", ACTS)
async def test_a_forged_command_without_the_right_is_refused_and_logged(
    theatre: Theatre, act: str
) -> None:
    with capture_logs() as logs:
        said = await force(theatre, "Kim", f"/setup live {act}", **ACTS[act])
    assert said.reply.ephemeral
    assert "it needs Manage Server" in said.reply.text
    missing = [entry for entry in logs if entry["event"] == "a right is missing"]
    assert [entry["user"] for entry in missing] == [theatre.id_of("Kim")]
    assert await last_seq(theatre) == 0
    assert await settings_of(theatre) == GuildSettings()


@pytest.mark.parametrize("act", ACTS)
async def test_the_managers_role_gives_the_right_and_the_moderators_does_not(
    theatre: Theatre, act: str
) -> None:
    creators = role(theatre, "Creator").id
    await set_up(theatre, moderator_role=creators)
    said = await force(theatre, "Cleo", f"/setup live {act}", **ACTS[act])
    assert "it needs Manage Server" in said.reply.text
    await set_up(theatre, manager_role=creators)
    said = await force(theatre, "Cleo", f"/setup live {act}", **ACTS[act])
    assert "it needs Manage Server" not in said.reply.text


async def test_the_client_does_not_list_what_discord_hides(theatre: Theatre) -> None:
    ann = await theatre.stage.person("Ann")
    with pytest.raises(LookupError):
        await ann.use("/setup live pins")


# Who receives gifts.


async def test_who_receives_is_shown_and_changed_together(theatre: Theatre) -> None:
    assert (await answer(theatre, "receivers")).startswith("Everyone receives gifts here.")
    said = await answer(theatre, "receivers", who="registered", followers=1_000)
    assert "✓ Saved · registering to receive gifts: not needed → needed" in said
    assert "✓ Saved · followers to receive gifts: none → 1,000" in said
    await set_up(theatre, creator_role=role(theatre, "Creator").id)
    said = await answer(theatre, "receivers")
    assert said.startswith("Registered creators receive gifts here, and nobody is one yet")
    assert f"They also need <@&{role(theatre, 'Creator').id}>" in said
    assert "They also need 1,000 followers." in said
    await theatre.use("Bea", "/creator join")
    assert "Registered creators receive gifts here: 1 so far." in await answer(theatre, "receivers")


async def test_what_is_no_choice_changes_nothing(theatre: Theatre) -> None:
    for act, options in (
        ("receivers", {"who": "friends"}),
        ("messages", {"hold": "some"}),
    ):
        said = await force(theatre, "Olive", f"/setup live {act}", **options)
        assert "Nothing changed: pick one of the choices" in said.reply.text
    said = await force(theatre, "Olive", "/setup live pins", switch="maybe")
    assert "Nothing changed: pinning highlights must be" in said.reply.text
    said = await force(theatre, "Olive", "/setup live rewards", clear="decade")
    assert "there is no such setting" in said.reply.text
    assert await settings_of(theatre) == GuildSettings()


# Roles that Ovation gives.


async def test_a_role_that_can_be_given_and_told_is_saved_without_a_word_more(
    theatre: Theatre,
) -> None:
    fans = add_role(theatre, mentionable=True)
    allow(theatre, permissions.MANAGE_ROLES)
    said = await answer(theatre, "alerts", role=fans.id)
    assert said == f"✓ Saved · role told of shows: none → <@&{fans.id}>"
    assert (await settings_of(theatre)).live_role == fans.id
    said = await answer(theatre, "alerts")
    assert said.startswith(
        f"**Role told of shows** <@&{fans.id}>\n-# Change it with `role`; `clear`"
    )
    assert "Nothing can be set" in await answer(theatre, "alerts", role=fans.id, clear=True)
    assert (await settings_of(theatre)).live_role == fans.id
    assert f"<@&{fans.id}> → none" in await answer(theatre, "alerts", clear=True)


async def test_everything_that_a_role_still_takes_is_told_with_its_cure(theatre: Theatre) -> None:
    fans = add_role(theatre, position=4)
    said = await answer(theatre, "alerts", role=fans.id)
    assert "✓ Saved" in said
    assert f"✗ <@&{fans.id}>: allow Ovation Manage Roles, under Server Settings → Roles" in said
    assert "Roles. This role is not below Ovation's own. Move it below" in said
    assert "Roles. This role can't be told of shows. Let anyone @mention it" in said
    theatre.sandbox.move_role(theatre.sandbox.world.guild, fans, 1)
    allow(theatre, permissions.MANAGE_ROLES | permissions.MENTION_EVERYONE)
    said = await answer(theatre, "alerts", role=fans.id)
    assert said == "It is like that already. Nothing changed."


@pytest.mark.parametrize("act", ["alerts", "rewards", "level"])
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("@everyone", "everybody has this role"),
        ("Jukebox", "Discord or an app gives this role by itself"),
        ("Moderator", "this role may moderate or manage, so Ovation never gives it"),
    ],
)
async def test_what_nobody_may_be_given_is_never_chosen(
    theatre: Theatre, act: str, name: str, why: str
) -> None:
    chosen = theatre.guild if name == "@everyone" else role(theatre, name).id
    options = {"alerts": {"role": chosen}, "rewards": {"month": chosen}}
    said = await answer(theatre, act, **options.get(act, {"level": 5, "role": chosen}))
    assert said.startswith(f"✗ <@&{chosen}>: {why}")
    assert said.endswith("Nothing changed.")
    assert await settings_of(theatre) == GuildSettings()


async def test_a_role_that_moderates_here_is_given_to_nobody_and_the_other_way_round(
    theatre: Theatre,
) -> None:
    fans = add_role(theatre)
    await set_up(theatre, moderator_role=fans.id)
    said = await answer(theatre, "alerts", role=fans.id)
    assert "Nothing changed: Ovation gives that role to members by itself" in said
    await set_up(theatre, moderator_role=0, live_role=fans.id)
    said = (await theatre.use("Olive", "/setup roles", managers=fans.id)).reply.text
    assert "Nothing changed: Ovation gives that role to members by itself" in said
    assert (await settings_of(theatre)).manager_role == 0


async def test_rewards_are_shown_set_and_taken_back(theatre: Theatre) -> None:
    fans = add_role(theatre)
    allow(theatre, permissions.MANAGE_ROLES)
    said = await answer(theatre, "rewards")
    assert said.startswith("**Last week's top gifter gets** none\n**Last month's")
    said = await answer(theatre, "rewards", week=fans.id, month=fans.id)
    assert f"role of the week's top gifter: none → <@&{fans.id}>" in said
    assert "✗" not in said
    assert "Nothing can be set and cleared at once" in await answer(
        theatre, "rewards", week=fans.id, clear="week"
    )
    said = await answer(theatre, "rewards", clear="week")
    assert f"role of the week's top gifter: <@&{fans.id}> → none" in said
    settings = await settings_of(theatre)
    assert (settings.week_role, settings.month_role) == (0, fans.id)


async def test_levels_get_roles_and_lose_them_one_at_a_time(theatre: Theatre) -> None:
    fans, stars = add_role(theatre), add_role(theatre, "Stars")
    allow(theatre, permissions.MANAGE_ROLES)
    assert (await answer(theatre, "level")).startswith("**Roles for gifter levels:** none")
    said = await answer(theatre, "level", level=10, role=stars.id)
    saved, follows = said.split("\n")
    assert saved == f"✓ Saved · roles for levels: none → level 10 <@&{stars.id}>"
    assert follows.startswith("… Everybody who has that level already gets the role too")
    await answer(theatre, "level", level=5, role=fans.id)
    said = await answer(theatre, "level")
    assert f"level 5 <@&{fans.id}>, level 10 <@&{stars.id}>" in said
    assert await answer(theatre, "level", level=10) == said
    assert "Level 7 has no role" in await answer(theatre, "level", clear=7)
    assert "Which level?" in await answer(theatre, "level", role=fans.id)
    both = {"level": 10, "role": fans.id, "clear": 10}
    assert "Nothing can be set and cleared" in await answer(theatre, "level", **both)
    said = await answer(theatre, "level", clear=10)
    assert said.endswith(f"→ level 5 <@&{fans.id}>")
    assert level_roles((await settings_of(theatre)).level_roles) == {5: fans.id}
    assert (await answer(theatre, "level", clear=5)).endswith("→ none")


async def test_more_levels_than_can_have_a_role_are_refused(theatre: Theatre) -> None:
    fans = add_role(theatre)
    pairs = ",".join(f"{level}:{fans.id}" for level in range(1, MOST_LEVEL_ROLES + 1))
    await set_up(theatre, level_roles=pairs)
    said = await answer(theatre, "level", level=50, role=fans.id)
    assert "levels go from 1 to 50, with one role each, and up to 10 of them have one" in said
    assert (await settings_of(theatre)).level_roles == pairs


# How thank-yous look, and what is posted.


async def test_the_steps_are_shown_and_changed_together(theatre: Theatre) -> None:
    said = await answer(theatre, "tiers")
    assert "From 50 coins it is a coloured card, from 500 it has a picture" in said
    said = await answer(theatre, "tiers", card=10, highlight=9_999)
    assert "thanks on a card: from 50 coins → from 10 coins" in said
    assert "highlight: from 2,000 coins → from 9,999 coins" in said
    settings = await settings_of(theatre)
    assert (settings.card_coins, settings.picture_coins) == (10, 500)


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ({"card": 5_000}, "with cards from 5,000 coins on, pictures can't begin at 500"),
        ({"highlight": 5}, "with pictures from 500 coins on, highlights begin there or later"),
    ],
)
async def test_steps_that_do_not_rise_are_refused_with_what_would_work(
    theatre: Theatre, steps: dict[str, int], why: str
) -> None:
    assert f"Nothing changed: {why}" in await answer(theatre, "tiers", **steps)
    assert await settings_of(theatre) == GuildSettings()


async def test_pins_tell_which_channel_lacks_the_permission(theatre: Theatre) -> None:
    here = theatre.channel_id("gifts")
    said = await answer(theatre, "pins", switch="on")
    assert said == f"✓ Saved · pinning highlights: off → on\n✗ <#{here}>: allow Pin Messages"
    allow(theatre, permissions.PIN_MESSAGES)
    said = await answer(theatre, "pins", switch="on")
    assert said.endswith(f"✓ <#{here}>: Ovation can do all it needs.")
    assert "on → off" in await answer(theatre, "pins", switch="off")


async def test_messages_are_held_only_where_somebody_reads_them(theatre: Theatre) -> None:
    said = await answer(theatre, "messages", hold="first")
    assert "shown at once → a sender's first waits for a moderator" in said
    assert "✗ Held messages are laid before moderators in the log channel" in said
    await set_up(theatre, log_channel=theatre.channel_id("ovation-log"))
    assert "✗ Held" not in await answer(theatre, "messages", hold="all")
    assert "→ shown at once" in await answer(theatre, "messages", hold="open")


async def test_boards_are_switched_off_and_on(theatre: Theatre) -> None:
    assert "posting the boards that end: on → off" in await answer(theatre, "boards", switch="off")
    assert (await settings_of(theatre)).posted_boards == 0
    said = await answer(theatre, "boards", switch="on")
    assert "off → on" in said
    assert "… Boards that end are posted in the gift channel, and there is none" in said
    await set_up(theatre, gift_channel=theatre.channel_id("gifts"))
    assert "…" not in await answer(theatre, "boards", switch="on")


# Where all settings stand.


async def test_all_settings_of_shows_stand_in_one_list_with_what_is_amiss(
    theatre: Theatre,
) -> None:
    fans = add_role(theatre, mentionable=True)
    await set_up(theatre, live_role=fans.id, level_roles=f"5:{fans.id}", messages="all", pins=1)
    said = (await theatre.use("Olive", "/setup show")).reply.text
    _, _, shows = said.partition("__Live shows__\n")
    assert shows.splitlines()[:12] == [
        "**Registering to receive gifts** not needed",
        "**Followers to receive gifts** none",
        f"**Role told of shows** <@&{fans.id}>",
        "**Thanks on a card** from 50 coins",
        "**Thanks with a picture** from 500 coins",
        "**Highlight** from 2,000 coins",
        "**Pinning highlights** on",
        "**Messages with gifts** all wait for a moderator",
        "**Posting the boards that end** on",
        "**Role of the week's top gifter** none",
        "**Role of the month's top gifter** none",
        f"**Roles for levels** level 5 <@&{fans.id}>",
    ]
    assert shows.count("allow Ovation Manage Roles") == 1
    assert "allow Pin Messages" in shows
    assert "✗ Held messages" in shows


async def test_the_page_chooses_who_receives_at_one_press(theatre: Theatre) -> None:
    page = await theatre.use("Olive", "/setup start")
    assert "**Registering to receive gifts** not needed" in page.reply.text
    pressed = await theatre.press("Olive", page, "Only registered creators receive")
    assert "✓ Saved · registering to receive gifts: not needed → needed" in pressed.reply.text
    assert (await settings_of(theatre)).receivers == "registered"
    pressed = await theatre.press("Olive", pressed, "Let everyone receive gifts")
    assert (await settings_of(theatre)).receivers == "everyone"


async def test_what_changed_is_posted_to_the_log(theatre: Theatre) -> None:
    await set_up(theatre, log_channel=theatre.channel_id("ovation-log"))
    await answer(theatre, "tiers", card=10)
    texts = [message.text for message in await theatre.announced("ovation-log")]
    assert "thanks on a card: from 50 coins → from 10 coins" in texts[-1]
