"""The rules against a model: whatever is asked, in whatever order, the books stay right."""

from collections import Counter
from fractions import Fraction

from hypothesis.stateful import invariant

from bot.ledger.accounts import Account, wallet
from bot.ledger.books import LOG_SINK, Transfer
from bot.ledger.levels import level_of
from bot.ledger.money import MOST_BALANCE, Currency
from bot.ledger.periods import Board
from tests.ledger.asking import GUILDS, MEMBERS, PEOPLE, worth
from tests.ledger.browser_asking import BrowserAsking
from tests.ledger.model import PARTS
from tests.ledger.scene import milliseconds
from tests.ledger.widely import run_widely


class LedgerMachine(BrowserAsking):
    """What is always so, looked at after every step."""

    def history(self, guild: int) -> list[Transfer]:
        """Every transfer of a guild, put away or not yet."""
        return self.shelves[guild].transfers + self.books.guild(guild).changes.transfers

    def sums(self, guild: int) -> Counter[Account]:
        """What every account holds by its transfers alone."""
        sums: Counter[Account] = Counter()
        for moved in self.history(guild):
            sums[moved.source] -= moved.amount
            sums[moved.target] += moved.amount
        return sums

    @invariant()
    def accounts_sum_to_zero_and_balances_to_their_transfers(self) -> None:
        """No coin is lost, doubled or conjured."""
        for guild in GUILDS:
            sums, balances = self.sums(guild), self.books.guild(guild).balances
            held = {account: amount for account, amount in sums.items() if account.is_stored}
            assert held == {**dict.fromkeys(held, 0), **balances}
            for currency in Currency:
                stored = sum(
                    amount for account, amount in balances.items() if account.currency is currency
                )
                outside = sum(
                    amount
                    for account, amount in sums.items()
                    if account.currency is currency and not account.is_stored
                )
                assert stored + outside == 0

    @invariant()
    def nobody_is_below_zero_or_beyond_what_the_books_can_hold(self) -> None:
        """A stored balance is a number that everybody can read."""
        for book in self.books:
            assert all(0 <= balance <= MOST_BALANCE for balance in book.balances.values())

    @invariant()
    def wallets_are_what_the_model_says(self) -> None:
        """Each member holds, in each guild, what plain arithmetic says."""
        for guild, model in self.models.items():
            book = self.books.guild(guild)
            for person in {person.user_id: person for person in PEOPLE}.values():
                member = book.find(person.user_id)
                number = member.number if member else 0
                assert number == model.numbers.get(person.user_id, 0)
                for currency, parts in PARTS.items():
                    units = book.balance(wallet(number, Currency(currency)))
                    assert Fraction(units, parts) == model.has(person.user_id, currency)
                if member:
                    assert member.frozen_seq == model.frozen.get(person.user_id)

    @invariant()
    def operations_are_numbered_without_gaps(self) -> None:
        """The order of a guild is contiguous."""
        for guild in GUILDS:
            book = self.books.guild(guild)
            operations = self.shelves[guild].operations + book.changes.operations
            assert [done.seq for done in operations] == [*range(1, book.last_seq + 1)]
            assert book.last_seq == self.models[guild].seq

    @invariant()
    def tallies_are_a_recount_of_the_gifts_that_stand(self) -> None:
        """A reversed gift leaves no trace on any board."""
        for guild, model in self.models.items():
            book = self.books.guild(guild)
            recount: Counter[tuple[Board, int, str]] = Counter()
            for seq, gift in model.gifts.items():
                if seq not in model.reversed:
                    given = (Board.GIVEN, model.numbers[gift.sender], gift.day.isoformat())
                    received = (Board.RECEIVED, model.numbers[gift.recipient], gift.day.isoformat())
                    recount[given] += gift.paid + gift.bonus
                    recount[received] += gift.paid + gift.bonus
            kept = Counter(self.shelves[guild].tallies)
            for key, coins in book.changes.tallies.items():
                kept[key] += coins
            assert all(coins >= 0 for coins in kept.values())
            assert +kept == recount

    @invariant()
    def cashable_diamonds_come_from_coins_that_were_paid_for(self) -> None:
        """What gifts issued in diamonds is the creators' share of coins that were not bonus."""
        for guild, model in self.models.items():
            operations = self.shelves[guild].operations
            operations = operations + self.books.guild(guild).changes.operations
            kinds = {done.seq: done.outcome.kind for done in operations}
            issued = sum(
                moved.amount * (worth(moved.target) - worth(moved.source))
                for moved in self.history(guild)
                if kinds[moved.seq] in {"gift", "reverse"}
                and Currency.DIAMONDS is moved.source.currency
            )
            standing = [gift for seq, gift in model.gifts.items() if seq not in model.reversed]
            assert issued == sum(gift.paid * gift.share * 10_000 for gift in standing)

    @invariant()
    def thanks_and_notices_are_what_the_model_says(self) -> None:
        """Nothing is thanked for that was taken back, and everybody concerned is told."""
        for guild, model in self.models.items():
            book = self.books.guild(guild)
            shown = {
                key: (state.wanted, state.attempted, state.shown)
                for key, state in book.acknowledgements.items()
                if key[1] != LOG_SINK
            }
            assert shown == model.shown
            told = self.shelves[guild].notices + book.changes.notices
            assert Counter(told) == Counter((model.numbers[who], seq) for who, seq in model.told)

    @invariant()
    def combos_and_levels_are_what_the_model_says(self) -> None:
        """Every gift is part of one combo, which sums what was not taken back."""
        for guild, model in self.models.items():
            live, numbers = self.books.guild(guild).live, model.numbers
            kept = {
                number: (
                    *(combo.sender, combo.recipient, combo.item, combo.show, combo.gifts),
                    *(combo.quantity, combo.coins, combo.last_seq, combo.last_ms),
                    *(combo.closed, combo.answered_seq),
                )
                for number, combo in live.combos.items()
            }
            assert kept == {
                number: (
                    *(numbers[combo.sender], numbers[combo.recipient], combo.item, combo.show),
                    *(len(combo.gifts), *model.left_of(combo)),
                    *(combo.gifts[-1], milliseconds(combo.last), combo.closed, combo.answered),
                )
                for number, combo in model.combos.items()
            }
            of_combos = [seq for combo in model.combos.values() for seq in combo.gifts]
            assert sorted(of_combos) == sorted(model.gifts)
            for person in MEMBERS:
                given = live.given.get(numbers.get(person.user_id, 0), 0)
                assert level_of(given) == model.level(person.user_id)
                member = self.books.guild(guild).find(person.user_id)
                told = member.level_told if member else 0
                assert told == model.fallen_from.get(person.user_id, 0)

    @invariant()
    def shows_goals_and_matches_are_a_recount_of_the_gifts_that_stand(self) -> None:
        """What a show, a goal and a match came to is what they were given, each gift once."""
        for guild, model in self.models.items():
            book = self.books.guild(guild)
            live, boards = book.live, Counter(self.shelves[guild].show_tallies)
            for key, coins in book.changes.show_tallies.items():
                boards[key] += coins
            assert live.shows.keys() == model.shows.keys()
            for number, show in live.shows.items():
                assert (show.gifts, show.coins, show.earned_units) == model.came_to(number)
                assert (show.ended_ms > 0) is model.shows[number].is_over
                assert model.boards_of(number) == +Counter(
                    {
                        (str(b), who): coins
                        for (b, who, of), coins in boards.items()
                        if of == f"show:{number}"
                    }
                )
            assert {
                number: (goal.progress, goal.reached_seq, goal.ended_seq > 0)
                for number, goal in live.goals.items()
            } == {
                number: (model.progress(number), goal.reached, goal.final is not None)
                for number, goal in model.goals.items()
            }
            assert {
                number: ((match.challenger_coins, match.opponent_coins), match.ended_seq > 0)
                for number, match in live.matches.items()
            } == {
                number: (model.score(number), match.final is not None)
                for number, match in model.matches.items()
            }

    @invariant()
    def creators_are_what_the_model_says(self) -> None:
        """Followers are counted as they stand, and who pauses is known."""
        for guild, model in self.models.items():
            live = self.books.guild(guild).live
            pairs = {
                (model.numbers[creator], model.numbers[other]) for creator, other in model.followers
            }
            assert live.following == pairs
            for person in MEMBERS:
                number = model.numbers.get(person.user_id, 0)
                creator = live.creator(number)
                assert creator.followers == sum(followed == number for followed, _ in pairs)
                assert creator.paused is (person.user_id in model.paused)
                assert creator.holding is (person.user_id in model.holding)

    @invariant()
    def overlays_are_what_the_model_says(self) -> None:
        """A creator has one overlay, which never goes back nor forgets what is beyond it."""
        for guild, model in self.models.items():
            book, numbers = self.books.guild(guild), model.numbers
            kept = self.shelves[guild].browser.after(book.browser.changes, book.now_ms)
            assert kept.overlays == book.browser.overlays
            assert {
                creator: (
                    *(one.digest, one.opened_ms, one.played_seq),
                    *(one.volume, one.speaks, one.least_coins),
                )
                for creator, one in kept.overlays.items()
            } == {
                numbers[who]: (one.secret, milliseconds(one.opened), one.played, *one.looks)
                for who, one in model.overlays.items()
            }
            assert len({one.handle for one in kept.overlays.values()}) == len(kept.overlays)
            assert kept.ahead == {
                (numbers[who], combo): through for (who, combo), through in model.ahead.items()
            }
            for (creator, combo), through in kept.ahead.items():
                overlay = kept.overlays[creator]
                assert max(overlay.played_seq + 1, combo) <= through <= book.last_seq
            assert {name: passed.combo for name, passed in kept.passed.items()} == {
                (numbers[who], first): combo for (who, first), combo in model.passed.items()
            }
            for creator, first in kept.passed:
                assert first <= kept.overlays[creator].played_seq <= book.last_seq

    @invariant()
    def sessions_are_what_the_model_says(self) -> None:
        """Who signed in is in until their time is over or they sign out, and nobody else is."""
        for guild, model in self.models.items():
            book = self.books.guild(guild)
            kept = self.shelves[guild].browser.after(book.browser.changes, book.now_ms)
            assert {
                digest: (one.member, one.expires_ms) for digest, one in kept.sessions.items()
            } == {
                digest: (model.numbers[who], milliseconds(until))
                for digest, (who, until) in model.signed_in.items()
            }
            assert all(one.began_ms < one.expires_ms for one in kept.sessions.values())


def test_whatever_is_asked_the_books_agree_with_plain_arithmetic_and_balance() -> None:
    run_widely(LedgerMachine, runs=24, steps=220)
