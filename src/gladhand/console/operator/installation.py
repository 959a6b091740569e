"""The providers of this installation: what they can do, how they are set up, and how near their limits are."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response

from gladhand.auth.scopes import ADMIN
from gladhand.console.operator.budgets import budget_blocks
from gladhand.console.operator.provider_settings import set_up
from gladhand.console.operator.spans import span_form, span_of
from gladhand.console.pages.blocks import Link, TableBlock, state
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.problems import PageNotFound
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import OperatorView, View
from gladhand.console.simulator.control import SimulatorControl
from gladhand.core.dependencies import dependency
from gladhand.integrations.budgets.minute_queries import list_budget_steps
from gladhand.integrations.dependencies import Gateway
from gladhand.integrations.hosting.registry import providers
from gladhand.resources.resource import as_words

router = APIRouter(prefix="/console/operator", include_in_schema=False, route_class=ConsoleRoute)

_REFRESH_SECONDS = 60


@router.get("/providers")
async def show_providers(
    view: OperatorView, simulator: Annotated[SimulatorControl, dependency(SimulatorControl)]
) -> Response:
    """The providers and their brands."""
    brands = await view.api.get("/v2/orgs/tsps")
    capabilities = {
        each["source_name"]: each["resources"] for each in await view.api.get("/v2/integrations/capabilities")
    }
    rows = []
    for brand in brands:
        found = capabilities.get(brand["source_name"], [])
        rows.append(
            [
                Link(brand["name"], view.url(f"/providers/{brand['source_name']}")),
                state(brand["status"]),
                brand["source_name"],
                brand["conn_type"],
                sum(bool(each["can_list"]) for each in found),
                sum(bool(each["can_create"] or each["can_update"]) for each in found),
            ]
        )
    headers = ["Provider", "Status", "Platform", "Sign-in", "Resources read", "Resources written"]
    # Only the operator's own installation has one.
    has_simulator = simulator.url is not None and view.may(*ADMIN)
    own = [Link("Bad days of the simulator", view.url("/simulator"))] if has_simulator else []
    table = TableBlock("Providers", headers, rows, "This server has no adapters.", own)
    return view.show(ConsolePage("Providers", [table]))


@router.get("/providers/{source_name}")
async def show_provider(view: OperatorView, source_name: str, request: Request, gateway: Gateway) -> Response:
    """What the adapter of one platform can do, how it is set up, and how near requests come to its limits."""
    found: Any = next(
        (each for each in await view.api.get("/v2/integrations/capabilities") if each["source_name"] == source_name),
        None,
    )
    if found is None:
        raise PageNotFound
    rows = [
        [
            as_words(each["resource"]),
            *("yes" if each[name] else None for name in ("can_list", "can_create", "can_update")),
            "; ".join(f"{name}: {reason}" for name, reason in each["reasons"].items()),
        ]
        for each in found["resources"]
    ]
    table = TableBlock("Resources", ["Records", "Read", "Create", "Update", "Why not"], rows, "It can do nothing.")
    own = [*set_up(source_name, gateway), *await _budgets(view, request, source_name)] if view.may(*ADMIN) else []
    blocks = [*own, table]
    trail = [("Providers", view.url("/providers"))]
    return view.show(ConsolePage(found["name"], blocks, trail=trail, refresh_seconds=_REFRESH_SECONDS))


async def _budgets(view: View, request: Request, source_name: str) -> list[Any]:
    """How near requests come to the limits. A role that lacks a scope sees the rest of the page."""
    span = span_of(request)
    async with view.reading() as db:
        steps = await list_budget_steps(db, source_name, within=span.within, step=span.step)
    form = span_form(view.url(f"/providers/{source_name}"), span)
    return [form, *budget_blocks(span, steps, providers()[source_name].definition.limits.rates)]
