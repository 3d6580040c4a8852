"""What a lane knows of a row of the outbox while it waits: when it is due, and where it may go."""

import math
from dataclasses import dataclass
from typing import Final

from bot.ledger.books import CHANNEL_SINK, LOG_SINK, Acknowledgement
from bot.ledger.books.live import COMBO_MS, REVIEW_SINK, Combo
from bot.ledger.guild_settings import GuildSettings
from bot.live.backoff import Backoff
from bot.storage.deliveries import Key

COUNT_UP_MS: Final = 2_000
"""How often a combo's message is counted up at most, so that a press of its own button, which
counts it up without spending the channel's limit, comes first."""


@dataclass(eq=False, slots=True)
class Held:
    """A row that waits: as the books have it, so that nothing is read to see whose turn it is."""

    guild: int
    row: Acknowledgement
    combo: Combo | None
    is_known: bool = True
    """Whether this is all that the books have of it."""
    news: int = 0
    """How often the books have told of it."""
    since: float = math.inf
    """Since when its message could be posted, by the pace."""
    backoff: Backoff | None = None
    """How long it is left alone, since it was refused; None where it was not."""
    overtaken: bool = False
    """Whether its message may say less than the books know as shown: a press had it changed while a
    change of ours was on its way, and nobody knows which of the two came last."""
    in_hand: bool = False
    """Whether it is being shown just now."""

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
    def home(self) -> int:
        """The channel that it was meant for; the row has the one that was tried last."""
        return self.combo.channel if self.combo else self.row.home or self.row.channel

    @property
    def place(self) -> int:
        """The channel where it is looked for or changed, or where it is to be posted first."""
        if self.stands or self.is_in_doubt:
            return self.row.channel
        return self.home

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
        What was overtaken is shown once more.
        """
        due = self._due(now_ms)
        if self.overtaken and (due is None or due[1] > now_ms):
            return self.row.shown, 0
        return due

    def _due(self, now_ms: int) -> tuple[int, float] | None:
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

    @property
    def left_alone_until(self) -> float:
        """When it is tried again after it was refused, by the pace."""
        return self.backoff.until if self.backoff else -math.inf

    def leave_alone(self, now: float, longest_seconds: float = math.inf) -> None:
        """Do not try it again for a while that doubles each time; `now` is by the pace."""
        self.backoff = self.backoff or Backoff()
        self.backoff.fail(now, longest_seconds)

    def try_again(self) -> None:
        """Forget that it was refused."""
        self.backoff = None

    def channels(self, settings: GuildSettings) -> list[int]:
        """Where it may be posted, best first: as set now, as set then, where it was sent."""
        home = self.home
        if self.row.sink in {LOG_SINK, REVIEW_SINK}:
            # What moderators wrote is not for everybody who reads a channel that was given up.
            places = [settings.log_channel or home]
        elif self.row.sink != CHANNEL_SINK or self.combo is None or self.combo.show:
            places = [home, settings.gift_channel, self.row.fallback]
        else:
            places = [settings.gift_channel, home, self.row.fallback]
        return [channel for channel in dict.fromkeys(places) if channel]
