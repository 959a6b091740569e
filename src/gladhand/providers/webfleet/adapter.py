"""Webfleet: drivers and vehicles, by WEBFLEET.connect."""

from gladhand.providers.webfleet import users, vehicles
from gladhand.providers.webfleet.api import WebfleetApi
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE
from gladhand.sdk.clock import minutes
from gladhand.sdk.reading import FULL, Read, by_row
from gladhand.sdk.writing import Write


class WebfleetAdapter(WebfleetApi):
    """One account, as seen by one of its users."""

    reads = (
        Read(USER, users.read, mode=FULL, every=minutes(15), shows=users.SHOWS, remap=by_row(users.to_record)),
        Read(VEHICLE, vehicles.read, mode=FULL, every=minutes(15), shows=vehicles.SHOWS, remap=vehicles.remap),
    )
    writes = (
        Write(USER, users.FIELD_MAP, create=users.create, find=users.find, get=users.get, update=users.update),
        Write(VEHICLE, vehicles.FIELD_MAP, get=vehicles.get, update=vehicles.update),
    )
