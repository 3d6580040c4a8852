"""Filling pots, from which many take: promotions, drops and chests."""

from typing import Final, NamedTuple

from bot.ledger.accounts import Kind, boundary, hold, wallet
from bot.ledger.books import CHANNEL_SINK, Acknowledgement, GuildBook, Line, Member
from bot.ledger.books.economy import Pot, PotKind
from bot.ledger.money import Currency
from bot.ledger.outcomes import Accepted, Frozen, Outcome, Refused
from bot.ledger.outcomes.live import MomentOutOfRange
from bot.ledger.outcomes.pots import (
    ChestChanged,
    ChestDropped,
    ChestIssued,
    ChestOverCap,
    ChestShort,
    CodeRefused,
    CodeTaken,
    DropCreated,
    PotOutOfRange,
    PromotionCreated,
    TooManyPots,
)
from bot.ledger.promotion_codes import LEAST_CODE_LENGTH, can_be_code, plain_code
from bot.ledger.requests.pots import (
    CHEST_OPEN_MINUTES,
    MOST_CHEST_MINUTES,
    MOST_CHEST_PEOPLE,
    MOST_CODE_LENGTH,
    MOST_DROP_HOURS,
    MOST_OPEN_CHESTS,
    MOST_OPEN_POTS,
    MOST_PEOPLE,
    MOST_POT,
    MOST_PROMOTION_DAYS,
    MOST_SHARE,
    CreateDrop,
    CreatePromotion,
    DropChest,
)
from bot.ledger.rules.barring import refuse_barred
from bot.ledger.rules.limits import refuse_over, refuse_young, tightest
from bot.ledger.rules.moderation import publish
from bot.ledger.rules.pots import with_code
from bot.ledger.shares import commitment, seed_within

_COINS: Final = Currency.COINS
_BONUS: Final = Currency.BONUS_COINS
_ISSUED: Final = boundary(Kind.ISSUED, _BONUS)
_MINUTE_MS: Final = 60_000
_HOUR_MS: Final = 3_600_000
_DAY_MS: Final = 86_400_000


class Filling(NamedTuple):
    """What a chest would take from a purse, and whether its shares would be even."""

    coins: int
    bonus_coins: int
    even: bool

    @property
    def total(self) -> int:
        """All of it."""
        return self.coins + self.bonus_coins


def filling(wanted: int, people: int, bonus_balance: int) -> Filling:
    """How a chest of `wanted` coins for so many people is filled by who has `bonus_balance`.

    Bonus coins go first. Coins that were paid for enter no game of chance: with any of them in it,
    all shares are even, and what does not divide is not taken.
    """
    if wanted <= bonus_balance:
        return Filling(0, wanted, even=False)
    total = wanted // people * people
    bonus = min(total, bonus_balance)
    return Filling(total - bonus, bonus, even=True)


# Making pots.


def create_promotion(request: CreatePromotion, book: GuildBook) -> Outcome:
    actor = book.member(request.actor)
    refusal = _refuse_shares(request.coins, request.uses) or _refuse_end(
        request.closes_ms, MOST_PROMOTION_DAYS * _DAY_MS, book
    )
    if refusal:
        return refusal
    if not can_be_code(request.code):
        return CodeRefused(least=LEAST_CODE_LENGTH, most=MOST_CODE_LENGTH)
    other = with_code(request.code, book)
    if other:
        return CodeTaken(pot=other.number)
    outcome = PromotionCreated(
        seq=book.next_seq(),
        each=request.coins,
        people=request.uses,
        closes_ms=request.closes_ms,
    )
    return _fill(
        outcome,
        Pot(
            number=outcome.seq,
            kind=PotKind.PROMOTION,
            keeper=actor.number,
            own=False,
            coins=0,
            bonus_coins=request.coins * request.uses,
            people=request.uses,
            taken=0,
            channel=0,
            role=0,
            opens_ms=0,
            closes_ms=request.closes_ms,
            code=request.code.strip(),
            plain_code=plain_code(request.code),
        ),
        book,
    )


def create_drop(request: CreateDrop, book: GuildBook) -> Outcome:
    actor = book.member(request.actor)
    refusal = _refuse_shares(request.coins, request.shares) or _refuse_end(
        request.closes_ms, MOST_DROP_HOURS * _HOUR_MS, book
    )
    if refusal:
        return refusal
    outcome = DropCreated(
        seq=book.next_seq(),
        each=request.coins,
        people=request.shares,
        role=request.role,
        closes_ms=request.closes_ms,
    )
    return _fill(
        outcome,
        Pot(
            number=outcome.seq,
            kind=PotKind.DROP,
            keeper=actor.number,
            own=False,
            coins=0,
            bonus_coins=request.coins * request.shares,
            people=request.shares,
            taken=0,
            channel=request.channel,
            role=request.role,
            opens_ms=0,
            closes_ms=request.closes_ms,
        ),
        book,
    )


def drop_chest(request: DropChest, book: GuildBook) -> Outcome:
    actor = book.member(request.actor)
    refusal = _refuse_chest(request, book)
    if refusal is None and request.own:
        refusal = _refuse_giver(request, actor, book)
    if refusal:
        return refusal
    has_bonus = book.balance(wallet(actor.number, _BONUS)) if request.own else request.coins
    filled = filling(request.coins, request.shares, has_bonus)
    if request.quoted_bonus not in {None, filled.bonus_coins}:
        return ChestChanged()
    room = tightest(actor.number, None, book) if request.own else None
    if room and filled.total > room.left:
        return refuse_over(room, filled.total, book)
    seed = _seed(request, filled, book)
    if seed is None:
        return ChestOverCap(most=book.settings.pair_cap)
    outcome = _chest_outcome(request, filled, commitment(seed) if seed else "", book)
    return _fill(
        outcome,
        Pot(
            number=outcome.seq,
            kind=PotKind.CHEST,
            keeper=actor.number,
            own=request.own,
            coins=filled.coins,
            bonus_coins=filled.bonus_coins,
            people=request.shares,
            taken=0,
            channel=request.channel,
            role=0,
            opens_ms=request.opens_ms,
            closes_ms=request.closes_ms,
            seed=seed,
        ),
        book,
    )


