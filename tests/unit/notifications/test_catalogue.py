import pytest

from gladhand.notifications.event_names import (
    WebhookCatchAllEvents,
    WebhookEventNameEnum,
    expand,
    is_wildcard,
    record_of,
)
from gladhand.notifications.payloads import find_payload_model
from gladhand.notifications.published import PublishedEvent


def test_a_wildcard_stands_for_every_single_event_of_its_noun_and_of_no_other():
    assert expand("connection.*") == ["connection.created", "connection.staled"]
    assert expand("vehicle.*") == ["vehicle.added", "vehicle.modified", "vehicle.removed"]
    assert expand("vehicle_location.*") == ["vehicle_location.added"]


def test_a_single_event_stands_for_itself():
    assert expand("user.added") == ["user.added"]


def test_no_wildcard_is_empty_or_stands_for_another_wildcard():
    for wildcard in [*WebhookCatchAllEvents, *filter(is_wildcard, WebhookEventNameEnum)]:
        assert expand(wildcard)
        assert not any(map(is_wildcard, expand(wildcard)))


def test_each_event_carries_the_record_of_its_noun():
    assert record_of("trailer_vehicle_association.added") == "BaseTrailerVehicleAssociation"
    assert record_of("resource_operation.failed") == "BaseResourceOperationEvent"


def test_of_what_has_gone_only_the_header_is_told():
    assert record_of("user.removed") == "BaseTelematicsEvent"


def test_the_records_of_the_main_job_have_a_model():
    for noun in ("invitation", "share_agreement", "connection", "fleet_connection", "resource_operation", "user"):
        assert None not in {find_payload_model(record_of(each)) for each in expand(f"{noun}.*")}


def test_an_event_that_the_contract_does_not_have_is_named() -> None:
    with pytest.raises(ValueError, match=r"no event user\.moved"):
        PublishedEvent("user.moved", "A user has moved.")
