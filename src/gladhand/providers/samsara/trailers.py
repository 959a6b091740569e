"""Samsara's trailers: what can be written of one, and how one reads."""

from collections.abc import Mapping
from typing import Any, Final

from gladhand.providers.samsara.external_ids import external_id, to_external, with_external_id
from gladhand.resources.trailer import TrailerFields
from gladhand.sdk.adapter import Record
from gladhand.sdk.field_map import FieldMap, Prepared, Rule

#: The external id that holds the hub's key of the create that made the trailer.
KEY: Final = "hubTrailerId"
#: The external id that holds our `external_id`.
REFERENCE: Final = "hubTrailerReference"

_NO_FIELD = "Samsara's trailers have no field for it."
_GATEWAY = "Samsara reads it off the gateway."

# Documented are fields and lengths. How a text is cleared is assumed; that the serial number is the VIN follows from
# the example in the documents.
SHEET: Final = FieldMap(
    "Samsara",
    {
        "trailer_name": Rule(to="name", required=True, reason="A trailer cannot be without a name."),
        "vin": Rule(to="trailerSerialNumber", clear="", assumed=True),
        "license_plate_number": Rule(to="licensePlate", limit=12, clear=""),
        "notes": Rule(to="notes", limit=255, shorten=True, clear=""),
        "external_id": Rule(
            to=f"externalIds.{REFERENCE}",
            placed=False,
            convert=to_external,
            clear="",
            form="an external id: unique in the account",
        ),
        **{name: Rule(reason=_GATEWAY) for name in ("eld_serial_number", "eld_device_type")},
        **{
            name: Rule(reason=_NO_FIELD, read=False)
            for name in (
                "oem",
                "model_type",
                "model_year",
                "license_plate_region",
                "license_plate_country",
                "is_active",
                "status",
                "eld_id",
                "eld_product_id",
                "total_axles",
                "trailer_length",
                "trailer_type",
            )
        },
    },
)


def complete(made: Prepared, current: Mapping[str, Any]) -> None:
    """Place what depends on the trailer as it is; `current` is empty for a new one."""
    if "external_id" in made.values:
        made.put("externalIds", with_external_id(current, REFERENCE, made.values["external_id"]))


def for_create(made: Prepared, operation_key: str) -> dict[str, Any]:
    """The body for a new trailer."""
    return {**made.body, "externalIds": {**made.body.get("externalIds", {}), KEY: operation_key}}


def to_record(trailer: Mapping[str, Any]) -> Record:
    """A trailer as the hub keeps it."""
    gateway = trailer.get("installedGateway") or {}
    fields = TrailerFields(
        trailer_name=trailer.get("name") or None,
        vin=trailer.get("trailerSerialNumber") or None,
        license_plate_number=trailer.get("licensePlate") or None,
        notes=trailer.get("notes") or None,
        eld_serial_number=gateway.get("serial") or None,
        eld_device_type=gateway.get("model") or None,
        trailer_groups={str(tag["id"]): tag.get("name") for tag in trailer.get("tags") or []} or None,
        external_id=external_id(trailer, REFERENCE),
    )
    return Record(source_id=str(trailer["id"]), source_data=trailer, fields=fields)
