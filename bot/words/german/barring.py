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
    _scam_warning = (
        "Bezahl und lass dich auszahlen nur so, wie es das Team dieses Servers sagt. Niemand von "
        "Ovation fragt nach einem Passwort, einem Code oder Geld."
    )

    def refused_barred(self, refused: Barred, around: Around) -> str:
        """A role that is kept out, in the guild's own sentence or in ours."""
        own_text: str = getattr(around.settings, f"no_{refused.act}_text", "")
        if own_text:
            return f"{self.own_words(own_text)}\n{self._nothing_barred(refused)}"
        if not refused.own:
            return (
                "Geschenke gehen auf diesem Server nicht an diese Person. "
                f"{self._nothing_barred(refused)}"
            )
        what = self._barred[refused.act].format(role=f"<@&{refused.role}>")
        return f"Hier {what}. {self._nothing_barred(refused)}"

    def _nothing_barred(self, refused: Barred) -> str:
        if not refused.own:
            return "Nichts abgebucht: Wähle jemand anderen."
        return (
            "Es ist nichts passiert, nichts wurde abgebucht. Wenn die Rolle nicht zu dir passt, "
            "frag die Moderation."
        )

    def refused_roles_unknown(self, refused: RolesUnknown, around: Around) -> str:
        """Discord is silent about who has the roles that are kept out."""
        return (
            "Discord sagt gerade nicht, wer hier dabei mitmachen darf. Nichts abgebucht: Versuch "
            "es in einer Minute noch einmal."
        )
