"""Diamonds that are paid out, through Discord: asked for, decided about, told, and ended once."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.controls.payouts import (
    ApproveInList,
    AskPayment,
    AskRejection,
    CancelOwnPayout,
    ConfirmPayout,
)
from bot.ledger.money import Currency, Purse
from bot.ledger.requests.payouts import MOST_PAYOUTS_A_DAY, AskPayout, CancelPayout
from tests.commands.cashing_out import (
    ASK,
    DIAMOND,
    LOG,
    ask,
    decide,
    diamonds_of,
    done,
    open_cashout,
    recounted,
    state_of,
)
from tests.commands.moderators import account, fill, force_press, freeze, last_seq, role, set_up
from tests.commands.test_wallet import labels
from tests.theatre import Theatre, forge_press, open_theatre

# The good way.


async def test_a_payout_is_shown_asked_for_approved_paid_and_told(theatre: Theatre) -> None:
    await open_cashout(theatre, log_channel=theatre.channel_id(LOG), cashout_text="Every Friday.")
    await theatre.grant("Bea", 200 * DIAMOND, Currency.BONUS_DIAMONDS)
    asked = await theatre.use("Bea", "/diamonds cashout", amount="5000")
    assert asked.reply.ephemeral
    said = asked.reply.text
    assert "Cash out **5,000** 💎 for about **$24.50**?" in said
    assert "5,000 💎 at $0.005 each: $25.00, less 2 % fee: $24.50." in said
    assert "You keep 55,200 💎. Your 200 bonus 💎 can't be cashed out." in said
    assert "> Every Friday." in said
    assert "stores no payment details: never write yours here." in said
    assert "Nobody from Ovation asks for a password" in said
    assert await diamonds_of(theatre) == 60_000
    done = await theatre.press("Bea", asked, ASK)
    assert done.updated
    assert "Got it: 5,000 💎, about $24.50 after fees, set aside until a moderator decides." in (
        done.reply.text
    )
    number = await last_seq(theatre)
    assert await diamonds_of(theatre) == 55_000
    assert "5,000 💎 set aside to cash out." in (await theatre.use("Bea", "/wallet")).reply.text
    looked = await theatre.use("Max", "/mod lookup", member=theatre.id_of("Bea"))
    assert "5,000 💎 set aside to cash out." in looked.reply.text
    shown = await theatre.use("Bea", "/diamonds show")
    line = f"`#{number}` **5,000** 💎 → **$24.50** · "
    assert f"**Open cash-outs**\n{line}waits for a moderator" in shown.reply.text
    approved = await decide(theatre, "Max", "Approve")
    assert approved.updated
    assert f"Approved `#{number}`: $24.50 for **Bea** can be paid now." in approved.reply.text
    assert labels(approved) == ["Mark as paid", "Reject", "Where from?"]
    paid = await decide(theatre, "Max", "Mark as paid", reason="PP-77")
    assert f"Entered `#{number}` as paid: $24.50 to **Bea**." in paid.reply.text
    assert "No cash-out waits" in paid.reply.text
    told = await theatre.use("Bea", "/diamonds payouts")
    assert f"Max approved your cash-out `#{number}`: $24.50 to come." in told.reply.text
    assert f"Max paid your cash-out `#{number}`: $24.50. Reference: “PP-77”" in told.reply.text
    assert f"{line}paid, <t:" in told.reply.text
    assert "Reference: “PP-77”\n-# asked <t:" in told.reply.text
    assert labels(told) == []
    history = (await theatre.use("Bea", "/history")).reply.text
    assert "set aside to cash out, about $24.50 after fees · −5,000 → 55,200 💎" in history
    assert f"cash-out `#{number}` (5,000 💎) paid by **Max**: $24.50\nReference: “PP-77”" in history
    log = [message.text for message in await theatre.announced(LOG)][-3:]
    asks = f"`#{number}` **Bea** asks to cash out 5,000 💎, about $24.50 after fees."
    assert log[0] == f"{asks}\n**Paid** (`#{number + 3}`)"
    assert f"**Max** approved **Bea**'s cash-out `#{number}`: 5,000 💎, $24.50." in log[1]
    assert f"**Max** paid **Bea**'s cash-out `#{number}`: 5,000 💎, $24.50." in log[2]
    assert "Reference: “PP-77”" in log[2]
    audit = (await theatre.use("Olive", "/mod audit")).reply.text
    assert "paid **Bea**'s cash-out" in audit
    assert "asks to cash out" not in audit
    looked = await theatre.use("Max", "/mod lookup", member=theatre.id_of("Bea"))
    assert "set aside to cash out." not in looked.reply.text
    looked = await theatre.use("Max", "/mod lookup", number=f"#{number}")
    assert "**Bea** asks to cash out 5,000 💎" in looked.reply.text
    assert await recounted(theatre)


async def test_a_rejection_gives_the_diamonds_back_and_says_why(theatre: Theatre) -> None:
    await open_cashout(theatre)
    number = await ask(theatre)
    rejected = await decide(theatre, "Max", "Reject", reason="not verified")
    assert f"Rejected `#{number}`: 5,000 💎 are back with **Bea**." in rejected.reply.text
    told = await theatre.use("Bea", "/wallet")
    assert f"Max rejected your cash-out `#{number}`: 5,000 💎 returned. Why: “not verified”" in (
        told.reply.text
    )
    listed = await theatre.use("Bea", "/diamonds payouts")
    assert "rejected, 💎 returned" in listed.reply.text
    assert "Why: “not verified”" in listed.reply.text
    assert await diamonds_of(theatre) == 60_000
    assert await recounted(theatre)


async def test_a_creator_takes_one_of_theirs_back(theatre: Theatre) -> None:
    none = await theatre.use("Bea", "/diamonds cancel")
    assert "You have no open cash-out" in none.reply.text
    assert "No cash-outs yet." in (await theatre.use("Bea", "/diamonds payouts")).reply.text
    await open_cashout(theatre)
    first, second = await ask(theatre, 5_000), await ask(theatre, 6_000)
    asked = await theatre.use("Bea", "/diamonds cancel")
    assert labels(asked) == [f"Take back #{first} (5,000 💎)", f"Take back #{second} (6,000 💎)"]
    done = await theatre.press("Bea", asked, f"Take back #{second} (6,000 💎)")
    assert f"Taken back: 6,000 💎 from cash-out `#{second}`. 55,000 💎 to cash out now." in (
        done.reply.text
    )
    again = await forge_press(
        theatre, "Bea", asked.reply, CancelOwnPayout(theatre.id_of("Bea"), second).custom_id
    )
    assert f"Cash-out `#{second}` was taken back by its creator already" in again.reply.text
    listed = await theatre.press("Bea", done, "Cash-outs")
    assert "taken back, 💎 returned" in listed.reply.text
    chosen = await theatre.press("Bea", listed, "Take a cash-out back")
    assert labels(chosen) == [f"Take back #{first} (5,000 💎)"]
    assert await diamonds_of(theatre) == 55_000


async def test_all_there_is_is_cashed_out_from_the_page_of_diamonds(theatre: Theatre) -> None:
    await open_cashout(theatre, 2_500)
    shown = await theatre.use("Bea", "/diamonds show")
    assert labels(shown) == ["Convert for 2,500 coins", "Cash out", "Cash-outs"]
    asked = await theatre.press("Bea", shown, "Cash out")
    assert "Cash out **2,500** 💎 for about **$12.25**?" in asked.reply.text
    kept = await theatre.press("Bea", asked, "Not now")
    assert kept.reply.text == "Nothing set aside: your 💎 stay as they are."
    asked = await theatre.use("Bea", "/diamonds cashout")
    await theatre.press("Bea", asked, ASK)
    shown = await theatre.use("Bea", "/diamonds show")
    assert "You have **0** 💎." in shown.reply.text
    assert "waits for a moderator" in shown.reply.text
    assert "No 💎 to cash out" in (await theatre.use("Bea", "/diamonds cashout")).reply.text


# What is refused before it is asked about.


async def test_off_it_is_refused_and_offered_nowhere(theatre: Theatre) -> None:
    await open_cashout(theatre, cashout=0)
    refused = await theatre.use("Bea", "/diamonds cashout", amount="5000")
    assert "Cashing out is off on this server. Nothing set aside" in refused.reply.text
    assert "off" in (await theatre.use("Bea", "/diamonds cashout")).reply.text
    assert labels(await theatre.use("Bea", "/diamonds show")) == ["Convert for 60,000 coins"]


async def test_each_amount_that_does_not_go_is_refused_with_what_would(theatre: Theatre) -> None:
    theatre.keep_clear_of_midnight()
    await open_cashout(theatre, cashout_daily=20_000)
    await theatre.grant("Bea", 5_000 * DIAMOND, Currency.BONUS_DIAMONDS)
    for amount, said in {
        "lots": "I couldn't read that amount. Nothing set aside",
        "1000": "Almost! Cash-outs here start at 2,000 💎, you asked for 1,000: 1,000 short. "
        "Nothing set aside: 2,000 would go.",
        "0": "start at 2,000 💎, you asked for 0: 2,000 short. Nothing set aside: 2,000 would",
        "61000": "60,000 💎 to cash out (5,000 bonus 💎 don't count), 1,000 less than that.",
        "20001": "Up to 20,000 💎 a day can be cashed out here: 20,000",
    }.items():
        refused = await theatre.use("Bea", "/diamonds cashout", amount=amount)
        assert said in refused.reply.text
        assert labels(refused) == []
    far = await theatre.use("Bea", "/diamonds cashout", amount="999999")
    assert far.reply.text.startswith("You have 60,000 💎 to cash out (5,000 bonus")
    none = await theatre.use("Kim", "/diamonds cashout", amount="2000")
    assert none.reply.text.startswith("You have no 💎 to cash out. Nothing set aside:")
    for _ in range(3):
        await ask(theatre, 2_000)
    refused = await theatre.use("Bea", "/diamonds cashout", amount="2000")
    assert "3 of your cash-outs are open already" in refused.reply.text
    await freeze(theatre, "Bea")
    refused = await theatre.use("Bea", "/diamonds cashout", amount="2000")
    assert "Your account is frozen" in refused.reply.text
    assert await diamonds_of(theatre) == 54_000


async def test_with_less_than_the_least_it_says_how_far_they_are(theatre: Theatre) -> None:
    await open_cashout(theatre, 1_500)
    refused = await theatre.use("Bea", "/diamonds cashout")
    assert refused.reply.text.endswith(
        "Almost! Cash-outs here start at 2,000 💎, you asked for 1,500: 500 short. Nothing set "
        "aside: you have 1,500 so far."
    )


async def test_the_page_of_diamonds_offers_no_button_that_could_only_be_refused(
    theatre: Theatre,
) -> None:
    await open_cashout(theatre)
    await ask(theatre)
    offered = ["Convert for 55,000 coins", "Cash out", "Cash-outs", "Take a cash-out back"]
    assert labels(await theatre.use("Bea", "/diamonds show")) == offered
    await decide(theatre, "Max", "Approve")
    assert labels(await theatre.use("Bea", "/diamonds show")) == offered[:3]
    await freeze(theatre, "Bea")
    assert "Cash out" not in labels(await theatre.use("Bea", "/diamonds show"))
    staff = role(theatre, "Moderator")
    await theatre.grant("Max", 60_000 * DIAMOND, Currency.DIAMONDS)
    assert "Cash out" in labels(await theatre.use("Max", "/diamonds show"))
    await set_up(theatre, no_cashout=str(staff.id))
    assert "Cash out" not in labels(await theatre.use("Max", "/diamonds show"))


async def test_more_than_one_payout_may_move_goes_in_parts(theatre: Theatre) -> None:
    await open_cashout(theatre, cashout_daily=0, cashout_two=0)
    for _ in range(11):
        await theatre.grant("Bea", 10**12, Currency.DIAMONDS)
    refused = await theatre.use("Bea", "/diamonds cashout", amount="1000000001")
    assert refused.reply.text.endswith(
        "One cash-out takes up to 1,000,000,000 💎. Nothing set aside: do it in parts."
    )
    # All there is, is as much as goes.
    asked = await theatre.use("Bea", "/diamonds cashout")
    assert "Cash out **1,000,000,000** 💎" in asked.reply.text


async def test_asked_ten_times_in_a_day_the_next_is_for_tomorrow(theatre: Theatre) -> None:
    theatre.keep_clear_of_midnight()
    await open_cashout(theatre)
    quoted: dict[str, Any] = {"quoted_rate": 5_000, "quoted_fee": 200, "quoted_currency": "USD"}
    for time in range(MOST_PAYOUTS_A_DAY):
        facts: dict[str, Any] = {"guild": theatre.guild, "actor": theatre.person("Bea")}
        asking = AskPayout(**facts, key=f"ask {time}", units=2_000 * DIAMOND, **quoted)
        await done(theatre, asking)
        number = await last_seq(theatre)
        await done(theatre, CancelPayout(**facts, key=f"back {time}", payout=number))
    refused = await theatre.use("Bea", "/diamonds cashout", amount="2000")
    assert "You asked 10 times today, as often as you can. Nothing set aside: a new day" in (
        refused.reply.text
    )


async def test_who_has_a_role_that_is_kept_out_reads_the_servers_own_words(
    theatre: Theatre,
) -> None:
    world, staff = theatre.sandbox.world, role(theatre, "Moderator")
    await open_cashout(theatre)
    asked = await theatre.use("Bea", "/diamonds cashout", amount="5000")
    await set_up(theatre, no_cashout=str(staff.id))
    members = world.guild.members
    members[theatre.id_of("Bea")].roles.append(staff.id)
    # It is asked about the roles of the moment in which the button is pressed.
    refused = await theatre.press("Bea", asked, ASK)
    assert f"Here, members with <@&{staff.id}> cash no 💎 out." in refused.reply.text
    await set_up(theatre, no_cashout_text="Staff is paid by the month.")
    refused = await theatre.use("Bea", "/diamonds cashout", amount="5000")
    assert refused.reply.text.startswith(
        "> Staff is paid by the month.\nNothing was done or taken."
    )
    members[theatre.id_of("Bea")].roles.remove(staff.id)
    # What was refused stays refused; a new question is a request of its own.
    assert "Nothing was done" in (await theatre.press("Bea", asked, ASK)).reply.text
    await ask(theatre)
    assert await diamonds_of(theatre) == 55_000


@pytest.mark.parametrize(
    "changed", [{"cashout_rate": 4_000}, {"cashout_fee": 300}, {"currency": "EUR"}]
)
async def test_terms_that_changed_meanwhile_set_nothing_aside(
    theatre: Theatre, changed: dict[str, Any]
) -> None:
    await open_cashout(theatre)
    asked = await theatre.use("Bea", "/diamonds cashout", amount="5000")
    await set_up(theatre, **changed)
    refused = await theatre.press("Bea", asked, ASK)
    assert "The terms changed: 1 💎 now gives" in refused.reply.text
    assert await diamonds_of(theatre) == 60_000


# Races, and the same again.


async def test_pressed_twice_and_delivered_twice_it_is_asked_for_once(theatre: Theatre) -> None:
    await open_cashout(theatre)
    asked = await theatre.use("Bea", "/diamonds cashout", amount="5000")
    custom_id = asked.reply.buttons[0].custom_id
    bea = await theatre.stage.person("Bea")
    theatre.sandbox.faults.duplicate(copies=3)
    both = await asyncio.gather(bea.press(asked.reply, ASK), bea.press(asked.reply, ASK))
    for pressed in both:
        await pressed.settled()
    first = asked.reply.text
    assert "Got it: 5,000 💎" in first
    again = await forge_press(theatre, "Bea", asked.reply, custom_id)
    assert again.reply.text == first
    other = await forge_press(theatre, "Kim", asked.reply, custom_id)
    assert "somebody else's" in other.reply.text
    assert await diamonds_of(theatre) == 55_000


async def test_two_moderators_at_once_decide_once(theatre: Theatre) -> None:
    await open_cashout(theatre)
    number = await ask(theatre)
    lists = {who: await theatre.use(who, "/mod payouts") for who in ("Max", "Olive")}
    theatre.sandbox.faults.duplicate(copies=2)
    pressed = await asyncio.gather(
        *(theatre.press(who, listed, "Approve") for who, listed in lists.items())
    )
    texts = sorted(one.reply.text for one in pressed)
    assert texts[0].startswith(f"Approved `#{number}`: $24.50 for **Bea** can be paid now.")
    assert texts[1].startswith(f"`#{number}` is approved already. Nothing changed: it can be paid.")
    forms = {who: (await theatre.press(who, it, "Mark as paid")).modal for who, it in lists.items()}
    sent = await asyncio.gather(
        *(fill(theatre, who, form, reason=f"by {who}") for who, form in forms.items())
    )
    texts = sorted(one.reply.text for one in sent)
    assert texts[0].startswith(f"Cash-out `#{number}` was paid already (`#")
    assert texts[1].startswith(f"Entered `#{number}` as paid: $24.50 to **Bea**.")
    rows = await theatre.house.reader.fetch(
        "SELECT count(*) FROM operation WHERE kind LIKE 'payout-%'"
    )
    assert rows == [(2,)]
    assert await recounted(theatre)


async def test_taken_back_against_approved_it_is_one_of_the_two(theatre: Theatre) -> None:
    await open_cashout(theatre)
    number = await ask(theatre)
    listed = await theatre.use("Max", "/mod payouts")
    own = await theatre.use("Bea", "/diamonds cancel")
    await asyncio.gather(
        theatre.press("Bea", own, labels(own)[0]),
        theatre.press("Max", listed, "Approve"),
    )
    state = await state_of(theatre, number)
    assert state in {"cancelled", "approved"}
    assert await diamonds_of(theatre) == (60_000 if state == "cancelled" else 55_000)
    assert await recounted(theatre)


async def test_what_a_moderator_may_be_paying_is_taken_back_by_nobody(theatre: Theatre) -> None:
    await open_cashout(theatre)
    number = await ask(theatre)
    own = await theatre.use("Bea", "/diamonds cancel")
    await decide(theatre, "Max", "Approve")
    late = await theatre.press("Bea", own, labels(own)[0])
    assert f"`#{number}` is approved, so it may be on its way to you" in late.reply.text
    assert "is approved" in (await theatre.use("Bea", "/diamonds cancel")).reply.text
    assert "Take a cash-out back" not in labels(await theatre.use("Bea", "/diamonds payouts"))
    await decide(theatre, "Max", "Mark as paid", reason="PP")
    assert await diamonds_of(theatre) == 55_000


async def test_a_large_payout_takes_two_moderators_and_never_its_creator(theatre: Theatre) -> None:
    await open_cashout(theatre)
    await theatre.grant("Olive", 30_000 * DIAMOND, Currency.DIAMONDS, by="Max")
    asked = await theatre.use("Olive", "/diamonds cashout", amount="30000")
    assert "until two moderators decide" in asked.reply.text
    done = await theatre.press("Olive", asked, ASK)
    assert "set aside until two moderators decide" in done.reply.text
    number = await last_seq(theatre)
    own = await theatre.use("Olive", "/mod payouts")
    assert "Yours: somebody else decides." in own.reply.text
    assert labels(own) == []
    place = (theatre.id_of("Olive"), number, 0)
    for control in (ApproveInList(*place), AskRejection(*place), AskPayment(*place)):
        forged = await force_press(theatre, "Olive", own.reply, control)
        assert f"Cash-out `#{number}` is your own" in forged.reply.text
    listed = await theatre.use("Max", "/mod payouts")
    first = await decide(theatre, "Max", "Approve", listed)
    assert f"Approved `#{number}`, $147.00 for **Olive**. One more moderator" in first.reply.text
    again = await force_press(
        theatre, "Max", first.reply, ApproveInList(theatre.id_of("Max"), number, 0)
    )
    assert f"You approved `#{number}` already." in again.reply.text
    unpaid = await force_press(
        theatre, "Max", first.reply, AskPayment(theatre.id_of("Max"), number, 0)
    )
    assert f"`#{number}` isn't approved yet" in unpaid.reply.text
    world = theatre.sandbox.world
    world.guild.members[theatre.id_of("Kim")].roles.append(role(theatre, "Moderator").id)
    second = await decide(theatre, "Kim", "Approve")
    assert f"Approved `#{number}`: $147.00 for **Olive** can be paid now." in second.reply.text
    assert "Approved by **Max**.\nApproved by **Kim**." in second.reply.text
    assert labels(await theatre.use("Olive", "/mod payouts")) == []
    assert await state_of(theatre, number) == "approved"


async def test_a_restart_at_each_step_loses_and_doubles_nothing(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await open_cashout(theatre)
            asked = await theatre.use("Bea", "/diamonds cashout", amount="5000")
        async with theatre.bot_running():
            await theatre.press("Bea", asked, ASK)
            listed = await theatre.use("Max", "/mod payouts")
            own = await theatre.use("Bea", "/diamonds cancel")
        async with theatre.bot_running():
            approved = await theatre.press("Max", listed, "Approve")
            form = (await theatre.press("Max", approved, "Mark as paid")).modal
        async with theatre.bot_running():
            paid = await fill(theatre, "Max", form, reason="PP-1")
            assert "as paid: $24.50 to **Bea**." in paid.reply.text
            late = await theatre.press("Bea", own, labels(own)[0])
            assert "was paid already" in late.reply.text
            assert (await account(theatre, "Bea")).purse == Purse(diamonds=55_000 * DIAMOND)
            assert await recounted(theatre)


async def test_forged_amounts_and_terms_set_nothing_aside(theatre: Theatre) -> None:
    await open_cashout(theatre)
    asked = await theatre.use("Bea", "/diamonds cashout", amount="5000")
    owner = theatre.id_of("Bea")
    for control, said in (
        (ConfirmPayout(1, owner, -5, 5_000, 200, "USD"), "you asked for −0.0005"),
        (ConfirmPayout(2, owner, 10**18, 5_000, 200, "USD"), "less than that. Nothing set aside"),
        (ConfirmPayout(3, owner, 10**8, 10**9, 200, "USD"), "The terms changed"),
        (ConfirmPayout(4, owner, 10**8, 5_000, 200, "XXX"), "The terms changed"),
    ):
        forged = await forge_press(theatre, "Bea", asked.reply, control.custom_id)
        assert said in forged.reply.text
    assert await diamonds_of(theatre) == 60_000


async def test_a_german_reader_cashes_out_in_german(theatre: Theatre) -> None:
    await open_cashout(theatre)
    for name in ("Bea", "Max"):
        theatre.sandbox.world.user(name).locale = "de"
    asked = await theatre.use("Bea", "/diamonds cashout", amount="5000")
    assert "**5.000** 💎 auszahlen lassen, für etwa **24,50 $**?" in asked.reply.text
    done = await theatre.press("Bea", asked, "Auszahlung anfragen")
    assert "Alles klar: 5.000 💎, etwa 24,50 $ nach Gebühr, zurückgelegt" in done.reply.text
    number = await last_seq(theatre)
    approved = await decide(theatre, "Max", "Genehmigen")
    assert f"`#{number}` genehmigt: 24,50 $ für **Bea** können jetzt bezahlt werden." in (
        approved.reply.text
    )
    await decide(theatre, "Max", "Als bezahlt eintragen", reason="PP-1")
    told = await theatre.use("Bea", "/diamonds payouts")
    assert f"Max hat deine Auszahlung `#{number}` bezahlt: 24,50 $. Beleg: „PP-1“" in (
        told.reply.text
    )
