"""Looking for rings: what moderators see of them, and freezing everybody in one."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from bot.controls import read_control
from bot.controls.fairness import AskFreezeAll, AskUnfreezeAll, RingPage
from bot.ledger.money import Currency
from bot.ledger.outcomes import GiftSent
from bot.ledger.requests import AdjustBalance, ConvertDiamonds, GrantWelcome, Person, SendGift
from bot.sandbox.people.exchange import Exchange
from tests.commands.moderators import (
    account,
    fill,
    force,
    force_press,
    freeze,
    gift,
    last_seq,
    reverse,
    set_up,
)
from tests.theatre import Theatre, open_theatre

LOG: Final = "ovation-log"


async def convert(theatre: Theatre, who: str) -> None:
    """Have somebody turn all diamonds into coins."""
    asked = await theatre.use(who, "/diamonds convert")
    await theatre.press(who, asked, asked.reply.buttons[0].label)


async def go_round(theatre: Theatre, *who: str, count: int) -> list[int]:
    """Coins go from each to the next, and back to the first; the gifts' numbers."""
    seqs = []
    for one, other in zip(who, (*who[1:], who[0]), strict=True):
        await theatre.grant(one, 10_000)
        seqs.append(await gift(theatre, one, "Perfume", to=other, count=count))
        await convert(theatre, other)
    return seqs


async def look(theatre: Theatre, who: str = "Max", **options: Any) -> Exchange:
    """Have a moderator look for rings."""
    said = await theatre.use(who, "/mod rings", **options)
    assert said.reply.ephemeral
    return said


async def test_rings_are_found_paged_and_frozen(theatre: Theatre) -> None:
    nothing = await look(theatre)
    assert "Nothing stands out. Looked at 0 gifts among 0 members of the last 7 days" in (
        nothing.reply.text
    )
    await set_up(theatre, log_channel=theatre.channel_id(LOG), confirm_coins=0)
    seqs = await go_round(theatre, "Ann", "Kim", "Max", count=15)
    await go_round(theatre, "Lee", "Mia", count=12)
    first = await look(theatre, days=3)
    text = first.reply.text
    assert text.startswith("**A ring of 3** · worth a look, no more\nCoins come back to where")
    assert "1 of 2 · 5 gifts of the last 3 days" in text
    assert f"Ann → Kim · 300 coins, 1 gift: `#{seqs[0]}`" in text
    assert re.search(r"Accounts and how old they are: .*Ann \([\d,]+ days\)", text)
    assert "-# This is no proof: friends who give to each other look the same." in text
    second = await theatre.press("Max", first, "Next ▶")
    assert second.reply.text.startswith("**A ring of 2**")
    back = await theatre.press("Max", second, "◀ Back")
    assert back.reply.text.startswith("**A ring of 3**")
    await freeze(theatre, "Kim", by="Olive")
    before = await last_seq(theatre)
    asked = await theatre.press("Max", back, "Freeze all 3…")
    assert "3 accounts stop sending, converting, cashing out and going live" in asked.modal.text
    assert "You are one of them, and are left out." in asked.modal.text
    assert "Most findings like this one are innocent" in asked.modal.text
    theatre.sandbox.faults.duplicate(copies=2)
    done = await fill(theatre, "Max", asked.modal, reason="coins that go round")
    assert "1 account is frozen, 1 was before" in done.reply.text
    assert "You are one of them, and were left out" in done.reply.text
    assert await last_seq(theatre) == before + 1
    frozen = [(await account(theatre, name)).frozen_seq for name in ("Ann", "Kim", "Max")]
    assert frozen[0] == before + 1
    assert frozen[1]
    assert frozen[2] is None
    entries = [message.text for message in await theatre.announced(LOG)]
    assert any("**Max** froze **Ann**" in entry for entry in entries)
    told = await theatre.use("Ann", "/wallet")
    assert "Why: “coins that go round”" in told.reply.text
    again = await look(theatre, days=3)
    assert again.reply.text.count("🧊") == 2
    # Whoever is in a ring frees nobody of it.
    own = await theatre.press("Max", again, "Unfreeze 1…")
    assert own.reply.text == "You are one of them, so another moderator decides. Nothing changed."
    assert (await theatre.examine()).ok


