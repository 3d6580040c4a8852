"""What managers set for payouts: `/setup cashout`."""

import re
from collections.abc import Mapping
from typing import Final

import discord
from discord import app_commands

from bot.cards.payouts import (
    accept_card,
    cashout_card,
    cashout_history_card,
    cashout_texts_form,
)
from bot.client import GiftBot
from bot.controls.payouts import CashoutHistoryPage, CashoutPage, CashoutTextsForm
from bot.conversation import Conversation
from bot.ledger.guild_settings import MOST_CAP
from bot.ledger.money import BASIS_POINTS, parse_percent
from bot.ledger.outcomes import Refused, SettingChanged
from bot.ledger.payment import MILLIONTHS
from bot.ledger.requests import ChangeSetting
from bot.rights import Right
from bot.storage.payouts import cashout_changes, open_payouts
from cogs.setup_changes import managing, why_not
from cogs.suggestions import currencies_like

CHANGES_ON_PAGE: Final = 8
_RATE: Final = re.compile(r"([0-9]{1,4})(?:[.,]([0-9]{1,6}))?")
_SWITCH: Final = [
    app_commands.Choice(name="on", value="on"),
    app_commands.Choice(name="off", value="off"),
]
Diamonds = app_commands.Range[int, 0, MOST_CAP]


def read_payout_rate(text: str) -> int | None:
    """Read money for one diamond, such as `0.005`, in millionths; None for anything else.

    Three decimals are read as decimals here: no diamond is worth thousands.
    """
    match = _RATE.fullmatch(text.strip())
    if match is None:
        return None
    whole, fraction = match.groups()
    return int(whole) * MILLIONTHS + int((fraction or "").ljust(6, "0"))


