"""The classes with one method for each operation, such as `client.invitations.create(…)`."""

import keyword
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tools.python_client.documents import answers, body_of, is_page, operations_of, referenced

#: Groups whose name is not simply that of the documents' tag.
_GROUPS = {
    "telematics providers": "tsps",
    "external providers": "external_tsps",
    "webhook subscriptions": "webhooks",
    "reference lists": "reference",
    "capabilities": "integrations",
    "dvir-logs/defects": "dvir_logs",
    "hos-events/attachments": "hos_events",
}
#: Words by which operations name the objects of a group, where they differ from the group's name.
_NOUNS = {
    "webhooks": ("webhook_subscriptions", "webhook_subscription"),
    "external_tsps": ("ext_tsps",),
    "analytics": ("analytics",),
}
_IRREGULAR = {"statuses": "status", "availabilities": "availability", "summaries": "summary"}
_CURSOR, _KEY = "cursor", "Idempotency-Key"
_TYPES = {"integer": "int", "number": "float", "boolean": "bool", "object": "dict[str, Any]", "null": "None"}
_FORMATS = {"uuid": "UUID | str", "date-time": "datetime", "date": "date"}


@dataclass(frozen=True)
class Parameter:
    """One argument of a method."""

    name: str
    """As the API has it."""
    type: str
    is_required: bool
    is_in_path: bool
    text: str

    @property
    def argument(self) -> str:
        return f"{self.name}_" if keyword.iskeyword(self.name) else self.name


@dataclass(frozen=True)
class Operation:
    """One method."""

    id: str
    group: str
    name: str
    method: str
    path: str
    text: str
    parameters: Sequence[Parameter]
    body: str | None
    has_optional_body: bool
    answer: str
    """The type of the answer, or of the items of its list."""
    is_list: bool
    has_key: bool


def groups_module(published: Sequence[Mapping[str, Any]], *, is_async: bool) -> str:
    """The text of `gladhand_client.groups` or `gladhand_client.async_groups`."""
    groups = _by_group([operation for document in published for operation in _operations(document)])
    client, pages = ("AsyncClient", "AsyncPages") if is_async else ("Client", "Pages")
    way = "for asyncio" if is_async else "synchronously"
    lines = [
        f'"""The operations of the API, {way}. Generated from its OpenAPI documents by `make client`."""',
        "",
        "from __future__ import annotations",
        "",
        "from collections.abc import Sequence",
        "from datetime import date, datetime",
        "from typing import TYPE_CHECKING, Any",
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
        *_adapters(operation for operations in groups.values() for operation in operations),
    ]
    for group, operations in groups.items():
        lines += ["", "", f"class {_class(group)}:", f'    """Operations of `client.{group}`."""', ""]
        lines += [f"    def __init__(self, client: {client}) -> None:", "        self._client = client"]
        for operation in operations:
            lines += ["", *_method(operation, pages, is_async=is_async)]
    lines += ["", "", "class Groups:", '    """The operations, by what they are about."""', ""]
    lines += [f"    def __init__(self, client: {client}) -> None:"]
    lines += [f"        self.{group} = {_class(group)}(client)" for group in groups]
    return "\n".join(lines) + "\n"


def _by_group(operations: Sequence[Operation]) -> dict[str, list[Operation]]:
    """The operations of each group. Where the short name of two is the same, the one for many has its long name."""
    by_group: defaultdict[str, list[Operation]] = defaultdict(list)
    for operation in operations:
        by_group[operation.group].append(operation)
    for group, members in by_group.items():
        counts = Counter(each.name for each in members)
        same = [each for each in members if counts[each.name] > 1]
        long = [each for each in same if group in each.id] or same
        by_group[group] = [replace(each, name=each.id) if each in long else each for each in members]
    return dict(sorted(by_group.items()))


def _operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    schemas = document["components"]["schemas"]
    for operation in operations_of(document):
        tag = operation["tags"][0]
        group = _GROUPS.get(tag, _snake(tag))
        given = [each for each in operation.get("parameters", []) if each["in"] in ("path", "query")]
        answer, is_list = _answer(operation, schemas)
        body = body_of(operation)
        yield Operation(
            id=operation["operationId"],
            group=group,
            name=_name(operation["operationId"], group),
            method=operation["method"],
            path=operation["path"],
            text=_text(operation),
            parameters=[_parameter(each, schemas) for each in given if not (is_list and each["name"] == _CURSOR)],
            body=None if body is None else _type(body, schemas),
            has_optional_body=not operation.get("requestBody", {}).get("required", False),
            answer=answer,
            is_list=is_list,
            has_key=any(each["name"] == _KEY for each in operation.get("parameters", [])),
        )


