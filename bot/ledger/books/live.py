"""Shows, combos and what belongs to them, as a decision sees them in one guild's books."""

from dataclasses import dataclass, field
from typing import Final

COMBO_MS: Final = 10_000
"""Gifts that follow each other within this are one combo. Of recorded combos the closing frame
came 3 to 4 s after the last tap, and sometimes never: 10 s of silence settle one."""

BOARD_SINK: Final = "board"
"""The sink that keeps a running show's live board in its channel."""
REVIEW_SINK: Final = "review"
"""The sink that lays a held message before the moderators."""
ROLE_SINK: Final = "role"
"""The sink that gives a role which somebody earned."""


@dataclass(slots=True)
class Combo:
    """A run of gifts of one item from one sender to one recipient, shown as one thank-you.

    It is named by its first gift. `quantity` and `coins` are without what was reversed.
    """

    number: int
    sender: int
    recipient: int
    item: int
    channel: int
    show: int
    gifts: int
    quantity: int
    coins: int
    last_seq: int
    last_ms: int
    closed: bool = False
    """Whether no gift joins it any more although it is young: a digest has told its sum."""
    answered_seq: int = 0
    """The operation by which the creator thanked or skipped; 0: not yet; -1: nobody will."""
    answered_ms: int = 0

    def goes_on(self, show: int, now_ms: int) -> bool:
        """Whether a gift given now, in this show or none (0), joins the combo."""
        # What the creator has thanked for is told to its end, and what comes then is new.
        is_open = not self.closed and self.answered_seq <= 0
        return is_open and self.show == show and now_ms - self.last_ms < COMBO_MS


@dataclass(slots=True)
class Show:
    """A creator's live show, named by the operation that started it."""

    number: int
    creator: int
    channel: int
    by_voice: bool
    started_ms: int
    ended_ms: int = 0
    gifts: int = 0
    """Pieces: seven Roses at once are seven."""
    coins: int = 0
    earned_units: int = 0


@dataclass(slots=True)
class Creator:
    """What a member is as a creator."""

    member: int
    registered: bool = False
    paused: bool = False
    """Whether they receive no gifts for now."""
    holding: bool = False
    """Whether their public thank-yous are held back for now."""
    followers: int = 0


@dataclass(slots=True)
class Goal:
    """What a creator wants to reach: coins where `item` is 0, else that many of one gift."""

    number: int
    creator: int
    item: int
    target: int
    progress: int
    expires_ms: int
    reached_seq: int = 0
    ended_seq: int = 0


@dataclass(slots=True)
class Match:
    """Two creators, some minutes, and the coins that each was given meanwhile."""

    number: int
    challenger: int
    opponent: int
    channel: int
    minutes: int
    begins_ms: int = 0
    ends_ms: int = 0
    """When it ends; while it is a challenge, until when that may be answered."""
    challenger_coins: int = 0
    opponent_coins: int = 0
    ended_seq: int = 0
    accepted_seq: int = 0
    """The operation that began it: of gifts of the same millisecond, only those after it count."""

    def is_on(self, now_ms: int) -> bool:
        """Whether gifts count for it now."""
        is_begun = self.accepted_seq > 0 and not self.ended_seq
        return is_begun and self.begins_ms <= now_ms < self.ends_ms

    def counts(self, seq: int, at_ms: int) -> bool:
        """Whether it counts the gift `seq` of that moment."""
        return 0 < self.accepted_seq < seq and self.begins_ms <= at_ms < self.ends_ms

    def score(self, creator: int, coins: int) -> None:
        """Count coins, less than 0 to take them back, for one of the two."""
        if creator == self.challenger:
            self.challenger_coins = max(0, self.challenger_coins + coins)
        else:
            self.opponent_coins = max(0, self.opponent_coins + coins)


@dataclass(slots=True)
class Plan:
    """A show that was announced."""

    number: int
    creator: int
    channel: int
    at_ms: int
    closed_seq: int = 0


@dataclass(frozen=True, slots=True)
class Sweep:
    """All that a creator had not reacted to, up to and including combo `through`, is answered."""

    recipient: int
    through: int
    seq: int
    at_ms: int


@dataclass(slots=True)
class LiveChanges:
    """What decisions changed of shows and combos, by the names that the store knows them by."""

    combos: dict[int, Combo] = field(default_factory=dict)
    shows: dict[int, Show] = field(default_factory=dict)
    creators: dict[int, Creator] = field(default_factory=dict)
    goals: dict[int, Goal] = field(default_factory=dict)
    matches: dict[int, Match] = field(default_factory=dict)
    plans: dict[int, Plan] = field(default_factory=dict)
    followers: dict[tuple[int, int], int] = field(default_factory=dict)
    """By creator and follower: since when, in UTC milliseconds; 0: no more."""
    deputies: dict[tuple[int, int], bool] = field(default_factory=dict)
    """By creator and deputy: whether they are one."""
    reminders: dict[tuple[int, int], bool] = field(default_factory=dict)
    """By plan and member: whether they want one."""
    held: dict[int, bool] = field(default_factory=dict)
    """By gift: whether its message waits for a moderator."""
    unsaid: list[int] = field(default_factory=list)
    """Gifts whose messages are to be forgotten."""
    sweeps: list[Sweep] = field(default_factory=list)


