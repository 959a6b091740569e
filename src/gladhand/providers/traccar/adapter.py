"""Traccar: drivers, office users, and vehicles, which it calls devices.

The server's public source, up to 6.14.5, backs the rules. The keys in `attributes` are our choice, which the field maps
mark as assumed.
"""

from gladhand.providers.traccar import users, vehicles
from gladhand.providers.traccar.server import TraccarServer
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE
from gladhand.sdk.clock import minutes
from gladhand.sdk.reading import FULL, Read
from gladhand.sdk.writing import Write


class TraccarAdapter(TraccarServer):
    """One account of one server."""

    reads = (
        Read(USER, users.read, mode=FULL, every=minutes(30), shows=users.SHOWS),
        Read(VEHICLE, vehicles.read, mode=FULL, every=minutes(30), shows=vehicles.SHOWS),
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
