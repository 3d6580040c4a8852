"""One gift a second is calm: each has a message of its own, at once, within what Discord takes."""

from pathlib import Path

from bot.app import open_bot
from bot.live.pace import Pace
from bot.sandbox.service.pace import limits_exceeded, turned_away
from tests.live.flood import POSTS
from tests.live.scenery import send, thanked
from tests.theatre import open_theatre

SPEED = 5.0
GIFTS = 12
AT_ONCE_SECONDS = 0.5


async def test_one_gift_a_second_is_thanked_for_at_once_for_as_long_as_it_lasts(
    tmp_path: Path,
) -> None:
    pace = Pace(SPEED)
    async with (
        open_theatre(tmp_path, speed=SPEED) as theatre,
        open_bot(theatre.settings, pace, theatre.clock) as theatre.bot,
    ):
        await theatre.grant("Ann", 100)
        sent = []
        for number in range(GIFTS):
            sent.append(theatre.sandbox.clock.elapsed())
            await send(theatre, str(number))
            await pace.sleep(sent[0] + number + 1 - theatre.sandbox.clock.elapsed())
        assert await thanked(theatre) == {str(number): 1 for number in range(GIFTS)}
        recording = theatre.sandbox.recording
        place = f"/channels/{theatre.channel_id('gifts')}/messages"
        posted = [it.elapsed for it in recording.requests(*POSTS) if it.path.endswith(place)]
        assert len(posted) == GIFTS
        waits = [then - asked for asked, then in zip(sent, posted, strict=True)]
        # A busy machine may be late for some; without the last one, two in three would wait.
        assert sum(wait < AT_ONCE_SECONDS for wait in waits) >= GIFTS * 3 // 4, waits
        assert limits_exceeded(recording) == []
        assert turned_away(recording).by_limits == 0
