"""The filters of a table of records: the query parameters of the resource's list, as fields of a form."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any, get_args, get_origin
from uuid import UUID

from gladhand.api.telematics.list_parameters import FleetFilters, RecordQuery, parameters_model
from gladhand.console.pages.blocks import Input
from gladhand.console.pages.fields import sent_time, typed_time
from gladhand.core.pages import Paging
from gladhand.resources.models import plain_type
from gladhand.resources.resource import Resource, as_words

# What the links of the table set, and what the table shows in another way.
_NOT_TYPED = frozenset({*Paging.model_fields, "sort_by", "sort_order", "include_source_data", "fleet_ids"})


def inputs(resource: Resource, values: Mapping[str, Sequence[str]]) -> Sequence[Input]:
    """A field for each parameter, with what the address has now. Those of the resource come first."""
    fields = parameters_model(resource).model_fields
    shared = {*FleetFilters.model_fields, *RecordQuery.model_fields}
    names = sorted((name for name in fields if name not in _NOT_TYPED), key=lambda name: name in shared)
    return [_input(name, fields[name].annotation, values.get(name, ()), fields[name].default) for name in names]


def parameter_names(resource: Resource) -> frozenset[str]:
    """All parameters that the list knows."""
    return frozenset(parameters_model(resource).model_fields)


def sent(resource: Resource, values: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The values of the form as the list takes them. Several values are typed with commas between."""
    fields = parameters_model(resource).model_fields
    found: dict[str, Any] = {}
    for name, given in values.items():
        texts = [text.strip() for text in given if text.strip()]
        if name in fields and texts:
            annotation = fields[name].annotation
            if datetime in _kinds(annotation):
                found[name] = sent_time(texts[-1], name)
            else:
                found[name] = _split(texts) if _takes_several(annotation) else texts[-1]
    return found


def _split(texts: Sequence[str]) -> list[str]:
    return [part.strip() for text in texts for part in text.split(",") if part.strip()]


def _takes_several(annotation: Any) -> bool:
    return any(get_origin(plain_type(each)) is list or get_origin(each) is list for each in _alternatives(annotation))


def _alternatives(annotation: Any) -> tuple[Any, ...]:
    return (annotation, *get_args(annotation))


def _kinds(annotation: Any) -> set[Any]:
    """The plain types that a value may have."""
    return {plain_type(each) for each in _alternatives(annotation)}


def _input(name: str, annotation: Any, given: Sequence[str], default: Any) -> Input:
    label, text = as_words(name), ", ".join(given)
    kinds = _kinds(annotation)
    if bool in kinds:
        either = (("true", "yes"), ("false", "no"))
        if default is None:
            return Input(name, label, text.lower(), choices=(("", "any"), *either))
        return Input(name, label, text.lower() or str(default).lower(), choices=either)
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, Enum):
            return Input(
                name, label, text, choices=(("", "any"), *((str(each.value), str(each.value)) for each in kind))
            )
    if datetime in kinds:
        return Input(name, label, typed_time(text), type="datetime-local")
    if date in kinds:
        return Input(name, label, text, type="date")
    hint = "several, with commas between" if _takes_several(annotation) else "id" if UUID in kinds else ""
    return Input(name, label, text, hint=hint)
