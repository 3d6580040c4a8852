"""What deciding about shows and combos needs to know: queries, and how rows are entered."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from bot.ledger.books import CHANNEL_SINK, Acknowledgement, Books, GuildBook
from bot.ledger.books.browser import Overlay
from bot.ledger.books.live import (
    BOARD_SINK,
    REVIEW_SINK,
    Combo,
    Creator,
    Goal,
    Match,
    Plan,
    Show,
)
from bot.ledger.outcomes.browser import AlertTested
from bot.ledger.outcomes.live import GiftReplayed
from bot.ledger.periods import Board
from bot.ledger.requests import Request, SendGift
from bot.ledger.requests.browser import (
    MOST_TESTS,
    ChangeOverlay,
    CloseOverlay,
    OpenOverlay,
    TestAlert,
)
from bot.ledger.requests.live import (
    MOST_CHALLENGES,
    MOST_REPLAYS,
    AnswerMatch,
    ClosePlan,
    EndMatch,
    EndShow,
    FollowCreator,
    HoldThanks,
    NameDeputy,
    OfCombo,
    PlanShow,
    ProposeMatch,
    ReplayGift,
    ToggleReminder,
)
from bot.ledger.requests.marks import Mark, MarkPlayed, MarkShown
from bot.storage.combos import COMBO_OF_GIFT
from bot.storage.database import Row

# CROSS JOIN is SQLite's word for: in this order. What is wanted comes first, and finds its row by
# key, whatever the statistics say.
WANTED: Final = "FROM json_each(?) AS sought CROSS JOIN"
FIRST: Final = "sought.value ->> 0"
SECOND: Final = "sought.value ->> 1"
THIRD: Final = "sought.value ->> 2"
FOURTH: Final = "sought.value ->> 3"

_COMBO: Final = """
combo.number, combo.sender, combo.recipient, combo.item, combo.channel, combo.show, combo.gifts,
combo.quantity, combo.coins, combo.last_seq, combo.last_ms, combo.closed, combo.answered_seq,
combo.answered_ms
"""
_OUTBOX: Final = """
outbox.acknowledgement, outbox.sink, outbox.wanted, outbox.channel, outbox.fallback, outbox.shown,
outbox.attempted, outbox.attempts, outbox.message, outbox.doubtful, outbox.trouble,
outbox.attempted_ms, outbox.shown_ms, outbox.digest, outbox.home
"""
_OF_COMBO: Final = f"""
LEFT JOIN outbox ON outbox.guild = combo.guild AND outbox.acknowledgement = combo.number
    AND outbox.sink = '{CHANNEL_SINK}'
"""
# The run of a sender, a recipient and an item ends with its latest combo.
LATEST_COMBOS: Final = f"""
SELECT combo.guild, {_COMBO}, {_OUTBOX}
{WANTED} member AS sender ON sender.guild = {FIRST} AND sender.user_id = {SECOND}
CROSS JOIN member AS recipient
    ON recipient.guild = sender.guild AND recipient.user_id = {THIRD}
CROSS JOIN combo ON combo.guild = sender.guild AND combo.number = (
    SELECT max(number) FROM combo INDEXED BY combo_latest
    WHERE combo.guild = sender.guild AND combo.sender = sender.number
        AND combo.recipient = recipient.number AND combo.item = {FOURTH}
)
{_OF_COMBO}
"""  # noqa: S608 - put together of constants.
COMBOS: Final = f"""
SELECT combo.guild, {_COMBO}, {_OUTBOX}
{WANTED} combo ON combo.guild = {FIRST} AND combo.number = {SECOND}
{_OF_COMBO}
"""
COMBOS_OF_GIFTS: Final = f"""
SELECT combo.guild, {_COMBO}, {_OUTBOX}
{WANTED} gift ON gift.guild = {FIRST} AND gift.seq = {SECOND}
CROSS JOIN combo ON combo.guild = gift.guild AND combo.number = {COMBO_OF_GIFT}
{_OF_COMBO}
"""
_CREATOR: Final = """
SELECT member.guild, member.number, creator.registered, creator.paused, creator.holding,
    creator.followers,
    show.number, show.creator, show.channel, show.by_voice, show.started_ms, show.ended_ms,
    show.gifts, show.coins, show.earned_units,
    goal.number, goal.creator, goal.item, goal.target, goal.progress, goal.expires_ms,
    goal.reached_seq, goal.ended_seq
