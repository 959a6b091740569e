"""Invitations in the console: what they ask for, the newest of many, and the funnel."""

import re
from html import unescape
from typing import Any

import pytest

from gladhand.orgs.agreements.permissions import READ_EVERYTHING

API = "/v2/orgs/invitations"
_SELECT = re.compile(r'<select id="[^"]+" name="(\w+)"[^>]*>(.*?)</select>', re.DOTALL)
_SELECTED = re.compile(r'<option value="(\w*)" selected>')


@pytest.fixture
def here(partner) -> str:
    return f"/console/partners/{partner.slug}"


def chosen(page: str) -> dict[str, str]:
    """What the choices of the form are when it opens."""
    found = {name: _SELECTED.search(options) for name, options in _SELECT.findall(page)}
    return {name: option[1] for name, option in found.items() if option and name.startswith("group_")}


async def expire_all(database, partner) -> None:
    async with database.transaction() as db:
        await db.execute(
            "update invitation set status = 'expired', expires_at = now() - interval '1 hour' where partner_id = %s",
            (partner.id,),
        )


@pytest.fixture
async def seven(api, database, partner) -> list[Any]:
    """Invitations of one fleet: six have expired, and the seventh is active."""
    made = []
    for _ in range(7):
        await expire_all(database, partner)
        made.append((await api.post(API, {"fleet_ref": "north"})).body)
    assert len({each["id"] for each in made}) == 7
    return made


async def test_the_newest_of_seven_invitations_stands_first_and_expired_ones_have_no_link(engineer, here, seven):
    shown = (await engineer.get(f"{here}/invitations/of?fleet_ref=north")).text
    assert re.findall(r"<h2>(Invitation|Earlier invitation)</h2>", shown) == ["Invitation", *["Earlier invitation"] * 6]
    assert [each for each in seven if each["magic_link"] in shown] == [seven[-1]]
    assert shown.count("Copy link") == 1
    assert shown.count("none, because it is expired") == 6


async def test_withdraw_takes_the_invitation_that_it_stands_at(engineer, here, seven, api):
    shown = (await engineer.get(f"{here}/invitations/of?fleet_ref=north")).text
    times = re.findall(r'/invitations/of/withdraw".*?name="created_at" value="([^"]+)"', shown, re.DOTALL)
    assert times == [each["created_at"] for each in reversed(seven)]
    for time in (times[0], times[3]):
        done = await engineer.submit(f"{here}/invitations/of/withdraw", fleet_ref="north", created_at=time)
        assert done.status == 200
    left = [each["id"] for each in (await api.get(f"{API}?fleet_ref=north")).body["items"]]
    assert left == [seven[number]["id"] for number in (0, 1, 2, 4, 5)]
    missing = await engineer.submit(f"{here}/invitations/of/withdraw", fleet_ref="north", created_at=times[0])
    assert missing.status == 404


async def test_an_expired_invitation_is_followed_by_one_that_asks_for_the_same(engineer, here, api, database, partner):
    terms = {
        "permissions": {"vehicle": "read_write"},
        "fleet_email": "anna@north.example",
        "fleet_name": "North",
        "language": "de",
        "expires_in_hours": 48,
        "consent": {"purpose": "Routes", "optional_groups": ["vehicles"]},
    }
    first = (await api.post(API, {"fleet_ref": "north", **terms})).body
    await expire_all(database, partner)
    await engineer.submit(f"{here}/invitations/of/refresh", fleet_ref="north")
    second = (await api.get(f"{API}?fleet_ref=north")).body["items"][-1]
    assert second["id"] != first["id"]
    unread = ("language", "consent")
    assert {name: second[name] for name in terms if name not in unread} == {
        name: value for name, value in terms.items() if name not in unread
    }
    async with database.connection() as db:
        rows = await db.execute(
            "select consent from invitation where partner_id = %s and status = 'active'", (partner.id,)
        )
        assert [row["consent"] for row in await rows.fetchall()] == [terms["consent"]]
    assert (await api.get(f"{API}/{second['id']}/delivery")).body["language"] == "de"


