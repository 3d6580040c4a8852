"""Which channels take nothing at present, and how long each is left alone."""

import math
from collections import defaultdict

from bot.live.backoff import Backoff
from bot.live.pace import Pace


class Outages:
    """The channels of all guilds that refused what was said there last."""

    def __init__(self, pace: Pace) -> None:
        """Begin with every channel open; moments are by `pace`."""
        self._pace = pace
        self._outages: defaultdict[int, dict[int, Backoff]] = defaultdict(dict)

    def begin(self, guild: int, channel: int) -> None:
        """Leave a channel alone for a while, which doubles as long as it refuses."""
        self._outages[guild].setdefault(channel, Backoff()).fail(self._pace.now())

    def end(self, guild: int, channel: int) -> None:
        """A channel took something."""
        outages = self._outages.get(guild)
        if outages:
            outages.pop(channel, None)
            if not outages:
                del self._outages[guild]

    def end_all(self, guild: int) -> None:
        """Something changed in a guild that may have opened its channels."""
        self._outages.pop(guild, None)

    def is_on(self, guild: int, channel: int) -> bool:
        """Whether a channel refused what was said there last."""
        return channel in self._outages.get(guild, ())

    def until(self, guild: int, channel: int) -> float:
        """When a channel may be tried again; a moment that is past where it may be now."""
        outage = self._outages.get(guild, {}).get(channel)
        return outage.until if outage else -math.inf
