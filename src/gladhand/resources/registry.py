"""The list of resources that the hub knows in full. Routes, capabilities and records follow from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from gladhand.resources.base import Fields, RecordBase, Write
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.trailer import TrailerCreate, TrailerFields, TrailerRead, TrailerUpdate
from gladhand.resources.user import UserCreate, UserFields, UserRead, UserUpdate
from gladhand.resources.vehicle import VehicleCreate, VehicleFields, VehicleRead, VehicleUpdate


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
    event_names: Mapping[str, str] = field(default_factory=dict)
    """Names of the contract's events for fields that are called otherwise everywhere else; events carry both."""

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

VEHICLE = Resource(
    name=ResourceEnum.VEHICLE,
    path="vehicles",
    fields_model=VehicleFields,
    record_model=VehicleRead,
    create_model=VehicleCreate,
    update_model=VehicleUpdate,
    natural_key=("vehicle_name",),
)

TRAILER = Resource(
    name=ResourceEnum.TRAILER,
    path="trailers",
    fields_model=TrailerFields,
    record_model=TrailerRead,
    create_model=TrailerCreate,
    update_model=TrailerUpdate,
    natural_key=("trailer_name",),
    event_names={"vehicle_name": "trailer_name"},
)

REGISTRY: Mapping[ResourceEnum, Resource] = MappingProxyType({each.name: each for each in (USER, VEHICLE, TRAILER)})
"""Every resource by its name. Adding one is a module in this package and a line here."""
