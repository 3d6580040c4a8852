"""Promises about plots: few round steps, everything inside the drawing, nothing written over."""

from itertools import pairwise

import pytest

from bot.web.plots import NARROW, WIDE, Size, bars, moments, rising, steps


@pytest.mark.parametrize("highest", [0, 1, 3, 4, 5, 9, 10, 99, 101, 2_500, 123_456, 10**12])
def test_an_axis_has_few_round_steps_and_reaches_the_highest(highest: int) -> None:
    found = steps(highest)
    assert found[0] == 0
    assert found[-1] >= highest
    assert 2 <= len(found) <= 6
    apart = {later - earlier for earlier, later in pairwise(found)}
    assert len(apart) == 1
    assert str(apart.pop()).rstrip("0") in {"1", "2", "5"}


@pytest.mark.parametrize("length_ms", [1, 999, 61_000, 3_600_000, 86_400_000, 40 * 86_400_000])
@pytest.mark.parametrize("most", [4, 8, 12])
def test_marks_in_time_are_few_and_within(length_ms: int, most: int) -> None:
    found = moments(length_ms, most)
    assert found[0] == 0
    assert found[-1] <= length_ms
    assert len(found) <= most


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_bars_stand_on_the_axis_inside_the_drawing(size: Size) -> None:
    for values in ([], [0], [5], [10**12, 0, 3], list(range(90))):
        plot = bars(size, [(str(value), "a day", value) for value in values], str)
        assert len(plot.bars) == len(values)
        assert len(plot.across) <= size.marks
        for bar in plot.bars:
            assert plot.left <= bar.x
            assert bar.x + bar.width <= plot.right
            assert bar.y + bar.height == pytest.approx(plot.bottom)
            assert bar.y >= 0


def test_a_line_rises_from_the_first_moment_to_the_last() -> None:
    plot = rising(WIDE, [(0, 0), (50, 10), (100, 20)], [(0, "0"), (100, "end")], str)
    assert plot.line.startswith(f"M {plot.left} {plot.bottom} L ")
    assert plot.line.split()[-2] == f"{plot.right}" or plot.line.split()[-2] == f"{plot.right}.0"
    assert [mark.anchor for mark in plot.across] == ["middle", "end"]
    empty = rising(NARROW, [], [], str)
    assert (empty.line, empty.area) == ("", "")


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("days", [1, 7, 24, 30, 90])
@pytest.mark.parametrize("text", ["1 May", "21. Nov.", "23:00 Uhr"])
def test_what_stands_below_the_axis_is_never_written_over(size: Size, days: int, text: str) -> None:
    plot = bars(size, [(text, text, 5)] * days, str)
    assert plot.across
    edges = []
    for mark in plot.across:
        width = 7.5 * len(text)
        begins = mark.at - (width if mark.anchor == "end" else width / 2)
        edges.append((begins, begins + width))
    assert all(former[1] < latter[0] for former, latter in pairwise(edges))
    assert edges[-1][1] <= size.width
