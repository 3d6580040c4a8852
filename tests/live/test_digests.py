"""What a digest shows and what only its file has room for: everything is told, and told once."""

import asyncio
import re
from dataclasses import replace
from typing import Any

import pytest
from discord import ui

from bot.cards.combos import MOST_QUOTED, MOST_QUOTED_LENGTH, Digest, digest_card
from bot.sandbox.service.permissions import ATTACH_FILES
from bot.storage.combos import ComboView
from bot.storage.people import Somebody
from bot.words import speak
from tests.live.scenery import send, thanked, told
from tests.theatre import Theatre

BEA = Somebody(1, 11, "Bea")


def combo(number: int, *, coins: int = 1, **facts: Any) -> ComboView:
    """A combo of one gift for Bea, each from somebody else."""
    about = ComboView(
        guild=7,
        number=number,
        sender=Somebody(100 + number, 1_000 + number, f"Fan {number}"),
        recipient=BEA,
        item=1,
        name="Rose",
        emoji="🌹",
        price=1,
        channel=5,
        show=0,
        gifts=1,
        quantity=1,
        coins=coins,
        last_ms=0,
        closed=True,
        answered_by="",
        level_before=1,
        level=1,
        messages=(),
    )
    return replace(about, **facts)


def text_of(digest: Digest) -> str:
    """All that the message itself says."""
    items = digest.view.walk_children()
    return "\n".join(it.content for it in items if isinstance(it, ui.TextDisplay))


def quoted(digest: Digest) -> list[str]:
    """The texts in quotation marks, in the message and in its file."""
    return re.findall(r"[“„]([^”“]*)[”“]", f"{text_of(digest)}\n{digest.rest}")


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_digest_quotes_the_few_largest_and_its_file_all_others_once(language: str) -> None:
    combos = [combo(n, coins=n, messages=(f"message {n}",)) for n in range(1, 31)]
    digest = digest_card(speak(language), 1, combos)
    shown = re.findall(r"message \d+", text_of(digest))
    assert shown == ["message 30", "message 29", "message 28"]
    assert sorted(quoted(digest)) == sorted(text for one in combos for text in one.messages)
    words = {"en": "27 messages in the file", "de": "27 Nachrichten in der Datei"}
    assert text_of(digest).endswith(f"-# {words[language]}")


def test_a_long_message_stands_in_the_file_whole() -> None:
    long = "so " * 40 + "nice"
    digest = digest_card(speak("en"), 1, [combo(1, messages=(long,))])
    assert len(long) > MOST_QUOTED_LENGTH
    assert "so so" not in text_of(digest)
    assert digest.rest == f"Fan 1 to Bea: “{long}”"
    assert text_of(digest).endswith("-# 1 message in the file")


def test_who_has_no_room_stands_in_the_file_with_what_they_wrote_and_reached() -> None:
    combos = [
        combo(n, coins=n, messages=(f"m{n}",), level=3, level_before=2, gifts=2, quantity=2)
        for n in range(1, 201)
    ]
    digest = digest_card(speak("en"), 1, combos)
    raised = text_of(digest).count("⬆️") + digest.rest.count("⬆️")
    assert raised == 200
    assert "Fan 1 → Bea: Rose ×2 · ⬆️ level 3 “m1”" in digest.rest.splitlines()
    assert "**Fan 200** `Lv 3` ⬆️ 🌹×2 “m200”" in text_of(digest)
    assert sorted(quoted(digest)) == sorted(f"m{n}" for n in range(1, 201))
    rest = len(re.findall(r"→ Bea:", digest.rest))
    messages = 200 - MOST_QUOTED
    assert f"-# and {rest} more in the file, with {messages} messages" in text_of(digest)


def test_where_nothing_may_be_attached_every_message_is_quoted() -> None:
    combos = [combo(n, coins=n, messages=(f"message {n}",)) for n in range(1, 31)]
    digest = digest_card(speak("en"), 1, combos, may_attach=False)
    assert digest.rest == ""
    assert len(quoted(digest)) == 30


@pytest.mark.parametrize("may_attach", [True, False])
async def test_every_message_of_a_flood_is_told_once_in_the_digest_or_in_its_file(
    theatre: Theatre, may_attach: bool
) -> None:
    world = theatre.sandbox.world
    if not may_attach:
        theatre.sandbox.set_overwrite(world.channel("gifts"), world.bot, deny=ATTACH_FILES)
    await theatre.grant("Ann", 1_000)
    keys = [str(number) for number in range(40)]
    await asyncio.gather(*(send(theatre, key) for key in keys))
    assert await thanked(theatre) == dict.fromkeys(keys, 1)
    digests = [message for message in await theatre.announced() if "💝" in message.text]
    assert digests
    texts = await told(theatre, digests)
    assert any("“gift" in text for text in texts)
    for message in digests:
        assert bool(message.attachments) is may_attach
        if may_attach:
            assert message.text.count("“") <= MOST_QUOTED
