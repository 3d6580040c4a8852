"""What moderators do about gifts that were not fair: `/mod rings`, `forced` and `forgive`."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

import discord
from discord import app_commands

from bot.attendance import person_of
from bot.cards.fairness import (
    finding_card,
    force_form,
    forcings_card,
    freeze_all_form,
    frozen_card,
    refuse_form,
    short_card,
    unfreeze_all_form,
    what_was_done,
    whom_of,
)
from bot.client import GiftBot
from bot.controls.fairness import (
    AskForcing,
    AskFreezeAll,
    AskUnfreezeAll,
    DecideForcing,
    ForceForm,
    FreezeAllForm,
    RefuseForcing,
    RefuseForm,
    RingPage,
    UnfreezeAllForm,
)
from bot.conversation import Conversation
from bot.ledger.outcomes import (
    AlreadyFrozen,
    GiftReversed,
    MemberFrozen,
    MemberUnfrozen,
    NotFrozen,
    Outcome,
    Refused,
    ReversalShort,
)
from bot.ledger.outcomes.fairness import DebtForgiven, ReversalAsked, ReversalDeclined
from bot.ledger.requests import MOST_REASON_LENGTH, FreezeMember, Person, UnfreezeMember
from bot.ledger.requests.fairness import ForceReversal, ForgiveDebt, RefuseReversal
from bot.ledger.rings import Finding
from bot.rights import Right
from bot.storage.fairness import forcing, waiting_forcings
from bot.storage.operations import gift as read_gift
from bot.storage.operations import operation
from bot.storage.people import Somebody
from bot.storage.rings import (
    Freeze,
    Inquiry,
    frozen_among,
    frozen_with,
    inquire,
    newest_seq,
)

MOST_DAYS: Final = 90
USUAL_DAYS: Final = 7
MOST_REMEMBERED: Final = 4
"""How many inquiries are kept, so that turning a page does not look for everything anew."""
_DAY_MS: Final = 86_400_000
_Asked = AskFreezeAll | FreezeAllForm | AskUnfreezeAll | UnfreezeAllForm
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
                RefuseForcing: self.ask_refusal,
                RefuseForm: self.refuse,
                RingPage: self.turn,
                AskFreezeAll: self.ask_freeze_all,
                FreezeAllForm: self.freeze_all,
                AskUnfreezeAll: self.ask_unfreeze_all,
                UnfreezeAllForm: self.unfreeze_all,
            }
        )

    @app_commands.command(name="forced", description="Reversals that wait for a second moderator")
    async def forced(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Show the reversals that wait for a second moderator."""
        conversation = Conversation(self.house, interaction)
        if await conversation.may(Right.MODERATE):
            await self._show_forcings(conversation)

    @app_commands.command(name="forgive", description="Let somebody off what they owe")
    @app_commands.describe(member="Who owes it", reason="Why; they will read it")
    async def forgive(
        self,
        interaction: discord.Interaction[GiftBot],
        member: discord.Member | discord.User,
        reason: app_commands.Range[str, 1, MOST_REASON_LENGTH],
    ) -> None:
        """Have somebody owe nothing any more, also if they left."""
        conversation = Conversation(self.house, interaction)
        if not await conversation.may(Right.MANAGE):
            return
        outcome = await conversation.ask(
            ForgiveDebt(
                guild=conversation.guild,
                key=conversation.key,
                actor=conversation.actor,
                member=person_of(member),
                reason=reason,
            )
        )
        if isinstance(outcome, DebtForgiven):
            cashout = bool((await conversation.settings()).cashout)
            told = conversation.words.debt_forgiven(outcome, member.display_name, cashout=cashout)
            await conversation.say(told)
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

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
        words, owner = conversation.words, conversation.actor.user_id
        reading = read_gift(self.house.reader, conversation.guild, short.gift)
        gift = await conversation.in_time(reading)
        reason = await conversation.reason(short)
        if gift:
            people = words.forcing_people(gift.sender.name, gift.recipient.name)
            reason = f"{reason}\n{people}"
        await conversation.show(short_card(words, reason, short.gift, owner))

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

    async def ask_refusal(self, conversation: Conversation, pressed: RefuseForcing) -> None:
        """Open the form in which a moderator says no; what would be refused is told now."""
        if not await conversation.may(Right.MODERATE):
            return
        request = self._refusal(conversation, conversation.key, pressed.seq, _STAND_IN)
        foreseen = await conversation.foresee(request)
        reading = forcing(self.house.reader, conversation.guild, pressed.seq)
        known = await conversation.in_time(reading)
        if isinstance(foreseen, ReversalDeclined) and known:
            owner = conversation.actor.user_id
            form = RefuseForm(conversation.interaction.id, owner, pressed.seq)
            asker = known.asked.actor.name
            await conversation.open(refuse_form(conversation.words, foreseen, asker, form))
        elif isinstance(foreseen, Refused):
            await conversation.refuse(foreseen)

    async def refuse(self, conversation: Conversation, form: RefuseForm) -> None:
        """Have a gift stay as it is."""
        if not await conversation.may(Right.MODERATE):
            return
        reason = conversation.filled_in["reason"]
        request = self._refusal(conversation, str(form.key), form.seq, reason)
        outcome = await conversation.ask(request)
        if isinstance(outcome, ReversalDeclined):
            await conversation.say(conversation.words.reversal_declined(outcome))
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

    @staticmethod
    def _refusal(conversation: Conversation, key: str, seq: int, reason: str) -> RefuseReversal:
        return RefuseReversal(
            guild=conversation.guild, key=key, actor=conversation.actor, seq=seq, reason=reason
        )

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
        frozen: dict[int, Freeze] = {}
        if inquiry.findings:
            people = inquiry.findings[page.place].people
            reading = frozen_among(self.house.reader, conversation.guild, people)
            frozen = await conversation.in_time(reading)
        now_ms = self.house.clock()
        await conversation.answer(finding_card(conversation.words, inquiry, page, frozen, now_ms))

    async def _inquire(self, guild: int, asked: _Asked | RingPage) -> Inquiry:
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
        self, conversation: Conversation, asked: _Asked
    ) -> tuple[Finding, Inquiry] | None:
        """The finding that a button or form is about, if it is still the one that was shown."""
        inquiry = await conversation.in_time(self._inquire(conversation.guild, asked))
        found = inquiry.findings[asked.place : asked.place + 1] if asked.place >= 0 else ()
        if not found or found[0].mark != asked.mark:
            await conversation.say(conversation.words.finding_changed)
            return None
        return found[0], inquiry

    async def ask_freeze_all(self, conversation: Conversation, pressed: AskFreezeAll) -> None:
        """Ask whether and why people of a finding are frozen."""
        if not await conversation.may(Right.MODERATE):
            return
        found = await self._finding(conversation, pressed)
        if found is None:
            return
        finding, inquiry = found
        if not whom_of(finding, pressed.whom):
            await conversation.say(conversation.words.expired)
            return
        where = (pressed.days, pressed.through, pressed.since, pressed.place)
        what = (*where, pressed.whom, pressed.mark)
        form = FreezeAllForm(conversation.interaction.id, pressed.owner, *what)
        await conversation.open(freeze_all_form(conversation.words, finding, inquiry.who, form))

    async def freeze_all(self, conversation: Conversation, form: FreezeAllForm) -> None:
        """Freeze people of a finding, each by a request of their own, but never who asks."""
        if not await conversation.may(Right.MODERATE):
            return
        found = await self._finding(conversation, form)
        if found is None:
            return
        finding, inquiry = found
        people = [inquiry.who[number] for number in whom_of(finding, form.whom)]
        outcomes = await self._each(conversation, FreezeMember, people, form.key)
        refused = next((it for it in outcomes if _is_refused(it, AlreadyFrozen)), None)
        if isinstance(refused, Refused):
            await conversation.refuse(refused)
            return
        words = conversation.words
        told = words.all_frozen(
            sum(isinstance(it, MemberFrozen) for it in outcomes),
            sum(isinstance(it, AlreadyFrozen) for it in outcomes),
            sum(one.user_id is None for one in people),
            own=any(one.user_id == conversation.actor.user_id for one in people),
        )
        if any(isinstance(it, MemberFrozen) for it in outcomes):
            await conversation.show(frozen_card(words, told, form))
        else:
            await conversation.say(told)

    async def _each(
        self,
        conversation: Conversation,
        act: type[FreezeMember | UnfreezeMember],
        people: Iterable[Somebody],
        key: int,
    ) -> list[Outcome]:
        """Have each of these people frozen or free, but for who asks and who was forgotten."""
        requests = [
            act(
                guild=conversation.guild,
                key=f"{key}:{one.number}",
                actor=conversation.actor,
                member=Person(one.user_id, one.name or ""),
                reason=conversation.filled_in["reason"],
            )
            for one in people
            if one.user_id is not None and one.user_id != conversation.actor.user_id
        ]
        submitted = asyncio.gather(*map(self.house.writer.submit, requests))
        return list(await conversation.in_time(submitted))

    async def _frozen(
        self, conversation: Conversation, asked: AskUnfreezeAll | UnfreezeAllForm
    ) -> tuple[Inquiry, dict[int, Freeze]] | None:
        """Who of a finding is frozen, for a moderator who is none of them."""
        found = await self._finding(conversation, asked)
        if found is None:
            return None
        finding, inquiry = found
        own = conversation.actor.user_id
        if any(inquiry.who[number].user_id == own for number in finding.people):
            await conversation.say(conversation.words.one_of_the_found)
            return None
        reading = frozen_among(self.house.reader, conversation.guild, finding.people)
        return inquiry, await conversation.in_time(reading)

    async def ask_unfreeze_all(self, conversation: Conversation, pressed: AskUnfreezeAll) -> None:
        """Ask whether and why those are free again who were frozen last."""
        if not await conversation.may(Right.MODERATE):
            return
        found = await self._frozen(conversation, pressed)
        if found is None:
            return
        _, frozen = found
        if not frozen:
            await conversation.say(conversation.words.nobody_frozen)
            return
        where = (pressed.days, pressed.through, pressed.since, pressed.place, pressed.mark)
        newest = max(frozen.values()).seq
        form = UnfreezeAllForm(conversation.interaction.id, pressed.owner, *where, newest)
        await conversation.open(unfreeze_all_form(conversation.words, frozen, form))

    async def unfreeze_all(self, conversation: Conversation, form: UnfreezeAllForm) -> None:
        """Have those free again who were frozen as they were when it was asked."""
        if not await conversation.may(Right.MODERATE):
            return
        found = await self._frozen(conversation, form)
        if found is None:
            return
        inquiry, frozen = found
        # Somebody may have been freed or frozen since: it is about whom the question named.
        reading = operation(self.house.reader, conversation.guild, form.frozen)
        asked = await conversation.in_time(reading)
        free = frozen_with(frozen, asked.seq, asked.actor.number, asked.note) if asked else {}
        people = [inquiry.who[number] for number in free]
        outcomes = await self._each(conversation, UnfreezeMember, people, form.key)
        refused = next((it for it in outcomes if _is_refused(it, NotFrozen)), None)
        done = sum(isinstance(it, MemberUnfrozen) for it in outcomes)
        if isinstance(refused, Refused):
            await conversation.refuse(refused)
        elif done:
            told = conversation.words.all_unfrozen(done, len(frozen) - done)
            await conversation.say(told)
        else:
            await conversation.say(conversation.words.nobody_frozen)


def _is_refused(outcome: Outcome, but: type[Refused]) -> bool:
    return isinstance(outcome, Refused) and not isinstance(outcome, but)
