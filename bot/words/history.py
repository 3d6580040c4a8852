"""What is said of one's own history; its lines are worded like those that moderators read."""

from bot.ledger.money import Purse
from bot.words.grammar import Grammar


class HistoryWords(Grammar):
    """The sentences of `/history`."""

    no_history = (
        "Nothing in your history yet. `/wallet` shows your coins, `/gift` sends your first gift."
    )

    def history_title(self, purse: Purse) -> str:
        """Whose history it is, and what they hold now."""
        coins, diamonds = self.coins(purse.all_coins), self.diamonds(purse.all_diamonds)
        return f"**Your history** · now {coins} and {diamonds} 💎"
