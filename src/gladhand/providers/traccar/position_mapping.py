"""Maps Traccar's positions and events to our records. Traccar counts in knots, metres, litres and milliseconds."""

import re
from collections.abc import Mapping
from typing import Any

from gladhand.resources.driver_safety_event import DriverSafetyEventFields
from gladhand.resources.driver_vehicle_association import DriverVehicleAssociationFields
from gladhand.resources.engine_status import EngineStatusFields
from gladhand.resources.enums import DriverSafetyEventEnum, EngineStatusEnum
from gladhand.resources.positions import InferredAddress, Point
from gladhand.resources.trailer_location import TrailerLocationFields
from gladhand.resources.vehicle_location import VehicleLocationFields
from gladhand.sdk.errors import Malformed
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

_KNOT = 0.514444
_HOUR_IN_MILLISECONDS = 3_600_000
_LITRE = 0.001
_FREEZING = 273.15
_FULL = 100.0
# In knots and degrees Celsius. Trackers send values such as -273, 215 and 65535 where a sensor is missing.
_FASTEST = 300.0
_COLDEST, _HOTTEST = -60.0, 200.0

# How the texts of addresses are told apart: `1 Sample Road, Springfield, IL, US`.
_COUNTRY, _TOWN_AND_STREET = 2, 2
_REGION = re.compile(r"[A-Z]{2,3}")

#: The types of events that tell of an engine.
ENGINE = {"ignitionOn": EngineStatusEnum.ON, "ignitionOff": EngineStatusEnum.OFF}
#: The type of events that tell of another driver.
DRIVER_CHANGED = "driverChanged"
_OVERSPEED = "deviceOverspeed"
_ALARM = "alarm"
#: The types of events that may tell of risky driving.
SAFETY = (_ALARM, _OVERSPEED)
_ALARMS = {
    "hardAcceleration": DriverSafetyEventEnum.HARD_ACCELERATION,
    "hardBraking": DriverSafetyEventEnum.HARD_BRAKING,
    "hardCornering": DriverSafetyEventEnum.HARSH_TURN,
    "accident": DriverSafetyEventEnum.COLLISION,
    "overspeed": DriverSafetyEventEnum.SPEEDING,
    "fatigueDriving": DriverSafetyEventEnum.DROWSY,
    "laneChange": DriverSafetyEventEnum.LANE_DEPARTURE,
    "idle": DriverSafetyEventEnum.IDLING,
}


def has_fix(position: Row) -> bool:
    """Whether it says where the vehicle is. A tracker without reception sends 0/0."""
    return position.get("valid") is not False or (position.number("latitude"), position.number("longitude")) != (0, 0)


def location_record(position: Row, drivers: Mapping[str, str]) -> Record[VehicleLocationFields]:
    """The hub's record of a position. `drivers` gives the source id of a driver by what a tracker reports."""
    attributes = position.row("attributes")
    speed, hours = _within(position, "speed", _FASTEST), _within(attributes, "hours")
    litres, celsius = _within(attributes, "fuel"), _within(attributes, "coolantTemp", _HOTTEST, least=_COLDEST)
    return Record(
        source_id=position.source_id(),
        source_data=position,
        occurred_at=_moment(position, "fixTime"),
        fields=VehicleLocationFields.model_validate(
            {
                "location": _point(position),
                "source_vehicle_id": position.source_id("deviceId"),
                "source_driver_id": _driver(attributes, drivers),
                "inferred_address": address(position),
                "speed": None if speed is None else speed * _KNOT,
                # Not `totalDistance`, which is the server's own sum.
                "odometer": _within(attributes, "odometer") or _within(attributes, "obdOdometer"),
                "engine_hours": None if hours is None else hours / _HOUR_IN_MILLISECONDS,
                # Units vary by tracker: what cannot be a percentage is none.
                "fuel_level": _within(attributes, "fuelLevel", _FULL),
                "fuel_value": None if litres is None else litres * _LITRE,
                "coolant_temperature": None if celsius is None else celsius + _FREEZING,
            }
        ),
    )


def trailer_location_record(position: Row) -> Record[TrailerLocationFields]:
    """The hub's record of a position of a trailer."""
    return Record(
        source_id=position.source_id(),
        source_data=position,
        occurred_at=_moment(position, "fixTime"),
        fields=TrailerLocationFields(
            source_trailer_id=position.source_id("deviceId"),
            location=_point(position),
            inferred_address=address(position),
        ),
    )


