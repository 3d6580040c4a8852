"""One guild's books with people in it, for a test to act upon and to look at."""

from collections.abc import Mapping
from copy import copy, deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Final, TypeVar

from bot.ledger.accounts import wallet
from bot.ledger.books import CHANNEL_SINK, Acknowledgement, Books, GuildBook, Line, Member
from bot.ledger.books.live import Combo, LiveChanges
from bot.ledger.guild_settings import stored
from bot.ledger.money import Currency, Purse
from bot.ledger.outcomes import Accepted, BalanceAdjusted, GiftSent, KeyConflict, Outcome, Refused
from bot.ledger.periods import Board, periods
from bot.ledger.requests import (
    AdjustBalance,
    ChangeSetting,
    ConvertDiamonds,
    EditCatalogue,
    FreezeMember,
    GrantWelcome,
    Person,
    Request,
    ReverseGift,
    SendGift,
    UnfreezeMember,
)
from bot.ledger.requests.marks import Mark, MarkShown, Stage
from bot.ledger.rules import decide, mark
from bot.ledger.shape import field_names
from tests.ledger.shelf import Shelf

GUILD: Final = 700
CHANNEL: Final = 710
NOW: Final = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
"""A Saturday."""

ROSE: Final = 1
PERFUME: Final = 10
UNIVERSE: Final = 43
"""Gifts at 1, 20 and 44,999 coins."""

DIAMOND: Final = 10_000
"""The units of one diamond."""


def milliseconds(moment: datetime) -> int:
    """A moment as the ledger keeps it."""
    return int(moment.timestamp() * 1_000)


def account_of_age(days: float, order: int = 0) -> int:
    """The id that Discord gives an account which is so many days old at `NOW`."""
    since_discord = NOW - timedelta(days=days) - datetime(2015, 1, 1, tzinfo=UTC)
    return (int(since_discord.total_seconds() * 1_000) << 22) + order


ANN: Final = Person(account_of_age(900, 1), "Ann")
BEA: Final = Person(account_of_age(900, 2), "Bea")
KIM: Final = Person(account_of_age(900, 3), "Kim")
MOD: Final = Person(account_of_age(900, 4), "Mo")
ROBOT: Final = Person(account_of_age(900, 5), "Robot", is_bot=True)

_Accepted = TypeVar("_Accepted", bound=Accepted)


def accepted(outcome: Outcome, kind: type[_Accepted]) -> _Accepted:
    """The outcome, known to be of this kind."""
    assert isinstance(outcome, kind), outcome
    return outcome


