"""What is said of what a member holds: the wallet, and what came while its owner was away."""

from collections.abc import Sequence

from bot.ledger.money import Purse
from bot.words.grammar import Grammar


class WalletWords(Grammar):
    """The sentences of the wallet room."""

    history_button = "History"
    convert_button = "Convert 💎"

    def holds(self, purse: Purse) -> str:
        """What a wallet holds, in one line."""
        coins = f"**{self.coins(purse.all_coins)}**{self._bonus(purse.bonus_coins)}"
        bonus = f" ({self.diamonds(purse.bonus_diamonds)} bonus)" if purse.bonus_diamonds else ""
        return f"{coins} · **{self.diamonds(purse.all_diamonds)}** 💎{bonus}"

    def _bonus(self, coins: int) -> str:
        return f" ({self.number(coins)} bonus)" if coins else ""

    def given_and_received(self, given: int, received: int, *, has_coins: bool) -> str:
        """What a member gave and received in all, in coins of gifts that were not taken back."""
        if not given and not received:
            return "No gifts yet. `/gift` sends the first." if has_coins else "No gifts yet."
        return f"Given {self.number(given)} · received {self.number(received)} coins in gifts"

    def own_level(self, level: int, missing: int) -> str:
        """The reader's level as a gifter; `missing` coins to the next, 0 at the highest."""
        badge = self.badge(level).strip()
        if not missing:
            return f"{badge} · the highest level there is"
        return f"{badge} · {self.coins(missing)} in gifts to level {level + 1}"

    def welcomed(self, coins: int) -> str:
        """The first greeting."""
        verb = "is" if coins == 1 else "are"
        return f"👋 Welcome! {self.coins(coins)} {verb} yours to give away."

    def welcome_to_come(self, coins: int, from_ms: int) -> str:
        """Welcome coins for an account that is too young yet."""
        when = self.moment(from_ms, "R")
        return f"👋 Your {self.number(coins)} welcome coins come {when}: look in again then."

    def while_away(
        self, senders: Sequence[tuple[str | None, int]], others: int, *, is_all: bool
    ) -> str:
        """Who sent gifts since the last look, and how many more came if they are not all told."""
        parts = [f"{self._gifts(gifts)} from {self.name(name)}" for name, gifts in senders]
        if others or not is_all:
            parts.append(f"{self.number(others)}{'' if is_all else '+'} more")
        together = " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
        return f"While you were away: {together}."

    def _gifts(self, gifts: int) -> str:
        return f"{self.number(gifts)} {'gift' if gifts == 1 else 'gifts'}"

    def account_frozen(self, seq: int) -> str:
        """A frozen account, as its owner reads it."""
        return (
            "🧊 Your account is frozen: no sending, converting, cashing out or shows for now. "
            f"Ask a moderator about {self.reference(seq)}."
        )
