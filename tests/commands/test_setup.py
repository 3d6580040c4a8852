"""What managers set by command: each shows what changed, and a wrong value changes nothing."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.ledger.guild_settings import LANGUAGES, NAMES, GuildSettings
from bot.sandbox.people.exchange import Exchange
from bot.sandbox.service import permissions
from bot.words import languages, speak
from tests.commands.moderators import force, gift, last_seq, role, set_up, settings_of
from tests.live.scenery import until_troubled
from tests.theatre import Theatre, open_theatre

ACTS: dict[str, dict[str, Any]] = {
    "/setup start": {},
    "/setup show": {},
    "/setup rates": {"share": "40"},
    "/setup channel": {"for": "gifts"},
    "/setup welcome": {"coins": 5},
    "/setup timezone": {"name": "Europe/Berlin"},
    "/setup roles": {"clear": "creators"},
    "/setup language": {"language": "en"},
    "/setup confirm": {"coins": 5},
    "/setup gift add": {"name": "Sunset", "emoji": "🌇", "price": 5},
    "/setup gift edit": {"gift": "Rose", "price": 5},
    "/setup gift retire": {"gift": "Rose"},
    "/setup gift restore": {"gift": "Rose"},
}


async def command(theatre: Theatre, name: str, /, **options: Any) -> Exchange:
    """Have the owner type a command of the room, and wait for the answer."""
    olive = await theatre.stage.person("Olive")
    exchange = await olive.use(f"/setup {name}", options, channel="gifts")
    await exchange.settled()
    assert exchange.reply.ephemeral
    return exchange


async def answer(theatre: Theatre, name: str, /, **options: Any) -> str:
    """What the owner is answered."""
    return (await command(theatre, name, **options)).reply.text


# Rights.


@pytest.mark.parametrize("act", ACTS)
async def test_a_forged_command_without_the_right_is_refused_and_logged(
    theatre: Theatre, act: str
) -> None:
    with capture_logs() as logs:
        said = await force(theatre, "Kim", act, **ACTS[act])
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
    creator = role(theatre, "Creator").id
    await set_up(theatre, moderator_role=creator)
    assert "it needs Manage Server" in (await force(theatre, "Cleo", act, **ACTS[act])).reply.text
    await set_up(theatre, manager_role=creator)
    said = await force(theatre, "Cleo", act, **ACTS[act])
    assert "it needs Manage Server" not in said.reply.text


@pytest.mark.parametrize(
    ("bits", "suffices"), [(permissions.MANAGE_GUILD, True), (permissions.MODERATE_MEMBERS, False)]
)
async def test_manage_server_gives_the_right_and_moderate_members_does_not(
    theatre: Theatre, bits: int, suffices: bool
) -> None:
    world = theatre.sandbox.world
    half = world.add_role(world.guild, "Half", bits)
    world.guild.members[theatre.id_of("Kim")].roles.append(half.id)
    said = await force(theatre, "Kim", "/setup confirm", coins=5)
    assert ("✓ Saved" in said.reply.text) is suffices


async def test_the_client_does_not_list_what_discord_hides(theatre: Theatre) -> None:
    ann = await theatre.stage.person("Ann")
    with pytest.raises(LookupError):
        await ann.use("/setup show")


# Rates.


async def test_rates_are_shown_and_changed_together(theatre: Theatre) -> None:
    said = await answer(theatre, "rates")
    assert "Creators earn 50 % of a gift in 💎, and 1 💎 converts to 1 coin." in said
    said = await answer(theatre, "rates", share="12.5 %", conversion="0,75")
    assert "creators' share: 50 % → 12.5 %" in said
    assert "coins for 1 💎: 1 → 0.75" in said
    settings = await settings_of(theatre)
    assert (settings.share, settings.conversion_rate) == (1_250, 7_500)


async def test_rates_that_would_mint_are_refused_with_what_would_work(theatre: Theatre) -> None:
    said = await answer(theatre, "rates", share="60", conversion="2")
    assert "at a share of 60 %, 1 💎 can be worth up to 1.6666 coins" in said
    assert await settings_of(theatre) == GuildSettings()
    assert "✓ Saved" in await answer(theatre, "rates", share="60", conversion="1.6666")


async def test_a_share_too_large_for_the_rate_is_told_which_would_do(theatre: Theatre) -> None:
    await answer(theatre, "rates", share="40", conversion="2")
    said = await answer(theatre, "rates", share="80")
    assert "With 2 for 1 💎, a share of up to 50 % works." in said
    assert (await settings_of(theatre)).share == 4_000


@pytest.mark.parametrize("share", ["lots", "-5", "12.345", "1e2", "", "५०"])
async def test_a_share_that_is_no_percentage_changes_nothing(theatre: Theatre, share: str) -> None:
    said = await answer(theatre, "rates", share=share, conversion="0.5")
    assert "A share is a percentage" in said
    assert await settings_of(theatre) == GuildSettings()


@pytest.mark.parametrize("rate", ["much", "-1", "1,000", "1/2", "0.12345"])
async def test_a_conversion_that_is_no_rate_changes_nothing(theatre: Theatre, rate: str) -> None:
    said = await answer(theatre, "rates", share="10", conversion=rate)
    assert "A conversion is how many coins" in said
    assert await settings_of(theatre) == GuildSettings()


@pytest.mark.parametrize(
    ("options", "allowed"),
    [
        ({"share": "101"}, "creators' share must be 0 % to 100 %"),
        ({"conversion": "0"}, "coins for 1 💎 must be 0.0001 to 100"),
        ({"share": "1", "conversion": "101"}, "coins for 1 💎 must be 0.0001 to 100"),
    ],
)
async def test_rates_outside_their_range_change_nothing(
    theatre: Theatre, options: dict[str, str], allowed: str
) -> None:
    assert allowed in await answer(theatre, "rates", **options)
    assert await settings_of(theatre) == GuildSettings()


# Channels.


async def test_a_channel_is_chosen_shown_with_what_is_missing_and_taken_back(
    theatre: Theatre,
) -> None:
    gifts = theatre.sandbox.world.channel("gifts")
    ovation = role(theatre, "Ovation")
    theatre.sandbox.set_overwrite(gifts, ovation, deny=permissions.ATTACH_FILES)
    said = await answer(theatre, "channel", **{"for": "gifts", "channel": gifts.id})
    assert f"gift channel: wherever a gift is sent → <#{gifts.id}>" in said
    assert f"✗ <#{gifts.id}>: allow Attach Files" in said
    said = await answer(theatre, "channel", **{"for": "gifts"})
    assert said == (
        f"**Gift channel** <#{gifts.id}>\n✗ <#{gifts.id}>: allow Attach Files\n"
        "-# Choose one with `for` and `channel`; `clear` takes it back."
    )
    assert (await settings_of(theatre)).gift_channel == gifts.id
    said = await answer(theatre, "channel", **{"for": "gifts", "clear": True})
    assert f"gift channel: <#{gifts.id}> → wherever a gift is sent" in said
    assert (await settings_of(theatre)).gift_channel == 0


async def test_a_channel_is_chosen_for_something_and_not_chosen_and_cleared_at_once(
    theatre: Theatre,
) -> None:
    gifts = theatre.channel_id("gifts")
    both = {"for": "gifts", "channel": gifts, "clear": True}
    assert "Nothing can be set and cleared at once" in await answer(theatre, "channel", **both)
    for options in ({"channel": gifts}, {"clear": True}):
        said = await answer(theatre, "channel", **options)
        assert said == "For gifts, or for the log? Nothing changed: choose one with `for`."
    assert await settings_of(theatre) == GuildSettings()


async def test_gifts_are_thanked_on_a_stage_that_was_chosen(theatre: Theatre) -> None:
    stage = theatre.sandbox.world.channel("main-stage")
    theatre.sandbox.set_overwrite(stage, role(theatre, "Ovation"), deny=permissions.CONNECT)
    said = await answer(theatre, "channel", **{"for": "gifts", "channel": stage.id})
    assert f"✗ <#{stage.id}>: allow Connect" in said
    theatre.sandbox.set_overwrite(stage, role(theatre, "Ovation"), allow=permissions.CONNECT)
    assert f"✓ <#{stage.id}>" in await answer(theatre, "channel", **{"for": "gifts"})
    await gift(theatre)
    assert any("sends" in message.text for message in await theatre.announced("main-stage"))


@pytest.mark.parametrize(
    ("name", "lines", "options"),
    [
        (
            "channel",
            ["**Gift channel** wherever a gift is sent", "**Log channel** none"],
            "Choose one with `for` and `channel`",
        ),
        ("welcome", ["**Welcome coins** 100"], "coins` or `age_days"),
        ("timezone", ["**Time zone** UTC"], "name"),
        ("language", ["**Language** English"], "language"),
        ("confirm", ["**Asking before a gift** from 1,000 coins"], "coins"),
        ("live alerts", ["**Role told of shows** none"], "role"),
        ("live pins", ["**Pinning highlights** off"], "switch"),
        ("live messages", ["**Messages with gifts** shown at once"], "hold"),
        ("live boards", ["**Posting the boards that end** on"], "switch"),
    ],
)
async def test_without_options_a_command_shows_what_it_would_change_and_changes_nothing(
    theatre: Theatre, name: str, lines: list[str], options: str
) -> None:
    said = await answer(theatre, name)
    assert said.startswith("\n".join(lines))
    hint = options if "`" in options and " with " in options else f"Change it with `{options}`"
    assert f"-# {hint}" in said
    assert await settings_of(theatre) == GuildSettings()
    assert await last_seq(theatre) == 0


async def test_gifts_are_thanked_in_the_channel_that_was_chosen(theatre: Theatre) -> None:
    show = theatre.channel_id("show-bea")
    await answer(theatre, "channel", **{"for": "gifts", "channel": show})
    await gift(theatre)
    assert any("sends" in message.text for message in await theatre.announced("show-bea"))


async def test_acts_are_posted_in_the_log_channel_in_words(theatre: Theatre) -> None:
    log = theatre.channel_id("ovation-log")
    await answer(theatre, "channel", **{"for": "log", "channel": log})
    await answer(theatre, "rates", share="40")
    posted = await theatre.announced("ovation-log")
    assert [message.text for message in posted] == [
        f"`#1` **Olive** changed log channel: none → <#{log}>.",
        "`#2` **Olive** changed creators' share: 50 % → 40 %.",
    ]


async def test_a_purpose_that_no_channel_has_changes_nothing(theatre: Theatre) -> None:
    said = await force(theatre, "Olive", "/setup channel", **{"for": "party"})
    assert "there is no such setting" in said.reply.text
    assert await settings_of(theatre) == GuildSettings()


# Welcome coins, time zone, language, asking.


async def test_welcome_coins_and_the_age_they_need_are_changed(theatre: Theatre) -> None:
    said = await answer(theatre, "welcome", coins=50, age_days=1)
    assert "welcome coins: 100 → 50" in said
    assert "account age for welcome coins: 7 days → 1 day" in said
    assert "welcome coins: 50 → none" in await answer(theatre, "welcome", coins=0)
    assert (await settings_of(theatre)).welcome_age_days == 1


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("welcome", {"coins": -1}),
        ("welcome", {"coins": 1_000_001}),
        ("welcome", {"coins": 5, "age_days": 366}),
        ("confirm", {"coins": -1}),
        ("confirm", {"coins": 10**9 + 1}),
    ],
)
async def test_forged_numbers_outside_their_range_change_nothing(
    theatre: Theatre, name: str, options: dict[str, int]
) -> None:
    said = await force(theatre, "Olive", f"/setup {name}", **options)
    assert "Nothing changed" in said.reply.text
    assert "a whole number from 0 to" in said.reply.text
    assert await settings_of(theatre) == GuildSettings()


@pytest.mark.parametrize("name", ["Europe/Berlin", "berlin", " europe/berlin "])
async def test_a_time_zone_is_known_by_its_name_or_its_city(theatre: Theatre, name: str) -> None:
    assert "time zone: UTC → Europe/Berlin" in await answer(theatre, "timezone", name=name)
    assert (await settings_of(theatre)).timezone == "Europe/Berlin"


async def test_an_unknown_time_zone_changes_nothing_and_tells_the_nearest(
    theatre: Theatre,
) -> None:
    said = await answer(theatre, "timezone", name="Europe/Brelin")
    assert "that is no time zone" in said
    assert "Did you mean Europe/Berlin" in said
    assert await settings_of(theatre) == GuildSettings()


async def test_time_zones_are_suggested_with_their_time_of_day(theatre: Theatre) -> None:
    olive = await theatre.stage.person("Olive")
    suggested = await olive.suggestions("/setup timezone", focused="name", text="york")
    assert [value for _, value in suggested][:1] == ["America/New_York"]
    assert suggested[0][0].startswith("America/New_York · now ")
    everywhere = await olive.suggestions("/setup timezone", focused="name", text="")
    assert len(everywhere) == 25
    assert len(await olive.suggestions("/setup timezone", focused="name", text="a")) == 25
    assert await olive.suggestions("/setup timezone", focused="name", text="#?!") == []


async def test_only_languages_that_sentences_exist_in_are_offered(theatre: Theatre) -> None:
    assert tuple(languages()) == LANGUAGES
    assert len({type(speak(code)) for code in languages()}) == len(LANGUAGES)
    assert speak("xx") is speak("en")
    assert "It is like that already" in await answer(theatre, "language", language="en")
    said = await force(theatre, "Olive", "/setup language", language="tlh")
    assert "that language is not spoken here yet" in said.reply.text
    assert await settings_of(theatre) == GuildSettings()


async def test_the_threshold_of_asking_is_changed_and_turned_off(theatre: Theatre) -> None:
    assert "from 1,000 coins → from 20 coins" in await answer(theatre, "confirm", coins=20)
    assert "from 20 coins → never" in await answer(theatre, "confirm", coins=0)


# Roles.


async def test_roles_are_shown_set_and_cleared(theatre: Theatre) -> None:
    creator, moderator = role(theatre, "Creator").id, role(theatre, "Moderator").id
    assert "**Who may receive gifts** everyone" in await answer(theatre, "roles")
    said = await answer(
        theatre, "roles", moderators=moderator, managers=moderator, creators=creator
    )
    assert f"who may receive gifts: everyone → <@&{creator}>" in said
    assert "✗" not in said
    said = await answer(theatre, "roles", clear="creators")
    assert f"who may receive gifts: <@&{creator}> → everyone" in said
    settings = await settings_of(theatre)
    assert settings == replace(
        GuildSettings(), moderator_role=moderator, manager_role=moderator, creator_role=0
    )


async def test_a_role_that_discord_hides_the_commands_from_is_shown_with_the_cure(
    theatre: Theatre,
) -> None:
    creator = role(theatre, "Creator")
    hidden = f"hides `/mod` from <@&{creator.id}>"
    both = f"hides `/mod` and `/setup` from <@&{creator.id}>"
    assert hidden in await answer(theatre, "roles", moderators=creator.id)
    assert both in await answer(theatre, "roles", managers=creator.id)
    assert both in await answer(theatre, "show")
    may = permissions.MODERATE_MEMBERS | permissions.MANAGE_GUILD
    theatre.sandbox.set_role_permissions(theatre.sandbox.world.guild, creator, may)
    assert "hides" not in await answer(theatre, "show")


async def test_who_is_no_creator_receives_nothing_once_a_role_is_set(theatre: Theatre) -> None:
    await answer(theatre, "roles", creators=role(theatre, "Creator").id)
    refused = await theatre.use("Ann", "/gift", gift="Rose", to=theatre.id_of("Kim"))
    assert "receive gifts" in refused.reply.text
    sent = await theatre.use("Ann", "/gift", gift="Rose", to=theatre.id_of("Bea"))
    assert "Sent!" in sent.reply.text


@pytest.mark.parametrize("who", ["moderators", "managers"])
async def test_the_role_that_everyone_has_never_moderates(theatre: Theatre, who: str) -> None:
    said = await answer(theatre, "roles", **{who: theatre.guild})
    assert "that role is everybody's" in said
    assert await settings_of(theatre) == GuildSettings()


async def test_everyone_may_receive_when_everyones_role_is_chosen(theatre: Theatre) -> None:
    await answer(theatre, "roles", creators=role(theatre, "Creator").id)
    assert "→ everyone" in await answer(theatre, "roles", creators=theatre.guild)
    assert (await settings_of(theatre)).creator_role == 0


async def test_a_role_is_not_set_and_cleared_at_once(theatre: Theatre) -> None:
    creator = role(theatre, "Creator").id
    said = await answer(theatre, "roles", creators=creator, clear="creators")
    assert "Nothing can be set and cleared at once" in said
    assert await settings_of(theatre) == GuildSettings()


# Everything at a glance.


async def test_all_settings_are_shown_in_words(theatre: Theatre) -> None:
    said = await answer(theatre, "show")
    for line in (
        "**Gift channel** wherever a gift is sent",
        "**Log channel** none",
        "**Who may receive gifts** everyone",
        "**Time zone** UTC",
        "**Language** English",
        "**Welcome coins** 100",
        "**Creators' share** 50 %",
        "**Coins for 1 💎** 1",
        "**Asking before a gift** from 1,000 coins",
        "✓ Every gift was thanked: nothing is waiting.",
        "-# Coins and 💎 have pages of their own: `/setup shop`, `/setup cashout show`,",
    ):
        assert line in said
    assert set(speak("en").setting_names) == set(NAMES)


async def test_where_gifts_go_anywhere_this_channel_stands_for_all(theatre: Theatre) -> None:
    gifts = theatre.sandbox.world.channel("gifts")
    assert f"✓ <#{gifts.id}>: Ovation can do all it needs." in await answer(theatre, "show")
    theatre.sandbox.set_overwrite(gifts, role(theatre, "Ovation"), deny=permissions.VIEW_CHANNEL)
    assert f"✗ <#{gifts.id}>: allow View Channel\n" in await answer(theatre, "show")


async def test_a_channel_or_role_that_is_gone_is_told(theatre: Theatre) -> None:
    creator = role(theatre, "Creator")
    await set_up(theatre, log_channel=theatre.channel_id("general"), creator_role=creator.id)
    theatre.sandbox.delete_channel(theatre.sandbox.world.channel("general"))
    theatre.sandbox.delete_role(theatre.sandbox.world.guild, creator)
    said = await answer(theatre, "show")
    assert "✗ Log channel: that channel is gone." in said
    assert "✗ Who may receive gifts: that role is gone." in said
    opened = await answer(theatre, "start")
    assert "✗ Log channel: that channel is gone." in opened


async def test_what_waits_is_shown_with_its_troubles(theatre: Theatre) -> None:
    await gift(theatre)
    await theatre.announced()
    log, ovation = theatre.sandbox.world.channel("ovation-log"), role(theatre, "Ovation")
    theatre.sandbox.set_overwrite(log, ovation, deny=permissions.SEND_MESSAGES)
    await set_up(theatre, log_channel=log.id)
    await until_troubled(theatre, await last_seq(theatre), "log")
    said = await answer(theatre, "show")
    assert "✗ 1 post waits to be shown, the oldest since <t:" in said
    assert "1 × “403 Missing Access”" in said
    assert f"✗ <#{log.id}>: allow " in said


# The same again.


async def test_a_command_delivered_twice_changes_once(theatre: Theatre) -> None:
    theatre.sandbox.faults.duplicate("INTERACTION_CREATE")
    assert "✓ Saved · asking before a gift" in await answer(theatre, "confirm", coins=9)
    await theatre.finished()
    assert await last_seq(theatre) == 1


async def test_settings_are_known_after_a_restart(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await answer(theatre, "timezone", name="Asia/Tokyo")
        async with theatre.bot_running():
            assert "**Time zone** Asia/Tokyo" in await answer(theatre, "show")
