"""Events about share agreements."""

from gladhand.core.db import Db
from gladhand.notifications.publish import publish
from gladhand.notifications.published import PublishedEvent
from gladhand.orgs.agreements.acceptance_queries import RenderedAgreement

CREATED = PublishedEvent("share_agreement.created", "A fleet shares with the partner.")
UPDATED = PublishedEvent(
    "share_agreement.updated",
    "What a fleet shares has changed, or its dates, or `status`: it was paused, resumed or cancelled, or has expired.",
)
DELETED = PublishedEvent("share_agreement.deleted", "A share agreement was deleted.")

EVENTS = (CREATED, UPDATED, DELETED)


async def announce(db: Db, event: PublishedEvent, agreement: RenderedAgreement, *, callback_url: str | None) -> None:
    """Publish the event in the caller's transaction, also to the callback URL of the agreement's invitation."""
    await publish(
        db,
        agreement.partner_id,
        event,
        agreement.json,
        fleet_id=agreement.fleet_id,
        fleet_ref=agreement.fleet_ref,
        callback_url=callback_url,
    )
