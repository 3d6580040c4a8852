"""Promises of what waits for a moderator: no page and no file of its receiver has it before."""

from bot.ledger.requests.live import DecideMessage
from tests.commands.moderators import last_seq
from tests.commands.test_messages import hold, send
from tests.theatre import Theatre
from tests.web.scenery import Scenery, Visitor

APPROVED = "you made my week"
DENIED = "you made my month"


async def read_by(visitor: Visitor, site: Scenery, show: int) -> dict[str, str]:
    """All that tells somebody of the gifts of a show, pages and files, by what it is called."""
    paths = {
        "statement": site.path("statement"),
        "statement.csv": site.path("statement", "statement.csv"),
        "queue": site.path("queue"),
        "queue/now": site.path("queue", "now"),
        "show": f"{site.path('shows')}?show={show}",
        "gifts.csv": f"{site.path('shows', 'gifts.csv')}?show={show}",
        "supporters.csv": site.path("supporters", "supporters.csv"),
    }
    return {name: await visitor.read(path) for name, path in paths.items()}


async def decide(theatre: Theatre, gift: int, *, approved: bool) -> None:
    """Have a moderator decide about the message with a gift."""
    await theatre.house.writer.submit(
        DecideMessage(
            guild=theatre.guild,
            key=f"decide:{gift}",
            actor=theatre.person("Max"),
            seq=gift,
            approve=approved,
        )
    )


def those_with(told: dict[str, str], message: str) -> set[str]:
    """What holds a message."""
    return {name for name, text in told.items() if message in text}


async def test_pages_and_files_agree_on_what_is_read_before_and_after_a_decision(
    site: Scenery,
) -> None:
    theatre = site.theatre
    await hold(theatre, log=False)
    await theatre.use("Bea", "/live start", title="one")
    show = await last_seq(theatre)
    await send(theatre, message=APPROVED)
    first = await last_seq(theatre)
    await send(theatre, "Kim", DENIED)
    second = await last_seq(theatre)
    async with site.signed_in("Bea") as bea, site.signed_in("Ann") as ann:
        before = await read_by(bea, site, show)
        assert those_with(before, APPROVED) | those_with(before, DENIED) == set()
        # Whoever wrote it reads it all the while.
        own = {
            "statement": await ann.read(site.path("statement")),
            "statement.csv": await ann.read(site.path("statement", "statement.csv")),
        }
        assert those_with(own, APPROVED) == set(own)
        await decide(theatre, first, approved=True)
        await decide(theatre, second, approved=False)
        after = await read_by(bea, site, show)
    everywhere = {"statement", "statement.csv", "queue", "queue/now", "gifts.csv"}
    assert those_with(after, APPROVED) == everywhere
    assert those_with(after, DENIED) == set()
