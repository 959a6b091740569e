"""The live map: marks where vehicles are, a table of the same, and views that an address names."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from tests.conftest import PartnerFixture
from tests.integration.conftest import Connected
from tests.integration.console.conftest import ConsoleBrowser
from tests.integration.records.conftest import Ingest
from tests.integration.records.positions import store_positions

from gladhand.auth.people.roles import PersonRoleEnum
from gladhand.core.db import Database
from gladhand.records.tasks import TIMELINES, create_ahead

PLACES = {"v1": (-97.74, 30.26), "v2": (-97.741, 30.261), "v3": (-96.79, 32.77)}


@pytest.fixture
async def moving(connect: Callable[..., Any], database: Database, partner: PartnerFixture) -> Connected:
    """A fleet with two vehicles in one town and one in another."""
    connected: Connected = await connect(permissions={"vehicle": "read", "vehicle_location": "read"})
    await create_ahead(database, TIMELINES)
    await store_positions(Ingest(database, connected.origin, partner.id, connected.fleet_ref), PLACES)
    return connected


def marks(text: str) -> list[str]:
    return re.findall(r'<a href="[^"]+" class="(?:one|many) [a-z]*" aria-label="([^"]+)"', text)


async def test_a_map_without_vehicles_says_what_is_missing(engineer: ConsoleBrowser, partner: PartnerFixture):
    shown = await engineer.get(f"/console/partners/{partner.slug}/map")
    assert shown.status == 200
    assert "No vehicle has a position yet" in shown.text
    assert "<image" not in shown.text


async def test_marks_stand_close_together_until_the_reader_looks_closer(
    engineer: ConsoleBrowser, partner: PartnerFixture, moving: Connected
):
    here = f"/console/partners/{partner.slug}/map"
    shown = (await engineer.get(here)).text
    assert marks(shown) == ["2 vehicles: look closer", "Unit v3"]
    assert "3 vehicles with a position" in shown
    assert all(f">Unit {name}<" in shown for name in PLACES)
    closer = re.search(r'<a href="([^"]+)" class="many', shown)
    assert closer is not None
    path = unquote(closer[1])
    while "look closer" in (text := (await engineer.get(path)).text):
        path = unquote(re.search(r'<a href="([^"]+)" class="many', text)[1])  # type: ignore[index] # a mark is there
    assert sorted(marks(text)) == ["Unit v1", "Unit v2"]
    assert "at=" in path
    far = (await engineer.get(f"{here}?at=0,0,5")).text
    assert marks(far) == []
    assert "0 vehicles in this part of the world" in far
    assert marks((await engineer.get(f"{here}?at=nonsense")).text) == marks(shown)


async def test_vehicles_that_are_parked_at_one_place_are_listed(
    engineer: ConsoleBrowser, partner: PartnerFixture, connect: Callable[..., Any], database: Database
):
    parked: Connected = await connect(permissions={"vehicle": "read", "vehicle_location": "read"})
    await create_ahead(database, TIMELINES)
    places = {"p1": (-97.74, 30.26), "p2": (-97.74, 30.26)}
    await store_positions(Ingest(database, parked.origin, partner.id, parked.fleet_ref), places)
    shown = (await engineer.get(f"/console/partners/{partner.slug}/map?fleet_ref={parked.fleet_ref}")).text
    assert marks(shown) == ["2 vehicles at one place: list them"]
    listed = re.search(r'<a href="([^"]+)" class="many', shown)
    assert listed is not None
    text = (await engineer.get(unquote(listed[1]).replace("&amp;", "&"))).text
    assert ">2 vehicle locations<" in text


async def test_a_map_of_one_fleet_has_only_its_vehicles(
    engineer: ConsoleBrowser, partner: PartnerFixture, moving: Connected
):
    here = f"/console/partners/{partner.slug}/map?fleet_ref="
    assert len(marks((await engineer.get(here + moving.fleet_ref)).text)) == 2
    assert marks((await engineer.get(f"{here}nobody")).text) == []


async def test_the_land_is_a_picture_that_the_browser_keeps(engineer: ConsoleBrowser, partner: PartnerFixture):
    here = f"/console/partners/{partner.slug}/map/land.svg"
    drawn = await engineer.get(f"{here}?at=39,-98,4")
    assert drawn.status == 200
    assert drawn.headers["Content-Type"] == "image/svg+xml"
    assert "max-age" in drawn.headers["Cache-Control"]
    assert 'class="land" d="M' in drawn.text
    assert (await engineer.get(f"{here}?at=nonsense")).status == 404
    assert (await engineer.get(here)).status == 404


async def test_nobody_sees_another_partners_vehicles(
    sign_in: Callable[..., Any], make_partner: Callable[..., Any], partner: PartnerFixture, moving: Connected
):
    other = await make_partner()
    stranger = await sign_in(PersonRoleEnum.PARTNER_ADMIN, other)
    assert (await stranger.get(f"/console/partners/{partner.slug}/map")).status == 404
    own = (await stranger.get(f"/console/partners/{other.slug}/map?fleet_ref={moving.fleet_ref}")).text
    assert marks(own) == []
    assert "Unit v" not in own
