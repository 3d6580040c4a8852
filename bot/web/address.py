"""Where the pages are listened for, what they are called outside, and which names are theirs."""

from dataclasses import dataclass, replace
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from bot.settings import LOOPBACK_HOSTS

_EVERYWHERE: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, never bound here.
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Address:
    """The address that is listened on, and the one that people are given."""

    host: str
    port: int
    public_url: str | None = None
    """`https://gifts.example.com`, without a path; None where nobody but this machine comes.

    With port 0, as in `http://127.0.0.1:0`, it is called by the port that is really listened at.
    """

    def at(self, port: int) -> "Address":
        """The same with the port that was found free for it."""
        public_url = self.public_url
        if public_url and urlsplit(public_url).port == 0:
            public_url = f"{public_url.removesuffix(':0')}:{port}"
        return replace(self, port=port, public_url=public_url)

    @property
    def local_url(self) -> str:
        """Where this machine itself finds the pages."""
        return f"http://{_bracketed(_reachable(self.host))}:{self.port}"

    @property
    def is_for_others(self) -> bool:
        """Whether other machines may come too."""
        try:
            return not ip_address(self.host).is_loopback
        except ValueError:
            return self.host not in LOOPBACK_HOSTS

    @property
    def is_secure(self) -> bool:
        """Whether people come by https, so that cookies may be kept to it."""
        return (self.public_url or "").startswith("https://")

    @property
    def origins(self) -> frozenset[str]:
        """Whose pages may change anything: only our own."""
        ours = {f"http://{host}" for host in self.local_hosts}
        return frozenset(ours | ({self.public_url} if self.public_url else set()))

    @property
    def hosts(self) -> frozenset[str]:
        """The names under which requests may come; any other is a stranger's page at our door."""
        return self.local_hosts | ({self.public_host} if self.public_url else frozenset())

    @property
    def public_host(self) -> str:
        """The name and port of the public address, as browsers send them; empty for none."""
        return urlsplit(self.public_url).netloc if self.public_url else ""

    @property
    def local_hosts(self) -> frozenset[str]:
        """The names under which this machine's neighbours come, such as what measures the bot."""
        names = LOOPBACK_HOSTS | ({self.host} - _EVERYWHERE)
        named = {f"{_bracketed(name)}:{self.port}" for name in names}
        if self.port == _DEFAULT_PORTS["http"]:
            named |= {_bracketed(name) for name in names}
        return frozenset(named)


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - as above.


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
