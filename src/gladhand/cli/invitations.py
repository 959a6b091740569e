"""`gladhand invitations …`."""

import json
from datetime import timedelta
from typing import Annotated

import typer

from gladhand.cli import context
from gladhand.cli.options import Limit, PartnerSlug
from gladhand.cli.tables import moment, print_table
from gladhand.config import keys
from gladhand.config.wiring import invitation_settings, outbox
from gladhand.core import clock
from gladhand.core.db import Db
from gladhand.core.keyset import Cursor
from gladhand.core.problems import Conflict
from gladhand.core.time_window import TimeWindow
from gladhand.orgs.funnel import queries
from gladhand.orgs.invitations import overview_queries
from gladhand.orgs.invitations.overview_queries import InvitationLine
from gladhand.orgs.invitations.queries import find_living_invitation
from gladhand.orgs.invitations.schemas import InvitationStatusEnum
from gladhand.orgs.invitations.sending import resend_link

group = typer.Typer(no_args_is_help=True, help="Invitations and their results.")

_BAR = 40


@group.callback()
def _() -> None:
    """Invitations and their results."""


@group.command("list")
def list_all(
    partner: PartnerSlug = None,
    status: Annotated[InvitationStatusEnum | None, typer.Option(help="Only this status.")] = None,
    fleet_ref: Annotated[str | None, typer.Option(help="Only invitations of this fleet.")] = None,
    limit: Limit = 100,
) -> None:
    """List invitations, the newest first. Their ids are not shown, because an id opens the link."""

    async def read(db: Db) -> list[InvitationLine]:
        partner_id = await context.partner_id(db, partner) if partner else None
        return await overview_queries.list_all_invitations(
            db, partner_id=partner_id, status=status, fleet_ref=fleet_ref, cursor=Cursor(), size=limit
        )

    print_table(
        ("partner", "fleet_ref", "fleet name", "status", "created", "expires", "opened", "accepted", "fleet"),
        [
            (
                row.partner,
                row.fleet_ref,
                row.fleet_name or "",
                row.status,
                moment(row.created_at),
                moment(row.expires_at),
                moment(row.viewed_at),
                moment(row.accepted_at),
                str(row.fleet_id or ""),
            )
            for row in context.in_transaction(context.settings(), read)[:limit]
        ],
    )


@group.command()
def send(
    partner: Annotated[str, typer.Option(help="Slug of the partner.")],
    fleet_ref: Annotated[str, typer.Option(help="The partner's reference of the fleet.")],
) -> None:
    """Send the link of an open invitation again, by mail or as a short message. A worker sends it within seconds."""
    settings = context.settings()

    async def change(db: Db) -> None:
        keyring, outgoing = keys.keyring(settings), invitation_settings(settings)
        partner_id = await context.partner_id(db, partner)
        invitation = await find_living_invitation(db, partner_id, fleet_ref, settings.connect_url)
        if invitation is None:
            raise typer.BadParameter(f"there is no open invitation of {fleet_ref!r}")
        try:
            await resend_link(db, outbox(settings, keyring), invitation, keyring=keyring, settings=outgoing)
        except Conflict as problem:
            raise typer.BadParameter(str(problem.detail)) from None

    context.in_transaction(settings, change)
    typer.echo("queued; `gladhand mail list` shows what becomes of it")


@group.command()
def funnel(
    partner: PartnerSlug = None,
    days: Annotated[int, typer.Option(min=1, max=3650, help="Only invitations of the last days.")] = 45,
) -> None:
    """Count how many fleets reach each step from the opened link to the connected provider, and why checks fail."""

    async def read(db: Db) -> str:
        until = clock.now()
        partner_id = await context.partner_id(db, partner) if partner else None
        return await queries.get_funnel(db, partner_id, TimeWindow(until - timedelta(days=days), until))

    found = json.loads(context.in_transaction(context.settings(), read))
    invited = found["invitations"]
    typer.echo(f"{'invited':22}{invited:8}")
    for step, count in found["reached"].items():
        bar = "#" * round(_BAR * count / invited) if invited else ""
        typer.echo(f"{step:22}{count:8}  {bar}")
    for failure in found["failures"]:
        typer.echo(f"  check failed: {failure['invitations']:6}  {failure['detail']}")
