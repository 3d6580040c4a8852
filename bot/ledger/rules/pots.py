"""Taking from pots a share each, opening chests, and what is left when pots are over."""

from collections.abc import Mapping
from typing import Any, Final

from bot.ledger.accounts import Kind, boundary, hold, wallet
from bot.ledger.books import CHANNEL_SINK, GuildBook, Line, Member
from bot.ledger.books.economy import Guesses, Pot, PotKind, Share
from bot.ledger.money import Currency
from bot.ledger.outcomes import Accepted, Frozen, Outcome, Refused
from bot.ledger.outcomes.pots import (
    ChestIsOpen,
    ChestOpened,
    ChestShut,
    GuessingSlowed,
    NoSuchCode,
    NoSuchPot,
    OwnPot,
    PotEnded,
    PotEndedBefore,
    PotIsOver,
    PotOver,
    RoleMissing,
    ShareHad,
    ShareOverCap,
    ShareTaken,
)
from bot.ledger.periods import Span, ends_ms
from bot.ledger.promotion_codes import plain_codes
from bot.ledger.requests.pots import ClosePot, OpenChest, RedeemCode, TakeShare
from bot.ledger.rules.barring import refuse_barred
from bot.ledger.rules.limits import refuse_young
from bot.ledger.rules.moderation import publish
from bot.ledger.shares import shares

FREE_GUESSES: Final = 5
"""How many codes in a row may be none before the next has to wait."""
FIRST_PAUSE_MS: Final = 60_000
LONGEST_PAUSE_MS: Final = 3_600_000
FORGOTTEN_MS: Final = 86_400_000
"""After how long without a try it is begun anew to count."""

_COINS: Final = Currency.COINS
_BONUS: Final = Currency.BONUS_COINS
_SPENT: Final = boundary(Kind.SPENT, _COINS)
_ISSUED: Final = boundary(Kind.ISSUED, _BONUS)


def redeem_code(request: RedeemCode, book: GuildBook) -> Outcome:
    member = book.member(request.actor)
    refusal = _refuse_taker(member, request.own_roles, request.actor.user_id, book)
    if refusal:
        return refusal
    from_ms = next_guess_ms(book.economy.guesses(member.number), book.now_ms)
    if from_ms > book.now_ms:
        return GuessingSlowed(from_ms=from_ms)
    pot = with_code(request.code, book)
    if pot is None or not pot.is_open(book.now_ms):
        # What was never a code and what is one no more are told alike, and counted alike.
        return NoSuchCode(from_ms=_count_guess(member, book))
    outcome = _refuse_second(pot, member, book) or _take(pot, member, book)
    if isinstance(outcome, Accepted) and book.economy.guesses(member.number).wrong:
        book.economy.write(Guesses(member.number))
    return outcome


def next_guess_ms(guesses: Guesses, now_ms: int) -> int:
    """When the next code is looked at of somebody who tried these in vain; 0: at any time."""
    if guesses.wrong < FREE_GUESSES or now_ms - guesses.last_ms >= FORGOTTEN_MS:
        return 0
    doubled = min(guesses.wrong - FREE_GUESSES, 10)
    return guesses.last_ms + min(FIRST_PAUSE_MS << doubled, LONGEST_PAUSE_MS)


def _count_guess(member: Member, book: GuildBook) -> int:
    """Count a code that was none, which stays counted although nothing was done; when the next is
    looked at, or 0."""
    before, now_ms = book.economy.guesses(member.number), book.now_ms
    is_forgotten = now_ms - before.last_ms >= FORGOTTEN_MS
    guesses = Guesses(member.number, 1 if is_forgotten else before.wrong + 1, now_ms)
    book.economy.write(guesses)
    return next_guess_ms(guesses, now_ms)


def with_code(code: str, book: GuildBook) -> Pot | None:
    """The promotion that goes on and has this code, as codes are compared."""
    going_on = [pot for pot in book.economy.pots.values() if not pot.ended_seq]
    found = (pot for plain in plain_codes(code) for pot in going_on if pot.plain_code == plain)
    return next(found, None)


