"""The form of the page on which a server is set up: what is typed, and who else typed meanwhile."""

from zoneinfo import available_timezones

import pytest

from bot.controls import read_control
from bot.controls.setup import SetUp, TypedSetting
from bot.ledger.guild_settings import GuildSettings
from bot.sandbox.people.exchange import Exchange
from bot.sandbox.people.seen import Message
from tests.commands.moderators import fill, force_form, last_seq, settings_of
from tests.theatre import Theatre

FORM = "Time zone and coins"


async def open_form(theatre: Theatre, name: str = "Olive") -> Exchange:
    """Have somebody open the page and, from it, the form."""
    return await theatre.press(name, await theatre.use(name, "/setup start"), FORM)


async def send_in(theatre: Theatre, name: str, form: Exchange, **values: str) -> Message:
    """Have somebody type over settings in the page's form and send it in; what is answered."""
    fields = [read_control(field.custom_id) for field in form.modal.fields]
    ids = {it.name: it.custom_id for it in fields if isinstance(it, TypedSetting)}
    typed = {ids[setting]: value for setting, value in values.items()}
    return (await fill(theatre, name, form.modal, **typed)).reply


async def test_what_is_typed_is_saved_together(theatre: Theatre) -> None:
    opened = await theatre.use("Olive", "/setup start")
    form = await theatre.press("Olive", opened, FORM)
    assert [field.value for field in form.modal.fields] == ["UTC", "100", "7", "1000"]
    values = {
        "timezone": "tokyo",
        "welcome_coins": "50",
        "welcome_age_days": "0",
        "confirm_coins": "0",
    }
    page = await send_in(theatre, "Olive", form, **values)
    assert page.id == opened.reply.id
    for line in ("**Time zone** Asia/Tokyo", "**Welcome coins** 50", "gift** never"):
        assert line in page.text
    assert await settings_of(theatre) == GuildSettings(
        timezone="Asia/Tokyo", welcome_coins=50, welcome_age_days=0, confirm_coins=0
    )


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("timezone", "Brelin", "Did you mean Europe/Berlin"),
        ("welcome_coins", "many", "welcome coins must be a whole number from 0 to 1,000,000"),
        ("welcome_age_days", "366", "must be a whole number from 0 to 365"),
        ("confirm_coins", "-1", "must be a whole number from 0 to 1,000,000,000"),
    ],
)
async def test_one_wrong_value_changes_nothing_of_what_was_typed(
    theatre: Theatre, field: str, value: str, reason: str
) -> None:
    form = await open_form(theatre)
    values = {"timezone": "Asia/Tokyo", "welcome_coins": "1", field: value}
    page = await send_in(theatre, "Olive", form, **values)
    assert reason in page.text
    assert "*suggested*" in page.text
    assert await settings_of(theatre) == GuildSettings()


async def test_a_form_saves_only_what_was_typed_anew(theatre: Theatre) -> None:
    form = await open_form(theatre)
    late = await open_form(theatre, "Max")
    await send_in(theatre, "Olive", form, timezone="Asia/Tokyo", welcome_coins="50")
    page = await send_in(theatre, "Max", late, confirm_coins="500")
    assert "✓ Saved · asking before a gift: from 1,000 coins → from 500 coins" in page.text
    assert "Not saved" not in page.text
    assert await settings_of(theatre) == GuildSettings(
        timezone="Asia/Tokyo", welcome_coins=50, confirm_coins=500
    )


async def test_what_another_manager_has_typed_meanwhile_stands_and_that_is_said(
    theatre: Theatre,
) -> None:
    form = await open_form(theatre)
    late = await open_form(theatre, "Max")
    await send_in(theatre, "Olive", form, timezone="Asia/Tokyo", confirm_coins="0")
    page = await send_in(theatre, "Max", late, timezone="berlin", welcome_coins="50")
    assert "✓ Saved · welcome coins: 100 → 50" in page.text
    assert (
        "✗ Not saved: time zone. Somebody else changed it while your form was open, and it stays "
        "as they set it: Asia/Tokyo."
    ) in page.text
    assert await settings_of(theatre) == GuildSettings(
        timezone="Asia/Tokyo", welcome_coins=50, confirm_coins=0
    )
    seq = await last_seq(theatre)
    again = await open_form(theatre, "Max")
    page = await send_in(theatre, "Max", again, timezone="berlin")
    assert "**Time zone** Europe/Berlin" in page.text
    assert await last_seq(theatre) == seq + 1


async def test_two_managers_who_type_the_same_agree(theatre: Theatre) -> None:
    form = await open_form(theatre)
    late = await open_form(theatre, "Max")
    await send_in(theatre, "Olive", form, welcome_coins="50")
    page = await send_in(theatre, "Max", late, welcome_coins="50")
    assert "It is like that already. Nothing changed." in page.text
    assert await last_seq(theatre) == 1


async def test_a_form_that_is_sent_in_as_it_opened_changes_nothing(theatre: Theatre) -> None:
    form = await open_form(theatre)
    late = await open_form(theatre, "Max")
    await send_in(theatre, "Olive", form, welcome_coins="50")
    page = await send_in(theatre, "Max", late)
    assert "Nothing changed." in page.text
    assert await settings_of(theatre) == GuildSettings(welcome_coins=50)


async def test_a_time_zone_that_the_form_suggests_is_saved_with_it(theatre: Theatre) -> None:
    theatre.sandbox.world.guild.locale = "de"
    form = await open_form(theatre)
    page = await send_in(theatre, "Olive", form, welcome_coins="50")
    assert "✓ Saved · time zone: UTC → Europe/Berlin" in page.text
    assert await settings_of(theatre) == GuildSettings(timezone="Europe/Berlin", welcome_coins=50)


async def test_a_time_zone_that_was_only_suggested_gives_way_without_a_word(
    theatre: Theatre,
) -> None:
    theatre.sandbox.world.guild.locale = "de"
    form = await open_form(theatre)
    late = await open_form(theatre, "Max")
    await send_in(theatre, "Olive", form, timezone="Asia/Tokyo")
    page = await send_in(theatre, "Max", late, welcome_coins="50")
    assert "Not saved" not in page.text
    assert await settings_of(theatre) == GuildSettings(timezone="Asia/Tokyo", welcome_coins=50)


async def test_a_form_that_does_not_tell_what_it_showed_is_expired(theatre: Theatre) -> None:
    forged = SetUp("typed", theatre.id_of("Max"), 0, 0, 0, 0, "")
    said = await force_form(theatre, "Max", forged)
    assert "expired" in said.reply.text
    assert await settings_of(theatre) == GuildSettings()


def test_the_longest_field_fits_into_a_custom_id() -> None:
    field = TypedSetting("welcome_age_days", max(available_timezones(), key=len))
    assert read_control(field.custom_id) == field
