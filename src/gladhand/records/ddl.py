"""The table of a resource as SQL: for the migration that creates it, and for the test that compares the schema."""

from datetime import UTC, date, datetime, time, timedelta

from gladhand.records.columns import columns, table_name
from gladhand.records.presence import absence
from gladhand.resources.resource import Resource, ResourceKind


def create_table(resource: Resource) -> str:
    """The statements that create the table, as a migration holds them."""
    name, is_timeline = table_name(resource), resource.kind is ResourceKind.TIMELINE
    # The key of a timeline has the time before the id: rows that are read together lie together, and the partitions
    # are by time.
    key = "fleet_id, occurred_at, id" if is_timeline else "fleet_id, id"
    lines = [
        f"  {column.name} {column.type}{' not null' if column.is_required else ''},"
        for column in columns(resource).values()
    ]
    statements = [
        f"create table {name} (\n"
        + "\n".join(lines)
        + f"\n  primary key ({key})\n)"
        + (" partition by range (occurred_at)" if is_timeline else "")
    ]
    if not is_timeline:
        statements += [
            # Reads of one record name it by its id alone.
            f"create index {name}_id on {name} (id)",
            f"create unique index {name}_source on {name} (fleet_id, connection_id, source_id)",
            f"create index {name}_occurred on {name} (fleet_id, occurred_at, id)",
            f"create index {name}_updated on {name} (fleet_id, updated_at, id)",
        ]
    statements += [
        f"create index {name}_{parent} on {name} (fleet_id, {parent}, occurred_at, id)" for parent in resource.parents
    ]
    if resource.kind is ResourceKind.ENTITY:
        # Nearly empty. Analytics takes these off the number of all records.
        condition = absence(resource).as_string(None)
        statements.append(f"create index {name}_absent on {name} (fleet_id, connection_id) where {condition}")
    return "".join(f"{statement};\n" for statement in statements)


def migration(resource: Resource) -> str:
    """A migration file for a new resource. It depends on the newest migration of records."""
    return f"-- depends: 20261129_06_records\n\n-- {resource.description}\n{create_table(resource)}"


def create_partition(resource: Resource, day: date) -> str:
    """The statements that create the partition of a timeline for one day, in UTC.

    Attaching a table, unlike `partition of`, does not wait for those who read and write the timeline.
    """
    begin = datetime.combine(day, time(), UTC)
    name = table_name(resource)
    partition = f"{name}_{day:%Y%m%d}"
    return (
        f"create table {partition} (like {name} including all);\n"
        f"alter table {name} attach partition {partition}"
        f" for values from ('{begin.isoformat()}') to ('{(begin + timedelta(days=1)).isoformat()}');\n"
    )
