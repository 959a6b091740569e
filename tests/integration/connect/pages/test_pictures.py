"""Logos and drawings: from providers' folders and from elsewhere, and for browsers always from this server."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from aiohttp import web
from tests.conftest import Api, PartnerFixture
from tests.integration.connect.conftest import ConnectPage, Visitor

from gladhand.core.db import Database
from gladhand.orgs.branding.queries import PartnerBranding
from gladhand.orgs.embed_keys.queries import insert_embed_key

Invite = Callable[..., Awaitable[Any]]

PICTURE = b"a picture, as far as anybody looks"
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@dataclass
class PictureHost:
    """Another server with pictures. `asked` are the paths in the order in which they were asked for."""

    url: str
    asked: list[str] = field(default_factory=list)


@pytest.fixture
async def host() -> AsyncIterator[PictureHost]:
    made = PictureHost("")

    async def answer(request: web.Request) -> web.Response:
        made.asked.append(request.path)
        if request.path == "/page.html":
            return web.Response(text="<script>alert(1)</script>", content_type="text/html")
        size = 100_000 if request.path == "/large.png" else 1
        return web.Response(body=PICTURE * size, content_type="image/png")

    app = web.Application()
    app.router.add_get("/{tail:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


def pictures_of(page: ConnectPage) -> list[str]:
    return re.findall(r'<img[^>]* src="([^"]+)"', page.html)


async def list_of(visitor: Visitor, invite: Invite, *slugs: str) -> ConnectPage:
    page = await visitor.open((await invite(limit_tsps=list(slugs)))["magic_link"])
    return await visitor.submit(page, "/accept")


async def set_logo(database: Database, slug: str, url: str, dark: str | None = None) -> None:
    async with database.connection() as db:
        await db.execute("update tsp set logo_url = %s, logo_dark_url = %s where slug = %s", (url, dark, slug))


async def test_a_logo_in_the_folder_of_a_provider_is_on_the_page_and_at_the_address_of_the_api(
    visitor: Visitor, invite: Invite, api: Api, server: str, database: Database
) -> None:
    page = await list_of(visitor, invite, "groundhog")
    [path] = pictures_of(page)
    assert re.fullmatch(r"/static/providers/catena_simulator/groundhog\.[0-9a-f]{12}\.svg", path)
    logo = await visitor.open(path)
    assert (logo.status, logo.headers["Content-Type"]) == (200, "image/svg+xml")
    assert "immutable" in logo.headers["Cache-Control"]
    assert logo.headers["Content-Security-Policy"] == SANDBOX
    tsps = (await api.get("/v2/orgs/tsps?slug=groundhog")).body
    assert tsps[0]["logo_url"] == f"{server}{path}"
    async with database.connection() as db:
        # Servers with other addresses may have the same database, and an operator may change the address.
        stored = await (await db.execute("select logo_url from tsp where slug = 'groundhog'")).fetchone()
    assert stored == {"logo_url": path}
    for other in ("/static/providers/catena_simulator/adapter.py", "/static/providers/nobody/groundhog.svg"):
        assert (await visitor.open(other)).status == 404


async def test_a_logo_elsewhere_is_fetched_once_and_by_the_server(
    visitor: Visitor, invite: Invite, database: Database, brands: list[str], host: PictureHost
) -> None:
    await set_logo(database, brands[0], f"{host.url}/logo.png?v=1", f"{host.url}/dark.png")
    page = await list_of(visitor, invite, brands[0])
    assert host.url not in page.html
    assert "img-src 'self';" in page.headers["Content-Security-Policy"]
    light, dark = pictures_of(page)
    for _ in range(2):
        answer = await visitor.open(light)
        assert (answer.status, answer.html) == (200, PICTURE.decode())
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["Content-Security-Policy"] == SANDBOX
    assert host.asked == ["/logo.png"]
    assert (await visitor.open(dark)).status == 200
    assert host.asked == ["/logo.png", "/dark.png"]


async def test_only_small_pictures_whose_address_the_server_has_written_are_passed_on(
    visitor: Visitor, invite: Invite, database: Database, brands: list[str], host: PictureHost
) -> None:
    await set_logo(database, brands[0], f"{host.url}/page.html", f"{host.url}/large.png")
    page = await list_of(visitor, invite, brands[0])
    html, large = pictures_of(page)
    assert (await visitor.open(html)).status == 404
    assert (await visitor.open(large)).status == 404
    mac, name = large.split("/")[2:]
    asked = list(host.asked)
    for forged in (
        f"/pictures/{mac[::-1]}/{name}",
        f"/pictures/{mac}/{name[:-4]}",
        f"/pictures/{mac}/%",
        "/pictures/a/b",
    ):
        assert (await visitor.open(forged)).status == 404
    assert host.asked == asked


async def test_a_logo_that_only_a_link_names_is_not_asked_for_in_private_networks(
    visitor: Visitor, invite: Invite, database: Database, partner: PartnerFixture
) -> None:
    """The operator has allowed this network. Anybody may write a link with an embed key, which is public."""
    connections: list[object] = []

    def connected(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(writer)
        writer.close()

    async with await asyncio.start_server(connected, "127.0.0.1", 0) as listening:
        url = f"https://127.0.0.1:{listening.sockets[0].getsockname()[1]}/logo.png"
        async with database.transaction() as db:
            made = await insert_embed_key(
                db,
                partner.id,
                key=f"ek_{uuid4().hex}",
                name="site",
                origins=["https://partner.test"],
                branding=PartnerBranding(),
            )
        assert made is not None
        link = f"{(await invite())['magic_link']}&embed_key={made.key}&brand_logo={quote(url, safe='')}"
        [path] = [path for path in pictures_of(await visitor.open(link)) if path.startswith("/pictures/")][:1]
        assert (await visitor.open(path)).status == 404
        assert connections == []
        # The same address in the partner's branding is the partner's own.
        async with database.transaction() as db:
            await db.execute("update embed_key set logo_url = %s where id = %s", (url, made.id))
        [stored] = [path for path in pictures_of(await visitor.open(link)) if path.startswith("/pictures/")][:1]
        assert stored != path
        assert (await visitor.open(stored)).status == 404
        assert len(connections) >= 1


async def test_steps_show_where_the_button_is(visitor: Visitor, invite: Invite) -> None:
    page = await visitor.follow(await list_of(visitor, invite, "samsara"), "/providers/samsara")
    drawings = pictures_of(page)
    assert [re.sub(r"\..*", "", path) for path in drawings] == [
        "/static/providers/samsara/api-tokens",
        "/static/providers/samsara/add-token",
    ]
    for path in drawings:
        drawing = await visitor.open(path)
        assert "prefers-color-scheme:dark" in drawing.html
