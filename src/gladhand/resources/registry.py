"""All declared resources, found by walking this package."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

import gladhand.resources
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.resource import Resource, ResourceKind


def _declared() -> Iterator[Resource]:
    for module in iter_modules(gladhand.resources.__path__, "gladhand.resources."):
        if module.name != __name__:
            yield from (each for each in vars(import_module(module.name)).values() if isinstance(each, Resource))


_BY_NAME = {each.name: each for each in _declared()}

REGISTRY: Mapping[ResourceEnum, Resource] = MappingProxyType(
    {name: _BY_NAME[name] for name in ResourceEnum if name in _BY_NAME}
)
"""Every resource by its name, in the order of the contract's enum."""

_REFERRED_TO = {reference.resource for each in REGISTRY.values() for reference in each.references.values()}

PARENT_ENTITIES = frozenset(
    name for name, each in REGISTRY.items() if each.kind is ResourceKind.ENTITY and name in _REFERRED_TO
)
"""Users, vehicles and trailers: the things that records of other resources refer to. They are read first."""
