"""What is said about the roles that gifters earn, in German."""

from bot.words.german.grammar import GermanGrammar
from bot.words.rewards import RewardWords


class GermanRewardWords(GermanGrammar, RewardWords):
    """The sentences about earned roles."""

    reward_reason = "Belohnungen fürs Schenken"
    level_roles_fall = (
        "-# Wer unter ein Level fällt, weil ein Geschenk zurückgenommen wird, verliert dessen "
        "Rolle, auch wenn jemand sie von Hand vergeben hat."
    )
    level_roles_follow = (
        "… Wer das Level schon hat, bekommt die Rolle nach und nach auch. `/setup show` sagt, wie "
        "weit das ist."
    )
    reward_begins = "… Wer die zuletzt gepostete Bestenliste anführt, bekommt sie jetzt."
    reward_moves = (
        "… Wer die zuletzt gepostete Bestenliste anführt, bekommt jetzt die neue Rolle, und die "
        "alte geht zurück."
    )
    reward_ends = "… Wer sie für den ersten Platz bekommen hat, verliert sie jetzt."

    def role_changes(self, waiting: int) -> str:
        """How many changes of earned roles wait."""
        verb = "verdiente Rolle wartet" if waiting == 1 else "verdiente Rollen warten"
        return f"{self.number(waiting)} {verb} darauf, vergeben oder genommen zu werden"

    def looked_through(self, looked_at: int, members: int) -> str:
        """How far it was looked who has a level already whose role was chosen since."""
        return (
            "Rollen für Level, die schon erreicht waren: "
            f"{self.number(looked_at)} von {self.number(members)} Mitgliedern angesehen."
        )
