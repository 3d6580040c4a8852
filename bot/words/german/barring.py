"""What is said in the operator's own words, or in ours without any, in German."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.outcomes.barring import Barred, RolesUnknown
from bot.words.barring import BarringWords
from bot.words.german.grammar import GermanGrammar
from bot.words.refusals import Around


class GermanBarringWords(GermanGrammar, BarringWords):
    """Whom a guild keeps out of what, and the warning wherever money is named."""

    _barred: ClassVar[Mapping[str, str]] = {
        "buying": "kaufen Mitglieder mit {role} keine Münzen",
        "sending": "verschicken Mitglieder mit {role} keine Geschenke",
        "receiving": "bekommen Mitglieder mit {role} weder Geschenke noch Münzen von anderen",
        "cashout": "lassen sich Mitglieder mit {role} keine 💎 auszahlen",
    }
    _for_nobody: ClassVar[Mapping[str, str]] = {
        "buying": "Hier kauft gerade niemand Münzen.",
        "sending": "Hier verschickt gerade niemand Geschenke.",
        "receiving": "Hier bekommt gerade niemand Geschenke oder Münzen von anderen.",
        "cashout": "Hier lässt sich gerade niemand 💎 auszahlen.",
    }
    _ask_about_role = "Wenn die Rolle nicht zu dir passt, frag die Moderation."
    _nothing_for_nobody = "Es ist nichts passiert: Das Team schaltet es wieder ein."
    _scam_warning = (
        "Bezahl und lass dich auszahlen nur so, wie es das Team dieses Servers sagt. Niemand von "
        "Ovation fragt nach einem Passwort, einem Code oder Geld."
    )

    def _receives_nothing(self, name: str) -> str:
        who = self.strong_name(name) if name else "diese Person"
        return f"Geschenke gehen auf diesem Server nicht an {who}."

    def _barred_by(self, refused: Barred) -> str:
        return f"Hier {self._barred[refused.act].format(role=f'<@&{refused.role}>')}."

    def _nothing_barred(self, refused: Barred) -> str:
        if not refused.own:
            return "Nichts abgebucht: Wähle jemand anderen."
        return f"Es ist nichts passiert, nichts wurde abgebucht. {self._ask_about_role}"

    def refused_roles_unknown(self, refused: RolesUnknown, around: Around) -> str:
        """Discord is silent about who has the roles that are kept out."""
        return (
            "Discord sagt gerade nicht, wer hier dabei mitmachen darf. Nichts abgebucht: Versuch "
            "es in einer Minute noch einmal."
        )
