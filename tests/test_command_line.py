"""The command line, as an operator meets it: real processes, real signals, real exit codes."""

import asyncio
import os
import re
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import orjson
import pytest

from bot.storage.opening import open_database
from tests.theatre import Theatre, open_theatre

MOST_SECONDS = 120


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """This machine's environment, with only the given settings of Ovation.

    What the program leaves among temporary files, it leaves in `folder`.
    """
    plain = {name: value for name, value in os.environ.items() if not name.startswith("OVATION_")}
    free = {"web_port": "0"}
    ours = {f"OVATION_{name.upper()}": value for name, value in (free | settings).items()}
    return plain | ours | {"TMPDIR": str(folder)}


def ovation(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env=environment(folder, **settings),
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@contextmanager
def started(folder: Path, *words: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """Start a command that stays, and end it however the test ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env=environment(folder, **settings) | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """What a process says up to and including a line with these words."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"it ended without saying {words!r}:\n{said}")


@contextmanager
def sandbox_settings(folder: Path) -> Iterator[dict[str, str]]:
    """A sandbox in a process of its own, and the settings that join it."""
    world = folder / "world.json"
    record = folder / "record.jsonl"
    with started(folder, "sandbox", "--world", str(world), "--record", str(record)) as process:
        read_until(process, "The sandbox is at")
        description = orjson.loads(world.read_bytes())
        yield {
            "discord_token": description["bot_token"],
            "discord_api_url": description["api_url"],
            "discord_gateway_url": description["gateway_url"],
        }


def joining(theatre: Theatre) -> dict[str, str]:
    """The settings with which a process joins the sandbox of a theatre."""
    description = theatre.sandbox.description()
    return {
        "discord_token": description["bot_token"],
        "discord_api_url": description["api_url"],
        "discord_gateway_url": description["gateway_url"],
    }


def test_the_show_goes_as_it_should_and_the_books_balance(tmp_path: Path) -> None:
    ended = ovation(tmp_path, "demo")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "The books balance." in ended.stdout
    assert "✗" not in ended.stdout
    # Also the forged command of the show, of which an operator would read, is no news here.
    assert ended.stderr == ""


def test_a_show_after_which_the_books_do_not_balance_fails(tmp_path: Path) -> None:
    with started(tmp_path, "demo") as demo:
        read_until(demo, "Ann: /wallet")
        (path,) = tmp_path.glob("ovation-*/sandbox.db")
        with closing(sqlite3.connect(path, timeout=MOST_SECONDS)) as books, books:
            books.execute("INSERT INTO guild VALUES (1, 5, 0, 0)")
        rest, _ = demo.communicate(timeout=MOST_SECONDS)
    assert demo.returncode == 1, rest
    assert "The books do not balance." in rest
    assert rest.splitlines()[-1] == "The show did not go as it should."
    assert "Traceback" not in rest


def test_a_show_in_which_an_answer_is_wrong_fails(tmp_path: Path) -> None:
    with started(tmp_path, "demo") as demo:
        read_until(demo, "97 coins left")
        (path,) = tmp_path.glob("ovation-*/sandbox.db")
        with closing(sqlite3.connect(path, timeout=MOST_SECONDS)) as books, books:
            # Money out of nothing: everybody has more than the show expects from here on.
            books.execute("UPDATE account SET balance = balance + 1 WHERE balance > 0")
        rest, _ = demo.communicate(timeout=MOST_SECONDS)
    assert demo.returncode == 1, rest
    assert "✗ this should say:" in rest
    assert rest.splitlines()[-1] == "The show did not go as it should."


def test_what_people_write_stands_in_no_log(tmp_path: Path) -> None:
    ended = ovation(tmp_path, "demo", log_level="DEBUG")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "you made my week!" in ended.stdout
    assert "you made my week!" not in ended.stderr


def test_without_a_token_one_address_is_printed_and_its_page_answers(tmp_path: Path) -> None:
    with started(tmp_path, "run") as process:
        said = read_until(process, "Or type here")
        (address,) = re.findall(r"https?://\S+", said)
        # Nothing of the show comes after it.
        assert said.index("The books balance.") < said.index(address)
        with urllib.request.urlopen(address, timeout=MOST_SECONDS) as page:
            assert page.status == 200
            assert page.headers.get_content_type() == "text/html"
            assert b'id="composer"' in page.read()
        with urllib.request.urlopen(address + "page/world.json", timeout=MOST_SECONDS) as told:
            names = [member["name"] for member in orjson.loads(told.read())["members"]]
    assert {"Ann", "Kim", "Bea", "Max"} <= set(names)


def test_without_a_token_the_sandbox_stays_up_until_it_is_told_to_stop(tmp_path: Path) -> None:
    with started(tmp_path, "run") as process:
        assert "The books balance." in read_until(process, "Your turn")
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=MOST_SECONDS)
        assert process.returncode == 0, rest
        assert "Ovation is off." in rest


def test_with_a_token_the_bot_joins_and_prints_its_invitation(tmp_path: Path) -> None:
    with sandbox_settings(tmp_path) as settings, started(tmp_path, "run", **settings) as bot:
        said = read_until(bot, "Invite it:")
        assert "permissions=" in said
        assert settings["discord_token"] not in said
        bot.send_signal(signal.SIGINT)
        rest, _ = bot.communicate(timeout=MOST_SECONDS)
        assert bot.returncode == 0, rest
    assert ovation(tmp_path, "doctor").returncode == 0


def test_a_second_bot_on_the_same_books_is_refused_before_it_logs_in(tmp_path: Path) -> None:
    with sandbox_settings(tmp_path) as settings, started(tmp_path, "run", **settings) as bot:
        read_until(bot, "Invite it:")
        second = ovation(tmp_path, "run", **settings)
        assert second.returncode == 1
        assert second.stderr.startswith("Another process already keeps the books")
        assert "Traceback" not in second.stderr
        assert "logging in" not in second.stderr
        beside = ovation(tmp_path, "doctor")
        assert beside.returncode == 0, beside.stdout


def test_commands_are_told_to_discord_once_and_not_at_every_start(tmp_path: Path) -> None:
    record = tmp_path / "record.jsonl"
    with sandbox_settings(tmp_path) as settings:
        for _ in range(2):
            with started(tmp_path, "run", **settings) as bot:
                read_until(bot, "Invite it:")
                bot.send_signal(signal.SIGTERM)
                bot.communicate(timeout=MOST_SECONDS)
    entries = [orjson.loads(line) for line in record.read_bytes().splitlines()]
    syncs = [entry for entry in entries if entry["kind"] == "http" and entry["method"] == "PUT"]
    assert len(syncs) == 1
    assert b"Bot " not in record.read_bytes()


def test_a_token_that_discord_does_not_know_is_one_sentence(tmp_path: Path) -> None:
    with sandbox_settings(tmp_path) as settings:
        ended = ovation(tmp_path, "run", **settings | {"discord_token": "nonsense"})
    assert ended.returncode == 2
    assert "OVATION_DISCORD_TOKEN: Discord does not know this token." in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("host", ["127.0.0.1:9", "discord.invalid"])
def test_a_discord_that_cannot_be_reached_is_one_sentence(tmp_path: Path, host: str) -> None:
    nowhere = {"discord_api_url": f"http://{host}/api/v10", "discord_token": "any"}
    ended = ovation(tmp_path, "run", **nowhere)
    assert ended.returncode == 1
    assert f"Discord cannot be reached: Cannot connect to host {host}" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("route", "status", "reason"),
    [
        ("/users/@me", 503, "it answered 503 Service Unavailable"),
        ("/gateway/bot", 503, "it did not say where its gateway is"),
    ],
)
async def test_a_discord_that_answers_with_its_own_errors_is_one_sentence(
    tmp_path: Path, route: str, status: int, reason: str
) -> None:
    async with open_theatre(tmp_path) as theatre:
        theatre.sandbox.faults.server_error(route, "GET", status=status, times=None)
        ended = await asyncio.to_thread(ovation, tmp_path, "run", **joining(theatre))
    assert ended.returncode == 1
    assert f"Discord cannot be reached: {reason}." in ended.stderr.splitlines()
    assert "Traceback" not in ended.stderr


