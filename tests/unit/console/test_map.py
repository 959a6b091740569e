"""Views of the live map: where positions stand, what fits, and what is drawn there."""

import re
from xml.etree import ElementTree as ET

import pytest

from gladhand.console.map.land import drawing
from gladhand.console.map.viewport import HEIGHT, LEAST_ZOOM, MOST_LATITUDE, MOST_ZOOM, WIDTH, Viewport
from gladhand.records.analytics.map_queries import MapArea

AUSTIN, DALLAS = (-97.7431, 30.2672), (-96.797, 32.7767)


def test_the_middle_of_a_view_is_the_middle_of_the_drawing():
    view = Viewport(*AUSTIN, zoom=7)
    assert view.place(*AUSTIN) == pytest.approx((WIDTH / 2, HEIGHT / 2))
    x, y = view.place(*DALLAS)
    assert x > WIDTH / 2  # in the east
    assert y < HEIGHT / 2  # in the north


def test_the_area_of_a_view_ends_where_its_drawing_ends():
    view = Viewport(10.0, 50.0, zoom=5)
    area = view.area
    assert view.place(area.west, area.north) == pytest.approx((0, 0), abs=1e-6)
    assert view.place(area.east, area.south) == pytest.approx((WIDTH, HEIGHT), abs=1e-6)


@pytest.mark.parametrize(
    "area",
    [
        MapArea(AUSTIN[0], AUSTIN[1], DALLAS[0], DALLAS[1]),
        MapArea(-122.0, 25.0, -67.0, 49.0),
        MapArea(13.4, 52.5, 13.4, 52.5),
    ],
)
def test_a_view_fits_what_it_is_made_for(area: MapArea):
    view = Viewport.around(area)
    for place in ((area.west, area.south), (area.east, area.north)):
        x, y = view.place(*place)
        assert 0 < x < WIDTH
        assert 0 < y < HEIGHT


def test_the_view_of_the_whole_world_is_the_widest():
    assert Viewport.around(MapArea(-180.0, -80.0, 180.0, 80.0)) == Viewport(0.0, 0.0, LEAST_ZOOM)


def test_a_view_is_read_from_an_address_as_it_was_written():
    view = Viewport(-97.7431, 30.2672, zoom=7)
    assert Viewport.parse(view.text) == view
    for text in ("", "1,2", "a,b,c", "nan,0,4", "0,inf,4", "1,2,3,4", "1,2,3.5"):
        assert Viewport.parse(text) is None, text
    assert Viewport.parse("999,-999,99") == Viewport(-180.0, MOST_LATITUDE, MOST_ZOOM)


def test_a_reader_goes_everywhere_but_not_out_of_the_world():
    here = Viewport(10.0, 50.0, zoom=5)
    there = here.neighbours()
    assert set(there) == {"Zoom in", "Zoom out", "West", "East", "North", "South"}
    assert there["West"].longitude < here.longitude < there["East"].longitude
    assert there["South"].latitude < here.latitude < there["North"].latitude
    assert "Zoom out" not in Viewport(0, 0, LEAST_ZOOM).neighbours()
    assert "Zoom in" not in Viewport(0, 0, MOST_ZOOM).neighbours()
    assert "North" not in Viewport(0, MOST_LATITUDE, 5).neighbours()


def paths(view: Viewport) -> dict[str, list[str]]:
    root = ET.fromstring(drawing(view))  # noqa: S314 - made by ourselves
    return {
        each.attrib["class"]: [part for part in each.attrib["d"].split("M") if part]
        for each in root.iter("{http://www.w3.org/2000/svg}path")
    }


def test_land_and_states_are_drawn_where_they_are():
    over_the_ocean = paths(Viewport(-140.0, 0.0, zoom=6))
    assert over_the_ocean == {"land": [], "states": []}
    kansas = paths(Viewport(-98.0, 38.5, zoom=6))
    # Deep in a country its outline goes around the picture; borders of its states go through it.
    assert kansas["land"]
    inside = [
        (float(x), float(y))
        for line in kansas["states"]
        for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", line)
        if 0 <= float(x) <= WIDTH and 0 <= float(y) <= HEIGHT
    ]
    assert len(inside) > 20
    assert paths(Viewport(-98.0, 38.5, zoom=2))["states"] == []


def test_a_coast_is_drawn_in_its_place():
    """The tip of Florida is in the south of its peninsula, and the picture of Miami has water in the east."""
    view = Viewport(-80.5, 25.5, zoom=7)
    near = [
        (float(x), float(y))
        for line in paths(view)["land"]
        for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", line)
        if 0 <= float(x) <= WIDTH and 0 <= float(y) <= HEIGHT
    ]
    cape_sable = view.place(-81.1, 25.13)
    assert min(abs(x - cape_sable[0]) + abs(y - cape_sable[1]) for x, y in near) < 12
