"""Events about share agreements."""

from gladhand.core.db import Db
from gladhand.notifications.publish import publish
from gladhand.notifications.published import PublishedEvent
from gladhand.orgs.agreements.queries import RenderedAgreement

CREATED = PublishedEvent("share_agreement.created", "A fleet shares with the partner.")
UPDATED = PublishedEvent(
    "share_agreement.updated", "A fleet that already shared has accepted again, and what it shares has changed."
)

EVENTS = (CREATED, UPDATED)


async def announce(db: Db, agreement: RenderedAgreement, *, is_new: bool, callback_url: str | None) -> None:
    """Publish `share_agreement.created`, or `.updated` for a living agreement with new terms."""
    await publish(
        db,
        agreement.partner_id,
        CREATED if is_new else UPDATED,
        agreement.json,
        fleet_id=agreement.fleet_id,
        fleet_ref=agreement.fleet_ref,
        callback_url=callback_url,
    )
