from uuid import uuid4

import pytest

from gladhand.notifications.deliveries.breaker import trips
from gladhand.notifications.deliveries.result_queries import WebhookHealth


def _health(attempts: int, successes: int, in_row: int = 1, ewma: float | None = None) -> WebhookHealth:
    return WebhookHealth(uuid4(), uuid4(), attempts, successes, in_row, successes / attempts if ewma is None else ewma)


@pytest.mark.parametrize(
    ("health", "expected"),
    [
        (_health(9, 0, 9), False),
        (_health(10, 0, 10), True),
        (_health(19, 9, 9), False),
        (_health(19, 9, 10), True),
        (_health(20, 16, 4), False),
        (_health(20, 15, 5), True),
        (_health(49, 40), False),
        (_health(49, 39), True),
        (_health(50, 48), False),
        (_health(50, 47), True),
        (_health(100_000, 10, 1, 0.96), False),
        (_health(100_000, 99_990, 5, 0.9499), True),
    ],
)
def test_the_more_is_known_of_a_receiver_the_finer_it_is_judged(health, expected):
    assert trips(health) is expected
