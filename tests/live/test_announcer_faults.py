"""What is wrong with one thank-you, or one channel, is wrong with no other."""

import asyncio
from collections.abc import Callable, Sequence
from typing import cast

import pytest
from discord import ui
from structlog.testing import capture_logs

from bot.cards.layout import card
from bot.house import House
from bot.live import saying
from bot.live.posting import Rendered
from bot.live.renderings import render
from bot.live.renderings.gifts import render_digest
from bot.sandbox.service.permissions import ATTACH_FILES, SEND_MESSAGES
from bot.storage.combos import ComboView
from bot.storage.deliveries import Delivery
from tests.live.scenery import (
    TRAIN,
    is_told,
    row_of,
    send,
    set_gift_channel,
    thanked,
    until_troubled,
)
from tests.theatre import Theatre
from tests.waiting import PATIENCE_SECONDS


def render_but(monkeypatch: pytest.MonkeyPatch, key: str, instead: Callable[[], Rendered]) -> None:
    """Have the gift with this key look like something else."""

    async def rendered(house: House, row: Delivery) -> Rendered:
        if row.operation.note == f"gift {key}":
            return instead()
        return await render(house, row)

    monkeypatch.setattr(saying, "render", rendered)


def too_large() -> Rendered:
    """A message that no channel takes: its file is too large."""
    return Rendered(card(ui.File("attachment://large.txt")), {"large.txt": bytes(11 << 20)})


def unsendable() -> Rendered:
    """A message that nobody can even begin to send: its file is none."""
    return Rendered(card(ui.File("attachment://no.txt")), {"no.txt": cast("bytes", "no bytes")})


def impossible() -> Rendered:
    """No message at all."""
    raise KeyError("no such word")


@pytest.mark.parametrize("instead", [too_large, impossible])
async def test_a_thank_you_that_cannot_be_said_blocks_no_other_and_is_logged_once(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch, instead: Callable[[], Rendered]
) -> None:
    await theatre.grant("Ann", 1_000)
    render_but(monkeypatch, "culprit", instead)
    with capture_logs() as logs:
        seq = await send(theatre, "culprit", item=TRAIN)
        await send(theatre, "one")
        await send(theatre, "two")
        assert await thanked(theatre) == {"one": 1, "two": 1}
        await send(theatre, "three")
        assert await thanked(theatre) == {"one": 1, "two": 1, "three": 1}
    row = await row_of(theatre, seq)
    assert (row.shown, row.attempted) == (0, 0)
    assert row.trouble
    assert [entry["log_level"] for entry in logs].count("error") == 1


