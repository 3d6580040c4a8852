"""What stands on every page of the dashboard, at its door, and what Discord says of the way there.

What stands on a page is plain text: the page itself keeps markup harmless.
"""

from datetime import date, datetime
from typing import ClassVar

from bot.words.calendar import CalendarWords
from bot.words.grammar import visible


class DashboardWords(CalendarWords):
    """The sentences around the sections."""

    dashboard_unreachable = (
        "The dashboard has no address yet, so there is no link. Whoever runs Ovation sets "
        "`OVATION_PUBLIC_URL` to the address of its pages; then `/creator dashboard` opens them."
    )

    def dashboard_link(self, link: str) -> str:
        """The link into the dashboard, hidden until its reader wants to see it."""
        return (
            f"📊 Your dashboard: ||{link}||\n"
            "It opens once, within 5 minutes. Whoever opens it sees what you see, so show it to "
            "nobody and don't open it while sharing your screen."
        )

    # On every page.

    dashboard_skip: ClassVar[str] = "To the content"
    dashboard_places: ClassVar[str] = "Servers"
    dashboard_menu: ClassVar[str] = "Sections"
    dashboard_leave: ClassVar[str] = "Sign out"
    dashboard_older: ClassVar[str] = "Older"
    dashboard_newer: ClassVar[str] = "Newer"
    dashboard_pages: ClassVar[str] = "Pages"
    dashboard_as_table: ClassVar[str] = "As a table"
    dashboard_file: ClassVar[str] = "Download CSV"
    section_overview: ClassVar[str] = "Overview"
    section_shows: ClassVar[str] = "Shows"
    door_title: ClassVar[str] = "Your dashboard"
    door_without_link: ClassVar[str] = (
        "Type `/creator dashboard` on your server, and follow the link that only you see there."
    )
    door_with_link: ClassVar[str] = "This link opens once. Nobody else can use it after you."
    door_enter: ClassVar[str] = "Come in"
    link_over_title: ClassVar[str] = "This link is over"
    link_over: ClassVar[str] = (
        "Links open once, and for five minutes. Type `/creator dashboard` again for another."
    )
    lost_title: ClassVar[str] = "There is nothing here"
    lost: ClassVar[str] = (
        "Nothing of yours stands at this address. If you left the server or a role was taken "
        "back, its pages are gone for you; for the others, type `/creator dashboard` there."
    )
    waiting_title: ClassVar[str] = "Not just now"
    waiting: ClassVar[str] = (
        "The books do not answer at the moment. Load this page again in a little while; what is "
        "sent twice is done once."
    )
    link_waits: ClassVar[str] = (
        "The books do not answer at the moment, so nobody came in. Your link stays open until its "
        "five minutes are over: follow it again in a little while."
    )
    too_fast_title: ClassVar[str] = "One moment"
    too_fast: ClassVar[str] = (
        "That was too much at once, so it was not done. Wait a few seconds, and try again."
    )
    form_over_title: ClassVar[str] = "Nothing was changed"
    form_over: ClassVar[str] = (
        "This form was made before you signed in anew. Open its page again, and send it from there."
    )

    # Where somebody is signed in.

    section_sessions: ClassVar[str] = "Where you are signed in"
    sessions_this: ClassVar[str] = "this browser"
    sessions_known: ClassVar[str] = (
        "What kind of browser each of them is, and where, is not kept: only since when it is "
        "signed in. Another link signs nobody out, so a laptop and a phone can both stay open."
    )
    sessions_leave: ClassVar[str] = "Sign out everywhere"
    sessions_what: ClassVar[str] = (
        "All of your browsers are signed out at once, this one too, and a link that nobody "
        "followed yet opens nothing any more. Your overlay goes on. To come back, type "
        "`/creator dashboard`."
    )
    left_everywhere_title: ClassVar[str] = "Signed out everywhere"
    left_everywhere: ClassVar[str] = (
        "No browser is signed in to your dashboard any more. To come back, type "
        "`/creator dashboard` on your server."
    )

    def sessions_counted(self, browsers: int) -> str:
        """In how many browsers somebody is signed in."""
        if browsers == 1:
            return "One browser is signed in to your dashboard: this one."
        return f"{self.number(browsers)} browsers are signed in to your dashboard."

    def sessions_many(self, most: int) -> str:
        """The same where there are more than are listed."""
        return f"{self.number(most)} browsers or more are signed in; these came last:"

    def sessions_since(self, began: str, until: str) -> str:
        """Since when a browser is signed in, and until when."""
        return f"Since {began}, until {until} at the latest"

    # Days, moments and amounts, as they stand on a page.

    def page_date(self, day: date) -> str:
        """A day, with its year."""
        return f"{day.day} {self._months[day.month - 1]} {day.year}"

    def page_short_date(self, day: date) -> str:
        """A day where there is little room, as beside a plot."""
        return f"{day.day} {self._months[day.month - 1][:3]}"

    def page_moment(self, moment: datetime) -> str:
        """A day and the time, as a clock on the server's wall shows it."""
        return f"{self.page_date(moment)}, {moment:%H:%M}"

    def page_clock(self, moment: datetime) -> str:
        """The time alone."""
        return f"{moment:%H:%M}"

    def page_gift(self, name: str, quantity: int) -> str:
        """A gift by its name, and how many of it where there are several."""
        return f"{visible(name)} ×{self.number(quantity)}" if quantity > 1 else visible(name)

    def signed_diamonds(self, units: int) -> str:
        """Diamonds, given in ten-thousandths, which always show their sign."""
        return f"{'+' if units > 0 else ''}{self.diamonds(units)}"
