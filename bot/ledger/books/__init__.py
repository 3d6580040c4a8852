"""The books as a decision sees them: what was read, and what was decided since."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bot.ledger.accounts import Account, Kind, boundary, debt, wallet
from bot.ledger.books.browser import BrowserBook
from bot.ledger.books.economy import EconomyBook
from bot.ledger.books.live import LiveBook
from bot.ledger.catalogue import DEFAULT_CATALOGUE, Catalogue, Item
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.money import MOST_BALANCE, MOST_UNITS, Currency, Purse
from bot.ledger.outcomes import Accepted, BalanceTooLarge, Outcome
from bot.ledger.periods import Board, Span, local_day, period, show_period
from bot.ledger.requests import Person

_CURRENCIES: Final = tuple(Currency)
_GIVEN: Final = Board.GIVEN
_RECEIVED: Final = Board.RECEIVED
_WALLET: Final = Kind.WALLET
_DEBT: Final = Kind.DEBT
_REPAID: Final = {
    Currency.COINS: boundary(Kind.SOLD, Currency.COINS),
    Currency.BONUS_COINS: boundary(Kind.ISSUED, Currency.BONUS_COINS),
    Currency.DIAMONDS: boundary(Kind.ISSUED, Currency.DIAMONDS),
    Currency.BONUS_DIAMONDS: boundary(Kind.ISSUED, Currency.BONUS_DIAMONDS),
}
"""Where what pays a debt goes: where it would have gone when it was missing."""

CHANNEL_SINK: Final = "channel"
"""The sink that acknowledges a gift in a Discord channel."""
LOG_SINK: Final = "log"
"""The sink that posts what moderators do to the guild's log channel."""


@dataclass(slots=True)
class Member:
    """A person in one guild's books, known by a number."""

    number: int
    user_id: int | None
    name: str | None
    frozen_seq: int | None = None
    seen_seq: int = 0
    level_told: int = 0
    """The highest level that they fell from by a reversal: rising to it again is no news."""


class Answer(NamedTuple):
    """What a key was answered, and the fingerprint of what was asked."""

    fingerprint: bytes
    outcome: Outcome


class Gift(NamedTuple):
    """A gift as it stands in the books, for good."""

    seq: int
    sender: int
    recipient: int
    item: int
    name: str
    emoji: str
    quantity: int
    price: int
    coins: int
    bonus_coins: int
    share: int
    channel: int
    at_ms: int
    day: str


class Operation(NamedTuple):
    """One thing that was done, in the guild's order."""

    seq: int
    actor: int
    subject: int | None
    once: str | None
    reverses: int | None
    at_ms: int
    day: str
    outcome: Accepted


class Line(NamedTuple):
    """One amount to be moved from one account to another of the same currency."""

    source: Account
    target: Account
    amount: int


class Transfer(NamedTuple):
    """A line that was moved; the balances are those of stored accounts afterwards."""

    seq: int
    line: int
    source: Account
    target: Account
    amount: int
    source_balance: int | None
    target_balance: int | None


@dataclass(slots=True)
class Acknowledgement:
    """What one sink is to show of an operation, and how far it has come."""

    number: int
    sink: str
    wanted: int
    channel: int
    fallback: int = 0
    shown: int = 0
    attempted: int = 0
    attempts: int = 0
    message: int = 0
    doubtful: bool = False
    trouble: str = ""
    attempted_ms: int = 0
    shown_ms: int = 0
    digest: int = 0
    """The digest that carried it, named by the first it carried; 0: a message of its own."""
    home: int = 0
    """The channel that it was meant for, wherever it was tried since; 0 for gifts, whose own row
    tells."""


@dataclass(slots=True)
class Changes:
    """What decisions added to one guild's books and the store does not hold yet."""

    operations: list[Operation] = field(default_factory=list)
    answers: list[tuple[str, Answer]] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    gifts: list[Gift] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)
    notices: list[tuple[int, int]] = field(default_factory=list)
    told: list[tuple[int, int]] = field(default_factory=list)
    remembered: dict[str, str] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    accounts: set[Account] = field(default_factory=set)
    tallies: dict[tuple[Board, int, str], int] = field(default_factory=dict)
    """Coins by board, member and day; each counts for all periods of the day."""
    show_tallies: dict[tuple[Board, int, str], int] = field(default_factory=dict)
    """Coins by board, member and a show's own period."""
    acknowledgements: dict[tuple[int, str], Acknowledgement] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    items: dict[int, Item] = field(default_factory=dict)


