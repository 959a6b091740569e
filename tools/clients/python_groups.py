"""The Python classes with one method for each operation."""

import keyword
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tools.clients.documents import referenced
from tools.clients.operations import Operation, Parameter, Schema, class_name, groups_of, schemas_of

_TYPES = {"integer": "int", "number": "float", "boolean": "bool", "object": "dict[str, Any]", "null": "None"}
#: What a dry run answers: the documents have no name for it.
_PLAN, _DRY_RUN = "dict[str, Any]", "dry_run"
_FORMATS = {"uuid": "UUID | str", "date-time": "datetime", "date": "date"}


def groups_module(published: Sequence[Mapping[str, Any]], *, is_async: bool) -> str:
    """The text of `gladhand_client.groups` or `gladhand_client.async_groups`."""
    groups, types = groups_of(published), _Types(schemas_of(published))
    client, pages = ("AsyncClient", "AsyncPages") if is_async else ("Client", "Pages")
    way = "for asyncio" if is_async else "synchronously"
    lines = [
        f'"""The operations of the API, {way}. Generated from its OpenAPI documents by `make client`."""',
        "",
        "from __future__ import annotations",
        "",
        "from collections.abc import Sequence",
        "from datetime import date, datetime",
        "from typing import TYPE_CHECKING, Any, Literal, overload",
        "from uuid import UUID",
        "",
        "from pydantic import TypeAdapter",
        "",
        "from gladhand_client import models",
        "from gladhand_client.calls import Call, new_key",
        f"from gladhand_client.pages import {pages}",
        "",
        "# The groups have methods of this name.",
        "List = list",
        "",
        "if TYPE_CHECKING:",
        f"    from gladhand_client.client import {client}",
        "",
        *_adapters((_PLAN, *(types.answer(operation) for operations in groups.values() for operation in operations))),
    ]
    for group, operations in groups.items():
        lines += ["", "", f"class {class_name(group)}:", f'    """Operations of `client.{group}`."""', ""]
        lines += [f"    def __init__(self, client: {client}) -> None:", "        self._client = client"]
        for operation in operations:
            lines += ["", *_method(operation, types, pages, is_async=is_async)]
    lines += ["", "", "class Groups:", '    """The operations, by what they are about."""', ""]
    lines += [f"    def __init__(self, client: {client}) -> None:"]
    lines += [f"        self.{group} = {class_name(group)}(client)" for group in groups]
    return "\n".join(lines) + "\n"


