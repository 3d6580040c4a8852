"""What a guild can set, with the defaults and the rule that each value must keep."""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, Final
from zoneinfo import available_timezones

from bot.ledger.levels import MOST_LEVEL
from bot.ledger.money import BASIS_POINTS
from bot.ledger.payment import CURRENCY_DECIMALS

LANGUAGES: Final = ("en", "de")
"""The languages a guild can choose: those that sentences exist in, as a test holds them to."""

MOST_WELCOME_COINS: Final = 1_000_000
MOST_AGE_DAYS: Final = 365
MOST_CONFIRM_COINS: Final = 10**9
MOST_FOLLOWERS: Final = 1_000_000
MOST_LEVEL_ROLES: Final = 10
RECEIVERS: Final = ("everyone", "registered")
MESSAGES: Final = ("open", "first", "all")
SOLD_BY_DISCORD: Final = "discord"
SHOPS: Final = ("moderator", SOLD_BY_DISCORD, "play")
MOST_CAP: Final = 10**9
MOST_CASHOUT_RATE: Final = 10**9
"""A thousand of the currency for one diamond, in millionths."""
MOST_OWN_WORDS: Final = 300
MOST_BARRED_ROLES: Final = 10


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
    receivers: str = "everyone"
    """Who may receive gifts: everyone, or registered creators."""
    least_followers: int = 0
    """How many followers a creator needs to receive gifts. The platforms ask for 1,000."""
    live_role: int = 0
    """The role that is told when a show starts; members opt in. 0: nobody."""
    card_coins: int = 50
    """From how many coins of a combo on its thank-you is a coloured card."""
    picture_coins: int = 500
    """From how many on it has a picture."""
    highlight_coins: int = 2_000
    """From how many on it stays at the top of the live board for a while."""
    pins: int = 0
    """Whether highlights are pinned too, which posts a notice: 1 or 0."""
    messages: str = "open"
    """Which messages wait for a moderator: none (open), those of a member's first gift, or all."""
    posted_boards: int = 1
    """Whether the week's and the month's boards are posted when they end: 1 or 0."""
    week_role: int = 0
    """The role of last week's top gifter; 0: none."""
    month_role: int = 0
    """The role of last month's top gifter; 0: none."""
    level_roles: str = ""
    """Roles for gifter levels, as `level:role` pairs set apart by commas, lowest level first.

    Whoever falls below a level by a reversal loses its role, also where a person gave it by hand:
    Discord does not tell the two apart."""
    shop: str = "moderator"
    """How packs are paid for: confirmed by a moderator, sold by Discord, or not at all (play)."""
    currency: str = "USD"
    """What packs cost and payouts are paid in, as a code of ISO 4217."""
    shop_text: str = ""
    """The operator's own words on how to pay."""
    scam_text: str = ""
    """The operator's own warning, wherever money is named; Ovation's, where there is none."""
    daily_cap: int = 0
    """How many coins one member may give in a local day; 0: any."""
    pair_cap: int = 0
    """How many coins one member may give one other in a local day, by gifts and by shares of their
    chests; 0: any."""
    giver_age_days: int = 0
    """How old an account must be to give, and to take from pots."""
    cashout: int = 0
    """Whether diamonds may be paid out, which happens outside Ovation: 1 or 0."""
    cashout_rate: int = 5_000
    """What one diamond gives, in millionths of the currency, before the fee."""
    cashout_fee: int = 0
    """What is kept of the money, in basis points."""
    cashout_least: int = 2_000
    """The fewest diamonds of one payout. At the default rate these are 10 US dollars."""
    cashout_daily: int = 200_000
    """The most diamonds that one creator may ask for in a local day; 0: any. At the default rate
    these are 1,000 US dollars, a live platform's official maximum."""
    cashout_two: int = 20_000
    """From how many diamonds on a payout takes two moderators; 0: never."""
    cashout_text: str = ""
    """The operator's own words on where payouts are sent."""
    no_buying: str = ""
    """Roles whose members buy no coins, set apart by commas."""
    no_buying_text: str = ""
    no_sending: str = ""
    """Roles whose members send no gifts and drop no chests."""
    no_sending_text: str = ""
    no_receiving: str = ""
    """Roles whose members receive no gifts and take nothing from pots."""
    no_receiving_text: str = ""
    no_cashout: str = ""
    """Roles whose members have no diamonds paid out."""
    no_cashout_text: str = ""


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
    # Listing them searches whole directories, and stored settings are read again and again. Two
    # names say nothing about a place: one is whatever this machine is set to, one is no time zone.
    return frozenset(available_timezones()) - {"localtime", "Factory"}


