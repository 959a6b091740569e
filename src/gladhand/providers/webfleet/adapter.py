"""Webfleet: drivers, vehicles and trailers, and what they report, by WEBFLEET.connect."""

from gladhand.providers.webfleet import sending, trailers, users, vehicles
from gladhand.providers.webfleet.api import WebfleetApi
from gladhand.providers.webfleet.reads import READS
from gladhand.resources.message import MESSAGE
from gladhand.resources.trailer import TRAILER
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE
from gladhand.sdk.calls import Calls
from gladhand.sdk.clock import hours, minutes
from gladhand.sdk.reading import FULL, Read, by_row
from gladhand.sdk.writing import Write


class WebfleetAdapter(WebfleetApi):
    """One account, as seen by one of its users."""

    reads = (
        Read(
            USER,
            users.read,
            mode=FULL,
            every=minutes(15),
            calls=(Calls(kind="show-drivers"), Calls(kind="show-users")),
            shows=users.SHOWS,
            remap=users.remap,
        ),
        Read(
            VEHICLE,
            vehicles.read,
            mode=FULL,
            every=minutes(15),
            calls=(Calls(kind="show-vehicles"),),
            shows=vehicles.SHOWS,
            remap=vehicles.remap,
        ),
        Read(
            TRAILER,
            trailers.read,
            mode=FULL,
            every=hours(1),
            calls=(Calls(kind="show-vehicles"),),
            shows=trailers.SHOWS,
            remap=by_row(trailers.to_record),
        ),
        *READS,
    )
    writes = (
        Write(USER, users.FIELD_MAP, create=users.create, find=users.find, get=users.get, update=users.update),
        Write(VEHICLE, vehicles.FIELD_MAP, get=vehicles.get, update=vehicles.update),
        Write(MESSAGE, sending.FIELD_MAP, create=sending.create, find=sending.find),
    )
