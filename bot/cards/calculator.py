"""The cards of the calculators: what coins cost, and what they bring their creator."""

from collections.abc import Iterator, Sequence

from discord import ui

from bot.cards.layout import Block, Colour, Line, card
from bot.cards.shop import ShopView, combination_lines
from bot.ledger.books.economy import ExchangeRate
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.money import UNITS_PER_DIAMOND, coins_for, earned_units
from bot.ledger.packs import all_coins, fewest
from bot.ledger.payment import OLD_DAYS, exchanged, is_old, is_whole, payout_money
from bot.words import Words


def coins_card(words: Words, view: ShopView, rates: Sequence[ExchangeRate]) -> ui.LayoutView:
    """What an amount costs pack by pack, at the cheapest, and in other money."""
    combination, currency = view.combination, view.settings.currency
    if not view.packs or combination is None:
        return card(words.calculator_no_packs)
    lines = []
    for pack in view.packs:
        portion = fewest(pack, view.wanted, view.now_ms)
        price = words.money(portion.price, currency)
        given = all_coins(pack, view.now_ms) * portion.quantity
        bonus_coins = pack.bonus(view.now_ms)
        line = words.portion(portion.quantity, pack.coins, bonus_coins, price)
        lines.append(words.gives(line, given))
    return card(
        "\n".join([words.pack_by_pack(view.wanted), *lines]),
        Line(),
        combination_lines(words, view, combination),
        _in_other_money(words, combination.price, currency, rates, view.now_ms),
        words.scam_warning(view.settings.scam_text),
        colour=Colour.CALM,
    )


def _in_other_money(
    words: Words, price: int, currency: str, rates: Sequence[ExchangeRate], now_ms: int
) -> str:
    if not rates:
        return words.no_other_money
    lines = [
        words.in_other_money(
            words.money(exchanged(price, currency, rate.rate, rate.currency), rate.currency),
            words.rate_of(rate.rate, currency, rate.currency),
            rate.set_ms,
        )
        for rate in rates
    ]
    if any(is_old(rate.set_ms, now_ms) for rate in rates):
        lines.append(words.old_rates(OLD_DAYS))
    return "\n".join([words.other_money, *lines])


def diamonds_card(
    words: Words, settings: GuildSettings, coins: int, rates: Sequence[ExchangeRate], now_ms: int
) -> ui.LayoutView:
    """What a gift of so many coins brings its creator: diamonds, money after the fee, coins."""
    units = earned_units(coins, settings.share)
    return card(
        words.diamonds_of_gift(coins, settings.share, units),
        *(_cashed_out(words, settings, units, rates, now_ms) if units else ()),
        words.diamonds_as_coins(units, coins_for(units, settings.conversion_rate)) if units else "",
        words.scam_warning(settings.scam_text) if settings.cashout and units else "",
        colour=Colour.CALM,
    )


def _cashed_out(
    words: Words, settings: GuildSettings, units: int, rates: Sequence[ExchangeRate], now_ms: int
) -> Iterator[Block]:
    if not settings.cashout:
        yield words.diamonds_cash_nothing
        return
    rate, fee, currency = settings.cashout_rate, settings.cashout_fee, settings.currency
    money = payout_money(units, rate, fee, currency)
    each = words.per_diamond(rate, currency)
    told = words.diamonds_as_money(units, each, fee, words.money(money, currency))
    yield told if is_whole(units, rate, fee, currency) else f"{told} {words.rounded_down}"
    if rates and money:
        yield _in_other_money(words, money, currency, rates, now_ms)
    if units < settings.cashout_least * UNITS_PER_DIAMOND:
        yield words.diamonds_too_few(settings.cashout_least)
    if 0 < settings.cashout_daily * UNITS_PER_DIAMOND < units:
        yield words.diamonds_too_many(settings.cashout_daily)
    yield words.only_paid_diamonds
