"""The cards about diamonds."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.cards.layout import Colour, Press, card
from bot.cards.payouts import payout_line
from bot.controls.payouts import AskCancellation, AskCashout, OwnPayoutsPage
from bot.controls.wallet import AskConversion, ConfirmConversion, HistoryPage, KeepDiamonds
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.money import MOST_UNITS, UNITS_PER_DIAMOND, Purse, convert
from bot.ledger.outcomes import DiamondsConverted
from bot.storage.payouts import PayoutView
from bot.words import Words


def diamonds_card(
    words: Words,
    purse: Purse,
    settings: GuildSettings,
    waiting: Sequence[PayoutView],
    owner: int,
    *,
    owed: str,
    may_ask: bool,
) -> ui.LayoutView:
    """What somebody has earned, what all of it would give, and what of it is being paid out."""
    rate = settings.conversion_rate
    conversion = convert(purse, min(purse.all_diamonds, MOST_UNITS), rate)
    return card(
        words.has_diamonds(purse),
        owed,
        words.worth(purse, conversion, rate) if purse.all_diamonds else "",
        words.bonus_diamonds if purse.bonus_diamonds else "",
        "\n".join([words.payouts_open_title, *(payout_line(words, payout) for payout in waiting)])
        if waiting
        else "",
        _ways_on(
            words, purse, settings, waiting, owner, coins=conversion.all_coins, may_ask=may_ask
        ),
        words.scam_warning(settings.scam_text) if waiting else "",
        colour=Colour.CALM,
    )


def _ways_on(
    words: Words,
    purse: Purse,
    settings: GuildSettings,
    waiting: Sequence[PayoutView],
    owner: int,
    *,
    coins: int,
    may_ask: bool,
) -> Sequence[Press]:
    """What can be done with diamonds now."""
    buttons = []
    if coins:
        buttons.append(Press(words.convert_for_button(coins), AskConversion(owner)))
    if may_ask and purse.diamonds >= settings.cashout_least * UNITS_PER_DIAMOND:
        buttons.append(Press(words.cash_out_button, AskCashout(owner)))
    if settings.cashout or waiting:
        buttons.append(Press(words.payouts_button, OwnPayoutsPage("all", owner)))
    if any(payout.can_be_taken_back for payout in waiting):
        buttons.append(Press(words.cancel_payouts_button, AskCancellation(owner)))
    return buttons


def ask_conversion_card(words: Words, purse: Purse, confirm: ConfirmConversion) -> ui.LayoutView:
    """The question before diamonds become coins."""
    conversion = convert(purse, confirm.units, confirm.rate)
    label = words.convert_for_button(conversion.all_coins)
    return card(
        words.ask_conversion(purse, conversion, confirm.rate),
        [
            Press(label, confirm, discord.ButtonStyle.success),
            Press(words.keep_button, KeepDiamonds(confirm.owner)),
        ],
        colour=Colour.CARE,
    )


def converted_card(words: Words, done: DiamondsConverted, owner: int) -> ui.LayoutView:
    """The receipt of a conversion."""
    return card(
        words.converted(done), [Press(words.history_button, HistoryPage(owner))], colour=Colour.DONE
    )
