"""The cards of promotions, drops and chests."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import discord
from discord import ui

from bot.cards.layout import Beside, Block, Colour, Line, Press, card
from bot.controls.pots import (
    AskEndPot,
    ConfirmChest,
    ConfirmDrop,
    ConfirmPromotion,
    EndPot,
    KeepCoins,
    KeepPot,
    PotButton,
    PotsPage,
    TakeChestBack,
)
from bot.ledger.books.economy import PotKind
from bot.ledger.rules.filling import Filling
from bot.ledger.shares import commitment, shares
from bot.storage.paging import Page
from bot.storage.pots import PotView, ShareView
from bot.words import Words

MOST_LISTED: Final = 40
"""How many shares of a chest are listed where it is checked; all are compared."""

_SUCCESS: Final = discord.ButtonStyle.success
_DANGER: Final = discord.ButtonStyle.danger


def drop_card(words: Words, drop: PotView, *, was_deleted: bool = False) -> ui.LayoutView:
    """A drop as everybody reads it; `was_deleted`: the message that stood for it before."""
    keeper = drop.keeper.name
    if drop.ended_seq:
        told = words.drop_over(keeper, drop.each, drop.people, drop.taken)
        return card(told, [_mine(words, drop)])
    told = words.drop_open(
        keeper,
        drop.each,
        drop.people,
        taken=drop.taken,
        role=drop.role,
        closes_ms=drop.closes_ms,
    )
    button = Press(words.collect_button, PotButton(drop.number, "take"), _SUCCESS)
    hint = words.posted_again if was_deleted else ""
    return card(told, hint, [button], colour=Colour.GIFT)


def chest_card(words: Words, chest: PotView, *, was_deleted: bool = False) -> ui.LayoutView:
    """A chest as everybody reads it: shut, open or over; `was_deleted` as of a drop."""
    keeper, open_button = chest.keeper.name, PotButton(chest.number, "take")
    if chest.ended_seq:
        return _over_card(words, chest)
    if chest.opened_seq:
        told = words.chest_open(
            keeper, chest.total, chest.people, taken=chest.taken, closes_ms=chest.closes_ms
        )
    else:
        told = words.chest_shut(keeper, chest.total, chest.people, chest.opens_ms)
    even = chest.is_even
    dealt = words.chest_even(chest.each) if even else words.chest_uneven(chest.fingerprint)
    return card(
        told,
        dealt,
        words.posted_again if was_deleted else "",
        [Press(words.open_chest_button, open_button, _SUCCESS)],
        colour=Colour.GIFT if chest.opened_seq else Colour.CALM,
    )


def _over_card(words: Words, chest: PotView) -> ui.LayoutView:
    lucky = chest.luckiest
    if chest.is_taken_back:
        return card(words.chest_taken_back(chest.keeper.name, chest.total))
    return card(
        words.chest_over(
            chest.keeper.name,
            chest.total,
            chest.people,
            taken=chest.taken,
            given=chest.given,
            own=chest.own,
            by_team=chest.ended_by is not None,
        ),
        words.chest_luckiest(lucky.member.name, lucky.total) if lucky else "",
        words.chest_evenly(chest.each)
        if chest.is_even
        else words.chest_told(chest.seed, chest.number),
        [_mine(words, chest)],
    )


def _mine(words: Words, pot: PotView) -> Press:
    return Press(words.my_share_button, PotButton(pot.number, "mine"))


def chest_question_card(
    words: Words, filled: Filling, balance: int, confirm: ConfirmChest
) -> ui.LayoutView:
    """The one question before a chest: what it takes, and how shares are dealt."""
    people, minutes = confirm.people, confirm.minutes
    if not confirm.own:
        told = words.chest_question_issued(filled.total, people, minutes)
    elif filled.even:
        told = words.chest_question_even(
            filled.total // people,
            people,
            minutes,
            coins=filled.coins,
            bonus_coins=filled.bonus_coins,
            kept=confirm.coins - filled.total,
        )
    else:
        told = words.chest_question(
            filled.total,
            people,
            minutes,
            bonus_coins=filled.bonus_coins,
            left=balance - filled.total,
        )
    return card(
        told,
        [
            Press(words.drop_chest_button, confirm, _SUCCESS),
            Press(words.keep_button, KeepCoins(confirm.owner, "chest")),
        ],
        colour=Colour.CARE,
    )


def chest_dropped_card(words: Words, chest: PotView, owner: int) -> ui.LayoutView:
    """One's own chest stands; before it opens it can be taken back."""
    told = words.chest_dropped(chest.total, chest.channel, chest.opens_ms, chest.number)
    if chest.own:
        button = Press(words.take_chest_back_button, TakeChestBack(owner, chest.number))
    else:
        button = Press(words.end_pot_button, AskEndPot(owner, chest.number))
    return card(told, [button])


