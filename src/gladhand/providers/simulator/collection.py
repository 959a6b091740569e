"""Reads and writes the simulator's collections: drivers, vehicles and trailers work in the same way."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Generic
from urllib.parse import quote

from gladhand.providers.simulator import field_maps
from gladhand.providers.simulator.api import SimulatorApi
from gladhand.resources.base import Change
from gladhand.resources.fields import FieldsT
from gladhand.resources.resource import Resource
from gladhand.resources.trailer import TRAILER
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE
from gladhand.sdk.errors import Malformed
from gladhand.sdk.field_map import FieldMap, Prepared, Takes, Verb
from gladhand.sdk.http import Response
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written

_PAGE = 100
_NOT_FOUND = 404
_ANOTHER_VALUE = "The simulator has another value."


@dataclass(frozen=True, kw_only=True)
class Collection(Generic[FieldsT]):
    """One collection and the resource that its objects map to."""

    resource: Resource[FieldsT]
    name: str
    unique: str
    """Our field that is unique in the collection."""
    field_map: FieldMap

    @property
    def path(self) -> str:
        return f"/api/{self.name}"

    async def read(self, simulator: SimulatorApi, part: Slice) -> AsyncIterator[Batch[FieldsT]]:
        cursor = part.state.get("cursor")
        while True:
            answer = await simulator.client.get(self.path, query={"limit": _PAGE, "cursor": cursor})
            found = simulator.object(answer)
            cursor = found["next"]
            state = {"cursor": cursor} if cursor else {}
            yield batch_of(found.rows(self.name), self.to_record, state=state, total=found.whole("total"))
            if cursor is None:
                return

    async def get(self, simulator: SimulatorApi, source_id: str) -> Record[FieldsT] | None:
        answer = await simulator.client.get(self._path_of(source_id))
        return None if answer.status == _NOT_FOUND else self.to_record(simulator.object(answer))

    async def find(
        self, simulator: SimulatorApi, change: Change, *, operation_key: str | None
    ) -> Record[FieldsT] | None:
        # The key identifies the create that made an object. An object that only has the same name is not ours.
        if operation_key is not None:
            query = {"external_id": operation_key}
        elif change.get(self.unique) is not None:
            query = {self.field_map.path(self.unique): change[self.unique]}
        else:
            return None
        found = simulator.object(await simulator.client.get(self.path, query=query)).rows(self.name)
        return self.to_record(found[0]) if found else None

    async def create(self, simulator: SimulatorApi, change: Change, *, operation_key: str) -> Written[FieldsT]:
        prepared = simulator.prepare(self.field_map, change, Verb.CREATE)
        thing = {"external_id": operation_key, **prepared.body}
        return self._written(simulator, prepared, await simulator.client.post(self.path, json=thing))

    async def update(self, simulator: SimulatorApi, source_id: str, change: Change) -> Written[FieldsT]:
        prepared = simulator.prepare(self.field_map, change, Verb.UPDATE)
        answer = await simulator.client.patch(self._path_of(source_id), json=prepared.body)
        return self._written(simulator, prepared, answer)

    def to_record(self, thing: Row) -> Record[FieldsT]:
        """The hub's record of an object. Writable fields that the contract's record lacks become extras."""
        values = {name: _read(rule, thing) for name, rule in self.field_map.rules.items() if isinstance(rule, Takes)}
        model = self.resource.fields_model
        return Record(
            source_id=thing.source_id(),
            source_data=thing,
            fields=model.model_validate({name: value for name, value in values.items() if name in model.model_fields}),
            occurred_at=thing.moment("updated_at"),
            extras={
                name: value for name, value in values.items() if name not in model.model_fields and value is not None
            }
            or None,
        )

    def _written(self, simulator: SimulatorApi, prepared: Prepared, answer: Response) -> Written[FieldsT]:
        thing = simulator.object(answer, self.field_map)
        prepared.compare(thing, reason=_ANOTHER_VALUE)
        return Written(record=self.to_record(thing), prepared=prepared)

    def _path_of(self, source_id: str) -> str:
        return f"{self.path}/{quote(source_id, safe=':')}"


def _read(rule: Takes, thing: Row) -> Any:
    value = thing.get(rule.to)
    if rule.choices is None or value is None:
        return value
    ours = {theirs: ours for ours, theirs in rule.choices.values.items()}
    if not isinstance(value, str | int) or value not in ours:
        raise Malformed(f"The simulator has no {rule.to} {value!r:.60}.")
    return ours[value]


DRIVERS = Collection(resource=USER, name="drivers", unique="username", field_map=field_maps.DRIVERS)
VEHICLES = Collection(resource=VEHICLE, name="vehicles", unique="vehicle_name", field_map=field_maps.VEHICLES)
TRAILERS = Collection(resource=TRAILER, name="trailers", unique="trailer_name", field_map=field_maps.TRAILERS)
