"""A fleet registers on its phone, sees what it shares, and takes access away while the partner looks."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.async_api import Page, expect

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

PASSWORD = "three brown foxes at noon"


async def connect(page: Page, invitation: Any, key: str) -> None:
    await page.goto(invitation["magic_link"])
    await page.get_by_role("button", name="Accept and continue").click()
    await page.get_by_role("link", name="Groundhog").click()
    await page.get_by_label("API key").fill(key)
    await page.get_by_role("button", name="Connect Groundhog").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Groundhog (simulator) is connected")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
async def test_a_fleet_registers_pauses_and_signs_in_again(
    invite, open_browser, account, api, anyone, complaints, script
):
    invitation = await invite(fleet_name="Rolling Thunder", fleet_ref=f"ref-{uuid4().hex[:8]}")
    phone = await open_browser(java_script_enabled=script)
    await connect(phone, invitation, account)
    async with phone.context.expect_page() as opened:
        await phone.get_by_role("link", name="Create an account").click()
    page = await opened.value
    complaints.listen_to(page)
    email = f"{uuid4().hex[:10]}@fleet.example"
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_label("New password").fill(PASSWORD)
    await page.get_by_role("button", name="Create account").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("What you share")

    read = f"/v2/orgs/fleets?fleet_refs={invitation['fleet_ref']}"
    assert len((await api.get(read)).body["items"]) == 1
    await page.get_by_role("button", name="Pause").click()
    await expect(page.get_by_role("button", name="Resume")).to_be_visible()
    assert (await api.get(read)).body["items"] == []
    # Nor can the partner undo it, with its own token or with the fleet's, which it can read.
    [agreement] = (await api.get(f"/v2/orgs/share-agreements?fleet_ref={invitation['fleet_ref']}")).body["items"]
    read_token = (await api.get(f"/v2/orgs/invitations/{invitation['id']}")).body["pre_registration_access_token"]
    for who in (api, anyone.with_token(read_token)):
        assert (await who.post(f"/v2/orgs/share-agreements/{agreement['id']}/activate")).status == 403
    assert (await api.get(read)).body["items"] == []

    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("button", name="Resume").click()
    await expect(page.get_by_role("button", name="Pause")).to_be_visible()
    assert len((await api.get(read)).body["items"]) == 1
    assert not complaints


async def test_the_pages_speak_the_readers_language_and_keep_it(open_browser, server):
    page = await open_browser(locale="ar")
    await page.goto(f"{server}/account/sign-in")
    assert await page.locator("html").get_attribute("dir") == "rtl"
    await expect(page.get_by_role("heading", level=1)).to_have_text("تسجيل الدخول")
    await page.locator(".languages summary").click()
    await page.get_by_role("link", name="Deutsch").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
    assert page.url.endswith("/account/sign-in?lang=de")
