"""Hypothesis strategies that follow from the declaration of a resource: its records, and the bodies of its writes."""

import string
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, get_args, get_origin
from uuid import UUID

from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from gladhand.resources.base import WriteBody
from gladhand.resources.fields import Fields
from gladhand.resources.models import plain_type
from gladhand.resources.positions import Point
from gladhand.resources.resource import Resource
from gladhand.sdk.field_map import FieldMap, Takes
from gladhand.sdk.field_rules import FieldRule

Strategy = st.SearchStrategy[Any]

# Everything that PostgreSQL and UTF-8 can hold.
_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)
_NAMES = st.text(string.ascii_lowercase, min_size=1, max_size=4)
_OBJECTS = st.dictionaries(_NAMES, _NAMES | st.integers(-9, 99) | st.none() | st.booleans(), max_size=3)

# Numbers inside objects are stored as texts, whose order is that of their digits.
_NUMBERS = st.integers(-(10**6), 10**6).map(lambda number: number / 1000)
_POINTS = st.builds(Point.at, st.integers(-180, 180), st.integers(-90, 90))

_BY_TYPE: dict[Any, Strategy] = {
    # Few short texts beside any text, so that values are equal now and then.
    str: st.sampled_from(["", "a", "B", "ä", "10", "9", "zz", "\U0001f69a"]) | _TEXT,
    bool: st.booleans(),
    int: st.integers(-2, 2) | st.integers(-(2**53), 2**53) | st.integers(-(2**63), 2**63 - 1),
    float: st.sampled_from([-1.5, 0.0, 53.0]) | st.floats(allow_nan=False, allow_infinity=False),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    UUID: st.just(UUID(int=0)) | st.uuids(),
    Decimal: st.sampled_from([Decimal(0), Decimal("412.50")]) | st.decimals(-(10**9), 10**9, places=2),
    Point: _POINTS.map(lambda point: point.model_dump()),
}

#: JSON values of which no type takes all, by the type that takes them.
_JSON: dict[Any, tuple[Any, ...]] = {
    str: ("a text", "2024", "true"),
    bool: (True, False),
    int: (2024, 0, -1),
    float: (20.5,),
    dict: ({"a": 1}, {}),
    list: ([], ["a"]),
}
_ACCEPTED: dict[Any, tuple[Any, ...]] = {
    str: (str,),
    bool: (bool,),
    int: (int,),
    float: (int, float),
    Decimal: (int, float, str),
}


@cache
def records(resource: Resource) -> st.SearchStrategy[Fields]:
    """Normalised fields of one record: any value of each field's type, its example, and often null."""
    model = resource.fields_model
    always_set = {name for name, reference in resource.references.items() if reference.is_always_set}
    values = {
        name: value(field) if field.is_required() or name in always_set else st.none() | value(field)
        for name, field in model.model_fields.items()
        if name not in resource.constants
    }
    return st.fixed_dictionaries(values).map(model.model_validate)


