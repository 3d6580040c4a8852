"""The largest messages of the economy: Discord takes forty components, and 4,000 characters."""

from collections.abc import Iterator
from typing import Final

import pytest
from discord import ui

from bot.cards.fairness import budgets_card, finding_card, forcings_card
from bot.cards.origins import origin_card
from bot.cards.payouts import PAYOUTS_ON_PAGE, cashout_card, open_payouts_card, own_payouts_card
from bot.cards.pots import check_card, pots_card
from bot.cards.purchases import purchases_card
from bot.cards.requests import Told
from bot.cards.shop import ShopView, shop_card
from bot.controls.fairness import RingPage
from bot.controls.payouts import OpenPayoutsPage
from bot.controls.pots import PotsPage
from bot.controls.shop import PurchasesPage
from bot.ledger.books.economy import Pack, PayoutState, PotKind, Purchase
from bot.ledger.guild_settings import MOST_OWN_WORDS, GuildSettings
from bot.ledger.money import Purse
from bot.ledger.outcomes.fairness import ReversalAsked
from bot.ledger.packs import Combination, Portion, cheapest
from bot.ledger.periods import Span
from bot.ledger.requests import MOST_REASON_LENGTH
from bot.ledger.requests.shop import MOST_OFFERED, MOST_OPEN_PURCHASES
from bot.ledger.rings import MOST_PEOPLE, Finding, Flow, Shape, Signs
from bot.storage.fairness import MOST_FORCINGS, BudgetView, ForcingView
from bot.storage.operations import GiftView, OperationView
from bot.storage.origins import Adjustment, CoinsGiven, Giver, LetOff, Origin, Unpaid
from bot.storage.paging import Page, Waiting
from bot.storage.payouts import PayoutView
from bot.storage.people import Somebody
from bot.storage.pots import PotView, ShareView
from bot.storage.rings import Freeze, Inquiry
from bot.storage.shop import WaitingPurchase
from bot.words import Words, speak
from cogs.mod_pots import POTS_A_PAGE
from cogs.requests import REQUESTS_ON_PAGE

MOST_COMPONENTS: Final = 40
MOST_TEXT: Final = 4_000
NOW_MS: Final = 1_800_000_000_000
OWNER: Final = 10**18
LARGE: Final = 10**9
NAME: Final = "\u202e" + "*_" * 16
"""A name that is all markup and turns around; escaped, it takes twice its room."""
SOMEBODY: Final = Somebody(2, 2 * 10**18, NAME)
SETTINGS: Final = GuildSettings(
    shop_text="*" * MOST_OWN_WORDS,
    scam_text="_" * MOST_OWN_WORDS,
    cashout_text="~" * MOST_OWN_WORDS,
    currency="CHF",
    cashout=1,
)


def packs(count: int = MOST_OFFERED) -> list[Pack]:
    """As many packs as a shop offers, at prices of which no two are better than one."""
    return [Pack(101 + step, 2**step, 2**step, LARGE, NOW_MS * 2) for step in range(count)]


def bought(number: int) -> Purchase:
    """A request to buy as much as there is."""
    return Purchase(number, 2, 1, 100, LARGE, LARGE, LARGE, "CHF", NOW_MS)


def shops(words: Words) -> Iterator[ui.LayoutView]:
    """A full shop for an amount to which every pack is needed, and for one that is real."""
    own = [bought(number) for number in range(MOST_OPEN_PURCHASES)]
    every = Combination(tuple(Portion(pack, 1) for pack in packs()), LARGE, LARGE, 0)
    real = cheapest([pack._replace(bonus_coins=0) for pack in packs(16)], 2**16 - 1, NOW_MS)
    assert real is not None
    for combination in (every, real):
        view = ShopView(
            owner=OWNER,
            settings=SETTINGS,
            packs=packs(),
            now_ms=NOW_MS,
            own=own,
            wanted=100_000,
            combination=combination,
            at_discord=LARGE,
        )
        yield shop_card(words, view)


def payouts(state: PayoutState) -> tuple[PayoutView, ...]:
    """A page of large payouts, approved by two, with as much written as goes."""
    return tuple(
        PayoutView(
            number=LARGE + number,
            creator=SOMEBODY,
            units=LARGE * 10_000,
            rate=LARGE,
            fee=9_999,
            money=LARGE,
            currency="CHF",
            asked_ms=NOW_MS,
            needs_two=True,
            state=state,
            approvers=(SOMEBODY, SOMEBODY),
            ended_seq=LARGE if state is PayoutState.PAID else 0,
            ended_ms=NOW_MS,
            note="*" * MOST_REASON_LENGTH,
        )
        for number in range(PAYOUTS_ON_PAGE)
    )


def origin(number: int) -> Origin:
    """As much about where diamonds came from as there can be to tell."""
    return Origin(
        payout=number,
        since_ms=NOW_MS,
        units=LARGE * 500,
        gifts=LARGE,
        is_all=False,
        givers=(Giver(SOMEBODY, LARGE, LARGE, is_young=True),) * 500,
        adjustments=(Adjustment(LARGE, SOMEBODY, LARGE),) * 500,
        coins=(
            CoinsGiven(SOMEBODY, SOMEBODY, LARGE, is_bought=True),
            CoinsGiven(SOMEBODY, SOMEBODY, LARGE, is_bought=False),
        )
        * 50,
        unpaid=(Unpaid(SOMEBODY, LARGE, LARGE, LARGE, Purse(LARGE, 0, LARGE)),) * 500,
        let_off=(LetOff(LARGE, SOMEBODY, SOMEBODY, Purse(LARGE, 0, LARGE)),) * 500,
    )


