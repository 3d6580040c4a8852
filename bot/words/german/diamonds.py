"""What is said of diamonds, in German."""

from bot.ledger.money import Conversion, Purse
from bot.ledger.outcomes import DiamondsConverted
from bot.words.diamonds import DiamondWords
from bot.words.german.grammar import GermanGrammar


class GermanDiamondWords(GermanGrammar, DiamondWords):
    """The sentences of the diamonds room."""

    keep_button = "Jetzt nicht"
    kept = "Nichts eingetauscht: Deine 💎 bleiben, wie sie sind."
    bonus_diamonds = (
        "-# Bonus-💎 kommen aus Geschenken, die mit Bonusmünzen bezahlt wurden, und werden wieder "
        "zu Bonusmünzen."
    )
    unclear_diamonds = (
        "Diese Menge konnte ich nicht lesen. Nichts eingetauscht: Schreib sie wie 12 oder 0,5, "
        "oder lass sie weg, um alles einzutauschen."
    )

    def has_diamonds(self, purse: Purse) -> str:
        """How many diamonds somebody has, with the bonus part."""
        return f"Du hast {self._diamonds_strong(purse.all_diamonds, purse.bonus_diamonds)}."

    def _diamonds_strong(self, units: int, bonus: int) -> str:
        part = self._bonus_part(self.diamonds(bonus)) if bonus else ""
        return f"**{self.diamonds(units)}** 💎{part}"

    def worth(self, purse: Purse, conversion: Conversion, rate: int) -> str:
        """What all of a purse's diamonds would give."""
        if not conversion.all_coins:
            return f"{self.exchange(rate)}, für eine Münze reicht es also noch nicht."
        left = purse.all_diamonds - conversion.all_units
        rest = f" Übrig: {self.diamonds(left)} 💎." if left else ""
        return f"{self.exchange(rate)}, zusammen also {self.coins_given(conversion)}.{rest}"

    def diamonds_taken(self, conversion: Conversion) -> str:
        """The diamonds that a conversion takes, with the bonus part."""
        return self._diamonds_strong(conversion.all_units, conversion.bonus_units)

    def coins_given(self, conversion: Conversion) -> str:
        """The coins that a conversion gives, with the bonus part."""
        bonus = conversion.bonus_coins
        part = self._bonus_part(self.number(bonus)) if bonus else ""
        return f"**{self.coins(conversion.all_coins)}**{part}"

    def no_diamonds(self, share: int) -> str:
        """An empty account of diamonds, and how they come."""
        if not share:
            return "Noch keine 💎, und Geschenke bringen auf diesem Server keine ein."
        return (
            f"Noch keine 💎: Für jedes Geschenk an dich bekommst du {self.percent(share)} "
            "der Münzen als 💎."
        )

    def ask_conversion(self, purse: Purse, conversion: Conversion, rate: int) -> str:
        """The question before diamonds become coins: what is taken, what is given, what stays."""
        left = purse.all_diamonds - conversion.all_units
        stays = f" Du behältst {self.diamonds(left)} 💎." if left else ""
        return (
            f"{self.diamonds_taken(conversion)} gegen {self.coins_given(conversion)} eintauschen?\n"
            f"{self.exchange(rate)}.{stays}"
        )

    def convert_for_button(self, coins: int) -> str:
        """The button that converts."""
        return f"Gegen {self.coins(coins)} eintauschen"

    def converted(self, done: DiamondsConverted) -> str:
        """What a conversion took and gave, and what is there now."""
        conversion = Conversion(done.units, done.bonus_units, done.coins, done.bonus_coins)
        verb = "wurde" if conversion.all_coins == 1 else "wurden"
        repaid = f" {self.number(done.repaid)} davon beglichen deine Schuld." if done.repaid else ""
        return (
            f"Erledigt! Aus {self.diamonds_taken(conversion)} {verb} "
            f"{self.coins_given(conversion)}.{repaid} Du hast jetzt {self.coins(done.coins_left)} "
            f"und {self.diamonds(done.units_left)} 💎.\n-# {self.reference(done.seq)}"
        )

    def too_many_diamonds(self, most_units: int) -> str:
        """More than one conversion may take."""
        return (
            f"Auf einmal lassen sich bis zu {self.diamonds(most_units)} 💎 eintauschen. "
            "Nichts eingetauscht: Teile es auf."
        )
