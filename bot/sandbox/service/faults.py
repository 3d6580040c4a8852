"""Misbehaviour on request: what goes wrong, how often, and for which routes or events."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from fnmatch import fnmatchcase


@dataclass(eq=False, slots=True)
class Fault:
    """What goes wrong, where, and how often.

    An HTTP fault answers with `status` (429 or 500 and above), or breaks the connection if
    `reset`, or only waits `delay_seconds`; `after_effect` lets the request do its work first,
    so that the caller cannot know. A gateway fault sends an event `copies` times, `delay_seconds`
    late, or drops the connection just before the event gets out.

    A file of the CDN may also be answered with any other status, such as 404 or 302 to a
    `location`, be told to be of another `content_type`, or be `size_bytes` large whatever it is,
    with no word of that in the headers.

    Of several `variants`, chance draws one each time this strikes; it happens in its place.

    `method` and `route` are patterns as in `POST` and `/channels/*/messages`; the route is
    matched as a template (`/channels/{channel_id}/messages`) and as a path. `event` is a pattern
    over event names. `to_bot` says whether the bot suffers it or the users do. `times` is how
    often it still strikes (None: for ever), `share` the share of matching requests or events
    that it strikes, 0 to 1, and `skip` how many it lets pass first.
    """

    method: str = "*"
    route: str = "*"
    event: str = ""
    status: int = 0
    reset: bool = False
    after_effect: bool = False
    delay_seconds: float = 0.0
    retry_after_seconds: float = 1.0
    whole_bot: bool = False
    copies: int = 1
    drop: bool = False
    to_bot: bool = True
    times: int | None = 1
    share: float = 1.0
    skip: int = 0
    size_bytes: int = 0
    content_type: str = ""
    location: str = ""
    variants: tuple[Fault, ...] = ()
    struck: int = field(default=0, init=False)

    @property
    def spoils(self) -> bool:
        """Tell whether the answer is lost or another one, and not only late."""
        return self.reset or bool(self.status or self.size_bytes or self.content_type)

    @property
    def name(self) -> str:
        """Return what a recording calls it."""
        if self.reset:
            return "reset"
        if self.status:
            return f"status {self.status}"
        if self.size_bytes:
            return f"{self.size_bytes} bytes"
        if self.content_type:
            return self.content_type
        return f"slow {self.delay_seconds} s"


def troubles() -> tuple[Fault, ...]:
    """Return what goes wrong with requests in an ordinary bad hour, for `Faults.at_random`.

    429 for a second or a tenth of one, 5xx and resets, these before and after the effect.
    """
    return (
        Fault(status=429, retry_after_seconds=1.0),
        Fault(status=429, retry_after_seconds=0.1),
        Fault(status=500),
        Fault(status=503),
        Fault(status=502, after_effect=True),
        Fault(reset=True),
        Fault(reset=True, after_effect=True),
    )


class Faults:
    """All faults asked for; `seed` makes the shares repeatable."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)  # noqa: S311 - repeatable chance, nothing secret.
        self._faults: list[Fault] = []

    # Asking for trouble.

    def add(self, fault: Fault) -> Fault:
        """Add a fault and return it; its `struck` counts how often it struck."""
        self._faults.append(fault)
        return fault

    def remove(self, fault: Fault) -> None:
        """Call a fault off; calling it off twice does nothing."""
        if fault in self._faults:
            self._faults.remove(fault)

    def clear(self) -> None:
        """Call everything off."""
        self._faults.clear()

    def rate_limit(
        self,
        route: str = "*",
        method: str = "*",
        *,
        retry_after_seconds: float = 1.0,
        times: int | None = 1,
        share: float = 1.0,
        whole_bot: bool = False,
    ) -> Fault:
        """Answer 429, without doing the work; `whole_bot` makes it the global limit."""
        return self.add(
            Fault(
                method,
                route,
                status=429,
                retry_after_seconds=retry_after_seconds,
                times=times,
                share=share,
                whole_bot=whole_bot,
            )
        )

    def server_error(
        self,
        route: str = "*",
        method: str = "*",
        *,
        status: int = 500,
        after_effect: bool = False,
        times: int | None = 1,
        share: float = 1.0,
    ) -> Fault:
        """Answer 5xx before or after the work was done."""
        return self.add(
            Fault(method, route, status=status, after_effect=after_effect, times=times, share=share)
        )

    def reset(
        self,
        route: str = "*",
        method: str = "*",
        *,
        after_effect: bool = False,
        times: int | None = 1,
        share: float = 1.0,
    ) -> Fault:
        """Break the connection before or after the work was done."""
        return self.add(
            Fault(method, route, reset=True, after_effect=after_effect, times=times, share=share)
        )

    def slow(
        self,
        seconds: float,
        route: str = "*",
        method: str = "*",
        *,
        after_effect: bool = False,
        times: int | None = 1,
        share: float = 1.0,
    ) -> Fault:
        """Wait that many of Discord's seconds before the work, or between work and answer."""
        return self.add(
            Fault(
                method,
                route,
                delay_seconds=seconds,
                after_effect=after_effect,
                times=times,
                share=share,
            )
        )

    def at_random(
        self,
        share: float = 0.05,
        route: str = "*",
        method: str = "*",
        *,
        variants: tuple[Fault, ...] | None = None,
        times: int | None = None,
    ) -> Fault:
        """Let this share of requests suffer one of the variants each, `troubles()` by default.

        The variants' own `struck` tell how often each of them was drawn.
        """
        drawn = troubles() if variants is None else variants
        return self.add(Fault(method, route, share=share, times=times, variants=drawn))

    def oversize(
        self, size_bytes: int, route: str = "/avatars/*", *, times: int | None = 1
    ) -> Fault:
        """Serve a file that is so many bytes large, without a length in the headers."""
        return self.add(Fault("GET", route, size_bytes=size_bytes, times=times))

    def missing(self, route: str = "/avatars/*", *, times: int | None = 1) -> Fault:
        """Answer 404 for a file."""
        return self.add(Fault("GET", route, status=404, times=times))

    def mistyped(
        self, content_type: str, route: str = "/avatars/*", *, times: int | None = 1
    ) -> Fault:
        """Say that a file is of another type than it is."""
        return self.add(Fault("GET", route, content_type=content_type, times=times))

    def moved(self, location: str, route: str = "/avatars/*", *, times: int | None = 1) -> Fault:
        """Answer that a file lies elsewhere."""
        return self.add(Fault("GET", route, status=302, location=location, times=times))

    def duplicate(
        self,
        event: str = "INTERACTION_CREATE",
        *,
        copies: int = 2,
        delay_seconds: float = 0.0,
        times: int | None = 1,
        share: float = 1.0,
        to_bot: bool = True,
    ) -> Fault:
        """Send the very same event more than once; later copies come `delay_seconds` apart."""
        return self.add(
            Fault(
                event=event,
                copies=copies,
                delay_seconds=delay_seconds,
                times=times,
                share=share,
                to_bot=to_bot,
            )
        )

    def late(
        self,
        seconds: float,
        event: str = "INTERACTION_CREATE",
        *,
        times: int | None = 1,
        share: float = 1.0,
        to_bot: bool = True,
    ) -> Fault:
        """Send an event that many of Discord's seconds late; others overtake it."""
        return self.add(
            Fault(event=event, delay_seconds=seconds, times=times, share=share, to_bot=to_bot)
        )

    def drop(
        self,
        event: str = "INTERACTION_CREATE",
        *,
        times: int | None = 1,
        share: float = 1.0,
        to_bot: bool = True,
    ) -> Fault:
        """Cut the gateway connection before the event gets out; a resume brings it."""
        return self.add(Fault(event=event, drop=True, times=times, share=share, to_bot=to_bot))

    # What the server asks.

    def for_request(self, method: str, route: str, path: str, *, by_bot: bool) -> list[Fault]:
        """Return the faults that strike this request, in the order they were added.

        After one that spoils the answer no other strikes: it would find nothing left to spoil.
        """
        found: list[Fault] = []
        for fault in list(self._faults):
            if (
                not fault.event
                and fault.to_bot == by_bot
                and fnmatchcase(method, fault.method)
                and (fnmatchcase(route, fault.route) or fnmatchcase(path, fault.route))
                and self._strikes(fault)
            ):
                found.append(self._drawn(fault))
                if found[-1].spoils:
                    break
        return found

    def for_event(self, event: str, *, to_bot: bool) -> list[Fault]:
        """Return the faults that strike this event on its way to a bot or to a user."""
        if not self._faults:
            return []
        return [
            fault
            for fault in list(self._faults)
            if fault.event
            and fault.to_bot == to_bot
            and fnmatchcase(event, fault.event)
            and self._strikes(fault)
        ]

    def _drawn(self, fault: Fault) -> Fault:
        if not fault.variants:
            return fault
        drawn = self._random.choice(fault.variants)
        drawn.struck += 1
        return drawn

    def _strikes(self, fault: Fault) -> bool:
        if fault.skip > 0:
            fault.skip -= 1
            return False
        if self._random.random() >= fault.share:
            return False
        fault.struck += 1
        if fault.times is not None and fault.struck >= fault.times:
            self.remove(fault)
        return True


def deliveries(faults: list[Fault]) -> list[float]:
    """Return when the copies of an event are due, in seconds from now."""
    delays = [0.0]
    for fault in faults:
        if fault.copies > 1:
            delays += [fault.delay_seconds * copy for copy in range(1, fault.copies)]
        else:
            delays = [delay + fault.delay_seconds for delay in delays]
    return delays
