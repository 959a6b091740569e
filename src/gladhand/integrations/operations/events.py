"""Events about operations: writes in the background."""

from gladhand.notifications.published import PublishedEvent

CREATED = PublishedEvent("resource_operation.created", "A write in the background was accepted.")
SUCCEEDED = PublishedEvent("resource_operation.succeeded", "The provider has done a write in the background.")
FAILED = PublishedEvent("resource_operation.failed", "A write in the background has failed for good. Its logs say why.")

EVENTS = (CREATED, SUCCEEDED, FAILED)
