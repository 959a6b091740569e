"""Events about share agreements."""

from gladhand.core.db import Db
from gladhand.notifications.publish import publish
from gladhand.notifications.published import PublishedEvent
from gladhand.orgs.agreements.queries import RenderedAgreement
from gladhand.resources.exact_json import dump_exact, load_exact

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
        dump_exact(
            {name: value for name, value in load_exact(agreement.json.encode()).items() if name != "movement_privacy"}
        ).decode(),
        fleet_id=agreement.fleet_id,
        fleet_ref=agreement.fleet_ref,
        callback_url=callback_url,
    )
