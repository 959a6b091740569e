"""The names of all events, and the events that each wildcard stands for."""

from enum import StrEnum


class WebhookEventNameEnum(StrEnum):
    """The name of an event, or a wildcard that stands for all events of one noun."""

    dvir_log_added = "dvir_log.added"
    dvir_log_modified = "dvir_log.modified"
    dvir_log_removed = "dvir_log.removed"
    dvir_log_any = "dvir_log.*"
    driver_vehicle_association_added = "driver_vehicle_association.added"
    driver_vehicle_association_modified = "driver_vehicle_association.modified"
    driver_vehicle_association_any = "driver_vehicle_association.*"
    trailer_vehicle_association_added = "trailer_vehicle_association.added"
    trailer_vehicle_association_modified = "trailer_vehicle_association.modified"
    trailer_vehicle_association_any = "trailer_vehicle_association.*"
    fleet_info_added = "fleet_info.added"
    fleet_info_modified = "fleet_info.modified"
    fleet_info_removed = "fleet_info.removed"
    fleet_info_any = "fleet_info.*"
    invitation_created = "invitation.created"
    invitation_rejected = "invitation.rejected"
    invitation_declined = "invitation.declined"
    invitation_viewed = "invitation.viewed"
    invitation_sent = "invitation.sent"
    invitation_accepted = "invitation.accepted"
    invitation_expired = "invitation.expired"
    invitation_deleted = "invitation.deleted"
    invitation_any = "invitation.*"
    connection_created = "connection.created"
    connection_staled = "connection.staled"
    connection_any = "connection.*"
    fleet_connection_created = "fleet_connection.created"
    fleet_connection_any = "fleet_connection.*"
    share_agreement_created = "share_agreement.created"
    share_agreement_updated = "share_agreement.updated"
    share_agreement_deleted = "share_agreement.deleted"
    share_agreement_any = "share_agreement.*"
    webhook_created = "webhook.created"
    webhook_updated = "webhook.updated"
    webhook_deleted = "webhook.deleted"
    webhook_staled = "webhook.staled"
    webhook_activated = "webhook.activated"
    webhook_paused = "webhook.paused"
    webhook_any = "webhook.*"
    workflow_added = "workflow.added"
    workflow_modified = "workflow.modified"
    workflow_removed = "workflow.removed"
    workflow_any = "workflow.*"
    tsp_created = "tsp.created"
    tsp_requested = "tsp.requested"
    vehicle_added = "vehicle.added"
    vehicle_modified = "vehicle.modified"
    vehicle_removed = "vehicle.removed"
    vehicle_any = "vehicle.*"
    trailer_added = "trailer.added"
    trailer_modified = "trailer.modified"
    trailer_removed = "trailer.removed"
    trailer_any = "trailer.*"
    trailer_location_added = "trailer_location.added"
    trailer_location_modified = "trailer_location.modified"
    trailer_location_any = "trailer_location.*"
    trailer_status_added = "trailer_status.added"
    trailer_status_modified = "trailer_status.modified"
    trailer_status_any = "trailer_status.*"
    execution_created = "execution.created"
    execution_staled = "execution.staled"
    execution_failed = "execution.failed"
    execution_any = "execution.*"
    schedule_deactivated = "schedule.deactivated"
    schedule_any = "schedule.*"
    user_added = "user.added"
    user_modified = "user.modified"
    user_removed = "user.removed"
    user_any = "user.*"
    vehicle_location_added = "vehicle_location.added"
    ifta_summary_added = "ifta_summary.added"
    ifta_summary_modified = "ifta_summary.modified"
    ifta_summary_removed = "ifta_summary.removed"
    ifta_summary_any = "ifta_summary.*"
    hos_availability_added = "hos_availability.added"
    hos_availability_modified = "hos_availability.modified"
    hos_availability_removed = "hos_availability.removed"
    hos_availability_any = "hos_availability.*"
    hos_daily_snapshot_added = "hos_daily_snapshot.added"
    hos_daily_snapshot_modified = "hos_daily_snapshot.modified"
    hos_daily_snapshot_removed = "hos_daily_snapshot.removed"
    hos_daily_snapshot_any = "hos_daily_snapshot.*"
    hos_event_added = "hos_event.added"
    hos_event_modified = "hos_event.modified"
    hos_event_removed = "hos_event.removed"
    hos_event_any = "hos_event.*"
    hos_violation_added = "hos_violation.added"
    hos_violation_modified = "hos_violation.modified"
    hos_violation_removed = "hos_violation.removed"
    hos_violation_any = "hos_violation.*"
    engine_log_added = "engine_log.added"
    engine_log_modified = "engine_log.modified"
    engine_log_removed = "engine_log.removed"
    engine_log_any = "engine_log.*"
    engine_status_added = "engine_status.added"
    engine_status_modified = "engine_status.modified"
    group_message_added = "group_message.added"
    group_message_modified = "group_message.modified"
    message_added = "message.added"
    message_modified = "message.modified"
    fuel_transaction_added = "fuel_transaction.added"
    fuel_transaction_modified = "fuel_transaction.modified"
    resource_operation_created = "resource_operation.created"
    resource_operation_succeeded = "resource_operation.succeeded"
    resource_operation_failed = "resource_operation.failed"
    resource_operation_any = "resource_operation.*"


