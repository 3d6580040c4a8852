"""What is said about planned shows: when they are, who is reminded, and what `when` may say."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import ClassVar

from bot.ledger.moments import Shift, Unclear
from bot.words.calendar import CalendarWords


class PlanWords(CalendarWords):
    """The sentences of planned shows."""

    def _clock_text(self, clock: time) -> str:
        """A time of day."""
        return f"{clock:%H:%M}"

    def moment_choice(self, local: datetime, timezone: str) -> str:
        """A moment as a suggestion, by the clock of the server."""
        return f"{self._day_text(local.date())}, {self._clock_text(local.time())} ({timezone})"

    def _show_called(self, title: str) -> str:
        return f" {self.quote(title)}" if title else ""

    def plan_announced(self, creator: str | None, title: str, at_ms: int) -> str:
        """Everybody reads of a coming show."""
        return (
            f"🗓️ {self.strong_name(creator)} goes live on {self.moment(at_ms, 'F')}"
            f"{self._title_after(title)}\n-# {self.moment(at_ms, 'R')}"
        )

    def _title_after(self, title: str) -> str:
        return f": {self.quote(title)}" if title else "."

    def plan_called_off(self, creator: str | None, title: str, at_ms: int) -> str:
        """A coming show does not take place."""
        return (
            f"🗓️ Called off: {self.strong_name(creator)}'s show{self._show_called(title)} on "
            f"{self.moment(at_ms, 'F')}."
        )

    def plan_begun(self, creator: str | None, title: str, at_ms: int) -> str:
        """The time of a show has come, where it was announced."""
        return (
            f"🗓️ {self.strong_name(creator)}'s show{self._show_called(title)} was planned for "
            f"{self.moment(at_ms, 'F')}."
        )

    def plan_due(self, creator: str | None, title: str, channel: int, since_ms: int) -> str:
        """The reminder; `channel` is where the show runs, or 0 where it has not begun.

        `since_ms` is when it was planned for, where that is a while ago, or 0.
        """
        now = f"It was to begin {self.moment(since_ms, 'R')}." if since_ms else "It's time!"
        where = f"On now in <#{channel}>!" if channel else now
        return f"🔔 {self.strong_name(creator)}'s show{self._show_called(title)}: {where}"

    def plan_callers(self, user_ids: Sequence[int], more: int) -> str:
        """Those who asked to be reminded, and how many beside them; nothing for nobody."""
        called = " ".join(f"<@{user_id}>" for user_id in user_ids)
        return called + (f" and {self.number(more)} more" if more else "")

    remind_button = "Remind me"
    plan_over_button = "Reminders sent"
    plan_off_button = "Called off"

    def remind_on(self, at_ms: int) -> str:
        """One's own reminder is set."""
        return (
            f"🔔 You'll be mentioned here {self.moment(at_ms, 'R')}, without a sound. Press again "
            "to take it back."
        )

    remind_off = "🔕 No reminder for you. Press again if you'd like one after all."

    def plan_made(self, title: str, at_ms: int, channel: int) -> str:
        """One's own plan is announced."""
        return (
            f"🗓️ Announced in <#{channel}>: your show{self._show_called(title)}, "
            f"{self.moment(at_ms, 'F')} ({self.moment(at_ms, 'R')})."
        )

    def plan_shifted(self, shift: Shift, named: time, local: datetime) -> str:
        """What the clock does at the moment that was named; nothing where it does nothing."""
        if shift is Shift.SKIPPED:
            return (
                f"-# The clocks go forward that night and skip {self._clock_text(named)}, so it is "
                f"{self._clock_text(local.time())}."
            )
        if shift is Shift.TWICE:
            return (
                f"-# The clocks go back that night, so {self._clock_text(local.time())} comes "
                "twice: it is the first of the two."
            )
        return ""

    plans_title = "**Your planned shows**"
    no_plans = (
        "You have nothing planned. `/live plan` with a title and a time announces a show, such as "
        "`when:Fri 20:30`."
    )

    def plan_row(self, title: str, at_ms: int, channel: int, reminded: int) -> str:
        """One line of one's plans."""
        name = self.quote(title) if title else "Show"
        people = ""
        if reminded:
            who = "1 person is" if reminded == 1 else f"{self.number(reminded)} people are"
            people = f" · {who} reminded"
        return f"{self.moment(at_ms, 'F')} · {name} · <#{channel}>{people}"

    call_off_button = "Call off"
    keep_plan_button = "Keep it"

    def plan_ask_call_off(self, title: str, at_ms: int) -> str:
        """The one question before a show is called off."""
        return (
            f"Call your show{self._show_called(title)} on {self.moment(at_ms, 'F')} off? The "
            "announcement will say so, and nobody is reminded."
        )

    plan_now_off = "Called off. The announcement says so, and nobody is reminded."
    plan_kept = "It stays planned. Nothing was changed."

    plan_needs_when = (
        "When is it? Nothing was announced: add `when`, such as `Fri 20:30` or `in 2 hours`."
    )
    plan_needs_title = (
        "What is it called? Nothing was announced: add a title, such as `title:Speedrun`."
    )

    no_announcing_here = (
        "That can't be announced in a thread. Nothing was announced: use a text or voice channel."
    )

    def plan_no_room(self, channel: int) -> str:
        """A channel in which the member may not write themselves."""
        return f"You can't write in <#{channel}>, so nothing was announced. Pick another channel."

    def misread(self, why: Unclear, timezone: str) -> str:
        """Why a text names no moment, and what would."""
        return f"{self._why_misread[why]}\n-# Times are those of {timezone}."

    _why_misread: ClassVar[Mapping[Unclear, str]] = {
        Unclear.UNREADABLE: (
            "That doesn't read as a moment, so nothing was announced. `20:30`, `tomorrow 20:30`, "
            "`Fri 20:30`, `24.11. 20:30`, `2026-11-24 20:30` and `in 2 hours` all work."
        ),
        Unclear.NO_TIME: (
            "At what time? Nothing was announced yet: add it, as in `tomorrow 20:30` or "
            "`Fri 20:30`."
        ),
        Unclear.NO_SUCH_TIME: (
            "No clock shows that time, so nothing was announced. Anything from `00:00` to `23:59` "
            "works, and `8:30 pm` too."
        ),
        Unclear.NO_SUCH_DAY: (
            "The calendar has no such day, so nothing was announced. Look at the date again: "
            "`24.11. 20:30` and `2026-11-24 20:30` work."
        ),
        Unclear.WHICH_DAY: (
            "That date is one day here and another elsewhere, so nothing was announced. Write "
            "`24.11. 20:30` or `2026-11-24 20:30`."
        ),
    }
