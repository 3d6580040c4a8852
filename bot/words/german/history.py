"""What is said of one's own history, in German."""

from bot.ledger.money import Purse
from bot.words.german.grammar import GermanGrammar
from bot.words.history import HistoryWords


class GermanHistoryWords(GermanGrammar, HistoryWords):
    """The sentences of `/history`."""

    no_history = (
        "In deinem Verlauf steht noch nichts. `/wallet` zeigt deine Münzen, `/gift` verschickt "
        "dein erstes Geschenk."
    )

    def history_title(self, purse: Purse) -> str:
        """Whose history it is, and what they hold now."""
        coins, diamonds = self.coins(purse.all_coins), self.diamonds(purse.all_diamonds)
        return f"**Dein Verlauf** · jetzt {coins} und {diamonds} 💎"
