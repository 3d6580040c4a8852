"""Promises of the files that the dashboard hands out: piece by piece, beside everything else."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterable
from typing import Final

import pytest
from aiohttp import web

from bot.live import gift_files
from bot.web.dashboard import statement
from bot.web.dashboard.desk import Desk
from bot.web.dashboard.download import download
from bot.web.dashboard.sections import SECTIONS
from bot.web.dashboard.visit import Section, Visit
from tests.commands.moderators import last_seq
from tests.web.scenery import Scenery
from tests.web.test_statement_section import many_gifts, rows_of

PIECE: Final = b"x" * 100_000


class Endless:
    """A file without an end, and how much of it was made."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.made = 0
        self.ended = asyncio.Event()

    async def file(self, visit: Visit) -> web.StreamResponse:
        """Hand it out."""
        try:
            return await download(visit, "endless.csv", self._pieces(visit))
        finally:
            self.ended.set()

    async def _pieces(self, visit: Visit) -> AsyncIterator[bytes]:
        while True:
            self.made += 1
            yield await visit.desk.write(lambda: PIECE)


async def nothing(visit: Visit) -> web.Response:
    """A page without anything on it."""
    return web.Response()


@pytest.fixture
async def endless(monkeypatch: pytest.MonkeyPatch) -> Endless:
    """A file that no real page has, in a section of their own."""
    endless = Endless()
    section = Section(
        path="endless",
        title=lambda words: "endless",
        show=nothing,
        files={"endless.csv": endless.file},
    )
    monkeypatch.setattr("bot.web.site.SECTIONS", (*SECTIONS, section))
    return endless


async def test_a_reader_who_goes_away_ends_the_work(endless: Endless, site: Scenery) -> None:
    async with site.signed_in("Bea") as bea:
        answer = await bea.get(site.path("endless", "endless.csv"))
        assert await answer.content.readexactly(10)
        answer.close()
        await endless.ended.wait()
        made = endless.made
        assert await bea.read(site.path("statement"))
        assert endless.made == made


async def test_a_reader_who_does_not_read_is_not_written_for(
    endless: Endless, site: Scenery
) -> None:
    async with site.signed_in("Bea") as bea, site.stranger() as other:
        answer = await bea.get(site.path("endless", "endless.csv"))
        made = -1
        # What the system and the client hold for somebody is bounded, whenever it is full.
        while made != endless.made:
            made = endless.made
            for _ in range(20):
                await other.read("/enter")
        assert made * len(PIECE) < 100_000_000
        answer.close()
        await endless.ended.wait()


async def test_pieces_of_all_files_are_written_one_at_a_time_beside_the_loop() -> None:
    desk, writing, threads = Desk(), threading.Lock(), set[str]()

    def piece() -> bytes:
        threads.add(threading.current_thread().name)
        assert writing.acquire(blocking=False), "two at a time"
        writing.release()
        return b"done"

    async with desk.running():
        assert set(await asyncio.gather(*(desk.write(piece) for _ in range(50)))) == {b"done"}
    assert len(threads) == 1
    assert threading.current_thread().name not in threads


async def test_a_statement_of_many_pieces_has_each_line_once(
    site: Scenery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statement, "LINES_PER_PIECE", 10)
    gifts = await many_gifts(site.theatre, 40)
    async with site.signed_in("Bea") as bea:
        written = await bea.read(site.path("statement", "statement.csv"))
    numbers = [int(row[0]) for row in rows_of(written)]
    assert [number for number in numbers if number in gifts] == gifts
    assert len(numbers) == len(set(numbers))


async def test_the_gifts_of_a_show_are_written_at_the_desk_piece_by_piece(
    site: Scenery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gift_files, "LINES_PER_PIECE", 10)
    pieces: list[tuple[str, int]] = []
    write = gift_files.lines

    def noted(rows: Iterable[Iterable[str]]) -> bytes:
        written = [*rows]
        pieces.append((threading.current_thread().name, len(written)))
        return write(written)

    await site.theatre.use("Bea", "/live start", title="one")
    show = await last_seq(site.theatre)
    gifts = await many_gifts(site.theatre, 25)
    monkeypatch.setattr(gift_files, "lines", noted)
    async with site.signed_in("Bea") as bea:
        written = await bea.read(f"{site.path('shows', 'gifts.csv')}?show={show}")
    assert [int(row[0]) for row in rows_of(written)] == gifts
    assert [number for name, number in pieces if name.startswith("desk")] == [10, 10, 5]
