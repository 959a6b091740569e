"""Tell tales: the lamps of a dashboard, by the names of the FMS standard, and by those of rFMS where they differ."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gladhand.resources.enums import CanonicalFaultCodeEnum, StatusEnum

#: Whether the fault is there, by the colour of its lamp. A lamp that is not available has none of these.
STATUSES: Final[Mapping[str, StatusEnum]] = MappingProxyType(
    {
        "RED": StatusEnum.ACTIVE,
        "YELLOW": StatusEnum.ACTIVE,
        "INFO": StatusEnum.ACTIVE,
        "OFF": StatusEnum.INACTIVE,
    }
)
_NO_FAULTS: Final = frozenset(
    {
        *("COOLING_AIR_CONDITIONING", "HIGH_BEAM_MAIN_BEAM", "LOW_BEAM_DIPPED_BEAM", "TURN_SIGNALS", "HAZARD_WARNING"),
        *("PROVISIONING_HANDICAPPED_PERSON", "PROVISION_FOR_THE_DISABLED_OR_HANDICAPPED_PERSONS", "PARKING_BRAKE"),
        *("HATCH_OPEN", "POSITION_LIGHTS", "POSITION_LIGHTS_SIDE_LIGHTS", "FRONT_FOG_LIGHT", "REAR_FOG_LIGHT"),
        *("PARKING_HEATER", "PARK_HEATING", "BRAKE_LIGHTS", "STOP_REQUEST", "PRAM_REQUEST", "BUS_STOP_BRAKE"),
        *("RAISING", "LOWERING", "KNEELING", "SEAT_BELT", "ACC", "TRAILER_CONNECTED", "ESC_SWITCHED_OFF", "RETARDER"),
        *("LANE_DEPARTURE_INDICATOR", "LANE_DEPARTURE_INDICATION", "LANE_DEPARTURE_WARNING_SWITCHED_OFF"),
        *("HEIGHT_CONTROL", "HEIGHT_CONTROL_LEVELLING"),
    }
)
_CANONICAL: Final[Mapping[str, CanonicalFaultCodeEnum]] = MappingProxyType(
    {
        "ENGINE_COOLANT_TEMPERATURE": CanonicalFaultCodeEnum.ENG_COOLANT_TEMP_HIGH,
        "ENGINE_OIL_TEMPERATURE": CanonicalFaultCodeEnum.ENG_OIL_TEMP_HIGH,
        "TRANSMISSION_FLUID_TEMPERATURE": CanonicalFaultCodeEnum.TRANS_FLUID_TEMP_HIGH,
    }
)


def is_fault_lamp(lamp: str | None) -> bool:
    """Whether the lamp tells a fault. The others show what is switched on."""
    return lamp is not None and lamp not in _NO_FAULTS


def canonical_code(lamp: str) -> CanonicalFaultCodeEnum | None:
    """What the lamp means, if it means one thing."""
    return _CANONICAL.get(lamp)
