"""Every page for everyone: no sideways scrolling, targets that a thumb hits, no finding of an accessibility check,
and a tree that reads well aloud.
"""

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from tests.e2e.connect.conftest import overflow
from tests.e2e.connect.reading_aloud import check_reading_aloud
from tests.e2e.connect.tour import STATES, ConnectTour

from gladhand.core.languages import LANGUAGES

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

SMALLEST_TARGET = 44


@pytest.fixture
async def tour(api, database, account, brands, anyone) -> ConnectTour:
    return ConnectTour(api, database, account, brands)


@pytest.mark.parametrize("state", STATES)
async def test_a_state_is_usable_by_everyone(tour: ConnectTour, open_browser: Any, complaints, state: str):
    page = await open_browser()
    await tour.go(page, state)
    await check_reading_aloud(page, in_frame=state == "card")
    complaints.clear()
    for width in (320, 360, 768, 1440):
        await page.set_viewport_size({"width": width, "height": 740})
        assert await overflow(page) <= 0, f"{state} scrolls sideways at {width}"
    await page.set_viewport_size({"width": 360, "height": 740})
    small = await page.evaluate(
        """smallest => [...document.querySelectorAll('.button, button, a.row, a.badge, .crumb a, .leave a, summary,'
             + ' select, textarea, input:not([type=hidden])')]
          .filter(each => each.checkVisibility())
          .map(each => [each.outerHTML.slice(0, 60), each.getBoundingClientRect()])
          .filter(([, box]) => box.height < smallest || box.width < smallest)
          .map(([text, box]) => `${text} ${box.width}x${box.height}`)""",
        SMALLEST_TARGET,
    )
    assert not small
    assert await page.locator("h1").count() == 1
    weight = await page.evaluate(
        "['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))"
        ".reduce((sum, each) => sum + each.decodedBodySize, 0)"
    )
    assert 20_000 < weight < 100_000
    assert await page.title()
    # A scheme changes colours alone.
    for scheme, rules in (("light", {}), ("dark", {"runOnly": ["color-contrast", "link-in-text-block"]})):
        # Without motion: a colour that is still changing is not the one to be judged.
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = await Axe().run(page, options={"resultTypes": ["violations"], **rules})
        assert found.violations_count == 0, f"{scheme}: {found.generate_report()}"
    assert not complaints


@pytest.mark.parametrize("state", ["terms", "sign-in help", "sharing", "disconnect"])
async def test_a_state_fits_the_smallest_screen_in_every_language(tour: ConnectTour, open_browser: Any, state: str):
    page = await open_browser(viewport={"width": 320, "height": 740})
    await tour.go(page, state)
    address = page.url
    for code in LANGUAGES:
        await page.goto(f"{address}&lang={code}")
        assert await page.locator("html").get_attribute("lang") == code
        await page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        assert await overflow(page) <= 0, code
        clipped = await page.evaluate(
            """[...document.querySelectorAll('body *')]
              .filter(each => each.checkVisibility() && !each.closest('.hidden, .skip, svg, input, select, textarea'))
              .filter(each => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== 'visible')
              .map(each => each.innerText)"""
        )
        assert not clipped, code


async def test_text_at_twice_the_size_still_fits(tour: ConnectTour, open_browser: Any):
    page = await open_browser(viewport={"width": 360, "height": 740})
    for state in ("consent", "providers", "sign in", "connected"):
        await tour.go(page, state)
        await page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        assert await overflow(page) <= 0, state
