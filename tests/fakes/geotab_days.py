"""A day of trucks at the fake Geotab: two trucks with a driver and a cooled trailer each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from gladhand.resources.enums import ResourceEnum

if TYPE_CHECKING:
    from tests.fakes.geotab_store import GeotabDatabase

_Resource = ResourceEnum
#: What the request for the rows of a resource contains.
ROWS: Final[Mapping[ResourceEnum, str]] = {
    **dict.fromkeys((_Resource.VEHICLE_LOCATION, _Resource.TRAILER_LOCATION), '"LogRecord"'),
    _Resource.TRAILER_VEHICLE_ASSOCIATION: '"TrailerAttachment"',
    _Resource.HOS_EVENT: '"GetFeed","params":{"typeName":"DutyStatusLog"',
    _Resource.DVIR_LOG: '"DVIRLog"',
    _Resource.ENGINE_LOG: '"FaultData"',
    _Resource.FUEL_TRANSACTION: '"FuelTransaction"',
    _Resource.IFTA_SUMMARY: '"GetFeed","params":{"typeName":"FuelTaxDetail"',
    _Resource.HOS_AVAILABILITY: '"DutyStatusAvailability"',
    _Resource.HOS_VIOLATION: '"DutyStatusViolation"',
    _Resource.HOS_DAILY_SNAPSHOT: '"DutyStatusLog"',
}
#: What one row contains that becomes a record.
MARKS: Final[Mapping[ResourceEnum, str]] = {
    _Resource.VEHICLE_LOCATION: '"speed":88',
    _Resource.TRAILER_LOCATION: '"speed":87',
    _Resource.HOS_EVENT: '"INT_D"',
    _Resource.DRIVER_SAFETY_EVENT: "RuleHarshBrakingId",
    _Resource.FUEL_TRANSACTION: '"Diesel"',
    _Resource.MESSAGE: "CannedResponse",
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


def drive(database: GeotabDatabase, now: datetime) -> None:
    """Fill the feeds of a database with the last minutes of its trucks, in the order in which they happened."""
    now = now.replace(microsecond=0)
    pairs, drivers = [], []
    for number in (7, 8):
        truck = database.add("Device", _device(f"Truck {number}", f"G9{number:010d}", "GroupVehicleId"))
        trailer = database.add("Device", _device(f"Trailer {number}", "", "GroupTrailerId"))
        pairs.append((truck, trailer))
        drivers.append(database.add("User", driver_named(f"driver-{number}")))
        attached = {"device": {"id": truck}, "trailer": {"id": trailer}, "activeTo": "2050-01-01T00:00:00.000Z"}
        database.feeds.put("TrailerAttachment", {**attached, "activeFrom": text(now - timedelta(hours=1))})
    for minute, is_there in ((11, True), (4, False)):
        for (truck, _), driver in zip(pairs, drivers, strict=True):
            who = {"id": driver, "isDriver": True} if is_there else "UnknownDriverId"
            change = {"device": {"id": truck}, "driver": who, "type": "Driver"}
            database.feeds.put("DriverChange", {**change, "dateTime": text(now - timedelta(minutes=minute))})
    for (truck, trailer), driver in zip(pairs, drivers, strict=True):
        log_hours(database, truck, {"id": driver, "isDriver": True}, now)
        report(database, truck, trailer, {"id": driver, "isDriver": True}, now)
    for minute, zones in ((10, 1), (7, 2), (4, 2), (1, 2)):
        for truck, trailer in pairs:
            _minute(database, truck, trailer, now - timedelta(minutes=minute), zones=zones)


def text(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _device(name: str, serial: str, group: str) -> dict[str, Any]:
    return {"name": name, "serialNumber": serial, "groups": [{"id": group}]}


def driver_named(name: str) -> dict[str, Any]:
    groups = {key: [{"id": "GroupCompanyId"}] for key in ("companyGroups", "securityGroups", "driverGroups")}
    names = {"name": name, "firstName": "Dana", "lastName": "Example", "password": "Xq7-mnopqrs-Tv", "isDriver": True}
    return {**names, **groups, "timeZoneId": "America/Chicago"}


def log_hours(database: GeotabDatabase, truck: str, driver: dict[str, Any], now: datetime) -> None:
    """Two days of a driver's logs, with clocks and a violation."""
    put, whose = (
        database.feeds.put,
        {"driver": driver, "device": {"id": truck}, "state": "Active", "malfunction": "None"},
    )
    made = []
    for hours, status in ((60, "OFF"), (40, "ON"), (30, "D"), (20, "SB"), (3, "ON"), (2, "D"), (1, "INT_D")):
        log = {**whose, "dateTime": text(now - timedelta(hours=hours)), "status": status, "origin": "Manual"}
        made.append(put("DutyStatusLog", log))
    remark = {"driver": driver, "comment": "Pre-trip", "dateTime": text(now)}
    put("AnnotationLog", {**remark, "dutyStatusLog": {"id": made[1]["id"]}})
    noted = put("AnnotationLog", {**remark, "comment": "Dock 4", "dutyStatusLog": {"id": made[4]["id"]}})
    put("DutyStatusLog", {**made[4], "annotations": [{"id": noted["id"]}]})
    left = {"driving": "07:00:00", "workday": "09:45:30", "cycle": "2.02:00:00", "rest": "-00:01:00"}
    put("DutyStatusAvailability", {**left, "driver": driver, "cycleAvailabilities": []})
    broken = {"type": "Driving", "hoursLimit": 11, "fromDate": text(now - timedelta(hours=24)), "driver": driver}
    put("DutyStatusViolation", {**broken, "toDate": text(now - timedelta(hours=20))})
    put("DutyStatusViolation", {**broken, "type": "EwdRest", "toDate": text(now - timedelta(hours=20))})


