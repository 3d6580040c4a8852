"""Somebody who sits before the sandbox's page, in a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, Locator, Page, expect

from bot.sandbox.service.sandbox import Sandbox
from tests.browser import faults_of

DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}

# Where a machine is busy with other tests, a browser takes its time.
expect.set_options(timeout=30_000)


@dataclass
class Reader:
    """A page that is open, and what went wrong on it so far."""

    page: Page
    faults: list[str]

    @property
    def messages(self) -> Locator:
        """All messages of the channel that is open."""
        return self.page.locator("#messages > .message")

    def message(self, text: str) -> Locator:
        """The messages that hold a text."""
        return self.messages.filter(has_text=text)

    async def sees(self, text: str, count: int = 1) -> None:
        """Wait until so many messages hold a text."""
        await expect(self.message(text)).to_have_count(count)

    async def becomes(self, name: str) -> None:
        """Act as another member from now on."""
        button = self.page.locator("#cast").get_by_role("button", name=name)
        await button.click()
        await expect(button).to_have_attribute("aria-pressed", "true")
        await self.is_ready()

    async def goes(self, channel: str) -> None:
        """Open a channel."""
        await self.page.locator("#channels").get_by_role("button", name=channel).click()
        await self.is_ready()

    async def is_ready(self) -> None:
        """Wait until the channel is loaded, with all that came before."""
        await expect(self.page.locator("#messages .start:not(.loading)")).to_have_count(1)

    async def use(self, command: str) -> dict[str, Any]:
        """Use a command without options, as the composer does; its outcome."""
        outcome: dict[str, Any] = await self.page.evaluate(
            """async (name) => {
                const { stage } = await import("/page/stage.js");
                const { commandsOf } = await import("/page/commands.js");
                const { useCommand } = await import("/page/actions.js");
                const commands = await commandsOf(stage.session);
                return useCommand(commands.find((it) => it.name === name), []);
            }""",
            command,
        )
        return outcome


@asynccontextmanager
async def reading(
    browser: Browser,
    sandbox: Sandbox,
    channel: str = "gifts",
    *,
    viewport: dict[str, int] | None = None,
    **options: Any,
) -> AsyncIterator[Reader]:
    """Open the page in a browser of one's own, as its first member; nothing may go wrong."""
    size: Any = viewport or DESKTOP
    context = await browser.new_context(viewport=size, locale="en-US", **options)
    page = await context.new_page()
    reader = Reader(page, faults_of(page))
    await page.goto(f"{sandbox.page_url}#{channel}")
    await reader.is_ready()
    yield reader
    await context.close()
    assert reader.faults == []
