"""Makes segments of the visits of vehicles to regions."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from gladhand.api.telematics.region_segments.schemas import VehicleRegionSegmentRead
from gladhand.core.db import Db
from gladhand.core.ids import record_id
from gladhand.core.keyset import Cursor, Key
from gladhand.records import segment_queries as queries
from gladhand.records.segment_queries import RegionVisit, SegmentFilter, SegmentVehicle
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.countries import alpha3
from gladhand.sdk.regions import region_code

# The positions of so many vehicles are read at once.
_FIRST_AT_ONCE, _MOST_AT_ONCE = 10, 50
_LETTERS = 3


async def list_segments(
    db: Db,
    partner_id: UUID,
    only: SegmentFilter,
    *,
    day: date,
    is_merged: bool,
    cursor: Cursor,
    size: int,
) -> tuple[list[tuple[Key, str]], int]:
    """One segment more than the page holds, in the cursor's direction, and the number of all segments.

    The order is by fleet, vehicle, and time. The count reads all positions of the day, so the first page counts and its
    cursors carry the number to the pages after it, which read only the positions of their own vehicles.
    """
    if cursor.after is None:
        total = await queries.count_visits(db, partner_id, only, day=day, is_merged=is_merged)
    else:
        total = cursor.after[-1]
    listed: list[tuple[Key, str]] = []
    # The keys of a segment begin with those of its vehicle.
    behind = Cursor(None if cursor.after is None else cursor.after[:2], cursor.backwards)
    includes, at_once = True, _FIRST_AT_ONCE
    while len(listed) <= size:
        vehicles = await queries.list_vehicles(db, partner_id, only, behind, includes=includes, limit=at_once)
        if vehicles:
            visits = await queries.list_visits(db, partner_id, vehicles, day)
            segments = _segments(vehicles, visits, day, is_merged=is_merged)
            listed += [each for each in _in_order(segments, total, cursor) if _is_past_cursor(each[0], cursor)]
        if len(vehicles) < at_once:
            break
        behind, includes = Cursor((vehicles[-1].fleet_id, vehicles[-1].id), cursor.backwards), False
        # Many vehicles may have no positions.
        at_once = min(at_once * 2, _MOST_AT_ONCE)
    return listed[: size + 1], total


def _in_order(segments: Sequence[VehicleRegionSegmentRead], total: int, cursor: Cursor) -> list[tuple[Key, str]]:
    keyed = [
        ((each.fleet_id, each.vehicle_id, each.segment_start_time, total), each.model_dump_json()) for each in segments
    ]
    return sorted(keyed, key=lambda each: each[0], reverse=cursor.backwards)


def _is_past_cursor(key: Key, cursor: Cursor) -> bool:
    return cursor.after is None or (key < cursor.after if cursor.backwards else key > cursor.after)


def _segments(
    vehicles: Sequence[SegmentVehicle], visits: Sequence[RegionVisit], day: date, *, is_merged: bool
) -> list[VehicleRegionSegmentRead]:
    by_id = {vehicle.id: vehicle for vehicle in vehicles}
    groups: dict[tuple[object, ...], list[RegionVisit]] = {}
    for visit in visits:
        region = visit.country, visit.region
        key = (visit.vehicle_id, *region) if is_merged else (visit.vehicle_id, *region, visit.started_at)
        groups.setdefault(key, []).append(visit)
    return [_segment(by_id[group[0].vehicle_id], group, day, is_merged=is_merged) for group in groups.values()]


def _segment(
    vehicle: SegmentVehicle, visits: Sequence[RegionVisit], day: date, *, is_merged: bool
) -> VehicleRegionSegmentRead:
    first, last = visits[0], visits[-1]
    drivers = {driver for visit in visits for driver in visit.drivers}
    odometers = [value for visit in visits for value in (visit.odometer_start, visit.odometer_end) if value is not None]
    # The same segment has the same id in each answer.
    part = f"{first.country}-{first.region}" if is_merged else first.started_at.astimezone(UTC).isoformat()
    name = f"{vehicle.id}/{day}/{part}"
    return VehicleRegionSegmentRead(
        fleet_id=vehicle.fleet_id,
        fleet_ref=vehicle.fleet_ref,
        id=record_id(vehicle.connection_id, ResourceEnum.VEHICLE_REGION_SEGMENT.value, name),
        created_at=_utc(min(visit.created_at for visit in visits)),
        updated_at=_utc(max(visit.updated_at for visit in visits)),
        connection_id=vehicle.connection_id,
        processing_date=day,
        vehicle_id=vehicle.id,
        driver_id=drivers.pop() if len(drivers) == 1 else None,
        country_code=_country(first.country),
        region=None if first.region is None else region_code(first.region),
        segment_start_time=_utc(first.started_at),
        segment_end_time=_utc(last.ended_at),
        odometer_start=odometers[0] if odometers else None,
        odometer_end=odometers[-1] if odometers else None,
        distance=_distance(visits),
        location_count=sum(visit.locations for visit in visits),
    )


def _distance(visits: Sequence[RegionVisit]) -> float | None:
    distances = [
        visit.odometer_end - visit.odometer_start
        for visit in visits
        if visit.odometer_start is not None and visit.odometer_end is not None
    ]
    return sum(distances) if distances else None


def _country(code: str | None) -> str | None:
    return code if code is None or len(code) == _LETTERS else alpha3(code)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
