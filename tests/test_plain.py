"""Promises about sentences of Discord's that are read where nothing is markup."""

import pytest

from bot.words import speak
from bot.words.grammar import escaped
from bot.words.plain import plain


@pytest.mark.parametrize(
    ("worded", "read"),
    [
        (
            "You're paused: `/creator resume` lets gifts in.",
            "You're paused: /creator resume lets gifts in.",
        ),
        ("**3** 🌹 to **Bea**", "3 🌹 to Bea"),
        ("-# Only you see this", "Only you see this"),
        ("||hidden||", "hidden"),
        ("Gifts go to <#123> for <@&45>", "Gifts go to #… for @…"),
        ("C:\\\\temp", "C:\\temp"),
    ],
)
def test_markup_is_gone_and_every_word_is_left(worded: str, read: str) -> None:
    assert plain(worded) == read


@pytest.mark.parametrize("name", ["*Ann*", "a_b_c", "[x](y)", "`co`de", "<@1>", "||boo||", "# big"])
def test_what_people_wrote_reads_as_they_wrote_it(name: str) -> None:
    assert plain(escaped(name)) == name
    assert plain(speak("en").strong_name(name)) == name
