"""Reversals that come short: two moderators take the gift back, and the rest is owed."""

from pathlib import Path
from typing import Final

from bot.controls.fairness import ForceForm
from bot.ledger.money import Currency, Purse
from bot.sandbox.people.exchange import Exchange
from bot.sandbox.people.seen import Message
from tests.commands.moderators import account, fill, force_form, gift, last_seq, reverse, set_up
from tests.theatre import Theatre, coins_of, open_theatre

LOG: Final = "ovation-log"


async def spent_gift(theatre: Theatre, sender: str = "Ann", to: str = "Bea") -> int:
    """A gift of 20 coins, of whose 10 diamonds the creator has 4 left; its number."""
    await set_up(theatre, log_channel=theatre.channel_id(LOG), welcome_coins=0)
    await theatre.grant(sender, 1_000)
    seq = await gift(theatre, sender, "Perfume", to=to)
    await theatre.grant(to, -60_000, Currency.DIAMONDS)
    return seq


async def ask(theatre: Theatre, seq: int, who: str = "Max") -> Exchange:
    """Have a moderator's reversal come short, and a second one asked; what is answered."""
    short = await theatre.use(who, "/mod reverse", gift=f"#{seq}", reason="a stolen card")
    assert "6 💎 short" in short.reply.text
    opened = await theatre.press(who, short, "Ask a second moderator")
    assert "6 💎 of it are spent" in opened.modal.text
    return await fill(theatre, who, opened.modal, reason="a stolen card")


async def entry(theatre: Theatre) -> Message:
    """The entry of the log that asks for a second moderator."""
    (found,) = [it for it in await theatre.announced(LOG) if "asks to take gift" in it.text]
    return found


async def decide(theatre: Theatre, who: str) -> Exchange:
    """Have a moderator press the button in the log, and send the form in unchanged."""
    person = await theatre.stage.person(who)
    opened = await (await person.press(await entry(theatre), "Decide")).settled()
    assert "**Bea** is 6 💎 short, and will owe them" in opened.modal.text
    return await fill(theatre, who, opened.modal)


async def test_two_moderators_take_a_spent_gift_back(theatre: Theatre) -> None:
    seq = await spent_gift(theatre)
    asked = await ask(theatre, seq)
    assert "Asked! A second moderator decides until <t:" in asked.reply.text
    assert await coins_of(theatre, "Ann") == 980
    waits = await entry(theatre)
    assert [button.label for button in waits.buttons] == ["Decide", "Look up"]
    assert "Why: “a stolen card”" in waits.text
    again = await ask_again(theatre, seq)
    assert "You asked for this one, so somebody else decides" in again
    done = await decide(theatre, "Olive")
    assert "4 💎 taken from Bea, who owes 6 💎" in done.reply.text
    assert await coins_of(theatre, "Ann") == 1_000
    bea = await account(theatre, "Bea")
    assert (bea.purse, bea.owed) == (Purse(), Purse(diamonds=60_000))
    decided = await entry(theatre)
    assert [button.label for button in decided.buttons] == ["Look up"]
    assert "✓ Taken back by" in decided.text
    assert f"`#{seq}` was reversed before" in await reverse(theatre, f"#{seq}")
    await told_of_the_debt(theatre)
    assert (await theatre.examine()).ok


async def ask_again(theatre: Theatre, seq: int) -> str:
    """What the first moderator is told who asks once more."""
    short = await theatre.use("Max", "/mod reverse", gift=f"#{seq}", reason="a stolen card")
    return (await theatre.press("Max", short, "Ask a second moderator")).reply.text


async def told_of_the_debt(theatre: Theatre) -> None:
    """That everybody concerned reads what is owed, and of its being paid."""
    wallet = await theatre.use("Bea", "/wallet")
    assert "You owe 6 💎; your next 💎 pay that first." in wallet.reply.text
    assert "⚖️ You owe 6 💎" in wallet.reply.text
    assert "⚖️ You owe 6 💎" in (await theatre.use("Bea", "/diamonds show")).reply.text
    looked = await theatre.use("Max", "/mod lookup", member=theatre.id_of("Bea"))
    assert "⚖️ Owes 6 💎; their next 💎 pay that first." in looked.reply.text
    await gift(theatre, "Ann", "Perfume")
    history = (await theatre.use("Bea", "/history")).reply.text
    assert "🧴 Perfume from **Ann** · +4 → 4 💎 · 6 💎 paid what was owed" in history
    assert "reversed by **Olive** · −4 → 0 💎 · 6 💎 owed from then on" in history
    assert "⚖️" not in (await theatre.use("Bea", "/wallet")).reply.text


