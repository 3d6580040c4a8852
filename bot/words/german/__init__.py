"""The German of all rooms: one module a room, each beside the English room that it translates."""

from bot.words.german.boards import GermanBoardWords
from bot.words.german.common import GermanCommonWords
from bot.words.german.diamonds import GermanDiamondWords
from bot.words.german.gifts import GermanGiftWords
from bot.words.german.help import GermanHelpWords
from bot.words.german.history import GermanHistoryWords
from bot.words.german.lookup import GermanLookupWords
from bot.words.german.moderation import GermanModerationWords
from bot.words.german.refusals import GermanRefusalWords
from bot.words.german.setup import GermanSetupWords
from bot.words.german.wallet import GermanWalletWords


class GermanRooms(
    GermanBoardWords,
    GermanCommonWords,
    GermanDiamondWords,
    GermanGiftWords,
    GermanHelpWords,
    GermanHistoryWords,
    GermanLookupWords,
    GermanModerationWords,
    GermanRefusalWords,
    GermanSetupWords,
    GermanWalletWords,
):
    """All rooms' sentences, in German."""
