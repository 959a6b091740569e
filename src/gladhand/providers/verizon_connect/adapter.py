"""Verizon Connect Reveal: its drivers, which are our users, its vehicles and assets, and what they report."""

from gladhand.providers.verizon_connect import users, vehicles
from gladhand.providers.verizon_connect.api import RevealApi
from gladhand.providers.verizon_connect.driver_fields import FIELD_MAP
from gladhand.providers.verizon_connect.reads import READS
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE
from gladhand.sdk.calls import Calls
from gladhand.sdk.clock import hours, minutes
from gladhand.sdk.reading import FULL, Read, by_row
from gladhand.sdk.writing import Write


class VerizonConnectAdapter(RevealApi):
    """One Reveal account, as seen by its integration user."""

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
            vehicles.read,
            mode=FULL,
            every=hours(1),
            calls=(Calls(),),
            shows=vehicles.SHOWS,
            remap=by_row(vehicles.to_record),
        ),
        *READS,
    )
    writes = (Write(USER, FIELD_MAP, create=users.create, find=users.find, get=users.get, update=users.update),)
