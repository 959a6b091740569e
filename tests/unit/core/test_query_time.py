"""Times that clients write into a query, all alike."""

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from gladhand.core.query_time import QueryTime

TIMES: TypeAdapter[datetime] = TypeAdapter(QueryTime)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03-02T09:30:00Z", datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
        ("2026-03-02T09:30:00.123456789Z", datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)),
        ("2026-03-02T09:30:00-06:00", datetime(2026, 3, 2, 15, 30, tzinfo=UTC)),
        ("2026-03-02T09:30:00 01:00", datetime(2026, 3, 2, 8, 30, tzinfo=UTC)),
        ("2026-03-02T09:30:00", datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
        ("2026-03-02 09:30", datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)),
    ],
)
def test_a_time_without_a_zone_is_utc_and_a_day_its_midnight(written: str, meant: datetime) -> None:
    assert TIMES.validate_python(written) == meant
    assert TIMES.validate_python(written).tzinfo is UTC


@pytest.mark.parametrize("written", ["0.5", "0", "1767225600", "-1", "now", "", "20260302", "2026-13-01"])
def test_numbers_and_other_texts_are_no_times(written: str) -> None:
    with pytest.raises(ValidationError):
        TIMES.validate_python(written)


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00"])
def test_a_time_that_cannot_be_reckoned_with_is_refused(written: str) -> None:
    with pytest.raises(ValidationError, match="between 1970 and 9998"):
        TIMES.validate_python(written)
