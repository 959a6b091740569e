"""Events about subscriptions."""

from gladhand.notifications.published import PublishedEvent

CREATED = PublishedEvent("webhook.created", "A subscription was created.")
UPDATED = PublishedEvent("webhook.updated", "The url, the filters or the secret of a subscription has changed.")
PAUSED = PublishedEvent(
    "webhook.paused", "A subscription was paused, by its owner or because the receiver answered 410."
)
ACTIVATED = PublishedEvent("webhook.activated", "A subscription is active again.")
STALED = PublishedEvent(
    "webhook.staled", "Too many deliveries have failed. Events are kept until the receiver answers again."
)
DELETED = PublishedEvent("webhook.deleted", "A subscription was deleted.")

EVENTS = (CREATED, UPDATED, PAUSED, ACTIVATED, STALED, DELETED)
