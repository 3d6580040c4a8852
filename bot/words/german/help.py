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
        "- Im Menü eines Mitglieds → Apps → **Send a gift**"
    )
    help_moderators = (
        "**Moderation**\n"
        "- `/mod lookup`: das Konto eines Mitglieds, mit „Zurücknehmen“ neben jedem Geschenk\n"
        "- `/mod freeze`, `/mod unfreeze`, `/mod reverse`: jeweils mit einem Grund, den das "
        "Mitglied liest\n"
        "- Im Menü eines Dankeschöns → Apps → **Look up this gift**"
    )
    help_managers = (
        "**Verwaltung**\n"
        "- `/setup start`: alles für den Anfang auf einer Seite; `/setup show`: was eingestellt "
        "ist\n"
        "- `/setup gift`: Namen, Emojis und Preise\n"
        "- `/mod adjust`: Münzen geben oder abziehen; `/mod audit`: wer was getan hat"
    )
