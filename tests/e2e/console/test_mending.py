"""What an engineer does in the console instead of in a shell: find what is broken, and mend it."""

import asyncio
import time
from typing import Any

import pytest
from tests.conftest import PATIENCE
from tests.integration.conftest import Connected

from gladhand.auth.people.roles import PersonRoleEnum
from gladhand.core.db import Database

pytestmark = [pytest.mark.e2e, pytest.mark.browser]


async def until(found: Any) -> None:
    """Wait until the condition holds."""
    deadline = time.monotonic() + PATIENCE
    while not await found():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


async def test_a_fleets_trucks_stopped_coming_in(
    sign_in: Any, open_browser: Any, connect: Any, partner: Any, server: str
):
    """The fleet has changed its key at the provider. The overview says so and leads to the link that mends it."""
    connected: Connected = await connect(permissions={"vehicle": "read", "user": "read_write"})
    await connected.account.inject_fault("bad_auth", count=None)
    assert (await connected.create(is_sync=True, first_name="Refused")).status == 502

    page = await sign_in(PersonRoleEnum.PARTNER_ADMIN, partner, viewport={"width": 1024, "height": 800})
    here = f"{server}/console/partners/{partner.slug}"
    await page.get_by_text("The fleet has to sign in again").first.wait_for()
    await page.get_by_role("link", name="Look at the connection and send a repair link").first.click()
    await page.get_by_text("The provider refuses the stored sign-in").wait_for()
    link = await page.locator(".copy code").first.inner_text()

    fleet = await open_browser()
    opened = await fleet.goto(link)
    assert opened.ok
    assert "invite=" in fleet.url
    await connected.account.behave()
    assert (await connected.sign_in()).status == 200

    await page.goto(here)
    await page.get_by_text("Nothing needs attention").wait_for()


async def test_an_endpoint_that_failed_is_mended_and_gets_what_it_missed(
    sign_in: Any, connected: Connected, partner: Any, server: str, sink: Any, worker: Any
):
    made = await connected.api.post("/v2/notifications/webhooks", {"event_name": "user.added", "url": sink.url})
    hook = made.body["id"]
    sink.answers = [500] * 5
    await connected.created(first_name="Anna", username=f"a.{connected.fleet_ref}")

    async def is_given_up() -> bool:
        metrics = await connected.api.get(f"/v2/notifications/webhooks/{hook}/metrics")
        return bool(metrics.body["dlq_count"] == 1)

    await until(is_given_up)
    missed = len(sink.received)
    page = await sign_in(PersonRoleEnum.PARTNER_ADMIN, partner)
    await page.get_by_text("the server gave up 1 event").wait_for()
    await page.get_by_role("link", name="Look at the endpoint").click()
    # Each request with its answer.
    await page.locator("table a").first.click()
    assert await page.get_by_text("HTTP 500").count() == missed
    await page.get_by_text("What was sent").click()
    assert "Anna" in await page.locator("pre").last.inner_text()
    await page.get_by_role("link", name="user.added").click()
    await page.get_by_role("button", name="Send all of them again").click()
    await page.get_by_text("on the way again").wait_for()
    await sink.wait_for("user.added", missed + 1)
    assert sink.received[-1].body["data"][0]["first_name"] == "Anna"
    # The page refreshes itself and shows that the delivery has arrived.
    await page.locator("td .badge.good", has_text="success").wait_for()
    chart = page.get_by_role("img", name="Attempts to deliver")
    assert f"1 arrived, {missed} failed" in (await chart.get_attribute("aria-label") or "")
    assert await chart.locator("canvas").count() == 1


async def test_a_page_in_view_shows_a_delivery_at_once(
    sign_in: Any, connected: Connected, partner: Any, server: str, sink: Any, worker: Any, database: Database
):
    made = await connected.api.post("/v2/notifications/webhooks", {"event_name": "user.added", "url": sink.url})
    page = await sign_in(PersonRoleEnum.PARTNER_ADMIN, partner)
    # Without polling: only the stream tells the page.
    await page.add_init_script("window.setInterval = () => 0")
    await page.goto(f"{server}/console/partners/{partner.slug}/webhooks/{made.body['id']}")
    await page.locator("h1 .badge", has_text="live").wait_for()
    await connected.created(first_name="Anna", username=f"a.{connected.fleet_ref}")
    await page.locator("td .badge.good", has_text="success").wait_for()
    # When the session ends elsewhere, the open page leads to the sign-in.
    async with database.transaction() as db:
        await db.execute("update person_session set ended_at = now() where partner_id = %s", (partner.id,))
    await page.wait_for_url("**/console/sign-in**")


async def test_the_page_of_a_write_follows_it_until_its_end(
    sign_in: Any, connected: Connected, partner: Any, server: str, worker: Any
):
    # Refused for its number of requests, a write waits and is tried again and again.
    await connected.account.inject_fault("throttle", count=None, retry_after=0.5)
    made = (await connected.create(first_name="Anna", username=f"a.{connected.fleet_ref}")).body
    page = await sign_in(PersonRoleEnum.PARTNER_ADMIN, partner)
    await page.add_init_script(
        "window.streams = [];"
        "window.EventSource = class extends EventSource {"
        " constructor(address) { super(address); window.streams.push(this); } };"
    )
    await page.goto(f"{server}/console/partners/{partner.slug}/operations/{connected.connection_id}/{made['id']}")
    badge = page.locator("h1 .badge", has_text="live")
    await badge.wait_for()
    await connected.account.behave()
    await page.locator("dd .badge.good", has_text="success").wait_for()
    await badge.wait_for(state="hidden")
    assert await page.evaluate("streams.map((each) => each.readyState === EventSource.CLOSED)") == [True]
