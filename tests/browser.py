"""A real Chromium for the tests of pages, found where Debian and others put it."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import Browser, Page, Playwright, async_playwright

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


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """A browser of one's own until left."""
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
