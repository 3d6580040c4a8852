"""Following creators, and hearing of their shows by a role that everybody chooses themselves."""

import sys

import pytest
from structlog.testing import capture_logs

from bot.controls.creators import Follow, HearOfShows, Unfollow
from bot.sandbox.people.exchange import Exchange
from bot.sandbox.service import permissions
from bot.sandbox.service.world import Role
from bot.storage.creators import creator
from tests.commands.moderators import force_press, role, set_up
from tests.theatre import Theatre


async def follow(theatre: Theatre, who: str = "Kim", whom: str = "Bea") -> Exchange:
    """Have somebody use the command."""
    said = await theatre.use(who, "/follow", creator=theatre.id_of(whom))
    assert said.reply.ephemeral
    return said


async def followers(theatre: Theatre, of: str = "Bea") -> int:
    """How many follow somebody."""
    return (await creator(theatre.house.reader, theatre.guild, theatre.id_of(of))).followers


def has(theatre: Theatre, who: str, wanted: Role) -> bool:
    """Whether somebody has a role."""
    return wanted.id in theatre.sandbox.world.guild.members[theatre.id_of(who)].roles


def allow(theatre: Theatre, bits: int) -> None:
    """Let the bot do more."""
    own, guild = role(theatre, "Ovation"), theatre.sandbox.world.guild
    theatre.sandbox.set_role_permissions(guild, own, own.permissions | bits)


async def choose_role(theatre: Theatre, *, position: int = 1, bits: int = 0) -> Role:
    """Have a role be told of shows."""
    guild = theatre.sandbox.world.guild
    fans = theatre.sandbox.add_role(guild, "Fans", bits, position=position, mentionable=True)
    await set_up(theatre, live_role=fans.id)
    return fans


# Following.


async def test_following_toggles_and_tells_how_many_follow(theatre: Theatre) -> None:
    assert (await follow(theatre)).reply.text == "You follow **Bea** now: 1 follower."
    assert (await follow(theatre, "Lee")).reply.text == "You follow **Bea** now: 2 followers."
    said = await follow(theatre)
    assert said.reply.text == "You no longer follow **Bea**: 1 follower left."
    assert await followers(theatre) == 1
    assert (await theatre.examine()).ok


async def test_nobody_follows_themselves_or_a_bot(theatre: Theatre) -> None:
    said = await follow(theatre, "Kim", "Kim")
    assert said.reply.text == "That's you! Nothing was done: pick somebody else."
    assert "Bots hold no coins" in (await follow(theatre, "Kim", "Jukebox")).reply.text
    assert await followers(theatre, "Kim") == 0


async def test_who_left_can_only_be_let_go(theatre: Theatre) -> None:
    await follow(theatre)
    theatre.sandbox.remove_member(theatre.sandbox.world.guild.members[theatre.id_of("Bea")])
    theatre.sandbox.world.trusting = True
    assert "You no longer follow **Bea**" in (await follow(theatre)).reply.text
    assert "You don't follow **Bea**, so nothing changed." in (await follow(theatre)).reply.text
    assert await followers(theatre) == 0


async def press(theatre: Theatre, who: str, control: Follow | Unfollow | HearOfShows) -> Exchange:
    """Have somebody press one of the room's buttons."""
    shown = await theatre.use(who, "/help")
    return await force_press(theatre, who, shown.reply, control)


async def test_the_boards_button_follows_and_pressed_again_lets_nobody_go(theatre: Theatre) -> None:
    button = Follow(theatre.id_of("Bea"))
    first = await press(theatre, "Kim", button)
    assert first.reply.ephemeral
    assert first.reply.text == "You follow **Bea** now: 1 follower."
    again = await press(theatre, "Kim", button)
    assert again.reply.text == "You follow **Bea** already: 1 follower."
    assert await followers(theatre) == 1
    gone = await theatre.press("Kim", again, "Unfollow")
    assert gone.updated
    assert gone.reply.text == "You no longer follow **Bea**: 0 followers left."
    late = await force_press(
        theatre, "Kim", again.reply, Unfollow(theatre.id_of("Kim"), theatre.id_of("Bea"))
    )
    assert late.reply.text == "You don't follow **Bea**, so nothing changed."
    assert await followers(theatre) == 0


async def test_a_forged_button_follows_nobody_who_is_not_here(theatre: Theatre) -> None:
    assert "not on this server" in (await press(theatre, "Kim", Follow(123))).reply.text
    own = theatre.id_of("Kim")
    assert "expired" in (await press(theatre, "Kim", Unfollow(own, 123))).reply.text
    assert "That's you!" in (await press(theatre, "Kim", Follow(own))).reply.text
    other = Unfollow(theatre.id_of("Ann"), theatre.id_of("Bea"))
    assert "somebody else's" in (await press(theatre, "Kim", other)).reply.text


# The role that is told of shows.


async def test_without_a_role_nothing_is_offered(theatre: Theatre) -> None:
    assert (await follow(theatre)).reply.buttons == ()
    pressed = await press(theatre, "Kim", HearOfShows(theatre.id_of("Kim"), 1))
    assert "Nobody is told of shows here any more, so nothing changed." in pressed.reply.text


