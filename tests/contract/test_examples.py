"""The published documents show every field, every parameter and every error by an example that fits its schema."""

from collections.abc import Iterator

import pytest
from jsonschema_rs import Draft202012Validator
from tests.contract.documents import SERVICES, document
from tests.contract.facts import Json


@pytest.mark.parametrize("service", SERVICES)
def test_every_field_and_parameter_has_an_example_that_fits(service: str) -> None:
    shown = dict(fields(document(service)))
    assert len(shown) > 100
    assert [place for place, schema in shown.items() if not schema.get("examples")] == []
    examples = {place: schema["examples"] for place, schema in shown.items()}
    assert faults(service, {place: {"items": schema} for place, schema in shown.items()}, examples) == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_error_has_an_example_that_fits(service: str) -> None:
    shown = dict(errors(document(service)))
    assert [place for place, content in shown.items() if not content.get("examples")] == []
    examples = document(service)["components"]["examples"]
    names = {place: content["examples"].keys() for place, content in shown.items()}
    values = {place: [examples[name]["value"] for name in of] for place, of in names.items()}
    assert faults(service, {place: {"items": content["schema"]} for place, content in shown.items()}, values) == []


def faults(service: str, schemas: Json, values: Json) -> list[str]:
    """What does not fit, of all places in one go: a validator takes its time to be made."""
    whole = {"properties": schemas, "components": document(service)["components"]}
    found = Draft202012Validator(whole, validate_formats=True).iter_errors(values)
    return [f"{list(each.instance_path)}: {each.message}"[:300] for each in found]


def errors(openapi: Json) -> Iterator[tuple[str, Json]]:
    """The body of each error that an operation announces."""
    for path, item in openapi["paths"].items():
        for method, operation in item.items():
            for status, response in operation["responses"].items():
                if status >= "4":
                    yield f"{method} {path} {status}", response["content"]["application/json"]


def fields(openapi: Json) -> Iterator[tuple[str, Json]]:
    """Those of the components, those of schemas that stand in a body itself, and parameters."""
    for name, schema in openapi["components"]["schemas"].items():
        yield from _inside(name, schema)
    for path, item in openapi["paths"].items():
        for method, operation in item.items():
            for parameter in operation.get("parameters", ()):
                yield f"{method} {path} {parameter['name']}", parameter["schema"]
            for place, body in {"request": operation.get("requestBody", {}), **operation["responses"]}.items():
                for media_type, content in body.get("content", {}).items():
                    yield from _inside(f"{method} {path} {place} {media_type} ", content.get("schema", {}))


def _inside(place: str, schema: Json) -> Iterator[tuple[str, Json]]:
    for field, inner in schema.get("properties", {}).items():
        yield f"{place}.{field}", inner
        yield from _inside(f"{place}.{field}", inner)
    for number, option in enumerate(
        [schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", ())]
    ):
        if isinstance(option, dict):
            yield from _inside(f"{place}[{number}]", option)
