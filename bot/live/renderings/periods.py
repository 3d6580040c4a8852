"""How the board of a week or a month is shown once it is over."""

from datetime import date
from functools import partial

from bot.cards.periods import period_card
from bot.house import House
from bot.ledger.outcomes.live import BoardPosted
from bot.ledger.periods import Board, Span, first_day
from bot.live.posting import Rendered
from bot.storage.deliveries import Delivery
from bot.storage.levels import given_in_all
from bot.storage.standings import BoardView, Walk


async def final_board(house: House, guild: int, period: str) -> BoardView:
    """The first places of those who gave in a period and are still here."""
    reports, here = house.database.reports, partial(house.presence.here, guild)
    return await Walk(reports, reports, guild, Board.GIVEN, period, here).view(0, None)


async def render_period(house: House, row: Delivery) -> Rendered:
    """Who gave most in the period that a row of the outbox is about."""
    posted = row.operation.outcome
    assert isinstance(posted, BoardPosted)
    view = await final_board(house, row.guild, posted.period)
    reports = house.database.reports
    given = await given_in_all(
        reports, row.guild, [earned.person.user_id for earned in view.places]
    )
    words = await house.words(row.guild)
    layout = period_card(
        words,
        view,
        given,
        span=Span(posted.span),
        first=date.fromisoformat(first_day(posted.period)),
        number=row.acknowledgement,
    )
    return Rendered(layout)
