"""What managers set for payouts, and whom they keep out: each change told, kept and undone."""

from pathlib import Path
from typing import Any

import pytest

from bot.attendance import Attendance
from bot.controls.payouts import CashoutHistoryPage, CashoutPage, CashoutTextsForm
from bot.ledger.money import Currency
from bot.sandbox.people.exchange import Exchange
from cogs.setup_cashout import read_payout_rate
from tests.commands.moderators import (
    fill,
    force,
    force_form,
    force_press,
    last_seq,
    role,
    set_up,
    settings_of,
)
from tests.commands.test_wallet import labels
from tests.theatre import Theatre, coins_of, open_theatre

DIAMOND = 10_000
ACCEPT = "I accept: turn it on"


async def setup(theatre: Theatre, name: str, /, who: str = "Olive", **options: Any) -> Exchange:
    """Have a manager use a command of `/setup`."""
    used = await theatre.use(who, f"/setup {name}", **options)
    assert used.has_modal or used.reply.ephemeral
    return used


# Turning it on and off.


async def test_it_is_off_until_a_manager_accepts_whose_responsibility_it_is(
    theatre: Theatre,
) -> None:
    shown = await setup(theatre, "cashout show")
    assert shown.reply.text.startswith("**Cashing out** off\n")
    assert "2,000 💎 come to $10.00.\nNo cash-out is open." in shown.reply.text
    asked = await theatre.press("Olive", shown, "Turn on …")
    assert "Payment happens outside Ovation, and is the operator's own responsibility" in (
        asked.reply.text
    )
    left = await theatre.press("Olive", asked, "Leave it off")
    assert left.reply.text.startswith("It stays off. Nothing changed.")
    assert (await settings_of(theatre)).cashout == 0
    asked = await setup(theatre, "cashout switch", switch="on")
    assert (await settings_of(theatre)).cashout == 0
    done = await theatre.press("Olive", asked, ACCEPT)
    saved = "✓ Saved · cashing out: off → on, at the operator's own responsibility"
    assert saved in done.reply.text
    assert (await settings_of(theatre)).cashout == 1
    again = await force_press(
        theatre, "Olive", asked.reply, CashoutPage("on", theatre.id_of("Olive"))
    )
    assert "nothing changed" in again.reply.text.lower()
    assert "Accept" not in (await setup(theatre, "cashout switch", switch="on")).reply.text


async def test_turned_off_open_ones_are_left_to_be_decided(theatre: Theatre) -> None:
    await theatre.grant("Bea", 9_000 * DIAMOND, Currency.DIAMONDS)
    await set_up(theatre, cashout=1)
    asked = await theatre.use("Bea", "/diamonds cashout", amount="5000")
    await theatre.press("Bea", asked, "Ask for it")
    off = await setup(theatre, "cashout switch", switch="off")
    assert "✓ Saved · cashing out: on, at the operator's own responsibility → off" in off.reply.text
    assert "1 cash-out is open: `/mod payouts` decides." in off.reply.text
    listed = await theatre.use("Max", "/mod payouts")
    approved = await theatre.press("Max", listed, "Approve")
    form = (await theatre.press("Max", approved, "Mark as paid")).modal
    assert (
        "as paid: $25.00 to **Bea**" in (await fill(theatre, "Max", form, reason="PP")).reply.text
    )
    refused = await theatre.use("Bea", "/diamonds cashout", amount="2000")
    assert "Cashing out is off on this server." in refused.reply.text


# Terms, texts and their history.


async def test_the_example_is_the_least_that_anybody_can_ask_for(theatre: Theatre) -> None:
    changed = await setup(theatre, "cashout terms", rate="0.000001", least=1)
    assert "10,000 💎 come to $0.01." in changed.reply.text
    # Where the least that was set would come to nothing, the page says which one counts.
    assert "Fewer than 10,000 💎 come to nothing, so that is the least." in changed.reply.text
    usual = await setup(theatre, "cashout terms", rate="0.005", least=2_000)
    assert "come to nothing" not in usual.reply.text


async def test_a_fee_that_keeps_more_than_it_leaves_is_pointed_out(theatre: Theatre) -> None:
    usual = await setup(theatre, "cashout terms", fee="50")
    assert "of the money is kept" not in usual.reply.text
    slip = await setup(theatre, "cashout terms", fee="99.99")
    assert "⚠️ 99.99 % of the money is kept: creators get the rest." in slip.reply.text
    theatre.sandbox.world.user("Olive").locale = "de"
    shown = await setup(theatre, "cashout show")
    assert "⚠️ 99,99 % des Geldes bleiben hier: Ausgezahlt wird nur der Rest." in shown.reply.text
    assert "💎 ergeben nichts: So viele sind das Mindeste." in shown.reply.text