"""
_OF_CREATOR: Final = """
LEFT JOIN creator ON creator.guild = member.guild AND creator.member = member.number
LEFT JOIN show ON show.guild = member.guild AND show.creator = member.number
    AND show.ended_ms = 0
LEFT JOIN goal ON goal.guild = member.guild AND goal.creator = member.number
    AND goal.ended_seq = 0
"""
CREATORS: Final = f"""
{_CREATOR} {WANTED} member ON member.guild = {FIRST} AND member.user_id = {SECOND} {_OF_CREATOR}
"""
CREATORS_BY_NUMBER: Final = f"""
{_CREATOR} {WANTED} member ON member.guild = {FIRST} AND member.number = {SECOND} {_OF_CREATOR}
"""
SHOWS: Final = f"""
SELECT show.guild, number, creator, channel, by_voice, started_ms, ended_ms, gifts, coins,
    earned_units
{WANTED} show ON show.guild = {FIRST} AND number = {SECOND}
"""
_MATCH: Final = """
SELECT match.guild, match.number, challenger, opponent, channel, minutes, begins_ms, ends_ms,
    challenger_coins, opponent_coins, ended_seq, accepted_seq
"""
MATCHES: Final = f"{_MATCH} {WANTED} match ON match.guild = {FIRST} AND match.number = {SECOND}"
# INDEXED BY, for SQLite would rather walk through all matches that a guild ever had.
MATCHES_OF_CHALLENGERS: Final = f"""
{_MATCH} {WANTED} member ON member.guild = {FIRST} AND member.user_id = {SECOND}
CROSS JOIN match INDEXED BY match_of_challenger
    ON match.guild = member.guild AND challenger = member.number AND ended_seq = 0
"""
MATCHES_OF_OPPONENTS: Final = f"""
{_MATCH} {WANTED} member ON member.guild = {FIRST} AND member.user_id = {SECOND}
CROSS JOIN match INDEXED BY match_of_opponent
    ON match.guild = member.guild AND opponent = member.number AND ended_seq = 0
"""
MATCHES_BY_CHALLENGER: Final = f"""
{_MATCH} {WANTED} match INDEXED BY match_of_challenger
    ON match.guild = {FIRST} AND challenger = {SECOND} AND ended_seq = 0
"""
MATCHES_BY_OPPONENT: Final = f"""
{_MATCH} {WANTED} match INDEXED BY match_of_opponent
    ON match.guild = {FIRST} AND opponent = {SECOND} AND ended_seq = 0
"""
# Also those that came to an end; whoever asks for many challenges in a row is to wait.
LATEST_CHALLENGES: Final = f"""
{_MATCH} {WANTED} member ON member.guild = {FIRST} AND member.user_id = {SECOND}
CROSS JOIN match ON match.guild = member.guild AND match.number IN (
    SELECT number FROM match AS own INDEXED BY match_by_challenger
    WHERE own.guild = member.guild AND own.challenger = member.number
    ORDER BY number DESC LIMIT {MOST_CHALLENGES}
)
"""  # noqa: S608 - put together of constants.
PLANS: Final = f"""
SELECT plan.guild, plan.number, creator, channel, at_ms, closed_seq
{WANTED} plan ON plan.guild = {FIRST} AND plan.number = {SECOND}
"""
PLANS_OF_CREATORS: Final = f"""
SELECT plan.guild, plan.number, creator, channel, at_ms, closed_seq
{WANTED} member ON member.guild = {FIRST} AND member.user_id = {SECOND}
CROSS JOIN plan INDEXED BY plan_by_creator
    ON plan.guild = member.guild AND creator = member.number AND closed_seq = 0
"""
GIVEN: Final = f"""
SELECT tally.guild, member, coins
{WANTED} member ON member.guild = {FIRST} AND user_id = {SECOND}
CROSS JOIN tally ON tally.guild = member.guild AND tally.member = member.number
    AND board = '{Board.GIVEN}' AND period = 'all'
