"""Fuel transactions: purchases of fuel."""

from decimal import Decimal
from typing import Annotated

from gladhand.resources.enums import DistanceUnit, EngineType, ResourceEnum
from gladhand.resources.fields import Constant, F, Filterable
from gladhand.resources.measures import CubicMetres, Metres
from gladhand.resources.positions import Addressed
from gladhand.resources.references import OfCrew
from gladhand.resources.resource import RecordChange, Resource, ResourceKind


class FuelTransactionFields(Addressed, OfCrew):
    """The normalised fields of a fuel transaction."""

    source_driver_id: Annotated[str | None, Filterable("source_driver_ids")] = F(
        "The driver, by the provider's id.", example="281474"
    )
    odometer: Metres = F("What the odometer showed.", example=254_000_300.0)
    fuel_type: EngineType | None = F("What was bought.", example="DIESEL")
    fuel_volume: CubicMetres = F("How much was bought.", example=0.42)
    fuel_vendor: str | None = F("Who sold it.", example="Pilot")
    total_cost: Decimal | None = F("In `currency`: a decimal as a text.", example="412.50")
    currency: str | None = F("Three letters, ISO 4217.", example="USD")
    odometer_unit: Annotated[DistanceUnit, Constant()] = F("The unit of `odometer`.", default=DistanceUnit.METRES)


FUEL_TRANSACTION = Resource(
    name=ResourceEnum.FUEL_TRANSACTION,
    path="fuel-transactions",
    kind=ResourceKind.EDITABLE,
    fields_model=FuelTransactionFields,
    description="Purchases of fuel.",
    events={
        RecordChange.ADDED: "A purchase of fuel is here for the first time.",
        RecordChange.MODIFIED: "A purchase of fuel has changed.",
    },
)
