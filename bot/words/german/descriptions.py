"""What commands, options and choices are described as, in German, by what it is in English."""

from collections.abc import Mapping
from typing import Final

_EVERYBODY: Final = {
    "Send a gift": "Ein Geschenk schicken",
    "Show gifts on your stream: an address for OBS, for you alone": (
        "Geschenke in deinem Stream zeigen: eine Adresse für OBS, nur für dich"
    ),
    "Your figures in the browser, by a link for you alone": (
        "Deine Zahlen im Browser, über einen Link nur für dich"
    ),
    "What to send; leave it out to see them all": "Was du schickst; ohne Angabe siehst du alle",
    "Who gets it; if you leave it out, who is live here, or the last one you sent to": (
        "Wer es bekommt; ohne Angabe, wer hier live ist oder zuletzt etwas von dir bekam"
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

_SHOWS: Final = {
    "Your live show": "Deine Live-Show",
    "What the last shows came to": "Was die letzten Shows eingebracht haben",
    "Whose shows; yours, if you leave it out": "Wessen Shows; ohne Angabe deine",
    "Go live, with a board for your gifts": "Live gehen, mit einer Tafel für deine Geschenke",
    "What your show is called": "Wie deine Show heißt",
    "Where it is; here, if you leave it out": "Wo sie ist; ohne Angabe hier",
    "End your show": "Deine Show beenden",
    "For moderators: whose show to end": "Für die Moderation: wessen Show endet",
    "For moderators: why; the creator will read it": (
        "Für die Moderation: warum; wer die Show hatte, liest es"
    ),
    "Who is live, and how it goes": "Wer live ist und wie es läuft",
    "Whose show; all, if you leave it out": "Wessen Show; ohne Angabe alle",
}

_MODERATORS: Final = {
    "Look into accounts and mend them": "Konten ansehen und in Ordnung bringen",
    "Somebody's account, line by line": "Das Konto eines Mitglieds, Zeile für Zeile",
    "Whose account": "Wessen Konto",
    "Or one line, by the number that somebody quoted": (
        "Oder eine Zeile, nach der Nummer, die dir jemand genannt hat"
    ),
    "Stop somebody from sending, converting, cashing out and going live": (
        "Verschicken, Eintauschen, Auszahlen und Shows vorerst sperren"
    ),
    "Let somebody send, convert and go live again": (
        "Verschicken, Eintauschen und Shows wieder erlauben"
    ),
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
    "Which channel; leave it out to see which it is": (
        "Welcher Kanal; ohne Angabe siehst du, welcher es ist"
    ),
    "Choose none any more": "Keinen mehr wählen",
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

_CREATORS: Final = {
    "Receive gifts, and see who follows": "Geschenke bekommen und sehen, wer dir folgt",
    "Become a registered creator": "Dich als Creator anmelden",
    "Be no registered creator any more": "Dich als Creator abmelden",
    "Receive no gifts for now": "Vorerst keine Geschenke bekommen",
    "Receive gifts again": "Wieder Geschenke bekommen",
    "How many follow you, the newest first": "Wie viele dir folgen, die neuesten zuerst",
    "Who may thank for gifts in your name": "Wer sich in deinem Namen bedanken darf",
    "Who shall help you; leave it out to see who does": (
        "Wer dir helfen soll; ohne Angabe siehst du, wer das tut"
    ),
    "Whether they shall help you no more": "Ob die Person dir nicht mehr helfen soll",
    "Follow a creator, or stop following them": "Jemandem folgen oder damit aufhören",
    "Whom to follow; whom you follow already, you let go": (
        "Wem du folgst; folgst du schon, hörst du damit auf"
    ),
}

_LIVE_SETTINGS: Final = {
    "Live shows: who receives, who hears, what shows": (
        "Live-Shows: wer bekommt, wer Bescheid weiß, was zu sehen ist"
    ),
    "Who may receive gifts": "Wer Geschenke bekommen darf",
    "Everyone, or only those who registered with /creator join": (
        "Alle oder nur, wer sich mit /creator join angemeldet hat"
    ),
    "How many followers it takes; 0 for none": "Wie viele Follower es braucht; 0 für keine",
    "everyone": "alle",
    "registered creators": "angemeldete Creator",
    "The role that is told when a show starts": "Die Rolle, die erfährt, wenn eine Show beginnt",
    "Members get it with a button; leave it out to see which it is": (
        "Mitglieder holen sie sich per Knopf; ohne Angabe siehst du, welche es ist"
    ),
    "Tell no role any more": "Keiner Rolle mehr Bescheid sagen",
    "From how many coins a thank-you is larger": "Ab wie vielen Münzen ein Dankeschön größer wird",
    "From how many coins it is a coloured card": "Ab wie vielen Münzen als farbige Karte",
    "From how many coins it has a picture": "Ab wie vielen Münzen mit Bild",
    "From how many coins it stays on top of the live board": (
        "Ab wie vielen Münzen es oben auf der Live-Tafel bleibt"
    ),
    "Whether highlights are pinned too": "Ob Highlights auch angepinnt werden",
    "Each pin posts a notice, and needs Pin Messages": (
        "Jedes Anpinnen zeigt einen Hinweis und braucht „Nachrichten anpinnen“"
    ),
    "on": "an",
    "off": "aus",
    "Which messages wait for a moderator": "Welche Nachrichten auf die Moderation warten",
    "Messages that wait for a moderator": "Nachrichten, die auf die Moderation warten",
    "What is held is laid before the moderators in the log channel": (
        "Was wartet, kommt im Protokollkanal zur Moderation"
    ),
    "show all at once": "alle sofort zeigen",
    "hold a sender's first": "die erste einer Person zurückhalten",
    "hold all": "alle zurückhalten",
    "Whether boards are posted when they end": "Ob Bestenlisten am Ende gezeigt werden",
    "The week's and the month's board, before they start again": (
        "Die der Woche und die des Monats, bevor sie neu beginnen"
    ),
    "Roles for last week's and month's best": "Rollen für die Besten der Woche und des Monats",
    "For last week's top gifter": "Für wen letzte Woche am meisten verschenkt hat",
    "For last month's top gifter": "Für wen letzten Monat am meisten verschenkt hat",
    "week": "Woche",
    "month": "Monat",
    "A role for a gifter level": "Eine Rolle für ein Level",
    "Which level; leave it out to see all that have a role": (
        "Welches Level; ohne Angabe siehst du alle mit Rolle"
    ),
    "What those who reach it get": "Was bekommt, wer es erreicht",
    "The level whose role is taken away": "Das Level, dem seine Rolle genommen wird",
}

_QUEUE: Final = {
    "Thank for your gifts, the largest first": "Für deine Geschenke danken, die größten zuerst",
    "Post it in this private channel, for all who thank with you": (
        "In diesen privaten Kanal stellen, für alle, die mit dir danken"
    ),
    "Whose queue, if they named you as a helper; yours, if you leave it out": (
        "Wessen Warteschlange, falls du dort hilfst; ohne Angabe deine"
    ),
    "Show a gift of yours once more": "Ein Geschenk an dich noch einmal zeigen",
}

_GOALS: Final = {
    "Set a goal for your gifts, or see yours": "Ein Ziel für deine Geschenke setzen oder ansehen",
    "Which gift counts; all coins, if you leave it out": (
        "Welches Geschenk zählt; ohne Angabe alle Münzen"
    ),
    "How many are to come; leave it out to see your goal": (
        "Wie viele kommen sollen; ohne Angabe siehst du dein Ziel"
    ),
    "How long it runs, 1 to 168 hours; 4, if you leave it out": (
        "Wie lange es läuft, 1 bis 168 Stunden; ohne Angabe 4"
    ),
    "Challenge another creator to a match": "Jemanden zu einem Match herausfordern",
    "Whom you challenge": "Wen du herausforderst",
    "How long it takes, 1 to 60 minutes; 5, if you leave it out": (
        "Wie lange es dauert, 1 bis 60 Minuten; ohne Angabe 5"
    ),
    "Announce a show, or see what you planned": "Eine Show ankündigen oder Geplantes ansehen",
    "What the show is called": "Wie die Show heißt",
    "Such as 20:30, tomorrow 20:30, Fri 20:30, 24.11. 20:30 or in 2 hours": (
        "Etwa 20:30, morgen 20:30, Fr 20:30, 24.11. 20:30 oder in 2 Stunden"
    ),
    "Where to announce it; here, if you leave it out": "Wo sie angekündigt wird; ohne Angabe hier",
}

_POTS: Final = {
    "Treasure chests": "Schatztruhen",
    "Share coins with whoever is here, in a chest": (
        "In einer Truhe Münzen mit allen teilen, die da sind"
    ),
    "How many coins go in": "Wie viele Münzen hineinkommen",
    "For how many people, 1 to 150": "Für wie viele Leute, 1 bis 150",
    "After how many minutes it opens; 3, if you leave it out": (
        "Nach wie vielen Minuten sie aufgeht; ohne Angabe 3"
    ),
    "For moderators: the server gives the coins, as bonus coins": (
        "Für die Moderation: Der Server gibt die Münzen, als Bonusmünzen"
    ),
    "my wallet": "mein Wallet",
    "the server": "der Server",
    "Deal a chest again from its seed, and compare": (
        "Eine Truhe aus ihrem Startwert neu verteilen und vergleichen"
    ),
    "The chest's number, such as #12": "Die Nummer der Truhe, etwa #12",
    "Turn a code into bonus coins": "Einen Code gegen Bonusmünzen einlösen",
    "The code; capitals, spaces and hyphens don't matter": (
        "Der Code; Großbuchstaben, Leerzeichen und Bindestriche sind egal"
    ),
    "Codes that give bonus coins": "Codes für Bonusmünzen",
    "Set bonus coins aside for whoever has a code": (
        "Bonusmünzen für alle zurücklegen, die einen Code haben"
    ),
    "4 to 32 characters; capitals, spaces and hyphens don't matter": (
        "4 bis 32 Zeichen; Großbuchstaben, Leerzeichen und Bindestriche sind egal"
    ),
    "How many bonus coins each member gets": "Wie viele Bonusmünzen jedes Mitglied bekommt",
    "How many members can redeem it, once each": "Wie viele Mitglieder ihn einlösen, je einmal",
    "For how many days it works; until you end it, if you leave it out": (
        "Wie viele Tage er gilt; ohne Angabe, bis du ihn beendest"
    ),
    "All promotions, and how far each has come": "Alle Aktionen und wie weit sie sind",
    "End a promotion; what is left goes back": "Eine Aktion beenden; was übrig ist, geht zurück",
    "Its code": "Ihr Code",
    "Give bonus coins to whoever presses a button": "Bonusmünzen für alle, die einen Knopf drücken",
    "Only members with this role; everybody, if you leave it out": (
        "Nur Mitglieder mit dieser Rolle; ohne Angabe alle"
    ),
    "For how many members; 50, if you leave it out": "Für wie viele Mitglieder; ohne Angabe 50",
    "For how many hours; 24, if you leave it out": "Für wie viele Stunden; ohne Angabe 24",
    "All drops and chests, and how far each is": "Alle Münzregen und Truhen und wie weit sie sind",
}

_LIMITS: Final = {
    "A limit on what you give": "Ein Limit für das, was du verschenkst",
    "Give no more than so many coins": "Nicht mehr als so viele Münzen verschenken",
    "For how long it counts": "Für welche Zeit es gilt",
    "How many coins at most; raising it takes 24 hours": (
        "Wie viele Münzen höchstens; erhöhen dauert 24 Stunden"
    ),
    "Take a limit away, which takes 24 hours": "Ein Limit aufheben, was 24 Stunden dauert",
    "Which one": "Welches",
    "day": "Tag",
    "Your limits, and what is left of them": "Deine Limits und was davon übrig ist",
    "How much members give a day, and how old they are": (
        "Wie viel Mitglieder am Tag verschenken und wie alt ihre Konten sind"
    ),
    "Most coins a member gives in a day; 0 for no limit": (
        "Wie viele Münzen ein Mitglied am Tag höchstens verschenkt; 0 für beliebig viele"
    ),
    "Most coins a member gives one person in a day; 0 for no limit": (
        "Wie viele Münzen ein Mitglied einer Person am Tag höchstens schenkt; 0 für beliebig viele"
    ),
    "How old an account must be to give, in days; 0 for any": (
        "Wie alt ein Konto zum Schenken sein muss, in Tagen; 0 für jedes Alter"
    ),
    "Reversals that wait for a second moderator": (
        "Geschenke, deren Rücknahme auf eine zweite Stimme wartet"
    ),
    "Let somebody off what they owe": "Jemandem die Schulden erlassen",
    "Who owes it": "Wer sie hat",
    "Gifts that go round, or feed one creator": (
        "Geschenke, die im Kreis oder auffällig an eine Person gehen"
    ),
    "How many days to look back; 7, if you leave it out": ("Wie viele Tage zurück; ohne Angabe 7"),
}

_PAYOUTS: Final = {
    "Have diamonds paid out; the sum comes first": (
        "Diamanten auszahlen lassen; du siehst vorher die Summe"
    ),
    "How many diamonds, such as 5000; all, if you leave it out": (
        "Wie viele Diamanten, etwa 5000; ohne Angabe alle"
    ),
    "Take a cash-out back before it is approved": (
        "Eine Auszahlung zurückziehen, ehe sie genehmigt ist"
    ),
    "All your cash-outs, with their references": "Alle deine Auszahlungen, mit ihren Belegen",
    "Cash-outs to approve, reject or pay": "Auszahlungen genehmigen, ablehnen oder bezahlen",
    "Cashing diamonds out: whether, and how": "Auszahlungen: ob und wie",
    "The terms of cash-outs, and whether they're on": (
        "Wie ausgezahlt wird, und ob es eingeschaltet ist"
    ),
    "Turn cashing out on or off": "Auszahlungen ein- oder ausschalten",
    "On takes your word that payment is your own responsibility": (
        "Zum Einschalten sagst du zu, dass die Zahlung in deiner Verantwortung liegt"
    ),
    "What 1 💎 pays, the fee and the limits": "Was 1 💎 bringt, die Gebühr und die Grenzen",
    "Money for 1 💎, such as 0.005": "Geld für 1 💎, etwa 0,005",
    "What is kept of the money, in percent, such as 2.5": (
        "Was vom Geld einbehalten wird, in Prozent, etwa 2,5"
    ),
    "The fewest 💎 of one cash-out": "Die wenigsten 💎 einer Auszahlung",
    "The most 💎 that one creator asks for in a day; 0 for any": (
        "Die meisten 💎, die jemand an einem Tag anfragt; 0 für beliebig viele"
    ),
    "From how many 💎 in a day on it takes two moderators; 0 for never": (
        "Ab wie vielen 💎 am Tag es zwei aus der Moderation braucht; 0 für nie"
    ),
    "Such as USD; packs cost it too": "Etwa EUR; auch Pakete kosten sie",
    "What you say about payments and scams": "Was du zu Zahlungen und Betrug sagst",
    "Who changed what about cash-outs, and when": "Wer was an Auszahlungen geändert hat und wann",
    "Roles that may not buy, send or cash out": "Rollen, die nicht alles mitmachen dürfen",
    "What it is about; leave all out to see the rules": (
        "Worum es geht; ohne Angaben siehst du die Regeln"
    ),
    "A role that is kept out of it, such as one of minors or of a region": (
        "Eine Rolle, die ausgeschlossen wird, etwa von Minderjährigen oder einer Region"
    ),
    "A role that is let in again": "Eine Rolle, die wieder zugelassen wird",
    "What its members read instead of our words": "Was sie statt unserer Worte lesen",
    "Take the sentence back": "Den Satz zurücknehmen",
    "buying": "Kaufen",
    "sending": "Verschicken",
    "receiving": "Bekommen",
    "cashout": "Auszahlen",
}

_SHOP: Final = {
    "Coins, and their prices": "Münzen und was sie kosten",
    "What coins cost here, and how to get them": "Was Münzen hier kosten und wie du sie bekommst",
    "How many coins you want; finds the cheapest packs for it": (
        "Wie viele Münzen du willst; dafür werden die günstigsten Pakete gesucht"
    ),
    "Get coins here that you bought from Discord": (
        "Münzen hier abholen, die du bei Discord gekauft hast"
    ),
    "What coins and diamonds are worth": "Was Münzen und Diamanten wert sind",
    "What an amount of coins costs here": "Was eine Menge Münzen hier kostet",
    "How many coins": "Wie viele Münzen",
    "What a gift earns its creator, in diamonds and in money": (
        "Was ein Geschenk einbringt, in Diamanten und in Geld"
    ),
    "How many coins the gift is": "Wie viele Münzen das Geschenk kostet",
    "Coins that members asked to buy": "Münzen, die Mitglieder kaufen möchten",
    "The packs of coins that can be bought here": "Die Münzpakete, die es hier zu kaufen gibt",
    "Put a new pack on the list": "Ein neues Paket ins Angebot nehmen",
    "How many coins it holds": "Wie viele Münzen es enthält",
    "What it costs, such as 4.99, in the currency of /setup shop": (
        "Was es kostet, etwa 4,99, in der Währung aus /setup shop"
    ),
    "Bonus coins that come with it": "Bonusmünzen, die es dazu gibt",
    "Until when they do, such as 31.12. or 2026-12-31 20:00; for good, if left out": (
        "Bis wann es sie gibt, etwa 31.12. oder 2026-12-31 20:00; ohne Angabe für immer"
    ),
    "Change a pack's coins, price, bonus or SKU": (
        "Münzen, Preis, Bonus oder SKU eines Pakets ändern"
    ),
    "Which pack": "Welches Paket",
    "Bonus coins that come with it; 0 for none": "Bonusmünzen, die es dazu gibt; 0 für keine",
    "Until when they do, such as 31.12. or 2026-12-31 20:00": (
        "Bis wann es sie gibt, etwa 31.12. oder 2026-12-31 20:00"
    ),
    "The id of the consumable SKU that Discord sells it as; 0 for none": (
        "Die ID der verbrauchbaren SKU, als die Discord es verkauft; 0 für keine"
    ),
    "Take a pack off the list": "Ein Paket aus dem Angebot nehmen",
    "Which pack; what was asked for before can still be confirmed": (
        "Welches Paket; frühere Anfragen lassen sich noch bestätigen"
    ),
    "Put a retired pack back on the list": "Ein Paket zurück ins Angebot holen",
    "How coins are paid for, and in which money": "Wie Münzen bezahlt werden und in welchem Geld",
    "Who takes the payment, or whether coins are play money": (
        "Wer die Zahlung annimmt, oder ob Münzen Spielgeld sind"
    ),
    "What prices are in, such as EUR": "Worin die Preise sind, etwa EUR",
    "Your own words on how to pay; members read them with the packs": (
        "Deine Worte dazu, wie man bezahlt; Mitglieder lesen sie bei den Paketen"
    ),
    "Have no words of your own any more": "Keine eigenen Worte mehr haben",
    "a moderator confirms": "die Moderation bestätigt",
    "Discord sells": "Discord verkauft",
    "play money": "Spielgeld",
    "What your currency is worth in others": "Was deine Währung in anderen wert ist",
    "The other currency, such as EUR": "Die andere Währung, etwa EUR",
    "What one of yours is worth in it, such as 0.92": (
        "Was eins von deiner darin wert ist, etwa 0,92"
    ),
    "Have no rate for that currency any more": "Für diese Währung keinen Kurs mehr haben",
}

DESCRIPTIONS: Final[Mapping[str, str]] = {
    **_SHOP,
    **_GOALS,
    **_LIMITS,
    **_QUEUE,
    **_CREATORS,
    **_SHOWS,
    **_LIVE_SETTINGS,
    **_EVERYBODY,
    **_MODERATORS,
    **_PAYOUTS,
    **_POTS,
    **_MANAGERS,
    **_CATALOGUE,
}
"""All of them; languages are not here, for they are called what their own speakers call them."""
