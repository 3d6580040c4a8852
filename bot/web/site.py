"""All that is served to browsers, put together, and the addresses that people are given."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager

from bot.house import House
from bot.ledger.books import Books
from bot.web.address import Address
from bot.web.counting import Counting
from bot.web.dashboard.entrance import Links
from bot.web.dashboard.part import Dashboard
from bot.web.dashboard.sections import SECTIONS
from bot.web.dashboard.visit import Hall
from bot.web.emoji import Emoji
from bot.web.health import Gateway, Health
from bot.web.measures import Measures
from bot.web.overlays.part import Overlays
from bot.web.server import Part, WebServer
from bot.web.tokens import Token, new_token
from bot.web.typefaces import Typefaces


class Site:
    """The pages of one bot."""

    def __init__(
        self, house: House, address: Address, hall: Hall, gateway: Gateway, *, framed_by: str = ""
    ) -> None:
        """Serve what `house` keeps at `address`; `framed_by` may show the overlay in a frame."""
        self.measures = Measures()
        self._counting = Counting(self.measures, house.memory.holding)
        self.links = Links(house.clock)
        self.server = WebServer(address, self.measures)
        self.overlays = Overlays(house, framed_by=framed_by)
        self.emoji = Emoji(house.gallery)
        self.dashboard = Dashboard(
            house, self.links, hall, SECTIONS, self.server, overlays=self.overlays
        )
        self._health = Health(
            house, gateway, self.measures, lambda: self.overlays.seats.taken, self.server
        )
        self.server.parts = self._parts()

    def _parts(self) -> Sequence[Part]:
        return (self.overlays, self.emoji, Typefaces(), self.dashboard, self._health)

    def running(self) -> AbstractAsyncContextManager[object]:
        """Serve until left. Raises AddressTaken where nobody can be listened to there."""
        return self.server.running()

    def committed(self, books: Books) -> None:
        """Take note of a commit."""
        self.overlays.committed(books)
        self.dashboard.news.committed(books)
        self._counting.committed(books)

    @staticmethod
    def new_secret() -> Token:
        """A secret for the address of an overlay; what is kept of it does not tell it."""
        return new_token()

    def overlay_address(self, secret: str) -> str | None:
        """What a creator puts into their streaming program; None where nobody could reach it."""
        return self._public(f"/overlay#{secret}")

    def dashboard_address(self, secret: str) -> str | None:
        """The link that lets somebody into the dashboard; None where nobody could reach it."""
        return self._public(f"/enter#{secret}")

    def _public(self, path: str) -> str | None:
        public = self.server.address.public_url
        return f"{public}{path}" if public else None
