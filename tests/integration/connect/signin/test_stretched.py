"""The page after a sign-in says what is read less often, because the fleet is too large for its provider's limits."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.integration.connect.conftest import ConnectPage, Visitor

from gladhand.core.db import Database


@pytest.mark.parametrize(("path", "said"), [("/connected", "every 3.5 minutes instead of every 2")])
async def test_a_large_fleet_is_told_what_is_read_less_often(
    invite: Callable[..., Awaitable[Any]],
    visitor: Visitor,
    connected_to: Callable[[Any], Awaitable[ConnectPage]],
    database: Database,
    path: str,
    said: str,
) -> None:
    invitation = await invite(permissions={"user": "read", "vehicle_location": "read"})
    page = await connected_to(invitation)
    assert page.url.path.endswith(path)
    assert "Read less often" not in page.text
    async with database.transaction() as db:
        changed = await db.execute(
            """
            update schedule set execution_interval_seconds = 210, stretched = '{"usual_interval_seconds": 120}'
            where connection_id = %s and resource = 'vehicle_location' returning id
            """,
            (page.url.query["connection"],),
        )
        assert await changed.fetchone() is not None
    page = await visitor.open(str(page.url))
    _, _, listed = page.text.partition("read less often than usual:")
    assert "where vehicles are and were" in listed, page.text
    assert said in listed
    assert "drivers and staff" not in listed
