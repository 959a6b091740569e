"""What a screen reader has in every language. `test_access` holds each state in English."""

from typing import Any

import pytest
from tests.e2e.connect.reading_aloud import NAMED, spoken
from tests.e2e.connect.tour import ConnectTour

from gladhand.core.languages import LANGUAGES

pytestmark = [pytest.mark.e2e, pytest.mark.browser]


@pytest.fixture
async def tour(api, database, account, brands, anyone) -> ConnectTour:
    return ConnectTour(api, database, account, brands)


async def test_names_are_there_in_every_language(tour: ConnectTour, open_browser: Any) -> None:
    page = await open_browser()
    await tour.go(page, "terms")
    address = page.url
    names: dict[str, tuple[str, ...]] = {}
    for code, language in LANGUAGES.items():
        await page.goto(f"{address}&lang={code}")
        html = page.locator("html")
        assert (await html.get_attribute("lang"), await html.get_attribute("dir")) == (code, language.direction)
        tree = await spoken(page)
        operated = [node for node in tree.walk() if node.role in NAMED]
        assert all(node.name for node in operated), code
        names[code] = tuple(node.name for node in tree.of_role("button", "region"))
    assert len(set(names.values())) == len(LANGUAGES)
    languages = await page.evaluate("[...document.querySelectorAll('.languages a')].map(each => each.lang)")
    assert languages == list(LANGUAGES)
