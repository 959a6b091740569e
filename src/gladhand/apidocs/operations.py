"""An OpenAPI document as the pages show it: groups of operations with parameters, bodies and answers."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gladhand.apidocs.examples import Examples, curl
from gladhand.apidocs.fields import FieldRow, Models, Schema, model_name

_JSON = "application/json"
# FastAPI's name for the model of a page.
_PAGE = re.compile(r"^[A-Za-z]+Page_(\w+)_$")


@dataclass(frozen=True)
class RequestBody:
    about: str
    required: bool
    fields: Sequence[FieldRow]


@dataclass(frozen=True)
class ResponseShape:
    """One shape of answer, and the statuses that use it."""

    statuses: Sequence[tuple[str, str]]
    kind: str
    about: str
    fields: Sequence[FieldRow]
    example: str

    @property
    def example_status(self) -> str:
        """The status of the example: 201 if there is one, else the first."""
        found = [status for status, _ in self.statuses]
        return "201" if "201" in found else found[0]


@dataclass(frozen=True)
class OperationPage:
    id: str
    method: str
    path: str
    summary: str
    about: str
    scopes: Sequence[str]
    needs_token: bool
    parameters: Mapping[str, Sequence[FieldRow]]
    body: RequestBody | None
    answers: Sequence[ResponseShape]
    errors: Sequence[tuple[str, str]]
    curl: str


@dataclass(frozen=True)
class OperationGroup:
    name: str
    about: str
    operations: Sequence[OperationPage]


def groups(document: Mapping[str, Any], url: str) -> list[OperationGroup]:
    """The operations by tag, in the order of the document's tags."""
    reader = _DocumentReader(document, url)
    found = [
        (operation.get("tags", [""])[0], reader.operation(method, path, operation))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    about = {tag["name"]: tag.get("description", "") for tag in document.get("tags", ())}
    names = dict.fromkeys([*about, *(tag for tag, _ in found)])
    made = [OperationGroup(name, about.get(name, ""), [each for tag, each in found if tag == name]) for name in names]
    return [group for group in made if group.operations]


class _DocumentReader:
    def __init__(self, document: Mapping[str, Any], url: str) -> None:
        self._models = Models(document.get("components", {}).get("schemas", {}))
        self._examples = Examples(self._models)
        self._url = url

    def operation(self, method: str, path: str, operation: Mapping[str, Any]) -> OperationPage:
        security = operation.get("security", ())
        parameters = operation.get("parameters", ())
        schema = _schema(operation.get("requestBody", {}))
        answers, errors = self._responses(operation["responses"])
        return OperationPage(
            id=operation["operationId"],
            method=method.upper(),
            path=path,
            summary=operation["summary"],
            about=operation.get("description", ""),
            scopes=sorted({scope for each in security for scopes in each.values() for scope in scopes}),
            needs_token=bool(security),
            parameters={
                location: [self._parameter(each) for each in parameters if each["in"] == location]
                for location in ("path", "query", "header")
            },
            body=self._body(operation["requestBody"], schema) if schema is not None else None,
            answers=answers,
            errors=errors,
            curl=curl(
                self._url,
                method.upper(),
                path,
                query=[each["name"] for each in parameters if each["in"] == "query"],
                signed=bool(security),
                body=self._examples.body(operation["operationId"], schema) if schema is not None else None,
            ),
        )

    def _parameter(self, parameter: Mapping[str, Any]) -> FieldRow:
        schema = {**parameter["schema"], "description": parameter.get("description", "")}
        found = self._models.field(parameter["name"], schema, required=parameter.get("required", False))
        # Only a body can contain null.
        return replace(found, nullable=False)

    def _body(self, request: Mapping[str, Any], schema: Schema) -> RequestBody:
        option = self._models.options(schema)[0][0]
        return RequestBody(option.get("description", ""), request.get("required", False), self._models.fields(option))

    def _responses(self, responses: Mapping[str, Any]) -> tuple[list[ResponseShape], list[tuple[str, str]]]:
        """Successful answers, grouped by shape, and errors."""
        expected = {json.dumps(_schema(each)) for status, each in responses.items() if status.startswith("2")}
        shapes: dict[str, list[tuple[str, str]]] = {}
        errors = []
        for status, response in responses.items():
            shape = json.dumps(_schema(response))
            if shape in expected:
                shapes.setdefault(shape, []).append((status, response["description"]))
            else:
                errors.append((status, response["description"]))
        return [self._answer(statuses, json.loads(shape)) for shape, statuses in shapes.items()], errors

    def _answer(self, statuses: Sequence[tuple[str, str]], schema: Schema | None) -> ResponseShape:
        if schema is None:
            return ResponseShape(statuses, "", "", (), "")
        whole = self._models.field("answer", schema, required=True)
        fields = whole.parts or next((form.parts for form in whole.forms), ())
        example = json.dumps(self._examples.value("answer", schema), indent=2, ensure_ascii=False)
        return ResponseShape(statuses, _named(schema, whole.kind), whole.about, fields, example)


def _named(schema: Schema, kind: str) -> str:
    """`InvitationRead`, `list of TspRead`, or a general word where there is no single model."""
    options: Iterable[Schema] = schema.get("anyOf", [schema])
    names = []
    for each in options:
        held = model_name(each.get("items", {}))
        name = f"list of {held}" if held else model_name(each) or kind
        names.append(_PAGE.sub(r"page of \1", name))
    return " or ".join(names)


def _schema(content: Mapping[str, Any]) -> Schema | None:
    found: Schema | None = content.get("content", {}).get(_JSON, {}).get("schema")
    return found
