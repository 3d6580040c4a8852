"""How a match is shown in its channel: the challenge as it stands, and the result."""

from bot.cards.matches import challenge_card, result_card
from bot.house import House
from bot.ledger.outcomes.live import MatchEnded
from bot.live.posting import Rendered
from bot.storage.deliveries import Delivery
from bot.storage.matches import MatchState, MatchView, match
from bot.words import Words


async def render_challenge(house: House, row: Delivery) -> Rendered:
    """A challenge; while it waits, it mentions whoever is to answer it."""
    words, view = await _read(house, row, row.acknowledgement)
    user_id = view.opponent.creator.user_id
    called = (user_id,) if user_id and view.state is MatchState.PROPOSED else ()
    return Rendered(challenge_card(words, view), users=called)


async def render_result(house: House, row: Delivery) -> Rendered:
    """Who won a match."""
    assert isinstance(row.operation.outcome, MatchEnded)
    words, view = await _read(house, row, row.operation.outcome.match)
    return Rendered(result_card(words, view, row.acknowledgement))


async def _read(house: House, row: Delivery, number: int) -> tuple[Words, MatchView]:
    view = await match(house.reader, row.guild, number)
    if view is None:
        raise ValueError(f"#{number} is no match")
    return await house.words(row.guild), view
