"""Between Motive's vehicles and assets and our vehicles and trailers.

Motive calls everything that is towed or just stands somewhere an asset. The rules follow its reference pages for making
and changing both, and for vehicles its pages of 2016, which list the fuels and the states.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from gladhand.providers.motive.api import external_id
from gladhand.resources.enums import EngineType, VehicleStatusEnum
from gladhand.resources.trailer import TrailerFields
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.adapter import Change, Note, Record
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import FieldMap, Prepared, Rule, Verb

_AVAILABILITY = "availability_details.availability_status"
_CREATE = frozenset({Verb.CREATE})
_UNITS = ("speed_unit", "odometer_unit", "fuel_unit")
_NOT_IN_UPDATES = "Motive changes of an asset only its state, its availability, its VIN and its external ids."
_NO_PLACE = Rule(reason="Motive has no place for it.")
_GATEWAY = Rule(
    reason="Motive's documents disagree about how a gateway gets into a vehicle; assign it in the dashboard."
)
_ONE_SWITCH = "Motive has one switch for all units of a vehicle: km/h, km and liters, or mph, mi and gallons."

#: Those that both sides know. What Motive calls propane is what others call LPG, but nobody says so.
_FUELS: Mapping[EngineType, str] = MappingProxyType(
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
_STATES: Mapping[str, str] = MappingProxyType(
    {VehicleStatusEnum.IN_SERVICE.value: "in_service", VehicleStatusEnum.OUT_OF_SERVICE.value: "out_of_service"}
)


def _unit(metric: str, imperial: str) -> Rule:
    return Rule(
        to="metric_units",
        values={metric: True, imperial: False},
        leave_out_others=True,
        reason=_ONE_SWITCH,
        form=f"{metric} or {imperial}",
    )


def _word(text: str) -> str:
    """A type in Motive's spelling, such as low_boy. Motive refuses those that it does not have."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


_SHARED: Mapping[str, Rule] = MappingProxyType(
    {
        "is_active": Rule(to="status", values={True: "active", False: "deactivated"}),
        "eld_id": _GATEWAY,
        "eld_serial_number": _GATEWAY,
        "eld_device_type": _GATEWAY,
        "eld_product_id": _GATEWAY,
        "license_plate_country": _NO_PLACE,
        "external_id": Rule(
            to="external_ids_attributes", placed=False, clear=None, form="under a name that the operator sets"
        ),
    }
)

VEHICLES = FieldMap(
    "Motive",
    {
        **_SHARED,
        "vehicle_name": Rule(to="number", required=True),
        "oem": Rule(to="make", clear=None, assumed=True),
        "model_type": Rule(to="model", clear=None, assumed=True),
        "model_year": Rule(to="year", convert=str, clear=None, assumed=True),
        "vin": Rule(to="vin", clear=None, assumed=True),
        "license_plate_region": Rule(to="license_plate_state", clear=None, assumed=True),
        "license_plate_number": Rule(to="license_plate_number", clear=None, assumed=True),
        "status": Rule(to=_AVAILABILITY, values={VehicleStatusEnum(ours): theirs for ours, theirs in _STATES.items()}),
        "notes": Rule(to="notes", clear=None, assumed=True),
        "engine_type": Rule(to="fuel_type", values=_FUELS, uncertain=frozenset({EngineType.LPG})),
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
        "trailer_name": Rule(to="name", required=True, **_BY_CREATE_ONLY),
        "trailer_type": Rule(
            to="type",
            required=True,
            convert=_word,
            form="in Motive's spelling, such as low_boy",
            assumed=True,
            **_BY_CREATE_ONLY,
        ),
        "oem": Rule(to="make", required=True, **_BY_CREATE_ONLY),
        "model_type": Rule(to="model", required=True, **_BY_CREATE_ONLY),
        "model_year": Rule(to="year", required=True, convert=str, **_BY_CREATE_ONLY),
        "vin": Rule(to="vin", clear=None, assumed=True),
        "license_plate_region": Rule(to="license_plate_state", **_BY_CREATE_ONLY),
        "license_plate_number": Rule(to="license_plate_number", **_BY_CREATE_ONLY),
        "status": Rule(
            to=_AVAILABILITY,
            values=_STATES,
            leave_out_others=True,
            reason="Motive knows no state but IN_SERVICE and OUT_OF_SERVICE.",
        ),
        "notes": Rule(to="notes", **_BY_CREATE_ONLY),
        "total_axles": Rule(to="axle", **_BY_CREATE_ONLY),
        "trailer_length": Rule(
            to="length", form="in the unit that the account is set to", assumed=True, **_BY_CREATE_ONLY
        ),
    },
)


