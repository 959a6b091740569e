"""Mapon: drivers and vehicles are written; positions, routes, fillings, inspections, driving times and alerts are read.

Mapon's manual backs the calls. What it does not say is marked where it matters.
"""

from typing import Final

from gladhand.providers.mapon import assignments, fillings, inspections, lamps, positions, routes, safety, units, users
from gladhand.providers.mapon import hours as driving_times
from gladhand.providers.mapon.api import MaponApi
from gladhand.resources.driver_safety_event import DRIVER_SAFETY_EVENT
from gladhand.resources.driver_vehicle_association import DRIVER_VEHICLE_ASSOCIATION
from gladhand.resources.dvir_log import DVIR_LOG
from gladhand.resources.dvir_log_defect import DVIR_LOG_DEFECT
from gladhand.resources.engine_log import ENGINE_LOG
from gladhand.resources.engine_status import ENGINE_STATUS
from gladhand.resources.fuel_transaction import FUEL_TRANSACTION
from gladhand.resources.hos_availability import HOS_AVAILABILITY
from gladhand.resources.trailer import TRAILER
from gladhand.resources.trailer_location import TRAILER_LOCATION
from gladhand.resources.trailer_vehicle_association import TRAILER_VEHICLE_ASSOCIATION
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION
from gladhand.sdk.calls import Calls
from gladhand.sdk.clock import days, hours, minutes
from gladhand.sdk.reading import FEED, FULL, WINDOW, Read, by_row
from gladhand.sdk.writing import Write

_HISTORY: Final = days(30)
_DAY: Final = days(1)


class MaponAdapter(MaponApi):
    """One API key."""

    reads = (
        Read(USER, users.read, mode=FULL, every=minutes(15), shows=users.SHOWS, remap=by_row(users.to_record)),
        Read(VEHICLE, units.read, mode=FULL, every=minutes(30), shows=units.SHOWS, remap=by_row(units.to_record)),
        Read(
            TRAILER,
            units.trailers,
            mode=FULL,
            every=minutes(30),
            shows=units.TRAILERS_SHOW,
            remap=by_row(units.trailer_record),
        ),
        Read(
            VEHICLE_LOCATION,
            positions.PLACES.read,
            mode=FEED,
            every=minutes(1),
            shows=positions.SHOWS,
            remap=by_row(positions.to_record),
        ),
        Read(
            TRAILER_LOCATION,
            positions.TRAILER_PLACES.read,
            mode=FEED,
            every=minutes(5),
            shows=positions.TRAILERS_SHOW,
            remap=by_row(positions.trailer_record),
        ),
        Read(
            DRIVER_VEHICLE_ASSOCIATION,
            assignments.DRIVERS.read,
            mode=FEED,
            every=minutes(5),
            shows=assignments.SHOWS,
            remap=by_row(assignments.to_record),
        ),
        Read(
            TRAILER_VEHICLE_ASSOCIATION,
            assignments.TRAILERS.read,
            mode=FEED,
            every=minutes(15),
            shows=assignments.TRAILERS_SHOW,
            remap=by_row(assignments.trailer_record),
        ),
        Read(
            ENGINE_STATUS,
            routes.read,
            mode=WINDOW,
            every=minutes(10),
            window=_DAY,
            lookback=_DAY,
            backfill=_HISTORY,
            calls=(Calls(times=2),),
            shows=routes.SHOWS,
            remap=by_row(routes.to_record),
        ),
        Read(
            ENGINE_LOG,
            lamps.read,
            mode=WINDOW,
            every=hours(1),
            window=days(7),
            lookback=hours(1),
            backfill=_HISTORY,
            calls=(Calls(), Calls(vehicles_per=1)),
            shows=lamps.SHOWS,
            remap=by_row(lamps.to_record),
        ),
        Read(
            FUEL_TRANSACTION,
            fillings.read,
            mode=WINDOW,
            every=minutes(30),
            window=days(7),
            lookback=_DAY,
            daily_lookback=days(3),
            backfill=_HISTORY,
            shows=fillings.SHOWS,
            remap=by_row(fillings.to_record),
        ),
        Read(
            DVIR_LOG,
            inspections.logs,
            mode=WINDOW,
            every=minutes(15),
            window=days(7),
            lookback=_DAY,
            daily_lookback=days(14),
            backfill=_HISTORY,
            calls=(Calls(vehicles_per=inspections.PAGE),),
            shows=inspections.LOGS_SHOW,
            remap=by_row(inspections.log_record),
        ),
        Read(
            DVIR_LOG_DEFECT,
            inspections.defects,
            mode=WINDOW,
            every=minutes(15),
            window=days(7),
            lookback=_DAY,
            daily_lookback=days(14),
            backfill=_HISTORY,
            calls=(Calls(vehicles_per=inspections.PAGE),),
            shows=inspections.DEFECTS_SHOW,
            remap=by_row(inspections.defect_record),
        ),
        Read(
            HOS_AVAILABILITY,
            driving_times.read,
            mode=FULL,
            every=minutes(20),
            calls=(Calls(), Calls(vehicles_per=1)),
            shows=driving_times.SHOWS,
            remap=by_row(driving_times.to_record),
        ),
        Read(
            DRIVER_SAFETY_EVENT,
            safety.read,
            mode=WINDOW,
            every=minutes(10),
            window=days(7),
            lookback=hours(3),
            daily_lookback=_DAY,
            backfill=_HISTORY,
            calls=(Calls(vehicles_per=safety.PAGE),),
            shows=safety.SHOWS,
            remap=by_row(safety.to_record),
        ),
    )
    writes = (
        Write(USER, users.FIELD_MAP, create=users.create, find=users.find, get=users.get, update=users.update),
        Write(VEHICLE, units.FIELD_MAP, create=units.create, find=units.find, get=units.get, update=units.update),
    )
