"""Lists: paging in both directions, filters, totals, and cursors that were tampered with."""

from base64 import b64encode
from typing import Any
from urllib.parse import quote, unquote

import pytest
from tests.conftest import Api
from tests.integration.orgs.conftest import INVITATIONS, fleet_ref
from tests.links import new_links

from gladhand.core.counter_queries import counting
from gladhand.core.db import Database
from gladhand.notifications.sealed_links import PLACEHOLDER


async def page(api: Api, **query: Any) -> dict[str, Any]:
    answer = await api.get(INVITATIONS, params={name: str(value) for name, value in query.items()})
    assert answer.status == 200, answer.body
    found: dict[str, Any] = answer.body
    return found


def ids(found: dict[str, Any]) -> list[str]:
    return [each["id"] for each in found["items"]]


@pytest.fixture
async def ten(invite) -> list[str]:
    return [(await invite())["id"] for _ in range(10)]


async def test_an_empty_list_has_its_two_cursors_and_no_others(api):
    assert await page(api) == {
        "items": [],
        "total": 0,
        "current_page": "Pg%3D%3D",
        "current_page_backwards": "PA%3D%3D",
        "previous_page": None,
        "next_page": None,
    }


async def test_pages_go_forth_and_back_in_the_order_of_creation(api, ten):
    seen, cursor = [], None
    pages = []
    while True:
        found = await page(api, size=3, **({"cursor": cursor} if cursor else {}))
        assert found["total"] == 10
        pages.append(found)
        seen += ids(found)
        cursor = found["next_page"]
        if cursor is None:
            break
    assert seen == ten
    assert [len(each["items"]) for each in pages] == [3, 3, 3, 1]
    assert pages[0]["previous_page"] is None
    back: list[str] = []
    cursor = pages[-1]["previous_page"]
    while cursor is not None:
        found = await page(api, size=3, cursor=cursor)
        back = ids(found) + back
        cursor = found["previous_page"]
    assert back == ten[:9]


async def test_the_current_page_can_be_read_again_from_either_end(api, ten):
    second = await page(api, size=3, cursor=(await page(api, size=3))["next_page"])
    assert ids(second) == ten[3:6]
    assert ids(await page(api, size=3, cursor=second["current_page"])) == ten[3:6]
    assert ids(await page(api, size=3, cursor=second["current_page_backwards"])) == ten[3:6]


async def test_what_is_added_while_somebody_pages_moves_nothing(api, ten, invite):
    first = await page(api, size=5)
    added = [(await invite())["id"] for _ in range(3)]
    second = await page(api, size=5, cursor=first["next_page"])
    assert (ids(second), second["total"]) == (ten[5:], 13)
    third = await page(api, size=5, cursor=second["next_page"])
    assert (ids(third), third["next_page"]) == (added, None)
    assert ids(await page(api, size=5, cursor=third["previous_page"])) == ten[5:]


async def test_cursors_are_taken_bare_and_encoded_once_more(api, ten):
    cursor = (await page(api, size=4))["next_page"]
    for spelling in (cursor, unquote(cursor), quote(cursor, safe="")):
        assert ids(await page(api, size=4, cursor=spelling)) == ten[4:8]


@pytest.mark.parametrize(
    "cursor",
    [
        "nonsense",
        "%00",
        "\0",
        "Pg",
        b64encode(b"no direction").decode(),
        b64encode(b'>["2025-01-01T00:00:00Z"]').decode(),
        b64encode(b'>["2025-01-01T00:00:00Z","not an id"]').decode(),
        b64encode(b'>["2025-01-01T00:00:00","01890000-0000-7000-8000-000000000000"]').decode(),
        b64encode(b">[null,null]").decode(),
        b64encode(b">[1,2]").decode(),
        b64encode(b">{}").decode(),
        b64encode(b">" + b"[" * 20_000).decode(),
    ],
)
async def test_a_cursor_that_is_not_ours_is_refused(api, cursor):
    answer = await api.get(INVITATIONS, params={"cursor": cursor})
    assert (answer.status, answer.body["code"]) == (400, 400)


@pytest.mark.parametrize("size", ["0", "1001", "-1", "x", ""])
async def test_a_size_beyond_the_limits_is_refused(api, size):
    assert (await api.get(INVITATIONS, params={"size": size})).status == 422


async def test_one_reference_is_picked_with_its_own_total(api, invite, run_out):
    await invite()
    first = await invite()
    await run_out(first)
    again = await invite(fleet_ref=first["fleet_ref"])
    found = await page(api, fleet_ref=first["fleet_ref"])
    assert (ids(found), found["total"]) == ([first["id"], again["id"]], 2)
    assert [each["status"] for each in found["items"]] == ["expired", "active"]
    one = await page(api, fleet_ref=first["fleet_ref"], size=1)
    assert (one["total"], ids(await page(api, fleet_ref=first["fleet_ref"], cursor=one["next_page"]))) == (
        2,
        [again["id"]],
    )


async def test_an_unknown_reference_is_an_empty_page_and_nul_is_refused(api, invite):
    await invite()
    found = await page(api, fleet_ref=fleet_ref())
    assert (found["items"], found["total"]) == ([], 0)
    assert (await api.get(INVITATIONS, params={"fleet_ref": "a\0b"})).status == 422


async def test_partners_see_their_own_alone(api, anyone, make_partner, ten):
    other = anyone.with_token((await make_partner()).token)
    assert (await page(other))["total"] == 0
    cursor = (await page(api, size=4))["next_page"]
    assert (await page(other, cursor=cursor))["items"] == []


async def test_listing_needs_a_token(anyone):
    assert (await anyone.get(INVITATIONS)).status == 401


async def test_text_that_looks_like_the_placeholder_stays_as_it_was_sent(api, anyone):
    refs = [PLACEHOLDER, "invitation/id", rf"\{PLACEHOLDER}", rf"x\/{PLACEHOLDER}"]
    made = [(await api.post(INVITATIONS, {"fleet_ref": each})).body for each in refs]
    assert [each["fleet_ref"] for each in made] == refs
    assert (await page(api))["items"] == made
    for each in made:
        assert (await anyone.get(f"{INVITATIONS}/{each['id']}")).body == each


async def test_a_bulk_load_is_counted(api, partner, keyring, database: Database):
    hashes, sealed = new_links(keyring, partner.id, 2500)
    async with database.connection() as db:
        await db.execute(
            """
            with added as (
              insert into invitation (partner_id, link_hash, sealed_link, fleet_ref, expires_in_hours, expires_at,
                permissions)
              select %s, hash, sealed, 'bulk-' || n, 24, now() + interval '1 day', '{}'
              from unnest(%s::bytea[], %s::bytea[]) with ordinality as link (hash, sealed, n)
              returning partner_id
            ) """
            + counting("select partner_id, 'invitation' as name, count(*) as delta from added group by 1"),
            (partner.id, hashes, sealed),
        )
    seen: list[str] = []
    found = await page(api, size=1000)
    while True:
        assert found["total"] == 2500
        seen += ids(found)
        if found["next_page"] is None:
            break
        found = await page(api, size=1000, cursor=found["next_page"])
    assert len(seen) == len(set(seen)) == 2500


async def test_the_list_shows_tokens_of_accepted_invitations_only(api, invite, accept):
    accepted, active = await accept(await invite()), await invite()
    assert (await page(api))["items"] == [accepted, active]