def take_share(request: TakeShare, book: GuildBook) -> Outcome:
    member = book.member(request.actor)
    pot = book.economy.pots.get(request.pot)
    if pot is None or pot.kind == PotKind.PROMOTION:
        return NoSuchPot()
    refusal = _refuse_second(pot, member, book) or _refuse_shut(pot, book)
    if refusal:
        return refusal
    if pot.role and pot.role not in request.own_roles:
        return RoleMissing(role=pot.role)
    refusal = _refuse_taker(member, request.own_roles, request.actor.user_id, book)
    refusal = refusal or _refuse_over_cap(pot, member, book)
    return refusal or _take(pot, member, book)


def _refuse_second(pot: Pot, member: Member, book: GuildBook) -> Refused | None:
    """Why this member has no share of a pot to take, if so."""
    had = book.economy.shares.get((pot.number, member.number))
    if had:
        total = had.coins + had.bonus_coins
        return ShareHad(pot=pot.number, by_seq=had.seq, of=pot.kind, total=total)
    return OwnPot(of=pot.kind) if pot.keeper == member.number else None


def _refuse_over_cap(pot: Pot, member: Member, book: GuildBook) -> Refused | None:
    """Why a share would be more than its keeper may give this member today, if so.

    When a chest is filled nobody knows who will take of it, so what the guild lets one give another
    is looked at here. Whoever comes next may have the share that was refused.
    """
    most = book.settings.pair_cap
    if not most or not pot.own:
        return None
    had = book.economy.pairs.get((pot.keeper, member.number), 0)
    if had + sum(next_share(pot)) <= most:
        return None
    renews_ms = ends_ms(Span.DAY, book.today, book.settings.timezone) or 0
    return ShareOverCap(most=most, had=had, ends_ms=renews_ms)


def is_held_back(pot: Pot, book: GuildBook) -> bool:
    """Whether nothing comes out of a chest any more since its keeper was frozen."""
    return pot.own and book.numbered(pot.keeper).frozen_seq is not None


def _refuse_shut(pot: Pot, book: GuildBook) -> Refused | None:
    is_held = is_held_back(pot, book)
    if pot.is_open(book.now_ms) and not is_held:
        return None
    is_over = pot.ended_seq or pot.taken >= pot.people or is_held
    if not is_over and book.now_ms < pot.opens_ms:
        return ChestShut(opens_ms=pot.opens_ms)
    return PotIsOver(of=pot.kind, all_taken=pot.taken >= pot.people)


def _refuse_taker(
    member: Member, roles: tuple[int, ...], user_id: int, book: GuildBook
) -> Refused | None:
    if member.frozen_seq is not None:
        return Frozen(by_seq=member.frozen_seq)
    return refuse_barred("receiving", roles, book) or refuse_young(user_id, book)


def _take(pot: Pot, member: Member, book: GuildBook) -> Outcome:
    """Give a member their share. Whatever it was before, it is bonus coins from now on: what was
    given away is never cashed out."""
    coins, bonus = next_share(pot)
    own = wallet(member.number, _BONUS)
    lines = [
        Line(hold(pot.number, _BONUS), own, bonus),
        Line(hold(pot.number, _COINS), _SPENT, coins),
        Line(_ISSUED, own, coins),
    ]
    lines = [line for line in lines if line.amount]
    refusal = book.overflow([Line(_ISSUED, own, coins + bonus)])
    if refusal:
        return refusal
    kept = book.kept(member.number, _BONUS, coins + bonus)
    outcome = ShareTaken(
        seq=book.next_seq(),
        pot=pot.number,
        of=pot.kind,
        coins=coins,
        bonus_coins=bonus,
        left=pot.people - pot.taken - 1,
        all_coins=book.purse(member).all_coins + kept,
    )
    book.record(outcome, member, lines, once=share_once(pot, member))
    book.economy.take(Share(pot.number, member.number, outcome.seq, coins, bonus))
    if pot.taken == pot.people:
        pot.ended_seq = outcome.seq
    if pot.own:
        book.tally_pair(pot.keeper, member.number, outcome.total)
    book.show_anew(pot.number, CHANNEL_SINK)
    return outcome


def next_share(pot: Pot) -> tuple[int, int]:
    """What comes out of a pot next: coins that were paid for, and bonus coins."""
    if pot.seed:
        return 0, shares(pot.seed, pot.total, pot.people)[pot.taken]
    each = pot.total // pot.people
    bonus = min(each, max(0, pot.bonus_coins - each * pot.taken))
    return each - bonus, bonus


