"""Answers a bench's questions in a process that it started, until nobody asks any more."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson

from bench.processes import cpu_seconds

Answer = Callable[[], Awaitable[Any]]


def tell(facts: Any) -> None:
    """Print one line of JSON."""
    sys.stdout.buffer.write(orjson.dumps(facts) + b"\n")
    sys.stdout.buffer.flush()


async def answer(answers: Mapping[str, Answer]) -> None:
    """Answer each line of standard input, `cpu` always, until it is closed."""
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := (await lines.readline()).decode().strip():
        tell(cpu_seconds() if line == "cpu" else await answers[line]())
