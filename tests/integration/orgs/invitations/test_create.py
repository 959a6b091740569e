"""Creating and refreshing invitations over HTTP."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.conftest import Api, HubAnswer, eventually
from tests.integration.orgs.conftest import INVITATIONS, fleet_ref

from gladhand.core.db import Database
from gladhand.orgs.partners.properties import PartnerPropertyKeyEnum
from gladhand.orgs.partners.service import set_redirect_schemes
from gladhand.resources.enums import ResourceEnum

AGREEMENTS = "/v2/orgs/share-agreements"

EVERYTHING: dict[str, Any] = {
    "fleet_name": "Swift Transport 2000",
    "fleet_email": "office@swift-transport.com",
    "fleet_regulatory_id": "1234567",
    "fleet_regulatory_id_type": "DOT",
    "fleet_phone": "+1 (415) 555-1234 ext 7",
    "fleet_website": "https://swift-transport.com",
    "fleet_country_code": "USA",
    "success_redirect_url": "https://app.example.com/done?step=2#top",
    "failure_redirect_url": "http://app.example.com/failed",
    "callback_url": "https://93.184.216.34/hooks",
    "limit_tsps": ["samsara", "geotab"],
    "permissions": {"hos_events": "read", "user": "read_write"},
    "expires_in_hours": 672,
}
OLD = {name: f"partner_provided_{name}" for name in EVERYTHING if name.startswith("fleet_")}


async def test_a_new_invitation_is_answered_with_201_and_all_that_was_sent(api, server, partner):
    ref = fleet_ref()
    answer = await api.post(INVITATIONS, {"fleet_ref": ref} | EVERYTHING)
    made = answer.body
    assert answer.status == 201
    assert {name: made[name] for name in EVERYTHING} == EVERYTHING
    assert {old: made[old] for old in OLD.values()} == {old: EVERYTHING[name] for name, old in OLD.items()}
    assert made["fleet_ref"] == ref
    assert made["status"] == "active"
    assert made["magic_link"] == f"{server}/?invite={made['id']}"
    assert made["partner_id"] == str(partner.id)
    assert made["partner_slug"] == partner.slug
    nulls = ("accepted_at", "declined_at", "decline_reason", "fleet_id")
    assert [made[name] for name in (*nulls, "pre_registration_access_token", "pre_registration_refresh_token")] == [
        None
    ] * 6


async def test_only_a_reference_is_needed(api):
    before = datetime.now(UTC)
    answer = await api.post(INVITATIONS, {"fleet_ref": fleet_ref()})
    made = answer.body
    assert answer.status == 201
    assert made["expires_in_hours"] == 24
    assert made["permissions"] == {resource.value: "read" for resource in ResourceEnum}
    assert len(made["permissions"]) == 32
    for name in ("fleet_name", "limit_tsps", "callback_url", "success_redirect_url", "fleet_website"):
        assert made[name] is None
    assert before <= datetime.fromisoformat(made["expires_at"]) - timedelta(hours=24) <= datetime.now(UTC)
    assert made["created_at"].endswith("Z")


async def test_the_old_names_are_taken_and_the_new_ones_win(api):
    sent = {old: EVERYTHING[name] for name, old in OLD.items()} | {"fleet_name": "New Name", "fleet_email": None}
    made = (await api.post(INVITATIONS, {"fleet_ref": fleet_ref()} | sent)).body
    assert made["fleet_name"] == made["partner_provided_fleet_name"] == "New Name"
    assert made["fleet_email"] == made["partner_provided_fleet_email"] == EVERYTHING["fleet_email"]
    assert made["fleet_regulatory_id_type"] == "DOT"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("fleet_ref", ""),
        ("fleet_ref", None),
        ("fleet_ref", 7),
        ("fleet_ref", "a\0b"),
        ("fleet_ref", "x" * 501),
        ("fleet_ref", "\ud800"),
        ("fleet_name", "Swift & Sons"),
        ("fleet_name", "Swift_Sons"),
        ("fleet_name", "Swift\0"),
        ("fleet_website", "https://swift.example/\udfff"),
        ("fleet_email", "nobody"),
        ("fleet_regulatory_id", "12\0"),
        ("fleet_phone", "call me"),
        ("fleet_phone", "++"),
        ("fleet_website", ""),
        ("fleet_website", "swift.example"),
        ("fleet_website", "https://" + "x" * 2076),
        ("fleet_country_code", "US"),
        ("fleet_country_code", "USAX"),
        ("success_redirect_url", "javascript:alert(1)"),
        ("success_redirect_url", "//app.example.com/x"),
        ("success_redirect_url", "/relative"),
        ("success_redirect_url", "https://app.example.com/a b"),
        ("success_redirect_url", "https://app.example.com/\r\nSet-Cookie: a=b"),
        ("failure_redirect_url", "data:text/html,x"),
        ("failure_redirect_url", "ftp://app.example.com/"),
        ("callback_url", "http://api.example.com/hooks"),
        ("callback_url", "https://10.0.0.1/hooks"),
        ("callback_url", "https://169.254.169.254/latest"),
        ("callback_url", "https://user:secret@93.184.216.34/"),
        ("limit_tsps", "samsara"),
        ("limit_tsps", ["samsara", None]),
        ("limit_tsps", ["\0"]),
        ("permissions", {"hos_eventses": "read"}),
        ("permissions", {"user": "write"}),
        ("permissions", {"user": None}),
        ("permissions", {"user": "read", "users": "read_write"}),
        ("permissions", ["user"]),
        ("expires_in_hours", 0),
        ("expires_in_hours", 673),
        ("expires_in_hours", 1.5),
        ("expires_in_hours", "24"),
        ("expires_in_hours", True),
        ("expires_in_hours", None),
    ],
)
async def test_bad_input_is_refused_and_the_field_is_named(api, field, value):
    answer = await api.post(INVITATIONS, {"fleet_ref": fleet_ref()} | {field: value})
    assert answer.status == 422, answer.body
    assert answer.body["message"] == "Invalid Request Body"
    for fault in answer.body["detail"]:
        assert fault["path"].startswith(f"body.{field}")
        assert all(isinstance(each, str) for each in fault.values())


async def test_a_regulatory_id_needs_its_type_under_either_name(api):
    for name in ("fleet_regulatory_id", "partner_provided_fleet_regulatory_id"):
        answer = await api.post(INVITATIONS, {"fleet_ref": fleet_ref(), name: "1234567"})
        assert answer.status == 422
        assert answer.body["detail"][0]["path"] == "body.fleet_regulatory_id_type"


async def test_names_and_references_of_every_script_come_back_as_they_were_sent(api):
    ref = "флот ½ 艦隊 🚚 'q\" \\ %"
    answer = await api.post(INVITATIONS, {"fleet_ref": ref, "fleet_name": "हिन्दी Spedition Müller 2"})
    assert answer.status == 201
    assert answer.body["fleet_name"] == "हिन्दी Spedition Müller 2"
    found = await api.get(INVITATIONS, params={"fleet_ref": ref})
    assert [each["id"] for each in found.body["items"]] == [answer.body["id"]]


async def test_the_longest_reference_of_the_widest_characters_is_kept(api):
    answer = await api.post(INVITATIONS, {"fleet_ref": "".join(chr(0x1F300 + i) for i in range(500))})
    assert answer.status == 201


async def test_a_provider_is_named_in_any_case(api):
    made = await api.post(INVITATIONS, {"fleet_ref": fleet_ref(), "limit_tsps": ["Samsara", "GEOTAB"]})
    assert (made.status, made.body["limit_tsps"]) == (201, ["samsara", "geotab"])


async def test_a_provider_that_does_not_exist_is_refused_with_the_near_name(api):
    answer = await api.post(INVITATIONS, {"fleet_ref": fleet_ref(), "limit_tsps": ["geotab", "samsaraa", "qqqqqq"]})
    assert answer.status == 422
    assert [fault["path"] for fault in answer.body["detail"]] == ["body.limit_tsps.1", "body.limit_tsps.2"]
    assert "Did you mean samsara?" in answer.body["detail"][0]["message"]


async def test_a_refresh_keeps_the_link_and_changes_only_what_is_sent(api, invite):
    first = await invite(**EVERYTHING)
    answer = await api.post(
        INVITATIONS,
        {"fleet_ref": first["fleet_ref"], "partner_provided_fleet_name": "Swifter", "limit_tsps": None},
    )
    again = answer.body
    assert answer.status == 200
    assert again["id"] == first["id"]
    assert again["created_at"] == first["created_at"]
    assert again["fleet_name"] == "Swifter"
    assert again["limit_tsps"] is None
    assert again["expires_at"] > first["expires_at"]
    changed = {"fleet_name", "partner_provided_fleet_name", "limit_tsps", "expires_at"}
    assert {k: v for k, v in again.items() if k not in changed} == {k: v for k, v in first.items() if k not in changed}


async def test_a_refresh_may_set_other_hours_and_they_run_from_now(api, invite):
    first = await invite(expires_in_hours=672)
    again = (await api.post(INVITATIONS, {"fleet_ref": first["fleet_ref"], "expires_in_hours": 1})).body
    assert again["expires_in_hours"] == 1
    assert datetime.fromisoformat(again["expires_at"]) <= datetime.now(UTC) + timedelta(hours=1)


async def test_a_declined_invitation_is_open_again_after_a_refresh(api, anyone, invite):
    first = await invite()
    await anyone.post(f"{INVITATIONS}/{first['id']}/decline", {"decline_reason": "not now"})
    answer = await api.post(INVITATIONS, {"fleet_ref": first["fleet_ref"]})
    assert answer.status == 200
    assert answer.body["id"] == first["id"]
    assert [answer.body[name] for name in ("status", "declined_at", "decline_reason")] == ["active", None, None]


async def test_an_accepted_invitation_stays_accepted_and_gets_new_tokens(api, anyone, invite, accept):
    accepted = await accept(await invite())
    answer = await api.post(INVITATIONS, {"fleet_ref": accepted["fleet_ref"], "fleet_name": "Later"})
    again = answer.body
    assert answer.status == 200
    assert again["status"] == "accepted"
    assert again["accepted_at"] == accepted["accepted_at"]
    assert again["fleet_id"] == accepted["fleet_id"]
    for token in ("pre_registration_access_token", "pre_registration_refresh_token"):
        assert again[token].count(".") == 2
        assert again[token] != accepted[token]
    assert (await anyone.get(f"{INVITATIONS}/{again['id']}")).body == again


async def test_refreshing_an_accepted_invitation_revokes_its_former_tokens(api, anyone, invite, accept):
    accepted = await accept(await invite())
    again = (await api.post(INVITATIONS, {"fleet_ref": accepted["fleet_ref"]})).body
    former = anyone.with_token(accepted["pre_registration_access_token"])

    async def is_refused() -> bool:
        return bool((await former.get(AGREEMENTS)).status == 401)

    await eventually(is_refused, what="the revocation")
    assert (await refresh(anyone, accepted)).status == 401
    assert (await anyone.with_token(again["pre_registration_access_token"]).get(AGREEMENTS)).status == 200
    assert (await refresh(anyone, again)).status == 200


async def test_tokens_whose_refresh_token_was_used_are_shown_no_more(api, anyone, invite, accept):
    accepted, other = await accept(await invite()), await accept(await invite())
    refreshed = await refresh(anyone, accepted)
    assert refreshed.status == 200
    names = ("pre_registration_access_token", "pre_registration_refresh_token")
    without = accepted | dict.fromkeys(names)
    assert (await anyone.get(f"{INVITATIONS}/{accepted['id']}")).body == without
    assert (await api.get(INVITATIONS)).body["items"] == [without, other]
    assert (await anyone.with_token(refreshed.body["access_token"]).get(AGREEMENTS)).status == 200
    again = (await api.post(INVITATIONS, {"fleet_ref": accepted["fleet_ref"]})).body
    assert again["pre_registration_refresh_token"] not in (None, accepted["pre_registration_refresh_token"])


async def refresh(anyone: Api, invitation: dict[str, Any]) -> HubAnswer:
    form = {
        "grant_type": "refresh_token",
        "client_id": "pre-registration-client",
        "refresh_token": invitation["pre_registration_refresh_token"],
    }
    return await anyone.request("POST", "/realms/catena/protocol/openid-connect/token", data=form)


async def test_after_deletion_the_same_reference_gets_a_new_invitation(api, invite):
    first = await invite()
    assert (await api.delete(f"{INVITATIONS}/{first['id']}")).status == 204
    answer = await api.post(INVITATIONS, {"fleet_ref": first["fleet_ref"]})
    assert answer.status == 201
    assert answer.body["id"] != first["id"]


async def test_after_expiry_the_same_reference_gets_a_new_invitation_even_before_it_is_settled(
    api, invite, run_out, published
):
    first = await invite(fleet_name="Old")
    await run_out(first)
    answer = await api.post(INVITATIONS, {"fleet_ref": first["fleet_ref"]})
    assert answer.status == 201
    assert answer.body["id"] != first["id"]
    assert answer.body["fleet_name"] is None
    events = [(each.name, each.record["id"]) for each in await published()]
    assert events == [
        ("invitation.created", first["id"]),
        ("invitation.expired", first["id"]),
        ("invitation.created", answer.body["id"]),
    ]


async def test_a_hundred_simultaneous_requests_make_one_invitation(api, published):
    ref = fleet_ref()
    answers = await asyncio.gather(*(api.post(INVITATIONS, {"fleet_ref": ref}) for _ in range(100)))
    assert Counter(answer.status for answer in answers) == {201: 1, 200: 99}
    assert len({answer.body["id"] for answer in answers}) == 1
    listed = (await api.get(INVITATIONS)).body
    assert (listed["total"], len(listed["items"])) == (1, 1)
    assert [each.name for each in await published()] == ["invitation.created"]


async def test_a_hundred_simultaneous_requests_after_expiry_make_one_new_invitation(api, invite, run_out, published):
    first = await invite()
    await run_out(first)
    answers = await asyncio.gather(*(api.post(INVITATIONS, {"fleet_ref": first["fleet_ref"]}) for _ in range(100)))
    assert Counter(answer.status for answer in answers) == {201: 1, 200: 99}
    assert Counter(each.name for each in await published()) == {"invitation.created": 2, "invitation.expired": 1}


async def test_two_partners_may_use_the_same_reference(api, anyone, make_partner):
    other = anyone.with_token((await make_partner()).token)
    ref = fleet_ref()
    assert (await api.post(INVITATIONS, {"fleet_ref": ref})).status == 201
    assert (await other.post(INVITATIONS, {"fleet_ref": ref})).status == 201


async def test_the_partners_own_defaults_stand_in_for_what_is_not_sent(api, admin, partner):
    key = PartnerPropertyKeyEnum
    defaults = {
        key.DEFAULT_SUCCESS_REDIRECT_URL: "https://acme.example/ok",
        key.DEFAULT_FAILURE_REDIRECT_URL: "https://acme.example/failed",
        key.DEFAULT_CALLBACK_URL: "https://93.184.216.34/hooks",
        key.DEFAULT_INVITATION_EXPIRES_IN_HOURS: "48",
    }
    properties = [{"key": name, "value": value} for name, value in defaults.items()]
    assert (await admin.post(f"/v2/orgs/partners/{partner.id}/properties", properties)).status == 201
    made = (await api.post(INVITATIONS, {"fleet_ref": fleet_ref()})).body
    assert made["success_redirect_url"] == "https://acme.example/ok"
    assert made["failure_redirect_url"] == "https://acme.example/failed"
    assert made["callback_url"] == "https://93.184.216.34/hooks"
    assert made["expires_in_hours"] == 48
    own = {"fleet_ref": fleet_ref(), "success_redirect_url": "https://b.example/", "callback_url": None}
    made = (await api.post(INVITATIONS, own | {"expires_in_hours": 1})).body
    assert (made["success_redirect_url"], made["callback_url"]) == ("https://b.example/", None)
    assert made["expires_in_hours"] == 1


async def test_creation_is_announced_once_and_a_refresh_is_not(invite, published):
    made = await invite(fleet_name="Swift")
    await invite(fleet_ref=made["fleet_ref"])
    events = await published()
    assert [each.name for each in events] == ["invitation.created"]
    record = events[0].record
    assert record["id"] == made["id"]
    assert record["magic_link"] == made["magic_link"]
    assert record["partner_provided_fleet_name"] == "Swift"
    assert record["pre_registration_access_token"] is None
    assert "permissions" not in record


@pytest.mark.parametrize("body", [b"{", b"", b"[]", b"null", b'"x"', b"\xff\xfe", b"{}"])
async def test_a_body_that_is_no_invitation_is_refused_with_the_list_of_faults(api, body):
    answer = await api.request("POST", INVITATIONS, data=body, headers={"Content-Type": "application/json"})
    assert answer.status in (400, 422)
    assert answer.body["code"] == answer.status


async def test_creating_needs_a_token_and_the_scope(anyone, invite, accept):
    body = {"fleet_ref": fleet_ref()}
    assert (await anyone.post(INVITATIONS, body)).status == 401
    assert (await anyone.with_token("nonsense").post(INVITATIONS, body)).status == 401
    fleet = anyone.with_token((await accept(await invite()))["pre_registration_access_token"])
    assert (await fleet.post(INVITATIONS, body)).status == 403


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("J.B. Hunt Transport, LLC", "J B Hunt Transport LLC"),
        ("O'Brien", "OBrien"),
        ("X Trucking, LLC", "X Trucking LLC"),
        ("Müller & Söhne GmbH", "Müller Söhne GmbH"),
        ("A-1 Express/Freight (TX)", "A 1 Express Freight TX"),
    ],
)
@pytest.mark.parametrize("field", ["fleet_name", "partner_provided_fleet_name"])
async def test_a_name_that_is_refused_comes_with_the_nearest_that_passes(api, field, name, suggestion):
    answer = await api.post(INVITATIONS, {"fleet_ref": fleet_ref(), field: name})
    assert answer.status == 422
    (fault,) = answer.body["detail"]
    assert (fault["path"], fault["input"]) == (f"body.{field}", name)
    assert fault["message"].endswith(f"suggestion: {suggestion}")
    assert (await api.post(INVITATIONS, {"fleet_ref": fleet_ref(), field: suggestion})).status == 201


async def test_an_app_is_returned_to_when_its_scheme_is_registered(api, partner, database: Database):
    body = {"fleet_ref": fleet_ref(), "success_redirect_url": "myapp://done?x=1", "failure_redirect_url": "myapp:/no"}
    answer = await api.post(INVITATIONS, body)
    assert answer.status == 422
    assert "has not registered myapp" in answer.body["detail"][0]["message"]
    async with database.transaction() as db:
        await set_redirect_schemes(db, partner.id, ["myapp", "com.partner.app"])
    made = (await api.post(INVITATIONS, body)).body
    assert {name: made[name] for name in body} == body


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "javascript://x/%0Aalert(1)", "data:/x", "intent://x", "my app://x"]
)
async def test_no_scheme_of_a_browser_is_a_redirect(api, url):
    answer = await api.post(INVITATIONS, {"fleet_ref": fleet_ref(), "success_redirect_url": url})
    assert answer.status == 422


@pytest.mark.parametrize("scheme", ["javascript", "https", "data", "My App", "x:y", ""])
async def test_a_scheme_that_no_app_can_have_is_not_registered(partner, database: Database, scheme):
    async with database.transaction() as db:
        with pytest.raises(ValueError, match="cannot be the scheme of an app"):
            await set_redirect_schemes(db, partner.id, [scheme])
