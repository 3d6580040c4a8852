"""Empty books, brought up to date once in a process and copied wherever a test opens some."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bot.storage.opening import open_database

_KEPT: Final[list[bytes]] = []


async def lay_out_empty_books(path: Path) -> None:
    """Put books into a new file that read as if they had just been opened and closed there."""
    if not _KEPT:
        with TemporaryDirectory() as folder:
            first = Path(folder, "first.db")
            async with open_database(f"sqlite:///{first}"):
                pass
            _keep(first)
    _copy_to(path)


def _keep(first: Path) -> None:
    _KEPT.append(first.read_bytes())


def _copy_to(path: Path) -> None:
    with path.open("xb") as file:
        file.write(_KEPT[0])
