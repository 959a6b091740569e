from datetime import UTC, datetime

import pytest

from gladhand.resources.retry_after import retry_after_seconds

NOW = datetime(2026, 11, 29, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7),
        (" 1.5 ", 1.5),
        ("-5", 0),
        ("9" * 20, 3600),
        ("9" * 400, 3600),
        ("Sun, 29 Nov 2026 12:01:30 GMT", 90),
        ("Sun, 29 Nov 2026 13:01:30 +0100", 90),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 3600),
    ],
)
def test_it_is_a_number_of_seconds_or_a_date_and_bounded(text: str, seconds: float) -> None:
    assert retry_after_seconds(text, NOW) == seconds


@pytest.mark.parametrize("text", [None, "", "soon", "nan", "Wed, 99 Oct 9999 99:99:99 GMT", "0001-01-01"])
def test_nonsense_asks_for_nothing(text: str | None) -> None:
    assert retry_after_seconds(text, NOW) is None
