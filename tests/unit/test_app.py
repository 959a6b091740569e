"""The routes of all services together."""

import re
from uuid import uuid4

from fastapi.routing import iter_route_contexts
from starlette.routing import compile_path

from gladhand.app import routed


def test_no_route_hides_another_route() -> None:
    """`connections/resource-operations` must not be read as the id of a connection, whatever the order of services.

    Identifiers keep plain path parameters: a converter for UUIDs would answer 404 to a malformed id, where the
    published contract has 422.
    """
    routes = [
        (route.path, compile_path(route.path)[0], method)
        for route in iter_route_contexts(routed().routes)
        if route.path is not None
        for method in sorted(route.methods or ())
    ]
    assert len(routes) > 100
    for path, _, method in routes:
        request = re.sub(r"\{[^}]+\}", str(uuid4()), path)
        first = next(other for other, pattern, methods in routes if methods == method and pattern.match(request))
        assert first == path, f"{method} {path} is answered by {first}"
