"""Limits and debts told a second time, in dates and whole coins and diamonds, and asked for.

As the other models, it shares no rule, no unit and no arithmetic with the ledger.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from bot.ledger.accounts import Kind, debt, wallet
from bot.ledger.money import Currency
from bot.ledger.outcomes import Accepted
from bot.ledger.outcomes.fairness import DebtForgiven
from bot.ledger.periods import Span
from bot.ledger.requests import ChangeSetting, Person, Request, ReverseGift, SendGift
from bot.ledger.requests.fairness import ForceReversal, ForgiveDebt, RefuseReversal, SetBudget
from tests.ledger.asking import MEMBERS, Asking, guilds, people, pick, reasons
from tests.ledger.expected import Expected, ModelItem, refuse
from tests.ledger.model import PARTS, ModelGuild
from tests.ledger.scene import ANN, BEA, MOD, milliseconds

LIMITS: Final = {"daily_cap": range(10**9 + 1), "pair_cap": range(10**9 + 1)}
AGES: Final = {"giver_age_days": range(366)}
A_DAY: Final = timedelta(hours=24)


class ModelBudget(NamedTuple):
    """A limit and what it will be; None: none."""

    coins: int | None
    later: int | None = None
    later_from: datetime | None = None

    def at(self, moment: datetime) -> int | None:
        """What holds at a moment."""
        return self.later if self.later_from and moment >= self.later_from else self.coins


class ModelForcing(NamedTuple):
    """Who asked for a gift to be taken back by two, and when."""

    asker: int
    moment: datetime
    asked: int
    ended: int = 0

    def waits_at(self, moment: datetime) -> bool:
        """Whether a second one may decide."""
        return not self.ended and moment < self.moment + A_DAY


class FairnessModel(ModelGuild):
    """One guild with limits, and members who owe."""

    def __init__(self, now: datetime) -> None:
        """Start where nothing is limited and nobody owes."""
        super().__init__(now)
        self.settings |= {"daily_cap": 0, "pair_cap": 0, "giver_age_days": 0}
        self.budgets: dict[tuple[int, str], ModelBudget] = {}
        self.forcings: dict[int, ModelForcing] = {}
        self.owed: dict[tuple[int, str], Fraction] = {}

    def give(self, who: int, currency: str, amount: Fraction | int) -> None:
        """Give or take; what is given pays what is owed first."""
        due = min(self.owed.get((who, currency), Fraction(0)), Fraction(max(amount, 0)))
        if due:
            self.owed[who, currency] -= due
        super().give(who, currency, amount - due)

    def _asked(self, request: Request) -> object:
        if isinstance(request, SetBudget):
            return (SetBudget, request.actor.user_id, request.span, request.coins)
        if isinstance(request, ForceReversal | RefuseReversal):
            return (type(request), request.actor.user_id, request.seq, request.reason)
        if isinstance(request, ForgiveDebt):
            who = (request.actor.user_id, request.member.user_id)
            return (ForgiveDebt, *who, request.reason)
        return super()._asked(request)

    def _act(self, request: Request) -> Expected:
        acts: dict[type[Request], Callable[[Any], Expected]] = {
            SetBudget: self._set_budget,
            ForceReversal: self._force,
            RefuseReversal: self._refuse_forcing,
            ForgiveDebt: self._forgive,
        }
        if type(request) not in acts:
            return super()._act(request)
        if any(person.is_bot for person in request.people):
            refuse("bot-recipient")
        return acts[type(request)](request)

    def _change_settings(self, request: ChangeSetting) -> Expected:
        wanted = dict(request.changes)
        if not wanted.keys() & (LIMITS.keys() | AGES.keys()):
            return super()._change_settings(request)
        after = dict(self.settings)
        for name, text in wanted.items():
            if int(text) not in (LIMITS | AGES)[name]:
                refuse("setting-refused", name=name, code="range")
            after[name] = int(text)
        if after == self.settings:
            refuse("nothing-changed")
        self.settings = after
        return self._done("setting")

    # Limits.

    @property
    def today(self) -> date:
        """The guild's day."""
        return self.now.astimezone(ZoneInfo(self.settings["timezone"])).date()

    @staticmethod
    def _of_same(span: str, one: date, other: date) -> bool:
        """Whether two days share a day, a week from Monday on, or a month."""
        if span == "week":
            return one.isocalendar()[:2] == other.isocalendar()[:2]
        return (
            (one.year, one.month) == (other.year, other.month) if span == "month" else one == other
        )

    def given(self, who: int, span: str, to: int | None = None) -> int:
        """What somebody gave in gifts that stand, in a span of today, perhaps to one alone."""
        return sum(
            gift.coins
            for seq, gift in self.gifts.items()
            if seq not in self.reversed
            and gift.sender == who
            and to in {None, gift.recipient}
            and self._of_same(span, gift.day, self.today)
        )

    def _span_ends(self, span: str) -> int:
        """When the span of today ends, at the midnight of the place."""
        day = self.today
        while self._of_same(span, day, self.today):
            day += timedelta(days=1)
        midnight = datetime.combine(day, time(), tzinfo=ZoneInfo(self.settings["timezone"]))
        return milliseconds(midnight.astimezone(UTC))

    def _limits(self, who: int, to: int | None) -> Iterator[tuple[int, int, str, str]]:
        """What each limit leaves, of how much, whose and for how long."""
        for span in ("month", "week", "day"):
            most = self.budgets.get((who, span), ModelBudget(None)).at(self.now)
            if most is not None:
                yield max(0, most - self.given(who, span)), most, "own", span
        if self.settings["daily_cap"]:
            most = self.settings["daily_cap"]
            yield max(0, most - self.given(who, "day")), most, "guild", "day"
        if self.settings["pair_cap"] and to is not None:
            most = self.settings["pair_cap"]
            yield max(0, most - self.given(who, "day", to)), most, "pair", "day"

    def must_be_of_age(self, who: int) -> None:
        """See that an account is old enough here to give, and to take what is given to many."""
        days = self.settings["giver_age_days"]
        of_age = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(days=days, milliseconds=who >> 22)
        if self.now < of_age and days:
            refuse("too-young", least_age_days=days, from_ms=milliseconds(of_age))

    def _send_gift(self, request: SendGift) -> Expected:
        who = request.actor.user_id
        self._must_not_be_frozen(who)
        if who == request.to.user_id:
            refuse("self-gift")
        self.must_be_of_age(who)
        self.must_not_be_barred("sending", request.own_roles)
        self.must_not_be_barred("receiving", request.to_roles, own=False)
        return super()._send_gift(request)

    def _pay(self, request: SendGift, item: ModelItem, sender: int, creator: int) -> Expected:
        cost = item.price * request.quantity
        has = int(self.has(sender, "coins") + self.has(sender, "bonus_coins"))
        limits = sorted(self._limits(sender, creator), key=lambda limit: limit[0])
        if limits and min(limits[0][0], has) < cost <= 10**9:
            left, most, whose, span = limits[0]
            fits = [
                (offered.price, number)
                for number, offered in self.items.items()
                if offered.price <= min(left, has) and not offered.retired
            ]
            best = max(fits)[1] if fits else 0
            if cost > has:
                refuse("insufficient-coins", total=cost, balance=has, affordable=best)
            limit = {"whose": whose, "span": span, "most": most, "left": left, "total": cost}
            refuse("over-limit", **limit, ends_ms=self._span_ends(span), affordable=best)
        return super()._pay(request, item, sender, creator)

    def _set_budget(self, request: SetBudget) -> Expected:
        who, span, wanted = request.actor.user_id, str(request.span), request.coins
        if span == "all" or (wanted is not None and wanted not in range(10**9 + 1)):
            refuse("budget", most=10**9)
        known = self.budgets.get((who, span), ModelBudget(None))
        now = known.at(self.now)
        comes = known.later_from if known.later_from and known.later_from > self.now else None
        told = {"span": span, "coins": -1 if wanted is None else wanted}
        if wanted == (known.later if comes else now):
            refuse("budget-unchanged", **told, from_ms=milliseconds(comes) if comes else 0)
        new = ModelBudget(wanted)
        if now is not None and (wanted is None or wanted > now):
            sooner = comes and wanted is not None and (known.later is None or wanted < known.later)
            new = ModelBudget(now, wanted, comes if comes and sooner else self.now + A_DAY)
        self.budgets[who, span] = new
        return self._done(
            "own-budget",
            span=span,
            before=-1 if now is None else now,
            coins=-1 if new.coins is None else new.coins,
            next_coins=-1 if new.later is None else new.later,
            next_from_ms=milliseconds(new.later_from) if new.later_from else 0,
            cancelled=comes is not None and new.later_from is None,
            given=self.given(who, span),
            ends_ms=self._span_ends(span),
        )

    # Reversals that two decide.

    def _reverse(self, request: ReverseGift) -> Expected:
        expected = super()._reverse(request)
        forcing = self.forcings.get(request.seq)
        if forcing and not forcing.ended:
            self.forcings[request.seq] = forcing._replace(ended=self.seq)
        return expected

    def _force(self, request: ForceReversal) -> Expected:
        who, number = request.actor.user_id, request.seq
        self._must_have_reason(request.reason)
        gift = self.gifts.get(number) or refuse("no-such-gift", gift=number)
        if number in self.reversed:
            refuse("already-reversed", gift=number, by_seq=self.reversed[number])
        if gift.sender == who:
            refuse("own-favour")
        if gift.recipient == who:
            refuse("concerned", gift=number)
        earned = {"diamonds": gift.paid * gift.share, "bonus_diamonds": gift.bonus * gift.share}
        missing = {
            currency: max(Fraction(0), amount - self.has(gift.recipient, currency))
            for currency, amount in earned.items()
        }
        short, asked = sum(missing.values()), self.forcings.get(number)
        waits = asked is not None and asked.waits_at(self.now)
        if asked and waits and short and asked.asker == who:
            until_ms = milliseconds(asked.moment + A_DAY)
            refuse("reversal-waits", gift=number, until_ms=until_ms)
        if waits or not short:
            return self._take_back_owing(request, gift.recipient, missing)
        until_ms = milliseconds(self.now + A_DAY)
        facts = {"gift": number, "missing": short * 10_000, "coins": gift.coins}
        expected = self._done("reversal-asked", **facts, until_ms=until_ms)
        self.forcings[number] = ModelForcing(who, self.now, self.seq)
        return expected

    def _refuse_forcing(self, request: RefuseReversal) -> Expected:
        who, number = request.actor.user_id, request.seq
        self._must_have_reason(request.reason)
        asked = self.forcings.get(number)
        if asked is None or not asked.waits_at(self.now):
            refuse("not-waiting", gift=number)
        if who in {self.gifts[number].sender, self.gifts[number].recipient}:
            refuse("concerned", gift=number)
        facts = {"asked_seq": asked.asked, "withdrawn": asked.asker == who}
        expected = self._done("reversal-declined", gift=number, **facts)
        self.forcings[number] = asked._replace(ended=self.seq)
        self._tell(request.actor, asked.asker)
        return expected

    def _forgive(self, request: ForgiveDebt) -> Expected:
        who = request.member.user_id
        self._must_have_reason(request.reason)
        if who == request.actor.user_id:
            refuse("own-favour")
        owed = {currency: self.owed.get((who, currency), Fraction(0)) for currency in PARTS}
        if not any(owed.values()):
            refuse("nothing-owed")
        names = {"diamonds": "units", "bonus_diamonds": "bonus_units"}
        facts = {names.get(name, name): owed[name] * parts for name, parts in PARTS.items()}
        expected = self._done("forgive", member=self.numbers[who], **facts)
        self.owed = {key: amount for key, amount in self.owed.items() if key[0] != who}
        self._tell(request.actor, who)
        return expected

    def _take_back_owing(
        self, request: ForceReversal, creator: int, missing: dict[str, Fraction]
    ) -> Expected:
        """Lend the creator what is missing, and take the gift back as any other."""
        gift = self.gifts[request.seq]
        self._must_have_room(gift.sender, bonus_coins=gift.bonus, coins=gift.paid)
        for currency, amount in missing.items():
            self.purses[creator, currency] = self.has(creator, currency) + amount
        ordinary = ReverseGift(
            guild=request.guild,
            key=request.key,
            actor=request.actor,
            seq=request.seq,
            reason=request.reason,
        )
        expected = self._reverse(ordinary)
        for currency, amount in missing.items():
            before = self.owed.get((creator, currency), Fraction(0))
            self.owed[creator, currency] = before + amount
        owed = {"owed_units": sum(missing.values()) * 10_000}
        return expected._replace(facts={**expected.facts, **owed})