async def test_a_broken_connection_has_the_link_of_the_newest_invitation(
    engineer, here, connected, api, database, partner
):
    for _ in range(6):
        await expire_all(database, partner)
        newest = (await api.post(API, {"fleet_ref": connected.fleet_ref})).body
    async with database.transaction() as db:
        await db.execute("update connection set status = 'stale' where id = %s", (connected.connection_id,))
    shown = (await engineer.get(f"{here}/connections/{connected.connection_id}")).text
    assert newest["magic_link"] in shown
    await expire_all(database, partner)
    assert "Copy repair link" not in (await engineer.get(f"{here}/connections/{connected.connection_id}")).text


async def test_the_form_asks_for_what_is_chosen_group_by_group(engineer, here, api):
    page = (await engineer.get(f"{here}/invitations")).text
    usual = chosen(page)
    assert set(usual.values()) == {"read"}
    assert page.index("Invite a fleet…") < page.index("How far fleets came") < page.index(">Search<")
    await engineer.submit(f"{here}/invitations", fleet_ref="usual", **usual)
    [made] = (await api.get(f"{API}?fleet_ref=usual")).body["items"]
    assert made["permissions"] == READ_EVERYTHING
    wanted = usual | {
        "group_vehicles": "read_write",
        "group_messages": "optional_read_write",
        "group_safety": "optional_read",
        "group_hours_of_service": "",
    }
    sent = await engineer.submit(
        f"{here}/invitations", fleet_ref="north", fleet_email="anna@north.example", language="fr", **wanted
    )
    [made] = (await api.get(f"{API}?fleet_ref=north")).body["items"]
    assert made["fleet_email"] == "anna@north.example"
    assert (await api.get(f"{API}/{made['id']}/delivery")).body["language"] == "fr"
    kept = {name for name in READ_EVERYTHING if not name.startswith("hos_")}
    written = {"vehicle", "message", "group_message"}
    assert made["permissions"] == {name: "read_write" if name in written else "read" for name in kept}
    said = unescape(sent.text).partition("Asked for")[2].partition("</div>")[0]
    assert "vehicles: read, write vehicle;" in said
    assert "drivers: read;" in said
    assert "messages: read, write message and group message;" in said
    assert "hours of service" not in said


async def test_what_the_fleet_may_leave_out_is_optional(engineer, here, admin, partner, database):
    terms = {"terms": {"optional_groups": ["drivers"]}}
    assert (await admin.request("PUT", f"/v2/orgs/partners/{partner.id}/consent", json=terms)).status == 200
    usual = chosen((await engineer.get(f"{here}/invitations")).text)
    assert [name for name, value in usual.items() if value == "optional_read"] == ["group_drivers"]
    await engineer.submit(f"{here}/invitations", fleet_ref="north", **(usual | {"group_safety": "optional_read"}))
    async with database.connection() as db:
        rows = await db.execute("select consent from invitation where partner_id = %s", (partner.id,))
        [row] = await rows.fetchall()
    assert row["consent"]["optional_groups"] == ["drivers", "safety"]


async def test_an_invitation_asks_for_something(engineer, here, api):
    usual = chosen((await engineer.get(f"{here}/invitations")).text)
    nothing = dict.fromkeys(usual, "")
    refused = await engineer.submit(
        f"{here}/invitations", fleet_ref="north", form_page=f"{here}/invitations", fleet_email="nobody", **nothing
    )
    assert refused.status == 422
    assert "Vehicles: Ask the fleet for one group at least." in refused.text
    assert chosen(refused.text) == nothing
    assert 'value="nobody"' in refused.text
    assert (await api.get(f"{API}?fleet_ref=north")).body["items"] == []


async def test_without_mail_the_page_says_that_the_link_is_not_sent(engineer, here, api):
    await api.post(API, {"fleet_ref": "north", "fleet_email": "anna@north.example"})
    shown = (await engineer.get(f"{here}/invitations/of?fleet_ref=north")).text
    assert "This server sends no messages. Send the link yourself." in shown
    assert "/invitations/of/send" not in shown
