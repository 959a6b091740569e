"""A request for each operation of the published documents, with the body of its example."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tools.clients.documents import body_of, operations_of

from gladhand.apidocs.examples import Examples
from gladhand.apidocs.fields import Models

SIGN_IN_PATH = "/realms/catena/protocol/openid-connect/token"
BASE_URL = "http://127.0.0.1:8080"


@dataclass(frozen=True)
class ExampleRequest:
    summary: str
    tag: str
    method: str
    path: str
    """With `{name}` for each variable."""
    parameters: Sequence[Mapping[str, Any]]
    """As the document has them: of path, query and header."""
    is_signed: bool
    body: Any
    """None where the operation has no body."""

    def parameters_in(self, place: str) -> list[Mapping[str, Any]]:
        """Those of `path`, `query` or `header`."""
        return [each for each in self.parameters if each["in"] == place]


def example_requests(published: Sequence[Mapping[str, Any]]) -> Iterator[ExampleRequest]:
    for described in published:
        models = Models(described["components"]["schemas"])
        for operation in operations_of(described):
            yield ExampleRequest(
                summary=operation["summary"],
                tag=operation["tags"][0],
                method=operation["method"],
                path=operation["path"],
                parameters=operation.get("parameters", ()),
                is_signed=bool(operation.get("security")),
                body=_body(operation, models),
            )


def _body(operation: Mapping[str, Any], models: Models) -> Any:
    if (given := body_of(operation)) is None:
        return None
    schema = _sent(given)
    return Examples(models).body(operation["operationId"], schema) or _first_field(schema, models)


def _sent(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of a body that may be left out: what it is if it is sent."""
    sent: list[Mapping[str, Any]] = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    return sent[0] if len(sent) == 1 else schema


def _first_field(schema: Mapping[str, Any], models: Models) -> dict[str, Any]:
    """Of a body in which nothing is required."""
    name, field = next(iter(models.followed(schema)["properties"].items()))
    return {name: Examples(models).value(name, field)}
