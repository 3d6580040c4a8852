"""One request and one mark of every kind about a guild in the middle of a show."""

from typing import Any

from bot.ledger.books import CHANNEL_SINK
from bot.ledger.browser_requests import ChangeOverlay, CloseOverlay, OpenOverlay, TestAlert
from bot.ledger.live_requests import (
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
from bot.ledger.money import Currency
from bot.ledger.periods import Span
from bot.ledger.requests import (
    AdjustBalance,
    ChangeSetting,
    ConvertDiamonds,
    EditCatalogue,
    FreezeMember,
    GrantWelcome,
    Mark,
    MarkPlayed,
    MarkSeen,
    MarkShown,
    MarkTold,
    Person,
    Remember,
    Request,
    ReverseGift,
    SendGift,
    SignIn,
    SignOut,
    Stage,
    UnfreezeMember,
)
from tests.ledger.scene import ANN, BEA, CHANNEL, GUILD, KIM, MOD, ROSE
from tests.storage.live_scene import Night


def requests_of_each_kind(night: Night, life: str = "") -> list[Request]:
    """One request of every kind, under keys that begin with `life`."""
    at_ms = night.now_ms + 3_600_000
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
        (PostBoard, ANN, {"span": Span.MONTH, "day": "2026-10-09", "channel": CHANNEL}),
    ]
    reasoned = {AdjustBalance, FreezeMember, UnfreezeMember, ReverseGift}
    return [
        kind(
            guild=GUILD,
            key=f"{life}{kind.__name__}",
            actor=actor,
            **(facts | ({"reason": "fair"} if kind in reasoned else {})),
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
        SignIn(guild=GUILD, person=BEA, digest=b"d" * 32, expires_ms=night.now_ms + 60_000),
        SignOut(guild=GUILD, digest=b"e" * 32),
    ]