async def test_why_a_thank_you_cannot_be_made_keeps_nothing_that_people_wrote(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unspeakable() -> Rendered:
        raise ValueError("gift secret")

    await theatre.grant("Ann", 1_000)
    render_but(monkeypatch, "secret", unspeakable)
    seq = await send(theatre, "secret", item=TRAIN)
    await until_troubled(theatre, seq)
    assert "secret" not in (await row_of(theatre, seq)).trouble


async def test_one_gift_that_no_digest_can_tell_of_is_left_out_of_it(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def render(
        house: House, guild: int, digest: int, told: Sequence[ComboView], *, may_attach: bool = True
    ) -> Rendered:
        if any("gift culprit" in combo.messages for combo in told):
            raise KeyError("no such word")
        return await render_digest(house, guild, digest, told, may_attach=may_attach)

    monkeypatch.setattr(saying, "render_digest", render)
    await theatre.grant("Ann", 1_000)
    keys = ["culprit", *map(str, range(30))]
    await asyncio.gather(*(send(theatre, key) for key in keys))
    assert await thanked(theatre) == dict.fromkeys(keys[1:], 1)


@pytest.mark.parametrize("instead", [too_large, unsendable])
async def test_a_digest_that_cannot_be_said_is_halved_until_it_is_known_why(
    theatre: Theatre, monkeypatch: pytest.MonkeyPatch, instead: Callable[[], Rendered]
) -> None:
    async def render(
        house: House, guild: int, digest: int, told: Sequence[ComboView], *, may_attach: bool = True
    ) -> Rendered:
        if any("gift culprit" in combo.messages for combo in told):
            return instead()
        return await render_digest(house, guild, digest, told, may_attach=may_attach)

    monkeypatch.setattr(saying, "render_digest", render)
    render_but(monkeypatch, "culprit", instead)
    await theatre.grant("Ann", 1_000)
    keys = ["culprit", *map(str, range(30))]
    await asyncio.gather(*(send(theatre, key) for key in keys))
    assert await thanked(theatre) == dict.fromkeys(keys[1:], 1)


@pytest.mark.usefixtures("long_pauses")
async def test_a_channel_is_tried_at_once_when_its_permissions_change(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    world = theatre.sandbox.world
    gifts = world.channel("gifts")
    theatre.sandbox.set_overwrite(gifts, world.bot, deny=SEND_MESSAGES)
    await until_troubled(theatre, await send(theatre, "late"))
    theatre.sandbox.set_overwrite(gifts, world.bot, allow=SEND_MESSAGES)
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert await thanked(theatre) == {"late": 1}


@pytest.mark.usefixtures("long_pauses")
async def test_a_channel_is_tried_at_once_when_a_role_changes(theatre: Theatre) -> None:
    await theatre.grant("Ann", 100)
    world = theatre.sandbox.world
    guild = world.guilds[theatre.guild]
    role = next(role for role in guild.roles.values() if role.name == world.bot.name)
    everyone = guild.roles[guild.id]
    before = everyone.permissions, role.permissions
    for each in (everyone, role):
        theatre.sandbox.set_role_permissions(guild, each, each.permissions & ~SEND_MESSAGES)
    await until_troubled(theatre, await send(theatre, "late"))
    for each, permissions in zip((everyone, role), before, strict=True):
        theatre.sandbox.set_role_permissions(guild, each, permissions)
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert await thanked(theatre) == {"late": 1}


@pytest.mark.usefixtures("long_pauses")
async def test_another_gift_channel_gets_at_once_what_waited_for_the_old_one(
    theatre: Theatre,
) -> None:
    await theatre.grant("Ann", 100)
    world = theatre.sandbox.world
    theatre.sandbox.set_overwrite(world.channel("gifts"), world.bot, deny=SEND_MESSAGES)
    await until_troubled(theatre, await send(theatre, "moved"))
    await set_gift_channel(theatre, "general")
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert await thanked(theatre, "general") == {"moved": 1}


@pytest.mark.usefixtures("long_pauses")
async def test_many_ways_to_one_channel_share_its_digests(theatre: Theatre) -> None:
    """Gifts sent in different channels and acknowledged in one are not thanked one by one."""
    await theatre.grant("Ann", 1_000)
    await set_gift_channel(theatre, "gifts")
    places = ("general", "show-bea", "show-cleo", "gifts", "ovation-log")
    keys = list(map(str, range(40)))
    await asyncio.gather(
        *(
            send(theatre, key, channel=places[number % len(places)])
            for number, key in enumerate(keys)
        )
    )
    assert await thanked(theatre) == dict.fromkeys(keys, 1)
    assert len(await theatre.announced()) <= 6


async def test_a_picture_that_may_not_be_attached_is_left_out_and_the_gift_thanked_for(
    theatre: Theatre,
) -> None:
    await theatre.grant("Ann", 10_000)
    world = theatre.sandbox.world
    gifts = world.channel("gifts")
    theatre.sandbox.set_overwrite(gifts, world.bot, deny=ATTACH_FILES)
    await send(theatre, "pictured", item=TRAIN)
    olive = await theatre.stage.person("Olive")
    thanks = await olive.sees("gifts", is_told("pictured"))
    assert thanks.attachments == ()
    for number in range(3):
        await send(theatre, str(number))
        await olive.sees("gifts", is_told(str(number)))
    theatre.sandbox.set_overwrite(gifts, world.bot, allow=ATTACH_FILES)
    assert await thanked(theatre) == {"pictured": 1, "0": 1, "1": 1, "2": 1}