"""
GIVEN_BY_NUMBER: Final = f"""
SELECT tally.guild, member, coins
{WANTED} tally ON tally.guild = {FIRST} AND tally.member = {SECOND}
    AND board = '{Board.GIVEN}' AND period = 'all'
"""
FOLLOWING: Final = f"""
SELECT follower.guild, creator, follower
{WANTED} member AS creator_member
    ON creator_member.guild = {FIRST} AND creator_member.user_id = {SECOND}
CROSS JOIN member AS follower_member
    ON follower_member.guild = {FIRST} AND follower_member.user_id = {THIRD}
CROSS JOIN follower ON follower.guild = {FIRST} AND creator = creator_member.number
    AND follower = follower_member.number
"""
DEPUTIES: Final = f"""
SELECT deputy.guild, creator, deputy
{WANTED} member ON member.guild = {FIRST} AND user_id = {SECOND}
CROSS JOIN deputy ON deputy.guild = {FIRST} AND creator = member.number
"""
REMINDERS: Final = f"""
SELECT reminder.guild, plan, member
{WANTED} member ON member.guild = {FIRST} AND user_id = {SECOND}
CROSS JOIN reminder ON reminder.guild = {FIRST} AND plan = {THIRD} AND member = member.number
"""
_LATEST: Final = """
SELECT operation.guild, operation.subject, operation.at_ms
{wanted} member ON member.guild = {first} AND member.user_id = {second}
CROSS JOIN operation ON operation.guild = member.guild AND operation.seq IN (
    SELECT seq FROM operation AS own INDEXED BY {index}
    WHERE own.guild = member.guild AND own.subject = member.number AND own.kind = '{kind}'
    ORDER BY seq DESC LIMIT {most}
)
ORDER BY operation.seq
"""
LATEST_REPLAYS: Final = _LATEST.format(
    wanted=WANTED,
    first=FIRST,
    second=SECOND,
    index="operation_replayed",
    kind=GiftReplayed.kind,
    most=MOST_REPLAYS,
)
LATEST_TESTS: Final = _LATEST.format(
    wanted=WANTED,
    first=FIRST,
    second=SECOND,
    index="operation_tested",
    kind=AlertTested.kind,
    most=MOST_TESTS,
)
HELD: Final = f"""
SELECT held_message.guild, gift {WANTED} held_message
    ON held_message.guild = {FIRST} AND gift = {SECOND}
