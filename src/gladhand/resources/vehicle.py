"""Vehicles: everything of a fleet that drives by itself."""

from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from gladhand.resources.base import Fields, RecordBase, Write
from gladhand.resources.enums import EngineType, VehicleStatusEnum
from gladhand.resources.text import Alpha3, Flag, Text, Whole


class VehicleWrite(Write):
    """Everything that can be written of a vehicle."""

    vehicle_name: Text | None = Field(None, description="What the fleet calls it, such as a unit number.")
    oem: Text | None = Field(None, description="Who made it.")
    model_type: Text | None = None
    model_year: Whole | None = Field(None, description="Four digits.")
    vin: Text | None = Field(None, description="Vehicle identification number; 17 characters as a rule.")
    engine_vin: Text | None = None
    license_plate_region: Text | None = Field(None, description="State or province of the plate, such as CA or ON.")
    license_plate_country: Alpha3 | None = Field(
        None, description="Where the plate is from; three letters, ISO 3166-1."
    )
    license_plate_number: Text | None = None
    is_active: Flag | None = None
    status: VehicleStatusEnum | None = None
    notes: Text | None = None
    eld_id: Text | None = Field(None, description="The provider's id of the logging device in it.")
    eld_serial_number: Text | None = None
    eld_device_type: Text | None = None
    eld_product_id: Text | None = None
    total_axles: Whole | None = None
    external_id: Text | None = Field(None, description="The vehicle's id in another system of the fleet.")
    speed_unit: Text | None = Field(None, description="What its speeds are shown in at the provider, such as mph.")
    odometer_unit: Text | None = Field(None, description="What its odometer counts in, such as mi.")
    fuel_unit: Text | None = Field(None, description="What its fuel is measured in, such as liters.")
    fuel_capacity: Text | None = Field(None, description="With its unit, such as 100 gallons.")
    engine_type: EngineType | None = Field(None, description="What it runs on.")


class VehicleCreate(VehicleWrite):
    """A vehicle to be made at the provider. Fields that are left out get the provider's own defaults."""


class VehicleUpdate(VehicleWrite):
    """What is to change of a vehicle at the provider. Fields that are left out stay, null clears."""


class VehicleFields(Fields):
    """The normalised fields of a vehicle."""

    vehicle_name: str | None = Field(None, description="What the fleet calls it, such as a unit number.")
    oem: str | None = Field(None, description="Who made it.")
    model_type: str | None = None
    model_year: int | None = None
    vin: str | None = None
    engine_vin: str | None = None
    license_plate_region: str | None = None
    license_plate_country: str | None = Field(None, description="Three letters, ISO 3166-1.")
    license_plate_number: str | None = None
    started_at: datetime | None = Field(None, description="In service since.")
    ended_at: datetime | None = Field(None, description="Out of service since.")
    is_active: bool | None = None
    status: str | None = Field(None, description="The provider's word, such as IN_SERVICE or MAINTENANCE.")
    notes: str | None = None
    eld_id: str | None = None
    eld_serial_number: str | None = None
    eld_device_type: str | None = None
    eld_product_id: str | None = None
    total_axles: int | None = None
    vehicle_groups: dict[str, Any] | None = None
    external_id: str | None = None
    speed_unit: str | None = Field(None, description="What its speeds are shown in at the provider.")
    odometer_unit: str | None = None
    fuel_unit: str | None = None
    fuel_capacity: str | None = Field(None, description="With its unit.")
    engine_type: str | None = Field(None, description="The provider's word for what it runs on.")


class VehicleRead(VehicleFields, RecordBase):
    """A vehicle, as the provider has it."""

    model_config = ConfigDict(extra="ignore", frozen=False)
