"""A partner's webhook receiver: checks every signature with the public Standard Webhooks library."""

import asyncio
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

from aiohttp import web
from standardwebhooks import Webhook

from gladhand.local.stack import free_port


class Receiver:
    """What came in, in order, with its signature checked; `secret` is what the partner chose for its subscription."""

    def __init__(self, secret: str) -> None:
        self._verifier = Webhook(b64encode(secret.encode()).decode())
        self.events: list[dict[str, Any]] = []
        self.refused = 0
        self._came_in = asyncio.Event()
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.text()
        headers: Mapping[str, str] = {name.lower(): value for name, value in request.headers.items()}
        try:
            self._verifier.verify(body, dict(headers))
        except Exception:  # noqa: BLE001 # the library has several ways to say no
            self.refused += 1
            return web.Response(status=400)
        self.events.append(json.loads(body))
        self._came_in.set()
        return web.Response(status=202)

    async def wait_for(self, names: Collection[str], seconds: float = 30) -> None:
        """Until each of these has come in at least once, but not for ever."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while set(names) - {event["event_name"] for event in self.events}:
                    self._came_in.clear()
                    await self._came_in.wait()


@asynccontextmanager
async def listening(secret: str) -> AsyncIterator[Receiver]:
    receiver = Receiver(secret)
    app = web.Application()
    app.router.add_post("/hooks", receiver.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    receiver.url = f"http://127.0.0.1:{port}/hooks"
    try:
        yield receiver
    finally:
        await runner.cleanup()
