"""Events about invitations."""

from gladhand.core.db import Db
from gladhand.notifications.publish import publish
from gladhand.orgs.invitations.queries import RenderedInvitation


async def announce(db: Db, name: str, invitation: RenderedInvitation, *, to_callback: bool = False) -> None:
    """Publish `invitation.<name>` in the caller's transaction; with `to_callback` also to its callback URL."""
    await publish(
        db,
        invitation.partner_id,
        f"invitation.{name}",
        invitation.event,
        fleet_id=invitation.fleet_id,
        fleet_ref=invitation.fleet_ref,
        callback_url=invitation.callback_url if to_callback else None,
        sealed_link=invitation.sealed_link,
    )
