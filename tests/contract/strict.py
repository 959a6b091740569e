"""A strict client of the contract: it refuses every key beyond the contract, as clients generated in Go do."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tests.contract.facts import Json

_FOLDER = Path(__file__).parent / "published"


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