class GuildBook:
    """One guild's books during one batch. Rules read it and record what they decide."""

    def __init__(
        self,
        guild: int,
        now_ms: int,
        *,
        settings: GuildSettings | None = None,
        catalogue: Catalogue | None = None,
        last_seq: int = 0,
        last_member: int = 0,
        last_item: int = 0,
    ) -> None:
        """Open the books of a guild at one moment, given in UTC milliseconds."""
        self.guild = guild
        self.now_ms = now_ms
        self.settings = settings or GuildSettings()
        self.catalogue = catalogue or DEFAULT_CATALOGUE
        self.last_seq = last_seq
        self.last_member = last_member
        self.last_item = last_item
        self.answers: dict[str, Answer] = {}
        self.once: dict[str, int] = {}
        self.gifts: dict[int, Gift] = {}
        self.balances: dict[Account, int] = {}
        self.acknowledgements: dict[tuple[int, str], Acknowledgement] = {}
        self.live = LiveBook()
        self.browser = BrowserBook()
        self.economy = EconomyBook()
        self.changes = Changes()
        self._by_user: dict[int, Member] = {}
        self._by_number: dict[int, Member] = {}
        self._somebody_owes = False
        """Whether any debt is known, for nearly always there is none to look for."""
        self._tallied: set[str] = set()
        """The days of the gifts that this batch counts or takes back."""

    @property
    def today(self) -> str:
        """The guild's local day at this moment."""
        return local_day(self.now_ms, self.settings.timezone)

    def knows(self, member: Member) -> None:
        """Take note of a member who stands in the store."""
        self._by_number[member.number] = member
        if member.user_id is not None:
            self._by_user[member.user_id] = member

    def find(self, user_id: int) -> Member | None:
        """The member with this Discord id, if the books know one."""
        return self._by_user.get(user_id)

    @property
    def numbers(self) -> Iterable[int]:
        """The numbers of all members whom the books know."""
        return self._by_number.keys()

    def numbered(self, number: int) -> Member:
        """The member with this number. Raises KeyError if it was not read before deciding."""
        return self._by_number[number]

    def member(self, person: Person) -> Member:
        """The member who this person is; somebody new gets the next number."""
        member = self._by_user.get(person.user_id)
        if member is None:
            self.last_member += 1
            member = Member(self.last_member, person.user_id, person.name)
            self.knows(member)
            self.changed(member)
        elif member.name != person.name:
            member.name = person.name
            self.changed(member)
        return member

    def changed(self, member: Member) -> None:
        """Have a member's row written."""
        self.changes.members[member.number] = member

    def holds(self, account: Account, balance: int) -> None:
        """Take note of what a stored account holds."""
        self.balances[account] = balance
        if account.kind is _DEBT:
            self._somebody_owes = True

    def balance(self, account: Account) -> int:
        """What a stored account holds, in units; nothing if it was never used."""
        return self.balances.get(account, 0)

    def purse(self, member: Member) -> Purse:
        """What a member's wallets hold."""
        return Purse(*[self.balance(wallet(member.number, currency)) for currency in _CURRENCIES])

    def owed(self, member: int, currency: Currency) -> int:
        """What the member with this number owes in a currency."""
        return self.balance(debt(member, currency)) if self._somebody_owes else 0

    def kept(self, member: int, currency: Currency, amount: int) -> int:
        """What stays in a wallet of an amount that comes in; the rest pays what its member owes."""
        return max(0, amount - self.owed(member, currency))

    def given_within(self, member: int, span: Span) -> int:
        """The coins that a member has given in the current period of a span, in this batch too.

        Known only of members whom a limit holds for. What they put into a chest of theirs is given
        with that, and what nobody takes is not.
        """
        wanted, chests = period(span, self.today), self.economy.changes.chests
        now = sum(
            self.changes.tallies.get((_GIVEN, member, day), 0) + chests.get((member, day), 0)
            for day in self._tallied
            if period(span, day) == wanted
        )
        return self.economy.given.get((member, wanted), 0) + now

    def overflow(self, lines: Iterable[Line]) -> BalanceTooLarge | None:
        """The refusal to give, if one of the lines would fill an account beyond its room."""
        for _, target, amount in lines:
            if target.is_stored and self.balance(target) + amount > MOST_BALANCE:
                return BalanceTooLarge(currency=target.currency)
        return None

    def next_seq(self) -> int:
        """The order number of the operation that is about to be recorded."""
        return self.last_seq + 1

    def record(
        self,
        outcome: Accepted,
        actor: Member,
        lines: Iterable[Line] = (),
        *,
        subject: Member | None = None,
        once: str | None = None,
        reverses: int | None = None,
        note: str = "",
    ) -> None:
        """Enter an operation with its transfers. The outcome must carry the next seq.

        Raises ValueError, before anything is changed, where the operation would break the books:
        that is a fault in a rule and never a member's.
        """
        moved = self._paying_debts(lines) if self._somebody_owes else lines
        transfers, held = self._moving(outcome.seq, once, moved)
        self.last_seq = outcome.seq
        number = subject.number if subject else None
        self.changes.operations.append(
            Operation(
                outcome.seq, actor.number, number, once, reverses, self.now_ms, self.today, outcome
            )
        )
        if once:
            self.once[once] = outcome.seq
        if note:
            self.changes.notes.append((outcome.seq, note))
        self.changes.transfers += transfers
        self.changes.accounts.update(held)
        for account, balance in held.items():
            if balance is not None:
                self.holds(account, balance)

    def _moving(
        self, seq: int, once: str | None, lines: Iterable[Line]
    ) -> tuple[list[Transfer], dict[Account, int | None]]:
        """The transfers that lines become, and what is held then in all accounts of them."""
        if seq != self.next_seq():
            raise ValueError(f"operation #{seq} does not follow #{self.last_seq}")
        if once in self.once:
            raise ValueError(f"{once!r} was already done by operation #{self.once[once]}")
        transfers: list[Transfer] = []
        held: dict[Account, int | None] = {}
        for number, line in enumerate(lines, start=1):
            source, target, amount = line
            if source.currency is not target.currency or not 0 < amount <= MOST_UNITS:
                raise ValueError(f"{line} is not a transfer")
            left = held[source] = self._after(-amount, source, held)
            if left is not None and left < 0:
                raise ValueError(f"{source} holds {left + amount} by then, less than {amount}")
            reached = held[target] = self._after(amount, target, held)
            transfers.append(Transfer(seq, number, source, target, amount, left, reached))
        return transfers, held

    def _after(
        self, change: int, account: Account, held: Mapping[Account, int | None]
    ) -> int | None:
        """What an account holds after a change; nothing is stored of one at the boundary."""
        if not account.is_stored:
            return None
        before = held.get(account)
        return (self.balance(account) if before is None else before) + change

    def _paying_debts(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The lines, and behind each that fills a wallet the two that pay what its member owes.

        So nobody has to remember debts, and who owes something has nothing of it in their wallet.
        """
        paid: dict[Account, int] = {}
        for line in lines:
            yield line
            _, target, amount = line
            if target.kind is not _WALLET:
                continue
            account = debt(target.owner, target.currency)
            due = min(amount, self.balance(account) - paid.get(account, 0))
            if due > 0:
                paid[account] = paid.get(account, 0) + due
                yield Line(target, _REPAID[target.currency], due)
                yield Line(account, boundary(Kind.UNCOVERED, target.currency), due)

    def enter_gift(self, gift: Gift) -> None:
        """Enter a gift beside its operation, and count it on the boards of its day."""
        self.gifts[gift.seq] = gift
        self.changes.gifts.append(gift)
        self.tally(gift, gift.coins + gift.bonus_coins)

    def tally(self, gift: Gift, coins: int) -> None:
        """Count `coins`, less than 0 to take them back, on the boards of the gift's day."""
        tallies, day = self.changes.tallies, gift.day
        for key in ((_GIVEN, gift.sender, day), (_RECEIVED, gift.recipient, day)):
            tallies[key] = tallies.get(key, 0) + coins
        self._tallied.add(day)
        is_watched = self.settings.pair_cap or self.economy.watches_pairs
        if is_watched and day == self.today:
            self.tally_pair(gift.sender, gift.recipient, coins)

    def tally_pair(self, sender: int, recipient: int, coins: int) -> None:
        """Count `coins`, less than 0 to take them back, as what one gave another today."""
        pairs, pair = self.economy.pairs, (sender, recipient)
        pairs[pair] = pairs.get(pair, 0) + coins

    def tally_chest(self, member: int, day: str, coins: int) -> None:
        """Count `coins` as given in chests, less than 0 where they came back, on the day when the
        chest was filled."""
        chests = self.economy.changes.chests
        chests[member, day] = chests.get((member, day), 0) + coins
        self._tallied.add(day)

    def tally_show(self, gift: Gift, show: int, coins: int) -> None:
        """Count `coins`, less than 0 to take them back, on the boards of a show."""
        tallies, period = self.changes.show_tallies, show_period(show)
        for key in ((_GIVEN, gift.sender, period), (_RECEIVED, gift.recipient, period)):
            tallies[key] = tallies.get(key, 0) + coins

    def announce(self, acknowledgement: Acknowledgement) -> None:
        """Have something shown, or its state changed."""
        key = (acknowledgement.number, acknowledgement.sink)
        if acknowledgement.number not in self.gifts and key not in self.acknowledgements:
            acknowledgement.home = acknowledgement.channel
        self.acknowledgements[key] = acknowledgement
        self.changes.acknowledgements[key] = acknowledgement

    def show_anew(self, number: int, sink: str) -> None:
        """Have what is shown of an operation say how it stands now, where anything is shown."""
        known = self.acknowledgements.get((number, sink))
        if known:
            known.wanted += 1
            self.announce(known)

    def tell(self, member: Member, seq: int) -> None:
        """Have a member told, with their next private reply, of what operation `seq` did."""
        self.changes.notices.append((member.number, seq))

    def answer(self, key: str, answer: Answer) -> None:
        """Keep what a key was answered."""
        self.answers[key] = answer
        self.changes.answers.append((key, answer))


class Books:
    """The books of all guilds that take part in one batch."""

    def __init__(self, guilds: Iterable[GuildBook]) -> None:
        """Lay the given guilds' books open."""
        self._guilds = {book.guild: book for book in guilds}
        self.asked = 0
        """How many requests and marks were decided in them."""
        self.seconds = 0.0
        """How long it took to decide and to write all of it, once that is done."""

    def __iter__(self) -> Iterator[GuildBook]:
        """The books, guild by guild."""
        return iter(self._guilds.values())

    def guild(self, guild: int) -> GuildBook:
        """One guild's books. Raises KeyError if they were not read before deciding."""
        return self._guilds[guild]
