"""Has pages read reports one query at a time, visitor by visitor, so that commands get theirs."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Final

from aiohttp import web

from bot.storage.database import Query, Reader, Row

MOST_WAITING: Final = 20
"""How many pages of one visitor may wait for what they read: more than anybody looks at."""


class Turns:
    """Whose turn it is. Of each visitor one query waits among the others', whatever they open."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._turn = asyncio.Lock()
        self._own: dict[int, asyncio.Lock] = {}
        self._waiting: dict[int, int] = {}

    @contextlib.asynccontextmanager
    async def taken_by(self, user_id: int) -> AsyncIterator[None]:
        """Wait for the turn, and have it until left. Raises 429 where too much waits for it."""
        waiting = self._waiting.get(user_id, 0)
        if waiting >= MOST_WAITING:
            raise web.HTTPTooManyRequests(headers={"Retry-After": "2"}, text="Too fast.")
        self._waiting[user_id] = waiting + 1
        try:
            async with self._own.setdefault(user_id, asyncio.Lock()), self._turn:
                yield
        finally:
            self._waiting[user_id] -= 1
            if not self._waiting[user_id]:
                del self._waiting[user_id], self._own[user_id]


class InTurn:
    """Reads through a connection when the turn has come, for as long as anybody waits for it."""

    def __init__(self, reader: Reader, turns: Turns, user_id: int, request: web.Request) -> None:
        """Read for the page that a visitor asks for by `request`."""
        self._reader = reader
        self._turns = turns
        self._user_id = user_id
        self._request = request

    async def fetch(self, sql: str, parameters: Row = ()) -> list[Row]:
        """All rows that a query gives. Raises ConnectionError where the visitor has gone."""
        async with self._turn():
            return await self._reader.fetch(sql, parameters)

    async def fetch_each(self, queries: Sequence[Query]) -> list[list[Row]]:
        """The rows of each query, in order, in one call. Raises as `fetch` does."""
        async with self._turn():
            return await self._reader.fetch_each(queries)

    def snapshot(self) -> AbstractAsyncContextManager[None]:
        """Have everything that is fetched until leaving see the books of one moment."""
        return self._reader.snapshot()

    @contextlib.asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        async with self._turns.taken_by(self._user_id):
            if self._request.transport is None:
                raise ConnectionResetError("the visitor has gone")
            yield
