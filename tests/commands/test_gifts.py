"""Sending gifts through Discord, as a member would."""

from typing import Any

import pytest

from bot.attendance import Attendance
from bot.ledger.money import Currency
from bot.ledger.requests import EditCatalogue, FreezeMember
from bot.sandbox.people.exchange import Exchange
from bot.sandbox.people.seen import Message
from tests.commands.moderators import set_up
from tests.theatre import Theatre, coins_of, forge_press


async def gift(theatre: Theatre, who: str, what: str, to: str = "Bea", **options: Any) -> Exchange:
    """Have somebody type `/gift` with a name and a recipient."""
    return await theatre.use(who, "/gift", gift=what, to=theatre.id_of(to), **options)


async def edit(theatre: Theatre, item: int | None, **parts: Any) -> None:
    """Have the guild's list of gifts edited, as `/setup gift` would."""
    await theatre.house.writer.submit(
        EditCatalogue(
            guild=theatre.guild,
            key=f"edit {item} {parts}",
            actor=theatre.person("Olive"),
            item=item,
            **parts,
        )
    )


async def retire(theatre: Theatre, name: str) -> None:
    """Have a gift taken off the list."""
    item = (await theatre.house.memory.catalogue(theatre.guild)).find(name)
    await edit(theatre, item.number, retired=True)


async def add(theatre: Theatre, name: str, price: int) -> None:
    """Have a gift put on the list."""
    await edit(theatre, None, name=name, emoji="🍬", price=price)


def labels(message: Message) -> list[str]:
    """What the buttons of a message say."""
    return [button.label for button in message.buttons]


async def test_a_gift_is_receipted_in_private_and_thanked_in_public(theatre: Theatre) -> None:
    sent = await gift(theatre, "Ann", "Rose", count=3)
    assert sent.reply.ephemeral
    assert "Sent! 3 🌹 to **Bea**. 97 coins left." in sent.reply.text
    (thanks,) = await theatre.announced()
    assert thanks.text == "🌹 **Ann** `Lv 2` sends **Bea** 3 × Rose"
    assert labels(thanks) == ["Send one"]


async def test_the_message_is_shown_escaped(theatre: Theatre) -> None:
    await gift(theatre, "Ann", "Rose", message="**hi** @everyone \u202eevil <@1> https://x.example")
    (thanks,) = await theatre.announced()
    assert "“\\*\\*hi\\*\\* \\@everyone evil \\<\\@1\\> https\\://x.example”" in thanks.text


async def test_the_first_gift_comes_with_welcome_coins_and_the_second_does_not(
    theatre: Theatre,
) -> None:
    first = await gift(theatre, "Ann", "Rose")
    assert first.reply.text.startswith("👋 Welcome! 100 coins are yours to give away.\nSent!")
    second = await gift(theatre, "Ann", "Rose")
    assert second.reply.text.startswith("Sent!")
    assert await coins_of(theatre, "Ann") == 98


async def test_an_account_of_yesterday_gets_no_welcome_coins(theatre: Theatre) -> None:
    sent = await gift(theatre, "Newt", "Rose")
    assert "1 short" in sent.reply.text


async def test_too_few_coins_tell_what_is_missing_and_offer_what_fits(theatre: Theatre) -> None:
    refused = await gift(theatre, "Ann", "Lion")
    assert "Lion is 29,999, you have 100: 29,899 short. Nothing taken." in refused.reply.text
    assert "see `/shop show`" in refused.reply.text
    offered = labels(refused.reply)
    assert offered == ["Hand Hearts · 100"]
    sent = await theatre.press("Ann", refused, offered[0])
    assert "Sent! 🫶 Hand Hearts to **Bea**. 0 coins left." in sent.reply.text


async def test_what_fits_is_sent_once_however_often_it_is_pressed(theatre: Theatre) -> None:
    await theatre.grant("Ann", 200)
    refused = await gift(theatre, "Ann", "Lion")
    ann = await theatre.stage.person("Ann")
    button = refused.reply.buttons[0]
    first = await ann.press(refused.reply, button.label)
    await first.settled()
    replayed = await forge_press(theatre, "Ann", refused.reply, button.custom_id)
    assert "Sent!" in replayed.reply.text
    assert await coins_of(theatre, "Ann") == 1


@pytest.mark.parametrize(
    ("typed", "meant"), [("Rosse", "Rose"), ("lyon", "Lion"), ("cof", "Coffee")]
)
async def test_an_unknown_gift_names_the_nearest(theatre: Theatre, typed: str, meant: str) -> None:
    refused = await gift(theatre, "Ann", typed)
    assert "Nothing taken." in refused.reply.text
    assert f"**{meant}**" in refused.reply.text
    assert any(label.startswith(meant) for label in labels(refused.reply))


