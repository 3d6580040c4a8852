"""Whom a guild keeps out of what, by the roles of the moment, and that no way in is forgotten."""

from typing import Any, Final

import pytest

from bot.ledger import requests
from bot.ledger.outcomes import Accepted, Frozen, NotReceiving, Outcome
from bot.ledger.outcomes.barring import Barred, RolesUnknown
from bot.ledger.outcomes.live import MatchProposed
from bot.ledger.outcomes.pots import DropCreated, PromotionCreated
from bot.ledger.requests import (
    AdjustBalance,
    ChangeSetting,
    ConvertDiamonds,
    EditCatalogue,
    FreezeMember,
    GrantWelcome,
    Person,
    Request,
    ReverseGift,
    SendGift,
    UnfreezeMember,
    browser,
    fairness,
    live,
    payouts,
    pots,
    shop,
)
from bot.ledger.requests.browser import ChangeOverlay, CloseOverlay, OpenOverlay, TestAlert
from bot.ledger.requests.fairness import ForceReversal, ForgiveDebt, RefuseReversal, SetBudget
from bot.ledger.requests.live import (
    AnswerMatch,
    ClosePlan,
    DecideMessage,
    EndGoal,
    EndMatch,
    EndShow,
    FollowCreator,
    HoldThanks,
    NameDeputy,
    PauseReceiving,
    PlanShow,
    PostBoard,
    ProposeMatch,
    RegisterCreator,
    ReplayGift,
    SetGoal,
    SkipThanks,
    StartShow,
    ThankAll,
    ThankFor,
    ToggleReminder,
)
from bot.ledger.requests.payouts import (
    ApprovePayout,
    AskPayout,
    CancelPayout,
    CompletePayout,
    RejectPayout,
)
from bot.ledger.requests.pots import (
    ClosePot,
    CreateDrop,
    CreatePromotion,
    DropChest,
    OpenChest,
    RedeemCode,
    TakeShare,
)
from bot.ledger.requests.shop import (
    AskForPack,
    CreditEntitlement,
    DecidePurchase,
    EditPack,
    RevokeEntitlement,
    SetExchangeRate,
    WithdrawPurchase,
)
from bot.ledger.rules.barring import UNKNOWN_ROLES, refuse_barred
from bot.ledger.shape import field_names
from tests.ledger.pots_scene import chest_facts
from tests.ledger.scene import ANN, BEA, DIAMOND, GUILD, KIM, MOD, ROSE, Scene, account_of_age

MINORS, ABROAD = 55, 56
LEE: Final = Person(account_of_age(900, 7), "Lee")
RULES: Final = ("no_buying", "no_sending", "no_receiving", "no_cashout")


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
    assert refused == Barred(act="receiving", role=ABROAD, own=False, name="Bea")
    assert scene.gift(ANN, BEA, to_roles=(UNKNOWN_ROLES,)) == RolesUnknown(act="receiving")
    # A key that was answered stays answered, whoever is kept out by then.
    first = scene.gift(ANN, BEA, key="once")
    assert scene.gift(ANN, BEA, key="once", own_roles=(MINORS,)) == first


def test_where_everybody_is_kept_out_it_is_said_so() -> None:
    scene = Scene(no_sending=GUILD).holding(ANN, coins=50)
    refused = scene.gift(ANN, BEA, own_roles=(GUILD, MINORS))
    assert refused == Barred(act="sending", role=GUILD, everyone=True)


def test_what_keeps_a_gift_from_everybody_is_told_before_a_role() -> None:
    scene = Scene(no_sending=MINORS, no_receiving=MINORS, creator_role=9).holding(ANN, coins=50)
    assert scene.gift(ANN, BEA, own_roles=(MINORS,)) == NotReceiving(role=9)
    scene.freeze(ANN)
    assert isinstance(scene.gift(ANN, BEA, own_roles=(MINORS,), to_roles=(9,)), Frozen)


def test_diamonds_become_coins_whatever_role_their_owner_has() -> None:
    rules: dict[str, Any] = dict.fromkeys(RULES, MINORS)
    scene = Scene(**rules).holding(BEA, diamonds=10_000)
    assert scene.convert(BEA, 10_000).kind == "convert"


# Every way in: what each request asks before coins or diamonds move, or why it asks nothing.

_SETS_UP = "moves nothing between members; gifts that come of it are asked about one by one"
_DECIDES = "a moderator decides about what stands, and sees who it is"
_OWN = "the member's own affairs, with nothing to gain"
_PAID = "what was paid for is owed, whatever role came since"
_BACK = "gives back what is theirs"

