"""A person adds a passkey on a phone and signs in with it, in a real browser with a device that the browser invents."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.async_api import Page, expect
from tests.e2e.accessibility import bring_check, findings
from tests.e2e.connect.conftest import overflow
from tests.integration.connect.people.conftest import PASSWORD, make_person
from tests.processes import serving

from gladhand.local.stack import free_port

__all__ = ["make_person"]

pytestmark = [pytest.mark.e2e, pytest.mark.browser]


@pytest.fixture(scope="module")
def local_server(environment: dict[str, str]) -> Iterator[str]:
    """A server with a host name: browsers have no passkeys for an address of numbers."""
    port = free_port()
    url = f"http://localhost:{port}"
    with serving(environment | {"GLADHAND_PORT": str(port), "GLADHAND_PUBLIC_URL": url}):
        yield url


async def add_device(page: Page, *, is_verified: bool = True) -> Any:
    """A device that can keep passkeys; `is_verified`: it recognises its owner. Returns what changes it."""
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": is_verified,
        "automaticPresenceSimulation": True,
    }
    made = await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    async def change(command: str, **values: Any) -> Any:
        return await devtools.send(f"WebAuthn.{command}", {"authenticatorId": made["authenticatorId"], **values})

    return change


async def check_page(page: Page) -> None:
    assert await overflow(page) <= 0
    assert not await findings(page)


async def enter_password(page: Page, email: str) -> None:
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()


async def test_a_person_adds_a_passkey_and_signs_in_with_it(
    local_server: str, open_browser: Any, make_person: Any, complaints: Any
) -> None:
    person = await make_person()
    page: Page = await open_browser()
    await bring_check(page.context)
    change = await add_device(page)
    await page.goto(f"{local_server}/account/sign-in")
    await check_page(page)
    await enter_password(page, person.email)
    await page.get_by_role("link", name="Security of your account").click()
    await page.get_by_role("link", name="Passkeys").click()
    await check_page(page)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Add a passkey").click()
    await page.get_by_label("Name").fill("My phone")
    await check_page(page)
    await page.get_by_role("button", name="Create the passkey").click()
    await expect(page.locator(".row-text").get_by_text("My phone")).to_be_visible()
    await check_page(page)
    kept = (await change("getCredentials"))["credentials"]
    assert [(each["rpId"], each["isResidentCredential"]) for each in kept] == [("localhost", True)]

    # The device knows that it has a passkey of this account, and makes no second one.
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Add a passkey").click()
    await page.get_by_label("Name").fill("My phone again")
    await page.get_by_role("button", name="Create the passkey").click()
    await expect(page.get_by_role("status")).to_have_text("The device gave no passkey. You can try again.")

    await page.goto(f"{local_server}/my-data")
    await page.get_by_role("button", name="Sign out").click()
    # The device does not recognise who holds it.
    await change("setUserVerified", isUserVerified=False)
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await expect(page.get_by_role("status")).to_be_visible()
    await change("setUserVerified", isUserVerified=True)
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("What you share")
    await expect(page.get_by_text(f"You are signed in as {person.email}.")).to_be_visible()
    assert (await change("getCredentials"))["credentials"][0]["signCount"] > kept[0]["signCount"]
    assert not complaints


async def test_without_script_the_password_stays(local_server: str, open_browser: Any, make_person: Any) -> None:
    person = await make_person()
    page: Page = await open_browser(java_script_enabled=False)
    await page.goto(f"{local_server}/account/sign-in")
    await expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    await enter_password(page, person.email)
    await expect(page.get_by_role("heading", level=1)).to_have_text("What you share")
