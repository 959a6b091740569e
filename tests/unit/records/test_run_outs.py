"""Times at which something runs out."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from gladhand.records.run_outs import fill_in_ends
from gladhand.resources.hos_availability import HOS_AVAILABILITY

_AT = datetime(2026, 1, 6, 9, 30, 0, 250_000, UTC)
_OWN = "2026-01-06T12:00:00Z"


@pytest.mark.parametrize(
    ("status", "seconds", "own", "end"),
    [
        ("ON", 3600, None, "2026-01-06T10:30:00Z"),
        ("D", 0, None, "2026-01-06T09:30:00Z"),
        ("YM", 60, None, "2026-01-06T09:31:00Z"),
        ("OFF", 3600, None, None),
        ("SB", 3600, None, None),
        ("PC", 3600, None, None),
        (None, 3600, None, None),
        ("D", None, None, None),
        ("D", 3600, _OWN, _OWN),
        ("OFF", 3600, _OWN, _OWN),
        ("D", 10**15, None, None),
    ],
)
def test_a_shift_ends_when_its_time_is_over_while_it_runs(
    status: str | None, seconds: int | None, own: str | None, end: str | None
) -> None:
    # A row beside it, so that no column is empty.
    values: dict[str, Sequence[Any]] = {
        "duty_status_code": [status, "D"],
        "available_shift_seconds": [seconds, 1],
        "shift_ends_at": [own, None],
    }
    fill_in_ends(HOS_AVAILABILITY, values, [_AT, _AT])
    assert values["shift_ends_at"] == [end, "2026-01-06T09:30:01Z"]
    assert "next_break_due_at" not in values
