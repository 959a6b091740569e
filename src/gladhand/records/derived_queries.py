"""SQL of what follows from the changed rows of a page: counts by day and hour, and the newest row of each asset."""

from psycopg import sql

from gladhand.records.columns import column_list, columns, latest_name
from gladhand.resources.resource import Resource, ResourceKind

#: The number of counters of a day. Pages of a timeline follow each other; pages of other resources may be stored
#: concurrently.
_SHARDS = {ResourceKind.ENTITY: 16, ResourceKind.EDITABLE: 4, ResourceKind.TIMELINE: 1}


def counts(resource: Resource) -> sql.Composable:
    """Corrects the counters of the days and, for a timeline, of the hours."""
    by_day = sql.SQL(
        """
        counted as (
          insert into record_count (fleet_id, resource, connection_id, day, shard, value)
          select %(fleet_id)s::uuid, {resource}, %(connection_id)s::uuid, day,
            (pg_current_xact_id()::text::bigint %% {shards})::smallint, sum(n)
          from ({differences}) as n group by day having sum(n) <> 0 order by day
          on conflict (fleet_id, resource, connection_id, day, shard)
            do update set value = record_count.value + excluded.value
        ),
        """
    ).format(
        resource=sql.Literal(resource.name.value),
        shards=sql.Literal(_SHARDS[resource.kind]),
        differences=_differences_by_day(resource),
    )
    return by_day + _counts_by_hour(resource) if resource.kind is ResourceKind.TIMELINE else by_day


def _differences_by_day(resource: Resource) -> sql.SQL:
    match resource.kind:
        case ResourceKind.ENTITY:
            return sql.SQL("select '-infinity'::date as day, 1 as n from changed where is_new")
        case ResourceKind.TIMELINE:
            return sql.SQL("select (occurred_at at time zone 'UTC')::date as day, 1 as n from changed where is_new")
        case ResourceKind.EDITABLE:
            return sql.SQL(
                """
                select (occurred_at at time zone 'UTC')::date as day, 1 as n from changed
                union all
                select (occurred_before at time zone 'UTC')::date, -1 from changed
                where not is_new and occurred_before is not null
                """
            )


def _counts_by_hour(resource: Resource) -> sql.Composable:
    return sql.SQL(
        """
        counted_by_hour as (
          insert into record_hour_count (fleet_id, resource, connection_id, hour, value)
          select %(fleet_id)s::uuid, {resource}, %(connection_id)s::uuid,
            date_trunc('hour', occurred_at, 'UTC') as hour, count(*)
          from changed where is_new group by hour order by hour
          on conflict (fleet_id, resource, connection_id, hour)
            do update set value = record_hour_count.value + excluded.value
        ),
        """
    ).format(resource=sql.Literal(resource.name.value))


def newest_rows(resource: Resource) -> sql.Composable:
    """Keeps the newest row of each asset; a late one changes nothing."""
    if resource.latest_by is None:
        return sql.SQL("")
    stored = [*columns(resource), "asset"]
    return sql.SQL(
        """
        newest as (
          insert into {latest} as l ({stored})
          select distinct on (asset) {stored} from changed where asset is not null
          order by asset, occurred_at desc, id desc
          on conflict (fleet_id, asset) do update set {overwritten}
          where (excluded.occurred_at, excluded.id) >= (l.occurred_at, l.id)
        ),
        """
    ).format(
        latest=sql.Identifier(latest_name(resource)),
        stored=column_list(stored),
        overwritten=sql.SQL(", ").join(
            sql.SQL("{} = excluded.{}").format(sql.Identifier(name), sql.Identifier(name))
            for name in stored
            if name not in ("fleet_id", "asset")
        ),
    )
