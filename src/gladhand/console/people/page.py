"""The page of people, and its forms."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from gladhand.auth.people.roles import PersonRoleEnum
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
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import OperatorView, PartnerView, View
from gladhand.console.sessions.roles import TITLES

router = APIRouter(prefix="/console", include_in_schema=False, route_class=ConsoleRoute)

_API = "/v2/orgs/people"
_PARTNER, _OPERATOR = "/partners/{slug}/people", "/operator/people"
_TITLES: Mapping[str, str] = {role.value: TITLES.get(role, "fleet") for role in PersonRoleEnum}
_OF_PARTNERS = (PersonRoleEnum.PARTNER_ADMIN, PersonRoleEnum.PARTNER_READER)


async def _list_page(view: View) -> Response:
    listed = await newest_first(view, _API, "/people")
    owner = [] if view.partner_id else ["For"]
    slugs = await slugs_of(view, listed.items)
    rows = [_row(view, each, slugs) for each in listed.items]
    headers = ["E-mail", "Name", *owner, "Role", "Proved", "Signed in", "Second step", "Change", "End"]
    empty = "Nobody. Invite somebody who signs in with e-mail and password."
    blocks = [Forms("", [_new(view)]), TableBlock("People", headers, rows, empty, listed.links)]
    return view.show(ConsolePage("People", blocks, "Nobody can give more than they may do themselves."))


def _row(view: View, held: Any, slugs: Mapping[str, str]) -> list[Any]:
    here, email = view.url(f"/people/{held['id']}"), held["email"]
    owner = [] if view.partner_id else [slugs.get(held["partner_id"]) or held["fleet_id"] or "operator"]
    role: list[Any] = [_TITLES[held["role"]]]
    if held["scopes"] is not None:
        role.append(f"only {', '.join(held['scopes'])}")
    if not held["is_accepted"]:
        role.append(Badge("not accepted"))
    if held["disabled_at"] is not None:
        role.append(Badge("disabled", "bad"))
    change: Any = None
    if held["role"] in _OF_PARTNERS:
        choices = [(each.value, TITLES[each]) for each in _OF_PARTNERS]
        roles = [Input("role", "Role", held["role"], choices=choices)]
        change = FormBlock("Change", here, roles, needs=PARTNER_CHANGES, about=email)
    warning = "The console closes at once, and tokens end within seconds."
    end = FormBlock("End", f"{here}/end", needs=PARTNER_CHANGES, tone="danger", warning=warning, about=email)
    seen = [Time(held["verified_at"]), Time(held["signed_in_at"]), "on" if held["has_second_step"] else ""]
    return [email, held["name"], *owner, role, *seen, change, end]


def _new(view: View) -> FormBlock:
    possible = _OF_PARTNERS if view.partner_id else tuple(TITLES)
    choices = [(each.value, TITLES[each]) for each in possible]
    fields = [
        Input("email", "E-mail", type="email", is_required=True),
        Input("name", "Name"),
        Input("role", "Role", choices=choices),
    ]
    if view.partner_id is None:
        fields.append(partner_input("none for an operator"))
    return FormBlock("Invite", view.url("/people"), fields, needs=PARTNER_CHANGES, tone="primary")


async def _invited(view: View, form: Submitted) -> Response:
    given = {name: form.text(name) for name in ("email", "name", "role")}
    given["partner_id"] = await partner_id_of(view, form.text("partner")) if view.partner_id is None else ""
    body = {name: text for name, text in given.items() if text}
    made = await view.api.change("person.invited", "POST", _API, body, details={"role": body.get("role")})
    if made["link"] is None:
        return view.go("/people", "person-invited")
    facts = [("E-mail", made["email"]), ("Link", Copy(made["link"])), ("Then", Link("Back", view.url("/people")))]
    text = "This server sends no mail. Send the owner of the address the link, which accepts the role, within 72 hours."
    return view.show(ConsolePage("Person invited", [Facts("Person", facts)], text, [("People", view.url("/people"))]))


async def _changed(view: View, role_id: UUID, form: Submitted) -> Response:
    body = {"role": form.text("role")}
    await view.api.change("person.role_changed", "PATCH", f"{_API}/{role_id}", body, details=body)
    return view.go("/people", "person-changed")


async def _ended(view: View, role_id: UUID) -> Response:
    await view.api.change("person.role_ended", "DELETE", f"{_API}/{role_id}", details={"role_id": role_id})
    return view.go("/people", "person-ended")


@router.get(_PARTNER)
async def show_people(view: PartnerView) -> Response:
    return await _list_page(view)


@router.post(_PARTNER)
async def invite(view: PartnerView, form: Submitted) -> Response:
    return await _invited(view, form)


@router.post(_PARTNER + "/{role_id:uuid}")
async def change_role(view: PartnerView, role_id: UUID, form: Submitted) -> Response:
    return await _changed(view, role_id, form)


@router.post(_PARTNER + "/{role_id:uuid}/end", dependencies=FORM_IS_OURS)
async def end_role(view: PartnerView, role_id: UUID) -> Response:
    return await _ended(view, role_id)


@router.get(_OPERATOR)
async def show_all_people(view: OperatorView) -> Response:
    return await _list_page(view)


@router.post(_OPERATOR)
async def invite_anybody(view: OperatorView, form: Submitted) -> Response:
    return await _invited(view, form)


@router.post(_OPERATOR + "/{role_id:uuid}")
async def change_any_role(view: OperatorView, role_id: UUID, form: Submitted) -> Response:
    return await _changed(view, role_id, form)


@router.post(_OPERATOR + "/{role_id:uuid}/end", dependencies=FORM_IS_OURS)
async def end_any_role(view: OperatorView, role_id: UUID) -> Response:
    return await _ended(view, role_id)
