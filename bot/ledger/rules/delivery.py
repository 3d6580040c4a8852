"""How far showing has come: marks that announcers and readers leave in the books."""

from bot.ledger.books import (
    GuildBook,
)
from bot.ledger.requests import MarkSeen, MarkShown, MarkTold, Remember, Stage


def mark_seen(request: MarkSeen, book: GuildBook) -> bool:
    """Remember how far a member has seen their gifts."""
    member = book.find(request.user_id)
    if member is None or request.seq <= member.seen_seq:
        return False
    member.seen_seq = request.seq
    book.changed(member)
    return True


def mark_told(request: MarkTold, book: GuildBook) -> bool:
    """Take back the notices that a member has read."""
    member = book.find(request.user_id)
    if member is None:
        return False
    book.changes.told.append((member.number, request.seq))
    return True


def remember(request: Remember, book: GuildBook) -> bool:
    """Keep a fact about the installation."""
    book.changes.remembered[request.name] = request.value
    return True


def mark_shown(request: MarkShown, book: GuildBook) -> bool:
    """Enter how far one sink has come with an acknowledgement."""
    shown = book.acknowledgements.get((request.acknowledgement, request.sink))
    if shown is None or not shown.shown < request.revision <= shown.wanted:
        return False
    if request.stage in {Stage.ATTEMPTED, Stage.DOUBTFUL}:
        shown.attempted = request.revision
        shown.attempts += 1
        shown.attempted_ms = book.now_ms
        shown.channel = request.channel
        # A message that was found is known from now on, whatever comes of changing it.
        shown.message = request.message or shown.message
        shown.doubtful = shown.doubtful or request.stage is Stage.DOUBTFUL
    elif request.stage is Stage.FAILED:
        # What Discord refused is known not to be there, so nobody has to look for it.
        shown.attempted = shown.shown
        shown.trouble = request.trouble
    else:
        shown.shown = request.revision
        shown.shown_ms = book.now_ms
        shown.channel = request.channel
        shown.message = request.message
        shown.trouble = ""
    book.announce(shown)
    return True
