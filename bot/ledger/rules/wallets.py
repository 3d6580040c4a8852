"""Coins a member gets without a gift: welcome coins, conversions, adjustments."""

from collections.abc import Iterator
from typing import Final

from bot.ledger.accounts import Kind, boundary, wallet
from bot.ledger.books import (
    GuildBook,
    Line,
    Member,
)
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.money import MOST_UNITS, Conversion, Currency, Purse, convert, units_for
from bot.ledger.outcomes import (
    AlreadyWelcomed,
    AmountOutOfRange,
    BalanceAdjusted,
    DiamondsConverted,
    Frozen,
    InsufficientBalance,
    InsufficientDiamonds,
    NotWelcomed,
    Outcome,
    OwnFavour,
    RateChanged,
    Refused,
    TooLittleToConvert,
    WelcomeGranted,
)
from bot.ledger.requests import AdjustBalance, ConvertDiamonds, GrantWelcome
from bot.ledger.rules.limits import of_age_ms
from bot.ledger.rules.moderation import publish, refuse_reason

MOST_ADJUSTMENT: Final = 10**12
"""The most units one adjustment may move."""

LARGE_ADJUSTMENT: Final = 100_000
"""More coins or diamonds than this are asked about once: more than two of the dearest
gift that a new catalogue offers, so hardly a correction, and likely a digit too many."""


def welcome_from_ms(user_id: int, settings: GuildSettings) -> int:
    """When an account is old enough for the guild's welcome coins, in UTC milliseconds."""
    return of_age_ms(user_id, settings.welcome_age_days)


def welcome_is_due(user_id: int, now_ms: int, settings: GuildSettings) -> bool:
    """Whether the guild welcomes an account of this age with coins; once or not is not asked."""
    return settings.welcome_coins > 0 and now_ms >= welcome_from_ms(user_id, settings)


def grant_welcome(request: GrantWelcome, book: GuildBook) -> Outcome:
    member = book.member(request.actor)
    once = welcome_once(member)
    if once in book.once:
        return AlreadyWelcomed(by_seq=book.once[once])
    if not welcome_is_due(request.actor.user_id, book.now_ms, book.settings):
        return NotWelcomed(least_age_days=book.settings.welcome_age_days)
    coins = book.settings.welcome_coins
    currency = Currency.BONUS_COINS
    lines = [Line(boundary(Kind.ISSUED, currency), wallet(member.number, currency), coins)]
    refusal = book.overflow(lines)
    if refusal:
        return refusal
    outcome = WelcomeGranted(seq=book.next_seq(), coins=coins)
    book.record(outcome, member, lines, once=once)
    return outcome


def welcome_once(member: Member) -> str:
    return f"welcome:{member.number}"


def refuse_conversion(
    purse: Purse, frozen_seq: int | None, units: int, *, quoted_rate: int, rate: int
) -> Refused | None:
    """Why `units` of a purse's diamonds cannot become coins, if so; rates are in basis points."""
    if frozen_seq is not None:
        return Frozen(by_seq=frozen_seq)
    if quoted_rate != rate:
        return RateChanged(quoted=quoted_rate, rate=rate)
    if units > purse.all_diamonds:
        return InsufficientDiamonds(wanted=units, balance=purse.all_diamonds)
    if units > MOST_UNITS:
        return AmountOutOfRange(amount=units, most=MOST_UNITS)
    if convert(purse, units, rate).all_coins <= 0:
        return TooLittleToConvert(wanted=units, least=units_for(1, rate))
    return None


def convert_diamonds(request: ConvertDiamonds, book: GuildBook) -> Outcome:
    member = book.member(request.actor)
    rate = book.settings.conversion_rate
    purse = book.purse(member)
    refusal = refuse_conversion(
        purse, member.frozen_seq, request.units, quoted_rate=request.quoted_rate, rate=rate
    )
    if refusal:
        return refusal
    conversion = convert(purse, request.units, rate)
    lines = [line for line in _conversion_lines(member, conversion) if line.amount]
    refusal = book.overflow(lines)
    if refusal:
        return refusal
    kept = book.kept(member.number, Currency.BONUS_COINS, conversion.bonus_coins)
    kept += book.kept(member.number, Currency.COINS, conversion.coins)
    outcome = DiamondsConverted(
        seq=book.next_seq(),
        rate=rate,
        coins_left=purse.all_coins + kept,
        repaid=conversion.all_coins - kept,
        units_left=purse.all_diamonds - conversion.all_units,
        **conversion._asdict(),
    )
    book.record(outcome, member, lines)
    return outcome


def _conversion_lines(member: Member, conversion: Conversion) -> Iterator[Line]:
    for taken, units, given, coins in (
        (
            Currency.BONUS_DIAMONDS,
            conversion.bonus_units,
            Currency.BONUS_COINS,
            conversion.bonus_coins,
        ),
        (Currency.DIAMONDS, conversion.units, Currency.COINS, conversion.coins),
    ):
        yield Line(wallet(member.number, taken), boundary(Kind.CONVERTED, taken), units)
        yield Line(boundary(Kind.CONVERTED, given), wallet(member.number, given), coins)


def is_large(adjusted: BalanceAdjusted) -> bool:
    """Whether an adjustment is asked about once: by its size, or for it takes all there is."""
    takes_all = adjusted.amount < 0 and adjusted.balance == 0
    return takes_all or abs(adjusted.amount) > LARGE_ADJUSTMENT * adjusted.currency.units_per_whole


def adjust_balance(request: AdjustBalance, book: GuildBook) -> Outcome:
    actor, member = book.member(request.actor), book.member(request.member)
    refusal = refuse_reason(request.reason)
    if refusal:
        return refusal
    if not 0 < abs(request.amount) <= MOST_ADJUSTMENT:
        return AmountOutOfRange(amount=request.amount, most=MOST_ADJUSTMENT)
    if actor is member and request.amount > 0:
        return OwnFavour()
    account = wallet(member.number, request.currency)
    held, given, taken = book.balance(account), max(0, request.amount), max(0, -request.amount)
    if taken > held:
        return InsufficientBalance(currency=request.currency, amount=taken, balance=held)
    issued = boundary(Kind.ISSUED, request.currency)
    ends = (issued, account) if request.amount > 0 else (account, issued)
    lines = [Line(*ends, given or taken)]
    refusal = book.overflow(lines)
    if refusal:
        return refusal
    kept = book.kept(member.number, request.currency, given)
    outcome = BalanceAdjusted(
        seq=book.next_seq(),
        member=member.number,
        currency=request.currency,
        amount=request.amount,
        balance=held + kept - taken,
        repaid=given - kept,
    )
    book.record(outcome, actor, lines, subject=member, note=request.reason.strip())
    publish(book, outcome.seq, actor, member)
    return outcome
