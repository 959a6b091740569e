"""A real browser that is signed in to the console."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.async_api import Page
from tests.conftest import PartnerFixture
from tests.e2e.connect.conftest import browser, complaints, one_loop, open_browser
from tests.integration.console.conftest import make_code
from tests.own_installation import database_url, environment, server, worker

from gladhand.auth.people.roles import PersonRoleEnum

# Fixtures of other tests that these play with, too. The operator's pages list what all partners have, and that of other
# tests would fill each page: so the installation is their own.
__all__ = [
    "browser",
    "complaints",
    "database_url",
    "environment",
    "make_code",
    "one_loop",
    "open_browser",
    "server",
    "worker",
]


@pytest.fixture
async def sign_in(open_browser: Callable[..., Any], make_code: Any, server: str) -> Callable[..., Any]:
    """Opens a window and signs in by a one-time link, as people do."""

    async def make(role: PersonRoleEnum, partner: PartnerFixture | None = None, **options: Any) -> Page:
        page: Page = await open_browser(**options)
        await page.goto(f"{server}/console/sign-in#{await make_code(role, partner and partner.id)}")
        # The script has filled the code in and has taken it out of the address.
        assert "#" not in page.url
        await page.keyboard.press("Enter")
        await page.locator(".who").wait_for()
        return page

    return make
