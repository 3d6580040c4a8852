"""The thank-you queue in the browser: who waits, as it changes, and what can be done about it."""

from collections.abc import Mapping
from typing import Any, Final

import orjson
from aiohttp import web

from bot.ledger.outcomes import NothingChanged, Outcome, Refused
from bot.ledger.outcomes.live import AlreadyAnswered, NotDeputy, TooManyReplays
from bot.ledger.requests import Person
from bot.ledger.requests.live import (
    HoldThanks,
    OfCreator,
    ReplayGift,
    SkipThanks,
    ThankAll,
    ThankFor,
)
from bot.storage.overlays import passed_over
from bot.storage.people import Somebody
from bot.storage.queue import (
    Queue,
    combo_with,
    creator_for,
    due,
    due_through,
    helped_by,
    queue,
    thanked_last,
    thanks_given,
)
from bot.web.dashboard.queue_sight import Blank, QueueRead, Sight, digest_of, queue_sight
from bot.web.dashboard.visit import MOST_NUMBER, Section, Visit

MOST_FOLLOWING: Final = 20
"""How many are named beneath the one that is large."""
MOST_THANKED: Final = 8
MOST_HELPED: Final = 25
MOST_PASSED_OVER: Final = 5
PASSED_OVER_MS: Final = 24 * 60 * 60 * 1_000
"""How long it is told that an alert was passed over."""


async def show_queue(visit: Visit) -> web.Response:
    """The whole page."""
    creator, visitor = await _looked_at(visit), visit.visitor
    helped = await helped_by(visit.house.reader, visitor.guild, visitor.member.number, MOST_HELPED)
    read, sight = await _now(visit, creator)
    return visit.show(
        "dashboard/queue.html",
        own=visitor.member,
        helped=helped,
        queue=read,
        sight=sight,
        digest=digest_of(sight),
        blank=Blank(),
    )


async def now(visit: Visit) -> web.Response:
    """What changes of it, for the page that is open already: `key` begins the keys of its forms."""
    _, sight = await _now(visit, await _looked_at(visit))
    told = {"digest": digest_of(sight), "key": visit.new_key(), "sight": sight}
    return web.Response(body=orjson.dumps(told), content_type="application/json")


async def live(visit: Visit) -> web.StreamResponse:
    """Tell an open page whenever it is to ask anew."""
    creator = await _looked_at(visit)
    return await visit.news.follow(visit.request, visit.visitor.guild, creator.number)


async def _looked_at(visit: Visit) -> Somebody:
    """Whose queue the address names: the visitor's own without any. Raises 404 for one that is
    nobody's to see but the creator's and their helpers'."""
    asked = visit.number_asked("creator")
    own = visit.visitor.person.user_id
    found = await creator_for(visit.house.reader, visit.visitor.guild, asked or own, own)
    if found is None:
        raise web.HTTPNotFound
    return found


async def _now(visit: Visit, creator: Somebody) -> tuple[Queue, Sight]:
    """What the queue is at this moment, and how it is shown."""
    # Where very many wait, counting them takes a while, and open pages ask often.
    reader, guild, number = visit.house.database.reports, visit.visitor.guild, creator.number
    read = await queue(reader, guild, creator)
    waiting = await due(reader, guild, number, 1 + MOST_FOLLOWING)
    thanked = await thanked_last(reader, guild, number, MOST_THANKED)
    since_ms = visit.house.clock() - PASSED_OVER_MS
    passed = await passed_over(reader, guild, number, since_ms, MOST_PASSED_OVER)
    given = None if waiting else await thanks_given(reader, guild, number)
    told = QueueRead(read, waiting, thanked, passed, given)
    return read, queue_sight(visit, told)


# What can be done.


async def thank(visit: Visit, form: Mapping[str, str]) -> str:
    """Thank for one combo; what its sender reads."""
    combo = _number(form, "combo")
    outcome = await _ask(visit, form, ThankFor, combo=combo)
    if isinstance(outcome, Refused):
        return await _refusal(visit, outcome)
    return visit.words.queue_page_did_thank(await _sender(visit, combo))


