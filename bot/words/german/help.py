"""What is said to somebody who asks what there is, in German."""

from bot.words.german.grammar import GermanGrammar
from bot.words.help import HelpWords


class GermanHelpWords(GermanGrammar, HelpWords):
    """The sentences of `/help`."""

    help_viewers = (
        "**Ovation** macht aus Münzen Geschenke für alle, denen du gern zusiehst.\n"
        "Zum Anfangen:\n"
        "1. `/wallet`: deine Münzen, deine 💎 und wer dir etwas geschickt hat\n"
        "2. `/gift`: Geschenk und Person aussuchen, abschicken\n"
        "3. `/leaderboard`: wer vorn liegt und wie viel dir noch fehlt"
    )
    help_more = (
        "Danach:\n"
        "- `/history`: jede Münze, die kam oder ging, mit der `#Nummer` für Rückfragen\n"
        "- `/diamonds show` und `/diamonds convert`: was dir Geschenke eingebracht haben\n"
        "- `/follow`: jemandem folgen und erfahren, wenn Shows beginnen\n"
        "- Im Menü eines Mitglieds → Apps → **Send a gift**"
    )
    help_creators = (
        "**Creator**\n"
        "- `/live start`: live gehen, mit einer Tafel für deine Geschenke; `/live end`: die Show "
        "ist vorbei\n"
        "- `/live queue`: für Geschenke danken, die größten zuerst; `/live replay`: eins noch "
        "einmal zeigen\n"
        "- `/live status`: wer live ist und wie es läuft; `/live recap`: wie die letzten Shows "
        "waren\n"
        "- `/live plan`: eine Show ankündigen; `/live goal`, `/live match`: Gründe zum Schenken\n"
        "- `/creator join`, `/creator pause`: ob dich Geschenke erreichen; `/creator helpers`: wer "
        "in deinem Namen dankt\n"
        "- `/creator overlay`: Geschenke in deinem Stream; `/creator dashboard`: deine Zahlen im "
        "Browser"
    )
    help_moderators = (
        "**Moderation**\n"
        "- `/mod lookup`: das Konto eines Mitglieds, mit „Zurücknehmen“ neben jedem Geschenk\n"
        "- `/mod freeze`, `/mod unfreeze`, `/mod reverse`: jeweils mit einem Grund, den das "
        "Mitglied liest\n"
        "- `/mod messages`: die Nachrichten zu Geschenken, die auf dich warten\n"
        "- `/live end`, mit `creator`: eine Show beenden, die nicht weitergehen soll\n"
        "- Im Menü eines Dankeschöns → Apps → **Look up this gift**"
    )
    help_managers = (
        "**Verwaltung**\n"
        "- `/setup start`: alles für den Anfang auf einer Seite; `/setup show`: was eingestellt "
        "ist\n"
        "- `/setup gift`: Namen, Emojis und Preise; `/setup live`: wer Geschenke bekommt, wie ein "
        "Dankeschön aussieht\n"
        "- `/mod adjust`: Münzen geben oder abziehen; `/mod audit`: wer was getan hat"
    )
