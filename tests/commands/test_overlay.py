"""Promises of `/creator overlay`: an address for its creator alone, told once, and what is set."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.controls import read_control
from bot.controls.overlay import AskNewAddress, NewAddress, ShowTestAlert, ShutOverlay
from bot.ledger.outcomes import Accepted
from bot.ledger.requests.browser import MOST_TESTS
from bot.ledger.requests.live import HoldThanks, NameDeputy
from bot.sandbox.people.exchange import Exchange
from bot.storage.audit import examine
from tests.commands.moderators import force_press
from tests.theatre import Theatre, open_theatre
from tests.web.pages import Page, gallery_at

ADDRESS = re.compile(r"\|\|(\S+)/overlay#([\w-]{43})\|\|")


@pytest.fixture
async def open_house(theatre: Theatre) -> Theatre:
    """A bot whose pages people can reach."""
    assert theatre.bot is not None
    server = theatre.bot.site.server
    server.address = replace(server.address, public_url=server.address.local_url)
    return theatre


def secret_in(exchange: Exchange) -> str:
    """The secret of the address that somebody was given, behind a spoiler."""
    assert exchange.reply.ephemeral
    found = ADDRESS.search(exchange.reply.text)
    assert found is not None, exchange.reply.text
    return found[2]


async def status(theatre: Theatre, secret: str) -> int:
    """How the stream is answered to a secret."""
    async with gallery_at(theatre, secret) as gallery:
        return await gallery.status(secret)


async def overlay(theatre: Theatre, who: str = "Bea") -> Exchange:
    """What somebody is answered who asks for their overlay."""
    return await theatre.use(who, "/creator overlay")


# The address.


async def test_the_first_time_gives_an_address_that_opens_the_overlay(open_house: Theatre) -> None:
    said = await overlay(open_house)
    secret = secret_in(said)
    assert "while sharing your screen" in said.reply.text
    assert "1920" in said.reply.text
    assert [button.label for button in said.reply.buttons] == ["Test alert", "Sound and minimum"]
    assert await status(open_house, secret) == 200


async def test_without_a_public_address_it_says_what_the_operator_has_to_set(
    theatre: Theatre,
) -> None:
    said = (await overlay(theatre)).reply
    assert "OVATION_PUBLIC_URL" in said.text
    assert "127.0.0.1" not in said.text
    rows = await theatre.house.reader.fetch("SELECT count(*) FROM overlay")
    assert rows == [(0,)]


async def test_only_a_digest_of_the_secret_is_kept(open_house: Theatre) -> None:
    secret = secret_in(await overlay(open_house))
    path = open_house.settings.database_url.removeprefix("sqlite:///")
    kept = b"".join(file.read_bytes() for file in Path(path).parent.glob(f"{Path(path).name}*"))
    assert secret[:12].encode() in kept
    assert secret.encode() not in kept
    assert secret[12:].encode() not in kept


async def test_the_second_time_tells_since_when_and_not_the_address(open_house: Theatre) -> None:
    secret_in(await overlay(open_house))
    said = (await overlay(open_house)).reply
    assert "You have had an overlay since <t:" in said.text
    assert "overlay#" not in said.text
    assert [button.label for button in said.buttons] == [
        "New address",
        "Test alert",
        "Sound and minimum",
        "Close overlay",
    ]


async def test_a_new_address_is_asked_for_once_and_ends_the_old_one(open_house: Theatre) -> None:
    before = secret_in(await overlay(open_house))
    card = await overlay(open_house)
    question = await open_house.press("Bea", card, "New address")
    assert "stops at once" in question.reply.text
    assert await status(open_house, before) == 200
    given = await open_house.press("Bea", question, "New address")
    after = secret_in(given)
    assert await status(open_house, before) == 401
    assert await status(open_house, after) == 200


async def test_whoever_keeps_the_address_keeps_it(open_house: Theatre) -> None:
    before = secret_in(await overlay(open_house))
    question = await open_house.press("Bea", await overlay(open_house), "New address")
    kept = await open_house.press("Bea", question, "Keep it")
    assert "You have had an overlay since" in kept.reply.text
    assert await status(open_house, before) == 200


async def test_pressed_twice_it_gives_one_address_that_works(open_house: Theatre) -> None:
    await overlay(open_house)
    question = await open_house.press("Bea", await overlay(open_house), "New address")
    sure = read_control(question.reply.buttons[0].custom_id or "")
    assert isinstance(sure, NewAddress)
    given = await open_house.press("Bea", question, "New address")
    again = await force_press(open_house, "Bea", given.reply, sure)
    assert "Nothing was done" in again.reply.text
    assert await status(open_house, secret_in(given)) == 200


async def test_a_closed_overlay_shows_nothing_more_and_another_may_be_opened(
    open_house: Theatre,
) -> None:
    before = secret_in(await overlay(open_house))
    question = await open_house.press("Bea", await overlay(open_house), "Close overlay")
    closed = await open_house.press("Bea", question, "Close overlay")
    assert closed.reply.text.startswith("Closed")
    assert await status(open_house, before) == 401
    assert await status(open_house, secret_in(await overlay(open_house))) == 200
    assert (await examine(open_house.house.database.reports)).ok


@pytest.mark.parametrize("control", [AskNewAddress, NewAddress, ShutOverlay])
async def test_nobody_else_can_press_what_is_about_an_address(
    open_house: Theatre, control: Any
) -> None:
    card = await overlay(open_house)
    keys = (5,) if control is not AskNewAddress else ()
    forged = control(open_house.id_of("Bea"), *keys)
    said = await force_press(open_house, "Kim", card.reply, forged)
    assert "somebody else's" in said.reply.text
    assert await status(open_house, secret_in(card)) == 200


# How it sounds.


async def test_volume_minimum_and_speech_are_set_by_a_form(open_house: Theatre) -> None:
    await overlay(open_house)
    form = await open_house.press("Bea", await overlay(open_house), "Sound and minimum")
    saved = await _fill(open_house, form, volume="30", least="1000", speech="on")
    assert saved.reply.text.startswith("Saved: volume 30 %, gifts of 1,000 coins or more")
    card = (await overlay(open_house)).reply.text
    assert "Volume 30 %, shows gifts of 1,000 coins or more, reads messages out." in card
    form = await open_house.press("Bea", await overlay(open_house), "Sound and minimum")
    same = await _fill(open_house, form, volume="30", least="1000", speech="on")
    assert "nothing changed" in same.reply.text


@pytest.mark.parametrize(
    ("filled", "answer"),
    [
        ({"volume": "101"}, "The volume is a whole number from 0 to 100 %. Nothing changed"),
        ({"volume": "-1"}, "The volume is a whole number from 0 to 100 %. Nothing changed"),
        ({"volume": "²"}, "The volume is a whole number"),
        ({"least": "0"}, "The minimum is a whole number from 1 to 1,000,000,000 coins"),
        ({"least": "much"}, "The minimum is a whole number"),
    ],
)
async def test_what_no_overlay_can_sound_like_is_refused(
    open_house: Theatre, filled: dict[str, str], answer: str
) -> None:
    form = await open_house.press("Bea", await overlay(open_house), "Sound and minimum")
    said = await _fill(open_house, form, **{"volume": "60", "least": "1", "speech": "off"} | filled)
    assert said.reply.text.startswith(answer)


async def _fill(theatre: Theatre, form: Exchange, **filled: str) -> Exchange:
    who = await theatre.stage.person("Bea")
    sent = await who.fill(form.modal, filled)
    await sent.settled()
    return sent


# Test alerts.


async def test_a_test_alert_is_shown_on_the_stream(open_house: Theatre) -> None:
    card = await overlay(open_house)
    async with gallery_at(open_house, secret_in(card)) as gallery, gallery.page() as page:
        pressed = await open_house.press("Bea", card, "Test alert")
        assert pressed.reply.text == "A test alert is on its way, behind what is on now."
        assert (await page.alert())["kind"] == "test"
    # The card with the address is still there.
    assert "overlay#" in card.reply.text


async def test_the_queue_offers_a_test_alert_to_helpers_too(open_house: Theatre) -> None:
    before = await open_house.use("Bea", "/live queue")
    assert "Test alert" not in [button.label for button in before.reply.buttons]
    secret = secret_in(await overlay(open_house))
    await _accepted(open_house, NameDeputy, deputy=open_house.person("Kim"), on=True)
    async with gallery_at(open_house, secret) as gallery, gallery.page() as page:
        queue = await open_house.use("Kim", "/live queue", creator=open_house.id_of("Bea"))
        await open_house.press("Kim", queue, "Test alert")
        await _test_alert(page)


async def test_skip_replay_and_pause_in_the_queue_act_on_the_stream(open_house: Theatre) -> None:
    secret = secret_in(await overlay(open_house))
    async with gallery_at(open_house, secret) as gallery, gallery.page() as page:
        bea = open_house.id_of("Bea")
        await open_house.use("Ann", "/gift", gift="Rose", to=bea)
        assert (await page.alert())["sender"] == "Ann"
        queue = await open_house.use("Bea", "/live queue")
        queue = await open_house.press("Bea", queue, "Skip")
        await page.nothing()
        replay = next(b.label for b in queue.reply.buttons if b.label.startswith("Replay"))
        queue = await open_house.press("Bea", queue, replay)
        again = await page.alert()
        assert (again["kind"], again["sender"]) == ("replay", "Ann")
        await page.finish(again)
        await open_house.press("Bea", queue, "Pause")
        while not (await page.told("looks"))["holding"]:
            pass


async def test_while_alerts_are_paused_a_test_alert_says_that_it_waits(
    open_house: Theatre,
) -> None:
    card = await overlay(open_house)
    await _accepted(open_house, HoldThanks, creator=open_house.person("Bea"), on=True)
    pressed = await open_house.press("Bea", card, "Test alert")
    assert "it shows once you resume" in pressed.reply.text


async def test_tests_in_a_row_come_to_an_end_and_say_until_when(open_house: Theatre) -> None:
    card = await overlay(open_house)
    for _ in range(MOST_TESTS):
        pressed = await open_house.press("Bea", card, "Test alert")
        assert pressed.reply.text.startswith("A test alert is on its way")
    refused = (await open_house.press("Bea", card, "Test alert")).reply.text
    assert refused.startswith("5 test alerts a minute are as many as there can be.")
    assert re.search(r"<t:\d+:R>", refused)
    open_house.sandbox.world.user("Bea").locale = "de"
    refused = (await open_house.press("Bea", card, "Test alert")).reply.text
    assert refused.startswith("Mehr als 5 Tests pro Minute gehen nicht.")


async def test_a_stranger_cannot_show_a_test_alert(open_house: Theatre) -> None:
    card = await overlay(open_house)
    forged = ShowTestAlert(open_house.id_of("Bea"))
    said = await force_press(open_house, "Kim", card.reply, forged)
    assert "helper" in said.reply.text
    own = ShowTestAlert(open_house.id_of("Kim"))
    said = await force_press(open_house, "Kim", card.reply, own)
    assert said.reply.text.startswith("There is no overlay yet, so nothing was done.")


async def test_a_german_creator_reads_german(open_house: Theatre) -> None:
    open_house.sandbox.world.user("Bea").locale = "de"
    said = (await overlay(open_house)).reply
    assert said.text.startswith("🎬 Dein Overlay: ||")
    assert [button.label for button in said.buttons] == ["Testen", "Ton und Minimum"]


async def test_what_is_logged_holds_no_secret(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    async with open_theatre(tmp_path) as theatre, theatre.bot_running() as bot:
        server = bot.site.server
        server.address = replace(server.address, public_url=server.address.local_url)
        secret = secret_in(await overlay(theatre))
        async with gallery_at(theatre, secret) as gallery, gallery.page():
            pass
        path = f"{server.address.local_url}/overlay?secret={secret}"
        async with aiohttp.ClientSession() as session, session.get(path):
            pass
    told = "".join(capsys.readouterr()) + caplog.text
    assert secret not in told
    assert secret[12:] not in told


async def _test_alert(page: Page) -> None:
    while (await page.alert())["kind"] != "test":
        pass


async def _accepted(theatre: Theatre, kind: Any, **facts: Any) -> None:
    request = kind(guild=theatre.guild, key=kind.__name__, actor=theatre.person("Bea"), **facts)
    assert isinstance(await theatre.house.writer.submit(request), Accepted)
