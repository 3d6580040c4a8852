"""What the tests of the shop share: somebody who asks to buy, and moderators who decide."""

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

from bot.ledger.money import Purse
from bot.ledger.outcomes import Accepted
from bot.ledger.requests.shop import EditPack
from bot.sandbox.people.exchange import Exchange
from bot.storage.recounts.shop import RECOUNTS_OF_SHOP
from tests.commands.moderators import account, fill, last_seq
from tests.theatre import Theatre

ASK, KEEP, WITHDRAW = "Ask for it", "Not now", "Withdraw"
CONFIRM, DECLINE = "Paid: confirm", "Decline"


async def asked_about(theatre: Theatre, who: str, amount: int = 65) -> Exchange:
    """Have somebody name an amount, and press the first button; they see the question."""
    shown = await theatre.use(who, "/shop show", amount=amount)
    return await theatre.press(who, shown, shown.reply.buttons[0].label)


async def ordered(theatre: Theatre, who: str = "Ann", amount: int = 65) -> int:
    """Have somebody ask to buy; the number of their request."""
    done = await theatre.press(who, await asked_about(theatre, who, amount), ASK)
    assert done.reply.text.startswith("Got it: "), done.reply.text
    return await last_seq(theatre)


async def decide(theatre: Theatre, who: str, caption: str, **written: str) -> Exchange:
    """Have a moderator open the list, press a button, and fill in the form if one opens."""
    listed = await theatre.use(who, "/mod purchases")
    pressed = await theatre.press(who, listed, caption)
    return await fill(theatre, who, pressed.modal, **written) if written else pressed


async def purse_of(theatre: Theatre, who: str) -> Purse:
    """What somebody holds."""
    return (await account(theatre, who)).purse


async def edit_pack(theatre: Theatre, key: str, **facts: Any) -> None:
    """Have a pack changed, as `/setup pack` would."""
    outcome = await theatre.house.writer.submit(
        EditPack(guild=theatre.guild, key=key, actor=theatre.person("Olive"), **facts)
    )
    assert isinstance(outcome, Accepted), outcome


def change_books(folder: Path, statement: str, *values: Any) -> None:
    """Change the books of a theatre while no bot writes in them."""
    with contextlib.closing(sqlite3.connect(folder / "books.db")) as books, books:
        books.execute(statement, values)


def forget(folder: Path, number: int) -> None:
    """Have a member be forgotten in the books of a theatre, while no bot writes in them."""
    forgotten = "UPDATE member SET user_id = NULL, name = NULL, identity = ? WHERE number = ?"
    change_books(folder, forgotten, b"keyed", number)


async def recounted(theatre: Theatre) -> bool:
    """Whether the books of the shop add up, as all others do."""
    reports = theatre.house.database.reports
    wrong = [one.name for one in RECOUNTS_OF_SHOP if await reports.fetch(one.wrong, ())]
    assert wrong == []
    return (await theatre.examine()).ok
