"""What may go wrong around drops and chests: who is frozen, what is deleted, and who left."""

from pathlib import Path
from typing import Any

from bot.app import open_house
from bot.controls.pots import PotButton
from bot.ledger.outcomes import Accepted
from bot.ledger.requests import FreezeMember
from bot.ledger.requests.shop import CreditEntitlement, RevokeEntitlement
from bot.sandbox.people.seen import Message
from bot.sandbox.service import permissions
from bot.storage.pots import pot
from tests.commands.giving import drop, drop_chest, press, shown, time_passes, without_welcome
from tests.commands.moderators import freeze, last_seq, role, set_up, unfreeze, until_told
from tests.commands.shopping import edit_pack
from tests.theatre import Theatre, coins_of, forge_press, open_theatre
from tests.waiting import until

LOG = "ovation-log"


async def with_chest(theatre: Theatre, coins: int = 300) -> int:
    """Ann has bonus coins, and a chest of the server's default delay; its number."""
    await set_up(theatre, welcome_coins=0, log_channel=theatre.channel_id(LOG))
    await theatre.grant("Ann", coins)
    await drop_chest(theatre)
    return await last_seq(theatre)


async def is_over(theatre: Theatre, number: int) -> bool:
    """Whether a pot is over in the books."""
    found = await pot(theatre.house.reader, theatre.guild, number)
    assert found is not None
    return bool(found.ended_seq)


def deleted(theatre: Theatre, message: Message, channel: str = "gifts") -> None:
    """Somebody deletes a message by hand."""
    theatre.sandbox.world.channel(channel).messages.pop(int(message.id))


def standing(theatre: Theatre, channel: str = "gifts") -> list[int]:
    """The messages that stand in a channel."""
    return [*theatre.sandbox.world.channel(channel).messages]


async def posted_again(theatre: Theatre, channel: str = "gifts") -> Message:
    """What stands in a channel after a look for what was deleted."""
    await looked(theatre)
    return await shown(theatre, channel)


async def looked(theatre: Theatre) -> None:
    """Wait until it was looked whether messages stand, and until that was mended."""
    assert theatre.bot is not None
    await theatre.bot.lookout.idle()
    await theatre.announced()


# Who is frozen.


async def test_a_freeze_closes_the_chest_and_holds_the_rest_back_in_the_wallet(
    theatre: Theatre,
) -> None:
    number = await with_chest(theatre)
    await time_passes(theatre, 3.1)
    message = await shown(theatre)
    assert "20 bonus coins" in await press(theatre, "Kim", message, "Open")
    await freeze(theatre, "Ann")
    # Whoever presses before the message says so takes nothing any more.
    late = await forge_press(theatre, "Lee", message, PotButton(number, "take").custom_id)
    told = (await late.shows(lambda reply: reply.ephemeral and not reply.loading)).text
    assert told == "That chest is closed. Nothing was taken: be there for the next one!"
    await until(lambda: is_over(theatre, number))
    message = await shown(theatre)
    assert message.text.startswith(
        "🎁 **Ann**'s treasure chest was closed by the server's team: 1 of 3 people took 20 coins, "
        "and 40 went back to Ann."
    )
    assert "frozen" not in message.text
    log = [entry.text for entry in await theatre.announced(LOG)]
    ended = f"**Max** ended **Ann**'s chest `#{number}`: 1 of 3 shares taken, 40 coins back."
    assert any(ended in text for text in log)
    audit = await theatre.use("Max", "/mod audit", member=theatre.id_of("Ann"))
    assert ended in audit.reply.text
    wallet = await theatre.use("Ann", "/wallet")
    assert "📋 Max ended your chest: 40 coins came back." in wallet.reply.text
    assert "280 coins" in wallet.reply.text
    said = await theatre.use("Ann", "/chest drop", coins=6, people=3)
    assert "Your account is frozen" in said.reply.text
    await unfreeze(theatre, "Ann")
    assert await coins_of(theatre, "Ann") == 280
    assert (await theatre.examine()).ok


