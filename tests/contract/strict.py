"""A strict client of the contract: it refuses every key beyond the contract, as clients generated in Go do."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator
from tests.conftest import Api
from tests.contract.facts import Json

_FOLDER = Path(__file__).parent / "published"
_SHOWN = 300


def faults(service: str, method: str, path: str, status: int, body: Any) -> list[str]:
    """Everything that a strict client refuses in an answer: keys that it does not know, and values that do not fit."""
    unfit = _validator(service, _nameless(path), method.lower(), status).iter_errors(body)
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
    document = _document(service)
    answer = document["paths"][path][method]["responses"][str(status)]
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return Draft202012Validator({**schema, "components": document["components"]}, validate_formats=True)


def unknown_keys(service: str, method: str, path: str, status: int, body: Any) -> list[str]:
    """The keys of an answer that the contract does not have; `path` is a template."""
    document = _document(service)
    answer = document["paths"][_nameless(path)][method.lower()]["responses"][str(status)]
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return list(_unknown(document["components"]["schemas"], schema, body, ""))


@cache
def _document(service: str) -> Json:
    loaded: Json = json.loads((_FOLDER / f"{service}.json").read_text())
    return loaded | {"paths": {_nameless(path): item for path, item in loaded["paths"].items()}}


def _nameless(path: str) -> str:
    """The template without the names of its parameters, which are nobody's promise."""
    return re.sub(r"\{\w+\}", "{}", path)


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
