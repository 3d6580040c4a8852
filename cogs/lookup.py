"""Looking things up: a member's statement, one operation, and what moderators did."""

from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards.moderation import (
    COMBOS_ON_PAGE,
    LINES_ON_PAGE,
    Account,
    account_card,
    audit_card,
    digested_card,
    operation_card,
)
from bot.client import GiftBot
from bot.controls import custom_ids, read_control
from bot.controls.gifts import SendOne
from bot.controls.moderation import AuditPage, DigestPage, LookUp, LookUpLine, StatementPage
from bot.conversation import Conversation
from bot.ledger.outcomes import GiftSent
from bot.ledger.outcomes.live import GiftReplayed
from bot.rights import Right
from bot.storage.combos import digested
from bot.storage.fairness import forcing
from bot.storage.operations import operation, operations_on
from bot.storage.payouts import open_payouts_of
from bot.storage.people import people, somebody
from bot.storage.statements import statement, totals, wallet

_MOST_DIGITS: Final = 15


def read_reference(text: str) -> int | None:
    """Read a number such as `#12` or `12`; None for anything else."""
    digits = text.strip().removeprefix("#")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > _MOST_DIGITS:
        return None
    return int(digits)


async def show_account(conversation: Conversation, page: StatementPage, name: str = "") -> None:
    """Show a member's account with a page of its statement; `name` is for who is in no books."""
    account = await conversation.in_time(_account(conversation, page))
    if account is None:
        await conversation.say(conversation.words.not_in_the_books(name))
        return
    layout = account_card(conversation.words, account, page)
    await conversation.answer(layout)


async def _account(conversation: Conversation, page: StatementPage) -> Account | None:
    reader, guild = conversation.house.reader, conversation.guild
    who = await somebody(reader, guild, page.user)
    if who is None:
        return None
    view = await wallet(reader, guild, page.user)
    return Account(
        who=who,
        user_id=page.user,
        wallet=view,
        totals=await totals(reader, guild, who.number),
        payouts=await open_payouts_of(reader, guild, who.number),
        freeze=await operation(reader, guild, view.frozen_seq) if view.frozen_seq else None,
        page=await statement(
            reader,
            guild,
            who.number,
            before=page.before or None,
            after=page.after or None,
            limit=LINES_ON_PAGE,
        ),
    )


async def show_operation(conversation: Conversation, seq: int) -> None:
    """Show one operation, in an answer of its own."""
    reader, guild, words = conversation.house.reader, conversation.guild, conversation.words
    found = await conversation.in_time(operation(reader, guild, seq))
    if found is None:
        await conversation.say(words.no_such_operation(seq))
        return
    if found.kind.startswith("live-"):
        # What creators do in their shows moves no coins, and says all of itself where it is shown.
        await conversation.say(words.announcement(found.kind))
        return
    undone = found.gift.reversed_by if found.gift else None
    reversal = None
    if undone and undone != seq:
        reversal = await conversation.in_time(operation(reader, guild, undone))
    asked = None
    if found.gift and found.gift.seq == seq:
        known = await conversation.in_time(forcing(reader, guild, seq))
        if known and not known.ended_seq and conversation.house.clock() < known.until_ms:
            asked = known.asked
    owner = conversation.actor.user_id
    layout = operation_card(words, found, reversal, guild=guild, owner=owner, asked=asked)
    await conversation.show(layout)


async def show_announcement(conversation: Conversation, number: int) -> None:
    """Show what stands behind a message that thanks for no single gift: a digest, or else."""
    reader, guild, words = conversation.house.reader, conversation.guild, conversation.words
    found = await conversation.in_time(operation(reader, guild, number))
    if found is None:
        await conversation.say(words.nothing_behind_message)
    elif isinstance(found.outcome, GiftSent):
        await show_digest(conversation, DigestPage("", conversation.actor.user_id, number, 0))
    elif isinstance(found.outcome, GiftReplayed):
        await show_operation(conversation, found.outcome.combo)
    else:
        await conversation.say(words.announcement(found.kind))


