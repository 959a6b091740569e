"""What an accessibility check finds on a page of a real browser."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.async_api import BrowserContext, Page

COLOURS: dict[str, Any] = {"runOnly": ["color-contrast", "link-in-text-block"]}
"""The rules of what a colour scheme changes: colours alone."""

_RUN = "async options => { const { violations } = await axe.run(options); return { violations }; }"


async def bring_check(context: BrowserContext) -> None:
    """Let each page that this browser opens from now on have the check: to hand it in takes longer than to run it."""
    await context.add_init_script(AXE_SCRIPT)


async def findings(page: Page, **rules: Any) -> str:
    """A report of what the check finds, empty where it finds nothing; `bring_check` comes before the page."""
    found = AxeResults(await page.evaluate(_RUN, {"resultTypes": ["violations"], **rules}))
    return str(found.generate_report()) if found.violations_count else ""
