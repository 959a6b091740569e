"""Every page for everyone: no sideways scrolling, targets that a thumb hits, no finding of an accessibility check,
and a tree that reads well aloud.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Literal

import pytest
from playwright.async_api import Page
from tests.e2e.accessibility import COLOURS, bring_check, findings
from tests.e2e.connect.conftest import PHONE, overflow
from tests.e2e.connect.reading_aloud import NAMED, check_reading_aloud, spoken
from tests.e2e.connect.tour import PARTS, ConnectTour

from gladhand.core.languages import LANGUAGES

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

SMALLEST_TARGET = 44
# A scheme changes colours alone.
_SCHEMES: tuple[tuple[Literal["light", "dark"], dict[str, Any]], ...] = (("light", {}), ("dark", COLOURS))


@pytest.fixture
def make_tour(make_partner, anyone, database, account, brands) -> Callable[[], Awaitable[ConnectTour]]:
    """A tour of another partner: what one has set up is on none of the others' pages."""

    async def make() -> ConnectTour:
        return ConnectTour(anyone.with_token((await make_partner()).token), database, account, brands)

    return make


@pytest.mark.parametrize("part", PARTS)
async def test_each_state_is_usable_by_everyone(
    make_tour: Any, open_browser: Any, complaints, subtests: pytest.Subtests, part: str
):
    """One window for all states of a part: it compiles the check and the pages' scripts once."""
    page = await open_browser()
    await bring_check(page.context)
    for state in PARTS[part]:
        with subtests.test(state=state):
            await page.set_viewport_size(PHONE)
            await page.emulate_media(color_scheme="light", reduced_motion="no-preference")
            await (await make_tour()).go(page, state)
            await check_state(page, state, complaints)


async def check_state(page: Page, state: str, complaints: list[str]) -> None:
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
    for scheme, rules in _SCHEMES:
        # Without motion: a colour that is still changing is not the one to be judged.
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        report = await findings(page, **rules)
        assert not report, f"{scheme}: {report}"
    assert not complaints


async def test_states_fit_the_smallest_screen_and_have_their_names_in_every_language(
    make_tour: Any, open_browser: Any, subtests: pytest.Subtests
):
    page = await open_browser(viewport={"width": 320, "height": 740})
    for state in ("terms", "sign-in help", "sharing", "disconnect"):
        await (await make_tour()).go(page, state)
        address = page.url
        names: dict[str, tuple[str, ...]] = {}
        for code, language in LANGUAGES.items():
            with subtests.test(state=state, language=code):
                await page.goto(f"{address}&lang={code}")
                html = page.locator("html")
                assert (await html.get_attribute("lang"), await html.get_attribute("dir")) == (code, language.direction)
                tree = await spoken(page)
                assert all(node.name for node in tree.walk() if node.role in NAMED)
                names[code] = tuple(node.name for node in tree.of_role("button", "region"))
                assert await page.evaluate(_LISTED) == list(LANGUAGES)
                await page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
                assert await overflow(page) <= 0
                assert await page.evaluate(_CLIPPED) == []
        assert len(set(names.values())) == len(LANGUAGES)


_LISTED = "[...document.querySelectorAll('.languages a')].map(each => each.lang)"
_CLIPPED = """[...document.querySelectorAll('body *')]
  .filter(each => each.checkVisibility() && !each.closest('.hidden, .skip, svg, input, select, textarea'))
  .filter(each => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== 'visible')
  .map(each => each.innerText)"""


async def test_text_at_twice_the_size_still_fits(make_tour: Any, open_browser: Any):
    tour = await make_tour()
    page = await open_browser()
    for state in ("consent", "providers", "sign in", "connected"):
        await tour.go(page, state)
        await page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        assert await overflow(page) <= 0, state
