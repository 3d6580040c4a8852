"""Emoji are served as pictures: Unicode's out of a package, servers' own from Discord."""

import subprocess
import sys
from urllib.parse import quote

from aiohttp import ClientResponse, ClientSession
from yarl import URL

from bot.ledger.catalogue import DEFAULT_ITEMS
from bot.web.overlays.sights import emoji_path
from tests.pictures.subjects import opened
from tests.theatre import Theatre


async def get(theatre: Theatre, path: str) -> ClientResponse:
    """Ask the running bot's pages for something."""
    assert theatre.bot is not None
    local = theatre.bot.site.server.address.local_url
    async with ClientSession() as session:
        response = await session.get(URL(f"{local}{path}", encoded=True), allow_redirects=False)
        await response.read()
        return response


async def test_every_gift_has_its_picture(theatre: Theatre) -> None:
    for item in DEFAULT_ITEMS:
        response = await get(theatre, emoji_path(item.emoji))
        assert (response.status, response.content_type) == (200, "image/svg+xml"), item
        assert (await response.text()).startswith("<svg")
        assert "max-age" in response.headers["Cache-Control"]


async def test_selectors_and_tones_and_joined_ones_are_found(theatre: Theatre) -> None:
    for emoji in ("❤️", "❤", "👍🏽", "👩‍👩‍👧‍👦", "🏳️‍🌈", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"):
        assert (await get(theatre, emoji_path(emoji))).status == 200, emoji


NO_EMOJI = (
    "",
    "61",
    "0",
    "d800",
    "ffffff",
    "1F339",
    "1f339.svg",
    "1f339-",
    "-1f339",
    "zzz",
    "../svg/1f339",
    "..%2f..%2f__init__.py",
    "%2e%2e/1f339",
    "1f339%00",
    "1f339/../../x",
    "-".join(["1f339"] * 17),
    "9" * 25,
    "9" * 20,
    quote("🌹"),
)


async def test_nothing_else_is_served(theatre: Theatre) -> None:
    for name in NO_EMOJI:
        assert (await get(theatre, f"/emoji/{name}")).status == 404, name


async def test_a_servers_own_emoji_comes_from_discord(theatre: Theatre) -> None:
    theatre.sandbox.add_emoji(theatre.sandbox.world.guild, "party")
    (own,) = theatre.sandbox.world.guild.emojis
    response = await get(theatre, f"/emoji/{own}")
    assert (response.status, response.content_type) == (200, "image/png")
    assert opened(await response.read()).size == (128, 128)
    assert "max-age" in response.headers["Cache-Control"]
    assert (await get(theatre, f"/emoji/{own + 1}")).status == 404


def test_serving_pictures_loads_nothing_that_draws() -> None:
    program = "import sys, bot.web.site; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
