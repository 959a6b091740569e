"""The module of a read, made from the declaration of the resource.

It maps the fields whose type says how a row is read, under our own names and with the unit of a number, and names the
others in a comment.
"""

import textwrap
import types
import typing
from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import Enum
from importlib.resources import files
from string import Template
from typing import Any

from pydantic.fields import FieldInfo

from gladhand.resources.fields import CellOf, Constant, Reference, Unit, marker
from gladhand.resources.resource import Resource

# The methods of `Row` that read a value of a type.
_READERS: Mapping[Any, str] = {str: "text", bool: "flag", int: "whole", float: "number", datetime: "moment"}
_WIDTH = 110
_SAYS_ITS_UNIT = ("_seconds", "_minutes", "_hours", "_days", "_km", "_kpa", "_percent")
_WINDOW = '"from": utc_text(start), "to": utc_text(end), '
_WINDOW_IMPORTS = "from gladhand.sdk.source_ids import utc_text\nfrom gladhand.sdk.windows import bounds\n"


def module_text(package: str, api_name: str, title: str, resource: Resource) -> str:
    """The Python source of `<plural>.py`: `read` fetches pages of an invented API, `to_record` maps one row."""
    mapped, unmapped = _mapped(resource)
    model = resource.fields_model
    enums = [
        f"from gladhand.resources.enums import {enum.__name__}\n"
        for enum in map(_required_enum, model.model_fields.values())
        if enum is not None
    ]
    api = f"from {package}.api import {api_name}\n"
    in_tree = package.startswith("gladhand.")
    words = {
        "words": resource.plural.replace("_", " "),
        "title": title,
        "api_name": api_name,
        # Imports in the order of the linter: the provider's package comes before or after gladhand's.
        "api_first": api if in_tree else "",
        "api_last": "" if in_tree else api,
        "resource_imports": "".join(sorted([f"from {model.__module__} import {model.__name__}\n", *enums])),
        "window_imports": _WINDOW_IMPORTS if resource.is_dated else "",
        "unmapped": _comment(unmapped),
        "shows": "".join(f'    "{name}",\n' for name in mapped),
        "fields_model": model.__name__,
        "bounds": "    start, end = bounds(part)\n" if resource.is_dated else "",
        "window": _WINDOW if resource.is_dated else "",
        "path": resource.path,
        "plural": resource.plural,
        "occurred": '        occurred_at=row.required_moment("occurred_at"),\n' if resource.is_dated else "",
        "mapping": "".join(f"            {name}={value}\n" for name, value in mapped.items()),
    }
    template = files("gladhand.provider_tools") / "template" / "read" / "module.py.template"
    return Template(template.read_text("utf-8")).substitute(words)


def _mapped(resource: Resource) -> tuple[dict[str, str], list[str]]:
    """How each field is read, by its name, with a comma; and the fields that only the provider's documents explain."""
    mapped: dict[str, str] = {}
    unmapped: list[str] = []
    for name, field in _mapped_fields(resource):
        if reader := _READERS.get(_plain(field.annotation)):
            mapped[name] = f'row.{reader}("{name}"),{_unit(name, field)}'
        elif enum := _required_enum(field):
            mapped[name] = (
                f"{enum.__name__}.{next(iter(enum)).name},  # Every record has one: map the provider's words."
            )
        elif field.is_required():
            mapped[name] = "[],  # Every record has them: map the provider's."
        else:
            unmapped.append(name)
    return mapped, unmapped


def _unit(name: str, field: FieldInfo) -> str:
    """A comment that says in which unit a number is stored, unless its name does."""
    unit = marker(field, Unit)
    return "" if unit is None or name.endswith(_SAYS_ITS_UNIT) else f"  # In {unit.symbol}."


def _mapped_fields(resource: Resource) -> Iterator[tuple[str, FieldInfo]]:
    """The fields that an adapter gives. The hub fills in its own ids, cells and constants."""
    for name, field in resource.fields_model.model_fields.items():
        if not any(marker(field, kind) for kind in (CellOf, Constant, Reference)):
            yield name, field


def _plain(annotation: Any) -> Any:
    """The type without its markers and without null."""
    if typing.get_origin(annotation) is typing.Annotated:
        return _plain(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        alternatives = [each for each in typing.get_args(annotation) if each is not type(None)]
        return _plain(alternatives[0]) if len(alternatives) == 1 else annotation
    return annotation


def _required_enum(field: FieldInfo) -> type[Enum] | None:
    plain = _plain(field.annotation)
    return plain if field.is_required() and isinstance(plain, type) and issubclass(plain, Enum) else None


def _comment(unmapped: list[str]) -> str:
    if not unmapped:
        return ""
    text = f"Still to be mapped, from what the provider's documents say: {', '.join(unmapped)}."
    return "".join(f"# {line}\n" for line in textwrap.wrap(text, _WIDTH))
