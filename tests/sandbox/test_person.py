"""What one member's client sees and does, alone and against a sandbox with a real bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.sandbox.people.command_index import OptionRefusedError, UnknownCommandError
from bot.sandbox.people.controls import (
    ControlRefusedError,
    filled,
    find_button,
    find_select,
    picked,
)
from bot.sandbox.people.exchange import Exchange, NoAnswerError
from bot.sandbox.people.inbox import EXCHANGES_KEPT, MESSAGES_KEPT_PER_CHANNEL, Inbox
from bot.sandbox.people.listener import ConnectionLostError
from bot.sandbox.people.person import RequestRefusedError, Timeouts
from bot.sandbox.people.seen import Message, Modal
from bot.sandbox.people.stage import Stage
from bot.sandbox.people.waiting import Changes, NothingHappenedError
from bot.sandbox.service.sandbox import Sandbox
from tests.sandbox.conftest import Start
from tests.sandbox.small_bot import small_bot

Json = dict[str, Any]

# What the client knows by itself, without a server.


def raw(message_id: int, **more: Any) -> Json:
    author = {"id": "9", "username": "Ovation", "bot": True}
    return {"id": str(message_id), "channel_id": "10", "content": "x", "author": author, **more}


def begun(inbox: Inbox, *, nonce: str = "n1", source: int | None = None) -> Exchange:
    exchange = Exchange(inbox, "Ann: /wallet", nonce, source, 0.05)
    inbox.begin(exchange)
    return exchange


async def test_a_waiter_is_woken_by_a_change_and_not_before() -> None:
    changes, found = Changes(), list[str]()
    waiter = asyncio.create_task(
        changes.until(lambda: found[0] if found else None, 5, "Ann waits.")
    )
    await asyncio.sleep(0)
    changes.announce()
    assert not waiter.done()
    found.append("here")
    changes.announce()
    assert await waiter == "here"


async def test_a_waiter_is_told_what_did_not_happen() -> None:
    with pytest.raises(NothingHappenedError, match=r"Ann waits\. Nothing came within 0\.01 s\."):
        await Changes().until(lambda: None, 0.01, "Ann waits.")


async def test_a_waiter_gets_the_error_of_its_own_looking() -> None:
    changes, divisors = Changes(), [1]

    def look() -> int | None:
        return None if 1 // divisors[-1] else 0

    waiter = asyncio.create_task(changes.until(look, 5, "Ann waits."))
    await asyncio.sleep(0)
    divisors.append(0)
    changes.announce()
    with pytest.raises(ZeroDivisionError):
        await waiter


async def test_an_exchange_settles_with_its_message_and_follows_edits() -> None:
    inbox = Inbox()
    exchange = begun(inbox)
    with pytest.raises(NoAnswerError, match="none came yet"):
        _ = exchange.reply
    inbox.receive("INTERACTION_SUCCESS", {"id": "500", "nonce": "n1"})
    await exchange.answered()
    with pytest.raises(NothingHappenedError):
        await exchange.settled()
    inbox.receive("MESSAGE_CREATE", raw(1, nonce="n1", flags=128 | 64, content=""))
    assert exchange.reply.loading
    inbox.receive("MESSAGE_UPDATE", raw(1, flags=64, content="97 coins"))
    await exchange.settled()
    assert (exchange.reply.text, exchange.reply.ephemeral) == ("97 coins", True)
    inbox.receive("MESSAGE_UPDATE", {"id": "1", "channel_id": "10", "content": "96 coins"})
    assert exchange.reply.text == "96 coins"


async def test_messages_are_credited_to_the_interaction_that_caused_them() -> None:
    inbox = Inbox()
    exchange = begun(inbox)
    inbox.receive("MESSAGE_CREATE", raw(2, interaction_metadata={"id": "500"}))
    inbox.receive("MESSAGE_CREATE", raw(3, interaction_metadata={"id": "501"}))
    inbox.receive("INTERACTION_CREATE", {"id": "500", "nonce": "n1"})
    await exchange.settled()
    assert [message.id for message in exchange.created] == [2]
    inbox.receive("MESSAGE_DELETE", {"id": "2", "channel_id": "10"})
    assert not exchange.has_reply


async def test_an_edit_of_the_pressed_message_answers_only_after_the_acknowledgement() -> None:
    inbox = Inbox()
    inbox.receive("MESSAGE_CREATE", raw(7))
    exchange = begun(inbox, source=7)
    inbox.receive("MESSAGE_UPDATE", raw(7, content="by somebody else"))
    inbox.receive("INTERACTION_SUCCESS", {"id": "500", "nonce": "n1"})
    with pytest.raises(NothingHappenedError):
        await exchange.settled()
    inbox.receive("MESSAGE_UPDATE", raw(7, content="done"))
    await exchange.settled()
    assert [message.text for message in exchange.updated] == ["done"]
    assert exchange.reply.text == "done"


async def test_a_failure_settles_an_exchange() -> None:
    inbox = Inbox()
    exchange = begun(inbox)
    inbox.receive("INTERACTION_FAILURE", {"nonce": "n1", "reason_code": 2})
    assert (await exchange.settled()).failed
    with pytest.raises(NoAnswerError, match="did not respond"):
        _ = exchange.modal


def test_what_is_kept_is_bounded() -> None:
    inbox = Inbox()
    for number in range(1, MESSAGES_KEPT_PER_CHANNEL + 11):
        inbox.receive("MESSAGE_CREATE", raw(number))
    assert len(inbox.messages(10)) == MESSAGES_KEPT_PER_CHANNEL
    assert inbox.message(1) is None
    first = begun(inbox, nonce="first")
    for number in range(EXCHANGES_KEPT):
        begun(inbox, nonce=str(number))
    inbox.receive("INTERACTION_SUCCESS", {"id": "1", "nonce": "first"})
    assert not first.acknowledged


def test_deletions_in_bulk_are_seen() -> None:
    inbox = Inbox()
    for number in (1, 2, 3):
        inbox.receive("MESSAGE_CREATE", raw(number))
    inbox.receive("MESSAGE_DELETE_BULK", {"ids": ["1", "3", "99"], "channel_id": "10"})
    assert [message.id for message in inbox.messages(10)] == [2]


def test_a_history_that_arrives_late_overwrites_nothing_newer() -> None:
    inbox = Inbox()
    for number in (1, 2):
        inbox.receive("MESSAGE_CREATE", raw(number))
    inbox.receive("MESSAGE_UPDATE", raw(1, content="new", edited_timestamp="2026-01-01T00:00:00"))
    inbox.receive("MESSAGE_DELETE", {"id": "2", "channel_id": "10"})
    for number in (1, 2, 3):
        inbox.load(raw(number, edited_timestamp=None))
    assert [(it.id, it.text) for it in inbox.messages(10)] == [(1, "new"), (3, "x")]


def bearer(*components: Json) -> Message:
    return Message.read(raw(1, components=[{"type": 1, "components": list(components)}]))


def test_a_button_is_found_by_what_stands_on_it() -> None:
    message = bearer(
        {"type": 2, "style": 1, "label": "Send one", "custom_id": "one", "emoji": {"name": "🌹"}},
        {"type": 2, "style": 1, "label": "Send ten", "custom_id": "ten", "disabled": True},
        {"type": 2, "style": 5, "label": "Help", "url": "https://a.b"},
    )
    for caption in ("Send one", "send ONE", "🌹", "🌹 Send one", "one", "send o"):
        assert find_button(message, caption).custom_id == "one"
    for caption, sentence in {
        "send": "There is no button 'send'; did you mean Send ten or Send one?",
        "Send ten": "The button 'Send ten' is disabled.",
        "Help": "The button 'Help' is a link.",
        "xyz": "There is no button 'xyz'; there are Send one, Send ten, Help.",
    }.items():
        with pytest.raises(ControlRefusedError) as caught:
            find_button(message, caption)
        assert str(caught.value) == sentence
    assert find_button(message, "ten", check=False).disabled
    with pytest.raises(ControlRefusedError, match="There is no button here"):
        find_button(bearer(), "x")


def test_a_pick_sends_values_for_labels_and_holds_to_the_counts() -> None:
    options = [{"label": name, "value": name[0]} for name in ("Rose", "Lion")]
    message = bearer({"type": 3, "custom_id": "g", "placeholder": "Gift", "options": options})
    select = find_select(message, None)
    assert picked(select, ["lion"])["values"] == ["L"]
    with pytest.raises(ControlRefusedError, match="Gift takes 1 of its options, not 2"):
        picked(select, ["Rose", "Lion"])
    with pytest.raises(ControlRefusedError, match="There is no option 'Dragon'"):
        picked(select, ["Dragon"])
    assert picked(select, ["Dragon"], check=False)["values"] == ["Dragon"]
    people = bearer({"type": 5, "custom_id": "w", "max_values": 2})
    assert picked(find_select(people, "w"), [1, 2])["values"] == ["1", "2"]


MODAL = Modal.read(
    {
        "id": "7", "custom_id": "send", "title": "Send a gift", "channel_id": "10",
        "components": [
            {"type": 10, "id": 1, "content": "You have 97 coins"},
            {"type": 18, "id": 2, "label": "Gift", "component": {
                "type": 3, "id": 3, "custom_id": "gift", "options": [
                    {"label": "Rose", "value": "1", "default": True},
                    {"label": "Lion", "value": "2"},
                ]}},
            {"type": 18, "id": 4, "label": "Count", "component": {
                "type": 4, "id": 5, "custom_id": "count", "value": "1", "max_length": 3}},
            {"type": 1, "id": 6, "components": [
                {"type": 4, "id": 7, "custom_id": "note", "label": "Note", "required": False}]},
            {"type": 18, "id": 8, "label": "Quietly",
             "component": {"type": 23, "id": 9, "custom_id": "quiet"}},
        ],
    }
)  # fmt: skip


def test_a_filled_modal_keeps_its_shape_and_what_is_prefilled() -> None:
    assert filled(MODAL, {"Count": 3, "note": "hi", "Quietly": True}) == [
        {"type": 10, "id": 1},
        {"type": 18, "id": 2, "component":
            {"type": 3, "id": 3, "custom_id": "gift", "values": ["1"]}},
        {"type": 18, "id": 4, "component":
            {"type": 4, "id": 5, "custom_id": "count", "value": "3"}},
        {"type": 1, "id": 6, "components":
            [{"type": 4, "id": 7, "custom_id": "note", "value": "hi"}]},
        {"type": 18, "id": 8, "component":
            {"type": 23, "id": 9, "custom_id": "quiet", "value": True}},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"count": ""}, "Count must be filled in."),
        ({"count": "1000"}, "Count takes 0 to 3 characters, not 4."),
        ({"Gift": ["Rose", "Lion"]}, "Gift takes 1 of its options, not 2."),
        ({"cuont": "1"}, "There is no field 'cuont'; did you mean Count?"),
    ],
)
def test_a_client_submits_no_modal_that_is_filled_in_wrongly(values: Json, sentence: str) -> None:
    with pytest.raises(ControlRefusedError) as caught:
        filled(MODAL, values)
    assert str(caught.value) == sentence


# Against a sandbox with a bot.


@pytest.fixture
async def stage(sandbox: Sandbox, start: Start) -> AsyncIterator[Stage]:
    await start(small_bot())
    async with Stage(sandbox.description()) as stage:
        stage.go("#gifts")
        yield stage


async def test_a_command_is_answered_in_private(stage: Stage) -> None:
    ann, bea = await stage.person("Ann"), await stage.person("Bea")
    exchange = await ann.use("/gift", gift="Lion", to=bea.id, count=3)
    await exchange.settled()
    assert exchange.reply.text == "3 Lion to Bea"
    assert exchange.reply.ephemeral
    assert exchange.reply.author.name == "Ovation"
    assert bea.messages() == []
    assert stage.last("Ann") is exchange


async def test_option_checks_are_made_here_and_again_by_the_server(stage: Stage) -> None:
    ann = await stage.person("Ann")
    with pytest.raises(OptionRefusedError, match="count must be at most 999"):
        await ann.use("/gift", count=1000)
    with pytest.raises(RequestRefusedError) as caught:
        await ann.use("/gift", count=1000, check=False)
    assert (caught.value.status, caught.value.code) == (400, 50035)


async def test_suggestions_come_from_the_bot(stage: Stage) -> None:
    ann = await stage.person("Ann")
    assert await ann.suggestions("/gift", focused="gift", text="ro") == [("🌹 Rose · 1", "rose")]
    assert len(await ann.suggestions("/gift", focused="gift", count=2)) == 2


async def test_a_deferred_answer_settles_when_it_is_there(stage: Stage) -> None:
    ann = await stage.person("Ann")
    exchange = await ann.use("/slow")
    await exchange.settled()
    assert exchange.reply.text == "At last"
    more = await exchange.shows(lambda message: message.text == "And more")
    assert [message.id for message in exchange.created] == [exchange.reply.id, more.id]


async def test_an_interaction_that_nobody_answers_fails(stage: Stage, sandbox: Sandbox) -> None:
    ann = await stage.person("Ann")
    exchange = await ann.use("/silent")
    await exchange.settled()
    assert exchange.failed
    assert not exchange.has_reply


async def test_a_press_edits_the_message_that_bears_the_button(stage: Stage) -> None:
    ann, kim = await stage.person("Ann"), await stage.person("Kim")
    shown = (await (await ann.use("/controls")).settled()).reply
    assert shown.text == "Press one".replace("one", "**one**")
    assert not shown.ephemeral
    seen = await kim.sees("#gifts", lambda message: bool(message.buttons))
    exchange = await kim.press(seen, "Count")
    await exchange.settled()
    assert exchange.created == ()
    assert exchange.reply.text == "Counted"
    await ann.sees("#gifts", lambda message: message.text == "Counted")


async def test_a_press_can_be_answered_in_private(stage: Stage) -> None:
    ann = await stage.person("Ann")
    shown = (await (await ann.use("/controls")).settled()).reply
    exchange = await (await ann.press(shown, "Tell me")).settled()
    assert (exchange.reply.text, exchange.reply.ephemeral) == ("Only you", True)
    assert exchange.updated == ()


async def test_a_member_is_picked_in_a_select(stage: Stage) -> None:
    ann, bea = await stage.person("Ann"), await stage.person("Bea")
    shown = (await (await ann.use("/controls")).settled()).reply
    exchange = await (await ann.pick(shown, bea.id)).settled()
    assert exchange.reply.text == f"<@{bea.id}>"


async def test_a_modal_opens_from_a_button_and_is_filled_in(stage: Stage) -> None:
    ann = await stage.person("Ann")
    shown = (await (await ann.use("/controls")).settled()).reply
    opened = await (await ann.press(shown, "Form")).settled()
    assert [field.label for field in opened.modal.fields] == ["Gift", "Message"]
    exchange = await ann.fill(opened.modal, {"Gift": "Lion", "Message": "well done"})
    await exchange.settled()
    assert exchange.reply.text == "Lion: well done"


async def test_menus_of_members_and_messages_are_chosen_from(stage: Stage) -> None:
    ann, bea = await stage.person("Ann"), await stage.person("Bea")
    opened = await (await ann.menu("Send a gift", bea)).settled()
    assert opened.modal.title == "For Bea"
    shown = (await (await ann.use("/controls")).settled()).reply
    exchange = await (await ann.menu("Look up this gift", shown)).settled()
    assert exchange.reply.text == f"Message {shown.id}"


async def test_what_a_client_does_not_list_can_be_forged(stage: Stage) -> None:
    ann, max_ = await stage.person("Ann"), await stage.person("Max")
    with pytest.raises(UnknownCommandError):
        await ann.use("/mod freeze", member=max_.id, reason="x")
    command = (await max_.commands()).find("/mod freeze")
    with pytest.raises(RequestRefusedError) as caught:
        await ann.use(command, member=max_.id, reason="x")
    assert caught.value.status == 403
    exchange = await (await max_.use("/mod freeze", member=ann.id, reason="spam")).settled()
    assert exchange.reply.text == "Froze Ann: spam"


async def test_a_raw_interaction_gets_only_what_it_leaves_out(stage: Stage) -> None:
    ann = await stage.person("Ann")
    data = (await ann.commands()).find("/gift").data({"count": 2})
    exchange = await (await ann.forge({"type": 2, "data": data, "nonce": "forged"})).settled()
    assert exchange.nonce == "forged"
    assert exchange.reply.text == "2 Rose to nobody"
    with pytest.raises(RequestRefusedError):
        await ann.forge({"type": 2, "data": data, "session_id": "nobody's"})


async def test_a_channel_can_be_read_and_its_deletions_are_seen(stage: Stage) -> None:
    ann = await stage.person("Ann")
    shown = (await (await ann.use("/vanish", channel="#general")).settled()).reply
    late = await stage.person("Lee")
    assert late.messages("#general") == []
    assert [message.id for message in await late.read("#general")] == [shown.id]
    await ann.use("/gift")
    await late.loses(shown)
    assert late.current(shown) is None


async def test_a_lost_connection_is_resumed_and_nothing_is_missed(
    stage: Stage, sandbox: Sandbox
) -> None:
    ann, kim = await stage.person("Ann"), await stage.person("Kim")
    await kim.read("#gifts")
    sandbox.gateway.cut(sandbox.world.user("Kim"))
    first = (await (await ann.use("/controls")).settled()).reply
    assert await kim.sees("#gifts", lambda message: message.id == first.id)
    sandbox.gateway.invalidate(sandbox.world.user("Kim"))
    second = (await (await ann.use("/controls")).settled()).reply
    assert await kim.sees("#gifts", lambda message: message.id == second.id)
    assert (await (await kim.use("/gift")).settled()).has_reply


async def test_an_outdated_command_is_fetched_again(stage: Stage, sandbox: Sandbox) -> None:
    ann = await stage.person("Ann")
    await ann.commands()
    for command in sandbox.world.application.commands.values():
        command["version"] = str(int(command["version"]) + 1)
    exchange = await (await ann.use("/gift")).settled()
    assert exchange.reply.text == "1 Rose to nobody"


async def test_a_wrong_token_ends_in_a_clear_error(stage: Stage, sandbox: Sandbox) -> None:
    description = sandbox.description()
    description["guilds"][0]["members"][0]["token"] = "wrong"
    name = description["guilds"][0]["members"][0]["name"]
    async with Stage(description) as strangers:
        with pytest.raises(ConnectionLostError, match="closed with 4004"):
            await strangers.person(name)


async def test_a_gateway_that_is_not_there_is_given_up_after_five_attempts() -> None:
    description = {
        "api_url": "http://127.0.0.1:9/api", "gateway_url": "ws://127.0.0.1:9/",
        "application_id": "1",
        "guilds": [{
            "id": "2", "channels": [{"id": "3", "name": "gifts"}], "roles": [],
            "members": [{"id": "4", "name": "Ann", "token": "t", "bot": False}],
        }],
    }  # fmt: skip
    async with Stage(description, timeouts=Timeouts(reconnect_seconds=0.0)) as nowhere:
        with pytest.raises(ConnectionLostError, match=r"127\.0\.0\.1:9"):
            await nowhere.person("Ann")


async def test_members_are_found_by_name_and_bots_have_no_client(stage: Stage) -> None:
    assert "Ovation" not in stage.people
    assert await stage.person("ann") is await stage.person("Ann")
    with pytest.raises(LookupError, match="did you mean Ann"):
        await stage.person("Anna")
