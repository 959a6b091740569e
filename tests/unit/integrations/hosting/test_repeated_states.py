"""Pages that come again and again are noticed, and the states of thousands of pages take no room."""

import tracemalloc

from gladhand.integrations.hosting.reading import RepeatedStates
from gladhand.sdk.reading import Batch


def test_the_third_page_with_one_state_is_noticed() -> None:
    repeated = RepeatedStates()
    found = [repeated.add(Batch(state={"page": page, "of": [1, 2]})) for page in (1, 2, 1, 3, 1)]
    assert found == [False, False, False, False, True]
    assert not any(repeated.add(Batch()) for _ in range(5))


def test_long_states_are_not_kept() -> None:
    repeated, known = RepeatedStates(), "x" * 1_000_000
    tracemalloc.start()
    try:
        for page in range(50):
            assert not repeated.add(Batch(state={"page": page, "known": known}))
        assert tracemalloc.get_traced_memory()[0] < 1_000_000
    finally:
        tracemalloc.stop()
