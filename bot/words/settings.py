"""What a server's settings are called, and how their values read, wherever they are mentioned."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from bot.words.grammar import Grammar, escaped

LANGUAGE_NAMES = {"en": "English", "de": "Deutsch"}
"""The languages in which sentences exist, by code, each as its own speakers call it."""


class SettingWords(Grammar):
    """The names of settings, and their values as people read them."""

    setting_names: ClassVar[Mapping[str, str]] = {
        "gift_channel": "gift channel",
        "log_channel": "log channel",
        "moderator_role": "moderators",
        "manager_role": "managers",
        "creator_role": "who may receive gifts",
        "timezone": "time zone",
        "language": "language",
        "welcome_coins": "welcome coins",
        "welcome_age_days": "account age for welcome coins",
        "share": "creators' share",
        "conversion_rate": "coins for 1 💎",
        "confirm_coins": "asking before a gift",
    }
    unset: ClassVar[Mapping[str, str]] = {
        "gift_channel": "wherever a gift is sent",
        "log_channel": "none",
        "moderator_role": "none",
        "manager_role": "none",
        "creator_role": "everyone",
        "welcome_coins": "none",
        "welcome_age_days": "any",
        "confirm_coins": "never",
    }

    def setting_value(self, name: str, text: str) -> str:
        """A setting's value, given as it is stored."""
        if text == "0" and name in self.unset:
            return self.unset[name]
        if name.endswith("_channel"):
            return f"<#{text}>"
        if name.endswith("_role"):
            return f"<@&{text}>"
        if name == "share":
            return self.percent(int(text))
        if name == "conversion_rate":
            return self.rate(int(text))
        if name == "confirm_coins":
            return f"from {self.coins(int(text))}"
        if name == "welcome_age_days":
            return self.days(int(text))
        if name == "welcome_coins":
            return self.number(int(text))
        return escaped(LANGUAGE_NAMES.get(text, text) if name == "language" else text)

    def days(self, days: int) -> str:
        """A number of days, with the word."""
        return f"{self.number(days)} {'day' if days == 1 else 'days'}"

    def setting_change(self, name: str, before: str, after: str) -> str:
        """What a setting was, and what it is now."""
        old, new = self.setting_value(name, before), self.setting_value(name, after)
        return f"{self.setting_names[name]} {old} → {new}"

    def setting_changes(self, changes: Sequence[tuple[str, str, str]]) -> str:
        """Several changes of one act."""
        return ", ".join(self.setting_change(*change) for change in changes)

    def setting_range(self, name: str, least: int, most: int) -> str:
        """Between which values a setting lies, in the unit that people use for it."""
        if name == "share":
            return f"{self.percent(least)} to {self.percent(most)}, as in 50 or 12.5"
        if name == "conversion_rate":
            return f"{self.rate(least)} to {self.rate(most)}, as in 1 or 0.5"
        return f"a whole number from {self.number(least)} to {self.number(most)}"
