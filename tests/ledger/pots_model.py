"""Promotions, drops and chests told a second time, from who took what.

As the other models, it shares no rule and no arithmetic with the ledger: what is left of a pot is
never kept, but what went in without what was taken.
"""

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from hashlib import sha256
from math import floor
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from bot.ledger.books import CHANNEL_SINK
from bot.ledger.requests import Request
from bot.ledger.requests.pots import (
    ClosePot,
    CreateDrop,
    CreatePromotion,
    DropChest,
    OpenChest,
    RedeemCode,
    TakeShare,
)
from tests.ledger.expected import Expected, ModelShown, refuse
from tests.ledger.model import ModelGuild
from tests.ledger.scene import milliseconds

ROLE: Final = 66
"""The role that some drops are for."""
NEVER: Final = datetime(2100, 1, 1, tzinfo=UTC)
ALWAYS: Final = datetime(2000, 1, 1, tzinfo=UTC)
OF_POTS: Final = (
    CreatePromotion, RedeemCode, CreateDrop, DropChest, TakeShare, OpenChest, ClosePot,
)  # fmt: skip
PAUSES: Final = tuple(timedelta(minutes=it) for it in (1, 2, 4, 8, 16, 32, 60))


class ModelShare(NamedTuple):
    """Who took what, by which operation: coins that were bought, and bonus coins."""

    who: int
    seq: int
    bought: int
    bonus: int
    day: date = date.min
    """The guild's day on which it was taken."""


class ModelPot(NamedTuple):
    """A pot and what was taken from it."""

    kind: str
    keeper: int
    own: bool
    bought: int
    bonus: int
    people: int
    opens: datetime
    closes: datetime
    code: str = ""
    role: int = 0
    seed: str = ""
    taken: tuple[ModelShare, ...] = ()
    opened: bool = False
    closed: bool = False
    day: date = date.min
    """The guild's day on which it was filled."""

    @property
    def is_over(self) -> bool:
        """Whether nothing lies in it any more."""
        return self.closed or len(self.taken) == self.people

    @property
    def rest(self) -> tuple[int, int]:
        """What lies in it: bought coins and bonus coins."""
        if self.closed:
            return (0, 0)
        bought = self.bought - sum(share.bought for share in self.taken)
        return bought, self.bonus - sum(share.bonus for share in self.taken)

    def next_share(self) -> tuple[int, int]:
        """What the next one takes."""
        _, bonus = self.rest
        if not self.seed:
            each = (self.bought + self.bonus) // self.people
            return each - min(each, bonus), min(each, bonus)
        return 0, self.dealt(len(self.taken))

    def dealt(self, place: int) -> int:
        """The uneven share at a place, counted from 0."""
        weights = [self._weight(place) for place in range(1, self.people + 1)]
        parts = [Fraction(weight, sum(weights)) for weight in weights]
        more = self.bonus - self.people
        before, after = (floor(more * sum(parts[:upto])) for upto in (place, place + 1))
        return 1 + after - before

    def _weight(self, place: int) -> int:
        return 1 + int(sha256(f"{self.seed}:{place}".encode()).hexdigest()[:16], 16)


