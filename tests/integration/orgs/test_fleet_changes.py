"""Fleets that describe and delete themselves."""

import pytest
from tests.conftest import eventually
from tests.integration.orgs.conftest import fleet_ref

FLEETS, AGREEMENTS, INVITATIONS = "/v2/orgs/fleets", "/v2/orgs/share-agreements", "/v2/orgs/invitations"


@pytest.fixture
async def accepted(invite, accept):
    return await accept(await invite(fleet_name="Swift"))


@pytest.fixture
def fleet(anyone, accepted):
    return anyone.with_token(accepted["pre_registration_access_token"])


@pytest.fixture
def path(accepted) -> str:
    return f"{FLEETS}/{accepted['fleet_id']}"


async def test_a_fleet_changes_what_it_sends_and_its_partner_reads_it(api, admin, fleet, path, published):
    before = (await api.get(path)).body
    ref = fleet_ref()
    changes = {"legal_name": "Swift LLC", "regulatory_id_date": "2020-03-15", "country_code": "USA", "fleet_ref": ref}
    changed = await fleet.patch(path, changes)
    # The reference is the partner's, so the fleet's own view of itself has none.
    assert (changed.status, changed.body["legal_name"], changed.body["fleet_ref"]) == (200, "Swift LLC", "")
    after = (await api.get(path)).body
    assert after == before | changes | {"updated_at": after["updated_at"]}
    # Its partner is told of the new reference once, and the operator sees who has set it.
    assert (await fleet.patch(path, {"fleet_ref": ref})).status == 200
    told = [each.record["fleet_ref"] for each in await published() if each.name == "share_agreement.updated"]
    assert told == [ref]
    [noted, _] = (await admin.get("/v2/orgs/rights-changes", params={"fleet_id": before["id"]})).body["items"]
    assert (noted["action"], noted["actor_kind"], noted["details"]["fleet_ref"]) == (
        "share_agreement.updated", "fleet", ref
    )  # fmt: skip
    cleared = (await fleet.patch(path, {"legal_name": None, "name": None})).body
    assert (cleared["legal_name"], cleared["name"]) == (None, "Swift")
    for wrong in ({"name": ""}, {"registered_email": "x"}, {"country_code": "US"}, {"regulatory_id_date": "soon"}):
        assert (await fleet.patch(path, wrong)).status == 422
    assert (await api.patch(path, {"name": "Ours"})).status == 403
    assert (await api.get(path)).body["name"] == "Swift"


async def test_a_reference_stands_for_one_fleet(api, anyone, accept, accepted, invite, fleet, path):
    other, waiting, new = await accept(await invite()), await invite(), fleet_ref()
    for taken in (other["fleet_ref"], waiting["fleet_ref"]):
        assert (await fleet.patch(path, {"fleet_ref": taken, "description": "Mine"})).status == 409
    seen = (await api.get(path)).body
    assert (seen["fleet_ref"], seen["description"]) == (accepted["fleet_ref"], None)
    assert (await fleet.patch(path, {"fleet_ref": new})).status == 200
    # The partner finds the invitation by the new reference, and the old one is free for another fleet.
    refreshed = await api.post(INVITATIONS, {"fleet_ref": new})
    assert (refreshed.status, refreshed.body["id"]) == (200, accepted["id"])
    another = anyone.with_token(other["pre_registration_access_token"])
    changed = await another.patch(f"{FLEETS}/{other['fleet_id']}", {"fleet_ref": accepted["fleet_ref"]})
    assert changed.status == 200
    listed = (await api.get(FLEETS, params={"fleet_refs": accepted["fleet_ref"]})).body["items"]
    assert [each["id"] for each in listed] == [other["fleet_id"]]


async def test_a_fleet_has_properties(api, fleet, path, accept, invite, anyone):
    sent = [{"key": "type", "value": "carrier"}, {"key": "location", "value": "Austin"}]
    made = await fleet.post(f"{path}/properties", sent)
    assert (made.status, [{"key": each["key"], "value": each["value"]} for each in made.body]) == (201, sent)
    assert (await api.get(f"{path}/properties")).body == (await fleet.get(f"{path}/properties")).body == made.body
    refused = await fleet.post(f"{path}/properties", [{"key": "dot_number", "value": "1"}, sent[0]])
    assert refused.status == 409
    assert "already has the property type" in refused.body["detail"]
    for status in (204, 404):
        assert (await fleet.delete(f"{path}/properties/{made.body[0]['id']}")).status == status
    assert (await fleet.get(f"{path}/properties")).body == made.body[1:]
    assert (await api.post(f"{path}/properties", sent)).status == 403
    other = anyone.with_token((await accept(await invite()))["pre_registration_access_token"])
    assert (await other.get(f"{path}/properties")).status == 404
    assert (await other.post(f"{path}/properties", sent)).status == 404


async def test_a_deleted_fleet_is_gone_with_its_tokens_and_agreements(api, fleet, path, published, accepted):
    assert (await api.delete(path)).status == 403
    assert (await fleet.delete(path)).status == 204
    assert (await api.get(path)).status == 404
    assert (await api.get(AGREEMENTS)).body["total"] == 0
    assert [each.record["status"] for each in await published() if each.name == "share_agreement.deleted"] == [
        "deleted"
    ]

    async def is_refused() -> bool:
        return bool((await fleet.get(AGREEMENTS)).status == 401)

    await eventually(is_refused, "refusal of the token")


async def test_the_token_of_one_partner_does_not_delete_or_change_a_fleet_of_another(anyone, fleet, path, make_partner):
    other = anyone.with_token((await make_partner()).token)
    invitation = (await other.post(INVITATIONS, {"fleet_ref": fleet_ref()})).body
    second = anyone.with_token(
        (await fleet.post(f"{INVITATIONS}/{invitation['id']}/accept")).body["pre_registration_access_token"]
    )
    assert (await second.patch(path, {"name": "Theirs"})).status == 403
    assert (await second.delete(path)).status == 403
    assert (await fleet.delete(path)).status == 403
    assert (await other.get(path)).body["name"] == "Swift"
