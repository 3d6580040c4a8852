"""Words are written once, and what people call themselves stays readable and harmless in them."""

from collections import defaultdict

import pytest

from bot.ledger.money import Purse
from bot.ledger.outcomes.pots import PotOver
from bot.words import Words, speak


def test_no_two_rooms_word_something_under_one_name() -> None:
    rooms = defaultdict(set)
    for room in Words.__mro__:
        if room.__module__.startswith("bot.words."):
            for name in vars(room):
                if not name.startswith("__"):
                    rooms[name].add(room.__name__)
    assert {name: found for name, found in rooms.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\u202eevil\u202c", "evil"),
        ("@everyone", "\\@everyone"),
        ("# head\nline", "\\# head line"),
        ("[x](https://x.example)", "\\[x\\]\\(https\\://x.example\\)"),
        ("<@1> ~~s~~ ||t||", "\\<\\@1\\> \\~\\~s\\~\\~ \\|\\|t\\|\\|"),
        ("a" * 40, "a" * 31 + "…"),
        ("😀" * 32, "😀" * 32),
    ],
)
def test_a_name_is_shown_harmless(name: str, shown: str) -> None:
    assert speak("en").name(name) == shown


@pytest.mark.parametrize(
    "name",
    [
        "\U0001fa77 Kim",
        "Kim \U0001faea",
        "👩\u200d👩\u200d👧",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f Kim",
        "نور",
        "e\u0301le\u0300ve",
    ],
)
def test_a_name_keeps_its_letters_and_all_emoji_also_the_newest(name: str) -> None:
    assert speak("en").name(name) == name


@pytest.mark.parametrize("name", ["\u200b\u200b", "\u3164", "\u2800", "\u200d", "\u0301", " "])
def test_a_name_in_which_there_is_nothing_to_see_is_somebody(name: str) -> None:
    assert speak("en").strong_name(name) == "**somebody**"
    assert speak("de").form_title(name) == "Ein Geschenk für jemand"


def test_what_one_coin_does_is_said_of_one() -> None:
    english, german = speak("en"), speak("de")
    assert english.welcomed(1) == "👋 Welcome! 1 coin is yours to give away."
    asked = english.chest_question(1, 1, 3, bonus_coins=1, left=1)
    assert "1 bonus coin comes out of your wallet, and 1 coin stays." in asked
    back = PotOver(
        seq=7, pot=5, of="chest", own=True, early=True, taken=0, people=1, coins=0, bonus_coins=1
    )
    assert english.chest_back(back).startswith("Taken back: 1 coin is in your wallet again.")
    assert german.chest_back(back).startswith("Zurückgenommen: 1 Münze ist wieder in ")


def test_what_is_bonus_pays_only_what_is_bonus() -> None:
    english, german = speak("en"), speak("de")
    assert "Your next coins pay that first; bonus coins don't." in english.owes(Purse(coins=60))
    assert "Bonus zählt dafür nicht." in german.owes(Purse(coins=60))
    assert "bonus" not in english.owes(Purse(diamonds=6, bonus_diamonds=1))
    assert "Bonus" not in german.owes(Purse(diamonds=6, bonus_diamonds=1))


def test_one_coin_for_a_diamond_is_one_coin() -> None:
    assert speak("en").exchange(10_000) == "1 💎 = 1 coin"
    assert speak("en").exchange(12_500) == "1 💎 = 1.25 coins"


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_name_that_runs_right_to_left_turns_no_score_around(language: str) -> None:
    words = speak(language)
    told = words.picture_match("محمد", 3, "\u202eعلي\u2069", 2)
    assert told == "\u2068محمد\u2069 3 : 2 \u2068علي\u2069"
    assert words.picture_by("×31", "محمد") == "×31 · \u2068محمد\u2069"
