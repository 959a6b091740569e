"""Connect: the pages on which a fleet accepts an invitation and connects its providers.

They own the root of their origin. Every page is complete without script; a GET or HEAD never changes anything.
"""

from contextlib import suppress
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from gladhand.auth.tokens.service import Tokens
from gladhand.connect.embed import messages, probe
from gladhand.connect.flow import Step
from gladhand.connect.pages import assets, notices, preview, views
from gladhand.connect.pages.details import Unconfirmed, confirmed, details_form
from gladhand.connect.pages.limits import Limits
from gladhand.connect.pages.offer import Offer
from gladhand.connect.pages.rendering import Visit, notice_page
from gladhand.connect.pages.visit import Guest, Interrupted, PageRoute, Sent, Visiting, guest, invited
from gladhand.connect.queries import Connected, connected, connected_in_visit, has_let_go, tsp_count
from gladhand.connect.signin import integration_requests, oauth, provider_form, window
from gladhand.connect.signin.offers import offer, offered
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.dependencies import Keys, provided
from gladhand.core.problems import Conflict, NotFound
from gladhand.integrations.connections import service as connections
from gladhand.integrations.gateway import ProviderGateway
from gladhand.orgs.funnel import queries as funnel
from gladhand.orgs.funnel.schemas import FunnelStepEnum
from gladhand.orgs.invitations import service as invitations
from gladhand.orgs.invitations.service import InvitationSettings

router = APIRouter(include_in_schema=False, route_class=PageRoute)
router.include_router(oauth.router)
router.include_router(probe.router)
router.include_router(integration_requests.router)
router.include_router(preview.router)
router.include_router(window.router)

_READ = ["GET", "HEAD"]
Data = Annotated[Database, provided(Database)]
Signing = Annotated[Tokens, provided(Tokens)]
Gateway = Annotated[ProviderGateway, provided(ProviderGateway)]
Limiting = Annotated[Limits, provided(Limits)]
Settings = Annotated[InvitationSettings, provided(InvitationSettings)]


@router.api_route("/", methods=_READ)
async def open_link(visit: Visiting, database: Data, gateway: Gateway) -> Response:
    """Whatever the invitation's link shows now."""
    match visit.step:
        case Step.CONSENT:
            return views.consent(visit, invited(visit))
        case Step.CONNECT:
            return await list_providers(visit, database, gateway)
        case _:
            return views.closed(visit)


@router.post("/viewed")
async def announce_view(sent: Sent, database: Data, settings: Settings) -> Response:
    """The script says that a person has the invitation before their eyes. Without script, the first form says so."""
    if sent.visit.step is Step.CONSENT:
        invitation = invited(sent.visit)
        async with database.transaction() as db:
            await funnel.insert_step(db, invitation.partner_id, invitation.id, FunnelStepEnum.OPENED)
            await invitations.view_invitation(db, invitation.id, settings)
    return Response(status_code=204)


@router.post("/accept")
async def accept(
    sent: Sent, database: Data, keyring: Keys, tokens: Signing, settings: Settings, limits: Limiting
) -> Response:
    """A second press, in this tab or another, finds the invitation accepted and goes on like the first."""
    if sent.visit.step is not Step.CONSENT:
        return _next(sent.visit, "/providers")
    invitation = invited(sent.visit)
    limits.answer(invitation.id)
    try:
        details = confirmed(sent.values)
    except Unconfirmed as refusal:
        form = details_form(views.fleet_details(invitation)).filled(sent.values)
        return views.consent(sent.visit, invitation, form.with_errors(refusal.errors))
    with suppress(Conflict):
        async with database.transaction() as db:
            await invitations.view_invitation(db, invitation.id, settings)
            await invitations.accept_invitation(
                db, invitation.id, details, fleet=None, keyring=keyring, tokens=tokens, settings=settings
            )
    return _next(sent.visit, "/providers")


@router.post("/ask-again")
async def ask_again(sent: Sent, database: Data, settings: Settings) -> Response:
    """The link is over, and the fleet wants another one. It is told the same whether there is one or not."""
    if sent.visit.invitation is not None and sent.visit.step is Step.EXPIRED:
        async with database.transaction() as db:
            await invitations.request_renewal(db, sent.visit.invitation.id, settings)
    return notice_page(sent.visit, notices.asked_again(sent.visit.partner))


@router.api_route("/decline", methods=_READ)
async def ask_why(visit: Visiting) -> Response:
    """Declining is confirmed, since only the partner can undo it."""
    return views.decline(visit, invited(visit))


@router.post("/decline")
async def decline(sent: Sent, database: Data, settings: Settings) -> Response:
    """Back to the partner where the invitation names a place; a second press takes the same way."""
    visit = sent.visit
    if visit.step is Step.CONSENT:
        invitation = invited(visit)
        form = views.reason_form(visit.partner).filled(sent.values)
        if errors := form.missing(sent.values):
            return views.decline(visit, invitation, form.with_errors(errors))
        reason = sent.values.get("decline_reason", "").strip() or None
        with suppress(Conflict):
            async with database.transaction() as db:
                await invitations.view_invitation(db, invitation.id, settings)
                await invitations.decline_invitation(db, invitation.id, reason, settings=settings)
    return _next(visit, "/declined")