async def test_what_was_asked_before_a_restart_is_accepted_after_it_and_once(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            asked = await setup(theatre, "cashout switch", switch="on")
            form = (await setup(theatre, "cashout texts")).modal
        async with theatre.bot_running():
            theatre.sandbox.faults.duplicate(copies=2)
            done = await theatre.press("Olive", asked, ACCEPT)
            assert "✓ Saved · cashing out: off → on" in done.reply.text
            await fill(theatre, "Olive", form, cashout_text="Every Friday.", scam_text="")
            settings = await settings_of(theatre)
            assert (settings.cashout, settings.cashout_text) == (1, "Every Friday.")
            history = await setup(theatre, "cashout history")
            assert history.reply.text.count("cashing out: off → on") == 1


async def test_terms_are_changed_together_or_not_at_all(theatre: Theatre) -> None:
    changed = await setup(
        theatre, "cashout terms", rate="0,01", fee="2.5", least=500, daily=0, two=0, currency="eur"
    )
    assert "✓ Saved · money for 1 💎: 0.005 → 0.01" in changed.reply.text
    unlimited = "✓ Saved · most 💎 a creator cashes out in a day: 200,000 → no limit"
    assert unlimited in changed.reply.text
    assert "500 💎 come to €4.87." in changed.reply.text
    settings = await settings_of(theatre)
    assert (settings.cashout_rate, settings.cashout_fee, settings.cashout_least) == (
        10_000,
        250,
        500,
    )
    assert (settings.cashout_daily, settings.cashout_two, settings.currency) == (0, 0, "EUR")
    before = await last_seq(theatre)
    for options, said in (
        ({"rate": "nothing", "least": 9}, "A rate is money for 1 💎"),
        ({"rate": "0", "least": 9}, "A rate is money for 1 💎"),
        ({"fee": "100", "least": 9}, "A fee is a percentage from 0 to 99.99"),
        ({"fee": "x", "least": 9}, "A fee is a percentage from 0 to 99.99"),
        ({"currency": "XYZ", "least": 9}, "that is no currency that is known here"),
        ({"rate": "5000", "least": 9}, "money for 1 💎 must be"),
        ({"least": 500}, "already"),
    ):
        refused = await setup(theatre, "cashout terms", **options)
        assert said in refused.reply.text, options
    assert await last_seq(theatre) == before
    shown = await setup(theatre, "cashout terms")
    assert "**Fewest 💎 of a cash-out** 500" in shown.reply.text


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("0.005", 5_000),
        ("0,005", 5_000),
        (" 1 ", 1_000_000),
        ("0.000001", 1),
        ("12.5", 12_500_000),
        ("0.0000001", None),
        ("-1", None),
        ("1e3", None),
        ("", None),
    ],
)
def test_a_rate_is_read_to_the_sixth_decimal(text: str, rate: int | None) -> None:
    assert read_payout_rate(text) == rate


async def test_currencies_are_suggested_as_they_are_typed(theatre: Theatre) -> None:
    olive = await theatre.stage.person("Olive")
    found = await olive.suggestions("/setup cashout terms", focused="currency", text="")
    assert ("USD ($)", "USD") in found
    found = await olive.suggestions("/setup cashout terms", focused="currency", text="ch")
    assert found == [("CHF", "CHF")]


async def test_the_operators_words_stand_wherever_a_payout_is_spoken_of(theatre: Theatre) -> None:
    await theatre.grant("Bea", 9_000 * DIAMOND, Currency.DIAMONDS)
    await set_up(theatre, cashout=1)
    form = (await setup(theatre, "cashout texts")).modal
    saved = await fill(
        theatre,
        "Olive",
        form,
        cashout_text="Send the form: https://example.com/a_b\n\nWe pay on Fridays.",
        scam_text="Only @Olive pays.",
    )
    assert "✓ Saved · where cash-outs are sent" in saved.reply.text
    asked = await theatre.use("Bea", "/diamonds cashout", amount="5000")
    assert "> Send the form: https://example.com/a_b\n> We pay on Fridays." in asked.reply.text
    assert "-# ⚠️ Only @Olive pays." in asked.reply.text
    assert "password" not in asked.reply.text
    opened = await theatre.press("Olive", await setup(theatre, "cashout show"), "Texts")
    cleared = await fill(theatre, "Olive", opened.modal, cashout_text="", scam_text=" ")
    assert cleared.updated
    assert "→ nothing of your own" in cleared.reply.text
    shown = await theatre.use("Bea", "/diamonds cashout", amount="5000")
    assert "Nobody from Ovation asks for a password" in shown.reply.text


