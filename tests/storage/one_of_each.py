"""One request and one mark of every kind about a guild in the middle of a show."""

from typing import Any, Final

from bot.ledger.books import CHANNEL_SINK
from bot.ledger.books.browser import PassedOver
from bot.ledger.money import Currency
from bot.ledger.periods import Span
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
from bot.ledger.requests.marks import (
    Mark,
    MarkPlayed,
    MarkSeen,
    MarkShopVisit,
    MarkShown,
    MarkTold,
    Remember,
    SignIn,
    SignOut,
    Stage,
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
from tests.ledger.scene import ANN, BEA, CHANNEL, GUILD, KIM, MOD, ROSE
from tests.storage.live_scene import Night


def _of_the_shop(night: Night) -> list[tuple[type[Request], Person, dict[str, Any]]]:
    quoted = {"quoted_price": 99, "quoted_currency": "USD"}
    return [
        (EditPack, MOD, {"pack": 2, "sku": 900}),
        (SetExchangeRate, MOD, {"currency": "EUR", "rate": 920_000}),
        (AskForPack, KIM, {"pack": 1, "quantity": 1, **quoted}),
        (DecidePurchase, MOD, {"purchase": night.gift, "confirm": True}),
        (WithdrawPurchase, KIM, {"purchase": night.gift}),
        (CreditEntitlement, KIM, {"entitlement": 5, "sku": 900}),
        (RevokeEntitlement, KIM, {"entitlement": 5}),
    ]


_REASONED: Final = frozenset(
    {
        *(AdjustBalance, FreezeMember, UnfreezeMember, RejectPayout),
        *(ReverseGift, ForceReversal, RefuseReversal, ForgiveDebt),
    }
)
"""What moderators do with a reason."""


def _about_fairness(night: Night) -> list[tuple[type[Request], Person, dict[str, Any]]]:
    """A limit of one's own, and a reversal that two decide."""
    return [
        (ForceReversal, MOD, {"seq": night.gift}),
        (RefuseReversal, MOD, {"seq": night.gift}),
        (ForgiveDebt, MOD, {"member": BEA}),
        (SetBudget, ANN, {"span": Span.DAY, "coins": 50}),
    ]


def requests_of_each_kind(night: Night, life: str = "") -> list[Request]:
    """One request of every kind, under keys that begin with `life`."""
    at_ms = night.now_ms + 3_600_000
    times = {"opens_ms": night.now_ms + 60_000, "closes_ms": night.now_ms + 600_000}
    pot = {"coins": 6, "shares": 3, "channel": CHANNEL}
    of_bea, combo = {"creator": BEA}, {"creator": BEA, "combo": night.gift}
    asked: list[tuple[type[Request], Person, dict[str, Any]]] = [
        (SendGift, ANN, {"to": BEA, "item": ROSE, "channel": CHANNEL, "message": "hi"}),
        (AdjustBalance, MOD, {"member": KIM, "currency": Currency.COINS, "amount": 5}),
        (GrantWelcome, ANN, {}),
        (ConvertDiamonds, BEA, {"units": 10_000, "quoted_rate": 10_000}),
        (FreezeMember, MOD, {"member": KIM}),
        (UnfreezeMember, MOD, {"member": KIM}),
        (ChangeSetting, MOD, {"changes": (("share", "4000"),)}),
        (EditCatalogue, MOD, {"item": ROSE, "price": 2}),
        (RegisterCreator, MOD, {"on": True}),
        (PauseReceiving, KIM, {"on": True}),
        (FollowCreator, KIM, of_bea),
        (NameDeputy, BEA, {"deputy": KIM, "on": True}),
        (SetGoal, KIM, {"item": ROSE, "target": 5, "expires_ms": at_ms}),
        (EndGoal, BEA, {}),
        (ProposeMatch, MOD, {"opponent": ANN, "minutes": 5, "channel": CHANNEL}),
        (AnswerMatch, KIM, {"match": night.challenge, "accept": True}),
        (EndMatch, BEA, {"match": night.match}),
        (ReplayGift, BEA, combo),
        (ThankFor, MOD, combo),
        (SkipThanks, BEA, combo),
        (ThankAll, BEA, combo),
        (HoldThanks, BEA, {**of_bea, "on": True}),
        (DecideMessage, MOD, {"seq": night.gift, "approve": True}),
        (ReverseGift, MOD, {"seq": night.gift}),
        (StartShow, KIM, {"creator": KIM, "channel": CHANNEL}),
        (EndShow, BEA, of_bea),
        (PlanShow, BEA, {"channel": CHANNEL, "at_ms": at_ms}),
        (ToggleReminder, KIM, {"plan": night.plan}),
        (ClosePlan, BEA, {"plan": night.plan, "call_off": True}),
        (OpenOverlay, BEA, {**of_bea, "handle": f"bea{life}", "digest": b"bea"}),
        (ChangeOverlay, BEA, {**of_bea, "volume": 5, "speaks": True, "least_coins": 2}),
        (TestAlert, BEA, of_bea),
        (CloseOverlay, BEA, of_bea),
        (CreatePromotion, MOD, {"code": f"winter{life}", "coins": 2, "uses": 2}),
        (RedeemCode, KIM, {"code": "summer"}),
        (CreateDrop, MOD, {**pot, "closes_ms": at_ms, "role": 0}),
        (DropChest, ANN, {**pot, **times, "own": True, "seed": "5eed"}),
        (TakeShare, KIM, {"pot": night.drop}),
        (OpenChest, ANN, {"pot": night.chest}),
        (ClosePot, MOD, {"pot": night.chest, "early": True}),
        (PostBoard, ANN, {"span": Span.MONTH, "day": "2026-10-09", "channel": CHANNEL}),
        (AskPayout, BEA, {"units": 9, "quoted_rate": 1, "quoted_fee": 0, "quoted_currency": "EUR"}),
        (CancelPayout, BEA, {"payout": night.gift}),
        (ApprovePayout, MOD, {"payout": night.gift}),
        (RejectPayout, MOD, {"payout": night.gift}),
        (CompletePayout, MOD, {"payout": night.gift, "reference": "PP"}),
        *_of_the_shop(night),
    ]
    asked += _about_fairness(night)
    return [
        kind(
            guild=GUILD,
            key=f"{life}{kind.__name__}",
            actor=actor,
            **(facts | ({"reason": "fair"} if kind in _REASONED else {})),
        )
        for kind, actor, facts in asked
    ]


def marks_of_each_kind(night: Night) -> list[Mark]:
    """One mark of every kind."""
    shown = MarkShown(
        guild=GUILD,
        acknowledgement=night.gift,
        sink=CHANNEL_SINK,
        revision=1,
        stage=Stage.ATTEMPTED,
        digest=night.gift,
    )
    return [
        shown,
        MarkSeen(guild=GUILD, user_id=BEA.user_id, seq=night.gift),
        MarkTold(guild=GUILD, user_id=ANN.user_id, seq=night.gift),
        Remember(name="commands", value="abc", guild=GUILD),
        MarkPlayed(guild=GUILD, creator=1, combo=night.gift, through=night.gift, played=1),
        MarkPlayed(
            guild=GUILD,
            creator=1,
            combo=0,
            through=0,
            played=night.gift,
            passed_over=PassedOver(night.gift, "gift", night.gift),
        ),
        SignIn(guild=GUILD, person=BEA, digest=b"d" * 32, expires_ms=night.now_ms + 60_000),
        SignOut(guild=GUILD, digest=b"e" * 32),
        MarkShopVisit(guild=GUILD, person=BEA),
    ]