async def test_it_waits_in_a_list_over_a_restart_and_lapses(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            seq = await spent_gift(theatre)
            empty = await theatre.use("Olive", "/mod forced")
            assert "No reversal waits for a second moderator" in empty.reply.text
            await ask(theatre, seq)
        async with theatre.bot_running():
            listed = await theatre.use("Olive", "/mod forced")
            assert "From **Ann** to **Bea**." in listed.reply.text
            theatre.clock.advance(24 * 3_600 + 1)
            lapsed = await theatre.press("Olive", listed, "Decide")
            assert "A second moderator decides within 24 hours" in lapsed.modal.text
            asked = await fill(theatre, "Olive", lapsed.modal, reason="still stolen")
            assert "Asked!" in asked.reply.text
            first, second = [it for it in await theatre.announced(LOG) if "asks to take" in it.text]
            assert [button.label for button in first.buttons] == ["Look up"]
            assert [button.label for button in second.buttons] == ["Decide", "Look up"]
            listed = await theatre.use("Max", "/mod forced")
            opened = await theatre.press("Max", listed, "Decide")
            done = await fill(theatre, "Max", opened.modal)
            assert "who owes 6 💎" in done.reply.text
            again = await fill(theatre, "Max", opened.modal)
            assert "who owes 6 💎" in again.reply.text
            assert await coins_of(theatre, "Ann") == 1_000


async def test_two_at_once_and_two_deliveries_do_it_once(theatre: Theatre) -> None:
    seq = await spent_gift(theatre)
    await ask(theatre, seq)
    before = await last_seq(theatre)
    olive = await theatre.stage.person("Olive")
    waits = await entry(theatre)
    one = await (await olive.press(waits, "Decide")).settled()
    other = await (await olive.press(waits, "Decide")).settled()
    theatre.sandbox.faults.duplicate(copies=2)
    assert "who owes 6 💎" in (await fill(theatre, "Olive", one.modal)).reply.text
    assert "was reversed before" in (await fill(theatre, "Olive", other.modal)).reply.text
    assert await last_seq(theatre) == before + 1


async def test_nobody_concerned_decides_and_nobody_without_the_right(theatre: Theatre) -> None:
    seq = await spent_gift(theatre, "Max", "Olive")
    short = await theatre.use("Olive", "/mod reverse", gift=f"#{seq}", reason="a stolen card")
    own = await theatre.press("Olive", short, "Ask a second moderator")
    assert "so two others decide" in own.reply.text
    before = await last_seq(theatre)
    sender = await theatre.use("Max", "/mod reverse", gift=f"#{seq}", reason="a stolen card")
    assert "in your own favour" in sender.reply.text
    form = ForceForm(5, theatre.id_of("Ann"), seq)
    assert "That's for moderators" in (await force_form(theatre, "Ann", form)).reply.text
    assert await last_seq(theatre) == before + 1, "the form's own grant of coins"


async def test_it_is_asked_and_told_in_german(theatre: Theatre) -> None:
    await set_up(theatre, language="de")
    for name in ("Max", "Olive", "Bea"):
        theatre.sandbox.world.user(name).locale = "de"
    seq = await spent_gift(theatre)
    short = await theatre.use("Max", "/mod reverse", gift=f"#{seq}", reason="gestohlene Karte")
    opened = await theatre.press("Max", short, "Zu zweit entscheiden")
    await fill(theatre, "Max", opened.modal, reason="gestohlene Karte")
    listed = await theatre.use("Olive", "/mod forced")
    assert "Von **Ann** an **Bea**." in listed.reply.text
    opened = await theatre.press("Olive", listed, "Entscheiden")
    done = await fill(theatre, "Olive", opened.modal)
    assert "4 💎 zurück von Bea, dazu 6 💎 Schulden" in done.reply.text
    assert "⚖️ Du schuldest 6 💎" in (await theatre.use("Bea", "/wallet")).reply.text
