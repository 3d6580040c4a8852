"""What may be done and what comes of it: the only place where money moves."""

from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any, Final

from bot.ledger.books import Answer, Books, GuildBook
from bot.ledger.outcomes import BotRecipient, KeyConflict, Outcome
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
from bot.ledger.requests.fairness import (
    ForceReversal,
    ForgiveDebt,
    RefuseReversal,
    SetBudget,
)
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
from bot.ledger.rules.browser import (
    change_overlay,
    close_overlay,
    mark_played,
    open_overlay,
    sign_in,
    sign_out,
    test_alert,
)
from bot.ledger.rules.creators import (
    follow_creator,
    name_deputy,
    pause_receiving,
    register_creator,
)
from bot.ledger.rules.delivery import mark_seen, mark_shown, mark_told, remember
from bot.ledger.rules.filling import create_drop, create_promotion, drop_chest
from bot.ledger.rules.forcing import force_reversal, forgive_debt, refuse_reversal
from bot.ledger.rules.gifts import needs_confirmation, reverse_gift, reverse_once, send_gift
from bot.ledger.rules.goals import end_goal, set_goal
from bot.ledger.rules.guild import change_setting, edit_catalogue
from bot.ledger.rules.limits import set_budget
from bot.ledger.rules.matches import answer_match, end_match, propose_match
from bot.ledger.rules.moderation import freeze_member, unfreeze_member
from bot.ledger.rules.payouts import (
    approve_payout,
    ask_payout,
    cancel_payout,
    complete_payout,
    payout_once,
    reject_payout,
)
from bot.ledger.rules.pots import (
    close_pot,
    once_of_share,
    open_chest,
    redeem_code,
    take_share,
)
from bot.ledger.rules.shop import (
    ask_for_pack,
    credit_entitlement,
    decide_purchase,
    edit_pack,
    entitlement_once,
    mark_shop_visit,
    revoke_entitlement,
    set_exchange_rate,
    withdraw_purchase,
)
from bot.ledger.rules.shows import (
    board_once,
    close_plan,
    end_show,
    plan_show,
    post_board,
    start_show,
    toggle_reminder,
)
from bot.ledger.rules.thanks import (
    decide_message,
    hold_thanks,
    replay_gift,
    skip_thanks,
    thank_all,
    thank_for,
)
from bot.ledger.rules.wallets import (
    LARGE_ADJUSTMENT,
    adjust_balance,
    convert_diamonds,
    grant_welcome,
    is_large,
    refuse_conversion,
    welcome_from_ms,
    welcome_is_due,
    welcome_once,
)
from bot.ledger.shape import field_names

__all__ = [
    "LARGE_ADJUSTMENT",
    "decide",
    "is_large",
    "mark",
    "needs_confirmation",
    "once_of",
    "refuse_conversion",
    "welcome_from_ms",
    "welcome_is_due",
]


def decide(request: Request, books: Books) -> Outcome:
    """Decide a request, enter what it does into the books, and return what came of it.

    A key that was answered before gets the same outcome again, and KeyConflict if it now asks for
    something else. A refusal changes no account, tally or acknowledgement. Bots take no part.
    """
    book = books.guild(request.guild)
    fingerprint = _fingerprint(request, book)
    known = book.answers.get(request.key)
    if known is not None:
        return known.outcome if known.fingerprint == fingerprint else KeyConflict()
    with_a_bot = any(person.is_bot for person in request.people)
    outcome = BotRecipient() if with_a_bot else _RULES[type(request)](request, book)
    book.answer(request.key, Answer(fingerprint, outcome))
    return outcome


def once_of(request: Request, book: GuildBook) -> str | None:
    """What the request would do that may happen only once, if its people are known."""
    if isinstance(request, GrantWelcome):
        member = book.find(request.actor.user_id)
        return welcome_once(member) if member else None
    if isinstance(request, RedeemCode | TakeShare):
        return once_of_share(request, book)
    if isinstance(request, PostBoard):
        return board_once(request)
    if isinstance(request, CreditEntitlement):
        return entitlement_once(request)
    if isinstance(request, CancelPayout | RejectPayout | CompletePayout):
        return payout_once(request.payout)
    if isinstance(request, ReverseGift | ForceReversal):
        return reverse_once(request.seq)
    return None


