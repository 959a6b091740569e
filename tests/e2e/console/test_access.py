"""Every page of the console for everyone: narrow and wide, light and dark, by keyboard, without script."""

import re
from typing import Any, Literal
from uuid import UUID

import pytest
from playwright.async_api import Page
from tests.conftest import PartnerFixture
from tests.console_charts import fill_charts
from tests.console_pages import operator_paths
from tests.e2e.accessibility import COLOURS, bring_check, findings
from tests.e2e.connect.conftest import overflow
from tests.integration.conftest import Connected
from tests.integration.console.test_map import moving

from gladhand.auth.people.roles import PersonRoleEnum
from gladhand.core.db import Database

# A fixture of other tests that these play with, too.
__all__ = ["moving"]

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

SIZES: tuple[tuple[int, Literal["light", "dark"], dict[str, Any]], ...] = ((360, "light", {}), (1024, "dark", COLOURS))


# Pages that show charts, below those of the partner and of the operator.
CHARTS = {"", "/operations", "/webhooks/{hook}", "/requests"}
OPERATORS_CHARTS = {"", "/queues", "/queues?span=24h", "/operations", "/providers/samsara", "/requests"}


async def pages_of(connected: Connected, partner: PartnerFixture, database: Database) -> tuple[list[str], set[str]]:
    """One page of each kind, with rows and figures on it, and those that show charts."""
    api = connected.api
    await connected.created(first_name="Anna", username=f"a.{connected.fleet_ref}")
    failed = (await connected.create(is_sync=True, first_name="Twin", username=f"a.{connected.fleet_ref}")).body
    hook = (
        await api.post("/v2/notifications/webhooks", {"event_name": "user.added", "url": "http://127.0.0.1:9/"})
    ).body
    await fill_charts(database, partner.id, UUID(hook["id"]), "samsara")
    schedules = (await api.get(f"/v2/integrations/connections/{connected.connection_id}/schedules")).body["items"]
    here, connection = f"/console/partners/{partner.slug}", f"/connections/{connected.connection_id}"
    paths = [
        "",
        "/invitations",
        f"/invitations/of?fleet_ref={connected.fleet_ref}",
        "/fleets",
        f"/fleets/{connected.fleet_id}",
        "/map",
        "/map?at=39,-98,4",
        "/connections",
        connection,
        f"{connection}/coverage",
        f"{connection}/schedules/{schedules[0]['id']}",
        "/operations",
        f"/operations/{connected.connection_id}/{failed['id']}",
        "/webhooks",
        f"/webhooks/{hook['id']}",
        "/events",
        "/explorer",
        "/explorer/users",
        "/explorer/users?connection_id=nonsense",
        "/branding",
        "/clients",
        "/requests",
        "/people",
        "/nothing",
    ]
    operators = [*operator_paths("samsara"), "/queues?span=24h"]
    charts = {here + path.format(hook=hook["id"]) for path in CHARTS}
    charts |= {f"/console/operator{path}" for path in OPERATORS_CHARTS}
    return [here + path for path in paths] + [f"/console/operator{path}" for path in operators], charts


async def check_page(page: Page) -> None:
    """A page that is there, first as it came and then with everything unfolded."""
    assert await page.locator("h1").count() == 1
    for unfolded in (False, True):
        if unfolded:
            await page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        for width, scheme, rules in SIZES:
            await page.set_viewport_size({"width": width, "height": 800})
            assert await overflow(page) <= 0, f"scrolls sideways at {width}, {unfolded=}"
            if unfolded:
                # Without motion: a colour that is still changing is not the one to be judged.
                await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                report = await findings(page, **rules)
                assert not report, f"at {width}, {scheme}: {report}"


