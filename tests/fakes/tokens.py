"""A provider that gives out sessions by refresh tokens, each of which works once."""

import asyncio
from itertools import count

from aiohttp import web
from tests.fakes.serving import Fake


class TokenFake(Fake):
    """`POST /token` with `{"refresh_token": …}` answers the next pair; the first one goes for `first`."""

    def __init__(self, *, slowness: float = 0.0) -> None:
        super().__init__()
        self.slowness = slowness
        """Seconds that an answer takes."""
        self.good = "first"
        self.granted = 0
        self.refused = 0
        self._numbers = count(1)
        self.app.router.add_post("/token", self._token)

    async def _token(self, request: web.Request) -> web.Response:
        given = (await request.json())["refresh_token"]
        if given != self.good:
            self.refused += 1
            return web.json_response({"error": "invalid_grant"}, status=401)
        number = next(self._numbers)
        self.good = f"refresh-{number}"
        self.granted += 1
        answer = {"access_token": f"access-{number}", "refresh_token": self.good}
        await asyncio.sleep(self.slowness)
        return web.json_response(answer)
