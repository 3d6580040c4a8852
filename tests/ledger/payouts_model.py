"""Payouts told a second time, in fractions of whole diamonds and of whole money, and asked for.

As the other models, it shares no rule, no unit and no arithmetic with the ledger.
"""

from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from fractions import Fraction
from math import floor
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from bot.ledger.accounts import Kind, hold
from bot.ledger.money import Currency
from bot.ledger.outcomes import Accepted
from bot.ledger.outcomes.payouts import (
    PayoutApproved,
    PayoutAsked,
    PayoutCancelled,
    PayoutPaid,
    PayoutRejected,
)
from bot.ledger.requests import ChangeSetting, Person, Request
from bot.ledger.requests.payouts import (
    ApprovePayout,
    AskPayout,
    CancelPayout,
    CompletePayout,
    OfPayout,
    RejectPayout,
)
from tests.ledger.asking import GUILDS, MEMBERS, PEOPLE, Asking, guilds, pick, reasons
from tests.ledger.expected import Expected, refuse
from tests.ledger.model import ModelGuild
from tests.ledger.scene import ANN, BEA, MOD

DECIMALS: Final = {"USD": 2, "JPY": 0, "KWD": 3}
RANGES: Final = {
    "cashout": range(2),
    "cashout_rate": range(1, 10**9 + 1),
    "cashout_fee": range(10_000),
    "cashout_least": range(1, 10**9 + 1),
    "cashout_daily": range(10**9 + 1),
    "cashout_two": range(10**9 + 1),
}
DEFAULTS: Final = {
    "cashout": 0,
    "cashout_rate": 5_000,
    "cashout_fee": 0,
    "cashout_least": 2_000,
    "cashout_daily": 200_000,
    "cashout_two": 20_000,
    "currency": "USD",
    "no_cashout": 0,
}
ACCOUNT: Final = "DE89 3704 0044 0532 0130 00"
"""What is no reference of a payment, but where somebody could be paid."""
KEPT_OUT: Final = 55
"""The role that some guilds let cash nothing out."""
OUTCOMES: Final = (PayoutAsked, PayoutCancelled, PayoutApproved, PayoutRejected, PayoutPaid)


DECISIONS: Final[tuple[tuple[type[OfPayout], dict[str, str]], ...]] = (
    (ApprovePayout, {}),
    (RejectPayout, {"reason": "fair"}),
    (CompletePayout, {"reference": "PP"}),
    (CancelPayout, {}),
)


class ModelPayout(NamedTuple):
    """A payout: whose, how many diamonds, how much money, when, and how far it has come."""

    creator: int
    diamonds: Fraction
    money: Fraction
    currency: str
    day: date
    two: bool
    approvers: tuple[int, ...] = ()
    state: str = "asked"
    ended: int = 0


