"""Public ids of invitations, for tests and benches that read events or store invitations by SQL."""

import json
from typing import Any
from uuid import UUID, uuid4

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.notifications.sealed_links import hash_link, seal_link, with_link


def new_links(keyring: Keyring, partner_id: UUID, count: int) -> tuple[list[bytes], list[bytes]]:
    """Values for `link_hash` and `sealed_link` of so many rows."""
    ids = [uuid4() for _ in range(count)]
    return [hash_link(each) for each in ids], [seal_link(each, keyring, partner_id) for each in ids]


async def list_published(database: Database, keyring: Keyring, partner_id: UUID) -> list[tuple[str, Any]]:
    """Names and records of the partner's events, in their order, as the partner reads them."""
    async with database.connection() as db:
        rows = await db.execute(
            "select event_name, data::text, sealed_link from event where partner_id = %s order by created_at, id",
            (partner_id,),
        )
        return [
            (row["event_name"], json.loads(with_link(row["data"], row["sealed_link"], keyring, partner_id)))
            for row in await rows.fetchall()
        ]
