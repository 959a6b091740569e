"""Pictures of a page at several widths, light and dark. They are for looking at: nothing compares them."""

from collections.abc import Mapping
from pathlib import Path

from playwright.async_api import Page

SCHEMES = ("light", "dark")


async def take_pictures(page: Page, name: Path, sizes: Mapping[int, int]) -> None:
    """The window is resized between pictures, since nothing may depend on how it began. `sizes` are heights by width;
    `name` gets width and scheme behind it."""
    for width, height in sizes.items():
        await page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
            await page.screenshot(path=f"{name}-{width}-{scheme}.png", full_page=True)
