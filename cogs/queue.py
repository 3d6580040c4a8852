"""The thank-you queue: `/live queue`, `/live replay`, and the buttons of its cards."""

from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands, ui

from bot.cards.layout import card
from bot.cards.queue import MOST_UNASKED, Face, queue_card, resting_card, thank_all_card
from bot.client import GiftBot
from bot.controls.queue import (
    ConfirmThankAll,
    InQueue,
    OpenQueue,
    QueueHold,
    QueueReplay,
    QueueSkip,
    QueueThank,
    QueueThankAll,
    RefreshQueue,
    RefreshShared,
)
from bot.conversation import Conversation
from bot.discord_answers import Declined, Unanswered
from bot.ledger.outcomes import NoSuchGift, NothingChanged, Outcome, Refused
from bot.ledger.outcomes.live import AlreadyAnswered, GiftReplayed, NotDeputy
from bot.ledger.requests import Person
from bot.ledger.requests.live import HoldThanks, ReplayGift, SkipThanks, ThankAll, ThankFor
from bot.live.queues import face_of
from bot.places import is_for_everybody, is_private
from bot.storage.people import Somebody, somebody
from bot.storage.queue import (
    Queue,
    combo_with,
    creator_for,
    due_through,
    queue,
    received,
    waiting,
)
from bot.storage.shared_queues import SharedQueue, TakenAway
from cogs.lookup import read_reference
from cogs.suggestions import MOST_CHOICES, choices


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts for which creator."""

    conversation: Conversation
    creator: Somebody

    @property
    def person(self) -> Person:
        """The creator as the ledger names them."""
        actor = self.conversation.actor
        if self.creator.user_id == actor.user_id:
            return actor
        return Person(self.creator.user_id or 0, self.creator.name or "")

    @property
    def is_shared(self) -> bool:
        """Whether the card that was pressed is read by others too."""
        message = self.conversation.interaction.message
        return message is not None and not message.flags.ephemeral


class QueueCommands(app_commands.Group):
    """The part of `/live` that is about thanking."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve it for `bot`."""
        super().__init__(name="queue", description="Thanks")
        self.bot = bot
        self.house = bot.house
        bot.handle(
            {
                OpenQueue: self.open,
                RefreshQueue: self.refresh,
                RefreshShared: self.refresh,
                QueueThank: self.thank,
                QueueSkip: self.skip,
                QueueThankAll: self.thank_all,
                ConfirmThankAll: self.thank_them_all,
                QueueReplay: self.show_again,
                QueueHold: self.hold,
            }
        )

    @app_commands.command(name="queue", description="Thank for your gifts, the largest first")
    @app_commands.describe(
        here="Post it in this private channel, for all who thank with you",
        creator="Whose queue, if they named you as a helper; yours, if you leave it out",
    )
    async def queue(
        self,
        interaction: discord.Interaction[GiftBot],
        here: bool = False,
        creator: discord.Member | discord.User | None = None,
    ) -> None:
        """Show who waits, to oneself or to all who read the channel."""
        conversation = Conversation(self.house, interaction)
        act = await self._act(conversation, creator.id if creator else interaction.user.id)
        if act and here:
            await self._share(act)
        elif act:
            await self._show(act, await self._read(act, 0), interaction.id)

    @app_commands.command(name="replay", description="Show a gift of yours once more")
    @app_commands.describe(gift="Its number, such as #12")
    async def replay(self, interaction: discord.Interaction[GiftBot], gift: str) -> None:
        """Show the combo that a gift belongs to once more."""
        conversation = Conversation(self.house, interaction)
        seq = read_reference(gift)
        if seq is None:
            await conversation.say(conversation.words.replay_misread)
            return
        guild = conversation.guild
        found = await conversation.in_time(combo_with(self.house.reader, guild, seq))
        if found is None:
            await conversation.refuse(NoSuchGift(gift=seq))
            return
        act = await self._act(conversation, found.recipient.user_id or 0)
        if act is None:
            return
        outcome = await self._replay(act, found.number)
        if isinstance(outcome, GiftReplayed):
            words = conversation.words
            await conversation.say(words.replayed_result(found.sender.name, found.name))
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

    @replay.autocomplete("gift")
    async def suggest(
        self, interaction: discord.Interaction[GiftBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """What the one who types was given last, by number or by what its line says."""
        conversation = Conversation(self.house, interaction)
        reader, guild = self.house.reader, conversation.guild
        known = await somebody(reader, guild, interaction.user.id)
        latest = await received(reader, guild, known.number, MOST_CHOICES) if known else []
        labels = {
            f"#{combo.number}": conversation.words.gift_choice(
                seq=combo.number,
                sender=combo.sender.name,
                recipient=combo.recipient.name,
                name=combo.name,
                quantity=combo.quantity,
                total=combo.coins,
            )
            for combo in latest
        }
        return choices(labels, current)

    # The buttons.

    async def open(self, conversation: Conversation, pressed: OpenQueue) -> None:
        """Show the queue on a card of its own."""
        act = await self._act(conversation, pressed.creator)
        if act:
            await self._show(act, await self._read(act, 0), conversation.interaction.id)

    async def refresh(
        self, conversation: Conversation, pressed: RefreshQueue | RefreshShared
    ) -> None:
        """Show who waits now."""
        act = await self._act(conversation, pressed.creator)
        if act:
            await self._renew(act, pressed, pressed.last)

    async def thank(self, conversation: Conversation, pressed: QueueThank) -> None:
        """Thank for what was shown."""
        act = await self._act(conversation, pressed.creator)
        if act:
            request = ThankFor(**self._about(act), creator=act.person, combo=pressed.combo)
            outcome = await conversation.ask(request)
            await self._renew(act, pressed, pressed.combo, outcome)

    async def skip(self, conversation: Conversation, pressed: QueueSkip) -> None:
        """Leave what was shown without thanks."""
        act = await self._act(conversation, pressed.creator)
        if act:
            request = SkipThanks(**self._about(act), creator=act.person, combo=pressed.combo)
            outcome = await conversation.ask(request)
            await self._renew(act, pressed, pressed.combo, outcome)

    async def thank_all(self, conversation: Conversation, pressed: QueueThankAll) -> None:
        """Thank for all that waited when the card was shown; of very many, ask once first."""
        act = await self._act(conversation, pressed.creator)
        if act is None:
            return
        guild, number = conversation.guild, act.creator.number
        left = await conversation.in_time(waiting(self.house.reader, guild, number))
        if left.combos > MOST_UNASKED:
            await self._ask_whether_all(act, pressed)
        else:
            outcome = await self._thank_through(act, pressed.through, conversation.key)
            await self._renew(act, pressed, pressed.last, outcome)

    async def thank_them_all(self, conversation: Conversation, pressed: ConfirmThankAll) -> None:
        """Thank for very many, as was asked; pressed twice, it is done once."""
        act = await self._act(conversation, pressed.creator)
        if act:
            outcome = await self._thank_through(act, pressed.through, str(pressed.key))
            await self._renew(act, pressed, pressed.last, outcome)

    async def show_again(self, conversation: Conversation, pressed: QueueReplay) -> None:
        """Show a combo once more in public."""
        act = await self._act(conversation, pressed.creator)
        if act:
            outcome = await self._replay(act, pressed.combo)
            await self._renew(act, pressed, pressed.combo, outcome)

    async def hold(self, conversation: Conversation, pressed: QueueHold) -> None:
        """Hold public thank-yous back, or let them go."""
        act = await self._act(conversation, pressed.creator)
        if act:
            on = pressed.on == 1
            request = HoldThanks(**self._about(act), creator=act.person, on=on)
            outcome = await conversation.ask(request)
            await self._renew(act, pressed, pressed.last, outcome)

    # What they share.

    async def _act(self, conversation: Conversation, creator: int) -> Act | None:
        """Who is acted for, if the one who talks may see their queue; if not, they are told."""
        guild, actor = conversation.guild, conversation.actor
        found = await conversation.in_time(
            creator_for(self.house.reader, guild, creator, actor.user_id)
        )
        if found is None and creator == actor.user_id:
            # No gift has made them known to the books yet.
            found = Somebody(0, actor.user_id, actor.name)
        if found is None:
            await conversation.refuse(NotDeputy())
            return None
        act = Act(conversation, found)
        interaction = conversation.interaction
        if act.is_shared and is_private(interaction.guild, interaction.channel_id or 0) is False:
            self.bot.queues.look_again(guild)
            await conversation.say(conversation.words.queue_turned_public)
            return None
        return act

    async def _known(self, act: Act) -> Act:
        """The same, with a creator whom only what was just done has made known to the books."""
        if act.creator.number:
            return act
        conversation = act.conversation
        found = await conversation.in_time(
            somebody(self.house.reader, conversation.guild, act.person.user_id)
        )
        return Act(conversation, found or act.creator)

    def _about(self, act: Act, key: str = "") -> dict[str, Any]:
        """What every request says."""
        conversation = act.conversation
        key = key or conversation.key
        return {"guild": conversation.guild, "key": key, "actor": conversation.actor}

    async def _replay(self, act: Act, combo: int) -> Outcome:
        request = ReplayGift(**self._about(act), creator=act.person, combo=combo)
        return await act.conversation.ask(request)

    async def _thank_through(self, act: Act, through: int, key: str) -> Outcome:
        """Thank for all up to a combo, or up to the newest before it if that is answered."""
        conversation = act.conversation
        request = ThankAll(**self._about(act, key), creator=act.person, combo=through)
        outcome = await conversation.ask(request)
        if not isinstance(outcome, AlreadyAnswered):
            return outcome
        guild, number = conversation.guild, act.creator.number
        newest = await conversation.in_time(due_through(self.house.reader, guild, number, through))
        if not newest:
            return outcome
        key = f"{key}:{newest}"
        request = ThankAll(**self._about(act, key), creator=act.person, combo=newest)
        return await conversation.ask(request)

    async def _ask_whether_all(self, act: Act, pressed: QueueThankAll) -> None:
        conversation = act.conversation
        key = conversation.interaction.id
        opened = key if act.is_shared else pressed.opened
        read = await self._read(act, pressed.last)
        about = (pressed.creator, pressed.last, opened)
        face = Face(self.house.clock(), opened)
        sure = ConfirmThankAll(*about, pressed.through, key)
        view = thank_all_card(conversation.words, read, face, sure)
        # What others read too stays as it is while one of them thinks about it.
        conversation.in_place = not act.is_shared
        await conversation.answer(view)

    async def _read(self, act: Act, last: int) -> Queue:
        guild = act.conversation.guild
        return await act.conversation.in_time(queue(self.house.reader, guild, act.creator, last))

    async def _renew(
        self,
        act: Act,
        pressed: InQueue | RefreshShared,
        last: int,
        outcome: Outcome | None = None,
    ) -> None:
        """Show the queue in the place of the card that was pressed, with what was just done."""
        conversation = act.conversation
        if isinstance(outcome, NotDeputy):
            await conversation.refuse(outcome)
            return
        conversation.in_place = True
        act = await self._known(act)
        read = await self._read(act, last)
        note = await self._note(act, outcome, read)
        if act.is_shared:
            words = await conversation.public_words()
            face = await face_of(self.house, read, note=note, names_creator=True)
            await self._renew_shared(act, read, queue_card(words, read, face))
        else:
            opened = pressed.opened if isinstance(pressed, InQueue) else 0
            await self._show(act, read, opened or conversation.interaction.id, note)

    async def _note(self, act: Act, outcome: Outcome | None, read: Queue) -> str:
        """What there is to say of what was done, for all who read the card."""
        conversation, last = act.conversation, read.last
        if outcome is None or isinstance(outcome, NothingChanged):
            return ""
        if isinstance(outcome, Refused):
            return await conversation.reason(outcome, in_public=act.is_shared)
        words = await conversation.public_words() if act.is_shared else conversation.words
        return words.queue_note(
            outcome, last.sender.name if last else None, last.name if last else ""
        )

    async def _show(self, act: Act, read: Queue, opened: int, note: str = "") -> None:
        """Show a private card, which rests before Discord lets nobody change it any more."""
        conversation = act.conversation
        others = act.creator.user_id != conversation.actor.user_id
        gone = self.bot.queues.taken_away(conversation.guild, act.creator.number)
        if gone:
            conversation.greeting = conversation.words.queue_taken_away(
                gone.channel, is_public=gone.taken_away == TakenAway.PUBLIC
            )
        face = await conversation.in_time(
            face_of(self.house, read, opened=opened, note=note, names_creator=others)
        )
        await conversation.answer(queue_card(conversation.words, read, face))
        if gone and not others:
            await self.bot.queues.told_of(gone)
        last = read.last.number if read.last else 0

        async def rest() -> ui.LayoutView:
            latest = await queue(self.house.reader, conversation.guild, act.creator, last)
            return resting_card(conversation.words, latest, Face(self.house.clock(), opened))

        self.bot.private_cards.keep(opened, conversation.interaction, rest)

    async def _renew_shared(self, act: Act, read: Queue, view: ui.LayoutView) -> None:
        conversation = act.conversation
        message = conversation.interaction.message
        assert message is not None
        arrived = await conversation.show_to_all(view)
        if arrived and act.creator.number:
            posted_ms = round(message.created_at.timestamp() * 1000)
            where = SharedQueue(
                conversation.guild, act.creator.number, message.channel.id, message.id, posted_ms
            )
            await self.bot.queues.pressed(where, read)

    async def _share(self, act: Act) -> None:
        """Post the queue where only some read, for all of them to press."""
        conversation, words = act.conversation, act.conversation.words
        interaction = conversation.interaction
        if is_for_everybody(interaction.guild, interaction.channel_id or 0):
            await conversation.say(words.queue_in_public)
            return
        if not act.creator.number:
            # Their first request makes them known, so that the card can be kept for their gifts.
            await conversation.ask(HoldThanks(**self._about(act), creator=act.person, on=False))
            act = await self._known(act)
        guild, channel, creator = conversation.guild, interaction.channel_id or 0, act.creator
        by = await conversation.in_time(
            somebody(self.house.reader, guild, conversation.actor.user_id)
        )
        try:
            await conversation.in_time(
                self.bot.queues.post(guild, creator, channel, wish=interaction.id, by=by or creator)
            )
        except Declined as declined:
            await conversation.say(words.queue_not_posted(str(declined)))
        except Unanswered:
            await conversation.say(words.queue_unanswered)
        else:
            await conversation.show(card(words.queue_posted(act.creator.name)))