def check_card(words: Words, chest: PotView, taken: Sequence[ShareView]) -> ui.LayoutView:
    """A chest dealt again from its seed, beside what was taken."""
    head = words.check_head(chest.number, chest.keeper.name, chest.total, chest.people)
    if chest.is_even:
        return card(head, words.check_even(chest.each), colour=Colour.CALM)
    fingerprint = chest.fingerprint
    if not chest.ended_seq:
        later = words.check_later(fingerprint, chest.closes_ms)
        return card(head, later, words.check_how, colour=Colour.CALM)
    dealt = shares(chest.seed, chest.total, chest.people)
    pairs = list(zip(taken, dealt, strict=False))
    lines = [
        words.check_line(place, share.member.name, share.total, due)
        for place, (share, due) in enumerate(pairs, start=1)
    ]
    right = sum(share.total == due for share, due in pairs)
    more = len(lines) - MOST_LISTED
    is_same = fingerprint == commitment(chest.seed)
    tell_seed = words.check_seed if is_same else words.check_swapped
    return card(
        head,
        tell_seed(chest.seed, fingerprint),
        words.check_result(len(taken), right),
        "\n".join(lines[:MOST_LISTED]),
        words.check_more(more) if more > 0 else "",
        words.check_how,
        colour=Colour.DONE if is_same and right == len(taken) else Colour.CARE,
    )


def drop_question_card(words: Words, confirm: ConfirmDrop) -> ui.LayoutView:
    """The one question before a large drop."""
    return card(
        words.drop_question(confirm.coins, confirm.people, confirm.role),
        [
            Press(words.make_drop_button, confirm, _SUCCESS),
            Press(words.keep_button, KeepCoins(confirm.owner, "drop")),
        ],
        colour=Colour.CARE,
    )


def promotion_question_card(words: Words, confirm: ConfirmPromotion) -> ui.LayoutView:
    """The one question before a large promotion."""
    return card(
        words.promotion_question(confirm.typed, confirm.coins, confirm.uses),
        [
            Press(words.make_promotion_button, confirm, _SUCCESS),
            Press(words.keep_button, KeepCoins(confirm.owner, "promo")),
        ],
        colour=Colour.CARE,
    )


def made_card(words: Words, told: str, number: int, owner: int) -> ui.LayoutView:
    """A promotion or a drop was made, and can be ended."""
    return card(told, [Press(words.end_pot_button, AskEndPot(owner, number))])


def pots_card(words: Words, page: Page[PotView], shown: PotsPage) -> ui.LayoutView:
    """A guild's promotions, or its drops and chests, newest first."""
    rows: list[Block] = [_row(words, pot, shown.owner) for pot in page.entries]
    return card(
        words.pots_title[shown.what],
        Line(),
        *rows,
        "" if rows else words.no_pots[shown.what],
        _pager(words, page, shown),
        colour=Colour.CALM,
    )


def _row(words: Words, pot: PotView, owner: int) -> Block:
    if pot.kind == PotKind.PROMOTION:
        named = words.promotion_row(pot.number, pot.code, pot.each, pot.keeper.name)
    elif pot.kind == PotKind.DROP:
        named = words.drop_row(pot.number, pot.each, pot.channel, pot.keeper.name)
    else:
        named = words.chest_row(pot.number, pot.keeper.name, pot.total, pot.channel)
    if pot.ended_seq:
        state = words.pot_over_state(
            pot.taken,
            pot.people,
            pot.total - pot.given,
            pot.ended_by.name if pot.ended_by else None,
            by_team=pot.ended_by is not None,
            taken_back=pot.is_taken_back,
        )
        return f"{named}\n-# {state}"
    state = words.pot_state(pot.taken, pot.people, pot.closes_ms)
    return Beside(f"{named}\n-# {state}", Press(words.end_pot_button, AskEndPot(owner, pot.number)))


def _pager(words: Words, page: Page[PotView], shown: PotsPage) -> Sequence[Press]:
    if not page.entries or not (page.has_older or page.has_newer):
        return []
    newest, oldest = page.entries[0].seq, page.entries[-1].seq
    newer = replace(shown, part="newer", before=0, after=newest)
    older = replace(shown, part="older", before=oldest, after=0)
    return [
        Press(words.newer, newer, disabled=not page.has_newer),
        Press(words.older, older, disabled=not page.has_older),
    ]


def end_question_card(words: Words, pot: PotView, owner: int) -> ui.LayoutView:
    """The one question before a pot is ended."""
    keeper = pot.keeper.name if pot.own else None
    return card(
        words.end_question(pot.kind, pot.number, pot.total - pot.given, keeper, pot.code),
        [
            Press(words.end_now_button, EndPot(owner, pot.number), _DANGER),
            Press(words.keep_pot_button, KeepPot(owner)),
        ],
        colour=Colour.CARE,
    )
