"""Promises about what an announcer finds waiting."""

from bot.ledger.books import CHANNEL_SINK, LOG_SINK
from bot.ledger.outcomes import GiftReversed
from bot.ledger.requests.marks import Stage
from bot.storage.database import Reader
from bot.storage.deliveries import (
    Backlog,
    Delivery,
    Trouble,
    backlog,
    deliveries,
    delivery,
    waiting,
)
from tests.ledger.scene import ANN, BEA, CHANNEL, GUILD, MOD, PERFUME, accepted
from tests.storage.scene import Scene

LOG_CHANNEL = 720


async def read_whole(reader: Reader) -> list[Delivery]:
    """All that waits, with what it is about."""
    found = await waiting(reader, limit=10)
    keys = [(each.guild, each.acknowledgement, each.sink) for each in found]
    return await deliveries(reader, keys)


async def test_a_gift_waits_until_it_is_shown(scene: Scene) -> None:
    await scene.adjust(ANN, 100)
    sent = await scene.sent(ANN, BEA, PERFUME, message="hi")
    (found,) = await read_whole(scene.reader)
    assert (found.guild, found.acknowledgement, found.sink) == (GUILD, sent.seq, CHANNEL_SINK)
    assert (found.wanted, found.shown, found.attempted, found.attempts) == (1, 0, 0, 0)
    assert (found.channel, found.fallback, found.message) == (CHANNEL, CHANNEL, 0)
    assert (found.operation.kind, found.operation.outcome) == ("gift", sent)
    assert found.operation.gift is not None
    assert found.operation.gift.recipient.name == "Bea"
    assert found.operation.note == "hi"

    await scene.shown(sent.seq, Stage.ATTEMPTED, channel=CHANNEL)
    (tried,) = await read_whole(scene.reader)
    assert (tried.attempted, tried.attempts) == (1, 1)
    assert tried.attempted_ms == scene.clock.now_ms

    await scene.shown(sent.seq, Stage.SHOWN, channel=CHANNEL, message=555)
    assert await read_whole(scene.reader) == []
    shown = await delivery(scene.reader, GUILD, sent.seq, CHANNEL_SINK)
    assert shown is not None
    assert (shown.shown, shown.message, shown.shown_ms) == (1, 555, scene.clock.now_ms)


async def test_a_gift_that_was_reversed_before_it_was_tried_waits_no_more(scene: Scene) -> None:
    await scene.adjust(ANN, 100)
    sent = await scene.sent(ANN, BEA)
    await scene.reverse(sent.seq)
    assert await read_whole(scene.reader) == []


async def test_a_gift_that_was_shown_and_reversed_waits_to_be_marked(scene: Scene) -> None:
    await scene.adjust(ANN, 100)
    sent = await scene.sent(ANN, BEA)
    await scene.shown(sent.seq, Stage.ATTEMPTED, channel=CHANNEL)
    await scene.shown(sent.seq, Stage.SHOWN, channel=CHANNEL, message=555)
    back = accepted(await scene.reverse(sent.seq), GiftReversed)
    (found,) = await read_whole(scene.reader)
    assert (found.wanted, found.shown, found.message) == (2, 1, 555)
    assert found.operation.reversed_by == back.seq


async def test_what_moderators_did_waits_for_the_log_channel(scene: Scene) -> None:
    await scene.set(("log_channel", str(LOG_CHANNEL)))
    await scene.adjust(ANN, 100, reason="raffle")
    setting, adjustment = await read_whole(scene.reader)
    assert (setting.sink, setting.operation.kind) == (LOG_SINK, "setting")
    assert (adjustment.sink, adjustment.channel, adjustment.operation.note) == (
        LOG_SINK,
        LOG_CHANNEL,
        "raffle",
    )
    assert adjustment.operation.actor.user_id == MOD.user_id
    assert adjustment.operation.gift is None


async def test_what_waits_is_read_oldest_first_and_page_by_page(scene: Scene) -> None:
    await scene.adjust(ANN, 100)
    sent = [await scene.sent(ANN, BEA) for _ in range(7)]
    found = await waiting(scene.reader, limit=3)
    last = found[-1]
    after = (last.guild, last.acknowledgement, last.sink)
    found += await waiting(scene.reader, after=after, limit=100)
    assert [each.acknowledgement for each in found] == [outcome.seq for outcome in sent]


async def test_what_nobody_asked_to_show_is_no_delivery(scene: Scene) -> None:
    await scene.adjust(ANN, 100)
    assert await delivery(scene.reader, GUILD, 1, CHANNEL_SINK) is None


async def test_the_backlog_tells_how_much_waits_since_when_and_why(scene: Scene) -> None:
    assert await backlog(scene.reader, GUILD) == Backlog(0, None, (), 0)
    await scene.adjust(ANN, 100)
    first, *others = [await scene.sent(ANN, BEA) for _ in range(4)]
    oldest_ms = scene.clock.now_ms - 3 * 60_000
    for sent in (first, others[0]):
        await scene.shown(sent.seq, Stage.ATTEMPTED, channel=CHANNEL)
        await scene.shown(sent.seq, Stage.FAILED, trouble="Missing Access")
    await scene.shown(others[1].seq, Stage.DOUBTFUL, channel=CHANNEL)
    await scene.shown(others[1].seq, Stage.SHOWN, channel=CHANNEL, message=555)
    assert await backlog(scene.reader, GUILD) == Backlog(
        waiting=3, oldest_ms=oldest_ms, troubles=(Trouble("Missing Access", 2),), doubtful=1
    )
