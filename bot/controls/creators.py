"""The controls around creators and those who follow them."""

from dataclasses import dataclass

from bot.controls import Control, control


@control("fan")
@dataclass(frozen=True, slots=True)
class Follow(Control):
    """Follow the creator with this Discord id, for whoever presses it, also where all see it."""

    to: int


@control("unfan")
@dataclass(frozen=True, slots=True)
class Unfollow(Control):
    """Follow a creator no more."""

    owner: int
    to: int


@control("hear")
@dataclass(frozen=True, slots=True)
class HearOfShows(Control):
    """Give the presser the role that is told when a show starts (`on` 1), or take it back (0)."""

    owner: int
    on: int


@control("undeputy")
@dataclass(frozen=True, slots=True)
class RemoveDeputy(Control):
    """Let the member with this Discord id act in the owner's name no more."""

    owner: int
    user: int
