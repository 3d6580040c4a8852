"""Reversals that come short: two moderators take the gift back, and the rest is owed."""

from pathlib import Path
from typing import Any, Final

from bot.controls.fairness import ForceForm
from bot.ledger.money import Currency, Purse
from bot.sandbox.people.exchange import Exchange
from bot.sandbox.people.seen import Message
from tests.commands.moderators import (
    account,
    fill,
    force,
    force_form,
    gift,
    last_seq,
    reverse,
    set_up,
)
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
    opened = await (await person.press(await entry(theatre), "Take back…")).settled()
    assert "**Bea** is 6 💎 short, and will owe them" in opened.modal.text
    return await fill(theatre, who, opened.modal)


async def test_two_moderators_take_a_spent_gift_back(theatre: Theatre) -> None:
    seq = await spent_gift(theatre)
    asked = await ask(theatre, seq)
    assert "Asked! A second moderator decides until <t:" in asked.reply.text
    assert await coins_of(theatre, "Ann") == 980
    waits = await entry(theatre)
    assert [button.label for button in waits.buttons] == ["Take back…", "Refuse…", "Look up"]
    assert "Why: “a stolen card”" in waits.text
    again = await ask_again(theatre, seq)
    assert "You asked for this one, so somebody else decides" in again
    done = await decide(theatre, "Olive")
    assert "4 💎 taken from Bea, who owes 6 💎" in done.reply.text
    entries = [it.text for it in await theatre.announced(LOG)]
    (taken,) = [it for it in entries if "**Olive** reversed gift" in it]
    assert "who owes 6 💎. `#5` asked for it." in taken, "it shows that it took two"
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
    assert "⚖️ Owes 6 💎; their next 💎 pay that first; bonus 💎 don't." in looked.reply.text
    await gift(theatre, "Ann", "Perfume")
    history = (await theatre.use("Bea", "/history")).reply.text
    assert "🧴 Perfume from **Ann** · +4 → 4 💎 · 6 💎 went off the debt" in history
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
            lapsed = await theatre.press("Olive", listed, "Take back…")
            assert "A second moderator decides within 24 hours" in lapsed.modal.text
            asked = await fill(theatre, "Olive", lapsed.modal, reason="still stolen")
            assert "Asked!" in asked.reply.text
            first, second = [it for it in await theatre.announced(LOG) if "asks to take" in it.text]
            assert [button.label for button in first.buttons] == ["Look up"]
            assert [button.label for button in second.buttons] == [
                "Take back…",
                "Refuse…",
                "Look up",
            ]
            listed = await theatre.use("Max", "/mod forced")
            opened = await theatre.press("Max", listed, "Take back…")
            done = await fill(theatre, "Max", opened.modal)
            assert "who owes 6 💎" in done.reply.text
            again = await fill(theatre, "Max", opened.modal)
            assert "who owes 6 💎" in again.reply.text
            assert await coins_of(theatre, "Ann") == 1_000


async def test_a_second_moderator_says_no_and_the_one_who_asked_reads_why(
    theatre: Theatre,
) -> None:
    seq = await spent_gift(theatre)
    await ask(theatre, seq)
    own = await theatre.use("Max", "/mod forced")
    assert [button.label for button in own.reply.buttons] == ["Withdraw…"]
    listed = await theatre.use("Olive", "/mod forced")
    assert [button.label for button in listed.reply.buttons] == ["Take back…", "Refuse…"]
    looked_up = await theatre.use("Olive", "/mod lookup", number=f"#{seq}")
    assert "⏳ `#5` **Max** asks to take gift" in looked_up.reply.text
    assert "Why: “a stolen card”" in looked_up.reply.text
    opened = await theatre.press("Olive", listed, "Refuse…")
    assert "**Max**, who asked to take it back, reads why." in opened.modal.text
    assert opened.modal.fields[0].label == "Why? Whoever asked will read it"
    twice = await theatre.press("Olive", listed, "Refuse…")
    before = await last_seq(theatre)
    theatre.sandbox.faults.duplicate(copies=2)
    done = await fill(theatre, "Olive", opened.modal, reason="they settled it")
    assert f"Done! Gift `#{seq}` stays as it is. They'll be told why" in done.reply.text
    late = await fill(theatre, "Olive", twice.modal, reason="they settled it")
    assert "Nobody waits for that any more" in late.reply.text
    assert await last_seq(theatre) == before + 1
    told = await theatre.use("Max", "/wallet")
    assert f"Olive left gift `#{seq}` as it is, which you asked to take back" in told.reply.text
    assert "Why: “they settled it”" in told.reply.text
    decided = await entry(theatre)
    assert [button.label for button in decided.buttons] == ["Look up"]
    assert f"✗ The gift stays, by `#{before + 1}`." in decided.text
    olive = await theatre.stage.person("Olive")
    old = await (await olive.press(listed.reply, "Take back…")).settled()
    assert "A second moderator decides within 24 hours" in old.modal.text, "it is asked anew"
    assert (await account(theatre, "Bea")).purse == Purse(diamonds=40_000)
    assert "No reversal waits" in (await theatre.use("Olive", "/mod forced")).reply.text
    looked_up = await theatre.use("Olive", "/mod lookup", number=f"#{seq}")
    assert "⏳" not in looked_up.reply.text
    assert (await theatre.examine()).ok


