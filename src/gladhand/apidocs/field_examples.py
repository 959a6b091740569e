"""Examples of every field, parameter and error of a published document. What a model declares itself comes first."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from functools import cache
from importlib.resources import files
from typing import Any

from gladhand.apidocs.fields import Models, Schema

_BY_FORMAT = {
    "uuid": "0193a1c2-7b54-7c21-9d0e-4f6a8b2c1d3e",
    "date-time": "2026-03-02T09:30:00Z",
    "date": "2028-05-31",
    "uri": "https://acme.example/",
    "email": "office@blueridge.example",
    "phone": "+15125550100",
}
_BY_TYPE: Mapping[str, Any] = {"integer": 12, "number": 12.5, "boolean": True, "string": "text", "null": None}
# Numbers go by the unit in their name.
_BY_UNIT = {"_seconds": 3600, "_minutes": 30, "_hours": 11, "_days": 8, "_km": 184.2, "_percent": 62.5}
_DEEPEST = 4

_FAULT = {"path": "body.fleet_ref", "input": "", "message": "must not be empty", "error_type": "value_error"}
_DETAILS: Mapping[int, Any] = {
    400: "The cursor is not one of this list. Leave it out to begin at the first page.",
    401: "The bearer token has been revoked.",
    403: "Only partners may send this request.",
    404: "There is no such connection.",
    405: None,
    406: "The server answers in JSON.",
    409: "The connection is not active.",
    422: [_FAULT],
    429: {"retry_after_seconds": 2, "message": "Slow down and try again."},
    501: "The provider cannot do this.",
    504: "The provider did not answer in time. Nothing was stored.",
}


def add_examples(openapi: dict[str, Any]) -> None:
    """Give each property, parameter and error of the document an example. Changes the document."""
    schemas = openapi["components"]["schemas"]
    made = FieldExamples(Models(schemas))
    for model in schemas.values():
        for name, schema in model.get("properties", {}).items():
            schema.setdefault("examples", [made.value(name, schema)])
    for item in openapi["paths"].values():
        for operation in item.values():
            for parameter in operation.get("parameters", ()):
                schema = parameter["schema"]
                schema.setdefault("examples", [made.value(parameter["name"], schema)])
            for status, response in operation["responses"].items():
                if status >= "4":
                    _add_error(openapi, made, int(status), response)
                else:
                    _add_inline(made, response)


def _add_inline(made: "FieldExamples", response: dict[str, Any]) -> None:
    """Add examples to schemas that stand in an answer itself. Each is copied, since operations share them."""
    for content in response.get("content", {}).values():
        if "properties" in content.get("schema", {}):
            content["schema"] = deepcopy(content["schema"])
            for name, schema in _properties(content["schema"]):
                schema.setdefault("examples", [made.value(name, schema)])


def _properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property of a schema, the innermost first."""
    below = [schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", ())]
    for each in below:
        if isinstance(each, dict):
            yield from _properties(each)
    for name, inner in schema.get("properties", {}).items():
        yield from _properties(inner)
        yield name, inner


def _add_error(openapi: dict[str, Any], made: "FieldExamples", status: int, response: dict[str, Any]) -> None:
    for content in response.get("content", {}).values():
        name = content["schema"]["$ref"].rpartition("/")[2]
        shown = openapi["components"].setdefault("examples", {})
        if name not in shown:
            value = made.value("", content["schema"])
            if status in _DETAILS:
                value |= {"code": status, "detail": _DETAILS[status]}
            shown[name] = {"value": value}
        content["examples"] = {name: {"$ref": f"#/components/examples/{name}"}}


class FieldExamples:
    """Makes values that fit schemas. Fields with a name of `empty` are null where they may be."""

    def __init__(self, models: Models, *, empty: Collection[str] = ()) -> None:
        self._models, self._empty = models, empty

    def value(self, name: str, schema: Schema, depth: int = 0) -> Any:
        """A value that fits the schema."""
        schema = self._models.followed(schema)
        if schema.get("examples"):
            return schema["examples"][0]
        options, nullable = self._models.options(schema)
        if nullable and name in self._empty:
            return None
        known = _values().get(name)
        for candidate in known if isinstance(known, list) else [known]:
            for option in options:
                if candidate is not None and _takes(option, candidate):
                    return candidate
        return self._built(name, options[0] if options else {}, depth)

    def _built(self, name: str, schema: Schema, depth: int) -> Any:
        given = [*schema.get("examples", ()), *schema.get("enum", ())]
        if "const" in schema or given:
            return schema.get("const", *given[:1])
        kind = schema.get("type", "string")
        if schema.get("anyOf"):
            made = self.value(name, schema, depth)
        elif kind == "object":
            made = self._object(schema, depth)
        elif kind == "array":
            one = self.value(name.removesuffix("s"), schema.get("items", {}), depth + 1)
            made = [one] * max(schema.get("minItems", 1), 1)
        elif kind in ("integer", "number"):
            made = _number(name, schema)
        else:
            made = schema.get("default") or _BY_FORMAT.get(schema.get("format", ""), _BY_TYPE[kind])
        return made

    def _object(self, schema: Schema, depth: int) -> dict[str, Any]:
        if isinstance(values := schema.get("additionalProperties"), Mapping) and "properties" not in schema:
            keys = self._models.followed(schema.get("propertyNames", {})).get("enum", ["key"])
            return {keys[0]: self.value("", values, depth + 1)}
        required = schema.get("required", ())
        return {
            key: self.value(key, inner, depth + 1)
            for key, inner in schema.get("properties", {}).items()
            if key in required or depth < _DEEPEST
        }


def _number(name: str, schema: Schema) -> Any:
    usual = next((value for unit, value in _BY_UNIT.items() if name.endswith(unit)), _BY_TYPE[schema["type"]])
    least, most = schema.get("minimum", usual), schema.get("maximum", usual)
    value = schema.get("default") or min(max(usual, least), most)
    return int(value) if schema["type"] == "integer" else value


def _takes(schema: Schema, value: Any) -> bool:
    """Whether a known value is of the schema's kind; a name may mean different things in different models."""
    if schema.get("enum"):
        return value in schema["enum"]
    kinds: Mapping[str, Any] = {
        "string": str,
        "boolean": bool,
        "integer": int,
        "number": (int, float),
        "object": dict,
        "array": list,
    }
    kind = kinds.get(schema.get("type", ""))
    if kind is None or not isinstance(value, kind):
        return False
    if schema.get("properties"):
        return set(schema.get("required", ())) <= set(value) <= set(schema["properties"])
    form = schema.get("format")
    return form in (None, "uri", "email", "phone", "date") or (form == "uuid" and "-" in str(value))


@cache
def _values() -> Mapping[str, Any]:
    """By name of the field."""
    return tomllib.loads(files(__package__).joinpath("example_values.toml").read_text())
