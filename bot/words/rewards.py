"""What is said about the roles that gifters earn: whom a new one reaches, and what of it waits."""

from collections.abc import Sequence

from bot.ledger.guild_settings import level_roles
from bot.words.grammar import Grammar


class RewardWords(Grammar):
    """The sentences about earned roles."""

    reward_reason = "rewards for gifters"
    """Why a role was given or taken, as the server's audit log tells it."""
    level_roles_fall = (
        "-# Whoever falls below a level when a gift is taken back loses its role, even one that "
        "was given by hand."
    )
    level_roles_follow = (
        "… Everybody who has that level already gets the role too, one after the other. "
        "`/setup show` tells how far that is."
    )
    reward_begins = "… Whoever led the board that was posted last gets it now."
    reward_moves = (
        "… Whoever led the board that was posted last gets the new role now, and the old one is "
        "taken back."
    )
    reward_ends = "… Whoever got it for leading a board loses it now."

    def roles_follow(self, changes: Sequence[tuple[str, str, str]]) -> str:
        """What changed settings mean for those who earned a role before."""
        lines = []
        for name, before, after in changes:
            if name in {"week_role", "month_role"}:
                begins_or_ends = self.reward_begins if before == "0" else self.reward_ends
                lines.append(self.reward_moves if "0" not in {before, after} else begins_or_ends)
            elif name == "level_roles" and level_roles(after).items() - level_roles(before).items():
                lines.append(self.level_roles_follow)
        return "\n".join(dict.fromkeys(lines))

    def roles_waiting(
        self, waiting: int, looked_at: int | None, members: int, *, hindered: bool
    ) -> str:
        """What waits of earned roles: so many changes; up to which of the members it was looked
        who earned a role before it was chosen, if that goes on; nothing where nothing waits."""
        sign = "✗" if hindered else "…"
        lines = [f"{sign} {self.role_changes(waiting)}."] if waiting else []
        if looked_at is not None:
            lines.append(f"{sign} {self.looked_through(looked_at, members)}")
        return "\n".join(lines)

    def role_changes(self, waiting: int) -> str:
        """How many changes of earned roles wait."""
        verb = "change of an earned role waits" if waiting == 1 else "changes of earned roles wait"
        return f"{self.number(waiting)} {verb}"

    def looked_through(self, looked_at: int, members: int) -> str:
        """How far it was looked who has a level already whose role was chosen since."""
        return (
            "Roles for levels that were reached before: "
            f"{self.number(looked_at)} of {self.number(members)} members looked at."
        )
