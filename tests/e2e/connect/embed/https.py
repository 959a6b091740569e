"""Web sites over https that a browser takes for different ones: Connect behind a TLS front, and partners' pages."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from aiohttp import web
from tests.certificates import write_certificate

CONNECT, PARTNER, STRANGER = "connect.test", "partner.test", "stranger.test"

_PAGE = "<!doctype html><title>{title}</title><link rel=icon href=data:,><script src=/partner.js></script><body>"
_SCRIPT = Path(__file__).with_name("partner.js")
# What belongs to one connection, and not to the message.
_HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding", "host"})


def certificate(folder: Path) -> ssl.SSLContext:
    """A throwaway one for all the names; nobody has to trust it, browsers are told not to look."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(write_certificate(folder, CONNECT, PARTNER, f"www.{PARTNER}", STRANGER))
    return context


@asynccontextmanager
async def fronted(server: str, port: int, context: ssl.SSLContext) -> AsyncIterator[None]:
    """On this port, what is asked of Connect's name is passed on to the server; other names are partners' pages."""
    app = web.Application()
    session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False)

    async def pass_on(request: web.Request) -> web.Response:
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _HOP_BY_HOP}
        async with session.request(
            request.method, server + request.raw_path, headers=headers, data=await request.read(), allow_redirects=False
        ) as answer:
            kept = [(name, value) for name, value in answer.headers.items() if name.lower() not in _HOP_BY_HOP]
            passed = web.Response(status=answer.status, body=await answer.read())
            passed.headers.clear()
            for name, value in kept:
                passed.headers.add(name, value)
            return passed

    async def show(request: web.Request) -> web.Response:
        if request.path == "/partner.js":
            return web.Response(text=_SCRIPT.read_text(), content_type="text/javascript")
        return web.Response(text=_PAGE.format(title=request.path.strip("/")), content_type="text/html")

    async def dispatch(request: web.Request) -> web.Response:
        return await (pass_on if request.host.partition(":")[0] == CONNECT else show)(request)

    app.router.add_route("*", "/{tail:.*}", dispatch)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port, ssl_context=context).start()
        yield
    finally:
        await runner.cleanup()
        await session.close()
