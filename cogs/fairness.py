"""What moderators do about gifts that were not fair: `/mod rings` and `/mod forced`."""

import asyncio
from collections import OrderedDict
from typing import Final

import discord
from discord import app_commands

from bot.cards.fairness import (
    finding_card,
    force_form,
    forcings_card,
    freeze_all_form,
    short_card,
    what_was_done,
)
from bot.client import GiftBot
from bot.controls.fairness import (
    AskForcing,
    AskFreezeAll,
    DecideForcing,
    ForceForm,
    FreezeAllForm,
    RingPage,
)
from bot.conversation import Conversation
from bot.ledger.outcomes import (
    AlreadyFrozen,
    GiftReversed,
    MemberFrozen,
    Refused,
    ReversalShort,
)
from bot.ledger.outcomes.fairness import ReversalAsked
from bot.ledger.requests import FreezeMember, Person
from bot.ledger.requests.fairness import ForceReversal
from bot.ledger.rings import Finding
from bot.rights import Right
from bot.storage.fairness import forcing, waiting_forcings
from bot.storage.operations import gift as read_gift
from bot.storage.rings import Inquiry, frozen_among, inquire, newest_seq

MOST_DAYS: Final = 90
USUAL_DAYS: Final = 7
MOST_REMEMBERED: Final = 4
"""How many inquiries are kept, so that turning a page does not look for everything anew."""
_DAY_MS: Final = 86_400_000
_STAND_IN: Final = "?"
"""A reason for foreseeing what an act would do before its reason is asked for."""


