"""The rows of the summaries and of the live locations. Each field says where its value comes from."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, LiteralString
from uuid import UUID

from pydantic import Field

from gladhand.resources.enums import DistanceUnit, PressureUnit, SpeedUnit, TemperatureUnit, TspEnum
from gladhand.resources.measures import Hours, Kelvin, Metres, MetresPerSecond, Pascals, Percent
from gladhand.resources.positions import Point
from gladhand.resources.wire_model import WireModel


@dataclass(frozen=True)
class From:
    """The SQL of a field's value. Without it, the value is the column of the same name of the record `r`."""

    expression: LiteralString
    source: LiteralString | None = None
    """The last one of the list's sources that the expression needs; None needs only the record and its agreement."""


_Position = Annotated[Point | None, Field(description="GeoJSON.")]
_Cell = Annotated[int | None, Field(description="The H3 cell of the position at resolution 11, a number of 64 bits.")]


class _OfFleet(WireModel):
    """Whose the record is."""

    fleet_id: UUID
    fleet_ref: Annotated[str | None, From("a.fleet_ref")] = Field(description="Your id of the fleet.")
    connection_id: UUID


class _OfProvider(WireModel):
    """Where the record comes from."""

    tsp_id: UUID | None
    tsp_slug: str | None
    source_name: TspEnum | None


class VehicleSummary(_OfProvider, _OfFleet):
    """A vehicle, and what it reported last."""

    vehicle_id: Annotated[UUID, From("r.id")]
    source_id: str | None = Field(description="The provider's id of the vehicle.")
    status: str | None
    vehicle_name: str | None
    oem: str | None
    model_type: str | None
    model_year: int | None
    vin: str | None
    engine_vin: str | None
    license_plate_country: Annotated[
        str | None, From("coalesce(%(alpha2)s::jsonb ->> r.license_plate_country, r.license_plate_country)")
    ] = Field(description="Two letters, ISO 3166-1.")
    license_plate_region: str | None
    license_plate_number: str | None
    last_location_ping: Annotated[datetime | None, From("l.occurred_at", "l")] = Field(
        description="When the vehicle last sent a position. This and the next fields are null if none is known."
    )
    last_location_h3_index_11: Annotated[_Cell, From("l.h3_index_11", "l")]
    last_location: Annotated[_Position, From("wire_point(l.location, l.location_more)", "l")]
    last_fuel_level: Annotated[Percent, From("l.fuel_level", "l")]
    last_odometer_reading: Annotated[Metres, From("l.odometer", "l")]
    last_engine_hours: Annotated[Hours, From("l.engine_hours", "l")]
    last_speed_reading: Annotated[MetresPerSecond, From("l.speed", "l")]
    last_speed_reading_unit: Annotated[SpeedUnit, From("'m/s'::text")] = SpeedUnit.METRES_PER_SECOND
    last_odometer_reading_unit: Annotated[DistanceUnit, From("'m'::text")] = DistanceUnit.METRES


class DriverSummary(_OfProvider, _OfFleet):
    """A driver, and what happened to the driver in the last 30 days."""

    user_id: Annotated[UUID, From("r.id")]
    source_id: str | None = Field(description="The provider's id of the driver.")
    employee_number: str | None
    first_name: str | None
    last_name: str | None
    username: str | None
    status: str | None
    phone_number: str | None
    license_country: Annotated[
        str | None, From("coalesce(%(alpha2)s::jsonb ->> r.license_country, r.license_country)")
    ] = Field(description="Two letters, ISO 3166-1.")
    license_region: str | None
    license_number: str | None
    license_expiration: date | None
    hos_ruleset_code: str | None
    safety_events_30d: Annotated[int, From("s.n", "s")] = Field(
        0, description="Safety events of the last 30 days; 0 where the fleet does not share them."
    )
    hos_violations_30d: Annotated[int, From("h.n", "h")] = Field(
        0, description="Violations of hours of service in the last 30 days; 0 where the fleet does not share them."
    )


class TrailerSummary(_OfProvider, _OfFleet):
    """A trailer, and where it was last."""

    trailer_id: Annotated[UUID, From("r.id")]
    source_id: str | None = Field(description="The provider's id of the trailer.")
    trailer_name: str | None
    location: Annotated[_Position, From("wire_point(l.location, l.location_more)", "l")]
    h3_index_11: Annotated[_Cell, From("l.h3_index_11", "l")]


class VehicleLiveLocation(_OfProvider):
    """Where a vehicle is now, and who drives it."""

    vehicle_id: Annotated[UUID, From("r.id")]
    vin: str | None
    vehicle_name: str | None
    driver_id: Annotated[UUID | None, From("d.id", "d")]
    driver_name: Annotated[str | None, From("d.name", "d")]
    h3_index_11: Annotated[_Cell, From("l.h3_index_11", "l")]
    speed: Annotated[MetresPerSecond, From("l.speed", "l")]
    odometer: Annotated[Metres, From("l.odometer", "l")]
    fuel_level: Annotated[Percent, From("l.fuel_level", "l")]
    engine_hours: Annotated[Hours, From("l.engine_hours", "l")]
    oil_pressure: Annotated[Pascals, From("l.oil_pressure", "l")]
    coolant_temperature: Annotated[Kelvin, From("l.coolant_temperature", "l")]
    occurred_at: Annotated[datetime, From("l.occurred_at", "l")]
    location: Annotated[_Position, From("wire_point(l.location, l.location_more)", "l")]
    speed_unit: Annotated[SpeedUnit, From("'m/s'::text")] = SpeedUnit.METRES_PER_SECOND
    odometer_unit: Annotated[DistanceUnit, From("'m'::text")] = DistanceUnit.METRES
    oil_pressure_unit: Annotated[PressureUnit, From("'Pa'::text")] = PressureUnit.PASCALS
    coolant_temperature_unit: Annotated[TemperatureUnit, From("'K'::text")] = TemperatureUnit.KELVIN


class TrailerLiveLocation(_OfProvider):
    """Where a trailer is now, and which vehicle pulls it."""

    trailer_id: Annotated[UUID, From("r.id")]
    trailer_name: str | None
    vehicle_id: Annotated[UUID | None, From("v.id", "v")] = Field(description="The vehicle that it is attached to.")
    driver_id: Annotated[UUID | None, From("d.id", "d")]
    driver_name: Annotated[str | None, From("d.name", "d")]
    trailer_h3_index_11: Annotated[_Cell, From("l.h3_index_11", "l")]
    trailer_location_occurred_at: Annotated[datetime, From("l.occurred_at", "l")]
    trailer_location: Annotated[_Position, From("wire_point(l.location, l.location_more)", "l")]
    vehicle_h3_index_11: Annotated[_Cell, From("vl.h3_index_11", "vl")]
    vehicle_location_occurred_at: Annotated[datetime | None, From("vl.occurred_at", "vl")]
    vehicle_location: Annotated[_Position, From("wire_point(vl.location, vl.location_more)", "vl")]


class FleetSummary(WireModel):
    """A fleet, by your reference, and how much of it you see."""

    fleet_ref: str | None = Field(description="Your id of the fleet.")
    fleet_ids: list[UUID] = Field(description="Our ids. Several, if the fleet connected again under your reference.")
    connections: int = Field(0, description="Active connections.")
    drivers: int = 0
    vehicles: int = 0
    vehicles_with_locations: int = Field(0, description="Vehicles that have sent a position.")
