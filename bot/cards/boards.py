"""The card of a leaderboard."""

from collections.abc import Mapping, Sequence

import discord
from discord import ui

from bot.cards.layout import Colour, Press, card
from bot.controls.boards import BoardPage
from bot.ledger.levels import level_of
from bot.ledger.periods import Board, Span
from bot.storage.standings import BoardView, Earned
from bot.words import Words
from bot.words.boards import Neighbour


def board_card(
    words: Words,
    view: BoardView,
    shown: BoardPage,
    *,
    ends_ms: int | None,
    name: str | None,
    notice: str,
    given: Mapping[int, int],
) -> ui.LayoutView:
    """A page of a board, and under it where `name`, or without one the reader, stands.

    `notice` stands in place of that, where there is something else to say of them. `given` is what
    those on the page gave in all, by Discord id.
    """
    board, span = Board(shown.board), Span(shown.span)
    places = [
        words.place(
            rank,
            earned.person.name,
            earned.coins,
            is_own=earned.person.user_id == shown.owner,
            level=level_of(given.get(earned.person.user_id, 0)),
        )
        for rank, earned in enumerate(view.places, start=view.first_rank)
    ]
    return card(
        words.board_title(board, span, ends_ms),
        "\n".join(places) or words.no_places(board),
        notice or (_standing(words, view, shown, name) if places else ""),
        "" if view.is_checked else words.unchecked,
        _spans(words, shown),
        [*_boards(words, shown), *_turning(view, shown)],
        colour=Colour.GIFT,
    )


def _standing(words: Words, view: BoardView, shown: BoardPage, name: str | None) -> str:
    stand = view.stand
    if stand is None:
        return words.no_place(name, Board(shown.board))
    above, below = (
        neighbour and _neighbour(words, neighbour, stand.coins, shown.owner)
        for neighbour in (stand.above, stand.below)
    )
    return words.stands(name, stand.rank, above, below)


def _neighbour(words: Words, neighbour: Earned, coins: int, reader: int) -> Neighbour:
    is_reader = neighbour.person.user_id == reader
    name = words.you_beside if is_reader else words.name(neighbour.person.name)
    return Neighbour(name, abs(neighbour.coins - coins))


def _spans(words: Words, shown: BoardPage) -> Sequence[Press]:
    return [
        _switch(
            words.span_buttons[span],
            BoardPage("span", shown.owner, shown.board, span, shown.member),
            is_on=span == shown.span,
        )
        for span in Span
    ]


def _boards(words: Words, shown: BoardPage) -> Sequence[Press]:
    return [
        _switch(
            words.board_names[board],
            BoardPage("board", shown.owner, board, shown.span, shown.member),
            is_on=board == shown.board,
        )
        for board in Board
    ]


def _switch(label: str, leads_to: BoardPage, *, is_on: bool) -> Press:
    style = discord.ButtonStyle.primary if is_on else discord.ButtonStyle.secondary
    return Press(label, leads_to, style, disabled=is_on)


def _turning(view: BoardView, shown: BoardPage) -> Sequence[Press]:
    if not view.page and not view.has_more:
        return []
    place = (shown.owner, shown.board, shown.span, shown.member)
    return [
        Press("◀", BoardPage("up", *place, view.page - 1), disabled=not view.page),
        Press("▶", BoardPage("down", *place, view.page + 1), disabled=not view.has_more),
    ]
