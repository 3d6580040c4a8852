"""What commands, options and choices are described as, in German, by what it is in English."""

from collections.abc import Mapping
from typing import Final

_EVERYBODY: Final = {
    "Send a gift": "Ein Geschenk schicken",
    "What to send; leave it out to see them all": "Was du schickst; ohne Angabe siehst du alle",
    "Who gets it; the last one you sent to, if you leave it out": (
        "Wer es bekommt; ohne Angabe die Person, der du zuletzt etwas geschickt hast"
    ),
    "How many, 1 to 999": "Wie viele, 1 bis 999",
    "A few words that go with it": "Ein paar Worte dazu",
    "Your coins, diamonds and gifts": "Deine Münzen, Diamanten und Geschenke",
    "Every coin and diamond, in and out": "Jede Münze und jeder Diamant, die kamen oder gingen",
    "Your diamonds": "Deine Diamanten",
    "Your diamonds, and what they are worth": "Deine Diamanten und was sie wert sind",
    "Turn diamonds into coins": "Diamanten in Münzen eintauschen",
    "How many diamonds, such as 12 or 0.5; all, if you leave it out": (
        "Wie viele Diamanten, etwa 12 oder 0,5; ohne Angabe alle"
    ),
    "Who gave or received most": "Wer am meisten verschenkt oder bekommen hat",
    "Gifters or creators": "Schenkende oder Beschenkte",
    "Top gifters": "Top-Schenkende",
    "Top creators": "Top-Beschenkte",
    "How far to look back; this week, if you leave it out": (
        "Für welche Zeit; ohne Angabe diese Woche"
    ),
    "Today": "Heute",
    "This week": "Diese Woche",
    "This month": "Dieser Monat",
    "All time": "Insgesamt",
    "Whose place to show; yours, if you leave it out": "Wessen Platz; ohne Angabe deiner",
    "What you can do here, and where to begin": "Was du hier tun kannst und womit du anfängst",
}

_MODERATORS: Final = {
    "Look into accounts and mend them": "Konten ansehen und in Ordnung bringen",
    "Somebody's account, line by line": "Das Konto eines Mitglieds, Zeile für Zeile",
    "Whose account": "Wessen Konto",
    "Or one line, by the number that somebody quoted": (
        "Oder eine Zeile, nach der Nummer, die dir jemand genannt hat"
    ),
    "Stop somebody from sending and converting": "Verschicken und Eintauschen vorerst sperren",
    "Let somebody send and convert again": "Verschicken und Eintauschen wieder erlauben",
    "Why; they will read it": "Warum; das Mitglied liest es",
    "Take a gift back": "Ein Geschenk zurücknehmen",
    "Its number, such as #12": "Seine Nummer, etwa #12",
    "Why; both will read it. Leave it out to see first what goes back": (
        "Warum; beide lesen es. Ohne Angabe siehst du zuerst, was zurückgeht"
    ),
    "Give or take coins or diamonds": "Münzen oder Diamanten geben oder abziehen",
    "Whose balance": "Wessen Guthaben",
    "What to give or take": "Was du gibst oder abziehst",
    "coins": "Münzen",
    "bonus coins": "Bonusmünzen",
    "diamonds": "Diamanten",
    "Such as +100 or -50; diamonds also -2.5": "Etwa +100 oder -50; bei Diamanten auch -2,5",
    "What moderators and managers did": "Was Moderation und Verwaltung getan haben",
    "Only what was done to one member": "Nur, was ein Mitglied betrifft",
}

_MANAGERS: Final = {
    "Set Ovation up for this server": "Ovation für diesen Server einrichten",
    "Set everything up on one page": "Alles auf einer Seite einrichten",
    "All settings, and whether Ovation can work": (
        "Alle Einstellungen, und ob Ovation arbeiten kann"
    ),
    "What a gift earns, and what 1 💎 is worth": "Was ein Geschenk einbringt und was 1 💎 wert ist",
    "The creator's part of a gift, in percent, such as 50": (
        "Der Anteil der Beschenkten an einem Geschenk, in Prozent, etwa 50"
    ),
    "How many coins 1 💎 becomes, such as 1 or 0.5": "Wie viele Münzen 1 💎 gibt, etwa 1 oder 0,5",
    "Where gifts are thanked, or acts logged": "Wo gedankt und wo Protokoll geführt wird",
    "gifts: where they are thanked; log: what moderators do": (
        "Geschenke: wo dafür gedankt wird; Protokoll: was die Moderation tut"
    ),
    "gifts": "Geschenke",
    "log": "Protokoll",
    "Which channel; leave it out for none": "Welcher Kanal; ohne Angabe keiner",
    "Coins for everybody's first visit": "Münzen für den ersten Besuch",
    "How many coins a new member is given; 0 for none": (
        "Wie viele Münzen ein neues Mitglied bekommt; 0 für keine"
    ),
    "How old their Discord account must be, in days": (
        "Wie alt das Discord-Konto dafür sein muss, in Tagen"
    ),
    "When days and weeks begin here": "Wann hier Tage und Wochen beginnen",
    "A time zone, or its largest city": "Eine Zeitzone oder ihre größte Stadt",
    "Roles that moderate, manage or receive gifts": (
        "Rollen, die moderieren, verwalten oder Geschenke bekommen"
    ),
    "May do what Moderate Members allows": "Darf, was das Recht „Mitglieder im Timeout“ erlaubt",
    "May do what Manage Server allows": "Darf, was das Recht „Server verwalten“ erlaubt",
    "Only they receive gifts": "Nur sie bekommen Geschenke",
    "Take one of them back": "Eine davon wieder aufheben",
    "moderators": "Moderation",
    "managers": "Verwaltung",
    "creators": "Beschenkte",
    "The language of what everybody reads": "Die Sprache von allem, was alle lesen",
    "Which language; private replies follow each reader's own": (
        "Welche Sprache; private Antworten richten sich nach deinem Discord"
    ),
    "From how many coins a gift asks first": "Ab wie vielen Münzen vor einem Geschenk gefragt wird",
    "From how many coins on; 0 for never": "Ab wie vielen Münzen; 0 für nie",
}

_CATALOGUE: Final = {
    "The gifts that can be sent here": "Die Geschenke, die es hier gibt",
    "Put a new gift on the list": "Ein neues Geschenk auf die Liste setzen",
    "What it is called": "Wie es heißt",
    "One emoji, also one of this server's own": "Ein Emoji, gern ein eigenes dieses Servers",
    "What it costs, in coins": "Was es kostet, in Münzen",
    "Rename a gift, or change its emoji or price": (
        "Name, Emoji oder Preis eines Geschenks ändern"
    ),
    "Which gift": "Welches Geschenk",
    "Its new name": "Sein neuer Name",
    "Its new emoji, also one of this server's own": (
        "Sein neues Emoji, gern ein eigenes dieses Servers"
    ),
    "Its new price, in coins; what was sent stays as it was": (
        "Sein neuer Preis, in Münzen; was verschickt ist, bleibt, wie es war"
    ),
    "Take a gift off the list": "Ein Geschenk von der Liste nehmen",
    "Which gift; what was sent of it stays as it is": (
        "Welches Geschenk; was davon verschickt ist, bleibt, wie es ist"
    ),
    "Put a retired gift back on the list": "Ein Geschenk wieder auf die Liste setzen",
}

DESCRIPTIONS: Final[Mapping[str, str]] = {**_EVERYBODY, **_MODERATORS, **_MANAGERS, **_CATALOGUE}
"""All of them; languages are not here, for they are called what their own speakers call them."""
