"""Which browsers may come in: pages of other sites reach loopback too, under names of their own."""

from __future__ import annotations

from collections.abc import Mapping


def refusal(headers: Mapping[str, str], port: int) -> str:
    """Say why a request is refused, or nothing.

    A site can let its own name point to loopback; its pages then speak to us as if to
    themselves, but under that name. And a WebSocket any page may open, to say from where.
    """
    hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
    if headers.get("Host", "").lower() not in hosts:
        return "This is not the sandbox's address."
    origin = headers.get("Origin")
    if origin is not None and origin.lower() not in {f"http://{host}" for host in hosts}:
        return "This was asked by another site's page."
    return ""
