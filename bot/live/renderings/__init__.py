"""What each row of the outbox looks like, and the mark by which its message is recognised."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from bot.cards.log import log_card
from bot.controls import Control
from bot.controls.gifts import SendOne
from bot.controls.live import OpenPicker
from bot.controls.matches import MatchButton
from bot.controls.moderation import LookUp
from bot.controls.plans import RemindMe
from bot.controls.pots import PotButton
from bot.house import House
from bot.ledger.books import LOG_SINK
from bot.ledger.books.live import REVIEW_SINK
from bot.ledger.outcomes import GiftSent
from bot.ledger.outcomes.fairness import ReversalAsked
from bot.ledger.outcomes.live import (
    AllThanked,
    BoardPosted,
    GiftReplayed,
    GoalSet,
    MatchEnded,
    MatchProposed,
    PlanClosed,
    ShowEnded,
    ShowPlanned,
    ShowStarted,
    ShowStopped,
)
from bot.ledger.outcomes.payouts import PayoutAsked
from bot.ledger.outcomes.pots import ChestDropped, ChestIssued, DropCreated
from bot.ledger.outcomes.shop import PurchaseAsked
from bot.live.posting import Rendered
from bot.live.renderings.fairness import render_asked
from bot.live.renderings.gifts import render_gift
from bot.live.renderings.goals import render_goal
from bot.live.renderings.matches import render_challenge, render_result
from bot.live.renderings.periods import render_period
from bot.live.renderings.plans import render_plan, render_reminder
from bot.live.renderings.pots import render_chest, render_drop
from bot.live.renderings.recap import render_recap
from bot.live.renderings.requests import render_asked_payout, render_asked_purchase
from bot.live.renderings.review import render_review
from bot.live.renderings.shows import render_call
from bot.live.renderings.thanks import render_replay, render_thanks
from bot.storage.deliveries import Delivery

Renderer = Callable[[House, Delivery], Awaitable[Rendered]]


async def _render_log(house: House, row: Delivery) -> Rendered:
    renderer = _ASKED_IN_LOG.get(row.operation.kind)
    if renderer:
        return await renderer(house, row)
    return Rendered(log_card(await house.words(row.guild), row.operation))


_ASKED_IN_LOG: Final[Mapping[str, Renderer]] = {
    ReversalAsked.kind: render_asked,
    PurchaseAsked.kind: render_asked_purchase,
    PayoutAsked.kind: render_asked_payout,
}
"""What is asked of moderators: its entry of the log tells how far it has come."""
_BY_SINK: Final[Mapping[str, Renderer]] = {
    LOG_SINK: _render_log,
    REVIEW_SINK: render_review,
}
_BY_KIND: Final[Mapping[str, Renderer]] = {
    GiftSent.kind: render_gift,
    GoalSet.kind: render_goal,
    MatchProposed.kind: render_challenge,
    MatchEnded.kind: render_result,
    ShowPlanned.kind: render_plan,
    PlanClosed.kind: render_reminder,
    BoardPosted.kind: render_period,
    ShowEnded.kind: render_recap,
    ShowStopped.kind: render_recap,
    ShowStarted.kind: render_call,
    AllThanked.kind: render_thanks,
    GiftReplayed.kind: render_replay,
    DropCreated.kind: render_drop,
    ChestDropped.kind: render_chest,
    ChestIssued.kind: render_chest,
}

_OWN_MARKS: Final[Mapping[str, type[Control]]] = {
    GiftSent.kind: SendOne,
    MatchProposed.kind: MatchButton,
    ShowPlanned.kind: RemindMe,
    DropCreated.kind: PotButton,
    ChestDropped.kind: PotButton,
    ChestIssued.kind: PotButton,
}
"""What is recognised by another control than a gift's button."""


async def render(house: House, row: Delivery) -> Rendered:
    """The message of a row of the outbox. Raises KeyError for what no card was made for."""
    renderer = _BY_SINK.get(row.sink) or _BY_KIND[row.operation.kind]
    return await renderer(house, row)


def mark_of(row: Delivery) -> str:
    """How the custom_id of a control begins that only the message showing this row carries."""
    if row.sink in {LOG_SINK, REVIEW_SINK}:
        return LookUp.beginning(row.acknowledgement)
    if row.digest and not row.shown:
        return digest_mark(row.digest)
    own = _OWN_MARKS.get(row.operation.kind)
    if own:
        return own.beginning(row.acknowledgement)
    return digest_mark(row.acknowledgement)


def digest_mark(digest: int) -> str:
    """The mark of a digest's message, and of all that is no gift and has a gift's button."""
    return OpenPicker.beginning(digest)
