"""A creator's overlay: `/creator overlay`, which gives its address, and the buttons about it."""

from typing import Any

import discord
from discord import app_commands

from bot.cards.layout import card
from bot.cards.overlay import (
    LEAST,
    SPEAKS,
    SPEECH,
    VOLUME,
    address_card,
    looks_form,
    overlay_card,
    sure_card,
)
from bot.client import GiftBot
from bot.controls.overlay import (
    AskCloseOverlay,
    AskLooks,
    AskNewAddress,
    LookAtOverlay,
    LooksForm,
    NewAddress,
    ShowTestAlert,
    ShutOverlay,
)
from bot.conversation import Conversation
from bot.ledger.outcomes import NothingChanged, Refused
from bot.ledger.outcomes.browser import NoOverlay, OverlayChanged, OverlayClosed, OverlayOpened
from bot.ledger.outcomes.live import NotDeputy
from bot.ledger.requests import Person
from bot.ledger.requests.browser import ChangeOverlay, CloseOverlay, OpenOverlay, TestAlert
from bot.storage.overlays import OverlayView, overlay_of
from bot.storage.people import somebody
from bot.storage.queue import creator_for

_NO_NUMBER = -1
"""What stands for an entry that is no whole number; no range has it."""


class OverlayCommands(app_commands.Group):
    """The part of `/creator` that is about the overlay."""

    def __init__(self, bot: GiftBot) -> None:
        """Serve it for `bot`."""
        super().__init__(name="overlay", description="Alerts on your stream")
        self.house = bot.house
        self.site = bot.site
        bot.handle(
            {
                LookAtOverlay: self.look,
                AskNewAddress: self.ask_new_address,
                NewAddress: self.new_address,
                AskCloseOverlay: self.ask_close,
                ShutOverlay: self.shut,
                AskLooks: self.ask_looks,
                LooksForm: self.change_looks,
                ShowTestAlert: self.test,
            }
        )

    @app_commands.command(
        name="overlay", description="Show gifts on your stream: an address for OBS, for you alone"
    )
    async def overlay(self, interaction: discord.Interaction[GiftBot]) -> None:
        """Give the address of a new overlay, or show the one there is."""
        conversation = Conversation(self.house, interaction)
        known = await self._overlay(conversation)
        if known:
            await self._show(conversation, known)
        else:
            await self._open(conversation, conversation.key)

    async def look(self, conversation: Conversation, _: LookAtOverlay) -> None:
        """Show the overlay where the card was pressed."""
        conversation.in_place = True
        known = await self._overlay(conversation)
        if known:
            await self._show(conversation, known)
        else:
            await conversation.refuse(NoOverlay())

    async def ask_new_address(self, conversation: Conversation, _: AskNewAddress) -> None:
        """Ask once, for what runs on the stream stops."""
        words, sure = conversation.words, NewAddress
        question, caption = words.overlay_new_question, words.overlay_new_button
        await self._ask(conversation, question, caption, sure)

    async def ask_close(self, conversation: Conversation, _: AskCloseOverlay) -> None:
        """Ask once, for what runs on the stream stops."""
        words, sure = conversation.words, ShutOverlay
        question, caption = words.overlay_close_question, words.overlay_close_button
        await self._ask(conversation, question, caption, sure)

    async def new_address(self, conversation: Conversation, pressed: NewAddress) -> None:
        """Give another address; the one before it stops."""
        conversation.in_place = True
        await self._open(conversation, str(pressed.key))

    async def shut(self, conversation: Conversation, pressed: ShutOverlay) -> None:
        """Have no address any more."""
        conversation.in_place = True
        request = CloseOverlay(**self._about(conversation, str(pressed.key)))
        outcome = await conversation.ask(request)
        if isinstance(outcome, OverlayClosed):
            await conversation.answer(card(conversation.words.overlay_closed))
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

    async def ask_looks(self, conversation: Conversation, pressed: AskLooks) -> None:
        """Open the form, filled with what is set."""
        known = await self._overlay(conversation)
        if known:
            await conversation.open(looks_form(conversation.words, pressed.owner, known))
        else:
            await conversation.refuse(NoOverlay())

    async def change_looks(self, conversation: Conversation, _: LooksForm) -> None:
        """Set what was filled in."""
        filled, words = conversation.filled_in, conversation.words
        outcome = await conversation.ask(
            ChangeOverlay(
                **self._about(conversation, conversation.key),
                volume=_whole(filled[VOLUME]),
                speaks=filled[SPEECH] == SPEAKS,
                least_coins=_whole(filled[LEAST]),
            )
        )
        # The card with the address must stay as it is, so this has one of its own.
        if isinstance(outcome, OverlayChanged):
            changed = words.overlay_changed(
                outcome.volume, outcome.least_coins, speaks=outcome.speaks
            )
            await conversation.say(changed)
        elif isinstance(outcome, NothingChanged):
            await conversation.say(words.overlay_as_before)
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

    async def test(self, conversation: Conversation, pressed: ShowTestAlert) -> None:
        """Show a test alert to whoever watches, for the creator or somebody who helps them."""
        guild, actor = conversation.guild, conversation.actor
        creator = await conversation.in_time(
            creator_for(self.house.reader, guild, pressed.creator, actor.user_id)
        )
        if creator is None:
            is_own = pressed.creator == actor.user_id
            await conversation.refuse(NoOverlay() if is_own else NotDeputy())
            return
        person = Person(pressed.creator, creator.name or "")
        outcome = await conversation.ask(
            TestAlert(guild=guild, key=conversation.key, actor=actor, creator=person)
        )
        if isinstance(outcome, Refused):
            await conversation.refuse(outcome)
            return
        words = conversation.words
        waits = (guild, creator.number) in self.house.memory.holding
        await conversation.say(words.test_alert_waits if waits else words.test_alert_sent)

    # What they share.

    def _about(self, conversation: Conversation, key: str) -> dict[str, Any]:
        """What every request of somebody about their own overlay says."""
        actor = conversation.actor
        return {"guild": conversation.guild, "key": key, "actor": actor, "creator": actor}

    async def _overlay(self, conversation: Conversation) -> OverlayView | None:
        reader, guild = self.house.reader, conversation.guild
        known = await conversation.in_time(somebody(reader, guild, conversation.actor.user_id))
        if known is None:
            return None
        return await conversation.in_time(overlay_of(reader, guild, known.number))

    async def _open(self, conversation: Conversation, key: str) -> None:
        """Have a new secret, and tell it this once."""
        words, token, owner = conversation.words, self.site.new_secret(), conversation.actor.user_id
        address = self.site.overlay_address(token.secret)
        if address is None:
            await conversation.say(words.overlay_unreachable)
            return
        about = self._about(conversation, key)
        outcome = await conversation.ask(
            OpenOverlay(**about, handle=token.handle, digest=token.digest)
        )
        if isinstance(outcome, OverlayOpened):
            # Asked twice, it is done once, and only the first time's secret opens it.
            known = await self._overlay(conversation)
            if known and known.digest == token.digest:
                await conversation.answer(address_card(words, owner, address))
            else:
                await conversation.say(words.overlay_given_before)
        elif isinstance(outcome, Refused):
            await conversation.refuse(outcome)

    async def _show(self, conversation: Conversation, overlay: OverlayView) -> None:
        owner = conversation.actor.user_id
        await conversation.answer(overlay_card(conversation.words, owner, overlay))

    async def _ask(
        self,
        conversation: Conversation,
        question: str,
        caption: str,
        sure: type[NewAddress | ShutOverlay],
    ) -> None:
        conversation.in_place = True
        owner, key = conversation.actor.user_id, conversation.interaction.id
        view = sure_card(conversation.words, owner, question, caption, sure(owner, key))
        await conversation.answer(view)


def _whole(text: str) -> int:
    """The whole number that somebody filled in; one that is out of every range where it is none."""
    plain = text.strip()
    is_number = plain.isascii() and plain.isdigit() and len(plain) <= 18
    return int(plain) if is_number else _NO_NUMBER
