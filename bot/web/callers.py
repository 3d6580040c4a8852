"""Who asks: the address that a request comes from, and the name under which it is counted."""

import asyncio
import ipaddress
from typing import Final

from aiohttp import web

_MOST_ADDRESS_LETTERS: Final = 45
"""The longest that an address can be written: IPv6 with IPv4 inside."""
_ONE_HOUSEHOLD: Final = 64
"""An IPv6 subscriber has all addresses that begin with the same 64 bits (RFC 6177, RFC 7421)."""
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def caller(request: web.Request) -> str:
    """The name of the address that a request comes from; behind a proxy on this machine, of the
    one that the proxy names."""
    return name_of(_address(request))


def is_from_this_machine(request: web.Request) -> bool:
    """Whether a request was made on this machine, and not passed on by a proxy."""
    return is_of_this_machine(_address(request), request.transport)


def is_of_this_machine(address: str, transport: asyncio.BaseTransport | None) -> bool:
    """Whether an address is loopback, or the very one that a connection was made to."""
    parsed = _parsed(address)
    own = transport.get_extra_info("sockname") if transport else None
    return parsed is not None and (parsed.is_loopback or (own is not None and address == own[0]))


def name_of(address: str) -> str:
    """What an address is counted as: a whole network where one subscriber has all of it."""
    parsed = _parsed(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, _ONE_HOUSEHOLD), strict=False))
    return str(parsed) if parsed else "unknown"


def _address(request: web.Request) -> str:
    remote = request.remote or ""
    if not is_of_this_machine(remote, request.transport):
        return remote
    # Only the last name was added by our own proxy; those before it anybody may have written. Some
    # proxies add a line of their own below what came.
    named = ",".join(request.headers.getall("X-Forwarded-For", ())).rpartition(",")[2].strip()
    return named if _parsed(named) else remote


def _parsed(address: str) -> _Address | None:
    if not 0 < len(address) <= _MOST_ADDRESS_LETTERS:
        return None
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed
