"""rFMS 2.1 and 4.0: vehicles, where they were, what has changed at them, and what drivers do.

It has no lists of drivers and no writes.

The documents of the makers' working group back the mapping. Each maker says by contract how many requests it takes; the
reads ask for each of the three lists at most once a minute.
"""

from typing import Final

from gladhand.providers.x_rfms import events, hours, positions, vehicles
from gladhand.providers.x_rfms.api import RfmsApi
from gladhand.providers.x_rfms.reports import triggered_by
from gladhand.resources.driver_vehicle_association import DRIVER_VEHICLE_ASSOCIATION
from gladhand.resources.engine_log import ENGINE_LOG
from gladhand.resources.engine_status import ENGINE_STATUS
from gladhand.resources.hos_availability import HOS_AVAILABILITY
from gladhand.resources.trailer_vehicle_association import TRAILER_VEHICLE_ASSOCIATION
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION
from gladhand.sdk.calls import Calls
from gladhand.sdk.clock import days, minutes
from gladhand.sdk.clock import hours as of_hours
from gladhand.sdk.reading import FEED, FULL, Read, by_row

_HISTORY: Final = days(7)
# How many reports an answer holds is up to the maker.
_PAGES: Final = (Calls(vehicles_per=250),)


class RfmsAdapter(RfmsApi):
    """One account at one maker."""

    reads = (
        Read(
            VEHICLE,
            vehicles.read,
            mode=FULL,
            every=of_hours(1),
            calls=_PAGES,
            shows=vehicles.SHOWS,
            remap=by_row(vehicles.to_record),
        ),
        Read(
            VEHICLE_LOCATION,
            positions.read,
            mode=FEED,
            every=minutes(2),
            backfill=_HISTORY,
            calls=(Calls(times=2, vehicles_per=250),),
            shows=positions.SHOWS,
            remap=by_row(positions.to_record),
        ),
        Read(
            ENGINE_STATUS,
            triggered_by(events.ENGINE.keys(), events.engine_record),
            mode=FEED,
            every=minutes(10),
            backfill=_HISTORY,
            calls=_PAGES,
            shows=events.ENGINES_SHOW,
            remap=by_row(events.engine_record),
        ),
        Read(
            ENGINE_LOG,
            triggered_by(("TELL_TALE",), events.fault_record, needs=events.is_fault_report),
            mode=FEED,
            every=minutes(10),
            backfill=_HISTORY,
            calls=_PAGES,
            shows=events.FAULTS_SHOW,
            remap=by_row(events.fault_record),
        ),
        Read(
            DRIVER_VEHICLE_ASSOCIATION,
            triggered_by((events.LOGIN, events.LOGOUT), events.driver_record, needs=events.is_driver_change),
            mode=FEED,
            every=minutes(10),
            backfill=_HISTORY,
            calls=_PAGES,
            shows=events.DRIVERS_SHOW,
            remap=by_row(events.driver_record),
        ),
        Read(
            TRAILER_VEHICLE_ASSOCIATION,
            triggered_by(("TRAILER_CONNECTED",), events.trailer_record, needs=events.coupled),
            mode=FEED,
            every=minutes(30),
            backfill=_HISTORY,
            calls=_PAGES,
            shows=events.TRAILERS_SHOW,
            remap=by_row(events.trailer_record),
        ),
        Read(
            HOS_AVAILABILITY,
            hours.read,
            mode=FEED,
            every=minutes(10),
            # What a driver did before says little about now.
            backfill=days(1),
            calls=_PAGES,
            shows=hours.SHOWS,
            remap=by_row(hours.to_record),
        ),
    )
