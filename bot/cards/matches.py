"""The cards of matches."""

import discord
from discord import ui

from bot.cards.layout import Block, Colour, Press, card
from bot.controls.live import OpenPicker
from bot.controls.matches import MatchButton, WithdrawMatch
from bot.storage.matches import MatchState, MatchView, Side
from bot.words import Words


def challenge_card(words: Words, match: MatchView) -> ui.LayoutView:
    """A challenge as it stands: waiting, running, turned down, taken back, run out or over."""
    names = match.challenger.creator.name, match.opponent.creator.name
    if match.state is MatchState.PROPOSED:
        called = match.opponent.creator.user_id or 0
        text = words.match_proposed(*names, called, minutes=match.minutes, expires_ms=match.ends_ms)
        buttons = [
            _button(words.accept_button, match, "accept", discord.ButtonStyle.success),
            _button(words.decline_button, match, "decline"),
        ]
        return card(text, buttons, colour=Colour.CARE)
    if match.state is MatchState.RUNNING:
        gifts = [_gift(words, match, side) for side in (match.challenger, match.opponent)]
        buttons = [*gifts, _button(words.score_button, match, "score")]
        return card(words.match_running(*names, match.ends_ms), buttons, colour=Colour.GIFT)
    if match.state is MatchState.ENDED:
        over = words.match_over(score_of(words, match))
        return card(over, [_button(words.rematch_button, match, "rematch")])
    told = {
        MatchState.WITHDRAWN: words.match_withdrawn,
        MatchState.LAPSED: words.match_lapsed,
    }
    text = told.get(match.state, words.match_declined)(*names)
    return card(text, [_button(words.challenge_again_button, match, "rematch")])


def _button(
    label: str,
    match: MatchView,
    part: str,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
) -> Press:
    return Press(label, MatchButton(match.number, part), style)


def _gift(words: Words, match: MatchView, side: Side) -> Press:
    control = OpenPicker(match.number, side.creator.user_id or 0)
    return Press(words.match_gift_button(side.creator.name), control)


def score_of(words: Words, match: MatchView) -> str:
    """How a match stands, with both names."""
    challenger, opponent = match.challenger, match.opponent
    return words.match_score(
        challenger.creator.name, challenger.coins, opponent.creator.name, opponent.coins
    )


def result_card(words: Words, match: MatchView, result: int) -> ui.LayoutView:
    """Who won, by how much, and who gave most; `result` names the operation that counted."""
    score, winner = score_of(words, match), match.winner
    blocks: list[Block] = [
        words.match_won(winner.creator.name, score)
        if winner
        else words.match_drawn(score, match.challenger.coins)
    ]
    best = [
        words.match_best(side.creator.name, side.best.name, side.best_coins)
        for side in (match.challenger, match.opponent)
        if side.best
    ]
    if best:
        blocks.append("\n".join(best))
    to = (winner or match.challenger).creator.user_id or 0
    blocks += [
        words.match_fair(match.minutes),
        [Press(words.digest_button, OpenPicker(result, to))],
    ]
    return card(*blocks, colour=Colour.GIFT)


def sent_card(words: Words, match: MatchView, owner: int) -> ui.LayoutView:
    """One's own challenge is out."""
    return card(
        words.match_sent(match.opponent.creator.name, match.channel),
        [Press(words.withdraw_button, WithdrawMatch(owner, match.number))],
    )
