"""The show, and the prompt after it, on the stage of the real bot."""

import asyncio
import re
import sqlite3
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from io import StringIO
from pathlib import Path

from aiohttp import ClientSession
from pydantic import SecretStr
from rich.console import Console

from bot.demo import SHOW, Playing, open_stage
from bot.sandbox.people.prompt import Prompt
from bot.settings import Settings
from tests.theatre import Theatre
from tests.waiting import PATIENCE_SECONDS


@asynccontextmanager
async def show() -> AsyncIterator[tuple[Playing, StringIO]]:
    """The stage of the show before its first line, and what it prints."""
    out = StringIO()
    console = Console(file=out, width=200, color_system=None)
    with tempfile.TemporaryDirectory() as folder:
        async with open_stage(Settings(discord_token=SecretStr("")), console) as playing:
            playing.pictures = Path(folder)
            yield playing, out


def wrong(out: StringIO) -> list[str]:
    """What the show said of itself that was not as it should be."""
    return [line for line in out.getvalue().splitlines() if line.startswith("✗")]


def tamper(path: str) -> None:
    """Have the books of a guild begin with what nobody entered."""
    with closing(sqlite3.connect(path)) as books, books:
        books.execute("INSERT INTO guild VALUES (1, 5, 0, 0)")


async def test_a_show_that_goes_as_it_should_goes_well() -> None:
    async with show() as (playing, out):
        assert await playing.goes_well()
        assert playing.pictures is not None
        (picture,) = playing.pictures.iterdir()
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert picture.name in out.getvalue()
    assert wrong(out) == []


async def test_a_gift_given_in_the_sandbox_appears_on_the_overlay_beside_it() -> None:
    async with show() as (playing, _), ClientSession() as session:
        assert await playing.show_overlay()
        address, _, secret = (playing.sandbox.page.overlay or "").partition("#")
        async with session.get(address) as page:
            origin = playing.sandbox.page_url.rstrip("/")
            policy = page.headers["Content-Security-Policy"]
            assert f"frame-ancestors 'self' {origin}" in policy
        headers = {"Authorization": f"Bearer {secret}"}
        where = address.partition("?")[0]
        async with session.get(f"{where}/stream", headers=headers) as stream:
            ann = await playing.stage.person("Ann")
            bea = playing.stage.names.member("Bea")
            await (await ann.use("/gift", gift="Rose", to=bea, channel="gifts")).settled()
            async with asyncio.timeout(PATIENCE_SECONDS):
                while b'"sender":"Ann"' not in await stream.content.readline():
                    pass


async def test_what_the_show_turns_on_is_as_late_for_whoever_looks_at_it() -> None:
    async with show() as (playing, out):
        assert await playing.goes_well()
        begun = len(out.getvalue())
        await playing.prompt.perform("Ann: /shop show")
        await playing.prompt.perform("Ann: pick 65")
        await playing.prompt.perform("Ann: press Ask for it")
        await playing.prompt.perform("Ann: /shop show")
        shown = out.getvalue()[begun:]
        async with ClientSession() as session:
            world = await (await session.get(f"{playing.sandbox.page_url}page/world.json")).json()
        assert abs(world["now"] * 1000 - playing.clock()) < 60_000 / 2
    # What was asked for a moment ago is not to come in a minute.
    assert re.search(r"asked \d+ seconds? ago", shown)
    assert "in 5" not in shown


async def test_discord_sells_the_usual_packs_beside_the_show() -> None:
    async with show() as (playing, out):
        playing.stage.go("gifts")
        await playing.prompt.watch()
        sold = playing.sandbox.world.application.skus.values()
        assert [sku.name for sku in sold][:2] == ["65 coins", "330 coins"]
        sku = next(iter(sold)).id
        await playing.prompt.perform('Max: /setup shop paid:"Discord sells"')
        await playing.prompt.perform(f"Max: /setup pack edit pack:65 sku:{sku}")
        await playing.prompt.perform("Ann: /shop show")
        assert "[ 🛍 65 coins · 0.99 USD ]" in out.getvalue()
    assert wrong(out) == []


async def test_an_answer_that_never_comes_is_a_show_gone_wrong() -> None:
    async with show() as (playing, out):
        playing.sandbox.faults.reset("/interactions/*/callback", "POST")
        assert not await playing.goes_well()
    assert f"✗ this should say: {SHOW[0].expects}" in wrong(out)
    assert "The books balance." in out.getvalue()


async def test_another_answer_than_the_one_that_is_due_is_a_show_gone_wrong() -> None:
    async with show() as (playing, out):
        await playing.prompt.perform("Ann: /gift Rose to:Bea")
        assert not await playing.goes_well()
    assert f"✗ this should say: {SHOW[0].expects}" in wrong(out)
    assert "The books balance." in out.getvalue()


async def test_a_command_that_cannot_be_typed_is_a_show_gone_wrong() -> None:
    async with show() as (playing, out):
        bea = playing.sandbox.world.user("Bea")
        playing.sandbox.remove_member(playing.sandbox.world.guild.members[bea.id])
        assert not await playing.goes_well()
    assert any("this should say" in line for line in wrong(out))


async def test_a_thank_you_that_never_comes_is_a_show_gone_wrong() -> None:
    async with show() as (playing, out):
        playing.patience_seconds = 0.1
        playing.sandbox.faults.server_error("/channels/*/messages", "POST", status=503, times=None)
        assert not await playing.goes_well()
    assert "✗ what is to be shown in the channel did not come" in wrong(out)


async def test_books_that_do_not_balance_are_a_show_gone_wrong() -> None:
    async with show() as (playing, out):
        rows = await playing.bot.house.reader.fetch("SELECT file FROM pragma_database_list")
        await asyncio.to_thread(tamper, rows[0][0])
        assert not await playing.goes_well()
    assert "The books do not balance." in out.getvalue()
    assert not any("this should say" in line for line in wrong(out))


async def test_a_pick_goes_to_the_menu_that_offers_it(theatre: Theatre) -> None:
    out = StringIO()
    prompt = Prompt(theatre.stage, Console(file=out, width=100, color_system=None))
    await prompt.perform("channel #gifts")
    await prompt.perform("Ann: /gift count:5")
    await prompt.perform("Ann: pick Coffee")
    assert "5 ☕ for … · 5 coins" in out.getvalue()
    await prompt.perform("Ann: pick Bea")
    await prompt.perform("Ann: press Send")
    assert "Sent! 5 ☕ to Bea" in out.getvalue()
