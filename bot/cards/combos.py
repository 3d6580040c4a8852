"""The cards by which gifts are thanked for in public: one by one, as combos, or many at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import discord
from discord import ui

from bot.cards.layout import MOST_TEXT_LENGTH, Block, Press, card
from bot.controls.gifts import SendOne
from bot.controls.live import OpenPicker
from bot.ledger.tiers import Form, Tier
from bot.storage.combos import ComboView
from bot.storage.people import Somebody
from bot.words import Words

MOST_MESSAGES_SHOWN: Final = 3
MOST_QUOTED: Final = 3
"""How many messages a digest shows, those with the most coins: a creator has seconds to read it."""
MOST_QUOTED_LENGTH: Final = 100
"""How long a message is at most that a digest shows; its file has room for all others."""
_ROOM_FOR_THE_REST: Final = 120
"""What a digest's title and its last line need of the room for its text."""


def combo_card(
    words: Words, combo: ComboView, tier: Tier, *, goes_on: bool, picture: str = ""
) -> ui.LayoutView:
    """A gift or a combo with a message of its own; `picture` is the name of an attached one."""
    button = Press(words.send_one, SendOne(combo.number))
    if combo.is_taken_back:
        gift = words.given_back(
            emoji=combo.emoji,
            name=combo.name,
            giver=words.giver(combo.sender.name, combo.level),
            recipient=combo.recipient.name,
        )
        return card(words.taken_back(gift), [button])
    blocks = _with_picture("\n".join(_lines(words, combo, goes_on=goes_on)), picture)
    colour = discord.Colour(tier.colour) if tier.form >= Form.CARD else None
    return card(*blocks, [button], colour=colour)


