"""The history through Discord: every line of one's account, page by page."""

from pathlib import Path
from typing import Any

from bot.cards.history import history_card
from bot.controls import in_base_36
from bot.ledger.catalogue import MOST_EMOJI_LENGTH, MOST_NAME_LENGTH
from bot.ledger.money import MOST_BALANCE, Currency, Purse
from bot.ledger.outcomes import GiftReversed
from bot.ledger.requests import (
    AdjustBalance,
    ConvertDiamonds,
    FreezeMember,
    ReverseGift,
    UnfreezeMember,
)
from bot.sandbox.people.exchange import Exchange
from bot.storage.operations import GiftView
from bot.storage.paging import Page
from bot.storage.people import Somebody
from bot.storage.statements import Entry
from bot.words import speak
from cogs.wallet import LINES_A_PAGE
from tests.commands.moderators import set_up
from tests.commands.test_wallet import done, labels, sent
from tests.theatre import Theatre, forge_press, open_theatre


async def history(theatre: Theatre, who: str) -> str:
    """What somebody's history says, newest first."""
    shown = await theatre.use(who, "/history")
    assert shown.reply.ephemeral
    return shown.reply.text


def numbers(exchange: Exchange) -> list[int]:
    """The `#seq` of each line of an answer, from top to bottom."""
    lines = exchange.reply.text.splitlines()
    return [int(line[2 : line.index("`", 1)]) for line in lines if line.startswith("`#")]


async def test_an_empty_history_tells_what_to_do(theatre: Theatre) -> None:
    assert "Nothing in your history yet. `/wallet` shows" in await history(theatre, "Ann")


async def test_a_gift_stands_in_both_histories_with_amount_and_balance(theatre: Theatre) -> None:
    await theatre.use("Ann", "/gift", gift="Rose", to=theatre.id_of("Bea"), count=3, message="hi!")
    given = await history(theatre, "Ann")
    assert given.startswith("**Your history** · now 97 coins and 0 💎\n`#2` 🌹 3 × Rose to **Bea**")
    assert "`#2` 🌹 3 × Rose to **Bea** · −3 → 97 coins\n“hi!”\n-# <t:" in given
    assert "`#1` welcome coins · +100 → 100 coins" in given
    received = await history(theatre, "Bea")
    assert "`#2` 🌹 3 × Rose from **Ann** · +1.5 → 1.5 💎\n“hi!”" in received
    assert "#1" not in received


async def test_an_adjustment_tells_by_whom_and_why(theatre: Theatre) -> None:
    await theatre.grant("Ann", 500)
    await theatre.grant("Ann", -200)
    shown = await history(theatre, "Ann")
    assert "`#2` taken by **Olive** · −200 → 300 coins\nWhy: “for a test”" in shown
    assert "`#1` given by **Olive** · +500 → 500 coins" in shown