_WELL_KNOWN: Final = (
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Athens",
    "Europe/Istanbul",
    "Europe/Moscow",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Dhaka",
    "Asia/Jakarta",
    "Asia/Shanghai",
    "Asia/Manila",
    "Asia/Seoul",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
    "America/Sao_Paulo",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Mexico_City",
)


def find_timezone(text: str) -> str | None:
    """The time zone that `text` names, letter case and spaces aside; also by its city alone.

    None if there is no such name, or several places share it.
    """
    wanted = _plain(text)
    exact = [zone for zone in _timezones() if _plain(zone) == wanted]
    cities = [zone for zone in _timezones() if "/" in zone and _city(zone) == wanted]
    found = exact or cities
    return found[0] if len(found) == 1 else None


def nearest_timezones(text: str, most: int) -> tuple[str, ...]:
    """At most `most` time zones whose names come nearest to `text`, best first.

    For no text at all, a well known one from each part of the world.
    """
    wanted = _plain(text)
    if not wanted:
        return _WELL_KNOWN[:most]
    zones = sorted(_timezones())
    begins = [zone for zone in zones if _city(zone).startswith(wanted)]
    holds = [zone for zone in zones if wanted in _plain(zone)]
    if not holds:
        cities = {_city(zone): zone for zone in zones if "/" in zone}
        alike = difflib.get_close_matches(_city(text), cities, n=most, cutoff=0.6)
        return tuple(cities[city] for city in alike)
    return tuple(dict.fromkeys([*begins, *holds]))[:most]


def _plain(zone: str) -> str:
    return zone.strip().replace(" ", "_").casefold()


def _city(zone: str) -> str:
    return _plain(zone).rpartition("/")[2]


def _language(text: str) -> str | Problem:
    return text if text in LANGUAGES else Problem("", "language")


def _one_of(words: tuple[str, ...]) -> Callable[[str], str | Problem]:
    def read(text: str) -> str | Problem:
        return text if text in words else Problem("", "choice")

    return read


def level_roles(text: str) -> dict[int, int]:
    """The roles that a setting names, by level. Raises ValueError for text that is none."""
    pairs = [part.split(":") for part in text.split(",") if part]
    return {int(level): int(role) for level, role in pairs}


def given_roles(settings: GuildSettings) -> dict[str, set[int]]:
    """The roles that Ovation gives to members by itself, by the setting that names them."""
    roles = {name: {getattr(settings, name)} for name in ("live_role", "week_role", "month_role")}
    roles["level_roles"] = set(level_roles(settings.level_roles).values())
    return {name: found - {0} for name, found in roles.items()}


def _level_roles(text: str) -> str | Problem:
    """Level and role pairs, put in order; nothing for none."""
    problem = Problem("", "level-roles", 1, MOST_LEVEL)
    if len(text) > MOST_LEVEL_ROLES * 24 or not set(text) <= set("0123456789:,"):
        return problem
    try:
        roles = level_roles(text)
    except ValueError:
        return problem
    if len(roles) > MOST_LEVEL_ROLES or not all(1 <= level <= MOST_LEVEL for level in roles):
        return problem
    if not all(0 < role < 2**63 for role in roles.values()):
        return problem
    return ",".join(f"{level}:{roles[level]}" for level in sorted(roles))


def barred_roles(text: str) -> frozenset[int]:
    """The roles that a setting such as `no_buying` names. Raises ValueError for other text."""
    return frozenset(int(role) for role in text.split(",") if role)