WAYS: Final[dict[type[Request], frozenset[str] | str]] = {
    SendGift: frozenset({"sending", "receiving"}),
    ProposeMatch: frozenset({"receiving"}),
    AnswerMatch: frozenset({"receiving"}),
    AskForPack: frozenset({"buying"}),
    AskPayout: frozenset({"cashout"}),
    DropChest: frozenset({"sending"}),
    TakeShare: frozenset({"receiving"}),
    RedeemCode: frozenset({"receiving"}),
    ConvertDiamonds: "moves no money; what can be done with the coins is asked when it is done",
    GrantWelcome: "the server's own gift to everybody, from no other member",
    AdjustBalance: _DECIDES,
    ReverseGift: _BACK,
    ForceReversal: _BACK,
    CreditEntitlement: _PAID,
    RevokeEntitlement: _BACK,
    DecidePurchase: _PAID,
    WithdrawPurchase: _BACK,
    CancelPayout: _BACK,
    ApprovePayout: _DECIDES,
    RejectPayout: _BACK,
    CompletePayout: _PAID,
    ClosePot: _BACK,
    OpenChest: "a chest that was filled opens by the clock",
    CreatePromotion: "a moderator's, from the server's own coins",
    CreateDrop: "a moderator's, from the server's own coins",
    **dict.fromkeys(
        (FreezeMember, UnfreezeMember, DecideMessage, ChangeSetting, EditCatalogue, EditPack),
        _DECIDES,
    ),
    SetExchangeRate: _DECIDES,
    **dict.fromkeys((RefuseReversal, ForgiveDebt), _DECIDES),
    **dict.fromkeys((SetBudget, FollowCreator, NameDeputy, ToggleReminder), _OWN),
    **dict.fromkeys(
        (
            StartShow,
            EndShow,
            PlanShow,
            ClosePlan,
            RegisterCreator,
            PauseReceiving,
            SetGoal,
            EndGoal,
            EndMatch,
            ThankFor,
            SkipThanks,
            ReplayGift,
            ThankAll,
            HoldThanks,
            PostBoard,
            OpenOverlay,
            CloseOverlay,
            ChangeOverlay,
            TestAlert,
        ),
        _SETS_UP,
    ),
}
"""By request: the acts that it asks about, or why it asks about none."""


def every_request() -> set[type[Request]]:
    """Whatever can be asked of the ledger, as its modules know it."""
    kinds = {
        kind
        for module in (requests, live, browser, shop, pots, payouts, fairness)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Request)
    }
    return {
        kind for kind in kinds if not any(it is not kind and issubclass(it, kind) for it in kinds)
    }


def test_every_request_says_which_rules_it_asks_or_why_none() -> None:
    assert every_request() == WAYS.keys()
    for kind, asks in WAYS.items():
        names_roles = any(name.endswith("_roles") for name in field_names(kind))
        assert names_roles == isinstance(asks, frozenset), kind


def everything_open(**rules: Any) -> Scene:
    """Ann has coins, Bea diamonds; a chest, a drop and a code wait, and Bea challenged Kim."""
    scene = Scene(cashout=1, cashout_least=1, **rules).holding(ANN, coins=500)
    return scene.holding(BEA, diamonds=1_000 * DIAMOND)


def ways(scene: Scene) -> list[tuple[type[Request], Person, str, dict[str, Any]]]:
    """Each way in, by whom, and in which field their roles come, or those of the other one."""
    settings, now_ms = scene.book.settings, scene.book.now_ms
    drop = scene.done(
        CreateDrop,
        MOD,
        DropCreated,
        coins=5,
        shares=5,
        role=0,
        channel=7,
        closes_ms=now_ms + 3_600_000,
    )
    promotion = {"code": "SPRING", "coins": 5, "uses": 5}
    scene.done(CreatePromotion, MOD, PromotionCreated, **promotion)
    challenge = {"opponent": KIM, "minutes": 5, "channel": 7}
    match = {"match": scene.done(ProposeMatch, BEA, MatchProposed, **challenge).seq, "accept": True}
    pack = scene.book.economy.shelf.offered[0]
    terms = {"quoted_rate": settings.cashout_rate, "quoted_fee": settings.cashout_fee}
    bill = {"pack": pack.number, "quantity": 1, "quoted_price": pack.price}
    currency = {"quoted_currency": settings.currency}
    rose = {"to": BEA, "item": ROSE}
    return [
        (SendGift, ANN, "own_roles", rose),
        (SendGift, ANN, "to_roles", rose),
        (ProposeMatch, LEE, "own_roles", challenge | {"opponent": ANN}),
        (ProposeMatch, LEE, "other_roles", challenge | {"opponent": ANN}),
        (AnswerMatch, KIM, "own_roles", match),
        (AnswerMatch, KIM, "other_roles", match),
        (AskForPack, ANN, "own_roles", bill | currency),
        (AskPayout, BEA, "own_roles", {"units": 100 * DIAMOND, **terms, **currency}),
        (DropChest, ANN, "own_roles", chest_facts(scene)),
        (TakeShare, KIM, "own_roles", {"pot": drop.seq}),
        (RedeemCode, KIM, "own_roles", {"code": "SPRING"}),
    ]


def test_each_way_in_is_shut_to_a_role_that_is_kept_out_and_to_nobody_else() -> None:
    rules: dict[str, Any] = dict.fromkeys(RULES, MINORS)
    asked: dict[type[Request], set[str]] = {}
    scene = everything_open(**rules)
    for kind, who, field, facts in ways(scene):
        refused = scene.ask(kind, who, **facts, **{field: (ABROAD, MINORS)})
        assert isinstance(refused, Barred), (kind, refused)
        assert refused.own == (field == "own_roles")
        asked.setdefault(kind, set()).add(refused.act)
        unknown = scene.ask(kind, who, **facts, **{field: (UNKNOWN_ROLES,)})
        assert unknown == RolesUnknown(act=refused.act), kind
    assert asked == {kind: asks for kind, asks in WAYS.items() if isinstance(asks, frozenset)}
    for place in range(len(ways(everything_open(**rules)))):
        fresh = everything_open(**rules)
        kind, who, field, facts = ways(fresh)[place]
        done = fresh.ask(kind, who, **facts, **{field: (ABROAD,)})
        assert isinstance(done, Accepted), (kind, done)
