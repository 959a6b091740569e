"""TrustTrack: drivers, objects, where they were and who drives them, fillings of tanks, and driving times.

The OpenAPI document by Ruptela and its public pages back the names. No limit is documented, so that the hub sends at
most 300 requests a minute. 1,000 vehicles with 1,000 drivers take half of them, most for the last driver of each
vehicle and the driving times of each driver.
"""

from typing import Final

from gladhand.providers.x_trusttrack import fillings, hours, objects, positions, trips, users
from gladhand.providers.x_trusttrack.api import PAGE, TrustTrackApi
from gladhand.resources.driver_vehicle_association import DRIVER_VEHICLE_ASSOCIATION
from gladhand.resources.engine_status import ENGINE_STATUS
from gladhand.resources.fuel_transaction import FUEL_TRANSACTION
from gladhand.resources.hos_availability import HOS_AVAILABILITY
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
    )
    writes = (Write(USER, users.FIELD_MAP, create=users.create, find=users.find, get=users.get, update=users.update),)
