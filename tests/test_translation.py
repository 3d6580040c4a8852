"""Discord's list of commands: every description in German too, the names in English alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from bot.words import described, languages
from bot.words.german.descriptions import DESCRIPTIONS
from tests.test_german import ENGLISH_WORDS
from tests.theatre import Theatre, open_theatre

MOST_LENGTH: Final = 100
"""Of a description and of a choice: https://discord.com/developers/docs/interactions/"""


async def listed(theatre: Theatre) -> list[dict[str, Any]]:
    """The commands as a member's client lists them."""
    olive = await theatre.stage.person("Olive")
    index = await olive.commands(refresh=True)
    roots = {command.root["id"]: dict(command.root) for command in index.commands}
    return list(roots.values())


def parts(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Commands, groups and options, whatever they are nested in."""
    for node in nodes:
        yield node
        yield from parts(node.get("options") or [])


def texts(nodes: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, str]]]:
    """What describes each part and each choice, with what it is in other languages."""
    for part in parts(nodes):
        if part["description"]:
            yield part["description"], part["description_localizations"] or {}
        for choice in part.get("choices") or []:
            yield choice["name"], choice.get("name_localizations") or {}


async def test_everything_listed_is_described_in_german_and_nothing_is_left_over(
    theatre: Theatre,
) -> None:
    found = dict(texts(await listed(theatre)))
    own_names = set(languages().values())
    assert found.keys() - own_names == DESCRIPTIONS.keys()
    assert {text: others.get("de") for text, others in found.items() if others} == DESCRIPTIONS
    assert all(not found[name] for name in own_names)


async def test_what_is_typed_is_english_alone(theatre: Theatre) -> None:
    for part in parts(await listed(theatre)):
        assert not part.get("name_localizations"), part["name"]
        assert part["name"].isascii()


@pytest.mark.parametrize(("english", "german"), DESCRIPTIONS.items())
def test_each_description_is_german_and_as_short_as_discord_wants_it(
    english: str, german: str
) -> None:
    assert 1 <= len(english) <= MOST_LENGTH
    assert 1 <= len(german) <= MOST_LENGTH
    assert german != english
    assert ENGLISH_WORDS.search(german) is None
    assert not german.endswith(".")


def test_other_languages_read_english() -> None:
    assert described("Send a gift", "de") == "Ein Geschenk schicken"
    for locale in ("en-GB", "en-US", "fr", "den", ""):
        assert described("Send a gift", locale) is None
    assert described("What nobody said", "de") is None


async def test_discord_is_told_again_when_only_a_translation_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_theatre(tmp_path) as theatre:

        def syncs() -> int:
            sent = theatre.sandbox.recording.exchanges
            return sum(it.method == "PUT" and it.path.endswith("/commands") for it in sent)

        for expected in (1, 1):
            async with theatre.bot_running():
                assert syncs() == expected
        monkeypatch.setitem(dict_of_descriptions(), "Send a gift", "Etwas verschenken")
        async with theatre.bot_running():
            assert syncs() == 2
            assert ("Send a gift", {"de": "Etwas verschenken"}) in texts(await listed(theatre))


def dict_of_descriptions() -> dict[str, str]:
    """The descriptions, to be changed."""
    assert isinstance(DESCRIPTIONS, dict)
    return DESCRIPTIONS
