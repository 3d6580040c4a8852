"""The card of one's own history."""

from collections.abc import Collection, Sequence

from discord import ui

from bot.cards.layout import Colour, Press, card
from bot.controls.wallet import HistoryPage
from bot.ledger.money import Purse
from bot.ledger.outcomes import GiftSent
from bot.storage.paging import Page
from bot.storage.statements import Entry
from bot.words import Words


def statement_line(words: Words, entry: Entry, unread: Collection[int] = frozenset()) -> str:
    """One operation on an account: what, who caused it, the amount and the balance after it.

    What was written with those in `unread` is left out.
    """
    is_sender = entry.gift is not None and entry.gift.sender.number == entry.member
    counterpart = entry.counterpart
    what = words.line(
        entry.outcome,
        actor=entry.actor.name,
        counterpart=counterpart.name if counterpart else None,
        gave=is_sender,
    )
    moved = [what, words.movement(entry.moved, entry.after), words.owed_moved(entry.owed)]
    return words.listed(
        entry.seq,
        " · ".join(filter(None, moved)),
        entry.at_ms,
        "" if entry.seq in unread else _written(words, entry),
        entry.reversed_by,
    )


def _written(words: Words, entry: Entry) -> str:
    if not entry.note:
        return ""
    if isinstance(entry.outcome, GiftSent):
        return words.message_in_list(entry.note)
    return words.reason_in_list(entry.outcome, entry.note)


def history_card(
    words: Words,
    page: Page[Entry],
    purse: Purse,
    owner: int,
    *,
    unread: Collection[int] = frozenset(),
) -> ui.LayoutView:
    """A page of the history, newest first, with buttons to what is newer and older.

    Messages with the gifts in `unread` wait for a moderator, and are nobody's to read yet.
    """
    entries = page.entries
    return card(
        words.history_title(purse),
        *(statement_line(words, entry, unread) for entry in entries),
        _turning(words, page, entries, owner) if page.has_newer or page.has_older else "",
        colour=Colour.CALM,
    )


def _turning(
    words: Words, page: Page[Entry], entries: Sequence[Entry], owner: int
) -> Sequence[Press]:
    newer = HistoryPage(owner, after=entries[0].seq)
    older = HistoryPage(owner, before=entries[-1].seq)
    return [
        Press(words.newer, newer, disabled=not page.has_newer),
        Press(words.older, older, disabled=not page.has_older),
    ]
