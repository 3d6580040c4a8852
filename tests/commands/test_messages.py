"""Promises about messages that wait for a moderator: nobody else reads them before."""

from typing import Final

import pytest

from bot.controls.messages import HeldPage, JudgeInList, JudgeMessage
from bot.sandbox.people.exchange import Exchange
from bot.sandbox.people.seen import Message
from tests.commands.moderators import force, force_press, gift, last_seq, reverse, set_up
from tests.theatre import Theatre, forge_press

LOG: Final = "ovation-log"
SAID: Final = "you *made* my week"
ESCAPED: Final = r"“you \*made\* my week”"


async def hold(theatre: Theatre, what: str = "all", *, log: bool = True) -> None:
    """Have messages wait for moderators, and laid before them in the log channel."""
    channel = {"log_channel": theatre.channel_id(LOG)} if log else {}
    await set_up(theatre, messages=what, **channel)


async def send(theatre: Theatre, who: str = "Ann", message: str = SAID) -> Exchange:
    """Send a rose with a message."""
    return await theatre.use(who, "/gift", gift="Rose", to=theatre.id_of("Bea"), message=message)


async def laid_before(theatre: Theatre) -> Message:
    """What lies before the moderators in the log."""
    (entry,) = [message for message in await theatre.announced(LOG) if "**, with " in message.text]
    return entry


async def decide(theatre: Theatre, who: str, caption: str) -> Exchange:
    """Press a button of what lies before the moderators in the log."""
    entry = await laid_before(theatre)
    person = await theatre.stage.person(who)
    pressed = await person.press(entry, caption)
    await pressed.settled()
    await theatre.finished()
    return pressed


async def test_a_held_message_is_read_by_nobody_before_it_is_approved(theatre: Theatre) -> None:
    await hold(theatre)
    sent = await send(theatre)
    assert "Your message waits for a moderator" in sent.reply.text
    (thanks,) = await theatre.announced()
    assert thanks.text == "🌹 **Ann** `Lv 1` sends **Bea** a Rose"
    entry = await laid_before(theatre)
    assert "**Ann** to **Bea**, with 🌹 Rose" in entry.text
    assert ESCAPED in entry.text
    told = await theatre.use("Bea", "/history")
    assert "week" not in told.reply.text
    own = await theatre.use("Ann", "/history")
    assert "week" in own.reply.text
    decided = await decide(theatre, "Max", "Approve")
    assert decided.reply.ephemeral
    assert "Approved! The message with" in decided.reply.text
    (thanks,) = await theatre.announced()
    assert thanks.text == f"🌹 **Ann** `Lv 1` sends **Bea** a Rose: {ESCAPED}"
    entry = await laid_before(theatre)
    assert "✓ Approved by **Max**: everybody can read it." in entry.text
    assert [button.label for button in entry.buttons] == ["Look up"]
    assert "week" in (await theatre.use("Bea", "/history")).reply.text
    assert (await theatre.examine()).ok


async def test_a_denied_message_is_deleted_and_the_gift_stands(theatre: Theatre) -> None:
    await hold(theatre)
    await send(theatre)
    seq = await last_seq(theatre)
    assert "Denied!" in (await decide(theatre, "Max", "Deny")).reply.text
    (thanks,) = await theatre.announced()
    assert thanks.text == "🌹 **Ann** `Lv 1` sends **Bea** a Rose"
    entry = await laid_before(theatre)
    assert "✗ Denied by **Max**: it is deleted, the gift stands." in entry.text
    assert "week" not in entry.text
    notes = await theatre.house.reader.fetch("SELECT count(*) FROM note WHERE seq = ?", (seq,))
    assert notes == [(0,)]
    told = await theatre.use("Ann", "/wallet")
    assert f"Max did not approve your message with gift `#{seq}`; the gift stands." in (
        told.reply.text
    )
    listed = await theatre.use("Ann", "/history")
    assert f"message with gift `#{seq}` denied by **Max**" in listed.reply.text
    audit = await theatre.use("Olive", "/mod audit")
    assert f"**Max** denied **Ann**'s message with gift `#{seq}`." in audit.reply.text
    assert (await theatre.examine()).ok


async def test_only_a_first_gifts_message_waits_where_that_is_asked(theatre: Theatre) -> None:
    await hold(theatre, "first")
    assert "waits" in (await send(theatre)).reply.text
    assert "waits" not in (await send(theatre, message="again")).reply.text
    await theatre.announced()
    theatre.clock.advance(10)
    (thanks,) = await theatre.announced()
    assert "“again”" in thanks.text
    assert "week" not in thanks.text


async def test_a_gift_without_a_message_waits_for_nobody(theatre: Theatre) -> None:
    await hold(theatre)
    sent = await theatre.use("Ann", "/gift", gift="Rose", to=theatre.id_of("Bea"))
    assert "waits" not in sent.reply.text
    assert [" to **" in message.text for message in await theatre.announced(LOG)] == [False]


