"""What the token of each role may do, as the caller of the API that it makes."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.conftest import Api, PartnerFixture, eventually
from tests.integration.connect.people.conftest import LoginApp, MakePerson, sign_in
from tests.outbox import empty_outbox

from gladhand.auth.people import queries
from gladhand.auth.people.roles import PersonRoleEnum, RoleAssignment
from gladhand.core.db import Database
from gladhand.orgs.external_tsps.queries import upsert_unlisted

# Reading the audit trail, inviting, listing invitations, listing agreements.
ALLOWED = {
    PersonRoleEnum.ADMIN: (200, 403, 403, 403),
    PersonRoleEnum.PARTNER_ADMIN: (403, 201, 200, 200),
    PersonRoleEnum.PARTNER_READER: (403, 403, 200, 200),
    PersonRoleEnum.FLEET: (403, 403, 403, 200),
}


@pytest.mark.parametrize("role", PersonRoleEnum)
async def test_a_token_may_do_what_the_role_may(
    role: PersonRoleEnum, app: LoginApp, visitor: Any, anyone: Any, make_person: MakePerson, accept: Any, partner: Any
):
    invitation = await accept()
    wanted = RoleAssignment(
        role,
        partner_id=partner.id if role in (PersonRoleEnum.PARTNER_ADMIN, PersonRoleEnum.PARTNER_READER) else None,
        fleet_id=UUID(invitation["fleet_id"]) if role is PersonRoleEnum.FLEET else None,
    )
    person = await make_person(wanted)
    tokens = await app.tokens(await sign_in(visitor, await visitor.open(app.authorization_url()), person.email))
    client = anyone.with_token(tokens["access_token"])
    answers = (
        await client.get("/v2/orgs/rights-changes"),
        await client.post("/v2/orgs/invitations", {"fleet_ref": f"ref-{uuid4().hex[:8]}"}),
        await client.get("/v2/orgs/invitations"),
        await client.get("/v2/orgs/share-agreements"),
    )
    assert tuple(answer.status for answer in answers) == ALLOWED[role]


async def test_a_person_sees_nothing_of_another_partner(
    app: LoginApp, visitor: Any, anyone: Any, make_person: MakePerson, make_partner: Any, accept: Any
):
    theirs, other = await accept(), await make_partner("Borealis")
    person = await make_person(RoleAssignment(PersonRoleEnum.PARTNER_ADMIN, partner_id=other.id))
    tokens = await app.tokens(await sign_in(visitor, await visitor.open(app.authorization_url()), person.email))
    client = anyone.with_token(tokens["access_token"])
    for path in ("/v2/orgs/invitations", "/v2/orgs/share-agreements", "/v2/orgs/fleets"):
        assert (await client.get(path)).body["items"] == []
    assert (await client.get(f"/v2/orgs/fleets/{theirs['fleet_id']}")).status == 404


async def test_who_only_reads_for_a_partner_gets_no_link_and_no_token(
    app: LoginApp,
    make_visitor: Any,
    anyone: Any,
    make_person: MakePerson,
    accept: Any,
    partner: Any,
    database: Database,
):
    """Whoever has the link of an invitation, or its tokens, acts for the fleet."""
    invitation = await accept()
    async with database.transaction() as db:
        provider = await upsert_unlisted(db, f"Rigwatch {uuid4().hex}")
    fleet = anyone.with_token(invitation["pre_registration_access_token"])
    assert (await fleet.post(f"/v2/orgs/external-tsps/{provider}/request-integration")).status == 201
    await empty_outbox(database)
    texts = {}
    for role in (PersonRoleEnum.PARTNER_READER, PersonRoleEnum.PARTNER_ADMIN):
        person, visitor = await make_person(RoleAssignment(role, partner_id=partner.id)), make_visitor()
        page = await visitor.open(app.authorization_url())
        tokens = await app.tokens(await sign_in(visitor, page, person.email))
        await visitor.session.close()
        client = anyone.with_token(tokens["access_token"])
        paths = (
            "/v2/orgs/invitations",
            "/v2/orgs/fleets",
            f"/v2/orgs/fleets/{invitation['fleet_id']}",
            "/v2/notifications/events?event_name=invitation.*",
            "/v2/orgs/external-tsps/integration-requests",
        )
        answers = [await client.get(path) for path in paths]
        assert [answer.status for answer in answers] == [200] * len(paths)
        texts[role] = [str(answer.body) for answer in answers]
    assert all(invitation["id"] in text for text in texts[PersonRoleEnum.PARTNER_ADMIN])
    assert not any(invitation["id"] in text for text in texts[PersonRoleEnum.PARTNER_READER])
    assert all(str(UUID(int=0)) in text for text in texts[PersonRoleEnum.PARTNER_READER])
    assert invitation["pre_registration_access_token"] in texts[PersonRoleEnum.PARTNER_ADMIN][0]
    assert "eyJ" not in texts[PersonRoleEnum.PARTNER_READER][0]


async def test_a_role_from_a_partners_link_ends_with_the_partner(
    app: LoginApp, visitor: Any, anyone: Api, admin: Api, make_person: MakePerson, accept: Any, partner: PartnerFixture,
    database: Database,
):  # fmt: skip
    invitation = await accept()
    fleet_id = UUID(invitation["fleet_id"])
    person = await make_person(RoleAssignment(PersonRoleEnum.FLEET, fleet_id=fleet_id, invited_by=partner.id))
    tokens = await app.tokens(await sign_in(visitor, await visitor.open(app.authorization_url()), person.email))
    client = anyone.with_token(tokens["access_token"])
    assert (await client.get("/v2/orgs/share-agreements")).status == 200

    async def held() -> int:
        async with database.connection() as db:
            return len(await queries.list_roles(db, person.id))

    async def is_refused() -> bool:
        return (await client.get("/v2/orgs/share-agreements")).status == 401

    async def is_allowed() -> bool:
        return not await is_refused()

    properties = f"/v2/orgs/partners/{partner.id}/properties"
    made = await admin.post(properties, [{"key": "account_status", "value": "suspended"}])
    assert await held() == 0
    await eventually(is_refused, "the end of the token")
    assert (await admin.delete(f"{properties}/{made.body[0]['id']}")).status == 204
    assert await held() == 1
    await eventually(is_allowed, "the token after the suspension")

    for days, roles in ((29, 1), (31, 0)):
        async with database.transaction() as db:
            await db.execute(
                "update share_agreement set status = 'cancelled', updated_at = now() - make_interval(days => %s) "
                "where partner_id = %s and fleet_id = %s",
                (days, partner.id, fleet_id),
            )
        assert await held() == roles
    await eventually(is_refused, "the end of the token")
