"""Samsara: drivers and office users, which are our users, vehicles, trailers, and what they report."""

from gladhand.providers.samsara import mechanics, purchases, sending, trailers, users, vehicles
from gladhand.providers.samsara.account import SamsaraAccount
from gladhand.providers.samsara.reads import READS
from gladhand.providers.samsara.trailers import TRAILERS
from gladhand.providers.samsara.vehicles import VEHICLES
from gladhand.resources.dvir_log import DVIR_LOG
from gladhand.resources.fuel_transaction import FUEL_TRANSACTION
from gladhand.resources.group_message import GROUP_MESSAGE
from gladhand.resources.message import MESSAGE
from gladhand.resources.trailer import TRAILER
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE
from gladhand.sdk.calls import Calls
from gladhand.sdk.clock import hours, minutes
from gladhand.sdk.reading import FULL, Read, by_row
from gladhand.sdk.writing import Write


class SamsaraAdapter(SamsaraAccount):
    """One organization at Samsara."""

    reads = (
        Read(
            USER,
            users.read,
            mode=FULL,
            every=minutes(15),
            calls=(Calls(kind="driver-reads", times=2, drivers_per=512), Calls(kind="user-reads", drivers_per=512)),
            shows=users.SHOWS,
            remap=users.remap,
        ),
        Read(
            VEHICLE,
            VEHICLES.read,
            mode=FULL,
            every=hours(1),
            calls=(Calls(kind="vehicle-reads", vehicles_per=512),),
            shows=vehicles.SHOWS,
            remap=by_row(vehicles.to_record),
        ),
        Read(
            TRAILER,
            TRAILERS.read,
            mode=FULL,
            every=hours(1),
            calls=(Calls(kind="trailer-reads", vehicles_per=512), Calls(kind=trailers.ASSET_READS, vehicles_per=300)),
            shows=trailers.SHOWS,
            remap=by_row(trailers.to_record),
        ),
        *READS,
    )
    writes = (
        Write(USER, users.FIELD_MAP, create=users.create, find=users.find, get=users.get, update=users.update),
        Write(VEHICLE, vehicles.FIELD_MAP, get=VEHICLES.get, update=VEHICLES.update),
        Write(
            TRAILER,
            trailers.FIELD_MAP,
            create=trailers.create,
            find=trailers.find,
            get=TRAILERS.get,
            update=TRAILERS.update,
        ),
        Write(MESSAGE, sending.MESSAGE, create=sending.create, find=sending.find),
        Write(GROUP_MESSAGE, sending.GROUP_MESSAGE, create=sending.create_for_group, find=sending.find_for_group),
        Write(DVIR_LOG, mechanics.FIELD_MAP, create=mechanics.create, find=mechanics.find),
        Write(FUEL_TRANSACTION, purchases.FIELD_MAP, create=purchases.create, cannot_find=purchases.CANNOT_FIND),
    )
