"""A real browser that is signed in to the console."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.async_api import Page
from tests.conftest import PartnerFixture, Process, fresh_database, serving, settings, working
from tests.e2e.connect.conftest import browser, complaints, one_loop, open_browser
from tests.integration.console.conftest import make_code

from gladhand.auth.people.roles import PersonRoleEnum

# Fixtures of other tests that these play with, too.
__all__ = ["browser", "complaints", "make_code", "one_loop", "open_browser"]


@pytest.fixture(scope="module")
def database_url(postgres: str) -> Iterator[str]:
    """The operator's pages list what all partners have: those of other tests would fill each page."""
    with fresh_database(postgres) as url:
        yield url


@pytest.fixture(scope="module")
def environment(database_url: str, encryption_keys: str, simulator: str) -> dict[str, str]:
    return settings(database_url, encryption_keys, GLADHAND_SIMULATOR_URL=simulator)


@pytest.fixture(scope="module")
def server(environment: dict[str, str]) -> Iterator[str]:
    with serving(environment) as url:
        yield url


@pytest.fixture(scope="module")
def worker(environment: dict[str, str], server: str) -> Iterator[Process]:
    with working(environment) as process:
        yield process


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