async def skip(visit: Visit, form: Mapping[str, str]) -> str:
    """Leave one combo without thanks."""
    combo = _number(form, "combo")
    outcome = await _ask(visit, form, SkipThanks, combo=combo)
    if isinstance(outcome, Refused):
        return await _refusal(visit, outcome)
    return visit.words.queue_page_did_skip(await _sender(visit, combo))


async def thank_all(visit: Visit, form: Mapping[str, str]) -> str:
    """Thank for all that waited when the page was made, or for what is left of it."""
    through = _number(form, "combo")
    outcome = await _ask(visit, form, ThankAll, combo=through)
    creator = await _acted_for(visit, form)
    if isinstance(outcome, AlreadyAnswered) and creator:
        reader, guild = visit.house.reader, visit.visitor.guild
        newest = await due_through(reader, guild, creator.number, through)
        if newest:
            outcome = await _ask(visit, form, ThankAll, again=f":{newest}", combo=newest)
    if isinstance(outcome, Refused):
        return await _refusal(visit, outcome)
    return visit.words.queue_page_did_thank_all


async def replay(visit: Visit, form: Mapping[str, str]) -> str:
    """Show one combo once more in public."""
    combo = _number(form, "combo")
    outcome = await _ask(visit, form, ReplayGift, combo=combo)
    if isinstance(outcome, Refused):
        return await _refusal(visit, outcome)
    return visit.words.queue_page_did_replay(await _sender(visit, combo))


async def hold(visit: Visit, form: Mapping[str, str]) -> str:
    """Hold public thank-yous back, or let them go."""
    on, words = form.get("on") == "1", visit.words
    outcome = await _ask(visit, form, HoldThanks, on=on)
    if isinstance(outcome, Refused):
        return await _refusal(visit, outcome)
    return words.queue_page_did_hold if on else words.queue_page_did_resume


async def _acted_for(visit: Visit, form: Mapping[str, str]) -> Somebody | None:
    """Whose queue a form is about; None where the visitor may not act in it, or not any more."""
    creator = _number(form, "creator")
    actor = visit.visitor.person.user_id
    return await creator_for(visit.house.reader, visit.visitor.guild, creator, actor)


async def _ask(
    visit: Visit,
    form: Mapping[str, str],
    kind: type[OfCreator],
    *,
    again: str = "",
    **facts: Any,
) -> Outcome:
    """Have something done in the creator's name that a form bears."""
    creator = await _acted_for(visit, form)
    if creator is None:
        return NotDeputy()
    return await visit.house.writer.submit(
        kind(
            guild=visit.visitor.guild,
            key=f"{visit.key_of(form)}{again}",
            actor=visit.visitor.person,
            creator=Person(creator.user_id or 0, creator.name or ""),
            **facts,
        )
    )


async def _sender(visit: Visit, combo: int) -> str | None:
    found = await combo_with(visit.house.reader, visit.visitor.guild, combo)
    return found.sender.name if found else None


async def _refusal(visit: Visit, refused: Refused) -> str:
    if isinstance(refused, NothingChanged):
        return visit.words.queue_page_as_before
    if isinstance(refused, TooManyReplays):
        # On a page nobody draws the moment for its reader.
        clock = visit.words.page_clock(visit.local(refused.from_ms))
        return visit.words.queue_page_too_many_replays(refused.most, clock)
    return await visit.reason(refused)


def _number(form: Mapping[str, str], field: str) -> int:
    """A number that our own page has put into a form. Raises 400 where it is none."""
    text = form.get(field, "")
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST_NUMBER))):
        raise web.HTTPBadRequest
    return min(int(text), MOST_NUMBER)


QUEUE: Final = Section(
    path="queue",
    title=lambda words: words.section_queue,
    show=show_queue,
    acts={
        "thank": thank,
        "skip": skip,
        "thank-all": thank_all,
        "replay": replay,
        "hold": hold,
    },
    files={"now": now, "live": live},
)