async def test_two_moderators_freeze_a_ring_and_a_third_thought_frees_it_again(
    theatre: Theatre,
) -> None:
    await set_up(theatre, confirm_coins=0)
    await go_round(theatre, "Ann", "Kim", "Lee", count=15)
    await freeze(theatre, "Kim", by="Olive")
    shown = {who: await look(theatre, who) for who in ("Max", "Olive")}
    asked = {who: await theatre.press(who, said, "Freeze all 3…") for who, said in shown.items()}
    before = await last_seq(theatre)
    done = await fill(theatre, "Max", asked["Max"].modal, reason="a ring")
    assert done.reply.text == "Done! 2 accounts are frozen, 1 was before."
    late = await fill(theatre, "Olive", asked["Olive"].modal, reason="a ring as well")
    assert late.reply.text == "Nobody was frozen by this, 3 were before."
    assert [button.label for button in late.reply.buttons] == []
    assert await last_seq(theatre) == before + 2
    all_frozen = await look(theatre)
    assert [(it.label, it.disabled) for it in all_frozen.reply.buttons] == [
        ("Freeze all 3…", True),
        ("Unfreeze 2…", False),
    ]
    undo = await theatre.press("Max", done, "Undo…")
    assert "2 accounts send, convert and go live again. **Max** froze" in undo.modal.text
    assert "“a ring”" in undo.modal.text
    assert "1 more stays frozen, for another reason." in undo.modal.text
    twice = await theatre.press("Max", done, "Undo…")
    free = await fill(theatre, "Max", undo.modal, reason="they are friends")
    assert free.reply.text == "Done! 2 accounts are free again, 1 stays frozen for another reason."
    told = await theatre.use("Ann", "/wallet")
    assert "unfroze your account" in told.reply.text
    assert "“they are friends”" in told.reply.text
    assert (await account(theatre, "Kim")).frozen_seq
    # The second form was about the two: whoever else is frozen, it is not about them.
    late = await fill(theatre, "Max", twice.modal, reason="they are friends")
    assert late.reply.text == "Nobody of them is frozen any more. Nothing changed."
    assert (await account(theatre, "Kim")).frozen_seq
    assert (await theatre.examine()).ok


