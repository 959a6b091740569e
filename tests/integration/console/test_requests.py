"""The log of API requests: whose they are, what it keeps of them, and how many there were."""

import asyncio
import re
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import PATIENCE, Api, PartnerFixture
from tests.integration.console.conftest import ConsoleBrowser

from gladhand.auth.people.roles import PersonRoleEnum
from gladhand.console.pages.charts import SPAN
from gladhand.core.db import Database
from gladhand.core.keyset import Cursor
from gladhand.core.request_log import queries
from gladhand.core.request_log.recorder import MOST_STORED, REQUESTER_IN_SCOPE, Requester, RequestLog


async def shown(browser: ConsoleBrowser, path: str, text: str) -> str:
    """The page when it has the text: requests are stored within a second."""
    deadline = time.monotonic() + PATIENCE
    while text not in (page := (await browser.get(path)).text):
        assert time.monotonic() < deadline, page
        await asyncio.sleep(0.1)
    return page


def paths(page: str) -> list[str]:
    return re.findall(r"<td[^>]*>((?:GET|POST|PATCH|DELETE) /[^<]+)</td>", page)


async def test_a_request_is_shown_with_its_end_and_without_its_values(
    engineer: ConsoleBrowser, partner: PartnerFixture, api: Api
):
    await api.get("/v2/orgs/invitations?fleet_ref=very-secret")
    missing = f"/v2/orgs/fleets/{uuid4()}"
    refused = await api.get(missing)
    assert refused.status == 404
    here = f"/console/partners/{partner.slug}/requests"
    page = await shown(engineer, here, "GET /v2/orgs/fleets/{fleet_id}")
    assert paths(page)[:2] == ["GET /v2/orgs/fleets/{fleet_id}", "GET /v2/orgs/invitations"]
    assert "very-secret" not in page
    assert missing not in page
    assert f">{partner.client_id}</td>" in page
    failed = (await engineer.get(f"{here}?result=failed")).text
    assert set(paths(failed)) == {"GET /v2/orgs/fleets/{fleet_id}"}
    assert "1 failed" in page


async def test_what_the_console_itself_asks_is_no_request_of_a_client(
    engineer: ConsoleBrowser, partner: PartnerFixture, api: Api
):
    here = f"/console/partners/{partner.slug}/requests"
    await engineer.get(f"/console/partners/{partner.slug}/webhooks")
    await api.get("/v2/orgs/fleets")
    assert paths(await shown(engineer, here, "GET /v2/orgs/fleets")) == ["GET /v2/orgs/fleets"]


async def test_nobody_sees_another_partners_requests(
    sign_in: Callable[..., Any],
    make_partner: Callable[..., Any],
    partner: PartnerFixture,
    api: Api,
    engineer: ConsoleBrowser,
    operator: ConsoleBrowser,
):
    await api.get("/v2/orgs/fleets")
    other = await make_partner()
    stranger = await sign_in(PersonRoleEnum.PARTNER_ADMIN, other)
    await shown(engineer, f"/console/partners/{partner.slug}/requests", "GET /v2/orgs/fleets")
    assert (await stranger.get(f"/console/partners/{partner.slug}/requests")).status == 404
    own = (await stranger.get(f"/console/partners/{other.slug}/requests")).text
    assert paths(own) == []
    assert "No request in this time" in own
    of_all = (await operator.get("/console/operator/requests")).text
    assert f'href="/console/partners/{partner.slug}/requests"' in of_all


async def test_pages_lead_from_the_newest_to_the_oldest(
    engineer: ConsoleBrowser, partner: PartnerFixture, database: Database
):
    log = RequestLog(database)
    for _ in range(3):
        for status in (200, 404):
            for number in range(40):
                note(log, partner, status, f"/{status}/{number}")
        log.stop()
        await log.run()
    path, pages = f"/console/partners/{partner.slug}/requests", list[list[str]]()
    while path:
        page = (await engineer.get(path)).text
        pages.append(paths(page))
        older = re.search(r'href="([^"]+)">Older', page)
        path = older[1].replace("&amp;", "&") if older else ""
    newer = re.search(r'href="([^"]+)">Newer', page)
    assert newer is not None
    assert paths((await engineer.get(newer[1].replace("&amp;", "&"))).text) == pages[-2]
    seen = [each for listed in pages for each in listed]
    assert len(seen) == 240
    assert seen[:2] == ["GET /404/39", "GET /404/38"]


def note(log: RequestLog, partner: PartnerFixture, status: int, route: str) -> None:
    scope = {REQUESTER_IN_SCOPE: Requester(partner.id, "one")}
    log.add(scope, method="GET", route=route, status=status, seconds=0.002, request_id="r")


async def test_many_requests_are_counted_and_some_are_kept(database: Database, partner: PartnerFixture):
    log = RequestLog(database)
    for number in range(1000):
        note(log, partner, 200, f"/{number}")
    for status in (429, 429, 500):
        note(log, partner, status, "/failed")
    log.stop()
    await log.run()
    async with database.connection() as db:
        kept = await queries.list_requests(db, partner.id, is_failed=False, cursor=Cursor(), size=200)
        failed = await queries.list_requests(db, partner.id, is_failed=True, cursor=Cursor(), size=200)
        figures = {each.partner_id: each for each in await queries.list_by_partner(db, within=SPAN)}
    assert len(kept) == MOST_STORED + 3
    assert len(failed) == 3
    found = figures[partner.id]
    assert (found.requests, found.failures, found.throttled) == (1003, 3, 2)
    assert found.milliseconds == pytest.approx(2.0)


async def test_a_log_that_is_switched_off_keeps_nothing(database: Database, partner: PartnerFixture):
    log = RequestLog(database, is_kept=False)
    note(log, partner, 200, "/any")
    log.stop()
    await log.run()
    async with database.connection() as db:
        assert await queries.list_requests(db, partner.id, is_failed=False, cursor=Cursor(), size=5) == []
        assert partner.id not in {each.partner_id for each in await queries.list_by_partner(db, within=SPAN)}
