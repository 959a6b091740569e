"""`gladhand records renormalise`."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import typer

from gladhand.cli import context
from gladhand.cli.options import ResourceName, source_name
from gladhand.cli.tables import print_table, printable
from gladhand.config import keys
from gladhand.config.settings import Settings
from gladhand.config.wiring import provider_gateway
from gladhand.core.clock import wire_time
from gladhand.core.db import Database
from gladhand.integrations.connections.overview_queries import list_origins_of_all_fleets
from gladhand.integrations.hosting.dry_run import DryRunTransport
from gladhand.integrations.renormalising.service import Renormaliser
from gladhand.integrations.renormalising.storing import Difference, RenormaliseCounts
from gladhand.local import installation
from gladhand.resources.enums import ResourceEnum, TspEnum
from gladhand.resources.resource import Resource
from gladhand.sdk.errors import ProviderError

_HEAD = (
    "connection",
    "resource",
    "unchanged",
    "modified",
    "moved",
    "skipped",
    "row not kept",
    "changed meanwhile",
)
_LONGEST = 80
_READING, _WRITING = 1, 1


def command(
    provider: Annotated[
        TspEnum,
        typer.Option(parser=source_name, metavar="SOURCE_NAME", help="The provider whose adapter was corrected."),
    ],
    resource: ResourceName = None,
    connection: Annotated[UUID | None, typer.Option(help="Only this connection.")] = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ"],
            help="Only records that occurred from this time on, in UTC. Users, vehicles and trailers have no time.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Store nothing; print what would change.")] = False,
    limit: Annotated[int, typer.Option(min=0, help="Differences that are printed, for each resource.")] = 20,
) -> None:
    """Map stored rows of a provider again, after its adapter was corrected.

    The adapter's present mapping reads the rows that the provider once gave; nothing is sent to the provider. Records
    that differ are changed, and partners get their `.modified` events. You can interrupt the command and repeat it.
    """
    settings = context.settings()
    moment = since.replace(tzinfo=UTC) if since else None
    with installation.migrated_database_url(settings) as url:
        context.run(_renormalise(settings, url, (provider, resource, connection), moment, is_dry=dry_run, limit=limit))


async def _renormalise(
    settings: Settings,
    url: str,
    chosen: tuple[TspEnum, ResourceEnum | None, UUID | None],
    since: datetime | None,
    *,
    is_dry: bool,
    limit: int,
) -> None:
    provider, resource, connection_id = chosen
    report = _Report(limit)
    async with Database(url, max_size=_READING + _WRITING) as database:
        gateway = provider_gateway(settings, DryRunTransport(), database, keys.keyring(settings))
        async with database.connection() as db:
            connections = await list_origins_of_all_fleets(db, source_name=provider, connection_id=connection_id)
        if not connections:
            raise typer.BadParameter("there is no such connection")
        for connection in connections:
            renormaliser = Renormaliser(gateway, connection, since, is_dry, report.show)
            try:
                adapter = await renormaliser.adapter()
            except ProviderError as error:
                typer.echo(f"{connection.stored.id}: left out. {printable(error.detail)}")
                continue
            for read in renormaliser.reads(resource):
                counts = await renormaliser.run(adapter, read)
                report.end(connection.stored.id, read.resource, counts)
    report.print()


class _Report:
    """What is printed: differences as they come, then the counts."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._printed: Counter[str] = Counter()
        self._rows: list[Sequence[str]] = []
        self._fields: Counter[tuple[str, str]] = Counter()
        self._reasons: Counter[tuple[str, str]] = Counter()

    def show(self, resource: Resource, difference: Difference) -> None:
        name = resource.name.value
        self._printed[name] += 1
        if self._printed[name] <= self._limit:
            about = f"{name} {difference.source_id} of {wire_time(difference.occurred_at)}"
            values = f"{_shortened(difference.old)} -> {_shortened(difference.new)}"
            typer.echo(printable(f"{about}  {difference.field}: {values}"))
        elif self._printed[name] == self._limit + 1 > 1:
            typer.echo(f"{name}: more than {self._limit} differences; --limit prints more")

    def end(self, connection_id: UUID, resource: Resource, counts: RenormaliseCounts) -> None:
        name = resource.name.value
        self._fields.update({(name, field): number for field, number in counts.fields.items()})
        self._reasons.update({(name, reason): number for reason, number in counts.reasons.items()})
        numbers = (
            counts.unchanged,
            counts.modified,
            counts.moved,
            counts.skipped,
            counts.not_kept,
            counts.changed_meanwhile,
        )
        if any(numbers):
            self._rows.append((str(connection_id), name, *map(str, numbers)))

    def print(self) -> None:
        print_table(_HEAD, self._rows)
        for head, counted in (("field that differs", self._fields), ("reason", self._reasons)):
            if counted:
                typer.echo()
                print_table(
                    ("resource", head, "records"),
                    [(name, what, str(number)) for (name, what), number in counted.most_common()],
                )


def _shortened(value: object) -> str:
    text = "null" if value is None else str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
