"""The card of what waits for moderators, whatever is asked for: the requests, a page at a time."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol, TypeVar

from discord import ui

from bot.cards.layout import Block, Colour, Line, Press, card
from bot.controls.requests import ListPage
from bot.storage.paging import Waiting
from bot.words import Words


class Request(Protocol):
    """Something that somebody asked for, which is called by its `#number`."""

    @property
    def number(self) -> int:
        """The number of the operation that asked."""


Asked = TypeVar("Asked", bound=Request)


class Told(NamedTuple):
    """What was just done about a request; both are empty where nothing was."""

    number: int = 0
    note: str = ""


def requests_card(
    words: Words,
    found: Waiting[Asked],
    shown: ListPage,
    told: Told,
    *,
    title: str,
    none_waits: str,
    lay_out: Callable[[Asked], Sequence[Block]],
) -> ui.LayoutView:
    """What waits, each as `lay_out` tells it, under a title.

    What was decided leaves its place to what is said of it, so that no other request, with the same
    buttons, moves to where a button was just pressed.
    """
    if not found.entries:
        return card(told.note, none_waits, colour=Colour.DONE)
    places: list[tuple[int, Sequence[Block]]] = [
        (entry.number, [Line(), *lay_out(entry)]) for entry in found.entries
    ]
    stays = told.number in {number for number, _ in places}
    on_top = told.note if stays or told.number <= shown.after else ""
    if told.note and not on_top:
        places.append((told.number, [Line(), told.note]))
    blocks: list[Block] = [on_top, title]
    for _, of_one in sorted(places, key=lambda place: place[0]):
        blocks += of_one
    return card(*blocks, _turning(words, found, shown), colour=Colour.CARE)


def _turning(words: Words, found: Waiting[Asked], shown: ListPage) -> Sequence[Press]:
    if not shown.after and not found.has_more:
        return []
    first = replace(shown, part="first", after=0)
    more = replace(shown, part="more", after=found.entries[-1].number)
    return [
        Press(words.first_page_button, first, disabled=not shown.after),
        Press(words.more_waiting_button, more, disabled=not found.has_more),
    ]
