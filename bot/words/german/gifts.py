"""What is said around a gift, in German."""

from collections.abc import Sequence

from bot.ledger.catalogue import Item
from bot.ledger.money import Purse
from bot.ledger.outcomes import GiftSent
from bot.words.german.grammar import GermanGrammar
from bot.words.gifts import GiftWords


class GermanGiftWords(GermanGrammar, GiftWords):
    """The sentences of the gift room. A gift's name is the server's own: it takes no article."""

    def sent(self, sent: GiftSent, to: str) -> str:
        """The receipt that only the sender reads."""
        what = self.gift(sent.emoji, sent.name, sent.quantity)
        left = self.coins(sent.coins_left)
        return (
            f"Verschickt! {what} an {self.strong_name(to)}. Du hast noch {left}.\n"
            f"-# {self.reference(sent.seq)}"
        )

    def taken_back(self, sentence: str) -> str:
        """A thank-you for a gift that was reversed since."""
        return f"~~{sentence}~~\nDie Moderation hat dieses Geschenk zurückgenommen."

    def confirm(self, *, item: Item, quantity: int, to: str, purse: Purse) -> str:
        """The one question before a large gift."""
        what = self.gift(item.emoji, item.name, quantity)
        return (
            f"{what} für {self.coins(item.price * quantity)} an {self.strong_name(to)} schicken? "
            f"Du hast {self.number(purse.all_coins)}."
        )

    def confirm_button(self, total: int) -> str:
        """The button that sends a large gift."""
        return f"Für {self.number(total)} schicken"

    send_one = "Auch eins schicken"
    send_again = "Noch einmal schicken"
    cancel_button = "Jetzt nicht"
    cancelled = "Nichts verschickt, nichts abgebucht."
    lost_message = (
        "Diese Rückfrage ist abgelaufen, und deine Nachricht mit ihr. Gerade wurde nichts "
        "verschickt; was vorher verschickt wurde, zeigt `/history`."
    )
    not_a_member = (
        "Diese Person ist nicht mehr auf dem Server. Nichts abgebucht: Wähle jemand anderen."
    )

    def no_such_gift(self, text: str, nearest: Sequence[str]) -> str:
        """A name that is no gift's, and the names that come nearest."""
        hint = f"Meinst du {self.either(nearest)}?" if nearest else "`/gift` allein zeigt alle."
        return (
            f"Ein Geschenk namens {self.quote(text)} gibt es hier nicht. Nichts abgebucht. {hint}"
        )

    def ways_to_coins(self, purse: Purse) -> str:
        """How one comes by coins on this server."""
        convert = " oder tausche 💎 mit `/diamonds convert` ein" if purse.all_diamonds else ""
        return f"-# Mehr Münzen: Schau in `/shop show`{convert}."

    pick_gift = "Welches Geschenk?"
    pick_person = "Für wen?"
    message_label = "Nachricht"
    count_label = "Wie viele"
    gift_label = "Geschenk"
    form_count_refused = (
        "„Wie viele“ ist eine Zahl von 1 bis 999. Nichts abgebucht: Öffne das Formular noch einmal."
    )

    def form_title(self, to: str) -> str:
        """The title of the form behind a member's menu; Discord shows 45 characters."""
        return f"Ein Geschenk für {self.plain_name(to)}"[:45]

    def picker(self, *, item: Item | None, quantity: int, to: str | None, purse: Purse) -> str:
        """What was picked so far, and what it comes to."""
        what = self.gift(item.emoji, item.name, quantity) if item else "Ein Geschenk"
        whom = self.strong_name(to) if to else "…"
        cost = f" · {self.coins(item.price * quantity)}" if item else ""
        return f"{what} für {whom}{cost}\nDu hast {self.coins(purse.all_coins)}."

    def choice_price(self, price: int, missing: int) -> str:
        """What a gift costs, and what is missing for it where anything is."""
        short = f" · {self._missing(missing)}" if missing > 0 else ""
        return f"{self.coins(price)}{short}"

    def nothing_affordable(self, purse: Purse) -> str:
        """A wallet too small for every gift."""
        return f"Du hast {self.coins(purse.all_coins)}; so klein ist hier noch kein Geschenk."
