"""Fuels: our words and Motive's."""

from collections.abc import Mapping
from types import MappingProxyType

from gladhand.resources.enums import EngineType

#: The fuels that both sides know. Motive's propane is what others call LPG, but no document says so.
FUELS: Mapping[EngineType, str] = MappingProxyType(
    {
        EngineType.DIESEL: "diesel",
        EngineType.GASOLINE: "gasoline",
        EngineType.PROPANE: "propane",
        EngineType.LNG: "lng",
        EngineType.CNG: "cng",
        EngineType.ETHANOL: "ethanol",
        EngineType.METHANOL: "methanol",
        EngineType.LPG: "propane",
    }
)


def fuel_of(word: str | None) -> EngineType | None:
    """Our fuel for Motive's word. None for one that we do not have."""
    return next((ours for ours, theirs in FUELS.items() if theirs == (word or "").lower()), None)
