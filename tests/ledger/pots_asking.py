"""What can be asked around promotions, drops and chests, beside everything else."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from bot.ledger.accounts import Kind, hold
from bot.ledger.money import Currency
from bot.ledger.outcomes import Accepted
from bot.ledger.outcomes.pots import (
    ChestDropped,
    ChestIssued,
    ChestOpened,
    DropCreated,
    PotEnded,
    PotOver,
    PromotionCreated,
    ShareTaken,
)
from bot.ledger.requests import Person, Request
from bot.ledger.requests.pots import (
    ClosePot,
    CreateDrop,
    CreatePromotion,
    DropChest,
    OpenChest,
    RedeemCode,
    TakeShare,
)
from tests.ledger.asking import MEMBERS, PEOPLE, Asking, guilds, pick
from tests.ledger.pots_model import ROLE, PotsModel
from tests.ledger.scene import CHANNEL, MOD, milliseconds

members = st.sampled_from(MEMBERS)
takers = st.sampled_from(PEOPLE)
codes = st.sampled_from(("summer", "SUMMER", "sum mer", "winter", "never", "abc", "- -"))
seeds = st.sampled_from(("5eed", "cafe", "0"))


class PotsAsking(Asking):
    """Two guilds in which coins are given away to many."""

    models: dict[int, PotsModel]  # type: ignore[assignment]  # What the machine lays open.

    def give_away(self, kind: type[Request], guild: int, actor: Person, **facts: Any) -> None:
        """Somebody asks for something about pots, under a new key."""
        self.ask(kind(guild=guild, key=self.key(), actor=actor, **facts))

    def later(self, minutes: int) -> int:
        """The moment in so many minutes."""
        return milliseconds(self.now + timedelta(minutes=minutes))

    def a_pot(self, guild: int, which: int) -> int:
        """One of the newest pots, or now and then a number that is none."""
        numbers = [*self.models[guild].pots][-6:]
        return numbers[which % len(numbers)] if numbers and which % 13 else which

    def hold_origins_apart(self, outcome: Accepted, guild: int) -> None:
        """See that what is taken is bonus from then on, and that the rest goes back as it was."""
        coins, bonus = Currency.COINS, Currency.BONUS_COINS
        own, issued, within = Kind.WALLET, Kind.ISSUED, Kind.HOLD
        wanted: list[tuple[Kind, Kind, Currency, int]]
        if isinstance(outcome, PromotionCreated | DropCreated):
            wanted = [(issued, within, bonus, outcome.each * outcome.people)]
        elif isinstance(outcome, ChestIssued):
            wanted = [(issued, within, bonus, outcome.bonus_coins)]
        elif isinstance(outcome, ChestDropped):
            wanted = [
                (own, within, bonus, outcome.bonus_coins),
                (own, within, coins, outcome.coins),
            ]
        elif isinstance(outcome, ShareTaken):
            wanted = [
                (within, own, bonus, outcome.bonus_coins),
                (within, Kind.SPENT, coins, outcome.coins),
                (issued, own, bonus, outcome.coins),
            ]
        elif isinstance(outcome, PotOver | PotEnded):
            back = own if outcome.own else issued
            wanted = [
                (within, back, bonus, outcome.bonus_coins),
                (within, back, coins, outcome.coins),
            ]
        elif isinstance(outcome, ChestOpened):
            wanted = []
        else:
            super().hold_origins_apart(outcome, guild)
            return
        moved = [
            (one.source.kind, one.target.kind, one.source.currency, one.amount)
            for one in self.books.guild(guild).changes.transfers
            if one.seq == outcome.seq
        ]
        assert moved == [one for one in wanted if one[-1]]

    @rule(
        guild=guilds,
        actor=members,
        code=codes,
        coins=st.sampled_from((0, 1, 50, 10**6, 10**6 + 1)),
        uses=st.sampled_from((0, 1, 2, 3)),
        days=st.sampled_from((0, 1, 5)),
    )
    def promote(
        self, guild: int, actor: Person, code: str, coins: int, uses: int, days: int
    ) -> None:
        """Somebody makes a promotion."""
        closes_ms = self.later(days * 24 * 60) if days else 0
        facts = {"code": code, "coins": coins, "uses": uses, "closes_ms": closes_ms}
        self.give_away(CreatePromotion, guild, actor, **facts)

    @rule(guild=guilds, actor=takers, code=codes)
    def redeem(self, guild: int, actor: Person, code: str) -> None:
        """Somebody types a code."""
        self.give_away(RedeemCode, guild, actor, code=code)

    @rule(guild=guilds, actor=members, times=st.integers(1, 7))
    def guess(self, guild: int, actor: Person, times: int) -> None:
        """Somebody tries codes that are none."""
        for _ in range(times):
            self.give_away(RedeemCode, guild, actor, code="guess")

    @rule(
        guild=guilds,
        actor=members,
        coins=st.sampled_from((0, 1, 20)),
        shares=st.sampled_from((0, 1, 2, 3)),
        role=st.sampled_from((0, 0, ROLE)),
    )
    def drop(self, guild: int, actor: Person, coins: int, shares: int, role: int) -> None:
        """Somebody makes a drop, for an hour."""
        facts = {"coins": coins, "shares": shares, "role": role, "channel": CHANNEL}
        self.give_away(CreateDrop, guild, actor, closes_ms=self.later(60), **facts)

    @rule(
        guild=guilds,
        actor=members,
        coins=st.sampled_from((0, 3, 50, 101, 900, 10**8)),
        shares=st.sampled_from((0, 1, 2, 3, 7, 151)),
        own=st.sampled_from((True, True, True, False)),
        minutes=st.sampled_from((0, 1, 3)),
        seed=seeds,
        quoted=st.sampled_from((None, None, None, 3)),
    )
    def drop_chest(
        self, guild: int, actor: Person, minutes: int, quoted: int | None, **facts: Any
    ) -> None:
        """Somebody drops a chest."""
        times = {"opens_ms": self.later(minutes), "closes_ms": self.later(minutes + 10)}
        self.give_away(
            DropChest, guild, actor, channel=CHANNEL, quoted_bonus=quoted, **times, **facts
        )

    @rule(guild=guilds, actor=takers, which=pick, roles=st.sampled_from(((), (ROLE,))))
    def take(self, guild: int, actor: Person, which: int, roles: tuple[int, ...]) -> None:
        """Somebody presses a button."""
        self.give_away(TakeShare, guild, actor, pot=self.a_pot(guild, which), own_roles=roles)

    @rule(guild=guilds, which=pick)
    def everybody_takes(self, guild: int, which: int) -> None:
        """Everybody presses a button at once."""
        number = self.a_pot(guild, which)
        for actor in MEMBERS:
            self.give_away(TakeShare, guild, actor, pot=number, own_roles=(ROLE,))

    @rule(guild=guilds, which=pick)
    def open_a_chest(self, guild: int, which: int) -> None:
        """The calendar opens a chest."""
        self.give_away(OpenChest, guild, MOD, pot=self.a_pot(guild, which))

    @rule(guild=guilds, actor=members, which=pick, early=st.booleans())
    def close(self, guild: int, actor: Person, which: int, early: bool) -> None:
        """A pot is ended, or its time is over."""
        self.give_away(ClosePot, guild, actor, pot=self.a_pot(guild, which), early=early)

    @invariant()
    def pots_hold_what_nobody_took(self) -> None:
        """What lies in a hold is what went in without what was taken, and nothing in the end."""
        for guild, model in self.models.items():
            book = self.books.guild(guild)
            assert book.economy.pots.keys() == model.pots.keys()
            for number, pot in model.pots.items():
                held = [
                    book.balance(hold(number, currency))
                    for currency in (Currency.COINS, Currency.BONUS_COINS)
                ]
                assert tuple(held) == pot.rest
                kept = book.economy.pots[number]
                assert (kept.taken, bool(kept.ended_seq), bool(kept.opened_seq)) == (
                    len(pot.taken), pot.is_over, pot.opened,
                )  # fmt: skip

    @invariant()
    def shares_are_what_the_model_says(self) -> None:
        """Everybody has at most one share of a pot, and a pot that is empty was dealt whole."""
        for guild, model in self.models.items():
            economy, numbers = self.books.guild(guild).economy, model.numbers
            kept = {key: share[2:] for key, share in economy.shares.items()}
            assert kept == {
                (number, numbers[share.who]): share[1:4]
                for number, pot in model.pots.items()
                for share in pot.taken
            }
            for pot in model.pots.values():
                assert len({share.who for share in pot.taken}) == len(pot.taken) <= pot.people
                assert all(share.bought + share.bonus >= 1 for share in pot.taken)
                if len(pot.taken) == pot.people:
                    assert pot.rest == (0, 0)

    @invariant()
    def guesses_are_what_the_model_says(self) -> None:
        """How often somebody guessed in vain is kept, whatever was refused."""
        for guild, model in self.models.items():
            economy = self.books.guild(guild).economy
            for who, (wrong, last) in model.guesses.items():
                kept = economy.guesses(model.numbers[who])
                assert (kept.wrong, kept.last_ms) == (wrong, milliseconds(last))
