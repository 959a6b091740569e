"""What belongs to one of Wialon's resources: drivers and trailers, which are written whole and in the same form.

A value that Wialon has no place for stands among the free values of a driver or trailer, under a name of its own. The
key of the create stands there, too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from gladhand.providers.wialon.api import RESOURCE, WialonApi
from gladhand.sdk.errors import Malformed, Rejected
from gladhand.sdk.field_map import Prepared
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id

KEY: Final = "hubUserId"
#: Where the free values stand.
FREE: Final = "jp"
_USUAL: Final = {"id": 701}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceItems:
    """The drivers or the trailers of all resources."""

    held_under: str
    service: str
    noun: str
    new: Mapping[str, Any]
    """What a write has to name beside the name, and what a new one has there."""

    async def find_row(self, wialon: WialonApi, source_id: str, *, planned: Any = None) -> Row | None:
        for row in await wialon.of_resources(self.held_under, planned=planned):
            if composite_id(str(row.get(RESOURCE)), str(row.get("id"))) == source_id:
                return row
        return None

    async def find_by_value(self, wialon: WialonApi, name: str, value: Any) -> Row | None:
        """The first one that has this free value. None without a value."""
        for row in await wialon.of_resources(self.held_under) if value else ():
            if row.row(FREE).get(name) == value:
                return row
        return None

    async def row_before(self, wialon: WialonApi, source_id: str) -> Row:
        """The one that is to be changed. Raises `Rejected` if there is none."""
        resource, _, number = source_id.partition("|")
        planned = {"items": [{"id": resource, self.held_under: {number: {"id": number, **self.new}}}]}
        if (row := await self.find_row(wialon, source_id, planned=planned)) is None:
            raise Rejected(f"Wialon has no {self.noun} {source_id}.")
        return row

    def values_before(self, row: Mapping[str, Any] = MappingProxyType({}), /, **free: Any) -> dict[str, Any]:
        """All that a write names, as it is now; of a new one with these free values."""
        named = {name: row.get(name, usual) for name, usual in self.new.items()}
        return {**named, "n": row.get("n"), FREE: {**(named[FREE] or {}), **free}}

    async def create(self, wialon: WialonApi, values: Mapping[str, Any]) -> Row:
        resource = await self._own_resource(wialon)
        return await self._write(wialon, {RESOURCE: resource, "id": 0, "callMode": "create", **values})

    async def update(self, wialon: WialonApi, before: Row, values: Mapping[str, Any]) -> Row:
        head = {RESOURCE: before[RESOURCE], "id": before["id"], "callMode": "update"}
        return await self._write(wialon, {**head, **values})

    async def _write(self, wialon: WialonApi, body: Mapping[str, Any]) -> Row:
        answer = (await wialon.call(self.service, body)).json()
        if not isinstance(answer, list) or len(answer) != 2 or not isinstance(answer[1], dict):
            raise Malformed(f"Wialon's answer has no {self.noun}.")
        return Row({RESOURCE: body[RESOURCE], **answer[1]})

    async def _own_resource(self, wialon: WialonApi) -> int:
        """The resource for new ones: the only one, or else that of the user's own account."""
        planned = {"items": [{**_USUAL, self.held_under: {}}]}
        found = (await wialon.items("avl_resource", 1, planned=planned)).rows("items")
        ids = [number for each in found if (number := each.whole("id")) is not None]
        account = (await wialon.sessions.current()).get("account")
        own = ids if len(ids) == 1 else [number for number in ids if number == account]
        if own:
            return own[0]
        raise Rejected(f"The token sees {len(ids)} resources of Wialon, and none is that of its own account.")


def changed_values(before: Mapping[str, Any], prepared: Prepared) -> dict[str, Any]:
    """All that a write names, with the change over it. A free value of None is taken away."""
    free = {**before[FREE], **prepared.body.get(FREE, {})}
    return {**before, **prepared.body, FREE: {name: value for name, value in free.items() if value is not None}}


def is_same(sent: Any, answered: Any) -> bool:
    """Whether two values are equal; None equals an empty text."""
    return (sent or None) == (answered or None)