def engine_record(event: Row, places: Mapping[int, Row]) -> Record[EngineStatusFields]:
    """The hub's record of an ignition event."""
    if (state := ENGINE.get(event.required_text("type"))) is None:
        raise Malformed("The event is not one of the ignition.")
    return Record(
        source_id=event.source_id(),
        source_data=event,
        occurred_at=_moment(event, "eventTime"),
        fields=EngineStatusFields.model_validate(
            {
                "engine_status": state,
                "location": _event_point(event, places),
                "source_vehicle_id": event.source_id("deviceId"),
            }
        ),
    )


def safety_event(event: Row) -> DriverSafetyEventEnum | None:
    """What happened, or None for an alarm that does not tell of driving."""
    if event.get("type") == _OVERSPEED:
        return DriverSafetyEventEnum.SPEEDING
    # Older servers tell of several alarms in one event.
    alarms = (event.row("attributes").text("alarm") or "").split(",")
    return next((_ALARMS[alarm] for each in alarms if (alarm := each.strip()) in _ALARMS), None)


def safety_record(event: Row, places: Mapping[int, Row]) -> Record[DriverSafetyEventFields]:
    """The hub's record of an alarm. Speeds stand in its metadata, in metres per second."""
    event.required_text("type")
    attributes, what = event.row("attributes"), safety_event(event)
    if what is None:
        raise Malformed(f"No event is known for the alarm {attributes.text('alarm')}.")
    speeds = {
        ours: value * _KNOT
        for ours, theirs in (("speed", "speed"), ("speed_limit", "speedLimit"))
        if (value := attributes.number(theirs)) is not None
    }
    return Record(
        source_id=event.source_id(),
        source_data=event,
        occurred_at=_moment(event, "eventTime"),
        fields=DriverSafetyEventFields.model_validate(
            {
                "event": what,
                "event_metadata": speeds or None,
                "location": _event_point(event, places),
                "source_vehicle_id": event.source_id("deviceId"),
            }
        ),
    )


def association_record(event: Row, drivers: Mapping[str, str]) -> Record[DriverVehicleAssociationFields]:
    """The hub's record of another driver at a tracker. An event without one tells that the driver has signed off."""
    event.required_text("type")
    return Record(
        source_id=event.source_id(),
        source_data=event,
        occurred_at=_moment(event, "eventTime"),
        fields=DriverVehicleAssociationFields(
            source_vehicle_id=event.source_id("deviceId"), source_driver_id=_driver(event.row("attributes"), drivers)
        ),
    )


def driver_ids(drivers: list[Row]) -> dict[str, str]:
    """The source ids of drivers, by the text that identifies them at a tracker."""
    return {unique: f"driver:{each['id']}" for each in drivers if (unique := each.text("uniqueId")) is not None}


def _driver(attributes: Row, drivers: Mapping[str, str]) -> str | None:
    reported = attributes.text("driverUniqueId")
    return None if reported is None else drivers.get(reported, reported)


def _event_point(event: Row, places: Mapping[int, Row]) -> Point | None:
    position = places.get(event.whole("positionId") or 0)
    return None if position is None or not has_fix(position) else _point(position)


def _point(position: Row) -> Point:
    longitude, latitude = position.number("longitude"), position.number("latitude")
    if longitude is None or latitude is None:
        raise Malformed("The position has no coordinates.")
    return Point.at(longitude, latitude)


def address(position: Row) -> InferredAddress | None:
    """The town of a position where the operator has a geocoder.

    That the text ends with town, state and country, as the server usually writes it, is assumed.
    """
    *before, last = [each.strip() for each in (position.text("address") or "").split(",")]
    if len(last) != _COUNTRY or not last.isalpha() or not before:
        return None
    province = before.pop() if len(before) > _TOWN_AND_STREET or _REGION.fullmatch(before[-1]) else None
    # A postcode stands beside the town.
    words = [word for word in (before[-1] if before else "").split() if not any(each.isdigit() for each in word)]
    return InferredAddress(city=" ".join(words) or None, province=province, country_code=last.upper())


def _within(row: Row, name: str, most: float | None = None, *, least: float = 0) -> float | None:
    """A number that a tracker can have measured. Others are none."""
    value = row.number(name)
    return None if value is None or value < least or (most is not None and value > most) else value


def _moment(row: Row, name: str) -> Any:
    moment = row.moment(name)
    if moment is None:
        raise Malformed(f"There is no time in {name}.")
    return moment
