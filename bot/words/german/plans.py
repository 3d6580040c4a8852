"""What is said about planned shows, in German."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import ClassVar

from bot.ledger.moments import Shift, Unclear
from bot.words.german.calendar import GermanCalendarWords
from bot.words.plans import PlanWords


class GermanPlanWords(GermanCalendarWords, PlanWords):
    """The sentences of planned shows."""

    def plan_announced(self, creator: str | None, title: str, at_ms: int) -> str:
        """Everybody reads of a coming show."""
        return (
            f"🗓️ {self.strong_name(creator)} geht live: {self.moment(at_ms, 'F')}"
            f"{self._title_after(title)}\n-# {self.moment(at_ms, 'R')}"
        )

    def _title_after(self, title: str) -> str:
        return f" · {self.quote(title)}" if title else ""

    def plan_called_off(self, creator: str | None, title: str, at_ms: int) -> str:
        """A coming show does not take place."""
        return (
            f"🗓️ Abgesagt: die Show{self._show_called(title)} von {self.strong_name(creator)}, "
            f"geplant für {self.moment(at_ms, 'F')}."
        )

    def plan_begun(self, creator: str | None, title: str, at_ms: int) -> str:
        """The time of a show has come, where it was announced."""
        return (
            f"🗓️ Die Show{self._show_called(title)} von {self.strong_name(creator)} war geplant für "
            f"{self.moment(at_ms, 'F')}."
        )

    def plan_due(self, creator: str | None, title: str, channel: int, since_ms: int) -> str:
        """The reminder."""
        now = (
            f"Beginnen sollte sie {self.moment(since_ms, 'R')}." if since_ms else "Es ist so weit!"
        )
        where = f"Läuft jetzt in <#{channel}>!" if channel else now
        return f"🔔 Die Show{self._show_called(title)} von {self.strong_name(creator)}: {where}"

    def plan_callers(self, user_ids: Sequence[int], more: int) -> str:
        """Those who asked to be reminded, and how many beside them."""
        called = " ".join(f"<@{user_id}>" for user_id in user_ids)
        return called + (f" und {self.number(more)} weitere" if more else "")

    remind_button = "Erinnere mich"
    plan_over_button = "Erinnerungen verschickt"
    plan_off_button = "Abgesagt"

    def remind_on(self, at_ms: int) -> str:
        """One's own reminder is set."""
        return (
            f"🔔 Du wirst hier {self.moment(at_ms, 'R')} erwähnt, ohne Ton. Drück noch einmal, "
            "wenn du es dir anders überlegst."
        )

    remind_off = "🔕 Keine Erinnerung für dich. Drück noch einmal, wenn du doch eine willst."

    def plan_made(self, title: str, at_ms: int, channel: int) -> str:
        """One's own plan is announced."""
        return (
            f"🗓️ Angekündigt in <#{channel}>: deine Show{self._show_called(title)}, "
            f"{self.moment(at_ms, 'F')} ({self.moment(at_ms, 'R')})."
        )

    def plan_shifted(self, shift: Shift, named: time, local: datetime) -> str:
        """What the clock does at the moment that was named."""
        if shift is Shift.SKIPPED:
            return (
                "-# In dieser Nacht wird die Uhr vorgestellt, "
                f"{self._clock_text(named)} fällt aus: Gemeint ist "
                f"{self._clock_text(local.time())}."
            )
        if shift is Shift.TWICE:
            return (
                "-# In dieser Nacht wird die Uhr zurückgestellt, "
                f"{self._clock_text(local.time())} kommt zweimal: Gemeint ist das erste Mal."
            )
        return ""

    plans_title = "**Deine geplanten Shows**"
    no_plans = (
        "Du hast nichts geplant. `/live plan` mit Titel und Zeit kündigt eine Show an, etwa "
        "`when:Fr 20:30`."
    )

    def plan_row(self, title: str, at_ms: int, channel: int, reminded: int) -> str:
        """One line of one's plans."""
        name = self.quote(title) if title else "Eine Show"
        people = ""
        if reminded:
            who = "1 Person wird" if reminded == 1 else f"{self.number(reminded)} Personen werden"
            people = f" · {who} erinnert"
        return f"{self.moment(at_ms, 'F')} · {name} · <#{channel}>{people}"

    call_off_button = "Absagen"
    keep_plan_button = "Behalten"

    def plan_ask_call_off(self, title: str, at_ms: int) -> str:
        """The one question before a show is called off."""
        return (
            f"Deine Show{self._show_called(title)}, {self.moment(at_ms, 'F')}, absagen? Die "
            "Ankündigung sagt es dann, und niemand wird erinnert."
        )

    plan_now_off = "Abgesagt. Die Ankündigung sagt es, und niemand wird erinnert."
    plan_kept = "Die Show bleibt geplant. Geändert wurde nichts."

    plan_needs_when = (
        "Wann denn? Angekündigt ist noch nichts: Gib `when` an, etwa `Fr 20:30` oder "
        "`in 2 Stunden`."
    )
    plan_needs_title = (
        "Wie heißt sie denn? Angekündigt ist noch nichts: Gib einen Titel an, etwa "
        "`title:Speedrun`."
    )

    no_announcing_here = (
        "In einem Thread lässt sich das nicht ankündigen, deshalb ist nichts angekündigt. Nimm "
        "einen Text- oder Sprachkanal."
    )

    def plan_no_room(self, channel: int) -> str:
        """A channel in which the member may not write themselves."""
        return (
            f"In <#{channel}> kannst du nicht schreiben, deshalb ist nichts angekündigt. Nimm "
            "einen anderen Kanal."
        )

    def misread(self, why: Unclear, timezone: str) -> str:
        """Why a text names no moment, and what would."""
        return f"{self._why_misread[why]}\n-# Es gilt die Uhrzeit von {timezone}."

    _why_misread: ClassVar[Mapping[Unclear, str]] = {
        Unclear.UNREADABLE: (
            "Das lässt sich nicht als Zeitpunkt lesen, deshalb ist nichts angekündigt. `20:30`, "
            "`morgen 20:30`, `Fr 20:30`, `24.11. 20:30`, `2026-11-24 20:30` und `in 2 Stunden` "
            "gehen alle."
        ),
        Unclear.NO_TIME: (
            "Um wie viel Uhr? Angekündigt ist noch nichts: Häng die Uhrzeit an, etwa "
            "`morgen 20:30` oder `Fr 20:30`."
        ),
        Unclear.NO_SUCH_TIME: (
            "Diese Uhrzeit zeigt keine Uhr, deshalb ist nichts angekündigt. Alles von `00:00` bis "
            "`23:59` geht."
        ),
        Unclear.NO_SUCH_DAY: (
            "Diesen Tag hat der Kalender nicht, deshalb ist nichts angekündigt. Sieh das Datum "
            "noch einmal an: `24.11. 20:30` und `2026-11-24 20:30` gehen."
        ),
        Unclear.WHICH_DAY: (
            "Dieses Datum meint hier einen Tag und anderswo einen anderen, deshalb ist nichts "
            "angekündigt. Schreib `24.11. 20:30` oder `2026-11-24 20:30`."
        ),
    }
