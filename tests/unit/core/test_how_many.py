"""Numbers of things in texts."""

import pytest

from gladhand.core.how_many import how_many


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [
        (0, "row", "0 rows"),
        (1, "row", "1 row"),
        (2, "row", "2 rows"),
        (21, "row", "21 rows"),
        (1, "day", "1 day"),
        (2, "day", "2 days"),
        (1, "delivery", "1 delivery"),
        (5, "delivery", "5 deliveries"),
    ],
)
def test_a_single_thing_is_in_the_singular(number: int, noun: str, text: str) -> None:
    assert how_many(number, noun) == text
