"""Packs of coins: what is on offer, who asked to buy, and what was paid for."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from bot.ledger.accounts import Kind, boundary, debt, wallet
from bot.ledger.books import LOG_SINK, GuildBook, Line, Member
from bot.ledger.books.economy import ExchangeRate, Pack, Purchase, PurchaseState, Shelf
from bot.ledger.money import Currency
from bot.ledger.outcomes import Frozen, NothingChanged, Outcome, Refused
from bot.ledger.outcomes.shop import (
    EntitlementCredited,
    EntitlementKnown,
    EntitlementRevoked,
    EntitlementUnknown,
    EntitlementUnsold,
    ExchangeRateSet,
    ExchangeRefused,
    NoSuchPack,
    NoSuchPurchase,
    NothingForSale,
    OwnPurchase,
    PackEdited,
    PackPriceChanged,
    PackQuantityOutOfRange,
    PackRefused,
    PurchaseAsked,
    PurchaseConfirmed,
    PurchaseDeclined,
    PurchaseOfAnother,
    PurchaseOver,
    PurchaseWithdrawn,
    TooManyPurchases,
)
from bot.ledger.payment import CURRENCY_DECIMALS
from bot.ledger.requests.marks import MarkShopVisit
from bot.ledger.requests.shop import (
    MOST_EXCHANGE_RATE,
    MOST_OFFERED,
    MOST_OPEN_PURCHASES,
    MOST_PACK_COINS,
    MOST_PACK_PRICE,
    MOST_PACKS,
    MOST_PACKS_AT_ONCE,
    AskForPack,
    CreditEntitlement,
    DecidePurchase,
    EditPack,
    RevokeEntitlement,
    SetExchangeRate,
    WithdrawPurchase,
)
from bot.ledger.rules.barring import refuse_barred
from bot.ledger.rules.moderation import publish, refuse_reason

ASKED_OF_MODERATORS: Final = "moderator"
"""The setting `shop` under which members ask moderators for packs."""
_MOST_SNOWFLAKE: Final = 2**63 - 1


def edit_pack(request: EditPack, book: GuildBook) -> Outcome:
    shelf = book.economy.shelf
    if request.pack is None:
        before = Pack(shelf.next_number, 0, 0)
    else:
        known = shelf.get(request.pack)
        if known is None:
            return NoSuchPack(pack=request.pack)
        before = known
    names = ("coins", "price", "bonus_coins", "bonus_until_ms", "sku", "retired")
    asked = {name: getattr(request, name) for name in names}
    after = before._replace(**{name: value for name, value in asked.items() if value is not None})
    if not after.bonus_coins:
        after = after._replace(bonus_until_ms=0)
    if after == before:
        return NothingChanged()
    refusal = _refuse_pack(after, before, book)
    if refusal:
        return refusal
    actor = book.member(request.actor)
    outcome = PackEdited(
        seq=book.next_seq(),
        pack=after.number,
        priced_in=book.settings.currency,
        added=request.pack is None,
        **{name: getattr(after, name) for name in names},
    )
    book.record(outcome, actor)
    book.economy.put(after)
    publish(book, outcome.seq, actor)
    return outcome


def _refuse_pack(pack: Pack, before: Pack, book: GuildBook) -> Refused | None:
    def refused(code: str, most: int = 0) -> Refused:
        return PackRefused(code=code, most=most, priced_in=book.settings.currency)

    if not 1 <= pack.coins <= MOST_PACK_COINS:
        return refused("coins", MOST_PACK_COINS)
    if not 1 <= pack.price <= MOST_PACK_PRICE:
        return refused("price", MOST_PACK_PRICE)
    if not 0 <= pack.bonus_coins <= MOST_PACK_COINS:
        return refused("bonus", MOST_PACK_COINS)
    if pack.bonus_until_ms != before.bonus_until_ms and 0 < pack.bonus_until_ms <= book.now_ms:
        return refused("until")
    if not 0 <= pack.sku <= _MOST_SNOWFLAKE:
        return refused("sku")
    code = "" if pack.retired else _trouble_beside(pack, before, book.economy.shelf)
    return refused(code, MOST_OFFERED if code == "full" else 0) if code else None


def _trouble_beside(pack: Pack, before: Pack, shelf: Shelf) -> str:
    """Why a pack cannot be on offer beside the others, if so."""
    others = [other for other in shelf.offered if other.number != pack.number]
    if pack.sku and any(other.sku == pack.sku for other in others):
        return "sku-taken"
    if _looks(pack) != _looks(before) and _looks(pack) in map(_looks, others):
        return "twin"
    is_new = shelf.get(pack.number) is None
    is_full = len(others) >= MOST_OFFERED or (is_new and len(shelf) >= MOST_PACKS)
    return "full" if is_full else ""


def _looks(pack: Pack) -> tuple[int, ...]:
    """What members see of a pack: two that look the same nobody can tell apart."""
    return (pack.coins, pack.price, pack.bonus_coins, pack.bonus_until_ms, pack.retired)


def set_exchange_rate(request: SetExchangeRate, book: GuildBook) -> Outcome:
    own, other, rate = book.settings.currency, request.currency, request.rate
    known = book.economy.exchange_rates.get(other)
    code = ""
    if other not in CURRENCY_DECIMALS:
        code = "unknown"
    elif other == own:
        code = "same"
    elif rate is not None and not 1 <= rate <= MOST_EXCHANGE_RATE:
        code = "rate"
    elif rate is None and known is None:
        code = "none"
    if code:
        return ExchangeRefused(code=code, other=other)
    actor = book.member(request.actor)
    # The same rate once more is news, too: it holds as of today.
    outcome = ExchangeRateSet(
        seq=book.next_seq(),
        priced_in=own,
        other=other,
        before=known.rate if known else 0,
        rate=rate or 0,
    )
    book.record(outcome, actor)
    if rate is None:
        book.economy.drop_rate(other)
    else:
        book.economy.set_rate(ExchangeRate(other, rate, outcome.seq, book.now_ms))
    publish(book, outcome.seq, actor)
    return outcome


def mark_shop_visit(request: MarkShopVisit, book: GuildBook) -> bool:
    member = book.member(request.person)
    book.economy.changes.shop_visits[member.number] = book.now_ms
    return True


def ask_for_pack(request: AskForPack, book: GuildBook) -> Outcome:
    member = book.member(request.actor)
    pack = book.economy.shelf.get(request.pack)
    if book.settings.shop != ASKED_OF_MODERATORS:
        return NothingForSale(shop=book.settings.shop)
    if pack is None or pack.retired:
        return NoSuchPack(pack=request.pack)
    refusal = _refuse_asking(request, member, pack, book)
    if refusal:
        return refusal
    outcome = PurchaseAsked(
        seq=book.next_seq(),
        pack=pack.number,
        quantity=request.quantity,
        coins=pack.coins * request.quantity,
        bonus_coins=pack.bonus(book.now_ms) * request.quantity,
        price=pack.price * request.quantity,
        priced_in=book.settings.currency,
    )
    book.record(outcome, member)
    book.economy.write(
        Purchase(
            number=outcome.seq,
            member=member.number,
            pack=pack.number,
            quantity=request.quantity,
            coins=outcome.coins,
            bonus_coins=outcome.bonus_coins,
            price=outcome.price,
            currency=outcome.priced_in,
            asked_ms=book.now_ms,
        )
    )
    publish(book, outcome.seq, member)
    return outcome


def _refuse_asking(
    request: AskForPack, member: Member, pack: Pack, book: GuildBook
) -> Refused | None:
    if member.frozen_seq is not None:
        return Frozen(by_seq=member.frozen_seq)
    if not 1 <= request.quantity <= MOST_PACKS_AT_ONCE:
        return PackQuantityOutOfRange(quantity=request.quantity, most=MOST_PACKS_AT_ONCE)
    price, currency = pack.price * request.quantity, book.settings.currency
    coins = (pack.coins + pack.bonus(book.now_ms)) * request.quantity
    quoted = (request.quoted_price, request.quoted_currency)
    if quoted != (price, currency) or request.quoted_coins not in {None, coins}:
        return PackPriceChanged(
            pack=pack.number,
            coins=coins,
            price=price,
            priced_in=currency,
            quoted=request.quoted_price,
            quoted_in=request.quoted_currency,
        )
    waiting = [
        known
        for known in book.economy.purchases.values()
        if known.member == member.number and not known.ended_seq
    ]
    if len(waiting) >= MOST_OPEN_PURCHASES:
        return TooManyPurchases(most=MOST_OPEN_PURCHASES)
    return refuse_barred("buying", request.own_roles, book)


def decide_purchase(request: DecidePurchase, book: GuildBook) -> Outcome:
    actor, purchase = book.member(request.actor), book.economy.purchases.get(request.purchase)
    refusal = None if request.confirm else refuse_reason(request.reason)
    refusal = refusal or _refuse_deciding(purchase, request.purchase)
    if refusal or purchase is None:
        return refusal or NoSuchPurchase(purchase=request.purchase)
    if purchase.member == actor.number:
        return OwnPurchase(purchase=purchase.number)
    member = book.numbered(purchase.member)
    if not request.confirm:
        declined = PurchaseDeclined(seq=book.next_seq(), member=member.number, **_bill(purchase))
        book.record(declined, actor, subject=member, note=request.reason.strip())
        _end(purchase, PurchaseState.DECLINED, declined.seq, book)
        publish(book, declined.seq, actor, member)
        return declined
    lines = [*_paying(member, purchase.coins, purchase.bonus_coins)]
    refusal = book.overflow(lines)
    if refusal:
        return refusal
    confirmed = PurchaseConfirmed(
        seq=book.next_seq(),
        member=member.number,
        kept_coins=book.kept(member.number, Currency.COINS, purchase.coins),
        kept_bonus_coins=book.kept(member.number, Currency.BONUS_COINS, purchase.bonus_coins),
        **_bill(purchase),
    )
    book.record(confirmed, actor, lines, subject=member, once=f"purchase:{purchase.number}")
    _end(purchase, PurchaseState.CREDITED, confirmed.seq, book)
    publish(book, confirmed.seq, actor, member)
    return confirmed


def withdraw_purchase(request: WithdrawPurchase, book: GuildBook) -> Outcome:
    member, purchase = book.member(request.actor), book.economy.purchases.get(request.purchase)
    if purchase and purchase.member != member.number:
        return PurchaseOfAnother(purchase=purchase.number)
    refusal = _refuse_deciding(purchase, request.purchase)
    if refusal or purchase is None:
        return refusal or NoSuchPurchase(purchase=request.purchase)
    outcome = PurchaseWithdrawn(seq=book.next_seq(), **_bill(purchase))
    book.record(outcome, member)
    _end(purchase, PurchaseState.WITHDRAWN, outcome.seq, book)
    publish(book, outcome.seq, member)
    return outcome


def _refuse_deciding(purchase: Purchase | None, number: int) -> Refused | None:
    """Why nobody decides about a request any more, if so."""
    if purchase is None:
        return NoSuchPurchase(purchase=number)
    if purchase.ended_seq:
        by_seq = purchase.ended_seq
        return PurchaseOver(purchase=number, state=str(purchase.state), by_seq=by_seq)
    return None


def credit_entitlement(request: CreditEntitlement, book: GuildBook) -> Outcome:
    member = book.member(request.actor)
    once = entitlement_once(request)
    if once in book.once or request.entitlement in book.economy.entitlements:
        return EntitlementKnown(entitlement=request.entitlement)
    pack = book.economy.shelf.sold_as(request.sku)
    if pack is None:
        return EntitlementUnsold(sku=request.sku)
    bonus_coins = pack.bonus(book.now_ms)
    lines = [*_paying(member, pack.coins, bonus_coins)]
    refusal = book.overflow(lines)
    if refusal:
        return refusal
    outcome = EntitlementCredited(
        seq=book.next_seq(),
        entitlement=request.entitlement,
        sku=request.sku,
        pack=pack.number,
        coins=pack.coins,
        bonus_coins=bonus_coins,
        kept_coins=book.kept(member.number, Currency.COINS, pack.coins),
        kept_bonus_coins=book.kept(member.number, Currency.BONUS_COINS, bonus_coins),
    )
    book.record(outcome, member, lines, once=once)
    purchase = Purchase(
        number=outcome.seq,
        member=member.number,
        pack=pack.number,
        quantity=1,
        coins=pack.coins,
        bonus_coins=bonus_coins,
        price=0,
        currency=book.settings.currency,
        asked_ms=book.now_ms,
        state=PurchaseState.CREDITED,
        ended_seq=outcome.seq,
        entitlement=request.entitlement,
    )
    book.economy.write(purchase)
    book.economy.entitlements[request.entitlement] = book.guild
    if not request.is_claimed:
        book.tell(member, outcome.seq)
    publish(book, outcome.seq, member)
    return outcome


def entitlement_once(request: CreditEntitlement) -> str:
    return f"entitlement:{request.entitlement}"


def revoke_entitlement(request: RevokeEntitlement, book: GuildBook) -> Outcome:
    purchase = next(
        (
            known
            for known in book.economy.purchases.values()
            if known.entitlement == request.entitlement
        ),
        None,
    )
    if purchase is None:
        return EntitlementUnknown(entitlement=request.entitlement)
    if purchase.state == PurchaseState.REVOKED:
        return PurchaseOver(
            purchase=purchase.number, state=purchase.state, by_seq=purchase.ended_seq
        )
    member = book.numbered(purchase.member)
    owed = {
        currency: amount - min(amount, book.balance(wallet(member.number, currency)))
        for currency, amount in _parts(purchase.coins, purchase.bonus_coins)
    }
    outcome = EntitlementRevoked(
        seq=book.next_seq(),
        purchase=purchase.number,
        member=member.number,
        entitlement=request.entitlement,
        coins=purchase.coins,
        bonus_coins=purchase.bonus_coins,
        owed_coins=owed.get(Currency.COINS, 0),
        owed_bonus_coins=owed.get(Currency.BONUS_COINS, 0),
    )
    lines = [*_taking_back(member, purchase, owed)]
    book.record(outcome, member, lines, subject=member, once=f"revoked:{request.entitlement}")
    _end(purchase, PurchaseState.REVOKED, outcome.seq, book)
    book.tell(member, outcome.seq)
    publish(book, outcome.seq, member)
    return outcome


def _taking_back(member: Member, purchase: Purchase, owed: dict[Currency, int]) -> Iterator[Line]:
    for currency, amount in _parts(purchase.coins, purchase.bonus_coins):
        there = amount - owed[currency]
        if there:
            yield Line(wallet(member.number, currency), _SOURCES[currency], there)
        if owed[currency]:
            uncovered = boundary(Kind.UNCOVERED, currency)
            yield Line(uncovered, debt(member.number, currency), owed[currency])


_SOURCES: Final = {
    Currency.COINS: boundary(Kind.SOLD, Currency.COINS),
    Currency.BONUS_COINS: boundary(Kind.ISSUED, Currency.BONUS_COINS),
}
"""Where coins come from that were paid for, and those that come with them as a bonus."""


def _parts(coins: int, bonus_coins: int) -> Iterable[tuple[Currency, int]]:
    amounts = ((Currency.COINS, coins), (Currency.BONUS_COINS, bonus_coins))
    return [(currency, amount) for currency, amount in amounts if amount]


def _paying(member: Member, coins: int, bonus_coins: int) -> Iterator[Line]:
    for currency, amount in _parts(coins, bonus_coins):
        yield Line(_SOURCES[currency], wallet(member.number, currency), amount)


def _bill(purchase: Purchase) -> dict[str, Any]:
    """What was asked for, as its end tells it."""
    return {
        "purchase": purchase.number,
        "coins": purchase.coins,
        "bonus_coins": purchase.bonus_coins,
        "price": purchase.price,
        "priced_in": purchase.currency,
    }


def _end(purchase: Purchase, state: PurchaseState, seq: int, book: GuildBook) -> None:
    if not purchase.ended_seq:
        # Its entry of the log offers to decide about it, and does so no longer.
        book.show_anew(purchase.number, LOG_SINK)
    purchase.state, purchase.ended_seq = state, seq
    book.economy.write(purchase)
