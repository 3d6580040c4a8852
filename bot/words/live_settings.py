"""What is said about the settings of live shows, and about the roles that Ovation gives."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from bot.ledger.guild_settings import GuildSettings
from bot.words.settings import SettingWords


class LiveSettingWords(SettingWords):
    """The sentences of `/setup live`."""

    # Who receives gifts.

    receivers_hint = "-# Change it with `who` or `followers`."
    receivers_everyone = "Everyone receives gifts here."

    def receivers(self, settings: GuildSettings, registered: int) -> str:
        """Who receives gifts, of whom so many are registered."""
        lines = [self.receivers_everyone]
        if settings.receivers == "registered":
            lines = [self.receivers_registered(registered)]
        if settings.creator_role:
            lines.append(self.receivers_role(settings.creator_role))
        if settings.least_followers:
            lines.append(self.receivers_followers(settings.least_followers))
        return "\n".join(lines)

    def receivers_registered(self, registered: int) -> str:
        """Only registered creators do, and so many there are."""
        if not registered:
            return (
                "Registered creators receive gifts here, and nobody is one yet: they register with "
                "`/creator join`."
            )
        return f"Registered creators receive gifts here: {self.number(registered)} so far."

    def receivers_role(self, role: int) -> str:
        """What takes a role beside."""
        return f"They also need <@&{role}>, as set with `/setup roles`."

    def receivers_followers(self, least: int) -> str:
        """What takes followers beside."""
        what = "follower" if least == 1 else "followers"
        return f"They also need {self.number(least)} {what}."

    # How thank-yous look.

    tiers_hint = "-# Change a step with `card`, `picture` or `highlight`."

    def tiers(self, settings: GuildSettings) -> str:
        """From where on a thank-you is what."""
        return (
            "A thank-you is a line. "
            f"From {self.coins(settings.card_coins)} it is a coloured card, "
            f"from {self.number(settings.picture_coins)} it has a picture, "
            f"and from {self.number(settings.highlight_coins)} it stays on top of the live board "
            "for a while."
        )

    # What is posted.

    held_nowhere = (
        "✗ Held messages are laid before moderators in the log channel, and there is none: choose "
        "one with `/setup channel`."
    )

    boards_nowhere = (
        "… Boards that end are posted in the gift channel, and there is none: choose one with "
        "`/setup channel`."
    )

    # Roles that Ovation gives.

    rewards_hint = "-# Set one with `week` or `month`; `clear` takes one back."

    def rewards(self, settings: GuildSettings) -> str:
        """The roles for those who gave most."""
        names = ("week_role", "month_role")
        values = [self.setting_value(name, str(getattr(settings, name))) for name in names]
        return "\n".join(
            f"**{self.reward_labels[name]}** {value}"
            for name, value in zip(names, values, strict=True)
        )

    reward_labels: ClassVar[Mapping[str, str]] = {
        "week_role": "Last week's top gifter gets",
        "month_role": "Last month's top gifter gets",
    }
    level_roles_hint = "-# `level` with `role` adds one; `clear` takes a level's role away."
    level_missing = "Which level? Name `level` with the role. Nothing changed."

    def level_roles(self, stored: str) -> str:
        """The roles for gifter levels, as they are stored."""
        return f"**{self.level_roles_label}** {self.setting_value('level_roles', stored)}"

    level_roles_label = "Roles for gifter levels:"

    def no_role_at_level(self, level: int) -> str:
        """A level that has no role which could be taken away."""
        return f"Level {level} has no role, so nothing changed. Name a `role` to give it one."

    role_not_chosen = "Nothing changed."
    role_reason = "at the member's own wish"
    role_cures: ClassVar[Mapping[str, str]] = {
        "role-gone": "this role is gone. Pick another",
        "role-everyone": "everybody has this role. Pick another",
        "role-managed": "Discord or an app gives this role by itself. Pick another",
        "role-powerful": (
            "this role may moderate or manage, so Ovation never gives it. Pick another"
        ),
        "role-forbidden": "allow Ovation Manage Roles, under Server Settings → Roles",
        "role-above": (
            "this role is not below Ovation's own. Move it below, under Server Settings → Roles"
        ),
        "role-silent": (
            "this role can't be told of shows. Let anyone @mention it, or allow Ovation Mention "
            "Everyone"
        ),
        "role-refused": (
            "Discord didn't let Ovation give it. Check Manage Roles, and that it is below "
            "Ovation's own role"
        ),
    }

    def role_troubles(self, role: int, troubles: Sequence[str]) -> str:
        """Why Ovation cannot give a role, by codes, and the cures."""
        first, *others = [self.role_cures[trouble] for trouble in troubles]
        begun = [cure[:1].upper() + cure[1:] for cure in others]
        return f"✗ <@&{role}>: {'. '.join([first, *begun])}."
