"""`gladhand webhooks`."""

from typing import Annotated, Any
from uuid import UUID

import typer

from gladhand.cli import context
from gladhand.cli.options import PartnerSlug
from gladhand.cli.tables import print_table
from gladhand.core.clock import wire_time
from gladhand.core.db import Db
from gladhand.notifications.deliveries import overview_queries
from gladhand.notifications.webhooks import service
from gladhand.notifications.webhooks.enums import WebhookStatusEnum


def command(
    webhook_id: Annotated[UUID | None, typer.Argument(help="Show this subscription with its last attempts.")] = None,
    partner: PartnerSlug = None,
    status: Annotated[WebhookStatusEnum | None, typer.Option(help="Only this status.")] = None,
    attempts: Annotated[int, typer.Option(min=1, max=1000, help="Number of attempts to show.")] = 20,
    test: Annotated[bool, typer.Option("--test", help="Send a test event to this subscription.")] = False,
) -> None:
    """List subscriptions with waiting deliveries, dead letters and the success rate of the last day, or show one."""
    if test:
        _test(webhook_id)
    elif webhook_id is not None:
        _print_webhook(webhook_id, attempts)
    else:
        _all(partner, status)


def _all(partner: str | None, status: WebhookStatusEnum | None) -> None:
    async def find(db: Db) -> list[dict[str, Any]]:
        if partner is not None:
            await context.partner_id(db, partner)  # refuses an unknown one
        return await overview_queries.list_all_webhooks(db, slug=partner, status=status)

    rows = context.in_transaction(context.settings(), find)
    columns = ("webhook", "partner", "event", "status", "waiting", "dead", "attempts 24h", "success", "url")
    print_table(columns, [_line(row) for row in rows])


def _line(row: dict[str, Any]) -> list[str]:
    success = f"{100 * row['successes'] / row['attempts']:.1f} %" if row["attempts"] else "-"
    waiting = f"{row['waiting']}{'+' if row['waiting'] == overview_queries.MOST_COUNTED else ''}"
    dead = f"{row['dead']}{'+' if row['dead'] == overview_queries.MOST_COUNTED else ''}"
    return [
        str(row["id"]), row["slug"], row["event_name"], row["status"], waiting, dead, str(row["attempts"]), success,
        row["masked_url"],
    ]  # fmt: skip


def _test(webhook_id: UUID | None) -> None:
    if webhook_id is None:
        raise typer.BadParameter("--test needs the id of a subscription")

    async def send(db: Db) -> UUID:
        webhook = await overview_queries.find_any_webhook(db, webhook_id)
        if webhook is None:
            raise _unknown(webhook_id)
        return await service.send_test(db, webhook["partner_id"], webhook_id)

    event_id = context.in_transaction(context.settings(), send)
    typer.echo(f"The test event {event_id} is on its way; `gladhand webhooks {webhook_id}` shows its attempts.")


def _unknown(webhook_id: UUID) -> typer.BadParameter:
    return typer.BadParameter(f"there is no webhook {webhook_id}")


def _print_webhook(webhook_id: UUID, count: int) -> None:
    async def find(db: Db) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
        webhook = await overview_queries.find_any_webhook(db, webhook_id)
        return webhook, await overview_queries.list_last_attempts(db, webhook_id, limit=count)

    webhook, attempts = context.in_transaction(context.settings(), find)
    if webhook is None:
        raise _unknown(webhook_id)
    for name, value in webhook.items():
        typer.echo(f"{name.replace('_', ' '):18} {'-' if value is None else value}")
    typer.echo()
    columns = ("at", "event", "attempt", "status", "code", "ms", "error")
    print_table(
        columns,
        [
            [
                wire_time(row["created_at"]), str(row["event_id"]), str(row["attempt"]), row["status"],
                str(row["status_code"] or "-"), str(row["response_time_ms"]), row["error_message"] or "",
            ]
            for row in attempts
        ],
    )  # fmt: skip
