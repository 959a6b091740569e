"""Takes pictures of every state of Connect: 360, 768 and 1440 pixels wide, light and dark.

Run by `make screenshots`; the pictures go to `screenshots/`, or to the folder that is named. They are for looking at:
nothing compares them. With `--covers FOLDER` the pictures of the README are taken again as well.
"""

import argparse
import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from playwright.async_api import Browser, Page
from tests.conftest import Api, fetch_token
from tests.e2e.connect.conftest import chromium
from tests.e2e.connect.tour import STATES, ConnectTour
from tests.e2e.pictures import SCHEMES, take_pictures

from gladhand.auth.clients.service import create_client
from gladhand.config.settings import Settings
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.local.stack import LocalStack, free_port
from gladhand.orgs.partners.service import create_partner

WIDTHS = {360: 740, 768: 1024, 1440: 900}
_COVERS = {"connect": "consent", "connect-providers": "providers", "connect-card": "card", "connect-done": "connected"}
# The processes of the stack inherit it.
_OPERATOR = {
    "GLADHAND_OPERATOR_NAME": "Blue Ridge Data, Inc.",
    "GLADHAND_OPERATOR_EMAIL": "help@blue-ridge.example",
    "GLADHAND_PRIVACY_URL": "https://blue-ridge.example/privacy",
}
_BRANDS = ("Verizon Connect", "Trimble")


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path("screenshots"))
    parser.add_argument("--covers", type=Path)
    wanted = parser.parse_args()
    for folder in filter(None, (wanted.folder, wanted.covers)):
        folder.mkdir(parents=True, exist_ok=True)
    async with _place() as tour, chromium() as browser:
        for state in STATES:
            await _take(tour, browser, state, wanted.folder)
        if wanted.covers:
            await _take_covers(tour, browser, wanted.covers)
    print(f"{len(STATES) * len(WIDTHS) * len(SCHEMES)} pictures are in {wanted.folder}/")


async def _take(tour: ConnectTour, browser: Browser, state: str, folder: Path) -> None:
    async with _window(browser, 360) as page:
        await tour.go(page, state)
        await take_pictures(page, folder / state.replace(" ", "-"), WIDTHS)
    print(f"  {state}", flush=True)


async def _take_covers(tour: ConnectTour, browser: Browser, folder: Path) -> None:
    for name, state in _COVERS.items():
        async with _window(browser, 360) as page:
            await tour.go(page, state)
            await page.screenshot(path=folder / f"{name}.png")


@asynccontextmanager
async def _window(browser: Browser, width: int) -> AsyncIterator[Page]:
    context = await browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]}, locale="en-GB", timezone_id="Europe/Berlin"
    )
    try:
        yield await context.new_page()
    finally:
        await context.close()


@asynccontextmanager
async def _place() -> AsyncIterator[ConnectTour]:
    """A stack of its own with a partner, and with providers to choose from."""
    os.environ |= _OPERATOR
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        settings = Settings(data_dir=Path(folder), port=port, public_url=url, connect_url=url, log_level="error")
        async with (
            LocalStack(settings, is_disposable=True) as stack,
            Database(stack.database_url, name="screenshots") as database,
            aiohttp.ClientSession() as session,
        ):
            async with database.transaction() as db:
                keyring = Keyring.parse(stack.encryption_keys)
                partner = await create_partner(db, keyring, name="Acme Logistics")
                client = await create_client(db, kind="partner", partner_id=partner.id, name="screenshots")
                for name in _BRANDS:
                    await db.execute(
                        "insert into tsp (slug, name, source_name, conn_type)"
                        " values (%s, %s, 'catena_simulator', 'api_key')",
                        (name.lower().replace(" ", "-"), name),
                    )
            anyone = Api(session, url)
            api = anyone.with_token(await fetch_token(anyone, client.client_id, client.secret.reveal()))
            yield ConnectTour(api, database, "demo-key", [_BRANDS[1].lower()])


if __name__ == "__main__":
    asyncio.run(main())
