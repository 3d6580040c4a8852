"""Why nothing was taken from a pot, or no pot was made, in German."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.outcomes import pots
from bot.words.german.refusals import GermanRefusalWords
from bot.words.pot_refusals import PotRefusalWords
from bot.words.refusals import Around


class GermanPotRefusalWords(GermanRefusalWords, PotRefusalWords):
    """The refusals around pots."""

    pot_ranges: ClassVar[Mapping[str, str]] = {
        "coins": "Ein Anteil hat {least} bis {most} Münzen.",
        "people": "Es können {least} bis {most} Leute sein.",
        "total": (
            "Eine Truhe braucht mindestens {least} Münzen, eine für jede Person, und fasst "
            "höchstens {most}."
        ),
        "all": "Alle Anteile zusammen sind höchstens {most} Münzen.",
    }

    def refused_pot_range(self, refused: pots.PotOutOfRange, around: Around) -> str:
        """A pot that would be too small or too large."""
        said = self.pot_ranges.get(refused.code, self.pot_ranges["total"])
        told = said.format(least=self.number(refused.least), most=self.number(refused.most))
        return f"{told} Nichts abgezogen: Nenne eine andere Zahl."

    def refused_chest_short(self, refused: pots.ChestShort, around: Around) -> str:
        """Short of coins for a chest."""
        missing = refused.total - refused.balance
        if not refused.balance:
            return (
                f"In die Truhe sollen {self.number(refused.total)}, und du hast noch keine Münzen. "
                "Nichts abgezogen: `/wallet` zeigt, was dir gehört, `/shop show`, wie es mehr wird."
            )
        return (
            f"Fast! In die Truhe sollen {self.number(refused.total)}, du hast "
            f"{self.number(refused.balance)}: {self.number(missing)} fehlen. Nichts abgezogen: "
            "Nimm eine kleinere."
        )

    def refused_chest_changed(self, refused: pots.ChestChanged, around: Around) -> str:
        """Coins of other kinds by now than when it was asked."""
        return (
            "Deine Münzen haben sich inzwischen geändert, und die Anteile würden anders verteilt "
            "als gezeigt. Nichts abgezogen: `/chest drop` zeigt dir, wie."
        )

    def refused_chest_over_cap(self, refused: pots.ChestOverCap, around: Around) -> str:
        """A chest with shares of which one may not have so much of another."""
        return (
            f"Hier bekommt eine Person am Tag bis zu {self.coins(refused.most)} von einer anderen, "
            "und ein Anteil dieser Truhe wäre mehr. Nichts abgezogen: Nimm weniger Münzen oder "
            "mehr Leute."
        )

    def refused_share_over_cap(self, refused: pots.ShareOverCap, around: Around) -> str:
        """A share of somebody of whom the reader had as much today as one may have."""
        return (
            f"Hier bekommt eine Person am Tag bis zu {self.coins(refused.most)} von einer anderen. "
            f"Von dieser hattest du heute {self.number(refused.had)}, und mit diesem Anteil wäre "
            "es mehr. Nichts genommen: Er ist für andere, und ab morgen zählt es neu "
            f"({self.moment(refused.ends_ms, 'R')})."
        )

    pots_ended: ClassVar[Mapping[str, str]] = {
        "promotion": "Aktion {pot} ist schon vorbei",
        "drop": "Münzregen {pot} ist schon vorbei",
        "chest": "Truhe {pot} ist schon vorbei",
    }

    def refused_pot_ended_before(self, refused: pots.PotEndedBefore, around: Around) -> str:
        """Something that is to be ended and is over."""
        said = self.pots_ended.get(refused.of, self.pots_ended["chest"])
        told = said.format(pot=self.reference(refused.pot))
        why = "der letzte Anteil ging" if refused.all_taken else "beendet"
        return f"{told}: {why} mit {self.reference(refused.by_seq)}. Nichts passiert."

    def refused_too_many_pots(self, refused: pots.TooManyPots, around: Around) -> str:
        """One pot too many."""
        if refused.code == "chest":
            return (
                f"Mehr als {self.number(refused.most)} Truhen von dir können nicht gleichzeitig "
                "stehen. Nichts abgezogen: Warte, bis eine vorbei ist."
            )
        return (
            f"Von dir laufen schon {self.number(refused.most)} Aktionen, Münzregen und Truhen, "
            "mehr geht nicht. Nichts angelegt: Beende eine unter `/mod promo list` oder "
            "`/mod drops`."
        )

    def refused_code_refused(self, refused: pots.CodeRefused, around: Around) -> str:
        """A text that can be no code."""
        return (
            f"Ein Code hat bis zu {refused.most} Zeichen, davon mindestens {refused.least} "
            "Buchstaben oder Ziffern. Nichts angelegt: Nimm einen anderen, etwa `SUMMER-2026`."
        )

    def refused_code_taken(self, refused: pots.CodeTaken, around: Around) -> str:
        """A code that another promotion has."""
        return (
            f"Aktion {self.reference(refused.pot)} hat diesen Code schon; Leerzeichen, "
            "Bindestriche und Großbuchstaben zählen nicht. Nichts angelegt: Nimm einen anderen "
            "oder beende jene."
        )

    def refused_no_such_code(self, refused: pots.NoSuchCode, around: Around) -> str:
        """A code that is none, or none any more."""
        said = (
            "Dieser Code geht hier nicht: vertippt, aufgebraucht oder abgelaufen. Nichts eingelöst"
        )
        if refused.from_ms:
            return f"{said}. Der nächste Versuch geht {self.moment(refused.from_ms, 'R')}."
        return f"{said}: Prüf ihn und versuch es noch einmal."

    def refused_guessing_slowed(self, refused: pots.GuessingSlowed, around: Around) -> str:
        """Too many codes in a row that were none."""
        return (
            "Mehrere Codes hintereinander gingen nicht, deshalb blieb dieser ungeprüft. Nichts "
            f"eingelöst: Versuch es {self.moment(refused.from_ms, 'R')} noch einmal."
        )

    def refused_share_had(self, refused: pots.ShareHad, around: Around) -> str:
        """A second share."""
        if refused.of == "promotion":
            return (
                f"Du hast diesen Code schon eingelöst: {self.coins(refused.total)} "
                f"({self.reference(refused.by_seq)}). Er gilt einmal je Person, also blieb "
                "alles, wie es ist."
            )
        return (
            f"Du hast deinen Anteil schon: {self.coins(refused.total)} "
            f"({self.reference(refused.by_seq)}). Jede Person bekommt einen, also blieb alles, "
            "wie es ist."
        )

    own_pots: ClassVar[Mapping[str, str]] = {
        "promotion": "Diese Aktion verschenkst du selbst.",
        "drop": "Diesen Münzregen verschenkst du selbst.",
        "chest": "Diese Truhe verschenkst du selbst.",
    }

    def refused_own_pot(self, refused: pots.OwnPot, around: Around) -> str:
        """A share of what one filled oneself."""
        said = self.own_pots.get(refused.of, self.own_pots["chest"])
        return f"{said} Nichts genommen: Die Anteile sind für alle anderen."

    def refused_no_such_pot(self, refused: pots.NoSuchPot, around: Around) -> str:
        """Something that is no pot, or not of that kind."""
        return "Unter dieser Nummer gibt es nichts zu holen. Nichts passiert: Prüf sie noch einmal."

    pots_over: ClassVar[Mapping[str, str]] = {
        "promotion": "Diese Aktion ist vorbei.",
        "drop": "Dieser Münzregen ist vorbei.",
        "chest": "Diese Truhe ist zu.",
    }

    def refused_pot_over(self, refused: pots.PotIsOver, around: Around) -> str:
        """Nothing is taken any more."""
        if refused.all_taken:
            return "Alle Anteile sind weg, der letzte ganz knapp. Nichts genommen: nächstes Mal!"
        said = self.pots_over.get(refused.of, self.pots_over["chest"])
        return f"{said} Nichts genommen: Sei beim nächsten Mal dabei!"

    def refused_chest_shut(self, refused: pots.ChestShut, around: Around) -> str:
        """A chest that is not open yet."""
        return (
            f"Noch nicht! Die Truhe geht {self.moment(refused.opens_ms, 'R')} auf. Nichts "
            "genommen: Drück dann noch einmal."
        )

    def refused_chest_open(self, refused: pots.ChestIsOpen, around: Around) -> str:
        """A chest that is open and stays so."""
        return (
            "Deine Truhe ist offen und bleibt es. Nichts passiert: Was niemand nimmt, kommt "
            f"{self.moment(refused.closes_ms, 'R')} zurück."
        )

    def refused_role_missing(self, refused: pots.RoleMissing, around: Around) -> str:
        """A drop for a role that one has not."""
        return f"Das hier ist für Mitglieder mit <@&{refused.role}>. Nichts genommen."
