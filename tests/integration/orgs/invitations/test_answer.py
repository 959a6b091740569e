"""Reading, viewing, accepting, declining and deleting invitations."""

import asyncio
import json
import re
from base64 import urlsafe_b64decode
from collections import Counter
from typing import Any
from uuid import uuid4

import pytest
from tests.integration.orgs.conftest import INVITATIONS, fleet_ref

from gladhand.core.db import Database
from gladhand.orgs.invitations import service

FLEETS, AGREEMENTS = "/v2/orgs/fleets", "/v2/orgs/share-agreements"


def claims(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    found: dict[str, Any] = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return found


async def test_anyone_with_the_id_reads_the_invitation(anyone, invite):
    made = await invite(fleet_name="Swift")
    answer = await anyone.get(f"{INVITATIONS}/{made['id']}")
    assert (answer.status, answer.body) == (200, made)


async def test_an_unknown_id_and_a_malformed_one_are_not_found(anyone):
    assert (await anyone.get(f"{INVITATIONS}/{uuid4()}")).status == 404
    assert (await anyone.get(f"{INVITATIONS}/nonsense")).status == 404
    assert (await anyone.get(f"{INVITATIONS}/%00")).status == 404
    assert (await anyone.post(f"{INVITATIONS}/{uuid4()}/accept")).status == 404
    assert (await anyone.post(f"{INVITATIONS}/{uuid4()}/decline")).status == 404


async def test_reading_changes_nothing(anyone, invite, published, stored):
    made = await invite()
    for _ in range(3):
        await anyone.get(f"{INVITATIONS}/{made['id']}")
        await anyone.request("HEAD", f"{INVITATIONS}/{made['id']}")
    found = await stored(made)
    assert (found.status, found.viewed_at) == ("active", None)
    assert [each.name for each in await published()] == ["invitation.created"]


async def test_a_view_is_announced_once(invite, stored, published, database: Database, settings):
    made = await stored(await invite())
    first_times = []
    for _ in range(2):
        async with database.transaction() as db:
            first_times.append(await service.view_invitation(db, made, settings))
    assert first_times == [True, False]
    assert [each.name for each in await published()] == ["invitation.created", "invitation.viewed"]


async def test_accepting_makes_the_fleet_the_agreement_and_the_tokens(api, anyone, invite, accept):
    made = await invite(
        fleet_name="Swift Transport",
        fleet_email="office@swift-transport.com",
        fleet_regulatory_id="123",
        fleet_regulatory_id_type="DOT",
        fleet_phone="+14155551234",
        fleet_website="https://swift-transport.com/",
        fleet_country_code="USA",
        permissions={"hos_events": "read", "user": "read_write"},
    )
    accepted = await accept(made)
    assert accepted["status"] == "accepted"
    assert accepted["accepted_at"] is not None
    fleet = (await api.get(f"{FLEETS}/{accepted['fleet_id']}")).body
    assert fleet["name"] == "Swift Transport"
    assert fleet["registered_email"] == "office@swift-transport.com"
    assert (fleet["regulatory_id"], fleet["regulatory_id_type"]) == ("123", "DOT")
    assert fleet["registered_phone"] == "+14155551234"
    assert fleet["websites"] == ["https://swift-transport.com/"]
    assert fleet["country_code"] == "USA"
    assert (fleet["fleet_ref"], fleet["invitation_id"]) == (made["fleet_ref"], made["id"])
    agreements = (await api.get(AGREEMENTS, params={"fleet_id": accepted["fleet_id"]})).body["items"]
    assert len(agreements) == 1
    assert agreements[0]["scopes"] == {"hos_events": "read", "user": "read_write"}
    assert (agreements[0]["status"], agreements[0]["fleet_ref"]) == ("active", made["fleet_ref"])
    assert agreements[0]["effective_date"] <= accepted["accepted_at"]
    assert (await anyone.get(f"{INVITATIONS}/{made['id']}")).body == accepted
    assert (await api.get(INVITATIONS)).body["items"] == [accepted]


async def test_the_tokens_are_the_fleets_own(api, anyone, invite, accept):
    accepted = await accept(await invite())
    org = claims(accepted["pre_registration_access_token"])["org"]
    assert isinstance(org, dict)
    [(slug, claim)] = org.items()
    assert claim["id"] == accepted["fleet_id"]
    assert slug.startswith("fleet-")
    fleet = anyone.with_token(accepted["pre_registration_access_token"])
    mine = (await fleet.get(AGREEMENTS)).body
    assert (mine["total"], mine["items"][0]["fleet_id"]) == (1, accepted["fleet_id"])


async def test_a_fleet_of_which_nothing_is_known_gets_a_name_and_a_website(api, invite, accept):
    accepted = await accept(await invite())
    fleet = (await api.get(f"{FLEETS}/{accepted['fleet_id']}")).body
    [slug] = claims(accepted["pre_registration_access_token"])["org"]
    mark = slug.removeprefix("fleet-")
    assert re.fullmatch("[0-9a-f]{16}", mark)
    assert fleet["name"] == f"Fleet {mark}"
    assert fleet["websites"] == [f"https://unknown-fleet-{mark}.invalid/"]


async def test_the_fleet_may_correct_what_the_partner_filled_in(api, invite, accept):
    accepted = await accept(
        await invite(fleet_name="Swift", fleet_email="a@b.com", fleet_phone="5551234"),
        fleet_name="O'Brien & Sons, Ltd.",
        fleet_email=None,
        fleet_website="https://obrien.example",
    )
    assert (accepted["fleet_name"], accepted["fleet_email"]) == ("O'Brien & Sons, Ltd.", None)
    fleet = (await api.get(f"{FLEETS}/{accepted['fleet_id']}")).body
    assert fleet["name"] == "O'Brien & Sons, Ltd."
    assert (fleet["registered_email"], fleet["registered_phone"]) == (None, "5551234")
    assert fleet["websites"] == ["https://obrien.example"]


@pytest.mark.parametrize(
    "details",
    [{"fleet_regulatory_id": "1"}, {"fleet_email": "x"}, {"fleet_name": "a\0"}, {"fleet_website": "javascript:0"}],
)
async def test_bad_details_are_refused_and_the_invitation_stays_open(anyone, invite, details):
    made = await invite()
    assert (await anyone.post(f"{INVITATIONS}/{made['id']}/accept", details)).status == 422
    assert (await anyone.get(f"{INVITATIONS}/{made['id']}")).body["status"] == "active"


async def test_of_simultaneous_acceptances_one_wins(api, anyone, invite, published):
    made = await invite()
    answers = await asyncio.gather(*(anyone.post(f"{INVITATIONS}/{made['id']}/accept") for _ in range(20)))
    assert Counter(answer.status for answer in answers) == {200: 1, 409: 19}
    assert (await api.get(FLEETS)).body["total"] == 1
    assert Counter(each.name for each in await published())["share_agreement.created"] == 1


async def test_acceptance_is_announced_without_tokens_also_to_the_callback(invite, accept, published, list_called_back):
    made = await invite(callback_url="https://93.184.216.34/hooks")
    accepted = await accept(made)
    events = await published()
    assert [each.name for each in events] == ["invitation.created", "invitation.accepted", "share_agreement.created"]
    assert events[1].record["status"] == "accepted"
    assert events[1].record["fleet_id"] == accepted["fleet_id"]
    assert events[1].record["pre_registration_access_token"] is None
    assert events[1].record["pre_registration_refresh_token"] is None
    assert events[2].record["fleet_id"] == accepted["fleet_id"]
    assert events[2].record["scopes"] == accepted["permissions"]
    assert await list_called_back(made["callback_url"]) == ["invitation.accepted", "share_agreement.created"]


async def test_what_is_stored_of_the_tokens_does_not_show_them(database, invite, accept):
    accepted = await accept(await invite())
    async with database.connection() as db:
        rows = await db.execute(
            "select access_token from invitation where link_hash = sha256(uuid_send(%s))",
            (accepted["id"],),
        )
        row = await rows.fetchone()
    assert row is not None
    assert accepted["pre_registration_access_token"].encode() not in row["access_token"]


async def test_declining_keeps_the_reason_and_is_announced(anyone, invite, published):
    made = await invite()
    answer = await anyone.post(f"{INVITATIONS}/{made['id']}/decline", {"decline_reason": "We are “fine”, thanks 🚛"})
    assert answer.status == 200
    assert answer.body["status"] == "declined"
    assert answer.body["decline_reason"] == "We are “fine”, thanks 🚛"
    assert answer.body["declined_at"] is not None
    events = await published()
    assert [each.name for each in events] == ["invitation.created", "invitation.declined"]
    assert events[1].record["decline_reason"] == "We are “fine”, thanks 🚛"


@pytest.mark.parametrize("body", [None, {}, {"decline_reason": None}])
async def test_declining_needs_no_reason(anyone, invite, body):
    made = await invite()
    answer = await anyone.post(f"{INVITATIONS}/{made['id']}/decline", body)
    assert (answer.status, answer.body["decline_reason"]) == (200, None)


async def test_a_reason_with_nul_is_refused(anyone, invite):
    made = await invite()
    assert (await anyone.post(f"{INVITATIONS}/{made['id']}/decline", {"decline_reason": "a\0"})).status == 422


async def test_what_was_answered_or_is_over_cannot_be_answered_again(api, anyone, invite, accept, run_out):
    accepted, declined, deleted, expired = [await invite() for _ in range(4)]
    await accept(accepted)
    await anyone.post(f"{INVITATIONS}/{declined['id']}/decline", {})
    await api.delete(f"{INVITATIONS}/{deleted['id']}")
    await run_out(expired)
    for made, status in ((accepted, "accepted"), (declined, "declined"), (deleted, "deleted"), (expired, "expired")):
        assert (await anyone.get(f"{INVITATIONS}/{made['id']}")).body["status"] == status
        for verb in ("accept", "decline"):
            answer = await anyone.post(f"{INVITATIONS}/{made['id']}/{verb}", {})
            assert answer.status == 409
            assert status in answer.body["detail"]


async def test_a_fleet_that_is_here_links_itself_with_its_token(api, anyone, make_partner, invite, accept):
    accepted = await accept(await invite())
    other = anyone.with_token((await make_partner("Other Insurance")).token)
    second = (await other.post(INVITATIONS, {"fleet_ref": "theirs", "fleet_name": "Named Otherwise"})).body
    fleet = anyone.with_token(accepted["pre_registration_access_token"])
    answer = await fleet.post(f"{INVITATIONS}/{second['id']}/accept")
    assert answer.status == 200
    assert answer.body["fleet_id"] == accepted["fleet_id"]
    seen = (await other.get(f"{FLEETS}/{accepted['fleet_id']}")).body
    assert (seen["fleet_ref"], seen["invitation_id"]) == ("theirs", second["id"])
    assert seen["name"] == (await api.get(f"{FLEETS}/{accepted['fleet_id']}")).body["name"]
    assert (await api.get(f"{FLEETS}/{accepted['fleet_id']}")).body["fleet_ref"] == accepted["fleet_ref"]
    assert (await fleet.get(AGREEMENTS)).body["total"] == 2


async def test_linking_to_the_same_partner_again_gives_the_agreement_its_new_terms(
    anyone, api, invite, accept, published
):
    accepted = await accept(await invite(permissions={"user": "read"}))
    second = await invite(permissions={"user": "read_write"})
    fleet = anyone.with_token(accepted["pre_registration_access_token"])
    assert (await fleet.post(f"{INVITATIONS}/{second['id']}/accept")).status == 200
    agreements = (await api.get(AGREEMENTS)).body
    assert agreements["total"] == len(agreements["items"]) == 1
    assert agreements["items"][0]["scopes"] == {"user": "read_write"}
    assert agreements["items"][0]["fleet_ref"] == second["fleet_ref"]
    assert [each.name for each in await published()][-1] == "share_agreement.updated"


async def test_a_bad_token_is_refused_and_a_partners_token_says_nothing_about_the_fleet(api, anyone, invite):
    made = await invite()
    assert (await anyone.with_token("nonsense").post(f"{INVITATIONS}/{made['id']}/accept")).status == 401
    assert (await api.post(f"{INVITATIONS}/{made['id']}/accept")).status == 200


async def test_deleting_takes_the_link_away_and_the_list_forgets_it(api, anyone, invite, published):
    kept, made = await invite(), await invite()
    answer = await api.delete(f"{INVITATIONS}/{made['id']}")
    assert (answer.status, answer.body) == (204, "")
    assert (await anyone.get(f"{INVITATIONS}/{made['id']}")).body["status"] == "deleted"
    listed = (await api.get(INVITATIONS)).body
    assert ([each["id"] for each in listed["items"]], listed["total"]) == ([kept["id"]], 1)
    assert (await api.get(INVITATIONS, params={"fleet_ref": made["fleet_ref"]})).body["total"] == 0
    assert (await api.delete(f"{INVITATIONS}/{made['id']}")).status == 404
    assert [each.name for each in await published()][-1] == "invitation.deleted"


async def test_an_accepted_invitation_is_deleted_after_its_agreement_so_that_the_fleet_is_asked_again(
    api, invite, accept
):
    accepted = await accept(await invite())
    assert (await api.delete(f"{INVITATIONS}/{accepted['id']}")).status == 409
    [agreement] = (await api.get("/v2/orgs/share-agreements")).body["items"]
    assert (await api.post(f"/v2/orgs/share-agreements/{agreement['id']}/cancel")).status == 200
    assert (await api.delete(f"{INVITATIONS}/{accepted['id']}")).status == 204
    asked = await api.post(INVITATIONS, {"fleet_ref": accepted["fleet_ref"]})
    assert (asked.status, asked.body["status"]) == (201, "active")
    assert (await accept(asked.body))["status"] == "accepted"
    listed = (await api.get("/v2/orgs/share-agreements", params={"share_agreement_status": "active"})).body
    assert listed["total"] == 1


async def test_a_foreign_invitation_is_deleted_as_little_as_a_missing_one(anyone, make_partner, invite):
    made = await invite()
    other = anyone.with_token((await make_partner()).token)
    foreign, missing = [await other.delete(f"{INVITATIONS}/{each}") for each in (made["id"], uuid4())]
    assert (foreign.status, foreign.body) == (missing.status, missing.body)
    assert foreign.status == 404
    assert (await anyone.get(f"{INVITATIONS}/{made['id']}")).body["status"] == "active"


async def test_expiry_is_settled_and_announced_once(database: Database, invite, run_out, published, settings):
    made = [await invite() for _ in range(3)]
    for each in made[:2]:
        await run_out(each)

    async def settle() -> None:
        async with database.transaction() as db:
            while await service.expire_due(db, settings):
                pass

    await asyncio.gather(*(settle() for _ in range(3)))
    expired = [each for each in await published() if each.name == "invitation.expired"]
    assert {each.record["id"] for each in expired} == {each["id"] for each in made[:2]}
    assert len(expired) == 2
    assert {each.record["status"] for each in expired} == {"expired"}


async def test_the_typed_row_tells_connect_who_asks_for_what(invite, stored, partner):
    found = await stored(
        await invite(permissions={"user": "read"}, limit_tsps=["samsara", "motive"], fleet_ref=fleet_ref())
    )
    assert (found.partner_name, found.partner_slug) == ("Acme Logistics", partner.slug)
    assert (found.permissions, found.limit_tsps) == ({"user": "read"}, ["samsara", "motive"])
