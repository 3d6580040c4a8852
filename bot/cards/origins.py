"""Where the diamonds of a payout came from: at a glance beside the decision, and in full."""

from collections.abc import Sequence
from typing import Final

from discord import ui

from bot.cards.layout import Colour, Press, card
from bot.controls.moderation import StatementPage
from bot.ledger.rules.limits import made_ms
from bot.storage.origins import (
    MOST_COINS_LOOKED_AT,
    MOST_FOLLOWED,
    MOST_LOOKED_AT,
    Adjustment,
    CoinsGiven,
    Giver,
    LetOff,
    Origin,
    Unpaid,
)
from bot.storage.payouts import PayoutView
from bot.storage.people import Somebody
from bot.words import Words

NAMED_AT_A_GLANCE: Final = 3
NAMED_IN_FULL: Final = 10


def origin_at_a_glance(words: Words, origin: Origin, reader: int = 0) -> Sequence[str]:
    """Two lines or three for who decides; `reader` is their Discord id, 0 for anybody."""
    lines = []
    if origin.givers:
        named = [
            words.giver_share(giver.who.name, giver.units, origin.units)
            for giver in origin.givers[:NAMED_AT_A_GLANCE]
        ]
        lines.append(words.came_from(len(origin.givers), named, origin.since_ms))
    warnings = [*_debts_at_a_glance(words, origin, reader), *_warnings(words, origin, reader)]
    if not origin.units:
        warnings.insert(0, words.no_origin)
    if warnings:
        lines.append(words.origin_warning(warnings))
    if not origin.is_all:
        lines.append(words.origin_in_part(MOST_LOOKED_AT))
    return lines


def _debts_at_a_glance(words: Words, origin: Origin, reader: int) -> Sequence[str]:
    """Who owes what the diamonds were given for, or needs to pay it no more."""
    told = [
        *(words.giver_owes(it.giver.name, it.owed, it.refund_seq) for it in origin.owing),
        *_let_off(words, origin.let_off, reader),
    ]
    more = len(told) - NAMED_AT_A_GLANCE
    return [*told[:NAMED_AT_A_GLANCE], words.origin_more(more)] if more > 0 else told


def _let_off(words: Words, debts: Sequence[LetOff], reader: int) -> Sequence[str]:
    return [
        words.was_let_off(
            it.debtor.name,
            it.amount,
            words.origin_person(it.manager.name, is_reader=_is(it.manager, reader)),
            it.seq,
        )
        for it in debts
    ]


def _warnings(words: Words, origin: Origin, reader: int) -> Sequence[str]:
    warnings = []
    if origin.adjustments:
        named = origin.adjustments[:NAMED_AT_A_GLANCE]
        given = [_by_hand(words, it, reader) for it in named]
        more = len(origin.adjustments) - len(named)
        warnings.append(words.by_hand(origin.adjusted, origin.units, given, more))
    if origin.young:
        units = sum(giver.units for giver in origin.young)
        warnings.append(words.from_young(len(origin.young), units, origin.units))
    by_hand = [it for it in origin.coins if not it.is_bought]
    if by_hand:
        moderators = _names(words, [it.moderator for it in by_hand], reader)
        warnings.append(words.coins_by_hand(*_coins_of(words, by_hand), moderators))
    own = [it for it in origin.coins if it.is_bought and _is(it.moderator, reader)]
    if own:
        warnings.append(words.coins_by_you(*_coins_of(words, own)))
    return warnings


def _coins_of(words: Words, given: Sequence[CoinsGiven]) -> tuple[int, Sequence[str]]:
    return sum(it.coins for it in given), _names(words, [it.giver for it in given])


def _names(words: Words, people: Sequence[Somebody], reader: int = 0) -> Sequence[str]:
    """Each of them once; the reader is told that it is them."""
    return [
        words.origin_person(who.name, is_reader=_is(who, reader)) for who in dict.fromkeys(people)
    ]


def _is(who: Somebody, reader: int) -> bool:
    return reader > 0 and who.user_id == reader


