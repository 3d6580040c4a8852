"""What is said around a gift: the receipt, the thank-you in public, the picker."""

from collections.abc import Sequence

from bot.ledger.catalogue import Item
from bot.ledger.emoji import custom_emoji_id
from bot.ledger.money import Purse
from bot.ledger.outcomes import GiftSent
from bot.words.grammar import Grammar, escaped


class GiftWords(Grammar):
    """The sentences of the gift room."""

    def gift(self, emoji: str, name: str, quantity: int) -> str:
        """A gift as it is named in running text."""
        return f"{emoji} {escaped(name)}" if quantity == 1 else f"{self.number(quantity)} {emoji}"

    def item(self, item: Item) -> str:
        """A gift with its price, as a choice, where Discord draws no custom emoji."""
        emoji = "" if custom_emoji_id(item.emoji) else f"{item.emoji} "
        return f"{emoji}{item.name} · {self.number(item.price)}"

    def sent(self, sent: GiftSent, to: str) -> str:
        """The receipt that only the sender reads."""
        what = self.gift(sent.emoji, sent.name, sent.quantity)
        left = self.coins(sent.coins_left)
        return (
            f"Sent! {what} to {self.strong_name(to)}. {left} left.\n-# {self.reference(sent.seq)}"
        )

    def with_message(self, sentence: str, message: str) -> str:
        """A thank-you with what the sender wrote."""
        return f"{sentence}: {self.quote(message)}"

    def taken_back(self, sentence: str) -> str:
        """A thank-you for a gift that was reversed since."""
        return f"~~{sentence}~~\nThis gift was taken back by a moderator."

    def confirm(self, *, item: Item, quantity: int, to: str, purse: Purse) -> str:
        """The one question before a large gift."""
        what = self.gift(item.emoji, item.name, quantity)
        return (
            f"{what} to {self.strong_name(to)} for {self.coins(item.price * quantity)}? "
            f"You have {self.number(purse.all_coins)}."
        )

    def confirm_button(self, total: int) -> str:
        """The button that sends a large gift."""
        return f"Send for {self.number(total)}" if total else "Send"

    send_one = "Send one"
    send_again = "Send again"
    cancel_button = "Not now"
    cancelled = "Nothing sent, nothing taken."
    lost_message = (
        "That confirmation has expired, and the message with it. Nothing was sent just now; "
        "`/history` shows what was sent before."
    )
    not_a_member = "They are not on this server any more. Nothing taken: pick somebody else."

    def no_such_gift(self, text: str, nearest: Sequence[str]) -> str:
        """A name that is no gift's, and the names that come nearest."""
        hint = f"Did you mean {self.either(nearest)}?" if nearest else "`/gift` alone shows all."
        return f"There is no gift called {self.quote(text)} here. Nothing taken. {hint}"

    def ways_to_coins(self, purse: Purse) -> str:
        """How one comes by coins on this server."""
        convert = ", or convert your 💎 with `/diamonds convert`" if purse.all_diamonds else ""
        return f"-# More coins: see `/shop show`{convert}."

    def gift_button(self, item: Item, quantity: int) -> str:
        """A button that sends a gift, with all that it takes."""
        count = f"{self.number(quantity)} × " if quantity > 1 else ""
        return f"{count}{item.name} · {self.number(item.price * quantity)}"

    pick_gift = "Which gift?"
    pick_person = "For whom?"
    message_label = "Message"
    count_label = "How many"
    gift_label = "Gift"
    form_count_refused = "How many is a number from 1 to 999. Nothing taken: open the form again."

    def form_title(self, to: str) -> str:
        """The title of the form behind a member's menu; Discord shows 45 characters."""
        return f"A gift for {self.plain_name(to)}"[:45]

    def picker(self, *, item: Item | None, quantity: int, to: str | None, purse: Purse) -> str:
        """What was picked so far, and what it comes to."""
        what = self.gift(item.emoji, item.name, quantity) if item else "A gift"
        whom = self.strong_name(to) if to else "…"
        cost = f" · {self.coins(item.price * quantity)}" if item else ""
        return f"{what} for {whom}{cost}\nYou have {self.coins(purse.all_coins)}."

    def choice_price(self, price: int, missing: int) -> str:
        """What a gift costs, and what is missing for it where anything is."""
        short = f" · {self.number(missing)} short" if missing > 0 else ""
        return f"{self.coins(price)}{short}"

    def nothing_affordable(self, purse: Purse) -> str:
        """A wallet too small for every gift."""
        return f"You have {self.coins(purse.all_coins)}, and no gift is that small yet."
