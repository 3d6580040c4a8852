"""Whose account it is: wallets and holds that store a balance, and the boundary of the books."""

from enum import StrEnum
from functools import cache
from typing import Final, NamedTuple

from bot.ledger.money import Currency


class Kind(StrEnum):
    """What an account is for."""

    WALLET = "wallet"
    """A member's own; the owner is the member's number."""
    HOLD = "hold"
    """Set aside for a purpose; the owner is the hold's number."""
    ISSUED = "issued"
    """Where coins and diamonds come from."""
    SPENT = "spent"
    """Where the coins of gifts go."""
    DEBT = "debt"
    """What a member owes; the owner is their number. What fills their wallet pays it first."""
    SOLD = "sold"
    """Where coins that were paid for come from."""
    CONVERTED = "converted"
    """Where diamonds leave and the coins they became enter."""
    PAID_OUT = "paid_out"
    """Where diamonds that were cashed out go."""
    UNCOVERED = "uncovered"
    """What debts are booked against: what should have been taken back and was gone."""


# Looked up once: up to Python 3.11, finding a member of an enumeration takes longer than using it.
_WALLET: Final = Kind.WALLET
_HOLD: Final = Kind.HOLD
_DEBT: Final = Kind.DEBT

STORED: Final = frozenset({Kind.WALLET, Kind.HOLD, Kind.DEBT})
"""The kinds that store a balance, never below zero. All others are summed when asked for."""


class Account(NamedTuple):
    """One account of one guild. Boundary accounts belong to nobody: their owner is 0."""

    kind: Kind
    owner: int
    currency: Currency

    @property
    def is_stored(self) -> bool:
        """Whether this account keeps a balance of its own."""
        return self.kind in STORED


def wallet(member: int, currency: Currency) -> Account:
    """The wallet of a member's number in one currency."""
    return Account(_WALLET, member, currency)


def hold(number: int, currency: Currency) -> Account:
    """What is set aside in one currency under the number of a pot or a payout."""
    return Account(_HOLD, number, currency)


def debt(member: int, currency: Currency) -> Account:
    """What the member with this number owes in one currency."""
    return Account(_DEBT, member, currency)


@cache
def boundary(kind: Kind, currency: Currency) -> Account:
    """The boundary account of a kind in one currency."""
    return Account(kind, 0, currency)
