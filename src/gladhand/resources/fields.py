"""What a field of a resource declares beside its type: the markers for `Annotated`, and the base of all `…Fields`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from typing_extensions import TypeVar

_Marker = TypeVar("_Marker")


@dataclass(frozen=True)
class Writable:
    """Creates and updates may set the field.

    `type` is what a write takes where that is narrower than what is read, such as an enum for a status that providers
    may spell in their own words. Without it a write takes the strict form of the field's own type.
    """

    type: Any = None


@dataclass(frozen=True)
class Filterable:
    """A list can be narrowed to records with a value of this field.

    The query parameter has the name of the field and takes one value. `any_of` names a parameter that takes several
    instead, such as `source_driver_ids`.
    """

    any_of: str | None = None


@dataclass(frozen=True)
class Unit:
    """What a number counts, such as `m/s`. The documents have it as `x-unit`."""

    symbol: str

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(schema) | {"x-unit": self.symbol}


class Fields(BaseModel):
    """The normalised fields of one resource, without the header. A field that the provider does not know is null."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def stored(self) -> dict[str, Any]:
        """The fields as JSON-ready values, nulls included."""
        return self.model_dump(mode="json")


#: The fields of one resource; any fields where the resource does not matter.
FieldsT = TypeVar("FieldsT", bound=Fields, covariant=True, default=Fields)  # noqa: PLC0105 - it is in many signatures


def F(description: str | None = None, *, example: Any = None) -> Any:  # noqa: N802 - stands where pydantic's Field does
    """A field that is null unless the provider gives a value, with what the documents show of it."""
    return Field(None, description=description, examples=None if example is None else [example])


def marker(field: FieldInfo, kind: type[_Marker]) -> _Marker | None:
    """The field's marker of this kind, if it carries one."""
    return next((each for each in field.metadata if isinstance(each, kind)), None)


def marked(fields: type[Fields], kind: type[_Marker]) -> Iterator[tuple[str, FieldInfo, _Marker]]:
    """The fields that carry a marker of this kind, with the marker, in the order of the declaration."""
    for name, field in fields.model_fields.items():
        if (found := marker(field, kind)) is not None:
            yield name, field, found