def report(database: GeotabDatabase, truck: str, trailer: str, driver: dict[str, Any], now: datetime) -> None:
    """What a driver and a truck report in a day."""
    put, whose, at = database.feeds.put, {"device": {"id": truck}, "driver": driver}, text(now - timedelta(minutes=9))
    defect = {"defect": {"id": "b2811", "name": "Headlights", "severity": "Critical"}, "repairStatus": "NotRepaired"}
    inspected = {**whose, "dateTime": at, "logType": "PreTrip", "duration": "00:11:30"}
    put("DVIRLog", {**inspected, "dvirDefects": [{"id": f"defect-{truck}", **defect}]})
    put("DVIRLog", {"trailer": {"id": trailer}, "driver": "UnknownDriverId", "dateTime": at, "logType": "PostTrip"})
    for number, state in enumerate(("Valid", "Valid", "Dismissed")):
        rule = {"rule": {"id": "RuleHarshBrakingId"}, "state": f"ExceptionEventState{state}Id", "duration": "00:00:02"}
        put("ExceptionEvent", {**whose, **rule, "activeFrom": text(now - timedelta(minutes=number))})
    diagnostic = put("Diagnostic", {"name": "NOx", "code": 3226, "diagnosticType": "SuspectParameter"})
    mode = put("FailureMode", {"name": "Abnormal rate of change", "code": 10})
    fault = {"device": {"id": truck}, "dateTime": at, "faultState": "Active", "failureMode": {"id": mode["id"]}}
    put("FaultData", {**fault, "diagnostic": {"id": diagnostic["id"]}})
    put("FaultData", {**fault, "diagnostic": {"id": "DiagnosticNobodyKnowsId"}, "failureMode": "NoFailureModeId"})
    bought = {**whose, "dateTime": at, "volume": 310.4, "cost": 402.15, "currencyCode": "USD"}
    put("FuelTransaction", {**bought, "productType": "DieselExhaustFluid"})
    purchase = put("FuelTransaction", {**bought, "productType": "Diesel"})
    filled = {**whose, "dateTime": at, "volume": 0, "derivedVolume": 301.7, "productType": "Unknown"}
    put("FillUp", filled)
    put("FillUp", {**filled, "fuelTransactions": [{"id": purchase["id"]}]})
    begin = now.replace(day=1, hour=0, minute=0, second=0)
    for number in range(1, 3):
        entered, left = begin + timedelta(minutes=number), begin + timedelta(minutes=number + 1)
        way = {"enterTime": text(entered), "exitTime": text(left), "enterOdometer": 100.0, "exitOdometer": 221.5}
        put("FuelTaxDetail", {"device": {"id": f"{truck}-{number}"}, "jurisdiction": "IL", **way})
    put("FuelTaxDetail", {"device": {"id": f"{truck}-2"}, "jurisdiction": "MO", **way})
    wrote = {"device": {"id": truck}, "user": driver, "sent": at, "isDirectionToVehicle": False}
    put("TextMessage", {**wrote, "messageContent": {"contentType": "IoxOutput", "ids": []}})
    put("TextMessage", {**wrote, "messageContent": {"contentType": "CannedResponse", "message": "Ok"}})
    office = {**wrote, "user": {"id": "b1F"}, "recipient": driver["id"], "isDirectionToVehicle": True}
    put("TextMessage", {**office, "messageContent": {"contentType": "Normal", "message": "Dock 4"}})


def _minute(database: GeotabDatabase, truck: str, trailer: str, at: datetime, *, zones: int) -> None:
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


def _measured(database: GeotabDatabase, device: str, diagnostic: str, value: float, at: datetime) -> None:
    row = {"data": value, "dateTime": text(at), "device": {"id": device}, "diagnostic": {"id": diagnostic}}
    database.feeds.put("StatusData", {**row, "controller": "ControllerNoneId"})
