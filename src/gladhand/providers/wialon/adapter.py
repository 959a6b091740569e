"""Wialon: drivers, users, trailers, units and where they were, and which of them belong together.

The public manual of the remote API backs the calls. The form of many calls in one request is assumed. Values of drivers
and trailers without a place of their own stand under names that gladhand chose.
"""

from functools import partial

from gladhand.providers.wialon import bindings, positions, trailers, units, users
from gladhand.providers.wialon.api import WialonApi
from gladhand.resources.driver_vehicle_association import DRIVER_VEHICLE_ASSOCIATION
from gladhand.resources.trailer import TRAILER
from gladhand.resources.trailer_vehicle_association import TRAILER_VEHICLE_ASSOCIATION
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION
from gladhand.sdk.calls import Calls
from gladhand.sdk.clock import days, minutes, seconds
from gladhand.sdk.reading import FEED, FULL, WINDOW, Read, by_row
from gladhand.sdk.writing import Write


class WialonAdapter(WialonApi):
    """One user of one Wialon."""

    reads = (
        Read(
            USER,
            users.read,
            mode=FULL,
            every=minutes(15),
            calls=(Calls(times=2),),
            shows=users.SHOWS,
            remap=users.remap,
        ),
        Read(
            VEHICLE,
            units.read,
            mode=FULL,
            every=minutes(30),
            calls=(Calls(vehicles_per=units.PAGE),),
            shows=units.SHOWS,
            remap=by_row(units.to_record),
        ),
        Read(
            VEHICLE_LOCATION,
            positions.read,
            mode=WINDOW,
            every=seconds(60),
            window=days(1),
            lookback=minutes(10),
            daily_lookback=days(1),
            backfill=days(30),
            calls=(Calls(times=2), Calls(vehicles_per=positions.AT_ONCE, share=0.5)),
            shows=positions.SHOWS,
            remap=by_row(partial(positions.to_record, drivers={})),
            joined=("source_driver_id",),
        ),
        Read(
            TRAILER, trailers.read, mode=FULL, every=minutes(30), shows=trailers.SHOWS, remap=by_row(trailers.to_record)
        ),
        Read(
            DRIVER_VEHICLE_ASSOCIATION,
            bindings.READ_DRIVERS,
            mode=FEED,
            every=minutes(5),
            shows=bindings.DRIVERS_SHOW,
            remap=by_row(bindings.to_driver_binding),
        ),
        Read(
            TRAILER_VEHICLE_ASSOCIATION,
            bindings.READ_TRAILERS,
            mode=FEED,
            every=minutes(15),
            shows=bindings.TRAILERS_SHOW,
            remap=by_row(bindings.to_trailer_binding),
        ),
    )
    writes = (
        Write(USER, users.FIELD_MAP, create=users.create, find=users.find, get=users.get, update=users.update),
        Write(
            TRAILER,
            trailers.FIELD_MAP,
            create=trailers.create,
            find=trailers.find,
            get=trailers.get,
            update=trailers.update,
        ),
    )
