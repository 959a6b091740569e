"""Holds every answer that a test gets against the schema that the server publishes for it."""

import json
import re
from functools import cache
from typing import Any

from jsonschema_rs import Draft202012Validator
from tests.fakes import oauth_providers

from gladhand.apidocs import documents
from gladhand.apidocs.services import SERVICES
from gladhand.app import routed
from gladhand.resources.in_house import InHouseSources

# What any request may meet; the contract names neither.
_ANYWHERE = {413, 503}
_SHOWN = 300


def judge(method: str, path: str, status: int, content_type: str, body: Any) -> None:
    """Raises `AssertionError` when the answer is not one that our documents announce."""
    found = _operation(method, path.partition("?")[0])
    if found is None or status in _ANYWHERE:
        return
    service, template = found
    where = f"{method} {path} answered {status}"
    content_type = content_type.partition(";")[0]
    answer = _document(service)["paths"][template][method.lower()]["responses"].get(str(status))
    assert answer is not None, f"{where}, which is not announced: {str(body)[:_SHOWN]}"
    if "content" not in answer:
        assert body == "", f"{where} with a body: {str(body)[:_SHOWN]}"
        return
    assert content_type in answer["content"], f"{where} as {content_type}"
    fault = next(_validator(service, template, method.lower(), str(status), content_type).iter_errors(body), None)
    assert fault is None, f"{where}; {list(fault.instance_path)}: {fault.message[:_SHOWN]}"


@cache
def _document(service: str) -> Any:
    document = json.loads(documents.rendered_document(routed(), service, extensions=True))
    InHouseSources((oauth_providers.ALSO,)).add_to(document["components"]["schemas"])
    return document


@cache
def _templates() -> list[tuple[re.Pattern[str], str, str]]:
    """Fixed paths come before those with ids in them, as on the server."""
    found = [(template, service) for service in SERVICES for template in _document(service)["paths"]]
    return [
        (re.compile(re.sub(r"\{\w+\}", "[^/]+", template) + "/?"), service, template)
        for template, service in sorted(found, key=lambda each: each[0].count("{"))
    ]


def _operation(method: str, path: str) -> tuple[str, str] | None:
    for pattern, service, template in _templates():
        if pattern.fullmatch(path):
            return (service, template) if method.lower() in _document(service)["paths"][template] else None
    return None


@cache
def _validator(service: str, template: str, method: str, status: str, content_type: str) -> Draft202012Validator:
    document = _document(service)
    schema = document["paths"][template][method]["responses"][status]["content"][content_type]["schema"]
    return Draft202012Validator({**schema, "components": document["components"]}, validate_formats=True)
