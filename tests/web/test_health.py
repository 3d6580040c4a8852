"""How the bot says that it is: in a word to everybody, in figures to this machine alone."""

import asyncio
import itertools
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.gateway import DiscordGateway
from bot.ledger.books import CHANNEL_SINK, Acknowledgement, Books, Gift, GuildBook
from bot.ledger.money import Currency
from bot.ledger.outcomes import Busy
from bot.ledger.requests.live import HoldThanks
from bot.storage import writer as writer_module
from bot.storage.database import Row, StorageFailed
from bot.storage.deliveries import unshown
from bot.storage.sqlite import SqliteReader
from bot.web import counting, health
from bot.web.counting import Counting
from bot.web.health import Health
from bot.web.measures import Measures
from bot.web.server import WebServer
from tests.live.scenery import send, thanked
from tests.storage.faults import locked
from tests.theatre import Theatre
from tests.web.serving import Answer, ask, serving

PUBLIC = "https://gifts.example.com"
AWHILE_SECONDS = 60.0


@dataclass
class Wire:
    """A connection to Discord that a test can cut."""

    is_connected: bool = True
    latency_seconds: float | None = 0.04


@asynccontextmanager
async def watched(theatre: Theatre, wire: Wire) -> AsyncIterator[WebServer]:
    """How the theatre's bot is, told at a public name too, with a connection of the test's own."""
    async with serving(public_url=PUBLIC) as server:
        told = Health(theatre.house, wire, Measures(), lambda: 0, server)
        async with serving(*told.routes(), public_url=PUBLIC) as telling:
            server.address = telling.address
            yield telling


def read(answer: Answer) -> dict[str, Any]:
    """What it says."""
    assert answer.headers["content-type"].startswith("application/json")
    told: dict[str, Any] = orjson.loads(answer.body)
    return told


def site_of(theatre: Theatre) -> WebServer:
    """The bot's own server."""
    assert theatre.bot is not None
    return theatre.bot.site.server


async def figures(theatre: Theatre) -> dict[str, float]:
    """What Prometheus reads, by name with labels."""
    answer = await ask(site_of(theatre), "/metrics")
    assert answer.status == 200
    lines = re.findall(r"^(\w+(?:\{.*\})?) (\S+)$", answer.text, re.MULTILINE)
    return {name: float(value) for name, value in lines}


# /healthz


async def test_a_bot_that_is_well_says_so_with_everything_that_matters(theatre: Theatre) -> None:
    answer = await ask(site_of(theatre), "/healthz")
    assert answer.status == 200
    told = read(answer)
    assert told["ok"] is True
    assert told["process"]["up_seconds"] >= 0
    assert told["gateway"]["connected"] is True
    assert told["writer"] == {"waiting": 0, "lag_seconds": 0.0}
    assert told["outbox"] == {"waiting": 0, "oldest_seconds": None}


async def test_by_the_public_name_it_says_one_word_and_gives_no_figures(theatre: Theatre) -> None:
    async with watched(theatre, Wire()) as server:
        answer = await ask(server, "/healthz", host="gifts.example.com")
        assert (answer.status, read(answer)) == (200, {"ok": True})
        assert (await ask(server, "/metrics", host="gifts.example.com")).status == 404


async def test_a_proxy_tells_nobody_more_whichever_name_they_say(theatre: Theatre) -> None:
    async with watched(theatre, Wire()) as server:
        answer = await ask(server, "/healthz", x_forwarded_for="198.51.100.4")
        assert read(answer) == {"ok": True}
        assert (await ask(server, "/metrics", x_forwarded_for="198.51.100.4")).status == 404
        assert "gateway" in read(await ask(server, "/healthz", x_forwarded_for="127.0.0.1"))


async def test_without_discord_it_is_not_well(theatre: Theatre) -> None:
    async with watched(theatre, Wire(is_connected=False, latency_seconds=None)) as server:
        answer = await ask(server, "/healthz")
        assert answer.status == 503
        told = read(answer)
        assert (told["ok"], told["gateway"]["connected"]) == (False, False)
        by_name = await ask(server, "/healthz", host="gifts.example.com")
        assert (by_name.status, read(by_name)) == (503, {"ok": False})


