"""Chests through Discord: dropped, opened, shared, checked, and given back."""

import asyncio
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.controls.pots import ConfirmChest, PotButton, TakeChestBack
from bot.ledger.money import Currency
from bot.ledger.shares import commitment, shares
from bot.sandbox.service import permissions
from bot.storage.pots import PotView, pot
from tests.commands.giving import drop_chest, press, shown, time_passes, without_welcome
from tests.commands.moderators import (
    account,
    force,
    force_press,
    freeze,
    last_seq,
    number_of,
    role,
    set_up,
    until_told,
)
from tests.commands.shopping import forget
from tests.theatre import Theatre, coins_of, forge_press, open_theatre


async def rich(theatre: Theatre, *, bonus: int = 0, bought: int = 0, who: str = "Ann") -> None:
    """Nobody is welcomed; Ann has coins to share."""
    await without_welcome(theatre)
    if bonus:
        await theatre.grant(who, bonus, Currency.BONUS_COINS)
    if bought:
        await theatre.grant(who, bought)
    await theatre.use(who, "/wallet")
    await until_told(theatre, who)


async def chest_of(theatre: Theatre, number: int) -> PotView:
    """A chest as the books have it."""
    found = await pot(theatre.house.reader, theatre.guild, number)
    assert found is not None
    return found


async def test_a_chest_of_bonus_coins_is_drawn_by_a_seed_that_was_bound_before(
    theatre: Theatre,
) -> None:
    await rich(theatre, bonus=100)
    said = await theatre.use("Ann", "/chest drop", coins=60, people=3)
    assert said.reply.ephemeral
    assert said.reply.text == (
        "Drop a chest of **60 coins for 3 people**? It opens 3 minutes later, for whoever presses "
        "first.\nAll 60 bonus coins come out of your wallet, and 40 coins stay.\n"
        "Shares are uneven, drawn by chance, at least 1 each. What nobody takes comes back."
    )
    dropped = await theatre.press("Ann", said, "Drop the chest")
    assert dropped.reply.text.startswith("🎁 Your chest with 60 coins stands in <#")
    number = await last_seq(theatre)
    message = await shown(theatre)
    fingerprint = commitment((await chest_of(theatre, number)).seed)
    assert message.text.startswith(
        "🎁 **Ann** drops a treasure chest: 60 coins for 3 people! It opens <t:"
    )
    assert f"Fingerprint of the draw: `{fingerprint}`" in message.text
    assert "it costs nothing" in message.text
    told = await press(theatre, "Kim", message, "Open")
    assert told.startswith("Not yet! The chest opens <t:")
    checked = await theatre.use("Kim", "/chest check", number=f"#{number}")
    assert "Its seed stays secret until it is over" in checked.reply.text
    assert fingerprint in checked.reply.text
    assert (await chest_of(theatre, number)).seed not in checked.reply.text
    await time_passes(theatre, 3.1)
    message = await shown(theatre)
    assert "**Ann**'s treasure chest is open: 60 coins for 3 people!" in message.text
    assert "0 of 3 have their share" in message.text
    told = await press(theatre, "Ann", message, "Open")
    assert told.startswith("That chest is yours to give away.")
    for who in ("Kim", "Lee", "Bea"):
        assert "Your share of the chest" in await press(theatre, who, message, "Open")
    over = await shown(theatre)
    seed = over.text.partition("Seed of the draw: `")[2].partition("`")[0]
    assert sha256(seed.encode()).hexdigest() == fingerprint
    dealt = shares(seed, 60, 3)
    assert tuple([await coins_of(theatre, who) for who in ("Kim", "Lee", "Bea")]) == dealt
    assert "**Ann**'s treasure chest is empty: 3 people shared 60 coins." in over.text
    lucky = ("Kim", "Lee", "Bea")[dealt.index(max(dealt))]
    assert f"🍀 Largest share: **{lucky}**, {max(dealt)}" in over.text
    checked = await theatre.use("Cleo", "/chest check", number=str(number))
    assert "✓ Dealt again from the seed: 3 of 3 shares are the same." in checked.reply.text
    assert f"1. Kim · {dealt[0]} ✓" in checked.reply.text
    told = await press(theatre, "Lee", over, "My share")
    assert told.startswith(f"You got {dealt[1]} bonus coin")
    assert await coins_of(theatre, "Ann") == 40
    assert (await theatre.examine()).ok


