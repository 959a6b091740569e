"""Events about invitations."""

from gladhand.core.db import Db
from gladhand.notifications.publish import publish
from gladhand.notifications.published import PublishedEvent
from gladhand.orgs.invitations.queries import RenderedInvitation

CREATED = PublishedEvent("invitation.created", "A partner has invited a fleet.")
VIEWED = PublishedEvent("invitation.viewed", "A person has opened the invitation. Published once.")
SENT = PublishedEvent(
    "invitation.sent", "The mail server, or the gateway for short messages, has taken a message with the magic link."
)
ACCEPTED = PublishedEvent("invitation.accepted", "The fleet has accepted the invitation.")
DECLINED = PublishedEvent("invitation.declined", "The fleet has declined the invitation.")
EXPIRED = PublishedEvent("invitation.expired", "The invitation has expired.")
DELETED = PublishedEvent("invitation.deleted", "The partner has deleted the invitation.")

EVENTS = (CREATED, SENT, VIEWED, ACCEPTED, DECLINED, EXPIRED, DELETED)


async def announce(db: Db, event: PublishedEvent, invitation: RenderedInvitation, *, to_callback: bool = False) -> None:
    """Publish the event in the caller's transaction; with `to_callback` also to the invitation's callback URL."""
    await publish(
        db,
        invitation.partner_id,
        event,
        invitation.event,
        fleet_id=invitation.fleet_id,
        fleet_ref=invitation.fleet_ref,
        callback_url=invitation.callback_url if to_callback else None,
        sealed_link=invitation.sealed_link,
    )
