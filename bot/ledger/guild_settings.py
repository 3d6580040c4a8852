"""What a guild can set, with the defaults and the rule that each value must keep."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, Final
from zoneinfo import available_timezones

from bot.ledger.money import BASIS_POINTS

LANGUAGES: Final = ("en", "de")


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """One guild's settings. Channels and roles are Discord ids; 0 means none."""

    gift_channel: int = 0
    """Where gifts are acknowledged; 0: where they were sent."""
    log_channel: int = 0
    """Where moderators' acts are posted; 0: nowhere."""
    moderator_role: int = 0
    """A role that may do what Moderate Members allows."""
    manager_role: int = 0
    """A role that may do what Manage Server allows."""
    creator_role: int = 0
    """Who may receive gifts: the members of this role; 0: everyone."""
    timezone: str = "UTC"
    language: str = "en"
    welcome_coins: int = 100
    """Bonus coins at a member's first wallet or gift; 0: none."""
    welcome_age_days: int = 7
    """How old an account must be to be welcomed with coins."""
    share: int = 5_000
    """The creator's part of a gift's coins, in basis points. The platforms give 50 %."""
    conversion_rate: int = 10_000
    """Coins for one diamond, in basis points."""
    confirm_coins: int = 1_000
    """From how many coins on a gift asks once whether it is meant; 0: never."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a setting was refused: `code` is worded for people elsewhere."""

    name: str
    code: str
    least: int = 0
    most: int = 0


def _between(least: int, most: int) -> Callable[[str], int | Problem]:
    def read(text: str) -> int | Problem:
        if text.isascii() and text.isdigit() and len(text) <= 20 and least <= int(text) <= most:
            return int(text)
        return Problem("", "range", least, most)

    return read


def _timezone(text: str) -> str | Problem:
    return text if text in _timezones() else Problem("", "timezone")


@cache
def _timezones() -> frozenset[str]:
    # Listing them searches whole directories, and stored settings are read again and again.
    return frozenset(available_timezones())


def _language(text: str) -> str | Problem:
    return text if text in LANGUAGES else Problem("", "language")


_SNOWFLAKE: Final = _between(0, 2**63 - 1)
_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "gift_channel": _SNOWFLAKE,
    "log_channel": _SNOWFLAKE,
    "moderator_role": _SNOWFLAKE,
    "manager_role": _SNOWFLAKE,
    "creator_role": _SNOWFLAKE,
    "timezone": _timezone,
    "language": _language,
    "welcome_coins": _between(0, 1_000_000),
    "welcome_age_days": _between(0, 365),
    "share": _between(0, BASIS_POINTS),
    "conversion_rate": _between(1, 100 * BASIS_POINTS),
    "confirm_coins": _between(0, 10**9),
}
NAMES: Final = tuple(field.name for field in fields(GuildSettings))


def changed(settings: GuildSettings, changes: Mapping[str, str]) -> GuildSettings | Problem:
    """Settings with `changes` read strictly, or the first problem. Nothing is changed in part.

    A share and a conversion rate that multiply to more than 100 % are refused together: a member
    who sends gifts to a friend and has them converted would come out with more coins.
    """
    values: dict[str, Any] = {}
    for name, text in changes.items():
        if name not in _READ:
            return Problem(name, "unknown")
        value = _READ[name](text)
        if isinstance(value, Problem):
            return replace(value, name=name)
        values[name] = value
    after = replace(settings, **values)
    if after.share * after.conversion_rate > BASIS_POINTS * BASIS_POINTS:
        most = BASIS_POINTS * BASIS_POINTS // max(after.share, 1)
        return Problem("conversion_rate", "mints", after.share, most)
    return after


def stored(rows: Mapping[str, str]) -> GuildSettings:
    """Settings as they were stored. Raises ValueError for a value that nobody could have set."""
    settings = changed(GuildSettings(), rows)
    if isinstance(settings, GuildSettings):
        return settings
    raise ValueError(f"stored setting {settings.name!r} cannot be read: {settings.code}")
