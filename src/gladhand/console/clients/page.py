"""The page of API clients, and its forms."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Response

from gladhand.console.pages.blocks import (
    PARTNER_CHANGES,
    Badge,
    Copy,
    Facts,
    FormBlock,
    Forms,
    Input,
    Link,
    TableBlock,
    Time,
)
from gladhand.console.pages.dependencies import FORM_IS_OURS, Submitted
from gladhand.console.pages.lists import newest_first
from gladhand.console.pages.owners import partner_id_of, partner_input, slugs_of
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.problems import BadForm
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import OperatorView, PartnerView, View

router = APIRouter(prefix="/console", include_in_schema=False, route_class=ConsoleRoute)

_API = "/v2/orgs/api-clients"
_PARTNER, _OPERATOR = "/partners/{slug}/clients", "/operator/clients"


async def _list_page(view: View) -> Response:
    listed = await newest_first(view, _API, "/clients")
    owner = [] if view.partner_id else ["Partner"]
    slugs = await slugs_of(view, listed.items)
    rows = [_row(view, each, slugs) for each in listed.items]
    headers = ["Name", "Client id", *owner, "Created", "Last used", "Former secret", "Secret", "End"]
    empty = "No client. A client gets tokens for the API with its id and its secret."
    blocks = [Forms("", [_new(view)]), TableBlock("API clients", headers, rows, empty, listed.links)]
    return view.show(ConsolePage("API clients", blocks, "Secrets are stored as hashes and cannot be shown again."))


def _row(view: View, client: Any, slugs: Mapping[str, str]) -> list[Any]:
    client_id = client["client_id"]
    here = view.url(f"/clients/{client_id}")
    owner = [] if view.partner_id else [slugs.get(client["partner_id"], "operator")]
    until = client["former_secret_until"]
    former = ["works until", Time(until), "used", Time(client["former_secret_used_at"])] if until else None
    forms: list[Any] = [Badge("revoked", "bad"), Time(client["revoked_at"])]
    rotate: Any = None
    if client["revoked_at"] is None:
        hours = Input("overlap_hours", "Hours for which the former secret still works", "24", type="number")
        rotate = FormBlock(
            "New secret", f"{here}/rotate", [hours], needs=PARTNER_CHANGES, about=f"for {client['name']}"
        )
        warning = "Its tokens end within seconds. This cannot be undone."
        end = f"{here}/revoke"
        forms = [FormBlock("Revoke", end, needs=PARTNER_CHANGES, tone="danger", warning=warning, about=client["name"])]
    times = [Time(client["created_at"]), Time(client["last_used_at"])]
    return [client["name"], client_id, *owner, *times, former, rotate, forms]


def _new(view: View) -> FormBlock:
    fields = [Input("name", "What it is for", is_required=True)]
    if view.partner_id is None:
        fields.append(partner_input("without one, a client of the operator"))
    return FormBlock("Make a client", view.url("/clients"), fields, needs=PARTNER_CHANGES, tone="primary")


async def _create(view: View, form: Submitted) -> Response:
    body: dict[str, Any] = {"name": form.text("name")}
    if view.partner_id is None:
        partner_id = await partner_id_of(view, form.text("partner"))
        body |= {"partner_id": partner_id} if partner_id else {"kind": "admin"}
    made = await view.api.change("api_client.created", "POST", _API, body, details={"name": body["name"]})
    return _secret(view, made, "Client made")


async def _rotated(view: View, client_id: str, form: Submitted) -> Response:
    text = form.text("overlap_hours")
    try:
        hours = float(text or 24)
    except ValueError:
        raise BadForm("The hours must be a number.", "overlap_hours") from None
    path, body = f"{_API}/{client_id}/rotate", {"overlap_hours": hours}
    made = await view.api.change("api_client.rotated", "POST", path, body, details={"client_id": client_id})
    return _secret(view, made, "New secret")


async def _revoked(view: View, client_id: str) -> Response:
    path = f"{_API}/{client_id}"
    await view.api.change("api_client.revoked", "DELETE", path, details={"client_id": client_id})
    return view.go("/clients", "client-revoked")


def _secret(view: View, made: Any, title: str) -> Response:
    facts = [("Client id", Copy(made["client_id"])), ("Secret", Copy(made["client_secret"], "Copy secret"))]
    trail = [("API clients", view.url("/clients"))]
    back = Link("Back to all clients", view.url("/clients"))
    blocks = [Facts("Client", [*facts, ("Then", back)])]
    return view.show(
        ConsolePage(title, blocks, "The secret is shown only now. Store it before you leave this page.", trail)
    )


@router.get(_PARTNER)
async def show_clients(view: PartnerView) -> Response:
    return await _list_page(view)


@router.post(_PARTNER)
async def make_client(view: PartnerView, form: Submitted) -> Response:
    return await _create(view, form)


@router.post(_PARTNER + "/{client_id}/rotate")
async def rotate_client(view: PartnerView, client_id: str, form: Submitted) -> Response:
    return await _rotated(view, client_id, form)


@router.post(_PARTNER + "/{client_id}/revoke", dependencies=FORM_IS_OURS)
async def revoke_client(view: PartnerView, client_id: str) -> Response:
    return await _revoked(view, client_id)


@router.get(_OPERATOR)
async def show_all_clients(view: OperatorView) -> Response:
    return await _list_page(view)


@router.post(_OPERATOR)
async def make_any_client(view: OperatorView, form: Submitted) -> Response:
    return await _create(view, form)


@router.post(_OPERATOR + "/{client_id}/rotate")
async def rotate_any_client(view: OperatorView, client_id: str, form: Submitted) -> Response:
    return await _rotated(view, client_id, form)


@router.post(_OPERATOR + "/{client_id}/revoke", dependencies=FORM_IS_OURS)
async def revoke_any_client(view: OperatorView, client_id: str) -> Response:
    return await _revoked(view, client_id)
