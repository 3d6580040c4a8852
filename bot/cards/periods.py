"""The card of a board that is over."""

from collections.abc import Mapping
from datetime import date

from discord import ui

from bot.cards.layout import Colour, Press, card
from bot.controls.live import OpenPicker
from bot.ledger.levels import level_of
from bot.ledger.periods import Span
from bot.storage.standings import BoardView
from bot.words import Words


def period_card(
    words: Words,
    view: BoardView,
    given: Mapping[int, int],
    *,
    span: Span,
    first: date,
    number: int,
) -> ui.LayoutView:
    """Who gave most in a period that began on `first`; `given` is what they gave in all, by id.

    `number` is that of the operation that posts it.
    """
    places = [
        words.period_place(
            words.rank(rank),
            earned.person.name,
            words.badge(level_of(given.get(earned.person.user_id, 0))),
            earned.coins,
        )
        for rank, earned in enumerate(view.places, start=view.first_rank)
    ]
    return card(
        words.period_title(span, first),
        "\n".join(places) or words.period_nobody,
        "" if view.is_checked else words.unchecked,
        words.period_next(span),
        [Press(words.digest_button, OpenPicker(number, 0))],
        colour=Colour.GIFT,
    )
