"""Lytx's vehicles: listed with their groups, written by name, which is unique within a group."""

from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from gladhand.providers.lytx.api import PAGE, LytxApi, found_guid, guid
from gladhand.resources.base import Change
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.errors import NoAnswer, Rejected
from gladhand.sdk.field_map import Absent, Convert, FieldMap, MaxLength, Prepared, Refused, Takes, Verb
from gladhand.sdk.numbered_pages import numbered_pages
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written, after_write

_ALL: Final = "/v0/vehicles/all"
#: The name of a status comes from another list.
JOINED: Final = ("status",)
SHOWS: Final = (
    "vehicle_name",
    "vin",
    "license_plate_number",
    "license_plate_region",
    "oem",
    "model_type",
    "model_year",
    "eld_id",
    *JOINED,
)
_STATUS = "What the numbers of a status mean differs between companies. Set it in Lytx."
_VIN_LENGTH: Final = 17


def _vin(given: str) -> str:
    vin = given.strip().upper()
    if len(vin) != _VIN_LENGTH or not vin.isalnum() or not vin.isascii() or set(vin) & set("IOQ"):
        raise ValueError("Lytx takes 17 letters and digits, without I, O and Q.")
    return vin


FIELD_MAP = FieldMap(
    "Lytx",
    {
        "vehicle_name": Takes("name", required=True, value=MaxLength(50), form="Unique in its group."),
        "vin": Takes("vin", value=Convert(_vin), clear=None, assumed=True),
        "license_plate_number": Takes("licensePlateNumber", value=MaxLength(50), clear=None, assumed=True),
        "oem": Takes("make", value=MaxLength(250), clear=None, assumed=True),
        "model_type": Takes("model", value=MaxLength(250), clear=None, assumed=True),
        "model_year": Takes("year", clear=None, assumed=True),
        "eld_id": Takes("deviceId", clear=None, form="Lytx's id of the device.", assumed=True),
        "status": Refused(_STATUS),
        "is_active": Refused(_STATUS),
        "license_plate_region": Absent("Lytx takes a number for the state, which is not public."),
    },
    others=Absent("Lytx's vehicles have no place for it."),
)


async def read(lytx: LytxApi, part: Slice) -> AsyncIterator[Batch[VehicleFields]]:
    names = await _statuses(lytx)
    async for rows, state, total in pages(lytx, part):
        yield batch_of(rows, partial(to_record, statuses=names), state=state, total=total)


def pages(lytx: LytxApi, part: Slice, **query: Any) -> AsyncIterator[tuple[list[Row], dict[str, Any], int | None]]:
    """The pages of all vehicles that the query finds, each with the state after it and the number of all."""

    async def ask(page: int) -> tuple[list[Row], int | None]:
        asked = {**query, "limit": PAGE, "page": page, "includeSubgroups": "true"}
        answer = await lytx.ask("GET", _ALL, query=asked)
        body = Row() if answer.status == 204 else answer.object()
        return body.rows("vehicles") if body else [], body.whole("totalResults")

    return numbered_pages(part, ask)


async def get(lytx: LytxApi, source_id: str) -> Record[VehicleFields] | None:
    row = await _vehicle(lytx, source_id)
    return None if row is None else to_record(row, statuses=await _statuses(lytx))


async def find(lytx: LytxApi, change: Change, *, operation_key: str | None) -> Record[VehicleFields] | None:
    """The vehicle with this name in the highest group. Lytx keeps no key and no time of creation, so one that holds
    everything that the create writes is taken for ours."""
    name = change.get("vehicle_name")
    expected = {"groupId": await lytx.highest_group()}
    if operation_key is not None:
        expected |= FIELD_MAP.prepare(change, Verb.CREATE).body
    async for rows, _, _ in pages(lytx, Slice(), name=name):
        for row in rows:
            if row.text("name") == name and all(_same(value, row.get(key)) for key, value in expected.items()):
                return to_record(row, statuses=await _statuses(lytx))
    return None


async def create(
    lytx: LytxApi,
    change: Change,
    *,
    operation_key: str,  # noqa: ARG001 - Lytx has no field for it
) -> Written[VehicleFields]:
    prepared = lytx.prepare(FIELD_MAP, change, Verb.CREATE)
    body = {"groupId": await lytx.highest_group(), **prepared.body}
    made = guid((await lytx.ask("POST", _ALL, json=body)).object(), "vehicleId")
    with after_write():
        row = await _vehicle(lytx, made)
    if row is None:
        raise NoAnswer("It was written, and is not there yet when it is read back.")
    return await _written(lytx, row, prepared)


async def update(lytx: LytxApi, source_id: str, change: Change) -> Written[VehicleFields]:
    prepared = lytx.prepare(FIELD_MAP, change, Verb.UPDATE)
    answer = await lytx.ask("PATCH", _path(source_id), json=prepared.body, missing=True)
    if answer.status == 404:
        raise Rejected(f"Lytx has no vehicle {source_id}.", status_code=404)
    return await _written(lytx, answer.object(), prepared)


def to_record(row: Row, *, statuses: Mapping[int | None, str | None]) -> Record[VehicleFields]:
    return Record(
        source_id=guid(row, "id"),
        source_data=row,
        fields=VehicleFields(
            vehicle_name=row.required_text("name"),
            vin=row.text("vin"),
            license_plate_number=row.text("licensePlateNumber"),
            license_plate_region=row.text("countrySubdivision"),
            oem=row.text("make"),
            model_type=row.text("model"),
            model_year=row.whole("year"),
            eld_id=found_guid(row, "deviceId"),
            status=statuses.get(row.whole("status")),
        ),
    )


async def _written(lytx: LytxApi, row: Row, prepared: Prepared) -> Written[VehicleFields]:
    prepared.compare(row, same=_same)
    with after_write():
        return Written(record=to_record(row, statuses=await _statuses(lytx)), prepared=prepared)


async def _vehicle(lytx: LytxApi, source_id: str) -> Row | None:
    answer = await lytx.ask("GET", _path(source_id), missing=True)
    return None if answer.status == 404 else answer.object()


async def _statuses(lytx: LytxApi) -> dict[int | None, str | None]:
    answer = await lytx.ask("GET", "/v0/vehicles/statuses")
    rows = [] if answer.status == 204 else answer.rows()
    return {row.whole("id"): row.text("description") for row in rows}


def _path(source_id: str) -> str:
    return f"/v0/vehicles/{quote(source_id, safe='')}"


def _same(sent: Any, answered: Any) -> bool:
    """Whether two values are equal apart from case; None equals an empty text."""
    return str(sent or "").casefold() == str(answered or "").casefold()