async def test_the_connection_to_discord_is_known_to_be_gone_and_back(theatre: Theatre) -> None:
    assert theatre.bot is not None
    gateway = DiscordGateway(theatre.bot)
    gone = asyncio.create_task(theatre.bot.wait_for("shard_disconnect", timeout=AWHILE_SECONDS))
    back = asyncio.create_task(theatre.bot.wait_for("shard_connect", timeout=AWHILE_SECONDS))
    await asyncio.sleep(0)
    (session,) = theatre.sandbox.gateway.sessions_of(theatre.sandbox.world.bot)
    assert session.connection is not None
    await session.connection.socket.close(code=4000)
    await gone
    assert not gateway.is_connected
    await back
    assert gateway.is_connected


async def test_a_writer_that_stands_still_is_not_well_and_is_well_again_afterwards(
    theatre: Theatre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "MOST_LAG_SECONDS", 0.05)
    server = site_of(theatre)
    await theatre.grant("Ann", 100)
    await theatre.announced()
    async with locked(tmp_path / "books.db"):
        waiting = asyncio.create_task(send(theatre, "late"))
        async with asyncio.timeout(AWHILE_SECONDS):
            while (answer := await ask(server, "/healthz")).status == 200:
                pass
        told = read(answer)
        assert answer.status == 503
        assert told["writer"]["lag_seconds"] > 0.05
        assert told["gateway"]["connected"] is True
        assert (await figures(theatre))["ovation_writer_lag_seconds"] > 0.05
    await waiting
    await theatre.announced()
    assert (await ask(server, "/healthz")).status == 200


async def test_books_that_do_not_answer_are_not_well_and_hold_nobody_up(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "READING_SECONDS", 0.05)

    async def wait(_: SqliteReader, sql: str, parameters: Row = ()) -> list[Row]:
        await asyncio.Event().wait()
        return []

    async def fail(_: SqliteReader, sql: str, parameters: Row = ()) -> list[Row]:
        raise StorageFailed("the disk is gone")

    for trouble in (wait, fail):
        monkeypatch.setattr(SqliteReader, "fetch", trouble)
        answer = await ask(site_of(theatre), "/healthz")
        assert (answer.status, read(answer)["outbox"]) == (503, None)
        assert (await ask(site_of(theatre), "/metrics")).status == 200


