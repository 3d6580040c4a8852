"""What a server's settings are called, and how their values read, wherever they are mentioned."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Final

from bot.ledger.guild_settings import NAMES, level_roles
from bot.words.grammar import Grammar, escaped

LANGUAGE_NAMES = {"en": "English", "de": "Deutsch"}
"""The languages in which sentences exist, by code, each as its own speakers call it."""

_FROM_COINS: Final = frozenset({"confirm_coins", "card_coins", "picture_coins", "highlight_coins"})
_COUNTED: Final = _FROM_COINS | {
    "share",
    "conversion_rate",
    "welcome_coins",
    "welcome_age_days",
    "least_followers",
}
LIVE_SETTINGS: Final = NAMES[NAMES.index("receivers") :]
"""The settings of live shows, which stand together in a list."""


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
        "receivers": "registering to receive gifts",
        "least_followers": "followers to receive gifts",
        "live_role": "role told of shows",
        "card_coins": "thanks on a card",
        "picture_coins": "thanks with a picture",
        "highlight_coins": "highlight",
        "pins": "pinning highlights",
        "messages": "messages with gifts",
        "posted_boards": "posting the boards that end",
        "week_role": "role of the week's top gifter",
        "month_role": "role of the month's top gifter",
        "level_roles": "roles for levels",
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
        "least_followers": "none",
        "live_role": "none",
        "pins": "off",
        "posted_boards": "off",
        "week_role": "none",
        "month_role": "none",
    }
    _setting_choices: ClassVar[Mapping[str, Mapping[str, str]]] = {
        "receivers": {"everyone": "not needed", "registered": "needed"},
        "messages": {
            "open": "shown at once",
            "first": "a sender's first waits for a moderator",
            "all": "all wait for a moderator",
        },
        "pins": {"1": "on"},
        "posted_boards": {"1": "on"},
    }
    no_level_roles: ClassVar[str] = "none"
    live_settings_title: ClassVar[str] = "Live shows"

    def setting_value(self, name: str, text: str) -> str:
        """A setting's value, given as it is stored."""
        if text == "0" and name in self.unset:
            return self.unset[name]
        if name in self._setting_choices:
            return self._setting_choices[name].get(text, "")
        if name in _COUNTED:
            return self._counted(name, int(text))
        if name == "level_roles":
            return self._level_roles(text)
        if name.endswith(("_channel", "_role")):
            return f"<#{text}>" if name.endswith("_channel") else f"<@&{text}>"
        return escaped(LANGUAGE_NAMES.get(text, text) if name == "language" else text)

    def _counted(self, name: str, value: int) -> str:
        forms: dict[str, Callable[[int], str]] = {
            "share": self.percent,
            "conversion_rate": self.rate,
            "welcome_age_days": self.days,
            **dict.fromkeys(_FROM_COINS, self.from_coins),
        }
        return forms.get(name, self.number)(value)

    def _level_roles(self, text: str) -> str:
        roles = level_roles(text).items()
        return ", ".join(self.level_role(*pair) for pair in roles) or self.no_level_roles

    def from_coins(self, coins: int) -> str:
        """From how many coins on something is done."""
        return f"from {self.coins(coins)}"

    def level_role(self, level: int, role: int) -> str:
        """A gifter level, and the role that comes with it."""
        return f"level {level} <@&{role}>"

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
