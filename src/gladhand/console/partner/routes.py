"""The pages of one partner."""

from fastapi import APIRouter

from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.partner import (
    connections,
    deliveries,
    events,
    fleets,
    fleets_invitations,
    invitations,
    live,
    one_webhook,
    operations,
    overview,
    schedules,
    webhooks,
)
from gladhand.core.routers import add_routes

router = APIRouter(include_in_schema=False, route_class=ConsoleRoute)
_PAGES = (
    overview,
    invitations,
    fleets_invitations,
    fleets,
    connections,
    schedules,
    operations,
    webhooks,
    one_webhook,
    deliveries,
    events,
    live,
)
for _page in _PAGES:
    add_routes(router, _page.router)
