"""The offer to set a server up: made once where Ovation joins, and good for managers only."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import discord

from bot.app import open_house
from bot.ledger.guild_settings import GuildSettings
from bot.ledger.requests import ChangeSetting
from bot.sandbox.people.stage import Stage
from bot.sandbox.service import permissions
from bot.sandbox.service.world import Channel, Guild
from bot.storage.installation import remembered
from tests.theatre import Theatre, open_theatre
from tests.waiting import PATIENCE_SECONDS

OFFER = "Ovation lets viewers send gifts here"


def new_guild(theatre: Theatre, *names: str) -> Guild:
    """A server that Ovation is not on yet, with these channels under its first, `general`."""
    sandbox = theatre.sandbox
    guild = sandbox.add_guild("The Blue Room", sandbox.world.user("Olive"), with_bot=False)
    for name in names:
        sandbox.add_channel(guild, name)
    return guild


def channel(guild: Guild, name: str) -> Channel:
    """A channel of a server."""
    return next(it for it in guild.channels.values() if it.name == name)


def join(theatre: Theatre, guild: Guild) -> None:
    """Have Ovation invited to a server."""
    theatre.sandbox.add_member(guild, theatre.sandbox.world.bot.name)


def leave(theatre: Theatre, guild: Guild) -> None:
    """Have Ovation kicked from a server."""
    theatre.sandbox.remove_member(guild.members[theatre.sandbox.world.bot.id])


@asynccontextmanager
async def joining(theatre: Theatre, events: int = 1) -> AsyncIterator[None]:
    """Wait, on leaving, until the bot has heard of a new server so often, and acted on it."""
    assert theatre.bot is not None
    heard: asyncio.Queue[discord.Guild] = asyncio.Queue()
    theatre.bot.add_listener(heard.put, "on_guild_join")
    yield
    async with asyncio.timeout(PATIENCE_SECONDS):
        for _ in range(events):
            await heard.get()
        name = "discord.py: on_guild_join"
        await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name() == name))
    theatre.bot.remove_listener(heard.put, "on_guild_join")


def offers(guild: Guild) -> dict[str, int]:
    """In which channels of a server the offer stands, and how often."""
    found = {}
    for place in guild.channels.values():
        texts = [str(message.payload["components"]) for message in place.messages.values()]
        found[place.name] = sum(OFFER in text for text in texts)
    return {name: count for name, count in found.items() if count}


async def test_the_offer_is_made_in_the_channel_for_system_messages(theatre: Theatre) -> None:
    guild = new_guild(theatre, "news", "hello")
    guild.system_channel_id = channel(guild, "hello").id
    async with joining(theatre):
        join(theatre, guild)
    assert offers(guild) == {"hello": 1}


async def test_without_one_it_is_made_in_the_first_channel_that_can_be_written_in(
    theatre: Theatre,
) -> None:
    guild = new_guild(theatre, "news", "hello")
    everyone = guild.roles[guild.id]
    denied = permissions.SEND_MESSAGES
    theatre.sandbox.set_overwrite(channel(guild, "general"), everyone, deny=denied)
    theatre.sandbox.set_overwrite(channel(guild, "news"), everyone, deny=permissions.VIEW_CHANNEL)
    async with joining(theatre):
        join(theatre, guild)
    assert offers(guild) == {"hello": 1}


async def test_a_server_without_room_for_it_is_offered_nothing_until_it_joins_anew(
    theatre: Theatre,
) -> None:
    guild = new_guild(theatre)
    everyone, general = guild.roles[guild.id], channel(guild, "general")
    theatre.sandbox.set_overwrite(general, everyone, deny=permissions.SEND_MESSAGES)
    async with joining(theatre):
        join(theatre, guild)
    assert offers(guild) == {}
    theatre.sandbox.set_overwrite(general, everyone)
    leave(theatre, guild)
    async with joining(theatre):
        join(theatre, guild)
    assert offers(guild) == {"general": 1}


async def test_an_event_that_comes_twice_offers_once(theatre: Theatre) -> None:
    guild = new_guild(theatre)
    theatre.sandbox.faults.duplicate("GUILD_CREATE", copies=3)
    async with joining(theatre, events=3):
        join(theatre, guild)
    assert offers(guild) == {"general": 1}


async def test_joining_again_after_a_restart_offers_nothing_more(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        guild = new_guild(theatre)
        async with theatre.bot_running():
            async with joining(theatre):
                join(theatre, guild)
            assert await remembered(theatre.house.reader, f"setup_offered:{guild.id}")
        async with theatre.bot_running():
            leave(theatre, guild)
            async with joining(theatre):
                join(theatre, guild)
            assert offers(guild) == {"general": 1}


async def test_a_server_that_was_joined_while_the_bot_was_off_is_offered_it_at_the_start(
    tmp_path: Path,
) -> None:
    async with open_theatre(tmp_path) as theatre:
        ours = theatre.sandbox.world.guild
        async with theatre.bot_running():
            assert offers(ours) == {"general": 1}
        guild = new_guild(theatre, "hello")
        join(theatre, guild)
        for _ in range(2):
            async with theatre.bot_running():
                assert offers(guild) == {"general": 1}
                assert offers(ours) == {"general": 1}


async def test_an_offer_that_a_start_cut_off_is_not_made_again(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        theatre.sandbox.faults.reset(
            method="POST", route="/channels/*/messages", after_effect=True, times=1
        )
        for _ in range(2):
            async with theatre.bot_running():
                assert offers(theatre.sandbox.world.guild) == {"general": 1}


async def test_a_server_that_was_set_up_already_is_offered_nothing(tmp_path: Path) -> None:
    async with open_theatre(tmp_path) as theatre:
        async with open_house(theatre.settings) as (house, _):
            await house.writer.submit(
                ChangeSetting(
                    guild=theatre.guild,
                    key="set",
                    actor=theatre.person("Olive"),
                    changes=(("welcome_coins", "5"),),
                )
            )
        async with theatre.bot_running():
            assert offers(theatre.sandbox.world.guild) == {}


async def test_an_offer_without_an_answer_is_not_made_again(theatre: Theatre) -> None:
    guild = new_guild(theatre, "hello")
    theatre.sandbox.faults.reset(
        method="POST", route="/channels/*/messages", after_effect=True, times=1
    )
    async with joining(theatre):
        join(theatre, guild)
    assert offers(guild) == {"general": 1}


async def test_the_offer_opens_the_page_for_managers_only(theatre: Theatre) -> None:
    guild = new_guild(theatre)
    theatre.sandbox.add_member(guild, "Kim")
    async with joining(theatre):
        join(theatre, guild)
    general = channel(guild, "general").id
    async with Stage(theatre.sandbox.description(), guild=1) as stage:
        kim, olive = await stage.person("Kim"), await stage.person("Olive")
        offer = await kim.sees(general, lambda message: OFFER in message.text)
        refused = await (await kim.press(offer, "Set up")).settled()
        assert refused.reply.ephemeral
        assert "it needs Manage Server" in refused.reply.text
        offer = await olive.sees(general, lambda message: OFFER in message.text)
        opened = await (await olive.press(offer, "Set up")).settled()
        assert opened.reply.ephemeral
        assert opened.reply.text.startswith("**Set up Ovation**")
        saved = await (await olive.press(opened.reply, "Save the suggestions")).settled()
        assert saved.reply.text.startswith("**Ready!**")
        assert (await olive.read(general))[0].text == offer.text
    settings: GuildSettings = await theatre.house.memory.settings(guild.id)
    assert settings.gift_channel == channel(guild, "general").id
