"""Which of our fields of vehicles and trailers Motive takes, and in which form.

Motive calls everything that is towed or parked an asset. The rules follow its reference pages for creating and updating
both, and for vehicles its pages of 2016, which list the fuels and the states.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from gladhand.providers.motive.fuels import FUELS
from gladhand.resources.enums import EngineType, VehicleStatusEnum
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import Absent, Choices, Convert, FieldMap, Prepared, Takes, Verb
from gladhand.sdk.field_rules import FieldRule
from gladhand.sdk.regions import region_code

_AVAILABILITY = "availability_details.availability_status"
_CREATE = frozenset({Verb.CREATE})
_UNITS = ("speed_unit", "odometer_unit", "fuel_unit")
_NOT_IN_UPDATES = "Motive changes of an asset only its state, its availability, its VIN and its external ids."
_NO_PLACE = Absent("Motive has no place for it.")
_GATEWAY = Absent("Motive's documents disagree about how a gateway gets into a vehicle; assign it in the dashboard.")
_ONE_SWITCH = "Motive has one switch for all units of a vehicle: km/h, km and liters, or mph, mi and gallons."

_STATES: Mapping[str, str] = MappingProxyType(
    {VehicleStatusEnum.IN_SERVICE.value: "in_service", VehicleStatusEnum.OUT_OF_SERVICE.value: "out_of_service"}
)


def _unit(metric: str, imperial: str) -> Takes:
    return Takes(
        "metric_units",
        value=Choices({metric: True, imperial: False}, leave_out_others=True),
        form=f"{metric} or {imperial}",
        reason=_ONE_SWITCH,
    )


def _word(text: str) -> str:
    """A type in Motive's spelling, such as low_boy. Motive refuses unknown types."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


_SHARED: Mapping[str, FieldRule] = MappingProxyType(
    {
        "is_active": Takes("status", value=Choices({True: "active", False: "deactivated"})),
        "eld_id": _GATEWAY,
        "eld_serial_number": _GATEWAY,
        "eld_device_type": _GATEWAY,
        "eld_product_id": _GATEWAY,
        "license_plate_country": _NO_PLACE,
        "external_id": Takes(
            "external_ids_attributes", placed=False, clear=None, form="under a name that the operator sets"
        ),
    }
)

VEHICLES = FieldMap(
    "Motive",
    {
        **_SHARED,
        "vehicle_name": Takes("number", required=True),
        "oem": Takes("make", clear=None, assumed=True),
        "model_type": Takes("model", clear=None, assumed=True),
        "model_year": Takes("year", value=Convert(str), clear=None, assumed=True),
        "vin": Takes("vin", clear=None, assumed=True),
        "license_plate_region": Takes("license_plate_state", value=Convert(region_code), clear=None, assumed=True),
        "license_plate_number": Takes("license_plate_number", clear=None, assumed=True),
        "status": Takes(
            _AVAILABILITY, value=Choices({VehicleStatusEnum(ours): theirs for ours, theirs in _STATES.items()})
        ),
        "notes": Takes("notes", clear=None, assumed=True),
        "engine_type": Takes("fuel_type", value=Choices(FUELS, uncertain=frozenset({EngineType.LPG}))),
        "speed_unit": _unit("km/h", "mph"),
        "odometer_unit": _unit("km", "mi"),
        "fuel_unit": _unit("liters", "gallons"),
        "fuel_capacity": _NO_PLACE,
        "engine_vin": _NO_PLACE,
        "total_axles": _NO_PLACE,
    },
)

_BY_CREATE_ONLY: Mapping[str, Any] = MappingProxyType({"verbs": _CREATE, "reason": _NOT_IN_UPDATES})
TRAILERS = FieldMap(
    "Motive",
    {
        **_SHARED,
        "trailer_name": Takes("name", required=True, **_BY_CREATE_ONLY),
        "trailer_type": Takes(
            "type",
            required=True,
            value=Convert(_word),
            form="in Motive's spelling, such as low_boy",
            assumed=True,
            **_BY_CREATE_ONLY,
        ),
        "oem": Takes("make", required=True, **_BY_CREATE_ONLY),
        "model_type": Takes("model", required=True, **_BY_CREATE_ONLY),
        "model_year": Takes("year", required=True, value=Convert(str), **_BY_CREATE_ONLY),
        "vin": Takes("vin", clear=None, assumed=True),
        "license_plate_region": Takes("license_plate_state", value=Convert(region_code), **_BY_CREATE_ONLY),
        "license_plate_number": Takes("license_plate_number", **_BY_CREATE_ONLY),
        "status": Takes(
            _AVAILABILITY,
            value=Choices(_STATES, leave_out_others=True),
            reason="Motive knows no state but IN_SERVICE and OUT_OF_SERVICE.",
        ),
        "notes": Takes("notes", **_BY_CREATE_ONLY),
        "total_axles": Takes("axle", **_BY_CREATE_ONLY),
        "trailer_length": Takes(
            "length", form="in the unit that the account is set to", assumed=True, **_BY_CREATE_ONLY
        ),
    },
)


def check_units(prepared: Prepared) -> None:
    """Raises `Rejected` for units that Motive's single switch cannot combine."""
    units = {name: prepared.values[name] for name in _UNITS if name in prepared.values}
    if len(set(units.values())) > 1:
        raise Rejected(_ONE_SWITCH, fields=dict.fromkeys(units, _ONE_SWITCH))


def same(sent: Any, answered: Any) -> bool:
    """Whether Motive shows the value that was sent. Numbers may come back as texts."""
    return sent == answered or not (sent or answered) or str(sent) == str(answered)
