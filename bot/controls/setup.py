"""The controls around setting a server up."""

from bot.controls import Control, control


@control("setup")
class OpenSetup(Control):
    """Open the page, from the offer that everybody in a channel sees."""


@control("page")
class SetUp(Control):
    """One part of the page. It carries what is suggested and not saved yet; 0 or nothing for none.

    `part` is short, for a custom_id has room for four channels and roles, a person and little more.
    """

    part: str
    owner: int
    gift_channel: int
    log_channel: int
    moderator_role: int
    manager_role: int
    timezone: str


@control("typed")
class TypedSetting(Control):
    """A field of the page's form: which setting it is, and what that was when the form opened."""

    name: str
    before: str


@control("retire")
class RetireGift(Control):
    """Take a gift off the list, under the key of the question."""

    key: int
    owner: int
    item: int


@control("offered")
class KeepGift(Control):
    """Leave the gift on the list."""

    owner: int
