"""Permissions: which resources can be shared, and at which level."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, WithJsonSchema

from gladhand.core.near_names import did_you_mean
from gladhand.resources.enums import ResourceEnum, ShareLevelEnum


def _plural(resource: str) -> str:
    """The SQL function `shared_level` knows the same three rules."""
    if resource.endswith("y"):
        return resource[:-1] + "ies"
    return resource + ("es" if resource.endswith("s") else "s")


_RESOURCES: dict[str, ResourceEnum] = {
    spelling: resource for resource in ResourceEnum for spelling in (resource.value, _plural(resource.value))
}

#: The permissions of an invitation that names none. An in-house resource has to be named: clients of the contract
#: refuse answers with it.
READ_EVERYTHING: dict[str, ShareLevelEnum] = {
    resource.value: ShareLevelEnum.READ for resource in ResourceEnum if not resource.is_in_house
}


def resource_of(key: str) -> ResourceEnum:
    """The resource of a key in permissions or scopes. The key may be in the plural (`hos_events`)."""
    try:
        return _RESOURCES[key]
    except KeyError:
        raise ValueError(f"is not a resource.{did_you_mean(key, _RESOURCES)}") from None


def levels(scopes: Mapping[str, Any]) -> dict[ResourceEnum, ShareLevelEnum]:
    """Permissions or scopes by their resource, in the order of the resources."""
    meant = {resource_of(key): ShareLevelEnum(level) for key, level in scopes.items()}
    return {resource: meant[resource] for resource in ResourceEnum if resource in meant}


def _known_key(key: str) -> str:
    resource_of(key)
    return key


def _unambiguous(permissions: dict[str, ShareLevelEnum]) -> dict[str, ShareLevelEnum]:
    meant: dict[ResourceEnum, ShareLevelEnum] = {}
    for key, level in permissions.items():
        if meant.setdefault(resource_of(key), level) != level:
            raise ValueError(f"{key} and {resource_of(key).value} mean the same resource, but their levels differ")
    return permissions


_ResourceKey = Annotated[str, AfterValidator(_known_key), WithJsonSchema({"type": "string", "enum": list(_RESOURCES)})]

#: Resource to level, with the keys spelled as the partner spelled them.
Permissions = Annotated[dict[_ResourceKey, ShareLevelEnum], AfterValidator(_unambiguous)]
