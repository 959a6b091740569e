"""What happens to operations, told to the partner who made them."""

from typing import Literal
from uuid import UUID

import orjson

from gladhand.core.db import Connection as Db
from gladhand.notifications.publish import publish


async def happened(
    db: Db,
    what: Literal["created", "succeeded", "failed"],
    partner_id: UUID,
    fleet_id: UUID,
    fleet_ref: str | None,
    answer: str,
) -> None:
    """Publish the operation as reads show it, which is its answer but for one field.

    Synchronous ones are not announced: their caller has the answer.
    """
    shown = orjson.loads(answer)
    del shown["deleted_at"]
    await publish(db, partner_id, f"resource_operation.{what}", shown, fleet_id=fleet_id, fleet_ref=fleet_ref)
