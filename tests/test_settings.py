"""The operator's settings: what is said of them, and what is said of wrong ones."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import LOOPBACK_HOSTS, Settings, SettingsRefused, load_settings

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


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://gifts.example.com", "https://gifts.example.com"),
        ("https://Gifts.Example.com/", "https://gifts.example.com"),
        ("https://gifts.example.com:443", "https://gifts.example.com"),
        ("https://gifts.example.com:8443", "https://gifts.example.com:8443"),
        ("http://127.0.0.1:0", "http://127.0.0.1:0"),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"),
        ("http://127.0.0.1:8787", "http://127.0.0.1:8787"),
    ],
)
def test_a_public_address_is_kept_as_browsers_write_it(
    monkeypatch: pytest.MonkeyPatch, written: str, meant: str
) -> None:
    monkeypatch.setenv("OVATION_PUBLIC_URL", written)
    assert load_settings().public_url == meant


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "gifts.example.com"),
        ("PUBLIC_URL", "http://gifts.example.com"),
        ("PUBLIC_URL", "https://gifts.example.com/path"),
        ("PUBLIC_URL", "https://gifts.example.com?query"),
        ("PUBLIC_URL", "https://gifts.example.com#part"),
        ("PUBLIC_URL", "https://somebody:secret@gifts.example.com"),
        ("PUBLIC_URL", "https://@gifts.example.com"),
        ("PUBLIC_URL", "https://gifts.example.com:99999"),
        ("PUBLIC_URL", "https://gifts example.com"),
        ("PUBLIC_URL", "https://größe.example"),
        ("PUBLIC_URL", "https://gifts.example.com;script-src"),
        ("PUBLIC_URL", "https://[::1"),
        ("PUBLIC_URL", "javascript:alert(1)"),
        ("WEB_HOST", "http://127.0.0.1"),
        ("WEB_HOST", "127.0.0.1:8787"),
        ("WEB_HOST", "[::1]"),
        ("WEB_PORT", "65536"),
        ("WEB_PORT", "-1"),
    ],
)
def test_an_address_that_nobody_could_come_by_is_one_readable_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"OVATION_{name}", value)
    with pytest.raises(SettingsRefused) as refused:
        load_settings()
    (problem,) = refused.value.problems
    assert problem.startswith(f"OVATION_{name}: ")
    assert "\n" not in problem
    assert "secret" not in problem


def test_nothing_listens_beyond_this_machine_unless_it_is_told_to() -> None:
    settings = load_settings()
    assert settings.web_host in LOOPBACK_HOSTS
    assert settings.public_url is None


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
