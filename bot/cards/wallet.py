"""The card of a wallet."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.cards.fairness import budgets_left
from bot.cards.layout import Colour, Press, card
from bot.controls.fairness import ShowBudgets
from bot.controls.shop import Claim
from bot.controls.wallet import AskConversion, HistoryPage
from bot.ledger.levels import level_of, next_level_at
from bot.storage.fairness import BudgetView
from bot.storage.statements import GiftsSince, Totals, WalletView
from bot.words import Words


def wallet_card(
    words: Words,
    view: WalletView,
    totals: Totals,
    away: GiftsSince,
    *,
    owner: int,
    to_come: str,
    budgets: Sequence[BudgetView] = (),
    set_aside: int = 0,
    at_discord: int = 0,
) -> ui.LayoutView:
    """A wallet: what it holds, what was given and received, what came while its owner was away.

    `set_aside` are the units of diamonds that wait to be paid out, `at_discord` how many purchases
    from Discord can be claimed.
    """
    senders = [(gifts.sender.name, gifts.gifts) for gifts in away.senders]
    others = away.gifts - sum(gifts.gifts for gifts in away.senders)
    buttons = []
    if view.number:
        buttons.append(Press(words.history_button, HistoryPage(owner)))
    if at_discord:
        buttons.append(Press(words.claim_button, Claim(owner), discord.ButtonStyle.success))
    if view.purse.all_diamonds:
        buttons.append(Press(words.convert_button, AskConversion(owner)))
    if budgets:
        buttons.append(Press(words.budget_button, ShowBudgets(owner)))
    return card(
        to_come,
        words.holds(view.purse),
        words.set_aside(set_aside) if set_aside else "",
        words.owes(view.owed) if any(view.owed) else "",
        budgets_left(words, budgets),
        words.while_away(senders, others, is_all=away.is_all) if senders else "",
        words.given_and_received(totals.given, totals.received, has_coins=view.purse.all_coins > 0),
        _level(words, totals.given),
        words.account_frozen(view.frozen_seq) if view.frozen_seq else "",
        words.ways_to_coins(view.purse) if not view.purse.all_coins else "",
        words.waits_at_discord(at_discord) if at_discord else "",
        buttons,
        colour=Colour.CALM,
    )


def _level(words: Words, given: int) -> str:
    """The level of who gave anything, and how far it is to the next."""
    if not given:
        return ""
    next_at = next_level_at(given)
    return words.own_level(level_of(given), next_at - given if next_at else 0)
