"""Events about share agreements."""

from gladhand.core.db import Db
from gladhand.notifications.publish import publish
from gladhand.orgs.agreements.queries import RenderedAgreement


async def announce(db: Db, agreement: RenderedAgreement, *, is_new: bool, callback_url: str | None) -> None:
    """Publish `share_agreement.created`, or `.updated` for a living agreement with new terms."""
    await publish(
        db,
        agreement.partner_id,
        "share_agreement.created" if is_new else "share_agreement.updated",
        agreement.json,
        fleet_id=agreement.fleet_id,
        fleet_ref=agreement.fleet_ref,
        callback_url=callback_url,
    )
