"""Hands a file over piece by piece, so that a large one takes no more memory than a small one."""

from collections.abc import AsyncIterable

from aiohttp import web

from bot.web.dashboard.visit import Visit


async def download(visit: Visit, name: str, pieces: AsyncIterable[bytes]) -> web.StreamResponse:
    """A CSV file of this name, which browsers save and do not open.

    `name` is made of letters, digits, dots and hyphens. What breaks after the first piece breaks
    the connection, so that nobody takes a part of a file for all of it.
    """
    answer = web.StreamResponse(
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": f'attachment; filename="{name}"',
        }
    )
    is_begun = False
    async for piece in pieces:
        if not is_begun:
            await answer.prepare(visit.request)
            is_begun = True
        await answer.write(piece)
    return answer
