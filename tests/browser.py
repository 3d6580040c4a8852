"""A real Chromium for the tests of pages, found where Debian and others put it."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import Browser, Page, Playwright, async_playwright, expect

from tests.waiting import PATIENCE_SECONDS

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REQUIRED: Final = "OVATION_BROWSER_REQUIRED"
"""Set where tests must not pass without a browser, as before anything lands."""
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)


expect.set_options(timeout=PATIENCE_SECONDS * 1_000)

ABSENT: Final = """\
There is no Chromium on this machine, so that tests of pages cannot run. Debian's package is called
chromium; without the right to install packages: .venv/bin/playwright install chromium"""


def found(playwright: Playwright) -> str | None:
    """The browser's file: the system's, or one that Playwright has fetched."""
    own = playwright.chromium.executable_path
    installed = next(filter(None, map(shutil.which, NAMES)), None)
    return installed or (own if Path(own).is_file() else None)


def executable(playwright: Playwright) -> str:
    """The browser's file. Skips the test where there is none, or fails it where it is required."""
    path = found(playwright)
    if path:
        return path
    if os.environ.get(REQUIRED):
        pytest.fail(ABSENT)
    pytest.skip(ABSENT)


class KeptLoop(asyncio.SelectorEventLoop):
    """An event loop that many tests run in, one after the other, with one browser for all.

    To begin a browser takes as long as most tests of pages do. It is bound to the loop that began
    it, so that loop stays open when the test is over which it was made for; that test's own tasks
    end as they do anywhere.
    """

    def __init__(self) -> None:
        """Begin without a browser."""
        super().__init__()
        self._opened = AsyncExitStack()
        self._browser: Browser | None = None

    async def browser(self) -> Browser:
        """The browser of this loop; another where the last one was lost."""
        if self._browser is None or not self._browser.is_connected():
            before = asyncio.all_tasks(self)
            self._browser = await self._opened.enter_async_context(_launched())
            for task in asyncio.all_tasks(self) - before:
                # What goes on in the loop is ended with the test. This is not the test's.
                asyncio.tasks._unregister_task(task)
        return self._browser

    async def shutdown_asyncgens(self) -> None:
        """Not yet."""

    async def shutdown_default_executor(self) -> None:
        """Not yet."""

    def close(self) -> None:
        """Not yet."""

    def end(self) -> None:
        """Close the browser, and now the loop."""
        self.run_until_complete(self._opened.aclose())
        self.run_until_complete(super().shutdown_asyncgens())
        self.run_until_complete(super().shutdown_default_executor())
        super().close()


_kept: Final[list[KeptLoop]] = []


def kept_loop() -> KeptLoop:
    """The one loop of this process in which a browser is kept."""
    if not _kept:
        _kept.append(KeptLoop())
    return _kept[0]


def end_kept_loop() -> None:
    """Close it, and its browser; nothing where there was none."""
    while _kept:
        _kept.pop().end()


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """A browser that knows nothing yet and keeps nothing."""
    loop = asyncio.get_running_loop()
    if isinstance(loop, KeptLoop):
        browser = await loop.browser()
        try:
            yield browser
        finally:
            for context in browser.contexts:
                await context.close()
    else:
        async with _launched() as browser:
            yield browser


@asynccontextmanager
async def _launched() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        path = executable(playwright)
        browser = await playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS])
        try:
            yield browser
        finally:
            await browser.close()


async def main() -> bool:
    """Say where the browser is, or how to come by one; whether there is one."""
    async with async_playwright() as playwright:
        path = found(playwright)
    print(path or ABSENT)  # noqa: T201 - it is asked at a command line.
    return path is not None


def faults_of(page: Page) -> list[str]:
    """What goes wrong on a page from now on: errors of its scripts, and what its policy forbids."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: faults.append(message.text) if message.type == "error" else None,
    )
    return faults


if __name__ == "__main__":
    sys.exit(0 if asyncio.run(main()) else 1)
