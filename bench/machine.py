"""What a figure depends on besides the program: the machine and what runs on it, unnamed."""

import os
import platform
import sqlite3
import time
from pathlib import Path
from statistics import median
from typing import Any, Final

import aiohttp
import discord

_SYNCS: Final = 50
_PAGE_BYTES: Final = 4_096
_MILLISECONDS: Final = 1_000


def facts(folder: Path) -> dict[str, Any]:
    """Processors, versions, and how many milliseconds the disk under `folder` takes to sync."""
    return {
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "system": platform.system(),
        "processor": platform.machine(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "discord.py": discord.__version__,
        "aiohttp": aiohttp.__version__,
        "sync_milliseconds": _sync_milliseconds(folder),
    }


def _sync_milliseconds(folder: Path) -> float:
    """The median time to write a page and have it on disk."""
    taken = []
    with (folder / "synced").open("wb", buffering=0) as file:
        for _ in range(_SYNCS):
            begun = time.perf_counter()
            file.write(bytes(_PAGE_BYTES))
            os.fsync(file.fileno())
            taken.append((time.perf_counter() - begun) * _MILLISECONDS)
    return round(median(taken), 3)