@pytest.mark.parametrize("typed", ["tractor", "?", "🌹🌹"])
async def test_a_gift_that_is_like_no_other_gets_no_suggestion_but_the_way_to_all(
    theatre: Theatre, typed: str
) -> None:
    refused = await gift(theatre, "Ann", typed)
    assert "Nothing taken. `/gift` alone shows all." in refused.reply.text
    assert "Did you mean" not in refused.reply.text
    assert labels(refused.reply) == []


async def test_the_nearest_gift_is_offered_with_all_that_it_takes(theatre: Theatre) -> None:
    refused = await gift(theatre, "Ann", "Dougnut", count=3)
    assert labels(refused.reply) == ["3 × Doughnut · 90"]
    sent = await theatre.press("Ann", refused, "3 × Doughnut · 90")
    assert "Sent! 3 🍩 to **Bea**. 10 coins left." in sent.reply.text


async def test_the_longest_text_instead_of_a_name_is_answered(theatre: Theatre) -> None:
    refused = await gift(theatre, "Ann", "*" * 6_000)
    assert "There is no gift called" in refused.reply.text


async def test_free_text_instead_of_a_choice_sends_the_gift_of_that_name(theatre: Theatre) -> None:
    sent = await gift(theatre, "Ann", "finger heart")
    assert "Sent! 🫰 Finger Heart" in sent.reply.text


async def test_a_retired_gift_is_refused_by_name(theatre: Theatre) -> None:
    await retire(theatre, "Rose")
    refused = await gift(theatre, "Ann", "Rose")
    assert "Rose is no longer on offer. Nothing taken." in refused.reply.text
    assert "`/gift` alone shows all that is." in refused.reply.text


async def test_near_a_retired_gift_there_are_others_at_one_press(theatre: Theatre) -> None:
    await retire(theatre, "Coffee")
    await add(theatre, "Toffee", 2)
    refused = await gift(theatre, "Ann", "coffee", count=2)
    assert "Coffee is no longer on offer. Nothing taken. How about **Toffee**" in refused.reply.text
    sent = await theatre.press("Ann", refused, "2 × Toffee · 4")
    assert "Sent! 2 🍬 to **Bea**. 96 coins left." in sent.reply.text


async def test_a_gift_that_is_retired_meanwhile_is_told_by_every_button(theatre: Theatre) -> None:
    sent = await gift(theatre, "Ann", "Rose")
    (thanks,) = await theatre.announced()
    ann = await theatre.stage.person("Ann")
    opened = await (await ann.menu("Send a gift", theatre.id_of("Bea"))).settled()
    await retire(theatre, "Rose")
    filled = await (await ann.fill(opened.modal, {"Gift": "Rose"})).settled()
    again = await theatre.press("Ann", sent, "Send again")
    one = await (await ann.press(thanks, "Send one")).settled()
    for said in (filled, again, one):
        assert "Rose is no longer on offer. Nothing taken." in said.reply.text
    assert await coins_of(theatre, "Ann") == 99


@pytest.mark.parametrize("count", [0, -1, 1_000])
async def test_a_count_out_of_range_is_refused_by_discord_and_again_by_us(
    theatre: Theatre, count: int
) -> None:
    ann = await theatre.stage.person("Ann")
    with pytest.raises(Exception, match="count"):
        await ann.use("/gift", gift="Rose", to=theatre.id_of("Bea"), count=count)
    theatre.sandbox.world.trusting = True
    refused = await theatre.use(
        "Ann", "/gift", gift="Rose", to=theatre.id_of("Bea"), count=count, check=False
    )
    assert refused.reply.ephemeral
    assert "You can send 1 to 999 at a time. Nothing taken." in refused.reply.text
    assert await coins_of(theatre, "Ann") == 100


async def test_a_message_too_long_is_refused_by_discord_and_again_by_us(theatre: Theatre) -> None:
    theatre.sandbox.world.trusting = True
    refused = await theatre.use(
        "Ann", "/gift", gift="Rose", to=theatre.id_of("Bea"), message="x" * 141, check=False
    )
    assert refused.reply.ephemeral
    assert "1 over the 140 characters" in refused.reply.text
    assert await coins_of(theatre, "Ann") == 100


async def test_nobody_gifts_themselves_or_a_bot(theatre: Theatre) -> None:
    assert "somebody else" in (await gift(theatre, "Ann", "Rose", to="Ann")).reply.text
    robot = next(user.name for user in theatre.sandbox.world.users.values() if user.bot)
    assert "Bots" in (await gift(theatre, "Ann", "Rose", to=robot)).reply.text
    assert await coins_of(theatre, "Ann") == 100