class _Types:
    """Python's types of schemas."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self._schemas = schemas

    def answer(self, operation: Operation) -> str:
        """The type of the answer, or of the items of its list."""
        if operation.answer is None:
            return "None"
        return self._type(operation.answer, is_answer=not operation.is_list)

    def body(self, operation: Operation) -> str:
        assert operation.body is not None
        return self._type(operation.body)

    def parameter(self, parameter: Parameter) -> str:
        kind = self._type(parameter.schema)
        # Some ids are documented as texts.
        return "UUID | str" if kind == "str" and parameter.name.endswith("_id") else kind

    def _type(self, schema: Schema, *, is_answer: bool = False) -> str:
        name = referenced(schema)
        if name is not None:
            return f"models.{name}" if is_answer or "enum" not in self._schemas[name] else f"models.{name} | str"
        if "anyOf" in schema:
            kinds = [self._type(each, is_answer=is_answer) for each in schema["anyOf"]]
            # A parameter that may be null is one that may be left out.
            return " | ".join(dict.fromkeys(kind for kind in kinds if is_answer or kind != "None"))
        if schema.get("type") == "array":
            item = self._type(schema["items"], is_answer=is_answer)
            return f"List[{item}]" if is_answer else f"Sequence[{item}]"
        if schema.get("type") == "string":
            kind = _FORMATS.get(schema.get("format", ""), "str")
            return kind.removesuffix(" | str") if is_answer else kind
        return _TYPES.get(schema.get("type", ""), "Any")


def _adapters(answers: Iterable[str]) -> list[str]:
    """One parser for each type of answer."""
    kinds = {answer: "object" if answer == "None" else answer for answer in answers}
    return [f"{_adapter(answer)} = TypeAdapter[{kind}]({kind})" for answer, kind in sorted(kinds.items())]


def _adapter(kind: str) -> str:
    return "_" + re.sub(r"\W+", "_", kind.replace("models.", "")).strip("_").upper()


def _argument(parameter: Parameter) -> str:
    return f"{parameter.name}_" if keyword.iskeyword(parameter.name) else parameter.name


def _method(operation: Operation, types: _Types, pages: str, *, is_async: bool) -> Iterator[str]:
    arguments = ["self", *(f"{_argument(each)}: {types.parameter(each)}" for each in operation.in_path)]
    if operation.body is not None:
        optional = " | None = None" if operation.has_optional_body else ""
        arguments.append(f"body: {_body_type(types.body(operation))}{optional}")
    named = [
        f"{_argument(each)}: {types.parameter(each)}" + ("" if each.is_required else " | None = None")
        for each in operation.in_query
    ]
    if operation.is_list:
        named.append("cursor: str | None = None")
    if operation.has_key:
        named.append("idempotency_key: str | None = None")
    if named:
        arguments += ["*", *named]
    kind = types.answer(operation)
    answer = f"{pages}[{kind}]" if operation.is_list else kind
    prefix = "async " if is_async and not operation.is_list else ""
    has_dry_run = any(each.name == _DRY_RUN for each in operation.in_query)
    if has_dry_run:
        for value, of_value in (("Literal[True]", _PLAN), ("Literal[False] | None = None", answer)):
            typed = [f"{_DRY_RUN}: {value}" if each.startswith(f"{_DRY_RUN}:") else each for each in arguments]
            yield "    @overload"
            yield f"    {prefix}def {operation.name}({', '.join(typed)}) -> {of_value}: ..."
        answer = f"{answer} | {_PLAN}"
    yield f"    {prefix}def {operation.name}({', '.join(arguments)}) -> {answer}:"
    yield from _docstring(operation)
    path = f"{'f' if operation.in_path else ''}{operation.path!r}"
    yield f"        call = Call({operation.method!r}, {path}{_rest(operation, types)})"
    run = "pages" if operation.is_list else "call"
    awaited = "await " if prefix else ""
    returned = "" if kind == "None" and not operation.is_list else "return "
    if has_dry_run:
        yield f"        if {_DRY_RUN}:"
        yield f"            return {awaited}self._client.call(call, {_adapter(_PLAN)})"
    yield f"        {returned}{awaited}self._client.{run}(call, {_adapter(kind)})"


def _rest(operation: Operation, types: _Types) -> str:
    """The further arguments of the `Call`."""
    query = [f"{each.name!r}: {_argument(each)}" for each in operation.in_query]
    if operation.is_list:
        query.append("'cursor': cursor")
    rest = f", query={{{', '.join(query)}}}" if query else ""
    if operation.body is not None:
        body = types.body(operation)
        item = _item(body)
        made = f"{body}.of(body)" if item is None else f"[{item}.of(each) for each in body]"
        rest += f", body=None if body is None else {made}" if operation.has_optional_body else f", body={made}"
    if operation.has_key:
        rest += ", key=new_key(idempotency_key)"
    return rest


def _item(body: str) -> str | None:
    """The type of the items of a body that is a list."""
    return body.removeprefix("Sequence[").removesuffix("]") if body.startswith("Sequence[") else None


def _body_type(body: str) -> str:
    item = _item(body)
    return f"{body} | dict[str, Any]" if item is None else f"Sequence[{item} | dict[str, Any]]"


def _docstring(operation: Operation) -> Iterator[str]:
    first, *rest = operation.text.split("\n")
    described = [each for each in operation.in_query if each.text and each.name != "size"]
    yield f'        r"""{first}'
    yield from (f"        {line}".rstrip() for line in rest)
    if described:
        yield ""
        yield "        Parameters:"
        yield from (f"            {_argument(each)}: {each.text}" for each in described)
    yield '        """'
