"""Odometers in writes, in the unit that the client has."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Final

from pydantic import Field

from gladhand.resources.base import WriteBody
from gladhand.resources.enums import DistanceUnitEnum

_METRES: Final[Mapping[DistanceUnitEnum, float]] = MappingProxyType(
    {DistanceUnitEnum.METERS: 1.0, DistanceUnitEnum.KILO_METERS: 1000.0, DistanceUnitEnum.MILES: 1609.344}
)


class OdometerWrite(WriteBody):
    """A write with an odometer. Its changes have metres."""

    not_changes: ClassVar[frozenset[str]] = WriteBody.not_changes | {"odometer_unit"}

    odometer_unit: DistanceUnitEnum | None = Field(None, description="The unit of `odometer`; meters by default.")

    def changes(self) -> dict[str, Any]:
        changes = super().changes()
        if (odometer := changes.get("odometer")) is not None:
            unit = self.odometer_unit or DistanceUnitEnum.METERS
            changes["odometer"] = round(odometer * _METRES[unit], 3)
        return changes