async def test_the_role_comes_and_goes_at_a_press(theatre: Theatre) -> None:
    fans = await choose_role(theatre)
    allow(theatre, permissions.MANAGE_ROLES)
    said = await follow(theatre)
    assert f"<@&{fans.id}> is told in the channel when a show starts here." in said.reply.text
    pressed = await theatre.press("Kim", said, "Tell me when shows start")
    assert pressed.updated
    assert pressed.reply.text.startswith(f"Done! You have <@&{fans.id}> now")
    assert has(theatre, "Kim", fans)
    again = await force_press(theatre, "Kim", said.reply, HearOfShows(theatre.id_of("Kim"), 1))
    assert "Done!" in again.reply.text
    back = await theatre.press("Kim", pressed, "Don't tell me any more")
    assert back.reply.text.startswith(f"Done! You no longer have <@&{fans.id}>")
    assert not has(theatre, "Kim", fans)
    assert [button.label for button in back.reply.buttons] == ["Tell me when shows start"]
    assert not theatre.sandbox.pings


async def test_who_has_the_role_is_offered_to_give_it_back_also_when_leaving(
    theatre: Theatre,
) -> None:
    fans = await choose_role(theatre)
    allow(theatre, permissions.MANAGE_ROLES)
    await follow(theatre)
    left = await follow(theatre)
    assert left.reply.buttons == ()
    theatre.sandbox.world.guild.members[theatre.id_of("Kim")].roles.append(fans.id)
    for _ in range(2):
        said = await follow(theatre)
        assert [button.label for button in said.reply.buttons] == ["Don't tell me any more"]


async def test_what_ovation_lacks_is_said_all_at_once_and_nothing_changes(theatre: Theatre) -> None:
    fans = await choose_role(theatre, position=4)
    pressed = await theatre.press("Kim", await follow(theatre), "Tell me when shows start")
    assert pressed.reply.text.startswith("That didn't work, and nothing changed.")
    assert "allow Ovation Manage Roles" in pressed.reply.text
    assert "not below Ovation's own" in pressed.reply.text
    assert not has(theatre, "Kim", fans)
    sent = {exchange.method for exchange in theatre.sandbox.recording.exchanges if exchange.bot}
    assert "DELETE" not in sent


@pytest.mark.parametrize("bits", [permissions.MANAGE_MESSAGES, permissions.MENTION_EVERYONE])
async def test_a_role_that_has_grown_powerful_is_given_to_nobody(
    theatre: Theatre, bits: int
) -> None:
    fans = await choose_role(theatre)
    allow(theatre, permissions.MANAGE_ROLES)
    offered = await follow(theatre)
    theatre.sandbox.set_role_permissions(theatre.sandbox.world.guild, fans, bits)
    pressed = await theatre.press("Kim", offered, "Tell me when shows start")
    assert "may moderate or manage, so Ovation never gives it" in pressed.reply.text
    assert not has(theatre, "Kim", fans)


async def test_a_role_that_is_gone_is_told_as_gone(theatre: Theatre) -> None:
    fans = await choose_role(theatre)
    offered = await follow(theatre)
    theatre.sandbox.delete_role(theatre.sandbox.world.guild, fans)
    pressed = await theatre.press("Kim", offered, "Tell me when shows start")
    assert "this role is gone. Pick another" in pressed.reply.text
    assert (await follow(theatre, "Lee")).reply.buttons == ()


async def test_a_refusal_of_discord_is_told_and_logged(theatre: Theatre) -> None:
    fans = await choose_role(theatre)
    allow(theatre, permissions.MANAGE_ROLES)
    offered = await follow(theatre)
    # The bot is not told, as if its news were still under way.
    fans.position = 10
    with capture_logs() as logs:
        pressed = await theatre.press("Kim", offered, "Tell me when shows start")
    assert "Discord didn't let Ovation give it" in pressed.reply.text
    assert [entry["role"] for entry in logs if entry["event"] == "a role was refused"] == [fans.id]


async def test_an_answer_that_never_comes_is_told_as_unknown(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    await choose_role(theatre)
    allow(theatre, permissions.MANAGE_ROLES)
    offered = await follow(theatre)
    monkeypatch.setattr(sys.modules["cogs.follow"], "PATIENCE_SECONDS", 0.1)
    theatre.sandbox.faults.slow(20.0, "*/roles/*")
    pressed = await theatre.press("Kim", offered, "Tell me when shows start")
    assert "Discord didn't say whether that worked." in pressed.reply.text


async def test_somebody_elses_button_gives_nobody_a_role(theatre: Theatre) -> None:
    fans = await choose_role(theatre)
    allow(theatre, permissions.MANAGE_ROLES)
    pressed = await press(theatre, "Ann", HearOfShows(theatre.id_of("Kim"), 1))
    assert "somebody else's" in pressed.reply.text
    assert not has(theatre, "Ann", fans)


async def test_a_role_that_has_grown_powerful_can_still_be_given_back(theatre: Theatre) -> None:
    fans = await choose_role(theatre)
    allow(theatre, permissions.MANAGE_ROLES)
    pressed = await theatre.press("Kim", await follow(theatre), "Tell me when shows start")
    bits = permissions.MENTION_EVERYONE
    theatre.sandbox.set_role_permissions(theatre.sandbox.world.guild, fans, bits)
    back = await theatre.press("Kim", pressed, "Don't tell me any more")
    assert back.reply.text.startswith(f"Done! You no longer have <@&{fans.id}>")
    assert not has(theatre, "Kim", fans)


async def test_a_failure_of_discords_is_told_as_unknown(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    await choose_role(theatre)
    allow(theatre, permissions.MANAGE_ROLES)
    offered = await follow(theatre)
    monkeypatch.setattr(sys.modules["cogs.follow"], "PATIENCE_SECONDS", 0.3)
    theatre.sandbox.faults.server_error("*/roles/*", "PUT", status=503, times=1_000)
    pressed = await theatre.press("Kim", offered, "Tell me when shows start")
    assert "Discord didn't say whether that worked." in pressed.reply.text