async def test_a_finding_that_changed_since_freezes_nobody_also_after_a_restart(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await set_up(theatre, confirm_coins=0)
            first = await go_round(theatre, "Ann", "Kim", "Lee", count=15)
            await go_round(theatre, "Mia", "Bea", count=12)
            shown = await look(theatre)
            assert shown.reply.text.startswith("**A ring of 3**")
            asked = await theatre.press("Max", shown, "Freeze all 3…")
        async with theatre.bot_running():
            # What was found is found again by who never saw it.
            again = await theatre.press("Max", shown, "Freeze all 3…")
            assert "3 accounts stop sending" in again.modal.text
        async with theatre.bot_running():
            for currency in (Currency.DIAMONDS, Currency.BONUS_DIAMONDS):
                await theatre.grant("Ann", 1_500_000, currency)
            taken = await reverse(theatre, f"#{first[2]}", by="Olive")
            assert "is reversed" in taken
            before = await last_seq(theatre)
            changed = await theatre.press("Max", shown, "Freeze all 3…")
            assert changed.reply.text.startswith("That finding has changed since")
            filled = await fill(theatre, "Max", asked.modal, reason="a ring")
            assert filled.reply.text.startswith("That finding has changed since")
            assert await last_seq(theatre) == before


async def test_a_server_of_ordinary_fans_accuses_only_the_batch_of_new_accounts(
    theatre: Theatre,
) -> None:
    await set_up(theatre, welcome_age_days=0, log_channel=theatre.channel_id(LOG))
    await an_ordinary_week(theatre)
    nothing = await look(theatre)
    assert nothing.reply.text.startswith("Nothing stands out. Looked at ")
    boss = [account_made(theatre, "Boss", 200)]
    young = [account_made(theatre, f"Young {n}", 6 + n / 50) for n in range(7)]
    await welcome_and_give(theatre, [(one, boss[0], 100) for one in young])
    found = await look(theatre)
    text = found.reply.text
    assert text.startswith("**7 accounts give to Boss alone** · strong signs\nTogether 700 coins")
    assert "100 % of them bonus: 100 % of what Boss received." in text
    assert "• all 7 accounts were made within 3 days of each other" in text
    assert "• all 7 were younger than 30 days when they first gave (of 90 others who give:" in text
    assert "newcomers who came with their creator look the same, and Boss may know" in text
    labels = [button.label for button in found.reply.buttons]
    assert labels == ["Freeze the 7 who gave…", "Freeze all 8…"], "and nobody else is accused"
    everybody = await theatre.press("Max", found, "Freeze all 8…")
    assert "8 accounts, **Boss** among them, stop sending" in everybody.modal.text
    asked = await theatre.press("Max", found, "Freeze the 7 who gave…")
    assert "7 accounts stop sending" in asked.modal.text
    done = await fill(theatre, "Max", asked.modal)
    assert done.reply.text == "Done! 7 accounts are frozen."
    after = await look(theatre)
    assert after.reply.text.count("🧊") == 7
    assert "Boss (200 days)," in after.reply.text
    entries = [message.text for message in await theatre.announced(LOG)]
    reason = "Why: “we are looking into many accounts that give to one creator, such as"
    assert sum(reason in entry for entry in entries) == 7


def account_made(theatre: Theatre, name: str, days: float) -> Person:
    """Somebody whose account is so many days old, and who may have left."""
    since_ms = theatre.house.clock() - int(days * 86_400_000) - 1_420_070_400_000
    return Person((since_ms << 22) + len(name), name)


async def welcome_and_give(
    theatre: Theatre, gifts: Sequence[tuple[Person, Person, int]], paid: int = 0
) -> None:
    """Each sender is welcomed, is given so many coins that were paid for, and gives roses."""
    ask, guild = theatre.house.writer.submit, theatre.guild
    senders = list(dict.fromkeys(sender for sender, *_ in gifts))
    olive = theatre.person("Olive")
    for one in senders:
        key = f"welcome {one.name}"
        await ask(GrantWelcome(guild=guild, key=key, actor=one))
        if paid:
            facts: dict[str, Any] = {"member": one, "currency": Currency.COINS, "amount": paid}
            key = f"pack {one.name}"
            await ask(AdjustBalance(guild=guild, key=key, actor=olive, reason="pack", **facts))
    outcomes = await asyncio.gather(
        *(
            ask(
                SendGift(
                    guild=guild, key=f"{n} {who.name}", actor=who, to=to, item=1, quantity=many
                )
            )
            for n, (who, to, many) in enumerate(gifts)
        )
    )
    assert all(isinstance(it, GiftSent) for it in outcomes), outcomes


async def an_ordinary_week(theatre: Theatre) -> None:
    """Ninety fans, most with welcome coins alone; newcomers who came with a creator; friends."""
    stars = [account_made(theatre, f"Star {n}", 900 + n) for n in range(4)]
    fans = [account_made(theatre, f"Fan {n}", 40 + n * 23) for n in range(70)]
    free = [(fan, stars[n % 4 * n % 3], 5 + n) for n, fan in enumerate(fans[:56])]
    await welcome_and_give(theatre, free)
    payers = [(fan, stars[n % 4], 60 + n) for n, fan in enumerate(fans[56:])]
    around = [(fan, stars[(n + 1) % 4], 20 + n) for n, fan in enumerate(fans[56:])]
    await welcome_and_give(theatre, [*payers, *around], paid=300)
    lena = account_made(theatre, "Lena", 400)
    came = [account_made(theatre, f"Came {n}", 60 + n * 31) for n in range(16)]
    await welcome_and_give(theatre, [(one, lena, 60 + n) for n, one in enumerate(came)])
    thanks = [(stars[0], stars[1], 40), (stars[1], stars[0], 35)]
    await welcome_and_give(theatre, thanks)
    for star in stars:
        quoted = {"units": 300_000, "quoted_rate": 10_000}
        key = f"convert {star.name}"
        asked = ConvertDiamonds(guild=theatre.guild, key=key, actor=star, **quoted)
        await theatre.house.writer.submit(asked)
    alternate = account_made(theatre, "Alternate", 9)
    second = account_made(theatre, "Second", 300)
    await welcome_and_give(theatre, [(alternate, stars[0], 100), (second, lena, 80)])


async def test_only_moderators_look_and_a_forged_page_finds_nothing(theatre: Theatre) -> None:
    refused = await force(theatre, "Ann", "/mod rings")
    assert "That's for moderators" in refused.reply.text
    shown = await look(theatre)
    owner = theatre.id_of("Max")
    page = RingPage("next", owner, 7, 10**9, 0, 5)
    nothing = await force_press(theatre, "Max", shown.reply, page)
    assert "Nothing stands out" in nothing.reply.text
    for place in (5, -1):
        asked = AskFreezeAll(owner, 7, 10**9, 0, place, "all", "0")
        nobody = await force_press(theatre, "Max", shown.reply, asked)
        assert "That finding has changed since" in nobody.reply.text
    stranger = theatre.id_of("Ann")
    for control in (
        AskFreezeAll(stranger, 7, 10**9, 0, 0, "all", "0"),
        AskUnfreezeAll(stranger, 7, 10**9, 0, 0, "0"),
    ):
        not_allowed = await force_press(theatre, "Ann", shown.reply, control)
        assert "That's for moderators" in not_allowed.reply.text


async def test_a_forged_button_is_about_nobody(theatre: Theatre) -> None:
    await set_up(theatre, confirm_coins=0)
    await go_round(theatre, "Lee", "Mia", count=15)
    shown = await look(theatre)
    found = read_control(shown.reply.buttons[0].custom_id or "")
    assert isinstance(found, AskFreezeAll)
    forged = replace(found, whom="givers")
    assert (
        "That button has expired"
        in (await force_press(theatre, "Max", shown.reply, forged)).reply.text
    )
    where = (found.owner, found.days, found.through, found.since, found.place, found.mark)
    nobody = await force_press(theatre, "Max", shown.reply, AskUnfreezeAll(*where))
    assert nobody.reply.text == "Nobody of them is frozen any more. Nothing changed."


async def test_rings_are_told_in_german(theatre: Theatre) -> None:
    theatre.sandbox.world.user("Max").locale = "de"
    assert "Nichts fällt auf." in (await look(theatre)).reply.text
    await set_up(theatre, confirm_coins=0)
    await go_round(theatre, "Lee", "Mia", count=15)
    found = await look(theatre)
    assert found.reply.text.startswith("**Ein Ring aus 2** · einen Blick wert, mehr nicht\nMünzen")
    asked = await theatre.press("Max", found, "Alle 2 einfrieren…")
    assert "2 Konten können bis `/mod unfreeze` nichts verschicken" in asked.modal.text
    done = await fill(theatre, "Max", asked.modal, reason="wird geprüft")
    assert "Erledigt! 2 Konten sind eingefroren." in done.reply.text
    undo = await theatre.press("Max", done, "Zurücknehmen…")
    free = await fill(theatre, "Max", undo.modal, reason="alles gut")
    assert free.reply.text == "Erledigt! 2 Konten sind wieder frei."
