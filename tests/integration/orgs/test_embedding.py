"""Branding and embed keys: set by the operator or the partner, effective at once."""

from typing import Any
from uuid import uuid4

import pytest

from gladhand.orgs.branding.queries import find_branding
from gladhand.orgs.embed_keys import queries

LOGO = "https://cdn.partner.example/logo.svg"


def keys_of(partner: Any) -> str:
    return f"/v2/orgs/partners/{partner.id}/embed-keys"


def branding_of(partner: Any) -> str:
    return f"/v2/orgs/partners/{partner.id}/branding"


async def test_the_operator_sets_a_partners_look_and_takes_it_back(admin, partner):
    empty = (await admin.get(branding_of(partner))).body
    assert (empty["brand_color"], empty["brand_logo"], empty["updated_at"]) == (None, None, None)
    wanted = {"brand_color": "#D1004B", "brand_logo": LOGO}
    put = await admin.request("PUT", branding_of(partner), json=wanted)
    assert (put.body["brand_color"], put.body["brand_logo"]) == ("d1004b", LOGO)
    assert (await admin.get(branding_of(partner))).body == put.body
    back = await admin.request("PUT", branding_of(partner), json={})
    assert (back.body["brand_color"], back.body["brand_logo"]) == (None, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"brand_color": "red"},
        {"brand_color": "fff"},
        {"brand_color": "d1004b80"},
        {"brand_logo": "http://cdn.example/logo.svg"},
        {"brand_logo": "data:image/png;base64,AAAA"},
        {"brand_logo": "//cdn.example/logo.svg"},
        {"brand_logo_dark": "javascript:alert(1)"},
    ],
)
async def test_a_look_that_no_page_could_use_is_refused(admin, partner, wrong):
    assert (await admin.request("PUT", branding_of(partner), json=wrong)).status == 422
    key = {"name": "site", "origins": ["https://partner.example"]} | wrong
    assert (await admin.post(keys_of(partner), key)).status == 422


async def test_a_key_is_made_listed_changed_and_revoked(admin, partner, database):
    made = await admin.post(
        keys_of(partner),
        {
            "name": "site",
            "origins": ["https://Partner.example:443/", "http://localhost:3000", "https://partner.example"],
        },
    )
    assert made.status == 201
    key = made.body
    assert key["origins"] == ["https://partner.example", "http://localhost:3000"]
    assert (await admin.get(keys_of(partner))).body == [key]

    changed = await admin.request(
        "PATCH",
        f"{keys_of(partner)}/{key['id']}",
        json={"origins": ["https://www.partner.example"], "brand_logo": LOGO},
    )
    assert (changed.body["origins"], changed.body["brand_logo"]) == (["https://www.partner.example"], LOGO)
    assert changed.body["name"] == "site"
    cleared = await admin.request("PATCH", f"{keys_of(partner)}/{key['id']}", json={"brand_logo": None, "name": None})
    assert (cleared.body["brand_logo"], cleared.body["name"]) == (None, "site")

    async with database.connection() as db:
        assert (await queries.find_embed_key(db, key["key"])) is not None
    assert (await admin.request("DELETE", f"{keys_of(partner)}/{key['id']}")).status == 204
    async with database.connection() as db:
        assert (await queries.find_embed_key(db, key["key"])) is None
    [revoked] = (await admin.get(keys_of(partner))).body
    assert revoked["revoked_at"] is not None
    assert (await admin.request("PATCH", f"{keys_of(partner)}/{key['id']}", json={"name": "x"})).status == 404


async def test_sites_that_come_and_go_are_in_the_audit_trail(admin, partner):
    origins = ["https://partner.example"]
    key = (await admin.post(keys_of(partner), {"name": "site", "origins": origins})).body
    path = f"{keys_of(partner)}/{key['id']}"
    assert (await admin.patch(path, {"origins": [*origins, "https://www.partner.example"]})).status == 200
    # The look is no right, and what is revoked stays so.
    assert (await admin.patch(path, {"brand_color": "d1004b"})).status == 200
    assert [(await admin.delete(path)).status for _ in range(2)] == [204, 204]
    changes = (await admin.get(f"/v2/orgs/rights-changes?subject_id={key['id']}")).body["items"]
    found = [(each["action"], each["actor_kind"], (each["details"] or {}).get("origins")) for each in changes]
    assert found == [
        ("embed_key.revoked", "admin", None),
        ("embed_key.updated", "admin", [*origins, "https://www.partner.example"]),
        ("embed_key.created", "admin", origins),
    ]


