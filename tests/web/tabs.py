"""Tabs of one real window, of which one is in sight: what tests of hidden pages need.

Playwright keeps each of its pages in sight, whatever lies before it, so these are driven through
the browser's own protocol (Chrome DevTools Protocol: Target, Page, Runtime).
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import aiohttp
from playwright.async_api import async_playwright

from tests.browser import ARGUMENTS, executable

PATIENCE_SECONDS: Final = 60.0
"""How long a test waits for a page on a busy machine before it says that it waits in vain."""
_LISTENING: Final = re.compile(r"DevTools listening on (ws://\S+)")


class Window:
    """A browser's only window."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Speak with the browser through `socket`."""
        self._socket = socket
        self._turn = asyncio.Lock()
        self._asked = 0

    async def ask(self, method: str, session: str = "", **facts: Any) -> dict[str, Any]:
        """Have the browser do something; its answer."""
        async with self._turn, asyncio.timeout(PATIENCE_SECONDS):
            self._asked += 1
            told = {"id": self._asked, "method": method, "params": facts}
            await self._socket.send_json(told | ({"sessionId": session} if session else {}))
            while (answer := await self._socket.receive_json()).get("id") != self._asked:
                pass
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    async def tab(self, script: str = "") -> "Tab":
        """One more tab, which is in sight now; `script` runs before those of its pages."""
        target = (await self.ask("Target.createTarget", url="about:blank"))["targetId"]
        attached = await self.ask("Target.attachToTarget", targetId=target, flatten=True)
        tab = Tab(self, target, attached["sessionId"])
        await tab.ask("Page.enable")
        await tab.ask("Page.addScriptToEvaluateOnNewDocument", source=script)
        await tab.come_forward()
        return tab


class Tab:
    """One tab."""

    def __init__(self, window: Window, target: str, session: str) -> None:
        """Act in the tab of `window` that the browser calls so."""
        self._window, self._target, self._session = window, target, session

    async def ask(self, method: str, **facts: Any) -> dict[str, Any]:
        """Have the browser do something in this tab."""
        return await self._window.ask(method, self._session, **facts)

    async def open(self, address: str) -> None:
        """Load a page, or load it anew."""
        # An address that differs behind its # alone would load nothing.
        for where in ("about:blank", address):
            await self.ask("Page.navigate", url=where)
            # A page may take what stands behind the # away at once.
            there = json.dumps(where.partition("#")[0])
            is_there = f"location.href.split('#')[0] === {there}"
            await self.until(f"{is_there} && document.readyState === 'complete'")

    async def come_forward(self) -> None:
        """Be the one in sight."""
        await self._window.ask("Target.activateTarget", targetId=self._target)
        await self.until("document.visibilityState === 'visible'")

    async def read(self, expression: str) -> Any:
        """What an expression is on the page."""
        answer = await self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        return answer["result"].get("value")

    async def until(self, expression: str) -> None:
        """Wait until it is so on the page."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await self.read(f"Boolean({expression})"):  # noqa: ASYNC110 - no event tells.
                await asyncio.sleep(0.02)


@asynccontextmanager
async def open_window(folder: Path) -> AsyncIterator[Window]:
    """A browser with one window, which keeps what it keeps in `folder`, until left."""
    async with async_playwright() as playwright:
        path = executable(playwright)
    process = await asyncio.create_subprocess_exec(
        path,
        "--headless=new",
        "--remote-debugging-port=0",
        f"--user-data-dir={folder}",
        *ARGUMENTS,
        "about:blank",
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        address = await _address_of(process)
        reading = asyncio.create_task(_read_on(process))
        async with aiohttp.ClientSession() as session, session.ws_connect(address) as socket:
            yield Window(socket)
        process.terminate()
        await reading
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _address_of(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    async with asyncio.timeout(PATIENCE_SECONDS):
        while line := (await process.stderr.readline()).decode():
            found = _LISTENING.search(line)
            if found:
                return found[1]
    raise AssertionError("the browser ended before it listened")


async def _read_on(process: asyncio.subprocess.Process) -> None:
    """Read what else the browser says, so that it never waits for a reader."""
    assert process.stderr is not None
    while await process.stderr.readline():
        pass
