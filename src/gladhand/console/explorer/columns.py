"""The columns of a table of records. They follow from the declaration of the resource."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args

from gladhand.console.pages.blocks import Cell, Code, Link, Time
from gladhand.resources.fields import Constant, Reference, Unit, marked
from gladhand.resources.models import plain_type
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource, as_words

# Every record has these; a reader looks for them first.
_FIRST = ("fleet_ref", "occurred_at")


@dataclass(frozen=True)
class TableColumn:
    """One field of a record as a column."""

    name: str
    title: str
    type: Any
    refers_to: Resource | None = None
    """The resource whose ids the field holds."""

    def cell(self, value: Any, explorer_url: str) -> Cell:
        """The value as the table shows it."""
        if value is None or value in ([], {}):
            return None
        if self.refers_to is not None and self.refers_to.has_get:
            several = value if isinstance(value, list) else [value]
            return [_to_record(self.refers_to, str(each), explorer_url) for each in several]
        if isinstance(value, dict | list):
            return Code("Show", value)
        if self.type is datetime:
            return Time(value)
        return str(value).lower() if isinstance(value, bool) else str(value)


def table_columns(resource: Resource) -> Sequence[TableColumn]:
    """All columns: whose record it is and when, the fields of the resource, then what all records have."""
    own = resource.fields_model.model_fields
    constant = {name for name, _, _ in marked(resource.fields_model, Constant)}
    units = {name: unit.symbol for name, _, unit in marked(resource.fields_model, Unit)}
    references: Mapping[str, Reference] = resource.references
    header = [name for name in resource.record_model.model_fields if name not in own]
    names = [*(name for name in _FIRST if name in header), *own, *(name for name in header if name not in _FIRST)]
    return [
        TableColumn(
            name,
            f"{as_words(name)}, {units[name]}" if name in units else as_words(name),
            _value_type(resource.record_model.model_fields[name].annotation),
            REGISTRY.get(references[name].resource) if name in references else None,
        )
        for name in names
        if name not in constant
    ]


def own_names(resource: Resource) -> frozenset[str]:
    """The fields that a reader looks for; the rest is technical."""
    return frozenset({*_FIRST, *resource.fields_model.model_fields})


def _value_type(annotation: Any) -> Any:
    kinds = {plain_type(each) for each in (get_args(annotation) or (annotation,))} | {plain_type(annotation)}
    return next((kind for kind in (datetime, date) if kind in kinds), str)


def _to_record(resource: Resource, record_id: str, explorer_url: str) -> Link:
    return Link(record_id[:8], f"{explorer_url}/{resource.path}?{resource.name.value}_ids={record_id}")
