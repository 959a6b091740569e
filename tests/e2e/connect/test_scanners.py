"""What looks at a link with a whole browser, without a person behind it."""

import asyncio

import pytest
from tests.processes import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

SCROLL = "scrollTo(0, document.body.scrollHeight)"


async def test_a_scanner_that_runs_scripts_for_seconds_has_not_viewed_the_invitation(
    invite, open_browser, phone, events
):
    invitation = await invite()

    async def is_viewed() -> bool:
        return "invitation.viewed" in await events()

    scanner = await open_browser()
    for _ in range(2):
        await scanner.goto(invitation["magic_link"], wait_until="networkidle")
        # As some do to wake pages up: by script, not by hand.
        await scanner.evaluate(SCROLL)
        await scanner.evaluate("dispatchEvent(new PointerEvent('pointerdown'))")
        await asyncio.sleep(1)
    for link in await scanner.locator("a[href^='/']").evaluate_all("links => links.map(each => each.href)"):
        await scanner.goto(link)
    await scanner.goto(invitation["magic_link"])
    await scanner.evaluate(
        """() => {
          const link = document.createElement("link");
          document.head.append(Object.assign(link, { rel: "prefetch", href: "/decline" }));
        }"""
    )
    await asyncio.sleep(0.5)
    assert await events() == ["invitation.created"]
    # The fleet itself finds everything as it should be.
    await phone.goto(invitation["magic_link"])
    await phone.keyboard.press("Tab")
    await eventually(is_viewed, "the event of a view")
    await phone.get_by_role("button", name="Accept and continue").click()
    await phone.wait_for_url("**/providers?**")
