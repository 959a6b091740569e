"""`gladhand operations`."""

from typing import Annotated, Any
from uuid import UUID

import typer

from gladhand.cli import context
from gladhand.cli.options import SourceName
from gladhand.cli.tables import print_table
from gladhand.config.settings import Settings
from gladhand.core.clock import wire_time
from gladhand.core.db import Db
from gladhand.integrations.operations import overview_queries
from gladhand.integrations.operations.overview_queries import OperationLine
from gladhand.resources.enums import ResourceOperationStatusEnum

_HEAD = ("id", "accepted", "status", "partner", "fleet", "provider", "write", "attempts", "last error")
_ATTRIBUTES = (
    "id",
    "partner",
    "fleet_ref",
    "source_name",
    "connection_id",
    "operation_type",
    "resource",
    "resource_id",
    "source_id",
    "status",
    "created_at",
    "expected_start_at",
)
_LONGEST = 60


def command(
    operation_id: Annotated[UUID | None, typer.Argument(help="Show this operation with its attempts.")] = None,
    status: Annotated[ResourceOperationStatusEnum | None, typer.Option(help="Only this status.")] = None,
    fleet: Annotated[str | None, typer.Option(help="Only this fleet, by `fleet_ref`, name or slug.")] = None,
    provider: SourceName = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Number of operations, the newest first.")] = 50,
) -> None:
    """List writes to providers of all partners, or show one with its fields and attempts."""
    settings = context.settings()

    async def read(db: Db) -> list[OperationLine]:
        return await overview_queries.list_all_operations(
            db, status=status, fleet=fleet, source_name=provider, limit=limit
        )

    if operation_id is not None:
        _print_operation(operation_id, settings)
    else:
        print_table(_HEAD, [_cells(line) for line in context.in_transaction(settings, read)])


def _cells(line: OperationLine) -> tuple[str, ...]:
    status = f"{line.status}, waits for {line.state}" if line.state not in ("", "under way") else line.status
    if line.state == "under way":
        status = "under way"
    record = f" {line.source_id}" if line.source_id else ""
    return (
        str(line.id),
        wire_time(line.created_at),
        status,
        line.partner,
        line.fleet,
        line.source_name,
        f"{line.operation_type} {line.resource}{record}",
        str(line.attempts),
        _shortened(line.error or ""),
    )


def _print_operation(operation_id: UUID, settings: Settings) -> None:
    async def read(db: Db) -> dict[str, Any] | None:
        return await overview_queries.find_any_operation(db, operation_id)

    operation = context.in_transaction(settings, read)
    if operation is None:
        raise typer.BadParameter("there is no operation with this id")
    for name in _ATTRIBUTES:
        if operation[name] is not None:
            typer.echo(f"{name}: {operation[name]}")
    if operation["state"]:
        typer.echo(f"waits for: {operation['state']}")
    results = {result["field"]: result for result in operation["field_results"]}
    fields = [
        (
            name,
            field_value(value),
            results.get(name, {}).get("outcome") or "",
            results.get(name, {}).get("detail") or "",
        )
        for name, value in operation["payload"].items()
    ]
    typer.echo()
    print_table(("field", "value", "outcome", "detail"), fields)
    attempts = [
        (
            log["created_at"],
            log["status"],
            log["error_type"] or "",
            str(log["response_status_code"] or ""),
            log["error_details"] or "",
        )
        for log in operation["logs"]
    ]
    typer.echo()
    print_table(("attempt", "outcome", "error", "status", "detail"), attempts)


def field_value(value: Any) -> str:
    """A value of a write. Null clears the field."""
    return "(cleared)" if value is None else _shortened(str(value))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
