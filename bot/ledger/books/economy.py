"""Packs, pots, limits and payouts, as a decision sees them in one guild's books."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

FIRST_OWN_PACK: Final = 101
"""Packs that a guild adds are numbered from here, so that the defaults can grow below."""


class Pack(NamedTuple):
    """Coins at a price, which is in the smallest units of the guild's currency."""

    number: int
    coins: int
    price: int
    bonus_coins: int = 0
    bonus_until_ms: int = 0
    """Until when the bonus coins come with it; 0: for good."""
    sku: int = 0
    """What Discord sells it as; 0: it does not."""
    retired: bool = False

    def bonus(self, now_ms: int) -> int:
        """The bonus coins that come with it now."""
        return self.bonus_coins if not self.bonus_until_ms or now_ms < self.bonus_until_ms else 0


DEFAULT_PACKS: Final = tuple(
    Pack(number, coins, price)
    for number, (coins, price) in enumerate(
        ((65, 99), (330, 499), (660, 999), (1_321, 1_999), (3_306, 4_999), (6_607, 9_999)), start=1
    )
)
"""What a live platform's public list sold for US dollars: 0.99 to 99.99."""


class Shelf:
    """A guild's packs: the defaults with its own changes laid over them; made once for all."""

    def __init__(self, changes: Iterable[Pack] = ()) -> None:
        """Lay `changes` over the default packs, by number."""
        packs = {pack.number: pack for pack in DEFAULT_PACKS}
        packs.update((pack.number, pack) for pack in changes)
        self._packs = packs
        self.offered: tuple[Pack, ...] = tuple(
            sorted(
                (pack for pack in packs.values() if not pack.retired),
                key=lambda pack: (pack.coins, pack.number),
            )
        )
        """The packs on offer, smallest first."""
        self.retired: tuple[Pack, ...] = tuple(pack for pack in packs.values() if pack.retired)
        """The packs that went off the list."""

    def __len__(self) -> int:
        """How many packs there are, retired ones included."""
        return len(self._packs)

    @property
    def next_number(self) -> int:
        """The number of the next pack that the guild adds."""
        return max(FIRST_OWN_PACK, *(number + 1 for number in self._packs))

    def get(self, number: int) -> Pack | None:
        """The pack with this number, retired or not."""
        return self._packs.get(number)

    def holding(self, coins: int) -> Pack | None:
        """The pack of so many coins; one that is retired, where none on offer is."""
        found = (pack for pack in (*self.offered, *self.retired) if pack.coins == coins)
        return next(found, None)

    def sold_as(self, sku: int) -> Pack | None:
        """The pack that Discord sells as this; one retired since, where none on offer is.

        What was paid for is owed, also after the pack went off the list.
        """
        sold = [pack for pack in self._packs.values() if sku and pack.sku == sku]
        return max(sold, key=lambda pack: (not pack.retired, pack.number), default=None)

    def with_pack(self, pack: Pack) -> "Shelf":
        """A shelf on which `pack` stands in place of whatever had its number."""
        return Shelf([*self._packs.values(), pack])


DEFAULT_SHELF: Final = Shelf()
"""What a guild sells that changed nothing."""


class PurchaseState(StrEnum):
    """What became of coins that somebody asked to buy."""

    ASKED = "asked"
    CREDITED = "credited"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    """Discord took the purchase back after it had been credited."""


@dataclass(slots=True)
class Purchase:
    """Coins that somebody asked to buy, named by the operation that asked."""

    number: int
    member: int
    pack: int
    quantity: int
    coins: int
    bonus_coins: int
    price: int
    """Of all of it, in the smallest units of the currency; 0 where Discord sold it."""
    currency: str
    asked_ms: int
    state: str = PurchaseState.ASKED
    ended_seq: int = 0
    entitlement: int = 0


class PotKind(StrEnum):
    """How one comes by a share of a pot."""

    PROMOTION = "promotion"
    """By a code."""
    DROP = "drop"
    """By a button, for those who have a role."""
    CHEST = "chest"
    """By a button, once it is open."""


