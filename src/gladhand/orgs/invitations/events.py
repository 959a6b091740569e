"""What happens to invitations, told to the partner."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

import orjson

from gladhand.core.db import Db
from gladhand.notifications.publish import publish
from gladhand.orgs.invitations import wire
from gladhand.orgs.invitations.rendering import EVENT_FIELDS


async def announce(
    db: Db,
    name: str,
    record: str,
    *,
    to_callback: bool = False,
    more: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Publish `invitation.<name>` in the caller's transaction; also to the invitation's callback URL if asked to.

    `more` comes beside the contract's fields.
    """
    invitation = orjson.loads(wire.without_tokens(record))
    await publish(
        db,
        UUID(invitation["partner_id"]),
        f"invitation.{name}",
        {field: invitation[field] for field in EVENT_FIELDS} | dict(more),
        fleet_id=UUID(invitation["fleet_id"]) if invitation["fleet_id"] else None,
        fleet_ref=invitation["fleet_ref"],
        callback_url=invitation["callback_url"] if to_callback else None,
    )
