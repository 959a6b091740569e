"""Dates in the reader's own zone and words, in every language."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from gladhand.core.languages import LANGUAGES

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

Invite = Callable[..., Awaitable[Any]]


async def test_a_date_is_told_by_its_day_its_time_and_its_zone(invite: Invite, open_browser: Any) -> None:
    link = (await invite(expires_in_hours=24))["magic_link"]
    page = await open_browser(locale="en-US", timezone_id="America/Chicago")
    for code, language in LANGUAGES.items():
        await page.goto(f"{link}&lang={code}")
        written = await page.locator("time").last.text_content()
        tomorrow = await page.evaluate(
            "code => new Intl.RelativeTimeFormat(code, { numeric: 'auto' }).format(1, 'day')", code
        )
        assert written.startswith(f"{tomorrow}{language.comma}"), (code, written)
        assert written.endswith(")"), (code, written)
        assert "Chicago" in written, (code, written)
        assert "%" not in written, (code, written)
    await page.goto(f"{link}&lang=en")
    text = await page.locator("time").last.text_content()
    assert text.replace("\u202f", " ").endswith("M (Chicago time)")
