"""`gladhand operations`."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import typer

from gladhand.cli import context
from gladhand.core.clock import wire_time
from gladhand.core.db import Db
from gladhand.integrations.operations import overview_queries
from gladhand.integrations.operations.overview_queries import OperationLine
from gladhand.resources.enums import ResourceOperationStatusEnum, TspEnum

_HEAD = ("id", "accepted", "status", "partner", "fleet", "provider", "write", "tries", "last error")
_SHOWN = (
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
    operation_id: Annotated[UUID | None, typer.Argument(help="Show this one with its tries.")] = None,
    status: Annotated[ResourceOperationStatusEnum | None, typer.Option(help="Only these.")] = None,
    fleet: Annotated[str | None, typer.Option(help="Only this fleet, by its partner's id, name or slug.")] = None,
    provider: Annotated[TspEnum | None, typer.Option(help="Only writes to this platform.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many, the newest first.")] = 50,
) -> None:
    """Show writes to providers, of all partners; with an id one of them, with its tries and fields."""
    settings = context.settings()

    async def listed(db: Db) -> list[OperationLine]:
        return await overview_queries.list_all_operations(
            db, status=status, fleet=fleet, source_name=provider, limit=limit
        )

    async def one(db: Db) -> dict[str, Any] | None:
        assert operation_id is not None
        return await overview_queries.find_any_operation(db, operation_id)

    if operation_id is None:
        for line in table(_HEAD, [_cells(each) for each in context.in_transaction(settings, listed)]):
            typer.echo(line)
        return
    found = context.in_transaction(settings, one)
    if found is None:
        raise typer.BadParameter("there is no operation with this id")
    for line in told(found):
        typer.echo(line)


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
        _cut(line.error or ""),
    )


def told(operation: dict[str, Any]) -> list[str]:
    """One operation in lines."""
    lines = [f"{name}: {operation[name]}" for name in _SHOWN if operation[name] is not None]
    if operation["state"]:
        lines.append(f"waits for: {operation['state']}")
    fields = [
        (name, shown(value), *_became(operation["field_results"], name)) for name, value in operation["payload"].items()
    ]
    tries = [
        (
            log["created_at"],
            log["status"],
            log["error_type"] or "",
            str(log["response_status_code"] or ""),
            log["error_details"] or "",
        )
        for log in operation["logs"]
    ]
    lines += ["", *table(("field", "value", "outcome", "detail"), fields)]
    return [*lines, "", *table(("try", "outcome", "error", "status", "detail"), tries)]


def _became(results: Sequence[dict[str, Any]], name: str) -> tuple[str, str]:
    found = next((each for each in results if each["field"] == name), None)
    return ("", "") if found is None else (found["outcome"], found["detail"] or "")


def shown(value: Any) -> str:
    """A value as people read it; null clears."""
    return "(cleared)" if value is None else _cut(str(value))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns as wide as they have to be, the last as it comes."""
    widths = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]
    widths[-1] = 0
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in [head, *rows]
    ]


def _cut(text: str) -> str:
    # What a provider said goes to a terminal: no control characters.
    text = "".join(character if character.isprintable() else " " for character in text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
