"""The pages of the operator."""

from fastapi import APIRouter

from gladhand.console.operator import health, installation, keys, overviews, partners, queues, storage
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.core.routers import add_routes

router = APIRouter(include_in_schema=False, route_class=ConsoleRoute)
for _each in (health, queues, partners, overviews, installation, storage, keys):
    add_routes(router, _each.router)