async def test_bought_coins_are_never_drawn_for(theatre: Theatre) -> None:
    await rich(theatre, bonus=30, bought=100)
    said = await theatre.use("Ann", "/chest drop", coins=101, people=3, delay=1)
    assert said.reply.text == (
        "Drop a chest of **99 coins for 3 people**? It opens 1 minute later, for whoever presses "
        "first.\n99 coins (30 bonus) come out of your wallet. 2 coins of what you named can't be "
        "divided, so you keep them.\nEverybody gets 33 bonus coins: there are bought coins in it, "
        "and those never enter a game of chance. What nobody takes comes back as it was."
    )
    await theatre.press("Ann", said, "Drop the chest")
    number = await last_seq(theatre)
    message = await shown(theatre)
    assert "33 bonus coins for each: bought coins are in it" in message.text
    assert "Fingerprint" not in message.text
    await time_passes(theatre, 1.1)
    await press(theatre, "Kim", message, "Open")
    assert await coins_of(theatre, "Kim") == 33
    checked = await theatre.use("Kim", "/chest check", number=str(number))
    assert "It was dealt evenly, 33 bonus coins each." in checked.reply.text
    await time_passes(theatre, 10)
    message = await shown(theatre)
    assert message.text == (
        "🎁 **Ann**'s treasure chest is closed: 1 of 3 people took 33 coins, and 66 went back to "
        "Ann.\n-# Even shares: 33 bonus coins each."
    )
    wallet = await theatre.use("Ann", "/wallet")
    assert (
        f"📋 Your chest is over: 1 of 3 people opened it, and 66 coins came back. (`#{number + 3}`)"
        in wallet.reply.text
    )
    rows = await theatre.house.reader.fetch(
        "SELECT currency, balance FROM account WHERE kind = 'wallet' AND balance > 0 ORDER BY 1, 2"
    )
    assert rows == [("bonus_coins", 33), ("coins", 97)]
    history = await theatre.use("Ann", "/history")
    assert f"rest of chest `#{number}` · +66 → 97 coins" in history.reply.text
    assert "chest for 3 people · −99 → 31 coins" in history.reply.text
    assert (await theatre.examine()).ok


async def test_a_chest_is_dropped_once_however_often_it_is_confirmed(theatre: Theatre) -> None:
    await rich(theatre, bonus=100)
    said = await theatre.use("Ann", "/chest drop", coins=60, people=3)
    question = said.reply
    theatre.sandbox.faults.duplicate(copies=3)
    await theatre.press("Ann", said, "Drop the chest")
    await theatre.finished()
    number = await last_seq(theatre)
    (button,) = [one for one in question.buttons if one.label == "Drop the chest"]
    again = await forge_press(theatre, "Ann", question, button.custom_id)
    assert again.reply.text.startswith("🎁 Your chest with 60 coins stands in <#")
    assert await last_seq(theatre) == number
    assert await coins_of(theatre, "Ann") == 40
    assert len(await theatre.announced()) == 1
    # Another's button does nothing.
    theirs = await force_press(
        theatre, "Kim", question, ConfirmChest(1, theatre.id_of("Ann"), 9, 3, 3, 9, 1)
    )
    assert "Nothing was done" in theirs.reply.text


async def test_a_chest_that_would_be_dealt_otherwise_than_shown_is_not_dropped(
    theatre: Theatre,
) -> None:
    await rich(theatre, bonus=60, bought=60)
    said = await theatre.use("Ann", "/chest drop", coins=60, people=3)
    assert "uneven" in said.reply.text
    await theatre.use("Ann", "/gift", gift="Rose", to=theatre.id_of("Bea"))
    told = await theatre.press("Ann", said, "Drop the chest")
    assert told.reply.text.startswith("Your coins changed meanwhile")
    assert await coins_of(theatre, "Ann") == 119


