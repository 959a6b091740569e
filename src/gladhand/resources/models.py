"""Derives the models of the wire from the fields of a resource."""

import types
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Union, cast, get_args, get_origin

from pydantic import ConfigDict, Field, create_model
from pydantic.fields import FieldInfo

from gladhand.resources.base import RecordCore, WriteBody
from gladhand.resources.fields import Fields, Reference, Writable, marked, marker
from gladhand.resources.text import Amount, Day, Flag, Line, Measure, Whole
from gladhand.resources.wire_model import WireModel

# Writes take no value that only looks like the right type.
_STRICT: dict[Any, Any] = {str: Line, int: Whole, bool: Flag, float: Measure, date: Day, Decimal: Amount}


def read_model(name: str, fields: type[Fields], header: type[RecordCore], *, about: str) -> type[RecordCore]:
    """The header and the fields, in the contract's order."""
    # Fields of a model come in the reverse order of its bases. Of the configurations the last one counts.
    bases: tuple[type[Any], ...] = (fields, header, _Answered)
    always_set: dict[str, Any] = {
        field_name: (plain_type(field.annotation), Field(description=field.description, examples=field.examples))
        for field_name, field, reference in marked(fields, Reference)
        if reference.is_always_set
    }
    model = create_model(f"{name}Read", __base__=bases, __doc__=about, __module__=fields.__module__, **always_set)
    return cast("type[RecordCore]", model)


def write_model(
    name: str, fields: type[Fields], writable: Mapping[str, Writable], base: type[WriteBody], *, about: str
) -> type[WriteBody]:
    """The writable fields, then what `base` adds."""
    written: dict[str, Any] = {
        field_name: _written(fields.model_fields[field_name], how) for field_name, how in writable.items()
    }
    derived = create_model(f"{name}Fields", __base__=WriteBody, **written)
    bases = (derived,) if base is WriteBody else (base, derived)
    return create_model(name, __base__=bases, __doc__=about, __module__=fields.__module__)


def _written(field: FieldInfo, how: Writable) -> tuple[Any, Any]:
    """The field as a write has it: its type and its default."""
    kind = how.type or _STRICT.get(plain_type(field.annotation), plain_type(field.annotation))
    if not how.is_required and how.default is None:
        kind = kind | None
    if (reference := marker(field, Reference)) is not None:
        kind = Annotated[kind, reference]
    default = ... if how.is_required else how.default
    return kind, Field(default, description=field.description, examples=field.examples)


def plain_type(annotation: Any) -> Any:
    """The type of a field without `None` and without validators: `Annotated[int, …] | None` is `int`."""
    if get_origin(annotation) is Annotated:
        return plain_type(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        members = [each for each in get_args(annotation) if each is not types.NoneType]
        return plain_type(members[0]) if len(members) == 1 else annotation
    return annotation


class _Answered(WireModel):
    """A record in an answer, which may hold more than the fields of this release."""

    model_config = ConfigDict(extra="ignore", frozen=False)
