"""Traccar: drivers, office users, vehicles, which it calls devices, and what they have sent.

The server's public source, up to 6.14.5, backs the rules. The keys in `attributes` are our choice, which the field maps
mark as assumed.
"""

from gladhand.providers.traccar import history, users, vehicles
from gladhand.providers.traccar.server import TraccarServer
from gladhand.resources.driver_safety_event import DRIVER_SAFETY_EVENT
from gladhand.resources.driver_vehicle_association import DRIVER_VEHICLE_ASSOCIATION
from gladhand.resources.engine_status import ENGINE_STATUS
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION
from gladhand.sdk.calls import Calls
from gladhand.sdk.clock import days, minutes, seconds
from gladhand.sdk.reading import FULL, WINDOW, Read
from gladhand.sdk.writing import Write


class TraccarAdapter(TraccarServer):
    """One account of one server."""

    reads = (
        Read(
            USER,
            users.read,
            mode=FULL,
            every=minutes(30),
            calls=(Calls(times=2),),
            shows=users.SHOWS,
            remap=users.remap,
        ),
        Read(VEHICLE, vehicles.read, mode=FULL, every=minutes(30), shows=vehicles.SHOWS, remap=vehicles.REMAP),
        Read(
            VEHICLE_LOCATION,
            history.locations,
            mode=WINDOW,
            every=seconds(60),
            window=days(1),
            lookback=history.LOOKBACK,
            backfill=days(30),
            calls=(Calls(times=2), Calls(vehicles_per=1, share=0.5)),
            shows=history.LOCATIONS_SHOW,
            remap=history.LOCATIONS_REMAP,
            joined=("source_driver_id",),
        ),
        Read(
            ENGINE_STATUS,
            history.engines,
            mode=WINDOW,
            every=minutes(5),
            window=days(1),
            lookback=history.LOOKBACK,
            backfill=days(30),
            calls=(Calls(), Calls(times=2, vehicles_per=1, share=0.5)),
            shows=history.ENGINES_SHOW,
            remap=history.ENGINES_REMAP,
            joined=("location",),
        ),
        Read(
            DRIVER_SAFETY_EVENT,
            history.safety,
            mode=WINDOW,
            every=minutes(5),
            window=days(1),
            lookback=history.LOOKBACK,
            backfill=days(30),
            calls=(Calls(), Calls(times=2, vehicles_per=1, share=0.5)),
            shows=history.SAFETY_SHOWS,
            remap=history.SAFETY_REMAP,
            joined=("location",),
        ),
        Read(
            DRIVER_VEHICLE_ASSOCIATION,
            history.associations,
            mode=WINDOW,
            every=minutes(5),
            window=days(1),
            lookback=history.LOOKBACK,
            backfill=days(30),
            calls=(Calls(times=2), Calls(vehicles_per=1, share=0.5)),
            shows=history.ASSOCIATIONS_SHOW,
            remap=history.ASSOCIATIONS_REMAP,
            joined=("source_driver_id",),
        ),
    )
    writes = (
        Write(USER, users.FIELD_MAP, create=users.create, find=users.find, get=users.get, update=users.update),
        Write(
            VEHICLE,
            vehicles.FIELD_MAP,
            create=vehicles.create,
            find=vehicles.find,
            get=vehicles.get,
            update=vehicles.update,
        ),
    )
