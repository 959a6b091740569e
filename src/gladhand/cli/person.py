"""`gladhand person …`."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

import typer

from gladhand.auth.audit.actors import OPERATOR
from gladhand.auth.people import link_queries, queries, service
from gladhand.auth.people.emails import is_email, normal_email
from gladhand.auth.people.links import LinkPurposeEnum, make_link
from gladhand.auth.people.notices import AccountNotices
from gladhand.auth.people.problems import EmailTaken
from gladhand.auth.people.queries import Person, PersonLine
from gladhand.auth.people.roles import PersonRoleEnum, Role, RoleAssignment
from gladhand.auth.second_step import service as second_step
from gladhand.cli import context
from gladhand.cli.options import PartnerSlug, finite
from gladhand.cli.tables import moment, print_table
from gladhand.config import keys
from gladhand.config.wiring import outbox
from gladhand.core.db import Db
from gladhand.core.problems import NotFound
from gladhand.orgs.fleets.queries import get_own_fleet

group = typer.Typer(no_args_is_help=True, help="People who sign in, and what they may do.")

_LONGEST_HOURS = 72

Email = Annotated[str, typer.Argument(help="E-mail address of the person.")]
Admin = Annotated[bool, typer.Option("--admin", help="An operator of this server.")]
OfPartner = Annotated[str | None, typer.Option("--partner", help="Slug of the partner that the person acts for.")]
ReadOnly = Annotated[bool, typer.Option("--read-only", help="With --partner: only reads.")]
OfFleet = Annotated[UUID | None, typer.Option("--fleet", help="Id of the fleet that the person acts for.")]


@group.callback()
def _() -> None:
    """People who sign in, and what they may do."""


@group.command("list")
def list_all(partner: PartnerSlug = None) -> None:
    """List all people, the disabled ones too."""

    async def read(db: Db) -> list[PersonLine]:
        return await queries.list_people(db, await context.partner_id(db, partner) if partner else None)

    print_table(
        ("e-mail", "name", "roles", "created", "verified", "signed in", "second step", "disabled"),
        [
            (
                row.email,
                row.name or "",
                row.roles,
                moment(row.created_at),
                moment(row.verified_at),
                moment(row.signed_in_at),
                "yes" if row.has_second_step else "",
                moment(row.disabled_at),
            )
            for row in context.in_transaction(context.settings(), read)
        ],
    )


@group.command()
def add(
    email: Email,
    name: Annotated[str | None, typer.Option(help="Name of the person.")] = None,
    *,
    admin: Admin = False,
    partner: OfPartner = None,
    read_only: ReadOnly = False,
    fleet: OfFleet = None,
) -> None:
    """Add a person with one role, and print a link with which the person sets the password."""
    settings = context.settings()
    if not is_email(email):
        raise typer.BadParameter(f"{email!r} is no e-mail address")

    async def make(db: Db) -> str:
        assignment = await _role_of_options(db, admin=admin, partner=partner, read_only=read_only, fleet=fleet)
        try:
            person_id = await service.add_person(db, OPERATOR, email, name=name)
        except EmailTaken:
            raise typer.BadParameter("there is an account with this address; use `roles`") from None
        await service.give_role(db, OPERATOR, person_id, assignment)
        return await _link(db, settings.connect_url, email, timedelta(hours=_LONGEST_HOURS))

    typer.echo(context.in_transaction(settings, make))


@group.command()
def roles(
    email: Email,
    *,
    admin: Admin = False,
    partner: OfPartner = None,
    read_only: ReadOnly = False,
    fleet: OfFleet = None,
    take: Annotated[bool, typer.Option("--take", help="Take the role away instead of giving it.")] = False,
) -> None:
    """Show the roles of a person, or give or take one. Tokens for a role that is taken end within seconds.

    Nobody has proved the address of an account that has not opened a link of its mailbox. When such an account gets a
    role, its password and second step go, and a link is printed with which the owner of the address sets a new one.
    """
    settings = context.settings()

    async def change(db: Db) -> tuple[list[Role], str | None]:
        person, link = await _person(db, email), None
        if admin or partner or fleet:
            assignment = await _role_of_options(db, admin=admin, partner=partner, read_only=read_only, fleet=fleet)
            done = service.take_role if take else service.give_role
            if not await done(db, OPERATOR, person.id, assignment):
                raise typer.BadParameter("the person does not have this role" if take else "the person has this role")
            if not take and await service.reset_unverified(db, OPERATOR, person.id):
                # Whoever has a former link, of a role that was offered for example, must not open this one.
                await link_queries.end_links(db, person.id)
                link = await _link(db, settings.connect_url, email, timedelta(hours=_LONGEST_HOURS))
        return await queries.list_roles(db, person.id), link

    held, link = context.in_transaction(settings, change)
    print_table(
        ("role", "of", "id", "registered with the link of"),
        [(row.role, row.slug or "", str(row.partner_id or row.fleet_id or ""), row.inviter or "") for row in held],
    )
    if link is not None:
        typer.echo(f"Nobody has proved this address. Send its owner this link, which sets a new password:\n{link}")


@group.command()
def disable(
    email: Email, *, undo: Annotated[bool, typer.Option("--undo", help="Enable the account again.")] = False
) -> None:
    """Disable an account. Its browsers and tokens are signed out on every server within seconds."""

    async def change(db: Db) -> bool:
        person = await _person(db, email)
        return await service.set_disabled(db, OPERATOR, person.id, is_disabled=not undo)

    if not context.in_transaction(context.settings(), change):
        raise typer.BadParameter("the account is not disabled" if undo else "the account is disabled already")


@group.command("second-step-off")
def second_step_off(email: Email) -> None:
    """Turn the second step of signing in off, for a person who has lost the phone and the recovery codes."""

    settings = context.settings()
    notices = AccountNotices(outbox(settings, keys.keyring(settings)), settings.connect_url)

    async def change(db: Db) -> bool:
        person = await _person(db, email)
        return await second_step.disable(db, OPERATOR, person.id, notices=notices)

    if not context.in_transaction(settings, change):
        raise typer.BadParameter("the second step of this account is off")


@group.command("reset-link")
def reset_link(
    email: Email,
    hours: Annotated[
        float, typer.Option(min=0.1, max=_LONGEST_HOURS, callback=finite, help="Hours for which the link works.")
    ] = 1,
) -> None:
    """Print a link that works once, with which the person sets a new password. When it is used, other links end."""
    settings = context.settings()

    async def make(db: Db) -> str:
        return await _link(db, settings.connect_url, email, timedelta(hours=hours))

    typer.echo(context.in_transaction(settings, make))


async def _link(db: Db, connect_url: str, email: str, valid_for: timedelta) -> str:
    link = await make_link(db, connect_url, email, LinkPurposeEnum.RESET, valid_for=valid_for)
    if link is None:
        raise typer.BadParameter("there is no account with this address, or it is disabled")
    return link.reveal()


async def _person(db: Db, email: str) -> Person:
    person = await queries.find_person(db, normal_email(email))
    if person is None:
        raise typer.BadParameter("there is no account with this address")
    return person


async def _role_of_options(
    db: Db, *, admin: bool, partner: str | None, read_only: bool, fleet: UUID | None
) -> RoleAssignment:
    if [admin, partner is not None, fleet is not None].count(True) != 1:
        raise typer.BadParameter("give one of --admin, --partner SLUG and --fleet ID")
    if read_only and partner is None:
        raise typer.BadParameter("--read-only goes with --partner")
    if partner is not None:
        role = PersonRoleEnum.PARTNER_READER if read_only else PersonRoleEnum.PARTNER_ADMIN
        return RoleAssignment(role, partner_id=await context.partner_id(db, partner))
    if fleet is not None:
        try:
            await get_own_fleet(db, fleet)
        except NotFound:
            raise typer.BadParameter("there is no fleet with this id") from None
        return RoleAssignment(PersonRoleEnum.FLEET, fleet_id=fleet)
    return RoleAssignment(PersonRoleEnum.ADMIN)
