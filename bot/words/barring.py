"""What is said in the operator's own words, or else in ours: who is kept out, and warnings."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.guild_settings import GuildSettings
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
    _for_nobody: ClassVar[Mapping[str, str]] = {
        "buying": "Nobody buys coins here for now.",
        "sending": "Nobody sends gifts here for now.",
        "receiving": "Nobody receives gifts or coins from others here for now.",
        "cashout": "Nobody cashes 💎 out here for now.",
    }
    _ask_about_role = "If the role isn't right for you, ask a moderator."
    _nothing_for_nobody = "Nothing was done or taken: the team turns it on again."
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
        own_text = self._own_sentence(refused, around.settings)
        if own_text:
            return f"{own_text}\n{self._nothing_barred(refused)}"
        if refused.everyone:
            return f"{self._for_nobody[refused.act]} {self._nothing_for_nobody}"
        if not refused.own:
            return f"{self._receives_nothing(refused.name)} {self._nothing_barred(refused)}"
        return f"{self._barred_by(refused)} {self._nothing_barred(refused)}"

    def kept_out_of(self, refused: Barred, settings: GuildSettings) -> str:
        """Why somebody who only looks would be refused, where nothing was to be done yet."""
        own_text = self._own_sentence(refused, settings)
        if own_text or refused.everyone:
            return own_text or self._for_nobody[refused.act]
        return f"{self._barred_by(refused)} {self._ask_about_role}"

    def _own_sentence(self, refused: Barred, settings: GuildSettings) -> str:
        text: str = getattr(settings, f"no_{refused.act}_text", "")
        return self.own_words(text)

    def _receives_nothing(self, name: str) -> str:
        who = self.strong_name(name) if name else "They"
        return f"{who} can't receive gifts on this server."

    def _barred_by(self, refused: Barred) -> str:
        return f"Here, {self._barred[refused.act].format(role=f'<@&{refused.role}>')}."

    def _nothing_barred(self, refused: Barred) -> str:
        if not refused.own:
            return "Nothing taken: pick somebody else."
        return f"Nothing was done or taken. {self._ask_about_role}"

    def refused_roles_unknown(self, refused: RolesUnknown, around: Around) -> str:
        """Discord is silent about who has the roles that are kept out."""
        return (
            "Discord doesn't say right now who may take part in this here. Nothing taken: try "
            "again in a minute."
        )