async def show_digest(conversation: Conversation, asked: DigestPage) -> None:
    """Show a page of the gifts that a digest tells of."""
    page = await conversation.in_time(
        digested(
            conversation.house.reader,
            conversation.guild,
            asked.digest,
            after=asked.after,
            limit=COMBOS_ON_PAGE,
        )
    )
    if not page.combos:
        await conversation.say(conversation.words.nothing_behind_message)
    else:
        await conversation.answer(digested_card(conversation.words, page, asked))


async def show_audit(conversation: Conversation, page: AuditPage) -> None:
    """Show a page of what moderators and managers did."""
    reader, guild = conversation.house.reader, conversation.guild
    known = await conversation.in_time(people(reader, guild, [page.number] if page.number else []))
    found = await conversation.in_time(
        operations_on(
            reader,
            guild,
            page.number or None,
            before=page.before or None,
            after=page.after or None,
            limit=LINES_ON_PAGE,
        )
    )
    with_menu = await conversation.has(Right.MODERATE)
    layout = audit_card(
        conversation.words, found, page, of=known.get(page.number), with_menu=with_menu
    )
    await conversation.answer(layout)


class LookupCog(commands.Cog):
    """The menu of a message, and the controls that lead from one card to the next."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve them for `bot`."""
        self.bot = bot
        self.house = bot.house
        menu = app_commands.ContextMenu(name="Look up this gift", callback=self.look_up_message)
        # Like that of `/mod`, a hint: what Discord shows to whom. The right is checked by the act.
        menu.default_permissions = discord.Permissions(moderate_members=True)
        self._menu = menu

    async def cog_load(self) -> None:
        """Add the message's menu, and say what the controls do."""
        self.bot.tree.add_command(self._menu)
        self.bot.handle(
            {
                LookUp: self.look_up,
                LookUpLine: self.look_up_line,
                StatementPage: self.turn_statement,
                AuditPage: self.turn_audit,
                DigestPage: self.turn_digest,
            }
        )

    async def look_up_message(
        self, interaction: discord.Interaction[GiftBot], message: discord.Message
    ) -> None:
        """Show the gift that a thank-you is for, or the act that an entry of the log tells."""
        conversation = Conversation(self.house, interaction)
        if not await conversation.may(Right.MODERATE):
            return
        is_ours = message.author.id == interaction.application_id
        for custom_id in custom_ids(message.components) if is_ours else ():
            control = read_control(custom_id)
            if isinstance(control, SendOne | LookUp):
                await show_operation(conversation, control.seq)
                return
            if control and control.announced:
                await show_announcement(conversation, control.announced)
                return
        await conversation.say(conversation.words.nothing_behind_message)

    async def look_up(self, conversation: Conversation, pressed: LookUp) -> None:
        """Show the act that an entry of the log tells."""
        if await conversation.may(Right.MODERATE):
            await show_operation(conversation, pressed.seq)

    async def look_up_line(self, conversation: Conversation, pressed: LookUpLine) -> None:
        """Show the line that was picked."""
        if not await conversation.may(Right.MODERATE):
            return
        seq = read_reference("".join(conversation.picked[:1]))
        if seq is None:
            await conversation.say(conversation.words.number_misread)
        else:
            await show_operation(conversation, seq)

    async def turn_statement(self, conversation: Conversation, page: StatementPage) -> None:
        """Show another page of a statement, or the statement that a button leads to."""
        if await conversation.may(Right.MODERATE):
            conversation.in_place = page.part != "of"
            await show_account(conversation, page)

    async def turn_digest(self, conversation: Conversation, page: DigestPage) -> None:
        """Show another page of what a digest tells of."""
        if await conversation.may(Right.MODERATE):
            conversation.in_place = True
            await show_digest(conversation, page)

    async def turn_audit(self, conversation: Conversation, page: AuditPage) -> None:
        """Show another page of the audit."""
        if await conversation.may(Right.MANAGE):
            conversation.in_place = True
            await show_audit(conversation, page)


async def setup(bot: GiftBot) -> None:
    """Add the menu and the controls to the bot."""
    await bot.add_cog(LookupCog(bot))
