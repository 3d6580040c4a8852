"""Texts run as Unicode's bidirectional algorithm (UAX #9) says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.directions import END_OF_ISOLATE, ISOLATE, in_sight, levels_of

# Capitals stand for Hebrew, as in the examples of the standard.
_HEBREW = {chr(code): chr(code - 65 + 0x5D0) for code in range(65, 91)}
_LATIN = {hebrew: capital for capital, hebrew in _HEBREW.items()}


def seen(text: str) -> str:
    """A text in the order in which it is seen; brackets are turned only as they are drawn."""
    parts = [_HEBREW.get(letter, letter) for letter in text]
    levels = levels_of(parts)
    order = in_sight(range(len(parts)), levels.__getitem__)
    signs = {ISOLATE, END_OF_ISOLATE}
    return "".join(_LATIN.get(parts[it], parts[it]) for it in order if parts[it] not in signs)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("car means CAR.", "car means RAC."),
        ("CAR MEANS car", "car SNAEM RAC"),
        ("he said CAR MEANS car", "he said SNAEM RAC car"),
        ("HE SAID car", "car DIAS EH"),
        ("A 12,340 B", "B 12,340 A"),
        ("a 12,340 B", "a 12,340 B"),
        ("A 50% B", "B 50% A"),
        ("A -5 B", "B 5- A"),
        ("A+1 (b)", ")b( 1+A"),
        ("A (B) c", "c )B( A"),
        ("a (B) c", "a (B) c"),
        ("a B (c) D e", "a B (c) D e"),
        ("A!", "!A"),
        ("1 2 3", "1 2 3"),
        ("«A b» c", "b» c A«"),
    ],
)
def test_letters_numbers_and_brackets_stand_in_their_order(text: str, shown: str) -> None:
    assert seen(text) == shown


def test_numbers_after_arabic_letters_run_as_arabic_ones() -> None:
    arabic = list("م 1-2")
    # Of Arabic letters a range of numbers runs right to left, of Hebrew ones left to right.
    assert levels_of(arabic) == [1, 1, 2, 1, 2]
    assert levels_of(list("א 1.2")) == [1, 1, 2, 2, 2]


def test_what_is_isolated_moves_nothing_around_it() -> None:
    assert seen("A 12 : 34 B") == "B 34 : 12 A"
    one, other = (f"{ISOLATE}{name}{END_OF_ISOLATE}" for name in ("AB", "CD"))
    assert seen(f"{one} 12 : 34 {other}") == "BA 12 : 34 DC"
    assert seen(f"X {ISOLATE}a B{END_OF_ISOLATE} Y") == "Y a B X"


def test_a_picture_runs_with_the_text_around_it() -> None:
    assert levels_of(["א", "", "א"]) == [1, 1, 1]
    assert levels_of(["a", "", "א"]) == [0, 0, 1]


@given(st.text(alphabet=f"abA BC12.,+-%()[]!«»م٣{ISOLATE}{END_OF_ISOLATE}\u0301", max_size=40))
def test_nothing_is_lost_or_doubled_whatever_is_written(text: str) -> None:
    levels = levels_of(list(text))
    assert len(levels) == len(text)
    assert all(0 <= level <= 20 for level in levels)
    assert sorted(in_sight(range(len(text)), levels.__getitem__)) == list(range(len(text)))


@given(st.text(alphabet="ab12.,+-%()[]! ", max_size=40))
def test_a_text_without_letters_that_run_left_stays_as_it_is(text: str) -> None:
    assert set(levels_of(list(text))) <= {0}


def test_isolates_in_isolates_come_to_an_end() -> None:
    levels = levels_of([ISOLATE] * 300 + ["A"] + [END_OF_ISOLATE] * 300)
    assert max(levels) <= 20
