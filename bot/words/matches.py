"""What is said about matches: the challenge, how it stands, and who won."""

from bot.ledger.requests.live import CHALLENGE_MINUTES
from bot.words.grammar import Grammar


class MatchWords(Grammar):
    """The sentences of matches."""

    def match_minutes(self, minutes: int) -> str:
        """How long a match takes."""
        return "1 minute" if minutes == 1 else f"{self.number(minutes)} minutes"

    def match_score(
        self, challenger: str | None, coins: int, opponent: str | None, opponent_coins: int
    ) -> str:
        """How a match stands, in coins."""
        score = f"{self.number(coins)} : {self.number(opponent_coins)}"
        return f"{self.strong_name(challenger)} {score} {self.strong_name(opponent)}"

    def match_proposed(
        self,
        challenger: str | None,
        opponent: str | None,
        user_id: int,
        *,
        minutes: int,
        expires_ms: int,
    ) -> str:
        """A challenge that waits for its answer; the opponent is called, without a sound."""
        called = f"<@{user_id}>" if user_id else self.strong_name(opponent)
        return (
            f"⚔️ {self.strong_name(challenger)} challenges {called} to a match of "
            f"{self.match_minutes(minutes)}!\n"
            "Every coin in gifts is a point, and whoever has more at the end wins. "
            f"{self.strong_name(opponent)}, are you in?\n"
            f"-# Open until {self.moment(expires_ms, 't')}, {self.moment(expires_ms, 'R')}"
        )

    def match_running(self, challenger: str | None, opponent: str | None, ends_ms: int) -> str:
        """A match that is on."""
        return (
            f"⚔️ {self.strong_name(challenger)} against {self.strong_name(opponent)}: it's on! "
            f"It ends {self.moment(ends_ms, 'R')}.\n"
            "Every coin in gifts to one of them is a point."
        )

    def match_declined(self, challenger: str | None, opponent: str | None) -> str:
        """A challenge that was turned down."""
        return (
            f"⚔️ No match this time: {self.strong_name(opponent)} passes on "
            f"{self.strong_name(challenger)}'s challenge."
        )

    def match_withdrawn(self, challenger: str | None, opponent: str | None) -> str:
        """A challenge that was taken back."""
        return (
            f"⚔️ {self.strong_name(challenger)} took the challenge to "
            f"{self.strong_name(opponent)} back."
        )

    def match_lapsed(self, challenger: str | None, opponent: str | None) -> str:
        """A challenge that nobody answered in time."""
        return (
            f"⚔️ Nobody answered {self.strong_name(challenger)}'s challenge to "
            f"{self.strong_name(opponent)}, so it ran out after "
            f"{self.match_minutes(CHALLENGE_MINUTES)}."
        )

    def match_over(self, score: str) -> str:
        """A match that was counted, where it was announced."""
        return f"⚔️ {score} · the match is over."

    def match_won(self, winner: str | None, score: str) -> str:
        """Who won."""
        return f"🏆 {self.strong_name(winner)} wins the match!\n{score}"

    def match_drawn(self, score: str, coins: int) -> str:
        """Nobody won: both were given as much, or nothing."""
        if not coins:
            return f"🤝 A draw without a gift: {score}. Next time!"
        return f"🤝 A draw!\n{score}"

    def match_best(self, creator: str | None, giver: str | None, coins: int) -> str:
        """Who gave most to one of the two."""
        return f"Most for {self.name(creator)}: {self.name(giver)}, {self.number(coins)}"

    def match_fair(self, minutes: int) -> str:
        """How a match was counted."""
        return f"-# {self.match_minutes(minutes)}, a coin is a point, no chance involved."

    def match_stands(self, score: str, ends_ms: int) -> str:
        """How a running match stands, for whoever asks."""
        return f"⚔️ {score} · ends {self.moment(ends_ms, 'R')}"

    accept_button = "Accept"
    decline_button = "Decline"
    score_button = "Score"
    rematch_button = "Rematch"
    challenge_again_button = "Challenge again"
    withdraw_button = "Take it back"

    def match_gift_button(self, creator: str | None) -> str:
        """The button that sends a gift to one of the two."""
        return f"Gift for {self.plain_name(creator)}"

    def match_sent(self, opponent: str | None, channel: int) -> str:
        """The challenge is out."""
        return (
            f"Challenge sent! {self.strong_name(opponent)} has "
            f"{self.match_minutes(CHALLENGE_MINUTES)} to answer in <#{channel}>, and the match "
            "starts with a yes."
        )

    def match_accepted(self, ends_ms: int) -> str:
        """One's own yes."""
        return f"It's on! Until {self.moment(ends_ms, 'T')}, every coin you get is a point."

    def match_left(self, challenger: str | None) -> str:
        """Who challenged is not on the server any more."""
        return (
            f"{self.strong_name(challenger)} is not on this server any more, so nothing was "
            "started. `/live match` challenges somebody else."
        )

    match_said_no = "Declined. Nothing was started."
    match_taken_back = "Taken back. Nothing was started."
    match_of_two = (
        "That's for the two of them. Nothing was done: `/live match` challenges somebody yourself."
    )
