"""The command line: `ovation run`, and what an operator needs around it.

The show, the sandbox and its prompt are imported where they are played: they take 11 MB, which a
bot on Discord keeps free. So is what only other commands than `run` need.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import discord
from rich.console import Console

from bot.app import open_bot
from bot.logs import open_log
from bot.report import UNREACHABLE, means_wrong_token, print_report, why_unreachable
from bot.settings import Settings, SettingsRefused, load_settings
from bot.storage.database import DatabaseRefused
from bot.storage.installation import latest_migration
from bot.storage.opening import open_database, path_of
from bot.storage.sqlite import open_readers
from bot.web.server import AddressTaken

if TYPE_CHECKING:
    from bot.storage.audit import Report

EXIT_FAILED: Final = 1
EXIT_WRONG_SETTINGS: Final = 2

PERMISSIONS: Final = discord.Permissions(
    view_channel=True,
    send_messages=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
    use_external_emojis=True,
)
"""All that the bot asks for when it is invited."""

console = Console(emoji=False)
"""It turns no names of emoji into emoji: nothing here is written so, and the list of them takes a
megabyte."""


class Failed(Exception):  # noqa: N818 - it ends the process with a sentence and nothing else.
    """Something an operator can mend; the text is the sentence."""


def run() -> None:
    """Join Discord, or, without a token, play a show in a sandbox and open a page to act on."""
    settings = _settings()
    if settings.discord_token is None:
        from bot import demo

        open_log(demo.quiet(settings))
        _until_stopped(demo.stay_up(settings, console), settings)
    else:
        _until_stopped(_serve(settings), settings)


def play() -> None:
    """Play the short show once; fails if anything went wrong or the books do not balance."""
    from bot import demo

    settings = _settings()
    open_log(demo.quiet(settings))
    if not asyncio.run(demo.play_once(settings, console)):
        raise Failed("The show did not go as it should.")


def sandbox(world: Path, *, port: int = 0, record: Path | None = None) -> None:
    """Start a Discord on loopback alone, and write how to reach it to a file.

    Parameters
    ----------
    world
        Where to write addresses, tokens, channels and members, as JSON, once it is ready.
    port
        The port on loopback; 0 for any free one.
    record
        Where to write every exchange and gateway event, as JSON Lines.
    """
    from bot import demo

    settings = _settings()
    _until_stopped(demo.serve_sandbox(world, port, record, console), settings)


def migrate() -> None:
    """Bring the database up to date, without starting the bot."""
    settings = _settings()
    asyncio.run(_migrate(settings))


def doctor() -> None:
    """Recount the books, also beside a running bot; fails if anything is wrong."""
    settings = _settings()
    path = path_of(settings.database_url)
    if not Path(path).exists():
        raise Failed(f"There is no database at {path} yet: `ovation run` makes one.")
    report = asyncio.run(_examine(path))
    print_report(report, console)
    if not report.ok:
        raise Failed("The books need somebody: see above.")


def backup(target: Path) -> None:
    """Copy the books to a new file, also beside a running bot, and recount the copy.

    Parameters
    ----------
    target
        The file to write; it must not exist.
    """
    from bot.storage.backup import back_up

    settings = _settings()
    back_up(path_of(settings.database_url), str(target))
    report = asyncio.run(_examine(str(target)))
    if not report.ok:
        print_report(report, console)
        raise Failed("The copy does not hold what it should: see above.")
    console.print(f"Copied to {target}, and recounted: the books balance.")


def _settings() -> Settings:
    settings = load_settings()
    open_log(settings)
    return settings


async def _serve(settings: Settings) -> None:
    async with open_bot(settings) as bot:
        link = discord.utils.oauth_url(
            bot.application_id or 0,
            permissions=PERMISSIONS,
            scopes=("bot", "applications.commands"),
        )
        console.print(f"Ovation is on, as {bot.user}. Invite it: {link}", soft_wrap=True)
        await asyncio.Event().wait()


async def _migrate(settings: Settings) -> None:
    async with open_database(settings.database_url) as database:
        step = await latest_migration(database.reports)
        console.print(f"The database is up to date: {step}.")


async def _examine(path: str) -> "Report":
    from bot.storage.audit import examine

    async with open_readers(path) as (_, reports):
        return await examine(reports)


def _until_stopped(work: Coroutine[Any, Any, None], settings: Settings) -> None:
    """Run until done or told to stop; forced to stop where that takes too long."""

    async def stoppable() -> None:
        loop = asyncio.get_running_loop()
        task = asyncio.create_task(work)

        def stop() -> None:
            task.cancel()
            loop.call_later(settings.shutdown_seconds, os._exit, EXIT_FAILED)

        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop)
        try:
            await task
        except asyncio.CancelledError:
            console.print("Ovation is off.")

    asyncio.run(stoppable())


def _carry_out(arguments: Sequence[str]) -> None:
    if [*arguments] == ["run"]:
        run()
        return
    from cyclopts import App

    app = App(name="ovation", help="Gifts for live-stream communities, on books that balance.")
    for command in (run, sandbox, migrate, doctor, backup):
        app.command(command)
    app.command(play, name="demo")
    app(arguments)


def main() -> None:
    """Run a command; what an operator can mend ends with one sentence and no traceback."""
    errors = Console(stderr=True)
    try:
        _carry_out(sys.argv[1:])
    except SettingsRefused as refused:
        for problem in refused.problems:
            errors.print(problem, markup=False, soft_wrap=True)
        sys.exit(EXIT_WRONG_SETTINGS)
    except (Failed, DatabaseRefused, AddressTaken) as refused:
        errors.print(str(refused), markup=False, soft_wrap=True)
        sys.exit(EXIT_FAILED)
    except UNREACHABLE as error:
        if means_wrong_token(error):
            errors.print("OVATION_DISCORD_TOKEN: Discord does not know this token.", soft_wrap=True)
            sys.exit(EXIT_WRONG_SETTINGS)
        reason = why_unreachable(error)
        if reason is None:
            raise
        errors.print(f"Discord cannot be reached: {reason}.", markup=False, soft_wrap=True)
        sys.exit(EXIT_FAILED)


if __name__ == "__main__":
    main()