def _answer(operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> tuple[str, bool]:
    found = [schema for schema in answers(operation).values() if schema is not None]
    if not found:
        return "None", False
    page = schemas.get(referenced(found[0]) or "", {})
    if is_page(page):
        return _type(page["properties"]["items"]["items"], schemas), True
    return _type(found[0], schemas, is_answer=True), False


def _parameter(parameter: Mapping[str, Any], schemas: Mapping[str, Any]) -> Parameter:
    kind, name = _type(parameter["schema"], schemas), parameter["name"]
    return Parameter(
        name=name,
        # Some ids are documented as texts.
        type="UUID | str" if kind == "str" and name.endswith("_id") else kind,
        is_required=parameter.get("required", False),
        is_in_path=parameter["in"] == "path",
        text=" ".join(parameter.get("description", "").split()),
    )


def _type(schema: Mapping[str, Any], schemas: Mapping[str, Any], *, is_answer: bool = False) -> str:
    name = referenced(schema)
    if name is not None:
        return f"models.{name}" if is_answer or "enum" not in schemas[name] else f"models.{name} | str"
    if "anyOf" in schema:
        kinds = [_type(each, schemas, is_answer=is_answer) for each in schema["anyOf"]]
        # A parameter that may be null is one that may be left out.
        return " | ".join(dict.fromkeys(kind for kind in kinds if is_answer or kind != "None"))
    if schema.get("type") == "array":
        item = _type(schema["items"], schemas, is_answer=is_answer)
        return f"List[{item}]" if is_answer else f"Sequence[{item}]"
    if schema.get("type") == "string":
        kind = _FORMATS.get(schema.get("format", ""), "str")
        return kind.removesuffix(" | str") if is_answer else kind
    return _TYPES.get(schema.get("type", ""), "Any")


def _adapters(operations: Iterator[Operation]) -> list[str]:
    """One parser for each type of answer."""
    kinds = {each.answer: "object" if each.answer == "None" else each.answer for each in operations}
    return [f"{_adapter(answer)} = TypeAdapter[{kind}]({kind})" for answer, kind in sorted(kinds.items())]


def _adapter(kind: str) -> str:
    return "_" + re.sub(r"\W+", "_", kind.replace("models.", "")).strip("_").upper()


def _method(operation: Operation, pages: str, *, is_async: bool) -> Iterator[str]:
    in_path = [each for each in operation.parameters if each.is_in_path]
    in_query = sorted((each for each in operation.parameters if not each.is_in_path), key=lambda p: not p.is_required)
    arguments = ["self", *(f"{each.argument}: {each.type}" for each in in_path)]
    if operation.body is not None:
        optional = " | None = None" if operation.has_optional_body else ""
        arguments.append(f"body: {_body_type(operation.body)}{optional}")
    named = [
        f"{each.argument}: {each.type}" if each.is_required else f"{each.argument}: {each.type} | None = None"
        for each in in_query
    ]
    if operation.is_list:
        named.append("cursor: str | None = None")
    if operation.has_key:
        named.append("idempotency_key: str | None = None")
    if named:
        arguments += ["*", *named]
    answer = f"{pages}[{operation.answer}]" if operation.is_list else operation.answer
    prefix = "async " if is_async and not operation.is_list else ""
    yield f"    {prefix}def {operation.name}({', '.join(arguments)}) -> {answer}:"
    yield from _docstring(operation, in_query)
    path = f"{'f' if in_path else ''}{operation.path!r}"
    yield f"        call = Call({operation.method!r}, {path}{_rest(operation, in_query)})"
    run = "pages" if operation.is_list else "call"
    awaited = "await " if prefix else ""
    returned = "" if operation.answer == "None" and not operation.is_list else "return "
    yield f"        {returned}{awaited}self._client.{run}(call, {_adapter(operation.answer)})"


def _rest(operation: Operation, in_query: Sequence[Parameter]) -> str:
    """The further arguments of the `Call`."""
    query = [f"{each.name!r}: {each.argument}" for each in in_query]
    if operation.is_list:
        query.append("'cursor': cursor")
    rest = f", query={{{', '.join(query)}}}" if query else ""
    if operation.body is not None:
        item = _item(operation.body)
        made = f"{operation.body}.of(body)" if item is None else f"[{item}.of(each) for each in body]"
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


def _docstring(operation: Operation, in_query: Sequence[Parameter]) -> Iterator[str]:
    first, *rest = operation.text.split("\n")
    described = [each for each in in_query if each.text and each.name != "size"]
    yield f'        r"""{first}'
    yield from (f"        {line}".rstrip() for line in rest)
    if described:
        yield ""
        yield "        Parameters:"
        yield from (f"            {each.argument}: {each.text}" for each in described)
    yield '        """'


def _text(operation: Mapping[str, Any]) -> str:
    summary = operation["summary"].rstrip(".") + "."
    described = operation.get("description", "").strip()
    return f"{summary}\n\n{described}" if described else summary


def _name(operation_id: str, group: str) -> str:
    """The name of the operation without the noun of its group."""
    singular = _singular(group)
    nouns = (*_NOUNS.get(group, ()), group, singular)
    verb, _, rest = operation_id.partition("_")
    for noun in nouns:
        if rest == noun:
            return verb
        if rest.startswith(f"{noun}_"):
            return f"{verb}_{rest.removeprefix(f'{noun}_')}"
    return operation_id


def _singular(group: str) -> str:
    head, _, last = group.rpartition("_")
    last = _IRREGULAR.get(last, last.removesuffix("s"))
    return f"{head}_{last}" if head else last


def _class(group: str) -> str:
    return "".join(part.capitalize() for part in group.split("_"))


def _snake(tag: str) -> str:
    return re.sub(r"\W+", "_", tag).lower()