"""


_OVERLAY: Final = """
SELECT overlay.guild, creator, handle, digest, opened_ms, played_seq, volume, speaks, least_coins
"""
OVERLAYS: Final = f"""
{_OVERLAY} {WANTED} overlay ON overlay.guild = {FIRST} AND creator = {SECOND}
"""
OVERLAYS_BY_USER: Final = f"""
{_OVERLAY} {WANTED} member ON member.guild = {FIRST} AND user_id = {SECOND}
CROSS JOIN overlay ON overlay.guild = member.guild AND creator = member.number
"""


class Part(NamedTuple):
    """One thing to be asked of the store, and what takes the answer down."""

    sql: str
    wanted: Iterable[Any]
    enter: Callable[[Books, list[Row]], None]


def parts(
    gifts: Sequence[SendGift], requests: Sequence[Request], marks: Sequence[Mark]
) -> Iterator[Part]:
    """What gifts that are sent, other requests and marks want to know, as far as they say."""
    named = [(request.guild, request.named) for request in requests if request.named]
    about = [(request.guild, request.gift) for request in requests if request.gift]
    creators = [
        *((gift.guild, gift.to.user_id) for gift in gifts),
        *((request.guild, who.user_id) for request in requests for who in request.creators),
    ]
    yield Part(LATEST_COMBOS, map(_run, gifts), _enter_combos)
    yield Part(GIVEN, [(gift.guild, gift.actor.user_id) for gift in gifts], _enter_given)
    yield Part(CREATORS, creators, _enter_creators)
    yield Part(MATCHES_OF_CHALLENGERS, creators, _enter_matches)
    yield Part(MATCHES_OF_OPPONENTS, creators, _enter_matches)
    yield Part(COMBOS, [*_of_combos(requests), *_of_digests(marks)], _enter_combos)
    yield Part(COMBOS_OF_GIFTS, about, _enter_combos)
    yield Part(HELD, about, _enter_held)
    yield Part(MATCHES, [*_of(requests, named, AnswerMatch, EndMatch)], _enter_matches)
    yield Part(LATEST_CHALLENGES, _actors(requests, ProposeMatch), _enter_matches)
    yield Part(PLANS, [*_of(requests, named, ClosePlan, ToggleReminder)], _enter_plans)
    yield Part(PLANS_OF_CREATORS, _actors(requests, PlanShow), _enter_plans)
    yield Part(FOLLOWING, _following(requests), _enter_following)
    yield Part(DEPUTIES, _deputising(requests), _enter_deputies)
    yield Part(REMINDERS, _reminding(requests), _enter_reminders)
    yield Part(OVERLAYS, _played(marks), _enter_overlays)
    yield Part(OVERLAYS_BY_USER, _overlaid(requests), _enter_overlays)
    yield Part(LATEST_REPLAYS, _about_creator(requests, ReplayGift), _enter_replays)
    yield Part(LATEST_TESTS, _about_creator(requests, TestAlert), _enter_tests)


def later_parts(books: Books, requests: Sequence[Request]) -> Iterator[Part]:
    """What is wanted to be known only once it is known which gifts, shows and plans are meant."""
    creators = [*players(books, requests)]
    for book in books:
        creators += _recipients(book)
    yield Part(CREATORS_BY_NUMBER, creators, _enter_creators)
    yield Part(GIVEN_BY_NUMBER, [it for book in books for it in _senders(book)], _enter_given)
    yield Part(SHOWS, [show for book in books for show in _ended_shows(book)], _enter_shows)
    yield Part(MATCHES_BY_CHALLENGER, creators, _enter_matches)
    yield Part(MATCHES_BY_OPPONENT, creators, _enter_matches)


def later_acknowledgements(books: Books, requests: Iterable[Request]) -> Iterator[Row]:
    """The rows of the outbox that such requests show anew."""
    for request in requests:
        live = books.guild(request.guild).live
        if request.gift:
            yield (request.guild, request.gift, REVIEW_SINK)
        if request.named:
            yield (request.guild, request.named, CHANNEL_SINK)
        if isinstance(request, EndShow):
            for show in live.shows.values():
                yield (request.guild, show.number, BOARD_SINK)


def _run(gift: SendGift) -> Row:
    return (gift.guild, gift.actor.user_id, gift.to.user_id, gift.item)


def _of(requests: Iterable[Request], named: list[Row], *kinds: type[Request]) -> Iterator[Row]:
    wanted = {(request.guild, request.named) for request in requests if isinstance(request, kinds)}
    return (row for row in named if row in wanted)


def _actors(requests: Iterable[Request], kind: type[Request]) -> Iterator[Row]:
    for request in requests:
        if isinstance(request, kind):
            yield (request.guild, request.actor.user_id)


def _of_combos(requests: Iterable[Request]) -> Iterator[Row]:
    return ((request.guild, request.combo) for request in requests if isinstance(request, OfCombo))


def _of_digests(marks: Iterable[Mark]) -> Iterator[Row]:
    for mark in marks:
        if isinstance(mark, MarkShown) and (mark.digest or mark.closes):
            yield (mark.guild, mark.acknowledgement)


def _played(marks: Iterable[Mark]) -> Iterator[Row]:
    return ((mark.guild, mark.creator) for mark in marks if isinstance(mark, MarkPlayed))


def _overlaid(requests: Iterable[Request]) -> Iterator[Row]:
    for request in requests:
        if isinstance(request, OpenOverlay | CloseOverlay | ChangeOverlay | TestAlert):
            yield (request.guild, request.creator.user_id)


def _following(requests: Iterable[Request]) -> Iterator[Row]:
    for request in requests:
        if isinstance(request, FollowCreator):
            yield (request.guild, request.creator.user_id, request.actor.user_id)


def _deputising(requests: Iterable[Request]) -> Iterator[Row]:
    for request in requests:
        if isinstance(request, OfCombo | HoldThanks | TestAlert):
            yield (request.guild, request.creator.user_id)
        elif isinstance(request, NameDeputy):
            yield (request.guild, request.actor.user_id)


def _about_creator(
    requests: Iterable[Request], kind: type[ReplayGift | TestAlert]
) -> Iterator[Row]:
    for request in requests:
        if isinstance(request, kind):
            yield (request.guild, request.creator.user_id)


def _reminding(requests: Iterable[Request]) -> Iterator[Row]:
    for request in requests:
        if isinstance(request, ToggleReminder):
            yield (request.guild, request.actor.user_id, request.plan)


def _recipients(book: GuildBook) -> Iterator[Row]:
    return ((book.guild, gift.recipient) for gift in book.gifts.values())


def _senders(book: GuildBook) -> Iterator[Row]:
    return ((book.guild, gift.sender) for gift in book.gifts.values())


def _ended_shows(book: GuildBook) -> Iterator[Row]:
    for combo in book.live.combos.values():
        if combo.show and combo.show not in book.live.shows:
            yield (book.guild, combo.show)


def players(books: Books, requests: Iterable[Request]) -> Iterator[Row]:
    """The two of whom all matters where a match is answered, by number."""
    for request in requests:
        if isinstance(request, AnswerMatch):
            match = books.guild(request.guild).live.matches.get(request.match)
            for player in (match.challenger, match.opponent) if match else ():
                yield (request.guild, player)


def _enter_combos(books: Books, rows: list[Row]) -> None:
    for row in rows:
        book = books.guild(row[0])
        if row[1] in book.live.combos:
            continue
        combo = Combo(*row[1:15])
        combo.closed = bool(combo.closed)
        book.live.knows(combo)
        if row[15] is not None:
            known = Acknowledgement(*row[15:])
            book.acknowledgements.setdefault((known.number, known.sink), known)


def _enter_given(books: Books, rows: list[Row]) -> None:
    for guild, member, coins in rows:
        books.guild(guild).live.given[member] = coins


def _enter_creators(books: Books, rows: list[Row]) -> None:
    for guild, number, *row in rows:
        live = books.guild(guild).live
        creator, show, goal = row[:4], row[4:13], row[13:]
        if creator[0] is not None:
            registered, paused, holding, followers = creator
            live.knows(Creator(number, bool(registered), bool(paused), bool(holding), followers))
        if show[0] is not None:
            _enter_shows(books, [(guild, *show)])
        if goal[0] is not None:
            live.knows(Goal(*goal))


def _enter_shows(books: Books, rows: list[Row]) -> None:
    for guild, *show in rows:
        show[3] = bool(show[3])
        books.guild(guild).live.knows(Show(*show))


def _enter_matches(books: Books, rows: list[Row]) -> None:
    for guild, *match in rows:
        live = books.guild(guild).live
        if match[0] not in live.matches:
            live.knows(Match(*match))


def _enter_plans(books: Books, rows: list[Row]) -> None:
    for guild, *plan in rows:
        books.guild(guild).live.knows(Plan(*plan))


def _enter_following(books: Books, rows: list[Row]) -> None:
    for guild, creator, follower in rows:
        books.guild(guild).live.following.add((creator, follower))


def _enter_deputies(books: Books, rows: list[Row]) -> None:
    for guild, creator, deputy in rows:
        books.guild(guild).live.deputies.add((creator, deputy))


def _enter_replays(books: Books, rows: list[Row]) -> None:
    for guild, creator, at_ms in rows:
        books.guild(guild).live.replays.setdefault(creator, []).append(at_ms)


def _enter_tests(books: Books, rows: list[Row]) -> None:
    for guild, creator, at_ms in rows:
        books.guild(guild).browser.tests.setdefault(creator, []).append(at_ms)


def _enter_reminders(books: Books, rows: list[Row]) -> None:
    for guild, plan, member in rows:
        books.guild(guild).live.reminders.add((plan, member))


def _enter_overlays(books: Books, rows: list[Row]) -> None:
    for guild, *row in rows:
        overlay = Overlay(*row)
        overlay.speaks = bool(overlay.speaks)
        books.guild(guild).browser.overlays[overlay.creator] = overlay


def _enter_held(books: Books, rows: list[Row]) -> None:
    for guild, gift in rows:
        books.guild(guild).live.held.add(gift)
