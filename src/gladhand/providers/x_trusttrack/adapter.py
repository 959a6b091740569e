"""TrustTrack: drivers, objects, where they were and who drives them, fillings of tanks, driving times and violations,
and safety events.

The OpenAPI document by Ruptela and its public pages back the names. 1,000 vehicles with 1,000 drivers take more than
half of the requests that the hub sends, most for the last driver of each vehicle and the driving times of each driver.
"""

from functools import partial
from typing import Final

from gladhand.providers.x_trusttrack import fillings, hours, objects, positions, safety, trips, users, violations
from gladhand.providers.x_trusttrack.api import PAGE, TrustTrackApi
from gladhand.resources.driver_safety_event import DRIVER_SAFETY_EVENT
from gladhand.resources.driver_vehicle_association import DRIVER_VEHICLE_ASSOCIATION
from gladhand.resources.engine_status import ENGINE_STATUS
from gladhand.resources.fuel_transaction import FUEL_TRANSACTION
from gladhand.resources.hos_availability import HOS_AVAILABILITY
from gladhand.resources.hos_violation import HOS_VIOLATION
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION
from gladhand.sdk.calls import Calls
from gladhand.sdk.clock import days, minutes, seconds
from gladhand.sdk.clock import hours as of_hours
from gladhand.sdk.reading import FEED, FULL, WINDOW, Read, by_row
from gladhand.sdk.writing import Write

_EACH_VEHICLE: Final = (Calls(), Calls(vehicles_per=1))


class TrustTrackAdapter(TrustTrackApi):
    """One account, as its key sees it."""

    reads = (
        Read(
            USER,
            users.read,
            mode=FULL,
            every=minutes(15),
            calls=(Calls(), Calls(drivers_per=PAGE)),
            shows=users.SHOWS,
            remap=users.remap,
        ),
        Read(VEHICLE, objects.read, mode=FULL, every=minutes(30), shows=objects.SHOWS, remap=by_row(objects.to_record)),
        Read(
            VEHICLE_LOCATION,
            positions.read,
            mode=WINDOW,
            every=seconds(60),
            window=positions.LONGEST,
            backfill=days(14),
            calls=(
                Calls(vehicles_per=PAGE),
                Calls(vehicles_per=1, share=0.8, every=of_hours(1)),
                # Two days of an object that reports every twenty seconds have several pages.
                Calls(times=9, vehicles_per=1, every=days(1)),
            ),
            shows=positions.SHOWS,
            remap=by_row(positions.to_record),
        ),
        Read(
            DRIVER_VEHICLE_ASSOCIATION,
            objects.read_drivers,
            mode=FEED,
            every=minutes(15),
            calls=_EACH_VEHICLE,
            shows=objects.DRIVERS_SHOW,
            remap=by_row(objects.to_association),
        ),
        Read(
            ENGINE_STATUS,
            trips.read,
            mode=WINDOW,
            every=of_hours(1),
            window=days(7),
            lookback=days(1),
            backfill=days(14),
            calls=_EACH_VEHICLE,
            shows=trips.SHOWS,
            remap=by_row(trips.to_record),
        ),
        Read(
            FUEL_TRANSACTION,
            fillings.read,
            mode=WINDOW,
            every=of_hours(3),
            window=days(30),
            # A filling is found when the tank has stood still.
            lookback=days(1),
            backfill=days(90),
            calls=_EACH_VEHICLE,
            shows=fillings.SHOWS,
            remap=by_row(fillings.to_record),
        ),
        Read(
            HOS_AVAILABILITY,
            hours.read,
            mode=FULL,
            every=minutes(20),
            calls=(Calls(drivers_per=PAGE), Calls(drivers_per=1)),
            shows=hours.SHOWS,
            remap=by_row(hours.to_record),
        ),
        Read(
            HOS_VIOLATION,
            violations.read,
            mode=WINDOW,
            every=of_hours(1),
            window=days(30),
            # Most are found when a card is read, which may be weeks later.
            lookback=days(1),
            daily_lookback=days(28),
            backfill=days(90),
            calls=(Calls(), Calls(drivers_per=PAGE), Calls(drivers_per=violations.PAGE, every=days(1))),
            shows=violations.SHOWS,
            remap=by_row(partial(violations.to_record, drivers={})),
            joined=violations.JOINED,
        ),
        Read(
            DRIVER_SAFETY_EVENT,
            safety.read,
            mode=WINDOW,
            every=of_hours(1),
            window=days(7),
            # A tracker without reception reports late.
            lookback=of_hours(3),
            daily_lookback=days(1),
            backfill=days(14),
            calls=_EACH_VEHICLE,
            shows=safety.SHOWS,
            remap=by_row(safety.to_record),
        ),
    )
    writes = (Write(USER, users.FIELD_MAP, create=users.create, find=users.find, get=users.get, update=users.update),)
