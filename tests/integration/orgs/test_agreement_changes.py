"""Share agreements that fleets, partners and the operator pause, resume, end and change."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from tests.integration.orgs.conftest import fleet_ref

from gladhand.orgs.agreements.tasks import expire

FLEETS, AGREEMENTS, INVITATIONS = "/v2/orgs/fleets", "/v2/orgs/share-agreements", "/v2/orgs/invitations"
ROLES = ("fleet", "partner", "admin")
# What every client gets, without extensions of the contract.
PLAIN = {"headers": {"Gladhand-Extensions": "false"}}


def moment(days: float) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


@pytest.fixture
async def shared(invite, accept, api, anyone, admin):
    """An agreement, its path, and the clients of everybody who may have to do with it."""
    accepted = await accept(await invite())
    [agreement] = (await api.get(AGREEMENTS, **PLAIN)).body["items"]
    return {
        "agreement": agreement,
        "path": f"{AGREEMENTS}/{agreement['id']}",
        "partner": api,
        "fleet": anyone.with_token(accepted["pre_registration_access_token"]),
        "admin": admin,
    }


async def statuses(published) -> list[str]:
    """What the partner was told of its agreements, after their creation."""
    told = [each for each in await published() if each.name.startswith("share_agreement.")][1:]
    return [f"{each.name} {each.record['status']}" for each in told]


@pytest.mark.parametrize("role", ROLES)
async def test_everybody_may_pause_resume_and_cancel(shared, published, api, role):
    who = shared[role]
    for verb, status, seen in (("pause", "paused", 0), ("activate", "active", 1), ("cancel", "cancelled", 0)):
        # Doing it again changes nothing and tells nothing.
        for _ in range(2):
            answer = await who.post(f"{shared['path']}/{verb}", **PLAIN)
            assert (answer.status, answer.body) == (200, shared["agreement"] | {"status": status})
        assert (await api.get(FLEETS)).body["total"] == seen
        assert (await api.get(f"{FLEETS}/{shared['agreement']['fleet_id']}")).status == (200 if seen else 404)
        counted = await api.get(AGREEMENTS, params={"share_agreement_status": status})
        assert ([each["id"] for each in counted.body["items"]], counted.body["total"]) == (
            [shared["agreement"]["id"]],
            1,
        )
    assert await statuses(published) == [
        "share_agreement.updated paused",
        "share_agreement.updated active",
        "share_agreement.updated cancelled",
    ]
    for verb in ("pause", "activate"):
        assert (await who.post(f"{shared['path']}/{verb}")).status == 409


async def test_a_partner_resumes_only_what_it_has_paused_itself(shared):
    async def switch(role: str, verb: str) -> int:
        return int((await shared[role].post(f"{shared['path']}/{verb}")).status)

    for role in ("fleet", "admin"):
        assert (await switch(role, "pause"), await switch("partner", "activate")) == (200, 403)
        assert (await switch("partner", "pause"), await switch("partner", "activate")) == (200, 403)
        assert (await switch("fleet", "pause"), await switch("fleet", "activate")) == (
            200,
            200 if role == "fleet" else 403,
        )
        assert await switch(role, "activate") == 200
    # The fleet's pause takes the place of the partner's.
    assert (await switch("partner", "pause"), await switch("fleet", "pause")) == (200, 200)
    assert await switch("partner", "activate") == 403
    assert (await shared["partner"].get(shared["path"])).body["status"] == "paused"


async def test_only_the_fleet_and_the_operator_change_dates_and_delete(shared, published, api):
    body = {"expiration_date": moment(7)}
    assert (await api.patch(shared["path"], body)).status == 403
    assert (await api.delete(shared["path"])).status == 403
    for role in ("fleet", "admin"):
        changed = await shared[role].patch(shared["path"], body)
        assert (changed.status, changed.body["status"]) == (200, "active")
        assert datetime.fromisoformat(changed.body["expiration_date"]) == datetime.fromisoformat(
            body["expiration_date"]
        )
        assert (await shared[role].patch(shared["path"], {})).body == changed.body
        assert (await shared[role].patch(shared["path"], {"expiration_date": None})).body["expiration_date"] is None
    later = await shared["fleet"].patch(shared["path"], {"effective_date": moment(1)})
    assert (later.body["status"], (await api.get(FLEETS)).body["total"]) == ("active", 0)
    for _ in range(2):
        assert (await shared["fleet"].delete(shared["path"])).status == 204
    assert (await api.get(AGREEMENTS)).body["total"] == 0
    assert (await api.get(shared["path"])).body["status"] == "deleted"
    for verb in ("pause", "activate", "cancel"):
        assert (await shared["fleet"].post(f"{shared['path']}/{verb}")).status == 409
    assert (await shared["fleet"].patch(shared["path"], body)).status == 409
    assert await statuses(published) == ["share_agreement.updated active"] * 5 + ["share_agreement.deleted deleted"]


@pytest.mark.parametrize(
    "body",
    [
        {"expiration_date": moment(-1)},
        {"effective_date": moment(3), "expiration_date": moment(2)},
        {"expiration_date": "soon"},
        {"expiration_date": 5},
    ],
)
async def test_dates_that_cannot_be_are_refused(shared, body):
    answer = await shared["fleet"].patch(shared["path"], body)
    assert (answer.status, answer.body["detail"][0]["path"]) == (422, "body.expiration_date")
    assert (await shared["fleet"].get(shared["path"])).body == shared["agreement"]


async def test_an_agreement_expires_on_time(shared, database, published, api):
    assert (await shared["fleet"].post(f"{shared['path']}/pause")).status == 200
    async with database.connection() as db:
        await db.execute(
            "update share_agreement set expiration_date = now() - interval '1 second' where id = %s",
            (shared["agreement"]["id"],),
        )
    assert (await shared["fleet"].post(f"{shared['path']}/activate")).status == 409
    await expire(database)
    expired = await api.get(AGREEMENTS, params={"share_agreement_status": "expired"})
    assert ([each["id"] for each in expired.body["items"]], expired.body["total"]) == ([shared["agreement"]["id"]], 1)
    await expire(database)
    assert await statuses(published) == ["share_agreement.updated paused", "share_agreement.updated expired"]


async def test_every_change_is_told_to_the_callback_of_the_invitation(
    api, admin, anyone, invite, accept, database, partner, list_called_back
):
    invitation = await invite(callback_url="https://93.184.216.34/agreements", permissions={"user": "read"})
    accepted = await accept(invitation)
    [agreement] = (await api.get(AGREEMENTS)).body["items"]
    path, fleet = f"{AGREEMENTS}/{agreement['id']}", anyone.with_token(accepted["pre_registration_access_token"])
    for answer in (
        await fleet.post(f"{path}/pause"),
        await fleet.post(f"{path}/activate"),
        await fleet.patch(path, {"effective_date": moment(-2)}),
        await admin.post(f"{AGREEMENTS}/backfill", {"resource": "vehicle", "fleet_ids": [agreement["fleet_id"]]}),
        await fleet.patch(f"{FLEETS}/{agreement['fleet_id']}", {"fleet_ref": fleet_ref()}),
        await fleet.post(f"{path}/cancel"),
        await fleet.delete(path),
    ):
        assert answer.status in (200, 201, 204), answer.body
    assert await list_called_back(invitation["callback_url"]) == [
        "invitation.accepted", "share_agreement.created", *["share_agreement.updated"] * 6, "share_agreement.deleted",
    ]  # fmt: skip


async def test_strangers_meet_no_agreement(shared, anyone, make_partner, accept, invite):
    partner = anyone.with_token((await make_partner()).token)
    fleet = anyone.with_token((await accept(await invite()))["pre_registration_access_token"])
    for who in (partner, fleet):
        foreign = await who.post(f"{shared['path']}/pause")
        missing = await who.post(f"{AGREEMENTS}/{uuid4()}/pause")
        assert (foreign.status, foreign.body) == (missing.status, missing.body)
        assert foreign.status == 404
    assert (await anyone.post(f"{shared['path']}/pause")).status == 401
    assert (await shared["partner"].get(shared["path"], **PLAIN)).body == shared["agreement"]


async def test_the_token_of_one_partners_invitation_does_not_end_the_agreement_of_another(
    shared, anyone, make_partner, accept
):
    other = anyone.with_token((await make_partner()).token)
    invitation = (await other.post(INVITATIONS, {"fleet_ref": fleet_ref()})).body
    second = await shared["fleet"].post(f"{INVITATIONS}/{invitation['id']}/accept")
    assert second.body["fleet_id"] == shared["agreement"]["fleet_id"]
    [theirs] = (await other.get(AGREEMENTS)).body["items"]
    # The first partner can read the token of its own invitation.
    assert (await shared["fleet"].post(f"{AGREEMENTS}/{theirs['id']}/pause")).status == 403
    fleet = anyone.with_token(second.body["pre_registration_access_token"])
    assert (await fleet.post(f"{AGREEMENTS}/{theirs['id']}/pause")).status == 200
    assert (await fleet.post(f"{shared['path']}/cancel")).status == 403
    # Nor does either token show what the other partner calls the fleet.
    for who, own, foreign in ((fleet, theirs, shared["agreement"]), (shared["fleet"], shared["agreement"], theirs)):
        seen = {each["id"]: each["fleet_ref"] for each in (await who.get(AGREEMENTS)).body["items"]}
        assert seen == {own["id"]: own["fleet_ref"], foreign["id"]: None}
        assert (await who.get(f"{AGREEMENTS}/{foreign['id']}")).body["fleet_ref"] is None
        for agreement, found in ((own, 1), (foreign, 0)):
            listed = await who.get(AGREEMENTS, params={"fleet_ref": agreement["fleet_ref"]})
            assert (len(listed.body["items"]), listed.body["total"]) == (found, found)


async def test_the_operator_adds_a_resource_to_agreements_that_lack_it(api, admin, invite, accept, published):
    bare, plural, other = [
        await accept(await invite(permissions=permissions))
        for permissions in ({"user": "read"}, {"vehicles": "read_write"}, {"user": "read"})
    ]
    fleets = [bare["fleet_id"], plural["fleet_id"]]
    body = {"resource": "vehicle", "fleet_ids": fleets}
    changed = await admin.post(f"{AGREEMENTS}/backfill", body)
    by_fleet = {each["fleet_id"]: each for each in (await api.get(AGREEMENTS)).body["items"]}
    assert changed.body == {"share_agreement_ids": [by_fleet[bare["fleet_id"]]["id"]]}
    assert by_fleet[bare["fleet_id"]]["scopes"] == {"user": "read", "vehicle": "read"}
    assert by_fleet[plural["fleet_id"]]["scopes"] == {"vehicles": "read_write"}
    assert by_fleet[other["fleet_id"]]["scopes"] == {"user": "read"}
    assert (await admin.post(f"{AGREEMENTS}/backfill", body)).body == {"share_agreement_ids": []}
    updated = [each.record for each in await published() if each.name == "share_agreement.updated"]
    assert [each["id"] for each in updated] == changed.body["share_agreement_ids"]
    assert (await api.post(f"{AGREEMENTS}/backfill", body)).status == 403
    assert (await admin.post(f"{AGREEMENTS}/backfill", body | {"fleet_ids": []})).status == 422


async def test_every_change_of_rights_is_in_the_audit_trail(shared, partner):
    fleet_id, agreement_id = shared["agreement"]["fleet_id"], shared["agreement"]["id"]
    for role in ("fleet", "partner"):
        # The partner's pause changes nothing any more, so it leaves no entry.
        assert (await shared[role].post(f"{shared['path']}/pause")).status == 200
    assert (await shared["admin"].post(f"{shared['path']}/cancel")).status == 200

    trail = (await shared["admin"].get("/v2/orgs/rights-changes", params={"subject_id": agreement_id})).body["items"]
    assert [(each["action"], each["actor_kind"]) for each in trail] == [
        ("share_agreement.cancelled", "admin"),
        ("share_agreement.paused", "fleet"),
        ("invitation.accepted", "fleet"),
    ]
    paused = trail[1]
    assert (paused["actor_id"], paused["address"]) == (fleet_id, "127.0.0.1")
    assert (paused["partner_id"], paused["fleet_id"]) == (str(partner.id), fleet_id)
    # The fleet's token is one that the partner can read as well.
    expected = {"status": "paused", "paused_by": "fleet", "token_of_invitation_by": str(partner.id)}
    assert paused["details"] == expected
    of_partner = await shared["admin"].get("/v2/orgs/rights-changes", params={"partner_id": str(partner.id), "size": 3})
    assert of_partner.body["items"] == trail
    created = await shared["admin"].get(
        "/v2/orgs/rights-changes", params={"partner_id": str(partner.id), "cursor": of_partner.body["next_page"]}
    )
    assert created.body["items"][0]["action"] == "api_client.created"
    assert (await shared["partner"].get("/v2/orgs/rights-changes")).status == 403


async def test_a_token_that_the_partner_can_read_protects_more_and_never_less(shared, published, api):
    async def protect(role: str, privacy: object) -> int:
        return int((await shared[role].patch(shared["path"], {"movement_privacy": privacy})).status)

    async def seen() -> object:
        return (await api.get(shared["path"])).body["movement_privacy"]

    full = {"PC": "full", "OFF": "full", "SB": "full"}
    assert await seen() == full
    assert await protect("partner", {"PC": "coarse"}) == 403
    assert await protect("fleet", {"PC": "coarse", "OFF": "withheld"}) == 200
    assert await protect("fleet", {"PC": "withheld", "OFF": "withheld"}) == 200
    for less in ({"PC": "withheld"}, {"PC": "coarse", "OFF": "withheld"}, {}, None):
        assert await protect("fleet", less) == 403
    # Other changes leave it.
    assert (await shared["fleet"].patch(shared["path"], {"expiration_date": moment(3)})).status == 200
    assert await seen() == full | {"PC": "withheld", "OFF": "withheld"}
    assert await protect("admin", {"SB": "coarse"}) == 200
    assert await seen() == full | {"SB": "coarse"}
    assert await protect("admin", None) == 200
    assert await seen() == full
    told = [each.record["movement_privacy"] for each in await published() if each.name == "share_agreement.updated"]
    assert told[-2:] == [full | {"SB": "coarse"}, full]


@pytest.mark.parametrize("privacy", [{"D": "coarse"}, {"PC": "hidden"}, {"PC": None}, "coarse", ["PC"]])
async def test_levels_that_cannot_be_are_refused(shared, privacy):
    answer = await shared["fleet"].patch(shared["path"], {"movement_privacy": privacy})
    assert (answer.status, answer.body["detail"][0]["path"].startswith("body.movement_privacy")) == (422, True)