def lists(words: Words) -> Iterator[ui.LayoutView]:
    """What waits for moderators, and what a creator asked for."""
    note = "*" * 500
    waiting = [WaitingPurchase(bought(LARGE + it), SOMEBODY) for it in range(REQUESTS_ON_PAGE)]
    found = Waiting(tuple(waiting), has_more=True, in_all=LARGE)
    for told in (Told(LARGE, note), Told(LARGE - 1, note)):
        yield purchases_card(words, found, PurchasesPage("more", OWNER, 9), told)
        listed = Waiting(payouts(PayoutState.APPROVED), has_more=True, in_all=LARGE)
        origins = {payout.number: origin(payout.number) for payout in listed.entries}
        shown = OpenPayoutsPage("more", OWNER, 9)
        yield open_payouts_card(words, listed, shown, told, origins)
    (payout, *_) = listed.entries
    yield origin_card(words, payout, origin(payout.number), OWNER)
    for state in (PayoutState.ASKED, PayoutState.PAID):
        page = Page(payouts(state), has_older=True, has_newer=True)
        yield own_payouts_card(words, page, SETTINGS, OWNER)
    yield cashout_card(words, SETTINGS, LARGE, OWNER, note)


def pot(number: int, kind: PotKind, people: int = 3) -> PotView:
    """Something to take shares of, with a code and a name that are all markup."""
    return PotView(
        number=LARGE + number,
        kind=kind,
        keeper=SOMEBODY,
        own=True,
        coins=0,
        bonus_coins=LARGE,
        people=people,
        taken=people,
        channel=OWNER,
        role=OWNER,
        opens_ms=NOW_MS,
        closes_ms=NOW_MS,
        opened_seq=LARGE,
        ended_seq=LARGE if people > 3 else 0,
        seed="f" * 32,
        fingerprint="f" * 64,
        ended_by=SOMEBODY,
        is_taken_back=False,
        code="`*" * 16,
        given=LARGE,
        luckiest=None,
    )


def pots(words: Words) -> Iterator[ui.LayoutView]:
    """Pages of promotions and chests, and a chest of two hundred that is dealt again."""
    for kind, what in ((PotKind.PROMOTION, "promos"), (PotKind.CHEST, "drops")):
        entries = tuple(pot(number, kind) for number in range(POTS_A_PAGE))
        page = Page(entries, has_older=True, has_newer=True)
        yield pots_card(words, page, PotsPage("", OWNER, what, 0, 0))
    taken = [ShareView(SOMEBODY, LARGE, LARGE) for _ in range(200)]
    yield check_card(words, pot(1, PotKind.CHEST, people=200), taken)


def rings(words: Words) -> Iterator[ui.LayoutView]:
    """Findings of as many as are told, reversals that wait, and all three limits of somebody."""
    who = dict.fromkeys(range(MOST_PEOPLE), SOMEBODY)
    flows = tuple(
        Flow(number, number + 1, LARGE, LARGE, LARGE, LARGE, LARGE, NOW_MS)
        for number in range(MOST_PEOPLE - 1)
    )
    for shape in Shape:
        signs = Signs(LARGE, LARGE - 1, LARGE - 1, 100, LARGE - 1, 100, LARGE, 100, True)
        finding = Finding(shape, tuple(who), LARGE, flows, LARGE, LARGE, signs, LARGE)
        inquiry = Inquiry(LARGE, LARGE, False, (finding, finding), who)
        shown = RingPage("next", OWNER, 90, LARGE, NOW_MS // 1_000, 0)
        frozen = dict.fromkeys(who, Freeze(LARGE, LARGE, "*" * 32, "*" * MOST_REASON_LENGTH))
        yield finding_card(words, inquiry, shown, frozen, NOW_MS)
    yield forcings_card(
        words, [forcing(number) for number in range(MOST_FORCINGS)], OWNER, "*" * 500
    )
    limits = [BudgetView(span, LARGE, LARGE, NOW_MS, LARGE, NOW_MS) for span in tuple(Span)[:3]]
    settings = GuildSettings(daily_cap=LARGE, pair_cap=LARGE)
    yield budgets_card(words, limits, settings, "*" * 500)


def forcing(number: int) -> ForcingView:
    """A reversal that waits for a second moderator."""
    seq = LARGE + number
    asked = ReversalAsked(
        seq=seq,
        gift=seq,
        name="*" * 32,
        emoji="🌹",
        quantity=999,
        coins=LARGE,
        missing=LARGE * 10_000,
        until_ms=NOW_MS,
    )
    operation = OperationView(
        seq=seq,
        kind=ReversalAsked.kind,
        actor=SOMEBODY,
        subject=None,
        at_ms=NOW_MS,
        day="2027-01-15",
        outcome=asked,
        note="*" * MOST_REASON_LENGTH,
        reverses=None,
        reversed_by=None,
        gift=None,
    )
    gift = GiftView(
        seq=seq,
        sender=SOMEBODY,
        recipient=SOMEBODY,
        item=1,
        name="*" * 32,
        emoji="🌹",
        quantity=999,
        price=LARGE,
        coins=LARGE,
        bonus_coins=0,
        share=5_000,
        channel=OWNER,
        at_ms=NOW_MS,
        day="2027-01-15",
        note="",
        reversed_by=None,
        acknowledgement=None,
    )
    return ForcingView(operation, gift, NOW_MS, 0)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("room", [shops, lists, pots, rings])
def test_no_message_of_the_economy_is_larger_than_discord_takes(
    room: object, language: str
) -> None:
    assert callable(room)
    for view in room(speak(language)):
        assert len(list(view.walk_children())) <= MOST_COMPONENTS
        assert view.content_length() <= MOST_TEXT
        for row in view.walk_children():
            if isinstance(row, ui.ActionRow):
                assert 1 <= len(row.children) <= 5
