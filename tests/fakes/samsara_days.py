"""Days of driving that the fake of Samsara shows: two drivers, each with a vehicle and a trailer."""

from datetime import datetime, timedelta

from tests.fakes.samsara_readings import SamsaraReadings

from gladhand.sdk.source_ids import utc_text


def drive(readings: SamsaraReadings, now: datetime) -> None:
    """Two days of two drivers, with a vehicle and a trailer each."""
    now = now.replace(microsecond=0)
    for number in (1, 2):
        _truck(readings, number, now)
        _trailer(readings, number, now)
        _hours(readings, number, now)
        _inspection(readings, number, now)
        _incidents(readings, number, now)
        _desk(readings, number, now)


def _truck(readings: SamsaraReadings, number: int, now: datetime) -> None:
    truck = {"id": f"49412{number}", "name": f"Truck {number}"}
    for age in (10, 5):
        place = {"latitude": 39.7 + number, "longitude": -89.65 + age / 100}
        readings.vehicles.add(
            truck,
            "gps",
            now - timedelta(minutes=age),
            **place,
            headingDegrees=90,
            speedMilesPerHour=54.2,
            isEcuSpeed=True,
            reverseGeo={"formattedLocation": "Springfield, IL, 62701"},
            decorations={
                "obdOdometerMeters": {"value": 402336000 + age},
                "fuelPercents": {"value": 71},
                "obdEngineSeconds": {"value": 36844200},
                "engineCoolantTemperatureMilliC": {"value": 88000},
            },
        )
        state = {"value": "On" if age == 5 else "Off", "decorations": {"gps": place}}
        readings.vehicles.add(truck, "auxInput1", now - timedelta(minutes=age), name="PTO", value=age > 5)
        readings.vehicles.add(truck, "engineStates", now - timedelta(minutes=age), **state)
    engine = {
        "checkEngineLights": {"emissionsIsOn": False},
        "diagnosticTroubleCodes": [
            {"spnId": 96, "spnDescription": "Fuel level", "fmiId": 4, "milStatus": 0, "occurrenceCount": 1, "txId": 0}
        ],
    }
    moment = now - timedelta(minutes=6)
    readings.vehicles.add(truck, "faultCodes", moment, canBusType="CANBUS_J1939_500KBPS", j1939=engine)
    # One without reception.
    nowhere = {"id": "494129", "name": "Truck 9"}
    readings.vehicles.add(nowhere, "gps", now - timedelta(minutes=1), latitude=0, longitude=0)


def _inspection(readings: SamsaraReadings, number: int, now: datetime) -> None:
    moment = utc_text(now - timedelta(minutes=10 - number))
    type_ = {"id": f"type-{number}", "label": "Headlights", "sectionType": "exteriorFront", "severity": "major"}
    readings.office.defect_types.append(type_)
    signed = {"signatoryUser": {"id": f"8866{number}"}, "type": "driver"}
    readings.dvirs.rows.append(
        {
            "id": f"99000{number}",
            "type": "preTrip",
            "vehicle": {"id": f"49412{number}"},
            "dvirSubmissionBeginTime": moment,
            "dvirSubmissionTime": moment,
            "updatedAtTime": moment,
            "safetyStatus": "unsafe",
            "defectIds": [f"88000{number}"],
            "authorSignature": signed,
        }
    )
    readings.defects.rows.append(
        {
            "id": f"88000{number}",
            "dvirId": f"99000{number}",
            "defectTypeId": f"type-{number}",
            "isResolved": False,
            "createdAtTime": moment,
            "updatedAtTime": moment,
        }
    )


def _incidents(readings: SamsaraReadings, number: int, now: datetime) -> None:
    moment, truck = utc_text(now - timedelta(minutes=10 - number)), {"id": f"49412{number}"}
    readings.safety.rows.append(
        {
            "id": f"3f2b0000-0000-4000-8000-00000000000{number}",
            "startMs": moment,
            "endMs": moment,
            "updatedAtTime": moment,
            "eventState": "needsReview",
            "asset": truck,
            "driver": {"id": f"8866{number}"},
            "behaviorLabels": [{"label": "Braking", "source": "automated"}],
            "location": {"latitude": 39.7817, "longitude": -89.6501},
        }
    )
    readings.office.idling.append(
        {
            "eventUuid": f"9a0c0000-0000-4000-8000-00000000000{number}",
            "asset": {"id": 494120 + number},
            "startTime": utc_text(now - timedelta(hours=number)),
            "durationMilliseconds": 840000,
        }
    )


