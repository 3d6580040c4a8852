"""README, ARCHITECTURE and the rest tell the truth of today."""

import re
import subprocess
import tomllib
from pathlib import Path

import discord
from discord import app_commands

from bot.settings import Settings
from tests.theatre import Theatre

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def tracked_files() -> list[Path]:
    """The text files of the project, as they would be cloned."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]


async def test_the_readme_names_every_command(theatre: Theatre) -> None:
    assert theatre.bot is not None
    missing = []
    for command in theatre.bot.tree.walk_commands():
        if isinstance(command, app_commands.Command):
            # `/setup channel`, `roles` and their like share one line of the table.
            *group, name = command.qualified_name.split()
            whole = f"/{command.qualified_name}" in README
            if not whole and not (group and f"/{group[0]}" in README and f"`{name}`" in README):
                missing.append(command.qualified_name)
    for kind in (discord.AppCommandType.user, discord.AppCommandType.message):
        menus = theatre.bot.tree.get_commands(type=kind)
        missing += [menu.name for menu in menus if f"*{menu.name}*" not in README]
    assert missing == []


def test_the_readme_names_every_setting_as_it_is() -> None:
    rows = re.findall(r"^\| `(OVATION_\w+)` \| (.*?) \| (.*?) \|$", README, re.MULTILINE)
    defaults = {
        name: "" if field.default is None else f"`{field.default}`"
        for name, field in Settings.model_fields.items()
    }
    assert rows == [
        (f"OVATION_{name.upper()}", defaults[name], field.description)
        for name, field in Settings.model_fields.items()
    ]


def test_the_image_listens_and_asks_where_the_pages_are_by_default() -> None:
    port = Settings.model_fields["web_port"].default
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert f"EXPOSE {port}\n" in dockerfile
    assert f"http://127.0.0.1:{port}/healthz" in dockerfile
    assert f"reverse_proxy 127.0.0.1:{port}\n" in README


def test_every_file_that_the_program_reads_is_installed_with_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    data = project["tool"]["setuptools"]["package-data"]
    installed = {
        path
        for package, patterns in data.items()
        for pattern in patterns
        # In Python before 3.13, `**` at the end means folders alone.
        for path in (ROOT / package.replace(".", "/")).glob(re.sub(r"\*\*$", "**/*", pattern))
    }
    forgotten = [
        path.relative_to(ROOT)
        for path in tracked_files()
        if path.is_relative_to(ROOT / "bot") and path.suffix != ".py" and path not in installed
    ]
    assert forgotten == []


def test_what_the_documents_link_to_exists() -> None:
    broken = [
        f"{document.name}: {target}"
        for document in ROOT.glob("*.md")
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text())
        if "://" not in target and not (ROOT / target).exists()
    ]
    assert broken == []


def test_the_architecture_names_only_rooms_that_exist() -> None:
    named = re.findall(r"`((?:bot|cogs|tests)/[a-z_/.]+)`", (ROOT / "ARCHITECTURE.md").read_text())
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_changelog_begins_with_the_version_of_the_project() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    headings = re.findall(r"^## (\S+),", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert headings[0] == version


def test_every_requirement_is_pinned_by_hash_and_names_no_host() -> None:
    for lock in ("requirements.lock", "requirements-development.lock"):
        text = (ROOT / lock).read_text()
        pins = re.findall(r"^[a-z0-9-]+==\S+ \\$", text, re.MULTILINE)
        assert len(pins) >= 25
        assert "://" not in text
        assert not re.search(r"^--(?!hash)|^\s*-[a-z]", text, re.MULTILINE)
        for block in re.split(r"\n(?=[a-z])", text):
            assert "--hash=sha256:" in block or block.startswith("#"), block


def test_no_file_tells_where_it_was_written() -> None:
    places = re.compile(r"/(?:root|home/\w+|work)/|file:///|pypi\.org|index-url", re.IGNORECASE)
    told = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked_files()
        if path != Path(__file__) and (match := places.search(path.read_text(errors="ignore")))
    ]
    assert told == []
