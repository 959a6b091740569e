"""`/sharing`: the fleet returns at any time, sees what it shares, pauses it, disconnects or ends it.

It comes by its own link, or by the link of its invitation, also after that has expired. Whoever has only the
invitation's link, in another browser, proves the fleet's e-mail address first, if there is one. The address to prove
stands beside the own link: the one of the invitation can be the partner's.
"""

from contextlib import suppress
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from gladhand.auth.audit.actors import Actor
from gladhand.connect.flow import Step
from gladhand.connect.language import _
from gladhand.connect.pages import messages, sharing_messages, views
from gladhand.connect.pages.access import may_manage, refused_page
from gladhand.connect.pages.dependencies import CurrentVisit, Data, Mail, Settings, Submitted
from gladhand.connect.pages.movement import movement_form, parse_movement
from gladhand.connect.pages.page_route import PageRoute
from gladhand.connect.pages.rendering import message_page, page
from gladhand.connect.pages.visit import ShowMessage, Visit
from gladhand.connect.sharing import contact, service
from gladhand.connect.sharing.managed import load_managed, require_managed
from gladhand.connect.sharing.views import proof_page, sharing_page
from gladhand.core.db import Database
from gladhand.core.dependencies import Address, Keys
from gladhand.core.problems import Conflict, Forbidden, NotFound
from gladhand.core.routers import add_routes
from gladhand.orgs.agreements import service as agreements
from gladhand.orgs.sharing import queries as links

router = APIRouter(include_in_schema=False, route_class=PageRoute)
add_routes(router, contact.router)


@router.get("/sharing")
async def show_sharing(
    visit: CurrentVisit, database: Data, keyring: Keys, settings: Settings, outbox: Mail, done: str = ""
) -> Response:
    """What is shared, or how to get there."""
    if visit.sharing_owner is None:
        if visit.step is Step.UNKNOWN:
            return views.closed(visit)
        message = sharing_messages.nothing_shared(visit.partner)
        if visit.step is Step.CONSENT:
            message = message.with_action(visit.link.url("/"), _("Back to the invitation"))
        return message_page(visit, message)
    async with database.connection() as db:
        if not await may_manage(db, visit):
            link = await links.find_link(db, visit.sharing_owner)
            email = link.email if link is not None and outbox.can_send() else None
            return proof_page(visit, sends_to=email or "")
        sharing = await load_managed(db, visit)
    return await sharing_page(visit, sharing, database, keyring, settings.connect_url, done=done)


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
        sharing = await require_managed(db, visit)
    return page(visit, "end_sharing.html", shared=sharing.shared, has_sign_ins=bool(sharing.overview.connections))


@router.post("/sharing/end")
async def end(submission: Submitted, database: Data, address: Address) -> Response:
    return await _change(submission.visit, database, address, service.end, done="ended")


@router.get("/sharing/movement")
async def show_movement(visit: CurrentVisit, database: Data) -> Response:
    """What the partner sees while drivers do not work."""
    async with database.connection() as db:
        agreement = (await require_managed(db, visit)).shared.agreement
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
        sharing = await require_managed(db, visit)
        caller, agreement_id = sharing.caller, sharing.shared.agreement.id
        with suppress(Conflict, Forbidden), refused_page(visit.partner, visit.partner_consent.contact_email):
            await agreements.protect_movement(db, caller, Actor.of(caller, address), agreement_id, privacy)
    return _back(visit, "saved")


@router.get("/sharing/connections/{connection_id}/disconnect")
async def show_disconnect(connection_id: UUID, visit: CurrentVisit, database: Data) -> Response:
    async with database.connection() as db:
        sharing = await require_managed(db, visit)
    found = [each.provider for each in sharing.overview.connections if each.provider.id == connection_id]
    if not found or not found[0].may_disconnect:
        raise ShowMessage(messages.page_not_found(), 404)
    return page(
        visit,
        "disconnect.html",
        connection=found[0],
        area="/sharing",
        back="/sharing",
        is_shared=sharing.overview.is_read,
    )


@router.post("/sharing/connections/{connection_id}/disconnect")
async def disconnect(connection_id: UUID, submission: Submitted, database: Data) -> Response:
    """A second submission finds no connection and continues like the first."""
    visit = submission.visit
    async with database.transaction() as db:
        sharing = await require_managed(db, visit)
        with suppress(NotFound):
            await service.disconnect(db, sharing.owner.fleet_id, sharing.overview, connection_id)
    return _back(visit, "disconnected")


async def _change(
    visit: Visit, database: Database, address: str | None, change: service.Change, *, done: str
) -> Response:
    """A second submission finds it done. What somebody else has decided meanwhile is shown."""
    async with database.transaction() as db:
        sharing = await require_managed(db, visit)
        actor = Actor.of(sharing.caller, address)
        with suppress(Conflict, Forbidden), refused_page(visit.partner, visit.partner_consent.contact_email):
            await change(db, sharing.caller, actor, sharing.shared.agreement.id)
    return _back(visit, done)


def _back(visit: Visit, done: str) -> Response:
    return RedirectResponse(visit.link.url("/sharing", done=done), 303)
