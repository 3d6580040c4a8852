"""Looking for rings: what moderators see of them, and freezing everybody in one."""

from typing import Any, Final

from bot.controls.fairness import AskFreezeAll, RingPage
from bot.ledger.money import Currency
from bot.sandbox.people.exchange import Exchange
from tests.commands.moderators import (
    account,
    fill,
    force,
    force_press,
    freeze,
    gift,
    last_seq,
    set_up,
)
from tests.theatre import Theatre

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
    assert text.startswith("**A ring of 3**: coins come back to where they started. Each step")
    assert "1 of 2 · 5 gifts of the last 3 days" in text
    assert f"Ann → Kim · 300 coins, 1 gift: `#{seqs[0]}`" in text
    assert "days old)" in text
    second = await theatre.press("Max", first, "Next ▶")
    assert second.reply.text.startswith("**A ring of 2**")
    back = await theatre.press("Max", second, "◀ Back")
    assert back.reply.text.startswith("**A ring of 3**")
    await freeze(theatre, "Kim", by="Olive")
    before = await last_seq(theatre)
    asked = await theatre.press("Max", back, "Freeze all…")
    assert "3 accounts stop sending" in asked.modal.text
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
    assert (await theatre.examine()).ok


async def test_a_funnel_is_shown_with_the_creator_and_how_much_of_it_is_bonus(
    theatre: Theatre,
) -> None:
    await set_up(theatre, welcome_age_days=0)
    feeders = ("Lee", "Mia", "Kim", "Max", "Olive")
    for name in feeders:
        await gift(theatre, name, to="Bea", count=20)
    await theatre.grant("Ann", 500)
    await theatre.use("Ann", "/wallet")
    await theatre.grant("Ann", -100, Currency.BONUS_COINS)
    await gift(theatre, "Ann", to="Cleo", count=5)
    found = await look(theatre)
    assert found.reply.text.startswith("**5 accounts feed Bea**")
    assert "100 coins, 100 % of them bonus, 100 % of what Bea received" in found.reply.text


async def test_only_moderators_look_and_a_forged_page_finds_nothing(theatre: Theatre) -> None:
    refused = await force(theatre, "Ann", "/mod rings")
    assert "That's for moderators" in refused.reply.text
    shown = await look(theatre)
    owner = theatre.id_of("Max")
    page = RingPage("next", owner, 7, 10**9, 0, 5)
    nothing = await force_press(theatre, "Max", shown.reply, page)
    assert "Nothing stands out" in nothing.reply.text
    asked = AskFreezeAll(owner, 7, 10**9, 0, 5)
    expired = await force_press(theatre, "Max", shown.reply, asked)
    assert "That button has expired" in expired.reply.text
    stranger = AskFreezeAll(theatre.id_of("Ann"), 7, 10**9, 0, 0)
    not_allowed = await force_press(theatre, "Ann", shown.reply, stranger)
    assert "That's for moderators" in not_allowed.reply.text


async def test_rings_are_told_in_german(theatre: Theatre) -> None:
    theatre.sandbox.world.user("Max").locale = "de"
    assert "Nichts fällt auf." in (await look(theatre)).reply.text
    await set_up(theatre, confirm_coins=0)
    await go_round(theatre, "Lee", "Mia", count=15)
    found = await look(theatre)
    assert found.reply.text.startswith("**Ein Ring aus 2**: Münzen kommen dorthin zurück")
    asked = await theatre.press("Max", found, "Alle einfrieren…")
    done = await fill(theatre, "Max", asked.modal)
    assert "Erledigt! 2 Konten sind eingefroren." in done.reply.text