async def test_a_chest_of_who_was_frozen_in_a_crash_closes_at_the_next_start(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            number = await with_chest(theatre)
            await shown(theatre)
        # The bot went down behind the freeze, before it did what follows from it.
        async with open_house(theatre.settings, theatre.clock) as (house, _):
            frozen = FreezeMember(
                guild=theatre.guild,
                key="a freeze",
                actor=theatre.person("Max"),
                member=theatre.person("Ann"),
                reason="a dispute",
            )
            assert isinstance(await house.writer.submit(frozen), Accepted)
            found = await pot(house.reader, theatre.guild, number)
            assert found is not None
            assert not found.ended_seq
        async with theatre.bot_running() as bot:
            await bot.calendar.idle()
            message = await shown(theatre)
            assert message.text.startswith(
                "🎁 **Ann**'s treasure chest was closed by the server's team, and its 60 coins "
                "went back to Ann."
            )
            assert [button.label for button in message.buttons] == ["My share"]
            assert await coins_of(theatre, "Ann") == 300
            assert (await theatre.examine()).ok


async def test_what_the_server_gives_goes_on_although_its_maker_is_frozen(
    theatre: Theatre,
) -> None:
    await without_welcome(theatre)
    number = await drop(theatre)
    message = await shown(theatre)
    await freeze(theatre, "Max", by="Olive")
    await time_passes(theatre, 1)
    assert "Collected" in await press(theatre, "Ann", message, "Collect")
    assert not await is_over(theatre, number)


# Who may not, and what was asked before a restart.


async def test_whoever_may_take_no_share_reads_why_and_whoever_may_drop_none_too(
    theatre: Theatre,
) -> None:
    await with_chest(theatre)
    await time_passes(theatre, 3.1)
    message = await shown(theatre)
    creators = role(theatre, "Creator").id
    await set_up(theatre, no_receiving=str(creators), no_sending=str(creators), giver_age_days=7)
    await freeze(theatre, "Kim")
    for who, why in (
        ("Bea", "Nothing"),
        ("Newt", "Accounts take part here once they are 7 days old"),
        ("Kim", "Your account is frozen"),
        ("Ann", "That chest is yours to give away."),
    ):
        told = await press(theatre, who, message, "Open")
        assert why in told, told
        assert "Your share" not in told
    for who in ("Bea", "Newt"):
        said = await theatre.use(who, "/chest drop", coins=6, people=3)
        assert "Nothing" in said.reply.text
        assert not said.reply.buttons


async def test_what_was_asked_before_a_restart_is_done_by_the_old_buttons_behind_it(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await without_welcome(theatre)
            await theatre.grant("Ann", 100)
            chest = await theatre.use("Ann", "/chest drop", coins=60, people=3)
            promotion = await theatre.use(
                "Max", "/mod promo create", code="large", coins=1_000, uses=200
            )
        async with theatre.bot_running():
            dropped = await theatre.press("Ann", chest, "Drop the chest")
            assert dropped.reply.text.startswith("🎁 Your chest with 60 coins stands in")
            made = await theatre.press("Max", promotion, "Make it")
            assert "`/redeem code:large` gives 1,000 bonus coins" in made.reply.text
        async with theatre.bot_running():
            asked = await theatre.press("Max", made, "End")
            back = await theatre.press("Ann", dropped, "Take it back")
            assert back.reply.text.startswith("Taken back: 60 coins")
        async with theatre.bot_running():
            ended = await theatre.press("Max", asked, "End it now")
            assert ended.reply.text.startswith("Ended: promotion **large**")
            assert await coins_of(theatre, "Ann") == 100
            assert (await theatre.examine()).ok


# Who left, and what was deleted.


async def test_a_chest_of_who_left_opens_all_the_same_and_the_rest_waits_for_them(
    theatre: Theatre,
) -> None:
    await with_chest(theatre)
    theatre.sandbox.remove_member(theatre.sandbox.world.guild.members[theatre.id_of("Ann")])
    await time_passes(theatre, 3.1)
    message = await shown(theatre)
    assert "**Ann**'s treasure chest is open" in message.text
    assert "20 bonus coins" in await press(theatre, "Kim", message, "Open")
    await time_passes(theatre, 11)
    assert (await shown(theatre)).text.startswith(
        "🎁 **Ann**'s treasure chest is closed: 1 of 3 people took 20 coins, and 40 went back to "
        "Ann."
    )
    assert await coins_of(theatre, "Ann") == 280
    assert (await theatre.examine()).ok


async def test_a_drop_that_was_deleted_is_posted_again_once_and_says_how_to_end_it(
    theatre: Theatre,
) -> None:
    number = await drop(theatre)
    deleted(theatre, await shown(theatre))
    again = await posted_again(theatre)
    assert "**Max** drops 20 bonus coins" in again.text
    assert "Posted again, for the message before was deleted while this goes on." in again.text
    assert "Moderators end it under `/mod drops`." in again.text
    assert "Collected" in await press(theatre, "Ann", again, "Collect")
    changed = await shown(theatre)
    assert "1 of 3 collected" in changed.text
    assert "Posted again" not in changed.text
    assert standing(theatre) == [int(changed.id)]
    # Whoever deletes it a second time means it.
    deleted(theatre, changed)
    await looked(theatre)
    await looked(theatre)
    assert not standing(theatre)
    listed = await theatre.use("Max", "/mod drops")
    asked = await theatre.press("Max", listed, "End")
    await theatre.press("Max", asked, "End it now")
    assert await is_over(theatre, number)
    await theatre.announced()
    assert not standing(theatre)
    assert (await theatre.examine()).ok


async def test_a_chest_that_is_changed_after_it_was_deleted_twice_is_left_so(
    theatre: Theatre,
) -> None:
    await with_chest(theatre)
    deleted(theatre, await shown(theatre))
    again = await posted_again(theatre)
    assert "Posted again" in again.text
    deleted(theatre, again)
    await time_passes(theatre, 3.1)
    await theatre.announced()
    assert not standing(theatre)
    await time_passes(theatre, 11)
    await theatre.announced()
    assert not standing(theatre)
    assert await coins_of(theatre, "Ann") == 300
    assert (await theatre.examine()).ok


async def test_a_drop_that_was_deleted_while_the_bot_was_away_is_posted_again(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await drop(theatre)
            message = await shown(theatre)
        deleted(theatre, message)
        async with theatre.bot_running():
            again = await posted_again(theatre)
            assert "Collected" in await press(theatre, "Ann", again, "Collect")


async def test_a_drop_in_a_channel_that_was_deleted_goes_on_where_gifts_are_thanked(
    theatre: Theatre,
) -> None:
    await set_up(theatre, gift_channel=theatre.channel_id("gifts"))
    await theatre.use("Max", "/mod drop", "general", coins=20, people=3)
    await shown(theatre, "general")
    theatre.sandbox.delete_channel(theatre.sandbox.world.channel("general"))
    again = await posted_again(theatre)
    assert "Collected" in await press(theatre, "Ann", again, "Collect")


async def test_nothing_is_missed_where_the_channel_cannot_be_read(theatre: Theatre) -> None:
    await drop(theatre)
    message = await shown(theatre)
    here, bot = theatre.sandbox.world.channel("gifts"), theatre.sandbox.world.bot
    theatre.sandbox.set_overwrite(here, bot, deny=permissions.READ_MESSAGE_HISTORY)
    await until(lambda: not may_read(theatre))
    deleted(theatre, message)
    await looked(theatre)
    assert not standing(theatre)
    theatre.sandbox.set_overwrite(here, bot)
    await until(lambda: may_read(theatre))
    await looked(theatre)
    assert len(standing(theatre)) == 1


def may_read(theatre: Theatre) -> bool:
    """Whether the bot knows that it can read what stands among the gifts."""
    assert theatre.bot is not None
    return theatre.bot.announcer.poster.may_read(theatre.channel_id("gifts"))


# Who had enough of one member.


async def test_a_share_beyond_the_cap_for_a_pair_is_refused_and_goes_to_somebody_else(
    theatre: Theatre,
) -> None:
    theatre.keep_clear_of_midnight()
    await without_welcome(theatre)
    await set_up(theatre, pair_cap=25)
    await theatre.grant("Ann", 300)
    await theatre.use("Ann", "/wallet")
    await until_told(theatre, "Ann")
    said = await theatre.use("Ann", "/chest drop", coins=90, people=3)
    assert said.reply.text == (
        "Here one person gets up to 25 coins a day from another, and a share of this chest would "
        "be more. Nothing taken: put fewer coins in, or make it for more people."
    )
    theatre.sandbox.world.user("Ann").locale = "de"
    said = await theatre.use("Ann", "/chest drop", coins=90, people=3)
    assert said.reply.text.startswith("Hier bekommt eine Person am Tag bis zu 25 Münzen von einer")
    theatre.sandbox.world.user("Ann").locale = "en-US"
    await theatre.use("Ann", "/gift", gift="Rose", to=theatre.id_of("Kim"), count=10)
    await drop_chest(theatre)
    await time_passes(theatre, 3.1)
    message = await shown(theatre)
    told = await press(theatre, "Kim", message, "Open")
    assert told.startswith(
        "Here one person gets up to 25 coins a day from another. You had 10 from this one today, "
        "and with this share it would be more. Nothing taken: it is for somebody else, and "
        "tomorrow counts anew (<t:"
    )
    theatre.sandbox.world.user("Kim").locale = "de"
    told = await press(theatre, "Kim", message, "Open")
    assert "Von dieser hattest du heute 10, und mit diesem Anteil wäre es mehr." in told
    assert "20 bonus coins" in await press(theatre, "Lee", message, "Open")
    # What they took of a chest counts for gifts as well.
    told = (await theatre.use("Ann", "/gift", gift="Perfume", to=theatre.id_of("Lee"))).reply.text
    assert "5 left" in told
    assert await coins_of(theatre, "Kim") == 0
    assert (await theatre.examine()).ok


# Roles.


async def test_whoever_has_the_role_in_the_moment_of_the_press_collects(theatre: Theatre) -> None:
    await without_welcome(theatre)
    creators, guild = role(theatre, "Creator"), theatre.sandbox.world.guild
    await drop(theatre, role=creators.id)
    message = await shown(theatre)
    ann, bea = (guild.members[theatre.id_of(name)] for name in ("Ann", "Bea"))
    assert "This one is for members with" in await press(theatre, "Ann", message, "Collect")
    theatre.sandbox.set_member_roles(ann, creators)
    theatre.sandbox.set_member_roles(bea)
    # Nothing that was known of them a moment ago counts, and no time passes.
    assert "Collected" in await press(theatre, "Ann", message, "Collect")
    assert "This one is for members with" in await press(theatre, "Bea", message, "Collect")


async def test_a_drop_whose_role_was_deleted_says_so_and_can_be_ended(theatre: Theatre) -> None:
    guild = theatre.sandbox.world.guild
    fans = theatre.sandbox.add_role(guild, "Fans")
    number = await drop(theatre, role=fans.id)
    message = await shown(theatre)
    theatre.sandbox.delete_role(guild, fans)
    assert theatre.bot is not None
    known = theatre.bot.get_guild(theatre.guild)
    assert known is not None
    await until(lambda: known.get_role(fans.id) is None)
    told = await press(theatre, "Ann", message, "Collect")
    assert told.startswith("The role that this drop was for doesn't exist any more")
    theatre.sandbox.world.user("Ann").locale = "de"
    told = await press(theatre, "Ann", message, "Collect")
    assert told.startswith("Die Rolle, für die dieser Münzregen war, gibt es nicht mehr")
    listed = await theatre.use("Max", "/mod drops")
    asked = await theatre.press("Max", listed, "End")
    await theatre.press("Max", asked, "End it now")
    assert await is_over(theatre, number)
    assert (await theatre.examine()).ok


async def test_who_takes_a_chest_back_and_owes_its_coins_reads_where_they_went(
    theatre: Theatre,
) -> None:
    await without_welcome(theatre)
    await edit_pack(theatre, "sold by Discord", pack=1, sku=77)
    facts: dict[str, Any] = {"guild": theatre.guild, "actor": theatre.person("Ann")}
    sold = CreditEntitlement(**facts, key="bought", entitlement=5, sku=77)
    assert (await theatre.house.writer.submit(sold)).kind == "own-entitlement"
    said = await drop_chest(theatre, coins=65)
    refunded = RevokeEntitlement(**facts, key="refunded", entitlement=5)
    assert (await theatre.house.writer.submit(refunded)).kind == "entitlement-revoked"
    back = await theatre.press("Ann", said, "Take it back")
    told = "Taken back: 63 coins. All of it paid what was owed."
    assert told in back.reply.text
    assert await coins_of(theatre, "Ann") == 0
    assert (await theatre.examine()).ok
