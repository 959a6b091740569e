"""VisTracks: drivers, vehicles, trailers, where they were last, hours of service with days,
violations and malfunctions of devices, and fuel receipts.

The public pages for developers back the names, of which they leave some open. No limit is documented: the hub sends one
request at a time, and at most 60 a minute.
"""

from typing import Final

from gladhand.providers.vistracks import assets, dailies, hours, malfunctions, receipts, users, violations
from gladhand.providers.vistracks.api import PAGE, VisTracksApi
from gladhand.resources.fuel_transaction import FUEL_TRANSACTION
from gladhand.resources.hos_availability import HOS_AVAILABILITY
from gladhand.resources.hos_daily_snapshot import HOS_DAILY_SNAPSHOT
from gladhand.resources.hos_event import HOS_EVENT
from gladhand.resources.hos_violation import HOS_VIOLATION
from gladhand.resources.trailer import TRAILER
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION
from gladhand.sdk.calls import Calls
from gladhand.sdk.clock import days, minutes
from gladhand.sdk.clock import hours as of_hours
from gladhand.sdk.reading import FEED, FULL, Read, by_row
from gladhand.sdk.writing import Write

# An empty page ends each list.
_BY_VEHICLE: Final = (Calls(), Calls(vehicles_per=PAGE))
_BY_DRIVER: Final = (Calls(), Calls(drivers_per=PAGE))
_OFTEN: Final = minutes(15)


class VisTracksAdapter(VisTracksApi):
    """One portal user on one server."""

    reads = (
        Read(
            USER,
            users.read,
            mode=FULL,
            every=minutes(15),
            calls=_BY_DRIVER,
            shows=users.SHOWS,
            remap=by_row(users.to_record),
        ),
        Read(
            VEHICLE,
            assets.READ_VEHICLES,
            mode=FULL,
            every=minutes(30),
            calls=_BY_VEHICLE,
            shows=assets.VEHICLES_SHOW,
            remap=by_row(assets.to_vehicle),
        ),
        Read(
            TRAILER,
            assets.READ_TRAILERS,
            mode=FULL,
            every=minutes(30),
            calls=_BY_VEHICLE,
            shows=assets.TRAILERS_SHOW,
            remap=by_row(assets.to_trailer),
        ),
        Read(
            VEHICLE_LOCATION,
            assets.read_locations,
            mode=FEED,
            every=minutes(1),
            backfill=days(1),
            calls=_BY_VEHICLE,
            shows=assets.LOCATIONS_SHOW,
            remap=by_row(assets.to_location),
        ),
        Read(
            HOS_AVAILABILITY,
            hours.read_availability,
            mode=FULL,
            every=minutes(3),
            calls=_BY_DRIVER,
            shows=hours.REMAINING_SHOWS,
            remap=by_row(hours.to_availability),
        ),
        Read(
            HOS_EVENT,
            hours.read_events,
            mode=FEED,
            every=minutes(5),
            backfill=days(14),
            # An entry of each driver in every run is already much.
            calls=_BY_DRIVER,
            shows=hours.EVENTS_SHOW,
            remap=by_row(hours.to_event),
        ),
        Read(
            HOS_DAILY_SNAPSHOT,
            dailies.read,
            mode=FEED,
            every=minutes(15),
            backfill=days(14),
            calls=_BY_DRIVER,
            shows=dailies.SHOWS,
            remap=by_row(dailies.to_record),
        ),
        Read(
            HOS_VIOLATION,
            violations.read,
            mode=FEED,
            every=_OFTEN,
            backfill=days(90),
            calls=(Calls(times=2), *_BY_DRIVER, Calls(drivers_per=1, every=malfunctions.RUNS * _OFTEN)),
            shows=violations.SHOWS,
            remap=violations.remap,
        ),
        Read(
            FUEL_TRANSACTION,
            receipts.read,
            mode=FEED,
            every=of_hours(1),
            backfill=days(90),
            calls=(Calls(times=2),),
            shows=receipts.SHOWS,
            remap=by_row(receipts.to_record),
        ),
    )
    writes = (Write(USER, users.FIELD_MAP, create=users.create, find=users.find, get=users.get, update=users.update),)
