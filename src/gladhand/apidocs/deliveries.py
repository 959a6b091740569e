"""The `webhooks` section of the notifications document: the request that a receiver gets for each event."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Response
from starlette.routing import BaseRoute

from gladhand.notifications.event_names import record_of
from gladhand.notifications.payloads import Delivered, find_payload_model
from gladhand.notifications.published import PublishedEvents


def routes(published: PublishedEvents) -> Sequence[BaseRoute]:
    """One POST per event, in the form that FastAPI documents as webhooks."""
    router = APIRouter()
    for name in published:
        router.add_api_route(
            name,
            _receiver(Delivered[find_payload_model(record_of(name))]),  # type: ignore[misc] # a model chosen by its name
            methods=["POST"],
            summary=name.when,
            operation_id=name.replace(".", "_"),
            status_code=202,
            response_class=Response,
            response_description="Any 2xx status within three seconds counts as delivered.",
            responses={
                "default": {"description": "The server retries for a day after any other answer, and after no answer."}
            },
        )
    return router.routes


def _receiver(model: Any) -> Any:
    async def receive(delivery: model) -> None:
        """Body after gzip decoding. Deliveries are at-least-once; deduplicate by `id`."""

    return receive