async def test_who_asked_takes_it_back_after_a_restart_and_may_ask_again(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            seq = await spent_gift(theatre)
            await ask(theatre, seq)
            own = await theatre.use("Max", "/mod forced")
        async with theatre.bot_running():
            opened = await theatre.press("Max", own, "Withdraw…")
            assert "nobody has to decide any more" in opened.modal.text
            assert opened.modal.fields[0].label == "Why? It will stand in the audit"
            done = await fill(theatre, "Max", opened.modal, reason="a mistake of mine")
            assert f"Gift `#{seq}` stays as it is.\n" in done.reply.text
            entries = [it.text for it in await theatre.announced(LOG)]
            assert any("**Max** withdrew `#" in it for it in entries)
            again = await ask(theatre, seq)
            assert "Asked! A second moderator decides" in again.reply.text
            listed = await theatre.use("Olive", "/mod forced")
            opened = await theatre.press("Olive", listed, "Take back…")
            assert "who owes 6 💎" in (await fill(theatre, "Olive", opened.modal)).reply.text
            assert (await theatre.examine()).ok


async def test_a_yes_and_a_no_at_once_end_it_once(theatre: Theatre) -> None:
    seq = await spent_gift(theatre)
    await ask(theatre, seq)
    listed = await theatre.use("Olive", "/mod forced")
    yes = await theatre.press("Olive", listed, "Take back…")
    no = await theatre.press("Olive", listed, "Refuse…")
    assert "who owes 6 💎" in (await fill(theatre, "Olive", yes.modal)).reply.text
    late = await fill(theatre, "Olive", no.modal, reason="no")
    assert f"gift `#{seq}` was decided about" in late.reply.text


async def test_a_debt_is_forgiven_by_a_manager_and_never_one_s_own(theatre: Theatre) -> None:
    seq = await spent_gift(theatre)
    await ask(theatre, seq)
    await decide(theatre, "Olive")
    bea = theatre.id_of("Bea")
    looked = await theatre.use("Max", "/mod lookup", member=bea)
    assert "`/mod forgive` lets them off it." in looked.reply.text
    facts: dict[str, Any] = {"member": bea, "reason": "paid outside"}
    refused = await force(theatre, "Ann", "/mod forgive", **facts)
    assert "That's for managers" in refused.reply.text
    before = await last_seq(theatre)
    theatre.sandbox.faults.duplicate(copies=2)
    done = await theatre.use("Olive", "/mod forgive", **facts)
    assert "Done! **Bea** owes nothing any more; it was 6 💎." in done.reply.text
    await theatre.finished()
    assert await last_seq(theatre) == before + 1
    again = await theatre.use("Olive", "/mod forgive", **facts)
    assert "They owe nothing, so nothing changed." in again.reply.text
    own: dict[str, Any] = {"member": theatre.id_of("Olive"), "reason": "mine"}
    favour = await theatre.use("Olive", "/mod forgive", **own)
    assert "in your own favour" in favour.reply.text
    entries = [it.text for it in await theatre.announced(LOG)]
    assert any("**Olive** let **Bea** off 6 💎 of debt." in it for it in entries)
    wallet = await theatre.use("Bea", "/wallet")
    assert "Olive let you off 6 💎 of debt: what comes in is yours again." in wallet.reply.text
    assert "Why: “paid outside”" in wallet.reply.text
    assert "⚖️" not in wallet.reply.text
    history = (await theatre.use("Bea", "/history")).reply.text
    assert "debt forgiven by **Olive** · 6 💎 went off the debt" in history
    audit = await theatre.use("Olive", "/mod audit", member=bea)
    assert "**Olive** let **Bea** off 6 💎 of debt." in audit.reply.text
    await gift(theatre, "Ann", "Perfume")
    assert (await account(theatre, "Bea")).purse == Purse(diamonds=100_000)
    assert (await theatre.examine()).ok


async def test_what_pays_a_debt_says_so_wherever_it_is_told(theatre: Theatre) -> None:
    seq = await spent_gift(theatre)
    await ask(theatre, seq)
    await decide(theatre, "Olive")
    facts: dict[str, Any] = {
        "member": theatre.id_of("Bea"),
        "currency": "diamonds",
        "reason": "a prize",
    }
    given = await theatre.use("Olive", "/mod adjust", amount="+2", **facts)
    assert "Gave 2 💎 to **Bea**. All of it paid what was owed." in given.reply.text
    more = await theatre.use("Olive", "/mod adjust", amount="+5", **facts)
    assert "Gave 5 💎 to **Bea**. 4 💎 of it paid what was owed." in more.reply.text
    told = (await theatre.use("Bea", "/wallet")).reply.text
    # Only so many are told at once, and the others behind those.
    told += (await theatre.use("Bea", "/wallet")).reply.text
    assert "Olive gave you 2 💎. All of it paid what was owed." in told
    assert "Olive gave you 5 💎. 4 💎 of it paid what was owed." in told
    assert (await theatre.examine()).ok


async def test_two_at_once_and_two_deliveries_do_it_once(theatre: Theatre) -> None:
    seq = await spent_gift(theatre)
    await ask(theatre, seq)
    before = await last_seq(theatre)
    olive = await theatre.stage.person("Olive")
    waits = await entry(theatre)
    one = await (await olive.press(waits, "Take back…")).settled()
    other = await (await olive.press(waits, "Take back…")).settled()
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
    opened = await theatre.press("Olive", listed, "Zurücknehmen…")
    done = await fill(theatre, "Olive", opened.modal)
    assert "4 💎 zurück von Bea, dazu 6 💎 Schulden" in done.reply.text
    assert "⚖️ Du schuldest 6 💎" in (await theatre.use("Bea", "/wallet")).reply.text
