"""The operations of the published documents as methods of groups, such as `client.invitations.create(…)`."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from tools.clients.documents import answers, body_of, is_page, operations_of, referenced

Schema: TypeAlias = Mapping[str, Any]

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


@dataclass(frozen=True)
class Parameter:
    """One argument of a method."""

    name: str
    """As the API has it."""
    schema: Schema
    is_required: bool
    is_in_path: bool
    text: str


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
    body: Schema | None
    has_optional_body: bool
    answer: Schema | None
    """Of the answer, or of the items of its list. None for an answer without a body."""
    is_list: bool
    has_key: bool

    @property
    def in_path(self) -> list[Parameter]:
        return [each for each in self.parameters if each.is_in_path]

    @property
    def in_query(self) -> list[Parameter]:
        """The parameters of the query, required ones first."""
        return sorted((each for each in self.parameters if not each.is_in_path), key=lambda each: not each.is_required)


def schemas_of(published: Sequence[Mapping[str, Any]]) -> dict[str, Schema]:
    """The schemas of all documents. Those with the same name are the same."""
    return {name: schema for document in published for name, schema in document["components"]["schemas"].items()}


def groups_of(published: Sequence[Mapping[str, Any]]) -> dict[str, list[Operation]]:
    """The operations of each group. Where the short name of two is the same, the one for many has its long name."""
    by_group: defaultdict[str, list[Operation]] = defaultdict(list)
    for document in published:
        for operation in _operations(document):
            by_group[operation.group].append(operation)
    for group, members in by_group.items():
        counts = Counter(each.name for each in members)
        same = [each for each in members if counts[each.name] > 1]
        long = [each for each in same if group in each.id] or same
        by_group[group] = [replace(each, name=each.id) if each in long else each for each in members]
    return dict(sorted(by_group.items()))


def class_name(group: str) -> str:
    return "".join(part.capitalize() for part in group.split("_"))


def _operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    schemas = document["components"]["schemas"]
    for operation in operations_of(document):
        tag = operation["tags"][0]
        group = _GROUPS.get(tag, _snake(tag))
        given = [each for each in operation.get("parameters", []) if each["in"] in ("path", "query")]
        answer, is_list = _answer(operation, schemas)
        yield Operation(
            id=operation["operationId"],
            group=group,
            name=_name(operation["operationId"], group),
            method=operation["method"],
            path=operation["path"],
            text=_text(operation),
            parameters=[_parameter(each) for each in given if not (is_list and each["name"] == _CURSOR)],
            body=body_of(operation),
            has_optional_body=not operation.get("requestBody", {}).get("required", False),
            answer=answer,
            is_list=is_list,
            has_key=any(each["name"] == _KEY for each in operation.get("parameters", [])),
        )


def _answer(operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> tuple[Schema | None, bool]:
    found = next((schema for schema in answers(operation).values() if schema is not None), None)
    page = schemas.get(referenced(found) or "", {})
    return (page["properties"]["items"]["items"], True) if is_page(page) else (found, False)


def _parameter(parameter: Mapping[str, Any]) -> Parameter:
    return Parameter(
        name=parameter["name"],
        schema=parameter["schema"],
        is_required=parameter.get("required", False),
        is_in_path=parameter["in"] == "path",
        text=" ".join(parameter.get("description", "").split()),
    )


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


def _snake(tag: str) -> str:
    return re.sub(r"\W+", "_", tag).lower()
