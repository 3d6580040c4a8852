"""What a recording tells of the bot's pace: who went over Discord's limits, and who said 429."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.sandbox.service.limits import GLOBAL_REQUESTS, GLOBAL_SECONDS, ROUTE_LIMITS
from bot.sandbox.service.recording import Exchange, Recording

# Answers to interactions stand outside the limit of the whole bot:
# https://discord.com/developers/docs/interactions/receiving-and-responding
_OUTSIDE = ("/interactions/", "/webhooks/")
_RATE_LIMITED = 429


@dataclass(frozen=True, slots=True)
class Excess:
    """A request that was one too many for a limit; `elapsed` is in Discord's seconds."""

    limit: str
    elapsed: float
    path: str
    requests: int
    allowed: int
    seconds: float

    def __str__(self) -> str:
        """Return one sentence that says what went over which limit, and when."""
        return (
            f"{self.path} at {self.elapsed:.3f} s was number {self.requests} "
            f"within {self.seconds:g} s; {self.limit} allows {self.allowed}."
        )


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """How many of the bot's requests were answered 429: by the limits, and by faults."""

    by_limits: int
    by_faults: int


def limits_exceeded(
    recording: Recording,
    *,
    routes: Mapping[tuple[str, str], tuple[int, float]] = ROUTE_LIMITS,
    global_requests: int = GLOBAL_REQUESTS,
) -> list[Excess]:
    """Return the bot's requests that went over a limit, in the order in which they arrived.

    They are counted anew from when they arrived, whatever they were answered: for each channel
    and route in windows that open with the first request after the last window, as Discord's
    headers describe them, and for the bot as a whole in windows of a second.

    ValueError if the recording has let go of older requests, for then nothing is known.
    """
    if recording.forgotten:
        raise ValueError(f"The recording has let go of {recording.forgotten} requests.")
    arrived = sorted((it for it in recording.exchanges if it.bot), key=lambda it: it.elapsed)
    series: dict[tuple[str, int, float], list[Exchange]] = defaultdict(list)
    for exchange in arrived:
        limit = routes.get((exchange.method, exchange.route))
        if limit is not None:
            place = f"{exchange.method} {exchange.route} of {_place(exchange)}"
            series[place, *limit].append(exchange)
        if not exchange.route.startswith(_OUTSIDE):
            series["the whole bot", global_requests, GLOBAL_SECONDS].append(exchange)
    found = [
        excess
        for (name, allowed, seconds), exchanges in series.items()
        for excess in _over(name, exchanges, allowed, seconds)
    ]
    return sorted(found, key=lambda excess: excess.elapsed)


def turned_away(recording: Recording) -> TurnedAway:
    """Return how many of the bot's kept requests were answered 429, told apart by the cause."""
    refused = [it for it in recording.exchanges if it.bot and it.status == _RATE_LIMITED]
    by_faults = sum(bool(it.fault) for it in refused)
    return TurnedAway(len(refused) - by_faults, by_faults)


def _place(exchange: Exchange) -> str:
    """Return the part of the path that Discord counts apart: a channel, or a webhook's token."""
    parts = exchange.path.strip("/").split("/")
    return "/".join(parts[:3] if parts[0] == "webhooks" else parts[:2])


def _over(
    limit: str, exchanges: Iterable[Exchange], allowed: int, seconds: float
) -> Iterator[Excess]:
    ends, used = float("-inf"), 0
    for exchange in exchanges:
        if exchange.elapsed >= ends:
            ends, used = exchange.elapsed + seconds, 0
        used += 1
        if used > allowed:
            yield Excess(limit, exchange.elapsed, exchange.path, used, allowed, seconds)
