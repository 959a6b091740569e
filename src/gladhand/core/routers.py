"""Routers as parts of an application or of another router."""

from fastapi import APIRouter


def add_routes(to: APIRouter, router: APIRouter) -> None:
    """Add the routes of a router as they are. `include_router` would build each a second time at the first request."""
    to.routes.extend(router.routes)
