"""Trailers: everything of a fleet that is towed."""

from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from gladhand.resources.base import Fields, RecordBase, Write
from gladhand.resources.text import Flag, Measure, Text, Whole


class TrailerWrite(Write):
    """Everything that can be written of a trailer."""

    trailer_name: Text | None = Field(None, description="What the fleet calls it, such as a unit number.")
    oem: Text | None = Field(None, description="Who made it.")
    model_type: Text | None = None
    model_year: Whole | None = Field(None, description="Four digits.")
    vin: Text | None = Field(None, description="Vehicle identification number; 17 characters as a rule.")
    license_plate_region: Text | None = Field(None, description="State or province of the plate, such as CA or ON.")
    license_plate_country: Text | None = Field(None, description="Where the plate is from; two letters, ISO 3166-1.")
    license_plate_number: Text | None = None
    is_active: Flag | None = None
    status: Text | None = Field(None, description="In free words, such as IN_SERVICE or MAINTENANCE.")
    notes: Text | None = None
    eld_id: Text | None = Field(None, description="The provider's id of the tracking device on it.")
    eld_serial_number: Text | None = None
    eld_device_type: Text | None = None
    eld_product_id: Text | None = None
    total_axles: Whole | None = None
    external_id: Text | None = Field(None, description="The trailer's id in another system of the fleet.")
    trailer_length: Measure | None = Field(None, description="In the unit that the provider uses, feet or metres.")
    trailer_type: Text | None = Field(None, description="In free words, such as Dry Van, Reefer or Flatbed.")


class TrailerCreate(TrailerWrite):
    """A trailer to be made at the provider. Fields that are left out get the provider's own defaults."""


class TrailerUpdate(TrailerWrite):
    """What is to change of a trailer at the provider. Fields that are left out stay, null clears."""


class TrailerFields(Fields):
    """The normalised fields of a trailer."""

    trailer_name: str | None = Field(None, description="What the fleet calls it, such as a unit number.")
    oem: str | None = Field(None, description="Who made it.")
    model_type: str | None = None
    model_year: int | None = None
    vin: str | None = None
    license_plate_region: str | None = None
    license_plate_country: str | None = Field(None, description="Two letters, ISO 3166-1.")
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
    trailer_groups: dict[str, Any] | None = None
    external_id: str | None = None
    trailer_length: float | None = Field(None, description="In the provider's unit, feet or metres.")
    trailer_type: str | None = None
    speed_unit: str | None = None
    odometer_unit: str | None = None
    fuel_unit: str | None = None
    fuel_capacity: str | None = Field(None, description="With its unit.")
    engine_type: str | None = Field(None, description="What drives its cooling, in the provider's words.")


class TrailerRead(TrailerFields, RecordBase):
    """A trailer, as the provider has it."""

    model_config = ConfigDict(extra="ignore", frozen=False)
