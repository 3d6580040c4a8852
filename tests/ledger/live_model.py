"""Live shows told a second time: what is summed is counted from the gifts whenever it is asked."""

from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from bot.ledger.books import CHANNEL_SINK
from bot.ledger.books.live import BOARD_SINK
from bot.ledger.levels import LEAST_COINS
from bot.ledger.requests import Person, Request
from bot.ledger.requests.live import (
    AnswerMatch,
    EndGoal,
    EndMatch,
    EndShow,
    FollowCreator,
    HoldThanks,
    NameDeputy,
    OfCombo,
    PauseReceiving,
    ProposeMatch,
    ReplayGift,
    SetGoal,
    SkipThanks,
    StartShow,
    ThankAll,
    ThankFor,
)
from tests.ledger.expected import Expected, ModelGift, ModelItem, ModelShown, refuse

SILENCE: Final = timedelta(seconds=10)
_OF_THE_MOMENT: Final = {SetGoal: {"expires_ms"}, ProposeMatch: {"channel"}}
"""What may differ when the same is asked again."""


class ModelCombo(NamedTuple):
    """A run of gifts."""

    sender: int
    recipient: int
    item: int
    show: int
    gifts: tuple[int, ...]
    last: datetime
    closed: bool = False
    answered: int = 0


class ModelShow(NamedTuple):
    """A show, and whether it ended."""

    creator: int
    is_over: bool = False


class ModelGoal(NamedTuple):
    """A goal; what it came to stands in `final` once it has ended."""

    creator: int
    item: int
    target: int
    expires: datetime
    reached: int = 0
    final: int | None = None


class ModelMatch(NamedTuple):
    """A match; what it came to stands in `final` once it has ended."""

    challenger: int
    opponent: int
    minutes: int
    proposed: datetime
    accepted: int = 0
    begins: datetime | None = None
    final: tuple[int, int] | None = None

    @property
    def ends(self) -> datetime:
        """When it is over."""
        assert self.begins
        return self.begins + timedelta(minutes=self.minutes)

    def is_open(self, now: datetime) -> bool:
        """Whether it is a challenge, answered with no or not at all, whose time goes on."""
        return not self.begins and now < self.proposed + timedelta(minutes=10)


