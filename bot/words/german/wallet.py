"""What is said of what a member holds, in German."""

from collections.abc import Sequence

from bot.ledger.money import Purse
from bot.words.german.grammar import GermanGrammar
from bot.words.wallet import WalletWords


class GermanWalletWords(GermanGrammar, WalletWords):
    """The sentences of the wallet room."""

    history_button = "Verlauf"
    convert_button = "💎 eintauschen"

    def holds(self, purse: Purse) -> str:
        """What a wallet holds, in one line."""
        coins, diamonds = purse.bonus_coins, purse.bonus_diamonds
        of_coins = self._bonus_part(self.number(coins)) if coins else ""
        of_diamonds = self._bonus_part(self.diamonds(diamonds)) if diamonds else ""
        return (
            f"**{self.coins(purse.all_coins)}**{of_coins} · "
            f"**{self.diamonds(purse.all_diamonds)}** 💎{of_diamonds}"
        )

    def given_and_received(self, given: int, received: int, *, has_coins: bool) -> str:
        """What a member gave and received in all, in coins of gifts that were not taken back."""
        if not given and not received:
            first = " `/gift` verschickt das erste." if has_coins else ""
            return f"Noch keine Geschenke.{first}"
        return f"Geschenke: {self.coins(given)} verschickt · {self.coins(received)} bekommen"

    def own_level(self, level: int, missing: int) -> str:
        """The reader's level as a gifter; `missing` coins to the next, 0 at the highest."""
        badge = self.badge(level).strip()
        if not missing:
            return f"{badge} · höher geht es nicht"
        return f"{badge} · noch {self.coins(missing)} in Geschenken bis Level {level + 1}"

    def welcomed(self, coins: int) -> str:
        """The first greeting."""
        return f"👋 Willkommen! Du bekommst {self.coins(coins)} zum Verschenken."

    def welcome_to_come(self, coins: int, from_ms: int) -> str:
        """Welcome coins for an account that is too young yet."""
        when = self.moment(from_ms, "R")
        what = f"{self.number(coins)} Willkommensmünzen kommen"
        if coins == 1:
            what = "1 Willkommensmünze kommt"
        return f"👋 Deine {what} {when}: Schau dann wieder vorbei."

    def while_away(
        self, senders: Sequence[tuple[str | None, int]], others: int, *, is_all: bool
    ) -> str:
        """Who sent gifts since the last look, and how many more came if they are not all told."""
        parts = [f"{self._gifts(gifts)} von {self.name(name)}" for name, gifts in senders]
        if others:
            least = "" if is_all else "mindestens "
            more = "weiteres" if others == 1 else "weitere"
            parts.append(f"{least}{self.number(others)} {more}")
        elif not is_all:
            parts.append("weitere")
        together = " und ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
        return f"Während du weg warst: {together}."

    def _gifts(self, gifts: int) -> str:
        return f"{self.number(gifts)} {'Geschenk' if gifts == 1 else 'Geschenke'}"

    def account_frozen(self, seq: int) -> str:
        """A frozen account, as its owner reads it."""
        return (
            "🧊 Dein Konto ist eingefroren: Verschicken, Eintauschen, Auszahlen und Shows gehen "
            f"vorerst nicht. Frag die Moderation nach {self.reference(seq)}."
        )
