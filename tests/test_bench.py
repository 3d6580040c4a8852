"""The bench runs, whatever the machine: it says what it measured, and holds nobody to it."""

from typing import Any

import orjson
import pytest
from rich.console import Console

from bench import run
from bench.figures import Expected, Figure, percentile, ratio

EXPECTED = {
    "the writer to naively, 64 waiting; all 500 send",
    "the writer, 1,024 waiting, to the ceiling; all 500 send",
    "gifts to nothing",
    "start until ready, 0 accounts",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a quick bench writes."""
    folder = tmp_path_factory.mktemp("bench")
    console = Console(file=(folder / "table.txt").open("w"), width=140)
    run.main(console, quick=True, output=folder / "bench.json", folder=folder)
    console.file.close()
    written = orjson.loads((folder / "bench.json").read_bytes())
    written["table"] = (folder / "table.txt").read_text()
    written["left behind"] = sorted(path.name for path in folder.iterdir())
    return dict(written)


def test_every_measurement_runs_and_writes_its_figures(report: dict[str, Any]) -> None:
    assert set(report["figures"]) == set(run.MEASUREMENTS)
    for figures in report["figures"].values():
        assert figures
        for figure in figures:
            assert figure["name"] in report["table"]
            assert len(figure["rounds"]) == 1
            assert figure["value"] >= 0


def test_what_is_expected_stands_beside_the_figure_and_fails_nothing(
    report: dict[str, Any],
) -> None:
    judged = {
        figure["name"]: figure["verdict"]
        for figures in report["figures"].values()
        for figure in figures
        if figure["expected"]
    }
    assert judged.keys() >= EXPECTED
    assert set(judged.values()) <= {"met", "short"}


def test_a_bench_tells_of_the_machine_but_not_whose_it_is(report: dict[str, Any]) -> None:
    assert {"cores", "python", "sqlite"} <= report["machine"].keys()
    assert "/" not in "".join(str(value) for value in report["machine"].values())


def test_a_bench_leaves_nothing_behind_but_its_report(report: dict[str, Any]) -> None:
    assert report["left behind"] == ["bench.json", "table.txt"]


def test_a_figure_is_the_median_of_its_rounds() -> None:
    assert Figure("gifts", "gifts/s", [1.0, 9.0, 2.0]).value == 2.0


def test_a_ratio_compares_what_was_measured_in_the_same_round() -> None:
    slow, fast = Figure("slow", "s", [1.0, 10.0, 3.0]), Figure("fast", "s", [2.0, 20.0, 6.0])
    assert ratio("both", fast, slow).rounds == [2.0, 2.0, 2.0]


@pytest.mark.parametrize(
    ("expected", "value", "verdict"),
    [
        (Expected(least=5), 5.0, "met"),
        (Expected(least=5), 4.9, "short"),
        (Expected(most=2), 2.0, "met"),
        (Expected(most=2), 2.1, "short"),
        (None, 1.0, ""),
    ],
)
def test_a_figure_is_met_at_its_very_limit(
    expected: Expected | None, value: float, verdict: str
) -> None:
    assert Figure("it", "×", [value], expected).verdict == verdict


def test_a_percentile_lies_where_so_many_values_are_below() -> None:
    assert percentile([float(number) for number in range(101)], 99) == 99.0
