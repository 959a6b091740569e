"""Fleets that share with the partner, and what they agreed to."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from gladhand.console.pages.blocks import Facts, FormBlock, Input, Link, TableBlock, Time, state
from gladhand.console.pages.dependencies import FORM_IS_OURS
from gladhand.console.pages.fields import param
from gladhand.console.pages.lists import newest_first
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import PartnerView, View
from gladhand.core.how_many import how_many

router = APIRouter(prefix="/console/partners/{slug}/fleets", include_in_schema=False, route_class=ConsoleRoute)

_AGREEMENTS = "/v2/orgs/share-agreements"
_DONE = {"pause": "agreement-paused", "activate": "agreement-resumed", "cancel": "agreement-cancelled"}


@router.get("")
async def show_fleets(view: PartnerView, request: Request) -> Response:
    fleet_ref = param(request, "fleet_ref")
    listed = await newest_first(view, "/v2/orgs/fleets", "/fleets", fleet_refs=[fleet_ref] if fleet_ref else None)
    rows = [
        [
            Link(each["name"], view.url(f"/fleets/{each['id']}")),
            each["fleet_ref"],
            each["regulatory_id"],
            Time(each["created_at"]),
        ]
        for each in listed.items
    ]
    search = [Input("fleet_ref", "Your id of the fleet", fleet_ref or "", hint="the whole id")]
    blocks = [
        FormBlock("Search", view.url("/fleets"), search, method="get"),
        TableBlock(
            "Fleets" if listed.total is None else how_many(listed.total, "fleet"),
            ["Fleet", "Your id", "Registered as", "Since"],
            rows,
            f"No fleet {fleet_ref}."
            if fleet_ref
            else "No fleet shares with you yet. An accepted invitation makes one.",
            listed.links,
        ),
    ]
    return view.show(ConsolePage("Fleets", blocks))


@router.get("/{fleet_id:uuid}")
async def show_fleet(view: PartnerView, fleet_id: UUID) -> Response:
    """One fleet with its connections and agreements. A paused agreement hides the fleet, not its agreement."""
    fleet = await view.api.find(f"/v2/orgs/fleets/{fleet_id}")
    agreements = (await view.api.get(_AGREEMENTS, fleet_id=fleet_id))["items"]
    if fleet is None and not agreements:
        await view.api.get(f"/v2/orgs/fleets/{fleet_id}")
    connections = (await view.api.get("/v2/integrations/connections", fleet_ids=[fleet_id]))["items"] if fleet else []
    fleet_ref = fleet["fleet_ref"] if fleet else agreements[-1]["fleet_ref"]
    blocks: list[Any] = [Facts("Fleet", _facts(view, fleet, fleet_ref))]
    blocks.append(
        TableBlock(
            "Connections",
            ["Provider", "Status", "Description", "Since"],
            [
                [
                    Link(each["source_name"], view.url(f"/connections/{each['id']}")),
                    state(each["status"]),
                    each["description"],
                    Time(each["created_at"]),
                ]
                for each in connections
            ],
            "No connection. The fleet connects its provider by the link of its invitation.",
        )
    )
    blocks.append(
        TableBlock(
            "Agreements",
            ["Status", "From", "Until", "Resources", ""],
            [
                [
                    state(each["status"]),
                    Time(each["effective_date"]),
                    Time(each["expiration_date"]),
                    ", ".join(f"{name}: {level}" for name, level in (each["scopes"] or {}).items()) or "all",
                    _switches(view, fleet_id, each),
                ]
                for each in agreements[::-1]
            ],
            "No agreement.",
        )
    )
    name = fleet["name"] if fleet else fleet_ref or "Fleet"
    return view.show(ConsolePage(name, blocks, trail=[("Fleets", view.url("/fleets"))]))


def _facts(view: View, fleet: Any, fleet_ref: str | None) -> list[tuple[str, Any]]:
    named = [("Your id", fleet_ref)]
    if fleet is None:
        return [*named, ("Shared now", "nothing")]
    facts: list[tuple[str, Any]] = [
        *named,
        ("Id", fleet["id"]),
        ("Legal name", fleet["legal_name"]),
        ("Registered as", " ".join(filter(None, (fleet["regulatory_id_type"], fleet["regulatory_id"]))) or None),
        ("Area", ", ".join(filter(None, (fleet["city"], fleet["province"], fleet["country_code"]))) or None),
        ("Since", Time(fleet["created_at"])),
    ]
    if fleet_ref:
        facts.append(("Invitation", Link("Timeline and link", view.url("/invitations/of", {"fleet_ref": fleet_ref}))))
        records = view.url("/explorer/vehicles", {"fleet_refs": fleet_ref})
        facts.append(("Records", Link("Vehicles in the explorer", records)))
        writes = view.url("/operations", {"fleet_refs": fleet_ref})
        facts.append(("Writes", Link("Operations of this fleet", writes)))
    return facts


def _switches(view: View, fleet_id: UUID, agreement: Any) -> list[FormBlock]:
    def switch(label: str, verb: str, tone: str = "", warning: str = "") -> FormBlock:
        action = view.url(f"/fleets/{fleet_id}/agreements/{agreement['id']}/{verb}")
        needs = ["share-agreement:update"]
        return FormBlock(label, action, needs=needs, tone=tone, warning=warning, about="the agreement")

    end = switch("Cancel", "cancel", "danger", "Access ends for good. The fleet has to accept a new invitation.")
    match agreement["status"]:
        case "active":
            hides = "The fleet and its records leave your lists at once, and writes are refused, until you resume it."
            return [switch("Pause", "pause", warning=hides), end]
        case "paused":
            return [switch("Resume", "activate", "primary"), end]
    return []


@router.post("/{fleet_id:uuid}/agreements/{agreement_id:uuid}/{verb}", dependencies=FORM_IS_OURS)
async def switch_agreement(view: PartnerView, fleet_id: UUID, agreement_id: UUID, verb: str) -> Response:
    done = _DONE.get(verb, "")
    path = f"{_AGREEMENTS}/{agreement_id}/{verb if done else 'nothing'}"
    await view.api.change(f"share_agreement.{verb}", "POST", path, subject_id=agreement_id)
    return view.go(f"/fleets/{fleet_id}", done)
