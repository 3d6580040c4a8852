"""The cards around a gift."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import discord
from discord import ui

from bot.cards.layout import MOST_OPTIONS, Choice, Colour, Menu, PersonMenu, Press, card
from bot.controls.gifts import (
    ConfirmGift,
    Dismiss,
    GiftForm,
    PickGift,
    SendAgain,
    SendInstead,
)
from bot.ledger.catalogue import Catalogue, Item
from bot.ledger.money import Purse
from bot.ledger.outcomes import GiftSent, InsufficientCoins
from bot.ledger.requests import MOST_QUANTITY, Person
from bot.ledger.tiers import MOST_CHARACTERS
from bot.words import Words
from bot.words.refusals import Around

QUANTITIES: Final = (1, 5, 10, 50, 99)
"""The counts that the picker offers at one press."""


def receipt_card(
    words: Words, sent: GiftSent, to: str, again: SendAgain, *, waits: bool = False
) -> ui.LayoutView:
    """The receipt that only the sender reads; `waits`: their message does, for a moderator."""
    waiting = words.message_waits if waits else ""
    return card(words.sent(sent, to), waiting, [Press(words.send_again, again)])


def confirmation_card(
    words: Words, *, item: Item, to: str, purse: Purse, confirm: ConfirmGift
) -> ui.LayoutView:
    """The one question before a large gift."""
    total = item.price * confirm.quantity
    return card(
        words.confirm(item=item, quantity=confirm.quantity, to=to, purse=purse),
        [
            Press(words.confirm_button(total), confirm, discord.ButtonStyle.success),
            Press(words.cancel_button, Dismiss(confirm.owner)),
        ],
        colour=Colour.CARE,
    )


def short_card(
    words: Words,
    refused: InsufficientCoins,
    catalogue: Catalogue,
    purse: Purse,
    instead: SendInstead | None,
) -> ui.LayoutView:
    """Too few coins: what is missing, what fits, and where coins come from."""
    fits = catalogue.get(refused.affordable)
    buttons = []
    if instead and fits:
        buttons = [Press(words.gift_button(fits, instead.quantity), instead, emoji=fits.emoji)]
    return card(
        words.refusal(refused, Around(catalogue=catalogue)), words.ways_to_coins(purse), buttons
    )


def nearest_card(
    words: Words, reason: str, nearest: Sequence[tuple[Item, ConfirmGift]]
) -> ui.LayoutView:
    """No gift of that name: why, and those that come nearest where it is known for whom."""
    buttons = [
        Press(words.gift_button(item, confirm.quantity), confirm, emoji=item.emoji)
        for item, confirm in nearest
    ]
    return card(reason, buttons)


def picker_card(
    words: Words, catalogue: Catalogue, picked: PickGift, *, to: str | None, purse: Purse
) -> ui.LayoutView:
    """All gifts, affordable ones first; for whom, how many; and the button that sends."""
    items = _affordable_first(catalogue, purse)
    pages = max(1, -(-len(items) // MOST_OPTIONS))
    page = min(max(picked.page, 0), pages - 1)
    shown = items[page * MOST_OPTIONS : (page + 1) * MOST_OPTIONS]
    item = catalogue.get(picked.item)
    total = item.price * picked.quantity if item else 0
    ready = bool(item and to and 0 < total <= purse.all_coins)
    confirm = ConfirmGift(
        key=picked.key,
        owner=picked.owner,
        to=picked.to,
        item=picked.item,
        quantity=picked.quantity,
        price=item.price if item else 0,
        noted=picked.noted,
    )
    send = Press(
        words.confirm_button(total), confirm, discord.ButtonStyle.success, disabled=not ready
    )
    return card(
        words.picker(item=item, quantity=picked.quantity, to=to, purse=purse),
        Menu(
            replace(picked, part="item", page=page),
            words.pick_gift,
            [_choice(words, choice, picked, purse) for choice in shown],
        ),
        PersonMenu(replace(picked, part="to", page=page), words.pick_person, picked.to or None),
        [_quantity(picked, quantity) for quantity in QUANTITIES],
        [
            *_pages(words, picked, page, pages),
            send,
            Press(words.cancel_button, Dismiss(picked.owner)),
        ],
        colour=Colour.GIFT,
    )


def _affordable_first(catalogue: Catalogue, purse: Purse) -> list[Item]:
    affordable = [item for item in catalogue.offered if item.price <= purse.all_coins]
    return [*affordable, *(item for item in catalogue.offered if item.price > purse.all_coins)]


def _choice(words: Words, item: Item, picked: PickGift, purse: Purse) -> Choice:
    missing = item.price - purse.all_coins
    return Choice(
        item.name,
        item.name,
        words.choice_price(item.price, missing),
        item.emoji,
        chosen=item.number == picked.item,
    )


def _quantity(picked: PickGift, quantity: int) -> Press:
    chosen = quantity == picked.quantity
    style = discord.ButtonStyle.primary if chosen else discord.ButtonStyle.secondary
    control = replace(picked, part=f"x{quantity}", quantity=quantity)
    return Press(f"×{quantity}", control, style, disabled=chosen)


def _pages(words: Words, picked: PickGift, page: int, pages: int) -> list[Press]:
    if pages == 1:
        return []
    return [
        Press("◀", replace(picked, part="less", page=page - 1), disabled=page == 0),
        Press("▶", replace(picked, part="more", page=page + 1), disabled=page == pages - 1),
    ]


def gift_form(words: Words, to: Person, items: Sequence[Item]) -> ui.Modal:
    """The form behind a member's menu."""
    form = ui.Modal(title=words.form_title(to.name), custom_id=GiftForm(to.user_id).custom_id)
    options = [
        discord.SelectOption(
            label=item.name,
            value=item.name,
            description=words.choice_price(item.price, 0),
            emoji=item.emoji,
        )
        for item in items
    ]
    choice: ui.Select[ui.LayoutView] = ui.Select(custom_id="gift", options=options)
    count: ui.TextInput[ui.LayoutView] = ui.TextInput(
        custom_id="count", default="1", required=False, max_length=len(str(MOST_QUANTITY))
    )
    message: ui.TextInput[ui.LayoutView] = ui.TextInput(
        custom_id="message", required=False, max_length=MOST_CHARACTERS
    )
    form.add_item(ui.Label(text=words.gift_label, component=choice))
    form.add_item(ui.Label(text=words.count_label, component=count))
    form.add_item(ui.Label(text=words.message_label, component=message))
    return form
