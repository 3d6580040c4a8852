"""What a show came to, in German."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.words.german.grammar import GermanGrammar
from bot.words.grammar import escaped, shortened, visible
from bot.words.recap import RecapWords

_MINUTE_MS = 60_000
_HOUR_MS = 60 * _MINUTE_MS


class GermanRecapWords(GermanGrammar, RecapWords):
    """The sentences around a show that is over, and the words on pictures."""

    def picture_level(self, level: int) -> str:
        """A gifter's level beside their name; nothing for who has none."""
        return f"Level {level}" if level else ""

    def picture_nameless(self, number: int) -> str:
        """What stands in the place of a name that no font can write."""
        return f"Mitglied {number}"

    picture_recap_title = "Die Show in Zahlen"
    picture_gifters_title = "Top-Schenkende"
    picture_plot_title = "Münzen im Lauf der Show"
    picture_no_coins = "Keine Münzen"
    picture_nobody = "Niemand hat etwas geschenkt"
    picture_totals: Mapping[str, str] = {
        "coins": "Münzen",
        "gifts": "Geschenke",
        "people": "Personen",
        "diamonds": "Diamanten",
    }
    picture_facts: Mapping[str, str] = {
        "longest": "Längste Combo",
        "biggest": "Größtes Geschenk",
        "goal": "Ziel",
        "match": "Duell",
        "thanks": "Persönlich gedankt",
    }

    def picture_date(self, began: datetime, ended: datetime) -> str:
        """When a show was, in the server's time zone."""
        return f"{began:%d.%m.%Y} · {began:%H:%M} bis {ended:%H:%M} Uhr"

    def picture_moment(self, at_ms: int) -> str:
        """How far into the show, where the plot is marked."""
        if not at_ms:
            return "0"
        if at_ms < _MINUTE_MS:
            return f"{at_ms // 1_000} Sek."
        if at_ms < _HOUR_MS:
            return f"{at_ms // _MINUTE_MS} Min."
        hours, rest = divmod(at_ms, _HOUR_MS)
        return f"{hours}:{rest // _MINUTE_MS:02} Std." if rest else f"{hours} Std."

    goal_reached = "erreicht"

    def picture_thanks(self, thanked: int, combos: int, median_ms: int) -> str:
        """Which share of the combos was thanked for in person, and how fast."""
        share = self.share_of(thanked, combos)
        return f"{share} · die Hälfte binnen {self.length(median_ms)}" if thanked else share

    def recap_title(self, creator: str | None, title: str) -> str:
        """Whose show is over, and what it was called."""
        called = f" · {self.quote(title)}" if title else ""
        return f"🎬 **Die Show von {self.name(creator)} ist vorbei**{called}"

    def recap_totals(self, *, length_ms: int, gifts: int, coins: int, units: int) -> str:
        """How long it was, and what it came to."""
        what = "1 Geschenk" if gifts == 1 else f"{self.number(gifts)} Geschenke"
        earned = f"{self.diamonds(units)} 💎"
        return f"{self.length(length_ms)} · **{what}** · {self.coins(coins)} · {earned}"

    def recap_longest(self, emoji: str, quantity: int, name: str | None) -> str:
        """The longest combo."""
        return f"{emoji} ×{self.number(quantity)}: die längste Combo, von {self.name(name)}"

    def recap_biggest(
        self, emoji: str, gift: str, quantity: int, coins: int, name: str | None
    ) -> str:
        """The biggest gift."""
        count = f"{self.number(quantity)} × " if quantity > 1 else ""
        what = f"{count}{escaped(gift)}, {self.coins(coins)}"
        return f"{emoji} {what}: das größte Geschenk, von {self.name(name)}"

    def recap_goal(
        self, name: str, emoji: str, target: int, progress: int, *, is_reached: bool
    ) -> str:
        """How far a goal came; of coins where it has no name."""
        unit = f"{emoji} {escaped(name)}" if name else self.coin_words[target != 1]
        state = "Ziel erreicht" if is_reached else "Ziel"
        return f"🎯 {state}: {self.number(progress)} von {self.number(target)} {unit}"

    def recap_thanks(self, creator: str | None, thanked: int, combos: int, median_ms: int) -> str:
        """Which share of the combos the creator thanked for in person, and how fast."""
        within = f"die Hälfte davon binnen {self.length(median_ms)}"
        share = self.share_of(thanked, combos)
        return f"💛 {self.name(creator)} hat persönlich für {share} gedankt, {within}"

    def recap_empty(self, creator: str | None, title: str, length_ms: int) -> str:
        """A show in which nobody gave anything."""
        called = f" {self.quote(title)}" if title else ""
        return (
            f"🎬 **Die Show{called} von {self.name(creator)} ist vorbei**, nach "
            f"{self.length(length_ms)} Schön, dass ihr da wart! Das erste Geschenk der nächsten "
            "bringt 🥇."
        )

    recap_send_button = "Etwas schenken"
    recap_file_button = "Als CSV"

    def recap_choice(self, title: str, began: datetime) -> str:
        """One show in a list: what it was called, or when it was."""
        when = f"{began:%d.%m. %H:%M} Uhr"
        return f"{shortened(visible(title), 60)} · {when}" if title else when

    def recap_choice_totals(self, gifts: int, coins: int) -> str:
        """What a show in a list came to."""
        what = "1 Geschenk" if gifts == 1 else f"{self.number(gifts)} Geschenke"
        return f"{what}, {self.coins(coins)}"

    recap_pick = "Eine andere Show"

    def recap_none(self, name: str | None) -> str:
        """A creator without any show that is over."""
        return (
            f"{self.strong_name(name)} hat noch keine Show beendet. `/live status` zeigt, wer "
            "gerade live ist."
        )

    recap_none_own = (
        "Du hast noch keine Show beendet: `/live start` beginnt eine. Mit `creator` siehst du die "
        "Shows von anderen."
    )
    recap_gone = (
        "Diese Show steht nicht in den Büchern, oder sie läuft noch. Wähle mit `/live recap` eine "
        "andere."
    )
    recap_file_refused = (
        "Diese Datei ist für den Creator der Show, für dessen Vertretung und die Moderation. "
        "Nichts wurde verschickt; der Rückblick selbst ist für alle da."
    )

    def recap_file(self, gifts: int, parts: int) -> str:
        """The file with every gift of a show."""
        what = "1 Geschenk" if gifts == 1 else f"{self.number(gifts)} Geschenke"
        split = (
            f" in {self.number(parts)} Dateien, denn Discord nimmt je 10 MB an" if parts > 1 else ""
        )
        return f"📄 Jedes Geschenk der Show: {what}{split}. Nur du siehst das."

    def recap_file_part(self, part: int, parts: int) -> str:
        """One of several files."""
        return f"📄 {self.number(part)} von {self.number(parts)}"

    def recap_file_cut(self, left_out: int) -> str:
        """What did not fit into all files together."""
        if left_out == 1:
            what = "Das letzte Geschenk hatte"
        else:
            what = f"Die letzten {self.number(left_out)} Geschenke hatten"
        return f"{what} keinen Platz: Frag danach, wer Ovation betreibt."

    file_columns: Sequence[str] = (
        "Nr.",
        "Zeit",
        "von",
        "Geschenk",
        "Anzahl",
        "Münzen",
        "Bonusmünzen",
        "Diamanten",
        "Nachricht",
        "Combo-Nr.",
        "gedankt",
        "zurückgenommen durch",
    )
