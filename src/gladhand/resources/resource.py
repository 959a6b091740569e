"""The declaration of one resource. Everything that the hub does with a resource follows from it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from typing import Generic

from gladhand.resources import models
from gladhand.resources.base import RecordBase, RecordCore, WriteBody
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.fields import (
    CellOf,
    Constant,
    FieldsT,
    Filterable,
    Reference,
    RunsOut,
    Writable,
    is_extension,
    marked,
)
from gladhand.resources.positions import InferredAddress, Point

_ABBREVIATIONS = {"dvir": "DVIR", "hos": "HOS", "ifta": "IFTA"}
# Letters and abbreviations that a sentence puts "an" before.
_AFTER_AN = ("a", "e", "i", "o", "I", "HOS")


def as_words(identifier: str) -> str:
    """The identifier as it stands in a sentence: `hos_events` is `HOS events`."""
    return " ".join(_ABBREVIATIONS.get(part, part) for part in identifier.split("_"))


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
    """Of the list, as in `/v2/telematics/<path>`. The plural of the name where the contract says nothing else."""
    kind: ResourceKind
    fields_model: type[FieldsT]
    """The normalised fields alone: what an adapter hands over."""
    description: str
    """What the records are. One sentence, for the documents."""
    write_base: type[WriteBody] = WriteBody
    """What a create or an update takes beside the writable fields."""
    also_writable: Mapping[str, Writable] = field(default_factory=dict)
    """Fields of shared base classes that a write of this resource may set, as if they were marked."""
    natural_key: tuple[str, ...] = ()
    """Fields that identify a record before the provider has given it an id."""
    in_order_of: tuple[str, ...] = ()
    """Creates with the same values in these fields leave one after the other; by default those with one natural key."""
    header: type[RecordCore] = RecordBase
    """What precedes the fields in an answer."""
    within: str | None = None
    """The field with the id of the record that this one is part of: `dvir_log_id` for a defect."""
    within_path: str | None = None
    """Of the list of one record's parts, as in `/v2/telematics/dvir-logs/{dvir_log_id}/defects`."""
    has_list: bool = True
    """Whether there is a list of all records. Parts may have only the list of one record's parts."""
    has_get: bool = False
    """Whether one record can be read by its id. A list of such records can be narrowed by ids, too."""
    is_sortable: bool = True
    """Whether clients choose the order of the list. Otherwise `occurred_at` decides."""
    largest_page: int = 1000
    latest_by: str | None = None
    """The reference of whose records the list shows the newest one, unless the client asks for the history."""
    history_of: tuple[str, ...] = ()
    """References of which a history needs exactly one value: of one vehicle, or of one driver."""
    retention: timedelta | None = None
    """How long records are kept after they occurred. A timeline has it, and nothing else: entities stay."""
    events: Mapping[RecordChange, str] = field(default_factory=dict)
    """The events that are published, each with one sentence for the documents."""
    event_aliases: Mapping[str, str] = field(default_factory=dict)
    """The contract's name in events for a field that has another name everywhere else. Events carry both names."""
    hides: tuple[str, ...] = ()
    """Fields that a record with a position does not show where the fleet protects its driver: they tell the place, or
    how far the vehicle went. Positions, their cells and addresses are hidden without being named."""
    is_movement: bool = False
    """Whether the record says little more than where something was. It is left out if the fleet withholds it; other
    records stay, without their place."""

    def __post_init__(self) -> None:
        if (self.retention is not None) is not (self.kind is ResourceKind.TIMELINE):
            raise ValueError(f"{self.name.value}: a timeline has a retention, and no other kind has one")
        if (self.within is None) is not (self.within_path is None):
            raise ValueError(f"{self.name.value}: a part has within= and within_path=")
        if unknown := set(self.hides) - self.fields_model.model_fields.keys():
            raise ValueError(f"{self.name.value}: hides= names no field of it: {', '.join(sorted(unknown))}")
        if (self.hides or self.is_movement) and not self.is_located:
            raise ValueError(f"{self.name.value}: hides= and is_movement= are for records with a position")
        if unknown := {*self.history_of, *filter(None, (self.within, self.latest_by))} - self.references.keys():
            raise ValueError(f"{self.name.value}: no reference is called {', '.join(sorted(unknown))}")

    @property
    def plural(self) -> str:
        """The plural as an identifier: `driver_safety_events`."""
        return f"{self.name.value}s" if self.within else self.path.replace("-", "_")

    @property
    def words(self) -> str:
        """The name as it stands in a sentence: `driver safety event`, `HOS event`."""
        return as_words(self.name.value)

    @property
    def a_word(self) -> str:
        """The name with its article, at the beginning of a sentence: `An engine log`."""
        return f"{'An' if self.words.startswith(_AFTER_AN) else 'A'} {self.words}"

    @property
    def camel(self) -> str:
        """The name as the schemas of the contract spell it: `DriverSafetyEvent`."""
        return "".join(part.capitalize() for part in self.name.value.split("_"))

    @property
    def is_dated(self) -> bool:
        """Whether records happen at a time."""
        return self.kind is not ResourceKind.ENTITY

    @cached_property
    def has_window(self) -> bool:
        """Whether the list has a window of time."""
        return self.is_dated and not any(each.is_required for _, _, each in marked(self.fields_model, Filterable))

    @property
    def has_source_data(self) -> bool:
        """Whether answers can show what the provider said. What the hub itself has worked out has no such data."""
        return issubclass(self.header, RecordBase)

    @cached_property
    def references(self) -> Mapping[str, Reference]:
        """The fields with ids of other records."""
        return {name: reference for name, _, reference in marked(self.fields_model, Reference)}

    @cached_property
    def parents(self) -> Mapping[str, ResourceEnum]:
        """The references that lists are narrowed by; each has an index."""
        narrowing = {name for name, _, _ in marked(self.fields_model, Filterable)} | {self.within}
        return {name: reference.resource for name, reference in self.references.items() if name in narrowing}

    @cached_property
    def cells(self) -> Mapping[str, CellOf]:
        """The fields with cells of positions."""
        return {name: cell for name, _, cell in marked(self.fields_model, CellOf)}

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """The fields with places near to a position."""
        return self._of_type(InferredAddress)

    @cached_property
    def is_located(self) -> bool:
        """Whether records tell where something was."""
        return bool(self.addresses or self._of_type(Point))

    def _of_type(self, kind: type) -> tuple[str, ...]:
        fields = self.fields_model.model_fields.items()
        return tuple(name for name, each in fields if models.plain_type(each.annotation) is kind)

    @cached_property
    def run_outs(self) -> Mapping[str, RunsOut]:
        """The fields with times at which something runs out."""
        return {name: runs_out for name, _, runs_out in marked(self.fields_model, RunsOut)}

    def calculated_from(self, fields: Collection[str]) -> frozenset[str]:
        """The times at which something runs out that the hub knows where a provider shows these fields."""
        return frozenset(name for name, each in self.run_outs.items() if {each.seconds, each.status} <= set(fields))

    @cached_property
    def constants(self) -> Mapping[str, str]:
        """The fields that have the same value in every record, with that value."""
        return {name: str(field.default) for name, field, _ in marked(self.fields_model, Constant)}

    @cached_property
    def event_fields(self) -> tuple[str, ...]:
        """The fields that events carry: those of the contract that may differ from record to record."""
        return tuple(
            name
            for name, field in self.fields_model.model_fields.items()
            if name not in self.constants and not is_extension(field)
        )

    def event_name(self, change: RecordChange) -> str:
        return f"{self.name.value}.{change.value}"

    @cached_property
    def record_model(self) -> type[RecordCore]:
        """What a client reads: the header and the fields."""
        about = f"{self.a_word}, as the provider has it." if self.has_source_data else f"{self.a_word}."
        return models.read_model(self.camel, self.fields_model, self.header, about=about)

    @cached_property
    def writable(self) -> Mapping[str, Writable]:
        """The fields that a write may set, in the order of their declaration."""
        found = {name: writable for name, _, writable in marked(self.fields_model, Writable)}
        found |= self.also_writable
        return {name: found[name] for name in self.fields_model.model_fields if name in found}

    @cached_property
    def create_model(self) -> type[WriteBody] | None:
        """The body of a create; none if no field can be written."""
        about = f"{self.a_word} to create at the provider. Fields that are left out get the provider's defaults."
        return self._write_model("Create", about) if self.writable else None

    @cached_property
    def update_model(self) -> type[WriteBody] | None:
        """The body of an update; none if no field can be written, or if what has happened stays as it is."""
        about = (
            f"Changes of {self.a_word.lower()} at the provider. Fields that are left out stay as they are, null clears."
        )
        return self._write_model("Update", about) if self.writable and not self.is_dated else None

    def _write_model(self, verb: str, about: str) -> type[WriteBody]:
        return models.write_model(f"{self.camel}{verb}", self.fields_model, self.writable, self.write_base, about=about)
