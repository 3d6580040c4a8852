"""Processes that are killed: forked from one that has loaded everything, so that many can be."""

import os
import resource
import signal
import sys
from asyncio import StreamReader, StreamWriter, create_subprocess_exec
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from subprocess import PIPE
from typing import Final

ENDED: Final = "ended"
BEGAN: Final = "began"
_ROOT: Final = Path(__file__).parents[2]


def tell(*words: object) -> None:
    """Say something to the test, in one piece, so that it is heard whole or not at all."""
    os.write(sys.stdout.fileno(), f"{' '.join(map(str, words))}\n".encode())


def serve(live: Callable[[list[str]], None]) -> None:
    """For each line of standard input, live by its words in a process of its own."""
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            tell(BEGAN, os.getpid())
            live(line.split())
            os._exit(0)
        _, status = os.waitpid(process, 0)
        tell(ENDED, os.waitstatus_to_exitcode(status))


def die_at_once() -> None:
    """End as in a power cut: nothing is closed, and nobody is told."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_beyond(size: int) -> None:
    """Have the system kill this process at the first byte that it writes beyond, into any file."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


class Victims:
    """The other end of `serve`."""

    def __init__(self, orders: StreamWriter, sayings: StreamReader) -> None:
        """Give orders to, and hear from, a process that serves."""
        self._orders = orders
        self._sayings = sayings
        self.process = 0
        self.ending = 0

    async def live(self, *words: object) -> AsyncIterator[list[str]]:
        """What the next process tells until it ends; its id and ending are kept here."""
        self._orders.write(f"{' '.join(map(str, words))}\n".encode())
        while True:
            line = (await self._sayings.readline()).decode()
            assert line.endswith("\n"), line
            match line.split(maxsplit=2):
                case [word, process] if word == BEGAN:
                    self.process = int(process)
                    yield [word]
                case [word, ending] if word == ENDED:
                    self.ending = int(ending)
                    return
                case said:
                    yield said

    def kill(self) -> None:
        """Kill the process that lives now."""
        os.kill(self.process, signal.SIGKILL)


@asynccontextmanager
async def victims(module: str) -> AsyncIterator[Victims]:
    """A module that serves, in a process of its own."""
    server = await create_subprocess_exec(
        sys.executable, "-m", module, stdin=PIPE, stdout=PIPE, cwd=_ROOT
    )
    assert server.stdin
    assert server.stdout
    try:
        yield Victims(server.stdin, server.stdout)
    finally:
        server.stdin.close()
        await server.wait()