class FairnessCommands(app_commands.Group):
    """The part of `/mod` about rings, and reversals that two moderators decide."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve it for `bot`."""
        super().__init__(name="fairness", description="Rings and reversals by two")
        self.house = bot.house
        self._inquiries: OrderedDict[tuple[int, int, int], Inquiry] = OrderedDict()
        self._asking = asyncio.Lock()
        bot.handle(
            {
                AskForcing: self.ask_forcing,
                DecideForcing: self.ask_forcing,
                ForceForm: self.take_forcing,
                RingPage: self.turn,
                AskFreezeAll: self.ask_freeze_all,
                FreezeAllForm: self.freeze_all,
            }
        )

    @app_commands.command(name="forced", description="Reversals that wait for a second moderator")
    async def forced(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Show the reversals that wait for a second moderator."""
        conversation = Conversation(self.house, interaction)
        if await conversation.may(Right.MODERATE):
            await self._show_forcings(conversation)

    @app_commands.command(name="rings", description="Gifts that go round, or feed one creator")
    @app_commands.describe(days="How many days to look back; 7, if you leave it out")
    async def rings(
        self,
        interaction: discord.Interaction[GiftBot],
        days: app_commands.Range[int, 1, MOST_DAYS] = USUAL_DAYS,
    ) -> None:
        """Look for rings and funnels, and show the first finding."""
        conversation = Conversation(self.house, interaction)
        if not await conversation.may(Right.MODERATE):
            return
        through = await conversation.in_time(newest_seq(self.house.reader, conversation.guild))
        since = (self.house.clock() - days * _DAY_MS) // 1_000
        first = RingPage("first", conversation.actor.user_id, days, through, since, 0)
        await self._show_finding(conversation, first)

    # Reversals that two decide.

    async def offer(self, conversation: Conversation, short: ReversalShort) -> None:
        """Tell that a reversal comes short, and what two moderators can do about it."""
        reason, owner = await conversation.reason(short), conversation.actor.user_id
        await conversation.show(short_card(conversation.words, reason, short.gift, owner))

    async def ask_forcing(
        self, conversation: Conversation, pressed: AskForcing | DecideForcing
    ) -> None:
        """Open the form in which a moderator asks, or decides; what would be refused is told
        now."""
        if not await conversation.may(Right.MODERATE):
            return
        reader, guild, seq = self.house.reader, conversation.guild, pressed.seq
        request = self._request(conversation, conversation.key, seq, _STAND_IN)
        foreseen = await conversation.foresee(request)
        gift = await conversation.in_time(read_gift(reader, guild, seq))
        if gift and isinstance(foreseen, ReversalAsked | GiftReversed):
            known = await conversation.in_time(forcing(reader, guild, seq))
            decides = isinstance(foreseen, GiftReversed) and known
            reason = known.asked.note if known and decides else ""
            form = ForceForm(conversation.interaction.id, conversation.actor.user_id, seq)
            await conversation.open(force_form(conversation.words, foreseen, gift, form, reason))
        elif isinstance(foreseen, Refused):
            await conversation.refuse(foreseen)

    async def take_forcing(self, conversation: Conversation, form: ForceForm) -> None:
        """Have a second moderator asked, or the gift taken back by the second."""
        if not await conversation.may(Right.MODERATE):
            return
        request = self._request(
            conversation, str(form.key), form.seq, conversation.filled_in["reason"]
        )
        outcome = await conversation.ask(request)
        if isinstance(outcome, Refused):
            await conversation.refuse(outcome)
            return
        reading = read_gift(self.house.reader, conversation.guild, form.seq)
        gift = await conversation.in_time(reading)
        await conversation.say(what_was_done(conversation.words, outcome, gift))

    @staticmethod
    def _request(conversation: Conversation, key: str, seq: int, reason: str) -> ForceReversal:
        return ForceReversal(
            guild=conversation.guild, key=key, actor=conversation.actor, seq=seq, reason=reason
        )

    async def _show_forcings(self, conversation: Conversation) -> None:
        waiting = await conversation.in_time(
            waiting_forcings(self.house.reader, conversation.guild, self.house.clock())
        )
        owner = conversation.actor.user_id
        await conversation.show(forcings_card(conversation.words, waiting, owner))

    # Rings.

    async def turn(self, conversation: Conversation, page: RingPage) -> None:
        """Show another finding."""
        conversation.in_place = True
        if await conversation.may(Right.MODERATE):
            await self._show_finding(conversation, page)

    async def _show_finding(self, conversation: Conversation, page: RingPage) -> None:
        inquiry = await conversation.in_time(self._inquire(conversation.guild, page))
        if inquiry.findings and not 0 <= page.place < len(inquiry.findings):
            # A reversal meanwhile, or a forged page.
            await conversation.say(conversation.words.expired)
            return
        frozen: set[int] = set()
        if inquiry.findings:
            people = inquiry.findings[page.place].people
            reading = frozen_among(self.house.reader, conversation.guild, people)
            frozen = await conversation.in_time(reading)
        now_ms = self.house.clock()
        await conversation.answer(finding_card(conversation.words, inquiry, page, frozen, now_ms))

    async def _inquire(self, guild: int, asked: RingPage | AskFreezeAll | FreezeAllForm) -> Inquiry:
        """What was found in the gifts that a page names; looked for once, one after the other."""
        key = (guild, asked.through, asked.since)
        async with self._asking:
            known = self._inquiries.get(key)
            if known is None:
                reports, since_ms = self.house.database.reports, asked.since * 1_000
                known = await inquire(reports, guild, through=asked.through, since_ms=since_ms)
                self._inquiries[key] = known
                if len(self._inquiries) > MOST_REMEMBERED:
                    self._inquiries.popitem(last=False)
        return known

    async def _finding(
        self, conversation: Conversation, asked: AskFreezeAll | FreezeAllForm
    ) -> tuple[Finding, Inquiry] | None:
        """The finding that a button or form is about, if it still stands."""
        inquiry = await conversation.in_time(self._inquire(conversation.guild, asked))
        if not 0 <= asked.place < len(inquiry.findings):
            await conversation.say(conversation.words.expired)
            return None
        return inquiry.findings[asked.place], inquiry

    async def ask_freeze_all(self, conversation: Conversation, pressed: AskFreezeAll) -> None:
        """Ask whether and why everybody of a finding is frozen."""
        if not await conversation.may(Right.MODERATE):
            return
        found = await self._finding(conversation, pressed)
        if found:
            what = (pressed.days, pressed.through, pressed.since, pressed.place)
            form = FreezeAllForm(conversation.interaction.id, pressed.owner, *what)
            await conversation.open(freeze_all_form(conversation.words, found[0], form))

    async def freeze_all(self, conversation: Conversation, form: FreezeAllForm) -> None:
        """Freeze everybody of a finding, each by a request of their own, but never who asks."""
        if not await conversation.may(Right.MODERATE):
            return
        found = await self._finding(conversation, form)
        if found is None:
            return
        finding, inquiry = found
        people = [inquiry.who[number] for number in finding.people]
        others = [
            FreezeMember(
                guild=conversation.guild,
                key=f"{form.key}:{one.number}",
                actor=conversation.actor,
                member=Person(one.user_id, one.name or ""),
                reason=conversation.filled_in["reason"],
            )
            for one in people
            if one.user_id is not None and one.user_id != conversation.actor.user_id
        ]
        outcomes = await conversation.in_time(
            asyncio.gather(*(self.house.writer.submit(request) for request in others))
        )
        unlike = [it for it in outcomes if not isinstance(it, MemberFrozen | AlreadyFrozen)]
        if unlike and isinstance(unlike[0], Refused):
            await conversation.refuse(unlike[0])
            return
        is_among = any(one.user_id == conversation.actor.user_id for one in people)
        await conversation.say(
            conversation.words.all_frozen(
                sum(isinstance(it, MemberFrozen) for it in outcomes),
                sum(isinstance(it, AlreadyFrozen) for it in outcomes),
                sum(one.user_id is None for one in people),
                own=is_among,
            )
        )
