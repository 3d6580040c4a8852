"""What is measured of the bot, for `/metrics`; nothing of it names or numbers a person.

Counting is done here, and costs next to nothing; what puts it into words for Prometheus takes 2 MB
and is loaded when somebody asks for the first time.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

_REQUESTS: Final = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024)
_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_LONG_SECONDS: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 300.0)


class Count:
    """How often something happened, or how much of it there was, since the start."""

    def __init__(self, name: str, told: str, label: str = "") -> None:
        """Begin at nothing; with a label, counted apart for each of its few values."""
        self.name, self.told, self.label = name, told, label
        self._values: defaultdict[str, int] = defaultdict(int)
        if not label:
            self._values[""] = 0

    @property
    def values(self) -> Mapping[str, int]:
        """How much there was, for each value of the label; for "" without one."""
        return self._values

    def add(self, number: int = 1, of: str = "") -> None:
        """Count some more."""
        self._values[of] += number


class Level:
    """How much there is of something now."""

    def __init__(self, name: str, told: str) -> None:
        """Begin with nobody knowing."""
        self.name, self.told = name, told
        self.value = math.nan


class Spread:
    """How values are spread: how many are at most as large as each of some bounds."""

    def __init__(self, name: str, told: str, bounds: Sequence[float]) -> None:
        """Begin with none; `bounds` rise."""
        self.name, self.told, self.bounds = name, told, bounds
        self.counts = [0] * (len(bounds) + 1)
        """How many there were up to each bound and above the one before it, and above all."""
        self.total = 0.0

    def observe(self, value: float) -> None:
        """Count a value in."""
        self.counts[bisect_left(self.bounds, value)] += 1
        self.total += value


Measure = Count | Level | Spread


class Measures:
    """All that is measured, each by the name that Prometheus reads after `ovation_`."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self.gifts = Count("gifts", "Gifts sent.")
        self.coins = Count("coins", "Coins given with gifts, of either origin.")
        self.refusals = Count("refusals", "Requests refused by a rule, by kind.", "kind")
        self.turned_away = Count(
            "writer_turned_away", "Requests that could not be written, by kind of answer.", "kind"
        )
        self.batch_requests = Spread(
            "writer_batch_requests", "Requests and marks that shared a commit.", _REQUESTS
        )
        self.batch_seconds = Spread(
            "writer_batch_seconds", "Seconds to decide and commit what shared a commit.", _SECONDS
        )
        self.writer_waiting = Level(
            "writer_waiting", "Requests that wait for the writer to take them."
        )
        self.writer_lag = Level(
            "writer_lag_seconds", "Seconds that the oldest unanswered request has waited."
        )
        self.outbox_waiting = Level(
            "outbox_waiting", "Messages that nobody has been shown yet, without those held back."
        )
        self.outbox_oldest = Level(
            "outbox_oldest_seconds", "Seconds that the oldest of these has waited."
        )
        self.acknowledgements = Spread(
            "acknowledgement_seconds",
            "Seconds from a gift's commit until its message is known to stand in the channel.",
            _LONG_SECONDS,
        )
        self.commands = Count("commands", "Commands that began, by name.", "command")
        self.interaction_errors = Count(
            "interaction_errors", "Commands and presses that broke on our side."
        )
        self.page_errors = Count("page_errors", "Pages that broke on our side.")
        self.overlay_clients = Level("overlay_clients", "Open connections of overlays.")
        self.gateway_connected = Level(
            "gateway_connected", "1 while every connection to Discord's gateway stands, else 0."
        )
        self.gateway_latency = Level(
            "gateway_latency_seconds", "Seconds that Discord's gateway takes to answer a heartbeat."
        )

    def all(self) -> list[Measure]:
        """Each of them."""
        return [one for one in vars(self).values() if isinstance(one, Measure)]
