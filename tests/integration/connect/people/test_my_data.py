"""A fleet registers from the link of its invitation, sees what it shares, and pauses, resumes and ends it."""

import json
from typing import Any
from uuid import uuid4

import pytest
from tests.integration.connect.conftest import ConnectPage, Visitor
from tests.integration.connect.people.conftest import PASSWORD, LoginApp, sign_in

from gladhand.auth.people.roles import PersonRoleEnum, RoleAssignment


async def register(
    visitor: Visitor, page: ConnectPage, email: str | None = None, password: str = PASSWORD
) -> ConnectPage:
    """From the page after a connection was made."""
    form = await visitor.follow(page, "/account/register")
    assert form.heading == "Create an account"
    return await visitor.submit(
        form, "/account/register", email=email or f"{uuid4().hex[:12]}@fleet.example", password=password
    )


def change_path(page: ConnectPage, change: str) -> str:
    return next(form.action for form in page.read.forms if form.action.endswith(f"/{change}"))


async def agreements_of(api: Any, fleet_ref: str) -> list[Any]:
    return list((await api.get(f"/v2/orgs/share-agreements?fleet_ref={fleet_ref}")).body["items"])


async def fleets_of(api: Any, invitation: Any) -> int:
    return len((await api.get(f"/v2/orgs/fleets?fleet_refs={invitation['fleet_ref']}")).body["items"])


async def test_a_fleet_registers_pauses_resumes_and_ends(invite, visitor, connected_to, api):
    invitation = await invite(fleet_ref=f"ref-{uuid4().hex[:6]}")
    page = await register(visitor, await connected_to(invitation))
    assert (page.url.path, page.heading) == ("/my-data", "What you share")
    for text in ("Acme Logistics", "Shared", "Rolling Thunder", "Works", "Sharing with Acme Logistics was agreed"):
        assert text in page.text
    assert await fleets_of(api, invitation) == 1

    page = await visitor.submit(page, change_path(page, "pause"))
    assert "Paused" in page.text
    # A status that is there from the start is read out only if it has the focus.
    assert '<p class="said" role="status" tabindex="-1" autofocus>' in page.html
    assert page.html.count("autofocus") == 1
    assert await fleets_of(api, invitation) == 0
    assert [each["status"] for each in await agreements_of(api, invitation["fleet_ref"])] == ["paused"]

    page = await visitor.submit(page, change_path(page, "activate"))
    assert await fleets_of(api, invitation) == 1

    ending = await visitor.follow(page, next(path for path in page.read.links if "/end/" in path))
    assert ending.heading == "End the sharing with Acme Logistics?"
    page = await visitor.submit(ending, change_path(ending, "end"))
    assert "Ended" in page.text
    assert not [form for form in page.read.forms if "/agreements/" in form.action]
    assert await fleets_of(api, invitation) == 0
    assert [each["status"] for each in await agreements_of(api, invitation["fleet_ref"])] == ["cancelled"]
    for text in ("was paused", "was resumed", "was ended", "by you"):
        assert text in page.text


async def test_the_export_holds_consents_and_history_and_nothing_of_others(invite, visitor, connected_to, make_partner):
    invitation = await invite(permissions={"vehicle": "read", "user": "read_write"})
    page = await register(visitor, await connected_to(invitation))
    exported = await visitor.open(page.read.links["/my-data/export"])
    assert exported.headers["Cache-Control"] == "no-store"
    [fleet] = json.loads(exported.html)["fleets"]
    [agreement] = fleet["share_agreements"]
    assert agreement["scopes"] == {"vehicle": "read", "user": "read_write"}
    assert (agreement["partner"], agreement["status"]) == ("Acme Logistics", "active")
    assert [each["action"] for each in fleet["history"]] == ["person.role_given", "invitation.accepted"]
    assert [(each["provider"], each["account"]) for each in fleet["connections"]] == [
        ("Groundhog (simulator)", "Rolling Thunder")
    ]
    for secret in (invitation["id"], "pbkdf", "argon2", "ref-"):
        assert secret not in exported.html


async def test_a_link_registers_for_what_is_shared_with_its_partner_alone(
    invite, visitor, connected_to, make_partner, anyone, api, make_visitor
):
    """The partner has the link as well: it must not end by it what the fleet shares with others."""
    first = await invite()
    page = await register(visitor, await connected_to(first))
    other = await make_partner("Borealis")
    second = (await anyone.with_token(other.token).post("/v2/orgs/invitations", {"fleet_ref": "b-1"})).body
    read = (await api.get(f"/v2/orgs/invitations/{first['id']}")).body
    fleet = anyone.with_token(read["pre_registration_access_token"])
    assert (await fleet.post(f"/v2/orgs/invitations/{second['id']}/accept")).status == 200

    page = await visitor.open("/my-data")
    assert "open the link of the invitation from Borealis" in page.text
    paths = [form.action for form in page.read.forms if form.action.endswith("/pause")]
    assert len(paths) == 1
    [agreement] = (await anyone.with_token(other.token).get("/v2/orgs/share-agreements")).body["items"]
    token = page.form("/account/sign-out").values
    forged = await visitor.request("POST", f"/my-data/agreements/{agreement['id']}/pause", data=token)
    assert forged.status == 404

    # With the link of the second partner the same account gets the rest.
    asked = await visitor.open(f"/account/register?invite={second['id']}")
    assert asked.heading == "Add to your account?"
    page = await visitor.submit(asked, "/account/register")
    assert len([form for form in page.read.forms if form.action.endswith("/pause")]) == 2
    page = await visitor.submit(page, f"/my-data/agreements/{agreement['id']}/pause")
    assert "Paused. Borealis gets nothing until you resume it." in page.text
    page = await visitor.open("/my-data")
    assert "until you resume it" not in page.text
    assert "Borealis gets nothing while this is paused." in page.text
    page = await visitor.submit(page, f"/my-data/agreements/{agreement['id']}/activate")
    assert "Resumed. Borealis gets your data again." in page.text
    page = await visitor.submit(page, f"/my-data/agreements/{agreement['id']}/pause")
    [agreement] = (await anyone.with_token(other.token).get("/v2/orgs/share-agreements")).body["items"]
    assert agreement["status"] == "paused"


