"""How the connection to Discord's gateway is, for whoever asks without knowing Discord."""

import math

from discord.ext import commands


class DiscordGateway:
    """The connections of one bot, one for each shard."""

    def __init__(self, client: commands.AutoShardedBot) -> None:
        """Look at the connections of `client`."""
        self._client = client

    @property
    def is_connected(self) -> bool:
        """Whether all of them stand."""
        shards = self._client.shards
        return bool(shards) and not any(shard.is_closed() for shard in shards.values())

    @property
    def latency_seconds(self) -> float | None:
        """The mean of how long heartbeats take to be answered; None before the first answer."""
        latency = self._client.latency
        return latency if math.isfinite(latency) else None
