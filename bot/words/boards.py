"""What is said on leaderboards: who is ahead, where one stands, and how far it is to the next."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from bot.ledger.periods import Board, Span
from bot.words.grammar import Grammar

MEDALS: Final = ("🥇", "🥈", "🥉")


class Neighbour(NamedTuple):
    """Who stands next to somebody, and how many coins lie between them."""

    name: str
    coins: int


class BoardWords(Grammar):
    """The sentences of the leaderboards."""

    board_names: Mapping[Board, str] = {
        Board.GIVEN: "Top gifters",
        Board.RECEIVED: "Top creators",
    }
    span_names: Mapping[Span, str] = {
        Span.DAY: "today",
        Span.WEEK: "this week",
        Span.MONTH: "this month",
        Span.ALL: "all time",
    }
    span_buttons: Mapping[Span, str] = {
        Span.DAY: "Today",
        Span.WEEK: "Week",
        Span.MONTH: "Month",
        Span.ALL: "All time",
    }
    you = "you"
    # The reader as a neighbour: other languages have another case there.
    you_beside = "you"
    unchecked = "-# Discord didn't say who is still here, so somebody who left may be listed."
    board_for_bots = "Bots are on no board. Pick a person."
    board_for_departed = "They are not on this server any more, so they are on no board."

    def board_title(self, board: Board, span: Span, ends_ms: int | None) -> str:
        """Which board it is, and when it resets."""
        resets = f"\n-# Resets {self.moment(ends_ms, 'R')}" if ends_ms else ""
        return f"🏆 **{self.board_names[board]}** · {self.span_names[span]}{resets}"

    def no_places(self, board: Board) -> str:
        """A board that nobody is on."""
        if board is Board.GIVEN:
            return "First gift takes 🥇. `/gift` sends it."
        return "First gift takes 🥇: whoever receives it."

    def rank(self, rank: int) -> str:
        """A rank, as it stands before a name."""
        return MEDALS[rank - 1] if rank <= len(MEDALS) else f"**{self.number(rank)}**"

    def place(self, rank: int, name: str, coins: int, *, is_own: bool, level: int = 0) -> str:
        """One place of a board, with the level that somebody has as a gifter."""
        own = f" ({self.you})" if is_own else ""
        return f"{self.rank(rank)} {self.name(name)}{self.badge(level)}{own} · {self.number(coins)}"

    def stands(
        self, name: str | None, rank: int, above: Neighbour | None, below: Neighbour | None
    ) -> str:
        """Where somebody stands, between whom; without a name, the reader."""
        place = MEDALS[rank - 1] if rank <= len(MEDALS) else f"#{self.number(rank)}"
        parts = [place]
        if above:
            parts.append(self._apart(above, "behind"))
        if below:
            parts.append(self._apart(below, "ahead of"))
        return f"{self._who(name)}: {', '.join(parts)}."

    def _apart(self, neighbour: Neighbour, how: str) -> str:
        if not neighbour.coins:
            return f"level with {neighbour.name}"
        return f"{self.number(neighbour.coins)} {how} {neighbour.name}"

    def _who(self, name: str | None) -> str:
        return f"**{self.name(name)}**" if name else "**You**"

    def no_place(self, name: str | None, board: Board) -> str:
        """Somebody who is not on a board; without a name, the reader, who learns how to be."""
        if name:
            return f"{self._who(name)}: no place yet."
        how = "one gift gets you one" if board is Board.GIVEN else "the first gift you get does it"
        return f"{self._who(None)}: no place yet, {how}."