def pages(resource: Resource, *, min_size: int = 1, max_size: int = 30) -> st.SearchStrategy[list[Fields]]:
    """Records of one page. A third of them repeats values of the others, so that an order has ties."""
    page = st.lists(records(resource), min_size=min_size, max_size=max_size)
    return page.map(lambda found: [*found, *found[: len(found) // 3]])


@cache
def bodies(
    model: type[WriteBody],
    *,
    names: frozenset[str] | None = None,
    max_size: int | None = None,
    field_maps: tuple[FieldMap, ...] = (),
) -> st.SearchStrategy[dict[str, Any]]:
    """What a client may send of the record: some fields, each null or a value. `names` limits them to some.

    With `field_maps`, values at the bounds of providers' rules come often.
    """
    chosen = sorted(names or writable(model))
    fields = {
        name: _null_of(model.model_fields[name])
        | _json_of(model.model_fields[name])
        | _at_bounds(model.model_fields[name], [field_map.rule(name) for field_map in field_maps])
        for name in chosen
    }
    return st.lists(st.sampled_from(chosen), max_size=max_size or len(chosen), unique=True).flatmap(
        lambda drawn: st.fixed_dictionaries({name: fields[name] for name in drawn})
    )


def writable(model: type[WriteBody]) -> set[str]:
    """The fields of a write that change the record."""
    return set(model.model_fields.keys() - model.not_changes)


def value(field: FieldInfo) -> Strategy:
    """A value of the field that is not null: its example, or anything of its type."""
    examples = st.sampled_from(field.examples) if field.examples else st.nothing()
    return examples | _of_type(field.annotation).filter(_accepts(field))


def _accepts(field: FieldInfo) -> Callable[[Any], bool]:
    """Whether the validators of the field let a value of its type pass."""
    # A field that is never null has its validators beside its type.
    annotation: Any = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
    adapter = TypeAdapter(annotation)

    def accepts(found: Any) -> bool:
        try:
            adapter.validate_python(found)
        except ValidationError:
            return False
        return True

    return accepts


def wrong_values(field: FieldInfo) -> Strategy:
    """JSON values that the field of a write does not take, because they have another type."""
    kind = plain_type(field.annotation)
    taken = _ACCEPTED.get(kind, (dict,) if _is_model(kind) else (list,) if get_origin(kind) is list else ())
    others = [each for json_type, values in _JSON.items() if json_type not in taken for each in values]
    return st.sampled_from(others)


def _at_bounds(field: FieldInfo, rules: Sequence[FieldRule | None]) -> Strategy:
    """Values that a rule names, and texts as long as a rule allows and longer by one."""
    takes = [rule for rule in rules if isinstance(rule, Takes)]
    found = {getattr(each, "value", each) for rule in takes if rule.choices for each in rule.choices.values}
    limits = {rule.max_length.limit for rule in takes if rule.max_length}
    found |= {letter * length for letter in "xÄ" for limit in limits for length in (limit, limit + 1)}
    accepts = _accepts(field)
    return st.sampled_from(accepted) if (accepted := sorted(filter(accepts, found), key=str)) else st.nothing()


def _of_type(annotation: Any, *, is_inside: bool = False) -> Strategy:
    kind = plain_type(annotation)
    if kind in _BY_TYPE:
        if (pattern := _pattern(annotation)) is not None:
            return st.from_regex(pattern, fullmatch=True)
        return _NUMBERS if is_inside and kind is float else _BY_TYPE[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    if get_origin(kind) is list:
        return st.lists(_of_type(get_args(kind)[0], is_inside=True), max_size=3)
    if _is_model(kind):
        return st.fixed_dictionaries(
            {name: _of_type(field.annotation, is_inside=True) for name, field in _fields(kind, is_required=True)},
            optional={
                name: st.none() | _of_type(field.annotation, is_inside=True)
                for name, field in _fields(kind, is_required=False)
            },
        )
    return _OBJECTS


def _fields(model: type[BaseModel], *, is_required: bool) -> list[tuple[str, FieldInfo]]:
    return [each for each in model.model_fields.items() if each[1].is_required() is is_required]


def _json_of(field: FieldInfo) -> Strategy:
    """A value as JSON has it."""
    return value(field).map(lambda found: found.isoformat() if isinstance(found, date) else found)


def _null_of(field: FieldInfo) -> Strategy:
    """Null, if the field may be null."""
    return st.none() if _accepts(field)(None) else st.nothing()


def _pattern(annotation: Any) -> str | None:
    """The pattern that a text has to match."""
    facts = [fact for each in get_args(annotation)[1:] for fact in getattr(each, "metadata", (each,))]
    if get_origin(annotation) is Annotated:
        return next((fact.pattern for fact in facts if getattr(fact, "pattern", None)), None)
    return next((found for each in get_args(annotation) if (found := _pattern(each)) is not None), None)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
