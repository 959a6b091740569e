"""Motive: users and drivers, vehicles, trailers among its assets, and what they report."""

from gladhand.providers.motive import buying, sending, users
from gladhand.providers.motive.api import MotiveApi
from gladhand.providers.motive.equipment import TRAILERS, VEHICLES, find_trailer, find_vehicle
from gladhand.providers.motive.reads import READS
from gladhand.resources.fuel_transaction import FUEL_TRANSACTION
from gladhand.resources.group_message import GROUP_MESSAGE
from gladhand.resources.message import MESSAGE
from gladhand.resources.trailer import TRAILER
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE
from gladhand.sdk.calls import Calls
from gladhand.sdk.clock import hours, minutes
from gladhand.sdk.reading import FULL, Read
from gladhand.sdk.writing import Write


class MotiveAdapter(MotiveApi):
    """One company's account."""

    reads = (
        Read(
            USER,
            users.read,
            mode=FULL,
            every=minutes(15),
            calls=(Calls(drivers_per=100),),
            shows=users.SHOWS,
            remap=users.remap,
        ),
        Read(
            VEHICLE,
            VEHICLES.read,
            mode=FULL,
            every=hours(1),
            calls=(Calls(vehicles_per=100),),
            shows=VEHICLES.shows,
            remap=VEHICLES.remap,
        ),
        Read(
            TRAILER,
            TRAILERS.read,
            mode=FULL,
            every=hours(1),
            calls=(Calls(vehicles_per=100),),
            shows=TRAILERS.shows,
            remap=TRAILERS.remap,
        ),
        *READS,
    )
    writes = (
        Write(USER, users.FIELD_MAP, create=users.create, find=users.find, get=users.get, update=users.update),
        Write(
            VEHICLE,
            VEHICLES.field_map,
            create=VEHICLES.create,
            find=find_vehicle,
            get=VEHICLES.get,
            update=VEHICLES.update,
        ),
        Write(
            TRAILER,
            TRAILERS.field_map,
            create=TRAILERS.create,
            find=find_trailer,
            get=TRAILERS.get,
            update=TRAILERS.update,
        ),
        Write(MESSAGE, sending.MESSAGE, create=sending.create, find=sending.find),
        Write(GROUP_MESSAGE, sending.GROUP_MESSAGE, create=sending.create_for_group, find=sending.find_for_group),
        Write(FUEL_TRANSACTION, buying.FIELD_MAP, create=buying.create, find=buying.find),
    )