@dataclass(slots=True)
class Pot:
    """Coins set aside in the hold of the same number, for `people` to take from, once each."""

    number: int
    kind: str
    keeper: int
    """Who filled it."""
    own: bool
    """Whether from their own wallet: what is left goes back there, and else out of the books."""
    coins: int
    bonus_coins: int
    people: int
    taken: int
    """How many have taken a share."""
    channel: int
    role: int
    """Who may take a share: those of this role; 0: everyone."""
    opens_ms: int
    """From when on shares are taken; 0: from the beginning."""
    closes_ms: int
    """Until when; 0: for good."""
    opened_seq: int = 0
    ended_seq: int = 0
    seed: str = ""
    """What the uneven shares of a chest are drawn from, as hexadecimal digits."""
    code: str = ""
    """A promotion's code as it was written."""
    plain_code: str = ""
    """The same as codes are compared."""

    @property
    def total(self) -> int:
        """All coins that were put in."""
        return self.coins + self.bonus_coins

    def is_open(self, now_ms: int) -> bool:
        """Whether shares are taken now."""
        is_over = self.ended_seq or (self.closes_ms and now_ms >= self.closes_ms)
        return not is_over and now_ms >= self.opens_ms and self.taken < self.people


class Share(NamedTuple):
    """What one member took from a pot."""

    pot: int
    member: int
    seq: int
    coins: int
    bonus_coins: int


@dataclass(slots=True)
class Guesses:
    """How many codes in a row a member tried that were none, and when the last was."""

    member: int
    wrong: int = 0
    last_ms: int = 0


NO_LIMIT: Final = -1
"""The coins of a budget that limits nothing."""


@dataclass(slots=True)
class Budget:
    """How many coins a member lets themself give in a span of time; NO_LIMIT: any."""

    member: int
    span: str
    coins: int = NO_LIMIT
    next_coins: int = NO_LIMIT
    next_from_ms: int = 0
    """From when on `next_coins` holds instead; 0: it does not."""

    def limit(self, now_ms: int) -> int:
        """What holds now."""
        is_next = self.next_from_ms and now_ms >= self.next_from_ms
        return self.next_coins if is_next else self.coins


class PayoutState(StrEnum):
    """Where a payout stands; all but the first two are its end."""

    ASKED = "asked"
    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    PAID = "paid"


@dataclass(slots=True)
class Payout:
    """Diamonds that a creator asked to have paid out; they lie in the hold of the same number."""

    number: int
    member: int
    units: int
    rate: int
    """What one diamond gives, in millionths of the currency, as it was when it was asked."""
    fee: int
    """In basis points of the money."""
    money: int
    """What the creator gets after the fee, in the currency's smallest units."""
    currency: str
    day: str
    asked_ms: int
    needs_two: bool
    """Whether two different moderators have to approve it."""
    first_approver: int = 0
    second_approver: int = 0
    state: str = PayoutState.ASKED
    ended_seq: int = 0


@dataclass(slots=True)
class Forcing:
    """A reversal that comes short, asked for by one moderator and to be done by another."""

    gift: int
    asker: int
    asked_seq: int
    asked_ms: int
    ended_seq: int = 0


class ExchangeRate(NamedTuple):
    """What one unit of the guild's currency is worth in another, in millionths, and since when."""

    currency: str
    rate: int
    set_seq: int
    set_ms: int


@dataclass(slots=True)
class EconomyChanges:
    """What decisions changed, by the names that the store knows it by."""

    packs: dict[int, Pack] = field(default_factory=dict)
    purchases: dict[int, Purchase] = field(default_factory=dict)
    shop_visits: dict[int, int] = field(default_factory=dict)
    """By member: when, in UTC milliseconds."""
    pots: dict[int, Pot] = field(default_factory=dict)
    shares: list[Share] = field(default_factory=list)
    guesses: dict[int, Guesses] = field(default_factory=dict)
    budgets: dict[tuple[int, str], Budget] = field(default_factory=dict)
    payouts: dict[int, Payout] = field(default_factory=dict)
    forcings: dict[int, Forcing] = field(default_factory=dict)
    exchange_rates: dict[str, ExchangeRate] = field(default_factory=dict)
    dropped_rates: set[str] = field(default_factory=set)
    chests: dict[tuple[int, str], int] = field(default_factory=dict)
    """By member and day: the coins they put into chests, less what came back; each counts for all
    periods of the day."""


Entry = Purchase | Pot | Guesses | Budget | Payout | Forcing


