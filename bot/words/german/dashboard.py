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
    waiting_title: ClassVar[str] = "Gerade nicht"
    waiting: ClassVar[str] = (
        "Die Bücher antworten im Moment nicht. Lade diese Seite gleich noch einmal; was doppelt "
        "abgeschickt wird, geschieht einmal."
    )
    link_waits: ClassVar[str] = (
        "Die Bücher antworten im Moment nicht, darum kam niemand herein. Dein Link bleibt offen, "
        "bis seine fünf Minuten um sind: Folge ihm gleich noch einmal."
    )
    too_fast_title: ClassVar[str] = "Einen Moment"
    too_fast: ClassVar[str] = (
        "Das war zu viel auf einmal, darum ist es nicht geschehen. Warte ein paar Sekunden und "
        "versuch es noch einmal."
    )
    form_over_title: ClassVar[str] = "Nichts wurde geändert"
    form_over: ClassVar[str] = (
        "Dieses Formular stammt aus der Zeit, bevor du dich neu angemeldet hast. Öffne seine Seite "
        "noch einmal und schick es von dort ab."
    )

    # Where somebody is signed in.

    section_sessions: ClassVar[str] = "Wo du angemeldet bist"
    sessions_this: ClassVar[str] = "dieser Browser"
    sessions_known: ClassVar[str] = (
        "Was für ein Browser das jeweils ist und wo, wird nicht aufgehoben: nur, seit wann er "
        "angemeldet ist. Ein weiterer Link meldet niemanden ab, damit Laptop und Handy zugleich "
        "offen bleiben können."
    )
    sessions_leave: ClassVar[str] = "Überall abmelden"
    sessions_what: ClassVar[str] = (
        "Alle deine Browser sind sofort abgemeldet, auch dieser, und ein Link, dem noch niemand "
        "gefolgt ist, öffnet nichts mehr. Dein Overlay läuft weiter. Zurück kommst du mit "
        "`/creator dashboard`."
    )
    left_everywhere_title: ClassVar[str] = "Überall abgemeldet"
    left_everywhere: ClassVar[str] = (
        "Kein Browser ist mehr bei deiner Übersicht angemeldet. Zurück kommst du mit "
        "`/creator dashboard` auf deinem Server."
    )

    def sessions_counted(self, browsers: int) -> str:
        """In how many browsers somebody is signed in."""
        if browsers == 1:
            return "Ein Browser ist bei deiner Übersicht angemeldet: dieser."
        return f"{self.number(browsers)} Browser sind bei deiner Übersicht angemeldet."

    def sessions_many(self, most: int) -> str:
        """The same where there are more than are listed."""
        return f"{self.number(most)} oder mehr Browser sind angemeldet; diese kamen zuletzt:"

    def sessions_since(self, began: str, until: str) -> str:
        """Since when a browser is signed in, and until when."""
        return f"Seit {began}, längstens bis {until}"

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
