"""The commands of `gladhand-client`."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from gladhand_client.client import Client
from gladhand_client.command_line.login import Login, NotSignedIn, file_of_login, find_login, store
from gladhand_client.command_line.output import print_records, text_of
from gladhand_client.errors import GladhandError
from gladhand_client.models import EventRead

cli = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="What a partner of a gladhand hub does often. GLADHAND_URL, GLADHAND_CLIENT_ID and GLADHAND_CLIENT_SECRET "
    "take the place of a stored login.",
)

_Json = Annotated[bool, typer.Option("--json", help="Whole records as JSON, for programs.")]
_FleetRefs = Annotated[list[str] | None, typer.Option("--fleet", help="Only this fleet, by your own id. Repeatable.")]
_POLL_SECONDS = 2.0


@contextmanager
def _client() -> Iterator[Client]:
    with _in_one_line(), find_login(os.environ).client(Client) as client:
        yield client


@contextmanager
def _in_one_line() -> Iterator[None]:
    """What a person can mend is one line on standard error."""
    try:
        yield
    except (GladhandError, NotSignedIn) as error:
        typer.echo(f"gladhand-client: {error}", err=True)
        raise typer.Exit(1) from None


@cli.command()
def login(
    url: Annotated[str, typer.Argument(help="The address of the hub, such as https://hub.example.")],
    client_id: Annotated[str, typer.Option(prompt="Client id", envvar="GLADHAND_CLIENT_ID")],
    client_secret: Annotated[
        str, typer.Option(prompt="Client secret", hide_input=True, envvar="GLADHAND_CLIENT_SECRET", show_envvar=True)
    ],
    token_url: Annotated[
        str | None, typer.Option(help="The token endpoint, if the hub has one of its own.", envvar="GLADHAND_TOKEN_URL")
    ] = None,
) -> None:
    """Store an API client's credentials for the other commands, after the hub has taken them.

    Do not write the secret into the command: leave it out, and the command asks for it.
    """
    given = Login(url.rstrip("/"), client_id, client_secret, token_url)
    with _in_one_line():
        with given.client(Client) as client:
            client.fleets.list(size=1).first()
        typer.echo(f"Signed in at {given.url}. The credentials are in {store(given)}.")


@cli.command()
def logout() -> None:
    """Delete the stored credentials."""
    file_of_login().unlink(missing_ok=True)
    typer.echo("No credentials are stored any more.")


@cli.command()
def invite(
    fleet_ref: Annotated[str, typer.Argument(help="Your own id of the fleet.")],
    *,
    name: Annotated[str | None, typer.Option(help="The name of the fleet.")] = None,
    email: Annotated[str | None, typer.Option(help="The address of the fleet.")] = None,
    read: Annotated[list[str] | None, typer.Option(help="A resource to read, such as vehicle. Repeatable.")] = None,
    write: Annotated[list[str] | None, typer.Option(help="A resource to read and write. Repeatable.")] = None,
    expires_in_hours: Annotated[int | None, typer.Option(min=1)] = None,
    as_json: _Json = False,
) -> None:
    """Invite a fleet and print the link for it. A second time with the same id refreshes the invitation."""
    permissions = dict.fromkeys(read or [], "read") | dict.fromkeys(write or [], "read_write")
    body = {
        "fleet_ref": fleet_ref,
        "fleet_name": name,
        "fleet_email": email,
        "permissions": permissions or None,
        "expires_in_hours": expires_in_hours,
    }
    with _client() as client:
        made = client.invitations.create({field: value for field, value in body.items() if value is not None})
        if as_json:
            print_records([made], (), as_json=True)
        else:
            typer.echo(made.magic_link)


@cli.command()
def fleets(fleet: _FleetRefs = None, *, as_json: _Json = False) -> None:
    """List the fleets that share with you."""
    with _client() as client:
        found = client.fleets.list(fleet_refs=fleet)
        print_records(found, ("fleet_ref", "name", "country_code", "created_at", "id"), as_json=as_json)


@cli.command()
def users(
    fleet: _FleetRefs = None,
    *,
    drivers: Annotated[bool | None, typer.Option("--drivers/--others", help="Only drivers, or only others.")] = None,
    as_json: _Json = False,
) -> None:
    """List the users of the fleets: drivers and others."""
    columns = ("fleet_ref", "first_name", "last_name", "username", "is_driver", "status", "updated_at", "id")
    with _client() as client:
        print_records(client.users.list(fleet_refs=fleet, is_driver=drivers), columns, as_json=as_json)


@cli.command()
def mcp(
    *,
    allow_writes: Annotated[
        bool, typer.Option(help="Offer writes to providers, too, and not only dry runs of them.")
    ] = False,
) -> None:
    """Serve your data to an assistant by the Model Context Protocol, over standard input and output.

    Needs the extra `mcp`. The assistant's program starts this command; sign in before.
    """
    with _in_one_line():
        found = find_login(os.environ)
    try:
        from gladhand_client.command_line.assistant import server  # noqa: PLC0415 - its packages are an extra
    except ModuleNotFoundError as error:
        if error.name != "mcp":
            raise
        typer.echo("gladhand-client: mcp needs more packages: pip install 'gladhand-client[mcp]'", err=True)
        raise typer.Exit(1) from None
    server(found, allows_writes=allow_writes).run("stdio")


@cli.command()
def tail(
    event: Annotated[list[str] | None, typer.Option(help="Only this event, such as user.* . Repeatable.")] = None,
    *,
    fleet: _FleetRefs = None,
    minutes: Annotated[float, typer.Option(min=0, help="Begin with events of so many minutes ago.")] = 0,
    follow: Annotated[bool, typer.Option(help="Wait for further events until Ctrl-C.")] = True,
    as_json: _Json = False,
) -> None:
    """Print events as they happen, one in a line."""
    begin = datetime.now(UTC) - timedelta(minutes=minutes)
    cursor = None
    with _client() as client:
        while True:
            listed = client.events.list(event_name=event, fleet_refs=fleet, start_date=begin, cursor=cursor)
            for page in listed.pages():
                for each in page.items:
                    _print_event(each, as_json=as_json)
                # No event is left out or repeated behind this cursor.
                cursor = page.resume
            if not follow:
                return
            time.sleep(_POLL_SECONDS)


def _print_event(event: EventRead, *, as_json: bool) -> None:
    if as_json:
        typer.echo(event.model_dump_json(by_alias=True))
        return
    ids = ", ".join(text_of(record["id"]) for record in event.data if record.get("id"))
    parts = (event.timestamp, event.event_name, event.fleet_ref or "-", ids)
    typer.echo("  ".join(text_of(part) for part in parts))
