"""The preview of Connect within the console follows what somebody types."""

import pytest
from playwright.async_api import expect

from gladhand.auth.people.roles import PersonRoleEnum

pytestmark = [pytest.mark.e2e, pytest.mark.browser]


async def test_the_preview_follows_the_form_and_back_leaves_the_page(sign_in, partner, server, complaints):
    page = await sign_in(PersonRoleEnum.ADMIN)
    here = f"{server}/console/partners/{partner.slug}"
    await page.goto(here)
    await page.get_by_role("link", name="Branding").click()
    await page.get_by_text("Make an embed key…").click()
    await page.get_by_label("What it is for").fill("site")
    await page.get_by_label("Sites").fill("https://acme.example")
    await page.get_by_role("button", name="Make an embed key").click()
    preview = page.frame_locator("iframe.shown")
    accept = preview.locator("main form button[type=submit]")
    await expect(accept).to_have_text("Accept and continue")
    await page.get_by_label("Colour six").fill("d1004b")
    await expect(accept).to_have_css("background-color", "rgb(209, 0, 75)")
    await page.get_by_label("Language").select_option("de")
    await expect(accept).to_have_text("Annehmen und weiter")
    await expect(accept).to_have_css("background-color", "rgb(209, 0, 75)")
    assert "d1004b" not in page.url
    await page.get_by_role("button", name="Try it").click()
    assert "brand_color=d1004b" in page.url
    await expect(accept).to_have_css("background-color", "rgb(209, 0, 75)")
    assert not complaints
