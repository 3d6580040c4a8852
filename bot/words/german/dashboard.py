"""What stands on every page of the dashboard, at its door, and on the way there, in German."""

from datetime import date, datetime
from typing import ClassVar

from bot.words.dashboard import DashboardWords
from bot.words.german.calendar import GermanCalendarWords


class GermanDashboardWords(GermanCalendarWords, DashboardWords):
    """The sentences around the sections."""

    dashboard_unreachable = (
        "Die Übersicht hat noch keine Adresse, darum gibt es keinen Link. Wer Ovation betreibt, "
        "trägt in `OVATION_PUBLIC_URL` die Adresse der Seiten ein; dann öffnet "
        "`/creator dashboard` sie."
    )

    def dashboard_link(self, link: str) -> str:
        """The link into the dashboard, hidden until its reader wants to see it."""
        return (
            f"📊 Deine Übersicht: ||{link}||\n"
            "Der Link öffnet einmal, innerhalb von 5 Minuten. Wer ihn öffnet, sieht, was du "
            "siehst: Zeig ihn niemandem und öffne ihn nicht, solange du deinen Bildschirm teilst."
        )

    # On every page.

    dashboard_skip: ClassVar[str] = "Zum Inhalt"
    dashboard_places: ClassVar[str] = "Server"
    dashboard_menu: ClassVar[str] = "Bereiche"
    dashboard_leave: ClassVar[str] = "Abmelden"
    dashboard_older: ClassVar[str] = "Ältere"
    dashboard_newer: ClassVar[str] = "Neuere"
    dashboard_pages: ClassVar[str] = "Seiten"
    dashboard_as_table: ClassVar[str] = "Als Tabelle"
    dashboard_file: ClassVar[str] = "CSV herunterladen"
    section_overview: ClassVar[str] = "Überblick"
    section_shows: ClassVar[str] = "Deine Shows"
    door_title: ClassVar[str] = "Deine Übersicht"
    door_without_link: ClassVar[str] = (
        "Tippe auf deinem Server `/creator dashboard` und folge dem Link, den dort nur du siehst."
    )
    door_with_link: ClassVar[str] = "Dieser Link öffnet einmal. Nach dir kann ihn niemand benutzen."
    door_enter: ClassVar[str] = "Hereinkommen"
    link_over_title: ClassVar[str] = "Dieser Link ist abgelaufen"
    link_over: ClassVar[str] = (
        "Links öffnen einmal und fünf Minuten lang. Tippe noch einmal `/creator dashboard`."
    )

    lost_title: ClassVar[str] = "Hier ist nichts"
    lost: ClassVar[str] = (
        "Unter dieser Adresse steht nichts von dir. Wenn du den Server verlassen hast oder eine "
        "Rolle nicht mehr hast, siehst du dessen Seiten nicht mehr; für die anderen tippe dort "
        "`/creator dashboard`."
    )
    form_over_title: ClassVar[str] = "Nichts wurde geändert"
    form_over: ClassVar[str] = (
        "Dieses Formular stammt aus der Zeit, bevor du dich neu angemeldet hast. Öffne seine Seite "
        "noch einmal und schick es von dort ab."
    )

    # Days, moments and amounts, as they stand on a page.

    def page_date(self, day: date) -> str:
        """A day, with its year."""
        return f"{day.day}. {self._months[day.month - 1]} {day.year}"

    def page_short_date(self, day: date) -> str:
        """A day where there is little room."""
        return f"{day.day}. {self._months[day.month - 1][:3]}."

    def page_moment(self, moment: datetime) -> str:
        """A day and the time."""
        return f"{self.page_date(moment)}, {moment:%H:%M} Uhr"

    def page_clock(self, moment: datetime) -> str:
        """The time alone."""
        return f"{moment:%H:%M} Uhr"
