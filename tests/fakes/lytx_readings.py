"""What Lytx's devices have seen: positions, trips, samples, logs, inspections and events."""

from __future__ import annotations

from datetime import UTC, datetime
from time import time
from typing import Any

GROUP, OTHER_GROUP = "10000000-0000-4000-8000-000000000001", "10000000-0000-4000-8000-000000000002"


def number_of(kind: int, number: int) -> str:
    """The id of the thing of this kind with this number."""
    return f"{kind}0000000-0000-4000-8000-{number:012}"


def vehicle_id(number: int) -> str:
    return number_of(2, number)


def text_of(moment: float) -> str:
    return datetime.fromtimestamp(int(moment), UTC).isoformat().replace("+00:00", "Z")


class LytxReadings:
    """The lists of one company."""

    def __init__(self) -> None:
        self.points: list[dict[str, Any]] = []
        self.samples: list[dict[str, Any]] = []
        self.trips: list[dict[str, Any]] = []
        self.assignments: list[dict[str, Any]] = []
        self.logs: list[dict[str, Any]] = []
        self.reports: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        names = {1: "Hard Braking", 2: "Inattentive", 3: "Speeding"}
        self.triggers = [{"id": id_, "name": name, "creationDate": text_of(0)} for id_, name in names.items()]

    def of_vehicle(self, number: int) -> None:
        """Something in each list, of the last minutes."""
        now = time() - 60 * number
        self.points.append({**_device(number), "points": [_point(now - 60 * each) for each in range(3)]})
        kinds = {"DTC": "P0420", "ODOMETER": "201858.4", "ENGINE_HOURS": "1600", "ENGINE_SPEED": "1200", "MIL": "ON"}
        values = {**kinds, "SPEED_KPH": "62"}
        samples = [_sample(kind, value, now) for kind, value in values.items()]
        self.samples.append({**_device(number), "licensePlate": "EX 4521", "samples": samples})
        self.trips.append(_trip(number, now))
        self.assignments.append(_assignment(number, now))
        self.logs += [_log(number, now - 600, 3), _log(number, now, 1)]
        self.reports.append(_report(number, now))
        self.events.append(self.event(number, now))

    def event(self, number: int, at: float, **values: Any) -> dict[str, Any]:
        usual: dict[str, Any] = {
            "id": number_of(5, number),
            "customerEventId": f"EX{number}",
            "eventTriggerId": 1 + number % len(self.triggers),
            "eventTriggerSubTypeId": 1,
            "eventStatusId": 2,
            "recordDateUTC": text_of(at),
            "recordDateTZ": "CST",
            "recordDateUTCOffset": -360,
            "score": 4,
            "erSerialNumber": f"EX{number:08}",
            "vehicleId": vehicle_id(number),
            "groupId": GROUP,
            "forwardMax": -0.48,
            "speed": 17.2,
            "latitude": 39.781721,
            "longitude": -89.650148,
            "driverId": number_of(3, 1),
            "creationDate": text_of(at + 60),
            "behaviors": [],
            "objectRevision": 1,
            "revisionDate": text_of(at + 60),
        }
        return {**usual, **values}


def _device(number: int) -> dict[str, Any]:
    place = {"serialNumber": f"EX{number:08}", "groupId": GROUP, "groupName": "Example Fleet"}
    held = {"vehicleId": vehicle_id(number), "vehicleName": f"Truck {number}", "vin": f"EXAMPLEVN{number:08}"}
    return {"deviceId": number_of(4, number), **held, **place}


def _point(at: float) -> dict[str, Any]:
    place = {"latitude": 39.781721, "longitude": -89.650148, "heading": 90.0, "hdop": 0.9, "haccuracy": 3.0}
    speeds = {"averageGpsSpeedMs": 17.2, "maxGpsSpeedMs": 17.9, "minGpsSpeedMs": 16.8}
    return {"timeInUtc": text_of(at), "createdDate": text_of(at + 6), **place, **speeds}


def _sample(kind: str, value: str, at: float) -> dict[str, Any]:
    return {"sampleType": kind, "sampleDateTime": text_of(at), "sampleValue": value}


def _trip(number: int, at: float) -> dict[str, Any]:
    # The first vehicle is still on its way.
    ends = {"startDate": text_of(at - 2700), **({"endDate": text_of(at)} if number > 1 else {})}
    place = {"latitude": 39.781721, "longitude": -89.650148, "address": "1 Example Rd", "timezoneOffset": -360}
    places = {
        name.replace("Date", "Position"): {**place, "occurrenceDateTime": moment} for name, moment in ends.items()
    }
    person = {"id": number_of(3, 1), "firstName": "Dana", "lastName": "Example", "employeeNumber": "EMP-1"}
    vehicle = {"id": vehicle_id(number), "vehicleName": f"Truck {number}", "deviceId": number_of(4, number)}
    return {"tripId": number_of(6, number), **ends, **places, "distanceKm": 11, "driver": person, "vehicle": vehicle}


def _assignment(number: int, at: float) -> dict[str, Any]:
    vehicle = {"id": vehicle_id(number), "vehicleName": f"Truck {number}", "assignmentStartDate": text_of(at - 2700)}
    person = {"firstName": "Dana", "lastName": "Example", "employeeNumber": f"EMP-{number}"}
    return {"userId": number_of(3, number), **person, "vehicles": [vehicle]}


def _log(number: int, at: float, code: int) -> dict[str, Any]:
    place = {"latitude": 39.781721, "longitude": -89.650148, "vehicleName": f"Truck {number}", "companyId": 888}
    what = {"status": {1: "OFF", 3: "D"}[code], "eventType": 1, "eventCode": code, "eventRecordStatus": 1}
    state = {"origin": "Automatic", "state": "Active", "malfunction": "None", "odometer": 1090001.375}
    who = {"userName": "driver1.example", "userId": number_of(3, 1), "deviceId": number_of(4, number)}
    return {**who, "dateTime": text_of(at), **place, **what, **state, "engineHours": 81621}


def _report(number: int, at: float) -> dict[str, Any]:
    defect = {"id": 10 + number, "name": "Left mirror", "severityLevel": "Major", "status": "Defect"}
    notes = {"mobileNoteDescription": "It is loose.", "webNote": {"id": 1, "description": "Ordered."}}
    what = {"inspectionType": "pre-trip", "duration": "0:03:09", "odometer": 125430.5, "dvirStatus": "Defect"}
    who = {"vehicleId": vehicle_id(number), "vehicleName": f"Truck {number}", "driverName": "Dana Example"}
    defects = [{**defect, "notes": notes, "isSignedByMechanic": False}]
    return {"id": number, "creationDate": text_of(at), **who, **what, "generalNote": "Wet.", "defects": defects}
