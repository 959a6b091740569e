"""A day of trucks at the fake Geotab: two trucks with a driver and a cooled trailer each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from gladhand.resources.enums import ResourceEnum

if TYPE_CHECKING:
    from tests.fakes.geotab_store import Database

_Resource = ResourceEnum
#: What the request for the rows of a resource contains.
ROWS: Final[Mapping[ResourceEnum, str]] = {
    **dict.fromkeys((_Resource.VEHICLE_LOCATION, _Resource.TRAILER_LOCATION), '"LogRecord"'),
    _Resource.TRAILER_VEHICLE_ASSOCIATION: '"TrailerAttachment"',
}
#: What one row contains that becomes a record.
MARKS: Final[Mapping[ResourceEnum, str]] = {
    _Resource.VEHICLE_LOCATION: '"speed":88',
    _Resource.TRAILER_LOCATION: '"speed":87',
    _Resource.ENGINE_STATUS: "DiagnosticIgnitionId",
    _Resource.VEHICLE_SENSOR: "DiagnosticAux1Id",
    _Resource.TRAILER_STATUS: "DiagnosticReeferTemperatureZone1Id",
}
_MEASURED: Final = {
    "DiagnosticOdometerId": 402336000,
    "DiagnosticEngineHoursId": 36844200,
    "DiagnosticFuelLevelId": 71.2,
    "DiagnosticEngineCoolantTemperatureId": 88,
    "aExampleDiagnostic7": 1,
    "DiagnosticAux1Id": 1,
    "DiagnosticIgnitionId": 1,
}


def drive(database: Database, now: datetime) -> None:
    """Fill the feeds of a database with the last minutes of its trucks, in the order in which they happened."""
    now = now.replace(microsecond=0)
    pairs = []
    for number in (7, 8):
        truck = database.add("Device", _device(f"Truck {number}", f"G9{number:010d}", "GroupVehicleId"))
        trailer = database.add("Device", _device(f"Trailer {number}", "", "GroupTrailerId"))
        pairs.append((truck, trailer))
        attached = {"device": {"id": truck}, "trailer": {"id": trailer}, "activeTo": "2050-01-01T00:00:00.000Z"}
        database.feeds.put("TrailerAttachment", {**attached, "activeFrom": text(now - timedelta(hours=1))})
    for minute, who in ((11, {"id": "b3A7", "isDriver": True}), (4, "UnknownDriverId")):
        for truck, _ in pairs:
            change = {"device": {"id": truck}, "driver": who, "type": "Driver"}
            database.feeds.put("DriverChange", {**change, "dateTime": text(now - timedelta(minutes=minute))})
    for minute, zones in ((10, 1), (7, 2), (4, 2), (1, 2)):
        for truck, trailer in pairs:
            _minute(database, truck, trailer, now - timedelta(minutes=minute), zones=zones)


def text(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _device(name: str, serial: str, group: str) -> dict[str, Any]:
    return {"name": name, "serialNumber": serial, "groups": [{"id": group}]}


def _minute(database: Database, truck: str, trailer: str, at: datetime, *, zones: int) -> None:
    for name, value in _MEASURED.items():
        _measured(database, truck, name, value, at)
    for zone in range(1, zones + 1):
        _measured(database, trailer, f"DiagnosticReeferTemperatureZone{zone}Id", -18.5, at)
    for device, speed in ((truck, 88), (trailer, 87)):
        place = {"latitude": 39.7817, "longitude": -89.6501, "speed": speed, "dateTime": text(at)}
        database.feeds.put("LogRecord", {**place, "device": {"id": device}})
    # Without reception.
    lost = {"latitude": 0, "longitude": 0, "speed": 0, "dateTime": text(at), "device": {"id": truck}}
    database.feeds.put("LogRecord", lost)
    now = {"latitude": 39.7817, "longitude": -89.6501, "speed": 88.0, "dateTime": text(at), "driver": "UnknownDriverId"}
    database.feeds.put("DeviceStatusInfo", {**now, "device": {"id": truck}, "id": f"now-{truck}"})


def _measured(database: Database, device: str, diagnostic: str, value: float, at: datetime) -> None:
    row = {"data": value, "dateTime": text(at), "device": {"id": device}, "diagnostic": {"id": diagnostic}}
    database.feeds.put("StatusData", {**row, "controller": "ControllerNoneId"})
