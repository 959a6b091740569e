"""The index of routes finds what trying all routes would find."""

import re
from typing import Any
from uuid import uuid4

import pytest
from fastapi import APIRouter
from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute, Match

from gladhand.app import routed
from gladhand.core.route_index import RouteIndex

_ROUTER = routed().router
_INDEX = RouteIndex(_ROUTER)
_PATHS = sorted({route.path for route in iter_route_contexts(_ROUTER.routes) if route.path})


def test_the_application_uses_an_index() -> None:
    assert isinstance(_ROUTER.middleware_stack, RouteIndex)


@pytest.mark.parametrize("path", [*_PATHS, "/v2/orgs/nothing", "/nothing", "/v2", "/v2/orgs/invitations/no-id"])
def test_the_same_route_is_found(path: str) -> None:
    filled = re.sub(r"\{(\w+)(:\w+)?\}", lambda match: str(uuid4()) if match[2] else "samsara", path)
    few = _INDEX.router_of(filled)
    for method in ("GET", "POST", "PATCH", "PUT", "DELETE"):
        assert _found(few, filled, method) == _found(_ROUTER, filled, method)


def test_most_routes_are_not_tried() -> None:
    few = _INDEX.router_of(f"/v2/orgs/invitations/{uuid4()}")
    assert 0 < len(few.routes) < len(_ROUTER.routes) / 10


def test_a_route_that_begins_with_a_parameter_stays_in_its_place() -> None:
    router = APIRouter()
    for path in ("/{any}/first", "/one/{any}", "/one/last", "/other"):
        router.add_api_route(path, _empty)
    few = RouteIndex(router).router_of("/one/first")
    assert [route.path for route in iter_route_contexts(few.routes)] == ["/{any}/first", "/one/{any}", "/one/last"]


def test_a_route_that_is_added_later_is_found() -> None:
    router = APIRouter()
    index = RouteIndex(router)
    router.add_api_route("/one", _empty)
    assert _found(index.router_of("/one"), "/one", "GET")
    router.add_api_route("/two", _empty)
    assert _found(index.router_of("/two"), "/two", "GET")


async def _empty() -> None: ...


def _found(router: APIRouter, path: str, method: str) -> list[tuple[BaseRoute, Match]]:
    """The routes with a match, up to the first whole one."""
    scope: dict[str, Any] = {"type": "http", "path": path, "method": method, "headers": []}
    found: list[tuple[BaseRoute, Match]] = []
    for route in router.routes:
        match, _ = route.matches(scope)
        if match is not Match.NONE:
            found.append((route, match))
        if match is Match.FULL:
            break
    return found
