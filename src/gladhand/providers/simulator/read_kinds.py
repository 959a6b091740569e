"""The three ways in which the simulator gives rows, each as a kind of read."""

from datetime import timedelta
from typing import Final

from gladhand.providers.simulator.walks import SourceWalk
from gladhand.resources.fields import FieldsT
from gladhand.resources.resource import Resource
from gladhand.sdk.clock import days, hours
from gladhand.sdk.reading import FEED, FULL, WINDOW, Read, by_row

#: The provider refuses longer windows.
_LONGEST: Final = days(30)
#: Feeds go no further back, and tables are not asked for more.
HISTORY: Final = days(45)
_DAY: Final = days(1)
#: What many reads show.
POSITION: Final = ("location", "inferred_address")
CREW: Final = ("source_vehicle_id", "source_driver_id")


def feed(
    resource: Resource[FieldsT], walk: SourceWalk[FieldsT], every: timedelta, *shows: str, backfill: timedelta = _DAY
) -> Read[FieldsT]:
    return Read(
        resource,
        walk.feed,
        mode=FEED,
        every=every,
        shows=shows,
        lookback=hours(1),
        backfill=backfill,
        remap=by_row(walk.to_record),
    )


def table(
    resource: Resource[FieldsT], walk: SourceWalk[FieldsT], every: timedelta, *shows: str, lookback: timedelta
) -> Read[FieldsT]:
    return Read(
        resource,
        walk.table,
        mode=WINDOW,
        every=every,
        shows=shows,
        window=_LONGEST,
        lookback=lookback,
        backfill=HISTORY,
        lists_all=True,
        remap=by_row(walk.to_record),
    )


def by_driver(
    resource: Resource[FieldsT], walk: SourceWalk[FieldsT], every: timedelta, *shows: str, lookback: timedelta
) -> Read[FieldsT]:
    """Rows without ids: what a driver's window does not hold any more is gone."""
    return Read(
        resource,
        walk.table_by_driver,
        mode=WINDOW,
        every=every,
        shows=shows,
        window=_LONGEST,
        lookback=lookback,
        backfill=HISTORY,
        replaces="driver_id",
        remap=by_row(walk.to_record),
    )


def whole(resource: Resource[FieldsT], walk: SourceWalk[FieldsT], every: timedelta, *shows: str) -> Read[FieldsT]:
    return Read(resource, walk.whole, mode=FULL, every=every, shows=shows, remap=by_row(walk.to_record))
