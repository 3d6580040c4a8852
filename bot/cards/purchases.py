"""The cards by which moderators confirm or decline what members asked to buy."""

from collections.abc import Iterator, Sequence

from discord import ui

from bot.cards.layout import Block, Colour, Line, Press, card
from bot.cards.log import deciding
from bot.cards.moderation import reason_form
from bot.controls.shop import (
    ConfirmInList,
    DeclineForm,
    DeclineInList,
    PurchasesPage,
)
from bot.storage.shop import WaitingPurchase, WaitingPurchases
from bot.words import Words


def purchases_card(
    words: Words, page: WaitingPurchases, shown: PurchasesPage, note: str = ""
) -> ui.LayoutView:
    """What waits for a moderator, each with its buttons; `note` tells what was just done."""
    if not page.purchases:
        return card(note, words.no_purchases, colour=Colour.DONE)
    blocks: list[Block] = [note, words.purchases_title(page.in_all)]
    for waiting in page.purchases:
        blocks += _waiting(words, waiting, shown)
    return card(*blocks, _turning(words, page, shown), colour=Colour.CARE)


def _waiting(words: Words, waiting: WaitingPurchase, shown: PurchasesPage) -> Iterator[Block]:
    purchase, buyer = waiting
    yield Line()
    yield words.waiting_purchase(
        purchase.number, buyer.name, buyer.user_id or 0, bill_of(words, waiting), purchase.asked_ms
    )
    if buyer.user_id == shown.owner:
        yield words.others_decide
        return
    yield deciding(
        words,
        ConfirmInList(shown.owner, purchase.number, shown.after),
        DeclineInList(shown.owner, purchase.number, shown.after),
    )


def bill_of(words: Words, waiting: WaitingPurchase) -> str:
    """What somebody asked for, and for how much."""
    purchase = waiting.purchase
    return words.bill(purchase.coins, purchase.bonus_coins, purchase.price, purchase.currency)


def _turning(words: Words, page: WaitingPurchases, shown: PurchasesPage) -> Sequence[Press]:
    if not shown.after and not page.has_more:
        return []
    first = PurchasesPage("first", shown.owner, 0)
    more = PurchasesPage("more", shown.owner, page.purchases[-1].purchase.number)
    return [
        Press(words.first_page_button, first, disabled=not shown.after),
        Press(words.more_waiting_button, more, disabled=not page.has_more),
    ]


def decline_form(words: Words, waiting: WaitingPurchase, form: DeclineForm) -> ui.Modal:
    """The form that asks why a request is declined."""
    question = words.decline_question(waiting.buyer.name, bill_of(words, waiting))
    return reason_form(words, words.decline_title(form.purchase), question, form)
