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
from bot.ledger.money import MOST_UNITS, Conversion, Currency, convert, units_for
from bot.ledger.outcomes import (
    AlreadyWelcomed,
    AmountOutOfRange,
    BalanceAdjusted,
    BotRecipient,
    DiamondsConverted,
    Frozen,
    InsufficientBalance,
    InsufficientDiamonds,
    NotWelcomed,
    Outcome,
    OwnFavour,
    RateChanged,
    TooLittleToConvert,
    WelcomeGranted,
)
from bot.ledger.requests import (
    AdjustBalance,
    ConvertDiamonds,
    GrantWelcome,
)
from bot.ledger.rules.moderation import publish, refuse_reason

MOST_ADJUSTMENT: Final = 10**12
"""The most units one adjustment may move."""

_DISCORD_EPOCH_MS: Final = 1_420_070_400_000
"""2015-01-01: Discord's ids count milliseconds from here above their lowest 22 bits."""
_DAY_MS: Final = 86_400_000


def welcome_is_due(user_id: int, now_ms: int, settings: GuildSettings) -> bool:
    """Whether the guild welcomes an account of this age with coins; once or not is not asked."""
    created_ms = (user_id >> 22) + _DISCORD_EPOCH_MS
    old_enough = now_ms - created_ms >= settings.welcome_age_days * _DAY_MS
    return settings.welcome_coins > 0 and old_enough


def grant_welcome(request: GrantWelcome, book: GuildBook) -> Outcome:
    member = book.member(request.actor)
    once = welcome_once(member)
    if once in book.once:
        return AlreadyWelcomed(by_seq=book.once[once])
    if request.actor.is_bot:
        return BotRecipient()
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


def convert_diamonds(request: ConvertDiamonds, book: GuildBook) -> Outcome:
    member = book.member(request.actor)
    rate = book.settings.conversion_rate
    purse = book.purse(member)
    if member.frozen_seq is not None:
        return Frozen(by_seq=member.frozen_seq)
    if request.quoted_rate != rate:
        return RateChanged(quoted=request.quoted_rate, rate=rate)
    if request.units > purse.all_diamonds:
        return InsufficientDiamonds(wanted=request.units, balance=purse.all_diamonds)
    if request.units > MOST_UNITS:
        return AmountOutOfRange(amount=request.units, most=MOST_UNITS)
    conversion = convert(purse, request.units, rate)
    if conversion.all_coins <= 0:
        return TooLittleToConvert(wanted=request.units, least=units_for(1, rate))
    lines = [line for line in _conversion_lines(member, conversion) if line.amount]
    refusal = book.overflow(lines)
    if refusal:
        return refusal
    outcome = DiamondsConverted(
        seq=book.next_seq(),
        rate=rate,
        coins_left=purse.all_coins + conversion.all_coins,
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


def adjust_balance(request: AdjustBalance, book: GuildBook) -> Outcome:
    actor, member = book.member(request.actor), book.member(request.member)
    refusal = refuse_reason(request.reason)
    if refusal:
        return refusal
    if not 0 < abs(request.amount) <= MOST_ADJUSTMENT:
        return AmountOutOfRange(amount=request.amount, most=MOST_ADJUSTMENT)
    if request.member.is_bot:
        return BotRecipient()
    if actor is member and request.amount > 0:
        return OwnFavour()
    account = wallet(member.number, request.currency)
    balance = book.balance(account) + request.amount
    if balance < 0:
        return InsufficientBalance(
            currency=request.currency, amount=-request.amount, balance=book.balance(account)
        )
    issued = boundary(Kind.ISSUED, request.currency)
    ends = (issued, account) if request.amount > 0 else (account, issued)
    lines = [Line(*ends, abs(request.amount))]
    refusal = book.overflow(lines)
    if refusal:
        return refusal
    outcome = BalanceAdjusted(
        seq=book.next_seq(),
        member=member.number,
        currency=request.currency,
        amount=request.amount,
        balance=balance,
    )
    book.record(outcome, actor, lines, subject=member, note=request.reason.strip())
    publish(book, outcome.seq, actor, member)
    return outcome