def mark(request: Mark, books: Books) -> bool:
    """Enter a mark. False if it came too late to mean anything, and changed nothing."""
    return _MARKS[type(request)](request, books.guild(request.guild))


def moves_the_day(request: Request | Mark) -> bool:
    """Whether after this request another day may be today, so that nothing else is decided with it.

    What was given today and this week was read for the days that the books began with.
    """
    return isinstance(request, ChangeSetting) and any(
        name == "timezone" for name, _ in request.changes
    )


def _fingerprint(request: Request, book: GuildBook) -> bytes:
    """A digest of what is asked, in which people are numbers so that they can be forgotten."""
    kind = type(request)
    contents: list[Any] = [kind.__name__, _number(request.actor, book)]
    for name in _asked(kind):
        value = getattr(request, name)
        contents.append(_number(value, book) if isinstance(value, Person) else value)
    return blake2b(repr(contents).encode(), digest_size=16).digest()


def _asked(kind: type[Request]) -> tuple[str, ...]:
    """The fields that say what is asked, beside who asks and how."""
    names = _ASKED.get(kind)
    if names is None:
        others = _OF_THE_DELIVERY | kind.circumstances
        names = _ASKED[kind] = tuple(name for name in field_names(kind) if name not in others)
    return names


def _number(person: Person, book: GuildBook) -> int:
    # A bot gets no number: whom the books know, later requests may take for a person.
    return 0 if person.is_bot else book.member(person).number


_OF_THE_DELIVERY: Final = frozenset({"guild", "key", "actor"})
"""Fields that every request has beside what it asks for."""
_ASKED: Final[dict[type[Request], tuple[str, ...]]] = {}

_Rule = Callable[[Any, GuildBook], Outcome]
_RULES: Final[Mapping[type[Request], _Rule]] = {
    SendGift: send_gift,
    AdjustBalance: adjust_balance,
    GrantWelcome: grant_welcome,
    ConvertDiamonds: convert_diamonds,
    ReverseGift: reverse_gift,
    ForceReversal: force_reversal,
    RefuseReversal: refuse_reversal,
    ForgiveDebt: forgive_debt,
    SetBudget: set_budget,
    FreezeMember: freeze_member,
    UnfreezeMember: unfreeze_member,
    ChangeSetting: change_setting,
    EditCatalogue: edit_catalogue,
    StartShow: start_show,
    EndShow: end_show,
    PlanShow: plan_show,
    ClosePlan: close_plan,
    ToggleReminder: toggle_reminder,
    PostBoard: post_board,
    RegisterCreator: register_creator,
    PauseReceiving: pause_receiving,
    FollowCreator: follow_creator,
    NameDeputy: name_deputy,
    SetGoal: set_goal,
    EndGoal: end_goal,
    ProposeMatch: propose_match,
    AnswerMatch: answer_match,
    EndMatch: end_match,
    ThankFor: thank_for,
    SkipThanks: skip_thanks,
    ThankAll: thank_all,
    ReplayGift: replay_gift,
    HoldThanks: hold_thanks,
    DecideMessage: decide_message,
    OpenOverlay: open_overlay,
    CloseOverlay: close_overlay,
    ChangeOverlay: change_overlay,
    TestAlert: test_alert,
    CreatePromotion: create_promotion,
    RedeemCode: redeem_code,
    CreateDrop: create_drop,
    DropChest: drop_chest,
    TakeShare: take_share,
    OpenChest: open_chest,
    ClosePot: close_pot,
    EditPack: edit_pack,
    SetExchangeRate: set_exchange_rate,
    AskForPack: ask_for_pack,
    DecidePurchase: decide_purchase,
    WithdrawPurchase: withdraw_purchase,
    CreditEntitlement: credit_entitlement,
    RevokeEntitlement: revoke_entitlement,
    AskPayout: ask_payout,
    CancelPayout: cancel_payout,
    ApprovePayout: approve_payout,
    RejectPayout: reject_payout,
    CompletePayout: complete_payout,
}

_Marking = Callable[[Any, GuildBook], bool]
_MARKS: Final[Mapping[type[Mark], _Marking]] = {
    MarkShown: mark_shown,
    MarkSeen: mark_seen,
    MarkTold: mark_told,
    Remember: remember,
    MarkPlayed: mark_played,
    SignIn: sign_in,
    SignOut: sign_out,
    MarkShopVisit: mark_shop_visit,
}