class LiveBook:
    """The part of a guild's books that is about shows. Rules read it and change it through itself,
    so that what they change is written."""

    def __init__(self) -> None:
        """Begin with what nobody has read anything of."""
        self.changes = LiveChanges()
        self.combos: dict[int, Combo] = {}
        self.shows: dict[int, Show] = {}
        self.goals: dict[int, Goal] = {}
        self.matches: dict[int, Match] = {}
        self.plans: dict[int, Plan] = {}
        self.given: dict[int, int] = {}
        """The coins that members have given in all, by number."""
        self.following: set[tuple[int, int]] = set()
        self.deputies: set[tuple[int, int]] = set()
        self.reminders: set[tuple[int, int]] = set()
        self.held: set[int] = set()
        self.replays: dict[int, list[int]] = {}
        """When gifts were shown again, by creator, in UTC milliseconds: the latest, in order."""
        self._creators: dict[int, Creator] = {}
        self._latest: dict[tuple[int, int, int], Combo] = {}
        # A creator has one show and one goal at a time, and few matches.
        self._shows_of: dict[int, Show] = {}
        self._goals_of: dict[int, Goal] = {}
        self._matches_of: dict[int, dict[int, Match]] = {}

    def knows(self, entry: Combo | Show | Creator | Goal | Match | Plan) -> None:
        """Take note of what stands in the store."""
        if isinstance(entry, Combo):
            self.combos[entry.number] = entry
            run = (entry.sender, entry.recipient, entry.item)
            latest = self._latest.get(run)
            if latest is None or latest.number < entry.number:
                self._latest[run] = entry
        elif isinstance(entry, Creator):
            self._creators[entry.member] = entry
        elif isinstance(entry, Show):
            self.shows[entry.number] = entry
            if not entry.ended_ms:
                self._shows_of[entry.creator] = entry
        elif isinstance(entry, Goal):
            self.goals[entry.number] = entry
            if not entry.ended_seq:
                self._goals_of[entry.creator] = entry
        elif isinstance(entry, Match):
            self.matches[entry.number] = entry
            for creator in (entry.challenger, entry.opponent):
                self._matches_of.setdefault(creator, {})[entry.number] = entry
        else:
            self.plans[entry.number] = entry

    def write(self, entry: Combo | Show | Creator | Goal | Match | Plan) -> None:
        """Have a row written as it is now, and know it from now on."""
        self.knows(entry)
        if isinstance(entry, Combo):
            self.changes.combos[entry.number] = entry
        elif isinstance(entry, Creator):
            self.changes.creators[entry.member] = entry
        elif isinstance(entry, Show):
            self.changes.shows[entry.number] = entry
        elif isinstance(entry, Goal):
            self.changes.goals[entry.number] = entry
        elif isinstance(entry, Match):
            self.changes.matches[entry.number] = entry
        else:
            self.changes.plans[entry.number] = entry

    def creator(self, member: int) -> Creator:
        """What a member is as a creator; somebody of whom nothing stands is nothing special."""
        return self._creators.get(member) or Creator(member)

    def show_of(self, creator: int) -> Show | None:
        """The creator's running show."""
        show = self._shows_of.get(creator)
        return show if show and not show.ended_ms else None

    def goal_of(self, creator: int) -> Goal | None:
        """The creator's goal that was not given up, reached or expired or not."""
        goal = self._goals_of.get(creator)
        return goal if goal and not goal.ended_seq else None

    def matches_of(self, creator: int) -> list[Match]:
        """A creator's matches and challenges that have not ended, the oldest first."""
        known = self._matches_of.get(creator)
        if not known:
            return []
        return [known[number] for number in sorted(known) if not known[number].ended_seq]

    def challenges_of(self, creator: int) -> list[Match]:
        """The latest matches that a creator proposed, the last first, as far as they are known."""
        known = self._matches_of.get(creator, {})
        own = [match for match in known.values() if match.challenger == creator]
        return sorted(own, key=lambda match: -match.number)

    def plans_of(self, creator: int) -> list[Plan]:
        """The shows of a creator that are announced and yet to come, as far as they are known."""
        return [
            plan for plan in self.plans.values() if plan.creator == creator and not plan.closed_seq
        ]

    def latest(self, sender: int, recipient: int, item: int) -> Combo | None:
        """The latest combo of this run, open or not."""
        return self._latest.get((sender, recipient, item))

    def combo_of(self, sender: int, recipient: int, item: int, seq: int) -> Combo | None:
        """The combo that holds gift `seq`."""
        runs = (
            combo
            for combo in self.combos.values()
            if (combo.sender, combo.recipient, combo.item) == (sender, recipient, item)
        )
        return next((combo for combo in runs if combo.number <= seq <= combo.last_seq), None)
