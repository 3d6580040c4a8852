"""Programs that a bench starts in processes of their own, talks to by lines, and ends."""

import asyncio
import contextlib
import os
import resource
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, Final

import orjson

import bench
from bot.settings import Settings

START_SECONDS: Final = 60.0
ANSWER_SECONDS: Final = 300.0
END_SECONDS: Final = 20.0
"""How long a program may take to start, to answer a line, and to end."""

_MOST_LINE_BYTES: Final = 2**20
_PROJECT: Final = Path(bench.__file__).parents[1]


class Ended(Exception):  # noqa: N818 - the name is the sentence that follows it.
    """A program ended, or said nothing in time; the text is the end of what it logged."""


class Program:
    """A program of the bench answers each line with one of JSON, and ends when nobody asks more."""

    def __init__(self, process: Process, log: Path) -> None:
        """Talk to a process that logs to a file."""
        self._process = process
        self._log = log

    async def line(self, seconds: float = ANSWER_SECONDS) -> bytes:
        """The next line that it prints. Raises Ended if there is none in time."""
        assert self._process.stdout is not None
        try:
            async with asyncio.timeout(seconds):
                line = await self._process.stdout.readline()
        except TimeoutError:
            raise Ended(f"nothing came within {seconds:g} s: {self._logged()}") from None
        if not line:
            raise Ended(self._logged())
        return line

    async def ask(self, question: str) -> Any:
        """What it answers to a line."""
        assert self._process.stdin is not None
        self._process.stdin.write(question.encode() + b"\n")
        await self._process.stdin.drain()
        return orjson.loads(await self.line())

    def stop(self) -> None:
        """Ask it to end by a signal, as an operator does."""
        self._process.terminate()

    async def kill(self) -> None:
        """End it as a power cut does, in the midst of whatever it does."""
        self._process.kill()
        await self._process.wait()

    async def end(self) -> None:
        """Let it end, by force if it takes too long."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            async with asyncio.timeout(END_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    @property
    def resident_bytes(self) -> int | None:
        """The memory it rests in; None where the system does not tell as Linux does."""
        pages = Path(f"/proc/{self._process.pid}/statm")
        if not pages.exists():
            return None
        return int(pages.read_text().split()[1]) * resource.getpagesize()

    def _logged(self) -> str:
        return self._log.read_text(errors="replace")[-2_000:]


@contextlib.asynccontextmanager
async def started(
    folder: Path, module: str, *arguments: str, settings: Mapping[str, str] | None = None
) -> AsyncIterator[Program]:
    """A Python module in a process of its own, in `folder`, with these settings and no others."""
    log = folder / f"{module}.log"
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module, *arguments),
            stdin=PIPE,
            stdout=PIPE,
            stderr=errors,
            cwd=folder,
            env=_environment(settings or {}),
            limit=_MOST_LINE_BYTES,
        )
    program = Program(process, log)
    try:
        yield program
    finally:
        await program.end()


def joining(description: Mapping[str, Any], database: Path) -> dict[str, str]:
    """The settings under which a bot joins the sandbox of this description."""
    return {
        "discord_token": description["bot_token"],
        "discord_api_url": description["api_url"],
        "discord_gateway_url": description["gateway_url"],
        "database_url": f"sqlite:///{database}",
        "log_level": "WARNING",
        "web_port": "0",
    }


def cpu_seconds() -> float:
    """What this process has used of the processors so far, all its threads together."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    prefix = str(Settings.model_config["env_prefix"])
    others = {name: value for name, value in os.environ.items() if not name.startswith(prefix)}
    ours = {prefix + name.upper(): value for name, value in settings.items()}
    return others | ours | {"PYTHONPATH": str(_PROJECT)}
