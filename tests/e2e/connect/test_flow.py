"""The whole way through Connect in a browser, on a phone-sized screen."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import expect
from tests.e2e.connect.conftest import focused, overflow
from tests.processes import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

ASK = {"user": "read_write", "vehicle": "read", "vehicle_location": "read"}


async def sign_in(page, key: str) -> None:
    await page.get_by_label("API key").fill(key)
    await page.get_by_role("button", name="Connect Groundhog").click()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
async def test_a_fleet_accepts_connects_its_provider_and_returns(
    invite, open_browser, account, partner_site, complaints, script
):
    invitation = await invite(
        fleet_name="Rolling Thunder", permissions=ASK, success_redirect_url=f"{partner_site}/ok?from=email#fleet"
    )
    page = await open_browser(java_script_enabled=script)
    await page.goto(invitation["magic_link"] + "&theme=dark")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Acme Logistics asks for access to your fleet data")
    await expect(page.get_by_text("Create and change drivers")).to_be_visible()
    assert await overflow(page) <= 0
    await page.get_by_role("button", name="Accept and continue").click()

    await expect(page.get_by_role("heading", level=1)).to_have_text("Which provider do you use?")
    assert await overflow(page) <= 0
    await page.get_by_role("link", name="Groundhog").click()

    await sign_in(page, "a wrong key")
    await expect(page.get_by_role("alert")).to_contain_text("did not accept this sign-in")
    assert await overflow(page) <= 0
    complaints.clear()  # the refused form itself: browsers list every answer above 400

    await sign_in(page, account)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Groundhog (simulator) is connected")
    await expect(page.get_by_text("Rolling Thunder").first).to_be_visible()
    assert await overflow(page) <= 0
    await page.get_by_role("button", name="Return to Acme Logistics").click()

    await page.wait_for_url(f"{partner_site}/**")
    assert await page.title() == "ok"
    parts = urlsplit(page.url)
    assert parts.fragment == "fleet"
    assert parse_qs(parts.query) == {
        "from": ["email"],
        "status": ["success"],
        "tsp_count": ["1"],
        "invitation_id": [invitation["id"]],
        "fleet_ref": [invitation["fleet_ref"]],
    }
    assert not complaints


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
async def test_a_fleet_declines_and_is_sent_back_with_its_reason(
    invite, open_browser, partner_site, complaints, script
):
    page = await open_browser(java_script_enabled=script)
    await page.goto((await invite(failure_redirect_url=f"{partner_site}/no"))["magic_link"])
    await page.get_by_role("link", name="Decline").click()
    await page.get_by_label("Reason").fill("Not now")
    await page.get_by_role("button", name="Decline").click()
    await page.wait_for_url(f"{partner_site}/**")
    assert parse_qs(urlsplit(page.url).query)["skip_reason"] == ["Not now"]
    assert not complaints


async def test_the_keyboard_alone_is_enough(invite, phone, account, partner_site):
    invitation = await invite(fleet_name="Rolling Thunder", success_redirect_url=f"{partner_site}/ok")
    await phone.goto(invitation["magic_link"])

    async def tab_to(wanted: str) -> None:
        for _ in range(30):
            await phone.keyboard.press("Tab")
            tag, _, text = wanted.partition(" ")
            found = await focused(phone)
            if found.startswith(f"{tag} ") and text in found:
                return
        raise AssertionError(f"Tab does not lead to {wanted}")

    await phone.keyboard.press("Tab")
    assert await focused(phone) == "a Skip to the content"
    await tab_to("summary Your company")
    await phone.keyboard.press("Enter")
    await tab_to("input fleet_name")
    await phone.keyboard.press("ControlOrMeta+A")
    await phone.keyboard.type("Thunder Roads")
    await tab_to("button Accept and continue")
    await phone.keyboard.press("Enter")
    await expect(phone.get_by_role("heading", level=1)).to_be_focused()
    await tab_to("a Groundhog")
    await phone.keyboard.press("Enter")
    await expect(phone.get_by_role("heading", level=1)).to_be_focused()
    await tab_to("input api_key")
    await phone.keyboard.type("wrong")
    await phone.keyboard.press("Enter")
    # The only fault is told at its field, which is where one goes on.
    await expect(phone.get_by_label("API key")).to_be_focused()
    await phone.keyboard.type(account)
    await phone.keyboard.press("Enter")
    await expect(phone.get_by_role("heading", level=1)).to_be_focused()
    await tab_to("button Return to Acme Logistics")
    await phone.keyboard.press("Enter")
    await phone.wait_for_url(f"{partner_site}/ok**")


async def test_opening_the_link_in_a_browser_is_announced_once(invite, phone, events):
    invitation = await invite()

    async def is_viewed() -> bool:
        return "invitation.viewed" in await events()

    for _ in range(2):
        await phone.goto(invitation["magic_link"])
        await phone.mouse.move(100, 100)
        await phone.mouse.move(120, 160)
        await eventually(is_viewed, "the event of a view")
    assert (await events()).count("invitation.viewed") == 1
    assert "invitation.accepted" not in await events()


async def test_back_reload_and_a_second_tab_break_nothing(invite, phone, account, api):
    invitation = await invite()
    await phone.goto(invitation["magic_link"])
    second = await phone.context.new_page()
    await second.goto(invitation["magic_link"])
    await phone.get_by_role("button", name="Accept and continue").click()
    await second.get_by_role("button", name="Accept and continue").click()
    await expect(second.get_by_role("heading", level=1)).to_have_text("Which provider do you use?")
    await phone.go_back()
    await phone.reload()
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Which provider do you use?")
    for page in (phone, second):
        await page.get_by_role("link", name="Groundhog").click()
        await sign_in(page, account)
        await expect(page.get_by_role("heading", level=1)).to_have_text("Groundhog (simulator) is connected")
    await second.go_back()
    await sign_in(second, account)
    await expect(second.get_by_role("heading", level=1)).to_have_text("Groundhog (simulator) is connected")
    await second.reload()
    await expect(second.get_by_role("heading", level=1)).to_have_text("Groundhog (simulator) is connected")
    assert len((await api.get("/v2/integrations/connections")).body["items"]) == 1


async def test_while_the_provider_is_asked_the_page_says_so_and_asks_once(
    invite, phone, account, simulator, anyone, api
):
    slow = {"kind": "slow", "account": account, "path": "/", "delay": 1.2}
    async with anyone.session.post(f"{simulator}/_control/faults", json=slow) as answer:
        assert answer.status == 201
    await phone.goto((await invite())["magic_link"])
    await phone.get_by_role("button", name="Accept and continue").click()
    await phone.get_by_role("link", name="Groundhog").click()
    await phone.get_by_label("API key").fill(account)
    # Looked at in the same breath: from outside, a browser shows nothing between two pages.
    told = await phone.evaluate(
        """() => {
          const button = document.querySelector("form[data-checks] button[type=submit]");
          button.click();
          button.click();
          return [button.getAttribute("aria-disabled"), document.querySelector("[role=status]").textContent];
        }"""
    )
    assert told == ["true", "Checking with Groundhog (simulator)…"]
    await expect(phone.get_by_role("heading", level=1)).to_have_text("Groundhog (simulator) is connected")
    assert len((await api.get("/v2/integrations/connections")).body["items"]) == 1


async def test_typing_into_the_search_narrows_the_list_at_once(invite, phone, brands):
    await phone.goto((await invite())["magic_link"])
    await phone.get_by_role("button", name="Accept and continue").click()
    search = phone.get_by_label("Search providers")
    await search.press_sequentially("north")
    await expect(phone.get_by_role("link", name="Northern 100% ELD")).to_be_visible()
    await expect(phone.get_by_role("link", name="Groundhog")).to_be_hidden()
    await search.fill("nowhere")
    await expect(phone.get_by_text("No provider by that name.")).to_be_visible()
    await search.fill("south")
    await search.press("Enter")
    await expect(phone.get_by_role("link", name="Southern GPS")).to_be_visible()
    await expect(search).to_have_value("south")


async def test_a_secret_can_be_looked_at_and_is_hidden_again_before_it_is_sent(invite, phone):
    await phone.goto((await invite())["magic_link"])
    await phone.get_by_role("button", name="Accept and continue").click()
    await phone.get_by_role("link", name="Groundhog").click()
    key = phone.locator("input[name=api_key]")
    await key.fill("abc")
    await phone.get_by_role("button", name="Show").click()
    await expect(key).to_have_attribute("type", "text")
    await phone.get_by_role("button", name="Hide").click()
    await expect(key).to_have_attribute("type", "password")


async def test_a_logo_that_does_not_load_becomes_initials(invite, phone, brands, database):
    invitation = await invite(limit_tsps=[brands[0]])
    async with database.connection() as db:
        await db.execute("update tsp set logo_url = 'https://127.0.0.1:1/logo.png' where slug = %s", (brands[0],))
        await db.execute(
            "insert into branding (partner_id, logo_url) values (%s, 'https://127.0.0.1:1/partner.png')",
            (invitation["partner_id"],),
        )
    try:
        await phone.goto(invitation["magic_link"])
        # Without the partner's logo, the page's own mark and name are at the top again.
        await expect(phone.locator(".top-logo")).to_have_count(0)
        await expect(phone.locator(".top-name")).to_be_visible()
    finally:
        async with database.connection() as db:
            await db.execute("delete from branding where partner_id = %s", (invitation["partner_id"],))
    await phone.get_by_role("button", name="Accept and continue").click()
    await expect(phone.locator(".row .tile")).to_have_text("N1")
