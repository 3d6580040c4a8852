"""What was measured: figures beside what is expected of them, as a table and as JSON."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import Any, Final

from rich.table import Table


@dataclass(frozen=True, slots=True)
class Expected:
    """The least or the most that a figure should be; it never makes a bench fail."""

    least: float | None = None
    most: float | None = None

    def met_by(self, value: float) -> bool:
        """Whether a value is as it should be."""
        enough = self.least is None or value >= self.least
        return enough and (self.most is None or value <= self.most)

    def __str__(self) -> str:
        """As it stands in the table."""
        return f"≥ {_written(self.least)}" if self.least is not None else f"≤ {_written(self.most)}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was measured, once in each round; its value is the median of the rounds."""

    name: str
    unit: str
    rounds: Sequence[float]
    expected: Expected | None = None

    @property
    def value(self) -> float:
        """The median of the rounds."""
        return median(self.rounds)

    @property
    def verdict(self) -> str:
        """`met` or `short`; nothing where nothing is expected."""
        if self.expected is None:
            return ""
        return "met" if self.expected.met_by(self.value) else "short"

    def data(self) -> dict[str, Any]:
        """The figure as it stands in bench.json."""
        return {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "expected": self.expected and asdict(self.expected),
            "verdict": self.verdict or None,
            "rounds": list(self.rounds),
        }


def ratio(name: str, of: Figure, to: Figure, expected: Expected | None = None) -> Figure:
    """The ratio of two figures, round by round, so that what slows a round down slows both."""
    pairs = zip(of.rounds, to.rounds, strict=True)
    return Figure(name, "×", [one / other for one, other in pairs], expected)


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that `percent` of the values, 1 to 99, do not exceed."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


_COLOURS: Final = {"met": "green", "short": "bold red", "": ""}


def table_of(groups: Mapping[str, Iterable[Figure]]) -> Table:
    """All figures, group by group."""
    table = Table(title="Ovation, measured", title_justify="left", box=None)
    for heading, justify in (("", "left"), ("median", "right"), ("", "left"), ("from", "right")):
        table.add_column(heading, justify="right" if justify == "right" else "left")
    for heading in ("to", "expected"):
        table.add_column(heading, justify="right")
    table.add_column("")
    for group, figures in groups.items():
        table.add_row(group, style="bold")
        for figure in figures:
            table.add_row(
                f"  {figure.name}",
                _written(figure.value),
                figure.unit,
                _written(min(figure.rounds)),
                _written(max(figure.rounds)),
                str(figure.expected or ""),
                figure.verdict,
                style=_COLOURS[figure.verdict],
            )
    return table


def _written(value: float | None) -> str:
    """Three significant digits, and thousands apart."""
    if value is None:
        return ""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
