"""Which text is one emoji, as Discord has them."""

import pytest

from bot.ledger.catalogue import DEFAULT_ITEMS
from bot.ledger.emoji import custom_emoji_id, read_emoji

CUSTOM = "<:party_parrot:1234567890123456789>"


@pytest.mark.parametrize(
    "emoji",
    [
        *("🌹", "🫶", "🩷", "🪿", "☀️", "❤️", "™️", "ℹ️", "⬛"),
        *("👍🏽", "✌🏿", "🇩🇪", "🇦", "5️⃣", "*️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"),
        *("❤️‍🔥", "🐦‍🔥", "🏳️‍🌈", "🏴‍☠️", "🐻‍❄️", "⛓️‍💥", "🙂‍↔️"),
        *("🧑‍🎤", "👩🏽‍🚀", "🤷‍♀️", "🏃🏾‍♂️‍➡️", "🧑‍🦽‍➡️", "🧟‍♂️"),
        *("👩‍❤️‍💋‍👨", "🧑🏻‍🤝‍🧑🏿", "👨‍👩‍👧‍👦", "🧑‍🧒", "🫱🏻‍🫲🏿"),
        *(CUSTOM, "<a:wave:123456789012345>"),
    ],
)
def test_one_emoji_is_taken_as_it_is(emoji: str) -> None:
    assert read_emoji(emoji) == emoji
    assert read_emoji(f"  {emoji} ") == emoji


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "rose", ":rose:", "R", "7", "#", "é", "漢", "٣", "→", "½"),
        *("🌹🌹", "🌹 🌹", "🌹!", "x🌹", "❤️❤️", "🇩🇪🇫🇷"),
        *("\u200d", "\ufe0f", "🌹\u200d", "\u200d🌹", "🏽🏽", "🌹🏽", "🇽🇽", "5\u20e3️⃣"),
        *("🌹‍🌹", "👩‍👨‍👦", "🐦‍❄️", "🧑‍🎩", "🏴󠁵󠁳󠁴󠁸󠁿", "🏃‍➡️‍♂️"),
        *("<:p:1234567890123456789>", "<:party:12345>", "<party:1234567890123456789>"),
        *("<:par ty:1234567890123456789>", f"{CUSTOM}{CUSTOM}", "<@1234567890123456789>"),
        "🌹" * 65,
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert read_emoji(text) is None


@pytest.mark.parametrize(
    ("typed", "written"),
    [("❤", "❤️"), ("☀", "☀️"), ("🌹\ufe0f", "🌹"), ("5\u20e3", "5️⃣"), ("🏳‍🌈", "🏳️‍🌈"), ("✌️🏿", "✌🏿")],
)
def test_an_emoji_is_written_as_discord_writes_it(typed: str, written: str) -> None:
    assert read_emoji(typed) == written


def test_all_default_gifts_have_one() -> None:
    for item in DEFAULT_ITEMS:
        assert read_emoji(item.emoji) == item.emoji


def test_a_custom_emoji_is_known_by_its_number() -> None:
    assert custom_emoji_id(CUSTOM) == 1234567890123456789
    assert custom_emoji_id("🌹") is None
