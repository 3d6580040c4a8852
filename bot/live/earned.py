"""Which roles members have earned, and which of them what was done gives or takes."""

from typing import Final

from bot.house import House
from bot.ledger.guild_settings import GuildSettings, level_roles
from bot.ledger.levels import LEAST_COINS
from bot.ledger.outcomes import GiftReversed, GiftSent, SettingChanged
from bot.ledger.outcomes.live import BoardPosted
from bot.ledger.periods import Span
from bot.live.roles import Change
from bot.storage.deliveries import Delivery
from bot.storage.levels import given_in_all
from bot.storage.rewards import leaders

_SPANS: Final = {"week_role": Span.WEEK, "month_role": Span.MONTH}
"""How long the boards look back whose leaders have a role, by the setting that names the role."""


class Earned:
    """Tells who is to have which role as everything stands now, whatever was done since."""

    def __init__(self, house: House) -> None:
        """Read what `house` keeps."""
        self._house = house

    async def changes(self, row: Delivery) -> list[Change]:
        """The roles to be taken and given for what one row stands for, those taken first."""
        settings = await self._house.memory.settings(row.guild)
        outcome = row.operation.outcome
        concerned: list[tuple[int | None, int]] = []
        if isinstance(outcome, GiftSent):
            roles = reached_roles(settings, outcome.level_before, outcome.level)
            concerned = [(row.operation.actor.user_id, role) for role in roles]
        elif isinstance(outcome, GiftReversed):
            subject = row.operation.subject
            roles = lost_roles(settings, outcome.level_before, outcome.level)
            concerned = [(subject.user_id if subject else None, role) for role in roles]
        elif isinstance(outcome, BoardPosted):
            known = await leaders(self._house.reader, row.guild, Span(outcome.span))
            names = [name for name, span in _SPANS.items() if span == outcome.span]
            concerned = [(who, getattr(settings, name)) for name in names for who in known]
        elif isinstance(outcome, SettingChanged):
            concerned = await self._of_settings(row.guild, outcome)
        found = [
            Change(user, role, gives=await self.has_earned(row.guild, user, role))
            for user, role in dict.fromkeys(concerned)
            if user and role
        ]
        # Whoever opted in to be told of shows keeps what they asked for themselves.
        wanted = [change for change in found if change.gives or change.role != settings.live_role]
        return sorted(wanted, key=lambda change: change.gives)

    async def _of_settings(
        self, guild: int, outcome: SettingChanged
    ) -> list[tuple[int | None, int]]:
        """Who led has the role of before no more, and who led last has the new one."""
        concerned: list[tuple[int | None, int]] = []
        for name, before, after in outcome.changes:
            if name in _SPANS:
                known = await leaders(self._house.reader, guild, _SPANS[name])
                concerned += [(user, int(before)) for user in known]
                concerned += [(user, int(after)) for user in known[:1]]
        return concerned

    async def has_earned(self, guild: int, user: int, role: int) -> bool:
        """Whether a member is to have a role, by their level or because they led last."""
        settings = await self._house.memory.settings(guild)
        for name, span in _SPANS.items():
            if getattr(settings, name) == role:
                last = await leaders(self._house.reader, guild, span)
                if last[:1] == [user]:
                    return True
        levels = [at for at, chosen in level_roles(settings.level_roles).items() if chosen == role]
        if not levels:
            return False
        given = await given_in_all(self._house.reader, guild, [user])
        return given.get(user, 0) >= LEAST_COINS[min(levels) - 1]


def reached_roles(settings: GuildSettings, before: int, after: int) -> list[int]:
    """The roles of the levels just reached, and that of the highest level below.

    That one was given when it was reached, unless somebody took it away since.
    """
    chosen = {
        level: role for level, role in level_roles(settings.level_roles).items() if level <= after
    }
    highest = max(chosen, default=0)
    return [role for level, role in sorted(chosen.items()) if level > before or level == highest]


def lost_roles(settings: GuildSettings, before: int, after: int) -> list[int]:
    """The roles of the levels that somebody fell below."""
    chosen = level_roles(settings.level_roles)
    return [role for level, role in sorted(chosen.items()) if after < level <= before]


def new_level_roles(settings: GuildSettings, outcome: SettingChanged) -> dict[int, int]:
    """The roles that a change of settings chose for levels, by level, and that are chosen still."""
    added: dict[int, int] = {}
    for name, before, after in outcome.changes:
        if name == "level_roles":
            added |= dict(level_roles(after).items() - level_roles(before).items())
    standing = level_roles(settings.level_roles)
    return {level: role for level, role in added.items() if standing.get(level) == role}