def prepare(sheet: FieldMap, change: Change, verb: Verb, *, uncertain: bool) -> Prepared:
    """A change in Motive's form, all but the external id."""
    made = sheet.prepare(change, verb, uncertain=uncertain)
    units = {name: made.values[name] for name in _UNITS if name in made.values}
    if len(set(units.values())) > 1:
        raise Rejected(_ONE_SWITCH, fields=dict.fromkeys(units, _ONE_SWITCH))
    return made


def settle(sheet: FieldMap, made: Prepared, record: Mapping[str, Any]) -> None:
    """Correct the notes by what Motive answered."""
    for name, note in made.notes.items():
        path, rule = sheet.rules.get(name, Rule()).to.split("."), sheet.rules.get(name, Rule())
        if note is Note.APPLIED and rule.placed and not _agrees(_at(made.body, path), _at(record, path)):
            made.notes[name], made.details[name] = Note.UNCHANGED, "Motive took the write and kept another value."


def to_vehicle(vehicle: Mapping[str, Any], integration_name: str) -> Record:
    """A vehicle as the hub keeps it."""
    metric, gateway = vehicle.get("metric_units"), vehicle.get("eld_device") or {}
    fuel = vehicle.get("fuel_type")
    fields = VehicleFields(
        vehicle_name=vehicle.get("number"),
        oem=vehicle.get("make"),
        model_type=vehicle.get("model"),
        model_year=_year(vehicle.get("year")),
        vin=vehicle.get("vin"),
        license_plate_region=vehicle.get("license_plate_state"),
        license_plate_number=vehicle.get("license_plate_number"),
        is_active=_is_active(vehicle),
        status=_state(vehicle),
        notes=vehicle.get("notes"),
        eld_id=_text(gateway.get("id")),
        eld_serial_number=gateway.get("identifier"),
        eld_device_type=gateway.get("model"),
        vehicle_groups={"ids": vehicle["group_ids"]} if vehicle.get("group_ids") else None,
        external_id=external_id(vehicle, integration_name),
        speed_unit=None if metric is None else "km/h" if metric else "mph",
        odometer_unit=None if metric is None else "km" if metric else "mi",
        fuel_unit=None if metric is None else "liters" if metric else "gallons",
        engine_type=next((ours.value for ours, theirs in _FUELS.items() if theirs == fuel), fuel),
    )
    return _record(vehicle, fields)


def to_trailer(asset: Mapping[str, Any], integration_name: str) -> Record:
    """An asset as the hub keeps it."""
    gateway = asset.get("asset_gateway") or {}
    fields = TrailerFields(
        trailer_name=asset.get("name"),
        oem=asset.get("make"),
        model_type=asset.get("model"),
        model_year=_year(asset.get("year")),
        vin=asset.get("vin"),
        license_plate_region=asset.get("license_plate_state"),
        license_plate_number=asset.get("license_plate_number"),
        is_active=_is_active(asset),
        status=_state(asset),
        notes=asset.get("notes"),
        eld_id=_text(gateway.get("id")),
        eld_serial_number=gateway.get("identifier"),
        eld_device_type=gateway.get("model"),
        total_axles=asset.get("axle"),
        trailer_groups={"ids": asset["group_ids"]} if asset.get("group_ids") else None,
        external_id=external_id(asset, integration_name),
        trailer_length=asset.get("length"),
        trailer_type=asset.get("custom_type") or asset.get("type"),
    )
    return _record(asset, fields)


def _record(theirs: Mapping[str, Any], fields: VehicleFields | TrailerFields) -> Record:
    changed = theirs.get("updated_at")
    moment = datetime.fromisoformat(changed) if changed else None
    return Record(source_id=str(theirs["id"]), source_data=theirs, fields=fields, occurred_at=moment)


def _state(theirs: Mapping[str, Any]) -> str | None:
    word = (theirs.get("availability_details") or {}).get("availability_status") or theirs.get("status")
    return word.upper() if word else None


def _is_active(theirs: Mapping[str, Any]) -> bool | None:
    return theirs["status"] == "active" if theirs.get("status") else None


def _year(value: Any) -> int | None:
    return int(value) if value and str(value).isdigit() else None


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _at(theirs: Mapping[str, Any], path: list[str]) -> Any:
    found: Any = theirs
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _agrees(sent: Any, held: Any) -> bool:
    return sent == held or not (sent or held) or str(sent) == str(held)
