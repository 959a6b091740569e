"""The simulator stands for itself: it is a server of gladhand's, and no fake is needed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from tests.fakes.accounts import FakeAccount

from gladhand.simulator import serve


@asynccontextmanager
async def account(http: aiohttp.ClientSession) -> AsyncIterator[FakeAccount]:
    async with serve() as url:
        yield FakeAccount("catena_simulator", url, http, {"api_key": "demo-key"})
