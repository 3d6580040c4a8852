"""What creators decide: whether gifts reach them, and who may thank in their name."""

from pathlib import Path
from typing import Any

import pytest

from bot.controls.creators import RemoveDeputy
from bot.ledger.outcomes import Accepted
from bot.ledger.requests.live import MOST_DEPUTIES, FollowCreator, NameDeputy
from bot.sandbox.people.exchange import Exchange
from bot.storage.creators import creator, deputies, newest_followers, registered_creators
from tests.commands.moderators import force_press, freeze, last_seq, number_of, role, set_up
from tests.theatre import Theatre, coins_of, open_theatre


async def say(theatre: Theatre, who: str, command: str, /, **options: Any) -> str:
    """What somebody is answered, privately."""
    said = await theatre.use(who, command, **options)
    assert said.reply.ephemeral
    return said.reply.text


async def rose(theatre: Theatre, to: str = "Bea") -> str:
    """What Ann is answered who sends a Rose."""
    return await say(theatre, "Ann", "/gift", gift="Rose", to=theatre.id_of(to))


async def follow(theatre: Theatre, follower: str, followed: str = "Bea") -> None:
    """Have somebody follow a creator, without Discord."""
    outcome = await theatre.house.writer.submit(
        FollowCreator(
            guild=theatre.guild,
            key=f"{follower} follows {followed}",
            actor=theatre.person(follower),
            creator=theatre.person(followed),
        )
    )
    assert isinstance(outcome, Accepted)


async def helping(theatre: Theatre, who: str = "Bea") -> list[str | None]:
    """The names of those who may thank in a creator's name."""
    own = await creator(theatre.house.reader, theatre.guild, theatre.id_of(who))
    return [one.name for one in await deputies(theatre.house.reader, theatre.guild, own.member)]


# Registering.


async def test_a_registered_creator_receives_gifts_where_only_they_do(theatre: Theatre) -> None:
    await set_up(theatre, receivers="registered")
    said = await rose(theatre)
    assert "Only registered creators receive gifts here. Nothing was taken" in said
    assert "`/creator join`" in said
    assert await coins_of(theatre, "Ann") == 100
    said = await say(theatre, "Bea", "/creator join")
    assert said == "Welcome! You're a registered creator now.\n✓ Gifts can reach you."
    assert "Sent!" in await rose(theatre)
    assert await registered_creators(theatre.house.reader, theatre.guild) == 1


async def test_registering_twice_changes_nothing_more(theatre: Theatre) -> None:
    await say(theatre, "Bea", "/creator join")
    before = await last_seq(theatre)
    assert "registered creator already" in await say(theatre, "Bea", "/creator join")
    assert await last_seq(theatre) == before


async def test_who_leaves_the_creators_is_told_whether_gifts_go_on(theatre: Theatre) -> None:
    assert "You aren't registered" in await say(theatre, "Bea", "/creator leave")
    await say(theatre, "Bea", "/creator join")
    said = await say(theatre, "Bea", "/creator leave")
    assert said.startswith("You're no longer a registered creator.")
    assert "Here everyone receives gifts" in said
    await set_up(theatre, receivers="registered")
    await say(theatre, "Bea", "/creator join")
    assert "everyone receives" not in await say(theatre, "Bea", "/creator leave")
    assert "Only registered creators" in await rose(theatre)


@pytest.mark.parametrize("command", ["/creator join", "/creator leave"])
async def test_a_frozen_member_neither_registers_nor_leaves(theatre: Theatre, command: str) -> None:
    await freeze(theatre, "Bea")
    said = await say(theatre, "Bea", command)
    assert "Your account is frozen, so this has to wait. Nothing taken or started." in said
    assert "`#1`" in said
    assert await registered_creators(theatre.house.reader, theatre.guild) == 0


async def test_who_registers_is_told_all_that_still_keeps_gifts_away(theatre: Theatre) -> None:
    creators = role(theatre, "Creator").id
    await set_up(theatre, creator_role=creators, least_followers=1_000)
    await say(theatre, "Kim", "/creator pause")
    said = await say(theatre, "Kim", "/creator join")
    assert "✗ You're paused: `/creator resume` lets gifts in." in said
    assert f"✗ Only members with <@&{creators}> receive gifts here" in said
    assert "✗ Gifts start at 1,000 followers here; you have 0, 1,000 to go." in said
    assert "✓" not in said
    theatre.sandbox.world.guild.members[theatre.id_of("Kim")].roles.append(creators)
    said = await say(theatre, "Kim", "/creator resume")
    assert "Only members with" not in said
    assert "1,000 to go" in said


