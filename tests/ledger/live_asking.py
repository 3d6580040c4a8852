"""What can be asked around live shows, beside everything else."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.ledger.requests import Person, Request
from bot.ledger.requests.live import (
    AnswerMatch,
    EndGoal,
    EndMatch,
    EndShow,
    FollowCreator,
    HoldThanks,
    NameDeputy,
    PauseReceiving,
    ProposeMatch,
    ReplayGift,
    SetGoal,
    SkipThanks,
    StartShow,
    ThankAll,
    ThankFor,
)
from tests.ledger.asking import MEMBERS, Asking, guilds, pick
from tests.ledger.scene import ANN, BEA, CHANNEL, milliseconds

members = st.sampled_from(MEMBERS)
few_items = st.sampled_from((0, 0, 1, 6, 10, 999))


class LiveAsking(Asking):
    """Two guilds in which people go live."""

    def ask_for(self, kind: type[Request], guild: int, actor: Person, **facts: Any) -> None:
        """Somebody asks for something under a new key."""
        self.ask(kind(guild=guild, key=self.key(), actor=actor, **facts))

    @rule(guild=guilds, item=st.sampled_from((1, 6)), times=st.integers(2, 6))
    def send_a_combo(self, guild: int, item: int, times: int) -> None:
        """Ann sends Bea the same gift again and again."""
        for _ in range(times):
            self.send_gift(guild, ANN, BEA, item, 1, "", None)

    @rule(guild=guilds, creator=members, title=st.sampled_from(("", "Tonight", "x" * 81)))
    def go_live(self, guild: int, creator: Person, title: str) -> None:
        """A show begins."""
        self.ask_for(StartShow, guild, creator, creator=creator, channel=CHANNEL, title=title)

    @rule(guild=guilds, creator=members, by=st.one_of(st.none(), members))
    def end_live(self, guild: int, creator: Person, by: Person | None) -> None:
        """A show ends, maybe by a moderator."""
        self.ask_for(EndShow, guild, by or creator, creator=creator)

    @rule(guild=guilds, follower=members, creator=members)
    def follow(self, guild: int, follower: Person, creator: Person) -> None:
        """Somebody follows somebody, or no more."""
        self.ask_for(FollowCreator, guild, follower, creator=creator)

    @rule(guild=guilds, creator=members)
    def pause_for_a_moment(self, guild: int, creator: Person) -> None:
        """A creator receives nothing for a while."""
        self.ask_for(PauseReceiving, guild, creator, on=True)
        self.send_gift(guild, MEMBERS[0], creator, 1, 1, "", None)
        self.go_live(guild, creator, "")
        self.ask_for(PauseReceiving, guild, creator, on=False)

    @rule(guild=guilds, creator=members, deputy=members, on=st.booleans())
    def name_deputy(self, guild: int, creator: Person, deputy: Person, on: bool) -> None:
        """A creator lets somebody thank for them, or no more."""
        self.ask_for(NameDeputy, guild, creator, deputy=deputy, on=on)

    @rule(
        guild=guilds,
        creator=members,
        item=few_items,
        wanted=st.sampled_from((1, 3, 20, 60, 0, 10**9 + 1)),
        hours=st.sampled_from((1, 1, 24, 168, 169, 0)),
    )
    def set_goal(self, guild: int, creator: Person, item: int, wanted: int, hours: int) -> None:
        """A creator sets a goal."""
        expires_ms = milliseconds(self.now + timedelta(hours=hours))
        self.ask_for(SetGoal, guild, creator, item=item, target=wanted, expires_ms=expires_ms)

    @rule(guild=guilds, creator=members)
    def give_goal_up(self, guild: int, creator: Person) -> None:
        """A creator gives a goal up."""
        self.ask_for(EndGoal, guild, creator)

    @rule(guild=guilds, ahead=st.integers(0, 3), which=pick, minutes=st.sampled_from((1, 5, 0)))
    def challenge(self, guild: int, ahead: int, which: int, minutes: int) -> None:
        """A creator challenges another."""
        actor, opponent = MEMBERS[which % 4], MEMBERS[(which + ahead) % 4]
        facts = {"opponent": opponent, "minutes": minutes, "channel": CHANNEL}
        self.ask_for(ProposeMatch, guild, actor, **facts)

    @rule(guild=guilds, actor=members, which=pick, accept=st.sampled_from((True, True, False)))
    def answer_match(self, guild: int, actor: Person, which: int, accept: bool) -> None:
        """Somebody answers a challenge."""
        number = self._one_of(list(self.models[guild].matches), which)
        self.ask_for(AnswerMatch, guild, actor, match=number, accept=accept)

    @rule(guild=guilds, which=pick)
    def accept_match(self, guild: int, which: int) -> None:
        """The opponent of a match accepts it."""
        matches = self.models[guild].matches
        number = self._one_of(list(matches), which)
        match = matches.get(number)
        actor = next((who for who in MEMBERS if match and who.user_id == match.opponent), ANN)
        self.ask_for(AnswerMatch, guild, actor, match=number, accept=True)

    @rule(guild=guilds, actor=members, which=pick)
    def count_match(self, guild: int, actor: Person, which: int) -> None:
        """A match is to be counted."""
        number = self._one_of(list(self.models[guild].matches), which)
        self.ask_for(EndMatch, guild, actor, match=number)

    @rule(
        guild=guilds,
        actor=members,
        creator=members,
        which=pick,
        kind=st.sampled_from((ThankFor, ThankFor, SkipThanks, ReplayGift, ThankAll)),
    )
    def react(
        self, guild: int, actor: Person, creator: Person, which: int, kind: type[Request]
    ) -> None:
        """Somebody reacts to a combo of some creator."""
        number = self._one_of(list(self.models[guild].combos), which)
        self.ask_for(kind, guild, actor, creator=creator, combo=number)

    @rule(
        guild=guilds,
        creator=members,
        which=pick,
        kind=st.sampled_from((ThankFor, SkipThanks, ThankAll)),
    )
    def react_to_what_waits(
        self, guild: int, creator: Person, which: int, kind: type[Request]
    ) -> None:
        """A creator reacts to a combo that waits."""
        number = self._one_of(self.models[guild].due(creator.user_id), which)
        self.ask_for(kind, guild, creator, creator=creator, combo=number)

    @rule(guild=guilds, actor=members, creator=members, on=st.booleans())
    def hold(self, guild: int, actor: Person, creator: Person, on: bool) -> None:
        """Somebody holds thank-yous back, or lets them go."""
        self.ask_for(HoldThanks, guild, actor, creator=creator, on=on)

    @staticmethod
    def _one_of(numbers: list[int], which: int) -> int:
        """One of the latest, or a number that is none."""
        return numbers[-1 - which % min(len(numbers), 4)] if numbers and which % 9 else which
