"""Who may do what moderators and managers do: by permission, by role, and never by forging."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.controls import Control
from bot.controls.fairness import (
    AskForcing,
    AskFreezeAll,
    AskUnfreezeAll,
    DecideForcing,
    ForceForm,
    FreezeAllForm,
    RefuseForcing,
    RefuseForm,
    RingPage,
    UnfreezeAllForm,
)
from bot.controls.moderation import AdjustForm, AskReversal, LookUp, ReverseForm, StatementPage
from bot.controls.payouts import (
    ApproveInList,
    ApproveInLog,
    AskPayment,
    AskPaymentInLog,
    AskRejection,
    AskRejectionInLog,
    CashoutHistoryPage,
    CashoutPage,
    CashoutTextsForm,
    OpenPayoutsPage,
    PaymentForm,
    RejectionForm,
    ShowOrigin,
)
from bot.controls.pots import AskEndPot, ConfirmChest, ConfirmDrop, EndPot, PotsPage
from bot.controls.shop import (
    ConfirmInList,
    ConfirmInLog,
    DeclineForm,
    DeclineInList,
    DeclineInLog,
    PurchasesPage,
)
from bot.sandbox.service import permissions
from bot.words import speak
from tests.commands.moderators import fill, force, force_form, force_press, gift, last_seq, set_up
from tests.commands.test_forged import valid
from tests.theatre import Theatre, coins_of

ACTS: dict[str, dict[str, Any]] = {
    "/mod lookup": {"member": "Ann"},
    "/mod freeze": {"member": "Ann", "reason": "because"},
    "/mod unfreeze": {"member": "Ann", "reason": "because"},
    "/mod reverse": {"gift": "#2", "reason": "because"},
    "/mod adjust": {"member": "Ann", "currency": "coins", "amount": "+5", "reason": "because"},
    "/mod audit": {},
}
FOR_MANAGERS = {"/mod adjust", "/mod audit"}


def options_of(theatre: Theatre, command: str) -> dict[str, Any]:
    """What a command is tried with."""
    options = dict(ACTS[command])
    if "member" in options:
        options["member"] = theatre.id_of(options["member"])
    return options


@pytest.mark.parametrize("command", ACTS)
async def test_a_forged_command_without_the_right_is_refused_and_logged(
    theatre: Theatre, command: str
) -> None:
    await gift(theatre)
    with capture_logs() as logs:
        said = await force(theatre, "Kim", command, **options_of(theatre, command))
    assert said.reply.ephemeral
    assert "Nothing was done" in said.reply.text
    needed = "Manage Server" if command in FOR_MANAGERS else "Moderate Members"
    assert needed in said.reply.text
    missing = [entry for entry in logs if entry["event"] == "a right is missing"]
    assert [entry["user"] for entry in missing] == [theatre.id_of("Kim")]
    assert await last_seq(theatre) == 2


@pytest.mark.parametrize("command", ACTS)
@pytest.mark.parametrize("setting", ["moderator_role", "manager_role"])
async def test_a_granted_role_gives_its_right_and_no_other(
    theatre: Theatre, command: str, setting: str
) -> None:
    await gift(theatre)
    role = next(
        role for role in theatre.sandbox.world.guild.roles.values() if role.name == "Creator"
    )
    await set_up(theatre, **{setting: role.id})
    said = await force(theatre, "Cleo", command, **options_of(theatre, command))
    is_granted = (command in FOR_MANAGERS) == (setting == "manager_role")
    assert ("Nothing was done" not in said.reply.text) == is_granted


@pytest.mark.parametrize("command", ACTS)
@pytest.mark.parametrize("bits", [permissions.MODERATE_MEMBERS, permissions.MANAGE_GUILD])
async def test_a_permission_gives_its_right_and_no_other(
    theatre: Theatre, command: str, bits: int
) -> None:
    await gift(theatre)
    world = theatre.sandbox.world
    role = world.add_role(world.guild, "Half", bits)
    world.guild.members[theatre.id_of("Kim")].roles.append(role.id)
    said = await force(theatre, "Kim", command, **options_of(theatre, command))
    is_granted = (command in FOR_MANAGERS) == (bits == permissions.MANAGE_GUILD)
    assert ("Nothing was done" not in said.reply.text) == is_granted


async def test_the_client_does_not_list_what_discord_hides(theatre: Theatre) -> None:
    ann = await theatre.stage.person("Ann")
    with pytest.raises(LookupError):
        (await ann.commands(refresh=True)).find("/mod freeze")


@pytest.mark.parametrize("control", [LookUp(2), AskReversal(0, 2), StatementPage("of", 0, 0)])
async def test_a_forged_button_without_the_right_is_refused_and_logged(
    theatre: Theatre, control: Control
) -> None:
    seq = await gift(theatre)
    (thanks,) = await theatre.announced()
    kim = theatre.id_of("Kim")
    controls: dict[type[Control], Control] = {
        LookUp: LookUp(seq),
        AskReversal: AskReversal(kim, seq),
        StatementPage: StatementPage("of", kim, theatre.id_of("Ann")),
    }
    with capture_logs() as logs:
        said = await force_press(theatre, "Kim", thanks, controls[type(control)])
    assert not said.has_modal
    assert "That's for moderators" in said.reply.text
    assert "a right is missing" in [entry["event"] for entry in logs]


async def test_a_forged_form_without_the_right_is_refused_and_logged(theatre: Theatre) -> None:
    seq = await gift(theatre)
    kim, ann = theatre.id_of("Kim"), theatre.id_of("Ann")
    with capture_logs() as logs:
        said = await force_form(theatre, "Kim", ReverseForm(5, kim, seq))
        assert "That's for moderators" in said.reply.text
        said = await force_form(theatre, "Kim", AdjustForm(6, kim, ann, "coins", 10**9))
        assert "That's for managers" in said.reply.text
    missing = [entry for entry in logs if entry["event"] == "a right is missing"]
    assert [entry["right"] for entry in missing] == ["moderate", "manage"]
    assert await coins_of(theatre, "Ann") == 99


async def test_somebody_elses_reverse_button_is_not_yours(theatre: Theatre) -> None:
    seq = await gift(theatre)
    (thanks,) = await theatre.announced()
    pressed = AskReversal(theatre.id_of("Max"), seq)
    said = await force_press(theatre, "Olive", thanks, pressed)
    assert "somebody else's" in said.reply.text


async def test_a_right_that_is_lost_in_between_is_missed_by_the_form(theatre: Theatre) -> None:
    seq = await gift(theatre)
    asked = await theatre.use("Max", "/mod reverse", gift=f"#{seq}")
    theatre.sandbox.world.guild.members[theatre.id_of("Max")].roles.clear()
    said = await fill(theatre, "Max", asked.modal, reason="wrong person")
    assert "That's for moderators" in said.reply.text
    assert await coins_of(theatre, "Ann") == 99


async def test_no_command_of_those_with_rights_obeys_anybody_else(theatre: Theatre) -> None:
    await gift(theatre)
    before = await last_seq(theatre)
    olive = await theatre.stage.person("Olive")
    words, tried = speak("en"), 0
    for command in (await olive.commands()).slash:
        if not command.title.startswith(("/mod ", "/setup ")):
            continue
        values = {option.name: valid(theatre, option) for option in command.options}
        said = await force(theatre, "Kim", command.title, **values)
        assert not said.has_modal, command.title
        refusals = {words.moderators_only, words.managers_only}
        assert refusals & {said.reply.text}, command.title
        tried += 1
    assert tried >= 50
    assert await last_seq(theatre) == before


def controls_of_the_economy(kim: int) -> list[Control]:
    """All that only moderators and managers press about coins that come in and go out."""
    return [
        PurchasesPage("first", kim, 0),
        ConfirmInList(kim, 2, 0),
        DeclineInList(kim, 2, 0),
        ConfirmInLog(2),
        DeclineInLog(2),
        DeclineForm(5, kim, 2, 0),
        ConfirmChest(6, kim, 60, 3, 3, 60, 0),
        ConfirmDrop(7, kim, 10**6, 3, 0, 1),
        PotsPage("first", kim, "drops"),
        AskEndPot(kim, 2),
        EndPot(kim, 2),
        OpenPayoutsPage("first", kim, 0),
        ApproveInList(kim, 2, 0),
        AskRejection(kim, 2, 0),
        RejectionForm(kim, 2, 0),
        AskPayment(kim, 2, 0),
        PaymentForm(kim, 2, 0),
        ApproveInLog(2),
        AskRejectionInLog(2),
        AskPaymentInLog(2),
        ShowOrigin(2),
        AskForcing(kim, 2),
        DecideForcing(2),
        ForceForm(8, kim, 2),
        RingPage("first", kim, 7, 2, 0, 0),
        RefuseForcing(2),
        RefuseForm(9, kim, 2),
        AskFreezeAll(kim, 7, 2, 0, 0, "all", "0"),
        FreezeAllForm(10, kim, 7, 2, 0, 0, "all", "0"),
        AskUnfreezeAll(kim, 7, 2, 0, 0, "0"),
        UnfreezeAllForm(11, kim, 7, 2, 0, 0, "0", 2),
        *(CashoutPage(part, kim) for part in ("texts", "ask", "on", "off", "leave")),
        CashoutHistoryPage("first", kim),
        CashoutTextsForm(kim),
    ]


async def test_no_control_of_the_economy_obeys_who_has_no_right(theatre: Theatre) -> None:
    await gift(theatre)
    (thanks,) = await theatre.announced()
    before, words = await last_seq(theatre), speak("en")
    for control in controls_of_the_economy(theatre.id_of("Kim")):
        said = await force_press(theatre, "Kim", thanks, control)
        assert not said.has_modal, control
        assert {words.moderators_only, words.managers_only} & {said.reply.text}, control
    assert await last_seq(theatre) == before
