"""The cards of the shop: the packs, what an amount costs, and what somebody asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import discord
from discord import ui

from bot.cards.layout import Beside, Block, Choice, Colour, Line, Menu, Press, card
from bot.controls.shop import (
    AskNothing,
    AskNothingFor,
    AskPacks,
    AskPacksFor,
    Claim,
    OpenShop,
    OpenShopFor,
    PickPack,
    PickPacksFor,
    TakeBack,
)
from bot.ledger.books.economy import Pack, Purchase
from bot.ledger.guild_settings import SOLD_BY_DISCORD, GuildSettings
from bot.ledger.outcomes.shop import PurchaseAsked, PurchaseWithdrawn
from bot.ledger.packs import Combination, price_per_coin, saving
from bot.ledger.requests.shop import MOST_OPEN_PURCHASES, MOST_PACKS_AT_ONCE
from bot.words import Words

_MOST_PORTIONS: Final = 10
"""So many kinds of packs get a button each: a message may have forty components."""
_IN_A_ROW: Final = 5
"""How many buttons Discord takes beside each other."""
_MOST_PREMIUM_ROWS: Final = 3
"""How many rows of them fit below the packs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopView:
    """What there is to see in a guild's shop, for one reader at one moment."""

    owner: int
    settings: GuildSettings
    packs: Sequence[Pack]
    now_ms: int
    own: Sequence[Purchase] = ()
    wanted: int = 0
    """The amount that was asked about; 0 for none."""
    combination: Combination | None = None
    kept_out: str = ""
    """Why the reader may buy nothing here."""
    at_discord: int = 0
    """How many purchases from Discord can be claimed."""

    @property
    def is_asked_of_moderators(self) -> bool:
        """Whether a moderator confirms what is bought."""
        return self.settings.shop == "moderator"

    @property
    def is_full(self) -> bool:
        """Whether as many of the reader's requests wait as may."""
        return self.is_asked_of_moderators and len(self.own) >= MOST_OPEN_PURCHASES

    @property
    def may_ask(self) -> bool:
        """Whether the reader can ask a moderator for more."""
        return self.is_asked_of_moderators and not self.is_full


def shop_card(words: Words, view: ShopView, *, with_skus: bool = True) -> ui.LayoutView:
    """What is on offer and how it is paid for; without Discord's buttons where it refuses one."""
    settings = view.settings
    if settings.shop == "play":
        return card(words.shop_title, words.shop_pays["play"], *_own(words, view))
    if view.kept_out:
        told = (*_at_discord(words, view), *_own(words, view))
        return card(words.shop_title, view.kept_out, *told, colour=Colour.CALM)
    sells = view.packs and view.may_ask
    if settings.shop == SOLD_BY_DISCORD and not view.packs:
        nothing = f"{words.shop_title}\n{words.not_with_discord}"
        return card(nothing, *_at_discord(words, view), *_own(words, view), colour=Colour.CALM)
    return card(
        f"{words.shop_title}\n{words.shop_pays[settings.shop]}",
        "\n".join(pack_lines(words, view)) or words.shop_empty,
        *_combined(words, view),
        _menu(words, view) if sells else "",
        words.requests_are_full(len(view.own)) if view.is_full else "",
        *(_premium(words, view, with_skus=with_skus) if settings.shop == SOLD_BY_DISCORD else ()),
        *_at_discord(words, view),
        *_own(words, view),
        *paying(words, settings),
        colour=Colour.CALM,
    )


def paying(words: Words, settings: GuildSettings) -> Iterator[Block]:
    """How to pay, in the operator's words, and the warning wherever money is named."""
    if settings.shop_text:
        yield words.how_to_pay(words.own_words(settings.shop_text))
    yield words.scam_warning(settings.scam_text)


def pack_lines(words: Words, view: ShopView) -> Iterator[str]:
    """The packs, each with its price by the coin and what that saves against the smallest."""
    currency, now_ms = view.settings.currency, view.now_ms
    for pack in view.packs:
        yield words.pack_line(
            pack.coins,
            pack.bonus(now_ms),
            pack.bonus_until_ms,
            price=words.money(pack.price, currency),
            each=words.each_coin(price_per_coin(pack, currency, now_ms), currency),
            saved=saving(pack, view.packs[0], now_ms),
        )


def combination_lines(words: Words, view: ShopView, combination: Combination) -> str:
    """The cheapest way to an amount, and the packs that it is made of."""
    currency = view.settings.currency
    lines = [
        words.portion(
            portion.quantity,
            portion.pack.coins,
            portion.pack.bonus(view.now_ms),
            words.money(portion.price, currency),
        )
        for portion in combination.portions
    ]
    price = words.money(combination.price, currency)
    return "\n".join([words.cheapest_for(view.wanted, combination.coins, price), *lines])


