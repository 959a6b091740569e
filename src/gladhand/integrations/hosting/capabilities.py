"""What an adapter can do, read off its functions."""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass

from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.definition import BadDefinition

_VERBS = ("list", "get", "create", "find", "update")


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


def plural(resource: ResourceEnum) -> str:
    """As in `list_<plural>`."""
    known = REGISTRY.get(resource)
    return known.plural if known else f"{resource.value}s"


def function_names(resource: ResourceEnum) -> dict[str, str]:
    """The name that each verb has for this resource."""
    return {verb: f"{verb}_{plural(resource) if verb == 'list' else resource.value}" for verb in _VERBS}


def capabilities(adapter: type[Adapter]) -> Mapping[ResourceEnum, Capability]:
    """Every resource that the adapter has a function for. Raises `BadDefinition` for a function that means nothing."""
    written = {
        name
        for name, _ in inspect.getmembers(adapter, inspect.isfunction)
        if name.split("_")[0] in _VERBS and not hasattr(Adapter, name)
    }
    found: dict[ResourceEnum, Capability] = {}
    for resource in ResourceEnum:
        names = function_names(resource)
        has = {verb: name in written for verb, name in names.items()}
        written -= set(names.values())
        if not any(has.values()):
            continue
        if has["create"] and not has["find"]:
            raise BadDefinition(f"{_name(adapter)}: {names['create']} needs {names['find']}, for answers that get lost")
        found[resource] = Capability(
            read=has["list"], create=has["create"], update=has["update"], find=has["find"], get=has["get"]
        )
    if written:
        raise BadDefinition(f"{_name(adapter)}: {min(written)} is the name of no capability")
    return found


def _name(adapter: type[Adapter]) -> str:
    return f"{adapter.__module__}.{adapter.__qualname__}"
