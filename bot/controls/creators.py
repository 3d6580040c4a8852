"""The controls around creators and those who follow them."""

from bot.controls import Control, control


@control("fan")
class Follow(Control):
    """Follow the creator with this Discord id, for whoever presses it, also where all see it."""

    to: int


@control("unfan")
class Unfollow(Control):
    """Follow a creator no more."""

    owner: int
    to: int


@control("hear")
class HearOfShows(Control):
    """Give the presser the role that is told when a show starts (`on` 1), or take it back (0)."""

    owner: int
    on: int


@control("undeputy")
class RemoveDeputy(Control):
    """Let the member with this Discord id act in the owner's name no more."""

    owner: int
    user: int
