"""The fleet's address for messages, and the mail of its own link."""

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from pydantic import EmailStr, TypeAdapter, ValidationError

from gladhand.auth.audit.actors import Actor
from gladhand.auth.audit.queries import insert_change
from gladhand.connect.language import _
from gladhand.connect.pages import messages, sharing_messages
from gladhand.connect.pages.dependencies import Data, Limits, Mail, Settings, Submitted
from gladhand.connect.pages.own_link import mail_own_link
from gladhand.connect.pages.page_route import PageRoute
from gladhand.connect.pages.rendering import message_page
from gladhand.connect.pages.visit import ShowMessage
from gladhand.connect.sharing.managed import require_managed
from gladhand.connect.sharing.views import contact_form, sharing_page
from gladhand.core.dependencies import Address, Keys
from gladhand.orgs.invitations.change_queries import update_email
from gladhand.orgs.sharing import queries as links
from gladhand.resources.cleaning import clean_line

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_EMAIL: TypeAdapter[str] = TypeAdapter(EmailStr)


@router.post("/sharing/mail")
async def send_own_link(
    submission: Submitted, database: Data, keyring: Keys, settings: Settings, outbox: Mail, limits: Limits
) -> Response:
    """Whoever has the invitation's link alone proves the fleet's address: its own link is sent there, and nowhere that
    the partner may have named.
    """
    visit = submission.visit
    owner, invitation = visit.sharing_owner, visit.invitation
    if owner is None or invitation is None or not outbox.can_send():
        raise ShowMessage(messages.page_not_found(), 404)
    limits.count_message(invitation.id)
    async with database.transaction() as db:
        link = await links.find_link(db, owner)
        if link is None or link.email is None:
            raise ShowMessage(messages.page_not_found(), 404)
        await mail_own_link(
            db,
            outbox,
            keyring,
            owner=owner,
            invitation=invitation,
            email=link.email,
            connect_url=settings.connect_url,
        )
    return message_page(visit, sharing_messages.own_link_sent(link.email))


@router.post("/sharing/contact")
async def leave_address(
    submission: Submitted, database: Data, keyring: Keys, settings: Settings, limits: Limits, address: Address
) -> Response:
    """The address for messages about what is shared. The partner sees it.

    The own link is sent there only if the fleet itself has named it. Where the fleet has one, the invitation's link
    alone names no address.
    """
    visit = submission.visit
    async with database.transaction() as db:
        sharing = await require_managed(db, visit)
        if not sharing.is_proved and await links.find_link(db, sharing.owner) is not None:
            raise ShowMessage(sharing_messages.prove_address(visit.partner, visit.partner_consent.contact_email), 403)
        limits.count_answer(sharing.invitation.id)
        text = clean_line(submission.values.get("contact_email", ""))
        try:
            email = _EMAIL.validate_python(text) if text else None
        except ValidationError:
            email = ""
        if email != "":
            await update_email(db, sharing.owner.partner_id, sharing.invitation.id, email)
            if sharing.is_proved and await links.update_link_email(db, sharing.owner, email):
                # Who reads the mailbox can manage what is shared. The trail is for good, and holds no address.
                await insert_change(
                    db,
                    Actor.of(sharing.caller, address),
                    "sharing_link.address_changed",
                    partner_id=sharing.owner.partner_id,
                    fleet_id=sharing.owner.fleet_id,
                    details={"has_address": email is not None},
                )
    if email == "":
        error = _("Please enter an e-mail address like name@example.com.")
        form = contact_form(text).with_errors({"contact_email": error})
        return await sharing_page(visit, sharing, database, keyring, settings.connect_url, form=form)
    return RedirectResponse(visit.link.url("/sharing", done="saved"), 303)