async def test_a_discord_that_hangs_up_at_login_is_one_sentence(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        theatre.sandbox.faults.reset("/users/@me", "GET", times=None)
        ended = await asyncio.to_thread(ovation, tmp_path, "run", **joining(theatre))
    assert ended.returncode == 1
    assert "Discord cannot be reached: " in ended.stderr
    assert "Traceback" not in ended.stderr


async def test_a_token_that_is_taken_back_while_the_bot_runs_is_one_sentence(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        with started(tmp_path, "run", **joining(theatre)) as bot:
            await asyncio.to_thread(read_until, bot, "Invite it:")
            (session,) = theatre.sandbox.gateway.sessions_of(theatre.sandbox.world.bot)
            assert session.connection is not None
            await session.connection.socket.close(code=4004)
            rest, _ = await asyncio.to_thread(bot.communicate, timeout=MOST_SECONDS)
    assert bot.returncode == 2, rest
    assert "OVATION_DISCORD_TOKEN: Discord does not know this token." in rest
    assert "Traceback" not in rest


@pytest.mark.parametrize("words", [("doctor",), ("backup", "copy.db")])
def test_without_books_there_is_a_sentence_and_nothing_is_made(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    ended = ovation(tmp_path, *words)
    assert ended.returncode == 1
    assert "There is no database at ovation.db" in ended.stderr
    assert list(tmp_path.iterdir()) == []


async def test_the_doctor_finds_what_is_wrong_and_says_so(tmp_path: Path) -> None:
    async with open_database(f"sqlite:///{tmp_path / 'ovation.db'}"):
        pass
    with sqlite3.connect(tmp_path / "ovation.db") as books:
        books.execute("INSERT INTO guild VALUES (1, 5, 0, 0)")
    books.close()
    ended = ovation(tmp_path, "doctor")
    assert ended.returncode == 1
    assert "The books do not balance." in ended.stdout


def test_a_backup_is_recounted_and_writes_over_nothing(tmp_path: Path) -> None:
    assert ovation(tmp_path, "migrate").returncode == 0
    assert "the books balance" in ovation(tmp_path, "backup", "copy.db").stdout
    again = ovation(tmp_path, "backup", "copy.db")
    assert again.returncode == 1
    assert "exists already" in again.stderr


def test_a_file_that_is_no_database_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "ovation.db").write_bytes(b"once upon a time " * 1_000)
    ended = ovation(tmp_path, "migrate")
    assert ended.returncode == 1
    assert "ovation.db cannot be used" in ended.stderr
    assert "Traceback" not in ended.stderr
