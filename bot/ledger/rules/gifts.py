"""Sending a gift and taking one back."""

from typing import Final

from bot.ledger.accounts import Kind, boundary, wallet
from bot.ledger.books import (
    LOG_SINK,
    Gift,
    GuildBook,
    Line,
    Member,
)
from bot.ledger.catalogue import (
    MOST_PRICE,
    Item,
)
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.money import Currency, Purse, earned_units
from bot.ledger.outcomes import (
    AlreadyReversed,
    Frozen,
    GiftReversed,
    GiftSent,
    GiftTooLarge,
    InsufficientCoins,
    MessageTooLong,
    NoSuchGift,
    NotReceiving,
    Outcome,
    OwnFavour,
    PriceChanged,
    QuantityOutOfRange,
    Refused,
    RetiredGift,
    ReversalShort,
    SelfGift,
    UnknownGift,
)
from bot.ledger.requests import MOST_QUANTITY, ReverseGift, SendGift
from bot.ledger.requests.fairness import ForceReversal
from bot.ledger.rules.barring import refuse_barred
from bot.ledger.rules.combos import (
    combo_for,
    drop_message,
    fall,
    join,
    levels,
    refuse_recipient,
    take_back,
)
from bot.ledger.rules.limits import refuse_over, refuse_young, tightest
from bot.ledger.rules.moderation import publish, refuse_reason
from bot.ledger.tiers import most_characters

_BONUS_COINS: Final = Currency.BONUS_COINS
_COINS: Final = Currency.COINS
_ENDS: Final = (
    (boundary(Kind.SPENT, _BONUS_COINS), boundary(Kind.ISSUED, Currency.BONUS_DIAMONDS)),
    (boundary(Kind.SPENT, _COINS), boundary(Kind.ISSUED, Currency.DIAMONDS)),
)
"""Of either origin: where coins go that are given, and where diamonds come from."""


def needs_confirmation(total: int, purse: Purse, settings: GuildSettings) -> bool:
    """Whether a gift is large enough to ask once: by the guild's threshold, or half the wallet."""
    if settings.confirm_coins == 0:
        return False
    return total >= settings.confirm_coins or total * 2 >= purse.all_coins


def send_gift(request: SendGift, book: GuildBook) -> Outcome:
    sender = book.member(request.actor)
    refusal = _refuse_people(request, sender, book) or _refuse_form(request)
    if refusal:
        return refusal
    item = book.catalogue.get(request.item)
    if item is None:
        return UnknownGift(item=request.item)
    if item.retired:
        return RetiredGift(item=item.number, name=item.name)
    if request.quoted_price not in {None, item.price}:
        return PriceChanged(item=item.number, quoted=request.quoted_price or 0, price=item.price)
    recipient = book.member(request.to)
    refusal = refuse_recipient(recipient, book) or _refuse_message(request, item)
    return refusal or _pay_gift(request, item, sender, recipient, book)


def _refuse_people(request: SendGift, sender: Member, book: GuildBook) -> Refused | None:
    if sender.frozen_seq is not None:
        return Frozen(by_seq=sender.frozen_seq)
    if request.to.user_id == request.actor.user_id:
        return SelfGift()
    role = book.settings.creator_role
    if role and role not in request.to_roles:
        return NotReceiving(role=role)
    return (
        refuse_young(request.actor.user_id, book)
        or refuse_barred("sending", request.own_roles, book)
        or refuse_barred("receiving", request.to_roles, book, own=False, name=request.to.name)
    )


def _refuse_form(request: SendGift) -> Refused | None:
    if not 1 <= request.quantity <= MOST_QUANTITY:
        return QuantityOutOfRange(quantity=request.quantity, least=1, most=MOST_QUANTITY)
    return None


def _refuse_message(request: SendGift, item: Item) -> Refused | None:
    """A larger gift may say more."""
    if not request.message:
        return None
    most = most_characters(item.price * request.quantity)
    if len(request.message) > most:
        return MessageTooLong(length=len(request.message), most=most)
    return None


def _pay_gift(
    request: SendGift, item: Item, sender: Member, recipient: Member, book: GuildBook
) -> Outcome:
    total = item.price * request.quantity
    bonus_coins = book.balance(wallet(sender.number, _BONUS_COINS))
    all_coins = bonus_coins + book.balance(wallet(sender.number, _COINS))
    if total > MOST_PRICE:
        return GiftTooLarge(total=total, most=MOST_PRICE)
    room = tightest(sender.number, recipient.number, book)
    left = min(all_coins, room.left) if room else all_coins
    if total > left:
        affordable = book.catalogue.dearest_within(left)
        fits = affordable.number if affordable else 0
        if room and total <= all_coins:
            return refuse_over(room, total, book, fits)
        return InsufficientCoins(
            item=item.number,
            quantity=request.quantity,
            total=total,
            balance=all_coins,
            affordable=fits,
            owed=book.owed(sender.number, _COINS),
        )
    gift = _gift(request, item, sender, recipient, book, bonus=min(total, bonus_coins))
    lines = gift_lines(gift)
    refusal = book.overflow(lines)
    if refusal:
        return refusal
    combo = combo_for(gift, book)
    level_before, level = levels(sender.number, total, book)
    outcome = GiftSent(
        seq=gift.seq,
        sender=sender.number,
        recipient=recipient.number,
        item=item.number,
        name=item.name,
        emoji=item.emoji,
        quantity=gift.quantity,
        price=gift.price,
        coins=gift.coins,
        bonus_coins=gift.bonus_coins,
        earned_units=earned_units(total, gift.share),
        coins_left=all_coins - total,
        bonus_coins_left=bonus_coins - gift.bonus_coins,
        combo=combo.number,
        show=combo.show,
        level_before=level_before,
        level=level,
        level_told=sender.level_told,
    )
    book.record(outcome, sender, lines, note=request.message)
    book.enter_gift(gift)
    join(gift, combo, request.message, book)
    return outcome


