"""Reads and writes Motive's vehicles, and our trailers among its assets, in the same way."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Final, Generic

from gladhand.providers.motive import equipment_mapping as mapping
from gladhand.providers.motive import equipment_records as records
from gladhand.providers.motive.api import PER_PAGE, MotiveApi, RecordKind, blamed, entry_of
from gladhand.resources.base import Change
from gladhand.resources.fields import FieldsT
from gladhand.resources.trailer import TrailerFields
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import FieldMap, Prepared, Verb
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written


@dataclass(frozen=True, kw_only=True)
class MotiveEquipment(Generic[FieldsT]):
    """Vehicles or trailers."""

    kind: RecordKind
    field_map: FieldMap
    shows: tuple[str, ...]
    to_record: Callable[[Row, str], Record[FieldsT]]

    async def read(self, motive: MotiveApi, part: Slice) -> AsyncIterator[Batch[FieldsT]]:
        async for rows, state in motive.pages(self.kind, part):
            yield batch_of(rows, lambda row: self.record(motive, row), state=state)

    async def get(self, motive: MotiveApi, source_id: str) -> Record[FieldsT] | None:
        found = await motive.find_one(self.kind, source_id)
        return None if found is None else self.record(motive, found)

    async def create(self, motive: MotiveApi, change: Change, *, operation_key: str) -> Written[FieldsT]:
        prepared = motive.prepare(self.field_map, change, Verb.CREATE)
        mapping.check_units(prepared)
        if value := prepared.values.get("external_id"):
            prepared.body["external_ids_attributes"] = [
                {"external_id": value, "integration_name": motive.record_integration_name}
            ]
        try:
            row = await motive.create_record(self.kind, prepared.body, operation_key)
        except Rejected as error:
            raise blamed(self.field_map, error, change) from None
        return self._written(motive, prepared, row)

    async def update(self, motive: MotiveApi, source_id: str, change: Change) -> Written[FieldsT]:
        prepared = motive.prepare(self.field_map, change, Verb.UPDATE)
        mapping.check_units(prepared)
        if "external_id" in prepared.values:
            await self._place_external_id(motive, source_id, prepared)
        return self._written(
            motive, prepared, await motive.sent(self.kind, self.field_map, source_id, change, prepared)
        )

    def remap(self, motive: MotiveApi, _source_id: str, row: Row) -> Record[FieldsT]:
        return self.record(motive, row)

    def record(self, motive: MotiveApi, row: Row) -> Record[FieldsT]:
        return self.to_record(row, motive.record_integration_name)

    async def _place_external_id(self, motive: MotiveApi, source_id: str, prepared: Prepared) -> None:
        """Place an external id. Motive needs its own id of an existing entry, and a separate request to delete one."""
        current = await motive.present(self.kind, source_id, planned={"id": source_id})
        entry, value = entry_of(current, motive.record_integration_name), prepared.values["external_id"]
        if value:
            known = {"id": entry["id"]} if entry else {}
            prepared.body["external_ids_attributes"] = [
                {**known, "external_id": value, "integration_name": motive.record_integration_name}
            ]
        elif entry:
            await motive.drop_external_id(entry)

    def _written(self, motive: MotiveApi, prepared: Prepared, row: Row) -> Written[FieldsT]:
        prepared.compare(row, same=mapping.same, skip=("external_id",))
        return Written(record=self.record(motive, row), prepared=prepared)


VEHICLES: Final = MotiveEquipment[VehicleFields](
    kind=RecordKind(plural="vehicles", singular="vehicle"),
    field_map=mapping.VEHICLES,
    shows=records.VEHICLES_SHOW,
    to_record=records.to_vehicle,
)
TRAILERS: Final = MotiveEquipment[TrailerFields](
    kind=RecordKind(plural="assets", singular="asset"),
    field_map=mapping.TRAILERS,
    shows=records.TRAILERS_SHOW,
    to_record=records.to_trailer,
)


async def find_vehicle(motive: MotiveApi, change: Change, *, operation_key: str | None) -> Record[VehicleFields] | None:
    if operation_key is not None:
        found = await motive.by_key(VEHICLES.kind, operation_key)
    else:
        number = change.get("vehicle_name")
        found = await motive.find_one(VEHICLES.kind, "lookup", query={"number": number}) if number else None
        found = found if found is not None and found.get("number") == number else None
    return None if found is None else VEHICLES.record(motive, found)


async def find_trailer(motive: MotiveApi, change: Change, *, operation_key: str | None) -> Record[TrailerFields] | None:
    if operation_key is not None:
        found = await motive.by_key(TRAILERS.kind, operation_key)
    else:
        name = change.get("trailer_name")
        found = await _asset_named(motive, name) if name else None
    return None if found is None else TRAILERS.record(motive, found)


async def _asset_named(motive: MotiveApi, name: str) -> Row | None:
    # Assets may share a name, and Motive has no lookup by name, but the list can be searched.
    answer = await motive.send("GET", "/v1/assets", query={"name": name, "per_page": PER_PAGE, "page_no": 1})
    alike = [each.row("asset") or each for each in answer.object().rows("assets")]
    found = [each for each in alike if each.get("name") == name]
    return found[0] if len(found) == 1 else None
