"""The routes of notifications."""

from gladhand.notifications.deliveries import endpoints as deliveries
from gladhand.notifications.event_schemas import endpoints as event_schemas
from gladhand.notifications.events import endpoints as events
from gladhand.notifications.webhooks import endpoints as webhooks

ROUTERS = (deliveries.router, event_schemas.router, events.router, webhooks.router)
