"""Which part of a read `gladhand provider try` fetches."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gladhand.provider_tools.trial import CannotTry, slice_of
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION
from gladhand.sdk.clock import days, hours
from gladhand.sdk.reading import FEED, FULL, WINDOW, Batch, Read, Slice

_NOW = datetime(2026, 1, 8, 12, tzinfo=UTC)
_START = datetime(2026, 1, 6, tzinfo=UTC)


async def _read(_api: Any, _part: Slice) -> AsyncIterator[Batch[Any]]:
    yield Batch()


_EVERYTHING = Read(USER, _read, mode=FULL, every=hours(1), shows=())
_WINDOWS = Read(VEHICLE_LOCATION, _read, mode=WINDOW, every=hours(1), shows=(), window=days(1))
_PER_VEHICLE = Read(VEHICLE_LOCATION, _read, mode=WINDOW, every=hours(1), shows=(), window=days(1), per=VEHICLE)


@pytest.mark.parametrize(
    ("arguments", "start", "end"),
    [
        ({}, _NOW - days(1), _NOW),
        ({"start": "2026-01-06"}, _START, _START + days(1)),
        ({"start": "2026-01-08T02:00:00Z"}, _NOW - hours(10), _NOW),
        ({"end": "2026-01-06T00:00:00+00:00"}, _START - days(1), _START),
        ({"start": "2026-01-06", "end": "2026-01-06T08:00:00+02:00"}, _START, _START + hours(6)),
    ],
)
def test_a_window_is_the_newest_one_or_the_one_that_is_asked_for(
    arguments: dict[str, str], start: datetime, end: datetime
) -> None:
    assert slice_of(_WINDOWS, arguments, at=_NOW) == Slice(start=start, end=end)


@pytest.mark.parametrize(
    ("backfill", "back"), [(None, timedelta()), (hours(6), hours(6)), (days(30), days(1))], ids=str
)
def test_a_feed_begins_where_a_first_run_does_and_at_most_a_day_ago(
    backfill: timedelta | None, back: timedelta
) -> None:
    feed = Read(VEHICLE_LOCATION, _read, mode=FEED, every=hours(1), shows=(), backfill=backfill)
    assert slice_of(feed, {}, at=_NOW) == Slice(start=_NOW - back)
    assert slice_of(feed, {"start": "2026-01-06"}, at=_NOW) == Slice(start=_START)


def test_a_list_of_everything_has_no_times_and_a_parent_is_handed_on() -> None:
    assert slice_of(_EVERYTHING, {}, at=_NOW) == Slice()
    assert slice_of(_PER_VEHICLE, {"parent": "7"}, at=_NOW) == Slice(start=_NOW - days(1), end=_NOW, parent="7")


@pytest.mark.parametrize(
    ("read", "arguments", "told"),
    [
        (_EVERYTHING, {"start": "2026-01-06"}, "list_users takes no arguments, and not start"),
        (_WINDOWS, {"parent": "7", "stat": "1"}, "list_vehicle_locations takes start=, end=, and not parent, stat"),
        (_PER_VEHICLE, {}, "needs parent=…, the source_id of one vehicle"),
        (_WINDOWS, {"start": "yesterday"}, "start= is a time such as"),
        (_WINDOWS, {"start": "2026-01-09"}, "must lie before"),
        (_WINDOWS, {"start": "2026-01-06", "end": "2026-01-06"}, "must lie before"),
        (_WINDOWS, {"start": "2026-01-05", "end": "2026-01-07"}, "at most 1 day, 0:00:00"),
    ],
)
def test_what_the_read_cannot_do_is_refused(read: Read, arguments: dict[str, str], told: str) -> None:
    with pytest.raises(CannotTry, match=told):
        slice_of(read, arguments, at=_NOW)