def _by_hand(words: Words, given: Adjustment, reader: int) -> str:
    who = words.origin_person(given.who.name, is_reader=_is(given.who, reader))
    return words.given_by_hand(given.seq, who, given.units)


def origin_card(words: Words, payout: PayoutView, origin: Origin, reader: int) -> ui.LayoutView:
    """All that is known of where the diamonds of a payout came from."""
    title = words.origin_title(payout.number, payout.creator.name, payout.units)
    buttons = []
    if payout.creator.user_id:
        page = StatementPage("of", reader, payout.creator.user_id)
        buttons.append(Press(words.statement_of(payout.creator.name), page))
    debts = "\n".join(_debts(words, origin, reader))
    if not origin.units:
        return card(title, words.no_origin, debts, buttons, colour=Colour.CARE)
    return card(
        title,
        words.origin_counted(origin.units, origin.since_ms),
        "" if origin.is_all else words.origin_in_part(MOST_LOOKED_AT),
        "\n".join(_givers(words, origin)),
        debts,
        "\n".join(_adjustments(words, origin, reader)),
        "\n".join(_coins(words, origin, reader)) if origin.givers else "",
        buttons,
        colour=Colour.CARE,
    )


def _givers(words: Words, origin: Origin) -> Sequence[str]:
    lines = [_giver(words, giver, origin.units) for giver in origin.givers[:NAMED_IN_FULL]]
    more = origin.givers[NAMED_IN_FULL:]
    if more:
        lines.append(words.more_givers(len(more), sum(giver.units for giver in more)))
    return lines


def _giver(words: Words, giver: Giver, whole: int) -> str:
    who, user_id = giver.who, giver.who.user_id
    name = words.account_of(who.name, user_id) if user_id else words.strong_name(who.name)
    made = made_ms(user_id) if user_id else 0
    return words.origin_giver(
        name, giver.units, whole, gifts=giver.gifts, made_ms=made, young=giver.is_young
    )


def _debts(words: Words, origin: Origin, reader: int) -> Sequence[str]:
    """What was taken back since it was given, who owes for it, and who was let off."""
    lines = [
        *(_unpaid(words, it) for it in origin.unpaid),
        *_let_off(words, origin.let_off, reader),
    ]
    more = len(lines) - NAMED_IN_FULL
    if more > 0:
        lines[NAMED_IN_FULL:] = [f"-# {words.origin_more(more)}"]
    return [words.origin_debts_title, *lines] if lines else []


def _unpaid(words: Words, debtor: Unpaid) -> str:
    name = debtor.giver.name
    if not debtor.refunds:
        return words.giver_owes(name, debtor.owed, 0)
    facts = (debtor.refunded, debtor.refunds, debtor.refund_seq)
    return words.giver_refunded(name, *facts, debtor.owed)


def _adjustments(words: Words, origin: Origin, reader: int) -> Sequence[str]:
    if not origin.adjustments:
        return []
    named, more = origin.adjustments[:NAMED_IN_FULL], origin.adjustments[NAMED_IN_FULL:]
    lines = [_by_hand(words, it, reader) for it in named]
    if more:
        lines.append(words.more_by_hand(len(more), _units_of(more)))
    return [words.origin_by_hand_title, *lines]


def _units_of(adjustments: Sequence[Adjustment]) -> int:
    return sum(adjustment.units for adjustment in adjustments)


def _coins(words: Words, origin: Origin, reader: int) -> Sequence[str]:
    lines = [
        words.origin_coins(
            it.giver.name,
            words.origin_person(it.moderator.name, is_reader=_is(it.moderator, reader)),
            it.coins,
            bought=it.is_bought,
        )
        for it in origin.coins[:NAMED_IN_FULL]
    ]
    bounds = words.origin_coins_bounds(MOST_FOLLOWED, MOST_COINS_LOOKED_AT)
    return [words.origin_coins_title, *(lines or [words.no_origin_coins]), bounds]
