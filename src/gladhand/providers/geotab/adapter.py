"""Geotab: its users, its devices, which are our vehicles and trailers, and what they report."""

from gladhand.providers.geotab import buying, inspecting, sending, users
from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.equipment import TRAILERS, VEHICLES, Devices
from gladhand.providers.geotab.reads import READS
from gladhand.providers.geotab.user_mapping import to_user
from gladhand.resources.dvir_log import DVIR_LOG
from gladhand.resources.fields import FieldsT
from gladhand.resources.fuel_transaction import FUEL_TRANSACTION
from gladhand.resources.message import MESSAGE
from gladhand.resources.resource import Resource
from gladhand.resources.trailer import TRAILER
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE
from gladhand.sdk.calls import Calls
from gladhand.sdk.clock import hours, minutes
from gladhand.sdk.reading import FULL, Read, by_row
from gladhand.sdk.writing import Write


def _write(resource: Resource[FieldsT], devices: Devices[FieldsT]) -> Write[FieldsT]:
    return Write(
        resource,
        devices.kind.field_map,
        create=devices.create,
        find=devices.find,
        get=devices.get,
        update=devices.update,
    )


class GeotabAdapter(GeotabApi):
    """One Geotab database, as seen by one of its users."""

    reads = (
        Read(
            USER,
            users.read,
            mode=FULL,
            every=minutes(15),
            calls=(Calls(kind="get-user", times=2, drivers_per=1000), Calls(kind="get-count-of-user")),
            shows=users.SHOWS,
            remap=by_row(to_user),
        ),
        Read(
            VEHICLE,
            VEHICLES.read,
            mode=FULL,
            every=hours(1),
            calls=(Calls(kind="get-device", times=2, vehicles_per=1000), Calls(kind="get-count-of-device")),
            shows=VEHICLES.shows,
            remap=by_row(VEHICLES.kind.to_record),
        ),
        Read(
            TRAILER,
            TRAILERS.read,
            mode=FULL,
            every=hours(1),
            calls=(Calls(kind="get-device", times=2, vehicles_per=1000), Calls(kind="get-count-of-device")),
            shows=TRAILERS.shows,
            remap=by_row(TRAILERS.kind.to_record),
        ),
        *READS,
    )
    writes = (
        Write(USER, users.FIELD_MAP, create=users.create, find=users.find, get=users.get, update=users.update),
        _write(VEHICLE, VEHICLES),
        _write(TRAILER, TRAILERS),
        Write(MESSAGE, sending.FIELD_MAP, create=sending.create, find=sending.find),
        Write(DVIR_LOG, inspecting.FIELD_MAP, create=inspecting.create, find=inspecting.find),
        Write(FUEL_TRANSACTION, buying.FIELD_MAP, create=buying.create, find=buying.find),
    )
