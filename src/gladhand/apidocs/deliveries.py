"""The `webhooks` section of the notifications document: the request that a receiver gets for each event."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Response
from starlette.routing import BaseRoute

from gladhand.notifications.catalogue import record_of
from gladhand.notifications.payloads import MODELS, Delivered

#: What happens by now. The catalogue has more names; nothing is published under them yet.
_PUBLISHED = {
    "invitation.created": "A partner invites a fleet.",
    "invitation.viewed": "The fleet has opened the invitation.",
    "invitation.accepted": "The fleet has accepted the invitation.",
    "invitation.declined": "The fleet has declined the invitation.",
    "invitation.expired": "The invitation's time is over.",
    "invitation.deleted": "The partner has taken the invitation back.",
    "share_agreement.created": "A fleet shares with the partner.",
    "share_agreement.updated": "A fleet has linked itself anew, and what it shares has changed.",
    "connection.created": "A fleet has signed in at a provider.",
    "connection.staled": "The provider refuses the fleet's sign-in; the fleet has to sign in again.",
    "fleet_connection.created": "A fleet's connection can be used by the partner; the last event of onboarding.",
    "resource_operation.created": "A write in the background was accepted.",
    "resource_operation.succeeded": "The provider has done a write in the background.",
    "resource_operation.failed": "A write in the background has failed for good; its logs say why.",
    "user.added": "A user or driver is here for the first time.",
    "user.modified": "A user or driver has changed.",
    "webhook.created": "A subscription was made.",
    "webhook.updated": "The url, the filters or the secret of a subscription has changed.",
    "webhook.paused": "A subscription was paused, by its owner or because the receiver has answered 410.",
    "webhook.activated": "A subscription is delivered to again.",
    "webhook.staled": "Too many deliveries have failed; what comes is kept until the receiver answers again.",
    "webhook.deleted": "A subscription was ended.",
}


def routes() -> Sequence[BaseRoute]:
    """One POST per event, in the form that FastAPI documents as webhooks."""
    router = APIRouter()
    for name, about in _PUBLISHED.items():
        router.add_api_route(
            name,
            _receiver(Delivered[MODELS[record_of(name)]]),  # type: ignore[misc] # a model chosen by its name
            methods=["POST"],
            summary=about,
            operation_id=name.replace(".", "_"),
            status_code=202,
            response_class=Response,
            response_description="Any 2xx status within three seconds counts as delivered.",
            responses={
                "default": {"description": "The server retries after any other answer, and after none, for a day."}
            },
        )
    return router.routes


def _receiver(model: Any) -> Any:
    async def receive(delivery: model) -> None:
        """Body after gzip decoding. Deliveries are at-least-once; deduplicate by `id`."""

    return receive