def _roles(text: str) -> str | Problem:
    """Roles, put in order, each once; nothing for none."""
    problem = Problem("", "roles", 0, MOST_BARRED_ROLES)
    parts = [part for part in text.split(",") if part]
    if not all(part.isascii() and part.isdigit() and len(part) <= 20 for part in parts):
        return problem
    roles = sorted(barred_roles(text))
    if len(roles) > MOST_BARRED_ROLES or not all(0 < role < 2**63 for role in roles):
        return problem
    return ",".join(map(str, roles))


def _currency(text: str) -> str | Problem:
    return text if text in CURRENCY_DECIMALS else Problem("", "currency")


def _own_words(text: str) -> str | Problem:
    """A sentence of the operator's, on one line or several."""
    is_plain = all(letter.isprintable() or letter == "\n" for letter in text)
    if len(text) <= MOST_OWN_WORDS and is_plain:
        return text.strip()
    return Problem("", "words", 0, MOST_OWN_WORDS)


_SNOWFLAKE: Final = _between(0, 2**63 - 1)
_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "gift_channel": _SNOWFLAKE,
    "log_channel": _SNOWFLAKE,
    "moderator_role": _SNOWFLAKE,
    "manager_role": _SNOWFLAKE,
    "creator_role": _SNOWFLAKE,
    "timezone": _timezone,
    "language": _language,
    "welcome_coins": _between(0, MOST_WELCOME_COINS),
    "welcome_age_days": _between(0, MOST_AGE_DAYS),
    "share": _between(0, BASIS_POINTS),
    "conversion_rate": _between(1, 100 * BASIS_POINTS),
    "confirm_coins": _between(0, MOST_CONFIRM_COINS),
    "receivers": _one_of(RECEIVERS),
    "least_followers": _between(0, MOST_FOLLOWERS),
    "live_role": _SNOWFLAKE,
    "card_coins": _between(1, MOST_CONFIRM_COINS),
    "picture_coins": _between(1, MOST_CONFIRM_COINS),
    "highlight_coins": _between(1, MOST_CONFIRM_COINS),
    "pins": _between(0, 1),
    "messages": _one_of(MESSAGES),
    "posted_boards": _between(0, 1),
    "week_role": _SNOWFLAKE,
    "month_role": _SNOWFLAKE,
    "level_roles": _level_roles,
    "shop": _one_of(SHOPS),
    "currency": _currency,
    "shop_text": _own_words,
    "scam_text": _own_words,
    "daily_cap": _between(0, MOST_CAP),
    "pair_cap": _between(0, MOST_CAP),
    "giver_age_days": _between(0, MOST_AGE_DAYS),
    "cashout": _between(0, 1),
    "cashout_rate": _between(1, MOST_CASHOUT_RATE),
    "cashout_fee": _between(0, BASIS_POINTS - 1),
    "cashout_least": _between(1, MOST_CAP),
    "cashout_daily": _between(0, MOST_CAP),
    "cashout_two": _between(0, MOST_CAP),
    "cashout_text": _own_words,
    "no_buying": _roles,
    "no_buying_text": _own_words,
    "no_sending": _roles,
    "no_sending_text": _own_words,
    "no_receiving": _roles,
    "no_receiving_text": _own_words,
    "no_cashout": _roles,
    "no_cashout_text": _own_words,
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
    if not after.card_coins <= after.picture_coins <= after.highlight_coins:
        return Problem("highlight_coins", "tiers", after.card_coins, after.picture_coins)
    return after


def most_share(rate: int) -> int:
    """The largest creators' share that goes with a conversion rate; both in basis points."""
    return min(BASIS_POINTS, BASIS_POINTS * BASIS_POINTS // rate)


def stored(rows: Mapping[str, str]) -> GuildSettings:
    """Settings as they were stored. Raises ValueError for a value that nobody could have set."""
    settings = changed(GuildSettings(), rows)
    if isinstance(settings, GuildSettings):
        return settings
    raise ValueError(f"stored setting {settings.name!r} cannot be read: {settings.code}")
