"""How tests wait: for a state, never for a time."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import Final

PATIENCE_SECONDS: Final = 60.0
"""How long something may take that comes at once on a machine with nothing else to do."""
_PAUSE_SECONDS: Final = 0.005


async def until(is_so: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait for a state of which no event tells. Raises TimeoutError where it never comes."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            found = is_so()
            if await found if inspect.isawaitable(found) else found:
                return
            await asyncio.sleep(_PAUSE_SECONDS)
