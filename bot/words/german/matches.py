"""What is said about matches, in German."""

from bot.ledger.requests.live import CHALLENGE_MINUTES
from bot.words.german.grammar import GermanGrammar
from bot.words.matches import MatchWords


class GermanMatchWords(GermanGrammar, MatchWords):
    """The sentences of matches."""

    def match_minutes(self, minutes: int) -> str:
        """How long a match takes."""
        return "1 Minute" if minutes == 1 else f"{self.number(minutes)} Minuten"

    def match_proposed(
        self,
        challenger: str | None,
        opponent: str | None,
        user_id: int,
        *,
        minutes: int,
        expires_ms: int,
    ) -> str:
        """A challenge that waits for its answer."""
        called = f"<@{user_id}>" if user_id else self.strong_name(opponent)
        return (
            f"⚔️ {self.strong_name(challenger)} fordert {called} heraus: "
            f"{self.match_minutes(minutes)}!\n"
            "Jede verschenkte Münze ist ein Punkt, und wer am Ende mehr hat, gewinnt. "
            f"{self.strong_name(opponent)}, bist du dabei?\n"
            f"-# Offen bis {self.moment(expires_ms, 't')}, {self.moment(expires_ms, 'R')}"
        )

    def match_running(self, challenger: str | None, opponent: str | None, ends_ms: int) -> str:
        """A match that is on."""
        return (
            f"⚔️ {self.strong_name(challenger)} gegen {self.strong_name(opponent)}: Es läuft! "
            f"Schluss ist {self.moment(ends_ms, 'R')}.\n"
            "Jede Münze, die eine Seite geschenkt bekommt, ist ein Punkt für sie."
        )

    def match_declined(self, challenger: str | None, opponent: str | None) -> str:
        """A challenge that was turned down."""
        return (
            f"⚔️ Diesmal kein Match: {self.strong_name(opponent)} lehnt ab, "
            f"{self.strong_name(challenger)} hatte herausgefordert."
        )

    def match_withdrawn(self, challenger: str | None, opponent: str | None) -> str:
        """A challenge that was taken back."""
        return (
            f"⚔️ {self.strong_name(challenger)} hat die Herausforderung an "
            f"{self.strong_name(opponent)} zurückgezogen."
        )

    def match_lapsed(self, challenger: str | None, opponent: str | None) -> str:
        """A challenge that nobody answered in time."""
        return (
            f"⚔️ Niemand hat geantwortet: {self.strong_name(challenger)} hatte "
            f"{self.strong_name(opponent)} herausgefordert, und nach "
            f"{self.match_minutes(CHALLENGE_MINUTES)} ist das abgelaufen."
        )

    def match_over(self, score: str) -> str:
        """A match that was counted, where it was announced."""
        return f"⚔️ {score} · das Match ist vorbei."

    def match_won(self, winner: str | None, score: str) -> str:
        """Who won."""
        return f"🏆 {self.strong_name(winner)} gewinnt das Match!\n{score}"

    def match_drawn(self, score: str, coins: int) -> str:
        """Nobody won."""
        if not coins:
            return f"🤝 Unentschieden ohne ein Geschenk: {score}. Beim nächsten Mal!"
        return f"🤝 Unentschieden!\n{score}"

    def match_best(self, creator: str | None, giver: str | None, coins: int) -> str:
        """Who gave most to one of the two."""
        return f"Am meisten für {self.name(creator)}: {self.name(giver)}, {self.number(coins)}"

    def match_fair(self, minutes: int) -> str:
        """How a match was counted."""
        return f"-# {self.match_minutes(minutes)}, eine Münze ist ein Punkt, kein Zufall im Spiel."

    def match_stands(self, score: str, ends_ms: int) -> str:
        """How a running match stands."""
        return f"⚔️ {score} · Schluss {self.moment(ends_ms, 'R')}"

    accept_button = "Annehmen"
    decline_button = "Ablehnen"
    score_button = "Punktestand"
    rematch_button = "Revanche"
    challenge_again_button = "Noch einmal herausfordern"
    withdraw_button = "Zurückziehen"

    def match_gift_button(self, creator: str | None) -> str:
        """The button that sends a gift to one of the two."""
        return f"Geschenk für {self.plain_name(creator)}"

    def match_sent(self, opponent: str | None, channel: int) -> str:
        """The challenge is out."""
        return (
            f"Abgeschickt! {self.strong_name(opponent)} kann "
            f"{self.match_minutes(CHALLENGE_MINUTES)} lang in <#{channel}> antworten, und mit "
            "einem Ja beginnt das Match."
        )

    def match_accepted(self, ends_ms: int) -> str:
        """One's own yes."""
        return f"Es läuft! Bis {self.moment(ends_ms, 'T')} ist jede Münze für dich ein Punkt."

    def match_left(self, challenger: str | None) -> str:
        """Who challenged is not on the server any more."""
        return (
            f"{self.strong_name(challenger)} ist nicht mehr auf diesem Server, also hat nichts "
            "begonnen. Mit `/live match` forderst du jemand anderen heraus."
        )

    match_said_no = "Abgelehnt. Es hat nichts begonnen."
    match_taken_back = "Zurückgezogen. Es hat nichts begonnen."
    match_of_two = (
        "Das ist Sache der beiden. Es ist nichts geschehen: Mit `/live match` forderst du selbst "
        "jemanden heraus."
    )
