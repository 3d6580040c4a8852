"""A creator's payouts: what can be cashed out, on which terms, and where each one stands."""

from typing import Final

from aiohttp import web

from bot.ledger.books.economy import PayoutState
from bot.storage.payouts import PayoutView, open_payouts_of, payouts_of
from bot.storage.set_aside import paid_to
from bot.storage.statements import wallet
from bot.web.dashboard.visit import Section, Visit
from bot.words.plain import plain

PAYOUTS_PER_PAGE: Final = 25


async def show_payouts(visit: Visit) -> web.Response:
    """A page of them, the newest first, beneath what there is to cash out."""
    reader, visitor = visit.house.reader, visit.visitor
    name = visitor.guild, visitor.member.number
    page = await payouts_of(
        visit.house.database.reports,
        *name,
        before=visit.number_asked("before"),
        after=visit.number_asked("after"),
        limit=PAYOUTS_PER_PAGE,
    )
    held = await wallet(reader, visitor.guild, visitor.person.user_id)
    return visit.show(
        "dashboard/payouts.html",
        page=page,
        purse=held.purse,
        open_units=sum(one.units for one in await open_payouts_of(reader, *name)),
        paid=await paid_to(visit.house.database.reports, *name),
        terms=visit.settings,
        stands=lambda payout: stands(visit, payout),
        noted=lambda payout: noted(visit, payout),
    )


def stands(visit: Visit, payout: PayoutView) -> str:
    """How far a payout has come, as plain text."""
    words = visit.words
    approvals = len(payout.approvers)
    told = words.payout_stands(payout.state, approvals, needs_two=payout.needs_two)
    return words.spelt(told)


def noted(visit: Visit, payout: PayoutView) -> str:
    """What was written as it ended: the reference of its payment, or why it was rejected."""
    words = visit.words
    is_paid = payout.state is PayoutState.PAID
    return plain(words.paid_under(payout.note) if is_paid else words.because(payout.note))


PAYOUTS: Final = Section(
    path="payouts",
    title=lambda words: words.section_payouts,
    show=show_payouts,
)
