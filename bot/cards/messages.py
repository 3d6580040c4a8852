"""The cards by which moderators decide about the messages that came with gifts."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.cards.layout import Block, Colour, Line, Press, card
from bot.controls.messages import HeldPage, JudgeInList, JudgeMessage
from bot.controls.moderation import LookUp
from bot.ledger.outcomes import GiftReversed
from bot.ledger.outcomes.live import MessageDecided
from bot.storage.messages import HeldMessage, HeldMessages
from bot.storage.operations import GiftView, OperationView
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


def held_card(words: Words, page: HeldMessages, shown: HeldPage, note: str = "") -> ui.LayoutView:
    """What waits for a moderator, each with its buttons; `note` tells what was just done."""
    if not page.messages:
        return card(note, words.no_messages_held, colour=Colour.DONE)
    blocks: list[Block] = [note, words.held_title(page.in_all)]
    for message in page.messages:
        blocks += _held(words, message, shown)
    return card(*blocks, _turning(words, page, shown), colour=Colour.CARE)


def _held(words: Words, message: HeldMessage, shown: HeldPage) -> Sequence[Block]:
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
    return [Line(), text, _judging(words, approve, deny)]


def _judging(
    words: Words, approve: JudgeMessage | JudgeInList, deny: JudgeMessage | JudgeInList
) -> list[Press]:
    return [
        Press(words.approve_button, approve, discord.ButtonStyle.success),
        Press(words.deny_button, deny, discord.ButtonStyle.danger),
    ]


def _turning(words: Words, page: HeldMessages, shown: HeldPage) -> Sequence[Press]:
    if not shown.after and not page.has_more:
        return []
    last = page.messages[-1].gift
    return [
        Press(words.first_page_button, HeldPage("first", shown.owner, 0), disabled=not shown.after),
        Press(
            words.more_held_button,
            HeldPage("more", shown.owner, last),
            disabled=not page.has_more,
        ),
    ]
