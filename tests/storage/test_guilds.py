"""Promises about what is read of a guild and of who its members are."""

import pytest

from bot.ledger.catalogue import DEFAULT_ITEMS
from bot.ledger.guild_settings import GuildSettings
from bot.storage.database import Database
from bot.storage.guilds import catalogue, guild_settings
from bot.storage.people import Somebody, people, somebody
from tests.ledger.scene import ANN, BEA, GUILD, KIM, MOD, ROSE
from tests.storage.scene import Scene


async def test_a_guild_that_set_nothing_has_the_defaults(database: Database) -> None:
    assert await guild_settings(database.commands, GUILD) == GuildSettings()
    assert tuple(await catalogue(database.commands, GUILD)) == DEFAULT_ITEMS


async def test_settings_are_read_as_they_were_set(scene: Scene) -> None:
    await scene.set(("share", "2500"), ("timezone", "Europe/Berlin"))
    read = await guild_settings(scene.reader, GUILD)
    assert read == GuildSettings(share=2_500, timezone="Europe/Berlin")


async def test_one_guild_does_not_read_anothers_settings(scene: Scene) -> None:
    await scene.set(("share", "2500"))
    assert await guild_settings(scene.reader, GUILD + 1) == GuildSettings()


async def test_a_setting_that_nobody_could_have_set_is_not_read(
    database: Database, scene: Scene
) -> None:
    await scene.set(("share", "2500"))
    async with database.keeper.transaction():
        await database.keeper.write([("UPDATE setting SET value = ?", [("much",)])])
    with pytest.raises(ValueError, match="share"):
        await guild_settings(scene.reader, GUILD)


async def test_the_catalogue_is_read_as_it_was_edited(scene: Scene) -> None:
    await scene.edit(ROSE, name="Tulip", retired=True)
    await scene.edit(name="Trophy", emoji="🏆", price=77)
    read = await catalogue(scene.reader, GUILD)
    tulip = read.get(ROSE)
    assert tulip is not None
    assert tulip.retired is True
    assert (tulip.name, tulip.price) == ("Tulip", 1)
    trophy = read.find("trophy")
    assert trophy is not None
    assert trophy.price == 77
    assert len(read) == len(DEFAULT_ITEMS) + 1


async def test_people_are_found_by_number(scene: Scene) -> None:
    await scene.adjust(ANN, 10)
    await scene.adjust(BEA, 10)
    ann, bea = await scene.number(ANN), await scene.number(BEA)
    assert await people(scene.reader, GUILD, [bea, ann, bea, 99]) == {
        ann: Somebody(ann, ANN.user_id, "Ann"),
        bea: Somebody(bea, BEA.user_id, "Bea"),
    }
    assert await people(scene.reader, GUILD, []) == {}


async def test_a_stranger_is_nobody(scene: Scene) -> None:
    await scene.adjust(ANN, 10)
    assert await somebody(scene.reader, GUILD, MOD.user_id) is not None
    assert await somebody(scene.reader, GUILD, KIM.user_id) is None
    assert await somebody(scene.reader, GUILD + 1, ANN.user_id) is None


async def test_who_was_forgotten_is_still_somebody(database: Database, scene: Scene) -> None:
    await scene.adjust(ANN, 10)
    ann = await scene.number(ANN)
    await forget(database, ann)
    assert await people(scene.reader, GUILD, [ann]) == {ann: Somebody(ann, None, None)}
    assert await somebody(scene.reader, GUILD, ANN.user_id) is None


async def forget(database: Database, number: int) -> None:
    """Clear what tells who a member is."""
    async with database.keeper.transaction():
        await database.keeper.write(
            [
                (
                    "UPDATE member SET user_id = NULL, name = NULL, identity = ? WHERE number = ?",
                    [(b"keyed", number)],
                )
            ]
        )