class LiveModel:
    """The live part of one guild."""

    now: datetime
    seq: int
    numbers: dict[int, int]
    gifts: dict[int, ModelGift]
    reversed: dict[int, int]
    frozen: dict[int, int]
    items: dict[int, ModelItem]
    shown: dict[tuple[int, str], ModelShown]

    def __init__(self) -> None:
        """Start with nobody live."""
        self.combos: dict[int, ModelCombo] = {}
        self.replays: dict[int, list[datetime]] = {}
        self.shows: dict[int, ModelShow] = {}
        self.goals: dict[int, ModelGoal] = {}
        self.matches: dict[int, ModelMatch] = {}
        self.followers: frozenset[tuple[int, int]] = frozenset()
        self.deputies: frozenset[tuple[int, int]] = frozenset()
        self.paused: frozenset[int] = frozenset()
        self.holding: frozenset[int] = frozenset()

    def _done(self, kind: str, **facts: object) -> Expected:
        raise NotImplementedError

    # What is counted from the gifts.

    def standing(self) -> dict[int, ModelGift]:
        """The gifts that were not taken back."""
        return {seq: gift for seq, gift in self.gifts.items() if seq not in self.reversed}

    def level(self, sender: int, more: int = 0) -> int:
        """The level of who gave so many coins, and so many more."""
        given = more + sum(gift.coins for gift in self.standing().values() if gift.sender == sender)
        return sum(given >= least for least in LEAST_COINS)

    def left_of(self, combo: ModelCombo) -> tuple[int, int]:
        """The quantity and the coins of a combo that were not taken back."""
        left = [gift for seq, gift in self.standing().items() if seq in combo.gifts]
        return sum(gift.quantity for gift in left), sum(gift.coins for gift in left)

    def came_to(self, show: int) -> tuple[int, int, int]:
        """The gifts, coins and earned units of a show."""
        of_show = {
            seq for combo in self.combos.values() if combo.show == show for seq in combo.gifts
        }
        left = [gift for seq, gift in self.standing().items() if seq in of_show]
        earned = sum(gift.coins * gift.share * 10_000 for gift in left)
        pieces = sum(gift.quantity for gift in left)
        return pieces, sum(gift.coins for gift in left), int(earned)

    def boards_of(self, show: int) -> Counter[tuple[str, int]]:
        """What a show's boards say, by board and member."""
        counted: Counter[tuple[str, int]] = Counter()
        for combo in self.combos.values():
            if combo.show == show:
                _, coins = self.left_of(combo)
                counted["given", self.numbers[combo.sender]] += coins
                counted["received", self.numbers[combo.recipient]] += coins
        return +counted

    def progress(self, number: int) -> int:
        """How far a goal has come."""
        goal = self.goals[number]
        if goal.final is not None:
            return goal.final
        counted = [
            gift
            for seq, gift in self.standing().items()
            if seq > number and gift.recipient == goal.creator and gift.moment < goal.expires
        ]
        if goal.item:
            return sum(gift.quantity for gift in counted if gift.item == goal.item)
        return sum(gift.coins for gift in counted)

    def score(self, number: int) -> tuple[int, int]:
        """What the challenger and the opponent of a match were given in it."""
        match = self.matches[number]
        if match.final is not None:
            return match.final
        if match.begins is None:
            return (0, 0)
        scores = Counter[int]()
        for seq, gift in self.standing().items():
            if seq > match.accepted and match.begins <= gift.moment < match.ends:
                scores[gift.recipient] += gift.coins
        return scores[match.challenger], scores[match.opponent]

    # Gifts.

    def show_of(self, creator: int) -> int:
        """The creator's running show, or 0."""
        running = [n for n, show in self.shows.items() if show == ModelShow(creator)]
        return running[0] if running else 0

    def goal_of(self, creator: int) -> int:
        """The creator's goal, or 0."""
        goals = [
            number
            for number, goal in self.goals.items()
            if goal.creator == creator and goal.final is None
        ]
        return goals[0] if goals else 0

    def joined(self, sender: int, recipient: int, item: int) -> int:
        """The combo that a gift given now joins, or 0."""
        runs = [
            number
            for number, combo in self.combos.items()
            if (combo.sender, combo.recipient, combo.item) == (sender, recipient, item)
        ]
        if not runs:
            return 0
        latest = self.combos[max(runs)]
        is_open = not latest.closed and not latest.answered
        goes_on = self.now - latest.last < SILENCE and is_open
        return max(runs) if goes_on and latest.show == self.show_of(recipient) else 0

    def enter_combo(self, seq: int, number: int) -> None:
        """Let gift `seq`, which stands already, join combo `number`, or begin it."""
        gift = self.gifts[seq]
        if number == seq:
            show = self.show_of(gift.recipient)
            combo = ModelCombo(gift.sender, gift.recipient, gift.item, show, (seq,), self.now)
            self.shown[number, CHANNEL_SINK] = ModelShown()
        else:
            before = self.combos[number]
            combo = before._replace(gifts=(*before.gifts, seq), last=self.now)
            shown = self.shown[number, CHANNEL_SINK]
            self.shown[number, CHANNEL_SINK] = shown.more(2)
        self.combos[number] = combo
        goal = self.goal_of(gift.recipient)
        if goal and not self.goals[goal].reached and self.progress(goal) >= self.goals[goal].target:
            self.goals[goal] = self.goals[goal]._replace(reached=seq)
            self.shown[goal, CHANNEL_SINK] = ModelShown()

    def take_out(self, seq: int) -> None:
        """Have the acknowledgement of a gift that was just taken back say so."""
        number, combo = next((n, c) for n, c in self.combos.items() if seq in c.gifts)
        shown = self.shown[number, CHANNEL_SINK]
        nothing_left = self.left_of(combo) == (0, 0)
        unread = nothing_left and not shown.is_tried
        self.shown[number, CHANNEL_SINK] = shown._replace(wanted=0) if unread else shown.more()

    def carry(self, number: int) -> None:
        """A digest is about to carry an acknowledgement."""
        shown = self.shown[number, CHANNEL_SINK]
        self.shown[number, CHANNEL_SINK] = shown._replace(attempted=shown.wanted)
        if number in self.combos:
            self.combos[number] = self.combos[number]._replace(closed=True)

    def must_receive(self, *creators: int) -> None:
        """See that they receive gifts."""
        for creator in creators:
            if creator in self.paused:
                refuse("receiving-paused")

    def _must_ask_for_gifts(self, creator: int) -> None:
        """See that they may ask others for gifts."""
        if creator in self.frozen:
            refuse("frozen", by_seq=self.frozen[creator])
        self.must_receive(creator)

    def _must_play(self, own: int, other: int) -> None:
        for side in (own, other):
            if side in self.frozen or side in self.paused:
                why = "frozen" if side in self.frozen else "receiving-paused"
                refuse("match-side", own=side == own, why=why)

    # Requests.

    def asked_live(self, request: Request) -> object:
        """What is asked, apart from its moment."""
        left_out = {"guild", "key", "actor", *_OF_THE_MOMENT.get(type(request), ())}
        values = [
            getattr(request, part.name) for part in fields(request) if part.name not in left_out
        ]
        return tuple(value.user_id if isinstance(value, Person) else value for value in values)

    def act_live(self, request: Request) -> Expected:
        """What must come of a request about shows."""
        if isinstance(request, OfCombo):
            return self._about_combo(request)
        acts: dict[type[Request], Callable[[Any], Expected]] = {
            StartShow: self._start,
            EndShow: self._end,
            PauseReceiving: self._pause,
            FollowCreator: self._follow,
            NameDeputy: self._name_deputy,
            SetGoal: self._set_goal,
            EndGoal: self._end_goal,
            ProposeMatch: self._propose,
            AnswerMatch: self._answer_match,
            EndMatch: self._end_match,
            HoldThanks: self._hold,
        }
        return acts[type(request)](request)

    def _pause(self, request: PauseReceiving) -> Expected:
        self.paused = self._switched(self.paused, request.actor.user_id, request.on)
        return self._done("live-pause", on=request.on)

    def _hold(self, request: HoldThanks) -> Expected:
        self._must_act_for(request.actor, request.creator)
        self.holding = self._switched(self.holding, request.creator.user_id, request.on)
        return self._done("live-hold", on=request.on)

    @staticmethod
    def _switched(those: frozenset[int], who: int, on: bool) -> frozenset[int]:
        if (who in those) == on:
            refuse("nothing-changed")
        return those ^ {who}

    def _start(self, request: StartShow) -> Expected:
        creator = request.creator.user_id
        running = self.show_of(creator)
        if running:
            refuse("show-runs", show=running)
        self._must_ask_for_gifts(creator)
        if len(request.title) > 80:
            refuse("title-too-long", length=len(request.title), most=80)
        expected = self._done("live-start", creator=self.numbers[creator])
        self.shows[self.seq] = ModelShow(creator)
        self.shown[self.seq, BOARD_SINK] = ModelShown()
        return expected

    def _end(self, request: EndShow) -> Expected:
        creator = request.creator.user_id
        show = self.show_of(creator) or refuse("no-show")
        gifts, coins, earned = self.came_to(show)
        kind = "live-end" if request.actor.user_id == creator else "show-end"
        expected = self._done(kind, show=show, gifts=gifts, coins=coins, earned_units=earned)
        self.shows[show] = ModelShow(creator, is_over=True)
        self.shown[show, BOARD_SINK] = self.shown[show, BOARD_SINK].more()
        self.shown[self.seq, CHANNEL_SINK] = ModelShown()
        return expected

    def _follow(self, request: FollowCreator) -> Expected:
        pair = (request.creator.user_id, request.actor.user_id)
        if pair[0] == pair[1]:
            refuse("follow-self")
        self.followers ^= {pair}
        count = sum(creator == pair[0] for creator, _ in self.followers)
        return self._done("live-follow", on=pair in self.followers, followers=count)

    def _name_deputy(self, request: NameDeputy) -> Expected:
        pair = (request.actor.user_id, request.deputy.user_id)
        if pair[0] == pair[1]:
            refuse("follow-self")
        if (pair in self.deputies) == request.on:
            refuse("nothing-changed")
        self.deputies ^= {pair}
        return self._done("live-deputy", on=request.on)

    def _set_goal(self, request: SetGoal) -> Expected:
        creator = request.actor.user_id
        if request.target not in range(1, 10**9 + 1):
            refuse("goal", target=request.target, most=10**9)
        expires = datetime.fromtimestamp(request.expires_ms / 1_000, UTC)
        if not self.now < expires <= self.now + timedelta(days=7):
            refuse("moment", at_ms=request.expires_ms)
        if request.item:
            item = self.items.get(request.item)
            if item is None or item.retired:
                refuse("unknown-gift", item=request.item)
        self._must_ask_for_gifts(creator)
        before = self.goal_of(creator)
        expected = self._done("live-goal", creator=self.numbers[creator], replaced=before)
        if before:
            self.goals[before] = self.goals[before]._replace(final=self.progress(before))
        self.goals[self.seq] = ModelGoal(creator, request.item, request.target, expires)
        return expected

    def _end_goal(self, request: EndGoal) -> Expected:
        goal = self.goal_of(request.actor.user_id) or refuse("no-goal")
        progress = self.progress(goal)
        self.goals[goal] = self.goals[goal]._replace(final=progress)
        return self._done("live-goal-end", goal=goal, progress=progress)

    def _plays(self, who: int) -> bool:
        """Whether somebody is in a match that was accepted and has not been counted."""
        return any(
            match.begins and match.final is None and who in {match.challenger, match.opponent}
            for match in self.matches.values()
        )

    def _propose(self, request: ProposeMatch) -> Expected:
        challenger, opponent = request.actor.user_id, request.opponent.user_id
        if challenger == opponent:
            refuse("follow-self")
        if request.minutes not in range(1, 61):
            refuse("match-minutes", minutes=request.minutes, most=60)
        self._must_play(challenger, opponent)
        waits = any(
            match.challenger == challenger and match.final is None
            for match in self.matches.values()
        )
        if waits or self._plays(challenger) or self._plays(opponent):
            refuse("match-runs")
        own = [match for match in self.matches.values() if match.challenger == challenger]
        if len(own) >= 3 and all(match.is_open(self.now) for match in own[-3:]):
            refuse("too-many-challenges", most=3)
        expected = self._done("live-match", minutes=request.minutes)
        self.matches[self.seq] = ModelMatch(challenger, opponent, request.minutes, self.now)
        self.shown[self.seq, CHANNEL_SINK] = ModelShown()
        return expected

    def _answer_match(self, request: AnswerMatch) -> Expected:
        number, who = request.match, request.actor.user_id
        match = self.matches.get(number)
        if match is None or match.begins or match.final is not None:
            refuse("no-match")
        if who != match.opponent and (request.accept or who != match.challenger):
            refuse("not-opponent")
        if request.accept:
            if not match.is_open(self.now):
                refuse("challenge-over")
            if self._plays(match.challenger) or self._plays(match.opponent):
                refuse("match-runs")
            self._must_play(match.opponent, match.challenger)
        expected = self._done("live-match-answer", match=number, accepted=request.accept)
        begun = match._replace(accepted=self.seq, begins=self.now)
        self.matches[number] = begun if request.accept else match._replace(final=(0, 0))
        self.shown[number, CHANNEL_SINK] = self.shown[number, CHANNEL_SINK].more()
        return expected

    def _end_match(self, request: EndMatch) -> Expected:
        match = self.matches.get(request.match)
        if match is None or match.final is not None:
            refuse("no-match")
        key = (request.match, CHANNEL_SINK)
        if not match.begins:
            if match.is_open(self.now):
                refuse("no-match")
            expected = self._done("live-match-lapsed", match=request.match)
            self.matches[request.match] = match._replace(final=(0, 0))
            self.shown[key] = self.shown[key].more()
            return expected
        if self.now < match.ends:
            refuse("no-match")
        final = self.score(request.match)
        expected = self._done("live-match-end", challenger_coins=final[0], opponent_coins=final[1])
        self.matches[request.match] = match._replace(final=final)
        self.shown[key] = self.shown[key].more()
        self.shown[self.seq, CHANNEL_SINK] = ModelShown()
        return expected

    # The queue.

    def _must_act_for(self, actor: Person, creator: Person) -> None:
        pair = (creator.user_id, actor.user_id)
        if pair[0] == pair[1]:
            return
        if pair not in self.deputies:
            refuse("not-deputy")
        if pair[1] in self.frozen:
            refuse("frozen", by_seq=self.frozen[pair[1]])

    def due(self, creator: int) -> list[int]:
        """The combos that wait for a creator."""
        return [
            number
            for number, combo in self.combos.items()
            if combo.recipient == creator and not combo.answered and self.left_of(combo)[1]
        ]

    def _about_combo(self, request: OfCombo) -> Expected:
        self._must_act_for(request.actor, request.creator)
        creator, number = request.creator.user_id, request.combo
        combo = self.combos.get(number)
        is_there = combo and combo.recipient == creator and self.left_of(combo)[1]
        if isinstance(request, ReplayGift):
            if not is_there:
                refuse("no-such-gift", gift=number)
            replays = self.replays.get(creator, [])
            if len([at for at in replays if self.now - at < timedelta(minutes=1)]) >= 3:
                refuse("too-many-replays", most=3)
            self.replays[creator] = [*replays, self.now]
            expected = self._done("live-replay", combo=number)
            self.shown[self.seq, CHANNEL_SINK] = ModelShown()
            return expected
        if number not in self.due(creator):
            by = combo.answered if combo and is_there else 0
            refuse("already-answered", combo=number, by_seq=by)
        return self._answer(request, creator, number)

    def _answer(self, request: OfCombo, creator: int, number: int) -> Expected:
        answered = [number]
        match request:
            case ThankFor():
                expected = self._done("live-thanks", combo=number)
                shown = self.shown[number, CHANNEL_SINK]
                self.shown[number, CHANNEL_SINK] = shown.more() if shown.is_tried else shown
            case SkipThanks():
                expected = self._done("live-skip", combo=number)
            case ThankAll():
                answered = [each for each in self.due(creator) if each <= number]
                expected = self._done("live-thanks-all", through=number)
                self.shown[self.seq, CHANNEL_SINK] = ModelShown()
            case _:
                raise AssertionError(request)
        for each in answered:
            self.combos[each] = self.combos[each]._replace(answered=self.seq)
        return expected
