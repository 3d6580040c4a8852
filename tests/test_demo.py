"""The show, and the prompt after it, on the stage of the real bot."""

from io import StringIO

from rich.console import Console

from bot.sandbox.people.prompt import Prompt
from tests.theatre import Theatre


async def test_a_pick_goes_to_the_menu_that_offers_it(theatre: Theatre) -> None:
    out = StringIO()
    prompt = Prompt(theatre.stage, Console(file=out, width=100, color_system=None))
    await prompt.perform("channel #gifts")
    await prompt.perform("Ann: /gift count:5")
    await prompt.perform("Ann: pick Coffee")
    assert "5 ☕ for … · 5 coins" in out.getvalue()
    await prompt.perform("Ann: pick Bea")
    await prompt.perform("Ann: press Send")
    assert "Sent! 5 ☕ to Bea" in out.getvalue()
