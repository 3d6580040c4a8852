"""What the doctor found, and why Discord cannot be reached, as an operator reads it."""

from typing import TYPE_CHECKING, Final

import aiohttp
import discord
from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from bot.storage.audit import Report

UNREACHABLE: Final = (
    aiohttp.ClientError,
    ConnectionError,
    discord.ConnectionClosed,
    discord.GatewayNotFound,
    discord.HTTPException,
    discord.LoginFailure,
)
"""What joining Discord, or staying there, ends with where no fault is ours."""
_BAD_REQUEST: Final = 400
_AUTHENTICATION_FAILED: Final = 4004
"""How Discord's gateway closes on a token that is not valid, or not any more."""


def means_wrong_token(error: BaseException) -> bool:
    """Whether Discord does not know the bot's token."""
    closed = isinstance(error, discord.ConnectionClosed) and error.code == _AUTHENTICATION_FAILED
    return closed or isinstance(error, discord.LoginFailure)


def why_unreachable(error: BaseException) -> str | None:
    """Why Discord cannot be reached, in a few words; None where what we asked was wrong.

    What stands in an answer is left out: in front of Discord, it can be a whole page of HTML.
    """
    if isinstance(error, discord.HTTPException):
        if error.status == _BAD_REQUEST:
            return None
        return f"it answered {error.status} {error.response.reason}"
    if isinstance(error, discord.GatewayNotFound):
        return "it did not say where its gateway is"
    return str(error)


def print_report(report: "Report", console: Console) -> None:
    """Print what was recounted, and what was found."""
    table = Table(title="The books, recounted", title_justify="left", box=None)
    table.add_column("")
    table.add_column("check")
    table.add_column("counted", justify="right")
    for check in report.checks:
        table.add_row("✓" if check.ok else "✗", check.name, f"{check.counted:,}")
    console.print(table)
    for check in report.checks:
        for finding in check.findings:
            console.print(Text(f"✗ {check.name}: {finding}", "bold red"))
    for warning in report.warnings:
        console.print(Text(f"! {warning}", "yellow"))
    console.print(verdict(report))


def verdict(report: "Report") -> Text:
    """The one sentence that counts."""
    if report.ok:
        return Text("The books balance.", "bold green")
    return Text("The books do not balance.", "bold red")
