"""What happens to invitations, told to the partner."""

from uuid import UUID

import orjson

from gladhand.core.db import Connection
from gladhand.notifications.publish import publish
from gladhand.orgs.invitations import wire

# An event holds a part of what a client reads, and never the tokens: it passes through queues and receivers' logs.
_FIELDS = (
    "id",
    "created_at",
    "magic_link",
    "expires_at",
    "expires_in_hours",
    "status",
    "partner_provided_fleet_name",
    "accepted_at",
    "pre_registration_access_token",
    "pre_registration_refresh_token",
    "success_redirect_url",
    "failure_redirect_url",
    "callback_url",
    "limit_tsps",
    "fleet_id",
    "partner_slug",
    "partner_id",
    "decline_reason",
    "declined_at",
    "fleet_ref",
)


async def announce(connection: Connection, name: str, record: str, *, to_callback: bool = False) -> None:
    """Publish `invitation.<name>` in the caller's transaction; also to the invitation's callback URL if asked to."""
    invitation = orjson.loads(wire.without_tokens(record))
    await publish(
        connection,
        UUID(invitation["partner_id"]),
        f"invitation.{name}",
        {field: invitation[field] for field in _FIELDS},
        fleet_id=UUID(invitation["fleet_id"]) if invitation["fleet_id"] else None,
        fleet_ref=invitation["fleet_ref"],
        callback_url=invitation["callback_url"] if to_callback else None,
    )
