"""The cards around live shows: the board that stands in the channel, and the private ones."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import discord
from discord import ui

from bot.cards.layout import Block, Colour, Line, Press, card
from bot.controls.creators import Follow
from bot.controls.live import OpenPicker
from bot.controls.shows import GiftForShow, QuickGift, ShowGifters
from bot.ledger.catalogue import Catalogue
from bot.ledger.tiers import rung_of
from bot.storage.combos import ComboView
from bot.storage.queue import ThanksGiven
from bot.storage.shows import LiveBoard, ShowView
from bot.storage.standings import BoardView
from bot.words import Words

QUICK_GIFTS: Final = 3
"""How many gifts have a button of their own on the board: the cheapest."""
MOST_SHOWS: Final = 5
"""How many shows `/live status` tells of at once."""
COINS_SIGN: Final = "🪙"


class Going(NamedTuple):
    """A running show as `/live status` tells of it."""

    board: LiveBoard
    thanks: ThanksGiven
    channel: int
    """Where thanks come up: the show's channel, or the one for gifts where that was deleted; 0
    where there is neither."""
    is_own: bool
    """Whether the reader is its creator."""


def live_board_card(words: Words, board: LiveBoard, catalogue: Catalogue) -> ui.LayoutView:
    """The board of a show: with buttons while it runs, as it ended without any."""
    shown = board.show
    blocks: list[Block] = []
    if board.highlight and not shown.ended_ms:
        blocks += [words.show_highlight(_told(words, board.highlight.combo)), Line()]
    blocks.append("\n".join(_lines(words, board, catalogue)))
    if shown.ended_ms:
        return card(*blocks, colour=Colour.CALM)
    colour = Colour.GIFT
    if board.highlight:
        colour = discord.Colour(rung_of(board.highlight.combo.coins).colour)
    return card(*blocks, *_buttons(words, board, catalogue), colour=colour)


def _lines(words: Words, board: LiveBoard, catalogue: Catalogue) -> list[str]:
    shown, name = board.show, board.show.creator.name
    if shown.ended_ms:
        title = words.show_over(name, shown.title)
        lines = [f"{title} · {words.show_lasted(shown.ended_ms - shown.started_ms)}"]
    else:
        lines = [f"{words.show_live(name, shown.title)} · {words.show_since(shown.started_ms)}"]
    lines += _came_to(words, board)
    goal, score = board.goal, board.score
    if goal and not shown.ended_ms:
        item = catalogue.get(goal.item)
        sign = item.emoji if item else COINS_SIGN
        # A gift that counted for it may have been taken back since.
        if goal.is_reached and goal.progress >= goal.target:
            lines.append(words.show_goal_reached(sign, goal.progress, goal.target))
        else:
            lines.append(words.show_goal(sign, goal.progress, goal.target, goal.expires_ms))
    if score and not shown.ended_ms:
        opponent = score.opponent.name
        lines.append(words.show_score(name, score.own, opponent, score.other, score.ends_ms))
    if board.latest:
        latest = [(combo.emoji, combo.quantity, combo.sender.name) for combo in board.latest]
        lines.append(words.show_latest(latest))
    return lines


def _came_to(words: Words, board: LiveBoard) -> list[str]:
    shown = board.show
    if not shown.gifts:
        return [words.show_had_no_gifts if shown.ended_ms else words.show_no_gifts]
    places = [
        words.show_place(
            words.rank(rank), words.giver(gifter.member.name, gifter.level), gifter.coins
        )
        for rank, gifter in enumerate(board.gifters, start=1)
    ]
    sums = words.show_sums(shown.coins, shown.earned_units, shown.gifts)
    return [sums, *([" · ".join(places)] if places else [])]


def _told(words: Words, combo: ComboView) -> str:
    """A gift or a combo in one line, with what was written last."""
    tell = words.given if combo.gifts == 1 else words.counted
    line = tell(
        emoji=combo.emoji,
        name=combo.name,
        quantity=combo.quantity,
        giver=words.giver(combo.sender.name, combo.level),
        recipient=combo.recipient.name,
    )
    return words.with_message(line, combo.messages[-1]) if combo.messages else line


def _buttons(words: Words, board: LiveBoard, catalogue: Catalogue) -> list[Sequence[Press]]:
    shown, to = board.show, board.show.creator.user_id or 0
    send = GiftForShow(shown.number, to)
    cheapest = sorted(catalogue.offered, key=lambda item: (item.price, item.number))[:QUICK_GIFTS]
    return [
        [
            Press(words.show_gift_button, send, discord.ButtonStyle.success, "🎁"),
            *(
                Press(words.show_quick_gift(item), QuickGift(to, item.number), emoji=item.emoji)
                for item in cheapest
            ),
        ],
        [
            Press(words.show_gifters_button, ShowGifters(shown.number), emoji="🏆"),
            Press(words.show_follow_button, Follow(to), emoji="🔔"),
        ],
    ]


def call_card(words: Words, shown: ShowView, role: int) -> ui.LayoutView:
    """The message that tells those who asked for it that a show has begun."""
    button = OpenPicker(shown.number, shown.creator.user_id or 0)
    name, title = shown.creator.name, shown.title
    return card(
        # The role may have been taken out of the settings meanwhile.
        words.show_calls(role, name, title) if role else words.show_live(name, title),
        [Press(words.show_gift_button, button, emoji="🎁")],
    )


def status_card(words: Words, shows: Sequence[Going], more: int) -> ui.LayoutView:
    """Who is live, with a link to each board that stands."""
    blocks: list[Block] = []
    for going in shows:
        blocks.append("\n".join(_going(words, going)))
        if going.channel and going.board.show.board:
            blocks.append(_link(words, going.board.show))
    return card(*blocks, words.more_shows(more) if more else "", colour=Colour.GIFT)


def _going(words: Words, going: Going) -> list[str]:
    shown, thanks = going.board.show, going.thanks
    title = words.show_live(shown.creator.name, shown.title)
    is_home = going.channel == shown.channel
    where = f" · <#{shown.channel}>" if is_home else ""
    lines = [f"{title} · {words.show_since(shown.started_ms)}{where}"]
    lines += _came_to(words, going.board)
    if thanks.thanked:
        lines.append(words.show_thanks(thanks.thanked, thanks.combos, thanks.median_ms))
    elif thanks.combos and going.is_own:
        lines.append(words.show_thanks_none)
    if not is_home:
        lines.append(words.show_moved(going.channel) if going.channel else words.show_homeless)
    return lines


def _link(words: Words, shown: ShowView) -> ui.ActionRow[ui.LayoutView]:
    url = f"https://discord.com/channels/{shown.guild}/{shown.board_channel}/{shown.board}"
    return ui.ActionRow(ui.Button(label=words.show_board_link, url=url))


def gifters_card(words: Words, shown: ShowView, view: BoardView, reader: int) -> ui.LayoutView:
    """Who gave most in a show, and where the reader, a Discord id, stands."""
    places = [
        words.place(rank, earned.person.name, earned.coins, is_own=earned.person.user_id == reader)
        for rank, earned in enumerate(view.places, start=view.first_rank)
    ]
    listed = {earned.person.user_id for earned in view.places}
    own = ""
    if view.stand and reader not in listed:
        own = words.stands(None, view.stand.rank, None, None)
    return card(
        words.show_gifters_title(shown.creator.name, shown.title),
        "\n".join(places) or words.show_no_gifts,
        own,
        "" if view.is_checked else words.unchecked,
        colour=Colour.GIFT,
    )
