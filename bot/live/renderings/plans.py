"""How a planned show is shown in its channel: the announcement, and the reminder."""

from bot.cards.plans import MOST_CALLED, plan_card, reminder_card
from bot.house import House
from bot.ledger.outcomes.live import PlanClosed
from bot.live.posting import Rendered
from bot.storage.deliveries import Delivery
from bot.storage.plans import PlanView, plan, reminded
from bot.words import Words


async def render_plan(house: House, row: Delivery) -> Rendered:
    """The announcement of a show as it stands."""
    words, view = await _read(house, row, row.acknowledgement)
    return Rendered(plan_card(words, view))


async def render_reminder(house: House, row: Delivery) -> Rendered:
    """The time of a show has come: whoever asked to be reminded is mentioned."""
    assert isinstance(row.operation.outcome, PlanClosed)
    words, view = await _read(house, row, row.operation.outcome.plan)
    called = await reminded(house.reader, row.guild, view.number, limit=MOST_CALLED)
    card = reminder_card(
        words, view, called, reminder=row.acknowledgement, now_ms=row.operation.at_ms
    )
    return Rendered(card, users=tuple(called))


async def _read(house: House, row: Delivery, number: int) -> tuple[Words, PlanView]:
    view = await plan(house.reader, row.guild, number)
    if view is None:
        raise ValueError(f"#{number} is no planned show")
    return await house.words(row.guild), view
