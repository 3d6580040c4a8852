"""The cards by which moderators confirm or decline what members asked to buy."""

from collections.abc import Sequence

from discord import ui

from bot.cards.layout import Block
from bot.cards.log import deciding
from bot.cards.moderation import reason_form
from bot.cards.requests import Told, requests_card
from bot.controls.requests import ListPage
from bot.controls.shop import ConfirmInList, DeclineForm, DeclineInList
from bot.storage.paging import Waiting
from bot.storage.shop import WaitingPurchase
from bot.words import Words


def purchases_card(
    words: Words, found: Waiting[WaitingPurchase], shown: ListPage, told: Told
) -> ui.LayoutView:
    """What waits for a moderator, each with its buttons; `told` is what was just done."""

    def lay_out(waiting: WaitingPurchase) -> Sequence[Block]:
        purchase, buyer = waiting
        bill = bill_of(words, waiting)
        text = words.waiting_purchase(
            purchase.number, buyer.name, buyer.user_id or 0, bill, purchase.asked_ms
        )
        if buyer.user_id == shown.owner:
            return text, words.others_decide
        place = (shown.owner, purchase.number, shown.after)
        return text, deciding(words, ConfirmInList(*place), DeclineInList(*place))

    return requests_card(
        words,
        found,
        shown,
        told,
        title=words.purchases_title(found.in_all),
        none_waits=words.no_purchases,
        lay_out=lay_out,
    )


def bill_of(words: Words, waiting: WaitingPurchase) -> str:
    """What somebody asked for, and for how much."""
    purchase = waiting.purchase
    return words.bill(purchase.coins, purchase.bonus_coins, purchase.price, purchase.currency)


def decline_form(words: Words, waiting: WaitingPurchase, form: DeclineForm) -> ui.Modal:
    """The form that asks why a request is declined."""
    question = words.decline_question(waiting.buyer.name, bill_of(words, waiting))
    return reason_form(words, words.decline_title(form.purchase), question, form)
