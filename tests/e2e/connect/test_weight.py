"""How much crosses the line before a page is there."""

import asyncio

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.browser]


async def test_pages_are_light(invite, open_browser, account):
    """Bytes without logos, as they cross the line uncompressed; script alone far below what is allowed compressed."""
    page = await open_browser()
    sizes: dict[str, int] = {}

    async def weigh(response):
        if response.status == 200:
            sizes[response.url] = len(await response.body())

    waiting: list[asyncio.Task[None]] = []
    page.on("response", lambda response: waiting.append(asyncio.ensure_future(weigh(response))))
    heaviest = 0
    await page.goto((await invite())["magic_link"], wait_until="networkidle")
    for step in ("Accept and continue", "Groundhog", "Connect Groundhog"):
        await asyncio.gather(*waiting)
        document = sizes[page.url]
        assets = sum(size for url, size in sizes.items() if "/static/" in url)
        heaviest = max(heaviest, document + assets)
        if step == "Connect Groundhog":
            await page.get_by_label("API key").fill(account)
        await page.get_by_role("link" if step == "Groundhog" else "button", name=step).click()
        await page.wait_for_load_state("networkidle")
    assert heaviest < 100_000
    assert sum(size for url, size in sizes.items() if url.endswith(".js")) < 60_000