def share_once(pot: Pot, member: Member) -> str:
    what = "promo" if pot.kind == PotKind.PROMOTION else "share"
    return f"{what}:{pot.number}:{member.number}"


def once_of_share(request: RedeemCode | TakeShare, book: GuildBook) -> str | None:
    """What taking a share would do that may happen only once, if its pot and member are known."""
    if isinstance(request, RedeemCode):
        pot = with_code(request.code, book)
    else:
        pot = book.economy.pots.get(request.pot)
    member = book.find(request.actor.user_id)
    return share_once(pot, member) if pot and member else None


# Time.


def open_chest(request: OpenChest, book: GuildBook) -> Outcome:
    pot = book.economy.pots.get(request.pot)
    if pot is None or pot.kind != PotKind.CHEST or pot.opened_seq or pot.ended_seq:
        return NoSuchPot()
    if book.now_ms < pot.opens_ms:
        return ChestShut(opens_ms=pot.opens_ms)
    outcome = ChestOpened(seq=book.next_seq(), pot=pot.number)
    # Whoever says that it is time, it is the keeper's chest that opens.
    book.record(outcome, book.numbered(pot.keeper))
    pot.opened_seq = outcome.seq
    book.economy.write(pot)
    book.show_anew(pot.number, CHANNEL_SINK)
    return outcome


def close_pot(request: ClosePot, book: GuildBook) -> Outcome:
    pot = book.economy.pots.get(request.pot)
    if pot is None:
        return NoSuchPot()
    actor = book.member(request.actor) if request.early else book.numbered(pot.keeper)
    if pot.ended_seq:
        is_empty = pot.taken >= pot.people
        return PotEndedBefore(pot=pot.number, of=pot.kind, by_seq=pot.ended_seq, all_taken=is_empty)
    if not request.early and not 0 < pot.closes_ms <= book.now_ms:
        return NoSuchPot()
    is_keepers = pot.own and pot.keeper == actor.number
    if request.early and is_keepers and book.now_ms >= pot.opens_ms and not is_held_back(pot, book):
        return ChestIsOpen(closes_ms=pot.closes_ms)
    is_act = request.early and not is_keepers
    return _end(pot, actor, book, is_act=is_act, early=request.early)


def _end(pot: Pot, actor: Member, book: GuildBook, *, is_act: bool, early: bool) -> Outcome:
    """Have what is left of a pot go back, each currency as itself; `is_act`: a moderator's."""
    keeper = book.numbered(pot.keeper)
    left = {currency: book.balance(hold(pot.number, currency)) for currency in (_BONUS, _COINS)}
    lines = [
        Line(
            hold(pot.number, currency),
            wallet(keeper.number, currency) if pot.own else _ISSUED,
            amount,
        )
        for currency, amount in left.items()
        if amount
    ]
    refusal = book.overflow(lines)
    if refusal:
        return refusal
    facts: dict[str, Any] = {
        "seq": book.next_seq(),
        "pot": pot.number,
        "of": str(pot.kind),
        "own": pot.own,
        "taken": pot.taken,
        "people": pot.people,
        "coins": left[_COINS],
        "bonus_coins": left[_BONUS],
        "repaid": _repaid(keeper, left, book) if pot.own else 0,
    }
    outcome = PotEnded(**facts) if is_act else PotOver(**facts, early=early)
    subject = keeper if pot.own and keeper is not actor else None
    book.record(outcome, actor, lines, subject=subject)
    pot.ended_seq = outcome.seq
    book.economy.write(pot)
    if pot.own and outcome.back:
        # What nobody took was not given, so a limit leaves room for it again.
        book.tally_chest(keeper.number, book.economy.pot_days[pot.number], -outcome.back)
    book.show_anew(pot.number, CHANNEL_SINK)
    if is_act:
        publish(book, outcome.seq, actor, *([keeper] if pot.own else []))
    elif pot.own and not early and outcome.back:
        book.tell(keeper, outcome.seq)
    return outcome


def _repaid(keeper: Member, left: Mapping[Currency, int], book: GuildBook) -> int:
    """How many of the coins that come back to a keeper pay what they owe."""
    kept = sum(book.kept(keeper.number, currency, amount) for currency, amount in left.items())
    return sum(left.values()) - kept
