"""How the house is built: which room may know which, and how large anything may grow."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import TypeVar

import pytest

Name = TypeVar("Name")
ROOT = Path(__file__).parents[1]
SOURCES = sorted(
    path
    for folder in ("bot", "cogs", "migrations", "tests", "bench")
    for path in ROOT.glob(f"{folder}/**/*.py")
)

MAY_KNOW = {
    "bot.ledger": set(),
    "bot.lifetimes": set(),
    "bot.storage": {"bot.ledger", "bot.lifetimes"},
    "bot.words": {"bot.ledger"},
    "bot.controls": {"bot.ledger"},
    "bot.cards": {"bot.ledger", "bot.words", "bot.controls", "bot.storage"},
    "bot.live": {
        "bot.ledger",
        "bot.storage",
        "bot.words",
        "bot.cards",
        "bot.controls",
        "bot.discord_answers",
        "bot.house",
        "bot.lifetimes",
        "bot.pictures",
        "bot.places",
    },
    "bot.pictures": {"bot.ledger"},
    "bot.sandbox": set(),
    "bot.settings": {"bot.storage"},
    "bot.web": {
        "bot.clock",
        "bot.house",
        "bot.ledger",
        "bot.lifetimes",
        "bot.live",
        "bot.pictures",
        "bot.rights",
        "bot.settings",
        "bot.storage",
        "bot.words",
    },
    "bot.hall": {"bot.attendance", "bot.rights", "bot.storage", "bot.web"},
    "bot.rights": {"bot.ledger"},
    "bot.house": {"bot.clock", "bot.pictures", "bot.presence", "bot.storage", "bot.words"},
    "bot.presence": {"bot.ledger"},
    "bot.attendance": {"bot.ledger"},
    "bot.places": {"bot.ledger"},
    "bot.clock": set(),
    "bot.discord_answers": set(),
    "bot.drafts": set(),
    "bot.faces": {"bot.pictures"},
    "bot.gateway": set(),
    "bot.private_cards": {"bot.clock", "bot.lifetimes", "bot.storage"},
    "bot.translation": {"bot.words"},
    "bot.arrivals": set(),
    "bot.conversation": {
        "bot.attendance",
        "bot.cards",
        "bot.house",
        "bot.ledger",
        "bot.rights",
        "bot.storage",
        "bot.words",
    },
    "cogs": {
        "bot.attendance",
        "bot.cards",
        "bot.client",
        "bot.controls",
        "bot.conversation",
        "bot.discord_answers",
        "bot.drafts",
        "bot.ledger",
        "bot.live",
        "bot.places",
        "bot.rights",
        "bot.storage",
    },
}
"""What a room imports of the others. What is not listed wires the rooms together."""

MOST_LINES = 500
MOST_LINES_IN_FUNCTION = 70
MOST_LINES_OF_STYLE = 800
FORBIDDEN_NAMES = ("util", "helper", "manager", "misc")


SCRIPTS = sorted(ROOT.glob("bot/**/*.js"))
"""What runs in browsers."""
IMPORT_OF_A_SCRIPT = re.compile(r"^(?:import|export)\b[^;]*?\bfrom \"([^\"]+)\";", re.MULTILINE)
UNSAFE_IN_BROWSERS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|setHTML|srcdoc|document\.write|DOMParser|"
    r"createContextualFragment|createHTMLDocument|XMLHttpRequest|responseType|responseXML|"
    r"importNode|adoptNode|\beval\(|new Function|setAttribute\(\s*[\"'](?:on|style)|"
    r"https?://(?!www\.w3\.org/2000/svg)"
)
"""What turns a text into markup or a script, and what lies on other hosts."""
ADDRESS_IN_COMMENT = re.compile(r"//.*https?://\S+$")


def room_of(module: str) -> str:
    """The room that a module of the house belongs to."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "bot" else parts[0]


def module_of(path: Path) -> str:
    """The dotted name of a source file."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path: Path) -> Iterator[str]:
    """The modules that a source file imports, also inside functions and for types alone."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def in_circles(imports: Mapping[Name, Set[Name]]) -> list[Name]:
    """What imports itself, through whatever lies between."""
    left = dict(imports)
    while free := [name for name, known in left.items() if not known & left.keys()]:
        for name in free:
            del left[name]
    return [*left]


