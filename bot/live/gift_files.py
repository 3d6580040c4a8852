"""Writes every gift of a show into CSV files, which a spreadsheet opens and cannot be harmed by."""

import asyncio
import csv
import io
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bot.ledger.money import UNITS_PER_DIAMOND
from bot.storage.database import Reader
from bot.storage.recaps import GiftLine, gifts_of
from bot.storage.shows import ShowView
from bot.words import Words
from bot.words.grammar import visible

MOST_BYTES: Final = 10 * 1024 * 1024
"""What one file may be: Discord takes 10 MiB of whoever pays nothing (its reference, "Uploading
Files")."""
MOST_FILES: Final = 10

Write = Callable[[Callable[[], bytes]], Awaitable[bytes]]
"""Has a piece of a file written somewhere beside the event loop."""
LINES_PER_PIECE: Final = 250
"""So many are written in a few milliseconds: no longer does anything else wait for its turn."""

MARK: Final = b"\xef\xbb\xbf"
"""What tells spreadsheets that a file is UTF-8."""
_COMMAND: Final = re.compile(r"(^|;)(?=\s*[=+\-@＝＋－＠])")
"""Where a cell begins with what spreadsheets carry out (OWASP, "CSV Injection"), also where spaces
stand before it. Where a comma separates decimals, as in German, a semicolon separates cells."""


@dataclass(frozen=True, slots=True)
class GiftFiles:
    """The files that were written, in order, and how many gifts had no room in them."""

    paths: tuple[Path, ...]
    gifts: int
    left_out: int


class _Shelf:
    """The files as they are written: one after the other, none larger than it may be."""

    def __init__(self, folder: Path, stem: str, head: bytes, most_bytes: int) -> None:
        self._folder = folder
        self._stem = stem
        self._head = MARK + head
        self._most_bytes = most_bytes
        self._size = 0
        self.paths: list[Path] = []
        self.gifts = 0
        self.left_out = 0

    def put(self, lines: Sequence[bytes]) -> None:
        """Write lines, each whole, and count what has no room."""
        pieces: list[bytes] = []
        for place, line in enumerate(lines):
            if not self.paths or self._size + len(line) > self._most_bytes:
                self._write(pieces)
                pieces = []
                if len(self.paths) == MOST_FILES or self.left_out:
                    self.left_out += len(lines) - place
                    return
                self._begin()
            pieces.append(line)
            self._size += len(line)
            self.gifts += 1
        self._write(pieces)

    def _begin(self) -> None:
        part = f"-{len(self.paths) + 1}" if self.paths else ""
        path = self._folder / f"{self._stem}{part}.csv"
        path.write_bytes(self._head)
        self.paths.append(path)
        self._size = len(self._head)

    def _write(self, pieces: Sequence[bytes]) -> None:
        if pieces:
            with self.paths[-1].open("ab") as file:
                file.writelines(pieces)


async def write_gifts(
    reader: Reader,
    over: ShowView,
    words: Words,
    timezone: str,
    folder: Path,
    *,
    most_bytes: int = MOST_BYTES,
) -> GiftFiles:
    """Every gift of a show in files in a folder, page by page, beside the event loop.

    Times are in the time zone, with their distance from UTC.
    """
    zone = ZoneInfo(timezone)
    stem = (
        f"gifts-{datetime.fromtimestamp(over.started_ms / 1000, tz=UTC).astimezone(zone):%Y-%m-%d}"
    )
    shelf = _Shelf(folder, stem, line(words.file_columns), most_bytes)
    async for page in gifts_of(reader, over):
        await asyncio.to_thread(_put, shelf, page, words, zone)
    if not shelf.paths:
        await asyncio.to_thread(shelf.put, [b""])
        shelf.gifts = 0
    return GiftFiles(tuple(shelf.paths), shelf.gifts, shelf.left_out)


async def streamed_gifts(
    reader: Reader, over: ShowView, words: Words, timezone: str, write: Write
) -> AsyncIterator[bytes]:
    """Every gift of a show as one file, piece by piece, however large it grows; `write` has each
    piece made."""
    zone = ZoneInfo(timezone)
    yield MARK + line(words.file_columns)
    async for page in gifts_of(reader, over):
        for first in range(0, len(page), LINES_PER_PIECE):
            piece = page[first : first + LINES_PER_PIECE]
            yield await write(partial(_piece, piece, words, zone))


def _piece(page: Sequence[GiftLine], words: Words, zone: ZoneInfo) -> bytes:
    return lines(_cells(gift, words, zone) for gift in page)


def _put(shelf: _Shelf, page: Sequence[GiftLine], words: Words, zone: ZoneInfo) -> None:
    shelf.put([line(_cells(gift, words, zone)) for gift in page])


def _cells(gift: GiftLine, words: Words, zone: ZoneInfo) -> Iterator[str]:
    yield str(gift.seq)
    yield moment(gift.at_ms, zone)
    yield harmless(words.plain_name(gift.sender.name))
    yield harmless(visible(gift.gift))
    yield str(gift.quantity)
    yield str(gift.coins)
    yield str(gift.bonus_coins)
    yield diamonds(gift.earned_units)
    yield harmless(visible(gift.message))
    yield str(gift.combo)
    yield moment(gift.thanked_ms, zone) if gift.thanked_ms else ""
    yield str(gift.reversed_by or "")


def harmless(text: str) -> str:
    """What somebody wrote as a cell that no spreadsheet takes for a formula."""
    return _COMMAND.sub(r"\1'", text)


def moment(at_ms: int, zone: ZoneInfo) -> str:
    """A moment in a time zone, with its distance from UTC, as spreadsheets read it."""
    return datetime.fromtimestamp(at_ms // 1000, tz=UTC).astimezone(zone).isoformat()


def diamonds(units: int) -> str:
    """Diamonds as a plain number, the same in every language."""
    whole, rest = divmod(abs(units), UNITS_PER_DIAMOND)
    return f"{'-' if units < 0 else ''}{whole}.{rest:04}".rstrip("0").rstrip(".")


def line(cells: Iterable[str]) -> bytes:
    """Cells as one line of a file; what people wrote among them is made harmless first."""
    return lines((cells,))


def lines(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows of cells as lines of a file."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()