limits = st.one_of(
    st.tuples(st.just("daily_cap"), st.sampled_from(("0", "0", "30", "500", "20000"))),
    st.tuples(st.just("pair_cap"), st.sampled_from(("0", "0", "25", "400", "1000000001"))),
    st.tuples(st.just("giver_age_days"), st.sampled_from(("0", "0", "0", "4", "365"))),
)
spans = st.sampled_from((Span.DAY, Span.WEEK, Span.MONTH, Span.DAY, Span.WEEK, Span.ALL))
budgets = st.one_of(st.none(), st.integers(-2, 600), st.sampled_from((0, 20, 40, 10**9, 10**9 + 1)))


class FairnessAsking(Asking):
    """Two guilds with limits, in which gifts are taken back by two."""

    models: dict[int, FairnessModel]  # type: ignore[assignment]  # What the machine lays open.

    @rule(guild=guilds, who=st.integers(0, 3))
    def spend(self, guild: int, who: int) -> None:
        """A creator turns all diamonds into coins, where that makes any."""
        self.convert_everything(guild, MEMBERS[who])

    @rule(guild=guilds, again=st.booleans(), hours=st.sampled_from((0, 0, 23, 25)))
    def two_force_what_is_spent(self, guild: int, again: bool, hours: int) -> None:
        """Ann gives Bea something, who spends it, and two have it taken back."""
        self.lift_limits(guild)
        self.adjust(guild, MOD, ANN, Currency.COINS, 1_000, "fair")
        self.send_a_plain_gift(guild, 0, 1, 24)
        self.spend(guild, 1)
        newest = len([*self.standing(guild)]) - 1
        self.two_force(guild, max(newest, 0), again, hours)

    def standing(self, guild: int) -> list[int]:
        """The gifts that were not taken back."""
        model = self.models[guild]
        return [seq for seq in model.gifts if seq not in model.reversed]

    @rule(guild=guilds, actor=people, span=spans, coins=budgets)
    def set_budget(self, guild: int, actor: Person, span: Span, coins: int | None) -> None:
        """Somebody sets themself a limit."""
        self.ask(SetBudget(guild=guild, key=self.key(), actor=actor, span=span, coins=coins))

    @rule(guild=guilds, which=pick, coins=st.sampled_from((None, 10, 50, 500)))
    def change_a_budget(self, guild: int, which: int, coins: int | None) -> None:
        """Ann or Bea changes a limit that they have, or sets their first."""
        span = (Span.DAY, Span.WEEK, Span.MONTH)[which % 3]
        self.set_budget(guild, (ANN, BEA)[which % 2], span, coins)

    @rule(guild=guilds, changes=st.lists(limits, min_size=1, max_size=2).map(tuple))
    def change_limits(self, guild: int, changes: tuple[tuple[str, str], ...]) -> None:
        """A manager changes what everybody may give."""
        self.ask(ChangeSetting(guild=guild, key=self.key(), actor=MOD, changes=changes))

    @rule(guild=guilds)
    def lift_limits(self, guild: int) -> None:
        """A manager lets everybody give again."""
        changes = (("daily_cap", "0"), ("pair_cap", "0"), ("giver_age_days", "0"))
        self.change_limits(guild, changes)

    @rule(guild=guilds, actor=people, which=pick, reason=reasons)
    def force(self, guild: int, actor: Person, which: int, reason: str) -> None:
        """Somebody wants a gift taken back by two, or something that is none."""
        standing = self.standing(guild) or [*self.models[guild].gifts]
        seq = standing[which % len(standing)] if standing and which % 10 else which // 10
        request: dict[str, Any] = {"seq": seq, "reason": reason}
        self.ask(ForceReversal(guild=guild, key=self.key(), actor=actor, **request))

    @rule(guild=guilds, which=pick, again=st.booleans(), hours=st.sampled_from((0, 0, 23, 25)))
    def two_force(self, guild: int, which: int, again: bool, hours: int) -> None:
        """Two who are not concerned force a gift that stands, one after the other."""
        standing = self.standing(guild)
        if not standing:
            return
        seq = standing[which % len(standing)]
        gift = self.models[guild].gifts[seq]
        others = [one for one in MEMBERS if one.user_id not in {gift.sender, gift.recipient}]
        for number, actor in enumerate((others[0], others[0 if again else 1])):
            if number and hours:
                self.commit(timedelta(hours=hours))
            request: dict[str, Any] = {"seq": seq, "reason": "fair"}
            self.ask(ForceReversal(guild=guild, key=self.key(), actor=actor, **request))

    @rule(guild=guilds, actor=people, which=pick, reason=reasons)
    def refuse_to_force(self, guild: int, actor: Person, which: int, reason: str) -> None:
        """Somebody says no to what one moderator asked for, or takes it back."""
        asked = [*self.models[guild].forcings]
        seq = asked[which % len(asked)] if asked and which % 10 else which // 10
        self.ask_about(RefuseReversal, guild, actor, seq=seq, reason=reason)

    @rule(guild=guilds, which=pick, hours=st.sampled_from((0, 0, 25)), again=st.booleans())
    def one_forces_and_one_refuses(self, guild: int, which: int, hours: int, again: bool) -> None:
        """What Bea spent is to be taken back; somebody says no, and it may be asked for anew."""
        self.two_force_what_is_spent(guild, again=True, hours=0)
        asked = [*self.models[guild].forcings]
        for actor in (MEMBERS[which % 4], MOD):
            self.commit(timedelta(hours=hours))
            self.ask_about(RefuseReversal, guild, actor, seq=max(asked, default=0), reason="fair")
        if again:
            self.two_force(guild, len(self.standing(guild)) - 1, again=False, hours=0)

    @rule(guild=guilds, actor=people, which=pick, reason=reasons)
    def forgive(self, guild: int, actor: Person, which: int, reason: str) -> None:
        """Somebody lets one who owes off, or one who does not."""
        model = self.models[guild]
        owing = [one for one in MEMBERS if any(model.owed.get((one.user_id, it)) for it in PARTS)]
        member = (owing or MEMBERS)[which % len(owing or MEMBERS)]
        if which % 3 == 0:
            self.ask_about(ForgiveDebt, guild, actor, member=member, reason=reason)

    def ask_about(self, kind: type[Request], guild: int, actor: Person, **facts: Any) -> None:
        """Somebody asks for something about debts, under a new key."""
        self.ask(kind(guild=guild, key=self.key(), actor=actor, **facts))

    def hold_origins_apart(self, outcome: Accepted, guild: int) -> None:
        """See that who is let off a debt gains nothing else by it."""
        if not isinstance(outcome, DebtForgiven):
            super().hold_origins_apart(outcome, guild)
            return
        moved = [
            (one.source.kind, one.target.kind, str(one.source.currency), one.amount)
            for one in self.books.guild(guild).changes.transfers
            if one.seq == outcome.seq
        ]
        amounts = (outcome.coins, outcome.bonus_coins, outcome.units, outcome.bonus_units)
        forgiven = {name: amount for name, amount in zip(PARTS, amounts, strict=True) if amount}
        ends = (Kind.DEBT, Kind.UNCOVERED)
        assert sorted(moved) == sorted((*ends, *part) for part in forgiven.items())

    @invariant()
    def debts_are_what_the_model_says(self) -> None:
        """Each member owes what plain arithmetic says, and has nothing of what they owe."""
        for guild, model in self.models.items():
            book = self.books.guild(guild)
            owed = {
                (account.owner, str(account.currency)): Fraction(units, PARTS[account.currency])
                for account, units in book.balances.items()
                if account.kind is Kind.DEBT and units
            }
            assert owed == {
                (model.numbers[who], currency): amount
                for (who, currency), amount in model.owed.items()
                if amount
            }
            for number, currency in owed:
                assert not book.balance(wallet(number, Currency(currency)))
                assert book.owed(number, Currency(currency)) == book.balance(
                    debt(number, Currency(currency))
                )

    @invariant()
    def budgets_and_what_waits_are_what_the_model_says(self) -> None:
        """Limits are kept as they were set, and what two decide as it was asked and ended."""
        for guild, model in self.models.items():
            book = self.books.guild(guild)
            assert {
                (budget.member, str(budget.span)): (
                    *(budget.coins, budget.next_coins, budget.next_from_ms),
                )
                for number in model.numbers.values()
                for budget in book.economy.budgets(number)
            } == {
                (model.numbers[who], span): (
                    *(-1 if coins is None else coins for coins in (it.coins, it.later)),
                    milliseconds(it.later_from) if it.later_from else 0,
                )
                for (who, span), it in model.budgets.items()
            }
            assert {
                gift: (it.asker, it.asked_seq, it.asked_ms, it.ended_seq)
                for gift, it in book.economy.forcings.items()
            } == {
                gift: (model.numbers[it.asker], it.asked, milliseconds(it.moment), it.ended)
                for gift, it in model.forcings.items()
            }

    @invariant()
    def nobody_owes_less_than_nothing(self) -> None:
        """A debt ends where it is paid."""
        for model in self.models.values():
            assert all(amount >= 0 for amount in model.owed.values())
