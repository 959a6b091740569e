"""Columns and filters of a resource that nobody has written a page for."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from gladhand.console.explorer.columns import table_columns
from gladhand.console.explorer.filters import inputs, sent
from gladhand.console.explorer.page import list_page
from gladhand.console.pages.blocks import Code, Link, Time
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.fields import Constant, F, Fields, Filterable, Reference, Unit
from gladhand.resources.resource import Resource, ResourceKind


class BeaconFields(Fields):
    color: Annotated[str | None, Filterable()] = F(example="red")
    height: Annotated[float | None, Unit("m")] = F(example=12.5)
    vehicle_id: Annotated[UUID | None, Reference(ResourceEnum.VEHICLE), Filterable("vehicle_ids")] = F()
    seen_at: datetime | None = F()
    height_unit: Annotated[str, Constant()] = F(default="metres")
    details: dict[str, int] | None = F()


BEACON = Resource(
    # Resources are an enum of the contract; the page asks for nothing but the declaration.
    name=ResourceEnum("trailer"),
    path="beacons",
    kind=ResourceKind.EDITABLE,
    fields_model=BeaconFields,
    description="Lights that stand beside the road.",
)


def test_a_new_resource_has_its_columns_by_itself():
    titles = [each.title for each in table_columns(BEACON)]
    assert titles[:7] == ["fleet ref", "occurred at", "color", "height, m", "vehicle id", "seen at", "details"]
    assert "height unit" not in titles


def test_a_new_resource_has_its_filters_by_itself():
    fields = {each.name: each for each in inputs(BEACON, {"color": ["red"]})}
    assert fields["color"].value == "red"
    assert fields["from_datetime"].type == "datetime-local"
    assert "commas" in fields["vehicle_ids"].hint
    assert "cursor" not in fields
    assert sent(BEACON, {"vehicle_ids": ["a, b", "c"], "color": [" red "], "other": ["x"], "fleet_refs": [""]}) == {
        "vehicle_ids": ["a", "b", "c"],
        "color": "red",
    }


def test_a_new_resource_has_its_page_by_itself():
    record = {"color": "red", "vehicle_id": "7f3c0000-0000-0000-0000-000000000000", "seen_at": "2026-01-01T00:00:00Z"}
    answer = {"items": [record | {"details": {"a": 1}}], "total": 1, "next_page": "abc", "previous_page": None}
    page = list_page(BEACON, answer, {"color": ["red"]}, "/console/partners/acme/explorer")
    table = page.blocks[1]
    assert page.intro == "Lights that stand beside the road."
    assert [header.text for header in table.headers] == ["color", "vehicle id", "seen at", "details"]
    color, vehicle, seen, details = table.rows[0]
    assert color == "red"
    assert vehicle == [Link("7f3c0000", f"/console/partners/acme/explorer/vehicles?vehicle_ids={record['vehicle_id']}")]
    assert seen == Time("2026-01-01T00:00:00Z")
    assert details == Code("Show", {"a": 1})
    links = {link.text: link.href for link in table.links}
    assert links["Next page"].endswith("/beacons?color=red&cursor=abc")
    assert links["Download as CSV"].endswith("/beacons?color=red&download=csv")
