"""All rooms' sentences in German, loaded when somebody reads German first."""

from typing import Final

from bot.words import Words
from bot.words.german.barring import GermanBarringWords
from bot.words.german.boards import GermanBoardWords
from bot.words.german.budgets import GermanBudgetWords
from bot.words.german.cashout import GermanCashoutWords
from bot.words.german.combos import GermanComboWords
from bot.words.german.common import GermanCommonWords
from bot.words.german.creators import GermanCreatorWords
from bot.words.german.dashboard import GermanDashboardWords
from bot.words.german.dashboard_office import GermanOfficeWords
from bot.words.german.dashboard_overlay import GermanOverlayPageWords
from bot.words.german.dashboard_overview import GermanOverviewWords
from bot.words.german.dashboard_queue import GermanQueuePageWords
from bot.words.german.dashboard_sales import GermanSalesWords
from bot.words.german.dashboard_shows import GermanPastShowWords
from bot.words.german.dashboard_statement import GermanStatementWords
from bot.words.german.dashboard_supporters import GermanSupporterWords
from bot.words.german.debts import GermanDebtWords
from bot.words.german.diamonds import GermanDiamondWords
from bot.words.german.gifts import GermanGiftWords
from bot.words.german.goals import GermanGoalWords
from bot.words.german.help import GermanHelpWords
from bot.words.german.history import GermanHistoryWords
from bot.words.german.live_refusals import GermanLiveRefusalWords
from bot.words.german.live_settings import GermanLiveSettingWords
from bot.words.german.lookup import GermanLookupWords
from bot.words.german.matches import GermanMatchWords
from bot.words.german.messages import GermanMessageWords
from bot.words.german.moderation import GermanModerationWords
from bot.words.german.origins import GermanOriginWords
from bot.words.german.overlay import GermanOverlayWords
from bot.words.german.overlay_command import GermanOverlayCommandWords
from bot.words.german.packs import GermanPackWords
from bot.words.german.payout_refusals import GermanPayoutRefusalWords
from bot.words.german.payouts import GermanPayoutWords
from bot.words.german.periods import GermanPeriodWords
from bot.words.german.plans import GermanPlanWords
from bot.words.german.pot_office import GermanPotOfficeWords
from bot.words.german.pot_refusals import GermanPotRefusalWords
from bot.words.german.queue import GermanQueueWords
from bot.words.german.recap import GermanRecapWords
from bot.words.german.refusals import GermanRefusalWords
from bot.words.german.rewards import GermanRewardWords
from bot.words.german.rings import GermanRingWords
from bot.words.german.setup import GermanSetupWords
from bot.words.german.shows import GermanShowWords
from bot.words.german.wallet import GermanWalletWords


class GermanRooms(
    GermanBarringWords,
    GermanBoardWords,
    GermanBudgetWords,
    GermanComboWords,
    GermanCommonWords,
    GermanCreatorWords,
    GermanOriginWords,
    GermanPayoutRefusalWords,
    GermanPayoutWords,
    GermanDebtWords,
    GermanDashboardWords,
    GermanOverlayPageWords,
    GermanOverviewWords,
    GermanPastShowWords,
    GermanDiamondWords,
    GermanGiftWords,
    GermanPotOfficeWords,
    GermanGoalWords,
    GermanHelpWords,
    GermanHistoryWords,
    GermanMatchWords,
    GermanMessageWords,
    GermanLiveSettingWords,
    GermanStatementWords,
    GermanLookupWords,
    GermanModerationWords,
    GermanOverlayCommandWords,
    GermanOfficeWords,
    GermanOverlayWords,
    GermanPackWords,
    GermanPeriodWords,
    GermanPlanWords,
    GermanQueuePageWords,
    GermanQueueWords,
    GermanRecapWords,
    GermanLiveRefusalWords,
    GermanPotRefusalWords,
    GermanRefusalWords,
    GermanRewardWords,
    GermanRingWords,
    GermanSalesWords,
    GermanCashoutWords,
    GermanSetupWords,
    GermanShowWords,
    GermanSupporterWords,
    GermanWalletWords,
):
    """All rooms' sentences, in German."""


class German(GermanRooms, Words):
    """The same; what does not differ comes from English."""


WORDS: Final[Words] = German()
