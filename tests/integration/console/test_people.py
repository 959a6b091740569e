"""People with accounts in the console: the way in, the rights of their roles, and what ends their sessions."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from pyotp import TOTP
from tests.conftest import Api, PartnerFixture
from tests.integration.console.conftest import PASSWORD, ConsoleBrowser, at, enter
from tests.notices import NO_NOTICES

from gladhand.auth.audit.actors import OPERATOR
from gladhand.auth.people import service
from gladhand.auth.people.links import LinkPurposeEnum, make_link
from gladhand.auth.people.passwords import Passwords
from gladhand.auth.people.queries import Person
from gladhand.auth.people.roles import PersonRoleEnum, RoleAssignment, scopes_of
from gladhand.auth.second_step import service as second_step
from gladhand.core.crypto import Keyring, Secret
from gladhand.core.db import Database

COOKIE = "gladhand_account"
_TOKEN = re.compile(r'name="form_token" value="([^"]+)"')


@pytest.fixture
async def other(make_partner: Callable[[], Awaitable[PartnerFixture]]) -> PartnerFixture:
    """Another partner."""
    return await make_partner()


def frame_of(shown: Any) -> list[str]:
    """The links of the frame to other pages."""
    frame = shown.text.partition('class="sections"')[2].partition("</nav>")[0]
    return re.findall(r'href="([^"]+)"', frame)


def cookie_of(reader: ConsoleBrowser) -> str:
    return next((each.value for each in reader.session.cookie_jar if each.key == COOKIE), "")


async def actions_of(admin: Api, person_id: UUID) -> list[str]:
    changes = (await admin.get(f"/v2/orgs/rights-changes?subject_id={person_id}")).body["items"]
    return [each["action"] for each in changes]


async def test_an_admin_of_a_partner_signs_in_and_sees_this_partner_alone(visitor, make_person, partner, other):
    here = f"/console/partners/{partner.slug}"
    asked = await visitor.get(f"{here}/events?x=1")
    assert f'href="/account/sign-in?next={quote(f"{here}/events?x=1", safe="")}"' in asked.text
    person = await make_person(at(partner))
    assert (await enter(visitor, person, f"{here}/events?x=1")).path == f"{here}/events?x=1"
    assert person.email in (await visitor.get(here)).text
    assert (await visitor.get("/console")).path == here
    assert (await visitor.get(f"/console/partners/{other.slug}")).status == 404
    assert (await visitor.get("/console/operator")).status == 404
    made = await visitor.submit(f"{here}/clients", name="their own")
    assert made.status == 200, made.text


async def test_a_reader_changes_nothing(visitor, make_person, partner):
    here = f"/console/partners/{partner.slug}"
    shown = await enter(visitor, await make_person(at(partner, PersonRoleEnum.PARTNER_READER)))
    assert shown.path == here
    assert "Make a client" not in (await visitor.get(f"{here}/clients")).text
    assert (await visitor.submit(f"{here}/clients", name="not theirs")).status == 403


async def test_people_are_managed_on_their_page(visitor, operator, make_person, partner, admin: Api):
    here = f"/console/partners/{partner.slug}/people"
    colleague, leaver = await make_person(), await make_person(at(partner, PersonRoleEnum.PARTNER_READER))
    me = await make_person(at(partner))
    await enter(visitor, me, here)
    # Without mail the operator alone gets a link to pass on.
    assert (await visitor.submit(here, email=colleague.email, role="partner_reader")).status == 409
    shown = await operator.submit(
        "/console/operator/people", email=colleague.email, role="partner_reader", partner=partner.slug
    )
    assert "/account/role?offer=" in shown.text
    shown = await visitor.get(here)
    assert "not accepted" in shown.text
    for each in (colleague, leaver, me):
        assert each.email in shown.text
    [held] = [
        each
        for each in (await admin.get(f"/v2/orgs/people?partner_id={partner.id}")).body["items"]
        if each["email"] == leaver.email
    ]
    shown = await visitor.submit(f"{here}/{held['id']}", role="partner_admin")
    assert shown.path == f"{here}?done=person-changed"
    shown = await visitor.submit(f"{here}/{held['id']}/end")
    assert (shown.path, leaver.email in shown.text) == (f"{here}?done=person-ended", False)
    assert (await actions_of(admin, leaver.id))[:2] == ["person.role_taken", "person.role_changed"]


async def test_a_narrowed_role_opens_no_page_of_what_it_may_not_read(visitor, make_person, partner):
    here = f"/console/partners/{partner.slug}"
    narrowed = frozenset({"fleet:read", "partner:read"})
    person = await make_person(replace(at(partner), scopes=narrowed))
    await enter(visitor, person)
    assert (await visitor.get(f"{here}/fleets")).status == 200
    for page in ("", "/events"):
        assert (await visitor.get(here + page)).status == 403
    visitor.session.cookie_jar.clear()
    await enter(visitor, await make_person(RoleAssignment(PersonRoleEnum.ADMIN, scopes=narrowed)))
    assert (await visitor.get("/console/operator/partners")).status == 200
    for page in ("", "/doctor", "/storage", "/operations", "/webhooks"):
        assert (await visitor.get(f"/console/operator{page}")).status == 403
    # What the adapter can do is no secret of the installation; how it is used is.
    assert "/simulator" not in (await visitor.get("/console/operator/providers")).text
    provider = await visitor.get("/console/operator/providers/samsara")
    assert (provider.status, "Resources" in provider.text, "Limits of an account" in provider.text) == (
        200,
        True,
        False,
    )


async def test_a_narrowed_role_lands_on_a_page_that_it_may_open(visitor, make_person, partner):
    here = f"/console/partners/{partner.slug}"
    shown = await enter(visitor, await make_person(replace(at(partner), scopes=frozenset({"webhook:read"}))))
    assert (shown.status, shown.path) == (200, f"{here}/webhooks")
    assert frame_of(shown) == [f"{here}/webhooks", f"{here}/events"]
    visitor.session.cookie_jar.clear()
    narrowed = frozenset({"partner:read", "connection:read"})
    shown = await enter(visitor, await make_person(RoleAssignment(PersonRoleEnum.ADMIN, scopes=narrowed)))
    assert (shown.status, shown.path) == (200, "/console/operator/partners")
    # From there to the partner's pages, and from a page that is closed back again.
    assert f'href="{here}/connections"' in shown.text
    closed = await visitor.get("/console/operator")
    assert (closed.status, 'href="/console/operator/partners">Back' in closed.text) == (403, True)


@pytest.mark.parametrize("role", [PersonRoleEnum.ADMIN, PersonRoleEnum.PARTNER_ADMIN])
async def test_the_frame_has_the_pages_that_open_and_no_others(visitor, make_person, database, partner, role):
    assignment = RoleAssignment(role) if role is PersonRoleEnum.ADMIN else at(partner)
    person = await make_person(assignment)
    every_page = frame_of(await enter(visitor, person))
    assert len(every_page) > 10
    held = scopes_of(role)

    async def frame_with(narrowed: frozenset[str]) -> list[str]:
        async with database.connection() as db:
            await db.execute("update person_role set scopes = %s where person_id = %s", (list(narrowed), person.id))
        return frame_of(await visitor.get("/console"))

    for scope in sorted(each for each in held if each.endswith(":read")):
        shown = await frame_with(held - {scope})
        found = {page: (await visitor.get(page)).status for page in every_page}
        assert (scope, found) == (scope, {page: 200 if page in shown else 403 for page in every_page})
        for page in await frame_with(frozenset({scope})):
            assert (scope, page, (await visitor.get(page)).status) == (scope, page, 200)


async def test_an_operator_sees_all_partners(visitor, make_person, partner, other):
    shown = await enter(visitor, await make_person(RoleAssignment(PersonRoleEnum.ADMIN)))
    assert shown.path == "/console/operator"
    for each in (partner, other):
        assert (await visitor.get(f"/console/partners/{each.slug}")).status == 200


async def test_of_two_partners_each_page_has_the_rights_of_its_own_role(visitor, make_person, partner, other):
    person = await make_person(at(partner), at(other, PersonRoleEnum.PARTNER_READER))
    shown = await enter(visitor, person)
    assert shown.path == "/console"
    assert f'href="/console/partners/{other.slug}"' in shown.text
    assert (await visitor.submit(f"/console/partners/{partner.slug}/clients", name="mine")).status == 200
    assert (await visitor.submit(f"/console/partners/{other.slug}/clients", name="no")).status == 403


async def test_a_person_of_a_fleet_opens_no_page(visitor, make_person, accept):
    invitation = await accept()
    person = await make_person(RoleAssignment(PersonRoleEnum.FLEET, fleet_id=UUID(invitation["fleet_id"])))
    await enter(visitor, person)
    for path in ("/console", "/console/operator", "/console/nothing"):
        shown = await visitor.get(path)
        assert shown.status == 403
        assert "no role that opens the console" in shown.text


@pytest.mark.parametrize(
    "page",
    [
        *("https://elsewhere.example/", "//elsewhere.example", "/console\\@elsewhere.example", "/consoles", "/v2/orgs"),
        *("/console\n//elsewhere.example", "javascript:alert(1)", "/my-data"),
    ],
)
async def test_a_sign_in_leads_to_no_other_page_than_those_of_the_console(visitor, make_person, partner, page):
    shown = await enter(visitor, await make_person(at(partner)), page)
    assert shown.path == f"/console/partners/{partner.slug}"


async def test_a_cookie_from_before_the_sign_in_opens_nothing(visitor, make_person, make_code, partner):
    """Whoever puts a session of their own into somebody's browser does not get in with it afterwards."""
    await visitor.send("/console/sign-in", code=await make_code(PersonRoleEnum.PARTNER_ADMIN, partner.id))
    planted = cookie_of(visitor)
    await enter(visitor, await make_person(at(partner)))
    assert cookie_of(visitor) != planted
    visitor.session.cookie_jar.clear()
    shown = await visitor.get("/console", headers={"Cookie": f"{COOKIE}={planted}"})
    assert shown.path.startswith("/console/sign-in")