async def test_pages_of_another_fleet_answer_like_missing_ones(
    invite, visitor, make_visitor, connected_to, make_person, accept, api
):
    page = await register(visitor, await connected_to(await invite()))
    stranger = make_visitor()
    theirs = await accept()
    person = await make_person(RoleAssignment(PersonRoleEnum.FLEET, fleet_id=theirs["fleet_id"]))
    own = await sign_in(stranger, await stranger.open("/account/sign-in"), person.email)
    assert own.heading == "What you share"
    assert "Rolling Thunder" not in own.text
    token = own.form("/account/sign-out").values
    target, missing = change_path(page, "pause"), f"/my-data/agreements/{uuid4()}/pause"
    answers = [await stranger.request("POST", path, data=token) for path in (target, missing)]
    answers += [await stranger.open(f"/my-data/end/{path.split('/')[3]}") for path in (target, missing)]
    assert [answer.status for answer in answers] == [404] * 4
    assert "Shared" in (await visitor.open("/my-data")).text
    exported = await stranger.open("/my-data/export")
    assert [fleet["id"] for fleet in json.loads(exported.html)["fleets"]] == [theirs["fleet_id"]]
    await stranger.session.close()


async def test_nobody_changes_anything_without_a_form_of_the_same_session(
    invite, visitor, make_visitor, connected_to, make_person
):
    page = await register(visitor, await connected_to(await invite()))
    target = change_path(page, "pause")
    for data in ({}, {"form_token": "forged"}):
        assert (await visitor.request("POST", target, data=data)).status == 403
    other = make_visitor()
    person = await make_person()
    foreign = await sign_in(other, await other.open("/account/sign-in"), person.email)
    anonymous = await other.request(
        "POST", target, data={"form_token": page.form("/account/sign-out").values["form_token"]}
    )
    assert anonymous.status == 403
    assert "No fleet is linked to this account" in foreign.text
    await other.session.close()
    # Opening the address of a change changes nothing.
    await visitor.open(target)
    assert "Shared" in (await visitor.open("/my-data")).text


@pytest.mark.parametrize("password", ["short", "password123"])
async def test_a_bad_password_registers_nobody(invite, visitor, connected_to, password):
    page = await register(visitor, await connected_to(await invite()), password=password)
    assert page.status == 422
    assert page.read.inputs["password"]["value"] == ""
    assert (await visitor.open("/my-data")).heading == "Sign in"


async def test_an_account_that_exists_is_not_taken_over_by_a_link(
    invite, visitor, make_visitor, connected_to, make_person
):
    person = await make_person()
    page = await register(visitor, await connected_to(await invite()), email=person.email.upper())
    assert page.status == 422
    assert "There is an account with this address" in page.text
    page = await visitor.follow(page, "/account/sign-in")
    page = await sign_in(visitor, page, person.email)
    assert page.heading == "Add to your account?"
    assert (await visitor.submit(page, "/account/register")).heading == "What you share"


@pytest.mark.parametrize("state", ["active", "declined", "unknown"])
async def test_only_an_accepted_invitation_registers(invite, visitor, make_person, state):
    invitation = {"id": uuid4()} if state == "unknown" else await invite()
    if state == "declined":
        page = await visitor.open(invitation["magic_link"])
        await visitor.submit(await visitor.follow(page, "/decline"), "/decline")
    page = await visitor.open(f"/account/register?invite={invitation['id']}")
    assert page.heading != "Create an account"
    assert page.read.form("/account/register") is None


async def test_the_operators_pause_is_not_the_fleets_to_end(invite, visitor, connected_to, admin, api):
    invitation = await invite(fleet_ref=f"ref-{uuid4().hex[:6]}")
    page = await register(visitor, await connected_to(invitation))
    [agreement] = await agreements_of(api, invitation["fleet_ref"])
    assert (await admin.post(f"/v2/orgs/share-agreements/{agreement['id']}/pause")).status == 200
    path = change_path(page, "pause").replace("/pause", "/activate")
    page = await visitor.request("POST", path, data=page.form("/account/sign-out").values)
    assert "The company that runs this page has paused it." in page.text
    assert "until you resume it" not in page.text
    assert await fleets_of(api, invitation) == 0


async def test_a_registered_fleet_signs_in_to_an_application_too(invite, visitor, connected_to, app: LoginApp, anyone):
    email = f"{uuid4().hex[:12]}@fleet.example"
    await register(visitor, await connected_to(await invite()), email)
    tokens = await app.tokens(await visitor.open(app.authorization_url()))
    fleet = anyone.with_token(tokens["access_token"])
    [agreement] = (await fleet.get("/v2/orgs/share-agreements")).body["items"]
    assert (await fleet.post(f"/v2/orgs/share-agreements/{agreement['id']}/pause")).body["status"] == "paused"
    assert (await fleet.get("/v2/orgs/invitations")).status == 403
