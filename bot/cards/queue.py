"""The cards of the thank-you queue: one gift large, and what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import discord
from discord import ui

from bot.cards.combos import Digest
from bot.cards.layout import MOST_TEXT_LENGTH, Block, Colour, Press, card
from bot.controls.live import OpenPicker
from bot.controls.overlay import ShowTestAlert
from bot.controls.queue import (
    ConfirmThankAll,
    OpenQueue,
    QueueHold,
    QueueReplay,
    QueueSkip,
    QueueThank,
    QueueThankAll,
    RefreshQueue,
    RefreshShared,
)
from bot.ledger.tiers import rung_of
from bot.storage.combos import ComboView
from bot.storage.people import Somebody
from bot.storage.queue import Queue, ThankedFor, ThanksGiven, Waiting
from bot.words import Words

MOST_UNASKED: Final = 20
"""Up to how many are thanked at one press, without being asked first."""
_ROOM_FOR_THE_REST: Final = 40
"""What the last line of a summary needs of the room for its text."""


@dataclass(frozen=True, slots=True)
class Face:
    """What a queue's card is to show beside the queue itself."""

    at_ms: int
    """The moment that the queue was read at."""
    opened: int = 0
    """The interaction that opened a private card; 0 for one that others read too."""
    note: str = ""
    """What was just done."""
    names_creator: bool = False
    """Whether its reader may not know whose queue it is."""
    wish: int = 0
    """The wish that a shared card is posted for, by which it is found; 0 once it was."""
    given: ThanksGiven | None = None
    """How the creator thanks, for a card on which nobody waits."""


def queue_card(words: Words, queue: Queue, face: Face) -> ui.LayoutView:
    """The largest gift that waits, how many do, and all that can be done."""
    first, waiting = queue.first, queue.waiting
    about = _about(queue, face)
    blocks: list[Block] = []
    if face.names_creator:
        blocks.append(words.queue_of(queue.creator.name))
    blocks.append(_large(words, first) if first else _nobody(words, face.given))
    if queue.holding:
        blocks.append(words.queue_paused)
    blocks.append(words.queue_status(waiting.combos, waiting.gifts, face.at_ms, face.note))
    if first:
        blocks.append(_answers(words, queue, first, about))
    blocks.append(_others(words, queue, about, face.wish))
    colour = rung_of(first.coins).colour if first else Colour.DONE.value
    return card(*blocks, colour=discord.Colour(colour))


def _about(queue: Queue, face: Face) -> tuple[int, int, int]:
    """What each control of a card carries: creator, last answered, and how it was opened."""
    last = queue.last.number if queue.last else 0
    return queue.creator.user_id or 0, last, face.opened


def _large(words: Words, combo: ComboView) -> str:
    giver = words.giver(combo.sender.name, combo.level)
    lines = [
        words.queue_gift(emoji=combo.emoji, name=combo.name, quantity=combo.quantity),
        words.queue_sender(giver, coins=combo.coins, at_ms=combo.last_ms),
        *(words.quote(message) for message in combo.messages[-3:]),
    ]
    return "\n".join(lines)


def _nobody(words: Words, given: ThanksGiven | None) -> str:
    share = words.thanks_given(given.combos, given.thanked, given.median_ms) if given else ""
    return "\n".join(filter(None, [words.queue_empty, share]))


def _answers(
    words: Words, queue: Queue, first: ComboView, about: tuple[int, int, int]
) -> list[Press]:
    sender = first.sender.name
    thank, waiting = QueueThank(*about, first.number), queue.waiting
    presses = [Press(words.thank_button(sender), thank, discord.ButtonStyle.success)]
    if waiting.combos > 1:
        everybody = QueueThankAll(*about, waiting.newest)
        presses.append(Press(words.thank_all_button(waiting.combos), everybody))
    return [*presses, Press(words.skip_button, QueueSkip(*about, first.number))]


def _others(words: Words, queue: Queue, about: tuple[int, int, int], wish: int) -> list[Press]:
    refresh = RefreshShared(wish, *about[:2]) if wish else RefreshQueue(*about)
    presses, last = [Press(words.refresh_button, refresh)], queue.last
    if last and not last.is_taken_back:
        label = words.replay_button(last.name, last.sender.name)
        presses.append(Press(label, QueueReplay(*about, last.number)))
    if queue.has_overlay:
        presses.append(Press(words.test_alert_button, ShowTestAlert(about[0])))
    if queue.holding:
        resume = QueueHold(*about, 0)
        return [*presses, Press(words.resume_button, resume, discord.ButtonStyle.primary)]
    return [*presses, Press(words.hold_button, QueueHold(*about, 1))]


def resting_card(words: Words, queue: Queue, face: Face) -> ui.LayoutView:
    """What a private card becomes before Discord lets nobody change it any more."""
    refresh = RefreshQueue(*_about(queue, face))
    text = words.queue_rests(queue.waiting.combos, queue.waiting.gifts, face.at_ms)
    return card(text, [Press(words.refresh_button, refresh, discord.ButtonStyle.primary)])


def thank_all_card(words: Words, queue: Queue, face: Face, sure: ConfirmThankAll) -> ui.LayoutView:
    """Whether really very many are to be thanked at once."""
    waiting = queue.waiting
    question = words.thank_all_question(waiting.combos, waiting.gifts, waiting.coins)
    yes = Press(words.thank_all_yes, sure, discord.ButtonStyle.success)
    back = Press(words.thank_all_no, RefreshQueue(*_about(queue, face)))
    return card(question, [yes, back])


def unthanked_blocks(words: Words, creator: int, waiting: Waiting) -> list[Block]:
    """What a creator, a Discord id, is told of those who wait; nothing where nobody does."""
    if not waiting.combos:
        return []
    everybody = QueueThankAll(creator, 0, 0, waiting.newest)
    presses = [
        Press(words.open_queue_button, OpenQueue(creator)),
        Press(words.thank_all_button(waiting.combos), everybody, discord.ButtonStyle.success),
    ]
    return [words.unthanked(waiting.combos), presses]


def thanks_card(words: Words, seq: int, creator: Somebody, thanked: Sequence[ThankedFor]) -> Digest:
    """The summary of all that a creator thanked for at once, by operation `seq`.

    It is grouped by sender like a digest, with the text of a file for what has no room.
    """
    lines = [_title(words, creator, thanked)]
    room = MOST_TEXT_LENGTH - len(lines[0]) - _ROOM_FOR_THE_REST
    for one in thanked:
        line = words.digest_line(one.sender.name, one.level, one.items, ())
        room -= len(line) + 1
        if room < 0:
            break
        lines.append(line)
    rest = thanked[len(lines) - 1 :]
    lines += [words.digest_rest(len(rest))] if rest else []
    blocks: list[Block] = ["\n".join(lines)]
    if rest:
        blocks.append(ui.File(f"attachment://{words.digest_file}"))
    blocks.append([Press(words.digest_button, OpenPicker(seq, creator.user_id or 0))])
    rows = (words.digest_row(one.sender.name, creator.name, one.items, ()) for one in rest)
    return Digest(card(*blocks, colour=Colour.CARE), "\n".join(rows))


def _title(words: Words, creator: Somebody, thanked: Sequence[ThankedFor]) -> str:
    if not thanked:
        return words.thanks_alone(creator.name)
    return words.thanks_title(
        creator.name,
        people=len(thanked),
        sender=thanked[0].sender.name,
        gifts=sum(one.gifts for one in thanked),
        coins=sum(one.coins for one in thanked),
    )
