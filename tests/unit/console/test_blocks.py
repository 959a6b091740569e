"""Blocks of pages: what is shown at once, and in short."""

import pytest

from gladhand.console.map.block import MapMark
from gladhand.console.pages.blocks import Notice, Notices


@pytest.mark.parametrize(("number", "shown"), [(0, 0), (5, 5), (6, 6), (7, 5), (20, 5)])
def test_a_page_shows_some_notices_and_folds_the_rest_away(number: int, shown: int) -> None:
    notices = [Notice(str(each)) for each in range(number)]
    block = Notices("Needs attention", notices, "Nothing.")
    assert [*block.first] == notices[:shown]
    assert [*block.first, *block.more] == notices


@pytest.mark.parametrize(("count", "text"), [(2, "2"), (999, "999"), (1000, "1k"), (9700, "10k")])
def test_a_mark_of_many_vehicles_has_a_number_that_fits(count: int, text: str) -> None:
    assert MapMark(0, 0, "", "", count).short_count == text