def _seed(request: DropChest, filled: Filling, book: GuildBook) -> str | None:
    """What the shares are drawn from; nothing where they are even. None where a share would be more
    than one member may have of another in a day: whoever takes it could not have it."""
    cap = book.settings.pair_cap if request.own else 0
    if filled.even:
        return "" if not cap or filled.total // request.shares <= cap else None
    if not cap:
        return request.seed
    return seed_within(request.seed, filled.total, request.shares, cap)


def _chest_outcome(
    request: DropChest, filled: Filling, fingerprint: str, book: GuildBook
) -> Accepted:
    if request.own:
        return ChestDropped(
            seq=book.next_seq(),
            coins=filled.coins,
            bonus_coins=filled.bonus_coins,
            people=request.shares,
            even=filled.even,
            kept=request.coins - filled.total,
            opens_ms=request.opens_ms,
            closes_ms=request.closes_ms,
            fingerprint=fingerprint,
        )
    return ChestIssued(
        seq=book.next_seq(),
        bonus_coins=filled.bonus_coins,
        people=request.shares,
        opens_ms=request.opens_ms,
        closes_ms=request.closes_ms,
        fingerprint=fingerprint,
    )


def _refuse_chest(request: DropChest, book: GuildBook) -> Refused | None:
    if not 1 <= request.shares <= MOST_CHEST_PEOPLE:
        return PotOutOfRange(code="people", least=1, most=MOST_CHEST_PEOPLE)
    if not request.shares <= request.coins <= MOST_POT:
        return PotOutOfRange(code="total", least=request.shares, most=MOST_POT)
    most_ms = book.now_ms + MOST_CHEST_MINUTES * _MINUTE_MS
    if request.opens_ms > most_ms:
        return MomentOutOfRange(at_ms=request.opens_ms, least_ms=book.now_ms, most_ms=most_ms)
    opened_ms = max(request.opens_ms, book.now_ms)
    most_ms = opened_ms + CHEST_OPEN_MINUTES * _MINUTE_MS
    if not opened_ms < request.closes_ms <= most_ms:
        return MomentOutOfRange(at_ms=request.closes_ms, least_ms=opened_ms, most_ms=most_ms)
    return None


def _refuse_giver(request: DropChest, actor: Member, book: GuildBook) -> Refused | None:
    """Why somebody fills no chest from their own wallet, if so."""
    if actor.frozen_seq is not None:
        return Frozen(by_seq=actor.frozen_seq)
    refusal = refuse_barred("sending", request.own_roles, book) or refuse_young(
        request.actor.user_id, book
    )
    if refusal:
        return refusal
    balance = book.purse(actor).all_coins
    if balance < request.coins:
        return ChestShort(total=request.coins, balance=balance)
    return None


def _refuse_shares(each: int, people: int) -> Refused | None:
    """Why a pot is not dealt in so many shares of so much, if so."""
    if not 1 <= each <= MOST_SHARE:
        return PotOutOfRange(code="coins", least=1, most=MOST_SHARE)
    if not 1 <= people <= MOST_PEOPLE:
        return PotOutOfRange(code="people", least=1, most=MOST_PEOPLE)
    if each * people > MOST_POT:
        return PotOutOfRange(code="all", least=1, most=MOST_POT)
    return None


def _refuse_end(closes_ms: int, most_ms: int, book: GuildBook) -> Refused | None:
    """Why a pot does not end at that moment, if so; 0 is for good."""
    most_ms += book.now_ms
    if closes_ms and not book.now_ms < closes_ms <= most_ms:
        return MomentOutOfRange(at_ms=closes_ms, least_ms=book.now_ms, most_ms=most_ms)
    return None


def _fill(outcome: Accepted, pot: Pot, book: GuildBook) -> Outcome:
    """Fill a pot, and have it shown or published, unless its keeper has too many open."""
    keeper = book.numbered(pot.keeper)
    refusal = _refuse_many(pot, book)
    if refusal:
        return refusal
    lines = [
        Line(
            wallet(keeper.number, currency) if pot.own else _ISSUED,
            hold(pot.number, currency),
            amount,
        )
        for currency, amount in ((_BONUS, pot.bonus_coins), (_COINS, pot.coins))
        if amount
    ]
    book.record(outcome, keeper, lines)
    book.economy.write(pot)
    book.economy.pot_days[pot.number] = book.today
    if pot.own:
        book.tally_chest(keeper.number, book.today, pot.total)
    if pot.channel:
        book.announce(Acknowledgement(pot.number, CHANNEL_SINK, 1, pot.channel))
    if not pot.own:
        publish(book, outcome.seq, keeper)
    return outcome


def _refuse_many(pot: Pot, book: GuildBook) -> Refused | None:
    is_own_chest = pot.kind == PotKind.CHEST and pot.own
    most = MOST_OPEN_CHESTS if is_own_chest else MOST_OPEN_POTS
    alike = [
        other
        for other in book.economy.pots.values()
        if other.keeper == pot.keeper and not other.ended_seq and other.own == pot.own
    ]
    if len(alike) < most:
        return None
    return TooManyPots(code="chest" if is_own_chest else "pot", most=most)
