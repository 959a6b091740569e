"""What looks at a link with a whole browser, without a person behind it."""

from functools import partial

import pytest
from tests.processes import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

SCROLL = "scrollTo(0, document.body.scrollHeight)"


async def test_a_scanner_that_runs_scripts_for_seconds_has_not_viewed_the_invitation(
    invite, open_browser, phone, database, partner
):
    invitation, marker = await invite(), await invite()

    async def viewed() -> list[str]:
        async with database.connection() as db:
            rows = await db.execute(
                "select fleet_ref from event where partner_id = %s and event_name = 'invitation.viewed' order by id",
                (partner.id,),
            )
            return [row["fleet_ref"] for row in await rows.fetchall()]

    async def is_viewed(fleet_ref: str) -> bool:
        return fleet_ref in await viewed()

    # A mouse that was used in the browser before lies still over each page that opens; Chromium tells the page so.
    await phone.mouse.move(5, 5)
    scanner = await open_browser()
    for _ in range(2):
        await scanner.goto(invitation["magic_link"], wait_until="networkidle")
        # As some do to wake pages up: by script, not by hand.
        await scanner.evaluate(SCROLL)
        await scanner.evaluate("dispatchEvent(new PointerEvent('pointerdown'))")
    for link in await scanner.locator("a[href^='/']").evaluate_all("links => links.map(each => each.href)"):
        await scanner.goto(link)
    await scanner.goto(invitation["magic_link"])
    async with scanner.expect_request("**/decline"):
        await scanner.evaluate(
            """() => {
              const link = document.createElement("link");
              document.head.append(Object.assign(link, { rel: "prefetch", href: "/decline" }));
            }"""
        )
    # The same window opens another invitation, and a person presses a key there: all that it has sent before is there.
    await scanner.goto(marker["magic_link"], wait_until="networkidle")
    await scanner.keyboard.press("Tab")
    await eventually(partial(is_viewed, marker["fleet_ref"]), "the view of the other invitation")
    assert await viewed() == [marker["fleet_ref"]]
    # The fleet itself finds everything as it should be.
    await phone.goto(invitation["magic_link"])
    await phone.keyboard.press("Tab")
    await eventually(partial(is_viewed, invitation["fleet_ref"]), "the event of a view")
    await phone.get_by_role("button", name="Accept and continue").click()
    await phone.wait_for_url("**/providers?**")
