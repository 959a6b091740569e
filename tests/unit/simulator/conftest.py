"""A simulator whose time stands still."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from tests.unit.simulator.history_client import NOW, HistoryClient

from gladhand.simulator import serve


@pytest.fixture
async def client() -> AsyncIterator[HistoryClient]:
    """A client of a fleet of nine trucks."""
    async with serve(trucks=9) as url, aiohttp.ClientSession() as session:
        made = HistoryClient(url, session)
        await made.set_clock(NOW)
        yield made
