"""The thank-you queue, in German."""

from bot.ledger.outcomes import Outcome, live
from bot.words.german.grammar import GermanGrammar
from bot.words.grammar import escaped, visible
from bot.words.queue import QueueWords


class GermanQueueWords(GermanGrammar, QueueWords):
    """The sentences of `/live queue` and `/live replay`."""

    def queue_of(self, creator: str | None) -> str:
        """Whose queue it is, where that may not be clear."""
        return f"-# Warteschlange von {self.strong_name(creator)}"

    queue_empty = "# 💛 Niemand wartet\n„Aktualisieren“ sieht nach, ob Neues gekommen ist."
    queue_paused = (
        "⏸️ **Pausiert.** Neue Geschenke erscheinen erst im Kanal, wenn du „Weiter“ drückst."
    )

    def queue_waiting(self, waiting: int, gifts: int) -> str:
        """How many thank-yous are still to say, and for how many gifts where those are more."""
        if not waiting:
            return "Niemand wartet"
        does_wait = "wartet" if waiting == 1 else "warten"
        return f"{self._thank_yous(waiting)} {does_wait}{self._in_gifts(waiting, gifts)}"

    def _thank_yous(self, waiting: int) -> str:
        return "1 Dankeschön" if waiting == 1 else f"{self.number(waiting)} Dankeschöns"

    def _in_all(self, gifts: int) -> str:
        return "1 Geschenk" if gifts == 1 else f"{self.number(gifts)} Geschenke"

    def as_of(self, at_ms: int) -> str:
        """The moment that something shown is true of."""
        return f"Stand {self.moment(at_ms, 't')}"

    def thank_button(self, name: str | None) -> str:
        """Thank for what is shown."""
        return f"{self.plain_name(name)} danken"

    def thank_all_button(self, waiting: int) -> str:
        """Thank for all that waits."""
        return f"Für alle {self.number(waiting)} danken"

    def replay_button(self, name: str, sender: str | None) -> str:
        """Show again what was answered last."""
        return f"Noch einmal {visible(name)} · {self.plain_name(sender)}"

    skip_button = "Überspringen"
    hold_button = "Pausieren"
    resume_button = "Weiter"
    refresh_button = "Aktualisieren"
    open_queue_button = "Warteschlange öffnen"

    def thank_all_question(self, waiting: int, gifts: int, coins: int) -> str:
        """What is asked once before very many are thanked at once."""
        return (
            f"**Für alle {self.number(waiting)} auf einmal danken?** Eine Nachricht nennt alle: "
            f"{self._in_all(gifts)}, {self.coins(coins)}."
        )

    thank_all_yes = "Allen danken"
    thank_all_no = "Zurück"

    def queue_note(self, outcome: Outcome, sender: str | None, gift: str) -> str:
        """What came of a press about a sender's gift, as far as the card does not show it."""
        name = self.strong_name(sender)
        if isinstance(outcome, live.Thanked):
            return f"💛 {name} gedankt"
        if isinstance(outcome, live.ThanksSkipped):
            return f"{name} übersprungen"
        if isinstance(outcome, live.GiftReplayed):
            return f"🔁 {escaped(gift)} von {name} läuft noch einmal"
        if isinstance(outcome, live.AllThanked):
            return "💛 Allen gedankt"
        if isinstance(outcome, live.ThanksHeld) and not outcome.on:
            return "▶️ Weiter geht's: Was gewartet hat, erscheint jetzt"
        return ""

    def queue_posted(self, creator: str | None) -> str:
        """A shared card was posted."""
        return (
            f"Fertig: Die Warteschlange von {self.strong_name(creator)} steht jetzt hier. Auch "
            "Helfende aus `/creator helpers` können darauf drücken."
        )

    def queue_not_posted(self, trouble: str) -> str:
        """Discord did not take the shared card; `trouble` is why, in its words."""
        return (
            f"Discord lässt hier keine Nachricht durch: {escaped(trouble)}. Es steht nichts da. "
            "Gib Ovation die Rechte „Kanal anzeigen“ und „Nachrichten senden“ und versuch es "
            "noch einmal."
        )

    queue_unanswered = (
        "Discord hat nicht gesagt, ob die Karte ankam. Erscheint hier keine, versuch es noch "
        "einmal."
    )

    def queue_taken_away(self, channel: int, *, is_public: bool) -> str:
        """A shared card was taken away since; told to who opens the queue next."""
        why = "Diesen Kanal können jetzt alle auf dem Server lesen"
        if not is_public:
            why = "Wer sie dort geteilt hat, hilft nicht mehr mit"
        return (
            f"🔒 Die Warteschlange in <#{channel}> ist weg. {why}. Verloren ist nichts: "
            "`/live queue here:True` in einem privaten Kanal teilt sie wieder."
        )

    queue_turned_public = (
        "Diesen Kanal können jetzt alle auf dem Server lesen, deshalb ist nichts passiert, und die "
        "Warteschlange verschwindet hier. `/live queue` zeigt sie nur dir."
    )
    queue_in_public = (
        "Diesen Kanal können alle auf dem Server lesen, deshalb steht die Warteschlange nicht "
        "hier. Nimm `/live queue here:True` in einem privaten Kanal, oder `/live queue` nur für "
        "dich."
    )

    def unthanked(self, waiting: int) -> str:
        """What is left to thank for when a show ends."""
        is_due = "steht" if waiting == 1 else "stehen"
        return f"💛 {self._thank_yous(waiting)} {is_due} noch aus."

    def thanks_given(self, combos: int, thanked: int, median_ms: int) -> str:
        """The share that was thanked in person, and how soon; nothing where there was nothing."""
        if not combos:
            return ""
        share = f"Bisher {self.percent(thanked * 100 // combos * 100)} persönlich gedankt"
        return f"{share}, die Hälfte binnen {self.length(median_ms)}" if thanked else share

    replay_misread = (
        "Geschenke haben Nummern wie `#12`. Es wurde nichts gezeigt: Wähle eins aus der Liste."
    )

    replayed = "🔁 Wiederholung"

    def thanks_title(
        self, creator: str | None, *, people: int, sender: str | None, gifts: int, coins: int
    ) -> str:
        """Above the summary of all that a creator thanked for at once; `sender` is the first."""
        who = self.strong_name(sender) if people == 1 else f"**{self.number(people)} Leuten**"
        what = f"{self._in_all(gifts)} · {self.coins(coins)}"
        return f"💛 {self.strong_name(creator)} dankt {who} für {what}"

    def thanks_alone(self, creator: str | None) -> str:
        """The same where nothing is left to be named."""
        return f"💛 {self.strong_name(creator)} dankt allen."

    def replayed_result(self, sender: str | None, name: str) -> str:
        """What `/live replay` did, to who asked."""
        return f"🔁 {escaped(name)} von {self.strong_name(sender)} läuft noch einmal."