@pytest.mark.timeout(480)
async def test_every_page_is_usable_by_everyone(
    sign_in: Any,
    connected: Connected,
    partner: PartnerFixture,
    database: Database,
    server: str,
    complaints,
    subtests: pytest.Subtests,
):
    page = await sign_in(PersonRoleEnum.ADMIN)
    await bring_check(page.context)
    paths, charts = await pages_of(connected, partner, database)
    for path in paths:
        with subtests.test(path=path):
            await page.goto(server + path)
            drawn = await page.locator("[data-chart] canvas").count()
            assert drawn == await page.locator("[data-chart]").count()
            assert bool(drawn) == (path in charts)
            await check_page(page)
    # What the browser says about an answer with an error is no fault of the page.
    assert [each for each in complaints if "Failed to load resource" not in each] == []


async def test_on_a_phone_what_acts_in_a_table_lies_in_the_window(
    sign_in: Any, connected: Connected, partner: PartnerFixture, server: str
):
    page = await sign_in(PersonRoleEnum.PARTNER_ADMIN, partner)
    await page.set_viewport_size({"width": 360, "height": 740})
    here = f"{server}/console/partners/{partner.slug}"
    for path in ("/clients", "/fleets", f"/fleets/{connected.fleet_id}", f"/connections/{connected.connection_id}"):
        await page.goto(here + path)
        pressed = page.locator("table").locator("a, button, summary").filter(visible=True)
        assert await pressed.count(), path
        for each in await pressed.all():
            box = await each.bounding_box()
            assert box is not None
            assert box["x"] + box["width"] <= 360, (path, await each.inner_text())
        # What a cell is about is not said by its column any longer.
        assert await page.locator("td[data-label]").count(), path
    title = await page.locator("h1").bounding_box()
    assert title is not None
    assert title["y"] < 220


async def test_a_map_with_vehicles_is_usable_by_everyone(
    sign_in: Any, moving: Connected, partner: Any, server: str, complaints
):
    page = await sign_in(PersonRoleEnum.PARTNER_ADMIN, partner)
    await bring_check(page.context)
    for width, scheme, _ in SIZES:
        await page.set_viewport_size({"width": width, "height": 800})
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        async with page.expect_response("**/land.svg?**"):
            await page.goto(f"{server}/console/partners/{partner.slug}/map")
        await check_page(page)
    await page.get_by_role("link", name="2 vehicles: look closer").press("Enter")
    await page.wait_for_url("**/map?at=*")
    assert not complaints


async def test_the_sign_in_is_usable_by_everyone(open_browser: Any, server: str, complaints):
    page = await open_browser()
    await bring_check(page.context)
    await page.goto(f"{server}/console/sign-in")
    await check_page(page)
    assert not complaints


async def test_times_are_in_the_readers_zone(sign_in: Any, connected: Connected, partner: Any, server: str):
    page = await sign_in(PersonRoleEnum.PARTNER_ADMIN, partner, timezone_id="Asia/Kolkata", locale="en-GB")
    await page.goto(f"{server}/console/partners/{partner.slug}/fleets/{connected.fleet_id}")
    time = page.locator("time").first
    utc = re.search(r"(\d\d):(\d\d):\d\d UTC", await time.get_attribute("title") or "")
    local = re.search(r"(\d\d):(\d\d):\d\d", await time.inner_text())
    assert utc is not None
    assert local is not None
    minutes = (int(local[1]) * 60 + int(local[2]) - int(utc[1]) * 60 - int(utc[2])) % (24 * 60)
    assert minutes == 330


async def test_the_console_works_without_script(open_browser: Any, make_code: Any, partner: Any, server: str):
    page = await open_browser(java_script_enabled=False)
    await page.goto(f"{server}/console/sign-in")
    await page.get_by_label("One-time code").fill(await make_code(PersonRoleEnum.PARTNER_ADMIN, partner.id))
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("link", name="Invitations", exact=True).click()
    await page.locator("summary", has_text="Invite a fleet").click()
    await page.get_by_role("textbox", name="Your id of the fleet").first.fill("north-1")
    await page.get_by_role("button", name="Invite a fleet").click()
    assert "north-1" in await page.locator("h1").inner_text()
    assert "UTC" in await page.locator("time").first.inner_text()
