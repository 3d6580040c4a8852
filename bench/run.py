"""Runs the measurements, prints what came of them, and writes it to a file."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import orjson
from rich.console import Console
from rich.text import Text

from bench import acknowledging, boards, dashboards, end_to_end, overlays, starting, writing
from bench.figures import Figure, table_of
from bench.machine import facts
from bench.sizes import IN_EARNEST, QUICK, Sizes

Measurement = Callable[[Sizes, Path], Awaitable[list[Figure]]]

MEASUREMENTS: Final[Mapping[str, Measurement]] = {
    "gifts written": writing.measure,
    "boards read": boards.measure,
    "dashboards read": dashboards.measure,
    "end to end": end_to_end.measure,
    "acknowledged": acknowledging.measure,
    "on the stream": overlays.measure,
    "start and memory": starting.measure,
}


def main(
    console: Console,
    *,
    quick: bool = False,
    output: Path = Path("bench.json"),
    folder: Path | None = None,
) -> None:
    """Measure everything, print a table and write `output`; what falls short fails nothing.

    `quick` measures next to nothing, to see that all of it runs. The databases lie in a folder made
    in `folder`, by default among temporary files, and removed in the end; on anything but a disk
    the figures mean little.
    """
    sizes = QUICK if quick else IN_EARNEST
    asyncio.run(_run(console, sizes, output, folder))


async def _run(console: Console, sizes: Sizes, output: Path, folder: Path | None) -> None:
    groups: dict[str, list[Figure]] = {}
    with tempfile.TemporaryDirectory(prefix="ovation-bench-", dir=folder) as made:
        machine = await asyncio.to_thread(facts, Path(made))
        for name, measure in MEASUREMENTS.items():
            console.print(Text(f"Measuring {name} …", "dim"))
            with tempfile.TemporaryDirectory(dir=made) as place:
                groups[name] = await measure(sizes, Path(place))
    console.print(table_of(groups))
    console.print(Text(", ".join(f"{name} {value}" for name, value in machine.items()), "dim"))
    await asyncio.to_thread(output.write_bytes, _written(sizes, machine, groups))


def _written(sizes: Sizes, machine: Mapping[str, Any], groups: Mapping[str, list[Figure]]) -> bytes:
    report = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "in_earnest": sizes is IN_EARNEST,
        "rounds": sizes.rounds,
        "machine": machine,
        "figures": {name: [it.data() for it in figures] for name, figures in groups.items()},
    }
    return orjson.dumps(report, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
