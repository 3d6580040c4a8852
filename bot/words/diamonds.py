"""What is said of diamonds: what they are worth, and what becomes of them."""

from bot.ledger.money import Conversion, Purse
from bot.ledger.outcomes import DiamondsConverted
from bot.words.grammar import Grammar


class DiamondWords(Grammar):
    """The sentences of the diamonds room."""

    keep_button = "Not now"
    kept = "Nothing converted: your 💎 stay as they are."
    bonus_diamonds = (
        "-# Bonus 💎 come from gifts paid with bonus coins, and turn into bonus coins again."
    )
    unclear_diamonds = (
        "I couldn't read that amount. Nothing converted: write it like 12 or 0.5, "
        "or leave it out to convert all."
    )

    def exchange(self, rate: int) -> str:
        """A rate in basis points, as what one diamond gives."""
        return f"1 💎 = {self.coins_at(rate)}"

    def has_diamonds(self, purse: Purse) -> str:
        """How many diamonds somebody has, with the bonus part."""
        bonus = f" ({self.diamonds(purse.bonus_diamonds)} bonus)" if purse.bonus_diamonds else ""
        return f"You have **{self.diamonds(purse.all_diamonds)}** 💎{bonus}."

    def worth(self, purse: Purse, conversion: Conversion, rate: int) -> str:
        """What all of a purse's diamonds would give."""
        if not conversion.all_coins:
            return f"{self.exchange(rate)}, so they don't make a coin yet."
        left = purse.all_diamonds - conversion.all_units
        rest = f" {self.diamonds(left)} 💎 would stay." if left else ""
        return f"{self.exchange(rate)}, so they'd give {self.coins_given(conversion)}.{rest}"

    def diamonds_taken(self, conversion: Conversion) -> str:
        """The diamonds that a conversion takes, with the bonus part."""
        part = f" ({self.diamonds(conversion.bonus_units)} bonus)" if conversion.bonus_units else ""
        return f"**{self.diamonds(conversion.all_units)}** 💎{part}"

    def coins_given(self, conversion: Conversion) -> str:
        """The coins that a conversion gives, with the bonus part."""
        bonus = conversion.bonus_coins
        part = f" ({self.number(bonus)} bonus)" if bonus else ""
        return f"**{self.coins(conversion.all_coins)}**{part}"

    def no_diamonds(self, share: int) -> str:
        """An empty account of diamonds, and how they come."""
        if not share:
            return "No 💎 yet, and gifts earn none on this server."
        return f"No 💎 yet: gifts you receive earn you {self.percent(share)} of their coins as 💎."

    def ask_conversion(self, purse: Purse, conversion: Conversion, rate: int) -> str:
        """The question before diamonds become coins: what is taken, what is given, what stays."""
        left = purse.all_diamonds - conversion.all_units
        stays = f" You keep {self.diamonds(left)} 💎." if left else ""
        return (
            f"Convert {self.diamonds_taken(conversion)} into {self.coins_given(conversion)}?\n"
            f"{self.exchange(rate)}.{stays}"
        )

    def convert_for_button(self, coins: int) -> str:
        """The button that converts."""
        return f"Convert for {self.coins(coins)}"

    def converted(self, done: DiamondsConverted) -> str:
        """What a conversion took and gave, and what is there now."""
        conversion = Conversion(done.units, done.bonus_units, done.coins, done.bonus_coins)
        repaid = f" {self.number(done.repaid)} of them paid what you owed." if done.repaid else ""
        return (
            f"Done! {self.diamonds_taken(conversion)} became {self.coins_given(conversion)}."
            f"{repaid} "
            f"You now have {self.coins(done.coins_left)} and {self.diamonds(done.units_left)} 💎.\n"
            f"-# {self.reference(done.seq)}"
        )

    def too_many_diamonds(self, most_units: int) -> str:
        """More than one conversion may take."""
        return (
            f"One conversion takes up to {self.diamonds(most_units)} 💎. Nothing converted: "
            "do it in parts."
        )
