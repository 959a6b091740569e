"""What Geotab tells of vehicles and drivers beside the lists: how often it is asked for, and how far back.

Geotab allows 60 requests a minute for each type of feed. The feed of StatusData is read for positions, engines, inputs
and cooled trailers: at 1,000 vehicles some 11,000 rows a minute, which are 2 to 3 pages for each of them.
"""

from typing import Any, Final

from gladhand.providers.geotab import associations, machines, positions, reefers
from gladhand.resources.driver_vehicle_association import DRIVER_VEHICLE_ASSOCIATION
from gladhand.resources.engine_status import ENGINE_STATUS
from gladhand.resources.trailer_location import TRAILER_LOCATION
from gladhand.resources.trailer_status import TRAILER_STATUS
from gladhand.resources.trailer_vehicle_association import TRAILER_VEHICLE_ASSOCIATION
from gladhand.resources.vehicle_location import VEHICLE_LOCATION
from gladhand.resources.vehicle_sensor import VEHICLE_SENSOR
from gladhand.sdk.clock import days, minutes, seconds
from gladhand.sdk.reading import FEED, Read, by_row

# After a lost version a feed goes back so far behind the newest record: devices upload late.
_GAP: Final = days(2)
_HISTORY: Final = days(30)
# A month of StatusData would take longer than it is worth.
_READINGS: Final = days(7)

POSITIONS: Final[tuple[Read[Any], ...]] = (
    Read(
        VEHICLE_LOCATION,
        positions.vehicle_locations,
        mode=FEED,
        every=seconds(60),
        lookback=_GAP,
        backfill=_READINGS,
        shows=positions.VEHICLES_SHOW,
        remap=positions.remap_vehicle,
        joined=positions.JOINED,
    ),
    Read(
        TRAILER_LOCATION,
        positions.trailer_locations,
        mode=FEED,
        every=minutes(5),
        lookback=_GAP,
        backfill=_READINGS,
        shows=positions.TRAILERS_SHOW,
        remap=by_row(positions.trailer_location),
    ),
    Read(
        ENGINE_STATUS,
        machines.ENGINES.read,
        mode=FEED,
        every=minutes(2),
        lookback=_GAP,
        backfill=_READINGS,
        shows=machines.ENGINES_SHOW,
        remap=by_row(machines.engine_status),
    ),
    Read(
        VEHICLE_SENSOR,
        machines.SENSORS.read,
        mode=FEED,
        every=minutes(5),
        lookback=_GAP,
        backfill=_READINGS,
        shows=machines.SENSORS_SHOW,
        remap=by_row(machines.sensor_event),
    ),
    Read(
        TRAILER_STATUS,
        reefers.read,
        mode=FEED,
        every=minutes(5),
        lookback=_GAP,
        backfill=_READINGS,
        shows=reefers.SHOWS,
        remap=by_row(reefers.to_record),
    ),
)
ASSOCIATIONS: Final[tuple[Read[Any], ...]] = (
    Read(
        DRIVER_VEHICLE_ASSOCIATION,
        associations.DRIVERS.read,
        mode=FEED,
        every=seconds(60),
        lookback=_GAP,
        backfill=_HISTORY,
        shows=associations.DRIVERS_SHOW,
        remap=by_row(associations.driver_change),
    ),
    Read(
        TRAILER_VEHICLE_ASSOCIATION,
        associations.trailers,
        mode=FEED,
        every=minutes(15),
        lookback=_GAP,
        backfill=_HISTORY,
        shows=associations.TRAILERS_SHOW,
        remap=associations.remap_trailer,
        joined=associations.TRAILERS_JOIN,
    ),
)
READS: Final = (*POSITIONS, *ASSOCIATIONS)
