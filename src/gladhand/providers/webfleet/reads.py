"""What Webfleet tells beside the lists: how often it is asked for, and how far back.

Webfleet counts requests by action and minute: 6 of the object report and of working times, 10 of any other. A fleet of
any size needs 2.0 object reports a minute: 1 for the newest positions of vehicles and 0.2 for those of trailers, 0.5
for engines, 0.2 for drivers and 0.1 for hours. All other lists need less than 0.4 each. Only two grow with the fleet:
tracks need 0.7 a minute for 1,000 objects, and while a long window is read as many as there may be, one for each object
and two days; working times need 1.4 a minute for 1,000 drivers.

A run that reads a long window asks for the object report each time it is resumed, which is after some 20 seconds: 3
times a minute for vehicles and as often for trailers. With the others that is more than 6. The hub's rate limiter lets
the requests wait, and each run reads the tracks of one object at least.
"""

from typing import Any, Final

from gladhand.providers.webfleet import changes, days, hours, inputs, messages, positions, safety
from gladhand.resources.driver_safety_event import DRIVER_SAFETY_EVENT
from gladhand.resources.driver_vehicle_association import DRIVER_VEHICLE_ASSOCIATION
from gladhand.resources.engine_status import ENGINE_STATUS
from gladhand.resources.hos_availability import HOS_AVAILABILITY
from gladhand.resources.hos_daily_snapshot import HOS_DAILY_SNAPSHOT
from gladhand.resources.message import MESSAGE
from gladhand.resources.trailer_location import TRAILER_LOCATION
from gladhand.resources.vehicle_location import VEHICLE_LOCATION
from gladhand.resources.vehicle_sensor import VEHICLE_SENSOR
from gladhand.sdk.calls import Calls
from gladhand.sdk.clock import days as of_days
from gladhand.sdk.clock import hours as of_hours
from gladhand.sdk.clock import minutes, seconds
from gladhand.sdk.reading import FEED, FULL, WINDOW, Read, by_row

_LATE: Final = of_days(2)
_HISTORY: Final = of_days(14)

READS: Final[tuple[Read[Any], ...]] = (
    Read(
        VEHICLE_LOCATION,
        positions.VEHICLES.read,
        mode=WINDOW,
        every=seconds(60),
        window=positions.LONGEST_TRACK,
        backfill=_HISTORY,
        calls=(
            Calls(kind="show-objects"),
            Calls(kind="show-tracks", vehicles_per=1, every=of_days(1)),
            # A page has 500 messages, and a vehicle on its way sends one every minute or two.
            Calls(kind="pop-queue", vehicles_per=500),
            Calls(kind="acknowledge-queue", vehicles_per=500),
        ),
        shows=positions.VEHICLES_SHOW,
        remap=by_row(positions.vehicle_location),
    ),
    Read(
        TRAILER_LOCATION,
        positions.TRAILERS.read,
        mode=WINDOW,
        every=minutes(5),
        window=positions.LONGEST_TRACK,
        backfill=_HISTORY,
        calls=(Calls(kind="show-objects"), Calls(kind="show-tracks", vehicles_per=1, every=of_days(1))),
        shows=positions.TRAILERS_SHOW,
        remap=by_row(positions.trailer_location),
    ),
    Read(
        ENGINE_STATUS,
        changes.ENGINES.read,
        mode=FEED,
        every=minutes(2),
        calls=(Calls(kind="show-objects"),),
        shows=changes.ENGINES_SHOW,
        remap=by_row(changes.engine_status),
    ),
    Read(
        DRIVER_VEHICLE_ASSOCIATION,
        changes.DRIVERS.read,
        mode=FEED,
        every=minutes(5),
        calls=(Calls(kind="show-objects"),),
        shows=changes.DRIVERS_SHOW,
        remap=by_row(changes.association),
    ),
    Read(
        HOS_AVAILABILITY,
        hours.read,
        mode=FULL,
        every=minutes(15),
        calls=(Calls(kind="show-objects"), Calls(kind="show-driving-times")),
        shows=hours.SHOWS,
        remap=by_row(hours.to_record),
    ),
    Read(
        HOS_DAILY_SNAPSHOT,
        days.read,
        mode=WINDOW,
        every=of_hours(12),
        window=of_days(7),
        lookback=_LATE,
        backfill=_HISTORY,
        calls=(Calls(kind="show-drivers"), Calls(kind="show-working-times", drivers_per=1)),
        shows=days.SHOWS,
        remap=by_row(days.to_record),
    ),
    Read(
        DRIVER_SAFETY_EVENT,
        safety.read,
        mode=WINDOW,
        every=minutes(15),
        window=_LATE,
        lookback=safety.LOOKBACK,
        daily_lookback=_LATE,
        backfill=_HISTORY,
        lists_all=True,
        calls=(Calls(kind="show-accelerations"), Calls(kind="show-speedings"), Calls(kind="show-idling")),
        shows=safety.SHOWS,
        remap=by_row(safety.to_record),
    ),
    Read(
        VEHICLE_SENSOR,
        inputs.read,
        mode=WINDOW,
        every=minutes(15),
        window=of_days(1),
        lookback=minutes(30),
        daily_lookback=_LATE,
        backfill=_HISTORY,
        lists_all=True,
        calls=(Calls(kind="show-inputs"),),
        shows=inputs.SHOWS,
        remap=by_row(inputs.to_record),
    ),
    Read(
        MESSAGE,
        messages.read,
        mode=WINDOW,
        every=minutes(5),
        window=of_days(1),
        lookback=minutes(30),
        daily_lookback=_LATE,
        backfill=_HISTORY,
        lists_all=True,
        calls=(Calls(kind="show-messages"),),
        shows=messages.SHOWS,
        remap=by_row(messages.to_record),
    ),
)
