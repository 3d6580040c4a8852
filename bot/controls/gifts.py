"""The controls around a gift."""

from bot.controls import Control, control


@control("one")
class SendOne(Control):
    """Send one of the same gift to the same creator; also how a thank-you is recognised."""

    seq: int


@control("send")
class ConfirmGift(Control):
    """Send the gift that was asked about: under its first key, at the price that was shown.

    `noted` is 1 where a message goes with it, which is kept until the gift is sent.
    """

    key: int
    owner: int
    to: int
    item: int
    quantity: int
    price: int
    noted: int


@control("fits")
class SendInstead(ConfirmGift):
    """Send another gift than the one that was refused: a request of its own, made once."""


@control("again")
class SendAgain(Control):
    """Send the same once more; every press is a new gift."""

    owner: int
    to: int
    item: int
    quantity: int


@control("pick")
class PickGift(Control):
    """One part of the picker; every part carries all that was picked so far, 0 for nothing."""

    part: str
    key: int
    owner: int
    to: int
    item: int
    quantity: int
    page: int
    noted: int


@control("form")
class GiftForm(Control):
    """The form behind the menu of a member."""

    to: int


@control("no")
class Dismiss(Control):
    """Leave it at that."""

    owner: int
