"""The declaration of one resource. Everything that the hub does with a resource follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from typing import Generic

from gladhand.resources import models
from gladhand.resources.base import RecordBase, WriteBody
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.fields import FieldsT


class ResourceKind(StrEnum):
    """How records of a resource come and change. Decides the layout of the table and the parameters of the list."""

    ENTITY = "entity"
    """A thing with one current row: a user, a vehicle. Lists have no window of time."""
    EDITABLE = "editable"
    """A dated row that may still change under its id: a duty event, an inspection, a fuel purchase."""
    TIMELINE = "timeline"
    """A dated row that keeps its time for good: a position, an engine reading. Daily partitions, dropped when old."""


class RecordChange(StrEnum):
    """What can happen to a record. The names of the events end in these."""

    ADDED = "added"
    MODIFIED = "modified"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True, eq=False)
class Resource(Generic[FieldsT]):
    """One type of record."""

    name: ResourceEnum
    path: str
    """Plural, as in `/v2/telematics/<path>`."""
    kind: ResourceKind
    fields_model: type[FieldsT]
    """The normalised fields alone: what an adapter hands over."""
    description: str
    """What the records are. One sentence, for the documents."""
    write_base: type[WriteBody] = WriteBody
    """What a create or an update takes beside the writable fields."""
    natural_key: tuple[str, ...] = ()
    """Fields that identify a record before the provider has given it an id."""
    parents: Mapping[str, ResourceEnum] = field(default_factory=dict)
    """Fields that hold the id of another record. Lists can be narrowed by them: `vehicle_id` by `vehicle_ids`."""
    latest_by: str | None = None
    """The parent of whose records a list can show the newest one alone, as `only_latest` asks: `vehicle_id`."""
    retention: timedelta | None = None
    """How long records are kept after they occurred. A timeline has it, and nothing else: entities stay."""
    events: Mapping[RecordChange, str] = field(default_factory=dict)
    """The events that are published, each with one sentence for the documents."""
    event_aliases: Mapping[str, str] = field(default_factory=dict)
    """The contract's name in events for a field that has another name everywhere else. Events carry both names."""

    def __post_init__(self) -> None:
        if (self.retention is not None) is not (self.kind is ResourceKind.TIMELINE):
            raise ValueError(f"{self.name.value}: a timeline has a retention, and no other kind has one")
        if self.latest_by is not None and self.latest_by not in self.parents:
            raise ValueError(f"{self.name.value}: `latest_by` names one of the parents")

    @property
    def plural(self) -> str:
        """The path as an identifier: `driver_safety_events`."""
        return self.path.replace("-", "_")

    @property
    def words(self) -> str:
        """The name as it stands in a sentence: `driver safety event`."""
        return self.name.value.replace("_", " ")

    @property
    def camel(self) -> str:
        """The name as the schemas of the contract spell it: `DriverSafetyEvent`."""
        return "".join(part.capitalize() for part in self.name.value.split("_"))

    @property
    def is_dated(self) -> bool:
        """Whether records happen at a time, so that lists have a window."""
        return self.kind is not ResourceKind.ENTITY

    def event_name(self, change: RecordChange) -> str:
        return f"{self.name.value}.{change.value}"

    @cached_property
    def record_model(self) -> type[RecordBase]:
        """What a client reads: the header and the fields."""
        return models.read_model(self.camel, self.fields_model, f"A {self.words}, as the provider has it.")

    @cached_property
    def create_model(self) -> type[WriteBody] | None:
        """The body of a create; none if no field can be written."""
        about = f"A {self.words} to create at the provider. Fields that are left out get the provider's defaults."
        return models.write_model(f"{self.camel}Create", self.fields_model, self.write_base, about)

    @cached_property
    def update_model(self) -> type[WriteBody] | None:
        """The body of an update; none if no field can be written."""
        about = f"Changes of a {self.words} at the provider. Fields that are left out stay as they are, null clears."
        return models.write_model(f"{self.camel}Update", self.fields_model, self.write_base, about)