class Scene:
    """One guild at one moment. Every decision taken in it is held to what decisions promise."""

    def __init__(self, *, moment: datetime = NOW, guild: int = GUILD, **settings: object) -> None:
        """Open empty books under these settings."""
        chosen = stored({name: str(value) for name, value in settings.items()})
        self.book = GuildBook(guild, milliseconds(moment), settings=chosen)
        self.books = Books([self.book])
        self.put_away = 0
        self._keys = (f"key-{number}" for number in count(1))

    def new_key(self) -> str:
        """A key that was never used here."""
        return next(self._keys)

    def decide(self, request: Request) -> Outcome:
        """Decide a request, and see that a refusal or a replay leaves everything as it was."""
        replayed = request.key in self.book.answers
        before = self.everything()
        outcome = decide(request, self.books)
        if isinstance(outcome, Refused) or replayed:
            assert self.everything() == before
        else:
            assert self.book.changes.operations[-1].outcome == outcome
            assert outcome.seq == self.book.last_seq
            assert outcome.seq == self.put_away + len(self.book.changes.operations)
        if not isinstance(outcome, KeyConflict):
            assert self.book.answers[request.key].outcome == outcome
        return outcome

    def everything(self) -> Mapping[str, object]:
        """All that a refusal must leave alone, as it is now."""
        changes = self.book.changes
        return {
            "balances": dict(self.book.balances),
            "operations": list(changes.operations),
            "transfers": list(changes.transfers),
            "gifts": list(changes.gifts),
            "notes": list(changes.notes),
            "notices": list(changes.notices),
            "tallies": dict(changes.tallies),
            "acknowledgements": {
                key: replace(acknowledgement)
                for key, acknowledgement in self.book.acknowledgements.items()
            },
            "settings": self.book.settings,
            "catalogue": list(self.book.catalogue),
            "once": dict(self.book.once),
            "frozen": {
                member.number: member.frozen_seq
                for member in changes.members.values()
                if member.frozen_seq is not None
            },
            "order": (self.book.last_seq, self.book.last_item),
            "live": self.live_part(),
            "browser": self.browser_part(),
            # How often somebody guessed a code in vain is counted by the refusals themselves.
            "economy": replace(deepcopy(self.book.economy.changes), guesses={}),
        }

    def browser_part(self) -> Mapping[str, object]:
        """All that a refusal must leave alone of overlays and who is signed in."""
        browser = self.book.browser
        return {
            "overlays": {number: replace(one) for number, one in browser.overlays.items()},
            "closed": set(browser.changes.closed),
            "played": dict(browser.changes.played),
            "passed_over": dict(browser.changes.passed_over),
            "shown_again": set(browser.changes.shown_again),
            "tests": {creator: list(times) for creator, times in browser.tests.items() if times},
            "sessions": list(browser.changes.sessions),
        }

    def live_part(self) -> Mapping[str, object]:
        """All that a refusal must leave alone of shows and combos."""
        live, written = self.book.live, self.book.live.changes
        named = {"combos", "shows", "creators", "goals", "matches", "plans"}
        entries = {
            name: {number: replace(entry) for number, entry in getattr(written, name).items()}
            for name in named
        }
        rest = {
            name: copy(getattr(written, name))
            for name in field_names(LiveChanges)
            if name not in named
        }
        sums = (dict(live.given), dict(self.book.changes.show_tallies))
        sets = [set(live.following), set(live.deputies), set(live.reminders), set(live.held)]
        return {**entries, **rest, "sums": sums, "sets": sets}

    def mark(self, request: Mark) -> bool:
        """Enter a mark."""
        return mark(request, self.books)

    def shown(self, seq: int, stage: Stage, *, revision: int = 1, **facts: Any) -> bool:
        """Mark what became of showing a gift in its channel."""
        return self.mark(
            MarkShown(
                guild=self.book.guild,
                acknowledgement=seq,
                sink=CHANNEL_SINK,
                revision=revision,
                stage=stage,
                **facts,
            )
        )

    def member(self, person: Person) -> Member:
        """How the books know a person."""
        return self.book.member(person)

    def purse(self, person: Person) -> Purse:
        """What a person holds."""
        return self.book.purse(self.book.member(person))

    def holding(self, person: Person, **units: int) -> "Scene":
        """Give a person these units, as though the store had always held them."""
        member = self.book.member(person)
        for currency, amount in units.items():
            self.book.balances[wallet(member.number, Currency(currency))] = amount
        return self

    def tally(self, board: Board, period: str, person: Person) -> int:
        """How many coins a board counts for a person in a period."""
        return sum(
            coins
            for (of, number, day), coins in self.book.changes.tallies.items()
            if (of, number) == (board, self.member(person).number) and period in periods(day)
        )

    def acknowledgement(self, seq: int, sink: str = CHANNEL_SINK) -> Acknowledgement | None:
        """What a sink is to show of an operation."""
        return self.book.acknowledgements.get((seq, sink))

    def notices(self, person: Person) -> list[int]:
        """The operations that a person is to be told of."""
        number = self.member(person).number
        return [seq for member, seq in self.book.changes.notices if member == number]

    def notes(self) -> dict[int, str]:
        """What people wrote, by operation."""
        return dict(self.book.changes.notes)

    def lines(self, seq: int) -> list[Line]:
        """What an operation moved."""
        return [
            Line(moved.source, moved.target, moved.amount)
            for moved in self.book.changes.transfers
            if moved.seq == seq
        ]

    def at(self, moment: datetime) -> "Scene":
        """Let it be another moment."""
        self.book.now_ms = milliseconds(moment)
        return self

    def later(self, *, seconds: float) -> "Scene":
        """Let some time pass."""
        self.book.now_ms += round(seconds * 1_000)
        return self

    def next_batch(self, shelf: Shelf) -> "Scene":
        """Put the books away, and open them again as the next batch does."""
        shelf.put(self.book)
        self.put_away = self.book.last_seq
        self.book = shelf.open(self.book.now_ms)
        self.books = Books([self.book])
        return self

    def combo(self, number: int) -> Combo:
        """A combo as it is now."""
        return self.book.live.combos[number]

    # What people do.

    def ask(self, kind: type[Request], actor: Person, **facts: Any) -> Outcome:
        """Somebody asks for something."""
        facts.setdefault("key", self.new_key())
        return self.decide(kind(guild=self.book.guild, actor=actor, **facts))

    def done(
        self, kind: type[Request], actor: Person, outcome: type[_Accepted], **facts: Any
    ) -> _Accepted:
        """Somebody asks for something, and it is done."""
        return accepted(self.ask(kind, actor, **facts), outcome)

    def gift(
        self, sender: Person, recipient: Person, item: int = ROSE, quantity: int = 1, **more: Any
    ) -> Outcome:
        """Somebody sends a gift."""
        facts = {"channel": CHANNEL, "key": self.new_key(), **more}
        return self.decide(
            SendGift(
                guild=self.book.guild,
                actor=sender,
                to=recipient,
                item=item,
                quantity=quantity,
                **facts,
            )
        )

    def sent(
        self, sender: Person, recipient: Person, item: int = ROSE, quantity: int = 1, **more: Any
    ) -> GiftSent:
        """Somebody sends a gift, and it is accepted."""
        return accepted(self.gift(sender, recipient, item, quantity, **more), GiftSent)

    def adjust(
        self,
        member: Person,
        amount: int,
        currency: Currency = Currency.COINS,
        *,
        by: Person = MOD,
        reason: str = "a prize",
        key: str | None = None,
    ) -> Outcome:
        """A moderator gives or takes."""
        return self.decide(
            AdjustBalance(
                guild=self.book.guild,
                key=key or self.new_key(),
                actor=by,
                member=member,
                currency=currency,
                amount=amount,
                reason=reason,
            )
        )

    def fund(self, member: Person, amount: int, currency: Currency = Currency.COINS) -> None:
        """A moderator gives, and it is accepted."""
        accepted(self.adjust(member, amount, currency), BalanceAdjusted)

    def welcome(self, member: Person, *, key: str | None = None) -> Outcome:
        """Somebody is welcomed."""
        key = key or self.new_key()
        return self.decide(GrantWelcome(guild=self.book.guild, key=key, actor=member))

    def convert(
        self, member: Person, units: int, *, rate: int | None = None, key: str | None = None
    ) -> Outcome:
        """Somebody converts diamonds, at the guild's rate unless they were shown another."""
        quoted = self.book.settings.conversion_rate if rate is None else rate
        return self.decide(
            ConvertDiamonds(
                guild=self.book.guild,
                key=key or self.new_key(),
                actor=member,
                units=units,
                quoted_rate=quoted,
            )
        )

    def reverse(
        self, seq: int, *, by: Person = MOD, reason: str = "by mistake", key: str | None = None
    ) -> Outcome:
        """A moderator takes a gift back."""
        key = key or self.new_key()
        return self.decide(
            ReverseGift(guild=self.book.guild, key=key, actor=by, seq=seq, reason=reason)
        )

    def freeze(
        self,
        member: Person,
        *,
        by: Person = MOD,
        reason: str = "a dispute",
        key: str | None = None,
    ) -> Outcome:
        """A moderator freezes a member."""
        key = key or self.new_key()
        return self.decide(
            FreezeMember(guild=self.book.guild, key=key, actor=by, member=member, reason=reason)
        )

    def unfreeze(
        self, member: Person, *, by: Person = MOD, reason: str = "settled", key: str | None = None
    ) -> Outcome:
        """A moderator lets a member go on."""
        key = key or self.new_key()
        return self.decide(
            UnfreezeMember(guild=self.book.guild, key=key, actor=by, member=member, reason=reason)
        )

    def set(self, *changes: tuple[str, str], by: Person = MOD) -> Outcome:
        """A manager changes settings."""
        return self.decide(
            ChangeSetting(guild=self.book.guild, key=self.new_key(), actor=by, changes=changes)
        )

    def edit(self, item: int | None = None, *, by: Person = MOD, **facts: Any) -> Outcome:
        """A manager changes the catalogue."""
        return self.decide(
            EditCatalogue(guild=self.book.guild, key=self.new_key(), actor=by, item=item, **facts)
        )