class PayoutsModel(ModelGuild):
    """One guild with its payouts."""

    def __init__(self, now: datetime) -> None:
        """Start where nothing is paid out."""
        super().__init__(now)
        self.settings |= DEFAULTS
        self.payouts: dict[int, ModelPayout] = {}

    def _asked(self, request: Request) -> object:
        if not isinstance(request, AskPayout | OfPayout):
            return super()._asked(request)
        left_out = {"guild", "key", "actor", "own_roles"}
        names = [part.name for part in fields(request) if part.name not in left_out]
        asked = [getattr(request, name) for name in names]
        return (type(request), request.actor.user_id, *asked)

    def _act(self, request: Request) -> Expected:
        acts: dict[type[Request], Callable[[Any], Expected]] = {
            AskPayout: self._ask_payout,
            CancelPayout: self._cancel_payout,
            ApprovePayout: self._approve_payout,
            RejectPayout: self._reject_payout,
            CompletePayout: self._complete_payout,
        }
        if type(request) not in acts:
            return super()._act(request)
        if request.actor.is_bot:
            refuse("bot-recipient")
        return acts[type(request)](request)

    def _change_settings(self, request: ChangeSetting) -> Expected:
        wanted = dict(request.changes)
        if not wanted.keys() & DEFAULTS.keys():
            return super()._change_settings(request)
        after = dict(self.settings)
        for name, text in wanted.items():
            if name == "currency":
                after[name] = text
            elif name == "no_cashout":
                after[name] = int(text or 0)
            elif int(text) in RANGES[name]:
                after[name] = int(text)
            else:
                refuse("setting-refused", name=name, code="range")
        if after == self.settings:
            refuse("nothing-changed")
        self.settings = after
        return self._done("setting")

    @property
    def today(self) -> date:
        """The guild's day."""
        return self.now.astimezone(ZoneInfo(self.settings["timezone"])).date()

    def _asked_today(self, who: int) -> list[ModelPayout]:
        own = [payout for payout in self.payouts.values() if payout.creator == who]
        return [payout for payout in own if payout.day == self.today]

    def worth(self, diamonds: Fraction) -> Fraction:
        """What so many diamonds give after the fee, in whole money, down to the smallest coin."""
        rate = Fraction(self.settings["cashout_rate"], 10**6)
        left = 1 - Fraction(self.settings["cashout_fee"], 10_000)
        smallest = 10 ** DECIMALS[self.settings["currency"]]
        return Fraction(floor(diamonds * rate * left * smallest), smallest)

    def _ask_payout(self, request: AskPayout) -> Expected:
        who, terms = request.actor.user_id, self.settings
        if not terms["cashout"]:
            refuse("cashout-off")
        self._must_not_be_frozen(who)
        self.must_not_be_barred("cashout", request.own_roles)
        self._must_owe_no_money(who)
        quoted = (request.quoted_rate, request.quoted_fee, request.quoted_currency)
        if quoted != (terms["cashout_rate"], terms["cashout_fee"], terms["currency"]):
            refuse("payout-terms", rate=terms["cashout_rate"], paid_in=terms["currency"])
        diamonds = Fraction(request.units, 10_000)
        if diamonds < terms["cashout_least"] or not self.worth(diamonds):
            refuse("payout-least", wanted=request.units)
        if diamonds > self.has(who, "diamonds"):
            refuse("payout-diamonds", balance=self.has(who, "diamonds") * 10_000)
        if diamonds > 10**9:
            refuse("payout-most", most=10**13)
        two = self._must_fit_the_day(who, diamonds)
        money = self.worth(diamonds)
        self.give(who, "diamonds", -diamonds)
        expected = self._done(
            "own-payout",
            units=request.units,
            money=money * 10 ** DECIMALS[terms["currency"]],
            paid_in=terms["currency"],
            needs_two=two,
            units_left=self.has(who, "diamonds") * 10_000,
        )
        facts = (who, diamonds, money, terms["currency"], self.today)
        self.payouts[self.seq] = ModelPayout(*facts, two)
        return expected

    def _must_owe_no_money(self, who: int) -> None:
        """Where nobody can come to owe anything, nobody does."""

    def _must_fit_the_day(self, who: int, diamonds: Fraction) -> bool:
        """See that it goes beside what else was asked for; whether it takes two moderators."""
        own = [payout for payout in self.payouts.values() if payout.creator == who]
        if len([payout for payout in own if not payout.ended]) >= 3:
            refuse("payouts-open", most=3)
        if len(self._asked_today(who)) >= 10:
            refuse("payouts-today", most=10)
        gone = {"rejected", "cancelled"}
        asked = sum(it.diamonds for it in self._asked_today(who) if it.state not in gone)
        most, two = self.settings["cashout_daily"], self.settings["cashout_two"]
        if most and asked + diamonds > most:
            refuse("payout-daily", asked=asked * 10_000, most=most * 10_000)
        return bool(two) and asked + diamonds >= two

    def _open_payout(self, request: OfPayout) -> ModelPayout:
        """The payout that a moderator decides about."""
        payout = self.payouts.get(request.payout) or refuse("no-payout", payout=request.payout)
        if payout.creator == request.actor.user_id:
            refuse("payout-own", payout=request.payout)
        if payout.ended:
            refuse("payout-over", state=payout.state, by_seq=payout.ended)
        return payout

    def _end_payout(self, request: OfPayout, kind: str, state: str, **facts: object) -> Expected:
        payout = self.payouts[request.payout]
        expected = self._done(kind, payout=request.payout, units=payout.diamonds * 10_000, **facts)
        self.payouts[request.payout] = payout._replace(state=state, ended=self.seq)
        self._tell(request.actor, payout.creator)
        return expected

    def _cancel_payout(self, request: CancelPayout) -> Expected:
        payout, who = self.payouts.get(request.payout), request.actor.user_id
        if payout is None or payout.creator != who:
            refuse("no-payout", payout=request.payout)
        if payout.ended:
            refuse("payout-over", state=payout.state, by_seq=payout.ended)
        if payout.state == "approved":
            refuse("payout-underway", payout=request.payout)
        self._return_payout(payout)
        left = self.has(who, "diamonds") * 10_000
        return self._end_payout(request, "own-payout-cancelled", "cancelled", units_left=left)

    def _return_payout(self, payout: ModelPayout) -> None:
        self._must_have_room(payout.creator, diamonds=payout.diamonds)
        self.give(payout.creator, "diamonds", payout.diamonds)

    def _approve_payout(self, request: ApprovePayout) -> Expected:
        payout, who = self._open_payout(request), request.actor.user_id
        if payout.state == "approved" or who in payout.approvers:
            refuse("payout-approved-before", own=who in payout.approvers)
        self._must_be_payable(request, payout)
        approvers = (*payout.approvers, who)
        enough = len(approvers) == (2 if payout.two else 1)
        expected = self._done("payout-approved", payout=request.payout, needs_another=not enough)
        state = "approved" if enough else "asked"
        self.payouts[request.payout] = payout._replace(approvers=approvers, state=state)
        self._tell(request.actor, payout.creator)
        return expected

    def _must_be_payable(self, request: OfPayout, payout: ModelPayout) -> None:
        if payout.creator in self.frozen:
            by_seq = self.frozen[payout.creator]
            refuse("payout-frozen", payout=request.payout, by_seq=by_seq)

    def _reject_payout(self, request: RejectPayout) -> Expected:
        self._must_have_reason(request.reason)
        self._return_payout(self._open_payout(request))
        return self._end_payout(request, "payout-rejected", "rejected")

    def _complete_payout(self, request: CompletePayout) -> Expected:
        if not request.reference.strip():
            refuse("reference-missing")
        if len(request.reference) > 300:
            refuse("message-too-long", length=len(request.reference), most=300)
        if request.reference == ACCOUNT:
            refuse("reference-account")
        payout = self._open_payout(request)
        if payout.state != "approved":
            refuse("payout-unapproved", payout=request.payout)
        self._must_be_payable(request, payout)
        return self._end_payout(request, "payout-paid", "paid", paid_in=payout.currency)


