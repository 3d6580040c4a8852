"""What is said on leaderboards, in German."""

from collections.abc import Mapping

from bot.ledger.periods import Board, Span
from bot.words.boards import MEDALS, BoardWords, Neighbour
from bot.words.german.grammar import GermanGrammar


class GermanBoardWords(GermanGrammar, BoardWords):
    """The sentences of the leaderboards."""

    board_names: Mapping[Board, str] = {
        Board.GIVEN: "Top-Schenkende",
        Board.RECEIVED: "Top-Beschenkte",
    }
    span_names: Mapping[Span, str] = {
        Span.DAY: "heute",
        Span.WEEK: "diese Woche",
        Span.MONTH: "diesen Monat",
        Span.ALL: "insgesamt",
    }
    span_buttons: Mapping[Span, str] = {
        Span.DAY: "Heute",
        Span.WEEK: "Woche",
        Span.MONTH: "Monat",
        Span.ALL: "Insgesamt",
    }
    you = "du"
    you_beside = "dir"
    unchecked = (
        "-# Discord hat nicht gesagt, wer noch da ist: Vielleicht steht hier jemand, der gegangen "
        "ist."
    )
    board_for_bots = "Bots stehen auf keiner Rangliste. Wähle eine Person."
    board_for_departed = (
        "Diese Person ist nicht mehr auf dem Server, deshalb steht sie auf keiner Rangliste."
    )

    def board_title(self, board: Board, span: Span, ends_ms: int | None) -> str:
        """Which board it is, and when it resets."""
        resets = f"\n-# Beginnt {self.moment(ends_ms, 'R')} von vorn" if ends_ms else ""
        return f"🏆 **{self.board_names[board]}** · {self.span_names[span]}{resets}"

    def no_places(self, board: Board) -> str:
        """A board that nobody is on."""
        if board is Board.GIVEN:
            return "Das erste Geschenk holt 🥇. Mit `/gift` ist es verschickt."
        return "Wer zuerst beschenkt wird, holt 🥇."

    def rank(self, rank: int) -> str:
        """A rank, as it stands before a name."""
        return MEDALS[rank - 1] if rank <= len(MEDALS) else f"**{self.number(rank)}.**"

    def stands(
        self, name: str | None, rank: int, above: Neighbour | None, below: Neighbour | None
    ) -> str:
        """Where somebody stands, between whom; without a name, the reader."""
        place = MEDALS[rank - 1] if rank <= len(MEDALS) else f"Platz {self.number(rank)}"
        parts = [place]
        if above:
            parts.append(self._apart(above, "hinter"))
        if below:
            parts.append(self._apart(below, "vor"))
        return f"{self._who(name)}: {', '.join(parts)}."

    def _apart(self, neighbour: Neighbour, how: str) -> str:
        if not neighbour.coins:
            return f"gleichauf mit {neighbour.name}"
        return f"{self.number(neighbour.coins)} {how} {neighbour.name}"

    def _who(self, name: str | None) -> str:
        return self.strong_name(name) if name else "**Du**"

    def no_place(self, name: str | None, board: Board) -> str:
        """Somebody who is not on a board; without a name, the reader, who learns how to be."""
        if name:
            return f"{self._who(name)}: noch kein Platz."
        if board is Board.GIVEN:
            return f"{self._who(None)}: noch kein Platz. Mit einem Geschenk hast du einen."
        return f"{self._who(None)}: noch kein Platz. Das erste Geschenk an dich bringt dir einen."