class PotsModel(ModelGuild):
    """One guild with its pots."""

    def __init__(self, now: datetime) -> None:
        """Start with nothing to take."""
        super().__init__(now)
        self.pots: dict[int, ModelPot] = {}
        self.guesses: dict[int, tuple[int, datetime]] = {}

    def _asked(self, request: Request) -> object:
        if not isinstance(request, OF_POTS):
            return super()._asked(request)
        left_out = {"guild", "key", "actor", "own_roles", "closes_ms", "opens_ms", "seed"}
        left_out |= {"quoted_bonus"}
        names = [part.name for part in fields(request) if part.name not in left_out]
        asked = [getattr(request, name) for name in names]
        return (type(request), request.actor.user_id, *asked)

    def _act(self, request: Request) -> Expected:
        acts: dict[type[Request], Callable[[Any], Expected]] = {
            CreatePromotion: self._create_promotion,
            CreateDrop: self._create_drop,
            DropChest: self._drop_chest,
            RedeemCode: self._redeem,
            TakeShare: self._take_share,
            OpenChest: self._open_chest,
            ClosePot: self._close_pot,
        }
        if type(request) not in acts:
            return super()._act(request)
        if request.actor.is_bot:
            refuse("bot-recipient")
        return acts[type(request)](request)

    # Making.

    def _moment(self, at_ms: int) -> datetime:
        return datetime.fromtimestamp(at_ms / 1000, tz=UTC) if at_ms else NEVER

    def _must_be_dealt(self, each: int, people: int) -> None:
        if each not in range(1, 10**6 + 1):
            refuse("pot-range", code="coins")
        if people not in range(1, 10_001):
            refuse("pot-range", code="people")

    def _must_come(self, at_ms: int, after: datetime, most: timedelta) -> None:
        """See that something is soon enough behind a moment."""
        if at_ms and not timedelta(0) < self._moment(at_ms) - after <= most:
            refuse("moment", at_ms=at_ms)

    def _must_have_few(self, keeper: int, *, own: bool) -> None:
        open_ones = [pot for pot in self.pots.values() if (pot.keeper, pot.own) == (keeper, own)]
        most = 3 if own else 20
        if sum(not pot.is_over for pot in open_ones) >= most:
            refuse("too-many-pots", code="chest" if own else "pot", most=most)

    def _with_code(self, code: str) -> int:
        plain = code.casefold().replace(" ", "").replace("-", "")
        found = [
            number
            for number, pot in self.pots.items()
            if pot.kind == "promotion" and pot.code == plain and not pot.is_over
        ]
        return found[0] if found else 0

    def _create_promotion(self, request: CreatePromotion) -> Expected:
        self._must_be_dealt(request.coins, request.uses)
        self._must_come(request.closes_ms, self.now, timedelta(days=365))
        if len(request.code) < 4:
            refuse("code-refused")
        taken = self._with_code(request.code)
        if taken:
            refuse("code-taken", pot=taken)
        who = request.actor.user_id
        self._must_have_few(who, own=False)
        expected = self._done("promo", each=request.coins, people=request.uses)
        plain = request.code.casefold().replace(" ", "").replace("-", "")
        closes = self._moment(request.closes_ms)
        facts = (request.coins * request.uses, request.uses, ALWAYS, closes, plain)
        self.pots[self.seq] = ModelPot("promotion", who, False, 0, *facts)
        return expected

    def _create_drop(self, request: CreateDrop) -> Expected:
        self._must_be_dealt(request.coins, request.shares)
        self._must_come(request.closes_ms, self.now, timedelta(hours=168))
        who = request.actor.user_id
        self._must_have_few(who, own=False)
        expected = self._done("drop", each=request.coins, people=request.shares)
        closes = self._moment(request.closes_ms)
        facts = (request.coins * request.shares, request.shares, ALWAYS, closes, "", request.role)
        self.pots[self.seq] = ModelPot("drop", who, False, 0, *facts)
        self.shown[self.seq, CHANNEL_SINK] = ModelShown()
        return expected

    def _drop_chest(self, request: DropChest) -> Expected:
        who, people, wanted = request.actor.user_id, request.shares, request.coins
        if people not in range(1, 151):
            refuse("pot-range", code="people")
        if wanted < people:
            refuse("pot-range", code="total", least=people)
        opened = max(self.now, self._moment(request.opens_ms))
        self._must_come(request.closes_ms, opened, timedelta(minutes=10))
        has_bonus = int(self.has(who, "bonus_coins"))
        if request.own:
            self._must_not_be_frozen(who)
            self.must_not_be_barred("sending", request.own_roles)
            self.must_be_of_age(who)
            everything = has_bonus + int(self.has(who, "coins"))
            if everything < wanted:
                refuse("chest-short", total=wanted, balance=everything)
        is_even = request.own and wanted > has_bonus
        total = wanted - wanted % people if is_even else wanted
        bonus = min(total, has_bonus) if request.own else total
        if request.quoted_bonus not in {None, bonus}:
            refuse("chest-changed")
        if request.own:
            self._must_be_within_limits(who, total)
        opens, closes = self._moment(request.opens_ms), self._moment(request.closes_ms)
        parts = (total - bonus, bonus, people, opens, closes)
        seed = "" if is_even else request.seed
        pot = ModelPot("chest", who, request.own, *parts, seed=seed, day=self._day)
        if request.own and self.settings.get("pair_cap"):
            pot = self._drawn_within(pot, self.settings["pair_cap"])
        self._must_have_few(who, own=request.own)
        prints = {"fingerprint": pot.seed and sha256(pot.seed.encode()).hexdigest()}
        if request.own:
            self.give(who, "bonus_coins", -bonus)
            self.give(who, "coins", bonus - total)
            facts = {"coins": total - bonus, "even": is_even, "kept": wanted - total} | prints
            expected = self._done("own-chest", bonus_coins=bonus, people=people, **facts)
        else:
            expected = self._done("chest", bonus_coins=bonus, people=people, **prints)
        self.pots[self.seq] = pot
        self.shown[self.seq, CHANNEL_SINK] = ModelShown()
        return expected

    @property
    def _day(self) -> date:
        return self.now.astimezone(ZoneInfo(self.settings["timezone"])).date()

    def _drawn_within(self, pot: ModelPot, most: int) -> ModelPot:
        """A chest drawn until no share is more than one may have of another in a day."""
        if pot.bought + pot.bonus > most * pot.people:
            refuse("chest-over-cap", most=most)
        for _ in range(32 if pot.seed else 0):
            if all(pot.dealt(place) <= most for place in range(pot.people)):
                return pot
            pot = pot._replace(seed=sha256(pot.seed.encode()).hexdigest())
        return refuse("chest-over-cap", most=most) if pot.seed else pot

    def taken_of(self, keeper: int, who: int) -> int:
        """What somebody took today of the chests that another filled themselves."""
        return sum(
            share.bought + share.bonus
            for pot in self.pots.values()
            for share in pot.taken
            if (pot.own, pot.keeper, share.who, share.day) == (True, keeper, who, self._day)
        )

    def _must_be_within_pair(self, pot: ModelPot, who: int) -> None:
        """See that a share is not more than its keeper may give this one today. Here none is."""

    def _must_be_within_limits(self, who: int, coins: int) -> None:
        """See that somebody may put so much into a chest. Here nobody is limited."""

    def in_chests(self, who: int, counts: Callable[[date], bool]) -> int:
        """What somebody put into chests on days that count, without what came back."""
        return sum(
            sum(share.bought + share.bonus for share in pot.taken)
            if pot.closed
            else pot.bought + pot.bonus
            for pot in self.pots.values()
            if pot.own and pot.keeper == who and counts(pot.day)
        )

    # Taking.

    def _redeem(self, request: RedeemCode) -> Expected:
        who = request.actor.user_id
        self._must_not_be_frozen(who)
        self.must_not_be_barred("receiving", request.own_roles)
        self.must_be_of_age(who)
        wrong, last = self.guesses.get(who, (0, ALWAYS))
        if self.now - last >= timedelta(days=1):
            wrong = 0
        if wrong >= 5 and self.now < last + PAUSES[min(wrong - 5, 6)]:
            refuse("guessing-slowed", from_ms=milliseconds(last + PAUSES[min(wrong - 5, 6)]))
        number = self._with_code(request.code)
        if not number or self.now >= self.pots[number].closes:
            self.guesses = {**self.guesses, who: (wrong + 1, self.now)}
            slowed = wrong + 1 >= 5
            next_try = self.now + PAUSES[min(wrong - 4, 6)] if slowed else None
            refuse("no-such-code", from_ms=milliseconds(next_try) if next_try else 0)
        self._must_be_first(number, who)
        expected = self._take(number, who)
        self.guesses = {other: it for other, it in self.guesses.items() if other != who}
        return expected

    def must_be_of_age(self, who: int) -> None:
        """See that an account is old enough to give and take; here, all are."""

    def _must_be_first(self, number: int, who: int) -> None:
        pot = self.pots[number]
        for share in pot.taken:
            if share.who == who:
                refuse("share-had", by_seq=share.seq, total=share.bought + share.bonus)
        if pot.keeper == who:
            refuse("own-pot", of=pot.kind)

    def _take_share(self, request: TakeShare) -> Expected:
        who, pot = request.actor.user_id, self.pots.get(request.pot)
        if pot is None or pot.kind == "promotion":
            refuse("no-such-pot")
        self._must_be_first(request.pot, who)
        is_held = pot.own and pot.keeper in self.frozen
        if pot.is_over or self.now >= pot.closes or is_held:
            refuse("pot-over", all_taken=len(pot.taken) == pot.people)
        if self.now < pot.opens:
            refuse("chest-shut", opens_ms=milliseconds(pot.opens))
        if pot.role and pot.role not in request.own_roles:
            refuse("role-missing", role=pot.role)
        self._must_not_be_frozen(who)
        self.must_not_be_barred("receiving", request.own_roles)
        self.must_be_of_age(who)
        if pot.own:
            self._must_be_within_pair(pot, who)
        return self._take(request.pot, who)

    def _take(self, number: int, who: int) -> Expected:
        pot = self.pots[number]
        bought, bonus = pot.next_share()
        self._must_have_room(who, bonus_coins=bought + bonus)
        self.give(who, "bonus_coins", bought + bonus)
        everything = self.has(who, "coins") + self.has(who, "bonus_coins")
        left = pot.people - len(pot.taken) - 1
        facts = {"coins": bought, "bonus_coins": bonus, "left": left, "all_coins": everything}
        expected = self._done("own-share", pot=number, of=pot.kind, **facts)
        share = ModelShare(who, self.seq, bought, bonus, self._day)
        self.pots[number] = pot._replace(taken=(*pot.taken, share))
        self._show_pot(number)
        return expected

    def _show_pot(self, number: int) -> None:
        if (number, CHANNEL_SINK) in self.shown:
            self.shown[number, CHANNEL_SINK] = self.shown[number, CHANNEL_SINK].more()

    # Time.

    def _open_chest(self, request: OpenChest) -> Expected:
        pot = self.pots.get(request.pot)
        if pot is None or pot.kind != "chest" or pot.opened or pot.is_over:
            refuse("no-such-pot")
        if self.now < pot.opens:
            refuse("chest-shut", opens_ms=milliseconds(pot.opens))
        self.pots[request.pot] = pot._replace(opened=True)
        self._show_pot(request.pot)
        return self._done("own-chest-open", pot=request.pot)

    def _close_pot(self, request: ClosePot) -> Expected:
        who = request.actor.user_id
        pot = self.pots.get(request.pot) or refuse("no-such-pot")
        if pot.is_over:
            is_empty = len(pot.taken) == pot.people
            refuse("pot-ended-before", pot=request.pot, of=pot.kind, all_taken=is_empty)
        if not request.early and self.now < pot.closes:
            refuse("no-such-pot")
        is_keepers = pot.own and pot.keeper == who
        is_held = pot.keeper in self.frozen
        if request.early and is_keepers and self.now >= pot.opens and not is_held:
            refuse("chest-open")
        bought, bonus = pot.rest
        if pot.own:
            self._must_have_room(pot.keeper, coins=bought, bonus_coins=bonus)
            self.give(pot.keeper, "coins", bought)
            self.give(pot.keeper, "bonus_coins", bonus)
        is_act = request.early and not is_keepers
        facts = {"coins": bought, "bonus_coins": bonus, "taken": len(pot.taken)}
        kind = "pot-end" if is_act else "own-pot-over"
        expected = self._done(kind, pot=request.pot, own=pot.own, **facts)
        self.pots[request.pot] = pot._replace(closed=True)
        self._show_pot(request.pot)
        if pot.own and (is_act or not request.early):
            # Also who was asked for when the time was over, which is the keeper themselves.
            self.told[pot.keeper, self.seq] = None
        return expected
