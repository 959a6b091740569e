"""The routes and events of notifications, and the events of all records."""

from gladhand.notifications.deliveries import endpoints as deliveries
from gladhand.notifications.event_schemas import endpoints as event_schemas
from gladhand.notifications.events import endpoints as events
from gladhand.notifications.mail import endpoints as mail
from gladhand.notifications.published import record_events
from gladhand.notifications.webhooks import endpoints as webhooks
from gladhand.notifications.webhooks import events as webhook_events

ROUTERS = (deliveries.router, event_schemas.router, events.router, mail.router, webhooks.router)

EVENTS = (*webhook_events.EVENTS, *record_events())