async def test_what_cannot_be_dropped_is_told_before_anything_is_asked(theatre: Theatre) -> None:
    await rich(theatre, bonus=50)
    asked: list[tuple[dict[str, Any], str]] = [
        ({"coins": 60, "people": 3}, "Almost! The chest is to hold 60, you have 50: 10 short."),
        (
            {"coins": 2, "people": 3},
            "A chest takes at least 3 coins, one for everybody, and holds up to 1,000,000,000.",
        ),
    ]
    for options, words in asked:
        said = await theatre.use("Ann", "/chest drop", **options)
        assert said.reply.text.startswith(words)
        assert not said.reply.buttons
    said = await theatre.use("Kim", "/chest drop", coins=6, people=3)
    assert said.reply.text.startswith("The chest is to hold 6, and you have no coins yet.")
    await freeze(theatre, "Ann")
    said = await theatre.use("Ann", "/chest drop", coins=6, people=3)
    assert "Your account is frozen" in said.reply.text
    await theatre.grant("Bea", 50)
    await set_up(theatre, no_sending=str(role(theatre, "Creator").id))
    said = await theatre.use("Bea", "/chest drop", coins=6, people=3)
    assert not said.reply.buttons
    said = await theatre.use("Kim", "/chest check", number="7")
    assert said.reply.text.startswith("No chest stands under that number.")
    said = await theatre.use("Kim", "/chest check", number="seven")
    assert said.reply.text.startswith("Numbers look like `#12`.")


async def test_a_member_has_three_chests_at_once_and_can_leave_it(theatre: Theatre) -> None:
    await rich(theatre, bonus=50)
    for _ in range(3):
        await drop_chest(theatre, coins=3)
    said = await theatre.use("Ann", "/chest drop", coins=3, people=3)
    assert said.reply.text.startswith("3 chests of yours are as many as can stand at once.")
    await theatre.grant("Bea", 50)
    said = await theatre.use("Bea", "/chest drop", coins=6, people=3)
    left = await theatre.press("Bea", said, "Not now")
    assert left.reply.text == "No chest was dropped, and nothing was taken."
    assert await coins_of(theatre, "Bea") == 50


async def test_a_chest_is_taken_back_until_it_opens(theatre: Theatre) -> None:
    await rich(theatre, bonus=100)
    first, second = await drop_chest(theatre), await drop_chest(theatre, coins=30)
    assert [button.label for button in first.reply.buttons] == ["Take it back"]
    back = await theatre.press("Ann", first, "Take it back")
    number = await last_seq(theatre)
    assert back.reply.text == (f"Taken back: 60 coins are in your wallet again.\n-# `#{number}`")
    closed, standing = await theatre.announced()
    assert closed.text == "🎁 **Ann** took the treasure chest back before it opened: 60 coins."
    assert not closed.buttons
    history = await theatre.use("Ann", "/history")
    assert f"chest `#{number - 2}` taken back · +60 → 70 coins" in history.reply.text
    listed = await theatre.use("Max", "/mod drops")
    assert "0 of 3 · taken back · 60 coins back" in listed.reply.text
    await time_passes(theatre, 3.1)
    told = await theatre.press("Ann", second, "Take it back")
    assert told.reply.text.startswith("Your chest is open, so it stays. Nothing was done")
    theirs = TakeChestBack(theatre.id_of("Kim"), (await last_seq(theatre)))
    assert "Nothing" in (await force_press(theatre, "Kim", standing, theirs)).reply.text
    assert await coins_of(theatre, "Ann") == 70


