"""`/sharing`: the fleet returns at any time, sees what it shares, pauses it, disconnects or ends it.

It comes by its own link, or by the link of its invitation, also after that has expired. Whoever has only the
invitation's link, in another browser, proves the fleet's e-mail address first, if there is one. The address to prove
stands beside the own link: the one of the invitation can be the partner's.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse
from pydantic import EmailStr, TypeAdapter, ValidationError

from gladhand.auth.audit.actors import Actor
from gladhand.auth.callers import FleetCaller
from gladhand.connect.flow import Step
from gladhand.connect.language import _
from gladhand.connect.pages import messages, views
from gladhand.connect.pages.dependencies import CurrentVisit, Data, Limits, Mail, Settings, Submitted
from gladhand.connect.pages.forms import Field, PageForm
from gladhand.connect.pages.movement import movement_form, parse_movement
from gladhand.connect.pages.own_link import mail_own_link, own_link
from gladhand.connect.pages.page_route import PageRoute
from gladhand.connect.pages.rendering import message_page, page
from gladhand.connect.pages.visit import ShowMessage, Visit
from gladhand.connect.sharing import service
from gladhand.connect.sharing.access import is_proved, may_manage, refused_page
from gladhand.connect.sharing.service import SharedWith, SharingOverview
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database, Db
from gladhand.core.dependencies import Address, Keys
from gladhand.core.problems import Conflict, Forbidden, NotFound
from gladhand.orgs.agreements import service as agreements
from gladhand.orgs.invitations.change_queries import update_email
from gladhand.orgs.invitations.queries import Invitation
from gladhand.orgs.sharing import queries as links
from gladhand.orgs.sharing.queries import SharingOwner
from gladhand.resources.cleaning import clean_line

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_EMAIL: TypeAdapter[str] = TypeAdapter(EmailStr)


@dataclass(frozen=True)
class _Sharing:
    """The fleet that may see and change what it shares with the partner."""

    owner: SharingOwner
    invitation: Invitation
    shown: SharingOverview
    is_proved: bool

    @property
    def caller(self) -> FleetCaller:
        # The partner knows the invitation's link, too, so that this reaches the agreement with this partner alone.
        return FleetCaller(
            self.owner.fleet_id, "", frozenset(), invited_by=self.owner.partner_id, is_proved=self.is_proved
        )

    @property
    def shared(self) -> SharedWith:
        """Raises `ShowMessage`."""
        if not self.shown.partners:
            raise ShowMessage(messages.page_not_found(), 404)
        return self.shown.partners[0]


@router.get("/sharing")
async def show_sharing(
    visit: CurrentVisit, database: Data, keyring: Keys, settings: Settings, outbox: Mail, done: str = ""
) -> Response:
    """What is shared, or how to get there."""
    if visit.sharing_owner is None:
        return (
            views.closed(visit)
            if visit.step is Step.UNKNOWN
            else message_page(visit, messages.nothing_shared(visit.partner))
        )
    async with database.connection() as db:
        if not await may_manage(db, visit):
            link = await links.find_link(db, visit.sharing_owner)
            return _proof_page(visit, can_send=outbox.can_send() and link is not None and link.email is not None)
        sharing = await _load(db, visit)
    return await _page(visit, sharing, database, keyring, settings.connect_url, done=done)


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
    return message_page(visit, messages.own_link_sent())


@router.post("/sharing/pause")
async def pause(submission: Submitted, database: Data, address: Address) -> Response:
    return await _change(submission.visit, database, address, service.pause, done="paused")


@router.post("/sharing/resume")
async def resume(submission: Submitted, database: Data, address: Address) -> Response:
    return await _change(submission.visit, database, address, service.resume, done="resumed")


@router.get("/sharing/end")
async def show_end(visit: CurrentVisit, database: Data) -> Response:
    """Asks for confirmation, because only a new invitation can undo it."""
    async with database.connection() as db:
        sharing = await _managed(db, visit)
    return page(visit, "end_sharing.html", shared=sharing.shared)


@router.post("/sharing/end")
async def end(submission: Submitted, database: Data, address: Address) -> Response:
    return await _change(submission.visit, database, address, service.end, done="ended")


@router.get("/sharing/movement")
async def show_movement(visit: CurrentVisit, database: Data) -> Response:
    """What the partner sees while drivers do not work."""
    async with database.connection() as db:
        agreement = (await _managed(db, visit)).shared.agreement
    return page(
        visit,
        "movement.html",
        agreement=agreement,
        form=movement_form(agreement.movement_privacy),
        action=visit.link.url("/sharing/movement"),
        back=visit.link.url("/sharing"),
    )


@router.post("/sharing/movement")
async def protect_movement(submission: Submitted, database: Data, address: Address) -> Response:
    """The partner has the invitation's link, too: with that alone, nothing that is hidden can be shown again."""
    visit, privacy = submission.visit, parse_movement(submission.values)
    if privacy is None:
        return _back(visit, "")
    async with database.transaction() as db:
        sharing = await _managed(db, visit)
        caller, agreement_id = sharing.caller, sharing.shared.agreement.id
        with suppress(Conflict, Forbidden), refused_page(visit.partner, visit.partner_consent.contact_email):
            await agreements.protect_movement(db, caller, Actor.of(caller, address), agreement_id, privacy)
    return _back(visit, "saved")


