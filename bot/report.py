"""What the doctor found, as an operator reads it."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.storage.audit import Report


def print_report(report: Report, console: Console) -> None:
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


def verdict(report: Report) -> Text:
    """The one sentence that counts."""
    if report.ok:
        return Text("The books balance.", "bold green")
    return Text("The books do not balance.", "bold red")
