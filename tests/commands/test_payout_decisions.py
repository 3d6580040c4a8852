"""Open payouts before moderators: in their list and in the log, each decided once."""

import asyncio
from pathlib import Path

from bot.controls.payouts import (
    ApproveInList,
    ApproveInLog,
    AskPayment,
    AskPaymentInLog,
    AskRejection,
    AskRejectionInLog,
    CancelOwnPayout,
    PaymentForm,
    RejectionForm,
)
from bot.ledger.money import Currency
from bot.sandbox.people.exchange import Exchange
from bot.sandbox.people.seen import Message
from tests.commands.cashing_out import (
    DIAMOND,
    LOG,
    ask,
    decide,
    diamonds_of,
    open_cashout,
    owe_coins,
    recounted,
    state_of,
)
from tests.commands.moderators import fill, force, force_form, force_press, freeze, unfreeze
from tests.commands.test_wallet import labels
from tests.theatre import Theatre, forge_press, open_theatre

WAITS = ["Approve", "Reject", "Where from?", "Look up"]
TO_PAY = ["Mark as paid", "Reject", "Where from?", "Look up"]
OVER = ["Look up"]


async def press_of(
    theatre: Theatre, who: str, message: Message, caption: str, place: int = 0
) -> Exchange:
    """Have somebody press a button of a message; of several alike, the one at a place."""
    person = await theatre.stage.person(who)
    button = [it for it in message.buttons if it.label == caption][place]
    return await (await person.press(message, button.custom_id or "")).settled()


# The list.


async def test_the_list_is_paged_and_oldest_first(theatre: Theatre) -> None:
    assert "No cash-out waits" in (await theatre.use("Max", "/mod payouts")).reply.text
    await open_cashout(theatre)
    for who in ("Ann", "Kim"):
        await theatre.grant(who, 60_000 * DIAMOND, Currency.DIAMONDS)
    numbers = [await ask(theatre, 2_000, who) for who in ("Bea", "Ann", "Kim") for _ in range(2)]
    listed = await theatre.use("Max", "/mod payouts")
    assert listed.reply.text.startswith("**Open cash-outs** · 6")
    assert f"`#{numbers[0]}`" in listed.reply.text
    assert f"`#{numbers[5]}`" not in listed.reply.text
    more = await theatre.press("Max", listed, "More")
    assert f"`#{numbers[5]}`" in more.reply.text
    # The last of a page is decided: what waits longest comes next.
    cancelled = await theatre.press("Max", more, "Reject")
    done = await fill(theatre, "Max", cancelled.modal, reason="no")
    assert f"Rejected `#{numbers[5]}`" in done.reply.text
    assert f"`#{numbers[0]}`" in done.reply.text


async def test_what_is_over_is_told_before_a_form_opens(theatre: Theatre) -> None:
    await open_cashout(theatre)
    number = await ask(theatre)
    listed = await theatre.use("Max", "/mod payouts")
    own = await theatre.use("Bea", "/diamonds cancel")
    await theatre.press("Bea", own, labels(own)[0])
    late = await theatre.press("Max", listed, "Reject")
    assert late.updated
    assert f"Cash-out `#{number}` was taken back by its creator already" in late.reply.text
    assert "No cash-out waits" in late.reply.text


async def test_a_payment_without_a_reference_is_none(theatre: Theatre) -> None:
    await open_cashout(theatre)
    number = await ask(theatre)
    await decide(theatre, "Max", "Approve")
    refused = await decide(theatre, "Max", "Mark as paid", reason="   ")
    assert "A reference is needed, so that the payment can be found." in refused.reply.text
    assert await state_of(theatre, number) == "approved"
    refused = await decide(theatre, "Max", "Reject", reason="   ")
    assert "A reason is needed" in refused.reply.text


async def test_nothing_is_paid_to_who_is_frozen_until_that_ends(theatre: Theatre) -> None:
    await open_cashout(theatre)
    await ask(theatre)
    listed = await theatre.use("Max", "/mod payouts")
    await freeze(theatre, "Bea")
    refused = await decide(theatre, "Max", "Approve", listed)
    assert "Its creator is frozen" in refused.reply.text
    rejected = await decide(theatre, "Max", "Reject", reason="frozen")
    assert "5,000 💎 are back with **Bea**." in rejected.reply.text


