"""What happens around every command: slow books, lost answers, faults of ours, forged rights."""

import asyncio
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands

from bot import conversation
from bot.controls.fairness import AskForcing, DecideForcing
from bot.controls.moderation import AskReversal, AuditPage
from bot.controls.payouts import AskPayment, AskRejection
from bot.controls.shop import DeclineInList, DeclineInLog
from bot.conversation import DEFER_AFTER_SECONDS
from bot.ledger.outcomes import GiftSent
from bot.sandbox.service import interactions
from bot.sandbox.service.interactions import ANSWER_SECONDS
from bot.storage.database import Query, Row, StorageFailed
from bot.storage.sqlite import SqliteReader
from tests.commands.moderators import gift
from tests.storage.faults import locked
from tests.theatre import Theatre, coins_of, forge_press, open_theatre
from tests.waiting import until

CALLBACK = "/interactions/*/callback"


@pytest.fixture
def soon_deferred(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the bot soon say that an answer takes longer."""
    monkeypatch.setattr(conversation, "DEFER_AFTER_SECONDS", 0.05)


def test_there_is_as_much_time_after_a_deferral_as_before_it() -> None:
    assert DEFER_AFTER_SECONDS <= ANSWER_SECONDS / 2


@pytest.mark.usefixtures("soon_deferred")
async def test_a_slow_answer_is_announced_in_time_and_given_later(theatre: Theatre) -> None:
    await theatre.use("Ann", "/wallet")
    ann = await theatre.stage.person("Ann")
    async with slow_books(theatre):
        sent = await ann.use("/gift", gift="Rose", to=theatre.id_of("Bea"), channel="gifts")
        await sent.answered()
        assert sent.reply.loading
    await sent.settled()
    assert "Sent! 🌹 Rose to **Bea**. 99 coins left." in sent.reply.text
    assert sent.reply.ephemeral


def slow_books(theatre: Theatre) -> AbstractAsyncContextManager[None]:
    """Have the writer wait, as only somebody else's lock on the file really makes it."""
    return locked(Path(theatre.settings.database_url.removeprefix("sqlite:///")))


@pytest.mark.usefixtures("soon_deferred")
async def test_an_answer_arrives_although_nobody_said_that_its_deferral_did(
    theatre: Theatre,
) -> None:
    await theatre.use("Ann", "/wallet")
    ann = await theatre.stage.person("Ann")
    theatre.sandbox.faults.reset(CALLBACK, after_effect=True)
    async with slow_books(theatre):
        sent = await ann.use("/gift", gift="Rose", to=theatre.id_of("Bea"), channel="gifts")
        await sent.answered()
        assert sent.reply.loading
    await sent.settled()
    assert "Sent!" in sent.reply.text


@pytest.mark.usefixtures("soon_deferred")
async def test_a_form_that_comes_too_late_is_answered_in_words(theatre: Theatre) -> None:
    ann = await theatre.stage.person("Ann")
    async with slow_books(theatre):
        opened = await ann.menu("Send a gift", theatre.id_of("Bea"))
        await opened.answered()
    await opened.settled()
    assert "try again" in opened.reply.text
    again = await ann.menu("Send a gift", theatre.id_of("Bea"))
    await again.answered()
    assert again.modal


@contextmanager
def shut_books() -> Iterator[None]:
    """Have nobody read anything, as where the disk is busy, and whoever waits go on afterwards."""
    opened = asyncio.Event()
    fetch, fetch_each = SqliteReader.fetch, SqliteReader.fetch_each

    async def later(self: SqliteReader, sql: str, parameters: Row = ()) -> list[Row]:
        await opened.wait()
        return await fetch(self, sql, parameters)

    async def each_later(self: SqliteReader, queries: Sequence[Query]) -> list[list[Row]]:
        await opened.wait()
        return await fetch_each(self, queries)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SqliteReader, "fetch", later)
        patch.setattr(SqliteReader, "fetch_each", each_later)
        yield
    opened.set()