async def test_every_change_of_the_terms_stands_in_their_history(theatre: Theatre) -> None:
    empty = await setup(theatre, "cashout history")
    assert "Nobody changed anything here yet" in empty.reply.text
    await setup(theatre, "cashout switch", switch="on")
    for rate in range(1, 11):
        await setup(theatre, "cashout terms", rate=f"0.00{rate:02}")
        await set_up(theatre, welcome_coins=rate)
    first = await setup(theatre, "cashout history")
    assert "**Olive**: money for 1 💎: 0.0009 → 0.001" in first.reply.text
    assert "welcome coins" not in first.reply.text
    assert "0.005 → 0.0001" not in first.reply.text
    assert labels(first) == ["◀ Newer", "Older ▶", "Back"]
    older = await theatre.press("Olive", first, "Older ▶")
    assert "money for 1 💎: 0.005 → 0.0001" in older.reply.text
    newer = await theatre.press("Olive", older, "◀ Newer")
    assert "0.0009 → 0.001" in newer.reply.text
    back = await theatre.press("Olive", newer, "Back")
    assert back.reply.text.startswith("**Cashing out** off")


async def test_who_is_no_manager_changes_nothing_about_payouts(theatre: Theatre) -> None:
    shown = await setup(theatre, "cashout show")
    acts: dict[str, dict[str, Any]] = {
        "cashout show": {},
        "cashout switch": {"switch": "on"},
        "cashout terms": {"rate": "1"},
        "cashout texts": {},
        "cashout history": {},
        "rules": {"what": "buying", "clear": True},
    }
    for act, options in acts.items():
        refused = await force(theatre, "Kim", f"/setup {act}", **options)
        assert "Nothing was done" in refused.reply.text, act
    kim = theatre.id_of("Kim")
    for part in ("on", "off", "ask", "texts", "show"):
        refused = await force_press(theatre, "Kim", shown.reply, CashoutPage(part, kim))
        assert "Nothing was done" in refused.reply.text
    refused = await force_press(theatre, "Kim", shown.reply, CashoutHistoryPage("x", kim))
    assert "Nothing was done" in refused.reply.text
    refused = await force_form(theatre, "Kim", CashoutTextsForm(kim))
    assert "Nothing was done" in refused.reply.text
    assert (await settings_of(theatre)).cashout == 0


# Who is kept out.


async def test_rules_are_shown_set_and_taken_back(theatre: Theatre) -> None:
    creator, moderator = role(theatre, "Creator"), role(theatre, "Moderator")
    shown = await setup(theatre, "rules")
    assert "**Buying coins** open to all" in shown.reply.text
    for options, said in (
        ({"role": creator.id}, "What is the role kept out of?"),
        ({"what": "buying"}, "Name a `role` to keep out"),
        ({"what": "buying", "sentence": "x", "clear": True}, "Nothing can be set and cleared"),
        ({"what": "buying", "allow": creator.id}, f"<@&{creator.id}> isn't kept out of that."),
    ):
        refused = await setup(theatre, "rules", **options)
        assert said in refused.reply.text
    saved = await setup(theatre, "rules", what="buying", role=creator.id, sentence="Ask your mum.")
    assert f"roles that buy no coins: none → <@&{creator.id}>" in saved.reply.text
    await setup(theatre, "rules", what="buying", role=moderator.id)
    settings = await settings_of(theatre)
    kept_out = sorted([creator.id, moderator.id])
    assert settings.no_buying == ",".join(map(str, kept_out))
    shown = await setup(theatre, "rules")
    both = ", ".join(f"<@&{one}>" for one in kept_out)
    assert f"**Buying coins** not for {both}\n> Ask your mum." in shown.reply.text
    await setup(theatre, "rules", what="buying", allow=creator.id)
    await setup(theatre, "rules", what="buying", allow=moderator.id)
    shown = await setup(theatre, "rules")
    assert "**Buying coins** open to all\n**" in shown.reply.text, "nobody reads the sentence now"
    await setup(theatre, "rules", what="buying", role=moderator.id)
    await setup(theatre, "rules", what="buying", clear=True)
    settings = await settings_of(theatre)
    assert (settings.no_buying, settings.no_buying_text) == (str(moderator.id), "")


