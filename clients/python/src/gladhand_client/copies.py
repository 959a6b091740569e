"""A local copy of a list that stays equal to the hub's without webhooks.

    copy = Copy(client.vehicles.list, fleet_refs=["fleet-7"])
    copy.update()                 # everything at first, later only what has changed
    copy.records                  # by id
    assert not copy.differences() # proves it, by reading the whole list

To go on in another process, store `since` and `known`, which has the `updated_at` of each record by its id:
`Copy(…, since=stored, known=stored_times)`. A record that was removed at its provider has `deleted_at`.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from gladhand_client.pages import AsyncPages, Pages

#: The first `updated_from`: before anything was stored.
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


class Record(Protocol):
    """What all records have."""

    @property
    def id(self) -> UUID: ...
    @property
    def updated_at(self) -> datetime: ...


R = TypeVar("R", bound=Record)


class _Held(Generic[R]):
    def __init__(self, since: datetime | None, known: Mapping[UUID, datetime] | None) -> None:
        self.records: dict[UUID, R] = {}
        """The records that this object has fetched."""
        self.known = dict(known or {})
        """When each record of the copy was changed."""
        self.since = since or _BEGINNING
        """The last change that the copy has. The next update begins with it, since several may have the same time."""

    def _take(self, record: R) -> bool:
        """Store a record. False if the copy has it already."""
        self.since = max(self.since, record.updated_at)
        before = self.known.get(record.id)
        self.known[record.id] = record.updated_at
        self.records[record.id] = record
        return before != record.updated_at

    def _differences(self, listed: dict[UUID, datetime]) -> set[UUID]:
        return {id_ for id_ in self.known.keys() | listed.keys() if self.known.get(id_) != listed.get(id_)}


class Copy(_Held[R]):
    """A copy of one list, such as `client.vehicles.list`, with the same filters each time."""

    def __init__(
        self,
        records: Callable[..., Pages[R]],
        *,
        since: datetime | None = None,
        known: Mapping[UUID, datetime] | None = None,
        **filters: Any,
    ) -> None:
        super().__init__(since, known)
        self._list = records
        self._filters = filters

    def changes(self) -> Iterator[R]:
        """The records that have changed since the last update, in the order of their change."""
        for record in self._list(updated_from=self.since, **self._filters):
            if self._take(record):
                yield record

    def update(self) -> int:
        """Fetch what has changed. Returns how many records that were."""
        return sum(1 for _ in self.changes())

    def differences(self) -> set[UUID]:
        """The ids of records in which the copy and the whole list differ. Update first."""
        listed = self._list(updated_from=_BEGINNING, **self._filters)
        return self._differences({record.id: record.updated_at for record in listed})


class AsyncCopy(_Held[R]):
    """The same for asyncio."""

    def __init__(
        self,
        records: Callable[..., AsyncPages[R]],
        *,
        since: datetime | None = None,
        known: Mapping[UUID, datetime] | None = None,
        **filters: Any,
    ) -> None:
        super().__init__(since, known)
        self._list = records
        self._filters = filters

    async def changes(self) -> AsyncIterator[R]:
        """The records that have changed since the last update, in the order of their change."""
        async for record in self._list(updated_from=self.since, **self._filters):
            if self._take(record):
                yield record

    async def update(self) -> int:
        """Fetch what has changed. Returns how many records that were."""
        return len([None async for _ in self.changes()])

    async def differences(self) -> set[UUID]:
        """The ids of records in which the copy and the whole list differ. Update first."""
        listed = self._list(updated_from=_BEGINNING, **self._filters)
        return self._differences({record.id: record.updated_at async for record in listed})
