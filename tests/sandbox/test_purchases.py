"""What a bot can sell in the sandbox: premium buttons, purchases, and what becomes of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from io import StringIO
from typing import Any

import discord
import pytest
from discord import ui
from rich.console import Console

from bot.sandbox.people.controls import ControlRefusedError
from bot.sandbox.people.person import Person, RequestRefusedError
from bot.sandbox.people.prompt import Prompt
from bot.sandbox.people.stage import Stage
from bot.sandbox.service.sandbox import Sandbox
from bot.sandbox.service.world import DURABLE, SUBSCRIPTION, Guild, Sku, User
from tests.sandbox.conftest import Client, Start

WAIT_SECONDS = 30.0


class Seller(Client):
    """A bot that notes what it is told of purchases, and consumes what it is asked to."""

    def __init__(self) -> None:
        super().__init__(discord.Intents(guilds=True))
        self.told: asyncio.Queue[tuple[str, discord.Entitlement]] = asyncio.Queue()

    async def on_entitlement_create(self, entitlement: discord.Entitlement) -> None:
        self.told.put_nowait(("create", entitlement))

    async def on_entitlement_update(self, entitlement: discord.Entitlement) -> None:
        self.told.put_nowait(("update", entitlement))

    async def on_entitlement_delete(self, entitlement: discord.Entitlement) -> None:
        self.told.put_nowait(("delete", entitlement))

    async def hears(self, event: str) -> discord.Entitlement:
        """Wait for what is told next, which must be this."""
        async with asyncio.timeout(WAIT_SECONDS):
            name, entitlement = await self.told.get()
        assert name == event
        return entitlement

    async def lists(self, **query: Any) -> list[int]:
        """The ids of the purchases that are listed."""
        return [entitlement.id async for entitlement in self.entitlements(**query)]


@pytest.fixture
async def seller(start: Start) -> Seller:
    client = Seller()
    await start(client)
    return client


@pytest.fixture
async def stage(sandbox: Sandbox) -> AsyncIterator[Stage]:
    async with Stage(sandbox.description()) as stage:
        yield stage


def pack_button(sku: Sku, *, disabled: bool = False) -> ui.LayoutView:
    """A message that sells one thing."""
    view = ui.LayoutView(timeout=None)
    button: ui.Button[Any] = ui.Button(
        style=discord.ButtonStyle.premium, sku_id=sku.id, disabled=disabled
    )
    view.add_item(ui.TextDisplay("Coins"))
    view.add_item(ui.ActionRow(button))
    return view


def channel_of(client: Client, sandbox: Sandbox) -> discord.TextChannel:
    channel = client.get_channel(sandbox.world.channel("gifts").id)
    assert isinstance(channel, discord.TextChannel)
    return channel


async def refusal_of(person: Person, sku: int | str, **more: Any) -> RequestRefusedError:
    with pytest.raises(RequestRefusedError) as refused:
        await person.buy(sku, **more)
    return refused.value


async def test_a_person_buys_by_a_premium_button_and_the_bot_consumes_it(
    seller: Seller, sandbox: Sandbox, stage: Stage
) -> None:
    sku = sandbox.sell("65 coins", 99)
    assert [(it.id, it.name, it.type.name) for it in await seller.fetch_skus()] == [
        (sku.id, "65 coins", "consumable")
    ]
    await channel_of(seller, sandbox).send(view=pack_button(sku))
    ann = await stage.person("Ann")
    message = await ann.sees("gifts", lambda it: bool(it.buttons))
    assert [(it.sku_id, it.custom_id) for it in message.buttons] == [(sku.id, None)]
    with pytest.raises(ControlRefusedError):
        await ann.press(message, "Buy")
    bought = await ann.buy("65 coins", on=message)
    told = await seller.hears("create")
    assert (told.id, told.user_id, told.sku_id) == (bought.id, ann.id, sku.id)
    assert (told.type, told.guild_id) == (discord.EntitlementType.purchase, None)
    assert not told.consumed
    assert not told.is_expired()
    # Of one thing nobody has two before the first is used up.
    assert (await refusal_of(ann, sku.id)).status == 400
    await told.consume()
    assert (await seller.hears("update")).consumed
    await ann.follows(bought, lambda it: it.consumed, WAIT_SECONDS)
    await told.consume()
    again = await ann.buy(sku.id)
    assert again.id > bought.id
    assert await seller.lists() == [bought.id, again.id]


async def test_what_is_bought_comes_with_every_interaction_until_it_is_used_up(
    start: Start, sandbox: Sandbox, stage: Stage
) -> None:
    client, heard = Seller(), asyncio.Queue[discord.Interaction]()

    @client.tree.command(name="mine", description="Show what is mine.")
    async def mine(interaction: discord.Interaction) -> None:
        heard.put_nowait(interaction)
        await interaction.response.send_message("yours", ephemeral=True)

    await start(client)
    sku, club = sandbox.sell("65 coins"), sandbox.sell("Club", kind=SUBSCRIPTION)
    ann = await stage.person("Ann")
    bought = await ann.buy(sku.id)
    shared = sandbox.grant_entitlement(sandbox.world.guild, club, kind=8)
    sandbox.grant_entitlement(sandbox.world.user("Kim"), sku)
    await ann.use("/mine")
    async with asyncio.timeout(WAIT_SECONDS):
        interaction = await heard.get()
    assert [it.id for it in interaction.entitlements] == [bought.id, int(shared["id"])]
    entitlement = await client.fetch_entitlement(bought.id)
    await entitlement.consume()
    await ann.use("/mine")
    async with asyncio.timeout(WAIT_SECONDS):
        later = await heard.get()
    assert [it.sku_id for it in later.entitlements] == [club.id]


async def test_purchases_are_listed_by_person_item_server_and_page(
    seller: Seller, sandbox: Sandbox
) -> None:
    world = sandbox.world
    ann, kim = world.user("Ann"), world.user("Kim")
    small, large = sandbox.sell("65 coins", 99), sandbox.sell("330 coins", 499)
    owners: list[User | Guild] = [ann, kim, ann, world.guild]
    made = [
        int(sandbox.grant_entitlement(owner, sku)["id"])
        for owner in owners
        for sku in (small, large)
    ]
    assert await seller.lists() == made
    assert await seller.lists(user=discord.Object(kim.id)) == made[2:4]
    assert await seller.lists(guild=discord.Object(world.guild.id)) == made[6:]
    assert await seller.lists(skus=[discord.Object(large.id)]) == made[1::2]
    everything = [discord.Object(small.id), discord.Object(large.id)]
    assert await seller.lists(user=discord.Object(ann.id), skus=everything) == made[:2] + made[4:6]
    assert await seller.lists(after=discord.Object(made[2]), limit=3) == made[3:6]
    assert await seller.lists(before=discord.Object(made[5]), limit=2) == made[3:5]
    many = [int(sandbox.grant_entitlement(kim, small)["id"]) for _ in range(210)]
    assert await seller.lists(limit=None) == made + many


async def test_ended_and_deleted_purchases_are_listed_when_they_are_asked_for(
    seller: Seller, sandbox: Sandbox
) -> None:
    sku, ann = sandbox.sell("65 coins"), sandbox.world.user("Ann")
    now = sandbox.clock.wall()
    ended = int(sandbox.grant_entitlement(ann, sku, ends_at=now - 60)["id"])
    lasting = int(sandbox.grant_entitlement(ann, sku, ends_at=now + 86_400)["id"])
    revoked = int(sandbox.grant_entitlement(ann, sku)["id"])
    used = int(sandbox.grant_entitlement(ann, sku)["id"])
    await (await seller.fetch_entitlement(used)).consume()
    sandbox.revoke_entitlement(revoked)
    assert await seller.lists() == [ended, lasting, used]
    assert await seller.lists(exclude_ended=True) == [lasting, used]
    latest = discord.Object(used + 1)
    with_deleted = [ended, lasting, revoked, used]
    assert await seller.lists(before=latest, exclude_deleted=False) == with_deleted
    assert (await seller.fetch_entitlement(ended)).is_expired()
    assert (await seller.fetch_entitlement(revoked)).deleted
    with pytest.raises(discord.HTTPException) as refused:
        await seller.http.request(
            discord.http.Route(
                "GET",
                "/applications/{application_id}/entitlements",
                application_id=sandbox.world.application.id,
            ),
            params={"exclude_ended": "maybe"},
        )
    assert refused.value.code == 50035


async def test_a_purchase_that_is_taken_back_is_told_once_and_gone(
    seller: Seller, sandbox: Sandbox, stage: Stage
) -> None:
    sku = sandbox.sell("65 coins")
    ann = await stage.person("Ann")
    bought = await ann.buy(sku.id)
    told = await seller.hears("create")
    sandbox.revoke_entitlement(bought.id)
    sandbox.revoke_entitlement(bought.id)
    deleted = await seller.hears("delete")
    assert (deleted.id, deleted.deleted) == (bought.id, True)
    await ann.follows(bought, lambda it: it.deleted, WAIT_SECONDS)
    with pytest.raises(discord.NotFound) as refused:
        await told.consume()
    assert refused.value.code == 10029
    # What was taken back can be bought again, and nothing more was told of the old one.
    again = await ann.buy(sku.id)
    assert (await seller.hears("create")).id == again.id
    with pytest.raises(KeyError):
        sandbox.revoke_entitlement(1)


async def test_an_application_makes_and_deletes_purchases_for_tests_alone(
    seller: Seller, sandbox: Sandbox, stage: Stage
) -> None:
    world = sandbox.world
    sku, club = sandbox.sell("65 coins"), sandbox.sell("Club", kind=SUBSCRIPTION)
    users, guilds = discord.EntitlementOwnerType.user, discord.EntitlementOwnerType.guild
    ann = discord.Object(world.user("Ann").id)
    await seller.create_entitlement(discord.Object(sku.id), ann, users)
    mine = await seller.hears("create")
    assert (mine.user_id, mine.type.name) == (ann.id, "test_mode_purchase")
    server = discord.Object(world.guild.id)
    await seller.create_entitlement(discord.Object(club.id), server, guilds)
    shared = await seller.hears("create")
    assert (shared.user_id, shared.guild_id) == (None, world.guild.id)
    assert shared.type.name == "application_subscription"
    await mine.delete()
    assert (await seller.hears("delete")).id == mine.id
    with pytest.raises(discord.NotFound):
        await mine.delete()
    with pytest.raises(discord.HTTPException) as not_consumable:
        await shared.consume()
    assert not_consumable.value.status == 400
    paid = await (await stage.person("Ann")).buy(sku.id)
    await seller.hears("create")
    with pytest.raises(discord.NotFound) as refused:
        await (await seller.fetch_entitlement(paid.id)).delete()
    assert refused.value.code == 10029
    for unknown_sku, owner in ((1, ann.id), (sku.id, 1)):
        with pytest.raises(discord.NotFound):
            await seller.create_entitlement(
                discord.Object(unknown_sku), discord.Object(owner), users
            )


async def test_test_mode_is_for_the_applications_owner(
    seller: Seller, sandbox: Sandbox, stage: Stage
) -> None:
    sku = sandbox.sell("65 coins")
    bought = await (await stage.person("Olive")).buy(sku.id, test_mode=True)
    assert bought.kind == 4
    assert (await seller.hears("create")).type is discord.EntitlementType.test_mode_purchase
    ann = await stage.person("Ann")
    assert (await refusal_of(ann, sku.id, test_mode=True)).status == 403


async def test_only_what_is_sold_can_be_bought_and_at_its_price(
    seller: Seller, sandbox: Sandbox, stage: Stage
) -> None:
    small, ring = sandbox.sell("65 coins", 99), sandbox.sell("Ring", 1_999, "eur", kind=DURABLE)
    ann = await stage.person("Ann")
    assert [(it.name, it.price) for it in await ann.shop.offers()] == [
        ("65 coins", "0.99 USD"),
        ("Ring", "19.99 EUR"),
    ]
    shown = await ann.shop.offer("Ring")
    ring.price_cents = 2_499
    with pytest.raises(RequestRefusedError) as refused:
        await ann.shop.buy(shown)
    assert refused.value.code == 50035
    await ann.buy("Ring")
    assert (await refusal_of(ann, ring.id)).code == 100011
    sandbox.withdraw(small)
    assert [it.available for it in [it.flags for it in await seller.fetch_skus()]] == [False, True]
    assert (await refusal_of(ann, small.id)).code == 10027
    with pytest.raises(ControlRefusedError):
        await ann.buy("65 coins")
    assert (await refusal_of(ann, 1)).code == 10027


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"style": 6}, "sku_id"),
        ({"style": 6, "sku_id": "1"}, "sku_id"),
        ({"style": 6, "label": "Buy"}, "label"),
        ({"style": 6, "custom_id": "buy"}, "custom_id"),
        ({"style": 6, "url": "https://example.org"}, "url"),
        ({"style": 6, "emoji": {"name": "🌹"}}, "emoji"),
        ({"style": 1, "custom_id": "buy", "label": "Buy"}, "sku_id"),
    ],
)
async def test_a_premium_button_names_something_sold_and_nothing_else(
    seller: Seller, sandbox: Sandbox, fields: dict[str, Any], wrong: str
) -> None:
    sku = sandbox.sell("65 coins")
    button = {"type": 2, "sku_id": str(sku.id), **fields}
    if fields == {"style": 6}:
        del button["sku_id"]
    body = {"components": [{"type": 1, "components": [button]}], "content": "Coins"}
    route = discord.http.Route(
        "POST", "/channels/{channel_id}/messages", channel_id=channel_of(seller, sandbox).id
    )
    with pytest.raises(discord.HTTPException) as refused:
        await seller.http.request(route, json=body)
    assert refused.value.code == 50035
    assert f"components.0.components.0.{wrong}" in str(refused.value)


async def test_a_button_is_bought_from_only_where_it_can_be_pressed(
    seller: Seller, sandbox: Sandbox, stage: Stage
) -> None:
    small, large = sandbox.sell("65 coins"), sandbox.sell("330 coins")
    await channel_of(seller, sandbox).send(view=pack_button(small, disabled=True))
    ann = await stage.person("Ann")
    message = await ann.sees("gifts", lambda it: bool(it.buttons))
    for name, reason in (("65 coins", "is disabled"), ("330 coins", "No button")):
        with pytest.raises(ControlRefusedError, match=reason):
            await ann.buy(name, on=message)
    assert (await ann.buy(large.id)).sku_id == large.id


async def test_one_buys_at_the_prompt_too(seller: Seller, sandbox: Sandbox, stage: Stage) -> None:
    sandbox.sell("65 coins")
    out = StringIO()
    prompt = Prompt(stage, Console(file=out, width=100, color_system=None))
    await prompt.perform("Ann: buy 65 coins")
    assert "Ann has bought 65 coins; nothing was really paid." in out.getvalue()
    await prompt.perform("Ann: buy Moon")
    assert "There is no offer 'Moon'" in out.getvalue()
    await prompt.perform("Ann: buy")
    assert "Say what to buy." in out.getvalue()
    assert list((await prompt.scene("Ann: buy ")).offers) == ["65 coins"]
    assert (await seller.hears("create")).user_id == sandbox.world.user("Ann").id