async def test_the_second_step_is_needed_where_it_is_on(visitor, make_person, partner, database, keyring: Keyring):
    person = await make_person(at(partner))
    async with database.transaction() as db:
        uri = (await second_step.begin(db, keyring, person)).reveal()
        key = uri.partition("secret=")[2].partition("&")[0]
        await second_step.confirm(db, keyring, person.id, TOTP(key).now(), address=None, notices=NO_NOTICES)
        await db.execute("update person set totp_last_step = 0 where id = %s", (person.id,))
    here = f"/console/partners/{partner.slug}/events"
    asked = await enter(visitor, person, here)
    assert asked.path.startswith("/account/second-step?next=")
    # The password alone opens nothing.
    assert (await visitor.get(here)).path.startswith("/console/sign-in")
    token = _TOKEN.search((await visitor.get(asked.path)).text)
    assert token is not None
    shown = await visitor.send(asked.path, form_token=token[1], code=TOTP(key).now())
    assert shown.path == here


async def _sign_out(reader: ConsoleBrowser, person: Person, **_: Any) -> None:
    await reader.submit("/console/sign-out")


async def _sign_out_of_the_account(reader: ConsoleBrowser, person: Person, **_: Any) -> None:
    page = await reader.get("/account/security")
    assert page.status == 200
    token = _TOKEN.search(page.text)
    assert token is not None
    await reader.send("/account/sign-out", form_token=token[1])


