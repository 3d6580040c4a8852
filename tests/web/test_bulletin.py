"""Promises of the bulletin: whoever reads slowly misses the old, and holds up and costs nothing."""

import asyncio

import pytest

from bot.web.overlays.bulletin import Bulletin


def test_only_the_newest_of_a_topic_is_kept_however_many_were_put_up() -> None:
    bulletin = Bulletin()
    for number in range(10_000):
        bulletin.put("alert", {"first": number})
        bulletin.put("board", {"coins": number})
    told = [(notice.topic, notice.data) for notice in bulletin.since(0)]
    assert told == [("alert", b'{"first":9999}'), ("board", b'{"coins":9999}')]


def test_the_same_again_is_no_news() -> None:
    bulletin = Bulletin()
    bulletin.put("alert", {})
    (first,) = bulletin.since(0)
    bulletin.put("alert", {})
    assert bulletin.since(0) == [first]
    assert bulletin.since(first.version) == []


def test_what_comes_back_after_something_else_is_news() -> None:
    bulletin = Bulletin()
    bulletin.put("alert", {"first": 1})
    (read,) = bulletin.since(0)
    bulletin.put("alert", {})
    bulletin.put("alert", {"first": 1})
    (again,) = bulletin.since(read.version)
    assert (again.data, again.version) == (read.data, read.version + 2)


def test_a_reader_goes_on_where_its_last_id_says() -> None:
    bulletin = Bulletin()
    bulletin.put("looks", {})
    bulletin.put("alert", {"first": 1})
    looks, alert = bulletin.since(0)
    assert bulletin.since(bulletin.read_up_to(bulletin.event_id(looks))) == [alert]
    assert bulletin.since(bulletin.read_up_to(bulletin.event_id(alert))) == []


@pytest.mark.parametrize("event_id", ["", "-", "x", "1", "{}-", "{}--1", "{}-²", "{}-1e9", "{}x-1"])
def test_an_id_of_no_notice_here_reads_from_the_beginning(event_id: str) -> None:
    bulletin = Bulletin()
    bulletin.put("alert", {})
    assert bulletin.read_up_to(event_id.replace("{}", bulletin.name)) == 0


def test_an_id_from_the_future_misses_nothing_that_is_yet_to_come() -> None:
    bulletin = Bulletin()
    bulletin.put("alert", {})
    read = bulletin.read_up_to(f"{bulletin.name}-{10**30}")
    bulletin.put("alert", {"first": 1})
    assert [notice.data for notice in bulletin.since(read)] == [b'{"first":1}']


def test_an_id_of_another_board_means_nothing() -> None:
    before, after = Bulletin(), Bulletin()
    for board in (before, after):
        board.put("alert", {})
    (notice,) = before.since(0)
    assert after.read_up_to(before.event_id(notice)) == 0


async def test_all_who_wait_hear_of_news() -> None:
    bulletin = Bulletin()
    waiting = [asyncio.create_task(bulletin.news(0)) for _ in range(3)]
    await asyncio.sleep(0)
    bulletin.put("alert", {})
    async with asyncio.timeout(60):
        await asyncio.gather(*waiting)