async def test_a_thank_you_that_waits_is_told_and_no_illness(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    await theatre.announced()
    theatre.sandbox.faults.server_error("/channels/*/messages", "POST", times=None)
    await send(theatre, "unsaid")
    theatre.clock.advance(30)
    answer = await ask(site_of(theatre), "/healthz")
    told = read(answer)
    assert answer.status == 200
    assert told["outbox"]["waiting"] == 1
    assert told["outbox"]["oldest_seconds"] >= 30
    measured = await figures(theatre)
    assert measured["ovation_outbox_waiting"] == 1
    assert measured["ovation_outbox_oldest_seconds"] >= 30
    theatre.sandbox.faults.clear()
    assert theatre.bot is not None
    theatre.bot.announcer.wake(theatre.guild)
    await thanked(theatre)
    assert (await unshown(theatre.house.reader)).waiting == 0


async def test_what_a_creator_holds_back_does_not_count_as_late(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    await theatre.announced()
    await hold(theatre, on=True)
    await send(theatre, "held back", to="Bea")
    assert read(await ask(site_of(theatre), "/healthz"))["outbox"]["waiting"] == 0
    await hold(theatre, on=False)
    await thanked(theatre)
    measured = await figures(theatre)
    assert measured["ovation_gifts_total"] == 1
    assert measured["ovation_acknowledgement_seconds_count"] == 0


async def hold(theatre: Theatre, *, on: bool) -> None:
    """Have Bea hold her thank-yous back, or let them go."""
    bea = theatre.person("Bea")
    await theatre.house.writer.submit(
        HoldThanks(guild=theatre.guild, key=f"hold {on}", actor=bea, creator=bea, on=on)
    )


# /metrics


async def test_an_evening_is_measured_and_nobody_is_named(theatre: Theatre) -> None:
    bea = theatre.id_of("Bea")
    assert (await theatre.use("Ann", "wallet")).has_reply
    await theatre.use("Ann", "gift", gift="Rose", to=bea, count=3)
    await theatre.use("Ann", "gift", gift="Rose", to=bea)
    await theatre.use("Kim", "gift", gift="Lion", to=bea)
    await theatre.announced()
    text = (await ask(site_of(theatre), "/metrics")).text
    measured = await figures(theatre)
    assert measured["ovation_gifts_total"] == 2
    assert measured["ovation_coins_total"] == 4
    assert measured['ovation_refusals_total{kind="insufficient-coins"}'] == 1
    assert measured['ovation_commands_total{command="gift"}'] == 3
    assert measured['ovation_commands_total{command="wallet"}'] == 1
    # The second gift counts the combo of the first one up.
    assert measured["ovation_acknowledgement_seconds_count"] == 1
    assert 0 < measured["ovation_acknowledgement_seconds_sum"] < AWHILE_SECONDS
    batches = measured["ovation_writer_batch_requests_count"]
    assert batches == measured["ovation_writer_batch_seconds_count"] > 3
    assert measured["ovation_writer_batch_requests_sum"] >= batches
    assert measured["ovation_writer_batch_seconds_sum"] > 0
    assert measured["ovation_writer_waiting"] == 0
    assert measured["ovation_outbox_waiting"] == 0
    assert measured["ovation_overlay_clients"] == 0
    assert measured["ovation_gateway_connected"] == 1
    assert measured["ovation_interaction_errors_total"] == 0
    assert measured["ovation_page_errors_total"] == 0
    for secret in ("Ann", "Bea", str(theatre.guild), str(theatre.id_of("Ann"))):
        assert secret not in text


async def test_a_command_that_breaks_is_measured(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise ValueError("a fault of ours")

    monkeypatch.setattr("bot.conversation.Conversation.wallet", fail)
    assert "mention" in (await theatre.use("Ann", "wallet")).reply.text
    assert (await figures(theatre))["ovation_interaction_errors_total"] == 1


async def test_whom_the_writer_turned_away_is_measured_once(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "MOST_WAITING", 0)
    for _ in range(2):
        assert isinstance(await theatre.submit_adjustment("Ann", 1, Currency.COINS, "Olive"), Busy)
    name = 'ovation_writer_turned_away_total{kind="busy"}'
    assert (await figures(theatre))[name] == 2
    assert (await figures(theatre))[name] == 2


def test_gifts_that_no_message_ever_comes_for_do_not_fill_the_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counting, "MOST_UNSHOWN", 2)
    measures, now = Measures(), itertools.count()
    told = Counting(measures, set(), lambda: float(next(now)))
    for seq in (1, 2, 3):
        told.committed(Books([book_with(seq, shown=0)]))
    for seq in (1, 2, 3):
        told.committed(Books([book_with(seq, shown=1)]))
    # The first was forgotten; the other two waited for three commits each.
    assert sum(measures.acknowledgements.counts) == 2
    assert measures.acknowledgements.total == 6


def book_with(seq: int, *, shown: int) -> GuildBook:
    """Books in which a gift was entered, or its message marked as shown."""
    book = GuildBook(1, 0)
    if not shown:
        gift = Gift(seq, 1, 2, 1, "Rose", "🌹", 1, 1, 1, 0, 5_000, 7, 0, "2026-01-01")
        book.changes.gifts.append(gift)
    book.announce(Acknowledgement(seq, CHANNEL_SINK, 1, 7, shown=shown))
    return book