async def test_a_role_that_may_not_send_sends_nothing_by_any_way(theatre: Theatre) -> None:
    kept_out = role(theatre, "Creator")
    to = theatre.id_of("Bea")
    sent = await theatre.use("Kim", "/gift", gift="Rose", to=to)
    theatre.sandbox.world.guild.members[theatre.id_of("Kim")].roles.append(kept_out.id)
    await set_up(theatre, no_sending=str(kept_out.id))
    (thanks,) = await theatre.announced()
    kim = await theatre.stage.person("Kim")
    for press in (
        theatre.use("Kim", "/gift", gift="Rose", to=to),
        theatre.press("Kim", sent, labels(sent)[0]),
    ):
        refused = await press
        assert f"Here, members with <@&{kept_out.id}> send no gifts." in refused.reply.text
    again = await (await kim.press(thanks, "Send one")).settled()
    assert f"members with <@&{kept_out.id}> send no gifts." in again.reply.text
    await set_up(theatre, no_sending=str(theatre.guild))
    nobody = await theatre.use("Kim", "/gift", gift="Rose", to=to)
    assert nobody.reply.text.startswith("Nobody sends gifts here for now. Nothing was done")
    await set_up(theatre, no_sending_text="Under 18 you can't send gifts here.")
    refused = await theatre.use("Kim", "/gift", gift="Rose", to=to)
    assert refused.reply.text.startswith("> Under 18 you can't send gifts here.\nNothing was done")
    assert await coins_of(theatre, "Kim") == 99


async def test_a_role_that_may_not_receive_gets_nothing_by_any_way(theatre: Theatre) -> None:
    kept_out = role(theatre, "Creator")
    to = theatre.id_of("Bea")
    sent = await theatre.use("Kim", "/gift", gift="Rose", to=to)
    theatre.sandbox.world.guild.members[to].roles.append(kept_out.id)
    await set_up(theatre, no_receiving=str(kept_out.id))
    assert theatre.bot is not None
    theatre.bot.attendance = Attendance(theatre.house.clock)
    refused = await theatre.use("Kim", "/gift", gift="Rose", to=to)
    assert refused.reply.text == (
        "**Bea** can't receive gifts on this server. Nothing taken: pick somebody else."
    )
    refused = await theatre.press("Kim", sent, labels(sent)[0])
    assert "**Bea** can't receive gifts on this server." in refused.reply.text
    await set_up(theatre, no_receiving_text="No gifts to minors.")
    refused = await theatre.use("Kim", "/gift", gift="Rose", to=to)
    assert "> No gifts to minors.\nNothing taken: pick somebody else." in refused.reply.text
    theatre.sandbox.world.user("Kim").locale = "de"
    await set_up(theatre, no_receiving_text="")
    refused = await theatre.use("Kim", "/gift", gift="Rose", to=to)
    assert "Geschenke gehen auf diesem Server nicht an **Bea**." in refused.reply.text
    assert await coins_of(theatre, "Kim") == 99


async def test_who_may_not_receive_plays_no_match_whoever_asks_and_whenever(
    theatre: Theatre,
) -> None:
    kept_out, bea = role(theatre, "Creator"), theatre.id_of("Bea")
    await theatre.use("Cleo", "/live match", opponent=bea)
    (challenge,) = await theatre.announced()
    theatre.sandbox.world.guild.members[bea].roles.append(kept_out.id)
    await set_up(theatre, no_receiving=str(kept_out.id))
    assert theatre.bot is not None
    theatre.bot.attendance = Attendance(theatre.house.clock)
    person = await theatre.stage.person("Bea")
    late = await (await person.press(challenge, "Accept")).settled()
    assert f"members with <@&{kept_out.id}> receive no gifts" in late.reply.text
    own = await theatre.use("Bea", "/live match", opponent=theatre.id_of("Kim"))
    assert f"members with <@&{kept_out.id}> receive no gifts" in own.reply.text
    other = await theatre.use("Kim", "/live match", opponent=bea)
    assert "They can't receive gifts on this server. Nothing taken" in other.reply.text
    await set_up(theatre, no_receiving="")
    begun = await (await person.press(challenge, "Accept")).settled()
    assert "It's on!" in begun.reply.text


async def test_where_discord_is_silent_about_roles_nothing_goes_to_who_may_be_kept_out(
    theatre: Theatre,
) -> None:
    kept_out, to = role(theatre, "Creator"), theatre.id_of("Bea")
    sent = await theatre.use("Kim", "/gift", gift="Rose", to=to)
    assert theatre.bot is not None
    theatre.sandbox.faults.late(3_600, "GUILD_MEMBERS_CHUNK", times=None)
    theatre.bot.attendance = Attendance(theatre.house.clock, patience_seconds=0.05)
    done = await theatre.press("Kim", sent, labels(sent)[0])
    assert "Sent!" in done.reply.text
    await set_up(theatre, no_receiving=str(kept_out.id))
    refused = await theatre.press("Kim", done, labels(done)[0])
    assert "Discord doesn't say right now who may take part in this here." in refused.reply.text
    assert await coins_of(theatre, "Kim") == 98
