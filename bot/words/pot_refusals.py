"""Why nothing was taken from a pot, or no pot was made, and what would work."""

from collections.abc import Mapping
from typing import ClassVar

from bot.ledger.outcomes import pots
from bot.words.refusals import Around, RefusalWords


class PotRefusalWords(RefusalWords):
    """The refusals around pots: a method for each kind, named after it."""

    pot_ranges: ClassVar[Mapping[str, str]] = {
        "coins": "One share holds {least} to {most} coins.",
        "people": "It can be for {least} to {most} people.",
        "total": "A chest takes at least {least} coins, one for everybody, and holds up to {most}.",
        "all": "All shares together are at most {most} coins.",
    }

    def refused_pot_range(self, refused: pots.PotOutOfRange, around: Around) -> str:
        """A pot that would be too small or too large."""
        said = self.pot_ranges.get(refused.code, self.pot_ranges["total"])
        told = said.format(least=self.number(refused.least), most=self.number(refused.most))
        return f"{told} Nothing was taken: name another number."

    def refused_chest_short(self, refused: pots.ChestShort, around: Around) -> str:
        """Short of coins for a chest."""
        missing = refused.total - refused.balance
        if not refused.balance:
            return (
                f"The chest is to hold {self.number(refused.total)}, and you have no coins yet. "
                "Nothing taken: `/wallet` shows what is yours, `/shop show` how to get more."
            )
        return (
            f"Almost! The chest is to hold {self.number(refused.total)}, you have "
            f"{self.number(refused.balance)}: {self.number(missing)} short. Nothing taken: "
            "drop a smaller one."
        )

    def refused_chest_changed(self, refused: pots.ChestChanged, around: Around) -> str:
        """Coins of other kinds by now than when it was asked."""
        return (
            "Your coins changed meanwhile, and the shares would be dealt another way than shown. "
            "Nothing taken: use `/chest drop` again to see how."
        )

    def refused_chest_over_cap(self, refused: pots.ChestOverCap, around: Around) -> str:
        """A chest with shares of which one may not have so much of another."""
        return (
            f"Here one person gets up to {self.coins(refused.most)} a day from another, and a "
            "share of this chest would be more. Nothing taken: put fewer coins in, or make it for "
            "more people."
        )

    def refused_share_over_cap(self, refused: pots.ShareOverCap, around: Around) -> str:
        """A share of somebody of whom the reader had as much today as one may have."""
        return (
            f"Here one person gets up to {self.coins(refused.most)} a day from another. You had "
            f"{self.number(refused.had)} from this one today, and with this share it would be "
            "more. Nothing taken: it is for somebody else, and tomorrow counts anew "
            f"({self.moment(refused.ends_ms, 'R')})."
        )

    pots_ended: ClassVar[Mapping[str, str]] = {
        "promotion": "Promotion {pot} is over already",
        "drop": "Drop {pot} is over already",
        "chest": "Chest {pot} is over already",
    }

    def refused_pot_ended_before(self, refused: pots.PotEndedBefore, around: Around) -> str:
        """Something that is to be ended and is over."""
        said = self.pots_ended.get(refused.of, self.pots_ended["chest"])
        told = said.format(pot=self.reference(refused.pot))
        why = "the last share was taken" if refused.all_taken else "it ended"
        return f"{told}: {why} with {self.reference(refused.by_seq)}. Nothing was done."

    def refused_too_many_pots(self, refused: pots.TooManyPots, around: Around) -> str:
        """One pot too many."""
        if refused.code == "chest":
            return (
                f"{self.number(refused.most)} chests of yours are as many as can stand at once. "
                "Nothing taken: wait until one is over."
            )
        return (
            f"{self.number(refused.most)} promotions, drops and chests of yours go on, and more "
            "can't. Nothing was made: end one under `/mod promo list` or `/mod drops`."
        )

    def refused_code_refused(self, refused: pots.CodeRefused, around: Around) -> str:
        """A text that can be no code."""
        return (
            f"A code has up to {refused.most} characters, and at least {refused.least} of them "
            "are letters or digits. Nothing was made: pick another, such as `SUMMER-2026`."
        )

    def refused_code_taken(self, refused: pots.CodeTaken, around: Around) -> str:
        """A code that another promotion has."""
        return (
            f"Promotion {self.reference(refused.pot)} has that code already; spaces, hyphens and "
            "capitals don't tell codes apart. Nothing was made: pick another, or end that one."
        )

    def refused_no_such_code(self, refused: pots.NoSuchCode, around: Around) -> str:
        """A code that is none, or none any more."""
        said = "That code doesn't work here: it may be misspelt, used up or over. Nothing was taken"
        if refused.from_ms:
            return f"{said}. The next try works {self.moment(refused.from_ms, 'R')}."
        return f"{said}: check it and try again."

    def refused_guessing_slowed(self, refused: pots.GuessingSlowed, around: Around) -> str:
        """Too many codes in a row that were none."""
        return (
            "Several codes in a row didn't work, so this one wasn't looked at. Nothing was taken: "
            f"try it again {self.moment(refused.from_ms, 'R')}."
        )

    def refused_share_had(self, refused: pots.ShareHad, around: Around) -> str:
        """A second share."""
        if refused.of == "promotion":
            return (
                f"You redeemed this code already: {self.coins(refused.total)} "
                f"({self.reference(refused.by_seq)}). It works once each, so nothing was taken."
            )
        return (
            f"You have your share already: {self.coins(refused.total)} "
            f"({self.reference(refused.by_seq)}). It's one each, so nothing was taken."
        )

    own_pots: ClassVar[Mapping[str, str]] = {
        "promotion": "That promotion is yours to give away.",
        "drop": "That drop is yours to give away.",
        "chest": "That chest is yours to give away.",
    }

    def refused_own_pot(self, refused: pots.OwnPot, around: Around) -> str:
        """A share of what one filled oneself."""
        said = self.own_pots.get(refused.of, self.own_pots["chest"])
        return f"{said} Nothing was taken: the shares are for everybody else."

    def refused_no_such_pot(self, refused: pots.NoSuchPot, around: Around) -> str:
        """Something that is no pot, or not of that kind."""
        return "There is nothing to take under that number. Nothing was done: check it again."

    pots_over: ClassVar[Mapping[str, str]] = {
        "promotion": "That promotion is over.",
        "drop": "That drop is over.",
        "chest": "That chest is closed.",
    }

    def refused_pot_over(self, refused: pots.PotIsOver, around: Around) -> str:
        """Nothing is taken any more."""
        if refused.all_taken:
            return "All shares are gone, the last one just before you. Nothing taken: next time!"
        said = self.pots_over.get(refused.of, self.pots_over["chest"])
        return f"{said} Nothing was taken: be there for the next one!"

    def refused_chest_shut(self, refused: pots.ChestShut, around: Around) -> str:
        """A chest that is not open yet."""
        return (
            f"Not yet! The chest opens {self.moment(refused.opens_ms, 'R')}. Nothing was taken: "
            "press again then."
        )

    def refused_chest_open(self, refused: pots.ChestIsOpen, around: Around) -> str:
        """A chest that is open and stays so."""
        return (
            "Your chest is open, so it stays. Nothing was done: what nobody takes comes back "
            f"{self.moment(refused.closes_ms, 'R')}."
        )

    def refused_role_missing(self, refused: pots.RoleMissing, around: Around) -> str:
        """A drop for a role that one has not."""
        return f"This one is for members with <@&{refused.role}>. Nothing was taken."
