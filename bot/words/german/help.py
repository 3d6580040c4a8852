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
        "- `/diamonds cashout`, `/diamonds payouts`: 💎 als Geld, wo dieser Server auszahlt\n"
        "- `/budget set`: dir selbst ein Limit setzen; `/budget show`: was davon übrig ist\n"
        "- `/follow`: jemandem folgen und erfahren, wenn Shows beginnen\n"
        "- `/chest drop`: Münzen mit allen teilen, die da sind; `/chest check`: eine Truhe "
        "nachrechnen\n"
        "- `/shop show`: Münzen bekommen, und was sie kosten; `/shop claim`: was du bei Discord "
        "gekauft hast\n"
        "- `/calculator coins`, `/calculator diamonds`: was Münzen kosten und Geschenke bringen\n"
        "- `/redeem`: einen Code gegen Bonusmünzen einlösen\n"
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
        "- `/mod purchases`: Münzen, die Mitglieder kaufen möchten; bestätige, was bezahlt ist\n"
        "- `/mod payouts`: Auszahlungen genehmigen, ablehnen oder als bezahlt eintragen\n"
        "- `/mod promo`: Codes für Bonusmünzen; `/mod drop`: Bonusmünzen auf Knopfdruck; "
        "`/mod drops`: wie es läuft, und Schluss damit\n"
        "- `/mod rings`: Geschenke, die im Kreis oder auffällig an eine Person gehen; `/mod "
        "forced`: Rücknahmen, die auf eine zweite Stimme warten\n"
        "- `/live end`, mit `creator`: eine Show beenden, die nicht weitergehen soll\n"
        "- Im Menü eines Dankeschöns → Apps → **Look up this gift**"
    )
    help_managers = (
        "**Verwaltung**\n"
        "- `/setup start`: alles für den Anfang auf einer Seite; `/setup show`: was eingestellt "
        "ist\n"
        "- `/setup gift`: Namen, Emojis und Preise; `/setup live`: wer Geschenke bekommt, wie ein "
        "Dankeschön aussieht\n"
        "- `/setup shop`, `/setup pack`: wie es Münzen zu kaufen gibt; `/setup exchange`: anderes "
        "Geld\n"
        "- `/setup cashout`: ob und wie 💎 ausgezahlt werden; `/setup rules`: welche Rollen nicht "
        "mitmachen\n"
        "- `/setup limits`: wie viel Mitglieder am Tag verschenken und wie alt ihre Konten sind\n"
        "- `/mod adjust`: Münzen geben oder abziehen; `/mod audit`: wer was getan hat"
    )
