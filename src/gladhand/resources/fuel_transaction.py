"""Fuel transactions: purchases of fuel."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Final

from pydantic import Field

from gladhand.resources.enums import DistanceUnit, EngineType, FuelVolumeUnitEnum, ResourceEnum
from gladhand.resources.fields import Constant, F, Filterable, Writable
from gladhand.resources.measures import CubicMetres, Metres
from gladhand.resources.odometers import OdometerWrite
from gladhand.resources.positions import Addressed
from gladhand.resources.references import OfCrew
from gladhand.resources.resource import RecordChange, Resource, ResourceKind
from gladhand.resources.text import Latitude, Line, Longitude, Time

_CUBIC_METRES: Final[Mapping[FuelVolumeUnitEnum, float]] = MappingProxyType(
    {
        FuelVolumeUnitEnum.CUBIC_METER: 1.0,
        FuelVolumeUnitEnum.LITER: 0.001,
        FuelVolumeUnitEnum.US_GALLON: 0.003785411784,
        FuelVolumeUnitEnum.IMPERIAL_GALLON: 0.00454609,
    }
)


class FuelTransactionFields(Addressed, OfCrew):
    """The normalised fields of a fuel transaction."""

    source_driver_id: Annotated[str | None, Filterable("source_driver_ids")] = F(
        "The driver, by the provider's id.", example="281474"
    )
    odometer: Annotated[Metres, Writable()] = F("What the odometer showed.", example=254_000_300.0)
    fuel_type: Annotated[EngineType | None, Writable()] = F("What was bought.", example="DIESEL")
    fuel_volume: Annotated[CubicMetres, Writable(is_required=True)] = F("How much was bought.", example=0.42)
    fuel_vendor: Annotated[str | None, Writable()] = F("Who sold it.", example="Pilot")
    total_cost: Annotated[Decimal | None, Writable()] = F("In `currency`: a decimal as a text.", example="412.50")
    currency: Annotated[str | None, Writable()] = F("Three letters, ISO 4217.", example="USD")
    odometer_unit: Annotated[DistanceUnit, Constant()] = F("The unit of `odometer`.", default=DistanceUnit.METRES)


class FuelTransactionWrite(OdometerWrite):
    """What a write of a fuel transaction takes beside the fields of the record. Its changes have cubic metres."""

    not_changes: ClassVar[frozenset[str]] = OdometerWrite.not_changes | {"fuel_volume_unit"}

    fuel_volume_unit: FuelVolumeUnitEnum = Field(description="The unit of `fuel_volume`.", examples=["LITER"])
    latitude: Latitude | None = Field(None, description="Where it was bought.", examples=[30.2672])
    longitude: Longitude | None = Field(None, description="Where it was bought.", examples=[-97.7431])
    location_string: Line | None = Field(
        None, description="Where it was bought, in words.", examples=["Pilot 402, Austin, TX"]
    )
    transaction_time: Time | None = Field(
        None, description="When it was bought, in UTC.", examples=["2026-03-02T09:30:00Z"]
    )
    transaction_jurisdiction: Line | None = Field(
        None, description="State or province of the purchase, such as TX or ON.", examples=["TX"]
    )

    def changes(self) -> dict[str, Any]:
        changes = super().changes()
        if "fuel_volume" in changes:
            changes["fuel_volume"] = round(changes["fuel_volume"] * _CUBIC_METRES[self.fuel_volume_unit], 6)
        return changes


FUEL_TRANSACTION = Resource(
    name=ResourceEnum.FUEL_TRANSACTION,
    path="fuel-transactions",
    kind=ResourceKind.EDITABLE,
    fields_model=FuelTransactionFields,
    hides=("odometer", "fuel_vendor"),
    write_base=FuelTransactionWrite,
    also_writable={
        "driver_id": Writable(is_required=True),
        "vehicle_id": Writable(is_required=True),
        "co_driver_id": Writable(),
    },
    description="Purchases of fuel.",
    events={
        RecordChange.ADDED: "A purchase of fuel was stored for the first time.",
        RecordChange.MODIFIED: "A purchase of fuel has changed.",
    },
)
