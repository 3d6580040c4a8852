"""What is said of live shows, in German."""

from collections.abc import Sequence

from bot.words.german.grammar import GermanGrammar
from bot.words.grammar import escaped
from bot.words.shows import ShowWords


class GermanShowWords(GermanGrammar, ShowWords):
    """The sentences of shows."""

    show_gift_button = "Etwas schenken"
    show_gifters_button = "Top-Schenkende"
    show_follow_button = "Folgen"
    show_board_link = "Zur Tafel"
    show_no_gifts = "Noch keine Geschenke: Das erste holt 🥇."
    show_had_no_gifts = "Diesmal keine Geschenke."
    nobody_live = "Gerade ist niemand live. `/live start` beginnt deine eigene Show."
    show_needs_channel = (
        "Eine Show braucht einen Text-, Sprach- oder Stage-Kanal. Es hat nichts begonnen: Wähle "
        "einen mit `channel`."
    )

    def show_live(self, name: str | None, title: str) -> str:
        """A running show, as the title of its board."""
        return f"🔴 {self.strong_name(name)} ist live{self._called(title)}"

    def show_over(self, name: str | None, title: str) -> str:
        """A show that ended, as the title of its last board."""
        return f"⚫ {self.strong_name(name)} war live{self._called(title)}"

    def show_calls(self, role: int, name: str | None, title: str) -> str:
        """The one message that sounds: to those who asked to be told when somebody goes live."""
        return f"<@&{role}> {self.show_live(name, title)}. Schaut vorbei!"

    def show_since(self, started_ms: int) -> str:
        """When a running show began; Discord keeps the time that has passed up to date."""
        return f"Beginn: {self.moment(started_ms, 'R')}"

    def show_lasted(self, duration_ms: int) -> str:
        """How long a show was, as its last board tells it."""
        return f"{self.length(duration_ms)} lang"

    def show_sums(self, coins: int, units: int, gifts: int) -> str:
        """What a show has come to."""
        what = "1 Geschenk" if gifts == 1 else f"{self.number(gifts)} Geschenke"
        return f"**{self.coins(coins)}** · {self.diamonds(units)} 💎 · {what}"

    def show_latest(self, latest: Sequence[tuple[str, int, str | None]]) -> str:
        """The latest gifts: each one's emoji, how many, and from whom."""
        return super().show_latest(latest).replace("-# Latest:", "-# Zuletzt:", 1)

    def _goal_ends(self, expires_ms: int) -> str:
        return f"Ende: {self.moment(expires_ms, 'R')}"

    def show_gifters_title(self, name: str | None, title: str) -> str:
        """Above those who gave most in one show."""
        called = f" · {escaped(title)}" if title else ""
        return f"🏆 **Top-Schenkende** bei {self.strong_name(name)}{called}"

    # What is answered in private.

    def show_began(self, channel: int, title: str) -> str:
        """The creator's show has begun."""
        return (
            f"🔴 Du bist live in <#{channel}>{self._called(title)}. Deine Tafel erscheint dort "
            "gleich, und dort wird für jedes Geschenk an dich gedankt. `/live end` beendet die "
            "Show."
        )

    def show_cannot_write(self, channel: int) -> str:
        """Somebody names a channel that they may not write in themselves."""
        return (
            f"In <#{channel}> kannst du nicht schreiben, also kann deine Show dort nicht sein. Es "
            "hat nichts begonnen: Wähle einen Kanal, in dem du schreiben kannst."
        )

    def show_ended(self, duration_ms: int, coins: int, units: int, gifts: int) -> str:
        """A show has ended, and what it came to."""
        came_to = self.show_sums(coins, units, gifts) if gifts else self.show_had_no_gifts
        return f"⚫ Vorbei nach {self.length(duration_ms)} {came_to}"

    def recap_comes(self, channel: int) -> str:
        """Where the recap of a show that just ended is posted."""
        return f"-# Der Rückblick erscheint in <#{channel}>."

    def recap_comes_elsewhere(self, channel: int) -> str:
        """The same, where the show's own channel was deleted meanwhile."""
        return (
            f"-# Den Kanal der Show gibt es nicht mehr, also erscheint der Rückblick in "
            f"<#{channel}>."
        )

    recap_comes_nowhere = (
        "-# Den Kanal der Show gibt es nicht mehr, und für Geschenke ist keiner eingestellt: Der "
        "Rückblick wartet, und `/live recap` zeigt ihn dir jetzt schon."
    )

    def show_stopped(self, name: str | None, seq: int) -> str:
        """A moderator has ended somebody's show: who is told, and where it stands."""
        return (
            f"-# {self.strong_name(name)} erfährt es mit der nächsten Antwort; in `/mod audit` "
            f"steht es als {self.reference(seq)}."
        )

    # How it goes.

    def show_moved(self, channel: int) -> str:
        """The channel of a running show was deleted, and thanks go to the one for gifts."""
        return (
            f"-# Den Kanal der Show gibt es nicht mehr: Tafel und Dank erscheinen in <#{channel}>."
        )

    show_homeless = (
        "-# Den Kanal der Show gibt es nicht mehr, und für Geschenke ist keiner eingestellt: Es "
        "gibt keine Tafel, und gedankt wird dort, wo jemand schenkt. Abhilfe: `/live end`, dann "
        "`/live start` in einem anderen Kanal."
    )

    def show_thanks(self, thanked: int, combos: int, median_ms: int) -> str:
        """Which share of what came the creator has thanked for in person, and how fast."""
        share, within = self.share_of(thanked, combos), self.length(median_ms)
        return f"💛 Persönlich gedankt: {share}, die Hälfte davon in höchstens {within}"

    show_thanks_none = (
        "💛 Noch für nichts persönlich gedankt: `/live queue` zeigt, worauf ein Dank wartet."
    )

    def not_live(self, name: str | None) -> str:
        """Somebody has no show running."""
        return (
            f"{self.strong_name(name)} ist gerade nicht live. `/live status` allein zeigt alle, "
            "die es sind."
        )

    def more_shows(self, shows: int) -> str:
        """Shows that have no room on the card."""
        return f"-# und {self.number(shows)} weitere. `/live status creator` zeigt eine davon."
