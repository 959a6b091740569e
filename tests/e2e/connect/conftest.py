"""A real Chromium on a phone-sized screen, and the partner's own site to come back to."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, Page, async_playwright
from tests.browser_program import BROWSER
from tests.integration.connect.conftest import account, brands, events, invite
from tests.processes import PATIENCE

# Fixtures that both kinds of tests share.
__all__ = ["account", "brands", "events", "invite"]

pytest.register_assert_rewrite("tests.e2e.connect.reading_aloud")

CHROMIUM = shutil.which(BROWSER) or BROWSER
# A test browser has nobody to talk to but us.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Names of sites that tests serve.
    "--host-resolver-rules=MAP *.test 127.0.0.1",
]
PHONE = {"width": 360, "height": 740}


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        try:
            yield browser
        finally:
            await browser.close()


@pytest.fixture(name="_function_scoped_runner")
def one_loop(_session_scoped_runner: asyncio.Runner) -> asyncio.Runner:
    """One event loop for all tests of the browser and what they ask for: the browser belongs to the one it began in.

    pytest-asyncio has given the name. If that changes, each test fails at the first thing that it asks of the browser.
    """
    return _session_scoped_runner


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The browser that all tests share, since it and the program that drives it take seconds to start."""
    async with chromium() as launched:
        yield launched


class Complaints(list[str]):
    """What the browser found wrong: script errors, broken policies, files that did not load."""

    def listen_to(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.append(str(error)))
        page.on("console", lambda message: self.append(message.text) if message.type == "error" else None)


@pytest.fixture
def complaints() -> Complaints:
    return Complaints()


@pytest.fixture
async def open_browser(browser: Browser, complaints: Complaints) -> AsyncIterator[Callable[..., Any]]:
    """Opens one more browser window with nothing remembered: `await open_browser(java_script_enabled=False)`."""
    async with AsyncExitStack() as stack:

        async def make(**options: Any) -> Page:
            context: BrowserContext = await browser.new_context(**({"viewport": PHONE} | options))
            context.set_default_timeout(PATIENCE * 1000)
            stack.push_async_callback(context.close)
            page = await context.new_page()
            complaints.listen_to(page)
            return page

        yield make


@pytest.fixture
async def phone(open_browser: Callable[..., Any]) -> Page:
    page: Page = await open_browser()
    return page


@pytest.fixture
async def partner_site() -> AsyncIterator[str]:
    """A page of the partner's at another origin; it says where it is by its title."""

    async def show(request: web.Request) -> web.Response:
        title = request.path.strip("/")
        return web.Response(
            text=f"<!doctype html><title>{title}</title><link rel=icon href=data:,>", content_type="text/html"
        )

    app = web.Application()
    app.router.add_get("/{tail:.*}", show)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    return int(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


async def focused(page: Page) -> str:
    """Tag and text of what has the focus."""
    return str(
        await page.evaluate(
            "(e => e.tagName.toLowerCase() + ' ' + (e.name || e.innerText || '').trim().replace(/\\s+/g, ' '))"
            "(document.activeElement)"
        )
    )