async def test_what_takes_long_to_read_is_announced_in_time_also_before_forms_and_notices(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    seq = await gift(theatre)
    (thanks,) = await theatre.announced()
    await theatre.use("Max", "/wallet")
    max_id = theatre.id_of("Max")
    # However busy the machine is: without a deferral, no answer would ever come here.
    monkeypatch.setattr(interactions, "ANSWER_SECONDS", 3_000.0)
    monkeypatch.setattr(conversation, "DEFER_AFTER_SECONDS", 0.01)
    pressed = (
        AskReversal(max_id, seq),
        AskForcing(max_id, seq),
        DecideForcing(seq),
        AskRejection(max_id, seq, 0),
        AskPayment(max_id, seq, 0),
        DeclineInList(max_id, seq, 0),
        DeclineInLog(seq),
        AuditPage("of", max_id, 1),
    )
    max_ = await theatre.stage.person("Max")
    theatre.sandbox.world.trusting = True
    for control in pressed:
        place = {"channel_id": str(thanks.channel_id), "message_id": str(thanks.id)}
        data = {"component_type": 2, "custom_id": control.custom_id}
        with shut_books():
            said = await max_.forge(
                {"type": 3, "message_flags": thanks.flags, "data": data} | place
            )
            await said.answered()
        await said.settled()
        assert not said.failed, control
    bot = theatre.bot
    assert bot is not None
    for command, options in (("/mod reverse", {"gift": f"#{seq}"}), ("/shop show", {"amount": 65})):
        # What somebody is being told meanwhile stands on no second answer.
        await until(lambda: not bot.being_told)
        await theatre.grant("Max", 5)
        with shut_books():
            said = await max_.use(command, options, channel="gifts")
            await said.answered()
            assert said.reply.loading
        await said.settled()
        assert "gave you 5 coins" in said.reply.text


async def test_notices_that_cannot_be_read_keep_nobody_from_their_answer(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    await theatre.use("Ann", "/wallet")
    await theatre.grant("Ann", 5)

    async def unreadable(*_: object) -> None:
        raise StorageFailed("disk I/O error")

    with monkeypatch.context() as broken:
        broken.setattr(conversation, "notices", unreadable)
        sent = await theatre.use("Ann", "/gift", gift="Rose", to=theatre.id_of("Bea"))
        assert "Sent!" in sent.reply.text
    # What was not told is told next time.
    assert "gave you 5 coins" in (await theatre.use("Ann", "/wallet")).reply.text


@pytest.mark.usefixtures("soon_deferred")
async def test_whoever_asked_before_a_stop_is_answered(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await theatre.use("Ann", "/wallet")
            ann = await theatre.stage.person("Ann")
            async with slow_books(theatre):
                sent = await ann.use("/gift", gift="Rose", to=theatre.id_of("Bea"), channel="gifts")
                await sent.answered()
        assert "Sent!" in sent.reply.text


@pytest.mark.parametrize("after_effect", [False, True])
async def test_a_lost_answer_neither_undoes_nor_repeats_a_gift(
    theatre: Theatre, *, after_effect: bool
) -> None:
    await theatre.use("Ann", "/wallet")
    theatre.sandbox.faults.reset(CALLBACK, after_effect=after_effect)
    ann = await theatre.stage.person("Ann")
    await ann.use("/gift", gift="Rose", to=theatre.id_of("Bea"), channel="gifts")
    await ann.sees("gifts", lambda message: "Rose" in message.text and not message.ephemeral)
    assert await coins_of(theatre, "Ann") == 99
    assert len(await theatre.announced()) == 1


async def test_a_full_disk_takes_nothing_and_reads_go_on(theatre: Theatre) -> None:
    await theatre.use("Ann", "/wallet")
    keeper = theatre.house.database.keeper
    ((pages,),) = await keeper.fetch("PRAGMA page_count")
    await keeper.fetch(f"PRAGMA max_page_count = {pages}")
    refused = await fill_up(theatre)
    assert "can't be written" in refused
    assert "coins" in (await theatre.use("Ann", "/wallet")).reply.text
    await keeper.fetch("PRAGMA max_page_count = 1000000")
    sent = await theatre.use("Ann", "/gift", gift="Rose", to=theatre.id_of("Bea"))
    assert "Sent!" in sent.reply.text
    assert (await theatre.examine()).ok


async def fill_up(theatre: Theatre) -> str:
    """Send gifts until one is not taken; what is said then."""
    await theatre.use("Kim", "/wallet")
    for _ in range(90):
        said = await theatre.use(
            "Kim", "/gift", gift="Rose", to=theatre.id_of("Bea"), message="x" * 140
        )
        if "Sent!" not in said.reply.text and "Almost" not in said.reply.text:
            return said.reply.text
    raise AssertionError("the file took ninety gifts without a new page")


async def test_a_fault_of_ours_is_one_sentence_with_a_reference_and_the_bot_goes_on(
    theatre: Theatre, caplog: pytest.LogCaptureFixture
) -> None:
    assert theatre.bot is not None

    @app_commands.command(name="broken", description="A command with a fault")
    async def broken(interaction: discord.Interaction[Any]) -> None:
        raise ZeroDivisionError("a fault of ours")

    theatre.bot.tree.add_command(broken)
    await theatre.bot.tree.sync()
    with caplog.at_level(logging.ERROR):
        said = await theatre.use("Ann", "/broken")
    assert said.reply.ephemeral
    match = re.search(r"mention `([2-9A-Z]{4})`", said.reply.text)
    assert match
    assert (
        "99 coins left"
        in (await theatre.use("Ann", "/gift", gift="Rose", to=theatre.id_of("Bea"))).reply.text
    )


async def test_a_command_of_another_day_is_answered_and_not_left_hanging(theatre: Theatre) -> None:
    """A command that Discord still lists although this bot no longer has it."""
    assert theatre.bot is not None
    theatre.bot.tree.remove_command("wallet")
    said = await theatre.use("Ann", "/wallet")
    assert said.reply.ephemeral


async def test_the_key_of_an_interaction_is_its_id(theatre: Theatre) -> None:
    await theatre.use("Ann", "/gift", gift="Rose", to=theatre.id_of("Bea"))
    rows = await theatre.house.reader.fetch(
        "SELECT key FROM request JOIN operation USING (guild, seq) WHERE kind = ?", (GiftSent.kind,)
    )
    assert all(re.fullmatch(r"\d{17,20}", key) for (key,) in rows)


async def test_a_confirmation_outlives_a_restart_and_is_charged_once(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await theatre.grant("Ann", 10_000)
            asked = await theatre.use("Ann", "/gift", gift="Champion", to=theatre.id_of("Bea"))
            button = asked.reply.buttons[0].custom_id
        async with theatre.bot_running():
            sent = await theatre.press("Ann", asked, "Send for 1,500")
            assert "8,600 coins left" in sent.reply.text
        async with theatre.bot_running():
            again = await forge_press(theatre, "Ann", asked.reply, button)
            assert "8,600 coins left" in again.reply.text
            assert await coins_of(theatre, "Ann") == 8_600


async def test_a_message_that_a_restart_forgot_is_not_silently_left_out(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await theatre.grant("Ann", 10_000)
            asked = await theatre.use(
                "Ann", "/gift", gift="Champion", to=theatre.id_of("Bea"), message="for you"
            )
        async with theatre.bot_running():
            said = await theatre.press("Ann", asked, "Send for 1,500")
            assert "message" in said.reply.text
            assert await coins_of(theatre, "Ann") == 10_100
