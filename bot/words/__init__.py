"""Every sentence that a user reads, by language; no other place words anything."""

from collections.abc import Mapping
from importlib import import_module
from typing import Final

from bot.words.barring import BarringWords
from bot.words.boards import BoardWords
from bot.words.budgets import BudgetWords
from bot.words.cashout import CashoutWords
from bot.words.combos import ComboWords
from bot.words.common import CommonWords
from bot.words.creators import CreatorWords
from bot.words.dashboard import DashboardWords
from bot.words.dashboard_office import OfficeWords
from bot.words.dashboard_overlay import OverlayPageWords
from bot.words.dashboard_overview import OverviewWords
from bot.words.dashboard_queue import QueuePageWords
from bot.words.dashboard_sales import SalesWords
from bot.words.dashboard_shows import PastShowWords
from bot.words.dashboard_statement import StatementWords
from bot.words.dashboard_supporters import SupporterWords
from bot.words.debts import DebtWords
from bot.words.diamonds import DiamondWords
from bot.words.german.descriptions import DESCRIPTIONS
from bot.words.gifts import GiftWords
from bot.words.goals import GoalWords
from bot.words.help import HelpWords
from bot.words.history import HistoryWords
from bot.words.live_refusals import LiveRefusalWords
from bot.words.live_settings import LiveSettingWords
from bot.words.lookup import LookupWords
from bot.words.matches import MatchWords
from bot.words.messages import MessageWords
from bot.words.moderation import ModerationWords
from bot.words.origins import OriginWords
from bot.words.overlay import OverlayWords
from bot.words.overlay_command import OverlayCommandWords
from bot.words.packs import PackWords
from bot.words.payout_refusals import PayoutRefusalWords
from bot.words.payouts import PayoutWords
from bot.words.periods import PeriodWords
from bot.words.plans import PlanWords
from bot.words.pot_office import PotOfficeWords
from bot.words.pot_refusals import PotRefusalWords
from bot.words.queue import QueueWords
from bot.words.recap import RecapWords
from bot.words.refusals import RefusalWords
from bot.words.rewards import RewardWords
from bot.words.rings import RingWords
from bot.words.settings import LANGUAGE_NAMES
from bot.words.setup import SetupWords
from bot.words.shows import ShowWords
from bot.words.wallet import WalletWords


class Words(
    BarringWords,
    BoardWords,
    BudgetWords,
    ComboWords,
    CommonWords,
    CreatorWords,
    OriginWords,
    PayoutRefusalWords,
    PayoutWords,
    DebtWords,
    DashboardWords,
    OverlayPageWords,
    OverviewWords,
    PastShowWords,
    DiamondWords,
    GiftWords,
    PotOfficeWords,
    GoalWords,
    HelpWords,
    HistoryWords,
    MatchWords,
    MessageWords,
    LiveSettingWords,
    StatementWords,
    LookupWords,
    ModerationWords,
    OverlayCommandWords,
    OfficeWords,
    OverlayWords,
    PackWords,
    PeriodWords,
    PlanWords,
    QueuePageWords,
    QueueWords,
    RecapWords,
    LiveRefusalWords,
    PotRefusalWords,
    RefusalWords,
    RewardWords,
    RingWords,
    SalesWords,
    CashoutWords,
    SetupWords,
    ShowWords,
    SupporterWords,
    WalletWords,
):
    """All rooms' sentences, in English."""


_ENGLISH: Final = Words()
_SPOKEN: Final[dict[str, Words]] = {"en": _ENGLISH}
_ROOMS: Final[Mapping[str, str]] = {"de": "bot.words.german.rooms"}
"""Where the other languages are. Each takes a megabyte or more, and few servers read them all."""

_DESCRIBED: Final[Mapping[str, Mapping[str, str]]] = {"de": DESCRIPTIONS}


def speak(locale: str) -> Words:
    """The words for a reader's locale, such as `en-GB`; English for every language not spoken."""
    code = locale.partition("-")[0]
    if code in _ROOMS and code not in _SPOKEN:
        _SPOKEN[code] = import_module(_ROOMS[code]).WORDS
    return _SPOKEN.get(code, _ENGLISH)


def languages() -> Mapping[str, str]:
    """The languages that sentences exist in: each by its code, as its own speakers call it."""
    return {code: LANGUAGE_NAMES[code] for code in ("en", *_ROOMS)}


def described(description: str, locale: str) -> str | None:
    """A description of a command, given in English, in another language; None if it has no other.

    In English it stands beside the command itself, for that is where its readers look for it.
    """
    return _DESCRIBED.get(locale.partition("-")[0], {}).get(description)
