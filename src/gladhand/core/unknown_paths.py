"""Responses to requests without a route: operations of the contract that this server lacks, and misspelt paths."""

import re
from functools import cache

from fastapi import FastAPI, Request
from fastapi.routing import iter_route_contexts
from starlette.routing import compile_path

from gladhand.core.contract_operations import contract_operations, published_path
from gladhand.core.near_names import near_name
from gladhand.core.problems import MethodNotAllowed, NotFound, NotSupported, Problem

_LEAST_LIKENESS = 85
_PARAMETER = re.compile(r"\{\w+\}")
_ID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}")


def problem_of(request: Request, status: int) -> Problem:
    """The answer where the router has found no route (404), or none for the method (405)."""
    method, path = request.method, request.url.path
    missing = _missing_operation(method, path)
    not_offered = f"This server does not offer {method} {missing} of the contract."
    if status == MethodNotAllowed.status:
        detail = not_offered if missing else "This path does not support that method."
        return MethodNotAllowed(detail, headers={"Allow": _methods(request)})
    if missing is not None:
        return NotSupported(not_offered)
    near = near_path(request.app, path)
    return NotFound(f"No route matches this path. Did you mean {near}?" if near else "No route matches this path.")


def near_path(app: FastAPI, path: str) -> str | None:
    """The most similar path of the API, if one is similar enough."""
    # What the client has sent is not repeated: it may hold a secret.
    candidates = {_comparable(known): known for known in _known_paths(app)}
    near = near_name(_comparable(path), candidates, least_likeness=_LEAST_LIKENESS)
    return candidates[near] if near else None


def _known_paths(app: FastAPI) -> list[str]:
    routes = iter_route_contexts(app.routes)
    return [published_path(route.path) for route in routes if route.path and route.path.startswith("/v2/")]


def _comparable(path: str) -> str:
    """The path with one letter for each parameter."""
    return _ID.sub("*", _PARAMETER.sub("*", path)).lower()


def _missing_operation(method: str, path: str) -> str | None:
    """The path of the contract's operation. Only requests that no route takes get here, so it is not served."""
    for operation, template, pattern in _contract():
        if operation == method and pattern.match(path):
            return template
    return None


@cache
def _contract() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Method, path and pattern of all operations, paths without parameters first."""
    found = [(each.method, each.path, compile_path(each.route)[0]) for each in contract_operations()]
    return tuple(sorted(found, key=lambda each: each[1].count("{")))


def _methods(request: Request) -> str:
    """All methods of the path; the framework names those of the first route that fits. A literal path takes precedence
    over a path with a parameter in the same place.
    """
    found: dict[int, set[str]] = {}
    for route in iter_route_contexts(request.app.routes):
        if route.path and compile_path(route.path)[0].match(request.url.path):
            methods = found.setdefault(route.path.count("{"), set())
            methods |= route.methods or set()
            methods |= {"HEAD"} if "GET" in methods else set()
    return ", ".join(sorted(found[min(found)])) if found else ""
