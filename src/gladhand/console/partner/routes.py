"""The pages of one partner."""

from fastapi import APIRouter

from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.partner import (
    connections,
    deliveries,
    events,
    fleets,
    invitations,
    operations,
    overview,
    schedules,
    webhooks,
)
from gladhand.core.routers import add_routes

router = APIRouter(include_in_schema=False, route_class=ConsoleRoute)
for _each in (overview, invitations, fleets, connections, schedules, operations, webhooks, deliveries, events):
    add_routes(router, _each.router)