@pytest.mark.parametrize(
    "origin",
    [
        "http://partner.example",
        "https://partner.example/path",
        "https://user@partner.example",
        "partner.example",
        "https://",
        "https://*.partner.example",
        "https://partner.example:99999",
        "ftp://partner.example",
        "https://a b.example",
        "https://part\nner.example",
        "https://part\tner.example",
        "null",
    ],
)
async def test_what_is_no_origin_is_refused(admin, partner, origin):
    answer = await admin.post(keys_of(partner), {"name": "site", "origins": [origin]})
    assert answer.status == 422
    assert answer.body["detail"][0]["path"] == "body.origins.0"


async def test_a_partner_changes_its_own_and_sees_no_others(api, admin, partner, make_partner):
    body = {"name": "site", "origins": ["https://partner.example"]}
    key = (await api.post(keys_of(partner), body)).body
    assert (await api.get(keys_of(partner))).body == [key]
    path = f"{keys_of(partner)}/{key['id']}"
    assert (await api.patch(path, {"brand_color": "d1004b"})).body["brand_color"] == "d1004b"
    assert (await api.request("PUT", branding_of(partner), json={"brand_logo": LOGO})).status == 200
    assert (await api.get(branding_of(partner))).body["brand_logo"] == LOGO
    assert (await api.delete(path)).status == 204
    changes = (await admin.get(f"/v2/orgs/rights-changes?subject_id={key['id']}")).body["items"]
    assert [each["actor_kind"] for each in changes] == ["partner", "partner"]

    other = await make_partner()
    theirs = (await admin.post(keys_of(other), body)).body
    there = f"{keys_of(other)}/{theirs['id']}"
    for refused in (
        await api.get(keys_of(other)),
        await api.get(branding_of(other)),
        await api.post(keys_of(other), body),
        await api.request("PUT", branding_of(other), json={}),
        await api.patch(there, {"name": "mine"}),
        await api.delete(there),
        # With its own id in the address, another's key is none of its own.
        await api.delete(f"{keys_of(partner)}/{theirs['id']}"),
    ):
        assert refused.status == 404
    assert (await admin.get(keys_of(other))).body == [theirs]


async def test_it_is_known_who_has_named_a_logo(api, admin, partner, database):
    other, third = "https://other.example/logo.svg", "https://third.example/logo.svg"

    async def by_partner(key: Any) -> tuple[bool, bool]:
        async with database.connection() as db:
            branding, found = await find_branding(db, partner.id), await queries.find_embed_key(db, key["key"])
        assert branding is not None
        assert found is not None
        return branding.logo_by_partner, found.logo_by_partner

    body = {"name": "site", "origins": ["https://partner.example"], "brand_logo": LOGO}
    key = (await admin.post(keys_of(partner), body)).body
    path = f"{keys_of(partner)}/{key['id']}"

    async def change(who: Any, look: dict[str, str | None]) -> None:
        assert (await who.request("PUT", branding_of(partner), json=look)).status == 200
        assert (await who.patch(path, {"brand_logo": None, "brand_logo_dark": None} | look)).status == 200

    await change(admin, {"brand_logo": LOGO})
    assert await by_partner(key) == (False, False)
    # Who sends an address again, such as with a new colour, has not named it.
    await change(api, {"brand_logo": LOGO, "brand_color": "d1004b"})
    assert (await api.patch(path, {"brand_color": "113355"})).status == 200
    assert await by_partner(key) == (False, False)
    await change(api, {"brand_logo": LOGO, "brand_logo_dark": other})
    assert await by_partner(key) == (True, True)
    await change(api, {"brand_logo": other})
    await change(admin, {"brand_logo": other, "brand_color": "113355"})
    await change(admin, {"brand_logo_dark": other, "brand_logo": third})
    assert await by_partner(key) == (True, True)
    assert await by_partner((await api.post(keys_of(partner), body)).body) == (True, True)
    await change(admin, {"brand_logo": third})
    assert await by_partner(key) == (True, True)
    await change(admin, {"brand_logo": LOGO})
    assert await by_partner(key) == (False, False)
    await change(api, {"brand_logo": other})
    await change(admin, {})
    await change(admin, {"brand_logo": other})
    assert await by_partner(key) == (False, False)


async def test_nobody_else_may_and_only_for_partners_that_there_are(admin, anyone, partner, make_partner):
    body = {"name": "site", "origins": []}
    assert (await anyone.post(keys_of(partner), body)).status == 401
    assert (await admin.post(f"/v2/orgs/partners/{uuid4()}/embed-keys", body)).status == 404
    assert (await admin.get(f"/v2/orgs/partners/{uuid4()}/branding")).status == 404
    key = (await admin.post(keys_of(partner), body)).body
    assert (await admin.request("DELETE", f"{keys_of(await make_partner())}/{key['id']}")).status == 404
