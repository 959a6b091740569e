"""A page of records is one event whose data is an array; what receivers and readers of the feed make of it."""

from typing import Any

import pytest
from tests.conftest import Api, PartnerFixture, Sink
from tests.examples import example_fields
from tests.integration.notifications import router
from tests.integration.records.conftest import Ingest, incoming, new_origin

from gladhand.core.db import Database
from gladhand.resources.hos_event import HOS_EVENT
from gladhand.resources.resource import Resource
from gladhand.resources.trailer_status import TRAILER_STATUS
from gladhand.resources.user import USER
from gladhand.resources.vehicle_location import VEHICLE_LOCATION

EVENTS = "/v2/notifications/events"


@pytest.mark.usefixtures("worker")
@pytest.mark.parametrize(
    "resource", [USER, VEHICLE_LOCATION, HOS_EVENT, TRAILER_STATUS], ids=lambda resource: resource.name.value
)
async def test_an_event_of_several_records_arrives_whole_and_is_in_the_feed(
    resource: Resource, database: Database, partner: PartnerFixture, api: Api, sink: Sink
) -> None:
    name = f"{resource.name.value}.added"
    webhook = await api.post("/v2/notifications/webhooks", {"url": sink.url, "event_name": name})
    assert webhook.status == 200, webhook.body
    ingest = Ingest(database, await new_origin(database, partner.id, "mine"), partner.id)
    page = [example_fields(resource) for _ in range(5)]
    await ingest.page(resource, incoming(resource, page))
    # A later event with one record, which both have as an array of one.
    await ingest.page(resource, incoming(resource, [*page, page[0]])[-1:])

    # Deliveries of a subscription that keeps no order may overtake each other.
    one, several = sorted(await sink.wait_for(name, count=2), key=lambda each: len(each.body["data"]))
    assert router.faults("POST", several.headers, several.raw) == []
    assert [len(each.body["data"]) for each in (several, one)] == [len(page), 1]
    listed = {row["id"]: row for row in await ingest.list_(resource)}
    for record in [*several.body["data"], *one.body["data"]]:
        assert record.items() >= as_in_events(resource, listed[record["id"]]).items()
    assert {record["id"] for each in (several, one) for record in each.body["data"]} == listed.keys()

    feed = await api.get(EVENTS, params={"event_name": name})
    assert feed.status == 200, feed.body
    assert [event["id"] for event in feed.body["items"]] == [several.body["id"], one.body["id"]]
    assert [event["data"] for event in feed.body["items"]] == [several.body["data"], one.body["data"]]


def as_in_events(resource: Resource, row: dict[str, Any]) -> dict[str, Any]:
    """What an event has of an answer."""
    names = {*resource.header.model_fields, *resource.event_fields} - {"source_data", "source_data_hash"}
    return {name: value for name, value in row.items() if name in names}