@router.get("/sharing/connections/{connection_id}/disconnect")
async def show_disconnect(connection_id: UUID, visit: CurrentVisit, database: Data) -> Response:
    async with database.connection() as db:
        sharing = await _managed(db, visit)
    found = [each.provider for each in sharing.shown.connections if each.provider.id == connection_id]
    if not found or not found[0].may_disconnect:
        raise ShowMessage(messages.page_not_found(), 404)
    return page(visit, "disconnect.html", connection=found[0], area="/sharing", back="/sharing")


@router.post("/sharing/connections/{connection_id}/disconnect")
async def disconnect(connection_id: UUID, submission: Submitted, database: Data) -> Response:
    """A second submission finds no connection and continues like the first."""
    visit = submission.visit
    async with database.transaction() as db:
        sharing = await _managed(db, visit)
        with suppress(NotFound):
            await service.disconnect(db, sharing.owner.fleet_id, sharing.shown, connection_id)
    return _back(visit, "disconnected")


@router.post("/sharing/contact")
async def leave_address(
    submission: Submitted, database: Data, keyring: Keys, settings: Settings, limits: Limits
) -> Response:
    """The address for messages about what is shared. The partner sees it.

    The own link is sent there only if the fleet itself has named it. Where the fleet has one, the invitation's link
    alone names no address.
    """
    visit = submission.visit
    async with database.transaction() as db:
        sharing = await _managed(db, visit)
        if not sharing.is_proved and await links.find_link(db, sharing.owner) is not None:
            raise ShowMessage(messages.prove_address(visit.partner, visit.partner_consent.contact_email), 403)
        limits.count_answer(sharing.invitation.id)
        text = clean_line(submission.values.get("contact_email", ""))
        try:
            email = _EMAIL.validate_python(text) if text else None
        except ValidationError:
            email = ""
        if email != "":
            await update_email(db, sharing.owner.partner_id, sharing.invitation.id, email)
            if sharing.is_proved:
                await links.update_link_email(db, sharing.owner, email)
    if email == "":
        error = _("Please enter an e-mail address like name@example.com.")
        form = _contact_form(text).with_errors({"contact_email": error})
        return await _page(visit, sharing, database, keyring, settings.connect_url, form=form)
    return _back(visit, "saved")


async def _change(
    visit: Visit, database: Database, address: str | None, change: service.Change, *, done: str
) -> Response:
    """A second submission finds it done. What somebody else has decided meanwhile is shown."""
    async with database.transaction() as db:
        sharing = await _managed(db, visit)
        actor = Actor.of(sharing.caller, address)
        with suppress(Conflict, Forbidden), refused_page(visit.partner, visit.partner_consent.contact_email):
            await change(db, sharing.caller, actor, sharing.shared.agreement.id)
    return _back(visit, done)


def _back(visit: Visit, done: str) -> Response:
    return RedirectResponse(visit.link.url("/sharing", done=done), 303)


def _proof_page(visit: Visit, *, can_send: bool) -> Response:
    message = messages.prove_address(
        visit.partner, visit.partner_consent.contact_email or visit.operator.email, can_send=can_send
    )
    return message_page(visit, message)


async def _managed(db: Db, visit: Visit) -> _Sharing:
    """Raises `ShowMessage`, which leads to the page that says what to do."""
    if not await may_manage(db, visit):
        raise ShowMessage(messages.prove_address(visit.partner, visit.partner_consent.contact_email), 403)
    return await _load(db, visit)


async def _load(db: Db, visit: Visit) -> _Sharing:
    owner, invitation = visit.sharing_owner, visit.invitation
    if owner is None or invitation is None:
        raise ShowMessage(messages.page_not_found(), 404)
    shown = await service.load_sharing(db, owner.fleet_id, invitation=invitation)
    return _Sharing(owner, invitation, shown, await is_proved(db, visit))


async def _page(
    visit: Visit,
    sharing: _Sharing,
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
        connections=sharing.shown.connections,
        form=form or _contact_form(email or ""),
        done=done,
        own_link=own_link(connect_url, secret),
        can_sign_in=visit.step is Step.CONNECT,
    )


def _contact_form(value: str) -> PageForm:
    field = Field("contact_email", _("E-mail"), type="email", required=False, autocomplete="email", value=value)
    return PageForm(
        fields=[replace(field, help=_("For messages about what you share. The companies named here see it."))]
    )
