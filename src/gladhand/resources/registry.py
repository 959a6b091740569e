"""The list of resources that the hub knows in full. Routes, capabilities and records follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gladhand.resources.base import Fields, RecordBase, Write
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.user import UserCreate, UserFields, UserRead, UserUpdate


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One type of record: its names, its models, and how its rows are told apart."""

    name: ResourceEnum
    path: str
    """Plural, as in `/v2/telematics/<path>`."""
    fields_model: type[Fields]
    """The normalised fields alone: what an adapter hands over."""
    record_model: type[RecordBase]
    """The fields with their header: what a client reads."""
    create_model: type[Write] | None = None
    update_model: type[Write] | None = None
    natural_key: tuple[str, ...] = ()
    """Fields that tell two records apart before the provider has given them ids."""

    @property
    def plural(self) -> str:
        """As in the adapter's `list_<plural>`."""
        return self.path.replace("-", "_")


USER = Resource(
    name=ResourceEnum.USER,
    path="users",
    fields_model=UserFields,
    record_model=UserRead,
    create_model=UserCreate,
    update_model=UserUpdate,
    natural_key=("username",),
)

REGISTRY: Mapping[ResourceEnum, Resource] = MappingProxyType({each.name: each for each in (USER,)})
"""Every resource by its name. Adding one is a module in this package and a line here."""