async def test_a_reversal_stands_there_and_marks_the_gift(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    seq = await sent(theatre, "Ann", "Bea", 4)
    undo = ReverseGift(
        guild=theatre.guild, key="undo", actor=theatre.person("Max"), seq=seq, reason="twice"
    )
    await done(theatre, undo)
    given, received = await history(theatre, "Ann"), await history(theatre, "Bea")
    assert "`#3` gift `#2` (🌹 4 × Rose to **Bea**) reversed by **Max** · +4 → 100 coins" in given
    assert "Why: “twice”" in given
    assert "−2 → 0 💎" in received
    for shown in (given, received):
        gift = shown[shown.index("\n`#2`") :].splitlines()
        assert gift[2].endswith("reversed by `#3`")


async def test_a_conversion_tells_what_was_taken_and_given(theatre: Theatre) -> None:
    await theatre.grant("Bea", 125_000, Currency.DIAMONDS)
    convert = ConvertDiamonds(
        guild=theatre.guild,
        key="convert",
        actor=theatre.person("Bea"),
        units=120_000,
        quoted_rate=10_000,
    )
    await done(theatre, convert)
    shown = await history(theatre, "Bea")
    assert "`#2` converted at" in shown
    assert "+12 → 12 coins, −12 → 0.5 💎" in shown


async def test_a_freeze_and_its_end_stand_there_without_an_amount(theatre: Theatre) -> None:
    await theatre.grant("Ann", 1)
    people: dict[str, Any] = {"actor": theatre.person("Max"), "member": theatre.person("Ann")}
    await done(theatre, FreezeMember(guild=theatre.guild, key="1", reason="a dispute", **people))
    await done(theatre, UnfreezeMember(guild=theatre.guild, key="2", reason="settled", **people))
    shown = await history(theatre, "Ann")
    assert "`#3` unfrozen by **Max**\nWhy: “settled”" in shown
    assert "`#2` frozen by **Max**\nWhy: “a dispute”" in shown


async def test_a_gift_that_earned_nothing_stands_there_too(theatre: Theatre) -> None:
    await set_up(theatre, share=0)
    await theatre.grant("Ann", 100)
    await sent(theatre, "Ann", "Bea")
    assert "🌹 Rose from **Ann**\n" in await history(theatre, "Bea")


async def test_one_page_has_no_buttons(theatre: Theatre) -> None:
    await theatre.grant("Ann", 1)
    assert labels(await theatre.use("Ann", "/history")) == []


async def test_pages_meet_in_both_directions_also_after_a_restart(tmp_path: Path) -> None:
    lines = 2 * LINES_A_PAGE + 2
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            for _ in range(lines):
                await theatre.grant("Ann", 1)
            shown = await theatre.use("Ann", "/history")
            assert [(button.label, button.disabled) for button in shown.reply.buttons] == [
                ("◀ Newer", True),
                ("Older ▶", False),
            ]
        pages = [numbers(shown)]
        async with theatre.bot_running():
            for _ in range(2):
                turned = await theatre.press("Ann", shown, "Older ▶")
                assert turned.updated
                pages.append(numbers(shown))
            assert [number for page in pages for number in page] == list(range(lines, 0, -1))
            assert [button.disabled for button in shown.reply.buttons] == [False, True]
            for earlier in pages[1::-1]:
                await theatre.press("Ann", shown, "◀ Newer")
                assert numbers(shown) == earlier


async def test_what_happens_meanwhile_moves_no_page(theatre: Theatre) -> None:
    for _ in range(LINES_A_PAGE + 1):
        await theatre.grant("Ann", 1)
    shown = await theatre.use("Ann", "/history")
    for _ in range(3):
        await theatre.grant("Ann", 1)
    await theatre.press("Ann", shown, "Older ▶")
    assert numbers(shown) == [1]


async def test_nobody_turns_the_pages_of_another(theatre: Theatre) -> None:
    for _ in range(LINES_A_PAGE + 1):
        await theatre.grant("Ann", 1)
    shown = await theatre.use("Ann", "/history")
    older = shown.reply.buttons[1].custom_id
    assert older
    forged = await forge_press(theatre, "Kim", shown.reply, older)
    assert "somebody else's" in forged.reply.text
    # With the owner forged too, one reads one's own history, which is empty.
    code, _, *rest = older.split(":")
    own = ":".join([code, in_base_36(theatre.id_of("Kim")), *rest])
    forged = await forge_press(theatre, "Kim", shown.reply, own)
    assert "Nothing in your history yet." in forged.reply.text


def longest_entry(note: str) -> Entry:
    """The line that needs the most characters."""
    name, emoji = "*" * MOST_NAME_LENGTH, "x" * MOST_EMOJI_LENGTH
    ann, bea, mod = (Somebody(number, number, "_" * 40) for number in (1, 2, 3))
    most = MOST_BALANCE
    gift = GiftView(
        seq=most,
        sender=ann,
        recipient=bea,
        item=1,
        name=name,
        emoji=emoji,
        quantity=999,
        price=1,
        coins=999,
        bonus_coins=0,
        share=0,
        channel=0,
        at_ms=most,
        day="2026-11-22",
        note="",
        reversed_by=None,
        acknowledgement=None,
    )
    outcome = GiftReversed(
        seq=most,
        gift=most,
        sender=1,
        recipient=2,
        name=name,
        emoji=emoji,
        quantity=999,
        coins=999,
        bonus_coins=0,
        earned_units=1,
    )
    return Entry(
        seq=most,
        kind="reverse",
        actor=mod,
        subject=ann,
        at_ms=most,
        day="2026-11-22",
        outcome=outcome,
        note=note,
        reverses=most,
        reversed_by=most,
        gift=gift,
        member=1,
        moved=Purse(-most, 0, -most, 0),
        after=Purse(most, 0, most, 0),
    )


def test_the_longest_page_fits_into_a_message() -> None:
    entries = (longest_entry("|" * 300),) * LINES_A_PAGE
    page = Page(entries, has_older=True, has_newer=True)
    view = history_card(speak("en"), page, Purse(*[MOST_BALANCE // 2] * 4), 1)
    assert view.content_length() < 4_000


async def test_notices_that_find_no_room_wait_for_the_next_answer(theatre: Theatre) -> None:
    for number in range(LINES_A_PAGE):
        request = AdjustBalance(
            guild=theatre.guild,
            key=f"{number}",
            actor=theatre.person("Olive"),
            member=theatre.person("Ann"),
            currency=Currency.COINS,
            amount=1,
            reason="_" * 300,
        )
        await done(theatre, request)
    told: list[str] = []
    while not told or theatre.house.memory.is_untold(theatre.guild, theatre.id_of("Ann")):
        shown = await theatre.use("Ann", "/history")
        await theatre.finished()
        assert len(shown.reply.text) <= 4_000
        told += [line for line in shown.reply.text.splitlines() if line.startswith("📋")]
    assert len(told) == LINES_A_PAGE


async def test_a_forged_page_beyond_the_end_shows_the_newest(theatre: Theatre) -> None:
    await theatre.grant("Ann", 1)
    shown = await theatre.use("Ann", "/wallet")
    forged = f"history:{in_base_36(theatre.id_of('Ann'))}:0:{in_base_36(10**9)}"
    answered = await forge_press(theatre, "Ann", shown.reply, forged)
    assert answered.reply.ephemeral
    assert numbers(answered) == [2, 1]
