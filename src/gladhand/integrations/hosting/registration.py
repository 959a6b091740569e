"""What an adapter can do, by resource: its `reads` and `writes`, checked once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.definition import BadDefinition
from gladhand.sdk.reading import Read
from gladhand.sdk.writing import Write


@dataclass(frozen=True, slots=True)
class Capability:
    """What can be done with one resource."""

    read: bool = False
    create: bool = False
    update: bool = False
    find: bool = False
    get: bool = False

    @property
    def write(self) -> bool:
        return self.create or self.update

    def can(self, verb: str) -> bool:
        """Whether it can be done: `read`, `create`, `update`, `find` or `get`."""
        return verb in self.verbs

    @property
    def verbs(self) -> tuple[str, ...]:
        able = {
            "read": self.read,
            "get": self.get,
            "create": self.create,
            "find": self.find,
            "update": self.update,
        }
        return tuple(verb for verb, is_able in able.items() if is_able)


@dataclass(frozen=True, slots=True)
class Registration:
    """The reads and writes of one adapter class."""

    reads: Mapping[ResourceEnum, Read[Any]]
    writes: Mapping[ResourceEnum, Write[Any]]
    capabilities: Mapping[ResourceEnum, Capability]


@cache
def registration(adapter: type[Adapter]) -> Registration:
    """Raises `BadDefinition` for a resource that is read or written twice."""
    reads = _by_resource(adapter, "reads", adapter.reads)
    writes = _by_resource(adapter, "writes", adapter.writes)
    capabilities = {
        resource: _capability(reads.get(resource), writes.get(resource))
        for resource in dict.fromkeys([*reads, *writes])
    }
    return Registration(reads, writes, MappingProxyType(capabilities))


def _by_resource(adapter: type[Adapter], name: str, entries: Any) -> Mapping[ResourceEnum, Any]:
    found: dict[ResourceEnum, Any] = {}
    for entry in entries:
        resource = entry.resource.name
        if resource in found:
            where = f"{adapter.__module__}.{adapter.__qualname__}"
            raise BadDefinition(f"{where}: {name} has {resource.value} twice")
        found[resource] = entry
    return MappingProxyType(found)


def _capability(read: Read[Any] | None, write: Write[Any] | None) -> Capability:
    if write is None:
        return Capability(read=read is not None)
    return Capability(
        read=read is not None,
        create=write.create is not None,
        update=write.update is not None,
        find=write.find is not None,
        get=write.get is not None,
    )
