"""What moderators and managers do: `/mod`."""

from dataclasses import replace
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.attendance import person_of
from bot.cards.moderation import adjust_form, reverse_form
from bot.client import GiftBot
from bot.controls.moderation import (
    AdjustForm,
    AskReversal,
    AuditPage,
    ReverseForm,
    StatementPage,
)
from bot.conversation import Conversation
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.money import Currency, parse_change
from bot.ledger.outcomes import BalanceAdjusted, GiftReversed, Refused, ReversalShort
from bot.ledger.requests import (
    MOST_REASON_LENGTH,
    AdjustBalance,
    FreezeMember,
    Request,
    ReverseGift,
    UnfreezeMember,
)
from bot.ledger.rules import is_large
from bot.rights import Right
from bot.storage.operations import GiftView, latest_gifts, operation_under
from bot.storage.operations import gift as read_gift
from bot.storage.people import somebody
from bot.storage.statements import wallet
from cogs.fairness import FairnessCommands
from cogs.held_messages import HeldMessages
from cogs.lookup import read_reference, show_account, show_audit, show_operation
from cogs.mod_pots import DropCommands, PromoGroup
from cogs.payout_decisions import PayoutDecisions
from cogs.purchases import WaitingList
from cogs.suggestions import choices

CURRENCIES: Final = {
    "coins": Currency.COINS,
    "bonus coins": Currency.BONUS_COINS,
    "diamonds": Currency.DIAMONDS,
}
"""What may be adjusted. Bonus diamonds come and go with the gifts that earned them."""

_MOST_GIFTS_SEARCHED: Final = 100
"""Among how many of the latest gifts the suggestions are looked for at each letter typed."""
_STAND_IN: Final = "?"
"""A reason for foreseeing what an act would do before its reason is asked for."""

Reason = app_commands.Range[str, 1, MOST_REASON_LENGTH]
Who = discord.Member | discord.User


