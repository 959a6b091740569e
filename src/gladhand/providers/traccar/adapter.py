"""Traccar: drivers, office users, vehicles, which it calls devices, and what they have sent.

The server's public source, up to 6.14.5, backs the rules. The keys in `attributes` are our choice, which the field maps
mark as assumed.
"""

from gladhand.providers.traccar import history, track_mapping, trailers, users, vehicles
from gladhand.providers.traccar.devices import LOOKBACK
from gladhand.providers.traccar.server import TraccarServer
from gladhand.providers.traccar.tracks import HISTORY
from gladhand.resources.driver_safety_event import DRIVER_SAFETY_EVENT
from gladhand.resources.driver_vehicle_association import DRIVER_VEHICLE_ASSOCIATION
from gladhand.resources.engine_log import ENGINE_LOG
from gladhand.resources.engine_status import ENGINE_STATUS
from gladhand.resources.trailer import TRAILER
from gladhand.resources.trailer_location import TRAILER_LOCATION
from gladhand.resources.trailer_status import TRAILER_STATUS
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION
from gladhand.resources.vehicle_sensor import VEHICLE_SENSOR
from gladhand.sdk.calls import Calls
from gladhand.sdk.clock import days, minutes, seconds
from gladhand.sdk.reading import FEED, FULL, WINDOW, Read, by_row
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
        Read(
            VEHICLE,
            vehicles.read,
            mode=FULL,
            every=minutes(15),
            calls=(Calls(),),
            shows=vehicles.SHOWS,
            remap=vehicles.REMAP,
        ),
        Read(
            TRAILER,
            trailers.read,
            mode=FULL,
            every=minutes(15),
            calls=(Calls(),),
            shows=trailers.SHOWS,
            remap=trailers.REMAP,
        ),
        Read(
            VEHICLE_LOCATION,
            history.locations,
            mode=WINDOW,
            every=seconds(60),
            window=days(1),
            lookback=LOOKBACK,
            backfill=days(30),
            calls=(Calls(times=2), Calls(vehicles_per=1, share=0.5)),
            shows=history.LOCATIONS_SHOW,
            remap=history.LOCATIONS_REMAP,
            joined=("source_driver_id",),
        ),
        Read(
            TRAILER_LOCATION,
            history.trailer_locations,
            mode=WINDOW,
            every=minutes(5),
            window=days(1),
            lookback=LOOKBACK,
            backfill=days(30),
            # A fleet has so many trailers, too.
            calls=(Calls(), Calls(vehicles_per=1, share=0.5)),
            shows=history.TRAILER_LOCATIONS_SHOW,
            remap=history.TRAILER_LOCATIONS_REMAP,
        ),
        Read(
            ENGINE_STATUS,
            history.engines,
            mode=WINDOW,
            every=minutes(5),
            window=days(1),
            lookback=LOOKBACK,
            backfill=days(30),
            calls=(Calls(), Calls(times=2, vehicles_per=50)),
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
            lookback=LOOKBACK,
            backfill=days(30),
            calls=(Calls(), Calls(times=2, vehicles_per=50)),
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
            lookback=LOOKBACK,
            backfill=days(30),
            calls=(Calls(times=2), Calls(vehicles_per=50)),
            shows=history.ASSOCIATIONS_SHOW,
            remap=history.ASSOCIATIONS_REMAP,
            joined=("source_driver_id",),
        ),
        Read(
            VEHICLE_SENSOR,
            track_mapping.SENSORS.read,
            mode=FEED,
            every=minutes(5),
            lookback=LOOKBACK,
            backfill=HISTORY,
            calls=(Calls(), Calls(vehicles_per=1, share=0.5)),
            shows=track_mapping.SENSORS_SHOW,
            remap=by_row(track_mapping.sensor_event),
        ),
        Read(
            ENGINE_LOG,
            track_mapping.CODES.read,
            mode=FEED,
            every=minutes(15),
            lookback=LOOKBACK,
            backfill=HISTORY,
            calls=(Calls(), Calls(vehicles_per=1, share=0.5)),
            shows=track_mapping.CODES_SHOW,
            remap=by_row(track_mapping.fault),
        ),
        Read(
            TRAILER_STATUS,
            track_mapping.COOLING.read,
            mode=FEED,
            every=minutes(5),
            lookback=LOOKBACK,
            backfill=HISTORY,
            calls=(Calls(), Calls(vehicles_per=1, share=0.5)),
            shows=track_mapping.COOLING_SHOWS,
            remap=by_row(track_mapping.trailer_status),
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
