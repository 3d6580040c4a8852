"""What tests of pages share: a browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.browser import open_browser
from tests.theatre import Theatre, open_theatre
from tests.web.pages import Gallery, open_gallery
from tests.web.scenery import Scenery, open_site


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A real Chromium."""
    async with open_browser() as opened:
        yield opened


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Scenery]:
    """The pages of a bot that plays in a theatre, by an address of this machine's own."""
    async with open_theatre(tmp_path) as theatre, open_site(theatre) as site:
        yield site


@pytest.fixture
async def gallery(theatre: Theatre) -> AsyncIterator[Gallery]:
    """Bea's overlay beside the running bot."""
    async with open_gallery(theatre) as gallery:
        yield gallery
