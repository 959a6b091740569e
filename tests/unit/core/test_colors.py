"""A partner's colour: whatever it is, what is written in it and on it can be read."""

from hypothesis import given
from hypothesis import strategies as st

from gladhand.core.colors import DARK_CARD, LIGHT_CARD, contrast, shades, stylesheet

COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"{number:06x}")


def rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


@given(COLORS)
def test_text_is_readable_on_the_colour_and_in_it(color):
    for card in (LIGHT_CARD, DARK_CARD):
        found = shades(color, card)
        assert contrast(rgb(found.on_brand), rgb(found.brand)) >= 4.5
        assert contrast(rgb(found.strong), card) >= 4.5
        assert contrast(rgb(found.strong), rgb(found.soft)) >= 4.5


def test_the_colour_itself_stays_as_it_was_given():
    assert shades("d1004b", LIGHT_CARD).brand == "#d1004b"
    assert "#d1004b" in stylesheet("d1004b")


def test_a_colour_that_can_be_read_is_not_changed():
    assert shades("004488", LIGHT_CARD).strong == "#004488"


def test_the_same_contrast_as_everybody_computes():
    assert contrast((255, 255, 255), (0, 0, 0)) == 21
    assert round(contrast((119, 119, 119), (255, 255, 255)), 2) == 4.48