def _desk(readings: SamsaraReadings, number: int, now: datetime) -> None:
    truck, driver = {"id": f"49412{number}", "name": f"Truck {number}"}, {"id": f"8866{number}"}
    readings.office.assignments.append(
        {
            "driver": driver,
            "vehicle": truck,
            "startTime": utc_text(now - timedelta(hours=number)),
            "endTime": "",
            "isPassenger": False,
            "assignmentType": "HOS",
            "assignedAtTime": "",
        }
    )
    hooked = round((now - timedelta(minutes=30)).timestamp() * 1000)
    towed = {"driverId": 88660 + number, "startMs": hooked}
    trailer = {"id": 281474976710000 + number, "name": f"Trailer {number}", "trailerAssignments": [towed]}
    readings.office.towing.append(trailer)
    for age in (0, 31):
        month = now - timedelta(days=age)
        report = {"vehicle": truck, "jurisdictions": [{"jurisdiction": "IL", "totalMeters": 1203400.5}]}
        readings.office.reports[str(month.year), month.strftime("%B")].append(report)
    sent = round((now - timedelta(hours=number)).timestamp() * 1000)
    sender = {"name": "Driver", "type": "driver"}
    message = {"driverId": 88660 + number, "sentAtMs": sent, "isRead": False, "sender": sender, "text": "On my way"}
    readings.office.messages.append(message)


def _trailer(readings: SamsaraReadings, number: int, now: datetime) -> None:
    trailer = {"id": f"28147497671000{number}", "name": f"Trailer {number}"}
    for age in (10, 5):
        readings.trailers.add(
            trailer,
            "gps",
            now - timedelta(minutes=age),
            latitude=39.9,
            longitude=-89.1,
            speedMilesPerHour=0,
            decorations={"gpsOdometerMeters": {"value": 99123000}},
        )
    readings.trailers.add(trailer, "reeferReturnAirTemperatureMilliCZone1", now - timedelta(minutes=4), value=-18500)
    if number > 1:
        readings.trailers.add(trailer, "reeferFuelPercent", now - timedelta(minutes=3), value=64)


def _hours(readings: SamsaraReadings, number: int, now: datetime) -> None:
    id_, driven = f"8866{number}", readings.driven
    driven.names[id_] = f"Driver {number}"
    driver = driven.driver(id_)
    began = now - timedelta(hours=8)
    log = {"hosStatusType": "driving", "vehicle": {"id": f"49412{number}"}, "remark": "Out", "codrivers": []}
    driven.logs[id_].append({"logStartTime": utc_text(began), **log})
    certified = {"time": utc_text(began + timedelta(hours=1)), "eldEventType": 4, "eldEventCode": 1}
    status = {"time": utc_text(began), "eldEventType": 1, "eldEventCode": 3, "totalVehicleMeters": 402300000}
    recorded = {"eldEventRecordStatus": 1, "eldEventRecordOrigin": 1}
    driven.events[id_] += [{**certified, **recorded}]
    if number > 1:
        driven.events[id_].append({**status, **recorded})
    day = (now - timedelta(days=1)).replace(hour=6, minute=0, second=0)
    driven.days.append(
        {
            "driver": {**driver, "timezone": "America/Chicago"},
            "startTime": utc_text(day),
            "endTime": utc_text(day + timedelta(days=2)),
            "dutyStatusDurations": {"driveDurationMs": 14400000, "offDutyDurationMs": 72000000},
            "logMetaData": {"isCertified": True, "certifiedAtTime": utc_text(began + timedelta(hours=1))},
        }
    )
    driven.clocks.append(
        {
            "driver": driver,
            "currentDutyStatus": {"hosStatusType": "driving"},
            "clocks": {"drive": {"driveRemainingDurationMs": 25200500}, "cycle": {}},
            "violations": {"cycleViolationDurationMs": 0},
        }
    )
    driven.violations.append(
        {
            "type": "shiftDrivingHours",
            "violationStartTime": utc_text(began),
            "durationMs": 1260000,
            "description": "Shift driving hours (11 hours)",
            "driver": driver,
        }
    )
