"""Whom a guild keeps out of sending and receiving, by the roles of the moment."""

from typing import Any

import pytest

from bot.ledger.outcomes import Frozen, NotReceiving, Outcome
from bot.ledger.outcomes.barring import Barred, RolesUnknown
from bot.ledger.rules.barring import UNKNOWN_ROLES, refuse_barred
from tests.ledger.scene import ANN, BEA, Scene

MINORS, ABROAD = 55, 56


@pytest.mark.parametrize(
    ("roles", "refused"),
    [
        ((), None),
        ((1, 2), None),
        ((ABROAD, 1), Barred(act="buying", role=ABROAD)),
        ((ABROAD, MINORS), Barred(act="buying", role=MINORS)),
        ((UNKNOWN_ROLES,), RolesUnknown(act="buying")),
        ((UNKNOWN_ROLES, MINORS), Barred(act="buying", role=MINORS)),
    ],
)
def test_each_of_several_roles_is_kept_out_of_its_own_act(
    roles: tuple[int, ...], refused: Outcome | None
) -> None:
    book = Scene(no_buying=f"{MINORS},{ABROAD}").book
    assert refuse_barred("buying", roles, book) == refused
    for act in ("sending", "receiving", "cashout"):
        assert refuse_barred(act, roles, book) is None


def test_a_gift_asks_what_both_may_do_now() -> None:
    scene = Scene(no_sending=MINORS, no_receiving=ABROAD).holding(ANN, coins=50)
    scene.sent(ANN, BEA, own_roles=(ABROAD,), to_roles=(MINORS,))
    assert scene.gift(ANN, BEA, own_roles=(MINORS,)) == Barred(act="sending", role=MINORS)
    refused = scene.gift(ANN, BEA, to_roles=(1, ABROAD))
    assert refused == Barred(act="receiving", role=ABROAD, own=False)
    assert scene.gift(ANN, BEA, to_roles=(UNKNOWN_ROLES,)) == RolesUnknown(act="receiving")
    # A key that was answered stays answered, whoever is kept out by then.
    first = scene.gift(ANN, BEA, key="once")
    assert scene.gift(ANN, BEA, key="once", own_roles=(MINORS,)) == first


def test_what_keeps_a_gift_from_everybody_is_told_before_a_role() -> None:
    scene = Scene(no_sending=MINORS, no_receiving=MINORS, creator_role=9).holding(ANN, coins=50)
    assert scene.gift(ANN, BEA, own_roles=(MINORS,)) == NotReceiving(role=9)
    scene.freeze(ANN)
    assert isinstance(scene.gift(ANN, BEA, own_roles=(MINORS,), to_roles=(9,)), Frozen)


def test_diamonds_become_coins_whatever_role_their_owner_has() -> None:
    rules: dict[str, Any] = dict.fromkeys(
        ("no_buying", "no_sending", "no_receiving", "no_cashout"), MINORS
    )
    scene = Scene(**rules).holding(BEA, diamonds=10_000)
    assert scene.convert(BEA, 10_000).kind == "convert"
