"""A sandbox in a process of its own, and the file that tells others how to join it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from pathlib import Path

import orjson

from bot.sandbox.recording import Recording
from bot.sandbox.server import Sandbox
from bot.sandbox.world import default_world


async def serve_alone(
    world_path: Path,
    *,
    port: int = 0,
    record_path: Path | None = None,
    speed: float = 1.0,
    trusting: bool = False,
) -> None:
    """Run the default world until SIGINT or SIGTERM.

    When ready, `world_path` gets the description as JSON; it appears whole or not at all, with
    tokens in it, so that only its owner can read it. Port 0 takes any free one. OSError if the
    port is taken or a file cannot be written.
    """
    recording = Recording(record_path)
    world = default_world(trusting=trusting)
    async with Sandbox(
        world, port=port, speed=speed, deadline_speed=1.0, recording=recording
    ) as sandbox:
        await asyncio.to_thread(_write_whole, world_path, orjson.dumps(sandbox.description()))
        await _told_to_stop()


def _write_whole(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            file.write(content)
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


async def _told_to_stop() -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    for number in signals:
        loop.add_signal_handler(number, told.set)
    try:
        await told.wait()
    finally:
        for number in signals:
            with contextlib.suppress(RuntimeError):
                loop.remove_signal_handler(number)
