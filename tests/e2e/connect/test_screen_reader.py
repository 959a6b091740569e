"""Every page as a screen reader has it: names, headings, landmarks, faults at their fields, where reading begins."""

from itertools import pairwise
from typing import Any

import pytest
from tests.e2e.connect.reading_aloud import Spoken, spoken
from tests.e2e.connect.tour import STATES, ConnectTour

from gladhand.core.languages import LANGUAGES

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

_NAMED = (
    "link",
    "button",
    "textbox",
    "searchbox",
    "combobox",
    "checkbox",
    "radio",
    "DisclosureTriangle",
    "region",
    "image",
)
_OPERATED = ("link", "button", "textbox", "searchbox", "combobox", "checkbox", "radio", "DisclosureTriangle")


@pytest.fixture
async def tour(api, database, account, brands, anyone) -> ConnectTour:
    return ConnectTour(api, database, account, brands)


@pytest.mark.parametrize("state", STATES)
async def test_a_page_reads_well_aloud(tour: ConnectTour, open_browser: Any, state: str) -> None:
    page = await open_browser()
    await tour.go(page, state)
    tree = await spoken(page)
    assert tree.name
    [main] = tree.of_role("main")
    assert len(tree.of_role("contentinfo")) == 1
    assert len(tree.of_role("banner")) == (0 if state == "card" else 1)
    _check_headings(main)
    assert [node.role for node in tree.walk() if node.role in _NAMED and not node.name] == []
    operated = [(node.role, node.name) for node in main.walk() if node.role in _OPERATED]
    assert sorted({each for each in operated if operated.count(each) > 1}) == []
    # Pictures and signs that only decorate are left out.
    signs = [node.name for node in tree.of_role("StaticText") if node.name and not any(map(str.isalnum, node.name))]
    assert set(signs) <= {"."}
    await _check_faults(page, main)
    _check_beginning(tree, main)


def _check_headings(main: Spoken) -> None:
    levels = [node.properties["level"] for node in main.of_role("heading")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels


async def _check_faults(page: Any, main: Spoken) -> None:
    """Each fault is read with its field, and a field without one is not said to be wrong."""
    wrong = [node for node in main.walk() if node.properties.get("invalid", "false") != "false"]
    shown = await page.locator("main .field .error").all_inner_texts()
    assert len(wrong) == len(shown)
    for node, text in zip(wrong, shown, strict=True):
        assert text.strip() in node.description


def _check_beginning(tree: Spoken, main: Spoken) -> None:
    """What has gone wrong or has just happened has the focus, since nothing reads out a message of a new page."""
    focused = {id(node) for node in tree.walk() if node.properties.get("focused") and node.role != "RootWebArea"}
    wrong = {id(node) for node in main.walk() if node.properties.get("invalid", "false") != "false"}
    said = {id(node) for node in main.of_role("alert", "status") if node.text}
    if said or wrong:
        assert len(focused) == 1
        assert focused <= (said | wrong)
    # Only a press in the page itself leaves the focus somewhere else.
    begins = {id(node) for node in main.of_role("heading", "textbox", "searchbox", "DisclosureTriangle")}
    assert focused <= begins | said | wrong


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
        operated = [node for node in tree.walk() if node.role in _NAMED]
        assert all(node.name for node in operated), code
        names[code] = tuple(node.name for node in tree.of_role("button", "region"))
    assert len(set(names.values())) == len(LANGUAGES)
    languages = await page.evaluate("[...document.querySelectorAll('.languages a')].map(each => each.lang)")
    assert languages == list(LANGUAGES)
