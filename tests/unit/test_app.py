"""The routes of all services together."""

import re
from uuid import uuid4

from fastapi.routing import iter_route_contexts
from starlette.routing import compile_path

from gladhand.app import routed


def test_no_path_is_answered_by_the_route_of_another_path() -> None:
    """So the order of routes and routers means nothing: `connections/resource-operations` is no id of a connection."""
    paths = {route.path for route in iter_route_contexts(routed().routes) if route.path is not None}
    patterns = {path: compile_path(path)[0] for path in paths}
    assert len(paths) > 60
    for path in paths:
        request = re.sub(r"\{[^}]+\}", lambda match: "7" if match[0].endswith(":int}") else str(uuid4()), path)
        assert [other for other, pattern in patterns.items() if pattern.match(request)] == [path]


def test_ids_of_ours_are_typed_in_paths() -> None:
    """A literal segment beside an id is then an unknown path (404) or a known one with other methods (405)."""
    untyped = {
        route.path
        for route in iter_route_contexts(routed().routes)
        if re.match(r"/v2/(orgs|integrations|notifications)/.*_id\}", route.path or "")
    }
    # The id of an API client is a text, as OAuth has it.
    assert untyped == {"/v2/orgs/api-clients/{client_id}", "/v2/orgs/api-clients/{client_id}/rotate"}
