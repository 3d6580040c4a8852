"""Waiting for something to become true, woken by events and never by looking again and again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class NothingHappenedError(TimeoutError):
    """What somebody waited for did not happen in time; the text says who waited for what."""


class Changes:
    """Wakes coroutines that wait for a condition, each time something has changed."""

    def __init__(self) -> None:
        self._waiting: set[Callable[[], None]] = set()
        self._end: Exception | None = None

    async def until(self, look: Callable[[], T | None], seconds: float, sentence: str) -> T:
        """Return what `look` finds as soon as it finds something, now or after a later change.

        `look` returns None while there is nothing. After `seconds` without success this raises
        NothingHappenedError with the sentence; when the changes have ended, it raises why.
        """
        found = look()
        if found is not None:
            return found
        if self._end is not None:
            raise self._end
        try:
            async with asyncio.timeout(seconds):
                return await self._next(look)
        except TimeoutError:
            raise NothingHappenedError(f"{sentence} Nothing came within {seconds:g} s.") from None

    def announce(self) -> None:
        """Let everybody who waits look again."""
        for look_again in tuple(self._waiting):
            look_again()

    def close(self, reason: Exception) -> None:
        """Say that nothing will change any more; whoever waits gets the reason."""
        self._end = reason
        self.announce()

    async def _next(self, look: Callable[[], T | None]) -> T:
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        def look_again() -> None:
            if not future.done():
                self._settle(future, look)

        self._waiting.add(look_again)
        try:
            return await future
        finally:
            self._waiting.discard(look_again)

    def _settle(self, future: asyncio.Future[T], look: Callable[[], T | None]) -> None:
        """Hand the waiter what it looks for, or the error that looking ended in."""
        try:
            found = look()
        except Exception as error:  # noqa: BLE001  The waiter gets it: the looking is the waiter's.
            future.set_exception(error)
            return
        if found is not None:
            future.set_result(found)
        elif self._end is not None:
            future.set_exception(self._end)