async def test_who_is_no_moderator_sees_and_decides_nothing(theatre: Theatre) -> None:
    await open_cashout(theatre)
    number = await ask(theatre)
    listed = await theatre.use("Max", "/mod payouts")
    assert "Nothing was done" in (await force(theatre, "Kim", "/mod payouts")).reply.text
    place = (theatre.id_of("Kim"), number, 0)
    for control in (ApproveInList(*place), AskRejection(*place), AskPayment(*place)):
        forged = await force_press(theatre, "Kim", listed.reply, control)
        assert "That's for moderators" in forged.reply.text
    for form in (RejectionForm(*place), PaymentForm(*place)):
        forged = await force_form(theatre, "Kim", form)
        assert "That's for moderators" in forged.reply.text
    stolen = await forge_press(
        theatre, "Kim", listed.reply, CancelOwnPayout(theatre.id_of("Kim"), number).custom_id
    )
    assert f"`#{number}` is no cash-out that you could do this with." in stolen.reply.text
    assert await state_of(theatre, number) == "asked"


async def test_what_was_decided_leaves_its_place_to_what_is_said_of_it(theatre: Theatre) -> None:
    """So that a second press at the same place meets no other request."""
    await open_cashout(theatre)
    first, second, third = [await ask(theatre, 2_000) for _ in range(3)]
    listed = await theatre.use("Max", "/mod payouts")
    pressed = await press_of(theatre, "Max", listed.reply, "Reject", place=1)
    rejected = (await fill(theatre, "Max", pressed.modal, reason="no")).reply.text
    places = [
        rejected.index(said)
        for said in (f"`#{first}` **2,000**", f"Rejected `#{second}`", f"`#{third}` **2,000**")
    ]
    assert places == sorted(places)
    assert rejected.startswith("**Open cash-outs** · 2")
    # What stays in the list has its note on top.
    listed = await theatre.use("Max", "/mod payouts")
    approved = await press_of(theatre, "Max", listed.reply, "Approve", place=1)
    assert approved.reply.text.startswith(f"Approved `#{third}`")


async def test_the_list_offers_nothing_that_could_only_be_refused(theatre: Theatre) -> None:
    await open_cashout(theatre)
    await theatre.grant("Kim", 30_000 * DIAMOND, Currency.DIAMONDS)
    first, large = await ask(theatre), await ask(theatre, 30_000, "Kim")
    # Who gave the first of two approvals has none left to give.
    listed = await theatre.use("Max", "/mod payouts")
    half = await press_of(theatre, "Max", listed.reply, "Approve", place=1)
    assert labels(half) == [*WAITS[:3], *WAITS[1:3]]
    assert "You approved it: somebody else has to, too." in half.reply.text
    assert labels(await theatre.use("Olive", "/mod payouts")) == WAITS[:3] * 2
    # To who is frozen or owes something, nothing is paid.
    await decide(theatre, "Max", "Approve")
    await freeze(theatre, "Bea")
    frozen = await theatre.use("Max", "/mod payouts")
    assert labels(frozen) == [*WAITS[1:3], *WAITS[1:3]]
    assert "⚠️ Frozen (`#" in frozen.reply.text
    own = await theatre.use("Bea", "/diamonds payouts")
    assert "⚠️ Your account is frozen (`#" in own.reply.text
    assert "): nothing is paid until that ends." in own.reply.text
    await unfreeze(theatre, "Bea")
    await owe_coins(theatre)
    owing = await theatre.use("Max", "/mod payouts")
    assert "⚠️ Owes 65 coins: nothing is paid until that is." in owing.reply.text
    own = await theatre.use("Bea", "/diamonds payouts")
    assert "⚠️ You owe 65 coins: nothing is paid until that is." in own.reply.text
    theatre.sandbox.world.user("Max").locale = "de"
    owing = await theatre.use("Max", "/mod payouts")
    assert "⚠️ Schuldet 65 Münzen: Bis das beglichen ist, wird nichts bezahlt." in (owing.reply.text)
    assert "Von dir genehmigt: Es fehlt noch eine Zusage von jemand anderem." in owing.reply.text
    assert {await state_of(theatre, it) for it in (first, large)} == {"approved", "asked"}