def _gift(
    request: SendGift,
    item: Item,
    sender: Member,
    recipient: Member,
    book: GuildBook,
    *,
    bonus: int,
) -> Gift:
    return Gift(
        seq=book.next_seq(),
        sender=sender.number,
        recipient=recipient.number,
        item=item.number,
        name=item.name,
        emoji=item.emoji,
        quantity=request.quantity,
        price=item.price,
        coins=item.price * request.quantity - bonus,
        bonus_coins=bonus,
        share=book.settings.share,
        channel=request.channel,
        at_ms=book.now_ms,
        day=book.today,
    )


def gift_lines(gift: Gift) -> list[Line]:
    """What a gift moves: the sender spends, the creator earns, each origin for itself."""
    lines = []
    for coins, (spent, earned) in zip((gift.bonus_coins, gift.coins), _ENDS, strict=True):
        if coins:
            lines.append(Line(wallet(gift.sender, spent.currency), spent, coins))
            units = earned_units(coins, gift.share)
            if units:
                lines.append(Line(earned, wallet(gift.recipient, earned.currency), units))
    return lines


def reverse_gift(request: ReverseGift, book: GuildBook) -> Outcome:
    actor = book.member(request.actor)
    gift = reversible(request, actor, book)
    if isinstance(gift, Refused):
        return gift
    lines = reversing_lines(gift)
    missing = shortfall(lines, book)
    if missing:
        return ReversalShort(gift=gift.seq, recipient=gift.recipient, missing=missing)
    return take_gift_back(gift, lines, actor, request.reason, book)


def reversible(
    request: ReverseGift | ForceReversal, actor: Member, book: GuildBook
) -> Gift | Refused:
    """The gift that is to be taken back, or why this moderator cannot."""
    refusal = refuse_reason(request.reason)
    if refusal:
        return refusal
    gift = book.gifts.get(request.seq)
    if gift is None:
        return NoSuchGift(gift=request.seq)
    once = reverse_once(gift.seq)
    if once in book.once:
        return AlreadyReversed(gift=gift.seq, by_seq=book.once[once])
    return OwnFavour() if gift.sender == actor.number else gift


def reversing_lines(gift: Gift) -> list[Line]:
    """What taking a gift back moves where the creator still has all that it earned."""
    return [Line(line.target, line.source, line.amount) for line in gift_lines(gift)]


def shortfall(lines: list[Line], book: GuildBook) -> int:
    """How many units of what lines would take from wallets are not there."""
    return sum(
        max(0, line.amount - book.balance(line.source)) for line in lines if line.source.is_stored
    )


def take_gift_back(
    gift: Gift,
    lines: list[Line],
    actor: Member,
    reason: str,
    book: GuildBook,
    *,
    missing: int = 0,
    asked_seq: int = 0,
) -> Outcome:
    """Reverse a gift by these lines, and undo all else that it meant. `missing` units are owed;
    `asked_seq`: where another moderator asked for it."""
    refusal = book.overflow(lines)
    if refusal:
        return refusal
    sender, recipient = book.numbered(gift.sender), book.numbered(gift.recipient)
    total = gift.coins + gift.bonus_coins
    level_before, level = levels(gift.sender, -total, book)
    outcome = GiftReversed(
        seq=book.next_seq(),
        gift=gift.seq,
        sender=gift.sender,
        recipient=gift.recipient,
        name=gift.name,
        emoji=gift.emoji,
        quantity=gift.quantity,
        coins=gift.coins,
        bonus_coins=gift.bonus_coins,
        earned_units=earned_units(total, gift.share),
        level_before=level_before,
        level=level,
        owed_units=missing,
        asked_seq=asked_seq,
    )
    book.record(
        outcome,
        actor,
        lines,
        subject=sender,
        once=reverse_once(gift.seq),
        reverses=gift.seq,
        note=reason.strip(),
    )
    book.tally(gift, -total)
    take_back(gift, book)
    drop_message(gift, book)
    fall(outcome, sender, book)
    end_forcing(outcome, book)
    publish(book, outcome.seq, actor, sender, recipient)
    return outcome


def end_forcing(reversal: GiftReversed, book: GuildBook) -> None:
    """Have nobody decide any more whether the reversal of a gift is forced: it is reversed."""
    forcing = book.economy.forcings.get(reversal.gift)
    if forcing and not forcing.ended_seq:
        forcing.ended_seq = reversal.seq
        book.economy.write(forcing)
        book.show_anew(forcing.asked_seq, LOG_SINK)


def reverse_once(seq: int) -> str:
    return f"reverse:{seq}"