async def _new_password(reader: ConsoleBrowser, person: Person, *, database: Database, **_: Any) -> None:
    async with database.transaction() as db:
        link = await make_link(db, "", person.email, LinkPurposeEnum.RESET)
        assert link is not None
        token = Secret(link.reveal().partition("token=")[2])
        await service.set_password(
            db, token, await Passwords().hash(Secret(PASSWORD)), address=None, notices=NO_NOTICES
        )


async def _take_role(
    reader: ConsoleBrowser, person: Person, *, database: Database, partner: PartnerFixture, **_: Any
) -> None:
    async with database.transaction() as db:
        await service.take_role(db, OPERATOR, person.id, at(partner))


async def _suspend(reader: ConsoleBrowser, person: Person, *, admin: Api, partner: PartnerFixture, **_: Any) -> None:
    path = f"/v2/orgs/partners/{partner.id}/properties"
    assert (await admin.post(path, [{"key": "account_status", "value": "suspended"}])).status == 201


async def _disable(reader: ConsoleBrowser, person: Person, *, database: Database, **_: Any) -> None:
    async with database.transaction() as db:
        await service.set_disabled(db, OPERATOR, person.id, is_disabled=True)


@pytest.mark.parametrize(
    "end",
    [_sign_out, _sign_out_of_the_account, _new_password, _take_role, _suspend, _disable],
    ids=lambda end: end.__name__,
)
async def test_what_ends_a_session_ends_it_for_the_next_page(visitor, make_person, database, partner, admin, end):
    person = await make_person(at(partner))
    here = f"/console/partners/{partner.slug}"
    assert (await enter(visitor, person)).path == here
    secret = cookie_of(visitor)
    await end(visitor, person, database=database, partner=partner, admin=admin)
    visitor.session.cookie_jar.clear()
    shown = await visitor.get(here, headers={"Cookie": f"{COOKIE}={secret}"})
    assert shown.path.startswith("/console/sign-in") or shown.status == 403
    assert partner.slug not in shown.text.replace(quote(here, safe=""), "").replace(here, "")