@pytest.mark.parametrize("room", sorted(MAY_KNOW))
def test_a_room_imports_only_what_it_may_know(room: str) -> None:
    strangers = [
        f"{path.relative_to(ROOT)} imports {imported}"
        for path in SOURCES
        if room_of(module_of(path)) == room
        for imported in imports_of(path)
        if imported.split(".")[0] in {"bot", "cogs", "tests", "bench"}
        and imported != "bot"
        and room_of(imported) not in MAY_KNOW[room] | {room}
    ]
    assert strangers == []


def test_no_module_is_imported_by_what_it_imports() -> None:
    paths = {module_of(path): path for path in SOURCES}
    imports = {name: paths.keys() & {*imports_of(path)} for name, path in paths.items()}
    assert in_circles(imports) == []


def test_no_script_is_imported_by_what_it_imports() -> None:
    imports = {
        path: {
            (path.parent / name).resolve() for name in IMPORT_OF_A_SCRIPT.findall(path.read_text())
        }
        for path in SCRIPTS
    }
    assert any(imports.values())
    assert in_circles(imports) == []


def test_discords_side_and_the_peoples_side_of_the_sandbox_meet_only_on_the_wire() -> None:
    # Discord's side serves the page, as it would any files, and knows nothing else of it.
    service, people, page = (f"bot.sandbox.{side}" for side in ("service", "people", "page"))
    strangers = [
        (service, people),
        (people, service),
        (people, page),
        (page, service),
        (page, people),
    ]
    crossed = [
        f"{path.relative_to(ROOT)} imports {imported}"
        for path in SOURCES
        for side, other in strangers
        if module_of(path).startswith(side)
        for imported in imports_of(path)
        if imported.startswith(other)
    ]
    assert crossed == []


def test_the_rules_of_money_know_neither_discord_nor_sql_nor_a_clock() -> None:
    forbidden = {"discord", "sqlite3", "aiosqlite", "asyncio", "time", "random", "secrets", "os"}
    found = [
        f"{path.name} imports {imported}"
        for path in SOURCES
        if module_of(path).startswith("bot.ledger")
        for imported in imports_of(path)
        if imported.split(".")[0] in forbidden
    ]
    assert found == []


def test_only_the_storage_speaks_sql() -> None:
    words = ("SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "PRAGMA ")
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        if module_of(path).startswith(("bot.", "cogs."))
        and room_of(module_of(path)) != "bot.storage"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.lstrip().startswith(words)
    ]
    assert found == []


def test_cogs_word_nothing_and_decide_nothing() -> None:
    found = [
        f"{path.name} imports {imported}"
        for path in SOURCES
        if module_of(path).startswith("cogs")
        for imported in imports_of(path)
        if imported.startswith(("bot.words.", "bot.storage.writer", "sqlite3", "aiosqlite"))
    ]
    assert found == []


def test_files_and_functions_stay_small() -> None:
    grown = []
    for path in SOURCES:
        text = path.read_text()
        grown += [f"{path}: {lines} lines" for lines in [text.count("\n")] if lines >= MOST_LINES]
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MOST_LINES_IN_FUNCTION:
                    grown.append(f"{path}: {node.name} has {lines} lines")
    assert grown == []


def test_a_module_opens_with_one_sentence_that_says_what_it_owns() -> None:
    silent = [
        path
        for path in SOURCES
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_no_module_is_called_by_a_word_that_means_nothing() -> None:
    assert [path for path in SOURCES if any(word in path.stem for word in FORBIDDEN_NAMES)] == []


def test_no_script_turns_a_text_into_markup_or_loads_from_elsewhere() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in SCRIPTS
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if UNSAFE_IN_BROWSERS.search(ADDRESS_IN_COMMENT.sub("", line))
    ]
    assert found == []


def test_scripts_and_style_sheets_stay_small_and_open_with_what_they_own() -> None:
    for path in SCRIPTS:
        assert path.read_text().startswith("//"), path
    for path in [*SCRIPTS, *ROOT.glob("bot/**/*.css")]:
        lines = path.read_text().splitlines()
        assert len(lines) < (MOST_LINES if path.suffix == ".js" else MOST_LINES_OF_STYLE), path


def test_no_page_has_a_script_or_a_style_within_it() -> None:
    for path in [*ROOT.glob("bot/**/*.html")]:
        text = path.read_text()
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", text), path


def test_nothing_is_loaded_at_the_start_that_few_need() -> None:
    heavy = (
        *("jinja2", "prometheus_client", "PIL", "uharfbuzz", "prompt_toolkit", "cyclopts"),
        *("bot.sandbox", "bot.words.german.rooms", "bot.storage.audit"),
    )
    program = f"import sys, bot.__main__; print([m for m in {heavy!r} if m in sys.modules])"
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert ended.stdout == "[]\n"
