"""The file of requests that editors send: those of JetBrains, and VS Code with an extension."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gladhand.apidocs.examples import Examples
from gladhand.apidocs.fields import Models

_HEAD = """# Written by `make client`; changes made here are lost.
# Fill in the variables, send the first request, and then any other.
@url = http://127.0.0.1:8080
@client_id =
@client_secret =
@token = {{sign_in.response.body.access_token}}

### Get a token
# @name sign_in
POST {{url}}/realms/catena/protocol/openid-connect/token
Content-Type: application/x-www-form-urlencoded

grant_type=client_credentials&client_id={{client_id}}&client_secret={{client_secret}}
"""


def requests_file(published: Sequence[Mapping[str, Any]]) -> str:
    """The text of `gladhand.http`: how to get a token, and a request for each operation."""
    return _HEAD + "".join(text for described in published for text in _requests(described))


def _requests(described: Mapping[str, Any]) -> Iterator[str]:
    models = Models(described["components"]["schemas"])
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            yield "\n" + "\n".join(_request(method, path, operation, models)) + "\n"


def _request(method: str, path: str, operation: Mapping[str, Any], models: Models) -> Iterator[str]:
    needed = [
        each["name"] for each in operation.get("parameters", ()) if each["in"] == "query" and each.get("required")
    ]
    query = "?" + "&".join(f"{name}={{{{{name}}}}}" for name in needed) if needed else ""
    variables = path.replace("{", "{{").replace("}", "}}")
    yield f"### {operation['summary']}"
    yield f"{method.upper()} {{{{url}}}}{variables}{query}"
    if operation.get("security"):
        yield "Authorization: Bearer {{token}}"
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        yield "Content-Type: application/json"
        yield ""
        schema = _sent(content["application/json"]["schema"])
        body = Examples(models).body(operation["operationId"], schema) or _first_field(schema, models)
        yield json.dumps(body, indent=2, ensure_ascii=False)


def _sent(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of a body that may be left out: what it is if it is sent."""
    sent: list[Mapping[str, Any]] = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    return sent[0] if len(sent) == 1 else schema


def _first_field(schema: Mapping[str, Any], models: Models) -> dict[str, Any]:
    """Of a body in which nothing is required."""
    name, field = next(iter(models.followed(schema)["properties"].items()))
    return {name: Examples(models).value(name, field)}
