"""Runs a read: calls the adapter for one slice, and hands over its batches."""

from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from gladhand.integrations.hosting.crashes import guarded
from gladhand.integrations.hosting.echoes import mask_batch
from gladhand.integrations.hosting.registration import registration
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.resource import ResourceKind
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import Unsupported
from gladhand.sdk.reading import Batch, Read, Skipped, Slice, State
from gladhand.sdk.records import Record


@dataclass(slots=True)
class Collected:
    """What the batches of one or several slices held."""

    by_id: dict[str, Record] = field(default_factory=dict)
    """The records by source id; of two with the same id the last one counts."""
    skipped: list[Skipped] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    state: State = field(default_factory=dict)
    """The state of the last batch that had one."""
    batches: int = 0

    @property
    def records(self) -> list[Record]:
        return list(self.by_id.values())

    def add(self, batch: Batch[Any]) -> None:
        self.batches += 1
        self.by_id |= {record.source_id: record for record in batch.records}
        self.skipped += batch.skipped
        self.removed += batch.removed
        if batch.state is not None:
            self.state = batch.state


class RepeatedStates:
    """Counts the states of the batches of a slice. Pages that come again and again never end."""

    _MOST = 2

    def __init__(self) -> None:
        # A state may be a megabyte long, and a run may have thousands.
        self._counts = Counter[bytes]()

    def add(self, batch: Batch[Any]) -> bool:
        """Whether a batch with this state comes a third time."""
        if batch.state is None:
            return False
        state = blake2b(str(sorted(batch.state.items(), key=str)).encode(), digest_size=16).digest()
        self._counts[state] += 1
        return self._counts[state] > self._MOST


def read_of(adapter: Adapter, resource: ResourceEnum) -> Read[Any]:
    """How the adapter reads this resource. Raises `Unsupported`."""
    read = registration(type(adapter)).reads.get(resource)
    if read is None:
        raise Unsupported(f"The provider cannot read this resource: {resource.value}.")
    return read


async def batches(adapter: Adapter, resource: ResourceEnum, part: Slice) -> AsyncGenerator[Batch[Any]]:
    """The batches of one slice. Raises a `ProviderError`; the batches before it are good."""
    read = read_of(adapter, resource)
    async with guarded(adapter, "read", resource):
        fetched = read.fetch(adapter, part)
        try:
            async for batch in fetched:
                _check(read, batch)
                yield mask_batch(adapter, batch)
        finally:
            if isinstance(fetched, AsyncGenerator):
                await fetched.aclose()


async def collect(adapter: Adapter, resource: ResourceEnum, part: Slice | None = None) -> Collected:
    """Everything in one slice; without a slice from the beginning."""
    collected = Collected()
    async with aclosing(batches(adapter, resource, part or Slice())) as found:
        async for batch in found:
            collected.add(batch)
    return collected


def _check(read: Read[Any], batch: Batch[Any]) -> None:
    if batch.is_preliminary and read.resource.kind is not ResourceKind.TIMELINE:
        raise TypeError(f"only a timeline has preliminary records, and {read.resource.name.value} is none")
    for record in batch.records:
        if not isinstance(record.fields, read.resource.fields_model):
            raise TypeError(f"a read of {read.resource.name.value} yields {type(record.fields).__name__}")
