"""What a field of a resource declares beside its type: the markers for `Annotated`, and the base of all `…Fields`."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import ConfigDict, Field, GetJsonSchemaHandler
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from typing_extensions import TypeVar

from gladhand.resources.enums import ResourceEnum
from gladhand.resources.wire_model import EXTENSION, WireModel

_Marker = TypeVar("_Marker")


@dataclass(frozen=True)
class Writable:
    """Creates and updates may set the field.

    `type` is what a write takes where that is narrower than what is read, such as an enum for a status that providers
    may spell in their own words. Without it a write takes the strict form of the field's own type.
    """

    type: Any = None
    is_required: bool = False
    """Whether every write has the field, with a value."""
    default: Any = None
    """The default that the documents publish. A write without the field leaves it to the provider. A write can set null
    only if this is null.
    """


@dataclass(frozen=True)
class Filterable:
    """A list can be narrowed to records with a value of this field.

    The query parameter has the name of the field and takes one value. `any_of` names a parameter that takes several
    instead, such as `source_driver_ids`, but not more than `most`. A list of a resource with a required parameter is
    read by that parameter, and not by a window of time.
    """

    any_of: str | None = None
    most: int = 100
    is_required: bool = False


@dataclass(frozen=True)
class TimeBound:
    """A query parameter of the list that bounds the time in the field.

    As a lower bound it lets records through that occurred then or later, or that have no time there because they go
    on; otherwise those that occurred before it.
    """

    parameter: str
    is_lower: bool
    description: str


@dataclass(frozen=True)
class Reference:
    """The field holds the id of a record of this resource, or a list of such ids.

    The field of the same name with `source_` before it has the provider's id. An adapter gives only that one; the hub
    adds its own id when it knows the record. With `is_always_set` it adds the id without knowing the record. A write
    names the record by our id, and the adapter gets the provider's id in its place.
    """

    resource: ResourceEnum
    is_always_set: bool = False


@dataclass(frozen=True)
class CellOf:
    """The field holds the H3 cell of the position in another field, at this resolution. The hub calculates
    it where the provider gives none."""

    position: str
    resolution: int


@dataclass(frozen=True)
class RunsOut:
    """The field holds the time at which the seconds in another field are over. The hub calculates it where the provider
    gives none, and only while the status in a third field is one in which they run."""

    seconds: str
    status: str
    running: frozenset[str]


@dataclass(frozen=True)
class Constant:
    """The field has its default in every record, and so no column. Adapters leave it out."""


@dataclass(frozen=True)
class Unit:
    """What a number counts, such as `m/s`. The documents have it as `x-unit`."""

    symbol: str

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(schema) | {"x-unit": self.symbol}


class Fields(WireModel):
    """The normalised fields of one resource, without the header. A field that the provider does not know is null."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def stored(self) -> dict[str, Any]:
        """The fields as JSON-ready values, nulls included."""
        return self.model_dump(mode="json", exclude=_constants(type(self)))


#: The fields of one resource; any fields where the resource does not matter.
FieldsT = TypeVar("FieldsT", bound=Fields, covariant=True, default=Fields)  # noqa: PLC0105 - it is in many signatures


class Embedded(WireModel):
    """An object inside a record."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def F(  # noqa: N802 - stands where pydantic's Field does
    description: str | None = None,
    *,
    example: Any = None,
    default: Any = None,
    is_extension: bool = False,
    is_deprecated: bool = False,
) -> Any:
    """A field that has its default, which is null as a rule, unless the provider gives a value.

    `is_extension` marks a field that the contract does not have: only clients that ask for such fields receive it.
    """
    return Field(
        default,
        description=description,
        examples=None if example is None else [example],
        json_schema_extra=EXTENSION if is_extension else {"deprecated": True} if is_deprecated else None,
    )


def R(description: str | None = None, *, example: Any = None) -> Any:  # noqa: N802 - stands where pydantic's Field does
    """A field that every record has."""
    return Field(description=description, examples=None if example is None else [example])


def is_extension(field: FieldInfo) -> bool:
    """Whether the contract does not have the field."""
    return field.json_schema_extra == EXTENSION


def marker(field: FieldInfo, kind: type[_Marker]) -> _Marker | None:
    """The field's marker of this kind, if it carries one."""
    return next((each for each in field.metadata if isinstance(each, kind)), None)


def marked(fields: type[Fields], kind: type[_Marker]) -> Iterator[tuple[str, FieldInfo, _Marker]]:
    """The fields that carry a marker of this kind, with the marker, in the order of the declaration."""
    for name, field in fields.model_fields.items():
        if (found := marker(field, kind)) is not None:
            yield name, field, found


@cache
def _constants(fields: type[Fields]) -> set[str]:
    return {name for name, _, _ in marked(fields, Constant)}
