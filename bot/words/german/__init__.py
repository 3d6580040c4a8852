"""The German of all rooms: one module a room, each beside the English room that it translates."""

from bot.words.german.boards import GermanBoardWords
from bot.words.german.combos import GermanComboWords
from bot.words.german.common import GermanCommonWords
from bot.words.german.creators import GermanCreatorWords
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
from bot.words.german.periods import GermanPeriodWords
from bot.words.german.plans import GermanPlanWords
from bot.words.german.queue import GermanQueueWords
from bot.words.german.recap import GermanRecapWords
from bot.words.german.refusals import GermanRefusalWords
from bot.words.german.setup import GermanSetupWords
from bot.words.german.shows import GermanShowWords
from bot.words.german.wallet import GermanWalletWords


class GermanRooms(
    GermanBoardWords,
    GermanComboWords,
    GermanCommonWords,
    GermanCreatorWords,
    GermanDiamondWords,
    GermanGiftWords,
    GermanGoalWords,
    GermanHelpWords,
    GermanHistoryWords,
    GermanMatchWords,
    GermanMessageWords,
    GermanLiveSettingWords,
    GermanLookupWords,
    GermanModerationWords,
    GermanPeriodWords,
    GermanPlanWords,
    GermanQueueWords,
    GermanRecapWords,
    GermanLiveRefusalWords,
    GermanRefusalWords,
    GermanSetupWords,
    GermanShowWords,
    GermanWalletWords,
):
    """All rooms' sentences, in German."""
