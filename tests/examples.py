"""One plausible value of each field of a resource, by its declaration: the same value at each call."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from gladhand.resources.base import WriteBody
from gladhand.resources.fields import Fields
from gladhand.resources.models import plain_type
from gladhand.resources.positions import Point
from gladhand.resources.resource import Resource


def example(name: str, field: FieldInfo, number: int = 0) -> Any:
    """The declared example of a field, else a value of its type. The number tells values apart, from 1 on."""
    kind = plain_type(field.annotation)
    is_enum = isinstance(kind, type) and issubclass(kind, Enum)
    if field.examples and not (is_enum and number):
        return _numbered(field.examples[0], kind, number)
    return list(kind)[number % len(kind)] if is_enum else _of_type(name, kind, number)


def _of_type(name: str, kind: Any, number: int) -> Any:
    if kind is Point:
        return Point.at(-97.5 + number, 30.25).model_dump()
    if get_origin(kind) is list:
        return [example(name, FieldInfo(annotation=get_args(kind)[0]), number)]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {inner: example(inner, each, number) for inner, each in kind.model_fields.items()}
    by_type: dict[Any, Any] = {
        str: _numbered(f"the {name}"[:14], str, number),
        bool: True,
        int: 3 + number,
        float: 12.5 + number,
        date: date(2031, 5, 1) + timedelta(days=number),
        datetime: datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(hours=number),
        UUID: UUID(int=number),
        Decimal: Decimal("412.50") + number,
    }
    return by_type.get(kind, {"number": number})


def example_fields(resource: Resource, number: int = 0) -> Fields:
    """A record with every field."""
    model = resource.fields_model
    names = [name for name in model.model_fields if name not in resource.constants]
    return model.model_validate({name: example(name, model.model_fields[name], number) for name in names})


def example_body(model: type[WriteBody], number: int = 0) -> dict[str, Any]:
    """A write of every field that changes the record."""
    names = [name for name in model.model_fields if name not in model.not_changes]
    return {name: example(name, model.model_fields[name], number) for name in names}


def required_body(model: type[WriteBody], number: int = 0) -> dict[str, Any]:
    """What every write has, apart from its connection."""
    required = {name: field for name, field in model.model_fields.items() if field.is_required()}
    return {name: example(name, field, number) for name, field in required.items() if name != "connection_id"}


def _numbered(value: Any, kind: Any, number: int) -> Any:
    if number == 0 or isinstance(value, bool | list):
        return value
    if kind is date:
        return (date.fromisoformat(value) + timedelta(days=number)).isoformat()
    if kind is Decimal:
        return str(Decimal(value) + number)
    if isinstance(value, int | float):
        return value + number
    if isinstance(value, dict):
        return value | {"number": number}
    # Codes and words of an enum stay as they are.
    return value if value.isupper() and value.isascii() else f"{value}-{number}"
