"""Promises about when a row is due, and where it may go."""

import math

from bot.ledger.books import CHANNEL_SINK, LOG_SINK, Acknowledgement
from bot.ledger.books.live import COMBO_MS, Combo
from bot.ledger.guild_settings import GuildSettings
from bot.live.backoff import LONGEST_PAUSE_SECONDS
from bot.live.editor import posted_ms
from bot.live.held import COUNT_UP_MS, Held
from bot.live.line import Line
from bot.live.outages import Outages
from bot.live.pace import Pace

GUILD, SHOW_CHANNEL, GIFTS, LOG, SENT = 1, 20, 30, 40, 50
NOW = 1_000_000


def combo(*, gifts: int = 1, last_ms: int = NOW, coins: int = 1, number: int = 7) -> Combo:
    """A combo of Ann's."""
    return Combo(number, 1, 2, 1, SENT, 0, gifts, gifts, coins, number, last_ms)


def held(
    wanted: int = 1,
    of: Combo | None = None,
    *,
    sink: str = CHANNEL_SINK,
    shown: int = 0,
    shown_ms: int = 0,
    digest: int = 0,
) -> Held:
    """A row that waits, with a message where one was posted and no digest told of it."""
    of = of or combo()
    row = Acknowledgement(of.number, sink, wanted, SENT, shown=shown, shown_ms=shown_ms)
    row.message, row.digest = 9 if shown and not digest else 0, digest
    return Held(GUILD, row, of if sink == CHANNEL_SINK else None)


def test_a_single_gift_is_due_at_once_and_never_again() -> None:
    assert held().due(NOW) == (1, 0)
    assert held(shown=1).due(NOW) is None


def test_a_combo_is_shown_counted_up_and_settled_in_their_time() -> None:
    going = combo(gifts=2)
    assert held(3, going).due(NOW) == (2, 0)
    assert held(3, going, shown=1, shown_ms=NOW).due(NOW) == (2, NOW + COUNT_UP_MS)
    assert held(3, going, shown=2).due(NOW) == (3, NOW + COMBO_MS)
    assert held(3, going, shown=2).due(NOW + COMBO_MS) == (3, 0)


def test_a_closed_combo_is_settled_at_once() -> None:
    closed = combo(gifts=2)
    closed.closed = True
    assert held(3, closed, shown=1).due(NOW) == (3, 0)


def test_what_a_digest_told_and_was_changed_since_is_due_at_once() -> None:
    assert held(4, combo(gifts=2), shown=3, digest=7).due(NOW) == (4, 0)


def test_what_no_digest_can_tell_of_comes_before_the_largest_gift() -> None:
    small, large = held(of=combo(number=1)), held(of=combo(coins=900, number=3))
    older, line = held(of=combo(number=0)), held(sink=LOG_SINK)
    rows = sorted([small, large, older, line], key=lambda row: row.rank)
    assert rows == [line, large, older, small]


def test_a_gift_may_go_where_gifts_go_now_then_where_they_went_then_where_it_was_sent() -> None:
    of = combo()
    of.channel = 10
    row = Held(GUILD, Acknowledgement(7, CHANNEL_SINK, 1, 10, SENT), of)
    assert row.channels(GuildSettings(gift_channel=GIFTS)) == [GIFTS, 10, SENT]
    of.show, of.channel = 5, SHOW_CHANNEL
    assert row.channels(GuildSettings(gift_channel=GIFTS)) == [SHOW_CHANNEL, GIFTS, SENT]


def test_a_gift_that_was_tried_elsewhere_may_still_go_where_it_belongs() -> None:
    of = combo()
    of.show, of.channel = 5, SHOW_CHANNEL
    row = Held(GUILD, Acknowledgement(7, CHANNEL_SINK, 1, GIFTS, GIFTS), of)
    assert row.channels(GuildSettings(gift_channel=GIFTS)) == [SHOW_CHANNEL, GIFTS]
    assert row.place == SHOW_CHANNEL


def test_what_moderators_wrote_goes_to_the_log_alone() -> None:
    row = held(sink=LOG_SINK)
    assert row.channels(GuildSettings(gift_channel=GIFTS, log_channel=LOG)) == [LOG]


async def test_a_channel_that_refuses_is_left_alone_twice_as_long_each_time() -> None:
    pace = Pace()
    outages = Outages(pace)
    waits = []
    for _ in range(12):
        outages.begin(GUILD, GIFTS)
        waits.append(outages.until(GUILD, GIFTS) - pace.now())
    assert [round(wait) for wait in waits[:4]] == [1, 2, 4, 8]
    assert round(waits[-1]) == LONGEST_PAUSE_SECONDS
    outages.end(GUILD, GIFTS)
    assert outages.until(GUILD, GIFTS) == -math.inf
    outages.begin(GUILD, GIFTS)
    outages.end_all(GUILD)
    assert not outages.is_on(GUILD, GIFTS)


def test_a_row_in_hand_is_in_no_place_and_is_looked_at_anew_afterwards() -> None:
    line, row = Line(), held()
    line.renew(row)
    assert line.take_fresh() == [row]
    line.posts[row.key] = row
    with line.in_hand([row]):
        assert not line.has_posts
        line.renew(row)
        assert line.take_fresh() == []
    assert line.take_fresh() == [row]


def test_a_line_keeps_nothing_of_a_row_that_was_dropped() -> None:
    line = Line()
    for number in range(100):
        row = held(of=combo(number=number))
        line.renew(row)
        line.take_fresh()
        line.put_off(row, NOW)
        line.drop(row)
    line.ripen(0.0, NOW)
    assert not line.all
    assert not line.is_busy
    assert line.next_ms == math.inf


def test_the_age_of_a_message_is_read_from_its_id() -> None:
    # The example of Discord's own reference.
    assert posted_ms(175928847299117063) == 1_462_015_105_796
