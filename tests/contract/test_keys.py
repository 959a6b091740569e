"""Every POST of the API takes an Idempotency-Key, and says so."""

from fastapi.routing import iter_route_contexts
from tests.contract.documents import SERVICES, document

from gladhand.app import routed
from gladhand.core.idempotency.route import HEADER, KeyedRoute


def test_every_post_of_the_api_looks_at_the_key() -> None:
    posts = [
        each
        for each in iter_route_contexts(routed().routes)
        if (each.path or "").startswith("/v2/") and "POST" in (each.methods or ())
    ]
    assert posts
    # Its router needs `route_class=KeyedRoute`.
    assert [each.path for each in posts if not isinstance(each.original_route, KeyedRoute)] == []


def test_every_post_is_published_with_the_header_and_nothing_else_is() -> None:
    for service in SERVICES:
        for path, operations in document(service)["paths"].items():
            for method, operation in operations.items():
                named = [
                    each["name"]
                    for each in operation.get("parameters", ())
                    if each["in"] == "header" and each["name"] != "Gladhand-Extensions"
                ]
                assert named == ([HEADER] if method == "post" else []), f"{method} {path}"
