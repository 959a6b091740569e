"""Numbers of things in texts."""

import pytest

from gladhand.core.how_many import how_many


@pytest.mark.parametrize(("number", "text"), [(0, "0 days"), (1, "1 day"), (2, "2 days"), (21, "21 days")])
def test_a_single_thing_is_in_the_singular(number: int, text: str) -> None:
    assert how_many(number, "day") == text


@pytest.mark.parametrize(("number", "text"), [(0, "0 deliveries"), (1, "1 delivery"), (5, "5 deliveries")])
def test_a_noun_may_bring_its_plural(number: int, text: str) -> None:
    assert how_many(number, "delivery", "deliveries") == text
