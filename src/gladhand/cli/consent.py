"""`gladhand consent …`."""

from typing import Annotated

import typer
from pydantic import ValidationError

from gladhand.cli import context
from gladhand.cli.branding import Partner
from gladhand.core.db import Db
from gladhand.orgs.consent import queries
from gladhand.orgs.consent.schemas import PartnerConsent, PartnerConsentRead

group = typer.Typer(no_args_is_help=True, help="What the consent page of Connect says about a partner.")

Website = Annotated[str | None, typer.Option(help="The partner's website.")]
Contact = Annotated[str | None, typer.Option(help="E-mail address for questions of fleets.")]
Privacy = Annotated[str | None, typer.Option(help="URL of the partner's privacy notice.")]
Terms = Annotated[str | None, typer.Option(help="URL of the partner's terms.")]
Purpose = Annotated[str | None, typer.Option(help="What the partner uses the data for, in its own words.")]
GroupPurpose = Annotated[list[str] | None, typer.Option(help="The same for a group of data: GROUP=TEXT. Repeatable.")]
Optional = Annotated[list[str] | None, typer.Option(help="A group that fleets may leave out. Repeatable.")]
TestProviders = Annotated[bool, typer.Option("--test-providers", help="Fleets may choose test providers as well.")]
Days = Annotated[int | None, typer.Option(help="After how many days access ends by itself.")]


@group.callback()
def _() -> None:
    """What the consent page of Connect says about a partner."""


@group.command("set")
def put(  # noqa: PLR0917 - one option each
    partner: Partner,
    website: Website = None,
    contact: Contact = None,
    privacy: Privacy = None,
    terms: Terms = None,
    purpose: Purpose = None,
    group_purpose: GroupPurpose = None,
    optional: Optional = None,
    days: Days = None,
    test_providers: TestProviders = False,
) -> None:
    """Replace all values of a partner. A value that is left out is not shown."""
    pairs = [text.partition("=") for text in group_purpose or ()]
    given = {
        "purpose": purpose,
        "purposes": {name: text for name, _, text in pairs},
        "optional_groups": optional,
        "access_days": days,
    }
    try:
        requested = PartnerConsent.model_validate(
            {
                "website": website,
                "contact_email": contact,
                "privacy_url": privacy,
                "terms_url": terms,
                "offers_test_providers": test_providers,
                "terms": {name: value for name, value in given.items() if value},
            }
        )
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors(include_url=False))
        raise typer.BadParameter("; ".join(faults)) from None

    async def change(db: Db) -> None:
        await queries.upsert_partner_consent(db, await context.partner_id(db, partner), requested)

    context.in_transaction(context.settings(), change)


@group.command()
def show(partner: Partner) -> None:
    """Print what is set, as JSON."""

    async def read(db: Db) -> PartnerConsentRead:
        return await queries.get_partner_consent(db, await context.partner_id(db, partner))

    typer.echo(context.in_transaction(context.settings(), read).model_dump_json(indent=2, exclude_defaults=True))
