"""Maps Traccar's positions and events to our records. Traccar counts in knots, metres, litres and milliseconds."""

from collections.abc import Mapping
from typing import Any

from gladhand.resources.driver_safety_event import DriverSafetyEventFields
from gladhand.resources.driver_vehicle_association import DriverVehicleAssociationFields
from gladhand.resources.engine_status import EngineStatusFields
from gladhand.resources.enums import DriverSafetyEventEnum, EngineStatusEnum
from gladhand.resources.positions import Point
from gladhand.resources.vehicle_location import VehicleLocationFields
from gladhand.sdk.errors import Malformed
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

_KNOT = 0.514444
_HOUR_IN_MILLISECONDS = 3_600_000
_LITRE = 0.001
_FREEZING = 273.15
_FULL = 100.0

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
    return position.get("valid") is not False or (position.get("latitude"), position.get("longitude")) != (0, 0)


def location_record(position: Row, drivers: Mapping[str, str]) -> Record[VehicleLocationFields]:
    """The hub's record of a position. `drivers` gives the source id of a driver by what a tracker reports."""
    attributes = position.row("attributes")
    speed, level = position.number("speed"), attributes.number("fuelLevel")
    litres, celsius = attributes.number("fuel"), attributes.number("coolantTemp")
    hours = attributes.number("hours")
    return Record(
        source_id=position.source_id(),
        source_data=position,
        occurred_at=_moment(position, "fixTime"),
        fields=VehicleLocationFields.model_validate(
            {
                "location": _point(position),
                "source_vehicle_id": position.source_id("deviceId"),
                "source_driver_id": _driver(attributes, drivers),
                "speed": None if speed is None else speed * _KNOT,
                # Not `totalDistance`, which is the server's own sum.
                "odometer": attributes.number("odometer") or attributes.number("obdOdometer"),
                "engine_hours": None if hours is None else hours / _HOUR_IN_MILLISECONDS,
                # Units vary by tracker: what cannot be a percentage is none.
                "fuel_level": level if level is not None and 0 <= level <= _FULL else None,
                "fuel_value": None if litres is None else litres * _LITRE,
                "coolant_temperature": None if celsius is None else celsius + _FREEZING,
            }
        ),
    )


def engine_record(event: Row, places: Mapping[int, Row]) -> Record[EngineStatusFields]:
    """The hub's record of an ignition event."""
    return Record(
        source_id=event.source_id(),
        source_data=event,
        occurred_at=_moment(event, "eventTime"),
        fields=EngineStatusFields.model_validate(
            {
                "engine_status": ENGINE[event.required_text("type")],
                "location": _event_point(event, places),
                "source_vehicle_id": event.source_id("deviceId"),
            }
        ),
    )


def safety_event(event: Row) -> DriverSafetyEventEnum | None:
    """What happened, or None for an alarm that does not tell of driving."""
    if event.get("type") == _OVERSPEED:
        return DriverSafetyEventEnum.SPEEDING
    return _ALARMS.get(event.row("attributes").text("alarm") or "")


def safety_record(event: Row, places: Mapping[int, Row]) -> Record[DriverSafetyEventFields]:
    """The hub's record of an alarm. Speeds stand in its metadata, in metres per second."""
    event.required_text("type")
    attributes = event.row("attributes")
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
                "event": safety_event(event),
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


def _moment(row: Row, name: str) -> Any:
    moment = row.moment(name)
    if moment is None:
        raise Malformed(f"There is no time in {name}.")
    return moment