def _combined(words: Words, view: ShopView) -> Iterator[Block]:
    combination = view.combination
    if not combination:
        return
    currency = view.settings.currency
    yield Line()
    yield combination_lines(words, view, combination)
    if not view.may_ask:
        return
    buttons = [
        Press(
            words.pack_choice(
                portion.quantity,
                portion.pack.coins,
                portion.pack.bonus(view.now_ms),
                words.money(portion.price, currency),
            ),
            PickPacksFor(view.owner, portion.pack.number, portion.quantity, view.wanted),
            discord.ButtonStyle.success,
        )
        for portion in combination.portions
        if portion.quantity <= MOST_PACKS_AT_ONCE
    ]
    for first in range(0, min(len(buttons), _MOST_PORTIONS), _IN_A_ROW):
        yield buttons[first : first + _IN_A_ROW]
    if len(buttons) < len(combination.portions):
        yield words.asked_in_parts(MOST_PACKS_AT_ONCE)


def _menu(words: Words, view: ShopView) -> Menu:
    choices = [
        Choice(
            words.pack_choice(
                1,
                pack.coins,
                pack.bonus(view.now_ms),
                words.money(pack.price, view.settings.currency),
            ),
            str(pack.number),
        )
        for pack in view.packs
    ]
    return Menu(PickPack(view.owner), words.pick_pack, choices)


def _premium(words: Words, view: ShopView, *, with_skus: bool) -> Iterator[Block]:
    """Discord's own buttons, which say for themselves what is sold and for how much."""
    skus = [pack.sku for pack in view.packs if pack.sku and with_skus]
    if not skus:
        yield words.not_with_discord
    elif view.combination and sum(it.quantity for it in view.combination.portions) > 1:
        yield words.bought_one_by_one
    for first in range(0, min(len(skus), _IN_A_ROW * _MOST_PREMIUM_ROWS), _IN_A_ROW):
        yield ui.ActionRow(*(ui.Button(sku_id=sku) for sku in skus[first : first + _IN_A_ROW]))


def _at_discord(words: Words, view: ShopView) -> Iterator[Block]:
    if view.at_discord and view.settings.shop == SOLD_BY_DISCORD:
        press = Press(words.claim_button, Claim(view.owner), discord.ButtonStyle.success)
        yield Beside(words.waits_at_discord(view.at_discord), press)


def _own(words: Words, view: ShopView) -> Iterator[Block]:
    if not view.own:
        return
    yield Line()
    yield words.own_requests
    for purchase in view.own:
        text = words.own_request(purchase.number, _bill(words, purchase), purchase.asked_ms)
        yield Beside(
            text, Press(words.withdraw_purchase_button, TakeBack(view.owner, purchase.number))
        )


def _bill(words: Words, purchase: Purchase) -> str:
    return words.bill(purchase.coins, purchase.bonus_coins, purchase.price, purchase.currency)


def ask_packs_card(
    words: Words, settings: GuildSettings, pack: Pack, ask: AskPacks, now_ms: int
) -> ui.LayoutView:
    """The question before somebody asks to buy."""
    coins, bonus_coins = pack.coins * ask.quantity, pack.bonus(now_ms) * ask.quantity
    keep = AskNothing(ask.owner)
    if isinstance(ask, AskPacksFor):
        keep = AskNothingFor(ask.owner, ask.wanted)
    return card(
        words.ask_purchase(words.bill(coins, bonus_coins, ask.price, ask.currency)),
        words.how_to_pay(words.own_words(settings.shop_text)) if settings.shop_text else "",
        [
            Press(words.ask_pack_button, ask, discord.ButtonStyle.success),
            Press(words.keep_button, keep),
        ],
        colour=Colour.CARE,
    )


def asked_card(
    words: Words, settings: GuildSettings, done: PurchaseAsked, owner: int, left: int = 0
) -> ui.LayoutView:
    """The receipt of a request, with how to pay; `left` are the coins still wanted."""
    return card(
        words.purchase_asked(done),
        *paying(words, settings),
        [
            Press(words.withdraw_purchase_button, TakeBack(owner, done.seq)),
            Press(words.rest_button(left), OpenShopFor(owner, left), discord.ButtonStyle.success)
            if left
            else Press(words.back_to_shop_button, OpenShop(owner)),
        ],
        colour=Colour.DONE,
    )


def nothing_asked_card(words: Words, owner: int, wanted: int = 0) -> ui.LayoutView:
    """Nothing was asked for; the way back to the packs knows the amount that was wanted."""
    back = OpenShopFor(owner, wanted) if wanted else OpenShop(owner)
    return card(words.nothing_asked, [Press(words.back_to_shop_button, back)])


def taken_back_card(words: Words, done: PurchaseWithdrawn, owner: int) -> ui.LayoutView:
    """A request was taken back."""
    back = Press(words.back_to_shop_button, OpenShop(owner))
    return card(words.purchase_withdrawn(done), [back], colour=Colour.DONE)
