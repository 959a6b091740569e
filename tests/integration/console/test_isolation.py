"""Who may open which page and send which form: every route of the console, found by walking."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.routing import APIRoute
from tests.conftest import PartnerFixture
from tests.integration.conftest import Connected

from gladhand.auth.people.roles import PersonRoleEnum
from gladhand.console.endpoints import router
from gladhand.console.pages.dependencies import FORM_IS_OURS
from gladhand.console.pages.views import OperatorView, PartnerView
from gladhand.core.db import Database

ROUTES = [each for each in router.routes if isinstance(each, APIRoute)]
# A stream has no end; `test_live` has who may open it.
PARTNERS = [each for each in ROUTES if "{slug}" in each.path and not each.path.endswith("/live")]
OPERATORS = [each for each in ROUTES if each.path.startswith("/console/operator")]
OPEN = {"/console/sign-in", "/console/static/{name}"}
ELSEWHERE = "01a22a03-fb8e-726e-b210-f0e20dba5675"

pytestmark = pytest.mark.timeout(240)


def is_form(route: APIRoute) -> bool:
    return "POST" in (route.methods or ())


def calls(route: APIRoute) -> set[object]:
    """All dependencies of a route."""
    found: set[object] = set()
    waiting = [route.dependant]
    while waiting:
        one = waiting.pop()
        found.add(one.call)
        waiting += one.dependencies
    return found


def of(annotation: object) -> object:
    return annotation.__metadata__[0].dependency  # type: ignore[attr-defined] # an Annotated


def address(route: APIRoute, slug: str, ids: dict[str, str] | None = None) -> str:
    def filled(found: re.Match[str]) -> str:
        name = found[1]
        known = {"slug": slug, "path": "users", "verb": "pause", "client_id": "x"} | (ids or {})
        return known.get(name, ELSEWHERE)

    path = re.sub(r"\{(\w+)(?::\w+)?\}", filled, route.path)
    return f"{path}?at=39,-98,4" if path.endswith(".svg") else path


def test_every_form_has_the_check_of_its_token():
    unchecked = [
        each.path
        for each in ROUTES
        if is_form(each) and each.path not in OPEN and FORM_IS_OURS[0].dependency not in calls(each)
    ]
    assert unchecked == []


def test_every_page_asks_who_is_there():
    for route in ROUTES:
        if "{slug}" in route.path:
            assert of(PartnerView) in calls(route), route.path
    for route in OPERATORS:
        assert of(OperatorView) in calls(route), route.path
    others = {each.path for each in ROUTES} - {each.path for each in (*PARTNERS, *OPERATORS)} - OPEN
    assert others == {"/console", "/console/sign-out", "/console/partners/{slug}/live"}


async def test_another_partners_pages_look_missing(sign_in, make_partner, partner, connected):
    """Every page and every form with a partner in its address, with the ids of what really exists there."""
    hook = await connected.api.post(
        "/v2/notifications/webhooks", {"event_name": "user.added", "url": "http://127.0.0.1:9/"}
    )
    written = await connected.created(first_name="Anna", username=f"a.{connected.fleet_ref}")
    schedules = await connected.api.get(f"/v2/integrations/connections/{connected.connection_id}/schedules")
    ids = {
        "webhook_id": hook.body["id"],
        "connection_id": connected.connection_id,
        "fleet_id": str(connected.fleet_id),
        "operation_id": written["id"],
        "schedule_id": schedules.body["items"][0]["id"],
    }
    other = await make_partner()
    stranger = await sign_in(PersonRoleEnum.PARTNER_ADMIN, other)
    owner = await sign_in(PersonRoleEnum.PARTNER_ADMIN, partner)
    for route in PARTNERS:
        query = f"?fleet_ref={connected.fleet_ref}" if route.path.endswith("/of") else ""
        there, own = (address(route, each.slug, ids) + query for each in (partner, other))
        if is_form(route):
            assert (await stranger.submit(there)).status == 404, route.path
            continue
        assert (await stranger.get(there)).status == 404, route.path
        # With its own partner in the address, foreign ids lead nowhere either.
        shown = await stranger.get(own)
        names_one = bool(query) or any(f"{{{name}" in route.path for name in ids)
        assert shown.status == (404 if names_one else 200), (route.path, shown.status)
        assert not any(value in shown.text for value in (*ids.values(), connected.fleet_ref)), route.path
        seen = await owner.get(there)
        # No delivery of that event exists.
        assert seen.status == (404 if "event_id" in route.path else 200), (route.path, seen.text)
    for route in PARTNERS:
        if is_form(route) and any(f"{{{name}" in route.path for name in ids):
            assert (
                await stranger.submit(address(route, other.slug, ids), seconds="900", url="http://127.0.0.1:9/")
            ).status == 404, route.path


async def test_partners_have_no_operators_pages(engineer):
    for route in OPERATORS:
        there = address(route, "x")
        shown = await (engineer.submit(there) if is_form(route) else engineer.get(there))
        assert shown.status == 404, route.path


async def test_who_may_only_read_changes_nothing(sign_in, partner, connected, database):
    hook = (
        await connected.api.post(
            "/v2/notifications/webhooks", {"event_name": "user.added", "url": "http://127.0.0.1:9/"}
        )
    ).body
    agreements = (await connected.api.get(f"/v2/orgs/share-agreements?fleet_id={connected.fleet_id}")).body["items"]
    listed = await connected.api.get(f"/v2/orgs/invitations?fleet_ref={connected.fleet_ref}")
    meant = {"fleet_ref": connected.fleet_ref, "created_at": listed.body["items"][0]["created_at"]}
    reader = await sign_in(PersonRoleEnum.PARTNER_READER, partner)
    here = f"/console/partners/{partner.slug}"
    forms = {
        f"{here}/invitations": {"fleet_ref": "new"},
        f"{here}/invitations/of/refresh": {"fleet_ref": connected.fleet_ref},
        f"{here}/invitations/of/send": meant,
        f"{here}/invitations/of/withdraw": meant,
        f"{here}/webhooks": {"event_name": "user.added", "url": "http://127.0.0.1:9/x"},
        f"{here}/webhooks/{hook['id']}/address": {"url": "http://127.0.0.1:9/y"},
        f"{here}/webhooks/{hook['id']}/rotate": {},
        f"{here}/webhooks/{hook['id']}/replay": {},
        f"{here}/webhooks/{hook['id']}/delete": {},
        f"{here}/webhooks/{hook['id']}/switch/pause": {},
        f"{here}/fleets/{connected.fleet_id}/agreements/{agreements[0]['id']}/pause": {},
        f"{here}/connections/{connected.connection_id}/repair": {},
    }
    for path, values in forms.items():
        refused = await reader.submit(path, **values)
        assert refused.status == 403, (path, refused.text)
    after = (await connected.api.get(f"/v2/notifications/webhooks/{hook['id']}")).body
    assert after["status"] == "active"
    assert after["updated_at"] == hook["updated_at"]
    async with database.connection() as db:
        rows = await db.execute(
            "select action from rights_change where partner_id = %s and action like 'console.%%' "
            "and action not in ('console.link_created', 'console.signed_in')",
            (partner.id,),
        )
        assert await rows.fetchall() == []
    page = (await reader.get(f"{here}/invitations/of?fleet_ref={connected.fleet_ref}")).text
    assert "?invite=" not in page  # whoever has the link acts for the fleet
    assert "<form" not in page.split("<main")[1]


async def test_no_page_of_who_may_only_read_holds_the_id_of_a_link(
    sign_in: Callable[..., Any], partner: PartnerFixture, connected: Connected, database: Database
):
    """Whoever has the id acts for the fleet. The pages of an admin show it, so the events are there."""
    invitations, hooks = "/v2/orgs/invitations", "/v2/notifications/webhooks"
    hook = await connected.api.post(hooks, {"event_name": "invitation.created", "url": "http://127.0.0.1:9/"})
    await connected.api.post(invitations, {"fleet_ref": "one more"})
    async with database.transaction() as db:
        # As a worker numbers it before it sends it.
        await db.execute("update delivery set sequence = 1 where webhook_id = %s", (hook.body["id"],))
    links = {each["id"] for each in (await connected.api.get(invitations)).body["items"]}
    feed = await connected.api.get(f"/v2/notifications/events?webhook_id={hook.body['id']}")
    schedules = await connected.api.get(f"/v2/integrations/connections/{connected.connection_id}/schedules")
    ids = {
        "webhook_id": hook.body["id"],
        "event_id": feed.body["items"][0]["id"],
        "connection_id": connected.connection_id,
        "fleet_id": str(connected.fleet_id),
        "schedule_id": schedules.body["items"][0]["id"],
    }
    held: dict[PersonRoleEnum, set[str]] = {}
    for role in (PersonRoleEnum.PARTNER_READER, PersonRoleEnum.PARTNER_ADMIN):
        reader = await sign_in(role, partner)
        pages = {
            route.path: await reader.get(
                address(route, partner.slug, ids)
                + (f"?fleet_ref={connected.fleet_ref}" if route.path.endswith("/of") else "")
            )
            for route in PARTNERS
            if not is_form(route) and "operation_id" not in route.path
        }
        assert {page.status for page in pages.values()} == {200}, {path: page.status for path, page in pages.items()}
        held[role] = {
            path.rpartition("{slug}")[2] for path, page in pages.items() if any(link in page.text for link in links)
        }
        assert "The fleet has accepted" in pages["/console/partners/{slug}/invitations/of"].text
    assert held[PersonRoleEnum.PARTNER_READER] == set()
    assert {"/events", "/webhooks/{webhook_id:uuid}/events/{event_id:uuid}"} <= held[PersonRoleEnum.PARTNER_ADMIN]
