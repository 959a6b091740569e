"""Its server: more than the limit in any window is throttled, per key."""

import time
from collections import defaultdict

from aiohttp import web
from tests.fakes.serving import Fake


class MeteredFake(Fake):
    """`requests` in any `seconds`; says 429 with `Retry-After` beyond that."""

    def __init__(self, requests: int, seconds: float) -> None:
        super().__init__()
        self.requests, self.seconds = requests, seconds
        self.users: dict[str, dict[str, str]] = {}
        self.moments: dict[str, list[float]] = defaultdict(list)
        self.throttled: list[float] = []
        self.app.router.add_post("/users", self._create)
        self.app.router.add_get("/users", self._find)

    async def _create(self, request: web.Request) -> web.Response:
        account, now = request.headers["Authorization"], time.monotonic()
        moments = self.moments[account]
        if sum(1 for each in moments[-self.requests :] if each > now - self.seconds) >= self.requests:
            self.throttled.append(now)
            return web.json_response({}, status=429, headers={"Retry-After": "1"})
        moments.append(now)
        user = await request.json()
        self.users[user["key"]] = user
        return web.json_response(user)

    async def _find(self, request: web.Request) -> web.Response:
        user = self.users.get(request.query["key"])
        return web.json_response(user or {}, status=200 if user else 404)
