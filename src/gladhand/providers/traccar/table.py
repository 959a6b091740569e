"""One table of the server: finds, creates and updates its entities.

An update reads the entity and sends all of it, because the server replaces the whole. It then reads the entity back,
because a 200 does not prove that anything was written.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic

from gladhand.providers.traccar.rights import Rights, denied
from gladhand.providers.traccar.server import TraccarServer
from gladhand.providers.traccar.user_mapping import OURS, Entity
from gladhand.resources.fields import FieldsT
from gladhand.sdk.errors import Malformed, ProviderError, Rejected
from gladhand.sdk.field_map import FieldMap, Prepared
from gladhand.sdk.http import Response
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.values import same_text
from gladhand.sdk.writing import Written

_GONE = "The Traccar server has no such record, or the account may not see it."
_SOMETHING_ELSE = "The server had something else when it was read back."

#: Returns the whole entity with a change applied.
Changed = Callable[[Mapping[str, Any]], Entity]


@dataclass(frozen=True, kw_only=True)
class TraccarTable(Generic[FieldsT]):
    """Drivers, users or devices."""

    path: str
    prefix: str
    """The prefix of our source ids. Drivers and users have separate numbers."""
    key: str
    """The column that is unique on the server."""
    name: str
    """Our name of that column."""
    field_map: FieldMap
    to_record: Callable[[Row], Record[FieldsT]]
    may_create: Callable[[Rights], bool]
    may_change: Callable[[Rights], bool]
    also_unique: Mapping[str, str] = field(default_factory=dict)
    """Further columns to sign in with, with our names. The server lets two entities share a value and confuses them."""
    limit: Callable[[Rights], int] | None = None
    """How many entities the account may have; negative for any number."""
    needs_right: bool = False
    """Whether a create without the right would succeed and do something else."""

    def number(self, source_id: str) -> str | None:
        """The server's own id in a source id of this table."""
        number = source_id.removeprefix(self.prefix)
        fits = source_id.startswith(self.prefix) and number.isascii() and number.isdecimal()
        return number if fits else None

    async def get(self, server: TraccarServer, source_id: str) -> Record[FieldsT] | None:
        number = self.number(source_id)
        if number is None:
            return None
        found = await server.signed_in(lambda: server.find_one(f"{self.path}/{number}"))
        return None if found is None or found.get("temporary") else self.to_record(found)

    async def find(self, server: TraccarServer, key: Any, operation_key: str | None) -> Record[FieldsT] | None:
        """The entity with this key. With an operation key, only if that create made the entity."""
        text = str(key or "").strip()
        if not text:
            return None
        found = await server.signed_in(lambda: server.matching(self.path, [self.key], [text]))
        if operation_key is not None:
            found = [entity for entity in found if _is_made_by(entity, operation_key)]
        return self.to_record(found[0]) if found else None

    async def create(
        self, server: TraccarServer, entity: Entity, prepared: Prepared, operation_key: str, *, name: str | None = None
    ) -> Written[FieldsT]:
        """Create this entity. `name` is our name of the key, if it differs from the table's."""

        async def call() -> Written[FieldsT]:
            created, made = None, entity
            if self.needs_right:
                if not self.may_create(rights := await server.rights_now()):
                    raise denied("create users")
                if rights.expires:
                    made = {**entity, "expirationTime": rights.expires}
                # The server accepts a second key that differs only in case, and confuses the two at sign-in.
                created = await self._namesake(server, entity, operation_key, name)
            if created is None:
                response = await server.client.post(self.path, json=made)
                if response.ok:
                    created = _entity(response)
                elif response.status == 400:
                    created = await self._not_created(server, entity, operation_key, response, name)
                else:
                    raise server.failed(response)
            return Written(record=self.to_record(created), prepared=prepared)

        return await server.signed_in(call)

    async def update(
        self, server: TraccarServer, source_id: str, prepared: Prepared, changed: Changed, *, name: str | None = None
    ) -> Written[FieldsT]:
        """Change an entity and read it back."""
        number = self.number(source_id)
        if number is None:
            raise Rejected(_GONE)
        path = f"{self.path}/{number}"

        async def call() -> Written[FieldsT]:
            before = await _present(server, path, planned=self._specimen(number))
            if before.get("totpKey"):
                server.client.hide(str(before["totpKey"]))
            entity = changed(before)
            after = before
            if entity != before:
                if await self._is_unique(server, before, entity, name):
                    # The server replaces the whole entity and knows no versions. Read as late as possible, so that
                    # what somebody has written meanwhile is kept.
                    before = await _present(server, path)
                    entity = changed(before)
                response = await server.client.put(path, json=entity)
                if not response.ok:
                    raise await self._not_updated(server, path, response)
                after = await _present(server, path)
            prepared.compare(
                _values(self.to_record(after)),
                before=_values(self.to_record(before)),
                sent=_values(self.to_record(Row(entity))),
                same=operator.eq,
                reason=_SOMETHING_ELSE,
            )
            return Written(record=self.to_record(after), prepared=prepared)

        return await server.signed_in(call)

    async def _not_created(
        self, server: TraccarServer, entity: Entity, operation_key: str, response: Response, name: str | None
    ) -> Row:
        """After a 400 for a create: the record, if an earlier attempt created it."""
        rights = await server.rights_now()
        if not self.may_create(rights):
            raise denied("create this")
        created = await self._namesake(server, entity, operation_key, name)
        if created is not None:
            return created
        limit = self.limit(rights) if self.limit is not None else -1
        if 0 <= limit <= len(await server.many(self.path)):
            raise denied(f"have more than {limit} {self.path.strip('/')}, and it has them already")
        detail = f"The Traccar server refuses these values, or somebody whom the account cannot see has {self.name}."
        raise Rejected(detail, status_code=response.status)

    async def _namesake(
        self, server: TraccarServer, entity: Entity, operation_key: str, name: str | None
    ) -> Row | None:
        """The entity with our key, if this create made it. Raises `Rejected` for any other entity."""
        keys = self._keys(name)
        given = {key: entity[key] for key in keys if entity.get(key)}
        found = await server.matching(self.path, keys, given.values())
        ours = [each for each in found if _is_made_by(each, operation_key)]
        if ours:
            return ours[0]
        for key, value in given.items():
            if any(same_text(other.get(any_key), value) for other in found for any_key in keys):
                raise _name_conflict(keys[key])
        return None

    async def _is_unique(self, server: TraccarServer, before: Row, entity: Entity, name: str | None) -> bool:
        """Check the keys that change. False if none does. Raises `Rejected` if somebody else has one of them."""
        keys = self._keys(name)
        given = {key: entity[key] for key in keys if entity.get(key) and entity[key] != before.get(key)}
        if not given:
            return False
        found = await server.matching(self.path, keys, given.values())
        for key, value in given.items():
            for other in found:
                if other["id"] != before["id"] and any(same_text(other.get(any_key), value) for any_key in keys):
                    raise _name_conflict(keys[key])
        return True

    def _keys(self, name: str | None) -> dict[str, str]:
        """The columns that must be unique, with our names."""
        return {self.key: name or self.name, **self.also_unique}

    async def _not_updated(self, server: TraccarServer, path: str, response: Response) -> ProviderError:
        if response.status != 400:
            return server.failed(response)
        if not self.may_change(await server.rights_now()):
            return denied("change this")
        if await server.find_one(path) is None:
            return Rejected(_GONE, status_code=response.status)
        return Rejected("The Traccar server refuses these values.", status_code=response.status)

    def _specimen(self, number: str) -> Entity:
        """The entity that a dry run reads. It has every key that a change can clear, so that the write shows."""
        paths = (self.field_map.path(name) for name in self.field_map.rules)
        held = {path.removeprefix("attributes."): "as it is" for path in paths if "." in path}
        return {"id": int(number), "name": "as it is", self.key: "as it is", "phone": "as it is", "attributes": held}


async def _present(server: TraccarServer, path: str, *, planned: Any = None) -> Row:
    found = await server.find_one(path, planned=planned)
    if found is None or found.get("temporary"):
        raise Rejected(_GONE)
    return found


def _is_made_by(entity: Row, operation_key: str) -> bool:
    return bool(entity.row("attributes").get(OURS) == operation_key)


def _name_conflict(name: str) -> Rejected:
    reason = "Somebody else at this Traccar server has it already."
    return Rejected(f"{name}: {reason}", fields={name: reason})


def _entity(response: Response) -> Row:
    entity = response.object()
    if not isinstance(entity.get("id"), int):
        raise Malformed("The Traccar server's answer has no id.", status_code=response.status)
    return entity


def _values(record: Record[Any]) -> dict[str, Any]:
    values: dict[str, Any] = record.fields.stored() | dict(record.extras or {})
    return values
