"""The live map: vehicles at their latest positions, gathered where they stand close together, and a table of them."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from gladhand.console.map import land
from gladhand.console.map.block import MapBlock, MapMark
from gladhand.console.map.viewport import HEIGHT, TOWN_ZOOM, WIDTH, Viewport
from gladhand.console.pages.blocks import FormBlock, Input, Link, TableBlock, Time
from gladhand.console.pages.fields import param
from gladhand.console.pages.lists import neighbours
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.problems import PageNotFound
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import PartnerView, View
from gladhand.core.clock import now
from gladhand.core.how_many import how_many
from gladhand.records.analytics import map_queries
from gladhand.records.analytics.filter_queries import FleetFilter
from gladhand.records.analytics.map_queries import MOST_NAMED, VehicleCluster

router = APIRouter(prefix="/console/partners/{slug}/map", include_in_schema=False, route_class=ConsoleRoute)

_SIZE = 50
_REFRESH_SECONDS = 10
# The grid in which vehicles are gathered. A mark is as wide as a cell, and can be hit with a finger.
_COLUMNS, _ROWS = 16, 12
#: A vehicle that has sent nothing for longer stands out as silent.
SILENT_AFTER = timedelta(hours=1)
_INTRO = (
    "The latest position of each vehicle. "
    f"A hollow mark is a vehicle that has sent nothing for {SILENT_AFTER.total_seconds() / 60:.0f} minutes."
)
_LAND_KEPT = "private, max-age=86400"


@router.get("")
async def show_map(view: PartnerView, request: Request) -> Response:
    fleet_ref, at = param(request, "fleet_ref"), Viewport.parse(param(request, "at") or "")
    fleets = FleetFilter(fleet_refs=[fleet_ref] if fleet_ref else None)
    (at, clusters), answer = await asyncio.gather(
        _clusters(view, fleets, at),
        view.api.get(
            "/v2/telematics/analytics/vehicles/live-locations",
            fleet_refs=[fleet_ref] if fleet_ref else None,
            sort_order="desc",
            size=_SIZE,
            cursor=param(request, "cursor"),
        ),
    )
    search = [Input("fleet_ref", "Your id of the fleet", fleet_ref or "")]
    blocks: list[Any] = [FormBlock("Search", view.url("/map"), search, method="get")]
    if at is not None:
        blocks.append(_map(view, at, clusters, fleet_ref))
    blocks.append(_table(view, answer, fleet_ref))
    return view.show(ConsolePage("Map", blocks, _INTRO, refresh_seconds=_REFRESH_SECONDS))


async def _clusters(
    view: View, fleets: FleetFilter, at: Viewport | None
) -> tuple[Viewport | None, list[VehicleCluster]]:
    """The vehicles in this view; without one in that of all vehicles."""
    async with view.reading("telematics:read") as db:
        if at is None and (area := await map_queries.find_area(db, view.partner, fleets)) is not None:
            at = Viewport.around(area)
        if at is None:
            return None, []
        grid = {"columns": _COLUMNS, "rows": _ROWS}
        return at, await map_queries.list_clusters(db, view.partner, fleets, at.area, **grid)


@router.get("/land.svg")
async def show_land(view: PartnerView, request: Request) -> Response:  # noqa: ARG001 - only who is signed in draws maps
    """Coasts and borders of a view, as a picture. It is no secret, and the same for everybody."""
    at = Viewport.parse(param(request, "at") or "")
    if at is None:
        raise PageNotFound
    drawn = await asyncio.to_thread(land.drawing, at)
    return Response(drawn, media_type="image/svg+xml", headers={"Cache-Control": _LAND_KEPT})


def _address(view: View, at: Viewport, fleet_ref: str | None) -> str:
    return view.url("/map", {"at": at.text, "fleet_ref": fleet_ref})


def _map(view: View, at: Viewport, clusters: list[VehicleCluster], fleet_ref: str | None) -> MapBlock:
    moves = [Link(name, _address(view, to, fleet_ref)) for name, to in at.neighbours().items()]
    whole = Link("All vehicles", view.url("/map", {"fleet_ref": fleet_ref}))
    total = sum(each.count for each in clusters)
    title = f"{how_many(total, 'vehicle')} in this part of the world"
    marks = [_mark(view, at, each, at.nearer(each.longitude, each.latitude), fleet_ref) for each in clusters]
    return MapBlock(title, view.url("/map/land.svg", {"at": at.text}), (WIDTH, HEIGHT), marks, [*moves, whole])


def _mark(view: View, at: Viewport, cluster: VehicleCluster, nearer: Viewport, fleet_ref: str | None) -> MapMark:
    x, y = at.place(cluster.longitude, cluster.latitude)
    tone = "" if _is_live(cluster.occurred_at) else "silent"
    listed = view.url("/explorer/vehicle-locations", {"vehicle_ids": [str(each) for each in cluster.vehicle_ids]})
    if cluster.count == 1:
        return MapMark(x, y, cluster.name or "A vehicle without a name", listed, 1, tone)
    vehicles = how_many(cluster.count, "vehicle")
    if cluster.is_one_place or nearer.zoom == at.zoom:
        # Looking closer does not take them apart.
        first = "" if cluster.count <= MOST_NAMED else f", {MOST_NAMED} of them"
        return MapMark(x, y, f"{vehicles} at one place: list them{first}", listed, cluster.count, tone)
    return MapMark(x, y, f"{vehicles}: look closer", _address(view, nearer, fleet_ref), cluster.count, tone)


def _is_live(occurred_at: datetime) -> bool:
    return now() - occurred_at < SILENT_AFTER


def _table(view: View, answer: Any, fleet_ref: str | None) -> TableBlock:
    rows = []
    for each in answer["items"]:
        speed = each["speed"]
        rows.append(
            [
                Link(
                    each["vehicle_name"] or "A vehicle without a name",
                    view.url("/explorer/vehicle-locations", {"vehicle_ids": each["vehicle_id"]}),
                ),
                each["driver_name"],
                Time(each["occurred_at"]),
                None if speed is None else f"{float(speed) * 3.6:.0f} km/h",
                _where(view, each["location"], fleet_ref),
            ]
        )
    return TableBlock(
        "Vehicles" if answer.get("total") is None else f"{how_many(answer['total'], 'vehicle')} with a position",
        ["Vehicle", "Driver", "Position of", "Speed", "Where"],
        rows,
        "No vehicle has a position yet. Fleets that share `vehicle` and `vehicle_location` appear here.",
        neighbours(view, answer, "/map", newer="previous_page", older="next_page"),
    )


def _where(view: View, location: Any, fleet_ref: str | None) -> Link | None:
    if location is None:
        return None
    longitude, latitude = (float(part) for part in location["coordinates"][:2])
    there = Viewport(longitude, latitude, TOWN_ZOOM).bounded()
    return Link(f"{latitude:.4f}, {longitude:.4f}", _address(view, there, fleet_ref))
