"""No payment details are stored: what they look like is no reference of a payment."""

import pytest

from bot.ledger.books.economy import PayoutState
from bot.ledger.outcomes.payouts import PayoutPaid, ReferenceIsAccount
from bot.ledger.requests.payouts import CompletePayout
from tests.ledger.test_payouts import MAX, approved, open_house, payout


@pytest.mark.parametrize(
    "written",
    [
        "IBAN DE89370400440532013000",
        "DE89 3704 0044 0532 0130 00 to Bea, done",
        "gb82 west 1234 5698 7654 32",
        "card 4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "378282246310005.",
    ],
)
def test_the_number_of_a_card_or_an_account_is_no_reference(written: str) -> None:
    scene = open_house()
    number = approved(scene)
    refused = scene.ask(CompletePayout, MAX, payout=number, reference=written)
    assert refused == ReferenceIsAccount()
    assert payout(scene, number).state == PayoutState.APPROVED
    assert written not in scene.notes().values()


@pytest.mark.parametrize(
    "written",
    [
        "PP-77",
        "8XJ12345AB678901C",
        "pi_3OaBcDEfGhIjKlMnOpQrStUv",
        "4111 1111 1111 1112",
        "DE88370400440532013000",
        "20261122120000123",
        "TX20261122120000123",
        "paid in cash, 24.50 on 22 November 2026",
    ],
)
def test_a_payments_own_reference_is_taken_as_it_is(written: str) -> None:
    scene = open_house()
    scene.done(CompletePayout, MAX, PayoutPaid, payout=approved(scene), reference=written)