async def test_only_the_creators_receive_where_the_guild_says_so(theatre: Theatre) -> None:
    world = theatre.sandbox.world
    role = theatre.sandbox.add_role(world.guild, "Stars")
    await set_up(theatre, creator_role=role.id)
    refused = await gift(theatre, "Ann", "Rose")
    assert "receive gifts. Nothing taken: pick one of them." in refused.reply.text
    # What would be refused is not asked about first.
    assert "receive gifts" in (await gift(theatre, "Ann", "Heart", count=9)).reply.text
    theatre.sandbox.set_member_roles(world.guild.members[theatre.id_of("Bea")], role)
    assert "Sent!" in (await gift(theatre, "Ann", "Rose")).reply.text


async def test_a_frozen_member_neither_sends_nor_is_asked(theatre: Theatre) -> None:
    await theatre.grant("Ann", 5_000)
    await theatre.house.writer.submit(
        FreezeMember(
            guild=theatre.guild,
            key="freeze",
            actor=theatre.person("Max"),
            member=theatre.person("Ann"),
            reason="to look into it",
        )
    )
    refused = await gift(theatre, "Ann", "Ferris Wheel")
    assert "frozen" in refused.reply.text


async def test_the_same_interaction_twice_is_charged_once(theatre: Theatre) -> None:
    theatre.sandbox.faults.duplicate(copies=3)
    await gift(theatre, "Ann", "Rose")
    assert await coins_of(theatre, "Ann") == 99
    assert len(await theatre.announced()) == 1


async def test_send_one_sends_the_pressers_own_gift(theatre: Theatre) -> None:
    await gift(theatre, "Ann", "Finger Heart", count=4)
    (thanks,) = await theatre.announced()
    kim = await theatre.stage.person("Kim")
    pressed = await kim.press(thanks, "Send one")
    await pressed.settled()
    assert pressed.reply.ephemeral
    assert "Sent! 🫰 Finger Heart to **Bea**. 95 coins left." in pressed.reply.text
    assert len(await theatre.announced()) == 2


async def test_send_again_is_a_gift_of_its_own_each_time(theatre: Theatre) -> None:
    sent = await gift(theatre, "Ann", "Rose", count=2)
    again = await theatre.press("Ann", sent, "Send again")
    assert "96 coins left" in again.reply.text
    again = await theatre.press("Ann", sent, "Send again")
    assert "94 coins left" in again.reply.text


async def test_without_a_name_the_picker_asks_for_what_is_missing(theatre: Theatre) -> None:
    opened = await theatre.use("Ann", "/gift", message="hello")
    assert opened.reply.ephemeral
    assert "A gift for …" in opened.reply.text
    ann = await theatre.stage.person("Ann")
    send = next(button for button in opened.reply.buttons if button.label == "Send")
    assert send.disabled
    for control, value in (("Which gift?", "Heart"), ("For whom?", theatre.id_of("Bea"))):
        exchange = await ann.pick(opened.reply, value, control=control)
        await exchange.settled()
    await theatre.press("Ann", opened, "×5")
    assert "5 💗 for **Bea** · 50 coins" in opened.reply.text
    sent = await theatre.press("Ann", opened, "Send for 50")
    assert "Sent! 5 💗 to **Bea**. 50 coins left." in sent.reply.text
    (thanks,) = await theatre.announced()
    assert "“hello”" in thanks.text


async def test_the_picker_shows_what_is_affordable_first_and_all_pages(theatre: Theatre) -> None:
    opened = await theatre.use("Ann", "/gift")
    seen: list[str] = []
    while True:
        (gifts, _) = opened.reply.selects
        seen += [choice.label for choice in gifts.choices]
        later = next(button for button in opened.reply.buttons if button.label == "▶")
        if later.disabled:
            break
        await theatre.press("Ann", opened, "▶")
    assert seen[0] == "Rose"
    assert seen[-1] == "Universe"
    assert len(seen) == len(set(seen)) == 43


async def test_the_last_recipient_is_assumed(theatre: Theatre) -> None:
    await gift(theatre, "Ann", "Rose", to="Cleo")
    sent = await theatre.use("Ann", "/gift", gift="Coffee")
    assert "Sent! ☕ Coffee to **Cleo**" in sent.reply.text


async def test_suggestions_show_emoji_name_and_price(theatre: Theatre) -> None:
    ann = await theatre.stage.person("Ann")
    assert ("🌹 Rose · 1", "Rose") in await ann.suggestions("/gift", focused="gift", text="ro")
    every = await ann.suggestions("/gift", focused="gift", text="")
    assert len(every) == 25


async def test_the_menu_of_a_member_sends_what_the_form_says(theatre: Theatre) -> None:
    ann = await theatre.stage.person("Ann")
    opened = await ann.menu("Send a gift", theatre.id_of("Cleo"))
    await opened.answered()
    filled = await ann.fill(opened.modal, {"Gift": "Rose", "How many": "3", "Message": "hi"})
    await filled.settled()
    assert "Sent! 3 🌹 to **Cleo**. 97 coins left." in filled.reply.text
    (*_, thanks) = await theatre.announced(thanked_in(theatre))
    assert "“hi”" in thanks.text