# One hint for the whole group, for Discord knows no other: members without Moderate Members do not
# see `/mod`. What a subcommand really needs is checked when it is used.
@app_commands.default_permissions(moderate_members=True)
class ModerationCog(
    commands.GroupCog, group_name="mod", group_description="Look into accounts and mend them"
):
    """The commands and forms that change somebody's account, or look into it."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        self.bot = bot
        self.house = bot.house
        self.held = HeldMessages(bot)
        self.waiting = WaitingList(bot)
        self.fairness = FairnessCommands(bot)
        assert self.app_command is not None
        for command in self.fairness.commands:
            self.app_command.add_command(command)
        self.payout_decisions = PayoutDecisions(bot)
        assert self.app_command is not None
        self.app_command.add_command(PromoGroup(bot))
        for command in DropCommands(bot).commands:
            self.app_command.add_command(command)

    async def cog_load(self) -> None:
        """Say what the buttons and forms do."""
        self.bot.handle(
            {
                AskReversal: self.ask_reversal,
                ReverseForm: self.take_reversal,
                AdjustForm: self.take_adjustment,
            }
        )

    @app_commands.command(name="lookup", description="Somebody's account, line by line")
    @app_commands.describe(
        member="Whose account", number="Or one line, by the number that somebody quoted"
    )
    async def lookup(
        self,
        interaction: discord.Interaction[GiftBot],
        member: Who | None = None,
        number: str | None = None,
    ) -> None:
        """Show a member's account and statement, or one operation."""
        conversation = Conversation(self.house, interaction)
        words = conversation.words
        if not await conversation.may(Right.MODERATE):
            return
        if number is not None:
            seq = read_reference(number)
            if seq is None:
                await conversation.say(words.number_misread)
            else:
                await show_operation(conversation, seq)
        elif member is None:
            await conversation.say(words.look_up_what)
        elif member.bot:
            await conversation.say(words.bots_hold_nothing)
        else:
            page = StatementPage("first", conversation.actor.user_id, member.id)
            await show_account(conversation, page, member.display_name)

    @app_commands.command(
        name="freeze",
        description="Stop somebody from sending, converting, cashing out and going live",
    )
    @app_commands.describe(member="Whose account", reason="Why; they will read it")
    async def freeze(
        self, interaction: discord.Interaction[GiftBot], member: Who, reason: Reason
    ) -> None:
        """Stop a member from sending, converting, cashing out and going live."""
        await self._hold(interaction, FreezeMember, member, reason)

    @app_commands.command(
        name="unfreeze", description="Let somebody send, convert and go live again"
    )
    @app_commands.describe(member="Whose account", reason="Why; they will read it")
    async def unfreeze(
        self, interaction: discord.Interaction[GiftBot], member: Who, reason: Reason
    ) -> None:
        """Let a frozen member send, convert and go live again."""
        await self._hold(interaction, UnfreezeMember, member, reason)

    @app_commands.command(name="reverse", description="Take a gift back")
    @app_commands.describe(
        gift="Its number, such as #12",
        reason="Why; both will read it. Leave it out to see first what goes back",
    )
    async def reverse(
        self,
        interaction: discord.Interaction[GiftBot],
        gift: str,
        reason: Reason | None = None,
    ) -> None:
        """Take a gift back, or ask first where that is due."""
        conversation = Conversation(self.house, interaction)
        if not await conversation.may(Right.MODERATE):
            return
        seq = read_reference(gift)
        if seq is None:
            await conversation.say(conversation.words.gift_misread)
            return
        found = await conversation.in_time(read_gift(self.house.reader, conversation.guild, seq))
        settings = await conversation.settings()
        if reason is None or (found and _is_asked_about(found, settings)):
            await self._ask_reversal(conversation, seq, reason or "")
        else:
            await self._reverse(conversation, conversation.key, seq, reason)

    @reverse.autocomplete("gift")
    async def suggest(
        self, interaction: discord.Interaction[GiftBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """The latest gifts that can still be reversed, by number or by what their line says."""
        conversation = Conversation(self.house, interaction)
        if not await conversation.may(Right.MODERATE):
            return []
        latest = await latest_gifts(self.house.reader, conversation.guild, _MOST_GIFTS_SEARCHED)
        named = read_reference(current)
        if named is not None and all(gift.seq != named for gift in latest):
            older = await read_gift(self.house.reader, conversation.guild, named)
            latest = [*([older] if older else []), *latest]
        labels = {
            f"#{gift.seq}": conversation.words.gift_choice(
                seq=gift.seq,
                sender=gift.sender.name,
                recipient=gift.recipient.name,
                name=gift.name,
                quantity=gift.quantity,
                total=gift.total,
            )
            for gift in latest
            if not gift.reversed_by
        }
        return choices(labels, current)

    @app_commands.command(name="adjust", description="Give or take coins or diamonds")
    @app_commands.describe(
        member="Whose balance",
        currency="What to give or take",
        amount="Such as +100 or -50; diamonds also -2.5",
        reason="Why; they will read it",
    )
    @app_commands.choices(
        currency=[app_commands.Choice(name=name, value=name) for name in CURRENCIES]
    )
    async def adjust(
        self,
        interaction: discord.Interaction[GiftBot],
        member: Who,
        currency: str,
        amount: app_commands.Range[str, 1, 30],
        reason: Reason,
    ) -> None:
        """Give or take, or ask first where it is much."""
        conversation = Conversation(self.house, interaction)
        words = conversation.words
        if not await conversation.may(Right.MANAGE):
            return
        kind = CURRENCIES.get(currency)
        if kind is None:
            await conversation.say(words.currency_misread)
            return
        units = parse_change(amount, kind)
        if units is None:
            await conversation.say(words.amount_misread)
        elif isinstance(member, discord.User) and not member.bot:
            await conversation.say(words.departed(member.display_name))
        else:
            request = AdjustBalance(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                member=person_of(member),
                currency=kind,
                amount=units,
                reason=reason,
            )
            await self._adjust_or_ask(conversation, request)

    @app_commands.command(name="audit", description="What moderators and managers did")
    @app_commands.describe(member="Only what was done to one member")
    async def audit(
        self, interaction: discord.Interaction[GiftBot], member: Who | None = None
    ) -> None:
        """Show what moderators and managers did, newest first."""
        conversation = Conversation(self.house, interaction)
        if not await conversation.may(Right.MANAGE):
            return
        page = AuditPage("first", conversation.actor.user_id, 0)
        if member is not None:
            known = await somebody(self.house.reader, conversation.guild, member.id)
            if known is None:
                name = member.display_name
                await conversation.say(conversation.words.nothing_moderated_of(name))
                return
            page = replace(page, number=known.number)
        await show_audit(conversation, page)

    @app_commands.command(name="messages", description="Messages that wait for a moderator")
    async def messages(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Show the messages that wait, longest first, each with its buttons."""
        await self.held.requests.open(Conversation(self.house, interaction))

    @app_commands.command(name="payouts", description="Cash-outs to approve, reject or pay")
    async def payouts(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Show the payouts that are open, oldest first, each with its buttons."""
        await self.payout_decisions.requests.open(Conversation(self.house, interaction))

    @app_commands.command(name="purchases", description="Coins that members asked to buy")
    async def purchases(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Show the requests that wait, longest first, each with its buttons."""
        await self.waiting.requests.open(Conversation(self.house, interaction))

    async def ask_reversal(self, conversation: Conversation, pressed: AskReversal) -> None:
        """Ask whether and why the gift beside the button is reversed."""
        if await conversation.may(Right.MODERATE):
            await self._ask_reversal(conversation, pressed.seq, "")

    async def take_reversal(self, conversation: Conversation, form: ReverseForm) -> None:
        """Reverse the gift that was asked about."""
        if await conversation.may(Right.MODERATE):
            reason = conversation.filled_in["reason"]
            await self._reverse(conversation, str(form.key), form.seq, reason)

    async def take_adjustment(self, conversation: Conversation, form: AdjustForm) -> None:
        """Make the large adjustment that was asked about."""
        words = conversation.words
        if not await conversation.may(Right.MANAGE):
            return
        if form.currency not in set(CURRENCIES.values()):
            await conversation.say(words.expired)
            return
        found = await conversation.recipient(form.member)
        if found is None:
            if not await self._is_told_again(conversation, form):
                await conversation.say(words.departed(words.nobody))
            return
        request = AdjustBalance(
            guild=conversation.guild,
            key=str(form.key),
            actor=conversation.actor,
            member=found.person,
            currency=Currency(form.currency),
            amount=form.amount,
            reason=conversation.filled_in["reason"],
        )
        await self._do(conversation, request, found.person.name)

    async def _is_told_again(self, conversation: Conversation, form: AdjustForm) -> bool:
        """Whether a form that arrived twice was answered as at first, though the member has left.

        Of who has left the ledger cannot be asked again.
        """
        reader, guild = self.house.reader, conversation.guild
        done = await conversation.in_time(operation_under(reader, guild, str(form.key)))
        if done is None or done.actor.user_id != conversation.actor.user_id:
            return False
        if not isinstance(done.outcome, BalanceAdjusted):
            return False
        subject = done.subject.name if done.subject else None
        is_told = form.member != conversation.actor.user_id
        purse = (await conversation.in_time(wallet(reader, guild, form.member))).purse
        words = conversation.words
        await conversation.say(
            words.acted(done.outcome, subject, None, is_told=is_told, purse=purse)
        )
        return True

    async def _hold(
        self,
        interaction: discord.Interaction[GiftBot],
        act: type[FreezeMember | UnfreezeMember],
        member: Who,
        reason: str,
    ) -> None:
        """Freeze a member, or let them go."""
        conversation = Conversation(self.house, interaction)
        if await conversation.may(Right.MODERATE):
            request = act(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                member=person_of(member),
                reason=reason,
            )
            await self._do(conversation, request, member.display_name)

    async def _ask_reversal(self, conversation: Conversation, seq: int, reason: str) -> None:
        """Show what a reversal would do, and have it confirmed with the reason.

        What would be refused is refused at once.
        """
        request = ReverseGift(
            guild=conversation.guild,
            key=conversation.key,
            actor=conversation.actor,
            seq=seq,
            reason=reason or _STAND_IN,
        )
        foreseen = await conversation.foresee(request)
        gift = await conversation.in_time(read_gift(self.house.reader, conversation.guild, seq))
        if isinstance(foreseen, GiftReversed) and gift:
            form = ReverseForm(conversation.interaction.id, conversation.actor.user_id, seq)
            await conversation.open(reverse_form(conversation.words, foreseen, gift, form, reason))
        elif isinstance(foreseen, ReversalShort):
            await self.fairness.offer(conversation, foreseen)
        elif isinstance(foreseen, Refused):
            await conversation.refuse(foreseen)

    async def _reverse(self, conversation: Conversation, key: str, seq: int, reason: str) -> None:
        request = ReverseGift(
            guild=conversation.guild,
            key=key,
            actor=conversation.actor,
            seq=seq,
            reason=reason,
        )
        gift = await conversation.in_time(read_gift(self.house.reader, conversation.guild, seq))
        sender, recipient = (gift.sender.name, gift.recipient.name) if gift else (None, None)
        await self._do(conversation, request, sender, recipient)

    async def _adjust_or_ask(self, conversation: Conversation, request: AdjustBalance) -> None:
        reader, member = self.house.reader, request.member
        foreseen = await conversation.foresee(request)
        if isinstance(foreseen, BalanceAdjusted) and is_large(foreseen):
            form = AdjustForm(
                conversation.interaction.id,
                conversation.actor.user_id,
                member.user_id,
                request.currency.value,
                request.amount,
            )
            known = wallet(reader, conversation.guild, member.user_id)
            purse = (await conversation.in_time(known)).purse
            await conversation.open(adjust_form(conversation.words, foreseen, request, purse, form))
        else:
            await self._do(conversation, request, member.name)

    async def _do(
        self,
        conversation: Conversation,
        request: Request,
        subject: str | None,
        recipient: str | None = None,
    ) -> None:
        """Have something done, and tell who did it what came of it."""
        words = conversation.words
        outcome = await conversation.ask(request)
        if isinstance(outcome, ReversalShort):
            await self.fairness.offer(conversation, outcome)
            return
        if isinstance(outcome, Refused):
            await conversation.refuse(outcome)
            return
        purse = None
        if isinstance(request, AdjustBalance):
            reader, whose = self.house.reader, request.member.user_id
            purse = (await conversation.in_time(wallet(reader, conversation.guild, whose))).purse
        is_told = getattr(request, "member", None) != conversation.actor
        await conversation.say(
            words.acted(outcome, subject, recipient, is_told=is_told, purse=purse)
        )


def _is_asked_about(gift: GiftView, settings: GuildSettings) -> bool:
    """Whether a reversal is asked about although its reason is given: as large gifts are."""
    return 0 < settings.confirm_coins <= gift.total


async def setup(bot: GiftBot) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(ModerationCog(bot))
