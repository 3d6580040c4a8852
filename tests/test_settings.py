"""The operator's settings: what is said of them, and what is said of wrong ones."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsRefused, load_settings

ROOT = Path(__file__).parents[1]
EXAMPLE = (ROOT / ".env.example").read_text()


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep what is set outside the test away from it."""
    for name in os.environ:
        if name.startswith("OVATION_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_the_example_names_every_setting_with_its_default() -> None:
    shown = dict(re.findall(r"^#? ?(OVATION_[A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
    expected = {}
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else str(field.default)
        expected[f"OVATION_{name.upper()}"] = default
    assert shown == expected


def test_the_example_says_what_every_setting_is_for() -> None:
    for field in Settings.model_fields.values():
        assert field.description
        assert field.description in EXAMPLE


def test_a_wrong_value_is_one_readable_line_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OVATION_LOG_LEVEL", "LOUD")
    monkeypatch.setenv("OVATION_DATABASE_URL", "mysql://somewhere/books")
    monkeypatch.setenv("OVATION_SHUTDOWN_SECONDS", "-1")
    with pytest.raises(SettingsRefused) as refused:
        load_settings()
    names = [problem.partition(":")[0] for problem in refused.value.problems]
    assert sorted(names) == [
        "OVATION_DATABASE_URL",
        "OVATION_LOG_LEVEL",
        "OVATION_SHUTDOWN_SECONDS",
    ]
    assert all("\n" not in problem for problem in refused.value.problems)


def test_the_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OVATION_DISCORD_TOKEN", "very-secret")
    monkeypatch.setenv("OVATION_DATABASE_URL", "nonsense")
    with pytest.raises(SettingsRefused) as refused:
        load_settings()
    assert "very-secret" not in str(refused.value)
    monkeypatch.delenv("OVATION_DATABASE_URL")
    assert "very-secret" not in repr(load_settings())


def test_wrong_settings_end_the_start_with_code_2_and_no_traceback(tmp_path: Path) -> None:
    environment = {**os.environ, "OVATION_LOG_LEVEL": "LOUD"}
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "doctor"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert ended.stderr.startswith("OVATION_LOG_LEVEL: ")
    assert ended.stderr.count("\n") == 1
