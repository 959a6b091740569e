"""Many at the same time: simultaneous creates of one reference, and paging while others insert."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.conftest import Api, PartnerFixture
from tests.links import new_links

from gladhand.core.counter_queries import counting
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database

pytestmark = pytest.mark.e2e

INVITATIONS = "/v2/orgs/invitations"
SIMULTANEOUS = 100


async def test_a_hundred_simultaneous_creates_of_one_reference_make_one_invitation(
    database: Database, api: Api, partner: PartnerFixture
) -> None:
    wanted = {"fleet_ref": f"fleet-{uuid4().hex[:8]}"}
    answers = await asyncio.gather(*(api.post(INVITATIONS, wanted) for _ in range(SIMULTANEOUS)))
    assert Counter(each.status for each in answers) == {201: 1, 200: SIMULTANEOUS - 1}
    assert len({each.body["id"] for each in answers}) == 1
    listed = (await api.get(f"{INVITATIONS}?fleet_ref={wanted['fleet_ref']}")).body
    assert (listed["total"], len(listed["items"])) == (1, 1)
    async with database.connection() as db:
        rows = await db.execute("select count(*) as n from invitation where partner_id = %s", (partner.id,))
        assert (await rows.fetchone() or {})["n"] == 1
        events = await db.execute(
            "select event_name, count(*) as n from event where partner_id = %s group by 1", (partner.id,)
        )
        assert {row["event_name"]: row["n"] for row in await events.fetchall()} == {"invitation.created": 1}


async def fill(database: Database, keyring: Keyring, partner_id: UUID, count: int) -> None:
    """So many invitations, each a microsecond after the other, and some at the very same moment."""
    hashes, sealed = new_links(keyring, partner_id, count)
    async with database.transaction() as db:
        await db.execute(
            """
            with added as (
              insert into invitation (partner_id, link_hash, sealed_link, fleet_ref, expires_in_hours, expires_at,
                permissions, created_at)
              select %s, hash, sealed, 'old-' || n, 24, now() + interval '1 day', '{"user": "read"}',
                now() - interval '1 hour' + interval '1 microsecond' * (n / 3)
              from unnest(%s::bytea[], %s::bytea[]) with ordinality as link (hash, sealed, n) returning partner_id
            ) """
            + counting("select partner_id, 'invitation' as name, count(*) as delta from added group by 1"),
            (partner_id, hashes, sealed),
        )


async def pages(api: Api, size: int, *, backwards: bool) -> AsyncIterator[list[dict[str, Any]]]:
    """All pages from one end to the other, as a client follows them."""
    step = "previous_page" if backwards else "next_page"
    # A cursor that says a direction and no place begins at that end (base64 of `<`).
    cursor = "PA%3D%3D" if backwards else ""
    while True:
        page = (await api.get(f"{INVITATIONS}?size={size}&cursor={cursor}")).body
        yield page["items"]
        if page[step] is None:
            return
        cursor = page[step]


async def walk(api: Api, size: int, *, backwards: bool) -> tuple[list[str], set[str]]:
    """The references of all pages in the order of the walk, and those that others added before the last page came."""
    found: list[str] = []
    added: list[str] = []
    known: set[str] = set()
    async for items in pages(api, size, backwards=backwards):
        shown = [each["fleet_ref"] for each in items]
        found += reversed(shown) if backwards else shown
        known = set(added)
        new = [f"new-{uuid4().hex}" for _ in range(3)]
        answers = await asyncio.gather(*(api.post(INVITATIONS, {"fleet_ref": each}) for each in new))
        assert {each.status for each in answers} == {201}
        added += new
    return found, known


@pytest.mark.parametrize(
    ("count", "size"), [(20_000, 700), pytest.param(100_000, 1000, marks=pytest.mark.chaos)], ids=["some", "many"]
)
async def test_paging_misses_none_and_shows_none_twice_while_others_insert(
    database: Database, keyring: Keyring, api: Api, partner: PartnerFixture, count: int, size: int
) -> None:
    await fill(database, keyring, partner.id, count)
    old = [f"old-{number}" for number in range(1, count + 1)]
    for backwards in (False, True):
        found, added = await walk(api, size, backwards=backwards)
        assert len(set(found)) == len(found)
        # What is added comes at the end: forwards it is still to come, backwards it is behind.
        assert backwards or added <= set(found)
        kept = [each for each in found if each.startswith("old-")]
        assert sorted(kept) == sorted(old)
    total = (await api.get(f"{INVITATIONS}?size=1")).body["total"]
    async with database.connection() as db:
        rows = await db.execute("select count(*) as n from invitation where partner_id = %s", (partner.id,))
        assert (await rows.fetchone() or {})["n"] == total


async def test_both_directions_show_the_same_order(
    database: Database, keyring: Keyring, api: Api, partner: PartnerFixture
) -> None:
    await fill(database, keyring, partner.id, 100)
    there = [each["id"] async for items in pages(api, 7, backwards=False) for each in items]
    back = [each["id"] async for items in pages(api, 7, backwards=True) for each in reversed(items)]
    assert len(there) == 100
    assert there == back[::-1]
