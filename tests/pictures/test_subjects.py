"""The labels of a plot stand at round values that span what is shown."""

from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.colours import INK, bright, colour_of_name, luminance, mix, read_colour
from bot.pictures.subjects import grid_of


@given(st.integers(0, 10**12))
def test_a_grid_is_round_and_spans_everything(most: int) -> None:
    grid = grid_of(most)
    assert 2 <= len(grid) <= 5
    assert grid[0] == 0
    assert grid[-1] >= most > (grid[-2] if most > 0 else -1)
    assert str(grid[1]).rstrip("0") in {"1", "2", "5"}


@given(st.integers(0, 0xFFFFFF))
def test_letters_in_a_tiers_colour_can_be_read_on_its_ground(number: int) -> None:
    colour = read_colour(number)
    ground = mix(INK, colour, 0.14)
    # 4.5 : 1 is what WCAG 2 asks of text.
    assert (luminance(bright(colour)) + 0.05) / (luminance(ground) + 0.05) >= 4.5


@given(st.text())
def test_white_letters_can_be_read_on_the_colour_of_any_name(name: str) -> None:
    # 3 : 1 is what WCAG 2 asks of large letters.
    assert 1.05 / (luminance(colour_of_name(name)) + 0.05) >= 3
