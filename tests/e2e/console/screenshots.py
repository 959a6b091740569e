"""Takes pictures of every page of the console: 360, 1024 and 1920 pixels wide, light and dark.

Run by `make console-screenshots`; the pictures go to `screenshots/console/`, or to the folder that is named. They are
for looking at: nothing compares them. The pages are found by their links: one of each kind, with rows and figures.
"""

import argparse
import asyncio
import re
import tempfile
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from uuid import UUID

from playwright.async_api import Page
from tests.bench.console import operator_cookie
from tests.bench.console_rows import fill, fill_map
from tests.bench.installation import MeasuredInstallation
from tests.console_charts import fill_charts
from tests.e2e.connect.conftest import chromium
from tests.e2e.pictures import SCHEMES, take_pictures

from gladhand.core.db import Database

_WIDTHS = {360: 740, 1024: 768, 1920: 1080}
_ROWS = 500
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path("screenshots/console"))
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        MeasuredInstallation(Path(data)) as installation,
        installation.server(),
    ):
        count = asyncio.run(_take_all(installation, folder))
    print(f"{count * len(_WIDTHS) * len(SCHEMES)} pictures are in {folder}/")


async def _take_all(installation: MeasuredInstallation, folder: Path) -> int:
    slug, cookie = await _fill(installation)
    async with _signed_in(installation.url, cookie) as page:
        return await _walk(page, installation.url, slug, folder)


async def _fill(installation: MeasuredInstallation) -> tuple[str, tuple[str, str]]:
    """The slug of a partner with rows on all of its pages, and the cookie of an operator."""
    made = await asyncio.to_thread(installation.partner)
    ids = await asyncio.to_thread(fill, installation, made, _ROWS)
    await fill_map(installation, made.id)
    async with Database(installation.database_url, max_size=2) as database:
        await fill_charts(database, made.id, UUID(ids["webhook"]), "catena_simulator")
    return ids["slug"], await operator_cookie(installation)


@asynccontextmanager
async def _signed_in(url: str, cookie: tuple[str, str]) -> AsyncIterator[Page]:
    async with chromium() as browser:
        context = await browser.new_context(locale="en-GB", timezone_id="Europe/Berlin")
        await context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": url}])
        yield await context.new_page()
        await context.close()


async def _walk(page: Page, url: str, slug: str, folder: Path) -> int:
    """Take each kind of page that a link leads to, from the first pages of a partner and of the operator on."""
    waiting = deque([f"/console/partners/{slug}", "/console/operator"])
    known = {_kind(path, slug) for path in waiting}
    count = 0
    while waiting:
        path = waiting.popleft()
        answer = await page.goto(url + path)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        await take_pictures(page, folder / (_kind(path, slug).strip("/").replace("/", "-") or "console"), _WIDTHS)
        count += 1
        print(f"  {path}", flush=True)
        # Links of pictures have an object as their property of this name.
        for link in await page.locator("a[href]").evaluate_all("links => links.map(each => each.getAttribute('href'))"):
            found = urlsplit(urljoin(page.url, link)).path
            if found.startswith("/console/") and (kind := _kind(found, slug)) not in known:
                known.add(kind)
                waiting.append(found)
    return count


def _kind(path: str, slug: str) -> str:
    """The path without what tells one page from others of its kind."""
    kind = _ID.sub("id", path.removeprefix("/console").replace(f"/partners/{slug}", "/partner"))
    for several in ("/explorer/", "/operator/providers/", "/operator/partners/", "/partners/"):
        head, found, tail = kind.partition(several)
        if found and tail:
            kind = f"{head}{found}one" + "".join(f"/{each}" for each in tail.split("/")[1:])
    return kind


if __name__ == "__main__":
    main()
