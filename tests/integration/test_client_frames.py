"""Lists of `clients/python` as DataFrames, read from a running hub."""

from datetime import UTC, datetime
from typing import Any

import pandas as pd
import polars as pl
import pytest
from pydantic import TypeAdapter
from tests.conftest import PartnerFixture
from tests.integration.conftest import Connected

from gladhand_client import AsyncClient, Client
from gladhand_client.models import VehicleLocationRead
from gladhand_client.pages import Page, Pages, parse_page


@pytest.fixture
def client(server: str, partner: PartnerFixture) -> Any:
    with Client(server, client_id=partner.client_id, client_secret=partner.client_secret) as made:
        yield made


async def test_a_list_becomes_a_frame_with_a_column_for_each_field(client: Client, connected: Connected) -> None:
    before = datetime.now(UTC)
    made = [
        (await connected.created(username=name, first_name=name.title(), is_driver=is_driver))["resource_id"]
        for name, is_driver in (("ann", True), ("bea", False))
    ]

    frame = client.users.list(fleet_refs=[connected.fleet_ref]).to_dataframe()
    assert list(frame["id"]) == made
    assert list(frame["first_name"]) == ["Ann", "Bea"]
    assert list(frame[frame["is_driver"]]["id"]) == made[:1]
    assert (frame["created_at"] > pd.Timestamp(before)).all()
    assert str(frame["created_at"].dt.tz) == "UTC"
    assert frame["license_number"].isna().all()

    same = client.users.list(fleet_refs=[connected.fleet_ref]).to_dataframe("polars")
    assert same["id"].to_list() == made
    assert same.filter(pl.col("is_driver"))["id"].to_list() == made[:1]
    assert same.schema["created_at"] == pl.Datetime("us", "UTC")
    assert list(same.columns) == list(frame.columns)


async def test_a_list_without_records_has_the_same_columns(
    client: Client, server: str, partner: PartnerFixture
) -> None:
    frame = client.vehicle_locations.list().to_dataframe()
    assert len(frame) == 0
    assert {"id", "occurred_at", "location_longitude", "location_latitude", "speed"} <= set(frame.columns)
    assert str(frame["occurred_at"].dt.tz) == "UTC"
    async with AsyncClient(server, client_id=partner.client_id, client_secret=partner.client_secret) as other:
        same = await other.vehicle_locations.list().to_dataframe("polars")
    assert (list(same.columns), same.schema["speed"]) == (list(frame.columns), pl.Float64)


POSITION = {
    "id": "01234567-89ab-4def-8123-456789abcdef",
    "created_at": "2026-11-30T12:00:00Z",
    "updated_at": "2026-11-30T12:00:00Z",
    "fleet_id": None,
    "connection_id": "01234567-89ab-4def-8123-456789abcdee",
    "source_name": "samsara",
    "source_id": "7",
    "source_data_hash": "x",
    "occurred_at": "2026-11-30T13:00:00.5+01:00",
    "location": {"type": "Point", "coordinates": [-97.5, 30.25]},
    "speed": 12,
    "extras": {"a": [1, "é"]},
    "of_a_newer_hub": {"b": 1},
}


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_values_of_every_kind_are_kept(library: Any) -> None:

    item = TypeAdapter(VehicleLocationRead)
    page: Page[VehicleLocationRead] = parse_page({"items": [POSITION, POSITION | {"location": None}]}, item)
    frame = Pages(lambda _: page, None, item).to_dataframe(library)
    rows = frame.to_dict("records") if library == "pandas" else frame.to_dicts()
    first, second = rows
    assert (first["location_longitude"], first["location_latitude"], first["speed"]) == (-97.5, 30.25, 12.0)
    assert second["location_longitude"] is None or pd.isna(second["location_longitude"])
    assert first["occurred_at"] == datetime(2026, 11, 30, 12, 0, 0, 500_000, tzinfo=UTC)
    assert (first["source_name"], first["id"]) == ("samsara", POSITION["id"])
    assert first["extras"] == '{"a":[1,"é"]}'
    assert first["of_a_newer_hub"] == '{"b":1}'
