"""The cards by which moderators decide about the messages that came with gifts."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.cards.layout import Block, Colour, Press, card
from bot.cards.requests import Told, requests_card
from bot.controls.messages import JudgeInList, JudgeMessage
from bot.controls.moderation import LookUp
from bot.controls.requests import ListPage
from bot.ledger.outcomes import GiftReversed
from bot.ledger.outcomes.live import MessageDecided
from bot.storage.messages import HeldMessage
from bot.storage.operations import GiftView, OperationView
from bot.storage.paging import Waiting
from bot.words import Words


def review_card(words: Words, gift: GiftView, decided: OperationView | None) -> ui.LayoutView:
    """A message in the log channel: to be decided about, or who decided or reversed its gift."""
    look_up = Press(words.look_up, LookUp(gift.seq))
    head = words.held_message(
        seq=gift.seq,
        sender=gift.sender.name,
        recipient=gift.recipient.name,
        emoji=gift.emoji,
        name=gift.name,
        quantity=gift.quantity,
    )
    said = words.quote(gift.note) if gift.note else ""
    if decided and isinstance(decided.outcome, MessageDecided):
        judged = words.message_judged(decided.actor.name, approved=decided.outcome.approved)
        return card(head, said, judged, [look_up], colour=Colour.DONE)
    if decided and isinstance(decided.outcome, GiftReversed):
        dropped = words.message_dropped(decided.actor.name, decided.seq)
        return card(head, dropped, [look_up], colour=Colour.DONE)
    buttons = _judging(words, JudgeMessage(gift.seq, 1), JudgeMessage(gift.seq, 0))
    return card(f"✉️ {head}", said, [*buttons, look_up], colour=Colour.CARE)


def held_card(
    words: Words, found: Waiting[HeldMessage], shown: ListPage, told: Told
) -> ui.LayoutView:
    """What waits for a moderator, each with its buttons; `told` is what was just done."""

    def lay_out(message: HeldMessage) -> Sequence[Block]:
        head = words.held_message(
            seq=message.gift,
            sender=message.sender.name,
            recipient=message.recipient.name,
            emoji=message.emoji,
            name=message.name,
            quantity=message.quantity,
        )
        approve, deny = (JudgeInList(shown.owner, message.gift, way, shown.after) for way in (1, 0))
        text = f"{head}\n{words.quote(message.text)}\n{words.held_since(message.at_ms)}"
        return text, _judging(words, approve, deny)

    return requests_card(
        words,
        found,
        shown,
        told,
        title=words.held_title(found.in_all),
        none_waits=words.no_messages_held,
        lay_out=lay_out,
    )


def _judging(
    words: Words, approve: JudgeMessage | JudgeInList, deny: JudgeMessage | JudgeInList
) -> list[Press]:
    return [
        Press(words.approve_button, approve, discord.ButtonStyle.success),
        Press(words.deny_button, deny, discord.ButtonStyle.danger),
    ]
