"""Stories of an evening: people go live, play, are given something and thank for it."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.ledger.money import Currency
from bot.ledger.requests import EditCatalogue, FreezeMember, Person, UnfreezeMember
from bot.ledger.requests.live import (
    AnswerMatch,
    EndGoal,
    EndMatch,
    EndShow,
    ProposeMatch,
    ReplayGift,
    SkipThanks,
    StartShow,
    ThankAll,
    ThankFor,
)
from tests.ledger.asking import MEMBERS, guilds, pick
from tests.ledger.browser_asking import BrowserAsking
from tests.ledger.scene import ANN, CHANNEL, MOD


def two_of(which: int) -> tuple[Person, Person, Sequence[Person]]:
    """Two members, and the others."""
    one, other = MEMBERS[which % 4], MEMBERS[(which + 1 + which // 4 % 3) % 4]
    return one, other, [who for who in MEMBERS if who not in {one, other}]


class EveningAsking(BrowserAsking):
    """Two guilds in which evenings go as they should, up to the point of the story."""

    def let_everybody_go(self, guild: int) -> None:
        """Have nobody frozen any more."""
        for person in MEMBERS:
            if person.user_id in self.models[guild].frozen:
                actor = MOD if person is not MOD else ANN
                self.ask_for(UnfreezeMember, guild, actor, member=person, reason="fair")

    def pays(self, guild: int, giver: Person, to: Person, item: int, quantity: int = 1) -> None:
        """Somebody has enough for a gift, and gives it."""
        price = self.models[guild].items[item].price
        if price * quantity < 10**6:
            by = MOD if giver is not MOD else ANN
            self.adjust(guild, by, giver, Currency.COINS, price * quantity + 1, "fair")
        self.send_gift(guild, giver, to, item, quantity, "", None)

    @rule(
        guild=guilds,
        which=pick,
        minutes=st.sampled_from((1, 5)),
        accept=st.sampled_from((True, True, False, None)),
    )
    def play_a_match(self, guild: int, which: int, minutes: int, accept: bool | None) -> None:
        """Two play, are given something, and it is counted too early and when it is over."""
        self.let_everybody_go(guild)
        one, other, others = two_of(which)
        facts = {"minutes": minutes, "channel": CHANNEL}
        for asking in (one, one if which % 2 else other):
            opponent = other if asking is one else one
            self.ask_for(ProposeMatch, guild, asking, opponent=opponent, **facts)
        number = max(self.models[guild].matches, default=0)
        for actor in (others[0], one, other) if accept is not None else ():
            self.ask_for(AnswerMatch, guild, actor, match=number, accept=accept)
        for creator in (one, other):
            self.pays(guild, others[0], creator, 1, 3)
        self.ask_for(EndMatch, guild, MOD, match=number)
        self.commit(timedelta(minutes=minutes if which % 3 else 11))
        self.ask_for(AnswerMatch, guild, other, match=number, accept=True)
        self.ask_for(EndMatch, guild, MOD, match=number)

    @rule(guild=guilds, which=pick)
    def challenge_everybody(self, guild: int, which: int) -> None:
        """Somebody challenges until nobody may be challenged any more."""
        one, other, _ = two_of(which)
        for _ in range(4):
            facts = {"opponent": other, "minutes": 1, "channel": CHANNEL}
            self.ask_for(ProposeMatch, guild, one, **facts)
            number = max(self.models[guild].matches, default=0)
            self.ask_for(AnswerMatch, guild, other, match=number, accept=False)

    @rule(guild=guilds, which=pick, by=st.booleans())
    def go_live_for_an_evening(self, guild: int, which: int, by: bool) -> None:
        """A creator goes live with a goal, is given something, gives up and ends."""
        self.let_everybody_go(guild)
        creator, giver, others = two_of(which)
        for _ in range(2):
            self.ask_for(StartShow, guild, creator, creator=creator, channel=CHANNEL, title="Hi")
        self.set_goal(guild, creator, 0, 60, 1)
        self.pays(guild, giver, creator, 10)
        for _ in range(2):
            self.ask_for(EndGoal, guild, creator)
        for _ in range(2):
            self.ask_for(EndShow, guild, others[0] if by else creator, creator=creator)

    @rule(
        guild=guilds,
        which=pick,
        kind=st.sampled_from((ThankFor, SkipThanks, ThankAll)),
    )
    def thank(
        self, guild: int, which: int, kind: type[ThankFor] | type[SkipThanks] | type[ThankAll]
    ) -> None:
        """A creator is given something while thank-yous are held, and thanks for it."""
        self.let_everybody_go(guild)
        creator, giver, _ = two_of(which)
        self.hold(guild, creator, creator, on=which % 2 == 0)
        self.pays(guild, giver, creator, 10)
        self.commit(timedelta(seconds=11))
        combo = max(self._own(guild, creator), default=0)
        for _ in range(2):
            self.ask_for(kind, guild, creator, creator=creator, combo=combo)

    @rule(guild=guilds, which=pick)
    def show_it_again_and_again(self, guild: int, which: int) -> None:
        """A creator shows one gift, and test alerts, until that is enough for a while."""
        self.let_everybody_go(guild)
        creator, giver, _ = two_of(which)
        self.open_overlay(guild, creator, None)
        self.pays(guild, giver, creator, 1)
        self.test_overlay(guild, creator, None, 7)
        combo = max(self._own(guild, creator), default=0)
        for _ in range(7):
            self.ask_for(ReplayGift, guild, creator, creator=creator, combo=combo)

    @rule(guild=guilds, which=pick, times=st.integers(1, 3))
    def freeze_and_let_go(self, guild: int, which: int, times: int) -> None:
        """A moderator freezes somebody, perhaps twice, and lets them go, perhaps twice."""
        self.let_everybody_go(guild)
        member, by, others = two_of(which)
        for _ in range(times):
            self.ask_for(FreezeMember, guild, by, member=member, reason="fair")
        self.pays(guild, member, by, 1)
        self.ask_for(UnfreezeMember, guild, member, member=member, reason="fair")
        for _ in range(times):
            self.ask_for(UnfreezeMember, guild, others[0], member=member, reason="fair")

    @rule(guild=guilds, which=pick)
    def change_a_gift(self, guild: int, which: int) -> None:
        """A gift costs something else than was quoted, is retired, and costs too much for one."""
        self.let_everybody_go(guild)
        giver, to, _ = two_of(which)
        changes = ({"price": 24 + which % 2}, {"retired": True}, {"retired": False})
        for facts in (*changes, {"price": 10**9}):
            self.ask_for(EditCatalogue, guild, MOD, item=24, **facts)
            self.send_gift(guild, giver, to, 24, 2, "", 25 if "price" in facts else None)
        self.send_gift(guild, giver, to, 24, 2, "", None)
        self.ask_for(EditCatalogue, guild, MOD, item=24, price=25)