terms = st.one_of(
    st.tuples(st.just("cashout"), st.sampled_from(("0", "1", "1", "1"))),
    st.tuples(st.just("cashout_rate"), st.sampled_from(("5000", "1", "333333", "0"))),
    st.tuples(st.just("cashout_fee"), st.sampled_from(("0", "250", "9999", "10000"))),
    st.tuples(st.just("cashout_least"), st.sampled_from(("1", "5", "2000", "0"))),
    st.tuples(st.just("cashout_daily"), st.sampled_from(("0", "0", "500", "2000"))),
    st.tuples(st.just("cashout_two"), st.sampled_from(("0", "100", "1000"))),
    st.tuples(st.just("currency"), st.sampled_from(("USD", "JPY", "KWD"))),
    st.tuples(st.just("no_cashout"), st.sampled_from(("", "", str(KEPT_OUT)))),
)
members = st.sampled_from(MEMBERS)
amounts = st.one_of(
    st.integers(-1, 3_000_000), st.sampled_from((10**13, 10**13 + 1, 5 * 10**6, 10**7))
)


class PayoutsAsking(Asking):
    """Two guilds in which diamonds are paid out."""

    models: dict[int, PayoutsModel]  # type: ignore[assignment]  # What the machine lays open.

    def pay_out(self, kind: type[Request], guild: int, actor: Person, **facts: Any) -> None:
        """Somebody asks for something about payouts, under a new key."""
        self.ask(kind(guild=guild, key=self.key(), actor=actor, **facts))

    def hold_origins_apart(self, outcome: Accepted, guild: int) -> None:
        """See that only diamonds, and no bonus diamonds, are ever set aside or paid out."""
        if not isinstance(outcome, OUTCOMES):
            super().hold_origins_apart(outcome, guild)
            return
        moved = [
            (one.source.kind, one.target.kind, one.source.currency, one.amount)
            for one in self.books.guild(guild).changes.transfers
            if one.seq == outcome.seq
        ]
        ways: dict[type[Accepted], tuple[Kind, Kind]] = {
            PayoutAsked: (Kind.WALLET, Kind.HOLD),
            PayoutCancelled: (Kind.HOLD, Kind.WALLET),
            PayoutRejected: (Kind.HOLD, Kind.WALLET),
            PayoutPaid: (Kind.HOLD, Kind.PAID_OUT),
        }
        way = ways.get(type(outcome))
        assert moved == ([(*way, Currency.DIAMONDS, outcome.units)] if way else [])

    @rule(guild=guilds, changes=st.lists(terms, min_size=1, max_size=3).map(tuple))
    def change_terms(self, guild: int, changes: tuple[tuple[str, str], ...]) -> None:
        """A manager changes the terms of payouts."""
        self.pay_out(ChangeSetting, guild, MEMBERS[3], changes=changes)

    @initialize(rich=st.booleans(), commits_always=st.booleans())
    def people_have_something(self, rich: bool, commits_always: bool) -> None:
        """Fill wallets, with diamonds too, which both guilds pay out from the beginning."""
        super().people_have_something(rich, commits_always)
        for guild in GUILDS:
            self.open_cashout(guild)
            for member in (ANN, BEA):
                self.adjust(guild, MOD, member, Currency.DIAMONDS, 5_000_000, "fair")

    @rule(guild=guilds)
    def open_cashout(self, guild: int) -> None:
        """A manager has diamonds paid out, at terms that people can meet."""
        open_terms = {"cashout": "1", "cashout_least": "1", "cashout_two": "100", "no_cashout": ""}
        self.change_terms(guild, tuple(open_terms.items()))

    @rule(guild=guilds, which=pick, part=st.sampled_from((1, 2, 5, 10)), much=st.booleans())
    def earn_and_ask(self, guild: int, which: int, part: int, much: bool) -> None:
        """A creator comes to diamonds, and has some of theirs paid out."""
        creator = MEMBERS[which % 3]
        units = 2_345_678 if much else 45_678
        self.adjust(guild, MOD, creator, Currency.DIAMONDS, units, "fair")
        self.ask_for_what_there_is(guild, creator, part)

    @rule(guild=guilds, first=pick, second=pick)
    def two_decide_at_once(self, guild: int, first: int, second: int) -> None:
        """Two people do something about one payout that is open, each in their own way."""
        number = self.a_payout(guild, first, "asked", "approved")
        for which in (first, second):
            kind, written = DECISIONS[which % 4]
            actor = MEMBERS[which // 4 % 4]
            self.pay_out(kind, guild, actor, payout=number, **written)

    @rule(
        guild=guilds,
        actor=st.sampled_from(PEOPLE),
        units=amounts,
        known=st.sampled_from((True, True, True, True, False)),
        roles=st.sampled_from(((), (), (1,), (KEPT_OUT, 1))),
    )
    def ask_payout(
        self, guild: int, actor: Person, units: int, known: bool, roles: tuple[int, ...]
    ) -> None:
        """Somebody asks for some diamonds."""
        shown = self.models[guild].settings
        self.pay_out(
            AskPayout,
            guild,
            actor,
            units=units,
            quoted_rate=shown["cashout_rate"] + (not known),
            quoted_fee=shown["cashout_fee"],
            quoted_currency=shown["currency"],
            own_roles=roles,
        )

    @rule(guild=guilds, actor=members, part=st.sampled_from((1, 2, 5)))
    def ask_for_what_there_is(self, guild: int, actor: Person, part: int) -> None:
        """A creator asks for some of what they have, and makes no mistake."""
        units = int(self.models[guild].has(actor.user_id, "diamonds") * 10_000) // part
        self.ask_payout(guild, actor, units, known=True, roles=())

    def a_payout(self, guild: int, which: int, *states: str) -> int:
        """The number of a payout, or of none; where some stand in a state, of one of them."""
        model = self.models[guild]
        of_state = [number for number, it in model.payouts.items() if it.state in states]
        numbers = of_state or list(model.payouts)
        return numbers[which % len(numbers)] if numbers and which % 20 else which

    @rule(
        guild=guilds,
        actor=st.sampled_from(PEOPLE),
        which=pick,
        kind=st.sampled_from((CancelPayout, ApprovePayout, RejectPayout, CompletePayout)),
        written=reasons,
    )
    def decide_payout(
        self, guild: int, actor: Person, which: int, kind: type[OfPayout], written: str
    ) -> None:
        """Somebody does something about some payout."""
        facts: dict[type[OfPayout], dict[str, str]] = {
            RejectPayout: {"reason": written},
            CompletePayout: {"reference": written},
        }
        number = self.a_payout(guild, which)
        self.pay_out(kind, guild, actor, payout=number, **facts.get(kind, {}))

    @precondition(lambda self: any(model.payouts for model in self.models.values()))
    @rule(guild=guilds, which=pick, way=st.sampled_from(("paid", "paid", "rejected", "cancelled")))
    def bring_to_an_end(self, guild: int, which: int, way: str) -> None:
        """A payout that is open comes to its end, and nobody makes a mistake."""
        model = self.models[guild]
        number = self.a_payout(guild, which, "asked", "approved")
        payout = model.payouts.get(number)
        if payout is None:
            return
        (creator,) = [one for one in MEMBERS if one.user_id == payout.creator]
        others = [one for one in MEMBERS if one is not creator]
        if way == "cancelled":
            self.pay_out(CancelPayout, guild, creator, payout=number)
        elif way == "rejected":
            self.pay_out(RejectPayout, guild, others[0], payout=number, reason="fair")
        else:
            for other in others[: 1 + payout.two]:
                self.pay_out(ApprovePayout, guild, other, payout=number)
            self.pay_out(CompletePayout, guild, others[2], payout=number, reference="PP")

    @invariant()
    def payouts_and_their_holds_are_what_the_model_says(self) -> None:
        """What is open lies in its hold, to the last part of a diamond; what ended left none."""
        for guild, model in self.models.items():
            book = self.books.guild(guild)
            smallest = {number: 10 ** DECIMALS[it.currency] for number, it in model.payouts.items()}
            assert {
                number: (
                    *(it.member, it.units, it.money, it.currency, it.day, it.needs_two),
                    *(it.first_approver, it.second_approver, str(it.state), it.ended_seq),
                )
                for number, it in book.economy.payouts.items()
            } == {
                number: (
                    *(model.numbers[it.creator], it.diamonds * 10_000),
                    *(it.money * smallest[number], it.currency, it.day.isoformat(), it.two),
                    *[*(model.numbers[one] for one in it.approvers), 0, 0][:2],
                    *(it.state, it.ended),
                )
                for number, it in model.payouts.items()
            }
            for currency in Currency:
                for number, it in model.payouts.items():
                    is_there = currency is Currency.DIAMONDS and not it.ended
                    held = book.balance(hold(number, currency))
                    assert held == (it.diamonds * 10_000 if is_there else 0)

    @invariant()
    def what_left_for_good_is_what_was_paid(self) -> None:
        """Diamonds leave the books by payouts that were paid, and no others."""
        for guild, model in self.models.items():
            history = self.shelves[guild].transfers + self.books.guild(guild).changes.transfers
            gone = sum(it.amount for it in history if it.target.kind is Kind.PAID_OUT)
            paid = sum(it.diamonds for it in model.payouts.values() if it.state == "paid")
            assert gone == paid * 10_000