async def test_what_waits_is_listed_also_without_a_log_channel(theatre: Theatre) -> None:
    empty = await theatre.use("Max", "/mod messages")
    assert empty.reply.text.startswith("No message waits.")
    await hold(theatre, log=False)
    for count in range(1, 8):
        await send(theatre, message=f"word {count}")
    listed = await theatre.use("Max", "/mod messages")
    assert "**7 messages wait**, longest first" in listed.reply.text
    assert "“word 1”" in listed.reply.text
    assert "“word 6”" not in listed.reply.text
    await theatre.press("Max", listed, "More ▶")
    assert "“word 7”" in listed.reply.text
    await theatre.press("Max", listed, "Approve")
    assert "Approved!" in listed.reply.text
    assert "**6 messages wait**" in listed.reply.text
    for _ in range(6):
        await theatre.press("Max", listed, "Deny")
    assert "No message waits." in listed.reply.text
    theatre.clock.advance(10)
    (thanks,) = await theatre.announced()
    assert "“word 6”" in thanks.text
    assert "“word 1”" not in thanks.text
    assert (await theatre.examine()).ok


async def test_a_message_is_decided_about_once(theatre: Theatre) -> None:
    await hold(theatre)
    await send(theatre)
    listed = await theatre.use("Max", "/mod messages")
    await decide(theatre, "Olive", "Approve")
    await theatre.press("Max", listed, "Deny")
    assert "somebody decided about it before" in listed.reply.text
    (thanks,) = await theatre.announced()
    assert ESCAPED in thanks.text


@pytest.mark.parametrize("who", ["Ann", "Kim"])
async def test_only_moderators_read_and_decide(theatre: Theatre, who: str) -> None:
    await hold(theatre)
    await send(theatre)
    seq = await last_seq(theatre)
    listed = await force(theatre, who, "/mod messages")
    assert "That's for moderators" in listed.reply.text
    owner = theatre.id_of(who)
    (thanks,) = await theatre.announced()
    for control in (
        JudgeMessage(seq, 1),
        JudgeInList(owner, seq, 1, 0),
        HeldPage("more", owner, 0),
    ):
        said = await forge_press(theatre, who, thanks, control.custom_id)
        assert said.reply.ephemeral
        assert "That's for moderators" in said.reply.text
    assert "week" not in (await theatre.announced())[0].text


async def test_what_lies_before_moderators_survives_a_restart(theatre: Theatre) -> None:
    await hold(theatre)
    await send(theatre)
    entry = await laid_before(theatre)
    listed = await theatre.use("Max", "/mod messages")
    assert "“you" in listed.reply.text
    looked_up = await theatre.stage.person("Max")
    pressed = await looked_up.press(entry, "Look up")
    await pressed.settled()
    assert "They wrote: " in pressed.reply.text


async def test_the_message_with_a_gift_that_was_taken_back_is_dropped(theatre: Theatre) -> None:
    await hold(theatre)
    await send(theatre)
    seq = await last_seq(theatre)
    entry = await laid_before(theatre)
    await reverse(theatre, f"#{seq}")
    (thanks,) = await theatre.announced()
    assert "taken back" in thanks.text
    dropped = await laid_before(theatre)
    assert f"↩️ **Max** reversed the gift (`#{seq + 1}`): the message is deleted" in dropped.text
    assert "week" not in dropped.text
    assert [button.label for button in dropped.buttons] == ["Look up"]
    assert "No message waits" in (await theatre.use("Max", "/mod messages")).reply.text
    late = await force_press(theatre, "Max", entry, JudgeMessage(seq, 1))
    assert f"No message waits with `#{seq}`" in late.reply.text
    assert "or the gift was taken back. Nothing was done." in late.reply.text
    for reader in ("Ann", "Bea"):
        assert "week" not in (await theatre.use(reader, "/history")).reply.text
    assert (await theatre.examine()).ok


async def test_a_moderator_leaves_their_own_message_to_another(theatre: Theatre) -> None:
    await hold(theatre)
    await theatre.grant("Max", 10)
    await send(theatre, "Max")
    seq = await last_seq(theatre)
    for caption in ("Approve", "Deny"):
        said = await decide(theatre, "Max", caption)
        assert said.reply.text == (
            f"You wrote the message with `#{seq}` yourself, so another moderator decides about "
            "it. Nothing was done: it waits on."
        )
    listed = await theatre.use("Max", "/mod messages")
    pressed = await theatre.press("Max", listed, "Approve")
    assert pressed.reply.text.startswith("You wrote the message")
    assert "1 message waits" in pressed.reply.text
    await decide(theatre, "Olive", "Approve")
    assert ESCAPED in (await theatre.announced())[0].text


async def test_a_combo_shows_only_the_words_that_were_approved(theatre: Theatre) -> None:
    await hold(theatre)
    await gift(theatre, "Ann", message="first")
    await gift(theatre, "Ann", message="second")
    listed = await theatre.use("Max", "/mod messages")
    await theatre.press("Max", listed, "Deny")
    await theatre.press("Max", listed, "Approve")
    theatre.clock.advance(10)
    (thanks,) = await theatre.announced()
    assert "“second”" in thanks.text
    assert "“first”" not in thanks.text
