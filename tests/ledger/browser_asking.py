"""What can be asked around overlays and the dashboard, beside everything else."""

from dataclasses import replace
from datetime import timedelta
from enum import Enum, auto
from hashlib import sha256

from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.ledger.books import GuildBook
from bot.ledger.books.browser import PassedOver
from bot.ledger.requests import Person
from bot.ledger.requests.browser import ChangeOverlay, CloseOverlay, OpenOverlay, TestAlert
from bot.ledger.requests.live import ReplayGift
from bot.ledger.requests.marks import MarkPlayed, SignIn, SignOut
from tests.ledger.asking import MEMBERS, guilds, pick
from tests.ledger.live_asking import LiveAsking, members
from tests.ledger.scene import BEA, milliseconds


class Move(Enum):
    """What may happen in an evening."""

    GIVE = auto()
    PLAY = auto()
    BREAK = auto()
    TEST = auto()
    REPLAY = auto()
    OPEN_ANEW = auto()
    COMMIT = auto()


moves = st.sampled_from((Move.GIVE, Move.GIVE, Move.PLAY, *Move))
owners = st.one_of(st.just(BEA), members)


def browser_trace(book: GuildBook) -> object:
    """What a refusal leaves as it is of a book about pages."""
    browser, written = book.browser, book.browser.changes
    overlays = {creator: replace(one) for creator, one in browser.overlays.items()}
    tests = {creator: len(times) for creator, times in browser.tests.items() if times}
    kept = (written.closed, written.played, written.passed_over, written.shown_again)
    return (overlays, tests, [part.copy() for part in kept], len(written.sessions))


class BrowserAsking(LiveAsking):
    """Two guilds in which people have overlays, and sign in to look at them."""

    def trace(self, guild: int) -> object:
        """What a refusal, and whatever happens in another guild, leaves as it is."""
        return (super().trace(guild), browser_trace(self.books.guild(guild)))

    @rule(guild=guilds, creator=owners, by=st.one_of(st.none(), st.none(), members))
    def open_overlay(self, guild: int, creator: Person, by: Person | None) -> None:
        """A new secret opens an overlay."""
        secret = f"secret-{self.next_key}"
        facts = {"handle": secret, "digest": secret.encode()}
        self.ask_for(OpenOverlay, guild, by or creator, creator=creator, **facts)

    @rule(guild=guilds, creator=owners, by=st.one_of(st.none(), members), which=pick)
    def close_overlay(self, guild: int, creator: Person, by: Person | None, which: int) -> None:
        """Nothing opens an overlay any more, now and then."""
        if which % 4 == 0:
            self.ask_for(CloseOverlay, guild, by or creator, creator=creator)

    @rule(
        guild=guilds,
        creator=owners,
        volume=st.sampled_from((0, 5, 60, 100, 101, -1)),
        speaks=st.booleans(),
        least=st.sampled_from((1, 1, 100, 10**9, 10**9 + 1, 0)),
    )
    def change_overlay(
        self, guild: int, creator: Person, volume: int, speaks: bool, least: int
    ) -> None:
        """An overlay sounds otherwise."""
        facts = {"volume": volume, "speaks": speaks, "least_coins": least}
        self.ask_for(ChangeOverlay, guild, creator, creator=creator, **facts)

    @rule(guild=guilds, creator=owners, by=st.one_of(st.none(), members), times=st.integers(1, 4))
    def test_overlay(self, guild: int, creator: Person, by: Person | None, times: int) -> None:
        """Somebody has test alerts shown."""
        for _ in range(times):
            self.ask_for(TestAlert, guild, by or creator, creator=creator)

    @rule(guild=guilds, creator=owners, moves=st.lists(st.tuples(moves, pick), max_size=12))
    def spend_an_evening(self, guild: int, creator: Person, moves: list[tuple[Move, int]]) -> None:
        """Pages come and go while the creator is given something."""
        self.open_overlay(guild, creator, None)
        others = [one for one in MEMBERS if one is not creator]
        for move, which in moves:
            match move:
                case Move.GIVE:
                    self.send_gift(guild, others[which % 3], creator, 1, 1, "", None)
                case Move.TEST:
                    self.ask_for(TestAlert, guild, creator, creator=creator)
                case Move.REPLAY:
                    number = self._one_of(self._own(guild, creator), which)
                    self.ask_for(ReplayGift, guild, creator, creator=creator, combo=number)
                case Move.OPEN_ANEW:
                    self.ask_for(CloseOverlay, guild, creator, creator=creator)
                    self.open_overlay(guild, creator, None)
                case Move.COMMIT:
                    self.commit(timedelta(seconds=which % 20))
                case Move.PLAY | Move.BREAK:
                    self.play(guild, creator, which, breaks=move is Move.BREAK)

    def _own(self, guild: int, creator: Person) -> list[int]:
        """The combos that a creator was given."""
        combos = self.models[guild].combos
        return [number for number, it in combos.items() if it.recipient == creator.user_id]

    def play(self, guild: int, creator: Person, which: int, *, breaks: bool) -> None:
        """A page says how far it has come, with a combo of the creator's or with something else; or
        it broke on that."""
        model, who = self.models[guild], creator.user_id
        overlay = model.overlays.get(who)
        before = overlay.played if overlay else 0
        own = self._own(guild, creator)
        combo = own[-1 - which % min(len(own), 3)] if own and which % 4 else 0
        gifts = model.combos[combo].gifts if combo else ()
        number = max(0, combo or before + which % 5 - 2)
        request = MarkPlayed(
            guild=guild,
            creator=model.numbers.get(who, 0),
            combo=combo,
            through=gifts[which % len(gifts)] if gifts else number,
            played=number,
            passed_over=PassedOver(number, "gift", combo) if breaks else None,
        )
        self.mark(request, expected=model.play(request, who))
        if overlay:
            assert model.overlays[who].played >= before

    @rule(guild=guilds, person=members, hours=st.sampled_from((1, 12)))
    def sign_in(self, guild: int, person: Person, hours: int) -> None:
        """Somebody comes into the dashboard."""
        until = self.now + timedelta(hours=hours)
        digest = sha256(self.key().encode()).digest()
        request = SignIn(guild=guild, person=person, digest=digest, expires_ms=milliseconds(until))
        self.mark(request)
        self.models[guild].sign_in(request, until)

    @rule(guild=guilds, which=pick)
    def sign_out(self, guild: int, which: int) -> None:
        """Somebody leaves the dashboard, or did before."""
        known = [*self.models[guild].signed_in]
        digest = known[which % len(known)] if known else b"nobody"
        request = SignOut(guild=guild, digest=digest)
        self.mark(request)
        self.models[guild].sign_out(request)
