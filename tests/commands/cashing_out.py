"""What the tests of payouts share: a server that pays out, who asks, and moderators who decide."""

from typing import Any

from bot.ledger.money import Currency
from bot.ledger.outcomes import Accepted
from bot.ledger.requests import Request
from bot.ledger.requests.shop import CreditEntitlement, EditPack, RevokeEntitlement
from bot.sandbox.people.exchange import Exchange
from bot.storage.recounts.payouts import RECOUNTS_OF_PAYOUTS
from tests.commands.moderators import account, fill, last_seq, set_up
from tests.theatre import Theatre

DIAMOND = 10_000
ASK = "Ask for it"
LOG = "ovation-log"


async def open_cashout(theatre: Theatre, diamonds: int = 60_000, **settings: Any) -> None:
    """Have the server pay diamonds out, and Bea own some."""
    await theatre.grant("Bea", diamonds * DIAMOND, Currency.DIAMONDS)
    await set_up(theatre, **{"cashout": 1, "cashout_fee": 200, **settings})


async def ask(theatre: Theatre, amount: int = 5_000, who: str = "Bea") -> int:
    """Have somebody ask for a payout; its number."""
    asked = await theatre.use(who, "/diamonds cashout", amount=str(amount))
    done = await theatre.press(who, asked, ASK)
    assert "Got it: " in done.reply.text
    return await last_seq(theatre)


async def state_of(theatre: Theatre, number: int) -> str:
    """How far a payout has come."""
    rows = await theatre.house.reader.fetch("SELECT state FROM payout WHERE number = ?", (number,))
    return str(rows[0][0])


async def diamonds_of(theatre: Theatre, who: str = "Bea") -> int:
    """The diamonds that somebody has in their wallet, bonus apart."""
    return (await account(theatre, who)).purse.diamonds // DIAMOND


async def recounted(theatre: Theatre) -> bool:
    """Whether the books of payouts add up, as all others do."""
    reports = theatre.house.database.reports
    wrong = [one.name for one in RECOUNTS_OF_PAYOUTS if await reports.fetch(one.wrong, ())]
    assert wrong == []
    return (await theatre.examine()).ok


async def decide(
    theatre: Theatre, who: str, caption: str, listed: Exchange | None = None, **written: str
) -> Exchange:
    """Have a moderator press a button of the list, which they open if it is not open yet, and fill
    in the form if one opens."""
    listed = listed or await theatre.use(who, "/mod payouts")
    pressed = await theatre.press(who, listed, caption)
    return await fill(theatre, who, pressed.modal, **written) if written else pressed


BOUGHT = 77
"""An entitlement of Discord's."""


async def buy_at_discord(theatre: Theatre, who: str = "Bea", bonus: int = 0) -> None:
    """Have Discord sell somebody 65 coins, and some that come with them."""
    owner, buyer = theatre.person("Olive"), theatre.person(who)
    facts: dict[str, Any] = {"guild": theatre.guild, "key": "sold", "actor": owner}
    await done(theatre, EditPack(**facts, pack=1, sku=900, bonus_coins=bonus))
    facts = {"guild": theatre.guild, "key": "bought", "actor": buyer}
    await done(theatre, CreditEntitlement(**facts, entitlement=BOUGHT, sku=900))


async def take_purchase_back(theatre: Theatre, who: str = "Bea") -> None:
    """Have Discord take it back; what is gone of it is owed."""
    facts: dict[str, Any] = {"guild": theatre.guild, "actor": theatre.person(who)}
    await done(theatre, RevokeEntitlement(**facts, key="taken back", entitlement=BOUGHT))


async def owe_coins(theatre: Theatre, who: str = "Bea") -> None:
    """Have somebody owe 65 coins, which they had bought and no longer have."""
    await buy_at_discord(theatre, who)
    await theatre.grant(who, -65)
    await take_purchase_back(theatre, who)


async def done(theatre: Theatre, request: Request) -> None:
    """Have the books take a request."""
    outcome = await theatre.house.writer.submit(request)
    assert isinstance(outcome, Accepted), outcome