@router.api_route("/declined", methods=_READ)
async def leave_declined(visit: Visiting) -> Response:
    """Sends a fleet that has declined back; everyone else to where they stand."""
    if visit.step is not Step.DECLINED or visit.invitation is None:
        return _next(visit, "/")
    return views.ending(
        visit,
        views.way_back(visit.invitation),
        views.closed_notice(visit),
        messages.left(messages.CONSENT_DECLINED),
    )


@router.api_route("/providers", methods=_READ)
async def list_providers(
    visit: Visiting, database: Data, gateway: Gateway, q: str = "", ended: UUID | None = None
) -> Response:
    here = guest(visit)
    search = q.replace("\0", "").strip()
    async with database.connection() as db:
        choices = await offered(db, gateway, here, search)
        found = await connected(db, here.fleet_id)
    is_ended = ended is not None and all(each.id != ended for each in found)
    tell = messages.disconnected(ended) if ended is not None and is_ended else []
    return views.provider_list(visit, here.invitation, choices, found, search, tell)


@router.api_route("/providers/{slug}", methods=_READ)
async def ask_credentials(
    slug: str, visit: Visiting, database: Data, keyring: Keys, gateway: Gateway, way: str = ""
) -> Response:
    return views.sign_in(visit, await _offer(slug, visit, database, keyring, gateway, way))


@router.post("/providers/{slug}")
async def connect(
    slug: str, sent: Sent, database: Data, keyring: Keys, gateway: Gateway, limits: Limiting, way: str = ""
) -> Response:
    """Tries the credentials at the provider; connecting the same account again repairs what is there."""
    here = guest(sent.visit)
    found = await _offer(slug, sent.visit, database, keyring, gateway, way)
    form = found.form.filled(sent.values)
    if not form.fields:
        return _next(sent.visit, f"/providers/{slug}")
    if errors := form.missing(sent.values):
        return views.sign_in(sent.visit, found, form.with_errors(errors), status=422)
    limits.check(here.invitation.id)
    given = provider_form.given_credentials(form, sent.values)
    browser = sent.visit.session.browser
    tried = await provider_form.tried(gateway, here, browser, found.tsp, given, form)
    if isinstance(tried, provider_form.Failed):
        return views.sign_in(sent.visit, found, tried.form, status=tried.status)
    return _next(sent.visit, "/connected", connection=tried.id)


@router.api_route("/connections/{connection_id}/disconnect", methods=_READ)
async def ask_whether(connection_id: UUID, visit: Visiting, database: Data) -> Response:
    """Disconnecting is confirmed: what was signed in with is gone after it."""
    return views.disconnect(visit, await _of_fleet(database, guest(visit), connection_id))


@router.post("/connections/{connection_id}/disconnect")
async def disconnect(connection_id: UUID, sent: Sent, database: Data) -> Response:
    """A second press finds it gone and goes on like the first."""
    here = guest(sent.visit)
    with suppress(Interrupted, NotFound):
        ending = await _of_fleet(database, here, connection_id)
        async with database.transaction() as db:
            await connections.delete(db, here.fleet_id, ending.id)
    return _next(sent.visit, "/providers", ended=connection_id)


@router.api_route("/connected", methods=_READ)
async def show_connected(visit: Visiting, database: Data, connection: str = "") -> Response:
    here = guest(visit)
    async with database.connection() as reader:
        found = await connected(reader, here.fleet_id)
    fresh = next((each for each in found if str(each.id) == connection and each.works), None)
    if fresh is None:
        return _next(visit, "/providers")
    return views.success(visit, here.invitation, fresh, found)


@router.post("/done")
async def finish(sent: Sent, database: Data) -> Response:
    """The last button."""
    invitation = guest(sent.visit).invitation
    async with database.transaction() as db:
        await funnel.insert_step(db, invitation.partner_id, invitation.id, FunnelStepEnum.RETURNED)
    return _next(sent.visit, "/done")


@router.api_route("/done", methods=_READ)
async def leave(visit: Visiting, database: Data) -> Response:
    """Back to the partner. Counted now: another tab may have connected one more provider."""
    here = guest(visit)
    async with database.connection() as db:
        count = tsp_count(await connected(db, here.fleet_id))
        made = await connected_in_visit(db, visit.session.browser, here.invitation.id)
        is_over = not count and await has_let_go(db, here.fleet_id)
    reason = messages.DISCONNECTED if is_over else messages.NOTHING_CONNECTED
    tell = messages.succeeded(made) if count else messages.left(reason)
    return views.ending(visit, views.way_on(here.invitation, count), views.finished_notice(visit, count), tell)


@router.api_route("/static/connect/{name}", methods=_READ)
async def serve_asset(name: str) -> Response:
    found = assets.serve(name)
    if found is None:
        raise Interrupted(notices.no_such_page(), 404)
    return found


async def _offer(
    slug: str, visit: Visit, database: Database, keyring: Keyring, gateway: ProviderGateway, way: str = ""
) -> Offer:
    found = await offer(database, gateway, guest(visit), slug, way)
    return replace(found, window=window.addresses(visit, slug, keyring))


async def _of_fleet(database: Database, here: Guest, connection_id: UUID) -> Connected:
    """One of the connections that the pages show. Raises `Interrupted`."""
    async with database.connection() as db:
        found = await connected(db, here.fleet_id)
    for each in found:
        if each.id == connection_id:
            return each
    raise Interrupted(notices.no_such_page(), 404)


def _next(visit: Visit, path: str, **more: UUID) -> Response:
    """On to a page that can be reloaded without sending the form again."""
    return RedirectResponse(visit.trail.to(path, **more), 303)
