"""The tables of a resource as SQL: for the migration that creates them, and for the test that compares the schema."""

from datetime import date
from uuid import UUID

from gladhand.records.columns import Column, columns, latest_name, parent_lists, parents, table_name
from gladhand.records.presence import absence
from gladhand.resources.fields import Filterable, marked
from gladhand.resources.models import plain_type
from gladhand.resources.resource import Resource, ResourceKind


def create_table(resource: Resource) -> str:
    """The statements that create the table, and that of its newest rows, as a migration holds them."""
    name, is_timeline = table_name(resource), resource.kind is ResourceKind.TIMELINE
    # The key of a timeline has the time before the id: rows that are read together lie together, and the partitions
    # are by time.
    key = "fleet_id, occurred_at, id" if is_timeline else "fleet_id, id"
    lines = [f"  {_definition(column)}," for column in columns(resource).values()]
    statements = [
        f"create table {name} (\n"
        + "\n".join(lines)
        + f"\n  primary key ({key})\n)"
        + (" partition by range (occurred_at)" if is_timeline else "")
    ]
    statements += _timeline_indexes(resource) if is_timeline else _indexes(resource)
    statements += [
        # Nearly empty, since parents are read first: the rows whose parent is not stored yet.
        f"create index {name}_{parent}_missing on {name} (fleet_id, source_{parent})\n"
        f"  where {parent} is null and source_{parent} is not null"
        for parent in parents(resource)
    ]
    # For records that list a parent which arrives later.
    statements += [
        f"create index {name}_{field}_listed on {name} using gin (source_{field} jsonb_path_ops)"
        for field in parent_lists(resource)
    ]
    if resource.kind is ResourceKind.ENTITY:
        # Nearly empty. Analytics subtracts these from the number of all records.
        condition = absence(resource).as_string(None)
        statements.append(f"create index {name}_absent on {name} (fleet_id, connection_id) where {condition}")
    if resource.latest_by is not None:
        statements.append(
            f"create table {latest_name(resource)} (\n  like {name},\n  asset uuid not null,\n"
            # Each new row overwrites the one before it. No index contains what changes.
            "  primary key (fleet_id, asset)\n) with (fillfactor = 50)"
        )
    return "".join(f"{statement};\n" for statement in statements)


def _definition(column: Column) -> str:
    if column.computed is not None:
        return f"{column.name} {column.type} generated always as ({column.computed}) virtual"
    return f"{column.name} {column.type}{' not null' if column.is_required else ''}"


def _indexes(resource: Resource) -> list[str]:
    name = table_name(resource)
    return [
        # Reads of one record name it by its id alone.
        f"create index {name}_id on {name} (id)",
        f"create unique index {name}_source on {name} (fleet_id, connection_id, source_id)",
        f"create index {name}_occurred on {name} (fleet_id, occurred_at, id)",
        f"create index {name}_updated on {name} (fleet_id, updated_at, id)",
        *(
            f"create index {name}_{field} on {name} (fleet_id, {field}, occurred_at, id)"
            for field in (*resource.parents, *_narrowing_ids(resource))
        ),
    ]


def _narrowing_ids(resource: Resource) -> list[str]:
    """The ids beside those of parents that a list can be narrowed by. Codes and flags have too few values to help."""
    return [
        name
        for name, field, _ in marked(resource.fields_model, Filterable)
        if name not in resource.references and plain_type(field.annotation) in (str, UUID)
    ]


def _timeline_indexes(resource: Resource) -> list[str]:
    # Without the id they hold few different keys, which PostgreSQL stores once: 7 bytes a row instead of 60.
    name, changed_at = table_name(resource), columns(resource)["updated_at"].computed
    return [
        f"create index {name}_updated on {name} (fleet_id, ({changed_at}))",
        *(
            f"create index {name}_{parent} on {name} (fleet_id, {parent}) where {parent} is not null"
            for parent in resource.parents
        ),
    ]


def migration(*resources: Resource) -> str:
    """A migration file for new resources. It depends on the first migration of records."""
    tables = [f"-- {resource.description}\n{create_table(resource)}" for resource in resources]
    return "\n".join(["-- depends: 20261129_06_records\n", *tables])


def partition_name(table: str, day: date) -> str:
    """The name of the partition for one day."""
    return f"{table}_{day:%Y%m%d}"


def create_partition(table: str, day: date, begin: str, end: str) -> str:
    """The statements that create the partition of a table for one day, in UTC.

    Attaching a table, unlike `partition of`, does not wait for those who read and write the parent.
    """
    partition = partition_name(table, day)
    return (
        f"create table {partition} (like {table} including all);\n"
        f"alter table {table} attach partition {partition} for values from ({begin}) to ({end});\n"
    )