async def test_payment_details_are_no_reference_and_stand_nowhere(theatre: Theatre) -> None:
    await open_cashout(theatre)
    number = await ask(theatre)
    await decide(theatre, "Max", "Approve")
    for written in ("IBAN DE89 3704 0044 0532 0130 00", "4111 1111 1111 1111"):
        refused = await decide(theatre, "Max", "Mark as paid", reason=written)
        assert "That has the number of a card or a bank account in it, which is never stored." in (
            refused.reply.text
        )
    theatre.sandbox.world.user("Max").locale = "de"
    refused = await decide(theatre, "Max", "Als bezahlt eintragen", reason="4111 1111 1111 1111")
    assert "Darin steht die Nummer einer Karte oder eines Kontos" in refused.reply.text
    assert await state_of(theatre, number) == "approved"
    rows = await theatre.house.reader.fetch("SELECT text FROM note")
    assert not [text for (text,) in rows if "1111" in text or "3704" in text]


# The log.


async def entry_of(theatre: Theatre, number: int) -> Message:
    """What stands in the log of a payout that was asked for."""
    entries = await theatre.announced(LOG)
    return next(entry for entry in entries if entry.text.startswith(f"`#{number}` "))


def captions(message: Message) -> list[str]:
    """The buttons of a message."""
    return [button.label or "" for button in message.buttons]


async def test_the_log_lets_moderators_decide_where_they_read_of_it(theatre: Theatre) -> None:
    await open_cashout(theatre, log_channel=theatre.channel_id(LOG))
    number = await ask(theatre)
    entry = await entry_of(theatre, number)
    assert captions(entry) == WAITS
    assert entry.text.endswith("\n**Waits for a moderator**")
    approved = await press_of(theatre, "Max", entry, "Approve")
    assert approved.reply.ephemeral
    assert f"Approved `#{number}`: $24.50 for **Bea** can be paid now." in approved.reply.text
    # Whoever reads it from now on finds what comes next, and who still had the button is told.
    late = await press_of(theatre, "Olive", entry, "Approve")
    assert late.reply.text == f"`#{number}` is approved already. Nothing changed: it can be paid."
    entry = await entry_of(theatre, number)
    assert captions(entry) == TO_PAY
    assert entry.text.endswith("\n**Approved, payment to come**")
    form = (await press_of(theatre, "Max", entry, "Mark as paid")).modal
    assert form.title == f"Cash-out #{number} is paid?"
    paid = await fill(theatre, "Max", form, reason="PP-7")
    assert paid.reply.ephemeral
    assert paid.reply.text == f"Entered `#{number}` as paid: $24.50 to **Bea**."
    after = await entry_of(theatre, number)
    assert captions(after) == OVER
    assert after.text.endswith(f"\n**Paid** (`#{number + 2}`)")
    for control in (ApproveInLog(number), AskRejectionInLog(number), AskPaymentInLog(number)):
        late = await force_press(theatre, "Olive", entry, control)
        said = f"Cash-out `#{number}` was paid already (`#{number + 2}`). Nothing changed."
        assert late.reply.text == said
    assert await recounted(theatre)