# Pausing.


async def test_a_paused_creator_receives_nothing_until_they_resume(theatre: Theatre) -> None:
    said = await say(theatre, "Bea", "/creator pause")
    assert said.startswith("Paused: nobody can send you gifts until `/creator resume`.")
    said = await rose(theatre)
    assert "Gifts are paused here for now. Nothing was taken" in said
    assert await coins_of(theatre, "Ann") == 100
    assert "paused already" in await say(theatre, "Bea", "/creator pause")
    said = await say(theatre, "Bea", "/creator resume")
    assert said == "Welcome back! You're no longer paused.\n✓ Gifts can reach you."
    assert "Sent!" in await rose(theatre)
    assert "You weren't paused" in await say(theatre, "Bea", "/creator resume")


async def test_a_pause_survives_a_restart(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await say(theatre, "Bea", "/creator pause")
        async with theatre.bot_running():
            assert "Gifts are paused here" in await rose(theatre)


# Followers.


async def test_who_has_no_followers_is_told_how_people_follow(theatre: Theatre) -> None:
    said = await say(theatre, "Bea", "/creator followers")
    assert said.startswith("Nobody follows you yet. People do with `/follow`")


async def test_the_newest_followers_stand_first_and_the_rest_is_counted(theatre: Theatre) -> None:
    names = ["Ann", "Cleo", "Kim", "Lee", "Max", "Newt", "Olive", "Omar"]
    for name in names:
        await follow(theatre, name)
        theatre.clock.advance(60)
    said = await say(theatre, "Bea", "/creator followers")
    title, *lines = said.splitlines()
    assert title == "**8 followers**, the newest first:"
    assert [line.split("**")[1] for line in lines] == names[::-1]
    number = await number_of(theatre, "Bea")
    newest = await newest_followers(theatre.house.reader, theatre.guild, number, 2)
    assert [follower.member.name for follower in newest] == ["Omar", "Olive"]


async def test_more_followers_than_are_listed_are_told_by_number(theatre: Theatre) -> None:
    for number in range(12):
        theatre.sandbox.world.add_user(f"Fan {number}")
        await follow(theatre, f"Fan {number}")
    said = await say(theatre, "Bea", "/creator followers")
    assert said.startswith("**12 followers**")
    assert said.endswith("-# and 2 more")


async def test_too_few_followers_are_refused_with_numbers_and_what_helps(theatre: Theatre) -> None:
    await set_up(theatre, least_followers=2)
    await follow(theatre, "Kim")
    assert (
        "Gifts here need a creator with 2 followers. So far there is 1: 1 to go. Nothing was taken "
        "or started; `/follow` adds one."
    ) in await rose(theatre)
    assert await coins_of(theatre, "Ann") == 100
    assert "you have 1, 1 to go" in await say(theatre, "Bea", "/creator followers")
    await follow(theatre, "Lee")
    assert "Sent!" in await rose(theatre)


# Those who act for a creator.


async def name(theatre: Theatre, whom: str, by: str = "Bea") -> Exchange:
    """Have a creator name somebody."""
    return await theatre.use(by, "/creator helpers", member=theatre.id_of(whom))


async def test_a_creator_without_anybody_is_told_how_to_name_one(theatre: Theatre) -> None:
    said = await theatre.use("Bea", "/creator helpers")
    assert said.reply.text.startswith("You have no helpers. Name one with")
    assert said.reply.buttons == ()
    said = await theatre.use("Bea", "/creator helpers", remove=True)
    assert said.reply.text.startswith("You have no helpers.")


async def test_who_is_named_stands_in_the_list_with_a_button(theatre: Theatre) -> None:
    said = await name(theatre, "Max")
    assert said.reply.text.startswith("Done! **Max** helps you now.\n**Your helpers** · 1 of 10")
    assert [button.label for button in said.reply.buttons] == ["Remove"]
    assert await helping(theatre) == ["Max"]
    assert "helps you already" in (await name(theatre, "Max")).reply.text
    listed = await theatre.use("Bea", "/creator helpers", remove=True)
    assert listed.reply.text.startswith("Whom? Name the `member` too, or press Remove below.")


async def test_who_is_removed_by_command_is_gone(theatre: Theatre) -> None:
    await name(theatre, "Max")
    options = {"member": theatre.id_of("Max"), "remove": True}
    assert "no longer helps you" in await say(theatre, "Bea", "/creator helpers", **options)
    said = await say(theatre, "Bea", "/creator helpers", **options)
    assert "isn't one of your helpers, so nothing changed" in said
    assert await helping(theatre) == []


async def test_remove_pressed_twice_removes_once_and_nobody_else(theatre: Theatre) -> None:
    await name(theatre, "Max")
    listed = await name(theatre, "Ann")
    pressed = await theatre.press("Bea", listed, "Remove")
    assert pressed.updated
    assert "no longer helps you" in pressed.reply.text
    (left,) = await helping(theatre)
    gone = theatre.id_of("Max" if left == "Ann" else "Ann")
    control = RemoveDeputy(theatre.id_of("Bea"), gone)
    again = await force_press(theatre, "Bea", listed.reply, control)
    assert again.reply.text.startswith("**Your helpers** · 1 of 10")
    assert await helping(theatre) == [left]


async def test_a_button_of_somebody_elses_list_does_nothing(theatre: Theatre) -> None:
    await name(theatre, "Max")
    own = await theatre.use("Ann", "/creator helpers")
    control = RemoveDeputy(theatre.id_of("Bea"), theatre.id_of("Max"))
    pressed = await force_press(theatre, "Ann", own.reply, control)
    assert "somebody else's" in pressed.reply.text
    assert await helping(theatre) == ["Max"]


async def test_remove_works_after_a_restart(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            listed = await name(theatre, "Max")
        async with theatre.bot_running():
            await theatre.press("Bea", listed, "Remove")
            assert await helping(theatre) == []


async def test_nobody_names_themselves_or_a_bot(theatre: Theatre) -> None:
    assert "That's you!" in (await name(theatre, "Bea")).reply.text
    assert "Bots hold no coins and take no part" in (await name(theatre, "Jukebox")).reply.text
    assert await helping(theatre) == []


async def test_who_left_is_not_named_but_can_be_removed(theatre: Theatre) -> None:
    await name(theatre, "Kim")
    theatre.sandbox.remove_member(theatre.sandbox.world.guild.members[theatre.id_of("Kim")])
    listed = await theatre.use("Bea", "/creator helpers")
    pressed = await theatre.press("Bea", listed, "Remove")
    assert "**Kim** no longer helps you" in pressed.reply.text
    theatre.sandbox.world.trusting = True
    said = await name(theatre, "Kim")
    assert "not on this server any more" in said.reply.text
    assert await helping(theatre) == []


async def test_one_more_than_there_can_be_is_refused_with_the_way_out(theatre: Theatre) -> None:
    for number in range(MOST_DEPUTIES):
        theatre.sandbox.world.add_user(f"Aide {number}")
        await theatre.house.writer.submit(
            NameDeputy(
                guild=theatre.guild,
                key=f"aide {number}",
                actor=theatre.person("Bea"),
                deputy=theatre.person(f"Aide {number}"),
                on=True,
            )
        )
    said = await name(theatre, "Max")
    assert "10 helpers are as many as there can be. Nothing was done" in said.reply.text
    listed = await theatre.use("Bea", "/creator helpers")
    assert len(listed.reply.buttons) == MOST_DEPUTIES
    await theatre.press("Bea", listed, "Remove")
    assert "Done!" in (await name(theatre, "Max")).reply.text
    assert (await theatre.examine()).ok


async def test_a_german_creator_reads_german(theatre: Theatre) -> None:
    theatre.sandbox.world.user("Bea").locale = "de"
    said = await say(theatre, "Bea", "/creator join")
    assert said == (
        "Willkommen! Du bist jetzt als Creator angemeldet.\n✓ Du kannst Geschenke bekommen."
    )
    assert "Noch folgt dir niemand." in await say(theatre, "Bea", "/creator followers")
    assert "**Max** hilft dir jetzt." in (await name(theatre, "Max")).reply.text