class EconomyBook:
    """The part of a guild's books that is about packs, pots, limits and payouts. Rules read it and
    change it through itself, so that what they change is written."""

    def __init__(self) -> None:
        """Begin with what nobody has read anything of."""
        self.changes = EconomyChanges()
        self.shelf = DEFAULT_SHELF
        self.purchases: dict[int, Purchase] = {}
        self.entitlements: dict[int, int] = {}
        """Entitlements that were credited before, by the guild where."""
        self.pots: dict[int, Pot] = {}
        self.shares: dict[tuple[int, int], Share] = {}
        """By pot and member, as far as they are known."""
        self.pot_days: dict[int, str] = {}
        """The guild's day on which a pot was filled that may end now."""
        self.payouts: dict[int, Payout] = {}
        self.forcings: dict[int, Forcing] = {}
        self.exchange_rates: dict[str, ExchangeRate] = {}
        self.given: dict[tuple[int, str], int] = {}
        """By member and period: the coins they had given in it before this batch, as gifts and in
        chests. Known of whom a limit holds for."""
        self.pairs: dict[tuple[int, int], int] = {}
        """By sender and recipient: the coins given today, as gifts and as shares of the sender's
        own chests, this batch included. Known where the guild limits them."""
        self.watches_pairs = False
        """Whether the guild may limit them before the batch is over, although it did not before."""
        self._guesses: dict[int, Guesses] = {}
        self._budgets: dict[int, dict[str, Budget]] = {}

    def knows(self, entry: Entry) -> None:
        """Take note of what stands in the store."""
        if isinstance(entry, Purchase):
            self.purchases[entry.number] = entry
        elif isinstance(entry, Pot):
            self.pots[entry.number] = entry
        elif isinstance(entry, Guesses):
            self._guesses[entry.member] = entry
        elif isinstance(entry, Budget):
            self._budgets.setdefault(entry.member, {})[entry.span] = entry
        elif isinstance(entry, Payout):
            self.payouts[entry.number] = entry
        else:
            self.forcings[entry.gift] = entry

    def write(self, entry: Entry) -> None:
        """Have a row written as it is now, and know it from now on."""
        self.knows(entry)
        if isinstance(entry, Purchase):
            self.changes.purchases[entry.number] = entry
        elif isinstance(entry, Pot):
            self.changes.pots[entry.number] = entry
        elif isinstance(entry, Guesses):
            self.changes.guesses[entry.member] = entry
        elif isinstance(entry, Budget):
            self.changes.budgets[entry.member, entry.span] = entry
        elif isinstance(entry, Payout):
            self.changes.payouts[entry.number] = entry
        else:
            self.changes.forcings[entry.gift] = entry

    def put(self, pack: Pack) -> None:
        """Put a pack on the shelf in place of whatever had its number."""
        self.shelf = self.shelf.with_pack(pack)
        self.changes.packs[pack.number] = pack

    def take(self, share: Share) -> None:
        """Enter what one member took from a pot, which counts them."""
        pot = self.pots[share.pot]
        pot.taken += 1
        self.write(pot)
        self.shares[share.pot, share.member] = share
        self.changes.shares.append(share)

    def guesses(self, member: int) -> Guesses:
        """What codes a member tried in vain; none, if nothing stands of them."""
        return self._guesses.get(member) or Guesses(member)

    def budgets(self, member: int) -> list[Budget]:
        """The limits that a member set themself, whether they hold now or not."""
        return [*self._budgets.get(member, {}).values()]

    @property
    def knows_budgets(self) -> bool:
        """Whether anybody of the batch set themself a limit."""
        return bool(self._budgets)

    def budget(self, member: int, span: str) -> Budget:
        """A member's limit for a span; one that limits nothing, if they set none."""
        return self._budgets.get(member, {}).get(span) or Budget(member, span)

    def set_rate(self, rate: ExchangeRate) -> None:
        """Have an exchange rate hold from now on."""
        self.exchange_rates[rate.currency] = rate
        self.changes.exchange_rates[rate.currency] = rate
        self.changes.dropped_rates.discard(rate.currency)

    def drop_rate(self, currency: str) -> None:
        """Have a currency without a rate again."""
        self.exchange_rates.pop(currency, None)
        self.changes.exchange_rates.pop(currency, None)
        self.changes.dropped_rates.add(currency)

    @property
    def owners(self) -> set[int]:
        """The members whom purchases, pots, payouts and forcings that were read belong to."""
        return {
            *(purchase.member for purchase in self.purchases.values()),
            *(pot.keeper for pot in self.pots.values()),
            *(payout.member for payout in self.payouts.values()),
            *(forcing.asker for forcing in self.forcings.values()),
        }
