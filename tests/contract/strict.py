"""A strict client of the contract: it refuses every key beyond the contract, as clients generated in Go do."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from jsonschema_rs import Draft202012Validator
from tests.conftest import Api
from tests.contract.calls import Call, CallAnswer, endpoints, nameless
from tests.contract.documents import contract_document
from tests.contract.facts import Json

_SHOWN = 300


class StrictClient:
    """Sends what it is told, and decodes every answer by the contract."""

    def __init__(self, api: Api, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        self._api = api
        self._headers = headers

    async def ask(self, call: Call) -> CallAnswer:
        endpoint, path = call.endpoint, call.endpoint.path
        for name, value in zip(endpoint.parameters, call.ids, strict=True):
            path = path.replace(f"{{{name}}}", value)
        query = {name: str(value).lower() if isinstance(value, bool) else value for name, value in call.query.items()}
        api = self._api.with_token(call.token)
        answer = await api.request(endpoint.method, path, json=call.body, params=query, headers=dict(self._headers))
        where = f"{endpoint.operation_id} {answer.status}"
        found = faults(endpoint.service, endpoint.method, endpoint.path, answer.status, answer.body)
        assert (where, found) == (where, [])
        return CallAnswer(answer.status, None if answer.body == "" else answer.body)


def faults(service: str, method: str, path: str, status: int, body: Any) -> list[str]:
    """Everything that a strict client refuses in an answer: keys that it does not know, and values that do not fit."""
    unfit = _validator(service, nameless(path), method.lower(), status).iter_errors(body)
    return [
        *unknown_keys(service, method, path, status, body),
        *(f"{'.'.join(map(str, each.instance_path))}: {each.message}"[:_SHOWN] for each in unfit),
    ]


async def require_strict_list(api: Api, template: str, query: str = "", **ids: Any) -> None:
    """Raises `AssertionError` unless a client that asks for no extensions decodes this list, which is not empty."""
    answer = await api.get(template.format(**ids) + query, headers={"Gladhand-Extensions": "false"})
    assert answer.body["items"], answer.body
    assert faults(template.split("/")[2], "get", template, answer.status, answer.body) == []


@cache
def _validator(service: str, path: str, method: str, status: int) -> Draft202012Validator:
    schema = _schema(service, path, method, status)
    components = contract_document(service)["components"]
    return Draft202012Validator({**schema, "components": components}, validate_formats=True)


def unknown_keys(service: str, method: str, path: str, status: int, body: Any) -> list[str]:
    """The keys of an answer that the contract does not have; `path` is a template."""
    schema = _schema(service, nameless(path), method.lower(), status)
    return list(_unknown(contract_document(service)["components"]["schemas"], schema, body, ""))


def _schema(service: str, path: str, method: str, status: int) -> Json:
    """The schema of an answer's body; one that allows everything where there is no body."""
    answer = endpoints()[(method.upper(), path)].spec["responses"][str(status)]
    if reference := answer.get("$ref"):
        answer = contract_document(service)["components"]["responses"][reference.rpartition("/")[2]]
    schema: Json = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return schema


def _unknown(schemas: Json, schema: Any, value: Any, place: str) -> Iterator[str]:
    options = list(_options(schemas, schema))
    if isinstance(value, list):
        items = [option["items"] for option in options if option.get("items")]
        for index, each in enumerate(value if items else []):
            yield from _unknown(schemas, items[0], each, f"{place}[{index}]")
    elif isinstance(value, dict):
        objects = [option for option in options if option.get("properties")]
        if not objects:
            return
        # Of several kinds of objects, a decoder takes the one that fits best.
        best = min(objects, key=lambda option: len(value.keys() - option["properties"].keys()))
        for name, below in value.items():
            spot = f"{place}.{name}".lstrip(".")
            if name not in best["properties"]:
                yield spot
            else:
                yield from _unknown(schemas, best["properties"][name], below, spot)


def _options(schemas: Json, schema: Any) -> Iterator[Json]:
    """The alternatives of a schema, without references."""
    if reference := schema.get("$ref"):
        yield from _options(schemas, schemas[reference.rpartition("/")[2]])
        return
    inner = [each for word in ("anyOf", "oneOf", "allOf") for each in schema.get(word, ())]
    if not inner:
        yield schema
    for each in inner:
        yield from _options(schemas, each)
