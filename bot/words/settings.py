"""What a server's settings are called, and how their values read, wherever they are mentioned."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Final

from bot.ledger.guild_settings import NAMES, barred_roles, level_roles
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
    "daily_cap",
    "pair_cap",
    "giver_age_days",
    "cashout_rate",
    "cashout_fee",
    "cashout_least",
    "cashout_daily",
    "cashout_two",
}
_BARRED: Final = frozenset({"no_buying", "no_sending", "no_receiving", "no_cashout"})
LIVE_SETTINGS: Final = NAMES[NAMES.index("receivers") : NAMES.index("shop")]
"""The settings of live shows, which stand together in a list."""
ECONOMY_SETTINGS: Final = NAMES[NAMES.index("shop") :]
"""The settings of how coins come in and diamonds go out."""


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
        "shop": "how coins are paid for",
        "currency": "currency",
        "shop_text": "how to pay",
        "scam_text": "warning of scams",
        "daily_cap": "most coins a member gives in a day",
        "pair_cap": "most coins a member gives one person in a day",
        "giver_age_days": "account age to give",
        "cashout": "cashing out",
        "cashout_rate": "money for 1 💎",
        "cashout_fee": "cash-out fee",
        "cashout_least": "fewest 💎 of a cash-out",
        "cashout_daily": "most 💎 a creator cashes out in a day",
        "cashout_two": "cash-outs of one day that need two moderators",
        "cashout_text": "where cash-outs are sent",
        "no_buying": "roles that buy no coins",
        "no_buying_text": "why they buy none",
        "no_sending": "roles that send no gifts",
        "no_sending_text": "why they send none",
        "no_receiving": "roles that receive no gifts",
        "no_receiving_text": "why they receive none",
        "no_cashout": "roles that cash nothing out",
        "no_cashout_text": "why they cash nothing out",
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
        "daily_cap": "no limit",
        "pair_cap": "no limit",
        "giver_age_days": "any",
        "cashout": "off",
        "cashout_fee": "none",
        "cashout_daily": "no limit",
        "cashout_two": "none",
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
        "shop": {
            "moderator": "a moderator confirms",
            "discord": "Discord sells them",
            "play": "not at all: play money",
        },
        "cashout": {"1": "on, at the operator's own responsibility"},
    }
    no_level_roles: ClassVar[str] = "none"
    no_own_words: ClassVar[str] = "nothing of your own"
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
        if name in _BARRED:
            return ", ".join(f"<@&{role}>" for role in barred_roles(text)) or self.no_level_roles
        if name.endswith("_text"):
            return self.quote(text) if text else self.no_own_words
        if name.endswith(("_channel", "_role")):
            return f"<#{text}>" if name.endswith("_channel") else f"<@&{text}>"
        return escaped(LANGUAGE_NAMES.get(text, text) if name == "language" else text)

    def _counted(self, name: str, value: int) -> str:
        forms: dict[str, Callable[[int], str]] = {
            "share": self.percent,
            "conversion_rate": self.rate,
            "welcome_age_days": self.days,
            "giver_age_days": self.days,
            "cashout_rate": self.millionths,
            "cashout_fee": self.percent,
            "cashout_two": self.from_diamonds,
            **dict.fromkeys(_FROM_COINS, self.from_coins),
        }
        return forms.get(name, self.number)(value)

    def _level_roles(self, text: str) -> str:
        roles = level_roles(text).items()
        return ", ".join(self.level_role(*pair) for pair in roles) or self.no_level_roles

    def from_coins(self, coins: int) -> str:
        """From how many coins on something is done."""
        return f"from {self.coins(coins)}"

    def from_diamonds(self, diamonds: int) -> str:
        """From how many diamonds on something is done."""
        return f"from {self.number(diamonds)} 💎"

    def level_role(self, level: int, role: int) -> str:
        """A gifter level, and the role that comes with it."""
        return f"level {level} <@&{role}>"

    def days(self, days: int) -> str:
        """A number of days, with the word."""
        return f"{self.number(days)} {'day' if days == 1 else 'days'}"

    def setting_change(self, name: str, before: str, after: str) -> str:
        """What a setting was, and what it is now."""
        old, new = self.setting_value(name, before), self.setting_value(name, after)
        return f"{self.setting_names[name]}: {old} → {new}"

    def setting_changes(self, changes: Sequence[tuple[str, str, str]]) -> str:
        """Several changes of one act."""
        return "; ".join(self.setting_change(*change) for change in changes)

    def setting_range(self, name: str, least: int, most: int) -> str:
        """Between which values a setting lies, in the unit that people use for it."""
        if name == "share":
            return f"{self.percent(least)} to {self.percent(most)}, as in 50 or 12.5"
        if name == "conversion_rate":
            return f"{self.rate(least)} to {self.rate(most)}, as in 1 or 0.5"
        return f"a whole number from {self.number(least)} to {self.number(most)}"
