"""How far showing has come: marks that announcers and readers leave in the books."""

from bot.ledger.books import Acknowledgement, GuildBook
from bot.ledger.books.live import BOARD_SINK
from bot.ledger.requests.marks import MarkSeen, MarkShown, MarkTold, Remember, Stage


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
    if shown and _is_missed(request, shown):
        # It stands nowhere, as it was shown last, so it is wanted once more.
        shown.wanted += 1
        shown.attempted, shown.message = shown.shown, 0
        book.announce(shown)
        return True
    if shown and _is_shown_anew(request, shown):
        # A live board is taken down and posted again below, or no longer can be changed.
        shown.shown -= 1
        shown.message = request.message
    if shown is None or not shown.shown < request.revision <= shown.wanted:
        return False
    if request.digest and request.stage in {Stage.ATTEMPTED, Stage.DOUBTFUL}:
        _carry(request, shown, book)
        return True
    if request.stage in {Stage.ATTEMPTED, Stage.DOUBTFUL}:
        shown.attempted = request.revision
        if request.closes:
            _close(shown, book)
        shown.attempts += 1
        shown.attempted_ms = book.now_ms
        shown.channel = request.channel
        if not shown.shown:
            # Whatever digest was to carry it did not.
            shown.digest = 0
        # A message that was found is known from now on, whatever comes of changing it.
        shown.message = request.message or shown.message
        shown.doubtful = shown.doubtful or request.stage is Stage.DOUBTFUL
    elif request.stage in {Stage.FAILED, Stage.GONE}:
        # What Discord refused is known not to be there, so nobody has to look for it.
        shown.attempted = shown.shown
        shown.trouble = request.trouble
        if request.stage is Stage.GONE:
            shown.message = 0
    else:
        shown.shown = request.revision
        shown.shown_ms = book.now_ms
        shown.channel = request.channel
        shown.message = request.message
        shown.trouble = ""
    book.announce(shown)
    return True


def _is_missed(request: MarkShown, shown: Acknowledgement) -> bool:
    """Whether a message is gone that said all there is to say; of any other, its change tells."""
    is_gone = request.stage is Stage.GONE and request.message == shown.message
    return is_gone and bool(shown.message) and request.revision == shown.shown == shown.wanted


def _is_shown_anew(request: MarkShown, shown: Acknowledgement) -> bool:
    is_attempt = request.stage in {Stage.ATTEMPTED, Stage.DOUBTFUL}
    return request.sink == BOARD_SINK and is_attempt and request.revision == shown.shown > 0


def _carry(request: MarkShown, shown: Acknowledgement, book: GuildBook) -> None:
    """Have a digest carry what is wanted now. No gift joins the combo any more after its sum."""
    _close(shown, book)
    shown.attempts += 1
    shown.attempted_ms = book.now_ms
    shown.channel = request.channel
    shown.digest = request.digest
    shown.doubtful = shown.doubtful or request.stage is Stage.DOUBTFUL
    book.announce(shown)


def _close(shown: Acknowledgement, book: GuildBook) -> None:
    """Have no gift join the combo any more; the attempt is at all that is wanted by now."""
    combo = book.live.combos.get(shown.number)
    if combo:
        combo.closed = True
        book.live.write(combo)
    shown.attempted = shown.wanted
