"""Stories that take several steps, in which nobody makes a mistake until the point of the story.

By single requests alone, hardly anybody would ever come so far: that a payout is approved while its
creator is frozen, that a share of a chest pays part of a debt, that a limit is raised while clocks
change.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.ledger.accounts import Kind
from bot.ledger.books import GuildBook
from bot.ledger.money import Currency
from bot.ledger.outcomes import Accepted, GiftReversed, GiftSent, Outcome
from bot.ledger.outcomes.fairness import BudgetSet, OverLimit, ReversalAsked
from bot.ledger.outcomes.payouts import PayoutPaid
from bot.ledger.outcomes.pots import ChestDropped, PotEnded, PotOver
from bot.ledger.periods import Span
from bot.ledger.requests import (
    ChangeSetting,
    FreezeMember,
    Person,
    Request,
    SendGift,
)
from bot.ledger.requests.fairness import ForgiveDebt
from bot.ledger.requests.marks import Mark
from bot.ledger.requests.payouts import (
    ApprovePayout,
    CancelPayout,
    CompletePayout,
    RejectPayout,
)
from bot.ledger.requests.pots import ClosePot, DropChest, OpenChest, RedeemCode, TakeShare
from bot.ledger.requests.shop import DecidePurchase, WithdrawPurchase
from tests.ledger.asking import MEMBERS, NEWBORN, guilds, pick
from tests.ledger.economy_model import EconomyModel
from tests.ledger.evening_asking import EveningAsking, two_of
from tests.ledger.model import UNKNOWN
from tests.ledger.payouts_model import ACCOUNT, PayoutsAsking
from tests.ledger.payouts_model import KEPT_OUT as NO_CASHOUT
from tests.ledger.pots_asking import PotsAsking
from tests.ledger.pots_model import ROLE
from tests.ledger.reached import names_of
from tests.ledger.scene import ANN, CHANNEL, MOD
from tests.ledger.shop_model import KEPT_OUT, ShopAsking

CLOCKS_CHANGE: Final = tuple(
    datetime(*moment, tzinfo=UTC)
    for moment in ((2027, 3, 14, 7), (2027, 11, 7, 6), (2028, 3, 12, 7), (2028, 11, 5, 6))
)
"""When clocks in New York are put on by an hour, and put back."""

ENDS: Final = (
    *(("freeze", "pay", "reject"), ("freeze", "cancel", "pay"), ("owe", "pay", "reject")),
    *(("cancel", "pay", "reject"), ("reject", "pay", "cancel"), ("pay", "pay", "owe")),
)
"""What may happen to a payout that was approved, once or by two."""

few_hours = st.sampled_from((0, 1, 23, 24, 25))
few_minutes = st.sampled_from((0, 1, 3, 11))


def economy_trace(book: GuildBook) -> object:
    """What a refusal leaves as it is of a book about the economy; codes in vain are counted."""
    economy, written = book.economy, book.economy.changes
    entries: tuple[Mapping[Any, Any], ...] = (
        *(written.purchases, written.pots, written.budgets, written.payouts, written.forcings),
    )
    copies = [{key: replace(entry) for key, entry in part.items()} for part in entries]
    others = (written.packs, written.exchange_rates, written.chests, economy.pairs)
    return (copies, [{**part} for part in others], [*written.shares], {*written.dropped_rates})


class EconomyAsking(ShopAsking, PayoutsAsking, PotsAsking, EveningAsking):
    """Two guilds with their whole economy, in which one thing leads to another."""

    models: dict[int, EconomyModel]  # type: ignore[assignment]  # What the machine lays open.
    came_to: ClassVar[Counter[str]] = Counter()
    """How often all runs together came to what."""

    def __init__(self) -> None:
        """Open both guilds' books for the first time."""
        self.forced: set[tuple[int, int]] = set()
        super().__init__()

    def trace(self, guild: int) -> object:
        """What a refusal, and whatever happens in another guild, leaves as it is."""
        return (super().trace(guild), economy_trace(self.books.guild(guild)))

    def newest(self, guild: int) -> int:
        """The number of what was done last."""
        return self.models[guild].seq

    def let_everybody_act(self, guild: int) -> None:
        """Lift what would end most stories at their beginning."""
        self.lift_limits(guild)
        self.let_everybody_go(guild)

    def lose_all_coins(self, guild: int, who: Person) -> None:
        """A moderator takes all coins of somebody."""
        by = MOD if who is not MOD else ANN
        for currency in (Currency.COINS, Currency.BONUS_COINS):
            has = int(self.models[guild].has(who.user_id, currency))
            self.adjust(guild, by, who, currency, -has, "fair")

    # Coins in.

    @rule(guild=guilds, which=pick, bought=st.integers(50, 90), each=st.sampled_from((1, 2, 5)))
    def pay_a_debt_in_parts(self, guild: int, which: int, bought: int, each: int) -> None:
        """Who owes coins and bonus coins takes from a drop and from a chest, and is given some."""
        self.let_everybody_act(guild)
        debtor = MEMBERS[which % 3]
        self.sell_at_discord(guild, 900, 2)
        self.credit(guild, debtor, bought, 900, claimed=False)
        self.lose_all_coins(guild, debtor)
        self.revoke(guild, debtor, bought)
        self.drop(guild, MOD, each, 3, 0)
        self.give_away(TakeShare, guild, debtor, pot=self.newest(guild), own_roles=())
        times = {"minutes": 0, "seed": "5eed", "quoted": None}
        self.drop_chest(guild, MOD, coins=9, shares=3, own=False, **times)
        self.give_away(TakeShare, guild, debtor, pot=self.newest(guild), own_roles=())
        self.adjust(guild, MOD, debtor, Currency.COINS, each * 7, "fair")
        self.sell_at_discord(guild, 901, 1)
        self.credit(guild, debtor, bought + 50, 901, claimed=True)
        for actor in (MOD, MOD, debtor) if which % 2 else ():
            self.ask_about(ForgiveDebt, guild, actor, member=debtor, reason="fair")

    @rule(guild=guilds, which=pick, bought=st.integers(50, 90))
    def buy_twice(self, guild: int, which: int, bought: int) -> None:
        """Discord says the same purchase twice, and takes it back twice."""
        buyer = MEMBERS[which % 4]
        self.sell_at_discord(guild, 901, 3)
        for claimed in (False, True):
            self.credit(guild, buyer, bought, 901, claimed=claimed)
        if which % 3:
            for _ in range(2):
                self.revoke(guild, buyer, bought)

    @rule(guild=guilds, which=pick, ends=st.permutations(("confirm", "decline", "withdraw", "own")))
    def ask_for_more_than_may_wait(self, guild: int, which: int, ends: list[str]) -> None:
        """Somebody asks to buy until no more may wait; then each of it ends in a way of its own."""
        self.let_everybody_act(guild)
        changes = (("shop", "moderator"), ("no_buying", ""))
        self.shop(ChangeSetting, guild, MOD, changes=changes)
        buyer, other, _ = two_of(which)
        numbers = []
        for _ in range(6):
            self.ask_for_pack(guild, buyer, 4 + which % 3, 1, known=True, roles=())
            numbers.append(self.newest(guild))
        for number, end in zip(numbers, [*ends, *ends], strict=False):
            if end == "withdraw":
                self.shop(WithdrawPurchase, guild, buyer, purchase=number)
            else:
                facts = {"purchase": number, "confirm": end != "decline", "reason": "fair"}
                self.shop(DecidePurchase, guild, buyer if end == "own" else other, **facts)

    @rule(guild=guilds, which=pick)
    def kept_out(self, guild: int, which: int) -> None:
        """Who has a role that is kept out asks to buy and to cash out, and may again later."""
        self.let_everybody_act(guild)
        self.open_cashout(guild)
        shut = (("shop", "moderator"), ("no_buying", str(KEPT_OUT)))
        self.shop(ChangeSetting, guild, MOD, changes=shut)
        self.change_terms(guild, (("no_cashout", str(NO_CASHOUT)),))
        member = MEMBERS[which % 4]
        for roles in ((UNKNOWN,), (KEPT_OUT, NO_CASHOUT)):
            self.ask_for_pack(guild, member, 5, 1, known=which % 5 > 0, roles=roles)
            self.ask_payout(guild, member, 10_000, known=True, roles=roles)
            open_ways = ("play", "discord") if which % 2 else ("moderator",)
            changes = (("shop", open_ways[which % len(open_ways)]), ("no_buying", ""))
            self.shop(ChangeSetting, guild, MOD, changes=changes)
            self.change_terms(guild, (("no_cashout", ""), ("cashout", str(which % 2))))

    @rule(guild=guilds, which=pick, days=st.sampled_from((-1, 1)))
    def change_the_list(self, guild: int, which: int, days: int) -> None:
        """A manager changes what is for sale, and what money is worth elsewhere."""
        self.let_everybody_act(guild)
        self.shop(ChangeSetting, guild, MOD, changes=(("currency", "USD"),))
        for rate in (920_000, None, None, 910_000, 880_000):
            self.set_rate(guild, "EUR", rate)
        same = {"coins": None, "price": None, "sku": None, "retired": None}
        self.edit_pack(guild, pack=1 + which % 6, days=days, bonus=which % 40, **same)
        for change in ({"coins": 500 + which}, {"price": 250 + which}, {"retired": which % 2 > 0}):
            self.edit_pack(guild, pack=1 + which % 6, days=None, bonus=None, **(same | change))
            self.commit(timedelta(0))
        self.ask_for_pack(guild, MEMBERS[which % 4], 1, 101, known=True, roles=())
        self.ask_for_pack(guild, MEMBERS[which % 4], 1, 2, known=False, roles=())

    @rule(guild=guilds, which=pick, act=st.sampled_from(("sending", "receiving")))
    def keep_out_of_giving(self, guild: int, which: int, act: str) -> None:
        """Members of a role send or receive nothing, nor does who may have that role."""
        self.let_everybody_act(guild)
        self.shop(ChangeSetting, guild, MOD, changes=((f"no_{act}", str(KEPT_OUT)),))
        one, other, _ = two_of(which)
        self.drop(guild, MOD, 1, 3, 0)
        number = self.newest(guild)
        at = {"opens_ms": self.later(0), "closes_ms": self.later(10)}
        own_chest = {"coins": 4, "shares": 2, "own": True, "seed": "0", "channel": CHANNEL, **at}
        for roles in ((KEPT_OUT, 1), (UNKNOWN,), (1,)):
            gift = {"item": 1, "quantity": 1, "message": ""}
            self.give_away(SendGift, guild, one, to=other, own_roles=roles, **gift)
            self.give_away(SendGift, guild, one, to=other, to_roles=roles, **gift)
            self.give_away(DropChest, guild, one, own_roles=roles, **own_chest)
            self.give_away(TakeShare, guild, one, pot=number, own_roles=roles)
            self.give_away(RedeemCode, guild, other, code="summer", own_roles=roles)
        self.shop(ChangeSetting, guild, MOD, changes=((f"no_{act}", ""),))

    # Given away.

    @rule(guild=guilds, which=pick, ends=st.sampled_from(("early", "late", "taken")))
    def promotion(self, guild: int, which: int, ends: str) -> None:
        """A promotion is redeemed, again, and by its maker, and ended with something left."""
        self.let_everybody_act(guild)
        maker, first, others = two_of(which)
        code = f"story-{self.next_key}"
        self.promote(guild, maker, code, 7, 3, 1)
        number = self.newest(guild)
        self.promote(guild, first, code, 7, 3, 1)
        for who in (first, first, maker, *(others if ends == "taken" else ())):
            self.give_away(RedeemCode, guild, who, code=code.upper())
        if ends == "late":
            self.commit(timedelta(hours=25))
        for early in (ends != "late", True):
            self.give_away(ClosePot, guild, MOD, pot=number, early=early)
        self.give_away(RedeemCode, guild, others[0], code=code)

    @rule(
        guild=guilds,
        which=pick,
        coins=st.sampled_from((20, 21, 600)),
        own=st.booleans(),
        minutes=st.sampled_from((0, 1, 3)),
        later=few_minutes,
    )
    def chest(
        self, guild: int, which: int, coins: int, own: bool, minutes: int, later: int
    ) -> None:
        """A chest is taken from too early, opened, taken from twice, and closed by its keeper."""
        self.let_everybody_act(guild)
        keeper, taker, others = two_of(which)
        facts = {"minutes": minutes, "seed": "5eed", "shares": 2 + which % 2, "own": own}
        if which % 3 == 0:
            self.drop_chest(guild, keeper, coins=coins, quoted=3, **facts)
        self.drop_chest(guild, keeper, coins=coins, quoted=None, **facts)
        number = self.newest(guild)
        self.give_away(TakeShare, guild, taker, pot=number, own_roles=())
        if which % 5 == 0:
            self.give_away(ClosePot, guild, keeper, pot=number, early=True)
        self.commit(timedelta(minutes=minutes))
        self.give_away(OpenChest, guild, MOD, pot=number)
        for who in (taker, taker, keeper):
            self.give_away(TakeShare, guild, who, pot=number, own_roles=())
        self.give_away(ClosePot, guild, keeper, pot=number, early=True)
        self.commit(timedelta(minutes=later))
        self.give_away(ClosePot, guild, keeper, pot=number, early=False)
        self.give_away(TakeShare, guild, others[0], pot=number, own_roles=())

    @rule(guild=guilds, which=pick, cap=st.sampled_from(("10", "25", "40")))
    def cap_what_one_takes_of_another(self, guild: int, which: int, cap: str) -> None:
        """What one may give another in a day is small; gifts and a chest come to more."""
        self.let_everybody_act(guild)
        keeper, taker, others = two_of(which)
        facts = {"minutes": 0, "seed": "cafe", "quoted": None}
        self.drop_chest(guild, keeper, coins=60, shares=3, own=True, **facts)
        number = self.newest(guild)
        self.change_limits(guild, (("pair_cap", cap),))
        self.pays(guild, keeper, taker, 1, 9)
        for who in (taker, *others):
            self.give_away(TakeShare, guild, who, pot=number, own_roles=())
        self.drop_chest(guild, keeper, coins=60, shares=2, own=True, **facts)
        self.pays(guild, keeper, taker, 1, 9)
        self.pays(guild, keeper, taker, 10)
        if which % 2:
            self.take_back(guild, len(self.standing(guild)) - 1)
            self.pays(guild, keeper, taker, 1, 5)

    @rule(guild=guilds, which=pick)
    def many_pots(self, guild: int, which: int) -> None:
        """Somebody fills one chest more than they may have, and is frozen over it."""
        self.let_everybody_act(guild)
        keeper, taker, _ = two_of(which)
        for _ in range(4):
            facts = {"minutes": 1, "seed": "0", "quoted": None}
            self.drop_chest(guild, keeper, coins=3, shares=3, own=True, **facts)
        number = self.newest(guild)
        self.commit(timedelta(minutes=1))
        by = MOD if keeper is not MOD else ANN
        self.give_away(FreezeMember, guild, by, member=keeper, reason="fair")
        self.give_away(TakeShare, guild, taker, pot=number, own_roles=())
        for actor in (keeper, by):
            self.give_away(ClosePot, guild, actor, pot=number, early=True)

    @rule(guild=guilds, which=pick)
    def for_a_role(self, guild: int, which: int) -> None:
        """A drop is for those of a role, and empty in the end."""
        self.let_everybody_act(guild)
        self.drop(guild, MEMBERS[which % 4], 2, 2, ROLE)
        number = self.newest(guild)
        for who in MEMBERS:
            for roles in ((), (ROLE,)):
                self.give_away(TakeShare, guild, who, pot=number, own_roles=roles)

    # Limits.

    @rule(guild=guilds, which=pick, hours=few_hours, span=st.sampled_from((Span.DAY, Span.WEEK)))
    def raise_a_limit(self, guild: int, which: int, hours: int, span: Span) -> None:
        """Somebody who reached their limit raises it, and gives again before or after a day."""
        self.let_everybody_act(guild)
        giver, to, _ = two_of(which)
        if which % 4 == 0:
            self.change_limits(guild, (("daily_cap", "30"),))
        for coins in (20, 60):
            self.set_budget(guild, giver, span, coins)
        for item, quantity in ((10, 1), (1, 1)):
            self.pays(guild, giver, to, item, quantity)
        if which % 3 == 0:
            self.set_budget(guild, giver, span, None)
        self.commit(timedelta(hours=hours))
        if which % 2:
            facts = {"minutes": 0, "seed": "0", "quoted": None}
            for coins in (30, 12):
                self.drop_chest(guild, giver, coins=coins, shares=2, own=True, **facts)
        self.pays(guild, giver, to, 1, 25)
        self.set_budget(guild, giver, span, None)

    @rule(guild=guilds, which=pick, hours=few_hours, before=st.sampled_from((0, 1, 2, 24, 30)))
    def raise_a_limit_while_clocks_change(
        self, guild: int, which: int, hours: int, before: int
    ) -> None:
        """The same in New York, on the days that last 23 hours and 25."""
        moments = [moment for moment in CLOCKS_CHANGE if moment > self.now]
        if moments:
            self.shop(ChangeSetting, guild, MOD, changes=(("timezone", "America/New_York"),))
            moment = moments[which % min(len(moments), 2)] - timedelta(hours=before)
            self.commit(max(timedelta(0), moment - self.now))
            self.raise_a_limit(guild, which, hours, Span.DAY)

    @rule(guild=guilds, which=pick, days=st.integers(0, 1))
    def have_a_day_twice(self, guild: int, which: int, days: int) -> None:
        """The place of a guild is moved, so that it is tomorrow, today, and tomorrow again."""
        self.let_everybody_act(guild)
        giver, to, _ = two_of(which)
        self.change_limits(guild, (("pair_cap", "40"), ("daily_cap", "500")))
        for place in ("Pacific/Kiritimati", "America/New_York", "Pacific/Kiritimati"):
            self.shop(ChangeSetting, guild, MOD, changes=(("timezone", place),))
            self.pays(guild, giver, to, 1, 25)
            self.earn_and_ask(guild, MEMBERS.index(to), 10, much=False)
        self.commit(timedelta(hours=24 * days + which % 24))
        self.pays(guild, giver, to, 10)

    @rule(guild=guilds, days=st.sampled_from(("4", "365")))
    def be_too_young(self, guild: int, days: str) -> None:
        """An account that is days old has coins, and may not give them yet."""
        self.welcome(guild, NEWBORN)
        self.adjust(guild, MOD, NEWBORN, Currency.COINS, 500, "fair")
        self.change_limits(guild, (("giver_age_days", days),))
        self.send_gift(guild, NEWBORN, ANN, 1, 1, "", None)
        facts = {"minutes": 0, "seed": "0", "quoted": None}
        self.drop_chest(guild, NEWBORN, coins=3, shares=3, own=True, **facts)
        self.lift_limits(guild)

    # Taken back.

    @rule(guild=guilds, which=pick, hours=st.sampled_from((0, 0, 23, 25)), pays=st.booleans())
    def two_force_what_is_half_spent(self, guild: int, which: int, hours: int, pays: bool) -> None:
        """A creator has turned half of a gift into coins; the rest is owed, and paid in parts."""
        giver, creator, others = two_of(which)
        self.owe_half_of_a_gift(guild, giver, creator, which % 7 == 0, hours)
        for item in (1, 10, 24) if pays else ():
            self.pays(guild, others[0], creator, item)

    def owe_half_of_a_gift(
        self, guild: int, giver: Person, creator: Person, again: bool, hours: int
    ) -> None:
        """Two force back what a creator has spent half of."""
        self.let_everybody_act(guild)
        self.spend(guild, MEMBERS.index(creator))
        self.pays(guild, giver, creator, 24, 10)
        has = self.models[guild].has(creator.user_id, "diamonds")
        self.convert(guild, creator, int(has * 5_000), known_rate=True)
        self.two_force(guild, max(len(self.standing(guild)) - 1, 0), again, hours)

    # Diamonds out.

    @rule(guild=guilds, which=pick, ends=st.sampled_from(ENDS))
    def payout(self, guild: int, which: int, ends: tuple[str, ...]) -> None:
        """A payout that needs two is approved, and then meets one thing after another."""
        self.let_everybody_act(guild)
        self.open_cashout(guild)
        creator, one, others = two_of(which)
        by = others[0]
        self.adjust(guild, by, creator, Currency.DIAMONDS, 3_000_000, "fair")
        self.ask_payout(guild, creator, 2_000_000, known=True, roles=())
        number = self.newest(guild)
        for who in (one, one, *others[: which % 4]):
            self.pay_out(ApprovePayout, guild, who, payout=number)
        for end in ends:
            match end:
                case "cancel":
                    self.pay_out(CancelPayout, guild, creator, payout=number)
                case "reject":
                    self.pay_out(RejectPayout, guild, by, payout=number, reason="fair")
                case "freeze":
                    self.pay_out(FreezeMember, guild, by, member=creator, reason="fair")
                case "owe":
                    self.owe_half_of_a_gift(guild, one, creator, again=False, hours=0)
                case _:
                    for reference in ("", ACCOUNT, "PP"):
                        facts = {"payout": number, "reference": reference}
                        self.pay_out(CompletePayout, guild, one, **facts)

    @rule(guild=guilds, which=pick, times=st.sampled_from((2, 4, 11)), daily=st.booleans())
    def ask_and_ask(self, guild: int, which: int, times: int, daily: bool) -> None:
        """A creator asks again and again, and takes most of it back."""
        self.let_everybody_act(guild)
        self.open_cashout(guild)
        self.change_terms(guild, (("cashout_daily", "500" if daily else "0"),))
        creator = MEMBERS[which % 4]
        by = MOD if creator is not MOD else ANN
        self.adjust(guild, by, creator, Currency.DIAMONDS, 10_000_000, "fair")
        for _ in range(times):
            units = 2_000_000 if daily else 20_000
            self.ask_payout(guild, creator, units, known=True, roles=())
            if times == 11:
                self.pay_out(CancelPayout, guild, creator, payout=self.newest(guild))

    # What comes of it.

    def heard(self, asked: Request | Mark, answer: Outcome | bool) -> None:
        """Count what is come to."""
        super().heard(asked, answer)
        if isinstance(answer, Outcome) and isinstance(asked, Request):
            self.came_to.update(names_of(answer))
            self.came_to.update(f"{answer.kind}: {it}" for it in self._more_of(asked, answer))

    def _more_of(self, asked: Request, outcome: Outcome) -> Iterator[str]:
        """What an outcome came of, where its kind does not tell."""
        yield from self._of_limits(asked, outcome)
        match outcome:
            case GiftReversed() if outcome.owed_units:
                is_all = outcome.owed_units == outcome.earned_units
                yield "all is owed" if is_all else "some is owed"
            case ReversalAsked():
                if (asked.guild, outcome.gift) in self.forced:
                    yield "anew, for nobody did it in time"
                self.forced.add((asked.guild, outcome.gift))
            case PayoutPaid() if self._approved_by(asked.guild, outcome) == 2:
                yield "after two approved it"
            case PotEnded() | PotOver() if outcome.back:
                yield "with something left"
            case ChestDropped() if outcome.coins and outcome.bonus_coins:
                yield "of both kinds of coins"
        if isinstance(outcome, Accepted):
            yield from self._debts_paid(outcome, self.books.guild(asked.guild))

    def _of_limits(self, asked: Request, outcome: Outcome) -> Iterator[str]:
        model, who = self.models[asked.guild], asked.actor.user_id
        own = [budget for (member, _), budget in model.budgets.items() if member == who]
        raised = [budget.later_from for budget in own if budget.later_from]
        match outcome:
            case BudgetSet() if outcome.next_from_ms:
                here = self.now.astimezone(ZoneInfo(model.settings["timezone"]))
                if here.utcoffset() != (here + timedelta(days=1)).utcoffset():
                    yield "raised while clocks change"
            case OverLimit() if any(moment > self.now for moment in raised):
                yield "own, before it is raised"
            case GiftSent() if any(moment <= self.now for moment in raised):
                yield "within a limit that was raised"

    def _approved_by(self, guild: int, paid: PayoutPaid) -> int:
        return len(self.models[guild].payouts[paid.payout].approvers)

    @staticmethod
    def _debts_paid(outcome: Accepted, book: GuildBook) -> Iterator[str]:
        for moved in book.changes.transfers:
            if moved.seq == outcome.seq and moved.source.kind is Kind.DEBT:
                yield "pays a debt in part" if moved.source_balance else "pays a debt"
