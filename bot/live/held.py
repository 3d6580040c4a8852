"""What a lane knows of a row of the outbox while it waits: when it is due, and where it may go."""

import math
from dataclasses import dataclass, field
from typing import Final

from bot.controls import in_base_36
from bot.ledger.books import CHANNEL_SINK, LOG_SINK, Acknowledgement
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.live_book import COMBO_MS, REVIEW_SINK, Combo
from bot.storage.deliveries import Delivery, Key

FIRST_PAUSE_SECONDS: Final = 1.0
LONGEST_PAUSE_SECONDS: Final = 300.0
"""How long what was refused is left alone, doubling each time."""
COUNT_UP_MS: Final = 2_000
"""How often a combo's message is counted up at most, so that a press of its own button, which
counts it up without spending the channel's limit, comes first."""


@dataclass(eq=False, slots=True)
class Held:
    """A row that waits: as the books have it, so that nothing is read to see whose turn it is."""

    guild: int
    row: Acknowledgement
    combo: Combo | None
    home: int = 0
    """The channel that it was for when it came; the row has the one that was tried last."""
    is_known: bool = True
    """Whether this is all that the books have of it."""
    news: int = 0
    """How often the books have told of it."""
    since: float = math.inf
    """Since when its message could be posted, by the pace."""
    left_alone_until: float = -math.inf
    """When it is tried again after it was refused, by the pace."""
    pause: float = FIRST_PAUSE_SECONDS
    in_hand: bool = field(default=False)
    """Whether it is being shown just now."""

    def __post_init__(self) -> None:
        """Find out where it belongs."""
        if not self.home:
            self.home = self.row.channel

    @property
    def key(self) -> Key:
        """What names the row."""
        return self.guild, self.row.number, self.row.sink

    @property
    def stands(self) -> bool:
        """Whether there is a message that is changed, and none to be posted."""
        return self.row.message != 0

    @property
    def is_in_doubt(self) -> bool:
        """Whether a message may have been posted of which nobody heard."""
        return self.row.attempted > self.row.shown and not self.stands

    @property
    def place(self) -> int:
        """The channel where it is looked for or changed, or where it is to be posted first."""
        if self.stands or self.is_in_doubt:
            return self.row.channel
        return self.combo.channel if self.combo else self.home

    @property
    def is_unsaid(self) -> bool:
        """Whether it was taken back before anybody read of it."""
        return bool(
            self.combo and not self.combo.quantity and not self.stands and not self.row.shown
        )

    @property
    def can_merge(self) -> bool:
        """Whether a digest may tell of it: of a gift that nobody has been told of."""
        return self.combo is not None and not self.row.shown and not self.stands

    @property
    def rank(self) -> tuple[bool, int, int]:
        """What is posted first: what no digest can tell of, then the most coins, then the oldest.

        What no digest can tell of is rare, and would wait for good behind a flood.
        """
        coins = self.combo.coins if self.combo else 0
        return self.can_merge, -coins, self.row.number

    def told(self, row: Acknowledgement, combo: Combo | None) -> None:
        """Take note of what the books have of it now; of the combo, if it changed."""
        self.row = row
        self.combo = combo or self.combo
        self.news += 1

    def due(self, now_ms: int) -> tuple[int, float] | None:
        """Which revision is to be shown, and from which moment on; None where nothing is.

        A combo that goes on is shown once it begins, counted up now and then, and settled once.
        """
        row, combo = self.row, self.combo
        if row.shown >= row.wanted:
            return None
        was_told_by_digest = row.digest and row.shown
        if combo is None or combo.gifts == 1 or was_told_by_digest:
            return row.wanted, 0
        if not combo.goes_on(combo.show, now_ms):
            return row.wanted, 0
        counting = row.wanted - 1
        if row.shown >= counting:
            return row.wanted, combo.last_ms + COMBO_MS
        return counting, row.shown_ms + COUNT_UP_MS if row.shown else 0

    def is_held_back(self, holding: set[tuple[int, int]]) -> bool:
        """Whether its creator holds thank-yous back, given those who do."""
        return self.combo is not None and (self.guild, self.combo.recipient) in holding

    def leave_alone(self, now: float, longest_seconds: float) -> None:
        """Do not try it again for a while that doubles each time; `now` is by the pace."""
        self.left_alone_until = now + min(self.pause, longest_seconds)
        self.pause = min(self.pause * 2, longest_seconds)

    def try_again(self) -> None:
        """Forget that it was refused."""
        self.left_alone_until = -math.inf
        self.pause = FIRST_PAUSE_SECONDS

    def channels(self, settings: GuildSettings) -> list[int]:
        """Where it may be posted, best first: as set now, as set then, where it was sent."""
        home = self.combo.channel if self.combo else self.home
        if self.row.sink in {LOG_SINK, REVIEW_SINK}:
            # What moderators wrote is not for everybody who reads a channel that was given up.
            places = [settings.log_channel or home]
        elif self.row.sink != CHANNEL_SINK or self.combo is None or self.combo.show:
            places = [home, settings.gift_channel, self.row.fallback]
        else:
            places = [settings.gift_channel, home, self.row.fallback]
        return [channel for channel in dict.fromkeys(places) if channel]


def nonce_of(row: Delivery, revision: int, channel: int) -> str:
    """A name for this sending, at most 25 characters, which Discord knows for a few minutes.

    Discord compares the nonces of one author everywhere, so the channel, which is unique, is in it.
    """
    parts = (row.sink[0], in_base_36(channel), in_base_36(row.acknowledgement))
    return ".".join([*parts, in_base_36(revision)])[:25]