async def test_rejected_from_the_log_or_taken_back_it_says_so_there(theatre: Theatre) -> None:
    await open_cashout(theatre, log_channel=theatre.channel_id(LOG))
    first, second = await ask(theatre), await ask(theatre)
    form = (await press_of(theatre, "Max", await entry_of(theatre, first), "Reject")).modal
    empty = await fill(theatre, "Max", form, reason="  ")
    assert "A reason is needed" in empty.reply.text
    rejected = await fill(theatre, "Max", form, reason="not verified")
    assert rejected.reply.text == f"Rejected `#{first}`: 5,000 💎 are back with **Bea**."
    entry = await entry_of(theatre, first)
    assert (captions(entry), await diamonds_of(theatre)) == (OVER, 55_000)
    assert f"\n**Rejected, 💎 returned** (`#{second + 1}`)" in entry.text
    own = await theatre.use("Bea", "/diamonds cancel")
    await theatre.press("Bea", own, labels(own)[0])
    entry = await entry_of(theatre, second)
    assert captions(entry) == OVER
    assert f"\n**Taken back, 💎 returned** (`#{second + 2}`)" in entry.text


async def test_the_log_obeys_no_member_and_nobody_about_their_own(theatre: Theatre) -> None:
    await open_cashout(theatre, log_channel=theatre.channel_id(LOG))
    await theatre.grant("Olive", 5_000 * DIAMOND, Currency.DIAMONDS, by="Max")
    number, own = await ask(theatre), await ask(theatre, who="Olive")
    entry = await entry_of(theatre, number)
    for control in (ApproveInLog(number), AskRejectionInLog(number), AskPaymentInLog(number)):
        refused = await force_press(theatre, "Kim", entry, control)
        assert "That's for moderators" in refused.reply.text
    entry = await entry_of(theatre, own)
    for caption in ("Approve", "Reject"):
        refused = await press_of(theatre, "Olive", entry, caption)
        assert f"Cash-out `#{own}` is your own, so another moderator decides." in (
            refused.reply.text
        )
    unpaid = await force_press(theatre, "Max", entry, AskPaymentInLog(own))
    assert f"`#{own}` isn't approved yet, so it can't be paid." in unpaid.reply.text
    unknown = await force_press(theatre, "Max", entry, ApproveInLog(own + 9))
    assert f"`#{own + 9}` is no cash-out" in unknown.reply.text
    assert {await state_of(theatre, it) for it in (number, own)} == {"asked"}


async def test_a_large_one_takes_two_of_those_who_read_the_log(theatre: Theatre) -> None:
    await open_cashout(theatre, log_channel=theatre.channel_id(LOG))
    number = await ask(theatre, 30_000)
    entry = await entry_of(theatre, number)
    assert entry.text.endswith("\n**Waits for two moderators**")
    # Both at once, and each of them delivered twice.
    theatre.sandbox.faults.duplicate(copies=2)
    texts = sorted(
        one.reply.text
        for one in await asyncio.gather(
            *(press_of(theatre, who, entry, "Approve") for who in ("Max", "Olive"))
        )
    )
    assert texts == [
        f"Approved `#{number}`, $147.00 for **Bea**. One more moderator has to approve it.",
        f"Approved `#{number}`: $147.00 for **Bea** can be paid now.",
    ]
    assert captions(await entry_of(theatre, number)) == TO_PAY


async def test_one_approval_of_two_stands_in_the_log_and_is_not_given_twice(
    theatre: Theatre,
) -> None:
    await open_cashout(theatre, log_channel=theatre.channel_id(LOG))
    number = await ask(theatre, 30_000)
    await press_of(theatre, "Max", await entry_of(theatre, number), "Approve")
    entry = await entry_of(theatre, number)
    assert captions(entry) == WAITS
    assert entry.text.endswith("\n**One approval of two**")
    again = await press_of(theatre, "Max", entry, "Approve")
    assert f"You approved `#{number}` already. Nothing changed" in again.reply.text


async def test_two_in_the_log_pay_it_once_and_a_form_that_comes_late_is_told(
    theatre: Theatre,
) -> None:
    await open_cashout(theatre, log_channel=theatre.channel_id(LOG))
    number = await ask(theatre)
    await press_of(theatre, "Max", await entry_of(theatre, number), "Approve")
    entry = await entry_of(theatre, number)
    forms = {
        who: (await press_of(theatre, who, entry, "Mark as paid")).modal for who in ("Max", "Olive")
    }
    theatre.sandbox.faults.duplicate(copies=2)
    sent = await asyncio.gather(
        *(fill(theatre, who, form, reason=f"by {who}") for who, form in forms.items())
    )
    texts = sorted(one.reply.text for one in sent)
    assert texts[0].startswith(f"Cash-out `#{number}` was paid already (`#")
    assert texts[1] == f"Entered `#{number}` as paid: $24.50 to **Bea**."
    assert await recounted(theatre)