async def test_a_chest_goes_through_restarts_at_every_stage(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await rich(theatre, bonus=100)
            await drop_chest(theatre)
            message = await shown(theatre)
            number = await last_seq(theatre)
        theatre.clock.advance(200)
        async with theatre.bot_running() as bot:
            # It opened while nobody was there.
            await bot.calendar.idle()
            message = await shown(theatre)
            assert "treasure chest is open" in message.text
            assert "Your share" in await press(theatre, "Kim", message, "Open")
        async with theatre.bot_running():
            told = await press(theatre, "Kim", message, "Open")
            assert told.startswith("You have your share already")
            assert "Your share" in await press(theatre, "Lee", message, "Open")
        theatre.clock.advance(700)
        async with theatre.bot_running() as bot:
            await bot.calendar.idle()
            (over,) = await theatre.announced()
            assert "is closed: 2 of 3 people took" in over.text
            seed = (await chest_of(theatre, number)).seed
            dealt = shares(seed, 60, 3)
            assert await coins_of(theatre, "Ann") == 40 + dealt[2]
            assert (await theatre.examine()).ok


async def test_a_chest_opens_and_closes_by_itself_when_its_time_comes(theatre: Theatre) -> None:
    await rich(theatre, bonus=100)
    await drop_chest(theatre)
    await shown(theatre)
    olive = await theatre.stage.person("Olive")
    await olive.read("gifts")
    theatre.clock.advance(181)
    await olive.sees("gifts", lambda message: "treasure chest is open" in message.text)
    theatre.clock.advance(601)
    await olive.sees("gifts", lambda message: "treasure chest is closed" in message.text)
    assert await coins_of(theatre, "Ann") == 100


async def test_at_the_end_a_share_is_taken_or_goes_back_never_both(theatre: Theatre) -> None:
    await rich(theatre, bonus=100)
    await drop_chest(theatre, people=1)
    number = await last_seq(theatre)
    await time_passes(theatre, 3.1)
    message = await shown(theatre)
    listed = await theatre.use("Max", "/mod drops")
    asked = await theatre.press("Max", listed, "End")
    ended, pressed = await asyncio.gather(
        theatre.press("Max", asked, "End it now"),
        forge_press(theatre, "Kim", message, PotButton(number, "take").custom_id),
    )
    told = (await pressed.shows(lambda reply: reply.ephemeral)).text
    is_taken = "Your share" in told
    assert ("Ended: chest" in ended.reply.text) is not is_taken
    assert await coins_of(theatre, "Ann") == (40 if is_taken else 100)
    assert await coins_of(theatre, "Kim") == (60 if is_taken else 0)
    assert (await theatre.examine()).ok


async def test_moderators_drop_chests_for_the_server_and_others_do_not(theatre: Theatre) -> None:
    await set_up(theatre, welcome_coins=0, log_channel=theatre.channel_id("ovation-log"))
    options: dict[str, Any] = {"coins": 90, "people": 3, "from": "the server"}
    refused = await force(theatre, "Ann", "/chest drop", **options)
    assert refused.reply.text.startswith("That's for moderators")
    said = await theatre.use("Max", "/chest drop", **options)
    assert said.reply.text.startswith("Drop a chest of **90 bonus coins for 3 people** for the ser")
    forged = ConfirmChest(5, theatre.id_of("Ann"), 90, 3, 3, 90, 0)
    pressed = await force_press(theatre, "Ann", refused.reply, forged)
    assert pressed.reply.text.startswith("That's for moderators")
    dropped = await theatre.press("Max", said, "Drop the chest")
    number = await last_seq(theatre)
    await time_passes(theatre, 3.1)
    message = await shown(theatre)
    await press(theatre, "Kim", message, "Open")
    asked = await theatre.press("Max", dropped, "End")
    ended = await theatre.press("Max", asked, "End it now")
    assert ended.reply.text.startswith(f"Ended: chest `#{number}`. 1 of 3 people had their share")
    message = await shown(theatre)
    assert "and " in message.text
    assert message.text.partition("\n")[0].endswith("went back to the server.")
    log = [entry.text for entry in await theatre.announced("ovation-log")]
    assert any("**Max** dropped a chest of 90 bonus coins for 3 people." in text for text in log)
    assert await coins_of(theatre, "Max") == 0
    assert (await theatre.examine()).ok


async def test_a_moderator_ends_a_members_chest_and_they_are_told(theatre: Theatre) -> None:
    await rich(theatre, bonus=100)
    await drop_chest(theatre)
    number = await last_seq(theatre)
    listed = await theatre.use("Max", "/mod drops")
    assert f"🎁 `#{number}` by Ann · 60 coins" in listed.reply.text
    asked = await theatre.press("Max", listed, "End")
    assert asked.reply.text == (
        f"End chest `#{number}` now? What is left, 60 coins, goes back to **Ann**; "
        "what was taken stays where it is."
    )
    await theatre.press("Max", asked, "End it now")
    wallet = await theatre.use("Ann", "/wallet")
    assert "📋 Max ended your chest: 60 coins came back." in wallet.reply.text
    audit = await theatre.use("Max", "/mod audit", member=theatre.id_of("Ann"))
    assert f"**Max** ended **Ann**'s chest `#{number}`: 0 of 3 shares taken" in audit.reply.text


async def test_a_chest_stands_where_its_keeper_may_write(theatre: Theatre) -> None:
    await rich(theatre, bonus=100)
    said = await theatre.use("Ann", "/chest drop", coins=60, people=3)
    here = theatre.sandbox.world.channel("gifts")
    theatre.sandbox.set_overwrite(
        here, theatre.sandbox.world.user("Ann"), deny=permissions.SEND_MESSAGES
    )
    told = await theatre.press("Ann", said, "Drop the chest")
    assert told.reply.text == (
        f"You can't write in <#{here.id}>. Nothing was taken: pick another channel."
    )
    assert await coins_of(theatre, "Ann") == 100


async def test_a_chest_in_german_is_german_where_the_guild_is(theatre: Theatre) -> None:
    await rich(theatre, bonus=100)
    await set_up(theatre, language="de")
    await drop_chest(theatre)
    message = await shown(theatre)
    assert message.text.startswith("🎁 **Ann** stellt eine Schatztruhe auf: 60 Münzen für 3 Leute!")
    assert [button.label for button in message.buttons] == ["Öffnen"]


async def test_a_chest_whose_message_was_deleted_is_posted_again_while_there_is_something_in_it(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        messages = theatre.sandbox.world.channel("gifts").messages
        async with theatre.bot_running():
            await rich(theatre, bonus=100)
            await drop_chest(theatre)
            messages.pop(int((await shown(theatre)).id))
        theatre.clock.advance(181)
        async with theatre.bot_running() as bot:
            await bot.calendar.idle()
            standing = await shown(theatre)
            assert "treasure chest is open" in standing.text
            assert "Your share" in await press(theatre, "Kim", standing, "Open")
            assert "1 of 3 have their share" in (await shown(theatre)).text
            assert [*messages] == [int(standing.id)]
            messages.clear()
            await time_passes(theatre, 11)
            await theatre.announced()
            assert not messages
            assert (await theatre.examine()).ok


async def test_a_chest_in_a_channel_that_was_deleted_goes_on_where_gifts_are_thanked(
    theatre: Theatre,
) -> None:
    await rich(theatre, bonus=100)
    await set_up(theatre, gift_channel=theatre.channel_id("gifts"))
    said = await theatre.use("Ann", "/chest drop", "general", coins=60, people=3)
    await theatre.press("Ann", said, "Drop the chest")
    await shown(theatre, "general")
    theatre.sandbox.delete_channel(theatre.sandbox.world.channel("general"))
    await time_passes(theatre, 3.1)
    assert "treasure chest is open" in (await shown(theatre)).text


async def test_a_chest_whose_keeper_was_forgotten_opens_and_closes_by_its_time(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await rich(theatre, bonus=100)
            ann = await number_of(theatre, "Ann")
            await theatre.grant("Bea", 1)
            await drop_chest(theatre)
            await shown(theatre)
            members = await known_members(theatre)
        forget(tmp_path, ann)
        theatre.clock.advance(200)
        async with theatre.bot_running() as bot:
            await bot.calendar.idle()
            message = await shown(theatre)
            assert "'s treasure chest is open" in message.text
            assert "Your share" in await press(theatre, "Kim", message, "Open")
            await time_passes(theatre, 11)
            assert "'s treasure chest is closed" in (await shown(theatre)).text
            assert await known_members(theatre) == members + 1
            left = await theatre.house.reader.fetch(
                "SELECT sum(balance) FROM account WHERE kind = 'hold'"
            )
            assert left == [(0,)]
            assert (await theatre.examine()).ok


async def known_members(theatre: Theatre) -> int:
    """How many members the books have."""
    ((members,),) = await theatre.house.reader.fetch("SELECT count(*) FROM member")
    return int(members)


async def test_a_chest_is_given_as_gifts_are_so_a_budget_holds_for_it(theatre: Theatre) -> None:
    await rich(theatre, bonus=200)
    await theatre.use("Ann", "/budget set", per="day", coins=100)
    said = await theatre.use("Ann", "/chest drop", coins=60, people=3)
    also = await theatre.use("Ann", "/chest drop", coins=50, people=2)
    await theatre.press("Ann", said, "Drop the chest")
    late = await theatre.press("Ann", also, "Drop the chest")
    assert "That's 50 coins, and your own budget leaves 40 of 100" in late.reply.text
    refused = await theatre.use("Ann", "/chest drop", coins=41, people=1)
    assert "your own budget leaves 40 of 100" in refused.reply.text
    shown_budget = await theatre.use("Ann", "/budget show")
    assert "40" in shown_budget.reply.text
    assert (await account(theatre, "Ann")).purse.bonus_coins == 140
