"""What Reveal tells beside the lists: how often it is asked for, and how far back.

Reveal publishes no limits; the hub sends it at most 120 requests a minute. 1,000 vehicles with 1,000 drivers and 1,000
assets need 81 while all of them drive: 21 for the newest positions, 15 for histories of vehicles and their engines, 8
for engines, 33 for hours, and 4 for all others.
"""

from typing import Any, Final

from gladhand.providers.verizon_connect import assets, changes, faults, hours, positions, segments
from gladhand.resources.driver_vehicle_association import DRIVER_VEHICLE_ASSOCIATION
from gladhand.resources.engine_log import ENGINE_LOG
from gladhand.resources.engine_status import ENGINE_STATUS
from gladhand.resources.hos_availability import HOS_AVAILABILITY
from gladhand.resources.trailer import TRAILER
from gladhand.resources.trailer_location import TRAILER_LOCATION
from gladhand.resources.vehicle_location import VEHICLE_LOCATION
from gladhand.resources.vehicle_sensor import VEHICLE_SENSOR
from gladhand.sdk.calls import Calls
from gladhand.sdk.clock import days, minutes, seconds
from gladhand.sdk.clock import hours as of_hours
from gladhand.sdk.reading import FEED, FULL, WINDOW, Read, by_row

_HISTORY: Final = days(14)

READS: Final[tuple[Read[Any], ...]] = (
    Read(
        TRAILER,
        assets.read,
        mode=FULL,
        every=of_hours(6),
        calls=(Calls(times=3),),
        shows=assets.SHOWS,
        remap=by_row(assets.to_record),
    ),
    Read(
        VEHICLE_LOCATION,
        positions.read,
        mode=WINDOW,
        every=seconds(60),
        window=positions.LONGEST,
        backfill=_HISTORY,
        calls=(
            Calls(),
            Calls(vehicles_per=50),
            Calls(times=2, vehicles_per=1, share=0.8, every=of_hours(2)),
            Calls(times=2, vehicles_per=1, every=days(1)),
        ),
        shows=positions.SHOWS,
        remap=positions.remap,
    ),
    Read(
        TRAILER_LOCATION,
        assets.locations,
        mode=WINDOW,
        every=of_hours(12),
        window=assets.LONGEST,
        lookback=days(2),
        backfill=_HISTORY,
        calls=(Calls(times=3), Calls(vehicles_per=1)),
        shows=assets.LOCATIONS_SHOW,
        remap=by_row(assets.to_location),
    ),
    Read(
        ENGINE_STATUS,
        segments.read,
        mode=WINDOW,
        every=minutes(15),
        window=segments.LONGEST,
        backfill=_HISTORY,
        calls=(
            Calls(),
            Calls(vehicles_per=50),
            Calls(vehicles_per=1, every=of_hours(3)),
            Calls(vehicles_per=1, every=days(1)),
        ),
        shows=segments.SHOWS,
        remap=by_row(segments.to_record),
    ),
    Read(
        ENGINE_LOG,
        faults.read,
        mode=FEED,
        every=of_hours(1),
        calls=(Calls(times=2),),
        shows=faults.SHOWS,
        remap=by_row(faults.to_record),
    ),
    Read(
        HOS_AVAILABILITY,
        hours.read,
        mode=FULL,
        every=minutes(30),
        calls=(Calls(), Calls(drivers_per=1)),
        shows=hours.SHOWS,
        remap=by_row(hours.to_record),
    ),
    Read(
        DRIVER_VEHICLE_ASSOCIATION,
        changes.DRIVERS.read,
        mode=FEED,
        every=minutes(15),
        calls=(Calls(), Calls(vehicles_per=50)),
        shows=changes.DRIVERS_SHOW,
        remap=by_row(changes.association),
    ),
    Read(
        VEHICLE_SENSOR,
        changes.SENSORS.read,
        mode=FEED,
        every=minutes(15),
        calls=(Calls(), Calls(vehicles_per=50)),
        shows=changes.SENSORS_SHOW,
        remap=by_row(changes.sensors),
    ),
)
