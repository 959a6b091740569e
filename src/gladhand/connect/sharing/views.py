"""The page of what a fleet shares, and the one that asks for a proof."""

from dataclasses import replace

from fastapi import Response

from gladhand.connect.language import _
from gladhand.connect.pages import sharing_messages
from gladhand.connect.pages.forms import Field, PageForm
from gladhand.connect.pages.own_link import own_link
from gladhand.connect.pages.rendering import message_page, page
from gladhand.connect.pages.visit import Visit
from gladhand.connect.sharing.managed import ManagedSharing
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.orgs.sharing import queries as links


def proof_page(visit: Visit, *, sends_to: str) -> Response:
    """`sends_to` is the fleet's address, or empty if its own link cannot be sent there."""
    message = sharing_messages.prove_address(
        visit.partner, visit.partner_consent.contact_email or visit.operator.email, sends_to=sends_to
    )
    return message_page(visit, message)


async def sharing_page(
    visit: Visit,
    sharing: ManagedSharing,
    database: Database,
    keyring: Keyring,
    connect_url: str,
    *,
    form: PageForm | None = None,
    done: str = "",
) -> Response:
    async with database.connection() as db:
        # Whoever has no more than the invitation's link does not get the fleet's.
        secret = await links.find_secret(db, sharing.owner, keyring) if sharing.is_proved else None
        link = await links.find_link(db, sharing.owner)
    email = sharing.invitation.fleet_email if link is None else link.email
    return page(
        visit,
        "sharing.html",
        status=422 if form else 200,
        shared=sharing.shared,
        connections=sharing.overview.connections,
        is_read=sharing.overview.is_read,
        form=form or contact_form(email or ""),
        done=done,
        own_link=own_link(connect_url, secret),
        can_sign_in=visit.may_connect,
    )


def contact_form(value: str) -> PageForm:
    field = Field("contact_email", _("E-mail"), type="email", required=False, autocomplete="email", value=value)
    return PageForm(
        fields=[replace(field, help=_("For messages about what you share. The companies named here see it."))]
    )