async def test_paid_and_rejected_at_once_it_is_one_of_the_two(theatre: Theatre) -> None:
    await open_cashout(theatre, log_channel=theatre.channel_id(LOG))
    number = await ask(theatre)
    await press_of(theatre, "Max", await entry_of(theatre, number), "Approve")
    entry = await entry_of(theatre, number)
    forms = {
        "Max": (await press_of(theatre, "Max", entry, "Reject")).modal,
        "Olive": (await press_of(theatre, "Olive", entry, "Mark as paid")).modal,
    }
    theatre.sandbox.faults.duplicate(copies=2)
    sent = await asyncio.gather(
        *(fill(theatre, who, form, reason=f"by {who}") for who, form in forms.items())
    )
    state = await state_of(theatre, number)
    told = {
        "paid": (f"Cash-out `#{number}` was paid already", f"Entered `#{number}` as paid"),
        "rejected": (f"Rejected `#{number}`", f"Cash-out `#{number}` was rejected already"),
    }[state]
    assert all(one.reply.text.startswith(said) for one, said in zip(sent, told, strict=True))
    assert await diamonds_of(theatre) == (60_000 if state == "rejected" else 55_000)
    assert await recounted(theatre)


async def test_a_debt_and_a_freeze_are_told_in_the_log_before_a_form_opens(
    theatre: Theatre,
) -> None:
    await open_cashout(theatre, log_channel=theatre.channel_id(LOG))
    number = await ask(theatre)
    await press_of(theatre, "Max", await entry_of(theatre, number), "Approve")
    entry = await entry_of(theatre, number)
    await freeze(theatre, "Bea")
    refused = await press_of(theatre, "Olive", entry, "Mark as paid")
    assert not refused.has_modal
    assert "Its creator is frozen" in refused.reply.text
    await unfreeze(theatre, "Bea")
    await owe_coins(theatre)
    refused = await press_of(theatre, "Olive", entry, "Mark as paid")
    assert not refused.has_modal
    assert "Its creator owes 65 coins, and that comes first." in refused.reply.text


async def test_buttons_and_forms_of_the_log_work_after_a_restart(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with theatre.bot_running():
            await open_cashout(theatre, log_channel=theatre.channel_id(LOG))
            number = await ask(theatre)
            entry = await entry_of(theatre, number)
        async with theatre.bot_running():
            await press_of(theatre, "Max", entry, "Approve")
            entry = await entry_of(theatre, number)
            form = (await press_of(theatre, "Max", entry, "Mark as paid")).modal
        async with theatre.bot_running():
            shown = await press_of(theatre, "Olive", entry, "Where from?")
            assert f"💎 of `#{number}` came from**" in shown.reply.text
            paid = await fill(theatre, "Max", form, reason="PP-1")
            assert paid.reply.text == f"Entered `#{number}` as paid: $24.50 to **Bea**."
            assert captions(await entry_of(theatre, number)) == OVER
            assert await recounted(theatre)


async def test_a_german_log_has_german_buttons(theatre: Theatre) -> None:
    await open_cashout(theatre, log_channel=theatre.channel_id(LOG), language="de")
    number = await ask(theatre)
    entry = await entry_of(theatre, number)
    assert captions(entry) == ["Genehmigen", "Ablehnen", "Woher?", "Nachschlagen"]
    assert entry.text.endswith("\n**Wartet auf die Moderation**")
    theatre.sandbox.world.user("Max").locale = "de"
    approved = await press_of(theatre, "Max", entry, "Genehmigen")
    assert f"`#{number}` genehmigt: 24,50 $ für **Bea** können jetzt bezahlt werden." in (
        approved.reply.text
    )
