"""Finds the route of a request among those with the same beginning of the path.

The router tries all its routes in their order, and there are many. An index gives it those that the first parts of the
path leave possible, in the same order.
"""

from collections.abc import Mapping, Sequence
from copy import copy

from fastapi import APIRouter
from starlette.routing import BaseRoute
from starlette.types import Receive, Scope, Send

# So many parts tell services and their resources apart: `/v2/orgs/invitations`.
_MOST_PARTS = 3


class RouteIndex:
    """The application of a router that looks only at the routes that are possible."""

    def __init__(self, router: APIRouter) -> None:
        self._router = router
        self._count = 0
        self._routers: Mapping[tuple[str, ...], APIRouter] = {}

    @classmethod
    def install(cls, router: APIRouter) -> None:
        router.middleware_stack = cls(router)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        router = self.router_of(scope["path"]) if scope["type"] == "http" else self._router
        await router.app(scope, receive, send)

    def router_of(self, path: str) -> APIRouter:
        """The router with the routes that are possible for this path."""
        routes = self._router.routes
        if len(routes) != self._count:
            self._routers, self._count = _indexed(self._router), len(routes)
        parts = _path_parts(path)
        while parts not in self._routers:
            parts = parts[:-1]
        return self._routers[parts]


def _indexed(router: APIRouter) -> Mapping[tuple[str, ...], APIRouter]:
    """Routers by the written-out beginnings of their paths. The empty one has all routes."""
    written = {_written_out(route) for route in router.routes}
    beginnings = {parts[:length] for parts in written for length in range(len(parts) + 1)} | {()}
    found = {}
    for beginning in beginnings:
        found[beginning] = copy(router)
        found[beginning].routes = [route for route in router.routes if _may_match(route, beginning)]
    return found


def _may_match(route: BaseRoute, beginning: Sequence[str]) -> bool:
    return all(one == other for one, other in zip(_written_out(route), beginning, strict=False))


def _written_out(route: BaseRoute) -> tuple[str, ...]:
    """The first parts of the route's path, up to its first parameter."""
    parts = _path_parts(getattr(route, "path", None) or "")
    return next((parts[:place] for place, part in enumerate(parts) if "{" in part), parts)


def _path_parts(path: str) -> tuple[str, ...]:
    return tuple(path.split("/", _MOST_PARTS + 1)[1 : _MOST_PARTS + 1])