class CashoutGroup(app_commands.Group):
    """The commands that change the terms of payouts, and the page that shows them."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        super().__init__(name="cashout", description="Cashing diamonds out: whether, and how")
        self.house = bot.house
        bot.handle(
            {
                CashoutPage: self.take,
                CashoutHistoryPage: self.turn,
                CashoutTextsForm: self.take_texts,
            }
        )

    @app_commands.command(name="show", description="The terms of cash-outs, and whether they're on")
    async def show(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Show the terms."""
        if conversation := await managing(interaction):
            await self._show(conversation)

    @app_commands.command(name="switch", description="Turn cashing out on or off")
    @app_commands.describe(switch="On takes your word that payment is your own responsibility")
    @app_commands.choices(switch=_SWITCH)
    async def switch(self, interaction: discord.Interaction[GiftBot], switch: str) -> None:
        """Turn payouts off, or ask what has to be accepted before they are on."""
        conversation = await managing(interaction)
        if conversation is None:
            return
        if switch == "off":
            await self._change(conversation, {"cashout": "0"})
        elif switch == "on":
            await self._ask(conversation)
        else:
            await conversation.say(conversation.words.expired)

    @app_commands.command(name="terms", description="What 1 💎 pays, the fee and the limits")
    @app_commands.describe(
        rate="Money for 1 💎, such as 0.005",
        fee="What is kept of the money, in percent, such as 2.5",
        least="The fewest 💎 of one cash-out",
        daily="The most 💎 that one creator asks for in a day; 0 for any",
        two="From how many 💎 in a day on it takes two moderators; 0 for never",
        currency="Such as USD; packs cost it too",
    )
    async def terms(
        self,
        interaction: discord.Interaction[GiftBot],
        *,
        rate: app_commands.Range[str, 1, 16] | None = None,
        fee: app_commands.Range[str, 1, 8] | None = None,
        least: app_commands.Range[int, 1, MOST_CAP] | None = None,
        daily: Diamonds | None = None,
        two: Diamonds | None = None,
        currency: app_commands.Range[str, 3, 3] | None = None,
    ) -> None:
        """Show the terms, or change some of them together."""
        conversation = await managing(interaction)
        if conversation is None:
            return
        words = conversation.words
        money = read_payout_rate(rate) if rate is not None else None
        part = parse_percent(fee) if fee is not None else None
        given = {
            "cashout_rate": money,
            "cashout_fee": part,
            "cashout_least": least,
            "cashout_daily": daily,
            "cashout_two": two,
            "currency": currency.upper() if currency is not None else None,
        }
        changes = {name: str(value) for name, value in given.items() if value is not None}
        if rate is not None and not money:
            await conversation.say(words.cashout_rate_misread)
        elif fee is not None and (part is None or part >= BASIS_POINTS):
            await conversation.say(words.cashout_fee_misread)
        elif changes:
            await self._change(conversation, changes)
        else:
            await self._show(conversation)

    @terms.autocomplete("currency")
    async def suggest_currency(
        self, interaction: discord.Interaction[GiftBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """The currencies that begin with what was typed so far."""
        return currencies_like(Conversation(self.house, interaction), current)

    @app_commands.command(name="texts", description="What you say about payments and scams")
    async def texts(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Open the form for the operator's own words."""
        if conversation := await managing(interaction):
            await self._open_texts(conversation)

    @app_commands.command(name="history", description="Who changed what about cash-outs, and when")
    async def history(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Show what was changed, newest first."""
        if conversation := await managing(interaction):
            page = CashoutHistoryPage("first", conversation.actor.user_id)
            await self._show_history(conversation, page)

    async def take(self, conversation: Conversation, pressed: CashoutPage) -> None:
        """Do what one button of the page is for."""
        if not await conversation.may(Right.MANAGE):
            return
        conversation.in_place = True
        if pressed.part == "texts":
            await self._open_texts(conversation)
        elif pressed.part == "ask":
            await self._ask(conversation)
        elif pressed.part in {"on", "off"}:
            await self._change(conversation, {"cashout": "1" if pressed.part == "on" else "0"})
        else:
            left_off = conversation.words.cashout_left_off if pressed.part == "leave" else ""
            await self._show(conversation, left_off)

    async def turn(self, conversation: Conversation, page: CashoutHistoryPage) -> None:
        """Show another page of what was changed."""
        if await conversation.may(Right.MANAGE):
            conversation.in_place = True
            await self._show_history(conversation, page)

    async def take_texts(self, conversation: Conversation, form: CashoutTextsForm) -> None:
        """Save the operator's own words."""
        if not await conversation.may(Right.MANAGE):
            return
        conversation.in_place = True
        filled = conversation.filled_in
        names = ("cashout_text", "scam_text")
        await self._change(conversation, {name: filled[name].strip() for name in names})

    async def _open_texts(self, conversation: Conversation) -> None:
        form = CashoutTextsForm(conversation.actor.user_id)
        settings = await conversation.settings()
        await conversation.open(cashout_texts_form(conversation.words, settings, form))

    async def _ask(self, conversation: Conversation) -> None:
        """Ask whether the responsibility is accepted, unless it is on already."""
        if (await conversation.settings()).cashout:
            await self._show(conversation)
        else:
            owner = conversation.actor.user_id
            await conversation.answer(accept_card(conversation.words, owner))

    async def _change(self, conversation: Conversation, changes: Mapping[str, str]) -> None:
        """Change settings, all or none, and show what came of it above the page."""
        outcome = await conversation.ask(
            ChangeSetting(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                changes=tuple(changes.items()),
            )
        )
        note = ""
        if isinstance(outcome, SettingChanged):
            note = conversation.words.settings_saved(outcome.changes)
        elif isinstance(outcome, Refused):
            note = await why_not(conversation, outcome, changes)
        await self._show(conversation, note)

    async def _show(self, conversation: Conversation, note: str = "") -> None:
        found = await conversation.in_time(
            open_payouts(self.house.reader, conversation.guild, limit=1)
        )
        settings, owner = await conversation.settings(), conversation.actor.user_id
        view = cashout_card(conversation.words, settings, found.in_all, owner, note)
        await conversation.answer(view)

    async def _show_history(self, conversation: Conversation, page: CashoutHistoryPage) -> None:
        found = await conversation.in_time(
            cashout_changes(
                self.house.reader,
                conversation.guild,
                before=page.before or None,
                after=page.after or None,
                limit=CHANGES_ON_PAGE,
            )
        )
        await conversation.answer(cashout_history_card(conversation.words, found, page))
