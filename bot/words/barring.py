"""What is said in the operator's own words, or else in ours: who is kept out, and warnings."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.outcomes.barring import Barred, RolesUnknown
from bot.words.grammar import Grammar, visible
from bot.words.refusals import Around


class BarringWords(Grammar):
    """Whom a guild keeps out of what, and the warning wherever money is named."""

    _barred: ClassVar[Mapping[str, str]] = {
        "buying": "members with {role} buy no coins",
        "sending": "members with {role} send no gifts",
        "receiving": "members with {role} receive no gifts and no coins from others",
        "cashout": "members with {role} cash no 💎 out",
    }
    _scam_warning = (
        "Pay and get paid only in the ways this server's own team names. Nobody from Ovation asks "
        "for a password, a code or money."
    )

    def own_words(self, text: str) -> str:
        """What the operator wrote, set apart as theirs, line by line; links in it stay links."""
        lines = [visible(line) for line in text.split("\n")]
        return "\n".join(f"> {line}" for line in lines if line)

    def scam_warning(self, own_text: str) -> str:
        """The warning wherever money is named: the operator's own, or ours."""
        return f"-# ⚠️ {visible(own_text) or self._scam_warning}"

    def refused_barred(self, refused: Barred, around: Around) -> str:
        """A role that is kept out, in the guild's own sentence or in ours."""
        own_text: str = getattr(around.settings, f"no_{refused.act}_text", "")
        if own_text:
            return f"{self.own_words(own_text)}\n{self._nothing_barred(refused)}"
        if not refused.own:
            return f"They can't receive gifts on this server. {self._nothing_barred(refused)}"
        what = self._barred[refused.act].format(role=f"<@&{refused.role}>")
        return f"Here, {what}. {self._nothing_barred(refused)}"

    def _nothing_barred(self, refused: Barred) -> str:
        if not refused.own:
            return "Nothing taken: pick somebody else."
        return "Nothing was done or taken. If the role isn't right for you, ask a moderator."

    def refused_roles_unknown(self, refused: RolesUnknown, around: Around) -> str:
        """Discord is silent about who has the roles that are kept out."""
        return (
            "Discord doesn't say right now who may take part in this here. Nothing taken: try "
            "again in a minute."
        )
