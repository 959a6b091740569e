"""SQL of the totals of lists. Statements cross the fleets that share with a partner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from psycopg import sql

from gladhand.core import clock
from gladhand.core.db import Db
from gladhand.core.time_window import TimeWindow
from gladhand.records.filter_queries import RecordFilter
from gladhand.records.privacy.queries import is_private
from gladhand.resources.resource import Resource, ResourceKind

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class WindowParts:
    """A window as sums and differences of what is counted: whole days, whole hours, and single rows."""

    days: list[TimeWindow] = field(default_factory=list)
    hours: list[TimeWindow] = field(default_factory=list)
    added: list[TimeWindow] = field(default_factory=list)
    taken_off: list[TimeWindow] = field(default_factory=list)
    """Rows within the hours that are not within the window."""


def parts(window: TimeWindow, *, has_hours: bool, now: datetime) -> WindowParts:
    """Split a window: days of UTC in its middle, and at its ends hours and less, or less than a day."""
    found = WindowParts()
    middle, edges = _whole(window, _DAY)
    if middle is not None:
        found.days.append(middle)
    for edge in edges:
        hours, rests = _whole(edge, _HOUR) if has_hours else (None, [edge])
        if hours is not None:
            found.hours.append(hours)
        for rest in rests:
            _add_rest(found, rest, has_hours=has_hours, now=now)
    return found


def _add_rest(found: WindowParts, rest: TimeWindow, *, has_hours: bool, now: datetime) -> None:
    """Count the rest of an hour, or the hour without its other part, whichever takes in less time before `now`."""
    assert rest.since is not None
    assert rest.until is not None
    begin = _floor(rest.since, _HOUR)
    hour = TimeWindow(begin, begin + _HOUR)
    if not has_hours or rest.until > begin + _HOUR:
        found.added.append(rest)
        return
    before, behind = TimeWindow(begin, rest.since), TimeWindow(rest.until, begin + _HOUR)
    others = [each for each in (before, behind) if each.since != each.until]
    if sum((_length(each, now) for each in others), timedelta()) < _length(rest, now):
        found.hours.append(hour)
        found.taken_off.extend(others)
    else:
        found.added.append(rest)


def _length(window: TimeWindow, now: datetime) -> timedelta:
    """How much of a window lies in the past. The future has hardly any rows."""
    assert window.since is not None
    assert window.until is not None
    return max(min(window.until, now) - window.since, timedelta())


def _whole(window: TimeWindow, unit: timedelta) -> tuple[TimeWindow | None, list[TimeWindow]]:
    """The whole days or hours of a window, and what is left of it at its ends. No end stands for all of them."""
    since, until = window.since, window.until
    first = None if since is None else _floor(since + unit - timedelta(microseconds=1), unit)
    last = None if until is None else _floor(until, unit)
    if first is not None and last is not None and first > last:
        return None, [window]
    edges = []
    if since is not None and since != first:
        edges.append(TimeWindow(since, first))
    if until is not None and until != last:
        edges.append(TimeWindow(last, until))
    return None if first is not None and first == last else TimeWindow(first, last), edges


def _floor(moment: datetime, unit: timedelta) -> datetime:
    """The beginning of the day of UTC, or of the hour."""
    moment = moment.astimezone(UTC)
    return moment - (moment - _EPOCH) % unit


async def count_records(db: Db, partner_id: UUID, resource: Resource, filters: RecordFilter) -> int:
    """Count the records that the partner can see.

    Counters give the numbers of whole days and hours. At the ends of the window rows are counted, of half an hour at
    most. Only other filters make all rows count. One statement, so that all numbers are of one moment.
    """
    private = await is_private(db, partner_id, resource)
    if private or not filters.is_counted:
        rows = _rows(resource, filters, "", is_private=private)
        return await _total(db, partner_id, resource, filters, terms=[rows], values={})
    split = parts(filters.window, has_hours=resource.kind is ResourceKind.TIMELINE, now=clock.now())
    terms: list[sql.Composable] = []
    values: dict[str, Any] = {}
    for kind, windows in (("day", split.days), ("hour", split.hours)):
        for window in windows:
            prefix = f"{kind}_{len(terms)}_"
            terms.append(_counters(kind, window, prefix))
            values |= {
                name: moment and (moment.date() if kind == "day" else moment)
                for name, moment in window.parameters(prefix).items()
            }
    for sign, windows in (("", split.added), ("-", split.taken_off)):
        for window in windows:
            prefix = f"rows_{len(terms)}_"
            terms.append(sql.SQL(sign) + _rows(resource, replace(filters, window=window), prefix))
            values |= window.parameters(prefix)
    return await _total(db, partner_id, resource, filters, terms=terms, values=values)


async def _total(
    db: Db,
    partner_id: UUID,
    resource: Resource,
    filters: RecordFilter,
    *,
    terms: Sequence[sql.Composable],
    values: Mapping[str, Any],
) -> int:
    statement = sql.SQL(
        """
        with a as materialized (select a.fleet_id, a.movement_privacy from live_agreement a where {agreement_condition})
        select ({terms})::bigint as total
        """
    ).format(agreement_condition=filters.agreement_condition(), terms=sql.SQL(" + ").join(terms))
    row = await (await db.execute(statement, {**filters.parameters(partner_id, resource), **values})).fetchone()
    assert row is not None
    return int(row["total"])


def _counters(kind: LiteralString, window: TimeWindow, prefix: str) -> sql.Composable:
    """The sum of the counters of days or hours. Entities are counted under a day before all others."""
    return sql.SQL(
        """
        (select coalesce(sum(k.value), 0) from a join {table} k on k.fleet_id = a.fleet_id
         where k.resource = %(resource)s and (%(connection_id)s::uuid is null or k.connection_id = %(connection_id)s)
           and {within})
        """
    ).format(
        table=sql.SQL("record_count" if kind == "day" else "record_hour_count"),
        within=window.contains(sql.Identifier("k", kind), prefix),
    )


def _rows(resource: Resource, filters: RecordFilter, prefix: str, *, is_private: bool = False) -> sql.Composable:
    """The number of the rows, fleet by fleet: each is read by the index of its own key."""
    return sql.SQL(
        """
        (select coalesce(sum(n.rows), 0) from a cross join lateral (
           select count(*) as rows from {source} r where r.fleet_id = a.fleet_id and {condition}
         ) n)
        """
    ).format(
        source=filters.source(resource, is_private=is_private), condition=filters.record_condition(resource, prefix)
    )
