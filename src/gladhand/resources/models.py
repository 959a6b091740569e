"""Derives the models of the wire from the fields of a resource."""

import types
from datetime import date
from typing import Annotated, Any, Union, cast, get_args, get_origin

from pydantic import ConfigDict, Field, create_model

from gladhand.resources.base import RecordCore, WriteBody
from gladhand.resources.fields import Fields, Reference, Writable, marked
from gladhand.resources.text import Day, Flag, Line, Measure, Whole
from gladhand.resources.wire_model import WireModel

# Writes take no value that only looks like the right type.
_STRICT: dict[Any, Any] = {str: Line, int: Whole, bool: Flag, float: Measure, date: Day}


def read_model(name: str, fields: type[Fields], header: type[RecordCore], *, about: str) -> type[RecordCore]:
    """The header and the fields, in the contract's order."""
    # Fields of a model come in the reverse order of its bases. Of the configurations the last one counts.
    bases: tuple[type[Any], ...] = (fields, header, _Answered)
    always_set: dict[str, Any] = {
        field_name: (plain(field.annotation), Field(description=field.description, examples=field.examples))
        for field_name, field, reference in marked(fields, Reference)
        if reference.is_always_set
    }
    model = create_model(f"{name}Read", __base__=bases, __doc__=about, __module__=fields.__module__, **always_set)
    return cast("type[RecordCore]", model)


def write_model(name: str, fields: type[Fields], base: type[WriteBody], about: str) -> type[WriteBody] | None:
    """The writable fields, then what `base` adds. None if no field is writable."""
    writable: dict[str, Any] = {
        field_name: (
            (writable.type or _STRICT.get(plain(field.annotation), plain(field.annotation))) | None,
            Field(None, description=field.description, examples=field.examples),
        )
        for field_name, field, writable in marked(fields, Writable)
    }
    if not writable:
        return None
    derived = create_model(f"{name}Fields", __base__=WriteBody, **writable)
    bases = (derived,) if base is WriteBody else (base, derived)
    return create_model(name, __base__=bases, __doc__=about, __module__=fields.__module__)


def plain(annotation: Any) -> Any:
    """The type of a field without `None` and without validators: `Annotated[int, …] | None` is `int`."""
    if get_origin(annotation) is Annotated:
        return plain(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        members = [each for each in get_args(annotation) if each is not types.NoneType]
        return plain(members[0]) if len(members) == 1 else annotation
    return annotation


class _Answered(WireModel):
    """A record in an answer, which may hold more than the fields of this release."""

    model_config = ConfigDict(extra="ignore", frozen=False)