async def test_the_console_asks_again_after_half_a_day_and_the_pages_of_people_do_not(
    visitor, make_person, database, partner
):
    person = await make_person(at(partner))
    await enter(visitor, person)
    async with database.transaction() as db:
        await db.execute(
            "update person_session set created_at = created_at - interval '13 hours' where person_id = %s", (person.id,)
        )
    assert (await visitor.get("/console")).path.startswith("/console/sign-in")
    assert (await visitor.get("/account/security")).path == "/account/security"
    # The way back is a form, and not a circle.
    assert (await enter(visitor, person)).path == f"/console/partners/{partner.slug}"


async def test_a_form_of_the_account_is_none_of_the_console(visitor, make_person, partner):
    await enter(visitor, await make_person(at(partner)))
    token = _TOKEN.search((await visitor.get("/account/security")).text)
    assert token is not None
    assert (await visitor.send("/console/sign-out", form_token=token[1])).status == 403
    assert (await visitor.get("/console")).status == 200


async def test_the_audit_trail_has_sign_ins_and_refusals_without_what_was_typed(
    visitor, operator, make_person, partner, admin
):
    person = await make_person(at(partner))
    await enter(visitor, person)
    await visitor.submit("/console/sign-out")
    assert (await actions_of(admin, person.id))[:2] == ["person.signed_out", "person.signed_in"]
    path = "/account/sign-in"
    token = _TOKEN.search((await visitor.get(path)).text)
    assert token is not None
    answers = [
        await visitor.send(path, form_token=token[1], email=person.email, password="not this one at all")
        for _ in range(12)
    ]
    assert {answer.status for answer in answers} == {422, 429}
    assert (await actions_of(admin, person.id))[:2] == ["person.sign_in_limited", "person.signed_out"]
    [change] = (await admin.get(f"/v2/orgs/rights-changes?subject_id={person.id}&size=1")).body["items"]
    assert change["details"] == {"limit": "account"}
    shown = await operator.get(f"/console/operator/audit?subject_id={person.id}")
    assert "person.sign_in_limited" in shown.text
    assert "not this one" not in shown.text
