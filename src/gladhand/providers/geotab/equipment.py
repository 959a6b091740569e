"""Reads and writes Geotab's devices. Geotab has one entity for a vehicle and its device; trailers are also devices."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Generic

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.device_mapping import TRAILER, VEHICLE, DeviceKind
from gladhand.providers.geotab.device_plans import changed_device, new_device, unread_device
from gladhand.providers.geotab.plans import Plan
from gladhand.providers.geotab.user_mapping import is_active, moment
from gladhand.resources.base import Change
from gladhand.resources.fields import FieldsT
from gladhand.sdk import clock
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import Prepared, Verb
from gladhand.sdk.keys import accepted_at
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Devices(Generic[FieldsT]):
    """Vehicles or trailers."""

    kind: DeviceKind[FieldsT]
    shows: tuple[str, ...]

    async def read(self, geotab: GeotabApi, part: Slice) -> AsyncIterator[Batch[FieldsT]]:
        # Vehicles and trailers come in one list: paging by id is known to work for all devices, but not for a search.
        others, count = 0, 0
        async for found in geotab.pages("Device", part):
            # Rows without an id pass, whatever their kind, so that they are skipped with a reason.
            rows = [row for row in found if "id" not in row or self.kind.holds(row)]
            others, count = others + len(found) - len(rows), count + len(rows)
            yield batch_of(rows, self.kind.to_record, state={"offset": found[-1]["id"]})
        if not part.state and (devices := await geotab.count_of("Device")) is not None:
            # Of a walk that is gone on with, nothing counts as gone. What this one has missed may be of this kind.
            yield Batch(total=max(count, devices - others))

    async def get(self, geotab: GeotabApi, source_id: str) -> Record[FieldsT] | None:
        device = await geotab.find_one("Device", {"id": source_id})
        return self.kind.to_record(device) if device and self.kind.holds(device) else None

    async def find(self, geotab: GeotabApi, change: Change, *, operation_key: str | None) -> Record[FieldsT] | None:
        name = change.get(self.kind.name_field)
        same = await self._named(geotab, name) if name else []
        if operation_key is not None:
            accepted = accepted_at(operation_key)
            same = [each for each in same if accepted and (moment(each.get("activeFrom")) or _LONG_AGO) >= accepted]
        return self.kind.to_record(same[0]) if same else None

    async def create(self, geotab: GeotabApi, change: Change, *, operation_key: str) -> Written[FieldsT]:
        now = clock.now()
        plan = new_device(
            self.kind,
            self._prepared(geotab, change, Verb.CREATE),
            geotab.options,
            since=accepted_at(operation_key) or now,
            now=now,
        )
        # Geotab allows equal names, so search first: even if the mark is lost, no second device is created.
        there = await self._named(geotab, plan.entity["name"], planned={"result": []})
        if any(is_active(each) for each in there):
            taken = f"Geotab has a {self.kind.word} of that name already."
            raise Rejected(taken, fields={self.kind.name_field: taken})
        made = await geotab.call("Add", "Device", entity=plan.entity)
        return await self._read_back(geotab, made, plan)

    async def update(self, geotab: GeotabApi, source_id: str, change: Change) -> Written[FieldsT]:
        unread = {"result": [{**unread_device(self.kind), "id": source_id}]}
        current = await geotab.find_one("Device", {"id": source_id}, planned=unread)
        if current is None or not self.kind.holds(current):
            raise Rejected(f"Geotab has no such {self.kind.word}.")
        plan = changed_device(self.kind, self._prepared(geotab, change, Verb.UPDATE), current, now=clock.now())
        if not plan.is_needed:
            return Written(record=self.kind.to_record(current), prepared=plan.prepared)
        await geotab.call("Set", "Device", entity=plan.entity)
        return await self._read_back(geotab, source_id, plan)

    async def _read_back(self, geotab: GeotabApi, source_id: str, plan: Plan) -> Written[FieldsT]:
        device = await geotab.find_one("Device", {"id": source_id})
        if device is None:
            raise Rejected(f"Geotab has the {self.kind.word} no more.")
        return Written(record=self.kind.to_record(device), prepared=plan.prepared)

    async def _named(self, geotab: GeotabApi, name: str, *, planned: Mapping[str, Any] | None = None) -> list[Row]:
        found = await geotab.search("Device", {"name": name}, planned=planned)
        return [each for each in found if each.get("name", "").casefold() == name.casefold() and self.kind.holds(each)]

    def _prepared(self, geotab: GeotabApi, change: Change, verb: Verb) -> Prepared:
        return geotab.prepare(self.kind.field_map, change, verb)


VEHICLES: Final = Devices(
    kind=VEHICLE,
    shows=(
        "vehicle_name",
        "vin",
        "engine_vin",
        "license_plate_number",
        "license_plate_region",
        "notes",
        "is_active",
        "eld_device_type",
        "eld_product_id",
        "eld_serial_number",
        "eld_id",
        "oem",
        "model_type",
        "model_year",
        "fuel_capacity",
        "started_at",
        "ended_at",
        "vehicle_groups",
    ),
)
TRAILERS: Final = Devices(
    kind=TRAILER,
    shows=(
        "trailer_name",
        "vin",
        "license_plate_number",
        "license_plate_region",
        "notes",
        "is_active",
        "eld_device_type",
        "eld_product_id",
        "eld_serial_number",
        "eld_id",
        "oem",
        "model_type",
        "model_year",
        "started_at",
        "ended_at",
        "trailer_groups",
    ),
)
