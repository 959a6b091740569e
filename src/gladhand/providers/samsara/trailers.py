"""Reads and writes Samsara's trailers. Make, model, year and VIN stand in another list, that of assets."""

from collections.abc import Mapping, Sequence
from typing import Final

from gladhand.providers.samsara.account import SamsaraAccount, data_of, path_of
from gladhand.providers.samsara.equipment import DETAILS, SamsaraEquipment, shared_rules, vin_of
from gladhand.providers.samsara.external_ids import external_id, put_external_id
from gladhand.providers.samsara.tags import tags_of
from gladhand.resources.base import Change
from gladhand.resources.trailer import TrailerFields
from gladhand.sdk.errors import NotAllowed, Rejected
from gladhand.sdk.field_map import Absent, FieldMap, Takes, Verb
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written

#: The external id that holds the hub's key of the create that made the trailer.
KEY: Final = "hubTrailerId"
#: The external id that holds our `external_id`.
REFERENCE: Final = "hubTrailerReference"

_PATH, _READS, _WRITES = "/fleet/trailers", "trailer-reads", "trailer-writes"
_ASSETS, ASSET_READS = "/assets", "asset-reads"
SHOWS: Final = (
    "trailer_name",
    "trailer_type",
    "oem",
    "model_type",
    "model_year",
    "is_active",
    "vin",
    "license_plate_number",
    "notes",
    "external_id",
    "eld_serial_number",
    "eld_device_type",
    "trailer_groups",
)
_NOT_WRITABLE = "It cannot be written at Samsara."
_GATEWAY = "Samsara reads it off the gateway."

# Samsara documents fields and lengths. How a text is cleared is assumed. The documents' example shows that the serial
# number is the VIN.
FIELD_MAP: Final = FieldMap(
    "Samsara",
    {
        "trailer_name": Takes("name", required=True, reason="A trailer cannot be without a name."),
        "vin": Takes("trailerSerialNumber", clear="", assumed=True),
        **shared_rules(REFERENCE, assumed=False),
        **{name: Absent(_GATEWAY) for name in ("eld_serial_number", "eld_device_type")},
    },
    others=Absent(_NOT_WRITABLE),
)


async def create(samsara: SamsaraAccount, change: Change, *, operation_key: str) -> Written[TrailerFields]:
    prepared = samsara.prepare(FIELD_MAP, change, Verb.CREATE)
    if "external_id" in prepared.values:
        put_external_id(prepared, Row(), REFERENCE)
    body = {
        **prepared.body,
        **samsara.tags.written_of(),
        "externalIds": {**prepared.body.get("externalIds", {}), KEY: operation_key},
    }
    try:
        trailer = data_of(await samsara.ask("POST", _PATH, json=body, kind=_WRITES))
    except NotAllowed:
        raise
    except Rejected:
        # As with drivers, an earlier attempt may have created the trailer, so that its key is taken.
        found = await _by_key(samsara, operation_key)
        if found is None:
            raise
        trailer = found
    return await TRAILERS.created(samsara, trailer, prepared)


async def find(samsara: SamsaraAccount, change: Change, *, operation_key: str | None) -> Record[TrailerFields] | None:
    if operation_key is not None:
        found = await _by_key(samsara, operation_key)
        return None if found is None else await TRAILERS.record(samsara, found)
    name = change.get("trailer_name")
    async for trailer in samsara.sweep(_PATH, kind=_READS):
        if trailer.get("name") == name:
            return await TRAILERS.record(samsara, trailer)
    return None


def to_record(trailer: Row) -> Record[TrailerFields]:
    """The hub's record of a trailer. Samsara has no word for one that is retired: those that are listed are active.

    A serial number that is no VIN stays in the provider's row. That both lists have the same ids is assumed.
    """
    gateway, asset = trailer.row("installedGateway"), trailer.row(DETAILS)
    fields = TrailerFields(
        trailer_name=trailer.text("name"),
        trailer_type=asset.text("type"),
        oem=asset.text("make"),
        model_type=asset.text("model"),
        model_year=asset.whole("year"),
        vin=vin_of(trailer.text("trailerSerialNumber")) or asset.text("vin"),
        is_active=True,
        license_plate_number=trailer.text("licensePlate"),
        notes=trailer.text("notes"),
        eld_serial_number=gateway.text("serial"),
        eld_device_type=gateway.text("model"),
        trailer_groups=tags_of(trailer),
        external_id=external_id(trailer, REFERENCE),
    )
    return Record(source_id=trailer.source_id(), source_data=trailer, fields=fields)


async def _by_key(samsara: SamsaraAccount, operation_key: str) -> Row | None:
    return await samsara.record(path_of(_PATH, f"{KEY}:{operation_key}"), kind=_READS)


async def _assets(samsara: SamsaraAccount, ids: Sequence[str]) -> Mapping[str, Row]:
    """The trailers among the assets. None where the token may not read assets, which takes a right of its own."""
    query = {"type": "trailer", "ids": ",".join(ids) or None}
    try:
        pages = samsara.pages(_ASSETS, kind=ASSET_READS, query=query, limit=None, planned={"data": []})
        return {id_: row async for rows, _ in pages for row in rows if (id_ := row.text("id")) is not None}
    except NotAllowed:
        return {}


TRAILERS: Final = SamsaraEquipment[TrailerFields](
    path=_PATH,
    reads=_READS,
    writes=_WRITES,
    reference=REFERENCE,
    field_map=FIELD_MAP,
    to_record=to_record,
    details=_assets,
)