def _with_picture(text: str, picture: str) -> list[Block]:
    blocks: list[Block] = [text]
    if picture:
        blocks.append(ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{picture}")))
    return blocks


def _lines(words: Words, combo: ComboView, *, goes_on: bool) -> list[str]:
    said = list(combo.messages[-MOST_MESSAGES_SHOWN:])
    if combo.gifts == 1:
        first = _given(words, combo)
        first = words.with_message(first, said.pop()) if said else first
    elif goes_on:
        first = words.counted_up(
            emoji=combo.emoji,
            quantity=combo.quantity,
            giver=words.giver(combo.sender.name, combo.level),
            recipient=combo.recipient.name,
        )
    else:
        first = words.counted(
            emoji=combo.emoji,
            name=combo.name,
            quantity=combo.quantity,
            giver=words.giver(combo.sender.name, combo.level),
            recipient=combo.recipient.name,
        )
    lines = [first, *map(words.quote, said)]
    if combo.level > combo.level_before > 0:
        lines.append(words.raised(combo.sender.name, combo.level))
    if combo.is_thanked:
        lines.append(words.thanks(combo.recipient.name, combo.sender.name))
    return lines


def _given(words: Words, combo: ComboView) -> str:
    return words.given(
        emoji=combo.emoji,
        name=combo.name,
        quantity=combo.quantity,
        giver=words.giver(combo.sender.name, combo.level),
        recipient=combo.recipient.name,
    )


def replay_card(
    words: Words, combo: ComboView, tier: Tier, replay: int, *, picture: str = ""
) -> ui.LayoutView:
    """A combo shown once more by operation `replay`, and marked as that; `picture` as above."""
    button = Press(words.digest_button, OpenPicker(replay, combo.recipient.user_id or 0))
    if combo.is_taken_back:
        return card(words.taken_back(_given(words, combo)), [button])
    # A level was reached when it was, and only then.
    lines = _lines(words, replace(combo, level_before=0), goes_on=False)
    blocks = _with_picture("\n".join([words.replayed, *lines]), picture)
    colour = discord.Colour(tier.colour) if tier.form >= Form.CARD else None
    return card(*blocks, [button], colour=colour)


def afterword_card(words: Words, combo: ComboView) -> ui.LayoutView:
    """What has become since of a combo that a digest told of: thanked, or taken back."""
    button = Press(words.send_one, SendOne(combo.number))
    if combo.is_thanked and not combo.is_taken_back:
        text = words.thanks_for(
            combo.recipient.name,
            combo.sender.name,
            emoji=combo.emoji,
            name=combo.name,
            quantity=combo.quantity,
        )
    elif combo.messages and not combo.is_taken_back:
        # A moderator let everybody read what came with it only since.
        text = words.said_since(
            combo.sender.name,
            combo.recipient.name,
            combo.messages[-MOST_MESSAGES_SHOWN:],
            emoji=combo.emoji,
            quantity=combo.quantity,
        )
    else:
        text = words.taken_from_digest(
            combo.sender.name, emoji=combo.emoji, name=combo.name, quantity=combo.quantity
        )
    return card(text, [button])


@dataclass(frozen=True, slots=True)
class Digest:
    """Many gifts in one message: the card, and the text of a file for what has no room there."""

    view: ui.LayoutView
    rest: str


@dataclass(slots=True)
class _Share:
    """What one person sent to one other."""

    sender: Somebody
    recipient: Somebody
    level: int
    coins: int
    items: dict[str, tuple[str, str, int]]
    """By name: emoji, name and count."""
    quoted: list[str]
    """What they wrote and the message itself shows."""
    written: list[str]
    """What they wrote and only the file has room for."""
    is_raised: bool = False
    """Whether the sender has reached a level with some of it."""


def digest_card(
    words: Words, digest: int, combos: Sequence[ComboView], *, may_attach: bool = True
) -> Digest:
    """Many combos, grouped by who sent them, the largest first.

    `digest` names the message: the first acknowledgement it carries. Few of the messages that came
    with them are quoted, and the others stand in the file; where none may be attached, all are.
    """
    shares = _shares(combos, quotes_all=not may_attach)
    recipients = {share.recipient.number for share in shares}
    title = words.digest_title(
        gifts=sum(combo.quantity for combo in combos),
        people=len({share.sender.number for share in shares}),
        coins=sum(combo.coins for combo in combos),
    )
    lines, shown = [title], 0
    room = MOST_TEXT_LENGTH - len(title) - _ROOM_FOR_THE_REST
    last_recipient = shares[0].recipient.number if len(recipients) == 1 else 0
    for share in shares:
        new = []
        if share.recipient.number != last_recipient:
            new.append(words.digest_for(share.recipient.name))
        new.append(_line(words, share))
        room -= sum(len(line) + 1 for line in new)
        if room < 0:
            break
        last_recipient = share.recipient.number
        lines += new
        shown += 1
    rest, said = shares[shown:], [share for share in shares[:shown] if share.written]
    if rest or said:
        messages = [*(text for share in said for text in share.written)]
        messages += (text for share in rest for text in (*share.quoted, *share.written))
        lines.append(words.digest_rest(len(rest), len(messages)))
    blocks: list[Block] = ["\n".join(lines)]
    text = "\n".join([*(_row(words, share) for share in rest), *(_said(words, it) for it in said)])
    if text:
        blocks.append(ui.File(f"attachment://{words.digest_file}"))
    to = shares[0].recipient.user_id or 0
    blocks.append([Press(words.digest_button, OpenPicker(digest, to))])
    return Digest(card(*blocks), text)


def _line(words: Words, share: _Share) -> str:
    items = list(share.items.values())
    name, raised = share.sender.name, share.is_raised
    return words.digest_line(name, share.level, items, share.quoted, is_raised=raised)


def _row(words: Words, share: _Share) -> str:
    return words.digest_row(
        share.sender.name,
        share.recipient.name,
        list(share.items.values()),
        [*share.quoted, *share.written],
        level=share.level if share.is_raised else 0,
    )


def _said(words: Words, share: _Share) -> str:
    return words.digest_said(share.sender.name, share.recipient.name, share.written)


def _shares(combos: Sequence[ComboView], *, quotes_all: bool) -> list[_Share]:
    """Combos by recipient and sender: recipients by what they got, senders by what they gave."""
    quoted = 0
    shares: dict[tuple[int, int], _Share] = {}
    received: defaultdict[int, int] = defaultdict(int)
    for combo in sorted(combos, key=lambda combo: (-combo.coins, combo.number)):
        key = (combo.recipient.number, combo.sender.number)
        share = shares.setdefault(key, _Share(combo.sender, combo.recipient, 0, 0, {}, [], []))
        _, _, count = share.items.get(combo.name, ("", "", 0))
        share.items[combo.name] = (combo.emoji, combo.name, count + combo.quantity)
        share.coins += combo.coins
        share.level = max(share.level, combo.level)
        for text in combo.messages:
            fits = quoted < MOST_QUOTED and len(text) <= MOST_QUOTED_LENGTH
            (share.quoted if fits or quotes_all else share.written).append(text)
            quoted += fits
        share.is_raised |= combo.level > combo.level_before > 0
        received[combo.recipient.number] += combo.coins
    return sorted(
        shares.values(),
        key=lambda share: (
            -received[share.recipient.number],
            share.recipient.number,
            -share.coins,
            share.sender.number,
        ),
    )