async def test_a_bot_gets_no_gift_however_often_and_whichever_way_it_is_chosen(
    theatre: Theatre,
) -> None:
    ann = await theatre.stage.person("Ann")
    for _ in range(2):
        refused = await gift(theatre, "Ann", "Rose", to="Jukebox")
        assert "Bots hold no coins" in refused.reply.text
        chosen = await ann.menu("Send a gift", theatre.id_of("Jukebox"))
        await chosen.settled()
        assert "Bots hold no coins" in chosen.reply.text
    assert await coins_of(theatre, "Ann") == 100


async def test_who_could_be_sent_nothing_is_told_before_the_form(theatre: Theatre) -> None:
    ann = await theatre.stage.person("Ann")
    chosen = await (await ann.menu("Send a gift", ann)).settled()
    assert "A gift needs somebody else" in chosen.reply.text


async def test_nobody_who_left_gets_a_gift_whichever_way_it_is_sent(theatre: Theatre) -> None:
    sent = await gift(theatre, "Ann", "Rose")
    (thanks,) = await theatre.announced()
    ann = await theatre.stage.person("Ann")
    opened = await (await ann.menu("Send a gift", theatre.id_of("Bea"))).settled()
    theatre.sandbox.remove_member(theatre.sandbox.world.guild.members[theatre.id_of("Bea")])
    for said in (
        await theatre.press("Ann", sent, "Send again"),
        await (await ann.press(thanks, "Send one")).settled(),
        await (await ann.fill(opened.modal, {"Gift": "Rose"})).settled(),
        await (await ann.menu("Send a gift", theatre.id_of("Bea"))).settled(),
    ):
        assert "not on this server any more. Nothing taken" in said.reply.text
    # Without a name, the one who left is no longer assumed.
    assert "🌹 Rose for …" in (await theatre.use("Ann", "/gift", gift="Rose")).reply.text
    assert await coins_of(theatre, "Ann") == 99


async def test_a_button_sends_though_discord_does_not_say_who_is_here(theatre: Theatre) -> None:
    assert theatre.bot is not None
    theatre.bot.attendance = Attendance(theatre.house.clock, patience_seconds=0.05)
    theatre.sandbox.faults.late(3_600, "GUILD_MEMBERS_CHUNK", times=None)
    sent = await gift(theatre, "Ann", "Rose")
    again = await theatre.press("Ann", sent, "Send again")
    assert "Sent! 🌹 Rose to **Bea**. 98 coins left." in again.reply.text


def thanked_in(theatre: Theatre) -> str:
    """Where people stand who went to no other channel."""
    place = theatre.stage.place
    channels = theatre.sandbox.description()["guilds"][0]["channels"]
    return next((channel["name"] for channel in channels if int(channel["id"]) == place), "general")


@pytest.mark.parametrize("count", ["many", "0", "-3", "٣"])
async def test_a_form_with_a_count_that_is_none_takes_nothing(theatre: Theatre, count: str) -> None:
    ann = await theatre.stage.person("Ann")
    opened = await ann.menu("Send a gift", theatre.id_of("Bea"))
    await opened.answered()
    filled = await ann.fill(opened.modal, {"Gift": "Rose", "How many": count[:3], "Message": ""})
    await filled.settled()
    assert "Nothing taken" in filled.reply.text
    assert await coins_of(theatre, "Ann") == 100


@pytest.mark.parametrize(
    "custom_id",
    ["send:1:2:3", "send:x:y:z:1:1:1", "one:", "nonsense", "one:-1", "send:" + "z" * 60],
)
async def test_a_forged_button_is_politely_refused(theatre: Theatre, custom_id: str) -> None:
    await gift(theatre, "Ann", "Rose")
    (thanks,) = await theatre.announced()
    forged = await forge_press(theatre, "Kim", thanks, custom_id)
    assert forged.reply.ephemeral
    assert "Nothing was done" in forged.reply.text


async def test_coins_that_were_given_away_earn_diamonds_that_were_too(theatre: Theatre) -> None:
    await theatre.grant("Ann", 30)
    await set_up(theatre, confirm_coins=0)
    await gift(theatre, "Ann", "Doughnut", count=4)
    balances = await theatre.house.reader.fetch(
        "SELECT currency, balance FROM account WHERE kind = 'wallet' AND balance > 0 ORDER BY 1"
    )
    assert dict(balances) == {
        Currency.COINS: 10,
        Currency.BONUS_DIAMONDS: 500_000,
        Currency.DIAMONDS: 100_000,
    }
