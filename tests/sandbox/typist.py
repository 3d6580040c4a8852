"""Somebody who types on the sandbox's page: commands, their options, and forms."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.async_api import Locator, Page, expect

from tests.sandbox.reader import Reader


class Typist:
    """Types on a page as a person does, and looks before picking."""

    def __init__(self, reader: Reader) -> None:
        """Sit down before a page that is open."""
        self.reader = reader
        self.page: Page = reader.page

    @property
    def field(self) -> Locator:
        """Where one types before there is a command."""
        return self.page.locator("#composer-text")

    @property
    def offers(self) -> Locator:
        """What the list over the composer offers."""
        return self.page.locator("#composer").get_by_role("option")

    @property
    def meant(self) -> Locator:
        """The entry that Enter would take."""
        return self.page.locator("#composer [role=option][aria-selected=true]")

    @property
    def line(self) -> Locator:
        """The command that is being typed."""
        return self.page.locator("#composer .line")

    @property
    def notice(self) -> Locator:
        """What the composer says."""
        return self.page.locator("#composer-notice")

    @property
    def note(self) -> Locator:
        """What stands in the list where there is nothing to pick."""
        return self.page.locator("#composer .panel-note")

    @property
    def form(self) -> Locator:
        """The form that a bot has opened."""
        return self.page.locator("dialog.modal")

    def chip(self, option: str) -> Locator:
        """The chip of an option."""
        return self.line.locator(f'.option-chip[data-option="{option}"]')

    def value(self, option: str) -> Locator:
        """The field in an option's chip."""
        return self.chip(option).get_by_role("combobox")

    def problem(self, option: str) -> Locator:
        """What is said to be wrong with an option."""
        return self.chip(option).locator(".option-problem")

    async def press(self, *keys: str) -> None:
        """Press keys, one after another, wherever the keyboard is."""
        for key in keys:
            await self.page.keyboard.press(key)

    async def type(self, text: str) -> None:
        """Type a text, wherever the keyboard is."""
        await self.page.keyboard.type(text)

    async def begin(self, command: str) -> None:
        """Type a command's name, and pick it from the list."""
        await self.field.click()
        await self.type(f"/{command}")
        await self.offers.get_by_text(f"/{command}", exact=True).click()
        await expect(self.line).to_have_attribute("aria-label", f"/{command}")

    async def pick(self, text: str) -> None:
        """Pick from the list what holds a text, as soon as it is there."""
        await self.offers.filter(has_text=text).first.click()

    async def awaits(self, text: str) -> None:
        """Wait until Enter would take an entry that holds a text."""
        await expect(self.meant).to_contain_text(text)

    async def is_offered(self, names: Sequence[str]) -> None:
        """Wait until exactly these names are offered, in this order."""
        await expect(self.offers.locator(".entry-name")).to_have_text(list(names))

    async def send(self) -> None:
        """Send what is typed, and wait until the field is free again."""
        await self.page.get_by_role("button", name="Send", exact=True).click()
        await expect(self.field).to_be_visible()
