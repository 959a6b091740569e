"""What happens to share agreements, told to the partner."""

import json
from uuid import UUID

from gladhand.core.db import Db
from gladhand.notifications.publish import publish


async def announce(db: Db, partner_id: UUID, record: str, *, is_new: bool, callback_url: str | None) -> None:
    """`share_agreement.created`, or `.updated` where a living agreement was given new terms."""
    agreement = json.loads(record)
    await publish(
        db,
        partner_id,
        "share_agreement.created" if is_new else "share_agreement.updated",
        agreement,
        fleet_id=UUID(agreement["fleet_id"]),
        fleet_ref=agreement["fleet_ref"],
        callback_url=callback_url,
    )