class WebhookCatchAllEvents(StrEnum):
    """The wildcards."""

    dvir_log_any = "dvir_log.*"
    driver_vehicle_association_any = "driver_vehicle_association.*"
    trailer_vehicle_association_any = "trailer_vehicle_association.*"
    invitation_any = "invitation.*"
    connection_any = "connection.*"
    fleet_connection_any = "fleet_connection.*"
    share_agreement_any = "share_agreement.*"
    webhook_any = "webhook.*"
    vehicle_any = "vehicle.*"
    trailer_any = "trailer.*"
    trailer_location_any = "trailer_location.*"
    trailer_status_any = "trailer_status.*"
    user_any = "user.*"
    vehicle_location_any = "vehicle_location.*"
    ifta_summary_any = "ifta_summary.*"
    hos_availability_any = "hos_availability.*"
    hos_daily_snapshot_any = "hos_daily_snapshot.*"
    hos_event_any = "hos_event.*"
    hos_violation_any = "hos_violation.*"
    engine_log_any = "engine_log.*"
    engine_status_any = "engine_status.*"
    group_message_any = "group_message.*"
    message_any = "message.*"
    fuel_transaction_any = "fuel_transaction.*"
    resource_operation_any = "resource_operation.*"
    workflow_any = "workflow.*"


_WILDCARD = ".*"


def is_wildcard(name: str) -> bool:
    return name.endswith(_WILDCARD)


def expand(name: str) -> list[WebhookEventNameEnum]:
    """The single events of a wildcard, in the contract's order; a single event stands for itself."""
    if not is_wildcard(name):
        return [WebhookEventNameEnum(name)]
    noun = name.removesuffix("*")
    return [each for each in WebhookEventNameEnum if each.startswith(noun) and not is_wildcard(each)]


# Nouns whose record has another name than `Base` and the noun in camel case.
_OTHER_RECORDS = {
    "invitation": "BaseInvitationEvent",
    "connection": "BaseConnectionEvent",
    "fleet_connection": "BaseFleetConnectionEvent",
    "share_agreement": "BaseShareAgreementEvent",
    "webhook": "BaseWebhookEvent",
    "tsp": "BaseTspEvent",
    "execution": "BaseExecutionEvent",
    "schedule": "BaseScheduleEvent",
    "resource_operation": "BaseResourceOperationEvent",
}


def record_of(event_name: str) -> str:
    """The schema of the records that an event carries, by its name in the contract."""
    noun, _, action = event_name.partition(".")
    if action == "removed":
        return "BaseTelematicsEvent"
    return _OTHER_RECORDS.get(noun) or "Base" + "".join(part.capitalize() for part in noun.split("_"))
